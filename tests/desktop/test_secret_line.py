"""A passphrase that was used, deleted or is shown: nobody gets it out of its field."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Theme
from desktop.widgets.fields import PassphraseField

SECRET = "four words nobody knows"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(qtbot: QtBot, theme: Theme) -> PassphraseField:
    made = PassphraseField(theme, "Passphrase")
    qtbot.addWidget(made)
    made.resize(700, 80)
    made.show()
    made.activateWindow()
    made.setFocus()
    QGuiApplication.clipboard().setText("before")
    QTest.keyClicks(made.editor, SECRET)
    return made


def show(field: PassphraseField) -> None:
    QTest.keyClick(field.editor, Qt.Key.Key_F8)
    assert field.editor.echoMode() is QLineEdit.EchoMode.Normal


def test_given_a_used_passphrase_when_shown_and_undone_then_the_field_stays_empty(
    field: PassphraseField,
) -> None:
    assert field.take() == SECRET
    show(field)
    assert not field.editor.isUndoAvailable()
    QTest.keyClick(field.editor, Qt.Key.Key_Z, CTRL)
    assert field.editor.displayText() == ""


def test_given_a_passphrase_deleted_by_hand_when_shown_and_undone_then_it_stays_away(
    field: PassphraseField,
) -> None:
    field.editor.selectAll()
    QTest.keyClick(field.editor, Qt.Key.Key_Delete)
    show(field)
    QTest.keyClick(field.editor, Qt.Key.Key_Z, CTRL)
    assert field.text == ""


def test_given_f8_when_held_then_it_shows_once(field: PassphraseField) -> None:
    reveal = next(each for each in field.editor.actions() if each.shortcut() == QKeySequence("F8"))
    assert not reveal.autoRepeat()


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_given_a_passphrase_that_is_shown_when_the_menu_opens_then_it_pastes_but_neither_copies_nor_undoes(
    field: PassphraseField,
) -> None:
    show(field)
    field.editor.setSelection(0, 4)
    middle = field.editor.rect().center()
    wanted = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, middle, field.editor.mapToGlobal(QPoint(middle))
    )
    QApplication.sendEvent(field.editor, wanted)
    menu = field.editor.findChild(QMenu)
    assert isinstance(menu, QMenu)
    offered = {each.objectName() for each in menu.actions() if each.isVisible() and each.isEnabled()}
    menu.close()
    assert offered - {""} == {"edit-paste", "edit-delete", "select-all"}


@pytest.mark.parametrize(
    ("name", "left"),
    [("Copy", SECRET), ("Cut", SECRET), ("DeleteEndOfLine", "four"), ("DeleteCompleteLine", "")],
)
def test_given_a_passphrase_that_is_shown_when_a_key_would_copy_then_the_clipboard_stays(
    field: PassphraseField, monkeypatch: pytest.MonkeyPatch, name: str, left: str
) -> None:
    meant = QKeySequence.StandardKey[name]
    # Not every system has a key for each of them.
    monkeypatch.setattr(QKeyEvent, "matches", lambda _event, key: key == meant)
    show(field)
    if name.startswith("Delete"):
        field.editor.setCursorPosition(4)
    else:
        field.editor.selectAll()
    field.editor.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F20, CTRL))
    assert (field.text, QGuiApplication.clipboard().text()) == (left, "before")


def test_given_a_passphrase_that_is_shown_when_swept_over_by_mouse_then_it_stays_selected(
    field: PassphraseField,
) -> None:
    show(field)
    line = field.editor
    left, right = QPoint(0, line.height() // 2), QPoint(line.width() - 40, line.height() // 2)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=left)
    QTest.mouseMove(line, right)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=right)
    assert line.selectedText() == SECRET
    if QGuiApplication.clipboard().supportsSelection():
        assert SECRET not in QGuiApplication.clipboard().text(QGuiApplication.clipboard().Mode.Selection)
