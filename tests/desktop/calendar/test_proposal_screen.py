"""A client's habit from the practice on disk, in the fields of the form that a person sees and types into."""

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.new_rows import ServiceDraft
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.kit.typed_booking import TypedBooking
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk


@pytest.fixture
def weekly(desk: "Desk") -> "Desk":
    """Dana came three times for 50 minutes of massage in room 1."""
    for day in (3, 10, 17):
        booked = desk.house.book(day, "10:00")
        desk.house.practice.appointments.edit(booked.id, location_id=desk.house.room.id)
    return desk


def choose_dana(desk: "Desk") -> None:
    picker = desk.pane.form.picker
    QTest.keyClicks(picker.edit, "dana")
    desk.settle()
    QTest.keyClick(picker.edit, Qt.Key.Key_Return)


def seen(desk: "Desk") -> tuple[str, str, str, str]:
    form = desk.pane.form
    return (
        form.service.editor.currentText(),
        form.location.editor.currentText(),
        form.start.editor.text(),
        form.end.editor.text(),
    )


def test_given_a_weekly_client_when_chosen_in_the_form_then_the_fields_show_the_habit(weekly: "Desk") -> None:
    weekly.pane.presenter.choose(local(25, "15:00"))
    choose_dana(weekly)
    weekly.settle()
    assert seen(weekly) == ("Massage", "Room 1", "15:00", "15:50")
    weekly.pane.form.save()
    weekly.settle()
    (entry,) = weekly.house.practice.appointments.between(local(25, "15:00"), local(25, "16:00"))
    assert (entry.service, entry.location) == (weekly.house.massage, weekly.house.room)
    assert entry.appointment.scheduled_end == local(25, "15:50")


def test_given_an_end_in_the_making_when_the_habit_is_read_then_it_stays_as_it_is(weekly: "Desk") -> None:
    weekly.pane.presenter.choose(local(25, "15:00"))
    choose_dana(weekly)
    end = weekly.pane.form.end.editor
    end.setFocus()
    end.selectAll()
    QTest.keyClicks(end, "17:")
    weekly.settle()
    assert seen(weekly) == ("Massage", "Room 1", "15:00", "17:")


def test_given_a_start_in_the_making_when_the_habit_is_read_then_it_is_typed_on(weekly: "Desk") -> None:
    weekly.pane.presenter.choose(local(25, "15:00"))
    choose_dana(weekly)
    start = weekly.pane.form.start.editor
    start.setFocus()
    start.selectAll()
    QTest.keyClicks(start, "16:")
    weekly.settle()
    assert seen(weekly) == ("Massage", "Room 1", "16:", "15:50")
    QTest.keyClicks(start, "30")
    weekly.pane.form.settle()
    assert seen(weekly) == ("Massage", "Room 1", "16:30", "17:20")


def test_given_a_drawn_time_when_the_client_is_chosen_then_it_stays_as_long_as_it_was_drawn(
    weekly: "Desk",
) -> None:
    weekly.pane.presenter.drop(Ghost(GestureKind.CREATE, local(25, "15:00"), local(25, "15:30")))
    choose_dana(weekly)
    weekly.settle()
    assert seen(weekly) == ("Massage", "Room 1", "15:00", "15:30")


def test_given_a_habit_in_the_form_when_another_time_is_drawn_then_a_chosen_service_keeps_its_length(
    weekly: "Desk",
) -> None:
    weekly.pane.presenter.choose(local(25, "15:00"))
    choose_dana(weekly)
    weekly.settle()
    weekly.pane.presenter.drop(Ghost(GestureKind.CREATE, local(26, "9:00"), local(26, "9:30")))
    assert seen(weekly) == ("Massage", "Room 1", "09:00", "09:50")


@pytest.mark.parametrize(
    ("minutes", "service", "end"), [(60, "Talk", "11:00"), (None, "Talk", "10:30"), (30, "Massage", "10:30")]
)
def test_given_a_typed_line_when_its_form_opens_then_it_keeps_what_was_said(
    weekly: "Desk", minutes: int | None, service: str, end: str
) -> None:
    talk = weekly.house.practice.services.add(ServiceDraft(name="Talk", default_duration_minutes=30)).value
    said = talk if service == "Talk" else None
    line = TypedBooking(who="dana", day=date(2026, 11, 30), start=time(10), minutes=minutes, service=said)
    weekly.screen.book(weekly.house.dana.id, line)
    weekly.settle()
    assert seen(weekly) == (service, "Room 1", "10:00", end)


def test_given_a_typed_line_with_a_time_alone_when_its_form_opens_then_the_rest_is_proposed(
    weekly: "Desk",
) -> None:
    weekly.screen.book(weekly.house.dana.id, TypedBooking(who="dana", day=date(2026, 11, 30), start=time(10)))
    weekly.settle()
    assert seen(weekly) == ("Massage", "Room 1", "10:00", "10:50")
