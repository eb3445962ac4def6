"""Measures in the store: added, changed, taken back; frozen with their note; clinical; imported."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.errors import BadInput, NotFound, RuleBroken
from core.domain.ids import ClientId, NoteId
from core.domain.measures import PAIN
from core.domain.new_rows import ClientDraft, MeasureDraft
from core.domain.records import SessionNote
from core.store.practice.practice import Practice
from core.store.transfer.import_lines import import_files
from core.store.unit_of_work.writer import Writer

WHEN = datetime(2026, 2, 3, 10, tzinfo=UTC)


def _client(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Maria", last_name="Sampleton")).value.id


def _note(practice: Practice) -> SessionNote:
    return practice.notes.start(_client(practice), session_date=WHEN).value


def _pain(client_id: ClientId, value: str = "7,5", note_id: NoteId | None = None) -> MeasureDraft:
    scale: dict[str, Any] = {"kind": PAIN, "name": " Pain ", "low": "0", "high": "10"}
    return MeasureDraft(client_id=client_id, session_id=note_id, value=value, **scale)


def test_given_a_measure_when_added_changed_and_deleted_then_each_is_recorded_and_can_be_taken_back(
    practice: Practice, clock: FixedClock
) -> None:
    client_id = _client(practice)
    added = practice.measures.add(_pain(client_id))
    pain = added.value
    assert (pain.name, pain.value, pain.taken_at) == ("Pain", "7.5", clock.now())
    assert {change.table for change in added.changed} == {"measures"}
    practice.measures.edit(pain.id, value="6", note=" After a walk ")
    practice.measures.edit(pain.id, value="6")
    gone = practice.measures.delete(pain.id)
    assert practice.measures.of_client(client_id) == []
    with pytest.raises(NotFound):
        practice.measures.edit(pain.id, value="5")
    assert gone.undo is not None
    practice.undo(gone.undo)
    (back,) = practice.measures.of_client(client_id)
    assert (back.value, back.note) == ("6", "After a walk")
    assert practice.measures.get(pain.id) == back
    events = sorted(event.event_type for event in practice.audit.list(resource_id=pain.id))
    assert events == ["measure.add", "measure.delete", "measure.edit", "measure.undo"]


def test_given_measures_of_two_clients_when_read_then_each_has_its_own_the_newest_first(
    practice: Practice, clock: FixedClock
) -> None:
    note = _note(practice)
    other = practice.measures.add(_pain(_client(practice))).value
    first = practice.measures.add(_pain(note.client_id, "3", note.id)).value
    clock.advance(timedelta(minutes=1))
    second = practice.measures.add(_pain(note.client_id, "2", note.id)).value
    alone = practice.measures.add(_pain(note.client_id, "1")).value
    assert first.taken_at == WHEN
    assert practice.measures.of_note(note.id) == [first, second]
    assert practice.measures.of_client(note.client_id) == [
        alone,
        *sorted((first, second), key=lambda each: each.id, reverse=True),
    ]
    assert practice.measures.of_client(note.client_id, 1) == [alone]
    assert practice.measures.of_client(other.client_id) == [other]


def test_given_a_signed_note_when_its_measures_are_touched_then_they_stay_and_a_new_one_stands_by_itself(
    practice: Practice,
) -> None:
    note = _note(practice)
    added = practice.measures.add(_pain(note.client_id, "3", note.id))
    practice.notes.save_draft(note.id, plan="Rest.")
    practice.notes.finalize(note.id)
    assert added.undo is not None
    undo = added.undo
    attempts: tuple[Callable[[], object], ...] = (
        lambda: practice.measures.edit(added.value.id, value="4"),
        lambda: practice.measures.delete(added.value.id),
        lambda: practice.measures.add(_pain(note.client_id, "4", note.id)),
        lambda: practice.undo(undo),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "frozen"
    assert practice.measures.of_note(note.id) == [added.value]
    alone = practice.measures.add(_pain(note.client_id, "4")).value
    assert practice.measures.edit(alone.id, value="5").value.value == "5"


def test_given_a_note_with_measures_when_it_gets_another_day_then_they_have_it_but_for_one_with_its_own(
    practice: Practice,
) -> None:
    note = _note(practice)
    with_it = practice.measures.add(_pain(note.client_id, "3", note.id)).value
    own_day = WHEN - timedelta(days=9)
    apart = practice.measures.add(replace(_pain(note.client_id, "4", note.id), taken_at=own_day)).value
    practice.notes.save_draft(note.id, plan="Rest.")
    assert practice.measures.get(with_it.id).taken_at == WHEN
    moved = practice.notes.save_draft(note.id, session_date=WHEN - timedelta(days=2))
    assert practice.measures.get(with_it.id).taken_at == WHEN - timedelta(days=2)
    assert practice.measures.get(apart.id).taken_at == own_day
    assert {"sessions", "measures"} <= {change.table for change in moved.changed}


def test_given_what_belongs_elsewhere_when_added_or_changed_then_it_is_refused(practice: Practice) -> None:
    note = _note(practice)
    with pytest.raises(RuleBroken) as refused:
        practice.measures.add(_pain(_client(practice), "3", note.id))
    assert refused.value.code == "other_client"
    pain = practice.measures.add(_pain(note.client_id)).value
    with pytest.raises(RuleBroken):
        practice.measures.edit(pain.id, value="11")
    with pytest.raises(TypeError):
        practice.measures.edit(pain.id, client_id=note.client_id)
    assert practice.measures.get(pain.id) == pain


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.READONLY])
def test_given_who_reads_nothing_clinical_when_they_measure_then_it_is_refused(
    practice: Practice, clock: FixedClock, role: Role
) -> None:
    pain = practice.measures.add(_pain(_client(practice))).value
    with practice.store.write() as db:
        Writer(db, practice.me, clock, practice.desk.ids).update("users", practice.me.user_id, {"role": role})
    attempts: tuple[Callable[[], object], ...] = (
        lambda: practice.measures.add(_pain(pain.client_id)),
        lambda: practice.measures.edit(pain.id, value="4"),
        lambda: practice.measures.delete(pain.id),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "role"


@pytest.mark.parametrize("odd", [{"value": "1e3"}, {"value": "11"}, {"name": ""}, {"low": "x"}, {"value": 6}])
def test_given_a_measure_that_says_nothing_when_imported_then_it_is_refused_and_a_good_one_is_taken(
    practice: Practice, tmp_path: Path, odd: dict[str, object]
) -> None:
    line = {
        "table": "measures",
        "client_id": str(_client(practice)),
        "taken_at": "2026-02-03T10:00:00+00:00",
        "kind": PAIN,
        "name": "Pain",
        "low": "0",
        "high": "10",
        "value": "7.5",
    }
    source = tmp_path / "lines.jsonl"
    source.write_text(json.dumps({**line, **odd}), encoding="utf-8")
    with pytest.raises((BadInput, RuleBroken)):
        import_files(practice, source)
    source.write_text(json.dumps(line), encoding="utf-8")
    assert import_files(practice, source).created == 1
