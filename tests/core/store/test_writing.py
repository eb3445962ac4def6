"""What stands beside a note while somebody writes in it: half sentences, and what could not be merged."""

import pytest

from core.domain.enums import Resolution
from core.domain.errors import UserError
from core.domain.ids import DeviceId, NoteId
from core.domain.new_rows import ClientDraft
from core.store.database.draft_trails import forget_all_trails
from core.store.practice.practice import Practice
from core.store.unit_of_work.half_written import Beside, Followed, Written
from tests.asking import ask

HALF = Written("Heat and re", "Heat.")


@pytest.fixture
def note_id(practice: Practice) -> NoteId:
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id
    return practice.notes.start(client).value.id


def save(practice: Practice, note_id: NoteId, beside: Beside) -> None:
    practice.notes.save_draft(note_id, beside=beside)


def test_given_half_a_sentence_when_kept_then_it_stands_beside_its_note_until_it_is_whole(
    practice: Practice, note_id: NoteId
) -> None:
    waiting = practice.waiting()
    save(practice, note_id, Beside({"plan": HALF, "objective": None}))
    assert practice.notes.written_in(note_id) == {"plan": HALF}
    assert practice.notes.being_written() == [note_id]
    assert practice.notes.get(note_id).plan is None
    assert practice.waiting() == waiting
    save(practice, note_id, Beside({"plan": None}))
    assert (practice.notes.written_in(note_id), practice.notes.being_written()) == ({}, [])


def test_given_two_notes_when_kept_then_each_has_its_own(practice: Practice, note_id: NoteId) -> None:
    other = practice.notes.start(practice.notes.get(note_id).client_id).value.id
    save(practice, note_id, Beside({"plan": HALF}))
    save(practice, other, Beside({"plan": Written("Ice", ""), "objective": Written("So", "")}))
    assert set(practice.notes.being_written()) == {note_id, other}
    assert practice.notes.written_in(note_id) == {"plan": HALF}
    assert practice.notes.written_in(other).keys() == {"plan", "objective"}


def test_given_a_signed_note_when_late_words_are_proposed_then_nothing_is_left_beside_it(
    practice: Practice, note_id: NoteId
) -> None:
    practice.notes.save_draft(note_id, plan="Rest.", beside=Beside({"plan": Written("Rest. He", "Rest.")}))
    practice.notes.finalize(note_id)
    practice.notes.save_draft(note_id, plan="Rest. Heat.")
    assert practice.notes.written_in(note_id) == {}


def test_given_late_words_that_this_store_does_not_know_of_when_others_are_typed_then_both_are_asked_about(
    practice: Practice, note_id: NoteId
) -> None:
    practice.notes.save_draft(note_id, plan="Rest.")
    practice.notes.finalize(note_id)
    practice.notes.save_draft(note_id, plan="Rest. Heat.")
    practice.notes.save_draft(note_id, plan="Rest. Heat twice a day.")
    with practice.desk.store.write() as db:
        forget_all_trails(db)  # as after an old disk: the question came back from the server
    practice.notes.save_draft(note_id, plan="Rest. Ice.")
    practice.notes.save_draft(note_id, plan="Rest. Ice at night.")
    asked = [each.ours for each in practice.inbox.conflicts()]
    assert sorted(text or "" for text in asked) == ["Rest. Heat twice a day.", "Rest. Ice at night."]


def test_given_two_texts_when_asked_then_a_question_and_the_history_have_both_and_it_is_asked_once(
    practice: Practice, note_id: NoteId
) -> None:
    other = DeviceId(note_id)
    with practice.store.write() as db:
        db.exec_driver_sql("UPDATE sessions SET origin_device = ?", (other.bytes,))
    for _ in range(2):
        save(practice, note_id, Beside(asked={"plan": ("Rest.", "Heat.", "Ice.")}))
    (question,) = practice.notes.questions(note_id)
    assert (question.base, question.ours, question.theirs) == ("Rest.", "Heat.", "Ice.")
    assert (question.our_device_id, question.their_device_id) == (practice.me.device_id, other)
    assert practice.notes.last_writer(note_id) == other
    with practice.store.read() as db:
        told = db.exec_driver_sql("SELECT field, ours, theirs, kind FROM history").all()
    assert [tuple(row) for row in told] == [("plan", "Heat.", "Ice.", "conflict")]


def test_given_words_of_this_laptop_alone_then_no_other_is_named(practice: Practice, note_id: NoteId) -> None:
    assert practice.notes.last_writer(note_id) is None
    with practice.store.write() as db:
        db.exec_driver_sql("UPDATE sessions SET origin_device = ?", (practice.me.device_id.bytes,))
    assert practice.notes.last_writer(note_id) is None


def test_given_a_question_when_one_writes_on_then_it_goes_on_unless_it_moved_meanwhile(
    practice: Practice, note_id: NoteId
) -> None:
    question = ask(practice, note_id, "plan", "Rest.", "Heat.", "Ice.").value
    on = Followed(question.id, ("Heat.", "Ice."), ("Heat. Twice.", "Ice."))
    save(practice, note_id, Beside(followed=(on,)))
    assert practice.inbox.conflict(question.id).ours == "Heat. Twice."
    with pytest.raises(UserError, match="meanwhile") as moved:
        save(practice, note_id, Beside({"plan": HALF}, followed=(on,)))
    assert moved.value.code == "text_moved"
    assert practice.notes.written_in(note_id) == {}
    practice.inbox.resolve(question.id, Resolution.MINE)
    later = Followed(question.id, ("Heat. Twice.", "Ice."), ("Heat. Thrice.", "Ice."))
    with pytest.raises(UserError, match="meanwhile"):
        save(practice, note_id, Beside(followed=(later,)))
    assert practice.notes.questions(note_id) == []
