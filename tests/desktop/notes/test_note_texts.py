"""Templates and snippets in the editor: offered, filled in, expanded, stepped through, undone, picked."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.records import NoteTemplate, SessionNote
from core.store.practice.practice import (
    AppointmentDraft,
    NoteTemplateDraft,
    ServiceDraft,
    TextSnippetDraft,
)
from desktop.notes.before_signing import BeforeSigning
from desktop.notes.editor import NoteEditor
from desktop.notes.field import NoteText
from desktop.notes.note_texts import NoteTexts, fills, texts_of
from desktop.notes.text_picker import TextPicker
from tests.desktop.notes.open_note import editor, finalized, type_into, written
from tests.desktop.records_room import Room

__all__ = ["editor", "written"]
CTRL = Qt.KeyboardModifier.ControlModifier


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def tab(room: Room, editor: NoteEditor, *, back: bool = False) -> None:
    room.key(focused(), Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)


def paste_into(editor: NoteEditor, name: str, text: str) -> None:
    """Letters for which a test has no keys."""
    editor.page.go_to(name)
    editor.page.cards[name].text.insertPlainText(text)


def open_menu(field: NoteText, monkeypatch: pytest.MonkeyPatch) -> QMenu:
    """Asked for and not shown: this platform has no menus."""
    monkeypatch.setattr(QMenu, "popup", lambda *_at: None)
    at = field.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, field.mapToGlobal(at))
    QApplication.sendEvent(field.viewport(), event)
    return field.findChildren(QMenu)[-1]


def marked(editor: NoteEditor, name: str) -> str:
    return editor.page.cards[name].text.textCursor().selectedText()


@pytest.fixture
def snippets(room: Room, written: SessionNote, editor: NoteEditor) -> None:
    for abbreviation, text in (
        ("rom", "Flexion {degrees}°, {side}."),
        ("כאב", "כאב ב{איפה}."),
        ("plain", "Walks daily."),
    ):
        done = room.practice.snippets.add(TextSnippetDraft(abbreviation=abbreviation, text=text))
        room.bus.publish(done.changed)
    room.settle()


@pytest.fixture
def template(room: Room) -> NoteTemplate:
    draft = NoteTemplateDraft(name="First visit", subjective="Pain {where}.", plan="Heat.")
    return room.practice.templates.add(draft).value


def begun(room: Room) -> NoteEditor:
    client = room.add("Mira", "Talbot")
    made = room.open(NoteEditor)
    made.open(room.practice.notes.begin(client.id).id)
    room.settle()
    return made


@pytest.mark.usefixtures("snippets")
def test_given_an_abbreviation_when_tab_then_its_text_stands_there_and_tab_goes_from_prompt_to_prompt(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    paste_into(editor, "objective", "🙂 Knee ;ROM")
    tab(room, editor)
    assert editor.page.texts()["objective"] == "🙂 Knee Flexion {degrees}°, {side}."
    assert marked(editor, "objective") == "{degrees}"
    room.keys(focused(), "40")
    tab(room, editor)
    assert marked(editor, "objective") == "{side}"
    tab(room, editor, back=True)
    assert editor.page.active == "subjective"  # the one before is filled in
    editor.flush()
    room.settle()
    assert room.practice.notes.get(written.id).objective == "🙂 Knee Flexion 40°, {side}."


@pytest.mark.usefixtures("snippets")
def test_given_the_last_prompt_when_tab_then_the_next_field_is_written_in(
    room: Room, editor: NoteEditor
) -> None:
    paste_into(editor, "objective", ";כאב")
    tab(room, editor)
    assert marked(editor, "objective") == "{איפה}"
    room.keys(focused(), "x")
    tab(room, editor)
    assert editor.page.active == "assessment"
    assert editor.page.texts()["objective"] == "כאב בx."


@pytest.mark.usefixtures("snippets")
def test_given_two_prompts_when_shift_and_tab_then_it_goes_back_to_the_one_before(
    room: Room, editor: NoteEditor
) -> None:
    type_into(room, editor, "objective", ";rom")
    tab(room, editor)
    tab(room, editor)
    tab(room, editor, back=True)
    assert marked(editor, "objective") == "{degrees}"


@pytest.mark.usefixtures("snippets")
def test_given_an_expanded_snippet_when_undone_then_the_abbreviation_stands_there_again(
    room: Room, editor: NoteEditor
) -> None:
    type_into(room, editor, "objective", "Knee ;rom")
    tab(room, editor)
    room.key(focused(), Qt.Key.Key_Z, CTRL)
    assert editor.page.texts()["objective"] == "Knee ;rom"


@pytest.mark.usefixtures("snippets")
@pytest.mark.parametrize("typed", [";unknown", "rom", "; rom"])
def test_given_what_is_no_abbreviation_when_tab_then_nothing_changes_and_the_next_field_is_written_in(
    room: Room, editor: NoteEditor, typed: str
) -> None:
    type_into(room, editor, "objective", typed)
    tab(room, editor)
    assert editor.page.texts()["objective"] == typed
    assert editor.page.active == "assessment"


@pytest.mark.usefixtures("snippets")
def test_given_a_signed_note_when_tab_then_nothing_is_expanded(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    room.practice.notes.save_draft(written.id, objective="Knee ;rom")
    finalized(room, editor, written)
    editor.page.go_to("objective")
    editor.page.cards["objective"].text.moveCursor(QTextCursor.MoveOperation.End)
    tab(room, editor)
    assert editor.page.texts()["objective"] == "Knee ;rom"


def test_given_a_blank_note_when_opened_then_a_template_is_offered_and_fills_it_as_if_typed(
    room: Room, template: NoteTemplate
) -> None:
    editor = begun(room)
    assert "First visit" in editor.page.offer.text
    room.click(editor.page.offer.button)
    assert editor.page.texts()["subjective"] == "Pain {where}."
    assert editor.page.offer.isHidden()
    assert marked(editor, "subjective") == "{where}"
    editor.flush()
    room.settle()
    (draft,) = room.practice.notes.drafts()
    assert (draft.note.subjective, draft.note.plan) == ("Pain {where}.", "Heat.")
    room.key(focused(), Qt.Key.Key_Z, CTRL)
    assert editor.page.texts()["subjective"] == ""


def test_given_a_note_in_which_something_is_written_when_opened_then_nothing_is_offered(
    room: Room, template: NoteTemplate, editor: NoteEditor
) -> None:
    assert editor.page.offer.isHidden()


def test_given_words_typed_before_the_offer_is_taken_then_they_stay(
    room: Room, template: NoteTemplate
) -> None:
    editor = begun(room)
    type_into(room, editor, "subjective", "Own words.")
    room.click(editor.page.offer.button)
    assert editor.page.texts() == {
        "subjective": "Own words.",
        "objective": "",
        "assessment": "",
        "plan": "Heat.",
    }


def test_given_only_looking_at_a_note_when_a_template_is_offered_then_nothing_is_stored(
    room: Room, template: NoteTemplate
) -> None:
    editor = begun(room)
    editor.flush()
    room.settle()
    assert list(room.practice.notes.drafts()) == []


def test_given_an_appointments_note_when_opened_then_the_template_of_its_service_is_offered(
    room: Room, template: NoteTemplate
) -> None:
    massage = room.practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value
    room.practice.templates.add(NoteTemplateDraft(name="Massage", plan="Oil.", service_id=massage.id))
    client, start = room.add("Mira", "Talbot"), room.clock.now()
    booked = room.practice.appointments.book(
        AppointmentDraft(
            client_id=client.id,
            service_id=massage.id,
            scheduled_start=start,
            scheduled_end=start + timedelta(minutes=50),
        )
    ).value
    editor = room.open(NoteEditor)
    editor.open(room.practice.notes.begin(client.id, booked.id).id)
    room.settle()
    assert "“Massage”" in editor.page.offer.text


def picker(room: Room, editor: NoteEditor) -> TextPicker:
    room.key(focused(), Qt.Key.Key_J, CTRL)
    return editor.picker


@pytest.mark.usefixtures("snippets")
def test_given_ctrl_j_when_a_few_letters_and_enter_then_the_snippet_stands_at_the_caret(
    room: Room, editor: NoteEditor
) -> None:
    type_into(room, editor, "plan", "Rest. ")
    shown = picker(room, editor)
    room.keys(shown.field, "walks")
    room.key(shown.field, Qt.Key.Key_Return)
    assert editor.page.texts()["plan"] == "Rest. Walks daily."
    assert editor.page.active == "plan"


def test_given_ctrl_j_when_a_template_is_chosen_then_only_empty_fields_are_filled(
    room: Room, editor: NoteEditor, template: NoteTemplate
) -> None:
    editor.presenter.open(editor.presenter.note.id)  # type: ignore[union-attr]
    room.settle()
    shown = picker(room, editor)
    room.keys(shown.field, "first")
    room.key(shown.field, Qt.Key.Key_Return)
    assert editor.page.texts()["subjective"] == "Neck is stiff."
    assert editor.page.texts()["plan"] == "Heat."
    editor.presenter.fill(template)
    assert "nothing was filled in" in room.navigator.toasts[-1]


def test_given_no_texts_yet_when_ctrl_j_then_it_says_where_to_add_them(
    room: Room, editor: NoteEditor
) -> None:
    editor.page.go_to("plan")
    shown = picker(room, editor)
    assert "Settings" in shown._none.text()
    shown.reject()


@pytest.mark.usefixtures("snippets")
def test_given_a_signed_note_when_ctrl_j_then_nothing_opens(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    finalized(room, editor, written)
    editor.pick_text()
    assert not editor.findChildren(TextPicker)


def test_given_prompts_left_when_finalizing_then_they_are_named(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    type_into(room, editor, "plan", "Heat {minutes} minutes, {side}.")
    editor.presenter.request_finalize()
    assert "Not filled in: minutes, side." in editor.finalize_bar.words.text()
    assert BeforeSigning((), 0).prompts == ()


def test_given_the_menu_of_a_field_then_it_cuts_copies_pastes_undoes_and_inserts(
    room: Room, editor: NoteEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_into(room, editor, "plan", "Heat.")
    field = editor.page.cards["plan"].text
    field.selectAll()
    menu = open_menu(field, monkeypatch)
    told = {action.text(): action for action in menu.actions() if action.text()}
    assert list(told) == [
        *("Undo", "Redo", "Cut", "Copy", "Paste", "Select all"),
        "Insert a snippet or a template…",
        "Phrases of earlier notes…",
    ]
    assert (told["Cut"].isEnabled(), told["Undo"].isEnabled(), told["Redo"].isEnabled()) == (
        True,
        True,
        False,
    )
    told["Cut"].trigger()
    assert field.text() == ""
    told["Undo"].trigger()
    assert field.text() == "Heat."


def test_given_a_signed_note_when_its_menu_is_asked_for_then_it_only_copies(
    room: Room, editor: NoteEditor, written: SessionNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    finalized(room, editor, written)
    field = editor.page.cards["subjective"].text
    menu = open_menu(field, monkeypatch)
    assert [action.text() for action in menu.actions() if action.text()] == ["Copy", "Select all"]


def test_given_texts_that_change_elsewhere_then_the_open_note_knows_them(
    room: Room, editor: NoteEditor
) -> None:
    snippet = room.practice.snippets.add(TextSnippetDraft(abbreviation="new", text="News.")).value
    assert editor.presenter.texts.expand("new") is None
    room.bus.publish([Changed("text_snippets", frozenset({snippet.id}), Origin.SYNC)])
    room.settle()
    assert editor.presenter.texts.expand("NEW") == "News."


def test_given_a_query_then_every_word_of_it_is_in_what_is_found(room: Room, template: NoteTemplate) -> None:
    snippet = room.practice.snippets.add(TextSnippetDraft(abbreviation="rom", text="Flexión, left.")).value
    texts = NoteTexts([template], [snippet])
    assert texts.matching("left flexion") == NoteTexts([], [snippet])
    assert texts.matching(";ro") == NoteTexts([], [snippet])
    assert texts.matching("heat first") == NoteTexts([template], [])
    assert texts.matching("") == texts


def test_given_a_template_when_it_fills_then_only_empty_fields_get_its_texts(template: NoteTemplate) -> None:
    assert texts_of(template) == {"subjective": "Pain {where}.", "plan": "Heat."}
    assert fills(template, {"subjective": "Typed.", "plan": " \n"}) == {"plan": "Heat."}
