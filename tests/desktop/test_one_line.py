"""Several lines that are pasted into a field of one line."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.calendar.client_picker import ClientPicker
from desktop.clients.chips import TagEditor
from desktop.kit.theme import Theme
from desktop.widgets.fields import LineField, PassphraseField
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


WAYS = ("key", "menu", "drop", "elsewhere")


def bring(line: QLineEdit, text: str, way: str) -> None:
    """Several lines, in one of the ways in which they come into a line."""
    if way == "key":
        paste(line, text)
    elif way == "menu":
        QGuiApplication.clipboard().setText(text)
        actions = line.createStandardContextMenu().actions()
        next(each for each in actions if each.objectName() == "edit-paste").trigger()
    elif way == "drop":
        dragged = QMimeData()
        dragged.setText(text)
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        line.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, dragged, buttons, keys))
    else:  # an input method
        line.insert(text)


@pytest.mark.parametrize("way", WAYS)
def test_given_lines_brought_in_when_a_field_tells_it_then_no_break_is_told_last(
    qtbot: QtBot, way: str
) -> None:
    field = LineField("What for")
    qtbot.addWidget(field)
    told: list[str] = []
    field.changed.connect(told.append)
    bring(field.editor, "Team\nmeeting\n", way)
    assert set(told) == {"Team meeting "}


@pytest.mark.parametrize("way", WAYS[:-1])
def test_given_lines_brought_in_when_a_line_tells_it_then_never_with_a_break(
    qtbot: QtBot, theme: Theme, way: str
) -> None:
    line = SearchField(theme, "Search")
    qtbot.addWidget(line)
    told: list[str] = []
    line.textEdited.connect(told.append)
    line.textChanged.connect(told.append)
    bring(line, "Mira\nTalbot", way)
    assert set(told) == {"Mira Talbot"}


@pytest.mark.parametrize("way", ["key", "menu"])
def test_given_typed_words_when_lines_are_pasted_over_them_then_undo_has_them_back(
    qtbot: QtBot, way: str
) -> None:
    field = LineField("Reason")
    qtbot.addWidget(field)
    QTest.keyClicks(field.editor, "because of a long reason")
    field.editor.selectAll()
    bring(field.editor, "another\n", way)
    assert field.editor.text() == "another "
    field.editor.undo()
    assert field.text == "because of a long reason"


def test_given_typed_words_when_lines_are_pasted_behind_them_then_each_is_a_step_to_undo(
    qtbot: QtBot,
) -> None:
    field = LineField("Reason")
    qtbot.addWidget(field)
    QTest.keyClicks(field.editor, "one ")
    paste(field.editor, "two\n")
    QTest.keyClicks(field.editor, "three")
    seen = []
    for _ in range(3):
        seen.append(field.editor.text())
        field.editor.undo()
    assert seen == ["one two three", "one two ", "one "]


def test_given_pictures_before_the_caret_when_a_break_comes_in_then_the_caret_is_behind_it(
    qtbot: QtBot,
) -> None:
    field = LineField("Remark")
    qtbot.addWidget(field)
    field.set_text("\U0001f600\U0001f600 end")
    field.editor.setCursorPosition(5)
    field.editor.insert("one\r\n\ttwo\n")
    QTest.keyClicks(field.editor, "x")
    assert field.editor.text() == "\U0001f600\U0001f600 one two xend"


def test_given_a_long_row_of_spaces_when_pasted_then_the_window_does_not_stand_still(qtbot: QtBot) -> None:
    field = LineField("Remark")
    qtbot.addWidget(field)
    # Looked at once for each of its spaces, it would take minutes, and the test's time would be over.
    paste(field.editor, f"one{' ' * 200_000}\n two")
    assert field.text == "one two"


LONG = "Bartholomew Maximilian Featherstone-Cholmondeley of Upper Wallop"


def narrow(qtbot: QtBot, field: QWidget) -> QWidget:
    """A page in which the field has not the focus."""
    page = QWidget()
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    other = QLineEdit()
    box.addWidget(other)
    box.addWidget(field)
    page.setFixedWidth(200)
    other.setFocus()
    return page


def test_given_a_long_name_when_its_form_comes_then_its_beginning_is_seen(qtbot: QtBot) -> None:
    field = LineField("Last name")
    page = narrow(qtbot, field)
    field.set_text(LONG)
    page.show()
    assert field.editor.cursorPosition() == 0


def test_given_an_open_form_when_a_name_is_set_then_a_long_one_is_seen_from_its_beginning(
    qtbot: QtBot,
) -> None:
    field = LineField("Last name")
    narrow(qtbot, field).show()
    for name, caret in ((LONG, 0), ("Mira", 4)):
        field.set_text(name)
        assert field.editor.cursorPosition() == caret


def test_given_a_client_with_a_long_name_when_shown_as_chosen_then_its_beginning_is_seen(
    qtbot: QtBot, theme: Theme
) -> None:
    picker = ClientPicker(theme)
    narrow(qtbot, picker).show()
    picker.edit.setFocus()
    picker.show_client(LONG)
    assert (picker.edit.text(), picker.edit.cursorPosition()) == (LONG, 0)


@pytest.mark.skipif(sys.platform == "darwin", reason="Option types signs there")
@pytest.mark.parametrize("secret", [False, True])
def test_given_a_key_of_the_window_that_is_not_heard_when_pressed_in_a_field_then_nothing_is_typed(
    qtbot: QtBot, theme: Theme, secret: bool
) -> None:
    field = PassphraseField(theme, "Passphrase") if secret else LineField("First name")
    qtbot.addWidget(field)
    QTest.keyClick(field.editor, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert field.editor.text() == ""
    QTest.keyClicks(field.editor, "4 lanterns")
    assert field.editor.text() == "4 lanterns"
