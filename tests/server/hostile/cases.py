"""What a hostile case is: an attempt that must be refused, and the legitimate form that must work."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from core.domain.registry import SCHEMA_VERSION
from tests.server.hostile.hostile_fixture import Arena
from tests.server.raw import Raw

HELLO = "SELECT pzapi.hello(1)"
DENIED, REVOKED, NO_PRIVILEGE, UNREADABLE, TOO_LARGE = "PZD01", "PZR01", "42501", "PZB02", "PZB01"
ANOTHER_EPOCH, GAP, COPY_OF_DEVICE, TOO_OLD, TOO_NEW = "PZE01", "PZH01", "PZC01", "PZS01", "PZS02"
PUSH = f"SELECT pzapi.sync_push(%(ws)s, %(epoch)s, {SCHEMA_VERSION}, %(batch)s)"
Ops = Callable[[Arena], list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`attack` ends with the SQLSTATE `refused`; `control` works for the same device. `first` is allowed."""

    name: str
    attack: str
    control: str = HELLO
    refused: str = NO_PRIVILEGE
    by: str = "stranger"
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A batch that is answered `refused` (status, code), or fails with a SQLSTATE; `control` is accepted."""

    name: str
    attack: Ops
    control: Ops
    refused: tuple[str, str | None] | str
    by: str = "therapist"


def check(arena: Arena, case: Case) -> None:
    """The attempt is refused and changed nothing; then the legitimate form answers."""
    before, values = arena.world(), arena.values()
    attacker = arena.open(case.by)
    try:
        for statement in case.first:
            attacker.rows(_spelt(statement, values), values)
        assert attacker.state(_spelt(case.attack, values), values) == case.refused
    finally:
        attacker.close()
    assert arena.world() == before
    allowed(arena, case.by, case.control)


def _spelt(query: str, values: dict[str, Any]) -> str:
    """Names of roles stand in a statement as they are, not as its values."""
    return query.replace("{owner_login}", values["owner_login"]).replace("{own_login}", values["own_login"])


def allowed(arena: Arena, who: str, control: str) -> None:
    """Runs `control` and takes it back, so that the arena stays as it is."""
    device = arena.open(who)
    try:
        device.rows("BEGIN")
        values = arena.values()
        assert device.state(_spelt(control, values), values) == "00000"
        device.rows("ROLLBACK")
    finally:
        device.close()


def check_push(arena: Arena, case: Push) -> None:
    """Refused without a trace in any row; the legitimate batch of the same device is accepted."""
    before = arena.world()
    device = arena.open(case.by)
    try:
        assert _answer(arena, device, case.attack(arena)) == case.refused
        assert arena.world() == before
        device.rows("BEGIN")
        assert _answer(arena, device, case.control(arena)) == ("ok", None)
        device.rows("ROLLBACK")
    finally:
        device.close()


def _answer(arena: Arena, device: Raw, ops: list[Any]) -> tuple[str, str | None] | str:
    """Status and code of the op that fared worst, or the SQLSTATE with which the whole batch failed."""
    try:
        ((answer,),) = device.rows(PUSH, arena.names | {"batch": json.dumps(ops)})
    except psycopg.Error as error:
        return error.sqlstate or "lost"
    results = answer["results"] or [(None, "unanswered", 0, None)]
    _, status, _, code = max(results, key=lambda each: (each[1] != "ok", each[3] != "group"))
    return status, code
