"""Statements of SQLite that take long, and ask from inside whether they are still wanted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from core.runtime.stopping import Check

_STEPS = 1_000
"""Of SQLite's machine from question to question: three thousandths of a second of copying."""


@contextmanager
def asking(raw: Any, check: Check) -> Iterator[None]:
    """Statements inside call `check` again and again, and are undone and ended by what it raises.

    `raw` is the driver's connection. Only what SQLite's machine runs step by step asks: SQLCipher's own check
    of the seals does not.
    """
    raised: list[BaseException] = []

    def is_unwanted() -> bool:
        # The driver would lose what is raised here.
        try:
            check()
        except BaseException as error:  # noqa: BLE001
            raised.append(error)
        return bool(raised)

    raw.set_progress_handler(is_unwanted, _STEPS)
    try:
        yield
    except (DBAPIError, sqlcipher.Error):
        if not raised:
            raise
    finally:
        raw.set_progress_handler(None, _STEPS)
    if raised:
        raise raised[0]
