"""An older program on a newer clinic's server and the other way: nothing is dropped, and it is said."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.errors import VersionMismatch
from core.domain.registry import CLIENTS, SCHEMA_VERSION, TABLES, Column, ColumnKind, Table
from core.store.database.columns import compact_json
from core.store.database.rows import stored_row
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.server import feed_programs, policies, programs, reseal_programs, row_programs
from sync.rows import greeting
from tests.sync.laptops import Laptop, Practice
from tests.sync.server_sql import operate
from tests.sync.test_two_devices_pg import BASE, Clinic

SHOE, NICK = 60, 61
"""Columns that only the newer program knows: a plain number and a secret."""
NEWER_CLIENTS = replace(
    CLIENTS,
    columns=(
        *CLIENTS.columns,
        Column(no=SHOE, name="shoe_size", kind=ColumnKind.INT),
        Column(no=NICK, name="nickname", kind=ColumnKind.TEXT, enc=True),
    ),
)
SECRET = "כינוי — Dübi\n\t".encode()


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


def upgrade_server(clinic: Clinic) -> None:
    """The next program's server: two more columns, and functions that know them."""
    newer: tuple[Table, ...] = tuple(NEWER_CLIENTS if table is CLIENTS else table for table in TABLES)
    with pytest.MonkeyPatch.context() as patch:
        for module in (programs, row_programs, feed_programs, policies, reseal_programs):
            patch.setattr(module, "TABLES", newer)
        patch.setattr(reseal_programs, "SEALED", tuple(table for table in newer if table.sealed))
        with operator(clinic.server.url(clinic.database, superuser=True)) as db:
            programs.execute(db, "SET LOCAL ROLE pz_owner")
            programs.execute(db, "ALTER TABLE pz.clients ADD shoe_size int, ADD nickname bytea")
            programs.execute(db, "RESET ROLE")
            programs.install(db)
    operate(clinic, "UPDATE pz.sync_workspace SET max_client_schema = max_client_schema + 1")


def write_as_newer(laptop: Laptop, client: uuid.UUID, shoe: int, nick: bytes) -> None:
    """What the next program would store; this one keeps it without knowing what it is."""
    extra = {"plain": {str(SHOE): shoe}, "cells": {str(NICK): nick.hex()}}
    with laptop.store.write() as db:
        before = stored_row(db, CLIENTS, laptop.me.workspace_id, client)
        laptop.journal.touch(db, CLIENTS, before, client, laptop.journal.new_group(db))
        sql = "UPDATE clients SET extra = ? WHERE id = ?"
        db.exec_driver_sql(sql, (compact_json(extra), client.bytes))


def newer_part(laptop: Laptop, client: uuid.UUID) -> tuple[object, Mapping[int, bytes]]:
    row = laptop.row("clients", client)
    return row.fields.get(SHOE), row.extra_cells


def test_given_a_newer_server_when_an_older_program_edits_and_merges_then_new_columns_stay_byte_for_byte(
    clinic: Clinic,
) -> None:
    newer, older = clinic.enrol().laptop, clinic.enrol().laptop
    upgrade_server(clinic)
    client = newer.add_client("Dana", notes=BASE)
    write_as_newer(newer, client, 42, SECRET)
    newer.sync()
    older.sync()
    assert newer_part(older, client) == (42, {NICK: SECRET})
    older.edit("clients", client, notes=BASE.replace("badly", "well"), phone="050")
    newer.edit("clients", client, notes=BASE.replace("daily", "twice a day"))
    write_as_newer(newer, client, 43, SECRET + b"!")
    newer.sync()
    assert older.sync().merged == 1
    newer.sync()
    assert newer_part(newer, client) == newer_part(older, client) == (43, {NICK: SECRET + b"!"})
    assert newer.value("clients", client, "notes") == "Slept well.\nGait normal.\nWalks twice a day."
    assert newer.content() == older.content()
    assert [each["kind"] for each in newer.told("notices")] == []
    assert operate(clinic, "SELECT shoe_size, version FROM pz.clients") == [(43, 3)]


def test_given_a_newer_server_when_an_older_program_deletes_and_restores_then_new_columns_stay(
    clinic: Clinic,
) -> None:
    newer, older = clinic.enrol().laptop, clinic.enrol().laptop
    upgrade_server(clinic)
    client = newer.add_client()
    write_as_newer(newer, client, 42, SECRET)
    newer.sync()
    older.sync()
    older.delete("clients", client)
    older.sync()
    with older.store.write() as db:
        older._writer(db).undelete("clients", client)
    older.sync()
    newer.sync()
    assert newer_part(newer, client) == (42, {NICK: SECRET})
    assert newer.row("clients", client).deleted_at is None
    assert newer.told("notices") == []


