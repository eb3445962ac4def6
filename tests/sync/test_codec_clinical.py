"""Rows with clinical cells that come in or go out: what a laptop that may not read them takes and sends."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.clock import SystemClock
from core.domain.enums import Role
from core.domain.errors import ServerRefused
from core.domain.registry import CLIENTS
from core.store.outbox.journal import Journal
from migrations.operate.embedded import EmbeddedServer
from sync.keys.keychain import Keychain
from sync.remote import RemoteRow
from sync.rows.codec import Bad, Codec
from tests.sync.laptops import person
from tests.sync.people import StaffedClinic
from tests.sync.test_roles_pg import HISTORY, meet
from tests.sync.test_two_devices_pg import PgLaptop

Two = tuple[PgLaptop, PgLaptop]


@pytest.fixture
def clinic(pg18: EmbeddedServer, tmp_path: Path) -> Iterator[StaffedClinic]:
    made = StaffedClinic(pg18, tmp_path)
    yield made
    made.close()


@pytest.fixture
def two(clinic: StaffedClinic) -> Two:
    """Therapist and assistant of a practice with clinical keys, and a client with a history."""
    owner = clinic.open()
    clinic.rotate(owner)
    therapist, assistant = clinic.hire(Role.THERAPIST), clinic.hire(Role.ASSISTANT)
    therapist.laptop.add_client("Dana", phone="050", medical_history=HISTORY)
    meet(owner, therapist, assistant)
    return therapist, assistant


def _codec(laptop: PgLaptop, *, may_read: bool) -> Codec:
    own = laptop.laptop
    keychain = Keychain(own.store, laptop.pg, own.identity)
    keychain.set_reader(may_read=may_read)
    return Codec(own.identity, keychain)


def _decoded(laptop: PgLaptop, row: RemoteRow, *, may_read: bool) -> object:
    (found,) = _codec(laptop, may_read=may_read).decode([row])
    return found


def _row(laptop: PgLaptop) -> RemoteRow:
    """The client, as the server shows it to this laptop."""
    remote, workspace_id = laptop.pg, laptop.laptop.me.workspace_id
    (head,) = remote.hello().heads
    rows = remote.pull(workspace_id, head.epoch, 0, 1000).rows
    return next(row for row in rows if row.table_no == CLIENTS.no)


def test_given_a_history_typed_where_it_may_not_be_read_when_synced_then_it_stays_in_the_inbox(
    two: Two,
) -> None:
    _, assistant = two
    client = next(iter(assistant.laptop.rows("clients")))
    assistant.laptop.edit("clients", client, medical_history="Typed by nobody who may.")

    assert assistant.laptop.sync().refused == 1

    (kept,) = person(assistant.laptop).inbox.refused()
    assert kept.fields["medical_history"] == "Typed by nobody who may."
    assert not _row(assistant).cells.keys() & {column.no for column in CLIENTS.clinical}


def test_given_a_history_typed_before_its_keys_came_when_encoded_then_it_waits_for_them(two: Two) -> None:
    _, assistant = two
    own = assistant.laptop
    own.edit("clients", next(iter(own.rows("clients"))), medical_history="Typed at once.")
    journal = Journal(own.me.workspace_id, SystemClock(), own.practice.ids)
    with own.store.write() as db:
        staged = journal.stage(db, 100, 1_000_000)

    with pytest.raises(ServerRefused, match="has not given this device its keys"):
        _codec(assistant, may_read=True).encode(staged)


def test_given_a_changed_row_when_an_assistant_or_a_clinician_gets_it_then_it_is_bad_for_both(
    two: Two,
) -> None:
    therapist, assistant = two
    for laptop, may_read in ((therapist, True), (assistant, False)):
        row = _row(laptop)
        for changed in (replace(row, version=row.version + 1), replace(row, mac=None)):
            assert _decoded(laptop, changed, may_read=may_read) == Bad(CLIENTS.no, row.row_id, row.seq)
