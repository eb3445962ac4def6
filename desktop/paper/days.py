"""What a printed calendar says: appointments and blocked times of some days, a table for each. No Qt."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.enums import AppointmentStatus
from core.domain.ids import UserId
from core.store.practice.appointments import ListedAppointment
from core.store.practice.practice import Practice
from desktop.kit.holiday_calendars import calendars_of
from desktop.paper.booked import Booked, booked_on, touches
from desktop.paper.record import LETTERHEAD, Part, Record, Section
from desktop.paper.record_words import RecordWords, words_of
from desktop.paper.shown import ALL_SHOWN, Shown


def record_of_days(practice: Practice, first: date, last: date, shown: Shown = ALL_SHOWN) -> Record:
    """From `first` to `last`, both with; cancelled appointments are left out. On a worker."""
    place = practice.settings.workspace()
    words, zone = words_of(place.locale), ZoneInfo(place.timezone)
    title = f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"

    def sections() -> Iterator[Section]:
        days = timegrid.days_from(first, (last - first).days + 1)
        booked = booked_on(practice, first, last, zone, shown)
        lines = [*_visits(booked, words, zone), *_blocks(booked, days, words, zone)]
        parts = [
            _part(day, sorted(one for one in lines if one.day == day), words, calendars.on(day))
            for day in days
        ]
        yield Section(f"{words.appointments}, {title}", parts)

    calendars = calendars_of(practice.settings.get("holidays"), place.locale)
    letterhead = str(practice.settings.get(LETTERHEAD) or "")
    return Record(words, place.name, letterhead, f"{words.appointments}, {title}", 1, sections)


class _Line(NamedTuple):
    """One line of a day; they sort by its start."""

    day: date
    start: datetime
    end: datetime
    hours: str
    name: str
    rest: str


def _part(day: date, lines: Sequence[_Line], words: RecordWords, holidays: Sequence[str]) -> Part:
    heading = ", ".join([words.weekdays[day.weekday()], f"{day:%d.%m.%Y}", *holidays])
    told = [(line.hours, line.name, line.rest) for line in lines]
    return Part(heading, rows=told) if told else Part(heading, words.none)


def _visits(booked: Booked, words: RecordWords, zone: ZoneInfo) -> Iterator[_Line]:
    """One that goes over midnight stands on its first day."""
    for row in booked.rows:
        start, end = row.appointment.scheduled_start, row.appointment.scheduled_end
        day, hours = timegrid.day_of(start, zone), hours_text(start, end, zone)
        yield _Line(day, start, end, hours, row.client_name, words.line(rest_of(row, words, booked.people)))


def _blocks(booked: Booked, days: Sequence[date], words: RecordWords, zone: ZoneInfo) -> Iterator[_Line]:
    """On each of its days."""
    for span in booked.blocks:
        block = span.block
        rest = words.line(booked.state(block, words, booked.people))
        hours = words.all_day if block.is_all_day else hours_text(span.start, span.end, zone)
        for day in days:
            if touches(span, timegrid.day_scale(day, zone)):
                yield _Line(day, span.start, span.end, hours, block.title or "", rest)


def hours_text(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """From and to on the practice's clock."""
    return f"{start.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}"


def rest_of(row: ListedAppointment, words: RecordWords, names: Mapping[UserId, str]) -> list[str]:
    """Service, place and where it is, who treats of several, what became of it, and the remark."""
    visit = row.appointment
    is_over = visit.status is not AppointmentStatus.SCHEDULED
    parts = [
        row.service.name if row.service else "",
        ", ".join(filter(None, (row.location.name if row.location else "", visit.location_details))),
        names.get(visit.practitioner_user_id, "") if visit.practitioner_user_id else "",
        words.statuses[visit.status.value] if is_over else "",
        visit.notes or "",
    ]
    return [" ".join(part.split()) for part in parts if part.strip()]
