"""Bugs planted on purpose, each with the seeds within which an oracle must notice it."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from core.domain.errors import ContentRefused
from core.domain.registry import Merge, Table
from core.store.outbox import acknowledging, feed_store, refused
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.journal import Journal
from core.store.outbox.wire_row import WireRow, wire_to_json
from core.store.practice import conflict_resolution
from core.store.practice.inbox import Inbox
from core.store.unit_of_work import conflicts
from core.store.unit_of_work.conflicts import Question
from core.store.unit_of_work.settlement import Settled, SettlementWriter
from core.store.unit_of_work.writer import Writer
from core.text import aligning
from core.text.merge import TextMerge
from desktop.notes import draft
from desktop.notes.autosave import Saver
from desktop.notes.draft import Draft
from sync.rows import apply_page, merge, resync, rollback_watch, settler
from sync.rows.merge import Merged, RowSide, merge_row
from sync.rows.pull import Pull
from sync.rows.push import Push, Pushed
from tests.sync.sim import plants
from tests.sync.sim.once import Report, run
from tests.sync.sim.plan import (
    ASSISTED,
    BARRED,
    BLOCKED,
    GATHERED,
    MARKED,
    MEASURED,
    REPEATED,
    ROOMED,
    TOGETHER,
    WAITED,
    WORDED,
    Plan,
    plan,
)

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Bug:
    """`breaks` in a few words; `server` names flags of the model server.

    `budget` counts the seeds that are run: from `first`, those whose plans suit (a restored server cannot go
    unnoticed where none is restored).
    """

    name: str
    breaks: str
    budget: int
    plant: Plant | None = None
    server: tuple[str, ...] = ()
    suits: Callable[[Plan], bool] = lambda _: True
    first: int = 0


@dataclass(frozen=True, slots=True)
class Caught:
    """`seeds` that were needed, None when the budget was not enough."""

    seeds: int | None
    by: str = ""


def hunt(bug: Bug, template: Path) -> Caught:
    """Runs seeds from the bug's first one until one fails.

    A plant that does not fit the program any more, so that it only ends it, is no bug that an oracle noticed.
    """
    with pytest.MonkeyPatch.context() as patch:
        if bug.plant is not None:
            bug.plant(patch)
        suiting = (each for each in map(plan, count(bug.first)) if bug.suits(each))
        for seeds, each in enumerate(islice(suiting, bug.budget), start=1):
            report: Report = run(each, template, bug.server)
            assert not report.crash, f"{bug.name}: {report.crash}"
            if not report.good:
                return Caught(seeds, report.verdict)
    return Caught(None)


def is_noticed(bug: Bug, template: Path) -> bool:
    """The seed that noticed it once, and where the program has changed since, all of its budget."""
    known = KNOWN.get(bug.name)
    if known is not None and hunt(replace(bug, first=known, budget=1), template).seeds:
        return True
    return hunt(bug, template).seeds is not None


def having(*kinds: str) -> Callable[[Plan], bool]:
    """Plans in which all of this happens."""
    return lambda each: {*kinds} <= {step.kind for step in each.steps}


def often(kind: str, times: int) -> Callable[[Plan], bool]:
    """Plans in which this happens so many times, on laptops that can disagree."""
    return lambda each: each.devices[0] > 1 and [step.kind for step in each.steps].count(kind) >= times


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
    def theirs_alone(table: Table, base: RowSide | None, ours: RowSide, theirs: RowSide) -> Merged:
        return Merged(dict(theirs.fields), theirs.deleted)

    patch.setattr(apply_page, "merge_row", theirs_alone)


def _delete_wins(patch: pytest.MonkeyPatch) -> None:
    def merged(table: Table, base: RowSide | None, ours: RowSide, theirs: RowSide) -> Merged:
        made = merge_row(table, base, ours, theirs)
        made.deleted = ours.deleted or theirs.deleted
        return made

    patch.setattr(apply_page, "merge_row", merged)


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

    def write(self: Pull, epoch: uuid.UUID, got: Any, *rest: Any) -> tuple[int, Settled]:
        with self._store.write() as db:
            feed_store.set_cursor(db, self._ground.me.workspace_id, got.upto, epoch)
        return original(self, epoch, got, *rest)

    patch.setattr(Pull, "_write", write)


def _answers_forget_rows(patch: pytest.MonkeyPatch) -> None:
    original = Push._store_answers

    def store(self: Push, db: Connection, answered: Any) -> Pushed:
        for sent, _, _ in answered:
            self._journal.forget(db, sent.table_no, sent.row_id)
        return original(self, db, answered)

    patch.setattr(Push, "_store_answers", store)


def _numbers_begin_again(patch: pytest.MonkeyPatch) -> None:
    original = Push._next_batch

    def batch(self: Push, *, fresh: bool) -> Any:
        with self._store.write() as db:
            for sent in self._journal.unanswered(db):
                self._journal.answer_stale(db, sent.op_no)
        return original(self, fresh=fresh)

    patch.setattr(Push, "_next_batch", batch)


def _history_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SettlementWriter, "_add_history", lambda self, *_: self.ids.new())


def _notices_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SettlementWriter, "_add_notice", lambda *_: None)


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
        self.base = RowSide(
            {key: value for key, value in self.base.fields.items() if key != no}, self.base.deleted
        )
        original(self, no)

    patch.setitem(merge._RULES, Merge.UNION, union)


def _base_not_rebased(patch: pytest.MonkeyPatch) -> None:
    original = Journal.rebase

    def rebase(
        self: Journal, db: Connection, no: int, row_id: uuid.UUID, base: WireRow, still_dirty: bool
    ) -> None:
        before = self.entry(db, no, row_id)
        original(self, db, no, row_id, base, still_dirty=still_dirty)
        if still_dirty and before is not None and before.base is not None:
            old = wire_to_json(before.base)
            sql = "UPDATE journal SET base = ? WHERE table_no = ? AND row_id = ?"
            db.exec_driver_sql(sql, (old, no, row_id.bytes))

    patch.setattr(Journal, "rebase", rebase)


def _base_of_answer_not_moved(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(acknowledging, "_move_base", lambda *_: None)


def _epoch_ignored(patch: pytest.MonkeyPatch) -> None:
    _without_reason(patch, resync.Why.RESTORED)


def _without_reason(patch: pytest.MonkeyPatch, why: resync.Why) -> None:
    original = resync.reason_to_replace

    def reason(*told: Any) -> resync.Why | None:
        found = original(*told)
        return None if found is why else found

    patch.setattr(resync, "reason_to_replace", reason)


def _asked_twice(patch: pytest.MonkeyPatch) -> None:
    original = conflicts.put

    def put(writer: Writer, question: Question) -> uuid.UUID:
        if question.id is None:
            original(writer, question)
        return original(writer, question)

    patch.setattr(conflicts, "put", put)


def _echo_overwrites_typing(patch: pytest.MonkeyPatch) -> None:
    def echo(self: SettlementWriter, db: Connection, rows: Sequence[FeedRow]) -> None:
        feed_store.apply_rows(db, self.me.workspace_id, rows)

    patch.setattr(SettlementWriter, "_echo", echo)


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
    patch.setattr(conflict_resolution, "_keep_replaced", lambda *_: None)


def _one_clock_for_all(patch: pytest.MonkeyPatch) -> None:
    """The later writer by the computers' clocks wins, as many programs do it."""

    def latest(table: Table, base: RowSide | None, ours: RowSide, theirs: RowSide) -> Merged:
        return Merged(dict(ours.fields), ours.deleted) if next(_TOSS) % 2 else Merged(dict(theirs.fields))

    patch.setattr(apply_page, "merge_row", latest)


