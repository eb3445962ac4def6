"""One law of keys: Enter does what is meant, Esc steps back, and places are reached while somebody types."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.domain.errors import RuleBroken
from core.domain.ids import NoteId
from desktop.app import Program
from desktop.clients.screen import ClientsScreen
from desktop.kit.context import ScreenContext
from desktop.kit.question_words import QuestionWords
from desktop.notes.amend_bar import AddendumBar, AmendBar
from desktop.notes.screen import NotesScreen
from desktop.shell.unlocked import UnlockedSession
from desktop.widgets.buttons import Button
from desktop.widgets.enter import EnterPresses
from desktop.widgets.help_sheet import HelpSheet
from desktop.widgets.question import QuestionDialog, SentenceDialog
from desktop.widgets.toast import Toast
from tests.desktop.list_rows import first_lines
from tests.desktop.tab_order import order
from tests.desktop.test_workplace import PHRASE, model_home, program, settings_page, work

__all__ = ["model_home", "program"]
NEXT_PHRASE = "nine copper kettles sing at dusk"


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """To whatever has the focus, as a person's key does."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


def open_draft(place: UnlockedSession, program: Program) -> NotesScreen:
    screen = place.window.screens["notes"]
    assert isinstance(screen, NotesScreen)
    note: NoteId = place.opening.practice.notes.drafts()[0].note.id
    place.navigator.open_note(note)
    program.jobs.wait()
    return screen


@pytest.mark.parametrize(
    ("number", "place"), [(1, "today"), (2, "calendar"), (3, "clients"), (6, "settings")]
)
def test_given_a_field_in_which_somebody_types_when_alt_and_a_number_then_it_goes_there(
    program: Program, number: int, place: str
) -> None:
    at = work(program)
    open_draft(at, program).editor.page.go_to("plan")
    press(Qt.Key(Qt.Key.Key_0.value + number), Qt.KeyboardModifier.AltModifier)
    assert at.window.place == place


def test_given_a_field_in_which_somebody_types_when_f1_then_the_keys_are_listed(program: Program) -> None:
    at = work(program)
    open_draft(at, program).editor.page.go_to("plan")
    press(Qt.Key.Key_F1)
    assert "Amend a signed note" in first_lines(help_in(at).list)
    press(Qt.Key.Key_Escape)


def help_in(place: UnlockedSession) -> HelpSheet:
    (sheet,) = (each for each in place.window.findChildren(HelpSheet) if each.isVisible())
    return sheet


def test_given_a_question_when_the_question_mark_then_its_keys_are_listed_and_esc_leads_back(
    program: Program,
) -> None:
    place = work(program)
    place.navigator.confirm("Really?", "", "Archive", lambda: None)
    (asked,) = place.window.findChildren(QuestionDialog)
    press(Qt.Key.Key_Question)
    listed = first_lines(help_in(place).list)
    assert (listed[0], "Lock" in listed, "Search or go to" in listed) == ("Archive", True, False)
    press(Qt.Key.Key_Escape)
    assert asked.isVisible()
    assert QApplication.focusWidget() is asked.yes


def test_given_a_field_of_a_dialog_when_f1_then_the_keys_come_once_and_the_caret_stays(
    program: Program,
) -> None:
    place = work(program)
    words = QuestionWords("Why?", "", "Reason", "Delete")
    dialog = SentenceDialog(place.window, words, lambda _text: None, "wrong client")
    dialog.open()
    dialog.field.editor.setCursorPosition(5)
    press(Qt.Key.Key_F1)
    press(Qt.Key.Key_F1)
    assert "Delete" in first_lines(help_in(place).list)
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is dialog.field.editor
    assert (dialog.field.editor.cursorPosition(), dialog.field.text) == (5, "wrong client")
    press(Qt.Key.Key_Question)
    assert dialog.field.text == "wrong? client"


def test_given_letters_switched_off_when_the_question_mark_in_a_dialog_then_only_f1_is_heard(
    program: Program,
) -> None:
    place = work(program)
    place.window.set_letters(False)
    place.navigator.confirm("Really?", "", "Archive", lambda: None)
    press(Qt.Key.Key_Question)
    assert not place.window.findChildren(HelpSheet)
    press(Qt.Key.Key_F1)
    assert help_in(place).isVisible()


def test_given_the_palette_when_f1_then_its_keys_are_listed(program: Program) -> None:
    place = work(program)
    press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_F1)
    assert first_lines(help_in(place).list)[:3] == ["Do what is chosen", "Choose in the list", "Close"]


