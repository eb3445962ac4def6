"""The push phase: waiting rows go out in batches, and each answer is stored with the row's new version."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from core.domain.errors import ContentRefused, ServerRefused, VersionMismatch
from core.domain.ids import RowKey
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.outbox.journal import RETRY_CODES
from core.store.outbox.kept_seals import kept_seals
from core.store.outbox.sent_op import Sent
from sync.remote import Op, PushAnswer, Remote, Result, Status
from sync.rows import reach, resync
from sync.rows.call_size import MOST_BYTES as MOST_WIRE_BYTES
from sync.rows.call_size import first_piece, halves, wire_bytes
from sync.rows.codec import Codec
from sync.rows.conflict_names import RENAMED, renaming
from sync.rows.conflict_versions import TABLE as VERSIONS
from sync.rows.local_rows import LocalRows
from sync.rows.standing_digests import as_shown
from sync.rows.verify import WENT_BACK

# At 40 ms of delay one call for all did 67 pushes a second, statement by statement 1.5. A server takes 1,000
# ops in a call.
FEWEST_OPS, FIRST_OPS, MOST_OPS = 50, 200, 1000
FEWEST_BYTES, FIRST_BYTES, MOST_BYTES = 64 * 1024, 256 * 1024, 4 * 1024 * 1024
QUICK_S, SLOW_S = 0.5, 2.0
_UNTAKEN = {"batch_too_large": "too_large"}
"""Why an op was refused that the server does not even read, by the code of that."""


@dataclass(slots=True)
class BatchSize:
    """How much goes into one push; grows while the server answers quickly, so that bulk work is quick."""

    ops: int = FIRST_OPS
    octets: int = FIRST_BYTES

    def adapt(self, took_s: float) -> None:
        """After a call: twice as much if it was quick, half as much if it was slow, within the bounds."""
        if took_s < QUICK_S:
            self.ops, self.octets = min(MOST_OPS, self.ops * 2), min(MOST_BYTES, self.octets * 2)
        elif took_s > SLOW_S:
            self.ops = max(FEWEST_OPS, self.ops // 2)
            self.octets = max(FEWEST_BYTES, self.octets // 2)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push phase did. `behind` means that rows must be pulled and merged before they can go."""

    accepted: int = 0
    refused: int = 0
    behind: int = 0
    changed: frozenset[RowKey] = frozenset()

    def __add__(self, other: "Pushed") -> "Pushed":
        return Pushed(
            self.accepted + other.accepted,
            self.refused + other.refused,
            self.behind + other.behind,
            self.changed | other.changed,
        )


