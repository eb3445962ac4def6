"""One page of the feed: what each row means to us (pure), and storing it in the transaction of the cursor."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from core.domain.enums import AuditAction
from core.domain.foreground import FOREGROUND
from core.domain.ids import DeviceId
from core.domain.registry import BY_NO
from core.store import feed
from core.store.feed import FeedRow
from core.store.journal import Entry
from core.store.wire import WireRow, wire_to_json
from core.store.writer import Writer
from sync.booking import raise_tasks, under_way
from sync.codec import Bad
from sync.ground import Ground, Key, Known, by_table
from sync.merge import FieldConflict, Loser, Merged, Side, merge_cells, merge_row
from sync.versions import TABLE as VERSIONS
from sync.versions import give_way

ROLLED_BACK, ALTERED, TAMPERED, UNREADABLE = "rolled_back", "altered", "tampered", "unreadable"
_POISON = (IntegrityError, ValueError, TypeError, KeyError, AttributeError)
"""What a row that does not fit its table raises when it is stored."""


_NOTHING_AGREED = Entry(None, 0, 0, 0)
"""A merge without a base: whatever differs is asked."""


@dataclass(slots=True)
class Plan:
    """Rows of a page by what is to be done with them."""

    apply: list[FeedRow] = field(default_factory=list)
    echo: list[FeedRow] = field(default_factory=list)
    merge: list[tuple[FeedRow, Entry]] = field(default_factory=list)
    again: list[FeedRow] = field(default_factory=list)
    """Rows of which a restored server lost our later version: ours goes there again."""
    alarms: list[tuple[Key, str]] = field(default_factory=list)


@dataclass(slots=True)
class Settled:
    """What a page changed here."""

    applied: int = 0
    merged: int = 0
    conflicts: int = 0
    alarms: int = 0
    changed: set[Key] = field(default_factory=set)


def plan_page(
    rows: Sequence[FeedRow],
    known: Mapping[Key, Known],
    entries: Mapping[Key, Entry],
    *,
    restored: bool = False,
) -> Plan:
    """Decides about each row. `restored`: the server came back from a backup and may know less than we do."""
    plan = Plan()
    for each in FOREGROUND.behind(rows):
        key = each.row.table_no, each.row.row_id
        mine, entry = known.get(key), entries.get(key)
        version = entry.base_version if entry else mine.version if mine else 0
        if mine is None or version == 0 or each.row.version > version:
            # What our base and the server's row agreed on may have been lost in the restore.
            _newer(plan, each, _NOTHING_AGREED if entry and restored else entry)
        elif each.row.version == version and mine.mac in (each.mac, None):
            plan.echo.append(each)
        elif not restored:
            plan.alarms.append((key, ROLLED_BACK if each.row.version < version else ALTERED))
        elif each.row.updated_at < _agreed_at(mine, entry):
            plan.again.append(each)
        else:
            # Written after the restore: numbers begin again there, so nothing that both agreed on is left.
            plan.merge.append((each, _NOTHING_AGREED))
    return plan


def _agreed_at(mine: Known, entry: Entry | None) -> int:
    """When the server wrote what we last had of it, by its own clock."""
    if entry is None:
        return mine.updated_at
    return entry.base.updated_at if entry.base else 0


def _newer(plan: Plan, each: FeedRow, entry: Entry | None) -> None:
    if entry is not None:
        plan.merge.append((each, entry))
    else:
        plan.apply.append(each)


class Settler:
    """Stores pages. Runs inside the transaction that also moves the cursor."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def settle(self, db: Connection, rows: Sequence[FeedRow | Bad], *, restored: bool, done: Settled) -> None:
        good = [each for each in rows if isinstance(each, FeedRow)]
        entries = self._entries(db, good)
        plan = plan_page(good, self._known(db, good), entries, restored=restored)
        plan.alarms += [((each.table_no, each.row_id), TAMPERED) for each in rows if isinstance(each, Bad)]
        waiting = () if restored else under_way(db, self._ground.me.workspace_id, plan.apply)
        self._echo(db, plan.echo, entries)
        if restored:
            self._keep_replaced(db, plan.apply)
        self._apply(db, plan, done)
        for each, entry in plan.merge:
            self._merge(db, each, entry, plan, done)
        for each in plan.again:
            self._send_again(db, each)
        for key, kind in plan.alarms:
            self._ground.add_notice(db, key, kind)
        done.alarms += len(plan.alarms)
        if any(each.row.table_no == VERSIONS.no for each in plan.apply):
            done.changed.update(give_way(db, self._ground))
        raised = raise_tasks(db, self._ground, plan.apply, waiting)
        done.conflicts += len(raised)
        done.changed.update(raised)

    def _echo(self, db: Connection, rows: Sequence[FeedRow], entries: Mapping[Key, Entry]) -> None:
        """Our own rows came back. A base learns the server's times too: our clock may be wrong by years."""
        self._ground.echo(db, rows)
        for each in rows:
            key = each.row.table_no, each.row.row_id
            if key in entries:
                self._ground.journal.rebase(db, *key, each.row, still_dirty=True)

    def _known(self, db: Connection, rows: Sequence[FeedRow]) -> dict[Key, Known]:
        return {
            (table_no, row_id): known
            for table_no, of_table in by_table(rows).items()
            for row_id, known in self._ground.known(
                db, table_no, [each.row.row_id for each in of_table]
            ).items()
        }

    def _entries(self, db: Connection, rows: Sequence[FeedRow]) -> dict[Key, Entry]:
        journal = self._ground.journal
        dirty = journal.dirty_among(db, [(each.row.table_no, each.row.row_id) for each in rows])
        found = {key: journal.entry(db, *key) for key in dirty}
        return {key: entry for key, entry in found.items() if entry is not None}

    def _apply(self, db: Connection, plan: Plan, done: Settled) -> None:
        """All at once; row by row only when one of them does not fit, so that the others still come in."""
        try:
            with db.begin_nested():
                feed.apply_rows(db, self._ground.me.workspace_id, plan.apply)
        except _POISON:
            plan.apply = [each for each in plan.apply if self._fits(db, each, plan)]
        done.applied += len(plan.apply)
        done.changed.update((each.row.table_no, each.row.row_id) for each in plan.apply)

    def _keep_replaced(self, db: Connection, rows: Sequence[FeedRow]) -> None:
        """What a restored server overwrites may never have reached it: our row is kept in history."""
        for table_no, of_table in by_table(rows).items():
            before = self._ground.load(db, table_no, [each.row.row_id for each in of_table])
            for each in of_table:
                ours = before.get(each.row.row_id)
                if ours is not None and _differ(ours, each.row):
                    loser = Loser("", "replaced", None, wire_to_json(ours), None, None)
                    self._ground.add_history(db, (table_no, each.row.row_id), loser, each.origin)

    def _fits(self, db: Connection, each: FeedRow, plan: Plan) -> bool:
        if store_one(db, self._ground, each):
            return True
        plan.alarms.append(((each.row.table_no, each.row.row_id), UNREADABLE))
        return False

    def _merge(self, db: Connection, each: FeedRow, entry: Entry, plan: Plan, done: Settled) -> None:
        key = each.row.table_no, each.row.row_id
        ours = self._ground.load(db, key[0], [key[1]])[key[1]]
        base = _side(entry.base) if entry.base else None
        try:
            with db.begin_nested():
                merged = merge_row(BY_NO[key[0]], base, _side(ours), _side(each.row))
                self._store_merged(db, each, entry, ours, merged)
        except _POISON:
            if not self._give_way(db, each, ours, plan):
                return
            merged = Merged(dict(each.row.fields))
        self._tell(db, key, each.origin, merged)
        done.merged += 1
        done.conflicts += len(merged.conflicts)
        done.changed.add(key)

    def _store_merged(
        self, db: Connection, each: FeedRow, entry: Entry, ours: WireRow, merged: Merged
    ) -> None:
        theirs = each.row
        deleted_at = (theirs.deleted_at or ours.deleted_at) if merged.deleted else None
        unknown = entry.base.extra_cells if entry.base else {}
        cells = merge_cells(unknown, ours.extra_cells, theirs.extra_cells)
        row = replace(theirs, fields=merged.fields, extra_cells=cells, deleted_at=deleted_at)
        feed.write_merged(db, self._ground.me.workspace_id, each, row)
        self._ground.journal.rebase(db, theirs.table_no, theirs.row_id, theirs, _differ(row, theirs))

    def _give_way(self, db: Connection, each: FeedRow, ours: WireRow, plan: Plan) -> bool:
        """A merged row that its table does not take: the server's stays, ours is kept whole in history.

        False when the server's does not fit either: then ours stays and goes on waiting.
        """
        key = each.row.table_no, each.row.row_id
        if not self._fits(db, each, plan):
            return False
        self._ground.journal.forget(db, *key)
        loser = Loser("", "replaced", None, wire_to_json(ours), None, None)
        history = self._ground.add_history(db, key, loser, each.origin)
        self._ground.add_notice(db, key, "replaced", history=history)
        return True

    def _send_again(self, db: Connection, each: FeedRow) -> None:
        """The server lost a version that we hold: ours becomes an edit of what it has."""
        theirs = each.row
        ours = self._ground.load(db, theirs.table_no, [theirs.row_id])[theirs.row_id]
        feed.write_merged(db, self._ground.me.workspace_id, each, replace(ours, version=theirs.version))
        dirty = _differ(ours, theirs) and not BY_NO[theirs.table_no].insert_only
        if dirty:
            key = theirs.table_no, theirs.row_id
            loser = Loser("", "sent_again", None, wire_to_json(ours), wire_to_json(theirs), None)
            self._ground.add_history(db, key, loser, each.origin)
        self._ground.journal.rebase(db, theirs.table_no, theirs.row_id, theirs, dirty)

    def _tell(self, db: Connection, key: Key, origin: DeviceId | None, merged: Merged) -> None:
        """History, notices, questions and the audit of one merge."""
        entries = {loser.field: self._ground.add_history(db, key, loser, origin) for loser in merged.history}
        for notice in merged.notices:
            history = entries.get(notice.field or "")
            self._ground.add_notice(db, key, notice.kind, notice.field, history)
        if merged.conflicts or merged.notices:
            writer = self._ground.writer(db)
            for conflict in merged.conflicts:
                self._ask(writer, key, origin, conflict)
            self._audit(writer, key, merged)

    def _ask(self, writer: Writer, key: Key, origin: DeviceId | None, conflict: FieldConflict) -> None:
        writer.insert(
            "conflicts",
            {
                "table_no": key[0],
                "row_id": key[1],
                "field": conflict.field,
                "reason": conflict.reason,
                "base": conflict.base,
                "ours": conflict.ours,
                "theirs": conflict.theirs,
                "our_device_id": self._ground.me.device_id,
                "their_device_id": origin,
                "noticed_at": writer.now,
            },
        )

    def _audit(self, writer: Writer, key: Key, merged: Merged) -> None:
        name = BY_NO[key[0]].name.removesuffix("s")
        fields = sorted({loser.field for loser in merged.history if loser.field})
        told = {"fields": fields, "conflicts": len(merged.conflicts)}
        writer.audit(AuditAction.UPDATE, f"{name}.merge", key[1], told)


def store_one(db: Connection, ground: Ground, each: FeedRow) -> bool:
    """Stores one row of the feed; False, and nothing changed, when its table does not take it."""
    try:
        with db.begin_nested():
            feed.apply_rows(db, ground.me.workspace_id, [each])
    except _POISON:
        return False
    return True


def _side(row: WireRow) -> Side:
    return Side(row.fields, row.deleted_at is not None)


def _differ(one: WireRow, other: WireRow) -> bool:
    return _side(one) != _side(other) or one.extra_cells != other.extra_cells


def unanswered_keys(db: Connection) -> set[Key]:
    """Rows whose push has no stored answer."""
    rows = db.exec_driver_sql("SELECT table_no, row_id FROM outbox")
    return {(table_no, uuid.UUID(bytes=row_id)) for table_no, row_id in rows}
