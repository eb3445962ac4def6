"""Series of appointments: booking, changing and ending them, whole or from one of their occurrences on."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from core.domain.appointments import with_reason
from core.domain.cancellations import LATE, STATUS_EVENT, Canceller, marks_of
from core.domain.enums import AppointmentStatus, AuditAction
from core.domain.errors import RuleBroken
from core.domain.ids import AppointmentId, ClientId, SeriesId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment, AppointmentSeries, Row
from core.domain.recurrence import days_between, rule_text
from core.domain.series import (
    LONGEST,
    Repeat,
    Scope,
    SeriesSummary,
    check_repeat,
    day_before,
    last_day,
    occurrence_on,
    rest_id,
    schedule_of,
)
from core.domain.time_blocks import BlockSpan
from core.domain.timegrid import day_of
from core.store.database.rows import not_found
from core.store.database.tables import SYNCED
from core.store.practice.appointments import (
    Appointments,
    ListedAppointment,
    SlotTaken,
    Taken,
    anyway_marks,
    check_links,
    refuse_taken,
)
from core.store.practice.occurrences import Occurrences, original_day, touched_from
from core.store.practice.series_changes import (
    Change,
    changed_series,
    check_length,
    known_schedule,
    minutes_of,
    wall_start,
)
from core.store.practice.series_conflicts import blocking, colliding
from core.store.practice.settings import Settings
from core.store.practice.treating import check_treats
from core.store.practice.waiting import end_wait
from core.store.unit_of_work.repository import Done, RepositoryContext
from core.store.unit_of_work.writer import Writer

_TABLE = "appointment_series"
_ROW = {each.name for each in fields(Row)} | {"id"}


class Series:
    """The practice's series. Every command is one transaction; NotFound for what is not here."""

    def __init__(
        self,
        desk: RepositoryContext,
        settings: Settings,
        appointments: Appointments,
        occurrences: Occurrences,
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._appointments = appointments
        self._occurrences = occurrences

    def book(
        self,
        draft: AppointmentDraft,
        repeat: Repeat,
        book_anyway_reason: str | None = None,
        shown: Collection[Taken] | None = None,
        series_id: uuid.UUID | None = None,
    ) -> Done[Appointment]:
        """Books a series, and tells its first appointment. SlotTaken as for a single one, over all of it."""
        with self._desk.write() as writer:
            planned = self._planned(writer.db, draft, repeat)
            check_links(self._desk, writer.db, asdict(planned))
            check_treats(self._desk, writer.db, draft.practitioner_user_id or self._desk.me.user_id)
            overlaps = self._check(writer.db, planned, (), book_anyway_reason, shown)
            if overlaps and book_anyway_reason:
                planned = replace(planned, notes=with_reason(planned.notes, book_anyway_reason))
            made = writer.insert(_TABLE, _values(planned), series_id)
            writer.audit(AuditAction.CREATE, "series.book", made, anyway_marks(overlaps))
            end_wait(self._desk, writer, draft)
            stored = self._desk.get(writer.db, AppointmentSeries, _TABLE, made)
            return Done(_first(stored), writer.changed, writer.undo)

    def conflicts(self, draft: AppointmentDraft, repeat: Repeat) -> list[ListedAppointment]:
        """What a series booked like this would collide with, by time."""
        with self._desk.read() as db:
            planned = self._planned(db, draft, repeat)
            return self._appointments.entries_of(db, self._colliding(db, planned, ()))

    def blocked(self, draft: AppointmentDraft, repeat: Repeat) -> list[BlockSpan]:
        """Blocks of the practitioner, and closures, that a series booked like this would stand on."""
        with self._desk.read() as db:
            return blocking(self._desk, db, self._planned(db, draft, repeat))

    def _planned(self, db: Connection, draft: AppointmentDraft, repeat: Repeat) -> AppointmentSeries:
        check_length(draft.scheduled_start, draft.scheduled_end)
        zone = draft.timezone or self._settings.workspace_in(db).timezone
        now = self._desk.clock.now()
        planned = AppointmentSeries(
            id=SeriesId(uuid.UUID(int=0)),
            workspace_id=self._desk.me.workspace_id,
            created_at=now,
            updated_at=now,
            client_id=draft.client_id,
            practitioner_user_id=draft.practitioner_user_id or self._desk.me.user_id,
            service_id=draft.service_id,
            location_id=draft.location_id,
            location_type=draft.location_type,
            location_details=draft.location_details,
            rrule=rule_text(repeat.rule),
            start_local=wall_start(draft.scheduled_start, zone),
            timezone=zone,
            duration_minutes=minutes_of(draft.scheduled_start, draft.scheduled_end),
            notes=draft.notes,
            exceptions=tuple(sorted(day.isoformat() for day in repeat.without)),
        )
        first = known_schedule(planned).first
        check_repeat(repeat, first)
        return replace(planned, until=last_day(repeat.rule, first, repeat))

    def _check(
        self,
        db: Connection,
        planned: AppointmentSeries,
        own: Collection[uuid.UUID],
        reason: str | None,
        shown: Collection[Taken] | None,
    ) -> int:
        """How many collide; SlotTaken when there are any and no reason to do it anyway."""
        found, blocks = self._colliding(db, planned, own), blocking(self._desk, db, planned)
        entries_of = self._appointments.entries_of
        refuse_taken([*found, *blocks], reason, shown, lambda: SlotTaken(entries_of(db, found), blocks))
        return len(found) + len(blocks)

    def _colliding(
        self, db: Connection, planned: AppointmentSeries, own: Collection[uuid.UUID]
    ) -> list[Appointment]:
        return colliding(self._desk, db, self._occurrences, planned, own)

    def summary(self, series_id: SeriesId) -> SeriesSummary:
        """Of a deleted series too. No numbers where it has no end, no rule where this program cannot draw
        it."""
        with self._desk.read() as db:
            series = self._desk.get(db, AppointmentSeries, _TABLE, series_id, deleted=True)
            schedule = schedule_of(series)
            if schedule is None:
                return SeriesSummary(None, series.start_local)
            if series.until is None:
                return SeriesSummary(schedule.rule, series.start_local)
            living = self._living(db, series, schedule.start_on(schedule.first), series.until)
            now = self._desk.clock.now()
            ahead = sum(
                1
                for each in living
                if each.scheduled_start > now and each.status is AppointmentStatus.SCHEDULED
            )
            return SeriesSummary(schedule.rule, series.start_local, series.until, len(living), ahead)

    def _living(
        self, db: Connection, series: AppointmentSeries, start: datetime, until: date
    ) -> list[Appointment]:
        """All occurrences, drawn or rows of their own."""
        end = known_schedule(series).start_on(until) + LONGEST
        drawn = self._occurrences.between(db, start, end, series.client_id)
        rows = list(touched_from(self._desk, db, series, start))
        return [each for each in drawn if each.series_id == series.id] + rows

    def change(
        self,
        appointment_id: AppointmentId,
        scope: Scope,
        change: Change,
        book_anyway_reason: str | None = None,
        shown: Collection[Taken] | None = None,
    ) -> Done[Appointment]:
        """Changes the occurrences from this one on, or all to come; those that were touched stay.

        Tells the changed occurrence. What has passed keeps its row: the rest becomes a series of its own.
        """
        with self._desk.write() as writer:
            series, part, rest, day = self._rest(writer.db, appointment_id, scope, change)
            check_links(self._desk, writer.db, asdict(rest))
            overlaps = self._check(writer.db, rest, (series.id, rest.id), book_anyway_reason, shown)
            if overlaps and book_anyway_reason:
                rest = replace(rest, notes=with_reason(rest.notes, book_anyway_reason))
            self._store_rest(writer, series, part, rest)
            marks = {"scope": scope.value, **(anyway_marks(overlaps) or {})}
            writer.audit(AuditAction.UPDATE, "series.change", series.id, marks)
            stored = self._desk.get(writer.db, AppointmentSeries, _TABLE, rest.id)
            return Done(occurrence_on(stored, day) or _first(stored), writer.changed, writer.undo)

    def _rest(
        self, db: Connection, appointment_id: AppointmentId, scope: Scope, change: Change
    ) -> tuple[AppointmentSeries, date, AppointmentSeries, date]:
        """The series, the day from which it changes, what the rest becomes, and the new day of this one."""
        series, part, day = self._parted(db, appointment_id, scope)
        is_whole = part <= known_schedule(series).first
        rest = changed_series(series, part, day, change)
        rest_day = max(day, part) + timedelta(days=change.shift_of(series, day))
        if not is_whole:
            place, out = self._rest_place(db, series.id, part)
            days = tuple(sorted({*rest.exceptions, *out}))
            rest = replace(rest, id=place, follows_id=series.id, version=0, exceptions=days)
        return series, part, rest, rest_day

    def _rest_place(
        self, db: Connection, series_id: SeriesId, part: date
    ) -> tuple[SeriesId, tuple[str, ...]]:
        """The id of a rest, and the days that were left out under it before it was deleted.

        Where one lives there already, for two laptops parted the series and its own end moved since, it is
        another series now and stays as it is.
        """
        found = rest_id(series_id, part)
        while True:
            query = self._desk.select(_TABLE, SYNCED[_TABLE].c.id == found, deleted=True)
            rows = self._desk.rows(db, AppointmentSeries, _TABLE, query)
            if not rows:
                return found, ()
            if rows[0].deleted_at is not None:
                return found, rows[0].exceptions
            found = rest_id(found, part)

    def _store_rest(
        self, writer: Writer, series: AppointmentSeries, part: date, rest: AppointmentSeries
    ) -> None:
        # All of it changes: nothing is past, and no second series is needed.
        if rest.id == series.id:
            writer.update(_TABLE, series.id, _values(rest))
            return
        writer.update(_TABLE, series.id, {"until": day_before(part)})
        # First as the series drew it, then as the person wants it: only the second is a change to another
        # laptop.
        unchanged = replace(changed_series(series, part, part, Change({})), follows_id=series.id)
        writer.begin_as_drawn(_TABLE, _values(unchanged), rest.id)
        writer.update(_TABLE, rest.id, _values(rest))

    def end(
        self,
        appointment_id: AppointmentId,
        scope: Scope,
        *,
        reason: str | None = None,
        cancelled_by: Canceller | None = None,
        deletes: bool = False,
    ) -> Done[Appointment]:
        """No more occurrences from this one on, or from now on; what is past stays as it was. Of those that
        were touched, what is still to come, scheduled and without a note is cancelled, or deleted.

        With `cancelled_by` those that begin so soon that it is late to call them off are kept as cancelled.
        """
        with self._desk.write() as writer:
            series, part, day = self._parted(writer.db, appointment_id, scope)
            told = self._occurrences.get(writer.db, appointment_id)
            if cancelled_by is not None:
                # Before the touched ones are called off: what becomes a row here is one of them then.
                self._keep_near(writer, series, part)
            for row in self._touched_to_come(writer, series, day, scope):
                if deletes:
                    writer.delete("appointments", row.id)
                else:
                    _call_off(writer, row, reason, cancelled_by)
            _end_rule(writer, series, part)
            action = AuditAction.DELETE if deletes else AuditAction.UPDATE
            writer.audit(action, "series.end", series.id, {"scope": scope.value})
            return Done(told, writer.changed, writer.undo)

    def _keep_near(self, writer: Writer, series: AppointmentSeries, part: date) -> None:
        """Those become rows, which the end of the rule does not take away: the reason stands on them, and the
        client may have to be told of them."""
        start, until = known_schedule(series).start_on(part), writer.now + LATE
        if start >= until:
            return
        for each in self._occurrences.between(writer.db, start, until, series.client_id):
            if each.series_id == series.id and each.scheduled_start >= start:
                self._occurrences.make_row(writer, each)

    def _touched_to_come(
        self, writer: Writer, series: AppointmentSeries, day: date, scope: Scope
    ) -> list[Appointment]:
        """The touched occurrences that are to end; they may stand on other days than the rule gave them.

        One that is under way ends where this one and the following are meant, and stays where all are.
        """
        is_all, schedule = scope is Scope.ALL, known_schedule(series)
        start = schedule.start_on(schedule.first if is_all else day)
        touched = list(touched_from(self._desk, writer.db, series, start))
        return [
            row
            for row in touched
            if row.status is AppointmentStatus.SCHEDULED
            and (row.scheduled_start if is_all else row.scheduled_end) > writer.now
            and not self._appointments.has_note(writer.db, row.id)
        ]

    def _parted(
        self, db: Connection, appointment_id: AppointmentId, scope: Scope
    ) -> tuple[AppointmentSeries, date, date]:
        """The series of an appointment, the first day that a change is about, and the appointment's own.

        What is past stays as it was also where the change is told at one of it.
        """
        appointment = self._occurrences.get(db, appointment_id)
        series = self._occurrences.series_of(db, appointment)
        day = original_day(series, appointment)
        now = self._desk.clock.now()
        if scope is Scope.FOLLOWING and not _is_over(series, day, now):
            return series, day, day
        part = first_to_come(series, now)
        if part is None:
            raise RuleBroken(
                "Nothing of this series is still to come; nothing was changed. "
                "Change this appointment alone.",
                code="series_over",
            )
        return series, part, day


def _is_over(series: AppointmentSeries, day: date, now: datetime) -> bool:
    return known_schedule(series).start_on(day) + timedelta(minutes=series.duration_minutes) <= now


def _call_off(writer: Writer, row: Appointment, reason: str | None, by: Canceller | None) -> None:
    values = {
        "status": AppointmentStatus.CANCELLED,
        "cancellation_reason": (reason or "").strip() or None,
    }
    writer.update("appointments", row.id, values)
    # An event of its own for each: what counts late cancellations reads them by appointment.
    marks = {
        "status": AppointmentStatus.CANCELLED.value,
        **marks_of(by, row.scheduled_start, writer.now),
    }
    writer.audit(AuditAction.UPDATE, STATUS_EVENT, row.id, marks)


def end_ahead(desk: RepositoryContext, writer: Writer, client_id: ClientId) -> int:
    """Ends a client's series; how many still had occurrences to come."""
    s = SYNCED[_TABLE].c
    query = desk.select(_TABLE, s.client_id == client_id)
    ended = 0
    for series in desk.rows(writer.db, AppointmentSeries, _TABLE, query):
        part = first_to_come(series, writer.now)
        if part is not None:
            _end_rule(writer, series, part)
            ended += 1
    return ended


def _end_rule(writer: Writer, series: AppointmentSeries, part: date) -> None:
    if part <= known_schedule(series).first:
        writer.delete(_TABLE, series.id)
    else:
        writer.update(_TABLE, series.id, {"until": day_before(part)})


def first_to_come(series: AppointmentSeries, now: datetime) -> date | None:
    """The first day of the rule that has not begun, whether or not it was touched."""
    schedule = schedule_of(series)
    if schedule is None:
        return None
    days = days_between(schedule.rule, schedule.first, day_of(now, schedule.zone), series.until or date.max)
    # Of today only what has not begun.
    return next((day for day in days if schedule.start_on(day) > now), None)


def _first(series: AppointmentSeries) -> Appointment:
    found = occurrence_on(series, known_schedule(series).first)
    if found is None:
        raise not_found()
    return found


def _values(series: AppointmentSeries) -> Mapping[str, Any]:
    values = {each.name: getattr(series, each.name) for each in fields(series) if each.name not in _ROW}
    return {**values, "exceptions": list(series.exceptions) or None}
