"""Marks and measures of a note in question before it is signed, and after."""

import json
from dataclasses import dataclass
from uuid import UUID

import pytest

from core.domain.body_chart import PAIN
from core.domain.clock import FixedClock
from core.domain.enums import Resolution
from core.domain.errors import RuleBroken
from core.domain.ids import ClientId, NoteId, Uuid7Source
from core.domain.measures import PAIN as PAIN_SCALE
from core.domain.new_rows import BodyMarkDraft, ClientDraft, MeasureDraft
from core.domain.registry import BODY_MARKS, BY_NAME, MEASURES, SESSIONS
from core.store.outbox.journal import Journal
from core.store.practice.practice import Practice, SubjectState
from tests.asking import ask, ask_of


@dataclass(frozen=True, slots=True)
class Beside:
    """A note with a mark and a measure."""

    client: ClientId
    note: NoteId
    rows: dict[str, UUID]


@pytest.fixture
def beside(practice: Practice) -> Beside:
    client = practice.clients.add(ClientDraft(first_name="Maria", last_name="Sampleton")).value
    note = practice.notes.start(client.id).value
    practice.notes.save_draft(note.id, plan="Rest.")
    mark = BodyMarkDraft(session_id=note.id, kind=PAIN, place="BACK 250 205", intensity="6")
    scale = MeasureDraft(
        client_id=client.id, session_id=note.id, kind=PAIN_SCALE, name="Pain", low="0", high="10", value="6"
    )
    rows = {
        "body_marks": practice.body_marks.add(mark).value.id,
        "measures": practice.measures.add(scale).value.id,
    }
    return Beside(client.id, note.id, rows)


def test_given_questions_about_marks_and_measures_when_finalized_then_they_are_named_until_answered(
    practice: Practice, beside: Beside
) -> None:
    asked = [
        ask(practice, beside.note, "plan", None, "Ice.", "Rest."),
        *(
            ask_of(practice, BY_NAME[name], row_id, field, "3", "6")
            for (name, row_id), field in zip(beside.rows.items(), ("intensity", "value"), strict=True)
        ),
    ]
    assert practice.notes.disputed(beside.note) == ("plan", "body_marks", "measures")
    with pytest.raises(RuleBroken, match=r"^Plan, Body chart, Measures: ") as refused:
        practice.notes.finalize(beside.note)
    assert refused.value.code == "disputed"
    for question in asked:
        practice.inbox.resolve(question.value.id, Resolution.MINE)
    assert practice.notes.finalize(beside.note).value.finalized_at is not None
    assert practice.body_marks.of_note(beside.note)[0].intensity == "3"


def test_given_a_question_beside_another_note_when_finalized_then_it_does_not_stop_this_one(
    practice: Practice, beside: Beside
) -> None:
    other = practice.notes.start(beside.client).value
    practice.notes.save_draft(other.id, plan="Walk.")
    ask_of(practice, BODY_MARKS, beside.rows["body_marks"], "intensity", "3", "6")
    assert practice.notes.disputed(other.id) == ()
    practice.notes.finalize(other.id)


@pytest.mark.parametrize("name", ["body_marks", "measures"])
def test_given_a_question_beside_a_signed_note_when_answered_then_what_was_signed_stays(
    practice: Practice, beside: Beside, name: str
) -> None:
    field = {"body_marks": "intensity", "measures": "value"}[name]
    practice.notes.finalize(beside.note)
    asked = ask_of(practice, BY_NAME[name], beside.rows[name], field, "3", "6").value
    assert practice.inbox.present(asked).frozen
    with pytest.raises(RuleBroken) as refused:
        practice.inbox.resolve(asked.id, Resolution.MINE)
    assert refused.value.code == "signed"
    practice.inbox.resolve(asked.id, Resolution.THEIRS)
    assert practice.inbox.conflicts() == []
    assert _said(practice, beside) == ["6", "6"]


