"""Several lines that are pasted into a field of one line."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.calendar.client_picker import ClientPicker
from desktop.clients.chips import TagEditor
from desktop.kit.theme import Theme
from desktop.widgets.fields import LineField
from desktop.widgets.search_field import SearchField

OWNERS: dict[str, Callable[[Theme], QWidget]] = {
    "a field": lambda _: LineField("First name"),
    "a search": lambda theme: SearchField(theme, "Search"),
    "a tag": lambda _: TagEditor(),
    "a client": ClientPicker,
}


def paste(line: QLineEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("name", OWNERS)
def test_given_a_cell_of_a_spreadsheet_when_pasted_then_its_breaks_are_spaces(
    qtbot: QtBot, theme: Theme, name: str
) -> None:
    owner = OWNERS[name](theme)
    qtbot.addWidget(owner)
    line = owner if isinstance(owner, QLineEdit) else owner.findChildren(QLineEdit)[0]
    paste(line, "Mira\r\n\tTalbot\u2028Two\x00\n")
    assert line.text() == "Mira Talbot Two "


def test_given_lines_pasted_as_a_client_then_one_line_is_sought(qtbot: QtBot, theme: Theme) -> None:
    picker = ClientPicker(theme)
    qtbot.addWidget(picker)
    sought: list[str] = []
    picker.typed.connect(sought.append)
    paste(picker.edit, "Mira\nTalbot")
    assert sought == ["Mira Talbot"]


def test_given_words_around_the_caret_when_lines_are_pasted_then_the_caret_is_behind_them(
    qtbot: QtBot,
) -> None:
    field = LineField("Remark")
    qtbot.addWidget(field)
    line = field.editor
    QTest.keyClicks(line, "left right")
    line.setCursorPosition(5)
    paste(line, "one\ntwo\n")
    assert (line.text(), line.cursorPosition()) == ("left one two right", 13)


def test_given_a_stored_name_with_a_break_when_only_shown_then_it_stays_as_it_is(qtbot: QtBot) -> None:
    field = LineField("Name")
    qtbot.addWidget(field)
    field.set_text("Mira\nTalbot")
    assert field.text == "Mira\nTalbot"