class Push:
    """Sends what waits. An op stays in the outbox until its answer is stored, whatever happens between."""

    def __init__(self, store: Store, ground: LocalRows, codec: Codec, remote: Remote) -> None:
        self._store, self._journal, self._ground = store, ground.journal, ground
        self._codec, self._remote, self._clock = codec, remote, ground.clock
        self._size = BatchSize()
        self._has_told = False

    def run(self, epoch: UUID, stop: threading.Event, told: Callable[[int], None] | None = None) -> Pushed:
        """Pushes until nothing waits, a row turns out to be behind, or it is told to stop.

        `told` gets the number of rows accepted so far, after each batch.
        """
        done, self._has_told = Pushed(), False
        while not stop.is_set():
            # Once a row is behind, only what has a number goes on: the rest may have to be merged first.
            batch = self._next_batch(fresh=not done.behind)
            if not batch:
                break
            before, done = done, done + self._send(batch, epoch)
            if told is not None:
                told(done.accepted)
            # Nothing but rows that are behind: they move only when what the server has of them was pulled.
            if replace(before, behind=done.behind) == done:
                break
        if self._has_told:
            self._tell_no_more()
        return done

    def _next_batch(self, *, fresh: bool) -> Sequence[Sent]:
        """What has no answer yet goes again exactly as it was, before anything new is numbered."""
        ops, octets = self._size.ops, self._size.octets
        with self._store.write() as db:
            # The server knows an op by its number and repeats its answer; another content under that number
            # would tell it of a copied store.
            waiting = self._journal.unanswered(db)
            if not waiting and fresh:
                waiting = self._journal.stage(db, ops, octets)
        return first_piece(waiting, ops, octets)

    def _send(self, batch: Sequence[Sent], epoch: UUID) -> Pushed:
        """What the server refuses whole is taken apart until the one op is found that it cannot take."""
        # No call can hold it, and its number has to be used up all the same: it goes without its content.
        large = len(batch) == 1 and wire_bytes(batch[0]) > MOST_WIRE_BYTES
        try:
            return self._exchange(batch, epoch, "too_large" if large else None)
        except ContentRefused as error:
            if large:
                raise
            if len(batch) == 1:
                return self._exchange(batch, epoch, _UNTAKEN.get(error.code, "check"))
            return sum((self._send(half, epoch) for half in halves(batch)), Pushed())

    def _exchange(self, batch: Sequence[Sent], epoch: UUID, bad: str | None) -> Pushed:
        """One call. `bad`: why its op goes without content; that only uses up its number."""
        ops = self._codec.encode(self._as_shown(batch))
        if bad:
            ops = [replace(op, plain={}, cells={}, bad=True) for op in ops]
        offered = [op for op in ops if op.offered]
        if offered and not self._has_told:
            self._tell_went_back(epoch, offered)
        began_s = self._clock.monotonic()
        # No transaction is open here: whoever types would wait for the network.
        answer = self._remote.push(self._ground.me.workspace_id, epoch, ops)
        self._size.adapt(self._clock.monotonic() - began_s)
        because = [bad or ("forbidden" if op.bad else None) for op in ops]
        answers = [_because(*each) for each in zip(_matched(batch, answer), because, strict=True)]
        with self._store.write() as db:
            return self._store_answers(db, list(zip(batch, ops, answers, strict=True)))

    def _as_shown(self, batch: Sequence[Sent]) -> Sequence[Sent]:
        if not self._codec.withholds():
            return batch
        with self._store.read() as db:
            return as_shown(db, self._ground, self._codec, batch)

    def _tell_went_back(self, epoch: UUID, offered: Sequence[Op]) -> None:
        """In each pass that offers what others did: the server believes it for some weeks, and what waits for
        keys, or for a day on which more may be sent, may wait for longer."""
        new = [op.row_id for op in offered if op.base_version == 0]
        with self._store.read() as db:
            # An earlier version of this program may have read it all anew and noted nothing; but what is new
            # to the server and bears another laptop's seal was there.
            is_known = get_fact(db, resync.PUT_BACK) == epoch.bytes or bool(kept_seals(db, new))
        if is_known:
            with suppress(VersionMismatch):  # a server from before names were compared takes it all the same
                self._remote.tell_went_back(self._ground.me.workspace_id, epoch)
            self._has_told = True

    def _tell_no_more(self) -> None:
        """Else each pass of this epoch that names somebody else would have one call more."""
        with self._store.write() as db:
            if not resync.waits_for_others(db, self._ground):
                set_fact(db, resync.PUT_BACK, None)

    def _store_answers(self, db: Connection, answered: Sequence[tuple[Sent, Op, Result]]) -> Pushed:
        accepted = [(sent, op) for sent, op, result in answered if result.status is Status.OK]
        # Asked before the answers are stored: what it follows may be taken in this very batch, after it.
        early = {
            sent.op_no
            for sent, _, result in answered
            if result.code == "reference" and self._journal.waits_for_parent(db, sent.row)
        }
        # The version that the op made, not a later one that a repeated answer may tell: it is our base.
        self._journal.answers_ok(db, [(sent.op_no, sent.base_version + 1) for sent, _ in accepted])
        self._ground.mark_sent(db, accepted)
        rest = (
            self._answered(db, sent, result, is_early=sent.op_no in early) for sent, _, result in answered
        )
        return sum(rest, Pushed(accepted=len(accepted)))

    def _answered(self, db: Connection, sent: Sent, result: Result, *, is_early: bool) -> Pushed:
        # No pull will bring what it would have to be merged with: it would be stale for ever.
        if result.status is Status.STALE and reach.is_beyond(db, sent):
            return self._refused(db, sent, "forbidden")
        if result.status is Status.STALE:
            self._journal.answer_stale(db, sent.op_no)
            self._journal.agree_again(db, sent.table_no, sent.row_id, result.version)
            if result.version < sent.base_version and not sent.supersedes:
                # It forgot a version that it gave us, and no page will bring it: all is read anew.
                set_fact(db, WENT_BACK, b"1")
            return Pushed(behind=1)
        if is_early:
            # What it points to was refused itself, such as a service that is renamed: it goes after that.
            self._journal.answer_stale(db, sent.op_no)
        elif result.status is Status.REFUSED:
            return self._refused(db, sent, result.code or "refused")
        return Pushed()

    def _refused(self, db: Connection, sent: Sent, code: str) -> Pushed:
        """The queue goes on; the text goes to the inbox, or a clash of names is resolved visibly."""
        changed = frozenset([(sent.table_no, sent.row_id)])
        if code == "unique" and sent.table_no == VERSIONS.no and not sent.deleted:
            # Another device's version has this number: pulled first, then ours gives way to it. One that
            # gave way is refused only by a server that is not upgraded yet, and can be sent again later.
            self._journal.answer_stale(db, sent.op_no)
            return Pushed(behind=1)
        if code == "unique" and sent.table_no in RENAMED:
            self._journal.answer_stale(db, sent.op_no)
            self._ground.settle(db, renaming(db, self._ground, sent))
            return Pushed(changed=changed)
        self._journal.answer_refused(db, sent.op_no, code)
        return Pushed() if code in RETRY_CODES else Pushed(refused=1, changed=changed)


def _because(result: Result, code: str | None) -> Result:
    """Of an op without content the server cannot know why it went so."""
    return replace(result, code=code) if code and result.status is Status.REFUSED else result


def _matched(batch: Sequence[Sent], answer: PushAnswer) -> list[Result]:
    """The answers in the order of the batch; a server that leaves one out is not ours."""
    by_no = {result.op_no: result for result in answer.results}
    if set(by_no) != {sent.op_no for sent in batch}:
        raise ServerRefused("The clinic's server answered something else than was asked.", code="protocol")
    return [by_no[sent.op_no] for sent in batch]
