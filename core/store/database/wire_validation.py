"""Whether a value is one that its column can hold, here and on every server, and every screen can read."""

import json
import math
from datetime import UTC, date, datetime
from typing import Any

from core.domain.clock import to_micros
from core.store.database.columns import compact_json

_FIRST = to_micros(datetime.min.replace(tzinfo=UTC))
_LAST = to_micros(datetime.max.replace(tzinfo=UTC))
_LARGEST = 2**63 - 1
_LARGEST_NUMBER = 2**31 - 1
"""Of a column of whole numbers, which is `integer` on the server."""
_LARGEST_READ = 10**100
"""In a document. Ours hold 64 bits; what was adopted may hold more."""
_DEEPEST = 50
_EXACT = 1e16
"""From here on Python writes a float with an exponent, and PostgreSQL gives it back as a whole number."""


class Unfit(ValueError):
    """Its words go on after a column's name: "settings" "holds a number that is not finite"."""


def text(value: Any) -> str:
    """The text as it came; ValueError for what is none."""
    if type(value) is not str:
        raise ValueError("not a text")
    return value


def typed_text(value: Any) -> str:
    """A text as it is stored, whatever else is in it: half of a surrogate pair is no character."""
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise Unfit("holds half of a character that is written in two")
    return str(value)


def plain_text(value: Any) -> str:
    """A text that the server reads: PostgreSQL has no text with a NUL."""
    if "\0" in value:
        raise Unfit("holds a character (NUL) that no text may have")
    return typed_text(value)


def whole_number(value: Any) -> int:
    """For columns that are `integer` on the server. Raises Unfit for more than 32 bits, and for True and
    False."""
    if type(value) is not int or not -_LARGEST_NUMBER <= value <= _LARGEST_NUMBER:
        raise Unfit("holds no whole number of at most ten digits")
    return value


def document(value: Any) -> str:
    """A JSON column's text; what comes back from a server is the same, byte for byte, so that seals hold."""
    return compact_json(_settled(value, 0))


def _settled(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise Unfit(f"is nested more than {_DEEPEST} levels deep")
    if isinstance(value, dict):
        return {plain_text(str(name)): _settled(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(each, depth + 1) for each in value]
    if isinstance(value, str):
        return plain_text(value)
    return _settled_number(value) if isinstance(value, int | float) else value


def _settled_number(value: Any) -> int | float:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Unfit("holds a number that is not finite")
        if abs(value) < _EXACT:
            return value or 0.0  # no minus zero
    elif isinstance(value, bool):
        return value
    if abs(value) > _LARGEST:
        raise Unfit("holds a number of more than 64 bits")
    return int(value)


def finite_document(value: Any) -> str:
    """Like `document` for what came from the server or goes back to it: only what JSON has."""
    return compact_json(value, finite=True)


def is_read_everywhere(value: Any, depth: int = 0) -> bool:
    """Whether every laptop can read a document, whoever wrote it: its levels and its digits are bounded."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return depth <= _DEEPEST and all(is_read_everywhere(each, depth + 1) for each in inner)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return depth <= _DEEPEST and abs(value) <= _LARGEST_READ
    return depth <= _DEEPEST


def number(value: Any) -> int:
    """A whole number that SQLite can hold."""
    if type(value) is not int or not -_LARGEST <= value <= _LARGEST:
        raise ValueError("not a whole number of 64 bits")
    return value


def flag(value: Any) -> int:
    """A truth value as SQLite keeps it."""
    # Python's 1 and 0 are equal to these; so SQLite gives them back.
    if value not in (True, False):
        raise ValueError("neither true nor false")
    return int(value)


def is_moment(value: Any) -> bool:
    """Whether these are microseconds of a time that a calendar has."""
    return type(value) is int and _FIRST <= value <= _LAST


def moment(value: Any) -> int:
    """The microseconds as they came; ValueError for a time that no calendar has."""
    if not is_moment(value):
        raise ValueError("not a time")
    return int(value)


def day(value: Any) -> str:
    """A date in ISO form."""
    date.fromisoformat(value)
    return text(value)


def text_list(value: Any) -> str:
    """The JSON text of a list of texts."""
    found = json.loads(value)
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise ValueError("not a list of texts")
    return text(value)
