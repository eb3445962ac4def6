"""Faults that the kills must bring to light, each planted on purpose."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection

from core.store.outbox.journal import Journal
from core.store.unit_of_work.repository import RepositoryContext
from desktop.kit import debounce
from desktop.notes.draft import Draft, SaveState
from tests.kills import ui_driver
from tests.sync.test_traps import TRAPS


def _saved_every_four_seconds(patch: pytest.MonkeyPatch) -> None:
    for module in (ui_driver, debounce):
        patch.setattr(module, "AT_MOST_MS", 4_000)


def _called_saved_while_on_its_way(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Draft, "state", SaveState.SAVED)


def _journal_after_the_row(patch: pytest.MonkeyPatch) -> None:
    """Two transactions where one belongs."""
    touch, write = Journal.touch, RepositoryContext.write
    later: list[tuple[Any, ...]] = []

    def put_off(self: Journal, db: Connection, *told: Any) -> None:
        later.append((self, *told))

    @contextmanager
    def apart(self: RepositoryContext, *access: Any) -> Iterator[Any]:
        with write(self, *access) as writer:
            yield writer
        with self.store.write() as db:
            for journal, *told in later:
                touch(journal, db, *told)
            later.clear()

    patch.setattr(Journal, "touch", put_off)
    patch.setattr(RepositoryContext, "write", apart)


PLANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "saved_every_four_seconds": _saved_every_four_seconds,
    "called_saved_while_on_its_way": _called_saved_while_on_its_way,
    "journal_after_the_row": _journal_after_the_row,
    "op_forgotten_before_its_answer": TRAPS["op_forgotten_before_its_answer"].plant,
}
