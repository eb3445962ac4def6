"""The window: every listed shortcut is pressed, screens come to the front, closing is a wish."""

import uuid

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from core.domain.errors import DiskFull
from core.domain.ids import ClientId
from desktop.kit.bus import Bus
from desktop.kit.context import QuestionSubject
from desktop.kit.form_drafts import FormDrafts
from desktop.kit.question_words import QuestionWords
from desktop.kit.screen import Screen
from desktop.kit.shortcuts import Keys, Shortcut, window_shortcuts
from desktop.kit.theme import Theme
from desktop.kit.window_placing import fitted, place, saved
from desktop.shell.main_window import MainWindow, WindowParts
from desktop.shell.navigator import WindowNavigator
from desktop.shell.rail import places
from desktop.widgets.help_sheet import HelpSheet
from desktop.widgets.question import QuestionDialog, SentenceDialog
from desktop.widgets.sentence_question import SentenceQuestion
from tests.desktop.list_rows import first_lines
from tests.desktop.local_double import LocalDouble
from tests.records_fakes import ManualRunner

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

    def open_question(self, row_id: uuid.UUID) -> None:
        self.calls.append(f"open_question {row_id}")


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, bus: Bus) -> MainWindow:
    made = MainWindow(WindowParts(theme, bus, places(), "Lindenhof Practice"))
    for each in places():
        made.add_screen(each.key, _Screen())
    made.let_close()
    qtbot.addWidget(made)
    made.show()
    made.go("today")
    made.activateWindow()
    return made


def navigator(window: MainWindow) -> WindowNavigator:
    kept = FormDrafts(LocalDouble(), ManualRunner(), "sentence")
    return WindowNavigator(window, SentenceQuestion(window, kept))


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


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier])
def test_given_a_message_with_undo_when_its_keys_then_it_is_undone_once(
    window: MainWindow, modifier: Qt.KeyboardModifier
) -> None:
    undone: list[int] = []
    window.toasts.show_text("File renamed", lambda: undone.append(1))
    QTest.keyClick(window, Qt.Key.Key_Z, modifier)
    QTest.keyClick(window, Qt.Key.Key_Z, modifier)
    assert undone == [1]


def test_given_a_field_with_typed_words_when_undo_then_the_field_hears_ctrl_and_the_message_alt(
    window: MainWindow,
) -> None:
    undone: list[int] = []
    field = QLineEdit(window.screens["today"])
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "ab")
    window.toasts.show_text("File renamed", lambda: undone.append(1))
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), undone) == ("", [])
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert undone == [1]


def test_given_a_screen_that_undoes_by_itself_when_in_front_then_the_window_leaves_it_the_key(
    window: MainWindow, theme: Theme, bus: Bus
) -> None:
    class _Undoing(_Screen):
        def __init__(self) -> None:
            super().__init__()
            Keys(self, self.shortcuts(), {"own_undo": lambda: self.calls.append("undo")})

        @override
        def shortcuts(self) -> tuple[Shortcut, ...]:
            return (Shortcut("Ctrl+Z", "Take the last choice back", "Inbox", "own_undo"),)

    own = _Undoing()
    window.add_screen("inbox", own)
    window.go("inbox")
    undone: list[int] = []
    window.toasts.show_text("File renamed", lambda: undone.append(1))
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (own.calls[-1], undone) == ("undo", [])
    listed = [(each.keys, each.action) for each in window.listed_shortcuts() if each.keys.endswith("+Z")]
    assert listed == [("Alt+Z", "undo_typing"), ("Ctrl+Z", "own_undo")]
    window.go("today")
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]


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
    assert first_lines(sheet.list) == [*dict.fromkeys(entry.text for entry in ALL), "Edit"]
    sheet.field.setText("lock")
    sheet.field.entered.emit()
    qtbot.waitUntil(lambda: first_lines(sheet.list) == ["Lock"])
    sheet.close()


def test_given_every_listed_key_when_counted_then_a_test_above_presses_it() -> None:
    pressed = {"Ctrl+K", "Ctrl+L", "Ctrl+N", "F9", "?", "Ctrl+Z", "Alt+Z"}
    pressed.add("F8")  # in fields for a passphrase: unlock/test_door_keys.py
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


@pytest.mark.parametrize(
    ("keys", "is_letter"), [("F", True), ("F, T", True), ("?", True), ("F2", False), ("F12", False)]
)
def test_given_a_key_when_asked_then_a_function_key_is_no_letter_and_the_letter_f_is(
    keys: str, is_letter: bool
) -> None:
    assert Shortcut(keys, "Edit", "Clients").is_letter is is_letter


def test_given_the_letter_f_when_letters_are_switched_off_then_it_is_not_heard_and_f2_is(
    qtbot: QtBot,
) -> None:
    window, heard = QWidget(), list[str]()
    qtbot.addWidget(window)
    table = (Shortcut("F", "Filter", "Clients", "filter"), Shortcut("F2", "Rename", "Clients", "rename"))
    keys = Keys(
        window, table, {"filter": lambda: heard.append("filter"), "rename": lambda: heard.append("rename")}
    )
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    keys.set_letters(False)
    for key in (Qt.Key.Key_F, Qt.Key.Key_F2):
        QTest.keyClick(window, key)
    assert heard == ["rename"]


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
    window = MainWindow(WindowParts(theme, bus, places(), ""))
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
    navigator(window).confirm("Delete?", "", "Delete", lambda: answers.append(True))
    window.close_dialogs()
    assert answers == []
    assert window.dialogs.front is None


def test_given_a_question_when_its_verb_is_pressed_then_it_is_done(qtbot: QtBot, window: MainWindow) -> None:
    answers: list[bool] = []
    navigator(window).confirm("Delete?", "", "Delete", lambda: answers.append(True), danger=True)
    dialog = window.findChild(QuestionDialog)
    assert dialog is not None
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert answers == [True]


