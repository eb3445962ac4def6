"""What a client usually has, read from a few of their appointments."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement

from core.domain.appointments import OCCUPYING
from core.domain.ids import ClientId
from core.domain.usual_booking import LOOKED_AT, BookedBefore, UsualBooking, usual_booking
from core.store.database.tables import SYNCED
from core.store.practice.occurrences import Occurrences
from core.store.practice.treating import those_who_treat
from core.store.unit_of_work.repository import RepositoryContext

_SERIES_BACK, _SERIES_AHEAD = timedelta(days=366), timedelta(weeks=8)
"""Where occurrences that are no rows are looked for: a series may have no end."""


class UsualBookings:
    """Of one practice."""

    def __init__(self, desk: RepositoryContext, occurrences: Occurrences) -> None:
        self._desk = desk
        self._occurrences = occurrences

    def of(self, client_id: ClientId) -> UsualBooking | None:
        """By the rule of `usual_booking`, from the last few that began and were not cancelled or missed.

        Where there is none, from the few that are booked next; None where nothing is booked either. A
        service or place that is not offered any more is left out, and so is whoever does not treat any more.
        """
        now = self._desk.clock.now()
        with self._desk.read() as db:
            few = self._began(db, client_id, now) or self._ahead(db, client_id, now)
            treat = those_who_treat(self._desk, db)
            usual = usual_booking(
                [one if one.practitioner_id in treat else replace(one, practitioner_id=None) for one in few]
            )
            if usual is None:
                return None
            return replace(
                usual,
                service_id=usual.service_id if self._offered(db, "services", usual.service_id) else None,
                location_id=usual.location_id if self._offered(db, "locations", usual.location_id) else None,
            )

    def _began(self, db: Connection, client_id: ClientId, now: datetime) -> list[BookedBefore]:
        a = SYNCED["appointments"].c
        rows = self._rows(db, client_id, a.scheduled_start <= now, a.scheduled_start.desc())
        drawn = self._drawn(db, client_id, now - _SERIES_BACK, now)
        began = [one for one in (*rows, *drawn) if one.start <= now]
        return sorted(began, key=lambda one: one.start, reverse=True)

    def _ahead(self, db: Connection, client_id: ClientId, now: datetime) -> list[BookedBefore]:
        a = SYNCED["appointments"].c
        rows = self._rows(db, client_id, a.scheduled_start > now, a.scheduled_start)
        drawn = self._drawn(db, client_id, now, now + _SERIES_AHEAD)
        return sorted((*rows, *drawn), key=lambda one: one.start)

    def _rows(
        self, db: Connection, client_id: ClientId, when: ColumnElement[bool], order: ColumnElement[datetime]
    ) -> Sequence[BookedBefore]:
        """At most a few, by the index of a client's appointments alone."""
        a = SYNCED["appointments"].c
        kept = a.status.in_([status.value for status in OCCUPYING])
        query = self._desk.select("appointments", a.client_id == client_id, when, kept)
        few = query.with_only_columns(
            a.scheduled_start, a.scheduled_end, a.service_id, a.location_id, a.practitioner_user_id
        )
        return [BookedBefore(*row) for row in db.execute(few.order_by(order).limit(LOOKED_AT))]

    def _drawn(
        self, db: Connection, client_id: ClientId, start: datetime, end: datetime
    ) -> Sequence[BookedBefore]:
        return [
            BookedBefore(
                one.scheduled_start,
                one.scheduled_end,
                one.service_id,
                one.location_id,
                one.practitioner_user_id,
            )
            for one in self._occurrences.between(db, start, end, client_id)
        ]

    def _offered(self, db: Connection, table_name: str, row_id: object) -> bool:
        c = SYNCED[table_name].c
        query = self._desk.select(table_name, c.id == row_id, c.is_active, by_id=True)
        return row_id is not None and db.execute(query.with_only_columns(c.id)).first() is not None
