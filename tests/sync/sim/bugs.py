"""Bugs planted on purpose, each with the seeds within which an oracle must notice it."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from core.domain.registry import Merge, Table
from core.store import answers, feed, resolving
from core.store.feed import FeedRow
from core.store.journal import Journal
from core.store.wire import WireRow, wire_to_json
from sync import aligning, merge, page, replacement
from sync.diff3 import TextMerge
from sync.ground import Ground
from sync.merge import Merged, Side, merge_row
from sync.page import Settler
from sync.pull import Pull
from sync.push import Push
from tests.sync.sim.once import Report, run
from tests.sync.sim.plan import Plan, plan

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Bug:
    """`breaks` in a few words; `server` names flags of the model server.

    `budget` counts the seeds that are run: from 0, those whose plans suit (a restored server cannot go
    unnoticed where none is restored).
    """

    name: str
    breaks: str
    budget: int
    plant: Plant | None = None
    server: tuple[str, ...] = ()
    suits: Callable[[Plan], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Caught:
    """`seeds` that were needed, None when the budget was not enough."""

    seeds: int | None
    by: str = ""


def hunt(bug: Bug, template: Path) -> Caught:
    """Runs seeds from 0 with the bug until one fails."""
    with pytest.MonkeyPatch.context() as patch:
        if bug.plant is not None:
            bug.plant(patch)
        suiting = (each for each in map(plan, count()) if bug.suits(each))
        for seeds, each in enumerate(islice(suiting, bug.budget), start=1):
            report: Report = run(each, template, bug.server)
            if not report.good:
                return Caught(seeds, report.verdict)
    return Caught(None)


def having(*kinds: str) -> Callable[[Plan], bool]:
    """Plans in which all of this happens."""
    return lambda each: {*kinds} <= {step.kind for step in each.steps}


def table(template: Path, tell: Callable[[str], None]) -> bool:
    """Tells what became of each bug; False when one was not noticed."""
    tell(f"{'bug':32} {'breaks':46} {'oracle':24} seeds of budget")
    caught = True
    for bug in BUGS:
        found = hunt(bug, template)
        caught = caught and found.seeds is not None
        tell(f"{bug.name:32} {bug.breaks:46} {found.by:24} {found.seeds or 'NOT'} of {bug.budget}")
    return caught


def _last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    def theirs_alone(table: Table, base: Side | None, ours: Side, theirs: Side) -> Merged:
        return Merged(dict(theirs.fields), theirs.deleted)

    patch.setattr(page, "merge_row", theirs_alone)


def _delete_wins(patch: pytest.MonkeyPatch) -> None:
    def merged(table: Table, base: Side | None, ours: Side, theirs: Side) -> Merged:
        made = merge_row(table, base, ours, theirs)
        made.deleted = ours.deleted or theirs.deleted
        return made

    patch.setattr(page, "merge_row", merged)


def _answers_clear_newer_typing(patch: pytest.MonkeyPatch) -> None:
    original = Journal.answers_ok

    def clear(self: Journal, db: Connection, told: Sequence[tuple[int, int]]) -> None:
        numbers = {op_no for op_no, _ in told}
        sent = [each for each in self.unanswered(db) if each.op_no in numbers]
        original(self, db, told)
        for each in sent:
            self.forget(db, each.table_no, each.row_id)

    patch.setattr(Journal, "answers_ok", clear)


def _cursor_before_its_rows(patch: pytest.MonkeyPatch) -> None:
    original = Pull._write

    def write(self: Pull, epoch: uuid.UUID, got: Any, *rest: Any) -> int:
        with self._store.write() as db:
            feed.set_cursor(db, self._ground.me.workspace_id, got.upto, epoch)
        return original(self, epoch, got, *rest)

    patch.setattr(Pull, "_write", write)


def _answers_forget_rows(patch: pytest.MonkeyPatch) -> None:
    original = Push._store_answers

    def store(self: Push, db: Connection, answered: Any, done: Any) -> None:
        for sent, _, _ in answered:
            self._journal.forget(db, sent.table_no, sent.row_id)
        original(self, db, answered, done)

    patch.setattr(Push, "_store_answers", store)


def _numbers_begin_again(patch: pytest.MonkeyPatch) -> None:
    original = Push._next_batch

    def batch(self: Push) -> Any:
        with self._store.write() as db:
            for sent in self._journal.unanswered(db):
                self._journal.answer_stale(db, sent.op_no)
        return original(self)

    patch.setattr(Push, "_next_batch", batch)


def _history_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ground, "add_history", lambda self, *_: self.ids.new())


def _notices_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ground, "add_notice", lambda *_, **__: None)


def _merge_on_words(patch: pytest.MonkeyPatch) -> None:
    """Where both changed a word ours is taken, as word-level tools do."""

    def by_words(base: str, ours: str, theirs: str) -> TextMerge:
        parts: list[str] = []
        for chunk in aligning.chunks(*(text.split(" ") for text in (base, ours, theirs))):
            parts += chunk.theirs if chunk.ours == chunk.base else chunk.ours
        return TextMerge(" ".join(parts), " ".join(parts))

    patch.setattr(merge, "merge_text", by_words)


def _union_drops_removes(patch: pytest.MonkeyPatch) -> None:
    original = merge._RowMerge.union

    def union(self: Any, no: int) -> None:
        self.base = Side(
            {key: value for key, value in self.base.fields.items() if key != no}, self.base.deleted
        )
        original(self, no)

    patch.setitem(merge._RULES, Merge.UNION, union)


def _base_not_rebased(patch: pytest.MonkeyPatch) -> None:
    original = Journal.rebase

    def rebase(self: Journal, db: Connection, no: int, row_id: uuid.UUID, base: WireRow, dirty: bool) -> None:
        before = self.entry(db, no, row_id)
        original(self, db, no, row_id, base, dirty)
        if dirty and before is not None and before.base is not None:
            old = wire_to_json(before.base)
            sql = "UPDATE journal SET base = ? WHERE table_no = ? AND row_id = ?"
            db.exec_driver_sql(sql, (old, no, row_id.bytes))

    patch.setattr(Journal, "rebase", rebase)


def _base_of_answer_not_moved(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answers, "_move_base", lambda *_: None)


def _epoch_ignored(patch: pytest.MonkeyPatch) -> None:
    _without_reason(patch, replacement.Why.RESTORED)


def _without_reason(patch: pytest.MonkeyPatch, why: replacement.Why) -> None:
    original = replacement.reason_to_replace

    def reason(*told: Any) -> replacement.Why | None:
        found = original(*told)
        return None if found is why else found

    patch.setattr(replacement, "reason_to_replace", reason)


def _asked_twice(patch: pytest.MonkeyPatch) -> None:
    original = Settler._ask

    def ask(self: Settler, *told: Any) -> None:
        original(self, *told)
        original(self, *told)

    patch.setattr(Settler, "_ask", ask)


def _echo_overwrites_typing(patch: pytest.MonkeyPatch) -> None:
    def echo(self: Ground, db: Connection, rows: Sequence[FeedRow]) -> None:
        feed.apply_rows(db, self.me.workspace_id, rows)

    patch.setattr(Ground, "echo", echo)


def _finalized_overwritten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merge._RowMerge, "_merge_finalized", lambda _: None)


def _stale_change_dropped(patch: pytest.MonkeyPatch) -> None:
    original = Journal.answer_stale

    def stale(self: Journal, db: Connection, op_no: int) -> None:
        for sent in self.unanswered(db):
            if sent.op_no == op_no:
                self.forget(db, sent.table_no, sent.row_id)
        original(self, db, op_no)

    patch.setattr(Journal, "answer_stale", stale)


def _choice_drops_newer_text(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(resolving, "_keep_replaced", lambda *_: None)


def _one_clock_for_all(patch: pytest.MonkeyPatch) -> None:
    """The later writer by the computers' clocks wins, as many programs do it."""

    def latest(table: Table, base: Side | None, ours: Side, theirs: Side) -> Merged:
        return Merged(dict(ours.fields), ours.deleted) if next(_TOSS) % 2 else Merged(dict(theirs.fields))

    patch.setattr(page, "merge_row", latest)