def test_given_the_curtain_when_f1_then_its_keys_are_listed_and_esc_leads_back(program: Program) -> None:
    place = work(program)
    place.soft_lock()
    press(Qt.Key.Key_F1)
    assert first_lines(help_in(place).list)[0] == "Unlock"
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is place.overlay.field.editor


def test_given_a_passphrase_that_was_made_visible_at_the_curtain_when_the_next_is_typed_then_it_is_hidden(
    program: Program,
) -> None:
    place = work(program)
    place.soft_lock()
    press(Qt.Key.Key_F8)
    assert place.overlay.field.editor.echoMode() is QLineEdit.EchoMode.Normal
    place.overlay.field.set_text(PHRASE)
    place.overlay.submit()
    program.jobs.wait()
    place.soft_lock()
    assert place.overlay.field.editor.echoMode() is QLineEdit.EchoMode.Password


def test_given_help_over_the_curtain_when_it_is_lifted_then_no_help_is_there_at_the_next_lock(
    program: Program,
) -> None:
    place = work(program)
    place.soft_lock()
    place.overlay.field.set_text(PHRASE)
    place.overlay.submit()
    press(Qt.Key.Key_F1)
    program.jobs.wait()
    assert not place.overlay.isVisible()
    place.soft_lock()
    assert not [each for each in place.window.findChildren(HelpSheet) if each.isVisible()]
    assert QApplication.focusWidget() is place.overlay.field.editor


def test_given_the_list_of_notes_when_enter_then_the_note_opens_and_stays_open(program: Program) -> None:
    at = work(program)
    screen = at.window.go("notes")
    program.jobs.wait()
    QApplication.processEvents()
    assert isinstance(screen, NotesScreen)
    screen.list.list.setFocus()
    press(Qt.Key.Key_Return)
    program.jobs.wait()
    assert screen.editing


def test_given_a_note_when_esc_twice_then_it_leaves_the_field_and_then_the_note(program: Program) -> None:
    at = work(program)
    screen = open_draft(at, program)
    screen.editor.page.go_to("plan")
    press(Qt.Key.Key_Escape)
    assert (screen.editing, screen.editor.page.active) == (True, None)
    press(Qt.Key.Key_Escape)
    assert not screen.editing


def test_given_the_bar_that_asks_before_signing_when_esc_then_the_caret_is_where_it_was(
    program: Program,
) -> None:
    screen = open_draft(work(program), program)
    text = screen.editor.page.cards["plan"].text
    screen.editor.page.go_to("plan")
    text.setPlainText("Stretch twice a day.")
    caret = text.textCursor()
    caret.setPosition(8)
    text.setTextCursor(caret)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    program.jobs.wait()
    assert screen.editor.finalize_bar.isVisible()
    press(Qt.Key.Key_Escape)
    assert not screen.editor.finalize_bar.isVisible()
    assert QApplication.focusWidget() is text
    assert text.textCursor().position() == 8


def test_given_a_note_that_may_not_be_signed_when_it_is_refused_then_the_caret_is_where_it_was(
    program: Program,
) -> None:
    screen = open_draft(work(program), program)
    screen.editor.page.go_to("plan")
    text = QApplication.focusWidget()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    program.jobs.wait()
    assert screen.editor.finalize_bar.isVisible()
    screen.editor.finalize_bar._on_proved()
    screen.editor.refuse(RuleBroken("Not today; nothing was changed."))
    assert QApplication.focusWidget() is text


def test_given_a_note_when_alt_left_then_all_notes_are_there(program: Program) -> None:
    at = work(program)
    screen = open_draft(at, program)
    screen.editor.page.go_to("plan")
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert not screen.editing


def test_given_the_practice_in_settings_when_enter_in_a_field_then_it_is_saved(program: Program) -> None:
    at = work(program)
    at.window.go("settings")
    program.jobs.wait()
    page = settings_page(at, "Practice")
    page.name.editor.setFocus()
    page.name.set_text("Another Invented Practice")
    press(Qt.Key.Key_Return)
    program.jobs.wait()
    assert at.opening.practice.settings.workspace().name == "Another Invented Practice"


def test_given_a_form_of_settings_when_enter_on_cancel_then_cancel_is_meant(program: Program) -> None:
    at = work(program)
    at.window.go("settings")
    page = settings_page(at, "Services")
    program.jobs.wait()
    page.begin_new()
    page.cancel.setFocus()
    press(Qt.Key.Key_Return)
    assert page.form.isHidden()


