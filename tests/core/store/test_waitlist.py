"""The waitlist in the store: put on, changed, taken off, booked, taken back; by whom; imported."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import Role, WaitStatus
from core.domain.errors import BadInput, NotFound, RuleBroken
from core.domain.ids import ClientId, ServiceId
from core.domain.new_rows import AppointmentDraft, ClientDraft, WaitlistDraft
from core.domain.records import WaitlistEntry
from core.domain.recurrence import parse_rule
from core.domain.series import Repeat
from core.domain.waitlist import URGENT
from core.store.practice.practice import Practice
from core.store.transfer.import_lines import import_files
from core.store.unit_of_work.writer import Writer


def _client(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Maria", last_name="Sampleton")).value.id


def _wish(client_id: ClientId, **more: Any) -> WaitlistDraft:
    return WaitlistDraft(client_id=client_id, **{"duration_minutes": 50, **more})


def test_given_somebody_who_waits_when_put_on_changed_and_taken_off_then_each_is_recorded_and_taken_back(
    practice: Practice, clock: FixedClock
) -> None:
    client_id = _client(practice)
    added = practice.waitlist.add(
        _wish(client_id, weekdays="WE,MO", day_part="MORNING", remark=" After school ")
    )
    entry = added.value
    assert (entry.weekdays, entry.day_part, entry.remark) == ("MO,WE", "MORNING", "After school")
    assert (entry.waiting_since, entry.status) == (clock.now(), WaitStatus.WAITING)
    assert {change.table for change in added.changed} == {"waitlist_entries"}
    practice.waitlist.edit(entry.id, urgency=URGENT, latest=date(2026, 6, 1))
    practice.waitlist.edit(entry.id, urgency=URGENT)
    gone = practice.waitlist.take_off(entry.id)
    assert practice.waitlist.waiting() == practice.waitlist.of_client(client_id) == []
    with pytest.raises(NotFound):
        practice.waitlist.edit(entry.id, urgency=None)
    assert gone.undo is not None
    practice.undo(gone.undo)
    (back,) = practice.waitlist.waiting()
    assert (back.urgency, back.latest) == (URGENT, date(2026, 6, 1))
    assert practice.waitlist.get(entry.id) == back
    events = sorted(event.event_type for event in practice.audit.list(resource_id=entry.id))
    assert events == ["waitlist.add", "waitlist.delete", "waitlist.edit", "waitlist.undo"]


def test_given_somebody_urgent_who_came_last_when_listed_then_they_are_asked_first(
    practice: Practice, clock: FixedClock
) -> None:
    first = practice.waitlist.add(_wish(_client(practice))).value
    clock.advance(timedelta(days=1))
    second = practice.waitlist.add(_wish(_client(practice))).value
    last = practice.waitlist.add(_wish(_client(practice), urgency=URGENT)).value
    assert [one.entry.id for one in practice.waitlist.who_waits()] == [last.id, first.id, second.id]


def _booking(entry: WaitlistEntry, client_id: ClientId, hour: int = 10) -> AppointmentDraft:
    return AppointmentDraft(
        client_id=client_id,
        scheduled_start=datetime(2026, 4, 1, hour, tzinfo=UTC),
        scheduled_end=datetime(2026, 4, 1, hour, 50, tzinfo=UTC),
        waitlist_entry_id=entry.id,
    )


@pytest.mark.parametrize("repeat", [None, Repeat(rule=parse_rule("FREQ=WEEKLY;BYDAY=WE"))])
def test_given_a_client_who_is_booked_from_the_waitlist_then_the_wait_is_over_and_one_undo_takes_back_both(
    practice: Practice, repeat: Repeat | None
) -> None:
    entry = practice.waitlist.add(_wish(_client(practice))).value
    draft = _booking(entry, entry.client_id)
    booked = practice.series.book(draft, repeat) if repeat else practice.appointments.book(draft)
    assert {"waitlist_entries"} < {change.table for change in booked.changed}
    assert practice.waitlist.get(entry.id).status is WaitStatus.BOOKED
    assert practice.waitlist.waiting() == practice.waitlist.of_client(entry.client_id) == []
    assert booked.undo is not None
    practice.undo(booked.undo)
    (waiting,) = practice.waitlist.waiting()
    assert waiting.waiting_since == entry.waiting_since
    assert practice.appointments.between(draft.scheduled_start, draft.scheduled_end) == []


def test_given_a_place_that_is_another_clients_or_gone_when_booked_from_then_only_the_booking_is_made(
    practice: Practice,
) -> None:
    entry = practice.waitlist.add(_wish(_client(practice))).value
    practice.appointments.book(_booking(entry, _client(practice)))
    assert practice.waitlist.waiting() == [entry]
    practice.waitlist.take_off(entry.id)
    practice.appointments.book(_booking(entry, entry.client_id, 12))
    assert practice.waitlist.waiting() == []


def test_given_several_who_wait_when_listed_then_the_longest_comes_first_and_archived_clients_stay_out(
    practice: Practice, clock: FixedClock
) -> None:
    late = practice.waitlist.add(_wish(_client(practice))).value
    clock.advance(timedelta(minutes=1))
    long_ago = clock.now() - timedelta(days=90)
    early = practice.waitlist.add(_wish(_client(practice), waiting_since=long_ago)).value
    twice = practice.waitlist.add(_wish(early.client_id, duration_minutes=30)).value
    archived = practice.waitlist.add(_wish(_client(practice))).value
    practice.clients.archive(archived.client_id)
    assert [each.id for each in practice.waitlist.waiting()] == [early.id, late.id, twice.id]
    assert [each.id for each in practice.waitlist.of_client(early.client_id)] == [early.id, twice.id]
    with pytest.raises(RuleBroken) as refused:
        practice.waitlist.add(_wish(archived.client_id))
    assert refused.value.code == "archived"


def test_given_what_cannot_be_when_added_or_changed_then_nothing_changes(practice: Practice) -> None:
    entry = practice.waitlist.add(_wish(_client(practice), earliest=date(2026, 5, 1))).value
    with pytest.raises(RuleBroken):
        practice.waitlist.edit(entry.id, latest=date(2026, 4, 30))
    with pytest.raises(RuleBroken):
        practice.waitlist.add(_wish(entry.client_id, duration_minutes=0))
    with pytest.raises(TypeError):
        practice.waitlist.edit(entry.id, client_id=entry.client_id)
    gone = ServiceId(uuid.uuid4())
    with pytest.raises(NotFound):
        practice.waitlist.add(_wish(entry.client_id, service_id=gone))
    with pytest.raises(NotFound):
        practice.waitlist.edit(entry.id, service_id=gone)
    assert practice.waitlist.waiting() == [entry]


def test_given_roles_when_they_keep_the_waitlist_then_whoever_may_book_does_and_a_reader_reads(
    practice: Practice, clock: FixedClock
) -> None:
    entry = practice.waitlist.add(_wish(_client(practice))).value
    _become(practice, clock, Role.ASSISTANT)
    assert practice.waitlist.edit(entry.id, remark="Calls back").value.remark == "Calls back"
    _become(practice, clock, Role.READONLY)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: practice.waitlist.add(_wish(entry.client_id)),
        lambda: practice.waitlist.edit(entry.id, remark=None),
        lambda: practice.waitlist.take_off(entry.id),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "role"
    assert [each.remark for each in practice.waitlist.waiting()] == ["Calls back"]


def _become(practice: Practice, clock: FixedClock, role: Role) -> None:
    with practice.store.write() as db:
        Writer(db, practice.me, clock, practice.desk.ids).update("users", practice.me.user_id, {"role": role})


@pytest.mark.parametrize(
    "odd",
    [
        {"duration_minutes": 0},
        {"status": "GONE"},
        {"weekdays": "someday"},
        {"day_part": "NIGHT"},
        {"earliest": "2026-03-02", "latest": "2026-03-01"},
        {"urgency": "VERY"},
    ],
)
def test_given_a_wish_that_nothing_fulfils_when_imported_then_it_is_refused_and_a_good_one_is_taken(
    practice: Practice, tmp_path: Path, odd: dict[str, object]
) -> None:
    line = {
        "table": "waitlist_entries",
        "client_id": str(_client(practice)),
        "duration_minutes": 50,
        "waiting_since": "2026-02-03T10:00:00+00:00",
        "weekdays": "MO",
        "earliest": "2026-03-01",
    }
    source = tmp_path / "lines.jsonl"
    source.write_text(json.dumps({**line, **odd}), encoding="utf-8")
    with pytest.raises((BadInput, RuleBroken)):
        import_files(practice, source)
    source.write_text(json.dumps(line), encoding="utf-8")
    assert import_files(practice, source).created == 1
    (entry,) = practice.waitlist.waiting()
    assert (entry.weekdays, entry.earliest) == ("MO", date(2026, 3, 1))