_TOSS = count()
_OLD_SERVER = having("back up the server", "restore the server")


def _busy(each: Plan) -> bool:
    """People type while passes are cut."""
    return each.faults == 1.0 and having("change a dose")(each)


def _cut_off(each: Plan) -> bool:
    return _busy(each) and having("repeat an old request")(each)


_SETTLING = having("resolve", "type in a note")

BUGS = (
    Bug("last_writer_wins", "theirs replaces ours", 10, _last_writer_wins),
    Bug("latest_clock_wins", "one side replaces the other", 10, _one_clock_for_all),
    Bug("delete_wins", "an unseen edit is deleted", 20, _delete_wins),
    Bug("answers_clear_newer_typing", "typing during a push is not sent", 40, _answers_clear_newer_typing),
    Bug("cursor_before_its_rows", "a kill loses a page", 40, _cursor_before_its_rows),
    Bug("answers_forget_rows", "the journal is cleared too early", 10, _answers_forget_rows),
    Bug("numbers_begin_again", "what was sent gets new numbers", 60, _numbers_begin_again),
    Bug("history_dropped", "losers are kept nowhere", 10, _history_dropped),
    Bug("notices_lost", "merges are not told", 10, _notices_lost),
    Bug("merge_on_words", "sentences that nobody wrote", 40, _merge_on_words),
    Bug("union_drops_removes", "removed tags come back", 40, _union_drops_removes),
    Bug("base_not_rebased", "merged again with an old base", 20, _base_not_rebased),
    Bug("base_of_answer_not_moved", "sent again as if it were new", 80, _base_of_answer_not_moved, (), _busy),
    Bug("epoch_ignored", "a restored server is not noticed", 20, _epoch_ignored, (), _OLD_SERVER),
    Bug("asked_twice", "two rows for one question", 10, _asked_twice),
    Bug("echo_overwrites_typing", "our own row comes back over typing", 40, _echo_overwrites_typing),
    Bug("finalized_note_overwritten", "a signed note changes", 40, _finalized_overwritten, ("never_frozen",)),
    Bug("stale_change_dropped", "a change that came second is lost", 10, _stale_change_dropped),
    Bug("choice_drops_newer_text", "an answer overwrites", 60, _choice_drops_newer_text, (), _SETTLING),
    Bug("no_ledger", "a repeated request is taken anew", 80, None, ("no_ledger",), _cut_off),
    Bug("late_commit", "numbers become visible out of order", 10, None, ("late_commit",)),
    Bug("groups_split", "half of a transaction is applied", 40, None, ("split_groups",)),
    Bug(
        "no_workspace_filter",
        "rows of another practice are handed out",
        10,
        None,
        ("no_workspace_filter",),
        lambda each: all(each.devices),
    ),
)
