"""Counters beyond 32 bits: the feed's places, the numbers of ops, and everything that shows them."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.store.outbox import feed_store
from migrations.operate.embedded import EmbeddedServer
from sync.events import SyncProgress
from tests.sync.laptops import Laptop, Practice
from tests.sync.server_sql import operate
from tests.sync.test_two_devices_pg import Clinic

FAR = 2**33


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


def _number_on_from_far(clinic: Clinic, laptop: Laptop) -> None:
    """The clinic has seen billions of changes, and this laptop has sent billions of ops."""
    operate(clinic, "UPDATE pz.sync_workspace SET seq = :seq", {"seq": FAR})
    operate(
        clinic,
        "INSERT INTO pz.ledger (workspace_id, device_id, op_no, op_id, status, version)"
        " VALUES (:ws, :device, :no, :op, 'ok', 1)",
        {
            "ws": clinic.practice.workspace_id,
            "device": laptop.me.device_id,
            "no": FAR,
            "op": uuid.uuid4(),
        },
    )
    with laptop.store.write() as db:
        laptop.journal.forget_sent(db, FAR)


def test_given_billions_of_changes_when_two_laptops_sync_then_every_number_arrives_whole(
    clinic: Clinic,
) -> None:
    one, other = clinic.enrol().laptop, clinic.enrol().laptop
    _number_on_from_far(clinic, one)
    client = one.add_client("Far")
    note = one.add_note(client, plan="First.")
    assert one.sync().pushed == 2
    assert other.sync().pulled == 2
    other.edit("sessions", note, plan="Second.")
    other.sync()
    one.sync()
    assert one.content() == other.content()
    assert one.cursor().seq == other.cursor().seq == FAR + 3
    assert one.cursor().op_no == FAR + 2
    assert operate(clinic, "SELECT max(op_no) FROM pz.ledger") == [(FAR + 2,)]
    progress = [event for event in other.events if isinstance(event, SyncProgress)]
    assert max(each.total for each in progress) > FAR


def test_given_a_lost_answer_far_beyond_32_bits_when_sent_again_then_it_counts_once(clinic: Clinic) -> None:
    one = clinic.enrol().laptop
    one.sync()
    _number_on_from_far(clinic, one)
    client = one.add_client("Once")
    with one.store.write() as db:
        (sent,) = one.journal.stage(db, 10, 10_000)
    ops = one.session()._codec.encode([sent])
    head = one.session()._remote.hello().heads[0]
    one.session()._remote.push(head.workspace_id, head.epoch, ops)
    assert one.sync().waiting == 0
    assert one.row("clients", client).version == 1


def test_given_a_row_lost_here_when_the_counter_stands_at_billions_then_few_questions_find_it(
    practice: Practice,
) -> None:
    one, two = practice.enrol(), practice.enrol()
    practice.head().seq = FAR
    lost = one.add_client("Lost here")
    one.sync()
    two.sync()
    with two.store.write() as db:
        db.exec_driver_sql("DELETE FROM clients")
    one.add_client("Wakes it")
    one.sync()
    two.remote.calls.clear()
    two.sync()
    assert lost in two.rows("clients")
    assert two.remote.calls.count("digests") < 60


def test_given_numbers_beyond_32_bits_when_kept_in_the_store_then_they_come_back(practice: Practice) -> None:
    one = practice.enrol()
    epoch = practice.ids.new()
    with one.store.write() as db:
        feed_store.set_cursor(db, one.me.workspace_id, FAR, epoch)
        one.journal.forget_sent(db, FAR)
    assert (one.cursor().seq, one.cursor().op_no) == (FAR, FAR)
