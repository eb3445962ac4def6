"""While an amendment is signed nothing can be typed into it, which look, words and screen readers tell."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from core.domain.notes import SOAP
from core.domain.records import SessionNote
from core.store.practice.practice import NoteTemplateDraft
from desktop.notes.editor import NoteEditor
from tests.desktop.notes.open_note import editor, written
from tests.desktop.notes.test_editor_signatures import keys
from tests.desktop.notes.test_signed_once import WORDS, begin_amendment, held, refuse, signed
from tests.desktop.records_room import Room

__all__ = ["editor", "keys", "signed", "written"]


def ground(editor: NoteEditor) -> str:
    drawn = editor.page.cards["plan"].grab().toImage()
    return drawn.pixelColor(drawn.width() // 2, 8).name()


def test_given_an_amendment_that_is_being_signed_when_typed_and_inserted_then_nothing_of_it_is_taken(
    room: Room, signed: NoteEditor, written: SessionNote
) -> None:
    template = room.practice.templates.add(NoteTemplateDraft(name="Knee", objective="Lost?")).value
    begin_amendment(room, signed)
    plan = signed.page.cards["plan"].text
    before, said = ground(signed), signed.amend_bar.words.text()
    with held(room):
        signed.amend_bar.press_yes()
        signed.page.go_to("plan")
        room.keys(plan, " Lost?")
        room.key(plan, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        signed.page.put("Lost?")
        signed.page.append("plan", "Lost?")
        signed.presenter.fill(template)
        signed.page.fill({"objective": "Lost?"})
        assert "Lost?" not in "".join(signed.page.texts().values())
        assert ground(signed) != before
        assert "being signed" in signed.amend_bar.words.text() != said
        read = QAccessible.queryAccessibleInterface(plan)
        assert "being signed" in read.text(QAccessible.Text.Description)
        assert read.state().readOnly
    room.settle()
    assert room.practice.notes.versions(written.id)[-1].plan == WORDS


def test_given_a_refused_amendment_then_one_goes_on_typing_where_one_was(
    room: Room, signed: NoteEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_amendment(room, signed)
    refuse(room, monkeypatch, "amend")
    plan = signed.page.cards["plan"].text
    signed.page.setFocus()
    before, said = ground(signed), signed.amend_bar.words.text()
    plan.setFocus()
    room.key(plan, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert plan.hasFocus()
    room.keys(plan, "!")
    assert signed.page.texts()["plan"] == WORDS + "!"
    assert signed.amend_bar.words.text() == said
    assert not plan.accessibleDescription()
    signed.page.setFocus()
    assert ground(signed) == before


def test_given_signed_notes_when_one_is_opened_after_the_other_then_no_field_is_open_in_between(
    room: Room, signed: NoteEditor
) -> None:
    heard: list[bool] = []
    for card in signed.page.cards.values():
        card.text.read_only_changed.connect(lambda text=card.text: heard.append(text.isReadOnly()))
    signed.page.load(dict.fromkeys(SOAP, "nek"), {}, read_only=True)
    assert False not in heard


def test_given_a_field_that_takes_no_words_when_the_key_copies_into_it_then_it_stays_as_it_is(
    room: Room, editor: NoteEditor, written: SessionNote
) -> None:
    earlier = room.practice.notes.start(
        written.client_id, session_date=room.clock.now() - timedelta(days=7)
    ).value
    room.practice.notes.save_draft(earlier.id, plan="Heat.")
    editor.open(written.id)
    room.settle()
    before = editor.page.texts()
    editor.page.set_read_only(True)
    editor.page.cards["plan"].text.setFocus()
    editor.carrying.by_key()
    assert editor.page.texts() == before
