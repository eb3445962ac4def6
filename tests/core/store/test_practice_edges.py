"""Conflicts of every kind of column, lists of services and people, limits of the import's reader."""

import uuid
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.clock import FixedClock, from_micros, to_micros
from core.domain.enums import ConflictReason, LocationType, Resolution, Role
from core.domain.errors import BadInput, RuleBroken
from core.domain.ids import ClientId, ConflictId, Uuid7Source
from core.domain.new_rows import AppointmentDraft, ClientDraft, LocationDraft, ServiceDraft
from core.domain.registry import APPOINTMENTS, SERVICES, Access
from core.store.database.tables import HISTORY, NOTICES
from core.store.outbox.journal import Journal
from core.store.practice.practice import InboxKind, Practice, RefusedChange
from core.store.transfer.import_lines import import_files
from core.store.unit_of_work.writer import Writer


def _raise(practice: Practice, clock: FixedClock, **values: object) -> ConflictId:
    with practice.store.write() as db:
        writer = Writer(db, practice.me, clock, Uuid7Source(clock))
        given = {"reason": ConflictReason.VALUE, "noticed_at": clock.now(), **values}
        return ConflictId(writer.insert("conflicts", given))


def test_given_conflicts_over_ids_numbers_and_times_when_resolved_then_the_row_holds_them(
    practice: Practice, clock: FixedClock
) -> None:
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    service = practice.services.add(ServiceDraft(name="S", default_duration_minutes=30)).value
    start = clock.now()
    draft = AppointmentDraft(
        client_id=client.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    booked = practice.appointments.book(draft).value
    wanted = {
        "service_id": str(service.id),
        "original_start": str(to_micros(start)),
        "timezone": "Europe/Berlin",
        "notes": "sealed",
    }
    for field, ours in wanted.items():
        conflict = _raise(practice, clock, table_no=APPOINTMENTS.no, row_id=booked.id, field=field, ours=ours)
        practice.inbox.resolve(conflict, Resolution.MINE)
    row = practice.appointments.get(booked.id)
    assert (row.service_id, row.original_start) == (service.id, start)
    assert (row.timezone, row.notes) == ("Europe/Berlin", "sealed")
    minutes = _raise(
        practice,
        clock,
        table_no=SERVICES.no,
        row_id=service.id,
        field="default_duration_minutes",
        theirs="45",
    )
    practice.inbox.resolve(minutes, Resolution.THEIRS)
    assert practice.services.get(service.id).default_duration_minutes == 45


def test_given_a_conflict_when_answered_without_sense_then_it_stays_open(
    practice: Practice, clock: FixedClock
) -> None:
    service = practice.services.add(ServiceDraft(name="S", default_duration_minutes=30)).value
    conflict = _raise(
        practice, clock, table_no=SERVICES.no, row_id=service.id, field="name", ours="A", theirs="B"
    )
    with pytest.raises(RuleBroken, match="Only texts"):
        practice.inbox.resolve(conflict, Resolution.BOTH)
    with pytest.raises(RuleBroken, match="Write the text"):
        practice.inbox.resolve(conflict, Resolution.EDITED)
    assert [one.id for one in practice.inbox.conflicts()] == [conflict]


def test_given_a_double_booking_when_dismissed_then_both_stay(practice: Practice, clock: FixedClock) -> None:
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    start = clock.now()
    draft = AppointmentDraft(
        client_id=client.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    booked = practice.appointments.book(draft).value
    conflict = _raise(
        practice,
        clock,
        table_no=APPOINTMENTS.no,
        row_id=booked.id,
        reason=ConflictReason.DOUBLE_BOOKING,
    )
    (item,) = practice.inbox.items()
    assert (item.kind, item.client_name, item.table) == ("double_booking", "Ada Invented", "appointments")
    practice.inbox.resolve(conflict, Resolution.DISMISSED)
    assert practice.inbox.items() == []
    assert practice.appointments.get(booked.id) == booked


def tell(practice: Practice, kind: str, field: str | None, **texts: str) -> None:
    """A notice of a row, with its texts in the history."""
    key = practice.me.workspace_id
    told = {"id": key, "table_no": 1, "row_id": key, "field": field, "kind": kind, "at": from_micros(1)}
    with practice.store.write() as db:
        db.execute(HISTORY.insert().values(**told, **texts))
        db.execute(NOTICES.insert().values(**told, history_id=key))


def test_given_a_notice_when_seen_then_it_goes(practice: Practice) -> None:
    tell(practice, "merged", "name", ours="a", theirs="b", result="ab")
    (notice,) = practice.inbox.notices()
    assert (notice.kind, notice.ours, notice.theirs, notice.result) == ("merged", "a", "b", "ab")
    (item,) = practice.inbox.items()
    assert (item.detail, item.client_id) == ("merged", None)
    assert practice.inbox.count() == 0
    practice.inbox.dismiss(notice.id)
    assert practice.inbox.notices() == []
    assert practice.inbox.settled_items() == [], "the record says what was merged"
    practice.inbox.bring_up(notice.id)
    assert practice.inbox.notices() == [notice]


def _refused_edit(practice: Practice, clock: FixedClock, **typed: str) -> RefusedChange:
    """Of a client whom the clinic has."""
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    journal = Journal(practice.me.workspace_id, clock, Uuid7Source(clock))
    with practice.store.write() as db:
        for op in journal.stage(db, 500, 1_000_000):
            journal.answers_ok(db, [(op.op_no, op.base_version + 1)])
    practice.clients.edit(client.id, **typed)
    with practice.store.write() as db:
        for op in journal.stage(db, 500, 1_000_000):
            journal.answer_refused(db, op.op_no, "check")
    return next(one for one in practice.inbox.refused() if one.row_id == client.id)


def test_given_the_only_copy_of_a_text_when_put_away_then_it_stays_readable_and_can_be_brought_up_and_sent(
    practice: Practice, clock: FixedClock
) -> None:
    refused = _refused_edit(practice, clock, notes="my text")
    client_id = ClientId(refused.row_id)
    assert practice.clients.get(client_id).notes is None
    clock.advance(timedelta(hours=1))
    practice.inbox.dismiss(refused.id)
    assert replace(refused, put_away_at=clock.now()) in practice.inbox.put_away()
    listed = next(item for item in practice.inbox.settled_items() if item.id == refused.id)
    assert (listed.kind, listed.client_name, listed.at) == (InboxKind.REFUSED, "Ada Invented", clock.now())
    practice.inbox.bring_up(refused.id)
    assert refused in practice.inbox.refused()
    assert refused.id not in {item.id for item in practice.inbox.settled_items()}
    practice.inbox.dismiss(refused.id)
    practice.inbox.retry(refused.id)
    assert practice.clients.get(client_id).notes == "my text"


def test_given_a_change_was_put_away_when_the_record_was_changed_since_then_nothing_is_written_over_it(
    practice: Practice, clock: FixedClock
) -> None:
    refused = _refused_edit(practice, clock, notes="my text", phone="111")
    practice.inbox.dismiss(refused.id)
    client_id = ClientId(refused.row_id)
    practice.clients.edit(client_id, phone="222")
    with pytest.raises(RuleBroken, match="nothing was written over it"):
        practice.inbox.retry(refused.id)
    told = practice.clients.get(client_id)
    assert (told.notes, told.phone) == (None, "222")
    kept = next(one for one in practice.inbox.put_away() if one.id == refused.id)
    assert isinstance(kept, RefusedChange)
    assert kept.can_go_again


def test_given_a_change_was_put_away_when_its_record_was_deleted_since_then_it_is_not_brought_back(
    practice: Practice, clock: FixedClock
) -> None:
    refused = _refused_edit(practice, clock, phone="111")
    practice.inbox.dismiss(refused.id)
    with practice.store.write() as db:
        Writer(db, practice.me, clock, Uuid7Source(clock)).delete("clients", refused.row_id)
    with pytest.raises(RuleBroken, match="nothing was written over it"):
        practice.inbox.retry(refused.id)


def test_given_a_change_was_sent_again_when_sent_once_more_then_it_is_refused_and_cannot_be_brought_up(
    practice: Practice, clock: FixedClock
) -> None:
    refused = _refused_edit(practice, clock, notes="my text")
    practice.inbox.retry(refused.id)
    with pytest.raises(RuleBroken, match="did not go a second time"):
        practice.inbox.retry(refused.id)
    assert practice.clients.get(ClientId(refused.row_id)).notes == "my text"
    practice.inbox.bring_up(refused.id)
    assert refused.id not in {one.id for one in practice.inbox.refused()}
    (kept,) = [one for one in practice.inbox.put_away() if one.id == refused.id]
    assert isinstance(kept, RefusedChange)
    assert kept.was_sent


def test_given_hundreds_were_put_away_when_what_was_settled_is_read_then_none_is_out_of_sight(
    practice: Practice, clock: FixedClock
) -> None:
    refused = _refused_edit(practice, clock, notes="my text")
    practice.inbox.dismiss(refused.id)
    again = (
        "INSERT INTO refused (id, table_no, row_id, payload, code, at, dismissed_at)"
        " SELECT ?, table_no, row_id, payload, code, at, dismissed_at + 1 FROM refused WHERE id = ?"
    )
    told = "INSERT INTO notices (id, table_no, row_id, kind, at, seen_at) VALUES (?, 1, ?, 'replaced', 1, ?)"
    ids = [uuid.UUID(int=number) for number in range(1, 151)]
    with practice.store.write() as db:
        for each in ids:
            db.exec_driver_sql(again, (each.bytes, refused.id.bytes))
            db.exec_driver_sql(told, (each.bytes, refused.row_id.bytes, each.int))
    shown = practice.inbox.settled_items()
    assert refused.id in {item.id for item in shown}
    assert len([item for item in shown if item.id in ids]) == 2 * len(ids)


def test_given_a_text_that_gave_way_when_its_notice_was_seen_then_it_stays_readable(
    practice: Practice, clock: FixedClock
) -> None:
    tell(practice, "replaced", None, ours="a whole row")
    (notice,) = practice.inbox.notices()
    practice.inbox.dismiss(notice.id)
    (kept,) = practice.inbox.put_away()
    assert (kept.id, kept.put_away_at) == (notice.id, clock.now())
    assert [item.id for item in practice.inbox.settled_items()] == [notice.id]


def test_given_a_service_and_a_place_when_edited_then_they_change_and_can_be_hidden(
    practice: Practice,
) -> None:
    service = practice.services.add(ServiceDraft(name="S", default_duration_minutes=30)).value
    practice.services.add(ServiceDraft(name="T", default_duration_minutes=30))
    assert practice.services.edit(service.id, colour="#123456", name="S").value.colour == "#123456"
    with pytest.raises(RuleBroken, match="already"):
        practice.services.edit(service.id, name="T")
    with pytest.raises(RuleBroken, match="needs a name"):
        practice.services.edit(service.id, name=" ")
    practice.services.edit(service.id, is_active=False)
    assert [one.name for one in practice.services.list()] == ["T"]
    assert len(practice.services.list(include_inactive=True)) == 2
    place = practice.locations.add(LocationDraft(name="Online", location_type=LocationType.ONLINE)).value
    with pytest.raises(RuleBroken, match="address"):
        practice.locations.edit(place.id, location_type=LocationType.HOME)


def test_given_people_when_edited_then_they_keep_names_and_an_owner(practice: Practice) -> None:
    added = practice.team.add(" Tal Therapist ", Role.THERAPIST, "tal@example.org").value
    assert added.full_name == "Tal Therapist"
    with pytest.raises(RuleBroken, match="needs a name"):
        practice.team.edit(added.id, full_name="")
    practice.team.edit(added.id, is_active=False)
    assert [user.full_name for user in practice.team.list()] == ["Dana Demo"]
    assert len(practice.team.list(include_inactive=True)) == 2
    practice.team.edit(added.id, is_active=True, role=Role.OWNER)
    assert practice.team.edit(practice.me.user_id, role=Role.THERAPIST).value.role is Role.THERAPIST


def test_given_nothing_to_read_when_imported_then_it_says_so(practice: Practice, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        import_files(practice, tmp_path / "missing.jsonl")
    with pytest.raises(BadInput, match=r"no \.jsonl"):
        import_files(practice, tmp_path)


def test_given_deep_or_broken_bytes_when_imported_then_each_is_a_bad_line(
    practice: Practice, tmp_path: Path
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"[" * 100_000 + b"\n\xff\xfe\n" + b'{"table": "clients", "first_name": "\\ud800"}\n')
    report = import_files(practice, path, dry_run=True)
    assert [error.line for error in report.errors] == [1, 2, 3]


def test_given_a_therapist_when_importing_the_owners_tables_then_it_is_refused(
    practice: Practice, tmp_path: Path, clock: FixedClock
) -> None:
    practice.team.add("Other Owner", Role.OWNER)
    practice.team.edit(practice.me.user_id, role=Role.THERAPIST)
    path = tmp_path / "in.jsonl"
    path.write_text('{"table": "users", "full_name": "X", "role": "OWNER"}\n', encoding="utf-8")
    with pytest.raises(BadInput, match="role"):
        import_files(practice, path)


def test_given_names_and_ids_that_are_taken_when_imported_then_they_are_refused(
    practice: Practice, tmp_path: Path
) -> None:
    path = tmp_path / "in.jsonl"
    line = '{"table": "services", "name": "S", "default_duration_minutes": 30}\n'
    path.write_text(line * 2, encoding="utf-8")
    with pytest.raises(BadInput, match="line 2: There is one with this name"):
        import_files(practice, path)
    version = '{"table": "session_versions", "id": "%s", "version_number": 7}\n'
    path.write_text(version % practice.me.workspace_id, encoding="utf-8")
    with pytest.raises(BadInput, match="session_id is missing"):
        import_files(practice, path)


def test_given_a_setting_that_came_meanwhile_when_another_is_set_then_both_stay(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = practice.desk.write

    def late(access: Access) -> AbstractContextManager[Writer]:
        monkeypatch.setattr(practice.desk, "write", write)
        practice.settings.set(week_start=6)
        return write(access)

    monkeypatch.setattr(practice.desk, "write", late)

    practice.settings.set(slot_minutes=30)

    assert practice.settings.workspace().settings == {"slot_minutes": 30, "week_start": 6}
