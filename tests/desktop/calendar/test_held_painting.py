"""A page that is being read: painted once with what is on it, and empty only where the store is slow."""

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from core.store.practice.appointments import ListedAppointment
from desktop.calendar.pages import PageKind
from desktop.calendar.pane import CalendarPane
from tests.desktop.calendar.places import entry_rect

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

FAR = date(2027, 1, 23)


class Paintings(QObject):
    """How many appointments stood on the grid each time that it was painted."""

    def __init__(self, pane: CalendarPane) -> None:
        super().__init__(pane)
        self.counts: list[int] = []
        self._scene = pane.grid.scene
        pane.grid.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.counts.append(len(self._scene.tiles))
        return False


@pytest.fixture
def gate(desk: "Desk", monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """One appointment in a far week, which the store gives out once this is set."""
    far = desk.house.book(24, "10:00")
    desk.house.practice.appointments.move(
        far.id, far.scheduled_start + timedelta(days=60), far.scheduled_end + timedelta(days=60)
    )
    desk.settle()
    opened = threading.Event()
    between = desk.house.practice.appointments.between

    def waiting(start: datetime, end: datetime) -> list[ListedAppointment]:
        opened.wait(60)
        return between(start, end)

    monkeypatch.setattr(desk.house.practice.appointments, "between", waiting)
    yield opened
    opened.set()
    desk.settle()


def test_given_a_week_never_read_when_turned_to_then_it_is_painted_with_its_appointments_and_never_empty(
    desk: "Desk", gate: threading.Event
) -> None:
    desk.pane._held._timer.setInterval(60_000)  # this store is slow only because the machine is
    painted = Paintings(desk.pane)
    desk.pane.presenter.go_to(FAR)
    gate.set()
    desk.settle()
    QApplication.processEvents()
    assert painted.counts
    assert set(painted.counts) == {1}


def test_given_an_old_page_to_be_painted_when_turned_to_a_week_never_read_then_no_empty_page_is_painted(
    desk: "Desk", gate: threading.Event
) -> None:
    gate.set()
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.select(made.id)
    QApplication.processEvents()
    gate.clear()
    desk.pane._held._timer.setInterval(60_000)
    painted = Paintings(desk.pane)
    desk.pane.presenter.turn(8)  # the selection goes first, which is painted
    gate.set()
    desk.settle()
    QApplication.processEvents()
    assert painted.counts
    assert 0 not in painted.counts


def test_given_no_selection_when_a_page_is_turned_then_the_old_one_is_not_painted_once_more(
    desk: "Desk", gate: threading.Event
) -> None:
    QApplication.processEvents()
    desk.pane._held._timer.setInterval(60_000)
    painted = Paintings(desk.pane)
    desk.pane.presenter.turn(8)
    QApplication.processEvents()
    assert painted.counts == []


def test_given_a_store_that_is_busy_when_turned_to_another_week_then_the_empty_page_shows_after_a_moment(
    desk: "Desk", gate: threading.Event, qtbot: QtBot
) -> None:
    painted = Paintings(desk.pane)
    desk.pane.presenter.go_to(FAR)
    qtbot.waitUntil(lambda: bool(painted.counts))
    assert set(painted.counts) == {0}
    gate.set()
    desk.settle()
    QApplication.processEvents()
    assert painted.counts[-1] == 1


def test_given_a_week_that_was_read_when_turned_to_it_again_then_it_is_painted_at_once(
    desk: "Desk", gate: threading.Event
) -> None:
    gate.set()
    desk.pane.presenter.go_to(FAR)
    desk.settle()
    desk.pane.presenter.turn(1)
    desk.settle()
    gate.clear()
    painted = Paintings(desk.pane)
    desk.pane.presenter.turn(-1)
    QApplication.processEvents()
    assert set(painted.counts) == {1}


@pytest.fixture
def still(desk: "Desk", gate: threading.Event) -> QPoint:
    """A page that is still painted, and where an appointment stands on it; another week has come."""
    gate.set()
    made = desk.house.book(24, "10:00")
    desk.reload()
    at = entry_rect(desk.pane.grid, made.id).center().toPoint()
    desk.settle()
    QApplication.processEvents()
    gate.clear()
    desk.pane._held._timer.setInterval(60_000)
    desk.pane.presenter.go_to(FAR)
    assert not desk.pane._main.updatesEnabled()
    return at


def test_given_a_page_still_painted_when_clicked_then_nothing_is_meant_by_it_and_the_new_one_is_painted(
    desk: "Desk", still: QPoint, qtbot: QtBot
) -> None:
    wanted: list[object] = []
    desk.pane.grid.slot_clicked.connect(lambda start, _who: wanted.append(start))
    desk.pane.grid.entry_clicked.connect(wanted.append)
    painted = Paintings(desk.pane)
    QTest.mouseClick(desk.pane.grid.viewport(), Qt.MouseButton.LeftButton, pos=still)
    assert wanted == []
    assert desk.pane.open_panel is None
    qtbot.waitUntil(lambda: bool(painted.counts))
    QTest.mouseClick(desk.pane.grid.viewport(), Qt.MouseButton.LeftButton, pos=still)
    assert len(wanted) == 1


def test_given_a_page_still_painted_then_neither_menu_nor_tool_tip_is_about_the_new_one(
    desk: "Desk", still: QPoint
) -> None:
    grid = desk.pane.grid
    asked: list[object] = []
    grid.menu_wanted.disconnect()
    grid.menu_wanted.connect(lambda *about: asked.append(about))
    there = grid.viewport().mapToGlobal(still)
    mouse = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, still, there)
    QApplication.sendEvent(grid.viewport(), mouse)
    assert asked == []
    desk.pane._held.begin()
    tip = QHelpEvent(QEvent.Type.ToolTip, still, there)
    QApplication.sendEvent(grid.viewport(), tip)
    assert desk.pane._main.updatesEnabled()


def test_given_a_page_still_painted_when_the_menu_is_asked_for_by_keys_then_it_comes(
    desk: "Desk", still: QPoint
) -> None:
    desk.pane.presenter.set_kind(PageKind.MONTH)
    month = desk.pane.views.month
    asked: list[object] = []
    month.menu_wanted.disconnect()
    month.menu_wanted.connect(lambda *about: asked.append(about))
    desk.pane._held.begin()
    keys = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, still, month.mapToGlobal(still))
    QApplication.sendEvent(month, keys)
    assert len(asked) == 1
