"""A server at revision 7 that a device filled with what revision 8 does not take: one upgrade mends it."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from migrations.operate.connection import operator
from migrations.operate.doctor import doctor
from migrations.operate.upgrade import upgrade
from migrations.server import chain
from tests.plugins_pg import TestClinic, TestDevice

EVENT: dict[str, Any] = {"event_type": "note.opened", "action": "READ"}


@pytest.fixture
def made(clinic: TestClinic, owner: TestDevice) -> dict[str, uuid.UUID]:
    """Two clients and three audit events, and the server put back to revision 7."""
    ops = [owner.client(), owner.client()]
    ops += [owner.op("audit_events", **EVENT, client_time=no, metadata={"n": no}) for no in range(3)]
    owner.remote().push(owner.workspace_id, clinic.epoch(owner), ops)
    with operator(clinic.url) as db:
        chain.downgrade(db, "0007")
    names = ("first", "second", "event", "planted", "later")
    return {name: op.row_id for name, op in zip(names, ops, strict=True)}


@contextmanager
def planting(clinic: TestClinic) -> Iterator[sa.Connection]:
    """As a device could at revision 7; here by hand, past what a program of today installs."""
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        db.execute(sa.text("SET LOCAL session_replication_role = replica"))
        yield db


def _rows(clinic: TestClinic, query: str) -> list[tuple[object, ...]]:
    return clinic.as_superuser(query)


def test_given_seals_of_megabytes_when_upgraded_then_they_are_gone_and_all_else_stays(
    clinic: TestClinic, owner: TestDevice, made: dict[str, uuid.UUID]
) -> None:
    heavy = {"mac": bytes(3_000_000), "seal": bytes(3_000_000), "row": made["second"]}
    with planting(clinic) as db:
        db.execute(sa.text("UPDATE pz.clients SET mac = :mac, seal = :seal WHERE id = :row"), heavy)

    assert upgrade(clinic.url).before == "0007"

    found = _rows(clinic, "SELECT id, mac IS NULL, seal IS NULL, first_name FROM pz.clients ORDER BY seq")
    assert found == [(made["first"], False, False, b"v1:first"), (made["second"], True, True, b"v1:first")]
    remote, epoch = owner.remote(), clinic.epoch(owner)
    assert [row.row_id for row in remote.pull(owner.workspace_id, epoch, 0, 2).rows] == [
        made["first"],
        made["second"],
    ]
    owner.op_no = 5
    (result,) = remote.push(owner.workspace_id, epoch, [owner.client()]).results
    assert result.status == "ok"


EVENTS = {
    "a_digest_of_megabytes": "mac = decode(repeat('00', 3000000), 'hex')",
    "3000_levels": f"metadata = '{'[' * 3000 + ']' * 3000}'",
    "a_number_of_5000_digits": f"metadata = '[{'9' * 5000}]'",
}


@pytest.mark.parametrize("name", EVENTS)
def test_given_an_event_without_bounds_when_upgraded_then_it_is_cut_and_the_chain_still_holds(
    clinic: TestClinic, owner: TestDevice, made: dict[str, uuid.UUID], name: str
) -> None:
    with planting(clinic) as db:
        db.exec_driver_sql(
            f"UPDATE pz.audit_events SET {EVENTS[name]} WHERE id = '{made['planted']}'",
            execution_options={"no_parameters": True},
        )

    upgrade(clinic.url)

    found = _rows(
        clinic, "SELECT cut, mac IS NULL OR metadata IS NULL FROM pz.audit_events ORDER BY chain_no"
    )
    assert found == [(False, False), (True, True), (False, False)]
    page = owner.remote().pull(owner.workspace_id, clinic.epoch(owner), 0, 100)
    assert all(row.readable for row in page.rows)
    assert _chain_is_whole(clinic)
    with planting(clinic) as db:
        db.execute(sa.text("UPDATE pz.audit_events SET action = 'EXPORT' WHERE chain_no = 3"))
    assert not _chain_is_whole(clinic)


def test_given_settings_without_bounds_when_upgraded_then_they_are_gone_and_the_practice_stays(
    clinic: TestClinic, owner: TestDevice, made: dict[str, uuid.UUID]
) -> None:
    columns = "id, workspace_id, version, created_at, updated_at, name, timezone, settings, seq"
    values = f"workspace_id, workspace_id, 1, now(), now(), 'Invented', 'UTC', '[{'9' * 5000}]', seq"
    with planting(clinic) as db:
        db.execute(sa.text(f"INSERT INTO pz.workspaces ({columns}) SELECT {values} FROM pz.sync_workspace"))

    upgrade(clinic.url)

    assert _rows(clinic, "SELECT name, settings FROM pz.workspaces") == [("Invented", None)]


def test_given_keys_that_no_rotation_made_when_upgraded_then_they_are_gone_and_the_others_stay(
    clinic: TestClinic, owner: TestDevice, made: dict[str, uuid.UUID]
) -> None:
    values = f"'{owner.workspace_id}', no, '{owner.device_id}', 'x', '{owner.device_id}'"
    with planting(clinic) as db:
        db.execute(sa.text("DELETE FROM pz.wrapped_keys"))
        db.execute(
            sa.text(
                "INSERT INTO pz.wrapped_keys (workspace_id, key_no, device_id, blob, wrapped_by)"
                f" SELECT {values} FROM unnest(ARRAY[0, 1, 2, 2147483647]) AS no"
            )
        )

    upgrade(clinic.url)

    assert _rows(clinic, "SELECT key_no FROM pz.wrapped_keys ORDER BY key_no") == [(0,), (1,)]


NAMES = [("Lap\x1b[2J\u202etop\n", "Lap[2Jtop"), ("\x1b\n", None), ("דנה", "דנה")]


@pytest.mark.parametrize(("name", "told"), NAMES)
def test_given_names_that_a_terminal_obeys_when_upgraded_then_they_are_plain(
    clinic: TestClinic, owner: TestDevice, made: dict[str, uuid.UUID], name: str, told: str | None
) -> None:
    with planting(clinic) as db:
        db.execute(sa.text("UPDATE pz.devices SET name = :name"), {"name": name})

    upgrade(clinic.url)

    assert _rows(clinic, "SELECT name FROM pz.devices") == [(told or str(owner.device_id)[:8],)]


def _chain_is_whole(clinic: TestClinic) -> bool:
    return {finding.name: finding.well for finding in doctor(clinic.url)}["audit chain"]


def test_given_nothing_planted_when_upgraded_then_no_row_changes(
    clinic: TestClinic, made: dict[str, uuid.UUID]
) -> None:
    rows = "SELECT jsonb_strip_nulls(to_jsonb(t)) - 'cut' FROM pz.{} t ORDER BY seq"
    tables = ("clients", "audit_events")
    before = [_rows(clinic, rows.format(table)) for table in tables]

    upgrade(clinic.url)

    assert [_rows(clinic, rows.format(table)) for table in tables] == before
    assert _rows(clinic, "SELECT count(*) FROM pz.audit_events WHERE cut") == [(0,)]
    assert json.dumps(before, default=str).count(str(made["planted"])) == 1
