"""A settlement: what becomes of what the server told, as one frozen value, and the function that writes it.

Sync decides and says so in a settlement; the store writes it in the caller's transaction, with the cursor.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from core.domain.clock import Clock, to_micros
from core.domain.enums import AuditAction
from core.domain.ids import DeviceId, IdSource, RowKey
from core.domain.registry import BY_NO
from core.store.database.facts import set_fact
from core.store.database.me import Me
from core.store.database.rows import stored_rows
from core.store.outbox import digests, feed_store, known_rows
from core.store.outbox.feed_store import FeedRow, HistoryEntry, NoticeEntry
from core.store.outbox.journal import Journal
from core.store.outbox.kept_seals import keep_seals
from core.store.outbox.upsert_rows import put_row
from core.store.outbox.wire_row import WireRow
from core.store.unit_of_work import conflicts
from core.store.unit_of_work.conflicts import Question
from core.store.unit_of_work.writer import Writer

UNREADABLE = "unreadable"
"""Kind of the notice of a row that its table does not take."""
POISON = (
    IntegrityError,
    DataError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)
"""What a row that does not fit its table raises when it is merged or stored; a full disk raises otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What lost or was merged, for the history. `ours` is this device's; no `field`: the whole row."""

    about: RowKey
    field: str = ""
    kind: str
    base: str | None = None
    ours: str | None = None
    theirs: str | None = None
    result: str | None = None
    their_device: DeviceId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is kept and told of one row.

    `notices` are (kind, field); each shows the history entry of its field. `questions` are put unless the
    same is asked already. `event`: type of the audit event, made where anything is told or asked.
    """

    key: RowKey
    history: tuple[Lost, ...] = ()
    notices: tuple[tuple[str, str | None], ...] = ()
    questions: tuple[Question, ...] = ()
    kept: tuple[Question, ...] = ()
    event: str | None = None
    is_alarm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """A row that is stored in the place of the server's, and goes on waiting where it differs from it.

    `row` None: it could not be made. Where there is none, or its table does not take it, the server's row
    stands and `otherwise` is told instead of `told`.
    """

    server: FeedRow
    row: WireRow | None
    waits: bool
    told: Told
    otherwise: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """`seen` and `echoes` stand here already; of `seen` only the place in the feed is believed.

    `bases` are what the server holds now of rows that go on waiting, `taken` rows as they come, `landings`
    merged ones, `sent_again` ours in the place of a version that the server lost, `mine` rows that this
    device writes as its own work, `redraw` rows that look otherwise though they stay. `cursor` is the place
    in the feed, with the epoch.
    """

    seen: tuple[FeedRow, ...] = ()
    echoes: tuple[FeedRow, ...] = ()
    bases: tuple[WireRow, ...] = ()
    taken: tuple[FeedRow, ...] = ()
    landings: tuple[Landing, ...] = ()
    sent_again: tuple[Landing, ...] = ()
    mine: tuple[WireRow, ...] = ()
    told: tuple[Told, ...] = ()
    redraw: frozenset[RowKey] = frozenset()
    is_quiet: bool = False
    """What of `taken` does not fit was told when it came first."""
    facts: Mapping[str, bytes] = field(default_factory=dict)
    cursor: tuple[int, uuid.UUID] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settlement changed here. `conflicts` are new questions, `changed` rows to be redrawn."""

    applied: int = 0
    merged: int = 0
    conflicts: int = 0
    alarms: int = 0
    changed: frozenset[RowKey] = frozenset()

    def __add__(self, other: "Settled") -> "Settled":
        return Settled(
            self.applied + other.applied,
            self.merged + other.merged,
            self.conflicts + other.conflicts,
            self.alarms + other.alarms,
            self.changed | other.changed,
        )


