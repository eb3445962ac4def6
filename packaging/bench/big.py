"""A practice of ten years on one laptop, stored the way a pull stores it."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clinic import practice_alone
from feed import Feed
from texts import words

from core.domain.clock import to_micros
from core.domain.enums import AppointmentStatus
from core.domain.new_rows import ServiceDraft
from core.store.outbox import feed_store
from core.store.outbox.feed_store import FeedRow

WEEKS = 520
_COLOURS = ("teal", "blue", "amber", "violet")


class Big:
    """Opened by this process; `home` may be copied while nothing is written."""

    def __init__(self, home: Path, clients: int, appointments: int) -> None:
        self.home = home
        self.opened = practice_alone(home)
        self.practice = self.opened.practice
        self._feed = Feed()
        self._rng = random.Random(5)  # noqa: S311 - a run that repeats itself
        self._fill(clients, appointments)

    def close(self) -> None:
        """The vault may be opened by another process now. A second call does nothing."""
        self.opened.close()

    def _fill(self, clients: int, appointments: int) -> None:
        services = [
            str(
                self.practice.services.add(
                    ServiceDraft(name=colour, default_duration_minutes=45, colour=colour)
                ).value.id
            )
            for colour in _COLOURS
        ]
        people = list(self._clients(clients))
        ids = [str(row.row.row_id) for row in people]
        with self.opened.store.write() as db:
            feed_store.apply_rows(db, self.practice.me.workspace_id, people)
            feed_store.apply_rows(
                db, self.practice.me.workspace_id, self._appointments(appointments, ids, services)
            )

    def _clients(self, count: int) -> Iterator[FeedRow]:
        for number in range(count):
            first, last = self._rng.choice(words()).title(), self._rng.choice(words()).title()
            yield self._feed.row(
                "clients",
                first_name=first,
                last_name=last,
                phone=f"+972 50 {self._rng.randrange(10**7):07}",
                email=f"{first}.{last}.{number}@example.com".lower(),
                tags='["runner"]' if number % 5 == 0 else None,
                consent_status=True,
                is_active=True,
            )

    def _appointments(self, count: int, clients: list[str], services: list[str]) -> Iterator[FeedRow]:
        """Evenly over ten years around today, on working days from eight to six."""
        me = str(self.practice.me.user_id)
        monday = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
        monday -= timedelta(days=monday.weekday(), weeks=WEEKS - 20)
        for number in range(count):
            week, day = divmod(number * WEEKS * 5 // count, 5)
            start = monday + timedelta(weeks=week, days=day, minutes=30 * self._rng.randrange(20))
            yield self._feed.row(
                "appointments",
                client_id=self._rng.choice(clients),
                practitioner_user_id=me,
                service_id=self._rng.choice(services),
                scheduled_start=to_micros(start),
                scheduled_end=to_micros(start + timedelta(minutes=45)),
                timezone="UTC",
                location_type="CLINIC",
                status=AppointmentStatus.SCHEDULED.value,
                edit_count=0,
            )
