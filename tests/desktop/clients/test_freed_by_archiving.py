"""Archiving a client with appointments ahead: who waits for such a time is offered above the page."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.domain.recurrence import parse_rule
from core.domain.series import Repeat
from core.store.practice.practice import AppointmentDraft, WaitlistDraft
from desktop.clients.screen import ClientsScreen
from tests.desktop.records_room import Room

HOUR = timedelta(hours=1)


def draft(room: Room, client: str) -> AppointmentDraft:
    """The day after tomorrow, for an hour."""
    start = room.clock.now() + timedelta(days=2)
    (found,) = room.practice.clients.find(client)
    return AppointmentDraft(client_id=found.client.id, scheduled_start=start, scheduled_end=start + HOUR)


@pytest.fixture
def screen(room: Room) -> ClientsScreen:
    """Mira's page, who has one appointment ahead; Otto is not shown and has none."""
    mira = room.add("Mira", "Talbot")
    room.add("Otto", "Lindqvist")
    room.practice.appointments.book(draft(room, "Talbot"))
    made = room.open(ClientsScreen)
    made.activate()
    made.open_client(mira.id)
    room.settle()
    return made


def wait_for(room: Room, client: str, minutes: int = 60) -> None:
    (found,) = room.practice.clients.find(client)
    room.practice.waitlist.add(WaitlistDraft(client_id=found.client.id, duration_minutes=minutes))


def archive(room: Room, screen: ClientsScreen) -> None:
    """With what is ahead."""
    screen.detail.archive_button.click()
    room.settle()
    assert room.navigator.on_yes is not None
    room.navigator.on_yes()
    room.settle()


def test_given_somebody_waits_when_a_client_is_archived_with_what_is_ahead_then_the_time_is_offered(
    room: Room, screen: ClientsScreen
) -> None:
    wait_for(room, "Lindqvist")
    archive(room, screen)
    assert screen.freed.isVisible()
    assert screen.freed.text.startswith("Free again: Wed 25 Nov, ")
    assert screen.freed.text.endswith("1 client waits for such a time.")
    assert "Otto" not in screen.freed.text


def test_given_the_offer_when_its_verb_is_pressed_by_keyboard_then_the_calendar_lists_who_waits(
    room: Room, screen: ClientsScreen
) -> None:
    wait_for(room, "Lindqvist")
    archive(room, screen)
    screen.freed.button.setFocus(Qt.FocusReason.TabFocusReason)
    assert QApplication.focusWidget() is screen.freed.button
    room.key(screen.freed.button, Qt.Key.Key_Space)
    asked, fits = room.navigator.asked[-1]
    assert asked == "offer_freed"
    assert isinstance(fits, tuple)
    assert [fit.start for fit in fits] == [draft(room, "Lindqvist").scheduled_start]
    assert not screen.freed.isVisible()


def test_given_a_series_ahead_when_a_client_is_archived_with_it_then_its_times_are_offered(
    room: Room, screen: ClientsScreen
) -> None:
    rule = parse_rule("FREQ=WEEKLY;BYDAY=WE")
    later = draft(room, "Talbot")
    start = later.scheduled_start + 3 * HOUR
    weekly = AppointmentDraft(
        client_id=later.client_id, scheduled_start=start, scheduled_end=start + 2 * HOUR
    )
    room.practice.series.book(weekly, Repeat(rule=rule))
    wait_for(room, "Lindqvist", 120)
    archive(room, screen)
    asked = screen.freed
    asked.button.click()
    fits = room.navigator.asked[-1][1]
    assert isinstance(fits, tuple)
    assert [fit.start for fit in fits] == [start]


def test_given_nobody_else_waits_when_a_client_who_does_is_archived_then_nothing_is_offered(
    room: Room, screen: ClientsScreen
) -> None:
    wait_for(room, "Talbot")
    archive(room, screen)
    assert not screen.freed.isVisible()


def test_given_the_time_is_taken_twice_when_a_client_is_archived_then_nothing_is_offered(
    room: Room, screen: ClientsScreen
) -> None:
    room.add("Dana", "Levi")
    room.practice.appointments.book(draft(room, "Levi"), book_anyway_reason="test")
    wait_for(room, "Lindqvist")
    archive(room, screen)
    assert not screen.freed.isVisible()
