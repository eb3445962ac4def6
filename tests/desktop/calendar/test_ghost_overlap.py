"""A time that is taken is told while an appointment is dragged onto it, with whom it would meet there."""

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.enums import AppointmentStatus, LocationType, Role
from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft, LocationDraft
from core.domain.records import Appointment
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.pages import PageKind
from desktop.calendar.ports import BookingPlan
from tests.desktop.calendar.conftest import local
from tests.desktop.calendar.test_blocks import block
from tests.desktop.calendar.test_ghost_hint import carry

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

Key = Qt.Key
TEN = "Overlaps D.L. \u200e10:00–10:50"


@pytest.fixture
def ten(desk: "Desk") -> Appointment:
    """Dana's, on Tuesday from ten to ten to eleven."""
    return desk.house.book(24, "10:00")


@pytest.fixture
def noon(desk: "Desk", ten: Appointment) -> Appointment:
    """Noam's, on the same day at noon."""
    made = desk.house.book(24, "12:00", 50, desk.house.noam)
    desk.reload()
    return made


def entry_of(desk: "Desk", row: Appointment) -> CalendarEntry:
    found = desk.pane.presenter.timeline.get(row.id)
    assert found is not None
    return found


def told(
    desk: "Desk", start: str, end: str, row: Appointment | None = None, who: UserId | None = None
) -> str:
    """Of a ghost on Tuesday, of `row` or of a new time."""
    kind = GestureKind.CREATE if row is None else GestureKind.MOVE
    entry = None if row is None else entry_of(desk, row)
    return desk.pane.grid.scene.hint(Ghost(kind, local(24, start), local(24, end), entry, who))


def test_given_a_drag_onto_another_then_it_is_named_before_it_is_dropped(
    desk: "Desk", noon: Appointment
) -> None:
    assert carry(desk, noon, 24, "10:15") == TEN
    assert carry(desk, noon, 24, "09:15") == TEN
    assert carry(desk, noon, 24, "09:00") == ""
    assert carry(desk, noon, 24, "11:00") == ""
    assert carry(desk, noon, 25, "10:15") == ""


