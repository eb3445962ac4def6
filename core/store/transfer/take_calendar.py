"""What a person chose of a calendar file's preview goes in, in one transaction: all of it or nothing."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.changes import Changed
from core.domain.clients import check_names, folded, full_name
from core.domain.enums import AuditAction
from core.domain.errors import NotFound
from core.runtime.progress import OnProgress
from core.store.practice.practice import Practice
from core.store.transfer.calendar_rows import PlannedRow, client_row_id, known_ids, rows_of
from core.store.transfer.import_calendar import CalendarPreview, PreviewRow
from core.store.unit_of_work.undo import Undo
from core.store.unit_of_work.writer import Writer


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client whom the import adds, once for all events that name them."""

    first_name: str
    last_name: str


Who = uuid.UUID | NewClient


@dataclass(frozen=True, slots=True)
class CalendarImport:
    """How many events went in and how many clients were added, and how to take all of it back."""

    events: int
    clients: int
    changed: tuple[Changed, ...]
    undo: Undo | None


def take_calendar(
    practice: Practice, preview: CalendarPreview, chosen: Mapping[int, Who], on_progress: OnProgress
) -> CalendarImport:
    """`chosen` says for whom each event is, by its place in the preview; the others are left out.

    What is here by now, or collides with the client's own appointment of that start, is left out as well.
    Other collisions are allowed. Whatever is raised on the way, or by `on_progress`, leaves nothing behind.
    """
    zone = practice.settings.workspace().timezone
    with practice.desk.write() as writer:
        taking = _Taking(practice, writer, preview, zone)
        for number, (place, who) in enumerate(sorted(chosen.items(), key=lambda each: each[0])):
            on_progress(number, len(chosen))
            taking.take(preview.rows[place], who)
        counts = {"form": "ics", "count": taking.events, "clients": taking.clients}
        if taking.events:
            writer.audit(AuditAction.CREATE, "calendar.import", None, counts)
        return CalendarImport(taking.events, taking.clients, writer.changed, writer.undo)


class _Taking:
    """To the server each event goes for itself: none waits for another."""

    def __init__(self, practice: Practice, writer: Writer, preview: CalendarPreview, zone: str) -> None:
        self._me, self._writer, self._preview, self._zone = practice.me, writer, preview, zone
        self._known = known_ids(writer.db, practice.me.workspace_id)
        self._added: dict[NewClient, uuid.UUID] = {}
        self.events = 0
        self.clients = 0

    def take(self, row: PreviewRow, who: Who) -> None:
        rows = list(rows_of(row.booking, self._me.workspace_id, self._zone))
        fresh = [each for each in rows if not self._known.get(each.row_id, False)]
        is_double = isinstance(who, uuid.UUID) and self._preview.is_double(row, who)
        if row.is_here or is_double or not fresh or rows[0].table != fresh[0].table:
            return
        client_id, name = self._client(who)
        summary = row.booking.summary
        common = {
            "client_id": client_id,
            "practitioner_user_id": self._me.user_id,
            # What the other calendar said beside the name would be lost otherwise.
            "notes": None if folded(summary) == folded(name) else summary or None,
        }
        for each in fresh:
            self._put(each, {**each.values, **common})
        self.events += 1
        self._writer.next_group()

    def _put(self, row: PlannedRow, values: Mapping[str, Any]) -> None:
        if row.row_id in self._known:  # imported before, and that was taken back
            self._writer.undelete(row.table, row.row_id, values)
        else:
            self._writer.insert(row.table, values, row.row_id)
        self._known[row.row_id] = True

    def _client(self, who: Who) -> tuple[uuid.UUID, str]:
        if not isinstance(who, NewClient):
            if not self._known.get(who, False):
                raise NotFound(
                    "A client who was chosen is not here any more; nothing was imported. Read the file again."
                )
            return who, self._preview.names.name(who)
        if who not in self._added:
            self._added[who] = self._new_client(who)
        return self._added[who], full_name(who.first_name, who.last_name)

    def _new_client(self, who: NewClient) -> uuid.UUID:
        check_names(who.first_name, who.last_name)
        row_id = client_row_id(self._me.workspace_id, full_name(who.first_name, who.last_name))
        if self._known.get(row_id, False):
            return row_id
        values = {"first_name": who.first_name.strip(), "last_name": who.last_name.strip()}
        # A client who was deleted stays so, with all that was known of them.
        made = self._writer.insert("clients", values, None if row_id in self._known else row_id)
        self._writer.audit(AuditAction.CREATE, "client.add", made)
        self.clients += 1
        return made
