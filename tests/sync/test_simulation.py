"""Many seeds of a clinic's bad month; each planted bug must be noticed within a few of them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection

from core.domain.registry import Table
from core.store import feed
from core.store.journal import Journal
from sync import page as page_module
from sync.merge import Merged, Side, merge_row
from sync.pull import Pull
from sync.push import Push
from tests.sync.simulation import Month

SEEDS = int(os.environ.get("PAZPAZ_SIM_SEEDS", "100"))
BATCHES = 10
BUDGET = 60
"""Seeds within which a planted bug must be noticed."""


def verdict(seed: int, folder: Path, **options: Any) -> str | None:
    place = folder / f"{seed}"
    place.mkdir()
    template = folder / "empty.db"
    if template.exists():
        (place / "empty.db").symlink_to(template)
    month = Month(seed, place, **options)
    if not template.exists():
        (place / "empty.db").rename(template)
    return month.run()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_seed_ends_well(batch: int, tmp_path: Path) -> None:
    seeds = range(batch * SEEDS // BATCHES, (batch + 1) * SEEDS // BATCHES)
    found = {seed: verdict(seed, tmp_path, laptops=2 + seed % 2) for seed in seeds}
    assert {seed: told for seed, told in found.items() if told} == {}


def test_one_laptop_never_disagrees_with_itself(tmp_path: Path) -> None:
    found = {seed: verdict(seed, tmp_path, laptops=1) for seed in range(1000, 1012)}
    assert {seed: told for seed, told in found.items() if told} == {}


def _last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    def merge(table: Table, base: Side | None, ours: Side, theirs: Side) -> Merged:
        return Merged(dict(theirs.fields), theirs.deleted)

    patch.setattr(page_module, "merge_row", merge)


def _delete_wins(patch: pytest.MonkeyPatch) -> None:

    def merge(table: Table, base: Side | None, ours: Side, theirs: Side) -> Merged:
        merged = merge_row(table, base, ours, theirs)
        merged.deleted = ours.deleted or theirs.deleted
        merged.fields = dict(theirs.fields)
        return merged

    patch.setattr(page_module, "merge_row", merge)


def _answers_clear_newer_typing(patch: pytest.MonkeyPatch) -> None:
    original = Journal.answers_ok

    def clear(self: Journal, db: Connection, answers: Sequence[tuple[int, int]]) -> None:
        told = {op_no for op_no, _ in answers}
        sent = [each for each in self.unanswered(db) if each.op_no in told]
        original(self, db, answers)
        for each in sent:
            self.forget(db, each.table_no, each.row_id)

    patch.setattr(Journal, "answers_ok", clear)


def _cursor_before_its_rows(patch: pytest.MonkeyPatch) -> None:
    original = Pull._write

    def write(self: Pull, epoch: UUID, page: Any, *rest: Any) -> int:
        with self._store.write() as db:
            feed.set_cursor(db, self._ground.me.workspace_id, page.upto, epoch)
        return original(self, epoch, page, *rest)

    patch.setattr(Pull, "_write", write)


def _versions_without_their_answer(patch: pytest.MonkeyPatch) -> None:
    """The outbox is emptied in one transaction and the version written in another."""
    original = Push._store_answers

    def store(self: Push, db: Connection, answered: Any, done: Any) -> None:
        for sent, _, _ in answered:
            self._journal.forget(db, sent.table_no, sent.row_id)
        original(self, db, answered, done)

    patch.setattr(Push, "_store_answers", store)


def _numbers_begin_again(patch: pytest.MonkeyPatch) -> None:
    """What was sent without an answer is given new numbers instead of being repeated."""
    original = Push._next_batch

    def batch(self: Push) -> Any:
        with self._store.write() as db:
            for sent in self._journal.unanswered(db):
                self._journal.answer_stale(db, sent.op_no)
        return original(self)

    patch.setattr(Push, "_next_batch", batch)


BUGS = {
    "last_writer_wins": _last_writer_wins,
    "delete_wins": _delete_wins,
    "answers_clear_newer_typing": _answers_clear_newer_typing,
    "cursor_before_its_rows": _cursor_before_its_rows,
    "refusals_and_stale_rows_forgotten": _versions_without_their_answer,
    "numbers_begin_again": _numbers_begin_again,
}


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_noticed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[name](monkeypatch)
    assert any(verdict(seed, tmp_path) for seed in range(BUDGET))


def test_a_server_without_a_ledger_is_noticed(tmp_path: Path) -> None:
    assert any(verdict(seed, tmp_path, laptops=1, bugs=("no_ledger",)) for seed in range(BUDGET))