@dataclass(frozen=True, slots=True)
class SettlementWriter:
    """Writes settlements of one practice, each inside the caller's transaction."""

    me: Me
    journal: Journal
    clock: Clock
    ids: IdSource

    def write(self, db: Connection, settlement: Settlement) -> Settled:
        """Rows, bases, history, notices, questions, audit and the place in the feed, in this order."""
        known_rows.move(db, settlement.seen)
        self._echo(db, settlement.echoes)
        for base in settlement.bases:
            self.journal.rebase(db, base.table_no, base.row_id, base, still_dirty=True)
        settled = self._take(db, settlement.taken, quietly=settlement.is_quiet)
        keep_seals(db, [*settlement.echoes, *settlement.taken])
        settled += Settled(changed=settlement.redraw)
        for landing in settlement.landings:
            settled += self._land(db, landing)
        for landing in settlement.sent_again:
            self._put(db, landing)
            settled += self._tell(db, landing.told)
        for row in settlement.mine:
            settled += self._write_own(db, row)
        for told in settlement.told:
            settled += self._tell(db, told)
        for name, value in settlement.facts.items():
            set_fact(db, name, value)
        if settlement.cursor is not None:
            feed_store.set_cursor(db, self.me.workspace_id, *settlement.cursor)
            # With every page, so that there are never more notes than one brings.
            digests.add_up(db, self.me.workspace_id)
        return settled

    def _echo(self, db: Connection, rows: Sequence[FeedRow]) -> None:
        known_rows.stamp(db, rows)

    def _take(self, db: Connection, rows: Sequence[FeedRow], *, quietly: bool) -> Settled:
        """All at once; row by row only when one of them does not fit, so that the others still come in."""
        if self._fit(db, rows):
            return Settled(applied=len(rows), changed=frozenset(row.key for row in rows))
        return sum((self._take_one(db, each, quietly=quietly) for each in rows), Settled())

    def _take_one(self, db: Connection, row: FeedRow, *, quietly: bool = False) -> Settled:
        if self._fit(db, [row]):
            return Settled(applied=1, changed=frozenset([row.key]))
        if quietly:
            return Settled()
        return self._tell(db, Told(key=row.key, notices=((UNREADABLE, None),), is_alarm=True))

    def _fit(self, db: Connection, rows: Sequence[FeedRow]) -> bool:
        """Stores rows of the server as they are; False when their tables do not take them all."""
        try:
            with db.begin_nested():
                # Inside a savepoint: of rows that do not fit nothing stays, and the page's transaction goes
                # on.
                feed_store.apply_rows(db, self.me.workspace_id, rows)
        except POISON:
            return False
        return True

    def _land(self, db: Connection, landing: Landing) -> Settled:
        """Where not even the server's row fits, ours stays and goes on waiting."""
        merged = Settled(merged=1, changed=frozenset([landing.server.key]))
        if self._put_safely(db, landing):
            return merged + self._tell(db, landing.told)
        taken = self._take_one(db, landing.server)
        if not taken.applied:
            return taken
        # The server's row stands now, so that nothing here is left to send.
        self.journal.forget(db, *landing.server.key)
        return merged + self._tell(db, landing.otherwise)

    def _put_safely(self, db: Connection, landing: Landing) -> bool:
        try:
            with db.begin_nested():
                return self._put(db, landing)
        except POISON:
            return False

    def _put(self, db: Connection, landing: Landing) -> bool:
        server = landing.server
        if landing.row is None:
            return False
        feed_store.write_merged(db, self.me.workspace_id, server, landing.row)
        self.journal.rebase(db, *server.key, server.row, landing.waits)
        return True

    def _write_own(self, db: Connection, row: WireRow) -> Settled:
        table = BY_NO[row.table_no]
        # Before the row is written: what stands here now is what the journal keeps as its base.
        before = stored_rows(db, table, self.me.workspace_id, [row.row_id]).get(row.row_id)
        self.journal.touch(db, table, before, row.row_id, self.journal.new_group(db))
        put_row(db, self.me.workspace_id, row)
        return Settled(changed=frozenset([row.key]))

    def _tell(self, db: Connection, told: Told) -> Settled:
        """What is asked already is not asked again: its texts stay in the history like any that lost."""
        asked = {each.field for each in told.questions if conflicts.is_open(db, each)}
        fresh = [each for each in told.questions if each.field not in asked]
        entries = {
            each.field: self._add_history(db, _not_asked(each, asked, told.key)) for each in told.history
        }
        for kind, name in told.notices:
            self._add_notice(db, told.key, kind, name, entries.get(name or ""))
        is_news = bool(fresh or told.notices or told.kept)
        if fresh or told.kept or (is_news and told.event):
            writer = Writer(db, self.me, self.clock, self.ids)
            for question in (*fresh, *told.kept):
                conflicts.put(writer, question)
            if told.event:
                fields = sorted({each.field for each in told.history if each.field})
                facts = {"fields": fields, "conflicts": len(fresh)}
                writer.audit(AuditAction.UPDATE, told.event, told.key[1], facts)
        changed = frozenset([told.key]) if fresh else frozenset()
        return Settled(conflicts=len(fresh), alarms=int(told.is_alarm), changed=changed)

    def _add_history(self, db: Connection, lost: Lost) -> uuid.UUID:
        entry = HistoryEntry(
            id=self.ids.new(),
            table_no=lost.about[0],
            row_id=lost.about[1],
            field=lost.field or None,
            base=lost.base,
            ours=lost.ours,
            theirs=lost.theirs,
            result=lost.result,
            our_device=self.me.device_id,
            their_device=lost.their_device,
            at=to_micros(self.clock.now()),
            kind=lost.kind,
        )
        feed_store.add_history(db, [entry])
        return entry.id

    def _add_notice(
        self, db: Connection, key: RowKey, kind: str, name: str | None, history: uuid.UUID | None
    ) -> None:
        entry = NoticeEntry(
            id=self.ids.new(),
            table_no=key[0],
            row_id=key[1],
            kind=kind,
            at=to_micros(self.clock.now()),
            field=name,
            history_id=history,
        )
        feed_store.add_notice(db, entry)


def _not_asked(lost: Lost, asked: set[str | None], key: RowKey) -> Lost:
    if lost.kind == "conflict" and lost.field in asked:
        return replace(lost, kind="replaced", about=key)
    return lost
