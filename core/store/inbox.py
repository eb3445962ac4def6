"""What needs a person: conflicts, refused changes, notices of merges, unsigned notes."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from core.domain.changes import Changed
from core.domain.clients import full_name
from core.domain.clock import from_micros
from core.domain.enums import ConflictReason, Resolution
from core.domain.ids import ClientId, ConflictId, DeviceId, NoteId
from core.domain.records import Conflict
from core.domain.registry import BY_NO
from core.store.desk import Desk, Done
from core.store.facts import get_fact, set_fact
from core.store.notes import Notes
from core.store.present import Present, present
from core.store.proposals import raise_text
from core.store.resolving import Answer, resolve, same_question
from core.store.rows import not_found
from core.store.tables import NOTICES, REFUSED, SYNCED
from core.store.wire import field_to_stored, wire_from_json


class InboxKind(StrEnum):
    CONFLICT = "conflict"
    DOUBLE_BOOKING = "double_booking"
    REFUSED = "refused"
    NOTICE = "notice"
    DRAFT = "draft"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """One line. `detail` is the field, a refusal's code or a notice's kind: a word for tr(), not text."""

    kind: InboxKind
    id: uuid.UUID
    table: str
    row_id: uuid.UUID
    at: datetime
    detail: str = ""
    client_id: ClientId | None = None
    client_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedChange:
    """A change that the server never takes, with what was typed. `is_new`: the whole row was refused."""

    id: uuid.UUID
    table: str
    row_id: uuid.UUID
    code: str
    at: datetime
    fields: dict[str, Any]
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """Something that sync settled by itself, told once. The texts are those of the history entry.

    `ours` is this device's, `theirs` what `their_device` had written.
    """

    id: uuid.UUID
    table: str
    row_id: uuid.UUID
    field: str | None
    kind: str
    at: datetime
    base: str | None = None
    ours: str | None = None
    theirs: str | None = None
    result: str | None = None
    their_device: DeviceId | None = None


class Inbox:
    """`MINE` and `THEIRS` mean the conflict's `ours` and `theirs`: `our_device_id` tells whose is ours."""

    def __init__(self, desk: Desk, notes: Notes) -> None:
        self._desk = desk
        self._notes = notes

    def conflicts(self) -> list[Conflict]:
        """Open ones, newest first; those about a newer program's tables are left to it.

        What two devices ask in the same words is one question, the one that was asked first.
        """
        c = SYNCED["conflicts"].c
        query = self._desk.select("conflicts", c.resolved_at.is_(None), c.table_no.in_(BY_NO))
        with self._desk.read() as db:
            found = self._desk.rows(db, Conflict, "conflicts", query.order_by(c.noticed_at.desc(), c.id))
        asked = {same_question(conflict): conflict.id for conflict in found}
        return [conflict for conflict in found if asked[same_question(conflict)] == conflict.id]

    def conflict(self, conflict_id: ConflictId) -> Conflict:
        with self._desk.read() as db:
            return self._desk.get(db, Conflict, "conflicts", conflict_id)

    def settled(self, limit: int = 100) -> list[Conflict]:
        """Questions that were answered, the latest first; both texts stay with them for ever."""
        c = SYNCED["conflicts"].c
        of_texts = c.reason != ConflictReason.DOUBLE_BOOKING.value
        query = self._desk.select("conflicts", c.resolved_at.is_not(None), of_texts)
        with self._desk.read() as db:
            ordered = query.order_by(c.resolved_at.desc(), c.id).limit(limit)
            return self._desk.rows(db, Conflict, "conflicts", ordered)

    def present(self, conflict: Conflict) -> Present:
        """What the conflict's record says now."""
        with self._desk.read() as db:
            return present(db, self._desk.me, conflict)

    def resolve(
        self,
        conflict_id: ConflictId,
        resolution: Resolution,
        text: str | None = None,
        *,
        reason: str = "",
        again: bool = False,
    ) -> Done[Conflict]:
        """Stores the choice (EDITED: `text`) in the row and closes the conflict.

        A deleted row comes back; in a finalized note the choice becomes an amendment, for `reason`.
        `again` answers anew what was settled before.
        """
        with self._desk.write() as writer:
            conflict = self._desk.get(writer.db, Conflict, "conflicts", conflict_id)
            answer = Answer(resolution, text, reason, again)
            resolve(self._desk, self._notes, writer, conflict, answer)
            set_fact(writer.db, _wording(conflict_id), None)
            row = self._desk.get(writer.db, Conflict, "conflicts", conflict_id)
            return Done(row, writer.changed, writer.undo)

    def keep_wording(self, conflict_id: ConflictId, text: str | None) -> None:
        """Someone's own wording that is not chosen yet; it survives whatever happens to the window."""
        value = None if text is None else text.encode()
        with self._desk.store.write() as db:
            set_fact(db, _wording(conflict_id), value)

    def wording(self, conflict_id: ConflictId) -> str | None:
        with self._desk.read() as db:
            value = get_fact(db, _wording(conflict_id))
        return None if value is None else value.decode()

    def raise_text(
        self, note_id: NoteId, field: str, base: str | None, ours: str | None, theirs: str | None
    ) -> Done[Conflict]:
        """Leaves two texts of one field to a person."""
        with self._desk.write() as writer:
            texts = (base, ours, theirs)
            made = raise_text(self._desk, writer, note_id, field, ConflictReason.TEXT, texts)
            row = self._desk.get(writer.db, Conflict, "conflicts", made)
            return Done(row, writer.changed)

    def refused(self) -> list[RefusedChange]:
        """Not dismissed, newest first."""
        query = select(REFUSED).where(REFUSED.c.dismissed_at.is_(None)).order_by(REFUSED.c.at.desc())
        with self._desk.read() as db:
            return [_refused(row) for row in db.execute(query)]

    def retry(self, refused_id: uuid.UUID) -> tuple[Changed, ...]:
        """Makes the refused change again, as it was typed, and takes it off the list."""
        with self._desk.write() as writer:
            query = select(REFUSED).where(REFUSED.c.id == refused_id)
            row = writer.db.execute(query).first()
            if row is None:
                raise not_found()
            table = BY_NO[row.table_no]
            told = json.loads(row.payload)
            wire = wire_from_json(json.dumps(told["row"]))
            if wire.version == 0:
                writer.requeue(row.table_no, row.row_id)
            else:
                columns = [table.by_no[no] for no in told["changed"] if no in table.by_no]
                values = {one.name: field_to_stored(one, wire.fields.get(one.no)) for one in columns}
                writer.update_stored(table, row.row_id, values)
            self._dismiss_refused(writer.db, refused_id)
            return writer.changed

    def dismiss(self, item_id: uuid.UUID) -> None:
        """Takes a refused change or a notice off the list; its text stays in the store."""
        with self._desk.store.write() as db:
            self._dismiss_refused(db, item_id)
            now = self._desk.clock.now()
            db.execute(NOTICES.update().where(NOTICES.c.id == item_id).values(seen_at=now))

    def _dismiss_refused(self, db: Any, refused_id: uuid.UUID) -> None:
        now = self._desk.clock.now()
        db.execute(REFUSED.update().where(REFUSED.c.id == refused_id).values(dismissed_at=now))

    def notices(self, limit: int = 200) -> list[NoticeRow]:
        """Unseen ones, newest first."""
        sql = """
            SELECT n.id, n.table_no, n.row_id, n.field, n.kind, n.at, h.their_device,
                h.base, h.ours, h.theirs, h.result
            FROM notices n LEFT JOIN history h ON h.id = n.history_id
            WHERE n.seen_at IS NULL ORDER BY n.at DESC LIMIT ?
        """
        with self._desk.read() as db:
            return [_notice(*row) for row in db.exec_driver_sql(sql, (limit,))]

    def count(self) -> int:
        """What waits for a person's decision: open conflicts and refused changes."""
        c = SYNCED["conflicts"].c
        conflicts = self._desk.select(
            "conflicts", c.resolved_at.is_(None), c.table_no.in_(BY_NO)
        ).with_only_columns(func.count())
        refused = select(func.count()).select_from(REFUSED).where(REFUSED.c.dismissed_at.is_(None))
        with self._desk.read() as db:
            return int(db.execute(conflicts).scalar_one()) + int(db.execute(refused).scalar_one())

    def items(self) -> list[InboxItem]:
        """Everything in one list: what needs a decision first, then notices, then unsigned notes."""
        items = [_of_conflict(conflict) for conflict in self.conflicts()]
        items += [_of_refused(change) for change in self.refused()]
        items += [_of_notice(notice) for notice in self.notices()]
        items += [
            InboxItem(
                kind=InboxKind.DRAFT,
                id=draft.note.id,
                table="sessions",
                row_id=draft.note.id,
                at=draft.note.draft_last_saved_at or draft.note.updated_at,
                client_id=draft.note.client_id,
                client_name=draft.client_name,
            )
            for draft in self._notes.drafts()
        ]
        return self._named(items)

    def settled_items(self) -> list[InboxItem]:
        """Questions that were answered, the latest first."""
        found = ((conflict, _of_conflict(conflict)) for conflict in self.settled())
        return self._named(
            [
                replace(item, kind=InboxKind.SETTLED, at=conflict.resolved_at or item.at)
                for conflict, item in found
            ]
        )

    def _named(self, items: list[InboxItem]) -> list[InboxItem]:
        """Adds whose record it is."""
        with self._desk.read() as db:
            owners = {
                item.id: self._client_of(db, item.table, item.row_id) for item in items if not item.client_id
            }
            ids = {client_id for client_id in owners.values() if client_id}
            c = SYNCED["clients"].c
            query = self._desk.select("clients", c.id.in_(ids), deleted=True, by_id=True)
            found = db.execute(query.with_only_columns(c.id, c.first_name, c.last_name))
            names = {row.id: full_name(row.first_name, row.last_name) for row in found}
        return [_with_client(item, owners.get(item.id), names) for item in items]

    def _client_of(self, db: Any, table_name: str, row_id: uuid.UUID) -> uuid.UUID | None:
        if table_name == "clients":
            return row_id
        if "client_id" not in SYNCED[table_name].c:
            return None
        c = SYNCED[table_name].c
        query = self._desk.select(table_name, c.id == row_id, deleted=True).with_only_columns(c.client_id)
        found: uuid.UUID | None = db.execute(query).scalar()
        return found


