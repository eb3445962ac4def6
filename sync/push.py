"""The push phase: waiting rows go out in batches, and each answer is stored with the row's new version."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection

from core.domain.errors import ServerRefused
from core.store.engine import Store
from core.store.journal import RETRY_CODES
from core.store.sent import Sent
from sync.codec import Codec
from sync.ground import Ground, Key
from sync.remote import Op, PushAnswer, Remote, Result, Status
from sync.renaming import RENAMED, rename
from sync.versions import TABLE as VERSIONS

FIRST_OPS, MOST_OPS = 200, 1000
FIRST_BYTES, MOST_BYTES = 256 * 1024, 4 * 1024 * 1024
QUICK_S, SLOW_S = 0.5, 2.0


@dataclass(slots=True)
class BatchSize:
    """How much goes into one push; grows while the server answers quickly, so that bulk work is quick."""

    ops: int = FIRST_OPS
    octets: int = FIRST_BYTES

    def adapt(self, took_s: float) -> None:
        if took_s < QUICK_S:
            self.ops, self.octets = min(MOST_OPS, self.ops * 2), min(MOST_BYTES, self.octets * 2)
        elif took_s > SLOW_S:
            self.ops, self.octets = (
                max(FIRST_OPS // 4, self.ops // 2),
                max(FIRST_BYTES // 4, self.octets // 2),
            )


@dataclass(slots=True)
class Pushed:
    """What a push phase did. `behind` means that rows must be pulled and merged before they can go."""

    accepted: int = 0
    refused: int = 0
    behind: int = 0
    changed: set[Key] = field(default_factory=set)


class Push:
    """Sends what waits. An op stays in the outbox until its answer is stored, whatever happens between."""

    def __init__(self, store: Store, ground: Ground, codec: Codec, remote: Remote) -> None:
        self._store, self._journal, self._ground = store, ground.journal, ground
        self._codec, self._remote, self._clock = codec, remote, ground.clock
        self._size = BatchSize()

    def run(self, epoch: UUID, stop: threading.Event, told: Callable[[int], None] | None = None) -> "Pushed":
        """Pushes until nothing waits, a row turns out to be behind, or it is told to stop.

        `told` gets the number of rows accepted so far, after each batch.
        """
        done = Pushed()
        while not stop.is_set() and not done.behind:
            batch = self._next_batch()
            if not batch:
                break
            before = (done.accepted, done.refused, len(done.changed))
            self._send(batch, epoch, done)
            if told is not None:
                told(done.accepted)
            if before == (done.accepted, done.refused, len(done.changed)):
                break
        return done

    def _next_batch(self) -> list[Sent]:
        """What has no answer yet goes again exactly as it was, before anything new is numbered."""
        with self._store.write() as db:
            return self._journal.unanswered(db) or self._journal.stage(db, self._size.ops, self._size.octets)

    def _send(self, batch: Sequence[Sent], epoch: UUID, done: Pushed) -> None:
        ops = self._codec.encode(batch)
        began_s = self._clock.monotonic()
        answer = self._remote.push(self._ground.me.workspace_id, epoch, ops)
        self._size.adapt(self._clock.monotonic() - began_s)
        answers = _matched(batch, answer)
        with self._store.write() as db:
            self._store_answers(db, list(zip(batch, ops, answers, strict=True)), done)

    def _store_answers(
        self, db: Connection, answered: Sequence[tuple[Sent, Op, Result]], done: Pushed
    ) -> None:
        accepted = [(sent, op) for sent, op, result in answered if result.status is Status.OK]
        # The version that the op made, not a later one that a repeated answer may tell: it is our base.
        self._journal.answers_ok(db, [(sent.op_no, sent.base_version + 1) for sent, _ in accepted])
        self._ground.mark_sent(db, [op for _, op in accepted])
        done.accepted += len(accepted)
        for sent, _, result in answered:
            if result.status is Status.STALE:
                self._journal.answer_stale(db, sent.op_no)
                done.behind += 1
            elif result.status is Status.REFUSED:
                self._refused(db, sent, result.code or "refused", done)

    def _refused(self, db: Connection, sent: Sent, code: str, done: Pushed) -> None:
        """The queue goes on; the text goes to the inbox, or a clash of names is resolved visibly."""
        if code == "unique" and sent.table_no == VERSIONS.no:
            # Another device's version has this number: pulled first, then ours gives way to it.
            self._journal.answer_stale(db, sent.op_no)
            done.behind += 1
            return
        if code == "reference" and self._journal.waits_for_parent(db, sent.row):
            # What it points to was refused itself, such as a service that is renamed: it goes after that.
            self._journal.answer_stale(db, sent.op_no)
            return
        if code == "unique" and sent.table_no in RENAMED:
            self._journal.answer_stale(db, sent.op_no)
            rename(db, self._ground, sent)
        else:
            self._journal.answer_refused(db, sent.op_no, code)
            if code in RETRY_CODES:
                return
            done.refused += 1
        done.changed.add((sent.table_no, sent.row_id))


def _matched(batch: Sequence[Sent], answer: PushAnswer) -> list[Result]:
    """The answers in the order of the batch; a server that leaves one out is not ours."""
    by_no = {result.op_no: result for result in answer.results}
    if set(by_no) != {sent.op_no for sent in batch}:
        raise ServerRefused("The clinic's server answered something else than was asked.", code="protocol")
    return [by_no[sent.op_no] for sent in batch]
