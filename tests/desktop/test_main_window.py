"""The window: every listed shortcut is pressed, screens come to the front, closing is a wish."""

import uuid

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot
from typing_extensions import override

from core.domain.errors import DiskFull
from core.domain.ids import ClientId
from desktop.bus import Bus
from desktop.help_sheet import HelpSheet
from desktop.main_window import Frame, MainWindow
from desktop.navigator import WindowNavigator
from desktop.screen import Screen
from desktop.shortcuts import Shortcut, window_shortcuts
from desktop.theme import Theme
from desktop.widgets.question import QuestionDialog, SentenceDialog
from desktop.workplace import places

ALL = window_shortcuts()
_KEYS = {"?": Qt.Key.Key_Question, "F9": Qt.Key.Key_F9}


class _Screen(Screen):
    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    @override
    def activate(self) -> None:
        self.calls.append("activate")

    @override
    def new(self) -> None:
        self.calls.append("new")

    @override
    def flush(self) -> None:
        self.calls.append("flush")

    @override
    def shortcuts(self) -> tuple[Shortcut, ...]:
        return (Shortcut("E", "Edit", "Clients"),)

    def open_client(self, client_id: ClientId) -> None:
        self.calls.append(f"open_client {client_id}")


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, bus: Bus) -> MainWindow:
    made = MainWindow(Frame(theme, bus, places(), "Lindenhof Practice"))
    for place in places():
        made.add_screen(place.key, _Screen())
    made.let_close()
    qtbot.addWidget(made)
    made.show()
    made.go("today")
    made.activateWindow()
    return made


def press(qtbot: QtBot, window: MainWindow, keys: str) -> None:
    """Press a shortcut as a person does, key after key."""
    for part in keys.split(", "):
        name = part.removeprefix("Ctrl+")
        modifier = Qt.KeyboardModifier.ControlModifier if name != part else Qt.KeyboardModifier.NoModifier
        key = _KEYS.get(name) or Qt.Key[f"Key_{name}"]
        if name == "?":
            modifier = Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(window, key, modifier)


@pytest.mark.parametrize(
    "entry", [entry for entry in ALL if entry.keys.startswith("G")], ids=lambda e: e.keys
)
def test_given_a_go_to_shortcut_when_pressed_then_that_screen_is_in_front(
    qtbot: QtBot, window: MainWindow, entry: Shortcut
) -> None:
    window.go("inbox" if entry.action != "inbox" else "today")
    press(qtbot, window, entry.keys)
    assert window.place == entry.action


def test_given_the_keys_of_wishes_when_pressed_then_they_are_emitted(
    qtbot: QtBot, window: MainWindow
) -> None:
    with qtbot.waitSignals([window.palette_requested, window.lock_requested]):
        press(qtbot, window, "Ctrl+K")
        press(qtbot, window, "Ctrl+L")


def test_given_new_when_pressed_then_the_screen_in_front_hears(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, "Ctrl+N")
    front = window.screens["today"]
    assert isinstance(front, _Screen)
    assert front.calls[-1] == "new"


def test_given_f9_when_pressed_twice_then_the_pane_is_blurred_and_clear_again(
    qtbot: QtBot, window: MainWindow, bus: Bus
) -> None:
    press(qtbot, window, "F9")
    assert bus.blurred
    assert window.stack.graphicsEffect() is not None
    press(qtbot, window, "F9")
    assert not bus.blurred


