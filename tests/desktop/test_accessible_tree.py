"""What assistive programs are told of the whole window: names, roles, values, and nothing of hidden pages."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QListView, QWidget

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.store.vault.listing import list_vaults
from desktop.app import Program
from desktop.clients.detail import ClientDetail
from desktop.notes.page import SoapPage
from desktop.session.open_practice import open_practice
from desktop.settings.screen import SettingsScreen
from desktop.shell.main_window import MainWindow
from desktop.today.row import VisitRow
from desktop.widgets.fields import ChoiceField, Field
from desktop.widgets.segmented import SegmentedControl
from tests.desktop.programs import destroy
from tests.desktop.stillness import settle
from tests.desktop.test_workplace import PHRASE, model_home, settings_page, work

__all__ = ["model_home"]
NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
Role = QAccessible.Role
NO_ROLE = {Role.NoRole, Role.Client, Role.Border, Role.LayeredPane}
"""Roles that say nothing: a widget that takes the focus needs a better one."""


@dataclass(frozen=True)
class Room:
    """A running window over the invented practice, and an assistive program that listens."""

    program: Program
    window: MainWindow

    def go(self, place: str) -> QWidget:
        screen = self.window.go(place)
        self.program.jobs.wait()
        QApplication.processEvents()
        return screen

    def new(self) -> None:
        self.window.new()
        self.program.jobs.wait()
        QApplication.processEvents()


@pytest.fixture
def room(qapp: QApplication, model_home: Path, home: Path, clock: FixedClock) -> Iterator[Room]:
    shutil.copytree(model_home, home, dirs_exist_ok=True)
    opened = open_practice(list_vaults(home)[0].path, PHRASE, clock)
    program = Program(qapp, home, clock, KdfParams.FAST_FOR_TESTS)
    program.open(opened)
    program.jobs.wait()
    work = program.workplace
    assert work is not None
    work.window.activateWindow()
    qapp.processEvents()
    yield Room(program, work.window)
    destroy(program)


def told(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def walk(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything below, as an assistive program finds it; the list of a combo is its own affair."""
    for number in range(top.childCount()):
        child = top.child(number)
        if child is not None:
            yield child
            if child.role() != Role.ComboBox:
                yield from walk(child)


