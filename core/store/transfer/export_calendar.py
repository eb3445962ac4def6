"""A practice's appointments as a calendar file for other programs, with no more of anybody than chosen."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from core.calendar_file.publishing import Naming, PublishedEvent, client_code, pieces
from core.domain import timegrid
from core.domain.appointments import OCCUPYING
from core.domain.clients import initials
from core.domain.enums import AuditAction
from core.domain.errors import BadInput, NotFound
from core.domain.ids import ClientId, UserId
from core.domain.records import Appointment
from core.runtime.progress import OnProgress
from core.store.database.private_files import private_replacement, write_all
from core.store.practice.practice import Practice

AHEAD = timedelta(days=2 * 366)
"""So far from today appointments are written where no last day is chosen: a series may have no end."""
_AT_ONCE = timedelta(days=31)
# Python's calendar ends with the year 9999; what is added to a day has room until there.
_LONGEST, _LAST_DAY = timedelta(days=40 * 366), date(9000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChoice:
    """Which appointments, and what is said of them.

    Days are of the practice's zone, both with; `last` None: all that is booked for the next two years.
    `busy` is the word for a taken time; `treats` None: everybody's.
    """

    first: date
    last: date | None
    naming: Naming
    busy: str
    treats: UserId | None = None


def export_calendar(
    practice: Practice, file: Path, choice: CalendarChoice, on_progress: OnProgress = lambda _done, _of: None
) -> int:
    """Writes the file and tells how many appointments it holds; that it was made is recorded.

    Left out is what was cancelled or missed. The file is not encrypted. Refuses (BadInput) days that are no
    range. `on_progress` tells days; where it raises, no file is left or replaced.
    """
    writing = _Writing(practice, choice, on_progress)
    with private_replacement(file) as descriptor:
        for piece in pieces(writing.events(), practice.desk.clock.now()):
            write_all(descriptor, piece)
    told = {"form": "ics", "naming": choice.naming.value, "count": writing.count}
    practice.audit.record(AuditAction.EXPORT, "calendar.export", None, told)
    return writing.count


class _Writing:
    """Reads a month at a time, so that no length of time is too long for the memory."""

    def __init__(self, practice: Practice, choice: CalendarChoice, on_progress: OnProgress) -> None:
        self._practice, self._choice, self._on_progress = practice, choice, on_progress
        self._zone = ZoneInfo(practice.settings.workspace().timezone)
        today = timegrid.day_of(practice.desk.clock.now(), self._zone)
        self._last = choice.last or min(max(choice.first, today), _LAST_DAY - AHEAD) + AHEAD
        _check(choice.first, self._last)
        self._names: dict[uuid.UUID, str] = {}
        self.count = 0

    def events(self) -> Iterator[PublishedEvent]:
        """By their start. One that goes over midnight belongs to the day on which it begins."""
        first, days = self._choice.first, (self._last - self._choice.first).days + 1
        while first <= self._last:
            self._on_progress((first - self._choice.first).days, days)
            last = min(first + _AT_ONCE, self._last)
            for row in self._between(first, last):
                self.count += 1
                yield PublishedEvent(row.id, row.scheduled_start, row.scheduled_end, self._summary(row))
            first = last + timedelta(days=1)

    def _between(self, first: date, last: date) -> list[Appointment]:
        start = timegrid.start_of_day(first, self._zone)
        end = timegrid.start_of_day(last + timedelta(days=1), self._zone)
        rows = (entry.appointment for entry in self._practice.appointments.between(start, end))
        return [row for row in rows if row.scheduled_start >= start and self._is_wanted(row)]

    def _is_wanted(self, row: Appointment) -> bool:
        treats = self._choice.treats
        return row.status in OCCUPYING and treats in {None, row.practitioner_user_id}

    def _summary(self, row: Appointment) -> str:
        if self._choice.naming is Naming.BUSY:
            return self._choice.busy
        if row.client_id not in self._names:
            self._names[row.client_id] = self._name(row.client_id)
        return self._names[row.client_id]

    def _name(self, client_id: ClientId) -> str:
        if self._choice.naming is Naming.CODE:
            return client_code(client_id)
        try:
            client = self._practice.clients.get(client_id)
        except NotFound:  # deleted, with appointments that stay
            return self._choice.busy
        return initials(client.first_name, client.last_name)


def _check(first: date, last: date) -> None:
    if not first <= last <= _LAST_DAY or last - first > _LONGEST:
        raise BadInput(
            "A calendar file begins before it ends and holds at most 40 years; nothing was written. "
            "Choose other days."
        )