def _wording(conflict_id: ConflictId) -> str:
    return f"inbox_wording/{conflict_id.hex}"


def _with_client(item: InboxItem, client_id: uuid.UUID | None, names: dict[uuid.UUID, str]) -> InboxItem:
    if client_id is None:
        return item
    return replace(item, client_id=ClientId(client_id), client_name=names.get(client_id, ""))


def _of_conflict(conflict: Conflict) -> InboxItem:
    double = conflict.reason is ConflictReason.DOUBLE_BOOKING
    return InboxItem(
        kind=InboxKind.DOUBLE_BOOKING if double else InboxKind.CONFLICT,
        id=conflict.id,
        table=BY_NO[conflict.table_no].name,
        row_id=conflict.row_id,
        at=conflict.noticed_at,
        detail=conflict.field or conflict.reason.value,
    )


def _of_refused(change: RefusedChange) -> InboxItem:
    return InboxItem(
        kind=InboxKind.REFUSED,
        id=change.id,
        table=change.table,
        row_id=change.row_id,
        at=change.at,
        detail=change.code,
    )


def _of_notice(notice: NoticeRow) -> InboxItem:
    return InboxItem(
        kind=InboxKind.NOTICE,
        id=notice.id,
        table=notice.table,
        row_id=notice.row_id,
        at=notice.at,
        detail=notice.kind,
    )


def _refused(row: Any) -> RefusedChange:
    table = BY_NO[row.table_no]
    told = json.loads(row.payload)
    wire = wire_from_json(json.dumps(told["row"]))
    fields = {table.by_no[no].name: wire.fields.get(no) for no in told["changed"] if no in table.by_no}
    return RefusedChange(
        id=row.id,
        table=table.name,
        row_id=row.row_id,
        code=row.code,
        at=row.at,
        fields=fields,
        is_new=wire.version == 0,
    )


def _notice(
    notice_id: bytes,
    table_no: int,
    row_id: bytes,
    field: str | None,
    kind: str,
    at: int,
    their_device: bytes | None,
    *texts: str | None,
) -> NoticeRow:
    base, ours, theirs, result = texts
    return NoticeRow(
        id=uuid.UUID(bytes=notice_id),
        table=BY_NO[table_no].name,
        row_id=uuid.UUID(bytes=row_id),
        field=field,
        kind=kind,
        at=from_micros(at),
        base=base,
        ours=ours,
        theirs=theirs,
        result=result,
        their_device=DeviceId(uuid.UUID(bytes=their_device)) if their_device else None,
    )
