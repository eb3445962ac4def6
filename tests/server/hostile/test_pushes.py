"""Pushes that would turn time back, forge what the server stamps, or break its notion of a batch."""

import json
import uuid
from typing import Any

import pytest

from tests.server.hostile.cases import (
    COPY_OF_DEVICE,
    GAP,
    PUSH,
    TOO_LARGE,
    UNREADABLE,
    Ops,
    Push,
    check_push,
)
from tests.server.hostile.hostile_fixture import STAMP, Arena

STALE, FROZEN, CHECK, FORBIDDEN, REFERENCE = (
    ("stale", None),
    ("refused", "frozen"),
    ("refused", "check"),
    ("refused", "forbidden"),
    ("refused", "reference"),
)
_UNKNOWN = ("refused", "unknown_table")


def op(table: str, row: str, base: int, who: str = "therapist", /, **values: Any) -> Ops:
    """One op on a row of the arena by its name; a new row for `new`."""
    return lambda arena: [arena.op(who, table, uuid.uuid4() if row == "new" else row, base, **values)]


def changed(**keys: Any) -> Ops:
    """A good op with some keys of its wire form replaced; None leaves a key out."""

    def build(arena: Arena) -> list[Any]:
        made = arena.op("therapist", "services", "service", 1, name="Other")
        return [{key: value for key, value in {**made, **keys}.items() if value is not _GONE}]

    return build


_GONE = object()
_EDIT = op("services", "service", 1, name="Other")
_NEW_CLIENT = op("clients", "new", 0, first_name="djE6eA==", last_name="djE6eA==")
_AMEND = op("sessions", "note", 2, amended_at=STAMP, amendment_count=1)
_NOTED = op("audit_events", "new", 0, event_type="note.opened", action="READ", client_time=STAMP)
_AGAIN = op("session_versions", "new", 0, session_id="", version_number=2)


def _version(arena: Arena) -> list[Any]:
    (made,) = _AGAIN(arena)
    made["p"]["10"] = str(arena.names["note"])
    return [made]


def _marked(ops: list[Any]) -> list[Any]:
    """As what takes the place of a row that nobody can verify."""
    return [each | {"w": True} for each in ops]


def _elsewhere(arena: Arena) -> list[Any]:
    (note,) = op("sessions", "note", 2, "owner", subjective="djE6eA==")(arena)
    (draft,) = _marked(op("sessions", "draft", 1, "owner", plan="djE6eA==")(arena))
    return [note, draft | {"n": note["n"] + 1}]