def test_given_a_restored_server_that_lost_the_row_when_an_older_program_sends_it_then_new_columns_go_along(
    practice: Practice, laptops: tuple[Laptop, Laptop]
) -> None:
    newer, older = laptops
    newer.add_client("Before")
    newer.sync()
    older.sync()
    backup = practice.server.snapshot()
    client = newer.add_client("After the backup")
    write_as_newer(newer, client, 42, SECRET)
    newer.sync()
    older.sync()
    practice.server.restore(backup, practice.ids.new())
    older.sync()
    newer.sync()
    third = practice.enrol()
    third.sync()
    assert newer_part(third, client) == (42, {NICK: SECRET})
    assert third.told("notices") == []


def test_given_a_restored_server_with_an_older_version_when_sent_again_then_new_columns_go_along(
    practice: Practice, laptops: tuple[Laptop, Laptop]
) -> None:
    newer, older = laptops
    client = newer.add_client()
    write_as_newer(newer, client, 41, b"before")
    newer.sync()
    older.sync()
    backup = practice.server.snapshot()
    write_as_newer(newer, client, 42, SECRET)
    newer.sync()
    older.sync()
    practice.server.restore(backup, practice.ids.new())
    older.sync()
    newer.sync()
    older.sync()
    assert newer_part(newer, client) == newer_part(older, client) == (42, {NICK: SECRET})
    assert [each["kind"] for each in newer.told("notices") + older.told("notices")] == []


def test_given_a_server_that_wants_a_newer_program_when_syncing_then_it_is_said_and_work_goes_on(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = clinic.enrol(), clinic.enrol()
    one.laptop.add_client("Before")
    one.laptop.sync()
    newer = SCHEMA_VERSION + 1
    operate(
        clinic, "UPDATE pz.sync_workspace SET min_client_schema = :n, max_client_schema = :n", {"n": newer}
    )
    one.laptop.add_client("Typed meanwhile")
    with pytest.raises(VersionMismatch, match=r"older than the clinic's server accepts.*install the update"):
        one.laptop.sync()
    one.laptop.add_client("Typed after it was said")
    assert one.laptop.dirty() == 2
    monkeypatch.setattr(greeting, "SCHEMA_VERSION", newer)
    for each in (one, other):
        each.pg._schema_version = newer
    assert one.laptop.sync().waiting == 0
    other.laptop.sync()
    assert one.laptop.content() == other.laptop.content()


def test_given_a_server_older_than_the_program_when_syncing_then_it_is_said_and_work_goes_on(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = clinic.enrol()
    one.laptop.sync()
    monkeypatch.setattr(greeting, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    one.pg._schema_version = SCHEMA_VERSION + 1
    client = one.laptop.add_client()
    write_as_newer(one.laptop, client, 42, SECRET)
    with pytest.raises(VersionMismatch, match=r"server is older than this program.*ask the clinic"):
        one.laptop.sync()
    assert one.laptop.dirty() == 1
    upgrade_server(clinic)
    assert one.laptop.sync().waiting == 0
    assert operate(clinic, "SELECT shoe_size FROM pz.clients") == [(42,)]


@pytest.mark.parametrize(("oldest", "newest"), [(SCHEMA_VERSION + 1, SCHEMA_VERSION + 2), (0, 0)])
def test_given_a_schema_out_of_range_when_pushed_past_the_greeting_then_the_server_itself_refuses(
    clinic: Clinic, oldest: int, newest: int
) -> None:
    one = clinic.enrol().laptop
    one.sync()
    one.add_client()
    with one.store.write() as db:
        sent = one.journal.stage(db, 10, 10_000)
    ops = one.session()._codec.encode(sent)
    remote = one.session()._remote
    head = remote.hello().heads[0]
    operate(
        clinic,
        "UPDATE pz.sync_workspace SET min_client_schema = :oldest, max_client_schema = :newest",
        {"oldest": oldest, "newest": newest},
    )
    with pytest.raises(VersionMismatch):
        remote.push(head.workspace_id, head.epoch, ops)
    assert operate(clinic, "SELECT count(*) FROM pz.clients") == [(0,)]
    assert one.dirty() == 1
