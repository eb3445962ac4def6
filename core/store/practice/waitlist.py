"""The waitlist: who waits for a time, and for which."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.domain.enums import AuditAction, WaitStatus
from core.domain.errors import RuleBroken
from core.domain.ids import ClientId, WaitlistEntryId
from core.domain.new_rows import WaitlistDraft
from core.domain.records import Client, WaitlistEntry
from core.domain.waitlist import kept_wish
from core.domain.waitlist_matching import turn
from core.store.database.tables import SYNCED
from core.store.practice.appointments import check_links
from core.store.practice.waiting import TABLE
from core.store.unit_of_work.repository import Done, RepositoryContext
from core.store.unit_of_work.writer import Writer

_CHANGEABLE = frozenset(
    {
        "practitioner_user_id",
        "service_id",
        "location_id",
        "duration_minutes",
        "weekdays",
        "day_part",
        "earliest",
        "latest",
        "urgency",
        "remark",
    }
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, with what one needs to call them."""

    entry: WaitlistEntry
    client: Client


class Waitlist:
    """Every command is one transaction; NotFound for what is not here.

    Whoever may book keeps it. One client may wait for several things at once.
    """

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk

    def add(self, draft: WaitlistDraft, entry_id: uuid.UUID | None = None) -> Done[WaitlistEntry]:
        """Refuses (RuleBroken) a client who is archived."""
        with self._desk.write() as writer:
            client = self._desk.get(writer.db, Client, "clients", draft.client_id)
            if not client.is_active:
                raise RuleBroken(
                    "This client is archived; nothing was added. Bring the client back first.",
                    code="archived",
                )
            check_links(self._desk, writer.db, asdict(draft))
            since = draft.waiting_since or writer.now
            made = writer.insert(TABLE, kept_wish({**asdict(draft), "waiting_since": since}), entry_id)
            writer.audit(AuditAction.CREATE, "waitlist.add", made)
            return self._done(writer, made)

    def edit(self, entry_id: WaitlistEntryId, **fields: Any) -> Done[WaitlistEntry]:
        """Changes the named fields: all but who waits, and since when."""
        if not fields.keys() <= _CHANGEABLE:
            raise TypeError(f"cannot be changed: {sorted(fields.keys() - _CHANGEABLE)}")
        with self._desk.write() as writer:
            before = self._desk.get(writer.db, WaitlistEntry, TABLE, entry_id)
            check_links(self._desk, writer.db, fields)
            values = kept_wish({**asdict(before), **fields})
            if writer.update(TABLE, entry_id, {name: values[name] for name in fields}):
                writer.audit(AuditAction.UPDATE, "waitlist.edit", entry_id, {"fields": sorted(fields)})
            return self._done(writer, entry_id)

    def take_off(self, entry_id: WaitlistEntryId) -> Done[WaitlistEntry]:
        """Somebody who does not wait any more, and was not booked."""
        with self._desk.write() as writer:
            self._desk.get(writer.db, WaitlistEntry, TABLE, entry_id)
            writer.delete(TABLE, entry_id)
            writer.audit(AuditAction.DELETE, "waitlist.delete", entry_id)
            return self._done(writer, entry_id)

    def get(self, entry_id: WaitlistEntryId) -> WaitlistEntry:
        with self._desk.read() as db:
            return self._desk.get(db, WaitlistEntry, TABLE, entry_id)

    def waiting(self) -> Sequence[WaitlistEntry]:
        """All who wait, the longest first; without clients who are archived or deleted."""
        w, c = SYNCED[TABLE].c, SYNCED["clients"].c
        query = (
            self._desk.select(TABLE, w.status == WaitStatus.WAITING)
            .join(SYNCED["clients"], w.client_id == c.id)
            .where(c.deleted_at.is_(None), c.is_active)
            .order_by(w.waiting_since, w.id)
        )
        with self._desk.read() as db:
            return self._desk.rows(db, WaitlistEntry, TABLE, query)

    def who_waits(self) -> list[Waiting]:
        """All who wait, in the order in which they are asked, with the clients."""
        entries = sorted(self.waiting(), key=turn)
        c = SYNCED["clients"].c
        query = self._desk.select("clients", c.id.in_({each.client_id for each in entries}), by_id=True)
        with self._desk.read() as db:
            clients = {one.id: one for one in self._desk.rows(db, Client, "clients", query)}
        return [Waiting(each, clients[each.client_id]) for each in entries if each.client_id in clients]

    def of_client(self, client_id: ClientId) -> Sequence[WaitlistEntry]:
        """What a client waits for, the longest first."""
        w = SYNCED[TABLE].c
        query = self._desk.select(TABLE, w.client_id == client_id, w.status == WaitStatus.WAITING)
        with self._desk.read() as db:
            return self._desk.rows(db, WaitlistEntry, TABLE, query.order_by(w.waiting_since, w.id))

    def _done(self, writer: Writer, entry_id: uuid.UUID) -> Done[WaitlistEntry]:
        return self._desk.done(writer, WaitlistEntry, TABLE, entry_id)