def test_given_a_drag_then_nothing_is_asked_of_the_store(
    desk: "Desk", noon: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> NoReturn:
        raise AssertionError("the store was asked")

    monkeypatch.setattr(desk.jobs, "run", asked)
    assert carry(desk, noon, 24, "10:15") == TEN


def test_given_a_move_by_keys_then_listeners_hear_what_it_overlaps(
    desk: "Desk", noon: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("desktop.calendar.pane.announce", lambda _view, text: heard.append(text))
    desk.pane.presenter.select(noon.id)
    desk.pane.grid.setFocus()
    QTest.keyClick(desk.pane.grid, Key.Key_M)
    for _ in range(5):
        QTest.keyClick(desk.pane.grid, Key.Key_Up)
    assert ["Overlaps" in text for text in heard] == [False] * 5 + [True]
    assert heard[-1].startswith(f"{TEN}, \u200e10:45–11:35 – Enter keeps it")


def test_given_a_resize_by_keys_into_the_next_then_it_is_named(desk: "Desk", noon: Appointment) -> None:
    desk.house.book(24, "13:00")
    desk.reload()
    desk.pane.presenter.select(noon.id)
    desk.pane.grid.setFocus()
    QTest.keyClick(desk.pane.grid, Key.Key_R)
    QTest.keyClick(desk.pane.grid, Key.Key_Down)
    assert desk.pane.grid.scene.ghost_hint == "Overlaps D.L. \u200e13:00–13:50"


def test_given_several_then_the_first_is_named_and_the_others_are_counted(
    desk: "Desk", noon: Appointment
) -> None:
    for clock in ("11:00", "11:30"):
        desk.house.book(24, clock, 20)
    desk.reload()
    assert told(desk, "10:15", "11:15", noon) == f"{TEN} and 1 more"
    assert told(desk, "10:15", "11:45", noon) == f"{TEN} and 2 more"


@pytest.mark.parametrize("status", [AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW])
def test_given_what_was_cancelled_or_missed_then_its_time_is_free(
    desk: "Desk", ten: Appointment, noon: Appointment, status: AppointmentStatus
) -> None:
    desk.house.practice.appointments.set_status(ten.id, status)
    desk.reload()
    assert carry(desk, noon, 24, "10:15") == ""


def test_given_a_block_there_too_then_the_appointment_is_named(desk: "Desk", noon: Appointment) -> None:
    block(desk, start_local="2026-11-24T10:00")
    assert told(desk, "10:15", "11:05", noon) == TEN


def test_given_one_that_was_just_moved_then_its_new_time_counts_before_the_store_has_answered(
    desk: "Desk", ten: Appointment, noon: Appointment
) -> None:
    moved = replace(entry_of(desk, ten), start=local(24, "15:00"), end=local(24, "15:50"))
    desk.pane.presenter.put(moved)
    assert told(desk, "10:15", "11:05", noon) == ""
    assert told(desk, "15:15", "16:05", noon) == "Overlaps D.L. \u200e15:00–15:50"


def test_given_a_new_time_that_is_dragged_then_whoever_treats_there_is_what_counts(
    desk: "Desk", noon: Appointment
) -> None:
    colleague = desk.house.practice.team.add("Ben Invented", Role.THERAPIST).value.id
    assert told(desk, "10:30", "11:30") == TEN
    assert told(desk, "10:30", "11:30", who=colleague) == ""
    assert told(desk, "10:50", "11:30") == ""


def test_given_a_colleagues_column_then_their_appointments_count_and_those_of_the_client(
    desk: "Desk", ten: Appointment, noon: Appointment
) -> None:
    colleague = desk.house.practice.team.add("Ben Invented", Role.THERAPIST).value.id
    assert told(desk, "10:15", "11:05", noon, colleague) == ""
    assert told(desk, "12:15", "13:05", ten, colleague) == ""
    again = desk.house.book(24, "15:00")
    desk.reload()
    assert told(desk, "10:15", "11:05", again, colleague) == TEN


def test_given_the_open_form_of_a_new_one_then_its_client_counts_for_another_time(
    desk: "Desk", noon: Appointment
) -> None:
    colleague = desk.house.practice.team.add("Ben Invented", Role.THERAPIST).value.id
    desk.pane.presenter.choose(local(24, "16:00"))
    desk.pane.booking.choose_treats(colleague)
    assert told(desk, "10:30", "11:30") == ""
    desk.pane.booking.choose_client(desk.house.dana)
    assert told(desk, "10:30", "11:30") == TEN


def test_given_client_practitioner_and_room_then_the_ghost_says_what_the_store_says(desk: "Desk") -> None:
    practice, house = desk.house.practice, desk.house
    colleague = practice.team.add("Ben Invented", Role.THERAPIST).value.id
    online = practice.locations.add(LocationDraft(name="Video", location_type=LocationType.ONLINE)).value
    made = []
    for hour, client, who, place in [
        (9, house.dana, None, house.room),
        (10, house.noam, colleague, house.room),
        (11, house.noam, colleague, online),
        (12, house.dana, colleague, None),
        (13, house.noam, None, online),
    ]:
        draft = AppointmentDraft(
            client_id=client.id,
            scheduled_start=local(24, f"{hour}:00"),
            scheduled_end=local(24, f"{hour}:50"),
            practitioner_user_id=who,
            location_id=place.id if place else None,
            location_type=place.location_type if place else LocationType.CLINIC,
        )
        made.append(practice.appointments.book(draft).value)
    desk.pane.presenter.set_kind(PageKind.DAY)
    desk.reload()
    answers = set()
    for row in made:
        for hour in range(9, 14):
            plan = BookingPlan(
                client_id=row.client_id,
                start=local(24, f"{hour}:10"),
                end=local(24, f"{hour}:40"),
                appointment_id=row.id,
                location_id=row.location_id,
                location_type=row.location_type,
                practitioner_user_id=row.practitioner_user_id,
            )
            stored = bool(desk.screen._desk.conflicts(plan))
            assert bool(told(desk, f"{hour}:10", f"{hour}:40", row)) == stored
            answers.add(stored)
    assert answers == {True, False}
