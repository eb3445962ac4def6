"""What a calendar file would bring into a practice, told before anything is written."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from core.calendar_file.lines import LARGEST_BYTES
from core.calendar_file.planning import FilePlan, LeftOut, PlannedBooking, plan_of
from core.calendar_file.publishing import published_uid
from core.domain.errors import BadInput
from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft
from core.domain.series import Repeat
from core.domain.timegrid import at_wall, day_of
from core.runtime.progress import OnProgress
from core.store.database.given_files import open_given
from core.store.practice.practice import Practice
from core.store.transfer.calendar_rows import known_ids, series_row_id, time_row_id
from core.store.transfer.client_names import ClientNames

MOST_COMPARED = 2_000
"""So many times and series are compared with what is booked; more would keep a person waiting for minutes."""
# Nobody's id, for an event that nobody is named in: whoever treats can be taken all the same.
_NOBODY = ClientId(uuid.UUID(int=0))
# Longer than any month, so that no time is left out between two of them.
_MONTH = timedelta(days=32)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """One event. `client_id` is whom it is about, where that is certain; `is_taken`: it collides."""

    booking: PlannedBooking
    client_id: ClientId | None
    is_here: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """What a file would do. `booked`: whose appointments begin when, in the months of the file's events."""

    rows: tuple[PreviewRow, ...]
    left_out: tuple[LeftOut, ...]
    booked: frozenset[tuple[uuid.UUID, datetime]]
    names: ClientNames
    is_compared: bool = True
    """False where there was more than is compared with what is booked."""

    def is_double(self, row: PreviewRow, client_id: uuid.UUID) -> bool:
        """Whether this client has an appointment then already."""
        return (client_id, row.booking.start) in self.booked


def preview_calendar(practice: Practice, file: Path, on_progress: OnProgress) -> CalendarPreview:
    """Reads the file and writes nothing. BadInput for what is no calendar, or more than anybody has."""
    zone = ZoneInfo(practice.settings.workspace().timezone)
    now = practice.desk.clock.now()
    plan = plan_of(_read(file), zone, day_of(now, zone), on_progress)
    return _Preview(practice, plan, on_progress).made()


def _read(file: Path) -> bytes:
    try:
        with open_given(file) as opened:
            # One byte more, so that a larger file is refused and not cut.
            return opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise BadInput(f"{file.name} cannot be read: {reason}. Nothing was imported.") from None


class _Preview:
    def __init__(self, practice: Practice, plan: FilePlan, on_progress: OnProgress) -> None:
        self._practice, self._plan, self._on_progress = practice, plan, on_progress
        self._names = ClientNames(practice)
        with practice.desk.read() as db:
            known = known_ids(db, practice.me.workspace_id)
        self._living = {row_id for row_id, is_living in known.items() if is_living}
        self._booked: set[tuple[uuid.UUID, datetime]] = set()
        self._published: set[str] = set()
        self._compared = 0

    def made(self) -> CalendarPreview:
        self._look_around(booking.start for booking in self._plan.bookings)
        bookings = self._plan.bookings
        rows = []
        for number, booking in enumerate(bookings):
            self._on_progress(number, len(bookings))
            rows.append(self._row(booking))
        booked, is_compared = frozenset(self._booked), self._compared <= MOST_COMPARED
        return CalendarPreview(tuple(rows), self._plan.left_out, booked, self._names, is_compared)

    def _look_around(self, starts: Iterable[datetime]) -> None:
        """What is booked in the months in which something of the file begins."""
        months = sorted({start.replace(day=1, hour=0, minute=0) for start in starts})
        for number, month in enumerate(months):
            self._on_progress(number, len(months))
            for entry in self._practice.appointments.between(month, month + _MONTH):
                appointment = entry.appointment
                self._booked.add((appointment.client_id, appointment.scheduled_start))
                self._published.add(published_uid(appointment.id))

    def _row(self, booking: PlannedBooking) -> PreviewRow:
        client_id = self._names.certain(booking.summary, booking.attendees)
        is_here = (
            self._is_known(booking)
            # From a file that this program wrote itself.
            or booking.uid in self._published
            or (client_id, booking.start) in self._booked
        )
        is_taken = not is_here and self._is_taken(booking, client_id or _NOBODY)
        return PreviewRow(booking=booking, client_id=client_id, is_here=is_here, is_taken=is_taken)

    def _is_known(self, booking: PlannedBooking) -> bool:
        """It was imported before, here or on another laptop."""
        workspace_id = self._practice.me.workspace_id
        if booking.series is not None:
            return series_row_id(workspace_id, booking.uid) in self._living
        return all(time_row_id(workspace_id, each.key) in self._living for each in booking.times)

    def _is_taken(self, booking: PlannedBooking, client_id: ClientId) -> bool:
        series = booking.series
        self._compared += 1 if series is not None else len(booking.times)
        if self._compared > MOST_COMPARED:
            return False
        if series is None:
            drafts = (_draft(client_id, each.start, each.end) for each in booking.times)
            return any(self._practice.appointments.conflicts(draft) for draft in drafts)
        start = at_wall(series.wall.date(), series.wall.time(), ZoneInfo(series.zone))
        draft = _draft(client_id, start, start + timedelta(minutes=series.minutes), series.zone)
        return bool(self._practice.series.conflicts(draft, Repeat(rule=series.rule, until=series.until)))


def _draft(client_id: ClientId, start: datetime, end: datetime, zone: str | None = None) -> AppointmentDraft:
    return AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=end, timezone=zone)
