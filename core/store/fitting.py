"""Whether a value from the wire is one that its column can hold and every screen can read."""

import json
from datetime import UTC, date, datetime
from typing import Any

from core.domain.clock import to_micros

_FIRST = to_micros(datetime.min.replace(tzinfo=UTC))
_LAST = to_micros(datetime.max.replace(tzinfo=UTC))
_LARGEST = 2**63 - 1


def text(value: Any) -> str:
    if type(value) is not str:
        raise ValueError("not a text")
    return value


def number(value: Any) -> int:
    """A whole number that SQLite can hold."""
    if type(value) is not int or not -_LARGEST <= value <= _LARGEST:
        raise ValueError("not a whole number of 64 bits")
    return value


def flag(value: Any) -> int:
    """A truth value as SQLite keeps it."""
    if value not in (True, False):
        raise ValueError("neither true nor false")
    return int(value)


def is_moment(value: Any) -> bool:
    """Whether these are microseconds of a time that a calendar has."""
    return type(value) is int and _FIRST <= value <= _LAST


def moment(value: Any) -> int:
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