def is_reached(widget: QWidget) -> bool:
    """Whether keys lead to it; the focus of a widget with a proxy goes on to the proxy."""
    return bool(widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and (
        widget.focusProxy() is None
    )


def dumb_parts(window: MainWindow) -> list[str]:
    """What keys lead to and a reader cannot tell."""
    parts = [widget for widget in window.findChildren(QWidget) if is_reached(widget)]
    assert parts
    return [
        f"{type(part).__name__} in {type(part.parentWidget()).__name__}"
        for part in parts
        if not told(part).text(NAME).strip() or told(part).role() in NO_ROLE
    ]


PLACES = ["today", "calendar", "clients", "notes", "inbox", "settings"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", [False, True], ids=["screen", "form"])
def test_given_a_screen_when_listened_to_then_whatever_takes_keys_has_a_name_and_a_role(
    room: Room, place: str, form: bool
) -> None:
    room.go(place)
    if form:
        room.new()
    assert dumb_parts(room.window) == []


@pytest.mark.parametrize("place", ["clients", "notes"])
def test_given_an_open_record_when_listened_to_then_whatever_takes_keys_has_a_name_and_a_role(
    room: Room, place: str
) -> None:
    screen = room.go(place)
    rows = next(one for one in screen.findChildren(QListView) if one.isVisible())
    row = next(n for n in range(rows.model().rowCount()) if rows.model().index(n, 0).flags())
    rows.setCurrentIndex(rows.model().index(row, 0))
    QTest.keyClick(rows, Qt.Key.Key_Return)
    for _ in ("what it is", "what stands in it"):
        room.program.jobs.wait()
        QApplication.processEvents()
    page: type[QWidget] = ClientDetail if place == "clients" else SoapPage
    assert any(one.isVisible() for one in room.window.findChildren(page))
    assert dumb_parts(room.window) == []


@pytest.mark.parametrize("place", PLACES)
def test_given_a_place_in_front_when_the_tree_is_read_then_nothing_of_hidden_pages_is_in_it(
    room: Room, place: str
) -> None:
    for other in PLACES:
        room.go(other)
    every_page_of_settings(room)
    room.go(place)
    hidden = [
        (part.role().name, part.text(NAME))
        for part in walk(told(room.window))
        for page in [_page(room.window, part)]
        if page is not None and page is not room.window.screens[place]
    ]
    assert hidden == []


def test_given_a_form_with_choices_when_listened_to_then_each_is_named_by_its_label_and_says_its_text(
    room: Room,
) -> None:
    room.go("calendar")
    room.new()
    fields = [field for field in room.window.findChildren(ChoiceField) if field.isVisible()]
    assert len(fields) >= 2
    for field in fields:
        combo = told(field.editor)
        assert combo.role() == Role.ComboBox
        assert (combo.text(NAME), combo.text(VALUE)) == (field.label.text(), field.editor.currentText())


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_given_a_choice_when_an_assistive_program_presses_it_then_its_list_opens_and_closes(
    room: Room,
) -> None:
    room.go("calendar")
    room.new()
    combo = next(one for one in room.window.findChildren(QComboBox) if one.isVisible())
    found, actions = told(combo), told(combo).actionInterface()
    assert [found.childCount(), found.child(1)] == [1, None]
    assert found.indexOfChild(found.child(0)) == 0
    assert found.indexOfChild(told(room.window)) == -1
    for is_open in (True, False):
        actions.doAction("Press")
        assert (combo.view().isVisible(), bool(found.state().expanded)) == (is_open, is_open)
    assert "SetFocus" in actions.actionNames()
    actions.doAction("SetFocus")
    assert combo.hasFocus()


def wide_views(room: Room) -> SegmentedControl:
    """Where the window is narrow they are in a menu."""
    room.window.resize(1280, 800)
    room.go("calendar")
    settle(room.program.jobs)
    return next(one for one in room.window.findChildren(SegmentedControl) if one.isVisible())


def test_given_the_rail_and_the_views_when_listened_to_then_one_of_several_is_told(room: Room) -> None:
    views = wide_views(room)
    rail = [room.window.rail.button(place) for place in PLACES]
    buttons: list[QAbstractButton] = [*rail, *views.findChildren(QAbstractButton)]
    assert {told(button).role() for button in buttons} == {Role.RadioButton}
    assert [button.text() for button in rail if told(button).state().checked] == ["Calendar"]
    groups: list[QWidget] = [room.window.rail, views]
    assert [told(group).role() for group in groups] == [Role.Grouping] * 2
    assert all(told(group).text(NAME) for group in groups)


@pytest.mark.parametrize("action", ["Press", "Toggle"])
def test_given_a_place_when_an_assistive_program_presses_it_then_the_window_goes_there(
    room: Room, action: str
) -> None:
    button = told(room.window.rail.button("clients"))
    button.actionInterface().doAction(action)
    assert (room.window.place, bool(button.state().checked)) == ("clients", True)
    button.actionInterface().doAction("SetFocus")
    assert room.window.rail.button("clients").hasFocus()


def test_given_one_of_several_when_an_assistive_program_presses_it_then_it_is_chosen(room: Room) -> None:
    views = wide_views(room)
    heard: list[object] = []
    views.chosen.connect(heard.append)
    day = views.findChildren(QAbstractButton)[0]
    assert (told(day).text(NAME), bool(told(day).state().checkable)) == ("Day", True)
    told(day).actionInterface().doAction("Press")
    assert heard == [views.value]


def test_given_the_letter_keys_when_an_assistive_program_toggles_them_then_that_is_kept(room: Room) -> None:
    room.go("settings")
    section = settings_page(work(room.program), "Look and language")
    section.refresh()
    assert section.letters.isChecked()
    told(section.letters).actionInterface().doAction("Toggle")
    assert (section.letters.isChecked(), room.program.state.letters) == (False, False)


def test_given_an_appointment_of_today_when_pressed_by_an_assistive_program_then_it_opens(
    room: Room,
) -> None:
    row = room.go("today").findChildren(VisitRow)[0]
    assert told(row).role() == Role.Button
    told(row).actionInterface().doAction("SetFocus")
    assert row.hasFocus()
    told(row).actionInterface().doAction("Press")
    assert room.window.place == "calendar"


def test_given_fields_of_several_parts_when_listened_to_then_each_is_a_group_with_its_name(
    room: Room,
) -> None:
    every_page_of_settings(room)
    fields = [*room.window.findChildren(Field)]
    assert len(fields) > 50
    assert all(field.accessibleName() == field.label.text() for field in fields)


def every_page_of_settings(room: Room) -> None:
    """Each is made when it is first wanted."""
    screen = cast("SettingsScreen", room.go("settings"))
    for number in range(len(screen.pages.entries)):
        screen.show_section(number)
    room.program.jobs.wait()


def _page(window: MainWindow, part: QAccessibleInterface) -> QWidget | None:
    """The screen on which it stands; rows are no widgets, so upwards by what they say of their parent."""
    above: QAccessibleInterface | None = part
    while above is not None:
        target = above.object()
        if isinstance(target, QWidget):
            return next(
                (page for page in window.screens.values() if page is target or page.isAncestorOf(target)),
                None,
            )
        above = above.parent()
    return None
