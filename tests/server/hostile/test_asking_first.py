"""A right is asked for before a lock is taken: who may only read never holds up those who write."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from core.domain.enums import Role
from migrations.operate.connection import operator
from sync.postgres.wire import encode_ops
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import PUSH
from tests.server.hostile.hostile_fixture import Arena
from tests.server.hostile.test_pushes import op
from tests.server.raw import Raw

_TABLES = sa.text("SELECT relname FROM pg_class WHERE relnamespace = 'pz'::regnamespace AND relkind = 'r'")
_WRITTEN = sa.text("""SELECT c.relname FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
JOIN pg_class c ON c.oid = l.relation WHERE a.usename = :login AND c.relkind = 'r'
AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
UNION SELECT l.locktype FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE a.usename = :login AND l.locktype IN ('advisory', 'object')""")
_OTHERS = "FROM pz.{table} t WHERE to_jsonb(t) ->> 'device_id' IS DISTINCT FROM :device"
_LOCKED_ROWS = f"""SELECT (SELECT count(*) {_OTHERS})
> (SELECT count(*) FROM (SELECT {_OTHERS} FOR NO KEY UPDATE SKIP LOCKED) free)"""
_OF_ITS_OWN = {"ledger", "device_usage", "access_events", "devices", "audit_witnesses"}
"""Rows of the device itself: what it sent today, was answered and shown, signed, and when it was here."""
_CALLS = {
    "greet": "SELECT pzapi.hello(1, '1.0')",
    "read": "SELECT count(*) FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 100, 100000)",
    "list devices": "SELECT count(*) FROM pzapi.directory(%(ws)s)",
    "list certificates": "SELECT count(*) FROM pzapi.certificates(%(ws)s, NULL)",
    "list old cells": "SELECT count(*) FROM pzapi.stale_cells(%(ws)s, 3, NULL, 10)",
    "bring rows back": "SELECT pzapi.bring_rows_back(%(ws)s, 3, '[]')",
    "say that the server went back": "SELECT pzapi.tell_went_back(%(ws)s, %(epoch)s)",
    "witness the audit": "SELECT pzapi.witness_audit(%(ws)s, %(epoch)s, 1, sha256(''), sha256(''))",
}
_REPLACE = "SELECT pzapi.replace_cells(%(ws)s, 3, %(rows)s)"


@contextmanager
def _open_call(arena: Arena, who: str, query: str, **values: object) -> Iterator[object]:
    """A transaction of the device that made this call and does not end."""
    device = arena.open(who)
    try:
        device.rows("BEGIN")
        ((answer,),) = device.rows(query, arena.names | values)
        yield answer
        device.rows("ROLLBACK")
    finally:
        device.close()


def _waited_for(arena: Arena, who: str) -> set[str]:
    """Tables in which an open transaction of this device holds what others may have to wait for: rows that
    were there, other than its own, and whatever it is adding or changing."""
    clinic, device = arena.clinic, arena.devices[who]
    names = {"login": device.login.role, "device": str(device.device_id)}
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        found = set(db.scalars(_WRITTEN, names))
        for table in db.scalars(_TABLES).all():
            if db.scalar(sa.text(_LOCKED_ROWS.format(table=table)), names):
                found.add(table)
        db.rollback()
    return found


def _batch(arena: Arena, who: str) -> str:
    return json.dumps(op("services", "service", 1, who, name="Other")(arena))


@pytest.mark.parametrize(
    ("who", "holds", "told"), [("readonly", False, "forbidden"), ("therapist", True, None)]
)
def test_given_a_push_that_stays_open_when_others_come_then_only_who_may_write_holds_them_up(
    arena: Arena, who: str, holds: bool, told: str | None
) -> None:
    with _open_call(arena, who, PUSH, batch=_batch(arena, who)) as answer:
        assert [each[3] for each in answer["results"]] == [told]  # type: ignore[index]
        held = _waited_for(arena, who)
        assert ("sync_workspace" in held) is holds
        assert (held <= _OF_ITS_OWN) is not holds
    assert not _waited_for(arena, who)


@pytest.mark.parametrize(("who", "holds"), [("readonly", False), ("therapist", True)])
def test_given_cells_that_stay_open_when_others_come_then_only_who_may_write_holds_them_up(
    arena: Arena, who: str, holds: bool
) -> None:
    with _open_call(arena, who, _REPLACE, rows="[]") as taken:
        assert taken == 0
        assert ("sync_workspace" in _waited_for(arena, who)) is holds


@pytest.mark.parametrize("call", _CALLS)
def test_given_any_call_of_who_may_only_read_when_it_stays_open_then_nobody_waits_for_it(
    arena: Arena, call: str
) -> None:
    with _open_call(arena, "readonly", _CALLS[call]):
        assert _waited_for(arena, "readonly") <= _OF_ITS_OWN


@pytest.mark.parametrize("who", ["readonly", "therapist"])
def test_given_a_device_that_removes_itself_when_that_stays_open_then_nobody_waits_for_it(
    arena: Arena, who: str
) -> None:
    own = {"own": arena.devices[who].device_id}
    leave = "SELECT pzapi.revoke_device(%(ws)s, %(own)s)"
    writing = arena.open("owner")
    try:
        with _open_call(arena, who, leave, **own) as is_out:
            assert is_out is True
            assert _waited_for(arena, who) <= _OF_ITS_OWN | {"device_grants", "pg_authid"}
            writing.rows("SET lock_timeout = '100ms'")
            writing.rows("BEGIN")
            batch = _batch(arena, "owner")
            assert writing.state(PUSH, arena.names | {"batch": batch}) == "00000"
            writing.rows("ROLLBACK")
        with _open_call(arena, "owner", leave, **own):
            assert "sync_workspace" in _waited_for(arena, "owner")  # who removes another waits for all
    finally:
        writing.close()


def test_given_a_readers_push_that_stays_open_when_others_write_then_they_need_not_wait(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """Also where nobody wrote before: what is added for the first time is waited for as well."""
    reader = clinic.enrol(owner, Role.READONLY)
    names = {"ws": owner.workspace_id, "epoch": clinic.epoch(owner)}
    open_one, writing = Raw(reader), Raw(owner)
    try:
        open_one.rows("BEGIN")
        open_one.rows(PUSH, names | {"batch": encode_ops([reader.client()])})
        writing.rows("SET lock_timeout = '100ms'")
        assert writing.state(PUSH, names | {"batch": encode_ops([owner.client()])}) == "00000"
    finally:
        open_one.close()
        writing.close()


def test_given_a_readers_push_when_sent_again_then_the_answer_is_the_same_and_the_next_number_follows(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """Refused without the counter, and remembered all the same: no hole and no second answer."""
    reader = clinic.enrol(owner, Role.READONLY)
    names = {"ws": owner.workspace_id, "epoch": clinic.epoch(owner)}
    batch, following = (encode_ops([reader.client()]) for _ in range(2))
    device = Raw(reader)
    try:
        ((first,),) = device.rows(PUSH, names | {"batch": batch})
        ((again,),) = device.rows(PUSH, names | {"batch": batch})
        ((third,),) = device.rows(PUSH, names | {"batch": following})
    finally:
        device.close()
    assert first == again
    assert third["results"][0][1:] == first["results"][0][1:]
