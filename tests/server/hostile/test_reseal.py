"""New cells for old rows after a rotation: the one way to change a row without its version, kept narrow."""

import base64
import json
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from migrations.operate.embedded import EmbeddedServer
from migrations.operate.limits import limits
from tests.server.hostile.hostile_fixture import Arena, built

_REPLACE = "SELECT pzapi.replace_cells(%(ws)s, {table}, %(rows)s)"
_ROTATE = "SELECT pzapi.rotate_keys(%(ws)s, 1, 2, 'papers', %(keys)s, 0)"
_STALE = "SELECT * FROM pzapi.stale_cells(%(ws)s, 3, '00000000-0000-0000-0000-000000000000', 10)"
_NONE_STALE = _STALE.replace(" 3,", " 4,")
CLIENTS, NOTES, VERSIONS, USERS = 3, 8, 9, 2


@pytest.fixture(scope="module")
def rotated(any_server: EmbeddedServer) -> Iterator[Arena]:
    """A practice whose key is number 2, with every cell still under number 1."""
    with built(any_server) as arena:
        members = [arena.devices[who] for who in ("owner", "therapist", "assistant", "readonly")]
        keys = json.dumps([[2, str(device.device_id), "eA=="] for device in members])
        owner = arena.open("owner")
        owner.rows(_ROTATE, arena.names | {"keys": keys})
        owner.close()
        yield arena


def _replaced(arena: Arena, who: str, table: int, row: str, cell: bytes, **other: Any) -> object:
    """How many rows took the cell, or the SQLSTATE."""
    column = "13" if table == NOTES else "12" if table == VERSIONS else "10"
    cells = {other.get("column", column): base64.b64encode(cell).decode()}
    rows = json.dumps([{"r": str(arena.names[row]), "b": other.get("base", 1), "c": cells}])
    device = arena.open(who)
    try:
        ((count,),) = device.rows(_REPLACE.format(table=table), arena.names | {"rows": rows})
    except psycopg.Error as error:
        return error.sqlstate
    finally:
        device.close()
    return count


@pytest.mark.parametrize(
    ("what", "who", "table", "row", "cell", "other"),
    [
        ("the old key", "therapist", CLIENTS, "client", b"v1:other", {}),
        ("a key that is not there yet", "therapist", CLIENTS, "client", b"v3:first", {}),
        ("no label", "therapist", CLIENTS, "client", b"plain text", {}),
        ("another size", "therapist", CLIENTS, "client", b"v2:longer than before", {}),
        ("a shorter cell", "therapist", CLIENTS, "client", b"v2:", {}),
        ("a cell that was empty", "therapist", CLIENTS, "client", b"v2:first", {"column": "19"}),
        ("a version that is past", "therapist", NOTES, "note", b"v2:s", {"base": 1}),
        ("a version to come", "therapist", CLIENTS, "client", b"v2:first", {"base": 7}),
        ("the other practice's row", "therapist", CLIENTS, "own_client", b"v2:first", {}),
        ("somebody who may only read", "readonly", CLIENTS, "client", b"v2:first", {}),
        ("a table for owners", "therapist", USERS, "owner_user", b"v2:o", {"column": "11"}),
        ("a table without cells", "therapist", 4, "service", b"v2:Massage", {}),
        ("an unknown table", "therapist", 99, "client", b"v2:first", {}),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_given_cells_that_may_not_take_the_place_of_others_when_sent_then_nothing_changes(
    rotated: Arena, what: str, who: str, table: int, row: str, cell: bytes, other: dict[str, Any]
) -> None:
    before = rotated.world()

    # A row may count as visited although none of its cells was taken.
    assert _replaced(rotated, who, table, row, cell, **other) in {0, 1, "PZB02"}, what
    assert rotated.world() == before


@pytest.mark.parametrize(
    ("table", "row", "cell", "base"),
    [(CLIENTS, "client", b"v2:FIRST", 1), (NOTES, "note", b"v2:S", 2), (VERSIONS, "earlier", b"v2:2", 1)],
)
def test_given_cells_of_the_same_size_under_the_new_key_when_sent_then_they_are_taken_once(
    rotated: Arena, table: int, row: str, cell: bytes, base: int
) -> None:
    """The bounded residual: a writer may spoil a cell so, once per rotation; every reader's mac notices."""
    assert _replaced(rotated, "therapist", table, row, cell, base=base) == 1
    taken = rotated.world()

    _replaced(rotated, "therapist", table, row, cell[:3] + b"x" * (len(cell) - 3), base=base)

    assert rotated.world() == taken


_PUSH = "SELECT pzapi.sync_push(%(ws)s, %(epoch)s, 2, %(batch)s)"
_CELL = base64.b64encode(b"v1:a cell that is longer than its label").decode()


@pytest.mark.parametrize("backslashes", ["on", "off"])
@pytest.mark.parametrize(
    "spaced",
    [_CELL, " " + _CELL, _CELL[:3] + "\n" + _CELL[3:], "\t\r" * 9 + _CELL],
    ids=["none", "one", "within", "many"],
)
def test_given_a_cell_under_the_old_key_when_pushed_with_spaces_in_its_base64_then_refused_as_without(
    rotated: Arena, spaced: str, backslashes: str
) -> None:
    """PostgreSQL passes over spaces when it decodes."""
    device, row = rotated.open("therapist"), uuid.uuid4()
    before = rotated.world()
    try:
        device.rows(f"SET standard_conforming_strings = {backslashes}")
        for cell, answer in ((spaced, "PZK02"), (_CELL.replace("djE6", "djI6"), "00000")):
            op = rotated.op("therapist", "clients", row, 0, first_name=cell, last_name="djI6eA==")
            device.rows("BEGIN")
            assert device.state(_PUSH, rotated.names | {"batch": json.dumps([op])}) == answer
            device.rows("ROLLBACK")
    finally:
        device.close()
    assert rotated.world() == before


def test_given_a_cell_under_the_old_key_when_pushed_beside_one_that_is_no_base64_then_refused_as_without(
    rotated: Arena,
) -> None:
    """It stands under a number of no column, where nothing would be written."""
    device, before = rotated.open("therapist"), rotated.world()
    op = rotated.op("therapist", "clients", uuid.uuid4(), 0, first_name=_CELL, last_name="djI6eA==")
    odd = json.dumps([op]).replace(f'"{_CELL}"', f'"{_CELL}", "0": "%%%%"')
    try:
        assert "%%%%" in odd
        assert device.state(_PUSH, rotated.names | {"batch": odd}) == "PZK02"
    finally:
        device.close()
    assert rotated.world() == before


def test_given_a_row_that_nobody_can_seal_anew_when_asked_for_over_and_over_then_refused_when_the_day_is_full(
    rotated: Arena,
) -> None:
    """Each look at it is recorded, and records stay."""
    device, other = rotated.open("readonly"), rotated.open("therapist")
    limits(rotated.clinic.url, {"reads_day": 3})
    try:
        states = [device.state(_STALE, rotated.names) for _ in range(4)]
        assert states == ["00000", "00000", "00000", "PZQ03"]
        assert other.state(_STALE, rotated.names) == "00000"
        assert device.state(_NONE_STALE, rotated.names) == "00000"  # nothing of it is recorded
    finally:
        device.close()
        other.close()
        limits(rotated.clinic.url, {"reads_day": 50_000})
