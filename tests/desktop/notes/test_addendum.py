"""Adding to a signed note by keyboard: a dated paragraph below it, and every signed word as it was."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from core.crypto.keys import DeviceKeys
from core.domain.enums import SignatureState
from core.domain.records import SessionNote
from core.store.practice.practice import NoteTemplateDraft, TextSnippetDraft
from desktop.notes.editor import NoteEditor
from desktop.notes.field_menu import field_menu
from desktop.notes.read_only_text import ReadingText
from desktop.paper.record import record_of_notes
from tests.desktop.notes.open_note import editor, finalized, written
from tests.desktop.notes.test_editor_signatures import keys
from tests.desktop.records_room import Room

__all__ = ["editor", "keys", "written"]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ADDED = "Addendum, 23 Nov 2026 08:30, Ruth Amsel:\nShe called: better."


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def signed(room: Room, editor: NoteEditor, written: SessionNote, keys: DeviceKeys) -> NoteEditor:
    finalized(room, editor, written)
    return editor


def begin(room: Room, editor: NoteEditor) -> None:
    room.key(editor, Qt.Key.Key_D, CTRL | SHIFT)
    room.settle()


def add(room: Room, editor: NoteEditor) -> None:
    begin(room, editor)
    room.keys(focused(), "She called: better.")
    room.key(focused(), Qt.Key.Key_Return, CTRL)
    room.keys(focused(), "Telephone")
    room.key(focused(), Qt.Key.Key_Return)
    room.settle()


def test_given_a_signed_note_when_added_to_by_keys_then_a_dated_paragraph_stands_below_what_was_signed(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    before = room.practice.notes.get(written.id)
    add(room, signed)
    first, second = room.practice.notes.versions(written.id)
    assert (second.subjective, second.plan, second.reason) == (first.subjective, ADDED, "Telephone")
    assert room.practice.notes.get(written.id).signature == before.signature
    states = [proof.state for proof in room.practice.notes.proofs(written.id)]
    assert states == [SignatureState.VERIFIED, SignatureState.VERIFIED]
    assert signed.page.texts()["plan"] == ADDED
    assert signed.addendum.bar.isHidden()
    assert signed.header.add.isEnabled()
    assert focused() is signed.page


def test_given_an_addition_then_signature_header_and_versions_call_it_one_and_an_amendment_an_amendment(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    add(room, signed)
    assert signed.page.signatures.words()[-1] == (
        "Added to and signed by Ruth Amsel, 23 Nov 2026 08:30, genuine"
    )
    assert "added to 1×" in signed.header.under.text()
    assert "amended" not in signed.header.under.text()
    room.practice.notes.amend(written.id, "Wrong side", subjective="Neck is free.")
    signed.open(written.id)
    room.settle()
    assert [words.split()[0] for words in signed.page.signatures.words()] == ["Signed", "Added", "Amended"]
    room.key(signed, Qt.Key.Key_H, CTRL)
    room.settle()
    shown = [each.text() for each in signed.history.findChildren(ReadingText)]
    assert ADDED in shown


def test_given_an_addition_when_printed_then_the_sheet_calls_it_one_with_its_reason(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    add(room, signed)
    record = record_of_notes(room.practice, [written.id])
    (section,) = record.sections()
    assert ADDED in [part.text for part in section.parts]
    assert section.signatures[-1].startswith("Added to and signed by Ruth Amsel")
    assert section.signatures[-1].endswith("(Telephone)")


@pytest.mark.parametrize("missing", ["text", "reason"])
def test_given_something_missing_when_signed_by_the_key_then_it_goes_there_and_signs_nothing(
    room: Room, signed: NoteEditor, written: SessionNote, missing: str
) -> None:
    begin(room, signed)
    bar = signed.addendum.bar
    if missing == "text":
        bar.reason.setText("Telephone")
    else:
        room.keys(bar.text, "Better.")
    assert not bar.yes.isEnabled()
    room.key(bar, Qt.Key.Key_Return, CTRL)
    assert focused() is (bar.text if missing == "text" else bar.reason)
    assert len(room.practice.notes.versions(written.id)) == 1


def test_given_an_empty_addendum_when_escaped_then_it_goes_and_with_words_it_asks_first(
    room: Room, signed: NoteEditor
) -> None:
    begin(room, signed)
    assert not signed.header.amend.isEnabled()
    room.key(focused(), Qt.Key.Key_Escape)
    assert signed.addendum.bar.isHidden()
    assert signed.header.amend.isEnabled()
    begin(room, signed)
    room.keys(focused(), "Better.")
    room.key(focused(), Qt.Key.Key_Escape)
    assert not signed.addendum.bar.isHidden()
    assert [asked[0] for asked in room.navigator.asked] == ["confirm"]


def test_given_an_addendum_when_another_note_was_read_meanwhile_then_it_goes_on_where_it_was_left(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    other = room.draft(room.add("Otto", "Brand"), plan="Walks.")
    begin(room, signed)
    room.keys(focused(), "Better.")
    signed.open(other.id)
    room.settle()
    assert signed.addendum.bar.isHidden()
    signed.open(written.id)
    room.settle()
    assert signed.addendum.bar.isHidden()
    begin(room, signed)
    assert signed.addendum.bar.text.text() == "Better."


def test_given_a_draft_when_the_key_is_pressed_then_nothing_is_added_to_it(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    begin(room, editor)
    assert editor.addendum.bar.isHidden()
    editor.addendum.begin()
    assert editor.addendum.bar.isHidden()


def test_given_a_note_that_went_meanwhile_when_signed_then_what_was_typed_stays(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    begin(room, signed)
    bar = signed.addendum.bar
    room.keys(bar.text, "Better.")
    bar.reason.setText("Telephone")
    room.practice.notes.delete(written.id, "Wrong client")
    bar.yes.click()
    room.settle()
    assert signed.page.banner.text
    assert (bar.isHidden(), bar.text.text()) == (False, "Better.")


def filled(room: Room, editor: NoteEditor) -> None:
    begin(room, editor)
    room.keys(editor.addendum.bar.text, "Better.")
    editor.addendum.bar.reason.setText("Telephone")


def test_given_an_addendum_when_signed_twice_before_the_answer_then_it_is_signed_once(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    filled(room, signed)
    bar = signed.addendum.bar
    room.key(focused(), Qt.Key.Key_Return, CTRL)
    assert not bar.isEnabled()
    room.key(signed, Qt.Key.Key_Return, CTRL)
    bar.yes.click()
    room.keys(focused(), "Lost?")
    assert bar.text.text() == "Better."
    room.settle()
    assert len(room.practice.notes.versions(written.id)) == 2
    begin(room, signed)
    assert focused() is bar.text


def test_given_a_refused_addendum_then_one_goes_on_typing_where_one_was_and_signs_again(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    filled(room, signed)
    bar = signed.addendum.bar
    room.practice.notes.delete(written.id, "Wrong client")
    room.key(bar.text, Qt.Key.Key_Return, CTRL)
    room.settle()
    assert focused() is bar.text
    room.practice.notes.restore(written.id)
    bar.yes.click()
    room.settle()
    assert len(room.practice.notes.versions(written.id)) == 2


def test_given_a_signature_when_the_program_ends_before_the_answer_then_nothing_waits_unsigned(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    filled(room, signed)
    signed.addendum.bar.yes.click()
    signed.flush()
    room.jobs.close()
    assert len(room.practice.notes.versions(written.id)) == 2
    assert room.practice.settings.local("unfinished_addenda") is None


def test_given_a_refused_addendum_when_the_program_ends_then_it_waits_unsigned(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    filled(room, signed)
    room.practice.notes.delete(written.id, "Wrong client")
    signed.addendum.bar.yes.click()
    signed.flush()
    room.jobs.close()
    assert str(written.id) in room.practice.settings.local("unfinished_addenda")["notes"]


def test_given_an_addendum_when_the_key_of_deletion_is_pressed_then_nothing_is_asked(
    room: Room, signed: NoteEditor
) -> None:
    begin(room, signed)
    room.key(signed, Qt.Key.Key_Delete, CTRL | SHIFT)
    signed.deletion.begin()
    assert room.navigator.asked == []


def test_given_another_note_is_on_its_way_when_the_addendum_is_signed_then_that_one_comes_up(
    room: Room, signed: NoteEditor
) -> None:
    other = room.draft(room.add("Otto", "Brand"), plan="Walks.")
    filled(room, signed)
    signed.addendum.bar.yes.click()
    signed.open(other.id)
    room.settle()
    assert signed.presenter.note is not None
    assert signed.presenter.note.id == other.id


def test_given_an_addendum_when_its_note_is_opened_again_then_one_goes_on_typing(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    begin(room, signed)
    room.keys(focused(), "Better")
    signed.open(written.id)
    room.settle()
    room.keys(focused(), "!")
    assert sorted(signed.addendum.bar.text.text()) == sorted("Better!")


def test_given_an_addendum_when_a_snippet_is_picked_by_its_key_then_it_stands_there_and_not_in_the_note(
    room: Room, signed: NoteEditor
) -> None:
    room.practice.snippets.add(TextSnippetDraft(abbreviation="tel", text="By telephone."))
    room.practice.templates.add(NoteTemplateDraft(name="Tel visit", plan="Heat."))
    note = signed.presenter.note
    assert note is not None
    signed.open(note.id)
    room.settle()
    begin(room, signed)
    menu = field_menu(signed.addendum.bar.text, signed.addendum.bar.text.pick)
    assert "Insert a snippet or a template…" in [action.text() for action in menu.actions()]
    room.key(focused(), Qt.Key.Key_J, CTRL)
    room.keys(focused(), "tel")
    room.key(focused(), Qt.Key.Key_Return)
    assert signed.addendum.bar.text.text() == "By telephone."
    assert focused() is signed.addendum.bar.text
    assert signed.page.texts()["plan"] == ""
