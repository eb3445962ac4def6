"""What a device learns of another practice from errors, answers, plans and statistics: nothing."""

import json
import uuid
from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from sync.postgres.wire import encode_ops
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.hostile_fixture import Arena
from tests.server.hostile.test_other_practice import CALLS
from tests.server.raw import Raw


def _said(device: Raw, query: str, values: dict[str, object]) -> tuple[str | None, ...]:
    try:
        device.rows(query, values)
    except psycopg.Error as error:
        told = error.diag
        return told.sqlstate, told.message_primary, told.message_detail, told.context
    return ("nothing",)


@pytest.mark.parametrize("call", CALLS)
def test_given_a_practice_that_is_there_and_one_that_is_not_then_every_word_of_the_refusal_is_the_same(
    arena: Arena, call: str
) -> None:
    device, values = arena.open("stranger"), arena.values()
    query = CALLS[call].format(ws="ws")
    try:
        theirs = _said(device, query, values)
        nobodys = _said(device, query, values | {"ws": uuid.uuid4()})
    finally:
        device.close()

    assert theirs == nobodys
    assert theirs[0] == "PZD01"


@pytest.mark.parametrize("base", [0, 1, 2])
@pytest.mark.parametrize("name", ["client", "note", "service", "owner_user"])
def test_given_an_id_that_another_practice_uses_when_pushed_then_it_is_answered_like_a_free_one(
    arena: Arena, name: str, base: int
) -> None:
    """Also with base 0: the own practice gets its row, for ids belong to a practice."""
    known, free = (_push_client(arena, row, base) for row in (str(arena.names[name]), str(uuid.uuid4())))

    assert known == free
    assert known[0] == ("ok" if base == 0 else "stale")


def _push_client(arena: Arena, row: str, base: int) -> tuple[object, ...]:
    device = arena.open("stranger")
    op = arena.op("stranger", "clients", row, base, first_name="djE6eA==", last_name="djE6eA==")
    values = arena.names | {"batch": json.dumps([op])}
    try:
        device.rows("BEGIN")
        ((answer,),) = device.rows("SELECT pzapi.sync_push(%(own_ws)s, %(own_epoch)s, 1, %(batch)s)", values)
        device.rows("ROLLBACK")
    finally:
        device.close()
    return tuple(answer["results"][0][1:])


def test_given_the_plan_of_a_call_when_explained_then_it_tells_no_table_and_no_count(arena: Arena) -> None:
    device = arena.open("stranger")
    try:
        plan = device.rows(
            "EXPLAIN (VERBOSE, FORMAT JSON) SELECT * FROM pzapi.digests(%(ws)s, 9)", arena.names
        )
        refused = device.state("EXPLAIN ANALYZE SELECT * FROM pzapi.digests(%(ws)s, 9)", arena.names)
        allowed = device.state("EXPLAIN ANALYZE SELECT * FROM pzapi.digests(%(own_ws)s, 9)", arena.names)
    finally:
        device.close()

    assert '"pz"' not in json.dumps(plan)
    assert (refused, allowed) == ("PZD01", "00000")


@pytest.mark.parametrize(
    "view",
    ["pg_stats", "pg_stats_ext", "information_schema.tables", "information_schema.columns", "pg_policies"],
)
def test_given_the_catalogs_views_when_read_then_no_value_of_ours_is_in_them(arena: Arena, view: str) -> None:
    arena.watcher.exec_driver_sql("ANALYZE pz.clients")
    schema = "table_schema" if view.startswith("information_schema") else "schemaname"
    device = arena.open("stranger")
    try:
        rows = device.rows(f"SELECT * FROM {view} WHERE {schema} IN ('pz', 'pzapi')")
    finally:
        device.close()

    told = json.dumps(rows, default=str)
    assert str(arena.names["ws"]) not in told
    assert view == "pg_policies" or rows == []


def test_given_what_other_connections_do_when_looked_at_then_their_statements_are_hidden(
    arena: Arena,
) -> None:
    owner, stranger = arena.open("owner"), arena.open("stranger")
    try:
        owner.rows("SELECT 'a secret of the owner'")
        told = stranger.rows(
            "SELECT usename, query, client_addr FROM pg_stat_activity WHERE usename LIKE 'pzd%'"
        )
        own = stranger.rows("SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()")
    finally:
        owner.close()
        stranger.close()

    assert "a secret" not in json.dumps(told, default=str)
    assert "pg_backend_pid" in own[0][0]


@pytest.mark.parametrize("level", ["log", "debug5"])
def test_given_a_talkative_server_when_a_push_breaks_a_constraint_then_no_row_is_quoted(
    arena: Arena, level: str
) -> None:
    device, heard = arena.open("therapist"), []
    device.connection.add_notice_handler(lambda notice: heard.append(str(notice.message_detail)))
    op = arena.op("therapist", "appointments", uuid.uuid4(), 0, client_id=str(arena.names["own_client"]))
    values = arena.names | {"batch": json.dumps([op])}
    try:
        device.rows(f"SET client_min_messages = {level}")
        ((answer,),) = device.rows("SELECT pzapi.sync_push(%(ws)s, %(epoch)s, 1, %(batch)s)", values)
    finally:
        device.close()

    assert answer["results"][0][3] in {"check", "reference"}
    assert not [each for each in heard if "Failing row" in each]


def test_given_an_id_that_another_practice_uses_when_pushed_then_one_page_more_of_eighty_is_all_that_tells(
    clinic: TestClinic, owner: TestDevice, stranger: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    """An answer takes as long as the pages it touches. Ids are random: who asks for one knew it before."""
    theirs = [owner.client() for _ in range(6)]
    owner.remote().push(owner.workspace_id, clinic.epoch(owner), theirs)
    device = raw(stranger)
    for _ in range(2):
        _effort(clinic, stranger, device, uuid.uuid4())  # fills the caches of the connection

    free = [_effort(clinic, stranger, device, uuid.uuid4()) for _ in theirs]
    taken = [_effort(clinic, stranger, device, op.row_id) for op in theirs]

    assert min(free) > 20
    assert max(taken) - min(free) <= 1


def _effort(clinic: TestClinic, device: TestDevice, raw: Raw, row_id: uuid.UUID) -> int:
    """Pages touched by a push that makes this row."""
    push = "SELECT pzapi.sync_push(%s, %s, 1, %s)"
    batch = encode_ops([replace(device.client(row_id), op_no=1)])
    raw.rows("BEGIN")
    values = [device.workspace_id, clinic.epoch(device), batch]
    ((plan,),) = raw.rows(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {push}", values)
    raw.rows("ROLLBACK")
    return int(plan[0]["Plan"]["Shared Hit Blocks"]) + int(plan[0]["Plan"]["Shared Read Blocks"])
