"""An answer that becomes an amendment is signed: whoever gives it has to prove who they are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.domain.enums import Resolution
from core.domain.errors import RuleBroken
from desktop.inbox.screen import InboxScreen
from desktop.notes.gateway import NotesGateway
from tests.asking import ask
from tests.desktop.records_room import Room

PHRASE = "the right one"


class OnlyByPhrase:
    """Whoever signs has to prove it, and there is no quick unlock."""

    is_due, may_be_quick, has_guessed = True, False, False

    def prove(self, passphrase: str) -> bool:
        return passphrase == PHRASE

    def prove_quickly(self) -> bool:
        return False


def test_given_an_amendment_when_its_reason_is_said_then_only_the_passphrase_signs_it(room: Room) -> None:
    note = room.draft(room.add("Mira", "Talbot"), plan="Heat.")
    room.practice.notes.finalize(note.id)
    room.practice.notes.save_draft(note.id, plan="Heat and rest.")
    screen = room.open(InboxScreen, signer=OnlyByPhrase())
    screen.activate()
    room.settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    room.key(focused, Qt.Key.Key_1)
    line = screen.compare.reason
    assert line.proof.isVisible()

    room.key(line.line, Qt.Key.Key_Return)
    room.settle()
    assert room.practice.notes.get(note.id).amendment_count == 0

    room.keys(line.proof.field.editor, PHRASE)
    room.key(line.proof.field.editor, Qt.Key.Key_Return)
    room.settle()
    assert room.practice.notes.get(note.id).amendment_count == 1


def test_given_a_question_in_a_field_when_the_note_was_signed_meanwhile_then_it_is_for_the_inbox(
    room: Room,
) -> None:
    note = room.draft(room.add("Mira", "Talbot"), plan="Heat.")
    ask(room.practice, note.id, "plan", "", "Heat.", "Ice.")
    (question,) = room.practice.notes.questions(note.id)
    with room.practice.desk.write() as writer:
        writer.update("sessions", note.id, {"is_draft": False, "finalized_at": room.clock.now()})

    with pytest.raises(RuleBroken, match="Answer in the Inbox"):
        NotesGateway(room.practice, room.clock).answer(question.id, Resolution.THEIRS)
    assert room.practice.notes.get(note.id).amendment_count == 0