def _shown_at_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(draft, "leaves_alone", lambda *_: True)
    patch.setattr(Draft, "_is_asked", lambda *_: False)


def _half_sentences_sent(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(draft, "is_whole", lambda *_: True)


def _typing_overwrites(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Saver, "_merge", lambda _self, _name, field, _row: TextMerge(field.whole, field.whole))


def _refused_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(refused, "keep", lambda *_: None)


def _refused_untold(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Inbox, "refused", lambda _: [])


def _small_refused(patch: pytest.MonkeyPatch) -> None:
    """All ops of a call that is refused whole are given up as too large, one by one."""

    def send(self: Push, batch: Sequence[Any], epoch: uuid.UUID) -> Pushed:
        try:
            return self._exchange(batch, epoch, None)
        except ContentRefused:
            return sum((self._exchange([each], epoch, "too_large") for each in batch), Pushed())

    patch.setattr(Push, "_send", send)


def _put_back_unnoticed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rollback_watch, "is_forgotten", lambda *_: False)


def _exceptions_replaced(patch: pytest.MonkeyPatch) -> None:
    def days(self: Any, no: int) -> None:
        self._put(no, self.theirs.fields.get(no))

    patch.setitem(merge._RULES, Merge.DAYS, days)


def _occurrences_without_base(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(settler, "drawn_bases", lambda *_: {})


_TOSS = count()
_OLD_SERVER = having("back up the server", "restore the server")


def _busy(each: Plan) -> bool:
    """People type while passes are cut."""
    return each.faults == 1.0 and having("change a dose")(each)


def _cut_off(each: Plan) -> bool:
    return _busy(each) and having("repeat an old request")(each)


_MARKING = often("change a mark", 14)
_HANDING = often("hand over a series", 4)
_CROSSED_ROOMS = ROOMED + 417
"""Two people chose for one block at once there: a rare meeting, for which most seeds have too many blocks."""
_LOST_ON_ITS_WAY = ASSISTED + 35
"""A server goes back there between a role that rose and what its person may read by then."""
_SETTLING = having("resolve", "type in a note")

_QUIET = having("put the server back unannounced", "back up the server")


def _reads(each: Plan) -> bool:
    return each.people


def _small(each: Plan) -> bool:
    """Calls larger than the server takes them."""
    return each.limits is not None and each.limits[0] < each.batch_ops


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
    Bug(
        "echo_overwrites_typing", "our own row comes back over typing", 80, _echo_overwrites_typing, (), _busy
    ),
    Bug("finalized_note_overwritten", "a signed note changes", 40, _finalized_overwritten, ("never_frozen",)),
    Bug("stale_change_dropped", "a change that came second is lost", 10, _stale_change_dropped),
    Bug("choice_drops_newer_text", "an answer overwrites", 60, _choice_drops_newer_text, (), _SETTLING),
    Bug("no_ledger", "a repeated request is taken anew", 80, None, ("no_ledger",), _cut_off),
    Bug("late_commit", "numbers become visible out of order", 10, None, ("late_commit",)),
    Bug("groups_split", "half of a transaction is applied", 40, None, ("split_groups",)),
    Bug("shown_at_once", "words go from under the caret", 60, _shown_at_once, first=TOGETHER),
    Bug("half_sentences_sent", "half a sentence travels", 10, _half_sentences_sent, first=TOGETHER),
    Bug("typing_overwrites", "who types last wins", 10, _typing_overwrites, first=TOGETHER),
    Bug("refused_dropped", "what is refused is kept nowhere", 20, _refused_dropped, (), _reads, BARRED),
    Bug("refused_untold", "the inbox lists no refused change", 20, _refused_untold, (), _reads, BARRED),
    Bug("small_refused", "what is small is given up as too large", 20, _small_refused, (), _small, BARRED),
    Bug("put_back_unnoticed", "put back without an epoch", 20, _put_back_unnoticed, (), _QUIET, BARRED),
    Bug(
        "exceptions_replaced",
        "a touched occurrence is drawn as well",
        20,
        _exceptions_replaced,
        first=REPEATED,
    ),
    Bug(
        "occurrences_without_base",
        "what nobody changed is asked",
        40,
        _occurrences_without_base,
        first=REPEATED,
    ),
    Bug("texts_replaced", "who changes a template second loses it", 10, plants.texts_replaced, first=WORDED),
    Bug("marks_beside_signed", "a signed chart changes", 20, plants.marks_beside_signed, first=MARKED),
    Bug("marks_in_halves", "a mark that nobody made", 20, plants.marks_in_halves, (), _MARKING, MARKED),
    Bug("measures_in_halves", "a value on another scale", 20, plants.measures_in_halves, first=MEASURED),
    Bug("booked_and_waiting", "who is booked waits on", 10, plants.booked_and_waiting, first=WAITED),
    Bug("one_day_left_out", "a block is back on a day", 10, plants.one_day_left_out, first=BLOCKED),
    Bug("language_stays_home", "a language is not sent", 10, plants.language_stays_home, first=ROOMED),
    Bug("rooms_and_people", "a block of two", 20, plants.rooms_and_people, first=_CROSSED_ROOMS),
    Bug(
        "rest_keeps_who_treats",
        "handed over, and not",
        10,
        plants.rest_keeps_who_treats,
        (),
        _HANDING,
        GATHERED,
    ),
    Bug("nothing_handed_out", "who may read waits", 10, plants.nothing_handed_out, first=ASSISTED),
    Bug("fallen_keeps_notes", "notes stay with a role", 10, plants.fallen_keeps_notes, first=ASSISTED + 5),
    Bug(
        "on_its_way_overwritten", "a word is lost", 10, plants.on_its_way_overwritten, first=_LOST_ON_ITS_WAY
    ),
    Bug(
        "no_workspace_filter",
        "rows of another practice are handed out",
        10,
        None,
        ("no_workspace_filter",),
        lambda each: all(each.devices),
    ),
)
KNOWN = {
    "cursor_before_its_rows": 22,
    "numbers_begin_again": 19,
    "union_drops_removes": 19,
    "base_of_answer_not_moved": 222,
    "epoch_ignored": 138,
    "echo_overwrites_typing": 90,
    "no_ledger": 1606,
    "groups_split": 7,
    "shown_at_once": TOGETHER + 22,
    "occurrences_without_base": REPEATED + 9,
    "exceptions_replaced": REPEATED + 4,
}
"""The first seed that noticed a bug which many do not notice; `make sim BUGS=1` hunts from the beginning."""
