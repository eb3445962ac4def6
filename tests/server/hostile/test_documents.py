"""JSON that no laptop could decode, in every column that takes JSON: refused when it is sent."""

import json
import uuid
from base64 import b64encode
from contextlib import closing
from typing import Any

import psycopg
import pytest

from core.domain.registry import TABLES, ColumnKind
from migrations.operate.embedded import EmbeddedServer
from tests.server.hostile.cases import PUSH
from tests.server.hostile.hostile_fixture import STAMP, Arena, built

COLUMNS = [
    (table.name, column.name) for table in TABLES for column in table.plain if column.kind is ColumnKind.JSON
]
_MARK = "the document"
_WEEKLY = {
    "rrule": "FREQ=WEEKLY",
    "start_local": "2026-03-03T10:00",
    "timezone": "UTC",
    "duration_minutes": 50,
}
NOTHING_AGAINST_IT = {
    "fifty levels": "[" * 50 + "]" * 50,
    "the largest number": f"[{10**100},{-(10**100)},0.5,5e-324,12345678901234567890]",
    "400 digits behind the point": "[0." + "1" * 400 + ",-5e-324,1.7976931348623157e-308]",
    "digits in a text": json.dumps(["9" * 5000]),
    "an empty one": "{}",
}
REFUSED = {
    "a number of 5,000 digits": '{"n":' + "9" * 5000 + "}",
    "a number of 100,001 digits in seven letters": "[1e100000]",
    "many of them": "[" + ",".join(["1e131071"] * 5000) + "]",
    "nought with 16,000 digits": '{"n":0e-16000}',
    "a number with 401 digits behind the point": "[1." + "0" * 400 + "1]",
    "two hundred thousand of them": "[" + ",".join(["0e-16000"] * 200_000) + "]",
    "a number of 101 digits": f'{{"a":[1,{{"b":{10**100 + 1}}}]}}',
    "one below zero": f"[{-(10**100) - 1}]",
    "fifty-one levels": "[" * 52 + "]" * 52,
    "3,000 levels": "[" * 3000 + "]" * 3000,
    "3,000 levels of names": '{"a":' * 3000 + "1" + "}" * 3000,
    "more than 64 kB": json.dumps(["a" * 66_000]),
}
AT_ONCE = {"100,000 levels": "[" * 100_000 + "]" * 100_000}
"""PostgreSQL does not read this at all, so the whole batch fails."""


def _batch(arena: Arena, table: str, column: str, document: str) -> str:
    made: dict[str, dict[str, Any]] = {
        "audit_events": {"event_type": "note.opened", "action": "READ", "client_time": STAMP},
        "workspaces": {"name": "Invented", "timezone": "UTC"},
        "appointment_series": {"client_id": str(arena.names["client"]), **_WEEKLY},
        "time_blocks": dict(_WEEKLY),
    }
    row = arena.names["ws"] if table == "workspaces" else "00000000-0000-4000-8000-000000000001"
    op = arena.op("owner", table, str(row), 0, **made[table], **{column: _MARK})
    return json.dumps([op]).replace(f'"{_MARK}"', document)


def _answer(arena: Arena, batch: str) -> object:
    device = arena.open("owner")
    try:
        device.rows("BEGIN")
        ((answer,),) = device.rows(PUSH, arena.names | {"batch": batch})
        device.rows("ROLLBACK")
    except psycopg.Error as error:
        return error.sqlstate
    finally:
        device.close()
    return answer["results"][0][1]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@pytest.mark.parametrize("name", REFUSED)
def test_given_a_document_that_no_laptop_reads_when_pushed_then_it_alone_is_refused(
    arena: Arena, table: str, column: str, name: str
) -> None:
    assert _answer(arena, _batch(arena, table, column, REFUSED[name])) == "refused"


