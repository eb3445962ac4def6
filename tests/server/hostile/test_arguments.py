"""Every argument of every function of the API: what another practice has, what nobody has, and rubbish."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from migrations.operate.embedded import EmbeddedServer
from tests.server.hostile.cases import HELLO
from tests.server.hostile.hostile_fixture import Arena, built
from tests.server.raw import Raw

_BATCH = """jsonb_build_array(jsonb_build_object('n', 2, 'i', '00000000-0000-4000-8000-000000000001', 'g', 1,
  't', 3, 'b', 1, 'm', 'bQ==', 's', 'cw==', 'p', '{}'::jsonb, 'c', '{}'::jsonb, 'r', %(row)s))"""
_CELLS = """jsonb_build_array(jsonb_build_object('r', %(row)s, 'b', 1,
  'c', jsonb_build_object('10', 'djE6Zmlyc3Q=')))"""
_SEALS = """jsonb_build_array(jsonb_build_object('r', %(row)s, 'b', 1, 'm', 'bQ==', 's', 'cw=='))"""
_KEYS = "jsonb_build_array(jsonb_build_array(%(no)s, %(device)s::uuid, 'eA=='))"
_BLOB = "sha256(convert_to(%(ws)s::text, 'UTF8'))"
_PUB = "sha256(convert_to(%(device)s::text, 'UTF8'))"
OWN = {
    "hello": {"p_schema": "1", "p_program": "'1.0'"},
    "sync_push": {"p_ws": "%(ws)s", "p_epoch": "%(epoch)s", "p_schema": "1", "p_batch": _BATCH},
    "sync_pull": {
        "p_ws": "%(ws)s", "p_epoch": "%(epoch)s", "p_after": "0", "p_limit": "10", "p_bytes": "1000"
    },
    "digests": {"p_ws": "%(ws)s", "p_hi": "9"},
    "directory": {"p_ws": "%(ws)s"},
    "certificates": {"p_ws": "%(ws)s", "p_after": "NULL"},
    "wrapped_keys": {"p_ws": "%(ws)s"},
    "put_wrapped_keys": {"p_ws": "%(ws)s", "p_keys": _KEYS.replace("%(no)s", "1")},
    "register_user": {"p_ws": "%(ws)s", "p_user": "%(user)s", "p_role": "'OWNER'"},
    "reset_login": {"p_ws": "%(ws)s", "p_device": "%(device)s"},
    "revoke_device": {"p_ws": "%(ws)s", "p_device": "%(device)s"},
    "renew_cert": {"p_ws": "%(ws)s", "p_device": "%(device)s", "p_cert": "'certificate'::bytea"},
    "enrol_device": {
        "p_ws": "%(ws)s", "p_user": "%(user)s", "p_device": "%(new_device)s", "p_login": "%(new_login)s",
        "p_verifier": "%(verifier)s", "p_name": "'x'", "p_sign": _PUB, "p_hpke": _PUB,
        "p_cert": "'certificate'::bytea", "p_keys": _KEYS.replace("%(no)s", "1"),
    },
    "key_manifest": {"p_ws": "%(ws)s"},
    "key_lists": {"p_ws": "%(ws)s", "p_below": "9"},
    "stale_cells": {"p_ws": "%(ws)s", "p_table": "3", "p_after": "%(row)s", "p_limit": "10"},
    "replace_cells": {"p_ws": "%(ws)s", "p_table": "3", "p_rows": _CELLS},
    "rotate_keys": {
        "p_ws": "%(ws)s", "p_generation": "1", "p_key_no": "2", "p_papers": "'x'::bytea",
        "p_keys": _KEYS.replace("%(no)s", "2"), "p_grace_s": "0", "p_paper": "'x'::bytea",
        "p_clinical": "false",
    },
    "unsealed_rows": {"p_ws": "%(ws)s", "p_table": "3", "p_after": "%(row)s", "p_limit": "10"},
    "seal_rows": {"p_ws": "%(ws)s", "p_table": "3", "p_rows": _SEALS},
    "declare_sealed": {"p_ws": "%(ws)s", "p_generation": "1", "p_papers": "'x'::bytea"},
    "order_wipe": {"p_ws": "%(ws)s", "p_device": "%(gone)s", "p_papers": "'x'::bytea"},
    "wipe_orders": {},
    "wipe_obeyed": {"p_ws": "%(ws)s"},
    "tell_went_back": {"p_ws": "%(ws)s", "p_epoch": "%(epoch)s"},
    "set_rows_aside": {"p_ws": "%(ws)s", "p_of": "%(gone)s", "p_table": "3", "p_rows": _SEALS},
    "rows_set_aside": {"p_ws": "%(ws)s", "p_table": "3", "p_after": "%(row)s", "p_limit": "10"},
    "bring_rows_back": {"p_ws": "%(ws)s", "p_table": "3", "p_rows": _SEALS},
    "audit_links": {"p_ws": "%(ws)s", "p_epoch": "%(epoch)s", "p_after": "0", "p_limit": "10"},
    "audit_witnesses": {"p_ws": "%(ws)s", "p_epoch": "%(epoch)s"},
    "witness_audit": {
        "p_ws": "%(ws)s", "p_epoch": "%(epoch)s", "p_chain_no": "1", "p_hash": _BLOB,
        "p_signature": "decode(repeat('00', 64), 'hex')",
    },
    "blob_have": {"p_ws": "%(ws)s", "p_keys": f"ARRAY[{_BLOB}]"},
    "blob_get": {"p_ws": "%(ws)s", "p_key": _BLOB, "p_count": "1", "p_no": "0"},
    "blob_earlier": {"p_ws": "%(ws)s", "p_key": _BLOB, "p_count": "1", "p_no": "0", "p_after": "0"},
    "blob_put": {
        "p_ws": "%(ws)s", "p_key": _BLOB, "p_count": "1", "p_no": "0", "p_cell": "'v1:x'::bytea",
        "p_again": "false",
    },
}  # fmt: skip
"""How the owner of a practice calls each function rightly, with the values of its own practice."""
TELLING = {("enrol_device", "p_device"), ("enrol_device", "p_login")}
"""A device's id and login are one for the whole server: whoever knows one learns that it is taken. Both are
random, a login's name is no secret, and an id is known to its own practice alone."""
RUBBISH = {
    "uuid": ("NULL",),
    "integer": ("NULL", "-1", "0", "2147483647", "-2147483648"),
    "bigint": ("NULL", "-1", "9223372036854775807", "-9223372036854775808"),
    "text": ("NULL", "''", "repeat('x', 100000)", "E'a\\nb'", "'; DROP TABLE pz.clients; --'"),
    "bytea": ("NULL", "''::bytea", "decode(repeat('00', 2000000), 'hex')"),
    "bytea[]": ("NULL", "'{}'::bytea[]", "array_fill('x'::bytea, ARRAY[2000])", "ARRAY[NULL]::bytea[]"),
    "boolean": ("NULL", "true"),
    "jsonb": (
        "NULL", "'null'", "'{}'", "'1'", "'[1]'", "'[[]]'", "'[null]'", "'[[1, 2, 3]]'", "'[{}]'",
        "(repeat('[', 900) || repeat(']', 900))::jsonb", "'[[\"9\", \"x\", \"%%\"]]'",
        """'[{"n": 1e400, "r": "x", "b": "y", "c": 1, "p": []}]'""",
    ),
}  # fmt: skip
TIDY = ("00000", "PZ", "22", "23")
"""Our own refusals, and what no type or constraint takes. Not: internal errors, a connection that is lost."""
_ARGUMENTS = """SELECT proname, coalesce(arguments, '{}') FROM (
  SELECT p.proname, (SELECT array_agg(ARRAY[a.name, format_type(a.kind, NULL)] ORDER BY a.place)
    FROM unnest(p.proargnames, p.proargtypes::oid[]) WITH ORDINALITY AS a(name, kind, place)
    WHERE a.kind IS NOT NULL) AS arguments
  FROM pg_proc p WHERE p.pronamespace = 'pzapi'::regnamespace) found"""


