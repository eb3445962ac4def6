"""What goes out, in which order where rows wait for others, and what is sent over a row that is spoiled."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection

from core.domain.clock import FixedClock
from core.domain.registry import CLIENTS, SESSION_VERSIONS, SESSIONS
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.database.rows import stored_row
from core.store.outbox.sent_op import first_unanswered, unanswered_keys
from core.store.outbox.wire_row import DELETED_AT, WireRow, row_to_wire
from core.store.unit_of_work.writer import Writer
from tests.core.store.journal_device import Device

FIRST, NOTES = CLIENTS.by_name["first_name"].no, CLIENTS.by_name["notes"].no


@pytest.fixture
def device(store: Store, me: Me, clock: FixedClock) -> Device:
    return Device(store, me, clock)


def _note(device: Device, client_id: UUID) -> UUID:
    values = {"client_id": client_id, "session_date": device.clock.now()}
    return device.write(lambda w: w.insert("sessions", values))


def _accepted_note(device: Device) -> UUID:
    note_id = _note(device, device.client())
    device.accept(device.stage())
    return note_id


def _version(device: Device, note_id: UUID, number: int) -> UUID:
    """Its id is above those made before it, so that ids alone would order versions as they were written."""
    device.clock.advance(timedelta(seconds=1))
    values = {"session_id": note_id, "version_number": number}
    return device.write(lambda w: w.insert("session_versions", values))


def _waits_for_another(device: Device, row_id: UUID, name: str) -> bool:
    table = {"sessions": SESSIONS, "session_versions": SESSION_VERSIONS}[name]

    def asked(db: Connection) -> bool:
        row = row_to_wire(table, stored_row(db, table, device.me.workspace_id, row_id))
        return device.journal.waits_for_parent(db, row)

    return device.run(asked)


def _spoil(device: Device, client_id: UUID, *columns: int) -> None:
    """The server's version 2 does not hold, and differs in these columns from what stands here."""

    def rebase(db: Connection) -> None:
        stored = stored_row(db, CLIENTS, device.me.workspace_id, client_id)
        base: WireRow = replace(row_to_wire(CLIENTS, stored), version=2, spoiled=frozenset(columns))
        device.journal.rebase(db, CLIENTS.no, client_id, base, still_dirty=True)

    device.run(rebase)


def test_given_a_later_version_that_waits_in_front_when_staged_then_the_earlier_one_goes_before_it(
    device: Device,
) -> None:
    """What a server lost waits again behind what was waiting already."""
    note_id = _accepted_note(device)
    second = _version(device, note_id, 2)
    first = _version(device, note_id, 1)
    assert [op.row_id for op in device.stage()] == [first, second]


def test_given_a_later_version_in_front_of_which_only_one_row_fits_when_staged_then_both_go_together(
    device: Device,
) -> None:
    note_id = _accepted_note(device)
    second = _version(device, note_id, 2)
    first = _version(device, note_id, 1)
    assert [op.row_id for op in device.stage(ops=1)] == [first, second]


def test_given_versions_of_two_notes_when_staged_then_neither_waits_for_the_other(device: Device) -> None:
    one, other = _accepted_note(device), _accepted_note(device)
    late, early = _version(device, one, 2), _version(device, other, 1)
    ops = device.stage()
    assert [op.row_id for op in ops] == [late, early]
    assert ops[0].group != ops[1].group


def test_given_a_version_that_is_gone_beside_one_that_is_here_when_staged_then_that_one_goes(
    device: Device,
) -> None:
    note_id = _accepted_note(device)

    def two(writer: Writer) -> list[UUID]:
        values = [{"session_id": note_id, "version_number": number} for number in (1, 2)]
        return [writer.insert("session_versions", each) for each in values]

    gone, kept = device.write(two)
    device.run(lambda db: db.exec_driver_sql("DELETE FROM session_versions WHERE id = ?", (gone.bytes,)))
    assert [op.row_id for op in device.stage()] == [kept]


def test_given_a_note_of_a_client_that_was_never_taken_when_asked_then_it_waits_for_the_client(
    device: Device,
) -> None:
    client_id = device.client()
    note_id = _note(device, client_id)
    assert _waits_for_another(device, note_id, "sessions")
    device.accept([op for op in device.stage() if op.row_id == client_id])
    assert not _waits_for_another(device, note_id, "sessions")


def test_given_a_note_of_a_client_that_is_only_edited_when_asked_then_it_waits_for_nobody(
    device: Device,
) -> None:
    client_id = device.accepted_client()
    device.edit(client_id, notes="a")
    assert not _waits_for_another(device, _note(device, client_id), "sessions")


def test_given_a_version_that_follows_one_that_waits_when_asked_then_it_waits_for_that_one(
    device: Device,
) -> None:
    note_id = _accepted_note(device)
    first, second = _version(device, note_id, 1), _version(device, note_id, 2)
    assert _waits_for_another(device, second, "session_versions")
    assert not _waits_for_another(device, first, "session_versions")
    device.accept([op for op in device.stage() if op.row_id == first])
    assert not _waits_for_another(device, second, "session_versions")


def test_given_ops_without_an_answer_when_asked_then_their_rows_and_the_least_number_are_told(
    device: Device,
) -> None:
    assert device.run(first_unanswered) is None
    assert device.run(unanswered_keys) == set()
    clients = device.client("Ada"), device.client("Bea"), device.client("Cleo")
    first, *others = device.stage()
    device.accept([first])
    assert device.run(first_unanswered) == 2
    assert device.run(unanswered_keys) == {(CLIENTS.no, client_id) for client_id in clients[1:]}
    device.accept(others)
    assert device.run(first_unanswered) is None


def test_given_a_spoiled_row_on_the_server_when_staged_then_ours_takes_its_place_where_they_differ(
    device: Device,
) -> None:
    client_id = device.accepted_client()
    _spoil(device, client_id, FIRST)
    (op,) = device.stage()
    assert (op.supersedes, op.fields, op.base_version) == (True, {FIRST: "Ada"}, 2)
    assert op.deleted is None
    assert device.run(device.journal.unanswered) == [op]


def test_given_a_spoiled_row_that_differs_nowhere_when_staged_then_ours_still_takes_its_place(
    device: Device,
) -> None:
    client_id = device.accepted_client()
    _spoil(device, client_id)
    (op,) = device.stage()
    assert (op.supersedes, op.fields, op.deleted) == (True, {}, None)


def test_given_a_tombstone_that_does_not_hold_when_staged_then_the_row_is_put_back(device: Device) -> None:
    client_id = device.accepted_client()
    _spoil(device, client_id, DELETED_AT)
    (op,) = device.stage()
    assert (op.supersedes, op.fields, op.deleted) == (True, {}, False)


def test_given_an_op_that_an_earlier_program_put_out_when_read_again_then_it_is_as_it_was(
    device: Device,
) -> None:
    """It told no cells."""
    client_id = device.accepted_client()
    device.edit(client_id, notes="a")
    (op,) = device.stage()
    device.run(_forget_cells)
    (again,) = device.run(device.journal.unanswered)
    assert (again.fields, again.cells, again.supersedes) == ({NOTES: "a"}, {}, False)
    assert again.op_id == op.op_id


def _forget_cells(db: Connection) -> None:
    db.exec_driver_sql("UPDATE outbox SET payload = json_remove(payload, '$.cells')")