def test_given_a_new_passphrase_in_settings_when_enter_then_it_goes_on_and_changes_it_at_the_last_field(
    program: Program,
) -> None:
    work(program).window.go("settings")
    page = settings_page(work(program), "Security")
    program.jobs.wait()
    page.old.setFocus()
    for field, text in ((page.old, PHRASE), (page.new, NEXT_PHRASE), (page.again, NEXT_PHRASE)):
        assert QApplication.focusWidget() is field.editor
        field.set_text(text)
        press(Qt.Key.Key_Return)
    program.jobs.wait()
    assert work(program).window.toasts.text == "The passphrase was changed"


@pytest.mark.parametrize(("again", "focused"), [("something else", "new"), (NEXT_PHRASE, "old")])
def test_given_a_passphrase_that_cannot_be_changed_when_it_is_said_then_the_focus_is_where_to_type(
    program: Program, again: str, focused: str
) -> None:
    work(program).window.go("settings")
    page = settings_page(work(program), "Security")
    program.jobs.wait()
    for field, text in ((page.old, "not the one"), (page.new, NEXT_PHRASE), (page.again, again)):
        field.set_text(text)
    page.again.setFocus()
    press(Qt.Key.Key_Return)
    program.jobs.wait()
    assert page.error.text()
    assert QApplication.focusWidget() is getattr(page, focused).editor


def test_given_the_client_form_when_enter_in_a_field_then_it_is_saved(program: Program) -> None:
    at = work(program)
    at.window.go("clients")
    screen = at.window.screens["clients"]
    assert isinstance(screen, ClientsScreen)
    screen.new_client("Testa Entered")
    screen.form.lines["last_name"].editor.setFocus()
    press(Qt.Key.Key_Return)
    program.jobs.wait()
    assert "Testa" in {each.client.first_name for each in at.opening.practice.clients.list()}


def test_given_a_button_of_the_rail_when_enter_then_it_is_pressed(program: Program) -> None:
    at = work(program)
    at.window.rail.button("calendar").setFocus()
    press(Qt.Key.Key_Return)
    assert at.window.place == "calendar"


@pytest.mark.parametrize("enabled", [True, False])
def test_given_a_form_when_enter_in_a_field_then_its_button_is_pressed_only_if_it_may(
    qtbot: QtBot, enabled: bool
) -> None:
    form, field, pressed = QWidget(), QLineEdit(), list[None]()
    button = Button("Save", lambda: pressed.append(None), kind="primary")
    box = QVBoxLayout(form)
    box.addWidget(field)
    box.addWidget(button)
    button.setEnabled(enabled)
    kept = EnterPresses(form, button)
    qtbot.addWidget(form)
    form.show()
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (len(pressed), kept.parent()) == (int(enabled), form)


def test_given_forms_with_cancel_when_tabbing_then_it_comes_after_what_it_cancels(
    qtbot: QtBot, context: ScreenContext
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SentenceDialog(parent, QuestionWords("Why?", "", "Reason", "Keep"), lambda _text: None)
    strip = AmendBar(context)
    added = AddendumBar(context)
    for bar in (strip, added):
        qtbot.addWidget(bar)
    pairs: list[tuple[QWidget, QWidget, QAbstractButton]] = [
        (dialog, dialog.field.editor, dialog.no),
        (strip, strip.reason, strip.no),
        (strip, strip.proof.field.editor, strip.no),
        (added, added.text, added.no),
        (added, added.reason, added.no),
    ]
    for form, field, cancel in pairs:
        assert order(form).index(field) < order(form).index(cancel)


@pytest.mark.parametrize("kind", [Button, QToolButton, QCheckBox])
def test_given_a_button_where_a_toast_would_be_when_it_comes_then_it_stands_above(
    qtbot: QtBot, kind: type[QAbstractButton]
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 400)
    button = Button("Sign") if kind is Button else kind()
    button.setParent(host)
    button.setGeometry(250, 330, 100, 40)
    host.show()
    toast = Toast(host)
    toast.show_text("Client saved")
    assert not toast.geometry().intersects(button.geometry())
    assert host.rect().contains(toast.geometry())


def test_given_a_toast_when_another_screen_comes_then_it_goes_unless_it_can_be_undone(
    program: Program,
) -> None:
    at = work(program)
    at.window.go("clients")
    at.window.toasts.show_text("Client saved")
    at.window.go("calendar")
    assert not at.window.toasts.isVisible()
    at.window.toasts.show_text("Appointment moved", lambda: None)
    at.window.go("today")
    assert at.window.toasts.isVisible()