def test_given_a_document_when_its_nought_gets_digits_then_that_is_refused_though_it_is_the_same_number(
    any_server: EmbeddedServer,
) -> None:
    row = uuid.uuid4()
    with built(any_server) as arena, closing(arena.open("owner")) as device:
        for base, nought, answer in ((0, "0", "ok"), (1, "0e-300", "ok"), (2, "0e-16000", "refused")):
            op = arena.op("owner", "time_blocks", row, base, **_WEEKLY, exceptions=_MARK)
            batch = json.dumps([op]).replace(f'"{_MARK}"', f'{{"n":{nought}}}')
            ((told,),) = device.rows(PUSH, arena.names | {"batch": batch})
            assert told["results"][0][1] == answer


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@pytest.mark.parametrize("name", NOTHING_AGAINST_IT)
def test_given_a_document_that_every_laptop_reads_when_pushed_then_it_is_taken(
    arena: Arena, table: str, column: str, name: str
) -> None:
    assert _answer(arena, _batch(arena, table, column, NOTHING_AGAINST_IT[name])) == "ok"


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_given_a_document_that_postgresql_does_not_read_when_pushed_then_nothing_is_taken(
    arena: Arena, table: str, column: str
) -> None:
    before = arena.world()
    for document in AT_ONCE.values():
        assert _answer(arena, _batch(arena, table, column, document)) == "54001"
    assert arena.world() == before


_HEAVY = {
    "a document of many texts": ("p", "8", ["a"] * 800_000),
    "a document of many names": ("p", "8", {f"{no:x}": 1 for no in range(400_000)}),
    "a document of many lists": ("p", "8", [[]] * 600_000),
    "many columns that nobody has": ("p", "9", dict.fromkeys(map(str, range(400_000)), "")),
    "a part of an op that nobody reads": ("zz", "1", ["a"] * 800_000),
    "many cells that nobody has": ("c", None, dict.fromkeys(map(str, range(100, 202)), "djE6eA==")),
    "a list of texts for a cell": ("c", "999", ["a"] * 1_900_000),
    "names for a cell": ("c", "999", {f"{no:x}": 1 for no in range(400_000)}),
    "an empty list for a cell": ("c", "999", []),
    "a number for a cell": ("c", "999", 1),
    "a list beside a cell": ("c", None, {"8": "djE6eA==", "999": []}),
    "a list of texts for the cells": ("c", None, ["a"] * 1_900_000),
    "an empty list for the cells": ("c", None, []),
    "a text for the cells": ("c", None, "djE6eA=="),
}


@pytest.mark.parametrize("name", _HEAVY)
def test_given_what_costs_the_server_much_to_take_apart_when_sent_then_refused_before_it_is_handed_on(
    arena: Arena, name: str
) -> None:
    part, member, heavy = _HEAVY[name]
    op = arena.op("owner", "audit_events", str(uuid.uuid4()), 0)
    op[part] = heavy if member is None else {member: heavy}

    assert _answer(arena, json.dumps([op])) == "PZB01"


@pytest.mark.parametrize("cells", [None, {}, {"999": None}, {"999": "djE6eA==", "998": None}])
def test_given_cells_as_programs_write_them_when_sent_then_taken(arena: Arena, cells: object) -> None:
    (op,) = json.loads(_batch(arena, "audit_events", "metadata", "{}"))

    assert _answer(arena, json.dumps([op | {"c": cells}])) == "ok"


def test_given_an_op_that_names_no_cells_when_sent_then_taken(arena: Arena) -> None:
    (op,) = json.loads(_batch(arena, "audit_events", "metadata", "{}"))
    del op["c"]

    assert _answer(arena, json.dumps([op])) == "ok"


def test_given_cells_and_texts_of_the_same_weight_when_sent_then_taken(arena: Arena) -> None:
    """Cells may be large, and so are the texts of many ops together."""
    cell = b64encode(b"v1:" + bytes(900_000)).decode()
    cells = dict.fromkeys(("first_name", "last_name", "address", "notes"), cell)
    client = arena.op("owner", "clients", str(uuid.uuid4()), 0, **cells)
    document = json.dumps(["a" * 60_000])
    event = json.loads(_batch(arena, "audit_events", "metadata", document))[0]
    events = [
        event | {"n": client["n"] + no, "i": str(uuid.uuid4()), "g": no, "r": str(uuid.uuid4())}
        for no in range(1, 60)
    ]

    assert _answer(arena, json.dumps([client, *events])) == "ok"


def test_given_ops_that_are_copied_when_they_are_then_not_by_what_measures_all_that_comes_after(
    arena: Arena,
) -> None:
    """`jsonb_agg` does, for each text of a document: a million took a minute that nothing could end."""
    query = (
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prokind = 'f'"
        " AND p.pronamespace IN ('pz'::regnamespace, 'pzapi'::regnamespace)"
        r" AND pg_get_functiondef(p.oid) ~ 'jsonb_agg\(e\.'"
    )

    assert arena.watcher.exec_driver_sql(query).scalars().all() == []
