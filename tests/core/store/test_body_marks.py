"""Marks on the body chart in the store: put, changed, taken back; frozen, clinical, imported."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.domain.body_chart import PAIN, SCAR, TENSION
from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.errors import BadInput, NotFound, RuleBroken
from core.domain.ids import ClientId, NoteId
from core.domain.new_rows import BodyMarkDraft, ClientDraft
from core.domain.records import SessionNote
from core.store.practice import body_marks
from core.store.practice.practice import Practice
from core.store.transfer.import_lines import import_files
from core.store.unit_of_work.writer import Writer

WHEN = datetime(2026, 2, 3, 10, tzinfo=UTC)


def _client(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Maria", last_name="Sampleton")).value.id


def _note(practice: Practice, client_id: ClientId | None = None, days: int = 0) -> SessionNote:
    day = WHEN + timedelta(days=days)
    return practice.notes.start(client_id or _client(practice), session_date=day).value


def _pain(note_id: NoteId, intensity: str = "6") -> BodyMarkDraft:
    return BodyMarkDraft(session_id=note_id, kind=PAIN, place="BACK 250 205", intensity=intensity)


def test_given_a_mark_when_put_changed_and_taken_off_then_each_is_recorded_and_can_be_taken_back(
    practice: Practice,
) -> None:
    note = _note(practice)
    added = practice.body_marks.add(_pain(note.id))
    mark = added.value
    assert (mark.kind, mark.place, mark.intensity) == (PAIN, "BACK 250 205", "6")
    assert {change.table for change in added.changed} == {"body_marks"}
    practice.body_marks.edit(mark.id, intensity="4", remark=" After a walk ")
    practice.body_marks.edit(mark.id, intensity="4")
    gone = practice.body_marks.delete(mark.id)
    assert practice.body_marks.of_note(note.id) == []
    with pytest.raises(NotFound):
        practice.body_marks.edit(mark.id, intensity="5")
    assert gone.undo is not None
    practice.undo(gone.undo)
    (back,) = practice.body_marks.of_note(note.id)
    assert (back.intensity, back.remark) == ("4", "After a walk")
    assert practice.body_marks.get(mark.id) == back
    events = sorted(event.event_type for event in practice.audit.list(resource_id=mark.id))
    assert events == ["mark.add", "mark.delete", "mark.edit", "mark.undo"]


def test_given_charts_of_two_clients_when_read_then_each_has_its_own_the_newest_session_first(
    practice: Practice, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id = _client(practice)
    earlier, later, bare = (_note(practice, client_id, days) for days in (0, 7, 8))
    old = practice.body_marks.add(_pain(earlier.id)).value
    first = practice.body_marks.add(_pain(later.id)).value
    clock.advance(timedelta(seconds=1))
    second = practice.body_marks.add(_pain(later.id, "3")).value
    other = practice.body_marks.add(_pain(_note(practice).id)).value
    charts = practice.body_marks.charts(client_id)
    assert [(chart.note_id, chart.session_date) for chart in charts] == [
        (later.id, later.session_date),
        (earlier.id, earlier.session_date),
    ]
    assert [chart.marks for chart in charts] == [[first, second], [old]]
    assert practice.body_marks.of_note(bare.id) == []
    assert other.id not in {mark.id for chart in charts for mark in chart.marks}
    monkeypatch.setattr(body_marks, "MOST_CHARTS", 1)
    assert [chart.note_id for chart in practice.body_marks.charts(client_id)] == [later.id]


def test_given_a_chart_whose_marks_were_all_taken_off_or_a_deleted_note_when_read_then_it_is_no_chart(
    practice: Practice,
) -> None:
    client_id = _client(practice)
    emptied, deleted = _note(practice, client_id), _note(practice, client_id, 1)
    practice.body_marks.delete(practice.body_marks.add(_pain(emptied.id)).value.id)
    practice.body_marks.add(_pain(deleted.id))
    practice.notes.save_draft(deleted.id, plan="Rest.")
    practice.notes.delete(deleted.id)
    assert practice.body_marks.charts(client_id) == []


def test_given_a_signed_note_when_its_chart_is_touched_then_all_of_it_stays(practice: Practice) -> None:
    note = _note(practice)
    added = practice.body_marks.add(_pain(note.id))
    practice.notes.save_draft(note.id, plan="Rest.")
    practice.notes.finalize(note.id)
    assert added.undo is not None
    undo = added.undo
    attempts: tuple[Callable[[], object], ...] = (
        lambda: practice.body_marks.edit(added.value.id, intensity="4"),
        lambda: practice.body_marks.delete(added.value.id),
        lambda: practice.body_marks.add(_pain(note.id, "4")),
        lambda: practice.undo(undo),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "frozen"
    assert practice.body_marks.of_note(note.id) == [added.value]


def test_given_an_earlier_chart_when_carried_then_what_is_missing_comes_without_its_strength_and_goes_at_once(
    practice: Practice,
) -> None:
    client_id = _client(practice)
    earlier, note = (_note(practice, client_id, days) for days in (0, 7))
    practice.body_marks.add(_pain(earlier.id, "8"))
    for kind, place in ((TENSION, "BACK 560 185"), (SCAR, "FRONT 595 722")):
        practice.body_marks.add(
            BodyMarkDraft(session_id=earlier.id, kind=kind, place=place, intensity="4", remark="Since May")
        )
    there = practice.body_marks.add(_pain(note.id, "3")).value
    done = practice.body_marks.carry(earlier.id, note.id)
    kept = practice.body_marks.of_note(note.id)
    assert there in kept
    assert {(mark.kind, mark.place, mark.intensity, mark.remark) for mark in done.value} == {
        (TENSION, "BACK 560 185", None, None),
        (SCAR, "FRONT 595 722", None, None),
    }
    assert {mark.id for mark in kept} == {there.id, *(mark.id for mark in done.value)}
    assert practice.body_marks.carry(earlier.id, note.id).undo is None
    assert done.undo is not None
    practice.undo(done.undo)
    assert practice.body_marks.of_note(note.id) == [there]
    assert len(practice.body_marks.of_note(earlier.id)) == 3


def test_given_a_signed_note_or_one_of_another_client_when_marks_are_carried_to_it_then_all_stays(
    practice: Practice,
) -> None:
    client_id = _client(practice)
    earlier, signed, other = _note(practice, client_id), _note(practice, client_id, 7), _note(practice)
    practice.body_marks.add(_pain(earlier.id))
    practice.notes.save_draft(signed.id, plan="Rest.")
    practice.notes.finalize(signed.id)
    with pytest.raises(RuleBroken):
        practice.body_marks.carry(earlier.id, signed.id)
    with pytest.raises(NotFound):
        practice.body_marks.carry(earlier.id, other.id)
    for note in (signed, other):
        assert practice.body_marks.of_note(note.id) == []


def test_given_what_says_nothing_when_put_or_changed_then_it_is_refused(practice: Practice) -> None:
    note = _note(practice)
    mark = practice.body_marks.add(_pain(note.id)).value
    with pytest.raises(RuleBroken):
        practice.body_marks.add(_pain(note.id, "11"))
    with pytest.raises(RuleBroken):
        practice.body_marks.edit(mark.id, place="NOWHERE 1 1")
    with pytest.raises(TypeError):
        practice.body_marks.edit(mark.id, session_id=note.id)
    with pytest.raises(NotFound):
        practice.body_marks.add(_pain(NoteId(mark.id)))
    assert practice.body_marks.get(mark.id) == mark
    assert practice.body_marks.edit(mark.id, kind=SCAR, intensity=None).value.intensity is None
    assert practice.body_marks.edit(mark.id, kind=TENSION, place="FRONT 1 2").value.place == "FRONT 1 2"


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.READONLY])
def test_given_who_reads_nothing_clinical_when_they_mark_then_it_is_refused(
    practice: Practice, clock: FixedClock, role: Role
) -> None:
    mark = practice.body_marks.add(_pain(_note(practice).id)).value
    with practice.store.write() as db:
        Writer(db, practice.me, clock, practice.desk.ids).update("users", practice.me.user_id, {"role": role})
    attempts: tuple[Callable[[], object], ...] = (
        lambda: practice.body_marks.add(_pain(mark.session_id)),
        lambda: practice.body_marks.edit(mark.id, intensity="4"),
        lambda: practice.body_marks.delete(mark.id),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "role"


@pytest.mark.parametrize(
    "odd", [{"kind": "ACHE"}, {"place": "x"}, {"intensity": "11"}, {"intensity": 6}, {"session_id": None}]
)
def test_given_a_mark_that_says_nothing_when_imported_then_it_is_refused_and_a_good_one_is_taken(
    practice: Practice, tmp_path: Path, odd: dict[str, object]
) -> None:
    line = {
        "table": "body_marks",
        "session_id": str(_note(practice).id),
        "kind": PAIN,
        "place": "BACK 250 205",
        "intensity": "6",
    }
    source = tmp_path / "lines.jsonl"
    source.write_text(json.dumps({**line, **odd}), encoding="utf-8")
    with pytest.raises((BadInput, RuleBroken)):
        import_files(practice, source)
    source.write_text(json.dumps(line), encoding="utf-8")
    assert import_files(practice, source).created == 1
