"""A client's appointments and notes in order, under headings; free of Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.domain.enums import AppointmentStatus
from core.domain.records import Appointment, SessionNote


@dataclass(frozen=True, slots=True)
class Heading:
    """`month` is the first of a month; None heads what is still to come."""

    month: date | None


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One appointment or note. `at` is in the zone of the practice."""

    at: datetime
    row: Appointment | SessionNote


def grouped(rows: Iterable[Appointment | SessionNote], now: datetime) -> list[Heading | TimelineItem]:
    """What is to come first, soonest first; then the past by month, latest first."""
    lines = [TimelineItem(_when(row).astimezone(now.tzinfo), row) for row in rows if row.deleted_at is None]
    ahead = sorted((line for line in lines if line.at > now), key=_order)
    past = sorted((line for line in lines if line.at <= now), key=_order, reverse=True)
    found: list[Heading | TimelineItem] = [Heading(None), *ahead] if ahead else []
    return found + _by_month(past)


def _by_month(lines: Sequence[TimelineItem]) -> list[Heading | TimelineItem]:
    found: list[Heading | TimelineItem] = []
    last: date | None = None
    for line in lines:
        month = line.at.date().replace(day=1)
        if month != last:
            found.append(Heading(month))
            last = month
        found.append(line)
    return found


def _when(row: Appointment | SessionNote) -> datetime:
    return row.scheduled_start if isinstance(row, Appointment) else row.session_date


def _order(line: TimelineItem) -> tuple[datetime, bool, bytes]:
    """A note follows its appointment of the same minute."""
    return line.at, isinstance(line.row, SessionNote), line.row.id.bytes


def running_visit(rows: Iterable[Appointment | SessionNote], now: datetime) -> Appointment | None:
    """The appointment that takes place just now."""
    visits = (row for row in rows if isinstance(row, Appointment) and row.deleted_at is None)
    return next((row for row in visits if _is_running(row, now)), None)


def _is_running(row: Appointment, now: datetime) -> bool:
    return row.status is AppointmentStatus.SCHEDULED and row.scheduled_start <= now < row.scheduled_end
