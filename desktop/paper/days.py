"""What a printed calendar says: appointments and blocked times of some days, a table for each. No Qt."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.enums import AppointmentStatus
from core.domain.ids import LocationId, UserId
from core.domain.time_blocks import BlockSpan
from core.store.practice.appointments import CalendarEntry
from core.store.practice.practice import Practice
from desktop.kit.holiday_calendars import calendars_of
from desktop.paper.record import LETTERHEAD, Part, Record, Section
from desktop.paper.record_words import RecordWords, words_of
from desktop.paper.shown import ALL_SHOWN, Shown


def record_of_days(practice: Practice, first: date, last: date, shown: Shown = ALL_SHOWN) -> Record:
    """From `first` to `last`, both with; cancelled appointments are left out. On a worker."""
    place = practice.settings.workspace()
    words, zone = words_of(place.locale), ZoneInfo(place.timezone)
    team = {one.id: one.full_name for one in practice.team.list() if one.is_active}
    names = team if len(team) > 1 else {}
    places = {row.id: row.name for row in practice.locations.list(include_inactive=True)}
    whose = names | places
    title = f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"

    def sections() -> Iterator[Section]:
        days = timegrid.days_from(first, (last - first).days + 1)
        start = timegrid.start_of_day(first, zone)
        end = timegrid.start_of_day(last + timedelta(days=1), zone)
        rows, blocks = practice.appointments.between(start, end), practice.blocks.between(start, end)
        held = [row for row in rows if row.appointment.status is not AppointmentStatus.CANCELLED]
        visits = [row for row in held if shown.shows_row(row)]
        blocks = [span for span in blocks if shown.shows_block(span.block)]
        lines = [*_visits(visits, words, zone, names), *_blocks(blocks, days, words, zone, whose)]
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


def _visits(
    rows: Sequence[CalendarEntry], words: RecordWords, zone: ZoneInfo, names: dict[UserId, str]
) -> Iterator[_Line]:
    """One that goes over midnight stands on its first day."""
    for row in rows:
        start, end = row.appointment.scheduled_start, row.appointment.scheduled_end
        day, hours = timegrid.day_of(start, zone), hours_text(start, end, zone)
        yield _Line(day, start, end, hours, row.client_name, " · ".join(rest_of(row, words, names)))


def _blocks(
    blocks: Sequence[BlockSpan],
    days: Sequence[date],
    words: RecordWords,
    zone: ZoneInfo,
    names: Mapping[UserId | LocationId, str],
) -> Iterator[_Line]:
    """On each of its days; `names` are of people and of places."""
    for span in blocks:
        block = span.block
        whose = [names.get(block.user_id, "")] if block.user_id else []
        whose += [names.get(block.location_id, words.removed_place)] if block.location_id else []
        state = words.blocked if block.user_id else words.closed
        rest = " · ".join(filter(None, (state, *whose)))
        hours = words.all_day if block.is_all_day else hours_text(span.start, span.end, zone)
        for day in days:
            scale = timegrid.day_scale(day, zone)
            if span.start < scale.end and scale.start < span.end:
                yield _Line(day, span.start, span.end, hours, block.title or "", rest)


def hours_text(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """From and to on the practice's clock."""
    return f"{start.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}"


def rest_of(row: CalendarEntry, words: RecordWords, names: Mapping[UserId, str]) -> list[str]:
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