def test_given_a_sentence_to_give_when_it_is_blank_then_the_verb_waits(
    qtbot: QtBot, window: MainWindow
) -> None:
    got: list[str] = []
    asked = QuestionSubject("note_deletion", uuid.uuid4())
    navigator(window).ask_text(QuestionWords("Why?", "", "Reason", "Amend"), asked, got.append)
    dialog = window.findChild(SentenceDialog)
    assert dialog is not None
    dialog.field.set_text("  ")
    assert not dialog.yes.isEnabled()
    dialog.field.set_text(" typing error ")
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert got == ["typing error"]


def test_given_two_verbs_and_no_need_for_a_sentence_when_the_second_is_pressed_then_it_answers_alone(
    qtbot: QtBot, window: MainWindow
) -> None:
    first: list[str] = []
    second: list[str] = []
    words = QuestionWords("Cancel?", "", "Reason", "The client cancels", second="We cancel", is_optional=True)
    asked = QuestionSubject("cancellation", uuid.uuid4())
    navigator(window).ask_text(words, asked, first.append, on_second=second.append)
    dialog = window.findChild(SentenceDialog)
    assert dialog is not None
    assert dialog.yes.isEnabled()
    dialog.field.set_text(" flu ")
    QTest.mouseClick(dialog.second, Qt.MouseButton.LeftButton)
    assert (first, second) == ([], ["flu"])


def test_given_a_screens_call_when_navigated_then_the_screen_is_in_front_and_called(
    window: MainWindow,
) -> None:
    client = ClientId(uuid.uuid4())
    navigator(window).open_client(client)
    screen = window.screens["clients"]
    assert isinstance(screen, _Screen)
    assert (window.place, screen.calls[-1]) == ("clients", f"open_client {client}")


def test_given_a_record_when_its_question_is_asked_for_then_the_inbox_is_in_front_with_it(
    window: MainWindow,
) -> None:
    screen = window.screens["inbox"]
    assert isinstance(screen, _Screen)
    navigator(window).open_inbox()
    assert (window.place, screen.calls[-1]) == ("inbox", "activate")
    note = uuid.uuid4()
    navigator(window).open_inbox(note)
    assert screen.calls[-1] == f"open_question {note}"


def test_given_a_refusal_nobody_took_when_shown_then_its_sentence_is_the_toast(window: MainWindow) -> None:
    navigator(window).show_refusal(DiskFull("The disk is full; nothing was changed."))
    assert window.toasts.text == "The disk is full; nothing was changed."


def test_given_a_toast_with_undo_when_undone_then_it_happens_once(window: MainWindow) -> None:
    undone: list[bool] = []
    navigator(window).toast("Moved", lambda: undone.append(True))
    window.toasts.undo()
    window.toasts.undo()
    assert (undone, window.toasts.isVisible()) == ([True], False)


def test_given_a_toast_with_redo_when_it_comes_after_one_with_undo_then_the_button_says_so_and_does_it(
    window: MainWindow,
) -> None:
    done: list[str] = []
    navigator(window).toast("Moved", lambda: done.append("undo"))
    button = window.toasts.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    assert button.text() == "Undo"
    navigator(window).toast("Undone: Moved", redo=lambda: done.append("redo"))
    assert button.text() == "Redo"
    button.click()
    assert (done, window.toasts.isVisible()) == (["redo"], False)


def test_given_a_geometry_when_restored_then_the_window_has_it(window: MainWindow) -> None:
    window.resize(700, 500)
    raw = saved(window)
    window.resize(700, 400)
    place(window, raw)
    assert window.height() == 500


@pytest.mark.parametrize(
    ("wanted", "room", "expected"),
    [
        (QRect(0, 0, 1280, 800), QRect(0, 30, 640, 370), QRect(0, 30, 640, 370)),
        (QRect(-50, -20, 400, 300), QRect(0, 0, 640, 400), QRect(0, 0, 400, 300)),
        (QRect(2000, 900, 400, 300), QRect(0, 0, 640, 400), QRect(240, 100, 400, 300)),
        (QRect(10, 20, 400, 300), QRect(0, 0, 640, 400), QRect(10, 20, 400, 300)),
    ],
)
def test_given_a_window_from_a_larger_screen_when_placed_then_all_of_it_is_on_this_one(
    wanted: QRect, room: QRect, expected: QRect
) -> None:
    assert fitted(wanted, room) == expected


def test_given_flush_when_called_then_every_screen_hears(window: MainWindow) -> None:
    window.flush()
    assert all(isinstance(s, _Screen) and s.calls[-1] == "flush" for s in window.screens.values())


def test_given_a_dialog_when_f9_is_pressed_in_it_then_dialog_and_window_are_blurred(
    window: MainWindow, bus: Bus
) -> None:
    window.show()
    dialog = QuestionDialog(window, "Really?", "Testa Invented", "Yes", lambda: None)
    dialog.open()
    QTest.keyClick(dialog.yes, Qt.Key.Key_F9)
    assert bus.blurred
    assert dialog.no.graphicsEffect() is not None
    QTest.keyClick(dialog.yes, Qt.Key.Key_F9)
    assert (bus.blurred, dialog.no.graphicsEffect()) == (False, None)
    dialog.reject()


def test_given_a_blurred_window_when_a_dialog_comes_up_then_it_is_blurred_as_well(window: MainWindow) -> None:
    window.show()
    window.toggle_blur()
    dialog = QuestionDialog(window, "Really?", "Testa Invented", "Yes", lambda: None)
    dialog.open()
    assert dialog.no.graphicsEffect() is not None
    dialog.reject()
