"""What Today shows, read in one go on the worker. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from core.domain.clock import Clock
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId, NoteId
from desktop.i18n import tr
from desktop.ports import Runner

if TYPE_CHECKING:
    from core.store.appointments import CalendarEntry
    from core.store.practice import Practice

_GONE = frozenset({AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW})


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment of the day as a line."""

    appointment_id: AppointmentId
    client_id: ClientId
    start: datetime
    end: datetime
    name: str
    second: str
    colour: str | None
    is_now: bool
    is_over: bool
    is_gone: bool
    has_note: bool

    @property
    def wants_note(self) -> bool:
        """Begun or over, took place, and nothing is written."""
        return (self.is_now or self.is_over) and not self.is_gone and not self.has_note


@dataclass(frozen=True, slots=True)
class OpenDraft:
    note_id: NoteId
    name: str
    session_date: datetime


@dataclass(frozen=True, slots=True)
class TodayContent:
    """`therapist` is a name for the greeting; `next_day` is told when today is empty."""

    day: date
    hour: int
    therapist: str
    visits: Sequence[Visit]
    drafts: Sequence[OpenDraft]
    questions: int
    next_day: date | None
    has_clients: bool


class TodayView(Protocol):
    def show_today(self, content: TodayContent) -> None: ...


class TodayPresenter:
    """`refresh` may be called at every change: a later answer replaces an earlier one."""

    def __init__(self, practice: "Practice", runner: Runner, clock: Clock, view: TodayView) -> None:
        self._practice, self._runner, self._clock, self._view = practice, runner, clock, view

    def refresh(self) -> None:
        self._runner.run(self._read, self._view.show_today)

    def _read(self) -> TodayContent:
        practice = self._practice
        zone = ZoneInfo(practice.settings.workspace().timezone)
        now = self._clock.now().astimezone(zone)
        start, end = day_bounds(now.date(), zone)
        entries = practice.appointments.between(start, end)
        return TodayContent(
            day=now.date(),
            hour=now.hour,
            therapist=practice.team.me().full_name,
            visits=[_visit(entry, now) for entry in entries],
            drafts=self._drafts(zone),
            questions=practice.inbox.count(),
            next_day=None if entries else self._next_day(end, zone),
            has_clients=practice.clients.has_any(),
        )

    def _drafts(self, zone: tzinfo) -> list[OpenDraft]:
        return [
            OpenDraft(found.note.id, found.client_name, found.note.session_date.astimezone(zone))
            for found in self._practice.notes.drafts()
        ]

    def _next_day(self, after: datetime, zone: tzinfo) -> date | None:
        ahead = self._practice.appointments.between(after, after + timedelta(days=14))
        living = [entry.appointment for entry in ahead if entry.appointment.status not in _GONE]
        return min((row.scheduled_start.astimezone(zone).date() for row in living), default=None)


def day_bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Midnight to midnight of the zone's wall clock: 23 to 25 hours."""
    start = datetime.combine(day, time(), zone)
    return start, datetime.combine(day + timedelta(days=1), time(), zone)


def greeting(hour: int, name: str) -> str:
    first = name.split(maxsplit=1)[0] if name.split() else ""
    if hour < 12:
        return tr("Today", "Good morning, {name}", name=first)
    if hour < 18:
        return tr("Today", "Good afternoon, {name}", name=first)
    return tr("Today", "Good evening, {name}", name=first)


def _visit(entry: "CalendarEntry", now: datetime) -> Visit:
    row = entry.appointment
    places = [entry.service.name if entry.service else "", entry.location.name if entry.location else ""]
    return Visit(
        appointment_id=row.id,
        client_id=row.client_id,
        start=row.scheduled_start.astimezone(now.tzinfo),
        end=row.scheduled_end.astimezone(now.tzinfo),
        name=entry.client_name,
        second=" · ".join(filter(None, places)),
        colour=entry.service.colour if entry.service else None,
        is_now=row.scheduled_start <= now < row.scheduled_end,
        is_over=row.scheduled_end <= now,
        is_gone=row.status in _GONE,
        has_note=entry.has_note,
    )
