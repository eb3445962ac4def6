"""What a sync changes or deletes while somebody works on it: the calendar shows what the store has."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.ids import AppointmentId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from core.domain.recurrence import parse_rule
from core.domain.series import Repeat, Scope
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.scope_question import ScopeQuestion
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk


def shown(desk: "Desk") -> set[tuple[AppointmentId, datetime]]:
    return {(entry.id, entry.start) for entry in desk.pane.presenter.visible}


def stored(desk: "Desk") -> set[tuple[AppointmentId, datetime]]:
    page = desk.pane.presenter.page.period
    rows = desk.house.practice.appointments.between(page.start, page.end)
    return {(row.appointment.id, row.appointment.scheduled_start) for row in rows}


def booked(desk: "Desk") -> Appointment:
    made = desk.house.book(24, "12:00")
    desk.reload()
    return made


def in_series(desk: "Desk") -> Appointment:
    """The first of three Tuesdays."""
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=local(24, "12:00"),
        scheduled_end=local(24, "12:50"),
    )
    repeat = Repeat(rule=parse_rule("FREQ=WEEKLY;BYDAY=TU"), times=3)
    made = desk.house.practice.series.book(draft, repeat).value
    desk.reload()
    return made


def synced(desk: "Desk", *ids: AppointmentId) -> None:
    """A sync brought what the test wrote behind the screen's back."""
    desk.bus.publish([Changed("appointments", frozenset(ids), Origin.SYNC)])
    desk.settle()


def dragged(desk: "Desk", made: Appointment) -> Ghost:
    entry = desk.pane.presenter.timeline.get(made.id)
    assert entry is not None
    return Ghost(GestureKind.MOVE, local(24, "14:00"), local(24, "14:50"), entry)


def test_given_an_appointment_that_is_moved_by_keys_when_a_sync_deletes_it_then_the_keys_let_go_of_it(
    desk: "Desk",
) -> None:
    made = booked(desk)
    desk.pane.presenter.select(made.id)
    for key in (Qt.Key.Key_M, Qt.Key.Key_Down):
        QTest.keyClick(desk.pane.views.front, key)
    desk.house.practice.appointments.delete(made.id)
    synced(desk, made.id)
    assert desk.pane.presenter.mode is None
    assert desk.pane.toolbar.mode.text() == ""
    assert desk.pane.grid.scene.ghost is None
    QTest.keyClick(desk.pane.views.front, Qt.Key.Key_Return)
    desk.settle()
    assert shown(desk) == stored(desk) == set()


def test_given_an_appointment_that_was_deleted_when_its_drag_ends_then_it_goes(desk: "Desk") -> None:
    made = booked(desk)
    ghost = dragged(desk, made)
    desk.house.practice.appointments.delete(made.id)
    synced(desk, made.id)
    desk.pane.presenter.drop(ghost)
    desk.settle()
    assert shown(desk) == stored(desk) == set()


def test_given_an_occurrence_that_a_sync_moves_when_the_question_of_its_drag_is_left_then_it_stands_there(
    desk: "Desk",
) -> None:
    made = in_series(desk)
    desk.pane.presenter.drop(dragged(desk, made))
    (question,) = desk.screen.window().findChildren(ScopeQuestion)
    moved = desk.house.practice.appointments.move(made.id, local(24, "16:00"), local(24, "16:50"))
    desk.bus.publish([Changed(one.table, one.ids, Origin.SYNC) for one in moved.changed])
    desk.settle()
    question.reject()
    desk.settle()
    assert shown(desk) == stored(desk)
    assert local(24, "16:00") in {start for _id, start in shown(desk)}


def test_given_an_occurrence_that_was_moved_and_put_back_when_a_sync_tells_of_its_row_then_it_still_stands(
    desk: "Desk",
) -> None:
    made = in_series(desk)
    desk.pane.commands.reschedule(dragged(desk, made))
    (question,) = desk.screen.window().findChildren(ScopeQuestion)
    question.buttons[Scope.THIS].click()
    desk.settle()
    desk.pane.commands.undo()
    desk.settle()
    assert local(24, "12:00") in {start for _id, start in shown(desk)}
    synced(desk, made.id)
    assert shown(desk) == stored(desk)
    assert local(24, "12:00") in {start for _id, start in shown(desk)}


def test_given_an_occurrence_that_was_moved_weeks_away_when_it_is_put_back_elsewhere_then_it_comes(
    desk: "Desk",
) -> None:
    made = in_series(desk)
    appointments = desk.house.practice.appointments
    away = timedelta(weeks=9)
    moved = appointments.move(made.id, made.scheduled_start + away, made.scheduled_end + away)
    desk.reload()
    assert shown(desk) == set()
    assert moved.undo is not None
    desk.house.practice.reverse(moved.undo)
    synced(desk, made.id)
    assert shown(desk) == stored(desk)
    assert len(shown(desk)) == 1
