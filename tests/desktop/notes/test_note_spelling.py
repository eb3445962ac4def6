"""Misspelt words of a note: marked without touching a letter, and the way from a mark to another word."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from core.store.practice.practice import ServiceDraft
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Appearance
from desktop.notes.note_spelling import NoteSpelling
from desktop.spelling.speller import Language
from tests.desktop.notes.open_note import type_into
from tests.desktop.notes.spelling_room import CheckedNote, own
from tests.desktop.records_room import Room
from tests.desktop.spelling.conftest import shelf
from tests.desktop.spelling.paper_speller import Shelf

__all__ = ["own", "shelf"]
popups = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
Open = Callable[..., CheckedNote]
SUBJECTIVE = "The nek is stiff.\n🙂 כתף כואבתת again, Mira Talbott"


@pytest.fixture
def opened(room: Room, shelf: Shelf, own: Jobs) -> Open:
    return lambda **texts: CheckedNote(room, shelf, own, **(texts or {"subjective": SUBJECTIVE}))


def rows(menu: QMenu | None) -> list[str]:
    assert menu is not None
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def row(menu: QMenu | None, text: str) -> QAction:
    assert menu is not None
    return next(action for action in menu.actions() if action.text() == text)


def shown_menu(note: CheckedNote) -> QMenu | None:
    return note.editor.spelling.menus["subjective"].menu


def pressed_f7(note: CheckedNote) -> QMenu:
    """The menu that the key opened."""
    note.room.key(note.editor, Qt.Key.Key_F7)
    note.settle()
    active = note.editor.page.active
    assert active is not None
    menu = note.editor.spelling.menus[active].menu
    assert menu is not None
    return menu


def test_given_a_note_when_opened_then_words_that_nobody_knows_are_marked(opened: Open) -> None:
    note = opened(subjective=SUBJECTIVE, plan="Heat nek")
    assert note.words("plan") == ["nek"]
    assert [mark.word.plain for mark in note.marks().marks] == ["nek", "כואבתת"]


def test_given_marks_then_text_undo_and_store_know_nothing_of_them(room: Room, opened: Open) -> None:
    heard: list[str] = []
    note = opened()
    field = note.editor.page.cards["subjective"].text
    document = field.document()
    field.textChanged.connect(lambda: heard.append("text"))
    before = (document.revision(), field.text(), note.room.practice.notes.get(note.note.id))
    to_undo = document.availableUndoSteps()
    note.spelling.ignore("nek")
    note.spelling.add_word("nothing")
    note.settle()
    field.repaint()
    assert note.words() != []
    assert heard == []
    assert (document.revision(), field.text(), note.room.practice.notes.get(note.note.id)) == before
    assert document.availableUndoSteps() == to_undo
    assert not note.editor.presenter.unsaved


def test_given_the_word_under_the_caret_when_it_is_being_written_then_its_mark_waits(
    room: Room, opened: Open
) -> None:
    note = opened(plan="")
    type_into(room, note.editor, "plan", "stiff nek")
    note.settle()
    plain = painted(note, "plan")
    assert note.words("plan") == ["nek"]
    room.key(note.editor.page.cards["plan"].text, Qt.Key.Key_Home)
    assert painted(note, "plan") != plain


def painted(note: CheckedNote, name: str) -> QImage:
    """The viewport without the caret, which blinks."""
    field = note.editor.page.cards[name].text
    field.setCursorWidth(0)
    return field.viewport().grab().toImage()


def test_given_typing_before_a_marked_word_then_its_mark_goes_along_at_once(room: Room, opened: Open) -> None:
    note = opened()
    field = note.editor.page.cards["subjective"].text
    field.setTextCursor(field.span(0, 0))
    type_into(room, note.editor, "subjective", "Is. ")
    assert note.text().startswith("Is. The nek")
    assert note.mark("nek").start == 8
    note.settle()
    assert [mark.word.plain for mark in note.marks().marks] == ["nek", "כואבתת"]


def test_given_an_answer_about_a_text_that_was_changed_then_it_marks_nothing(
    room: Room, opened: Open
) -> None:
    note = opened(subjective="stiff")
    speller = note.shelf[Language.ENGLISH]
    speller.may_answer.clear()
    type_into(room, note.editor, "plan", "heet")
    note.marks("plan").look()
    field = note.editor.page.cards["plan"].text
    field.selectAll()
    room.keys(field, "again")
    speller.may_answer.set()
    note.settle()
    assert note.text("plan") == "again"
    assert note.words("plan") == []


def test_given_names_of_the_client_and_of_services_then_they_are_right(room: Room, opened: Open) -> None:
    note = opened(subjective="Mira Talbott’s Lymphdrain, Taping")
    assert note.words() == ["Lymphdrain", "Taping"]
    done = room.practice.services.add(ServiceDraft(name="Lymphdrain 60", default_duration_minutes=60))
    room.bus.publish(done.changed)
    note.settle()
    assert note.words() == ["Taping"]


def test_given_a_signed_note_then_nothing_is_marked_until_it_is_amended(room: Room, opened: Open) -> None:
    note = opened(subjective="neck")
    signed = room.draft(note.client, subjective="nek again", plan="heet")
    room.practice.notes.finalize(signed.id)
    note.editor.open(signed.id)
    note.settle()
    assert note.words() == note.words("plan") == []
    room.key(note.editor, Qt.Key.Key_F7)
    assert "signed" in room.navigator.toasts[-1]
    note.editor.presenter.begin_amendment()
    note.settle()
    note.settle()
    assert (note.words(), note.words("plan")) == (["nek"], ["heet"])


def test_given_spelling_is_switched_off_when_a_note_is_open_then_its_marks_go_and_come_again(
    opened: Open,
) -> None:
    note = opened()
    note.spelling.set_language(Language.HEBREW, False)
    note.settle()
    assert [mark.word.plain for mark in note.marks().marks] == ["nek"]
    note.spelling.set_on(False)
    note.settle()
    assert note.marks().marks == []
    note.spelling.set_on(True)
    note.settle()
    assert [mark.word.plain for mark in note.marks().marks] == ["nek"]


@popups
def test_given_f7_then_the_next_word_is_selected_with_its_suggestions_and_so_on_round(opened: Open) -> None:
    note = opened(subjective="nek is stiff wrod", plan="agin")
    note.editor.page.go_to("subjective")
    seen = []
    for _ in range(4):
        menu = pressed_f7(note)
        seen.append(note.editor.page.selected())
        assert rows(menu)[:6] == [*(f"{seen[-1]}{n}" for n in range(1, 6)), "Add to my words"]
        menu.close()
    assert seen == ["nek", "wrod", "agin", "nek"]


@popups
def test_given_words_that_were_just_typed_when_f7_then_they_are_checked_first(
    room: Room, opened: Open
) -> None:
    note = opened(subjective="nek")
    type_into(room, note.editor, "plan", "wrod")
    menu = pressed_f7(note)
    assert note.editor.page.selected() == "nek"
    menu.close()
    menu = pressed_f7(note)
    assert note.editor.page.selected() == "wrod"
    menu.close()


def test_given_no_unknown_word_when_f7_then_it_says_so(room: Room, opened: Open) -> None:
    note = opened(plan="Heat again")
    room.key(note.editor, Qt.Key.Key_F7)
    note.settle()
    assert room.navigator.toasts == ["Every word of this note is known"]
    note.spelling.set_on(False)
    room.key(note.editor, Qt.Key.Key_F7)
    assert "Settings, Spelling" in room.navigator.toasts[-1]


@popups
def test_given_a_suggestion_is_chosen_then_it_is_one_step_to_undo_and_is_saved(
    room: Room, opened: Open
) -> None:
    note = opened(subjective="don’t nek again")
    note.editor.page.go_to("subjective")
    menu = pressed_f7(note)
    row(menu, "don’t1").trigger()
    menu.close()
    assert note.text() == "don’t1 nek again"
    note.editor.flush()
    room.settle()
    assert room.practice.notes.get(note.note.id).subjective == "don’t1 nek again"
    note.editor.page.cards["subjective"].text.undo()
    assert note.text() == "don’t nek again"


@popups
def test_given_the_word_was_changed_while_the_menu_was_open_then_nothing_is_replaced(opened: Open) -> None:
    note = opened(subjective="nek again")
    note.editor.page.go_to("subjective")
    menu = pressed_f7(note)
    note.editor.page.cards["subjective"].text.take_over("neck again")
    row(menu, "nek1").trigger()
    menu.close()
    assert note.text() == "neck again"


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse])
@popups
def test_given_the_menu_of_a_marked_word_when_added_to_my_words_then_no_note_marks_it_any_more(
    opened: Open, reason: QContextMenuEvent.Reason
) -> None:
    note = opened(subjective="stiff nek", plan="nek")
    field = note.editor.page.cards["subjective"].text
    field.setTextCursor(field.span(7, 7))
    ask_menu(note, reason, field.cursorRect().center())
    menu = note.editor.spelling.menus["subjective"].menu
    assert "Paste" in rows(menu)
    row(menu, "Add to my words").trigger()
    assert menu is not None
    menu.close()
    note.settle()
    assert note.words() == note.words("plan") == []
    note.spelling.remove_word("nek")
    note.settle()
    row(menu_again(note), "Ignore until the practice is locked").trigger()
    assert note.words("plan") == []


def menu_again(note: CheckedNote) -> QMenu:
    field = note.editor.page.cards["subjective"].text
    ask_menu(note, QContextMenuEvent.Reason.Keyboard, field.cursorRect().center())
    menu = note.editor.spelling.menus["subjective"].menu
    assert menu is not None
    return menu


def ask_menu(note: CheckedNote, reason: QContextMenuEvent.Reason, at: QPoint) -> None:
    viewport = note.editor.page.cards["subjective"].text.viewport()
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, at, viewport.mapToGlobal(at)))
    note.settle()


@popups
def test_given_suggestions_that_take_long_then_the_menu_opens_and_they_come_into_it_later(
    opened: Open,
) -> None:
    note = opened(subjective="nek again")
    speller = note.shelf[Language.ENGLISH]
    speller.may_answer.clear()
    spelling_menu = note.editor.spelling.menus["subjective"]
    assert spelling_menu.offer(1, QPoint())
    assert shown_menu(note) is None
    spelling_menu.awaited.patience.timeout.emit()
    menu = shown_menu(note)
    assert rows(menu)[:2] == ["Suggestions", "Add to my words"]
    late = row(menu, "Suggestions").menu()
    assert isinstance(late, QMenu)
    assert rows(late) == ["Looking for suggestions…"]
    speller.may_answer.set()
    note.settle()
    assert rows(late) == ["nek1", "nek2", "nek3", "nek4", "nek5"]
    row(late, "nek2").trigger()
    assert note.text() == "nek2 again"
    assert menu is not None
    menu.close()


@popups
def test_given_a_word_without_a_mark_then_the_menu_is_that_of_every_text(opened: Open) -> None:
    note = opened(subjective="stiff again")
    assert not note.editor.spelling.menus["subjective"].offer(2, QPoint())


@popups
def test_given_a_lock_then_marks_and_what_was_asked_are_forgotten(opened: Open) -> None:
    note = opened(subjective="nek again")
    note.shelf[Language.ENGLISH].may_answer.clear()
    menu = note.editor.spelling.menus["subjective"]
    menu.offer(1, QPoint())
    note.spelling.rest()
    menu.awaited.patience.timeout.emit()
    assert menu.menu is None
    assert note.marks().marks == ()
    QTest.keyClick(note.editor.page.cards["subjective"].text, Qt.Key.Key_End)
    note.editor.page.cards["subjective"].text.focus_gained.emit()
    note.settle()
    note.settle()
    assert note.words() == ["nek"]


@popups
def test_given_a_practice_that_was_locked_when_f7_then_it_wakes_and_finds_the_word(opened: Open) -> None:
    note = opened(subjective="neck nek")
    note.spelling.rest()
    menu = pressed_f7(note)
    assert note.editor.page.selected() == "nek"
    menu.close()


@popups
def test_given_the_caret_elsewhere_when_a_suggestion_is_chosen_then_it_stays_at_its_words(
    opened: Open,
) -> None:
    note = opened(subjective="nek is stiff again")
    field = note.editor.page.cards["subjective"].text
    field.setTextCursor(field.span(13, 13))
    assert note.editor.spelling.menus["subjective"].offer(1, QPoint())
    note.settle()
    menu = shown_menu(note)
    row(menu, "nek1").trigger()
    assert menu is not None
    menu.close()
    assert note.text() == "nek1 is stiff again"
    assert field.caret() == 14


@pytest.mark.parametrize("look", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def test_given_a_mark_then_it_is_painted_below_its_word_in_the_colour_of_the_look(
    room: Room, opened: Open, look: Appearance
) -> None:
    note = opened(subjective="nek again", plan="neck")
    room.context.theme.set_look(look)
    note.editor.page.go_to("plan")
    danger = room.context.theme.colour("danger")
    picture = note.editor.page.cards["subjective"].text.viewport().grab().toImage()
    reddish = [
        x
        for x in range(picture.width())
        for y in range(picture.height())
        if close_to(picture.pixelColor(x, y).getRgb(), danger.getRgb())
    ]
    edge = note.editor.page.cards["subjective"].text.cursorRect(
        note.editor.page.cards["subjective"].text.span(3, 3)
    )
    assert reddish
    assert max(reddish) <= edge.right() + 1


def close_to(colour: object, wanted: object) -> bool:
    assert isinstance(colour, tuple)
    assert isinstance(wanted, tuple)
    return all(abs(one - other) < 40 for one, other in zip(colour, wanted, strict=True))


def test_given_nothing_is_checked_here_when_f7_then_it_says_so(room: Room, opened: Open) -> None:
    note = opened(plan="Heat")
    nothing = NoteSpelling(room.context, None, note.editor.page)
    nothing.go_on()
    assert "Settings, Spelling" in room.navigator.toasts[-1]


@popups
def test_given_an_addendum_when_a_word_is_misspelt_then_it_is_marked_and_f7_replaces_it(
    room: Room, opened: Open
) -> None:
    note = opened(subjective="neck")
    signed = room.draft(note.client, subjective="nek again")
    room.practice.notes.finalize(signed.id)
    note.editor.open(signed.id)
    note.settle()
    note.editor.addendum.begin()
    text = note.editor.addendum.bar.text
    room.keys(text, "The nek is stiff Talbott ")
    note.settle()
    assert [mark.word.plain for mark in note.marks("addendum").marks] == ["nek"]
    room.key(note.editor, Qt.Key.Key_F7)
    note.settle()
    assert text.textCursor().selectedText() == "nek"
    menu = note.editor.spelling.menus["addendum"].menu
    assert menu is not None
    note.editor.addendum.bar.begin_signing()
    row(menu, "nek1").trigger()
    assert text.text() == "The nek is stiff Talbott ", "what is being signed stays as it is"
    note.editor.addendum.bar.end_signing()
    row(menu, "nek1").trigger()
    menu.close()
    assert text.text() == "The nek1 is stiff Talbott "
    note.editor.addendum.leave()
    room.key(note.editor, Qt.Key.Key_F7)
    assert "signed" in room.navigator.toasts[-1]
