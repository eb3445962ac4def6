"""Cancellations: who called an appointment off, how long before it, and what a client missed in a year."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.domain.enums import AppointmentStatus
from core.domain.records import Appointment, AuditEvent

STATUS_EVENT = "appointment.status"
"""In the audit, about an appointment; the latest says what holds."""
LATE = timedelta(hours=24)
"""Less notice than this is late: the usual term of practices, which a client hears before the first visit."""
_MINUTE = timedelta(minutes=1)


class Canceller(StrEnum):
    """Who called it off, in the audit, where the server can read it."""

    CLIENT = "client"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Cancellation:
    """`notice` is the time from when it was called off to its start, below nought when it had begun."""

    by: Canceller
    notice: timedelta

    @property
    def is_late(self) -> bool:
        """Whether the client left the practice no time to give the hour to somebody else."""
        return self.by is Canceller.CLIENT and self.notice < LATE


@dataclass(frozen=True, slots=True)
class MissedInYear:
    """What one client missed of the appointments of one year."""

    year: int
    no_shows: int
    late: int


def marks_of(by: Canceller | None, start: datetime, now: datetime) -> dict[str, object]:
    """For the audit: who calls an appointment off and how many minutes before it; nothing where none said."""
    return {} if by is None else {"by": by.value, "notice_minutes": (start - now) // _MINUTE}


def last_cancellation(events: Iterable[AuditEvent]) -> Cancellation | None:
    """What the events of one appointment say, in any order; None where the last is no cancellation.

    None as well where nobody said who it was, as older programs did not ask.
    """
    about = (event for event in events if event.event_type == STATUS_EVENT)
    # By id where two are of one moment, so that every laptop reads the same.
    last = max(about, key=lambda event: (event.client_time, event.id.bytes), default=None)
    return None if last is None else _read(last.metadata or {})


def _read(said: Mapping[str, object]) -> Cancellation | None:
    by = next((each for each in Canceller if each == said.get("by")), None)
    minutes = said.get("notice_minutes")
    # A row may say anything; 5,000 digits would be more than a length of time can hold.
    if by is None or type(minutes) is not int or abs(minutes) > 10**9:
        return None
    return Cancellation(by, minutes * _MINUTE)


def missed_by_year(
    appointments: Iterable[Appointment],
    events: Mapping[uuid.UUID | None, Sequence[AuditEvent]],
    zone: ZoneInfo,
) -> list[MissedInYear]:
    """Of one client's appointments, by the year in which each was to be; the latest year first.

    `events` are those of the audit by appointment. Years without any are left out.
    """
    no_shows: Counter[int] = Counter()
    late: Counter[int] = Counter()
    for each in appointments:
        year = each.scheduled_start.astimezone(zone).year
        if each.status is AppointmentStatus.NO_SHOW:
            no_shows[year] += 1
        elif each.status is AppointmentStatus.CANCELLED:
            cancellation = last_cancellation(events.get(each.id, ()))
            late[year] += cancellation is not None and cancellation.is_late
    years = sorted(no_shows.keys() | late.keys(), reverse=True)
    return [MissedInYear(year, no_shows[year], late[year]) for year in years if no_shows[year] or late[year]]
