"""What a printed calendar says: the appointments of some days, a table for each day. No Qt."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.enums import AppointmentStatus
from core.domain.ids import UserId
from core.store.practice.appointments import CalendarEntry
from core.store.practice.practice import Practice
from desktop.kit.holiday_calendars import calendars_of
from desktop.paper.record import LETTERHEAD, Part, Record, Section
from desktop.paper.record_words import RecordWords, words_of


def record_of_days(practice: Practice, first: date, last: date) -> Record:
    """From `first` to `last`, both with; cancelled appointments are left out. On a worker."""
    place = practice.settings.workspace()
    words, zone = words_of(place.locale), ZoneInfo(place.timezone)
    team = {one.id: one.full_name for one in practice.team.list() if one.is_active}
    names = team if len(team) > 1 else {}
    title = f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"

    def sections() -> Iterator[Section]:
        days = timegrid.days_from(first, (last - first).days + 1)
        rows = practice.appointments.between(
            timegrid.start_of_day(first, zone), timegrid.start_of_day(last + timedelta(days=1), zone)
        )
        held = [row for row in rows if row.appointment.status is not AppointmentStatus.CANCELLED]
        parts = [_day(day, held, words, zone, names, calendars.on(day)) for day in days]
        yield Section(f"{words.appointments}, {title}", parts)

    calendars = calendars_of(practice.settings.get("holidays"), place.locale)
    letterhead = str(practice.settings.get(LETTERHEAD) or "")
    return Record(words, place.name, letterhead, f"{words.appointments}, {title}", 1, sections)


def _day(
    day: date,
    rows: Sequence[CalendarEntry],
    words: RecordWords,
    zone: ZoneInfo,
    names: dict[UserId, str],
    holidays: Sequence[str] = (),
) -> Part:
    """Those that begin on it; one that goes over midnight stands on its first day."""
    heading = ", ".join([words.weekdays[day.weekday()], f"{day:%d.%m.%Y}", *holidays])
    here = [row for row in rows if timegrid.day_of(row.appointment.scheduled_start, zone) == day]
    told = [
        (_hours(row, zone), row.client_name, _rest(row, words, names))
        for row in sorted(here, key=lambda row: row.appointment.scheduled_start)
    ]
    return Part(heading, rows=told) if told else Part(heading, words.none)


def _hours(row: CalendarEntry, zone: ZoneInfo) -> str:
    def wall(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%H:%M}"

    return f"{wall(row.appointment.scheduled_start)}–{wall(row.appointment.scheduled_end)}"


def _rest(row: CalendarEntry, words: RecordWords, names: dict[UserId, str]) -> str:
    """Service, place, who treats where there are several, what became of it, and the remark."""
    visit = row.appointment
    is_over = visit.status is not AppointmentStatus.SCHEDULED
    parts = [
        row.service.name if row.service else "",
        row.location.name if row.location else "",
        names.get(visit.practitioner_user_id, "") if visit.practitioner_user_id else "",
        words.statuses[visit.status.value] if is_over else "",
        visit.notes or "",
    ]
    return " · ".join(" ".join(part.split()) for part in parts if part.strip())