@pytest.fixture(scope="module")
def ground(any_server: EmbeddedServer) -> Iterator[Arena]:
    """Two practices of its own, each with a file and a device that was shut out."""
    with built(any_server) as arena:
        for who in ("owner", "stranger"):
            arena.names[f"{who}_gone"] = _shut_out(arena, who)
            values = {"ws": arena.devices[who].workspace_id}
            device = arena.open(who)
            device.rows(f"SELECT pzapi.blob_put(%(ws)s, {_BLOB}, 1, 0, 'v1:x', false)", values)
            device.close()
        yield arena


def _shut_out(arena: Arena, who: str) -> object:
    owner = arena.devices[who]
    device = arena.clinic.enrol(owner, user_id=owner.user_id)
    remote = owner.remote()
    remote.revoke_device(owner.workspace_id, device.device_id)
    remote.close()
    return device.device_id


def _values(arena: Arena, whose: str) -> dict[str, Any]:
    """What the names in the calls stand for: of a practice, or of nobody."""
    fresh, names = arena.values(), arena.names
    new = {"verifier": fresh["verifier"], "new_device": fresh["device"], "new_login": fresh["login"]}
    if whose == "nobody":
        same = ("ws", "epoch", "user", "device", "gone", "row")
        return new | {name: arena.values()["nobody"] for name in same}
    device = arena.devices[whose]
    made = {"ws": device.workspace_id, "epoch": arena.clinic.epoch(device), "user": device.user_id}
    made |= {"row": names["client" if whose == "owner" else "own_client"], "gone": names[f"{whose}_gone"]}
    if whose == "owner":  # its own device is new to nobody
        new = {
            "verifier": device.login.verifier,
            "new_device": device.device_id,
            "new_login": device.login.role,
        }
    return new | made | {"device": device.device_id}


