"""A code in groups: typed, pasted, walked through with the keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.crypto.recovery import Paper, new_code, read_code
from desktop.kit.theme import Theme
from desktop.unlock.recovery_field import recovery_field
from desktop.widgets.code_field import CodeField


@pytest.fixture
def field(qtbot: QtBot, theme: Theme) -> CodeField:
    made = recovery_field(theme)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def focused(field: CodeField) -> int:
    return [box.hasFocus() for box in field.boxes].index(True)


def test_given_a_code_when_typed_without_dashes_then_each_full_group_goes_on_to_the_next(
    field: CodeField,
) -> None:
    code = new_code(Paper.PERSONAL)
    for letter in code.replace("-", "").lower():
        QTest.keyClicks(field.boxes[focused(field)], letter)
    assert field.text == code
    assert read_code(field.text, Paper.PERSONAL)


@pytest.mark.parametrize(
    "form", ["{}", " {} \n", "{}\u2013", "“{}”.", "'{}'", "\u200f{}\u200e", "\u00a0{}\ufeff"]
)
def test_given_a_code_on_the_clipboard_when_pasted_then_it_fills_all_groups(
    field: CodeField, form: str
) -> None:
    code = new_code(Paper.PERSONAL)
    QApplication.clipboard().setText(form.format(code.replace("-", "\u2011")))
    QTest.keyClick(field.boxes[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    assert field.text == code
    assert focused(field) == 8


def test_given_backspace_in_an_empty_group_then_the_letter_before_it_goes(field: CodeField) -> None:
    field.set_text("ABCD")
    field.boxes[1].setFocus()
    QTest.keyClick(field.boxes[1], Qt.Key.Key_Backspace)
    assert (field.text, focused(field)) == ("ABC", 0)
    QTest.keyClick(field.boxes[0], Qt.Key.Key_Backspace)
    assert field.text == "AB"


def test_given_the_arrows_at_a_group_s_ends_then_they_walk_to_the_next(field: CodeField) -> None:
    field.set_text("ABCDEFGH")
    assert focused(field) == 1
    QTest.keyClick(field.boxes[1], Qt.Key.Key_Home)
    QTest.keyClick(field.boxes[1], Qt.Key.Key_Left)
    assert (focused(field), field.boxes[0].cursorPosition()) == (0, 4)
    QTest.keyClick(field.boxes[0], Qt.Key.Key_Left)
    assert focused(field) == 0
    QTest.keyClick(field.boxes[0], Qt.Key.Key_End)
    QTest.keyClick(field.boxes[0], Qt.Key.Key_Right)
    assert (focused(field), field.boxes[1].cursorPosition()) == (1, 0)


def test_given_enter_when_pressed_in_any_group_then_it_is_submitted(field: CodeField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.submitted):
        QTest.keyClick(field.boxes[4], Qt.Key.Key_Return)


def test_given_an_error_then_every_group_tells_it_and_its_place(field: CodeField) -> None:
    field.set_error("One group is wrong.")
    assert field.boxes[3].accessibleDescription() == "One group is wrong."
    assert field.boxes[3].accessibleName() == "Recovery code, group 4 of 9"


def test_given_a_code_when_taken_then_nothing_is_left_to_undo(field: CodeField) -> None:
    field.set_text("ABCDEFGH")
    assert field.take() == "ABCD-EFGH"
    assert field.text == ""
    field.boxes[0].undo()
    assert field.text == ""


def test_given_a_whole_code_when_pasted_into_a_later_group_then_it_begins_at_the_first(
    field: CodeField,
) -> None:
    code = new_code(Paper.PERSONAL)
    QApplication.clipboard().setText(code)
    QTest.keyClick(field.boxes[4], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    assert field.text == code


def test_given_quotes_and_stops_when_typed_then_they_are_left_out(field: CodeField) -> None:
    QTest.keyClicks(field.boxes[0], '"a.b c"')
    assert field.text == "ABC"