def test_given_a_mark_that_was_not_there_when_signed_when_its_question_is_answered_then_it_stays_away(
    practice: Practice, beside: Beside
) -> None:
    practice.body_marks.delete(practice.body_marks.of_note(beside.note)[0].id)
    practice.notes.finalize(beside.note)
    late = json.dumps({"kind": PAIN, "intensity": "3"})
    asked = ask_of(practice, BODY_MARKS, beside.rows["body_marks"], "kind,intensity", late, None).value
    now = practice.inbox.present(asked)
    assert (now.standing, now.frozen, now.says(None)) == (SubjectState.DELETED, True, True)
    practice.inbox.resolve(asked.id, Resolution.THEIRS)
    assert practice.body_marks.of_note(beside.note) == []


def test_given_questions_beside_a_note_when_the_inbox_lists_them_then_they_say_whose_note_it_is(
    practice: Practice, beside: Beside
) -> None:
    for name, row_id in beside.rows.items():
        ask_of(practice, BY_NAME[name], row_id, "kind", "3", "6")
    items = [item for item in practice.inbox.items() if item.table in beside.rows]
    assert [(item.note_id, item.client_name) for item in items] == [(beside.note, "Maria Sampleton")] * 2


def test_given_a_mark_of_a_draft_when_its_question_is_answered_then_it_changes(
    practice: Practice, beside: Beside
) -> None:
    asked = ask_of(practice, BODY_MARKS, beside.rows["body_marks"], "intensity", "3", "6").value
    assert not practice.inbox.present(asked).frozen
    practice.inbox.resolve(asked.id, Resolution.MINE)
    assert _said(practice, beside) == ["3", "6"]


class Pushing:
    """A server that takes everything but changes of what stands beside notes, once it is told to."""

    def __init__(self, practice: Practice, clock: FixedClock) -> None:
        self._journal = Journal(practice.me.workspace_id, clock, Uuid7Source(clock))
        self._store = practice.store

    def push(self, *refused: int) -> None:
        with self._store.write() as db:
            for op in self._journal.stage(db, 500, 1_000_000):
                if op.table_no in refused:
                    self._journal.answer_refused(db, op.op_no, "check")
                else:
                    self._journal.answers_ok(db, [(op.op_no, op.base_version + 1)])


def test_given_a_refused_change_beside_a_note_when_made_again_after_it_was_signed_then_it_stays_away(
    practice: Practice, beside: Beside, clock: FixedClock
) -> None:
    server = Pushing(practice, clock)
    server.push()
    (mark,) = practice.body_marks.of_note(beside.note)
    practice.body_marks.edit(mark.id, intensity="3")
    (measure,) = practice.measures.of_note(beside.note)
    practice.measures.delete(measure.id)
    server.push(BODY_MARKS.no, MEASURES.no)
    practice.notes.finalize(beside.note)
    assert len(practice.inbox.refused()) == 2
    for kept in practice.inbox.refused():
        with pytest.raises(RuleBroken) as refused:
            practice.inbox.retry(kept.id)
        assert refused.value.code == "frozen"
    assert _said(practice, beside) == ["6", "6"]
    assert len(practice.inbox.refused()) == 2


def test_given_a_refused_change_beside_a_draft_when_made_again_then_it_is_made(
    practice: Practice, beside: Beside, clock: FixedClock
) -> None:
    server = Pushing(practice, clock)
    server.push()
    practice.body_marks.edit(practice.body_marks.of_note(beside.note)[0].id, intensity="3")
    server.push(BODY_MARKS.no)
    assert _said(practice, beside) == ["6", "6"]
    practice.inbox.retry(practice.inbox.refused()[0].id)
    assert _said(practice, beside) == ["3", "6"]


def test_given_a_refused_signature_when_made_again_with_a_question_beside_the_note_then_it_is_not(
    practice: Practice, beside: Beside, clock: FixedClock
) -> None:
    server = Pushing(practice, clock)
    server.push()
    practice.notes.finalize(beside.note)
    server.push(SESSIONS.no)
    (kept,) = (each for each in practice.inbox.refused() if each.table == "sessions")
    ask_of(practice, MEASURES, beside.rows["measures"], "value", "3", "6")
    with pytest.raises(RuleBroken) as refused:
        practice.inbox.retry(kept.id)
    assert refused.value.code == "signed_otherwise"


def _said(practice: Practice, beside: Beside) -> list[str | None]:
    marks, measures = practice.body_marks.of_note(beside.note), practice.measures.of_note(beside.note)
    return [mark.intensity for mark in marks] + [measure.value for measure in measures]