def test_given_the_question_mark_when_pressed_then_the_sheet_lists_every_key(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(qtbot, window, "?")
    sheet = window.findChild(HelpSheet)
    assert sheet is not None
    assert sheet.listed() == [*(entry.text for entry in ALL), "Edit"]
    sheet.field.setText("lock")
    sheet.field.entered.emit()
    qtbot.waitUntil(lambda: sheet.listed() == ["Lock"])
    sheet.close()


def test_given_every_listed_key_when_counted_then_a_test_above_presses_it() -> None:
    pressed = {"Ctrl+K", "Ctrl+L", "Ctrl+N", "F9", "?"}
    assert {entry.keys for entry in ALL if not entry.keys.startswith("G")} == pressed


def test_given_letters_switched_off_when_pressed_then_nothing_happens_but_ctrl_still_works(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.keys.set_letters(False)
    press(qtbot, window, "G, C")
    assert window.place == "today"
    press(qtbot, window, "Ctrl+N")
    front = window.screens["today"]
    assert isinstance(front, _Screen)
    assert "new" in front.calls


def test_given_a_text_field_when_a_letter_is_typed_then_it_is_text(qtbot: QtBot, window: MainWindow) -> None:
    field = QLineEdit(window.screens["today"])
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "gc")
    assert (field.text(), window.place) == ("gc", "today")


def test_given_the_rail_when_clicked_then_that_screen_is_in_front(qtbot: QtBot, window: MainWindow) -> None:
    QTest.mouseClick(window.rail.button("clients"), Qt.MouseButton.LeftButton)
    assert window.place == "clients"


def test_given_a_badge_when_set_then_a_screen_reader_says_it(window: MainWindow) -> None:
    window.rail.button("inbox").set_badge(3)
    assert window.rail.button("inbox").accessibleName() == "Inbox (3)"


def test_given_the_title_when_read_then_it_names_nobody(window: MainWindow) -> None:
    assert window.windowTitle() == "PazPaz"


def test_given_close_when_not_yet_allowed_then_it_is_only_asked_for(
    qtbot: QtBot, theme: Theme, bus: Bus
) -> None:
    window = MainWindow(Frame(theme, bus, places(), ""))
    window.show()
    with qtbot.waitSignal(window.close_requested):
        assert not window.close()
    window.let_close()
    assert window.close()
    window.deleteLater()


def test_given_an_open_dialog_when_dialogs_are_closed_then_it_is_gone(
    qtbot: QtBot, window: MainWindow
) -> None:
    answers: list[bool] = []
    WindowNavigator(window).confirm("Delete?", "", "Delete", lambda: answers.append(True))
    window.close_dialogs()
    assert answers == []
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_given_a_question_when_its_verb_is_pressed_then_it_is_done(qtbot: QtBot, window: MainWindow) -> None:
    answers: list[bool] = []
    WindowNavigator(window).confirm("Delete?", "", "Delete", lambda: answers.append(True), danger=True)
    dialog = window.findChild(QuestionDialog)
    assert dialog is not None
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert answers == [True]


def test_given_a_sentence_to_give_when_it_is_blank_then_the_verb_waits(
    qtbot: QtBot, window: MainWindow
) -> None:
    got: list[str] = []
    WindowNavigator(window).ask_text("Why?", "", "Reason", "Amend", got.append)
    dialog = window.findChild(SentenceDialog)
    assert dialog is not None
    dialog.field.set_text("  ")
    assert not dialog.yes.isEnabled()
    dialog.field.set_text(" typing error ")
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert got == ["typing error"]


def test_given_a_screens_call_when_navigated_then_the_screen_is_in_front_and_called(
    window: MainWindow,
) -> None:
    client = ClientId(uuid.uuid4())
    WindowNavigator(window).open_client(client)
    screen = window.screens["clients"]
    assert isinstance(screen, _Screen)
    assert (window.place, screen.calls[-1]) == ("clients", f"open_client {client}")


def test_given_a_refusal_nobody_took_when_shown_then_its_sentence_is_the_toast(window: MainWindow) -> None:
    WindowNavigator(window).show_refusal(DiskFull("The disk is full; nothing was changed."))
    assert window.toasts.text == "The disk is full; nothing was changed."


def test_given_a_toast_with_undo_when_undone_then_it_happens_once(window: MainWindow) -> None:
    undone: list[bool] = []
    WindowNavigator(window).toast("Moved", lambda: undone.append(True))
    window.toasts.undo()
    window.toasts.undo()
    assert (undone, window.toasts.isVisible()) == ([True], False)


def test_given_a_geometry_when_restored_then_the_window_has_it(window: MainWindow) -> None:
    window.resize(960, 700)
    raw = window.geometry_state()
    window.resize(960, 620)
    window.restore_geometry_state(raw)
    assert window.height() == 700


def test_given_flush_when_called_then_every_screen_hears(window: MainWindow) -> None:
    window.flush()
    assert all(isinstance(s, _Screen) and s.calls[-1] == "flush" for s in window.screens.values())
