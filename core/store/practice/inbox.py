"""What needs a person: conflicts, refused changes, notices of merges, unsigned notes."""

import json
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func

from core.domain.changes import Changed
from core.domain.clients import full_name
from core.domain.clock import from_micros, to_micros
from core.domain.enums import ConflictReason, Resolution
from core.domain.errors import NotFound
from core.domain.ids import AppointmentId, ClientId, ConflictId, DeviceId, NoteId
from core.domain.records import Conflict
from core.domain.registry import BY_NAME, BY_NO
from core.store.database.facts import get_fact, set_fact
from core.store.database.rows import not_found
from core.store.database.tables import SYNCED
from core.store.outbox import notices, refused
from core.store.outbox.notices import Noticed
from core.store.practice.conflict_resolution import Answer, reason_of, resolve, same_question
from core.store.practice.conflict_subject import Present, present
from core.store.practice.notes import Notes
from core.store.practice.occurrences import Occurrences
from core.store.practice.sending_again import send_again, send_put_away
from core.store.practice.signed_notes import note_beside
from core.store.unit_of_work.repository import Done, RepositoryContext


class InboxKind(StrEnum):
    """What a line is about. SETTLED ones have a list of their own, in which nothing waits for anybody.

    NOTICE: sync settled it by itself. ALARM: it could not believe or read something.
    """

    CONFLICT = "conflict"
    DOUBLE_BOOKING = "double_booking"
    REFUSED = "refused"
    NOTICE = "notice"
    ALARM = "alarm"
    DRAFT = "draft"
    SETTLED = "settled"


SETTLED_BY_ITSELF = frozenset({"merged", "restored", "renamed", "replaced"})
"""The kinds of notices that are no alarm."""


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
    note_id: NoteId | None = None
    """The note beside which a mark or a measure stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedChange:
    """A change that the server never takes, with what was typed. `is_new`: the whole row was refused.

    `deleted`: it deleted the record, or brought it back (False); None when it did neither. `put_away_at`:
    since when it waits for nobody.
    """

    id: uuid.UUID
    table: str
    row_id: uuid.UUID
    code: str
    at: datetime
    fields: dict[str, Any]
    is_new: bool
    deleted: bool | None = None
    put_away_at: datetime | None = None
    was_sent: bool = False
    """It went again since: it is done."""

    @property
    def can_go_again(self) -> bool:
        """Not what went already; and no deletion that was put away: its record is deleted where it is."""
        is_away = self.put_away_at is not None
        return not self.was_sent and not (is_away and self.deleted and not self.is_new)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """Something that sync settled by itself, told once. The texts are those of the history entry.

    `ours` is this device's, `theirs` what `their_device` had written. `put_away_at`: since when it is seen.
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
    put_away_at: datetime | None = None


