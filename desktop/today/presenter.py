"""What Today shows, read in one go on the worker. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from core.domain.buffers import Kept, held
from core.domain.clock import Clock
from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.registry import Access
from core.domain.rights import may_write
from core.domain.time_blocks import in_the_way
from core.store.practice.reminders import concerning
from desktop.kit.hours import hours_of
from desktop.kit.i18n import one_line, tr
from desktop.kit.ports import Runner
from desktop.reminders.texts import waiting
from desktop.today.gap import FreeGap, next_gap

if TYPE_CHECKING:
    from core.domain.records import Appointment
    from core.store.practice.appointments import ListedAppointment
    from core.store.practice.practice import Practice

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
    status: AppointmentStatus
    has_note: bool
    is_next: bool = False
    """The first one that is still to come."""
    alerts: str = ""
    may_note: bool = True
    """Whether this person reads and writes notes."""

    @property
    def is_gone(self) -> bool:
        """Cancelled, or the client did not come."""
        return self.status in _GONE

    @property
    def wants_note(self) -> bool:
        """Whether its note is what comes next: of now and next, and of what was and has none."""
        return self.is_now or self.is_next or (self.is_over and not self.has_note)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A note that was begun and is not signed; `session_date` is in the practice's zone."""

    note_id: NoteId
    name: str
    session_date: datetime


@dataclass(frozen=True, slots=True)
class NextDay:
    """The next day with appointments: the first of them, when the last ends, and how many."""

    day: date
    start: datetime
    end: datetime
    name: str
    service: str
    count: int
    appointment_id: AppointmentId


@dataclass(frozen=True, slots=True)
class TodayContent:
    """`therapist` is a name for the greeting; `gap` is the next free time of who works here."""

    day: date
    hour: int
    therapist: str
    visits: Sequence[Visit]
    drafts: Sequence[OpenDraft]
    questions: int
    next_day: NextDay | None
    has_clients: bool
    gap: FreeGap | None = None
    to_remind: int = 0
    """How many of the next day nobody has reminded yet, of those who concern this person."""


class TodayView(Protocol):
    """The screen as its presenter sees it. GUI thread."""

    def show_today(self, content: TodayContent) -> None:
        """Shows this content in place of the last; called again at every change."""
        ...


class TodayPresenter:
    """`refresh` may be called at every change: a later answer replaces an earlier one."""

    def __init__(self, practice: "Practice", runner: Runner, clock: Clock, view: TodayView) -> None:
        self._practice, self._runner, self._clock, self._view = practice, runner, clock, view

    def refresh(self) -> None:
        """Reads the day on the worker, then calls `show_today`."""
        self._runner.run(self._read, self._view.show_today)

    def _read(self) -> TodayContent:
        practice = self._practice
        zone = ZoneInfo(practice.settings.workspace().timezone)
        now = self._clock.now().astimezone(zone)
        start, end = day_bounds(now.date(), zone)
        entries = practice.appointments.between(start, end)
        living = [entry.appointment for entry in _living(entries)]
        coming = next((row.id for row in living if row.scheduled_start > now), None)
        mine = [row for row in living if row.practitioner_user_id == practice.desk.me.user_id]
        with practice.desk.read() as db:
            may_note = practice.desk.reads_clinical(db)
            may_mark = may_write(practice.desk.role(db), Access.CARE)
        next_day = self._next_day(end, zone)
        return TodayContent(
            day=now.date(),
            hour=now.hour,
            therapist=practice.team.me().full_name,
            to_remind=self._to_remind(next_day.day) if next_day and may_mark else 0,
            visits=[_visit(entry, now, coming, may_note=may_note) for entry in entries],
            drafts=self._drafts(zone) if may_note else (),
            questions=practice.inbox.count(),
            next_day=next_day,
            has_clients=practice.clients.has_any(),
            gap=self._gap(now, zone, mine) if may_note else None,
        )

    def _to_remind(self, day: date) -> int:
        reminders = self._practice.reminders.to_remind(day)
        return waiting(concerning(reminders, self._practice.desk.me.user_id))

    def _gap(self, now: datetime, zone: ZoneInfo, mine: Sequence["Appointment"]) -> FreeGap | None:
        hours, me = hours_of(self._practice.settings.all()), self._practice.me.user_id
        start, end = day_bounds(now.date(), zone)
        blocks = in_the_way(self._practice.blocks.between(start, end), me, start, end)
        kept = (Kept(row.scheduled_start, row.scheduled_end, hours.buffer_of(row.service_id)) for row in mine)
        taken = [*map(held, kept), *((block.start, block.end) for block in blocks)]
        return next_gap(now, hours, zone, taken, me)

    def _drafts(self, zone: tzinfo) -> list[OpenDraft]:
        return [
            OpenDraft(found.note.id, found.client_name, found.note.session_date.astimezone(zone))
            for found in self._practice.notes.drafts()
        ]

    def _next_day(self, after: datetime, zone: tzinfo) -> NextDay | None:
        ahead = self._practice.appointments.between(after, after + timedelta(days=14))
        # What began before midnight and goes on after it touches the next day, but is not of it.
        coming = [entry for entry in _living(ahead) if entry.appointment.scheduled_start >= after]
        if not coming:
            return None
        first = coming[0]
        start = first.appointment.scheduled_start.astimezone(zone)
        rows = [entry.appointment for entry in coming]
        of_day = [row for row in rows if row.scheduled_start.astimezone(zone).date() == start.date()]
        return NextDay(
            day=start.date(),
            start=start,
            end=max(row.scheduled_end for row in of_day).astimezone(zone),
            name=first.client_name,
            service=first.service.name if first.service else "",
            count=len(of_day),
            appointment_id=first.appointment.id,
        )


def _living(entries: Sequence["ListedAppointment"]) -> list["ListedAppointment"]:
    """Those that take place."""
    return [entry for entry in entries if entry.appointment.status not in _GONE]


def day_bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Midnight to midnight of the zone's wall clock: 23 to 25 hours."""
    start = datetime.combine(day, time(), zone)
    return start, datetime.combine(day + timedelta(days=1), time(), zone)


def greeting(hour: int, name: str) -> str:
    """By the hour of the practice's clock, with the first word of the name."""
    first = name.split(maxsplit=1)[0] if name.split() else ""
    if hour < 12:
        return tr("Today", "Good morning, {name}", name=first)
    if hour < 18:
        return tr("Today", "Good afternoon, {name}", name=first)
    return tr("Today", "Good evening, {name}", name=first)


def _visit(
    entry: "ListedAppointment", now: datetime, coming: AppointmentId | None, *, may_note: bool
) -> Visit:
    row = entry.appointment
    places = [entry.service.name if entry.service else "", entry.location.name if entry.location else ""]
    return Visit(
        appointment_id=row.id,
        client_id=row.client_id,
        start=row.scheduled_start.astimezone(now.tzinfo),
        end=row.scheduled_end.astimezone(now.tzinfo),
        name=entry.client_name,
        second=one_line(places),
        colour=entry.service.colour if entry.service else None,
        is_now=row.scheduled_start <= now < row.scheduled_end and row.status not in _GONE,
        is_over=row.scheduled_end <= now,
        status=row.status,
        has_note=entry.has_note,
        is_next=row.id == coming,
        alerts=entry.alerts if may_note else "",
        may_note=may_note,
    )