def _spelt(function: str, arguments: dict[str, str]) -> str:
    call = f"{function}({', '.join(f'{name} => {value}' for name, value in arguments.items())})"
    return f"SELECT * FROM pzapi.{call}"


def _outcome(raw: Raw, query: str, values: dict[str, Any]) -> tuple[str, list[tuple[Any, ...]]]:
    """What came of it, taken back at once."""
    raw.rows("BEGIN")
    try:
        rows = raw.rows(query, values)
    except psycopg.Error as error:
        return error.sqlstate or "lost", []
    finally:
        raw.connection.rollback()
    return "00000", rows


def _bound(expression: str, raw: Raw, values: dict[str, Any]) -> str:
    """The expression with its values in it, so that one call can mix those of several practices."""
    return psycopg.ClientCursor(raw.connection).mogrify(expression.encode(), values).replace("%", "%%")


def test_given_the_functions_of_the_api_when_listed_then_each_argument_has_its_attacks(ground: Arena) -> None:
    found = {name: [argument for argument, _ in pairs] for name, pairs in _listed(ground).items()}

    assert found == {name: list(arguments) for name, arguments in OWN.items()}


def _listed(arena: Arena) -> dict[str, list[list[str]]]:
    return {str(name): pairs for name, pairs in arena.clinic.as_superuser(_ARGUMENTS)}  # type: ignore[misc]


def _timeless(value: object) -> object:
    """Without the server's clock, which is another at every call."""
    if isinstance(value, dict):
        return {name: each for name, each in value.items() if name != "now"}
    return None if isinstance(value, datetime) else value


@pytest.mark.parametrize("function", OWN)
def test_given_a_value_of_another_practice_when_it_is_an_argument_then_it_is_like_one_of_nobodys(
    ground: Arena, function: str
) -> None:
    raw, own = ground.open("stranger"), _values(ground, "stranger")
    try:
        for argument, expression in OWN[function].items():
            told = []
            for whose in ("owner", "nobody"):
                values = _values(ground, whose)
                calls = OWN[function] | {argument: _bound(expression, raw, values)}
                state, rows = _outcome(raw, _spelt(function, calls), own)
                told.append((state, [[_timeless(each) for each in row] for row in rows]))
            assert (told[0] != told[1]) == ((function, argument) in TELLING), (argument, told)
        state, _ = _outcome(raw, _spelt(function, OWN[function]), own)
        assert state == ("PZD01" if function == "wipe_obeyed" else "00000")
        assert raw.state(HELLO) == "00000"
    finally:
        raw.close()


@pytest.mark.parametrize("function", [name for name in OWN if OWN[name]])
def test_given_rubbish_in_any_argument_when_called_then_refused_tidily_and_the_connection_goes_on(
    ground: Arena, function: str
) -> None:
    raw, own, before = ground.open("stranger"), _values(ground, "stranger"), ground.world()
    try:
        for argument, kind in _listed(ground)[function]:
            for rubbish in RUBBISH[kind]:
                query = _spelt(function, OWN[function] | {argument: rubbish})
                state, _ = _outcome(raw, query, own)
                assert state.startswith(TIDY), (argument, rubbish, state)
        assert raw.state(HELLO) == "00000"
    finally:
        raw.close()
    assert ground.world() == before