class Inbox:
    """`MINE` and `THEIRS` mean the conflict's `ours` and `theirs`: `our_device_id` tells whose is ours."""

    def __init__(self, desk: RepositoryContext, notes: Notes, occurrences: Occurrences) -> None:
        self._desk = desk
        self._notes = notes
        self._occurrences = occurrences

    def conflicts(self) -> list[Conflict]:
        """Open ones, newest first; those about a newer program's tables are left to it.

        What two devices ask in the same words is one question, the one that was asked first.
        """
        c = SYNCED["conflicts"].c
        query = self._desk.select("conflicts", c.resolved_at.is_(None), c.table_no.in_(BY_NO))
        with self._desk.read() as db:
            found = self._desk.rows(db, Conflict, "conflicts", query.order_by(c.noticed_at.desc(), c.id))
        # Newest first: of several that ask the same the oldest comes last, and stands here in the end.
        asked = {same_question(conflict): conflict.id for conflict in found}
        return [conflict for conflict in found if asked[same_question(conflict)] == conflict.id]

    def conflict(self, conflict_id: ConflictId) -> Conflict:
        """Open or settled; NotFound for one that is not here."""
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

    def reason_of(self, conflict: Conflict) -> str | None:
        """Why the text that waits as an amendment was written, where it was one that gave way."""
        with self._desk.read() as db:
            return reason_of(db, conflict, conflict.ours)

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
            # In the same transaction: after a crash there is the wording or the answer, and never neither.
            set_fact(writer.db, _wording(conflict_id), None)
            row = self._desk.get(writer.db, Conflict, "conflicts", conflict_id)
            return Done(row, writer.changed, writer.undo)

    def keep_wording(self, conflict_id: ConflictId, text: str | None) -> None:
        """Someone's own wording that is not chosen yet; it survives whatever happens to the window."""
        value = None if text is None else text.encode()
        with self._desk.store.write() as db:
            set_fact(db, _wording(conflict_id), value)

    def wording(self, conflict_id: ConflictId) -> str | None:
        """What `keep_wording` kept; None where there is nothing, and once the question was answered here."""
        with self._desk.read() as db:
            value = get_fact(db, _wording(conflict_id))
        return None if value is None else value.decode()

    def refused(self) -> list[RefusedChange]:
        """Not dismissed, newest first."""
        with self._desk.read() as db:
            return [_refused(kept) for kept in refused.waiting(db)]

    def retry(self, refused_id: uuid.UUID) -> tuple[Changed, ...]:
        """Makes the refused change again, as it was typed, and takes it off the list; see `send_again`.

        One that was put away: see `send_put_away`. Nothing changed where the record says it already.
        """
        with self._desk.write() as writer:
            kept = refused.find(writer.db, refused_id)
            if kept is None:
                raise not_found()
            send = send_again if kept.dismissed_at is None else send_put_away
            send(writer, kept.payload)
            # What cannot go again raises before this, and stays on the list.
            refused.dismiss_sent(writer.db, refused_id, to_micros(self._desk.clock.now()))
            return writer.changed

    def dismiss(self, item_id: uuid.UUID) -> None:
        """Takes a refused change or a notice off the list; its text stays in the store."""
        with self._desk.store.write() as db:
            now = to_micros(self._desk.clock.now())
            refused.dismiss(db, item_id, now)
            notices.put_away(db, item_id, now)

    def bring_up(self, item_id: uuid.UUID) -> None:
        """Puts on the list again what `dismiss` took off it."""
        with self._desk.store.write() as db:
            refused.bring_up(db, item_id)
            notices.bring_up(db, item_id)

    def put_away(self) -> list[RefusedChange | NoticeRow]:
        """What `retry` and `dismiss` took off the list, each kind the latest first: refused changes, and
        notices that hold the only copy of what somebody typed. All of it: nothing else shows it."""
        with self._desk.read() as db:
            changes = [_refused(kept) for kept in refused.dealt_with(db)]
            return [*changes, *(_notice(told) for told in notices.seen(db, "replaced"))]

    def notices(self, limit: int = 200) -> list[NoticeRow]:
        """Unseen ones, newest first."""
        with self._desk.read() as db:
            return [_notice(told) for told in notices.unseen(db, limit)]

    def count(self) -> int:
        """What waits for a person's decision: open conflicts and refused changes."""
        c = SYNCED["conflicts"].c
        conflicts = self._desk.select(
            "conflicts", c.resolved_at.is_(None), c.table_no.in_(BY_NO)
        ).with_only_columns(func.count())
        with self._desk.read() as db:
            return int(db.execute(conflicts).scalar_one()) + refused.count_waiting(db)

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
        """Questions that were answered, and what was put away and stays readable; the latest first."""
        found = ((conflict, _of_conflict(conflict)) for conflict in self.settled())
        items = [
            replace(item, kind=InboxKind.SETTLED, at=conflict.resolved_at or item.at)
            for conflict, item in found
        ]
        for told in self.put_away():
            item = _of_refused(told) if isinstance(told, RefusedChange) else _of_notice(told)
            items.append(replace(item, at=told.put_away_at or item.at))
        return self._named(sorted(items, key=lambda item: item.at, reverse=True))

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
            items = [self._with_note(db, item) for item in items]
        return [_with_client(item, owners.get(item.id), names) for item in items]

    def _with_note(self, db: Any, item: InboxItem) -> InboxItem:
        note_id = note_beside(self._desk, db, BY_NAME[item.table], item.row_id)
        return item if note_id is None else replace(item, note_id=note_id)

    def _client_of(self, db: Any, table_name: str, row_id: uuid.UUID) -> uuid.UUID | None:
        if table_name == "clients":
            return row_id
        note_id = note_beside(self._desk, db, BY_NAME[table_name], row_id)
        if note_id is not None:
            return self._client_of(db, "sessions", note_id)
        if "client_id" not in SYNCED[table_name].c:
            return None
        c = SYNCED[table_name].c
        query = self._desk.select(table_name, c.id == row_id, deleted=True).with_only_columns(c.client_id)
        found: uuid.UUID | None = db.execute(query).scalar()
        if found is None and table_name == "appointments":
            with suppress(NotFound):
                found = self._occurrences.get(db, AppointmentId(row_id)).client_id
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
        kind=InboxKind.NOTICE if notice.kind in SETTLED_BY_ITSELF else InboxKind.ALARM,
        id=notice.id,
        table=notice.table,
        row_id=notice.row_id,
        at=notice.at,
        detail=notice.kind,
    )


def _refused(kept: refused.KeptRefusal) -> RefusedChange:
    table = BY_NO[kept.table_no]
    told, wire = json.loads(kept.payload), refused.row_of(kept.payload)
    fields = {table.by_no[no].name: wire.fields.get(no) for no in told["changed"] if no in table.by_no}
    return RefusedChange(
        id=kept.id,
        table=table.name,
        row_id=kept.row_id,
        code=kept.code,
        at=from_micros(kept.at),
        fields=fields,
        is_new=wire.version == 0,
        deleted=refused.deletion_of(kept.payload),
        put_away_at=_moment(kept.dismissed_at),
        was_sent=refused.was_sent(kept.payload),
    )


def _notice(told: Noticed) -> NoticeRow:
    return NoticeRow(
        id=uuid.UUID(bytes=told.id),
        table=BY_NO[told.table_no].name,
        row_id=uuid.UUID(bytes=told.row_id),
        field=told.field,
        kind=told.kind,
        at=from_micros(told.at),
        base=told.base,
        ours=told.ours,
        theirs=told.theirs,
        result=told.result,
        their_device=DeviceId(uuid.UUID(bytes=told.their_device)) if told.their_device else None,
        put_away_at=_moment(told.seen_at),
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
