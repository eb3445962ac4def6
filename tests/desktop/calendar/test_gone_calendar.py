"""A calendar that was made anew for another zone: what the former one is still answered does no harm."""

from datetime import timedelta
from typing import TYPE_CHECKING

import shiboken6
from pytestqt.qtbot import QtBot

from desktop.calendar.commands import CalendarCommands
from desktop.calendar.gesture import GestureKind, Ghost

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk


def make_anew(desk: "Desk", qtbot: QtBot) -> CalendarCommands:
    """The commands of the former calendar."""
    former = desk.pane
    commands = former.commands
    desk.bus.publish(desk.house.practice.settings.edit_workspace(timezone="Europe/Berlin").changed)
    desk.settle()
    assert desk.pane is not former
    qtbot.waitUntil(lambda: not shiboken6.isValid(former))
    return commands


def starts(desk: "Desk") -> list[str]:
    return [f"{entry.start:%d %H:%M}" for entry in desk.pane.presenter.visible]


def test_given_a_toast_of_the_former_calendar_when_its_undo_and_redo_are_pressed_then_both_are_done(
    desk: "Desk", qtbot: QtBot
) -> None:
    made = desk.house.book(24, "12:00")
    desk.reload()
    desk.pane.commands.delete(made.id)
    desk.settle()
    undo = desk.navigator.undo
    assert undo is not None
    make_anew(desk, qtbot)
    undo()
    desk.settle()
    assert starts(desk) == ["24 10:00"]
    redo = desk.navigator.redo
    assert redo is not None
    redo()
    desk.settle()
    assert starts(desk) == []
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert starts(desk) == ["24 10:00"]


def test_given_a_move_onto_a_taken_time_when_the_answer_comes_to_the_former_calendar_then_nothing_moved(
    desk: "Desk", qtbot: QtBot
) -> None:
    made = desk.house.book(24, "12:00")
    desk.house.book(24, "14:00", client=desk.house.noam)
    desk.reload()
    entry = desk.pane.presenter.timeline.get(made.id)
    assert entry is not None
    commands = make_anew(desk, qtbot)
    hours = timedelta(hours=2)
    commands.reschedule(Ghost(GestureKind.MOVE, entry.start + hours, entry.end + hours, entry))
    desk.settle()
    assert starts(desk) == ["24 10:00", "24 12:00"]
    assert desk.pane.form.isHidden()
