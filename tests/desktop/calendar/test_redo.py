"""Ctrl+Z and back: what was undone in the calendar is done again, on the real screen."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.cancellations import Canceller
from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus
from core.domain.errors import DiskFull, StoreBusy, UserError
from core.domain.new_rows import AppointmentDraft, WaitlistDraft
from core.domain.records import Appointment
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, Scope
from desktop.calendar.commands import CalendarCommands
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.history import History, HistoryStep
from desktop.calendar.ports import CalendarGateway, CommandOutcome
from tests.desktop.calendar.booking_stage import Inline
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HOUR = timedelta(hours=1)


def press(desk: "Desk", key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.pane.grid, key, modifier)
    desk.settle()


def undo(desk: "Desk") -> None:
    press(desk, Key.Key_Z, CTRL)


def redo(desk: "Desk") -> None:
    press(desk, Key.Key_Z, CTRL | SHIFT)


def shown(desk: "Desk") -> list[tuple[object, ...]]:
    rows = desk.house.practice.appointments.between(local(22, "00:00"), local(30, "00:00"))
    found = [row.appointment for row in rows]
    blocks = desk.house.practice.blocks.between(local(22, "00:00"), local(30, "00:00"))
    return [
        *((row.scheduled_start, row.scheduled_end, row.status) for row in found),
        *((block.start, block.end, block.block.title) for block in blocks),
    ]


def chosen(desk: "Desk") -> None:
    """An appointment on Tuesday at ten, chosen."""
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.open(made.id)
    desk.settle()
    desk.pane.presenter.close()
    desk.pane.presenter.select(made.id)


def in_series(desk: "Desk") -> None:
    """The first of eight Tuesdays, chosen."""
    start = local(24, "14:00")
    draft = AppointmentDraft(
        client_id=desk.house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
    )
    repeat = Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(1,)), times=8)
    made = desk.house.practice.series.book(draft, repeat).value
    desk.reload()
    desk.pane.presenter.open(made.id)
    desk.settle()


def keys(*pressed: Qt.Key) -> Callable[["Desk"], None]:
    def act(desk: "Desk") -> None:
        chosen(desk)
        for key in pressed:
            press(desk, key)

    return act


def no_show(desk: "Desk") -> None:
    chosen(desk)
    press(desk, Key.Key_H)
    assert desk.navigator.on_yes is not None
    desk.navigator.on_yes()


def cancel(desk: "Desk") -> None:
    chosen(desk)
    press(desk, Key.Key_X)
    assert desk.navigator.on_text is not None
    desk.navigator.on_text("Flu")


def book(desk: "Desk") -> None:
    desk.pane.presenter.choose(local(25, "14:00"))
    desk.pane.booking.choose_client(desk.house.dana)
    desk.settle()
    desk.pane.form.save()


def block(desk: "Desk") -> None:
    desk.pane.presenter.cursor = local(25, "14:00")
    desk.pane.blocks.begin()
    QTest.keyClicks(desk.pane.blocks.panel.title_field.editor, "Supervision")
    desk.pane.blocks.panel.save()


def move_series(scope: Scope) -> Callable[["Desk"], None]:
    def act(desk: "Desk") -> None:
        in_series(desk)
        entry = desk.pane.presenter.entry
        assert entry is not None
        ghost = Ghost(GestureKind.MOVE, entry.start + HOUR, entry.end + HOUR, entry)
        desk.pane.commands._move(entry, ghost, scope)

    return act


def end_series(desk: "Desk") -> None:
    in_series(desk)
    entry = desk.pane.presenter.entry
    assert entry is not None
    desk.pane.commands.delete_series(entry.id, Scope.FOLLOWING)


def delete_occurrence(desk: "Desk") -> None:
    in_series(desk)
    entry = desk.pane.presenter.entry
    assert entry is not None
    desk.pane.commands.delete(entry.id)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (keys(Key.Key_M, Key.Key_Down, Key.Key_Return), "Moved to Tuesday, 24 November at 10:15"),
        (keys(Key.Key_R, Key.Key_Down, Key.Key_Return), "Now 10:00–11:05"),
        (keys(Key.Key_C), "Marked as completed"),
        (no_show, "Marked as no-show"),
        (cancel, "Marked as cancelled"),
        (keys(Key.Key_Delete), "Appointment deleted"),
        (book, "Booked for Wednesday, 25 November at 14:00"),
        (block, "The time is blocked"),
        (move_series(Scope.ALL), "Series changed"),
        (move_series(Scope.THIS), "Moved to Tuesday, 24 November at 15:00"),
        (end_series, "Deleted from the series"),
        (delete_occurrence, "Appointment deleted"),
    ],
)
def test_given_something_done_when_ctrl_z_and_ctrl_shift_z_then_it_goes_and_comes_and_is_told(
    desk: "Desk", act: Callable[["Desk"], None], said: str
) -> None:
    act(desk)
    desk.settle()
    desk.pane.views.take_focus()
    after = shown(desk)
    undo(desk)
    before = shown(desk)
    assert before != after
    assert plain(desk.navigator.toasts[-1]) == f"Undone: {said}"
    redo(desk)
    assert shown(desk) == after
    assert plain(desk.navigator.toasts[-1]) == f"Done again: {said}"
    undo(desk)
    assert shown(desk) == before


def plain(text: str) -> str:
    """Without the marks that keep times in their order."""
    return "".join(sign for sign in text if sign.isprintable())


def test_given_two_things_undone_when_ctrl_y_twice_then_both_are_done_again_in_their_order(
    desk: "Desk",
) -> None:
    chosen(desk)
    for key in (Key.Key_M, Key.Key_Down, Key.Key_Return, Key.Key_C):
        press(desk, key)
    after = shown(desk)
    undo(desk)
    undo(desk)
    press(desk, Key.Key_Y, CTRL)
    assert [row[2] for row in shown(desk)] == [AppointmentStatus.SCHEDULED]
    press(desk, Key.Key_Y, CTRL)
    assert shown(desk) == after
    press(desk, Key.Key_Y, CTRL)
    assert shown(desk) == after


def test_given_something_undone_when_something_new_is_done_then_there_is_nothing_to_do_again(
    desk: "Desk",
) -> None:
    keys(Key.Key_M, Key.Key_Down, Key.Key_Return)(desk)
    undo(desk)
    press(desk, Key.Key_C)
    after = shown(desk)
    redo(desk)
    assert shown(desk) == after
    assert not desk.pane.commands.history.can_redo


def test_given_something_undone_when_the_row_was_changed_elsewhere_then_redo_says_so_and_changes_nothing(
    desk: "Desk",
) -> None:
    keys(Key.Key_M, Key.Key_Down, Key.Key_Return)(desk)
    undo(desk)
    entry = desk.pane.presenter.entry
    assert entry is not None
    desk.house.practice.appointments.move(entry.id, entry.start + 3 * HOUR, entry.end + 3 * HOUR)
    before = shown(desk)
    redo(desk)
    assert desk.navigator.toasts[-1] == "This was changed again since, so it was not done again."
    assert shown(desk) == before


def test_given_something_done_when_the_row_was_changed_elsewhere_then_undo_says_so_and_changes_nothing(
    desk: "Desk",
) -> None:
    keys(Key.Key_M, Key.Key_Down, Key.Key_Return)(desk)
    entry = desk.pane.presenter.entry
    assert entry is not None
    desk.house.practice.appointments.move(entry.id, entry.start + 3 * HOUR, entry.end + 3 * HOUR)
    before = shown(desk)
    undo(desk)
    assert desk.navigator.toasts[-1] == "This was changed again since, so it was not undone."
    assert shown(desk) == before
    assert not desk.pane.commands.history.can_redo


def test_given_the_toast_of_an_undo_when_its_redo_is_pressed_then_it_is_done_and_can_be_undone_there(
    desk: "Desk",
) -> None:
    keys(Key.Key_C)(desk)
    after = shown(desk)
    undo(desk)
    again, back = desk.navigator.redo, desk.navigator.undo
    assert again is not None
    assert back is None
    again()
    desk.settle()
    assert shown(desk) == after
    again()
    turned_back = desk.navigator.undo
    assert turned_back is not None
    turned_back()
    desk.settle()
    assert shown(desk) != after


def test_given_a_toast_whose_redo_came_late_when_pressed_then_nothing_more_is_done(desk: "Desk") -> None:
    keys(Key.Key_C)(desk)
    undo(desk)
    late = desk.navigator.redo
    redo(desk)
    undo(desk)
    before = shown(desk)
    assert late is not None
    late()
    desk.settle()
    assert shown(desk) == before


def test_given_a_panel_with_the_focus_when_the_keys_are_pressed_there_then_they_reach_the_calendar(
    desk: "Desk",
) -> None:
    keys(Key.Key_C, Key.Key_Return)(desk)
    after = shown(desk)
    button = desk.pane.details.edit_button
    button.setFocus()
    QTest.keyClick(button, Key.Key_Z, CTRL)
    desk.settle()
    assert shown(desk) != after
    desk.pane.details.edit_button.setFocus()
    QTest.keyClick(desk.pane.details.edit_button, Key.Key_Y, CTRL)
    desk.settle()
    assert shown(desk) == after


@pytest.mark.parametrize(("key", "modifier"), [(Key.Key_Y, CTRL), (Key.Key_Z, CTRL | SHIFT)])
def test_given_somebody_who_types_when_the_keys_are_pressed_then_no_appointment_changes(
    desk: "Desk", key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    keys(Key.Key_C)(desk)
    undo(desk)
    before = shown(desk)
    press(desk, Key.Key_E)
    field = desk.pane.form.start.editor
    field.setFocus()
    assert QApplication.focusWidget() is field
    QTest.keyClick(field, key, modifier)
    QTest.keyClick(desk.pane, key, modifier)  # as where fields know but one of both keys
    desk.settle()
    assert shown(desk) == before


def test_given_a_client_who_waits_when_a_cancellation_is_done_again_then_it_is_offered_again(
    desk: "Desk",
) -> None:
    desk.house.practice.waitlist.add(WaitlistDraft(client_id=desk.house.noam.id, duration_minutes=45))
    made = desk.house.book(26, "10:00")
    desk.reload()
    desk.pane.commands.cancel(made.id, "", Canceller.CLIENT)
    desk.settle()
    banner = desk.pane.waitlist.freed.banner
    assert banner.isVisible()
    undo(desk)
    assert not banner.isVisible()
    redo(desk)
    assert banner.isVisible()


def offered(desk: "Desk") -> bool:
    return desk.pane.waitlist.freed.banner.isVisible()


@pytest.fixture
def freed(desk: "Desk") -> Appointment:
    """Cancelled while a client waits for such a time, which is offered."""
    desk.house.practice.waitlist.add(WaitlistDraft(client_id=desk.house.noam.id, duration_minutes=45))
    made = desk.house.book(26, "10:00")
    desk.reload()
    desk.pane.commands.cancel(made.id, "", Canceller.CLIENT)
    desk.settle()
    assert offered(desk)
    return made


def take(desk: "Desk") -> None:
    """A colleague books the time, and this laptop hears of it by sync."""
    start = local(26, "10:00")
    draft = AppointmentDraft(
        client_id=desk.house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
    )
    desk.bus.publish(desk.house.practice.appointments.book(draft).changed)
    desk.settle()


def test_given_a_time_that_is_offered_when_somebody_takes_it_then_the_offer_goes(
    desk: "Desk", freed: Appointment
) -> None:
    take(desk)
    assert not offered(desk)


def test_given_a_cancellation_taken_back_when_it_is_done_again_and_the_rest_is_taken_then_nothing_is_offered(
    desk: "Desk", freed: Appointment
) -> None:
    undo(desk)
    assert not offered(desk)
    desk.house.book(26, "10:15", client=desk.house.dana)
    redo(desk)
    assert desk.house.practice.appointments.get(freed.id).status is AppointmentStatus.CANCELLED
    assert not offered(desk)


def test_given_a_cancellation_that_was_taken_back_elsewhere_then_the_offer_goes(
    desk: "Desk", freed: Appointment
) -> None:
    back = desk.house.practice.appointments.set_status(freed.id, AppointmentStatus.SCHEDULED)
    desk.bus.publish(back.changed)
    desk.settle()
    assert not offered(desk)


def test_given_an_offer_when_the_one_who_waits_is_taken_off_then_it_goes(
    desk: "Desk", freed: Appointment
) -> None:
    (entry,) = desk.house.practice.waitlist.waiting()
    desk.bus.publish(desk.house.practice.waitlist.take_off(entry.id).changed)
    desk.settle()
    assert not offered(desk)


def test_given_an_offer_that_was_closed_when_something_else_changes_then_it_stays_closed(
    desk: "Desk", freed: Appointment
) -> None:
    desk.pane.waitlist.freed.banner.hide()
    desk.bus.publish(desk.house.practice.appointments.delete(desk.house.book(27, "12:00").id).changed)
    desk.settle()
    assert not offered(desk)


def test_given_an_offer_when_something_else_changes_then_it_stays_and_is_not_read_aloud_again(
    desk: "Desk", freed: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(desk.pane.waitlist.freed.banner, "say", lambda text, *_: said.append(text))
    desk.bus.publish(desk.house.practice.appointments.delete(desk.house.book(27, "12:00").id).changed)
    desk.settle()
    assert offered(desk)
    assert said == []


def test_given_a_store_that_cannot_be_read_when_something_changes_then_the_offer_goes(
    desk: "Desk", freed: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_freed: object) -> None:
        raise StoreBusy("Try again.")

    monkeypatch.setattr(desk.screen._desk, "who_fits", busy)
    take(desk)
    assert not offered(desk)


@dataclass
class Screen:
    """Remembers what was said and offered."""

    said: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def offer_undo(self, sentence: str, undo: Callable[[], None]) -> None:
        self.said.append(sentence)

    def offer_redo(self, sentence: str, redo: Callable[[], None]) -> None:
        self.said.append(sentence)

    def publish(self, changed: object) -> None: ...

    def undone(self, what: str) -> str:
        return f"-{what}"

    def redone(self, what: str) -> str:
        return f"+{what}"

    def not_redone(self) -> str:
        return "moved"


@dataclass
class Turner:
    """A store in which all can be turned round, unless it has a refusal."""

    turned: list[Any] = field(default_factory=list)
    refusal: UserError | None = None

    def undo(self, token: Any) -> CommandOutcome:
        if self.refusal:
            raise self.refusal
        self.turned.append(token)
        return CommandOutcome(uuid.UUID(int=1), (Changed("appointments", frozenset()),), -token)


def made(runner: Inline, desk: Turner) -> tuple[History, Screen]:
    screen = Screen()
    history = History(screen, cast("CalendarGateway", desk), runner, screen, screen)
    for number in (1, 2):
        history.record(HistoryStep(str(number), number), "")
    screen.said.clear()
    return history, screen


def test_given_keys_that_come_faster_than_the_store_when_it_answers_then_each_is_done_in_its_order() -> None:
    runner, desk = Inline(hold=True), Turner()
    history, screen = made(runner, desk)
    for key in (history.undo, history.undo, history.redo, history.undo, history.redo, history.redo):
        key()
    while runner.held:
        runner.held.pop(0)()
    assert screen.said == ["-2", "-1", "+1", "-1", "+1", "+2"]
    assert desk.turned == [2, 1, -1, 1, -1, -2]
    history.redo()
    assert runner.held == []


def test_given_a_full_disk_when_undo_or_redo_fails_then_it_can_be_tried_again() -> None:
    desk = Turner()
    history, screen = made(Inline(), desk)
    desk.refusal = DiskFull("The disk is full.")
    history.undo()
    desk.refusal = None
    history.undo()
    desk.refusal = DiskFull("The disk is full.")
    history.redo()
    desk.refusal = None
    history.redo()
    assert screen.said == ["The disk is full.", "-2", "The disk is full.", "+2"]


def test_given_a_command_that_cannot_be_taken_back_then_it_is_said_and_offers_nothing(desk: "Desk") -> None:
    commands: CalendarCommands = desk.pane.commands
    commands.done(CommandOutcome(uuid.UUID(int=1), ()), "Done")
    assert desk.navigator.toasts == ["Done"]
    assert desk.navigator.undo is None
