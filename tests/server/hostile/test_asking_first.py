"""A right is asked for before a lock is taken: who may only read never holds up those who write."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
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

_COUNTER = "SELECT FROM pz.sync_workspace WHERE workspace_id = :ws FOR NO KEY UPDATE NOWAIT"
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


def _is_held(arena: Arena) -> bool:
    """Whether anybody who pushes now would wait."""
    clinic = arena.clinic
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        try:
            db.execute(sa.text(_COUNTER), {"ws": arena.names["ws"]})
        except sa.exc.OperationalError as error:
            return isinstance(error.orig, psycopg.errors.LockNotAvailable)
        finally:
            db.rollback()
    return False


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
        assert _is_held(arena) is holds
    assert not _is_held(arena)


@pytest.mark.parametrize(("who", "holds"), [("readonly", False), ("therapist", True)])
def test_given_cells_that_stay_open_when_others_come_then_only_who_may_write_holds_them_up(
    arena: Arena, who: str, holds: bool
) -> None:
    with _open_call(arena, who, _REPLACE, rows="[]") as taken:
        assert taken == 0
        assert _is_held(arena) is holds


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
