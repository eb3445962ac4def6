"""Dialogs stand inside the window: none is a window, keys and focus are held, the focus comes back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import desktop
from desktop.kit.bus import Bus
from desktop.kit.question_words import QuestionWords
from desktop.kit.screen import Screen
from desktop.kit.shortcuts import Shortcut, merged
from desktop.kit.theme import Theme
from desktop.palette.presenter import PaletteEntry
from desktop.palette.view import PaletteDialog
from desktop.shell.main_window import MainWindow, WindowParts
from desktop.shell.rail import places
from desktop.shell.unsaved_dialog import LeavingDialog
from desktop.widgets.dialog import Dialog
from desktop.widgets.help_sheet import HelpSheet
from desktop.widgets.question import QuestionDialog, SentenceDialog
from tests.desktop.conftest import Flashes


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, bus: Bus) -> Iterator[MainWindow]:
    made = MainWindow(WindowParts(theme, bus, places(), "Lindenhof Practice"))
    for each in places():
        made.add_screen(each.key, Screen())
    made.let_close()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.go("clients")
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close_dialogs()


@pytest.fixture
def behind(window: MainWindow) -> QLineEdit:
    """The field in which somebody was typing."""
    field = QLineEdit(window.screens["clients"])
    field.show()
    field.setFocus()
    return field


def ask(window: MainWindow, *, danger: bool = False) -> tuple[QuestionDialog, list[bool]]:
    answers: list[bool] = []
    dialog = QuestionDialog(
        window, "Remove it?", "It is gone then.", "Remove", lambda: answers.append(True), danger=danger
    )
    dialog.open()
    return dialog, answers


def why(window: MainWindow, on_text: Callable[[str], None]) -> SentenceDialog:
    dialog = SentenceDialog(window, QuestionWords("Why?", "", "Reason", "Amend"), on_text)
    dialog.open()
    return dialog


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


def test_given_a_window_when_a_dialog_opens_then_no_window_is_added_and_it_stands_inside(
    window: MainWindow, flashes: Flashes
) -> None:
    dialog, _ = ask(window)
    assert flashes.kinds == []
    assert not dialog.isWindow()
    assert dialog not in QApplication.topLevelWidgets()
    inside = dialog.rect().translated(dialog.mapTo(window, QPoint(0, 0)))
    assert window.rect().contains(inside)


def test_given_a_field_when_a_dialog_comes_and_esc_leaves_it_then_the_field_has_the_focus_again(
    window: MainWindow, behind: QLineEdit
) -> None:
    dialog, answers = ask(window)
    assert QApplication.focusWidget() is dialog.yes
    press(Qt.Key.Key_Escape)
    assert (dialog.isVisible(), window.dialogs.isVisible(), answers) == (False, False, [])
    assert QApplication.focusWidget() is behind


@pytest.mark.parametrize(("danger", "answered"), [(False, [True]), (True, [])])
def test_given_a_question_when_enter_then_the_verb_is_done_unless_it_destroys(
    window: MainWindow, behind: QLineEdit, danger: bool, answered: list[bool]
) -> None:
    dialog, answers = ask(window, danger=danger)
    press(Qt.Key.Key_Return)
    assert (answers, dialog.isVisible()) == (answered, False)
    assert QApplication.focusWidget() is behind


def test_given_a_sentence_when_enter_in_its_field_then_its_verb_is_pressed(
    window: MainWindow, behind: QLineEdit
) -> None:
    got: list[str] = []
    dialog = why(window, got.append)
    QTest.keyClicks(dialog.field.editor, "typing error")
    press(Qt.Key.Key_Return)
    assert got == ["typing error"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_given_a_dialog_when_tab_goes_round_then_it_stays_inside(
    window: MainWindow, behind: QLineEdit, key: Qt.Key
) -> None:
    dialog = why(window, lambda _text: None)
    dialog.field.set_text("because")
    seen = []
    for _ in range(4):
        seen.append(QApplication.focusWidget())
        press(key)
    order = [dialog.field.editor, dialog.no, dialog.yes]
    assert seen == ([*order, order[0]] if key == Qt.Key.Key_Tab else [order[0], order[2], order[1], order[0]])


def test_given_a_dialog_when_keys_of_the_window_are_pressed_then_only_hiding_and_locking_are_heard(
    qtbot: QtBot, window: MainWindow, bus: Bus
) -> None:
    asked: list[str] = []
    window.palette_requested.connect(lambda: asked.append("palette"))
    window.lock_requested.connect(lambda: asked.append("lock"))
    ask(window)
    for key in (Qt.Key.Key_G, Qt.Key.Key_T):
        press(key)
    press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert (asked, window.place) == ([], "clients")
    press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_F9)
    assert (asked, bus.blurred) == (["lock"], True)


def test_given_a_dialog_when_the_screen_behind_reaches_for_the_focus_then_the_dialog_keeps_it(
    window: MainWindow, behind: QLineEdit
) -> None:
    dialog, _ = ask(window)
    behind.setFocus()
    assert QApplication.focusWidget() is dialog.yes


def test_given_a_dialog_without_anything_to_press_when_keys_come_then_none_reaches_the_window(
    window: MainWindow,
) -> None:
    dialog, _ = ask(window)
    dialog.setEnabled(False)
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_T)
    assert window.place == "clients"
    dialog.setEnabled(True)


def test_given_a_dialog_when_another_comes_over_it_then_it_waits_with_what_was_typed(
    window: MainWindow, behind: QLineEdit
) -> None:
    first = why(window, lambda _text: None)
    first.field.set_text("half a sen")
    second = LeavingDialog(window, "Words", lambda: None, lambda: None)
    second.open()
    assert (first.isVisible(), second.isVisible()) == (False, True)
    press(Qt.Key.Key_Escape)
    assert (first.isVisible(), first.field.text) == (True, "half a sen")
    assert QApplication.focusWidget() is first.field.editor
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is behind


def test_given_a_locked_window_when_a_dialog_opens_then_it_waits_for_the_unlocking(
    window: MainWindow, behind: QLineEdit
) -> None:
    window.cover(True)
    dialog, _ = ask(window)
    assert (dialog.isVisible(), window.dialogs.isVisible()) == (False, False)
    window.cover(False)
    assert dialog.isVisible()
    assert QApplication.focusWidget() is dialog.yes
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is behind


def test_given_a_dialog_when_what_had_the_focus_is_gone_then_what_held_it_gets_it(
    window: MainWindow,
) -> None:
    holder = QPushButton("Row", window.screens["clients"])
    field = QLineEdit(holder)
    holder.show()
    field.setFocus()
    ask(window)
    field.hide()
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is holder


@pytest.mark.parametrize("kind", ["help", "question"])
def test_given_a_dialog_when_the_ground_beside_it_is_clicked_then_only_what_asks_nothing_goes(
    window: MainWindow, kind: str
) -> None:
    dialog: Dialog
    if kind == "help":
        window.show_help()
        (dialog,) = window.findChildren(HelpSheet)
    else:
        dialog, _ = ask(window)
    QTest.mouseClick(window.dialogs.floor, Qt.MouseButton.LeftButton, pos=dialog.geometry().center())
    assert dialog.isVisible()
    QTest.mouseClick(window.dialogs.floor, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert dialog.isVisible() == (kind == "question")


def test_given_a_dialog_when_it_grows_then_its_top_stays(qtbot: QtBot, window: MainWindow) -> None:
    dialog, _ = ask(window)
    top, height = dialog.y(), dialog.height()
    dialog.body.addWidget(QLineEdit())
    qtbot.waitUntil(lambda: dialog.height() > height)
    assert dialog.y() == top


def test_given_a_window_lower_than_a_dialog_when_tab_reaches_its_button_then_it_is_in_sight(
    window: MainWindow,
) -> None:
    dialog, _ = ask(window)
    dialog.body.addSpacing(900)
    QApplication.processEvents()
    press(Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is dialog.no
    seen = focused.rect().translated(focused.mapTo(window, QPoint(0, 0)))
    assert window.rect().contains(seen)


def test_given_help_when_it_opens_then_the_search_has_the_focus_and_it_is_in_the_middle(
    window: MainWindow,
) -> None:
    window.show_help()
    (sheet,) = window.findChildren(HelpSheet)
    assert QApplication.focusWidget() is sheet.field
    middle = sheet.mapTo(window, sheet.rect().center())
    assert abs(middle.x() - window.width() // 2) <= 1


def test_given_two_keys_for_one_thing_when_help_lists_it_then_in_one_row() -> None:
    table = [
        Shortcut("N", "Next page", "Calendar"),
        Shortcut("P", "Previous page", "Calendar"),
        Shortcut("PgDown", "Next page", "Calendar"),
        Shortcut("N", "Next page", "Elsewhere"),
        Shortcut("Up", "To the sides", "Elsewhere", told="Arrow keys"),
    ]
    assert [(row.text, row.group, row.keys) for row in merged(table)] == [
        ("Next page", "Calendar", "N · PgDown"),
        ("Previous page", "Calendar", "P"),
        ("Next page", "Elsewhere", "N"),
        ("To the sides", "Elsewhere", "Arrow keys"),
    ]


@pytest.fixture
def palette(window: MainWindow, theme: Theme) -> PaletteDialog:
    made = PaletteDialog(theme, window)
    rows = [PaletteEntry(f"Do {number}", lambda: None, group=str(number // 4)) for number in range(30)]
    made.begin(lambda _text: made.show_entries(rows))
    return made


def test_given_the_palette_with_text_when_esc_then_it_closes_at_once(
    palette: PaletteDialog, behind: QLineEdit
) -> None:
    QTest.keyClicks(palette.field, "mira")
    press(Qt.Key.Key_Escape)
    assert not palette.isVisible()


@pytest.mark.parametrize("height", [700, 420])
def test_given_more_rows_than_the_palette_has_room_for_when_it_opens_then_the_last_one_is_whole(
    window: MainWindow, palette: PaletteDialog, height: int
) -> None:
    window.resize(1000, height)
    QApplication.processEvents()
    rows = palette.list
    last = rows.indexAt(rows.viewport().rect().bottomLeft())
    assert rows.visualRect(last).bottom() == rows.viewport().rect().bottom()
    assert last.isValid()
    inside = palette.rect().translated(palette.mapTo(window, QPoint(0, 0)))
    assert window.rect().contains(inside)


def test_given_the_programs_own_dialogs_when_searched_for_then_none_is_a_window_of_its_own() -> None:
    folder = Path(desktop.__file__).parent
    own = [file.name for file in folder.rglob("*.py") if "(QDialog)" in file.read_text(encoding="utf-8")]
    assert own == []


def test_given_a_dialog_of_a_part_when_made_then_it_belongs_to_the_parts_window(qtbot: QtBot) -> None:
    above = QWidget()
    part = QWidget(above)
    qtbot.addWidget(above)
    above.show()
    dialog = QuestionDialog(part, "Really?", "", "Yes", lambda: None)
    dialog.open()
    assert (dialog.window(), dialog.isVisible()) == (above, True)
