"""Each action of the calendar is done by each of its keys, and by a click on its row of a menu."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.calendar.actions import MORE, Actions, specs
from desktop.calendar.toolbar import Toolbar
from desktop.kit.theme import Theme

if TYPE_CHECKING:
    from desktop.calendar.history import History
    from tests.desktop.calendar.conftest import Desk

NAMES = [spec.name for spec in specs()]
KEYS = [(spec.name, key) for spec in specs() for key in spec.keys]


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.resize(900, 200)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


@pytest.fixture
def actions(owner: QWidget, done: list[str]) -> Actions:
    return Actions(owner, {name: partial(done.append, name) for name in NAMES}, cast("History", Past()))


@dataclass
class Past:
    """Whether something can be taken back, and done again."""

    can_undo: bool = True
    can_redo: bool = True


def click_row(menu: QMenu, text: str) -> None:
    (row,) = (each for each in menu.actions() if each.text() == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(row).center())


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_given_the_calendar_in_front_when_a_key_is_pressed_then_its_action_is_done(
    actions: Actions, owner: QWidget, done: list[str], name: str, key: str
) -> None:
    pressed = QKeySequence(key)[0]  # type: ignore[index]  # the stubs leave it out
    QTest.keyClick(owner, pressed.key(), pressed.keyboardModifiers())
    assert done == [name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.qt_log_ignore("plugin does not support")
def test_given_a_context_menu_when_a_row_is_clicked_then_its_action_is_done(
    actions: Actions, owner: QWidget, done: list[str], name: str
) -> None:
    menus: Sequence[QMenu] = [actions.menu(owner, on_entry=on_entry) for on_entry in (True, False)]
    text = actions[name].text()
    menu = next(each for each in menus if text in [row.text() for row in each.actions()])
    menu.popup(owner.mapToGlobal(owner.rect().topLeft()))
    click_row(menu, text)
    assert done == [name]


@pytest.mark.parametrize("name", MORE)
@pytest.mark.qt_log_ignore("plugin does not support")
def test_given_the_button_for_more_when_a_row_is_clicked_then_its_action_is_done(
    actions: Actions, owner: QWidget, theme: Theme, done: list[str], name: str
) -> None:
    toolbar = Toolbar(theme, actions, owner)
    toolbar.show()
    QTest.mouseClick(toolbar.more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    click_row(menu, actions[name].text())
    assert done == [name]


def enabled(desk: "Desk") -> list[str]:
    """Which of both can be chosen under the button for more."""
    QTest.mouseClick(desk.pane.toolbar.more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = [row.text() for row in menu.actions() if row.text() in {"Undo", "Redo"} and row.isEnabled()]
    menu.close()
    return found


@pytest.mark.qt_log_ignore("plugin does not support")
def test_given_the_button_for_more_then_undo_and_redo_are_on_where_there_is_something_and_their_keys_always(
    desk: "Desk",
) -> None:
    made = desk.house.book(24, "12:00")
    desk.reload()
    assert enabled(desk) == []
    desk.pane.commands.delete(made.id)
    desk.settle()
    assert enabled(desk) == ["Undo"]
    desk.pane.commands.undo()
    desk.settle()
    assert enabled(desk) == ["Redo"]
    assert desk.pane.actions_["undo"].isEnabled()