VERSIONS = (
    *(
        Push(
            name=f"base version {base}",
            attack=op("services", "service", base, name="X"),
            control=_EDIT,
            refused=STALE,
        )
        for base in (-1, 0, 2, 1000, 2**31 - 1)
    ),
    Push(name="a row that is not there", attack=op("services", "new", 1), control=_EDIT, refused=STALE),
    Push(
        name="a row of the other practice",
        attack=op("clients", "own_client", 1, notes="djE6eA=="),
        control=op("clients", "client", 1, notes="djE6eA=="),
        refused=STALE,
    ),
    Push(
        name="a child of the other's row",
        attack=lambda arena: op(
            "sessions", "new", 0, client_id=str(arena.names["own_client"]), session_date=1
        )(arena),
        control=lambda arena: op("sessions", "new", 0, client_id=str(arena.names["client"]), session_date=1)(
            arena
        ),
        refused=REFERENCE,
    ),
    Push(
        name="a column of the wrong type",
        attack=op("services", "service", 1, default_duration_minutes="long"),
        control=_EDIT,
        refused=CHECK,
    ),
    Push(
        name="a required column emptied",
        attack=op("services", "service", 1, name=None),
        control=_EDIT,
        refused=CHECK,
    ),
    Push(
        name="a cell that is no base64",
        attack=op("clients", "client", 1, notes="%%%"),
        control=op("clients", "client", 1, notes="djE6eA=="),
        refused=CHECK,
    ),
    Push(
        name="a cell beyond the limit",
        attack=op("clients", "client", 1, notes="djE6" + "AAAA" * 400_000),
        control=op("clients", "client", 1, notes="djE6eA=="),
        refused=("refused", "too_large"),
    ),
)
FINALIZED = (
    *tuple(
        Push(
            name=f"finalized note: {column} = {value}",
            attack=op("sessions", "note", 2, **{column: value}),
            control=_AMEND,
            refused=FROZEN,
        )
        for column, value in (
            ("finalized_at", None),
            ("finalized_at", STAMP + 1),
            ("is_draft", True),
            ("subjective", "djE6eA=="),
            ("objective", "djE6eA=="),
            ("assessment", "djE6eA=="),
            ("plan", "djE6eA=="),
            ("session_date", STAMP + 1),
            ("signature", "ff"),
        )
    ),
    Push(
        name="an earlier version rewritten",
        attack=op("session_versions", "earlier", 1, subjective="djE6eA=="),
        control=_version,
        refused=FROZEN,
    ),
    Push(
        name="an audit event rewritten",
        attack=op("audit_events", "event", 1, action="NOTHING"),
        control=_NOTED,
        refused=FROZEN,
    ),
)
SUPERSEDING = (
    Push(
        name="a therapist lifts a finalized note",
        attack=lambda arena: _marked(op("sessions", "note", 2, finalized_at=None)(arena)),
        control=lambda arena: _marked(_AMEND(arena)),
        refused=FROZEN,
    ),
    Push(
        name="an owner changes a finalized note without saying why",
        by="owner",
        attack=op("sessions", "note", 2, "owner", finalized_at=None, is_draft=True),
        control=lambda arena: _marked(
            op("sessions", "note", 2, "owner", finalized_at=None, is_draft=True)(arena)
        ),
        refused=FROZEN,
    ),
    Push(
        name="an owner says it of another row",
        by="owner",
        attack=_elsewhere,
        control=lambda arena: _marked(op("sessions", "note", 2, "owner", subjective="djE6eA==")(arena)),
        refused=FROZEN,
    ),
)
MALFORMED = (
    *(
        Push(name=f"an op without {key}", attack=changed(**{key: _GONE}), control=_EDIT, refused=UNREADABLE)
        for key in ("n", "i", "g", "t", "r", "b")
    ),
    Push(
        name="the same number twice",
        attack=lambda a: _EDIT(a) + _NEW_CLIENT(a),
        control=_EDIT,
        refused=UNREADABLE,
    ),
    Push(name="number 0", attack=changed(n=0), control=_EDIT, refused=COPY_OF_DEVICE),
    Push(name="a number below 0", attack=changed(n=-5), control=_EDIT, refused=COPY_OF_DEVICE),
    Push(name="a number far ahead", attack=changed(n=1000), control=_EDIT, refused=GAP),
    Push(name="the last number there is", attack=changed(n=2**63 - 1), control=_EDIT, refused=GAP),
    Push(name="a number that is none", attack=changed(n="one"), control=_EDIT, refused="22P02"),
    Push(name="a number too large", attack=changed(n=2**70), control=_EDIT, refused="22003"),
    Push(name="an id that is none", attack=changed(r="mine"), control=_EDIT, refused="22P02"),
    Push(name="an unknown table", attack=changed(t=99), control=_EDIT, refused=_UNKNOWN),
    Push(name="a table of the server's own", attack=changed(t=0), control=_EDIT, refused=_UNKNOWN),
    Push(name="no ops but numbers", attack=lambda _: [1, 2], control=_EDIT, refused="22023"),
    Push(name="more than a thousand ops", attack=lambda _: [{}] * 1001, control=_EDIT, refused=TOO_LARGE),
    Push(
        name="more than eight megabytes",
        attack=lambda arena: [_EDIT(arena)[0] | {"x": "A" * 13_000_000}],
        control=_EDIT,
        refused=TOO_LARGE,
    ),
)
ROLES = (
    *(
        Push(
            name=f"{who} writes {table}",
            by=who,
            attack=op(table, row, base, who, **values),
            control=allowed,
            refused=FORBIDDEN,
        )
        for who, table, row, base, values, allowed in (
            ("therapist", "users", "owner_user", 1, {"role": "READONLY"}, _EDIT),
            ("therapist", "users", "therapist_user", 0, {"role": "OWNER", "full_name": "djE6eA=="}, _EDIT),
            ("therapist", "workspaces", "ws", 0, {"name": "Mine"}, _EDIT),
            (
                "assistant",
                "users",
                "owner_user",
                1,
                {"is_active": False},
                op("services", "service", 1, "assistant", name="O"),
            ),
        )
    ),
)
CASES = (*VERSIONS, *FINALIZED, *SUPERSEDING, *MALFORMED, *ROLES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_a_hostile_batch_when_pushed_then_refused_and_nothing_changed(arena: Arena, case: Push) -> None:
    check_push(arena, case)


def test_given_a_device_that_names_the_row_itself_when_it_lifts_a_finalized_note_then_refused(
    arena: Arena,
) -> None:
    """The list of such rows is set by each push: what a device set before counts for nothing."""
    device = arena.open("therapist")
    batch = json.dumps(op("sessions", "note", 2, finalized_at=None)(arena))
    try:
        device.rows("BEGIN")
        device.rows("SELECT set_config('app.superseded', %(note)s::text, true)", arena.names)
        ((answer,),) = device.rows(PUSH, arena.names | {"batch": batch})
        device.rows("ROLLBACK")
    finally:
        device.close()
    assert answer["results"][0][1::2] == ["refused", "frozen"]
