"""The audit trail: what a device, an owner, the operator and a superuser can do to it."""

import json
import uuid

import pytest
import sqlalchemy as sa

from core.domain.errors import ServerRefused
from migrations.operate.connection import operator
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import PUSH, Push, check_push
from tests.server.hostile.hostile_fixture import STAMP, Arena
from tests.server.hostile.test_pushes import FROZEN, op


def _event(who: str) -> Push:
    return Push(
        name=f"{who} rewrites an event",
        by=who,
        attack=op("audit_events", "event", 1, who, action="NOTHING"),
        control=op("audit_events", "new", 0, who, event_type="x", action="READ", client_time=STAMP),
        refused=FROZEN,
    )


@pytest.mark.parametrize("who", ["owner", "therapist", "assistant"])
def test_given_an_event_when_a_device_rewrites_it_then_frozen_and_new_ones_are_taken(
    arena: Arena, who: str
) -> None:
    check_push(arena, _event(who))


@pytest.mark.parametrize("forged", [{"h": "00"}, {"chain_no": 1}, {"by": "owner"}, {"created_at": 1}])
def test_given_an_event_with_stamps_of_its_own_when_pushed_then_the_server_stamps_it(
    arena: Arena, forged: dict[str, object]
) -> None:
    made = arena.op(
        "therapist", "audit_events", uuid.uuid4(), 0,
        event_type="x", action="READ", client_time=STAMP, device_id=str(arena.names["therapist_device"]),
    )  # fmt: skip
    device = arena.open("therapist")
    query = "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 100, 100000)"
    try:
        device.rows(PUSH, arena.names | {"batch": json.dumps([made | forged])})
        (newest,) = (row for row in device.rows(query, arena.names) if str(row[2]) == made["r"])
    finally:
        device.close()

    sealed_by, created_at, version = newest[11], newest[4], newest[3]
    assert (sealed_by, version) == (arena.names["therapist_device"], 1)
    assert created_at.year > 2025


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("DELETE FROM pz.audit_events", "PZA01"),
        ("TRUNCATE pz.audit_events", "PZA01"),
        ("DELETE FROM pz.access_events", "PZA01"),
        ("TRUNCATE pz.access_events", "PZA01"),
        ("DELETE FROM pz.ledger", "PZA01"),
    ],
)
def test_given_the_operator_when_the_trail_is_removed_then_refused(
    clinic: TestClinic, owner: TestDevice, statement: str, state: str
) -> None:
    with pytest.raises(ServerRefused) as refused:
        _as_owner(clinic, statement)

    assert state in str(refused.value)


def _as_owner(clinic: TestClinic, statement: str) -> None:
    with operator(clinic.url) as db:
        db.execute(sa.text("SET LOCAL ROLE pz_owner"))
        db.execute(sa.text(statement))


def test_given_the_operator_when_it_rewrites_or_reads_the_trail_then_it_finds_no_row(
    clinic: TestClinic, owner: TestDevice
) -> None:
    event = owner.op("audit_events", event_type="x", action="READ", client_time=1)
    owner.remote().push(owner.workspace_id, clinic.epoch(owner), [event])

    with operator(clinic.url) as db:
        db.execute(sa.text("SET LOCAL ROLE pz_owner"))
        changed = db.execute(sa.text("UPDATE pz.audit_events SET action = 'NOTHING'")).rowcount
        seen = db.scalar(sa.text("SELECT count(*) FROM pz.audit_events"))

    assert (changed, seen) == (0, 0)
    assert clinic.as_superuser("SELECT action FROM pz.audit_events") == [("READ",)]
