"""The practice of the targets, on this device: 10,000 notes of full length and 100,000 appointments."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from big import Big
from texts import Prose

from core.domain.clock import to_micros
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.store.outbox import feed_store
from core.store.outbox.feed_store import FeedRow

FIELD_CHARS = 5_000
A_CLIENT = 100
"""So many notes has each client who has any."""
DRAFT_EACH = 50
"""One note in so many is still a draft."""
BOOKED_EACH = 3
"""One note in so many belongs to an appointment."""
_FIELDS = ("subjective", "objective", "assessment", "plan")


class SeedsPractice(Big):
    """`clients` are those who have notes, `booked` the appointments that have one."""

    def __init__(self, home: Path, clients: int, appointments: int, notes: int) -> None:
        super().__init__(home, clients, appointments)
        self.clients: list[ClientId] = []
        self.booked: list[AppointmentId] = []
        self.notes: list[NoteId] = []
        with self.opened.store.write() as db:
            people, visits = (
                [UUID(bytes=row_id) for row_id in db.exec_driver_sql(f"SELECT id FROM {table}").scalars()]
                for table in ("clients", "appointments")
            )
            self.clients = [ClientId(row_id) for row_id in people[: max(1, notes // A_CLIENT)]]
            feed_store.apply_rows(db, self.practice.me.workspace_id, self._notes(notes, visits))

    def _notes(self, count: int, visits: list[UUID]) -> Iterator[FeedRow]:
        prose, now = Prose(2), datetime.now(UTC)
        for number in range(count):
            is_draft = number % DRAFT_EACH == 0
            at = now - timedelta(hours=8 * (count - number))
            booked = visits[number % len(visits)] if number % BOOKED_EACH == 0 else None
            row = self._feed.row(
                "sessions",
                client_id=str(self.clients[number % len(self.clients)]),
                appointment_id=None if booked is None else str(booked),
                created_by_user_id=str(self.practice.me.user_id),
                session_date=to_micros(at),
                is_draft=is_draft,
                draft_last_saved_at=to_micros(at) if is_draft else None,
                finalized_at=None if is_draft else to_micros(at),
                amendment_count=0,
                **{name: prose.text(FIELD_CHARS) for name in _FIELDS},
            )
            self.notes.append(NoteId(row.row.row_id))
            if booked is not None:
                self.booked.append(AppointmentId(booked))
            yield row
