"""Numbers that only ever grow: none may be put so far ahead that the next one is out of reach."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.server.hostile.cases import UNREADABLE, Case, Ops, Push, check, check_push
from tests.server.hostile.hostile_fixture import STAMP, Arena
from tests.server.hostile.test_pushes import CHECK, REFERENCE, op

LAST = 2**31 - 1


def _amended(count: int) -> Ops:
    return op("sessions", "note", 2, amended_at=STAMP, amendment_count=count)


def _booked(count: int) -> Ops:
    def build(arena: Arena) -> list[Any]:
        times = {"scheduled_start": STAMP, "scheduled_end": STAMP + 1, "timezone": "UTC"}
        client = str(arena.names["client"])
        return [
            arena.op(
                "therapist", "appointments", uuid.uuid4(), 0, client_id=client, edit_count=count, **times
            )
        ]

    return build


def _version(*numbers: int) -> Ops:
    def build(arena: Arena) -> list[Any]:
        note = str(arena.names["note"])
        made = [
            arena.op("therapist", "session_versions", uuid.uuid4(), 0, session_id=note, version_number=number)
            for number in numbers
        ]
        return [each | {"n": each["n"] + place} for place, each in enumerate(made)]

    return build


def _deleted(build: Callable[[Arena], list[Any]]) -> Ops:
    return lambda arena: [each | {"d": True} for each in build(arena)]


PUSHES = (
    *(
        Push(name=f"{number} amendments", attack=_amended(number), control=_amended(1000), refused=CHECK)
        for number in (LAST, 1_000_000, 1001, -1)
    ),
    *(
        Push(name=f"{number} edits", attack=_booked(number), control=_booked(1_000_000), refused=CHECK)
        for number in (LAST, 1_000_001, -1)
    ),
    *(
        Push(name=f"version {number}", attack=_version(number), control=_version(3, 2), refused=REFERENCE)
        for number in (LAST, 3, 4)
    ),
    Push(name="versions 2 and 4", attack=_version(2, 4), control=_version(4, 2, 3), refused=REFERENCE),
    Push(
        name="a deleted version far ahead",
        attack=_deleted(_version(LAST - 1)),
        control=_deleted(_version(2)),
        refused=REFERENCE,
    ),
    Push(name="version 0", attack=_version(0), control=_version(2), refused=CHECK),
)
_KEY = "jsonb_build_array(jsonb_build_array({no}, %(owner_device)s, 'eA=='))"
_PUT = f"SELECT pzapi.put_wrapped_keys(%(ws)s, {_KEY})"
KEYS = tuple(
    Case(
        name=f"a key number {number}",
        by="owner",
        attack=_PUT.format(no=number),
        control=_PUT.format(no=1),
        refused=UNREADABLE,
    )
    for number in (LAST, 2, -1)
)


@pytest.mark.parametrize("case", PUSHES, ids=lambda case: case.name)
def test_given_a_number_far_ahead_when_pushed_then_refused_and_nothing_changed(
    arena: Arena, case: Push
) -> None:
    check_push(arena, case)


@pytest.mark.parametrize("case", KEYS, ids=lambda case: case.name)
def test_given_a_key_that_does_not_exist_yet_when_given_out_then_refused(arena: Arena, case: Case) -> None:
    check(arena, case)


def test_given_the_cases_when_told_as_json_then_each_is_one(arena: Arena) -> None:
    """Numbers of ops run on, so that no case is refused for another reason than its own."""
    for case in PUSHES:
        numbers = [each["n"] for each in json.loads(json.dumps(case.attack(arena)))]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
