"""Occurrences of series: drawn from their rules by range, made rows of their own when they are touched."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_
from sqlalchemy.sql.elements import ColumnElement

from core.domain.errors import NotFound
from core.domain.ids import AppointmentId, ClientId, SeriesId
from core.domain.records import Appointment, AppointmentSeries, Row
from core.domain.series import (
    next_start,
    occurrence_id,
    occurrence_on,
    occurrences,
    schedule_of,
    series_days,
)
from core.domain.timegrid import day_of
from core.store.database.rows import not_found
from core.store.database.series_exceptions import with_exceptions
from core.store.database.tables import SYNCED
from core.store.unit_of_work.repository import RepositoryContext, prepared
from core.store.unit_of_work.writer import Writer

_SLACK = timedelta(days=3)
"""Between a moment and a day on the wall of any zone, with an occurrence that lasts a day."""
_MOST_KEPT = 20_000
_LOOKED_BACK, _LOOKED_AHEAD = timedelta(days=2 * 366), timedelta(days=5 * 366)
_COMMON = {each.name for each in fields(Row)} | {"id"}
OccurrencePlace = tuple[SeriesId, date]
"""An occurrence: its series, and the day that the rule gives it."""


class Occurrences:
    """Of one practice. An occurrence has one id, before and after it is a row."""

    def __init__(self, desk: RepositoryContext) -> None:
        self._desk = desk
        self._places: dict[AppointmentId, OccurrencePlace] = {}

    def between(
        self, db: Connection, start: datetime, end: datetime, client_id: ClientId | None = None
    ) -> list[Appointment]:
        """Those that touch [start, end) and are no rows."""
        found: list[Appointment] = []
        for series, without in self.series_between(db, start, end, client_id):
            drawn = occurrences(series, start, end, without)
            self._remember(series, drawn)
            found += drawn
        return found

    def series_between(
        self, db: Connection, start: datetime, end: datetime, client_id: ClientId | None = None
    ) -> list[tuple[AppointmentSeries, frozenset[str]]]:
        """Living series that may have an occurrence in [start, end), each with the days that are left out."""
        given = {"before": (end + _SLACK).date().isoformat(), "since": (start - _SLACK).date()}
        kind, table_name = AppointmentSeries, "appointment_series"
        if client_id is None:
            found = self._desk.prepared_rows(db, kind, table_name, _in_range(), **given)
        else:
            query = _in_range_of_client()
            found = self._desk.prepared_rows(db, kind, table_name, query, client_id=client_id, **given)
        return with_exceptions(db, self._desk.me.workspace_id, found)

    def next_starts(
        self, db: Connection, client_ids: Sequence[uuid.UUID] | None, after: datetime
    ) -> dict[uuid.UUID, datetime]:
        """When the next occurrence of each client begins that is no row."""
        s = SYNCED["appointment_series"].c
        ends: ColumnElement[bool] = or_(s.until.is_(None), s.until >= (after - _SLACK).date())
        found = self._series(db, ends, *([] if client_ids is None else [s.client_id.in_(client_ids)]))
        starts: dict[uuid.UUID, datetime] = {}
        for series, without in with_exceptions(db, self._desk.me.workspace_id, found):
            start = next_start(series, after, without)
            if start is not None:
                starts[series.client_id] = min(start, starts.get(series.client_id, start))
        return starts

    def _series(self, db: Connection, *conditions: ColumnElement[bool]) -> list[AppointmentSeries]:
        query = self._desk.select("appointment_series", *conditions)
        return self._desk.rows(db, AppointmentSeries, "appointment_series", query)

    def _remember(self, series: AppointmentSeries, drawn: Sequence[Appointment]) -> None:
        if len(self._places) > _MOST_KEPT:
            # All at once: what is on the screen is remembered again with the next drawing.
            self._places.clear()
        for each in drawn:
            self._places[each.id] = series.id, original_day(series, each)

    def get(self, db: Connection, appointment_id: AppointmentId) -> Appointment:
        """A row, or the occurrence that it would be; NotFound when it is neither."""
        try:
            return self._desk.get(db, Appointment, "appointments", appointment_id)
        except NotFound:
            drawn = self._drawn(db, appointment_id)
            if drawn is None:
                raise
            return drawn

    def _drawn(self, db: Connection, appointment_id: AppointmentId) -> Appointment | None:
        series, day = self._place(db, appointment_id)
        if series is None or day is None:
            return None
        ((_, without),) = with_exceptions(db, self._desk.me.workspace_id, [series])
        is_drawn = next(series_days(series, day, day, without), None) is not None
        return occurrence_on(series, day) if is_drawn else None

    def _place(
        self, db: Connection, appointment_id: AppointmentId
    ) -> tuple[AppointmentSeries | None, date | None]:
        place = self._places.get(appointment_id)
        s = SYNCED["appointment_series"].c
        if place is not None:
            return next(iter(self._series(db, s.id == place[0])), None), place[1]
        # One that was drawn before the program started anew, as a form that was left open has it.
        now = self._desk.clock.now()
        first, last = (now - _LOOKED_BACK).date(), (now + _LOOKED_AHEAD).date()
        for series in self._series(db):
            for day in series_days(series, first, last):
                if occurrence_id(series.id, day) == appointment_id:
                    return series, day
        return None, None

    def make_row(self, writer: Writer, appointment: Appointment) -> None:
        """Makes an occurrence a row, as it was drawn; does nothing where it is a living row already."""
        a = SYNCED["appointments"].c
        query = self._desk.select("appointments", a.id == appointment.id, deleted=True)
        stored = self._desk.rows(writer.db, Appointment, "appointments", query)
        if stored and stored[0].deleted_at is None:
            return
        values = {
            each.name: getattr(appointment, each.name)
            for each in fields(Appointment)
            if each.name not in _COMMON
        }
        writer.begin_as_drawn("appointments", values, appointment.id)
        self.leave_out(writer, appointment)

    def leave_out(self, writer: Writer, appointment: Appointment) -> None:
        """Its day is not drawn from the rule any more."""
        series = self.series_of(writer.db, appointment)
        # The day of the rule, for a moved occurrence stands on another one.
        days = sorted({*series.exceptions, original_day(series, appointment).isoformat()})
        writer.update("appointment_series", series.id, {"exceptions": days})

    def is_drawn(self, db: Connection, appointment: Appointment) -> bool:
        """Whether it is no row yet."""
        a = SYNCED["appointments"].c
        query = self._desk.select("appointments", a.id == appointment.id).with_only_columns(a.id)
        return db.execute(query).first() is None

    def series_of(self, db: Connection, appointment: Appointment) -> AppointmentSeries:
        """The living series of an appointment; NotFound where it has none."""
        if appointment.series_id is None:
            raise not_found()
        return self._desk.get(db, AppointmentSeries, "appointment_series", appointment.series_id)


@cache
def _in_range() -> Select[Any]:
    """Living series that may have an occurrence from the day `since` until `before`."""
    s = SYNCED["appointment_series"].c
    ends = or_(s.until.is_(None), s.until >= bindparam("since"))
    return prepared("appointment_series", s.start_local < bindparam("before"), ends)


@cache
def _in_range_of_client() -> Select[Any]:
    """Those of one client."""
    return _in_range().where(SYNCED["appointment_series"].c.client_id == bindparam("client_id"))


def original_day(series: AppointmentSeries, appointment: Appointment) -> date:
    """The day that the rule gave an occurrence, wherever it was moved to."""
    schedule = schedule_of(series)
    if schedule is None:
        raise not_found()
    return day_of(appointment.original_start or appointment.scheduled_start, schedule.zone)


def touched_from(
    desk: RepositoryContext, db: Connection, series: AppointmentSeries, start: datetime
) -> Iterator[Appointment]:
    """Living rows of a series that the rule gave a moment from `start` on."""
    a = SYNCED["appointments"].c
    query = desk.select(
        "appointments", a.client_id == series.client_id, a.series_id == series.id, a.original_start >= start
    )
    yield from desk.rows(db, Appointment, "appointments", query)
