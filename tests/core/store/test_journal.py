"""The journal: bases, coalescing, groups, the outbox and its answers."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import Connection

from core.domain.clock import FixedClock
from core.domain.registry import CLIENTS, SERVICES
from core.store.database.columns import compact_json
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.database.rows import stored_row
from core.store.outbox.journal import base_of
from core.store.outbox.wire_row import row_to_wire
from core.store.unit_of_work.writer import Writer
from tests.core.store.journal_device import Device

FIRST, LAST, NOTES = 10, 11, 19


@pytest.fixture
def device(store: Store, me: Me, clock: FixedClock) -> Device:
    return Device(store, me, clock)


def test_given_a_new_row_when_staged_then_all_its_fields_travel_with_base_version_zero(
    device: Device,
) -> None:
    client_id = device.client()
    (op,) = device.stage()
    assert (op.row_id, op.base_version, op.op_no, op.deleted) == (client_id, 0, 1, None)
    assert op.fields[FIRST] == "Ada"


def test_given_many_edits_when_staged_then_they_are_one_op_of_what_changed(device: Device) -> None:
    client_id = device.accepted_client()
    for text in ("a", "ab", "abc"):
        device.edit(client_id, notes=text)
    (op,) = device.stage()
    assert op.fields == {NOTES: "abc"}
    assert (op.base_version, op.edits, op.op_no) == (1, 3, 2)


def test_given_an_edit_that_is_taken_back_when_staged_then_nothing_travels(device: Device) -> None:
    client_id = device.accepted_client()
    device.edit(client_id, notes="a")
    device.edit(client_id, notes=None)
    assert device.stage() == []
    assert device.dirty() == 0


def test_given_an_emptied_field_when_staged_then_it_travels_as_none(device: Device) -> None:
    client_id = device.accepted_client()
    device.edit(client_id, notes="a")
    device.accept(device.stage())
    device.edit(client_id, notes=None)
    assert device.stage()[0].fields == {NOTES: None}


def test_given_an_answer_while_typing_when_accepted_then_only_the_rest_waits(device: Device) -> None:
    client_id = device.accepted_client()
    device.edit(client_id, notes="sent")
    sent = device.stage()
    device.edit(client_id, first_name="Typed meanwhile")
    assert device.stage() == []  # not again while unanswered
    device.accept(sent)
    entry = device.run(lambda db: device.journal.entry(db, CLIENTS.no, client_id))
    assert entry is not None
    assert entry.base is not None
    assert (entry.base_version, entry.base.fields[NOTES], entry.base.fields[FIRST]) == (2, "sent", "Ada")
    assert entry.base.version == 2
    (op,) = device.stage()
    assert (op.fields, op.base_version) == ({FIRST: "Typed meanwhile"}, 2)


def test_given_a_row_when_its_base_is_asked_then_it_is_what_was_last_agreed(device: Device) -> None:
    client_id, quiet, new = device.accepted_client(), device.accepted_client(), device.client()
    device.edit(client_id, notes="a")
    base = device.run(lambda db: base_of(db, CLIENTS.no, client_id))
    assert base is not None
    assert (base.fields[FIRST], NOTES in base.fields) == ("Ada", False)
    assert device.run(lambda db: base_of(db, CLIENTS.no, quiet)) is None
    assert device.run(lambda db: base_of(db, CLIENTS.no, new)) is None


def test_given_a_lost_answer_when_read_again_then_the_op_is_the_same(device: Device) -> None:
    device.client()
    sent = device.stage()
    assert device.run(device.journal.unanswered) == sent


def test_given_a_lost_answer_to_a_deletion_when_read_again_then_it_is_still_one(device: Device) -> None:
    client_id = device.accepted_client()
    device.write(lambda w: w.delete("clients", client_id))
    sent = device.stage()
    assert [op.deleted for op in sent] == [True]
    assert device.run(device.journal.unanswered) == sent


def test_given_an_answer_of_a_later_version_when_accepted_then_ours_is_one_above_the_base(
    device: Device,
) -> None:
    client_id = device.client()
    (op,) = device.stage()
    device.run(lambda db: device.journal.answers_ok(db, [(op.op_no, 7)]))
    assert device.value(client_id, "version") == 1


def test_given_a_stale_answer_when_stored_then_the_change_waits_with_a_new_number(device: Device) -> None:
    client_id = device.accepted_client()
    device.edit(client_id, notes="mine")
    (op,) = device.stage()
    device.run(lambda db: device.journal.answer_stale(db, op.op_no))
    (again,) = device.stage()
    assert again.op_no == op.op_no + 1
    assert again.op_id != op.op_id
    assert again.fields == op.fields


def test_given_a_refused_edit_when_answered_then_its_text_is_kept_and_the_row_returns_to_its_base(
    device: Device,
) -> None:
    client_id = device.accepted_client()
    device.edit(client_id, notes="my text")
    (op,) = device.stage()
    device.run(lambda db: device.journal.answer_refused(db, op.op_no, "check"))
    payloads = device.run(lambda db: db.exec_driver_sql("SELECT payload, code FROM refused").all())
    assert len(payloads) == 1
    assert "my text" in payloads[0][0]
    assert payloads[0][1] == "check"
    assert device.value(client_id, "notes") is None
    assert device.dirty() == 0


def test_given_a_refused_new_row_when_answered_then_it_stays_here(device: Device) -> None:
    client_id = device.client()
    (op,) = device.stage()
    device.run(lambda db: device.journal.answer_refused(db, op.op_no, "check"))
    assert device.value(client_id, "first_name") == "Ada"
    assert device.dirty() == 0


def test_given_a_refused_new_row_when_accepted_later_then_it_leaves_the_inbox_and_others_stay(
    device: Device,
) -> None:
    other, client_id = device.accepted_client(), device.client()
    device.edit(other, notes="refused words")
    for op in device.stage():
        device.run(partial(device.journal.answer_refused, op_no=op.op_no, code="check"))
    device.edit(client_id, first_name="Mended")
    device.accept(device.stage())
    open_ones = "SELECT row_id FROM refused WHERE dismissed_at IS NULL"
    assert device.run(lambda db: db.exec_driver_sql(open_ones).all()) == [(other.bytes,)]


def test_given_rows_refused_with_their_parent_when_it_is_taken_then_those_that_are_here_wait_again(
    device: Device,
) -> None:
    client = device.client()
    values = {"client_id": client, "session_date": device.clock.now()}
    notes = [device.write(lambda w: w.insert("sessions", values)) for _ in range(2)]
    for op in device.stage():
        code = "too_large" if op.row_id == client else "reference"
        device.run(partial(device.journal.answer_refused, op_no=op.op_no, code=code))
    device.run(lambda db: db.exec_driver_sql("DELETE FROM sessions WHERE id = ?", (notes[1].bytes,)))
    assert device.dirty() == 0
    device.edit(client, notes="Shorter.")
    device.accept(device.stage())
    assert [op.row_id for op in device.stage()] == [notes[0]]
    assert device.run(lambda db: db.exec_driver_sql("SELECT count(dismissed_at) FROM refused").scalar()) == 3


def test_given_a_parent_among_hundreds_of_answers_when_accepted_then_what_was_refused_with_it_waits_again(
    device: Device,
) -> None:
    client = device.client()
    values = {"client_id": client, "session_date": device.clock.now()}
    note = device.write(lambda w: w.insert("sessions", values))
    for op in device.stage():
        code = "too_large" if op.row_id == client else "reference"
        device.run(partial(device.journal.answer_refused, op_no=op.op_no, code=code))
    device.edit(client, notes="Shorter.")

    def many(writer: Writer) -> None:
        for number in range(400):
            writer.insert("locations", {"name": str(number), "location_type": "ONLINE"})

    device.write(many)
    sent = device.stage(ops=1000)
    assert (sent[0].row_id, len(sent)) == (client, 401)
    device.accept(sent)
    assert [op.row_id for op in device.stage()] == [note]


def test_given_two_rows_that_were_typed_on_when_both_are_accepted_then_each_has_its_own_base(
    device: Device,
) -> None:
    clients = device.client("Ada"), device.client("Bea")
    sent = device.stage()
    for client_id in clients:
        device.edit(client_id, notes="meanwhile")
    device.accept(sent)
    entries = [device.run(partial(device.journal.entry, table_no=CLIENTS.no, row_id=row)) for row in clients]
    assert [entry.base.fields[FIRST] for entry in entries if entry and entry.base] == ["Ada", "Bea"]
    assert [op.fields for op in device.stage()] == [{NOTES: "meanwhile"}] * 2


def test_given_a_cell_of_a_newer_program_when_it_differs_from_the_base_then_it_travels(
    device: Device,
) -> None:
    client_id = device.accepted_client()
    device.edit(client_id, notes="a")
    extra = compact_json({"cells": {"91": b"kept unread".hex()}})
    device.run(lambda db: db.exec_driver_sql("UPDATE clients SET extra = ?", (extra,)))
    (op,) = device.stage()
    assert (op.fields, op.cells) == ({NOTES: "a"}, {91: b"kept unread"})
    assert device.run(device.journal.unanswered) == [op]
    device.accept([op])
    device.edit(client_id, notes="b")
    assert [op.cells for op in device.stage()] == [{}]


def test_given_an_edit_after_sending_when_refused_then_the_newer_text_goes_on_waiting(device: Device) -> None:
    client_id = device.accepted_client()
    device.edit(client_id, notes="refused")
    (op,) = device.stage()
    device.edit(client_id, notes="better")
    device.run(lambda db: device.journal.answer_refused(db, op.op_no, "check"))
    assert device.value(client_id, "notes") == "better"
    assert device.dirty() == 1


def test_given_an_op_whose_group_failed_when_answered_then_it_is_sent_again_unasked(device: Device) -> None:
    device.client()
    (op,) = device.stage()
    device.run(lambda db: device.journal.answer_refused(db, op.op_no, "group"))
    assert device.run(lambda db: db.exec_driver_sql("SELECT count(*) FROM refused").scalar()) == 0
    assert len(device.stage()) == 1


def test_given_rows_of_one_transaction_when_staged_then_they_share_a_group_with_parents_first(
    device: Device,
) -> None:
    def book(writer: Writer) -> None:
        client_id, appointment_id = writer.ids.new(), writer.ids.new()
        start = device.clock.now()
        writer.insert(
            "appointments",
            {
                "client_id": client_id,
                "scheduled_start": start,
                "scheduled_end": start.replace(hour=10),
                "timezone": "Asia/Jerusalem",
            },
            appointment_id,
        )
        writer.insert("clients", {"first_name": "Ada", "last_name": "Invented"}, client_id)

    device.write(book)
    ops = device.stage()
    assert [op.table_no for op in ops] == [3, 6]
    assert ops[0].group == ops[1].group


def test_given_a_limit_when_staged_then_groups_stay_whole(device: Device) -> None:
    def pair(writer: Writer) -> None:
        for name in ("A", "B"):
            writer.insert("services", {"name": name, "default_duration_minutes": 30})

    for _ in range(3):
        device.write(pair)
    batches = [device.stage(ops=3) for _ in range(4)]
    assert [len(batch) for batch in batches] == [2, 2, 2, 0]
    numbers = [op.op_no for batch in batches for op in batch]
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_given_single_rows_when_staged_then_as_many_as_the_limit_go_in_their_order(device: Device) -> None:
    clients = [device.client(first=name) for name in ("Ada", "Bea", "Cleo", "Dana", "Eve")]
    batches = [device.stage(ops=2), device.stage(ops=3)]
    assert [[op.row_id for op in batch] for batch in batches] == [clients[:2], clients[2:]]


def test_given_a_group_over_the_limit_when_staged_then_it_goes_alone_and_whole(device: Device) -> None:
    def many(writer: Writer) -> None:
        for number in range(5):
            writer.insert("services", {"name": str(number), "default_duration_minutes": 30})

    device.write(many)
    device.client()
    assert len(device.stage(ops=2)) == 5
    assert len(device.stage(ops=2)) == 1


def test_given_an_old_row_that_points_to_a_later_new_one_when_staged_then_the_parent_goes_first(
    device: Device,
) -> None:
    start = device.clock.now()
    times = {"scheduled_start": start, "scheduled_end": start.replace(hour=10), "timezone": "UTC"}
    client_id = device.client()
    appointment_id = device.write(lambda w: w.insert("appointments", {"client_id": client_id, **times}))
    note_id = device.write(
        lambda w: w.insert(
            "sessions",
            {
                "client_id": client_id,
                "appointment_id": appointment_id,
                "session_date": start,
            },
        )
    )
    service_id = device.write(lambda w: w.insert("services", {"name": "S", "default_duration_minutes": 30}))
    device.write(lambda w: w.update("appointments", appointment_id, {"service_id": service_id}))
    order = [op.row_id for op in device.stage()]
    assert order.index(service_id) < order.index(appointment_id)
    assert order.index(appointment_id) < order.index(note_id)


def test_given_a_new_identity_when_the_outbox_is_forgotten_then_all_waits_and_numbers_restart(
    device: Device,
) -> None:
    device.client()
    device.stage()
    device.run(device.journal.forget_sent)
    assert [op.op_no for op in device.stage()] == [1]


def test_given_a_merge_when_rebased_then_the_difference_is_against_the_server(device: Device) -> None:
    client_id = device.accepted_client()
    device.edit(client_id, notes="mine")

    def merge(db: Connection) -> None:
        stored = stored_row(db, CLIENTS, device.me.workspace_id, client_id)
        server = row_to_wire(CLIENTS, {**stored, "notes": None, "last_name": "Theirs", "version": 5})
        device.journal.rebase(db, CLIENTS.no, client_id, server, still_dirty=True)

    device.run(merge)
    (op,) = device.stage()
    assert op.base_version == 5
    assert op.fields == {LAST: "Invented", NOTES: "mine"}


def test_given_a_deleted_row_when_staged_then_only_the_tombstone_travels(device: Device) -> None:
    service_id = device.write(lambda w: w.insert("services", {"name": "S", "default_duration_minutes": 30}))
    device.accept(device.stage())
    device.write(lambda w: w.delete("services", service_id))
    (op,) = device.stage()
    assert (op.deleted, op.fields, op.table_no) == (True, {}, SERVICES.no)
    device.accept([op])
    device.write(lambda w: w.undelete("services", service_id))
    assert device.stage()[0].deleted is False


def test_given_an_answer_while_typing_when_it_was_the_creation_then_the_base_is_what_was_sent(
    device: Device,
) -> None:
    client_id = device.client()
    sent = device.stage()
    device.edit(client_id, notes="meanwhile")
    device.run(lambda db: device.journal.answers_ok(db, [(sent[0].op_no, 1)]))
    (op,) = device.stage()
    assert (op.base_version, op.fields) == (1, {NOTES: "meanwhile"})


def test_given_a_merge_of_a_clean_row_when_rebased_then_it_waits_only_if_it_differs(device: Device) -> None:
    client_id = device.accepted_client()

    def rebase(db: Connection, still_dirty: bool) -> None:
        stored = stored_row(db, CLIENTS, device.me.workspace_id, client_id)
        server = row_to_wire(CLIENTS, {**stored, "notes": "theirs", "version": 3})
        device.journal.rebase(db, CLIENTS.no, client_id, server, still_dirty)

    device.run(lambda db: rebase(db, False))
    assert device.dirty() == 0
    assert device.run(lambda db: device.journal.entry(db, CLIENTS.no, client_id)) is None
    device.run(lambda db: rebase(db, True))
    (op,) = device.stage()
    assert (op.base_version, op.fields) == (3, {NOTES: None})


def test_given_keys_when_asked_which_wait_then_only_those_in_the_journal_are_named(device: Device) -> None:
    clean, dirty = device.accepted_client(), device.client()
    keys = [(CLIENTS.no, clean), (CLIENTS.no, dirty), (SERVICES.no, dirty)]
    assert device.run(lambda db: device.journal.dirty_among(db, keys)) == {(CLIENTS.no, dirty)}


def test_given_a_row_that_is_gone_when_staged_then_it_is_dropped_and_the_next_goes(device: Device) -> None:
    gone = device.client()
    device.run(lambda db: db.exec_driver_sql("DELETE FROM clients WHERE id = ?", (gone.bytes,)))
    kept = device.client()
    assert [op.row_id for op in device.stage(ops=1)] == [kept]
    assert device.dirty() == 1


def test_given_bytes_over_the_limit_when_staged_then_the_next_group_waits_its_turn(device: Device) -> None:
    for _ in range(2):
        device.client(last="x" * 200_000)
    assert len(device.stage()) == 1
    assert len(device.stage()) == 1


def test_given_two_rows_that_fill_the_limit_to_the_byte_when_staged_then_both_go(device: Device) -> None:
    for _ in range(2):
        device.client()
    limit = sum(op.size for op in device.stage())
    lengths = []
    for limit_bytes in (limit - 1, limit):
        device.run(device.journal.forget_sent)
        lengths.append(len(device.run(partial(device.journal.stage, limit_ops=9, limit_bytes=limit_bytes))))
    assert lengths == [1, 2]


def test_given_a_pair_of_which_one_row_fits_when_staged_then_both_wait_for_the_next_turn(
    device: Device,
) -> None:
    def pair(writer: Writer) -> None:
        for name in ("Bea", "Cleo"):
            writer.insert("clients", {"first_name": name, "last_name": "Invented"})

    device.client()
    device.write(pair)
    single, first, _ = device.stage()
    device.run(device.journal.forget_sent)
    limit = single.size + first.size
    assert [op.row_id for op in device.run(lambda db: device.journal.stage(db, 9, limit))] == [single.row_id]
    assert len(device.run(lambda db: device.journal.stage(db, 9, limit))) == 2


def test_given_edits_that_were_taken_back_beside_one_that_stands_when_staged_then_only_that_one_waits(
    device: Device,
) -> None:
    clients = [device.accepted_client() for _ in range(3)]
    for client_id in clients:
        device.edit(client_id, notes="a")
    for client_id in clients[:2]:
        device.edit(client_id, notes=None)
    device.edit(clients[2], notes="b")
    assert [op.row_id for op in device.stage()] == [clients[2]]
    assert device.dirty() == 1


def test_given_new_rows_that_point_at_each_other_when_staged_then_they_are_one_group(device: Device) -> None:
    start = device.clock.now()
    times = {"scheduled_start": start, "scheduled_end": start.replace(hour=10), "timezone": "UTC"}
    client_id = device.client()
    made = [
        device.write(lambda w: w.insert("appointments", {"client_id": client_id, **times})) for _ in range(3)
    ]
    for appointment_id in made:
        service = device.write(lambda w: w.insert("services", {"name": "S", "default_duration_minutes": 1}))
        place = device.write(lambda w: w.insert("locations", {"name": "L", "location_type": "ONLINE"}))
        links = {"service_id": service, "location_id": place}
        device.run(
            lambda db, links=links, row=appointment_id: db.exec_driver_sql(  # type: ignore[misc]
                "UPDATE appointments SET service_id = ?, location_id = ? WHERE id = ?",
                (links["service_id"].bytes, links["location_id"].bytes, row.bytes),
            )
        )
    ops = device.stage()
    place_of = {op.row_id: number for number, op in enumerate(ops)}
    for op in ops:
        for no in (10, 12, 13) if op.table_no == 6 else ():
            assert place_of[UUID(str(op.fields[no]))] < place_of[op.row_id]
    group_of = {op.row_id: op.group for op in ops}
    assert len({group_of[row] for row in made}) == 3


def test_given_an_answer_to_an_op_that_is_not_there_when_stored_then_nothing_happens(device: Device) -> None:
    device.client()
    device.run(lambda db: device.journal.answers_ok(db, [(99, 1)]))
    device.run(lambda db: device.journal.answer_refused(db, 99, "check"))
    assert device.dirty() == 1


def test_given_a_refused_new_row_when_retried_then_it_is_queued_whole(device: Device) -> None:
    client_id = device.client()
    (op,) = device.stage()
    device.run(lambda db: device.journal.answer_refused(db, op.op_no, "forbidden"))
    device.run(lambda db: device.journal.retry(db, CLIENTS.no, client_id, device.journal.new_group(db)))
    (again,) = device.stage()
    assert (again.row_id, again.base_version) == (client_id, 0)


def test_given_groups_that_share_a_new_parent_when_staged_then_all_become_one(device: Device) -> None:
    start = device.clock.now()
    times = {"scheduled_start": start, "scheduled_end": start.replace(hour=10), "timezone": "UTC"}
    client_id = device.client()
    first = device.write(lambda w: w.insert("appointments", {"client_id": client_id, **times}))

    def second_of(writer: Writer) -> UUID:
        other = writer.insert("clients", {"first_name": "Bea", "last_name": "Invented"})
        return writer.insert("appointments", {"client_id": other, **times})

    second = device.write(second_of)
    service = device.write(lambda w: w.insert("services", {"name": "S", "default_duration_minutes": 1}))
    # A row of another table under the same id is nobody's parent.
    place = {"name": "L", "location_type": "ONLINE"}
    device.write(lambda w: w.insert("locations", place, service))
    with device.store.write() as db:
        db.exec_driver_sql("UPDATE appointments SET service_id = ?", (service.bytes,))
        db.exec_driver_sql(
            "UPDATE appointments SET client_id = (SELECT client_id FROM appointments WHERE id = ?)",
            (second.bytes,),
        )
    ops = device.stage()
    group_of = {(op.table_no, op.row_id): op.group for op in ops}
    assert group_of[6, first] == group_of[6, second] == group_of[SERVICES.no, service]
    assert group_of[5, service] != group_of[SERVICES.no, service]


def test_given_a_row_that_came_back_to_its_base_when_staged_then_its_times_are_the_servers_again(
    device: Device,
) -> None:
    client_id = device.accepted_client()
    before = device.value(client_id, "updated_at")
    device.clock.advance(timedelta(hours=1))
    device.write(lambda w: w.delete("clients", client_id))
    device.write(lambda w: w.undelete("clients", client_id))
    assert device.value(client_id, "updated_at") != before
    assert device.stage() == []
    assert device.dirty() == 0
    assert device.value(client_id, "updated_at") == before
    assert device.value(client_id, "deleted_at") is None


def test_given_a_client_that_comes_once_more_when_it_is_edited_then_what_stood_on_the_screen_is_kept(
    device: Device,
) -> None:
    """It goes whole, as to a clinic that has it not, and is merged with what its person had seen."""
    client_id = device.accepted_client()
    device.run(lambda db: db.exec_driver_sql("UPDATE clients SET version = 0, mac = x'01'"))
    device.edit(client_id, notes="a")
    entry = device.run(lambda db: device.journal.entry(db, CLIENTS.no, client_id))
    assert entry is not None
    assert (entry.base, entry.base_version) == (None, 0)
    assert entry.drawn is not None
    assert (entry.drawn.fields[FIRST], entry.drawn.fields.get(NOTES)) == ("Ada", None)
