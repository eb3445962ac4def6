"""Oracles about values: whatever came from outside, what is stored can be read everywhere."""

import json
import math
from collections.abc import Iterator
from typing import Any

from core.domain.registry import ColumnKind
from tests.sync.oracles.eye import Key, Seen, name_of, table_of
from tests.sync.oracles.finding import Finding, Oracle

DEEPEST = 50
LARGEST = 2**63 - 1


def documents_are_plain(seen: Seen) -> Iterator[Finding]:
    """(g) A JSON column holds what JSON has: finite numbers of 64 bits, no minus zero, no NUL, few levels."""
    for key in sorted(seen.rows):
        for column in table_of(key).columns:
            stored = seen.value(key, column.name)
            if column.kind is ColumnKind.JSON and stored is not None:
                yield from _of_document(key, column.name, stored)


def _of_document(key: Key, name: str, stored: str) -> Iterator[Finding]:
    wrong = _wrong_in(json.loads(stored), 0)
    if wrong:
        yield Finding(Oracle.READ_YOUR_WRITES, f"{name_of(key)}: {name} holds {wrong}")


def _wrong_in(value: Any, depth: int) -> str:
    """What no server or laptop should have to read; "" for what each can."""
    if depth > DEEPEST:
        return "too many levels"
    if isinstance(value, dict):
        return next(filter(None, (_wrong_in(part, depth + 1) for pair in value.items() for part in pair)), "")
    if isinstance(value, list):
        return next(filter(None, (_wrong_in(part, depth + 1) for part in value)), "")
    if isinstance(value, str):
        return (
            "a character that is none" if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value) else ""
        )
    return _wrong_number(value)


def _wrong_number(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "a number that is none"
    if isinstance(value, float) and value == 0 and math.copysign(1, value) < 0:
        return "minus zero"
    return "too large a number" if isinstance(value, int) and abs(value) > LARGEST else ""
