"""The calendar's mind, free of Qt: pages, loading, cursor, selection, and what keys and drops mean."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from core.domain import timegrid
from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.errors import UserError
from core.domain.ids import AppointmentId
from desktop.calendar import stepping
from desktop.calendar.entry import Entry, entry_of
from desktop.calendar.gesture import Ghost, Kind, nudged
from desktop.calendar.hours import Hours
from desktop.calendar.pages import Kind as PageKind
from desktop.calendar.pages import Page
from desktop.calendar.ports import Desk
from desktop.calendar.timeline import Difference, Load, Timeline
from desktop.ports import Runner

STEP_MINUTES = 30
_ALMOST_A_QUARTER = timedelta(minutes=15) - timedelta(microseconds=1)
WATCHED = frozenset({"appointments", "clients", "services", "locations", "sessions", "workspaces"})


class View(Protocol):
    """What the calendar screen does when told."""

    def show_page(self, page: Page) -> None: ...
    def apply(self, difference: Difference) -> None: ...
    def set_ghost(self, ghost: Ghost | None) -> None: ...
    def set_cursor(self, start: datetime, end: datetime) -> None: ...
    def set_selected(self, entry: Entry | None) -> None: ...
    def reveal(self, start: datetime, end: datetime) -> None: ...
    def set_mode(self, ghost: Ghost | None) -> None: ...
    def open_booking(self, start: datetime, end: datetime) -> None: ...
    def open_details(self, entry: Entry) -> None: ...
    def close_panel(self) -> None: ...
    def say(self, sentence: str) -> None: ...


class Commits(Protocol):
    """What carries a finished move or resize to the store."""

    def reschedule(self, ghost: Ghost) -> None: ...


class CalendarPresenter:
    """One calendar screen. GUI thread; reads run through `runner` on the store worker."""

    def __init__(self, view: View, desk: Desk, runner: Runner, clock: Clock, page: Page) -> None:
        self._view = view
        self._desk = desk
        self._runner = runner
        self._clock = clock
        self.page = page
        self.timeline = Timeline()
        self.commits: Commits | None = None
        self.selected: AppointmentId | None = None
        self._awaited: AppointmentId | None = None
        self._mode: Ghost | None = None
        self.cursor = self._home(page)

    @property
    def mode(self) -> Ghost | None:
        """The ghost of a move or resize by keys; None in ordinary times."""
        return self._mode

    @property
    def entry(self) -> Entry | None:
        return self.timeline.get(self.selected) if self.selected else None

    # pages

    def start(self) -> None:
        self._turn_to(self.page)

    def show_page(self, page: Page) -> None:
        """Turn to other days or another kind; the cursor follows to the same hour."""
        if self.cursor_day not in page.days:
            days = (self._nearest(page) - self.cursor_day).days
            self._put_cursor(timegrid.shift_days(self.cursor, days, page.zone))
        self._turn_to(page)

    def turn(self, by: int) -> None:
        page = self.page.turned(by)
        self.cursor = timegrid.shift_days(self.cursor, (page.anchor - self.page.anchor).days, page.zone)
        self.select(None)
        self.show_page(page)

    def today(self) -> None:
        self.select(None)
        self.cursor = timegrid.snap_down(self._clock.now(), self.page.zone, STEP_MINUTES)
        self._turn_to(self.page.around(self.cursor_day))

    def set_hours(self, hours: Hours) -> None:
        """The practice's hours changed; the page stays."""
        self._turn_to(replace(self.page, hours=hours))

    def set_kind(self, kind: PageKind) -> None:
        self._turn_to(self.page.around(self.cursor_day).as_kind(kind))

    def go_to(self, day: date, appointment_id: AppointmentId | None = None) -> None:
        """Show a day, and open one of its appointments as soon as it is read."""
        self._awaited = appointment_id
        wall = self.cursor.astimezone(self.page.zone).time()
        self.cursor = timegrid.at_wall(day, wall, self.page.zone)
        self._turn_to(self.page.around(day))
        self._open_awaited()

    @property
    def cursor_day(self) -> date:
        return timegrid.day_of(self.cursor, self.page.zone)

    def _home(self, page: Page) -> datetime:
        if timegrid.day_of(self._clock.now(), page.zone) == page.anchor:
            return timegrid.snap_down(self._clock.now(), page.zone, STEP_MINUTES)
        return timegrid.day_scale(page.anchor, page.zone).moment_at(page.hours.earliest_minute)

    def _nearest(self, page: Page) -> date:
        return min(page.days, key=lambda day: abs((day - self.cursor_day).days))

    def _turn_to(self, page: Page) -> None:
        self.page = page
        self._view.show_page(page)
        difference, load = self.timeline.show(page.period)
        self._view.apply(difference)
        self._put_cursor(self.cursor)
        self._read(load)
        self._prefetch()

    # reading

    def on_changed(self, changed: Iterable[Changed]) -> None:
        """Rows changed, here or by sync."""
        if any(one.table in WATCHED for one in changed):
            self._read(self.timeline.changed())

    def _prefetch(self) -> None:
        for by in (1, -1):
            self._read(self.timeline.want(self.page.turned(by).period))

    def _read(self, load: Load | None) -> None:
        if load is not None:
            period, desk = load.period, self._desk
            self._runner.run(
                lambda: [entry_of(row) for row in desk.between(period.start, period.end)],
                lambda entries: self._on_read(load, entries),
                lambda error: self._on_unread(load, error),
            )

    def _on_read(self, load: Load, entries: Sequence[Entry]) -> None:
        difference = self.timeline.loaded(load, entries)
        self._view.apply(difference)
        if self.selected in difference.gone:
            self.select(None)
        elif any(entry.id == self.selected for entry in difference.shown):
            self._view.set_selected(self.entry)
        self._open_awaited()

    def _on_unread(self, load: Load, error: UserError) -> None:
        self.timeline.failed(load)
        self._view.say(error.sentence)

    def _open_awaited(self) -> None:
        entry = self.timeline.get(self._awaited) if self._awaited else None
        if entry is not None:
            self._awaited = None
            self.open(entry.id)

    # selection and cursor

    def select(self, entry_id: AppointmentId | None) -> None:
        self.selected = entry_id
        entry = self.entry
        self._view.set_selected(entry)
        if entry is not None:
            self._view.reveal(entry.start, entry.end)

    def open(self, entry_id: AppointmentId) -> None:
        entry = self.timeline.get(entry_id)
        if entry is not None:
            self._land_on(entry)
            self._view.open_details(entry)

    def choose(self, start: datetime) -> None:
        """A click on an empty place: book there."""
        self._put_cursor(start)
        self.select(None)
        self._book(start, start + timedelta(minutes=self.page.hours.usual_minutes))

    def book_here(self) -> None:
        self.choose(self.cursor)

    def drop(self, ghost: Ghost) -> None:
        """A drag ended: a new time is booked, an appointment takes its new time."""
        if ghost.entry is None:
            self._put_cursor(ghost.start)
            self.select(None)
            self._book(ghost.start, ghost.end)
            return
        self._view.set_ghost(None)
        self.select(ghost.entry.id)
        if ghost.moved and self.commits:
            self.commits.reschedule(ghost)

    def _book(self, start: datetime, end: datetime) -> None:
        self._view.set_ghost(Ghost(Kind.CREATE, start, end))
        self._view.open_booking(start, end)

    def put(self, entry: Entry) -> None:
        """Show an entry as it will be, before the store has answered."""
        self._view.apply(self.timeline.put(entry))

    # keys

    def step(self, days: int, steps: int) -> None:
        """An arrow: `days` later (negative: earlier), `steps` down."""
        if self._mode is not None:
            self._nudge(days, steps)
        elif steps:
            self._step_time(steps)
        else:
            self._step_aside(days)

    def step_entry(self, by: int) -> None:
        """To the next or previous appointment of the page."""
        on_page = (entry for entry in self.timeline.entries if self._on_page(entry.start))
        found = stepping.following(on_page, self.entry, self.cursor, by)
        if found is not None:
            self._land_on(found)

    def enter(self) -> None:
        if self._mode is not None:
            ghost, self._mode = self._mode, None
            self._view.set_mode(None)
            self.drop(ghost)
        elif self.selected:
            self.open(self.selected)
        else:
            self.book_here()

    def escape(self) -> None:
        """Out of the mode, then out of the panel, then out of the selection."""
        if self._mode is not None:
            self._mode = None
            self._view.set_mode(None)
            self._view.set_ghost(None)
            return
        self._view.set_ghost(None)
        self._view.close_panel()
        self.select(None)

    def begin(self, kind: Kind) -> None:
        """Move or resize by keys: the arrows change the ghost, Enter keeps it, Esc does not."""
        entry = self.entry
        if entry is not None and entry.movable:
            self._mode = Ghost(kind, entry.start, entry.end, entry)
            self._view.set_ghost(self._mode)
            self._view.set_mode(self._mode)

    def _nudge(self, days: int, steps: int) -> None:
        if self._mode is not None:
            self._mode = nudged(self._mode, self.page.zone, days=days, steps=steps)
            if not self._on_page(self._mode.start):
                self._follow(self._mode)
            self._view.set_ghost(self._mode)
            self._view.set_mode(self._mode)

    def _follow(self, ghost: Ghost) -> None:
        """The ghost left the page: turn the page after it."""
        self.cursor = ghost.start
        self._turn_to(self.page.around(self.cursor_day))

    def _step_time(self, steps: int) -> None:
        """To the neighbouring appointment where it is near, else half an hour on."""
        today = [entry for entry in self.timeline.entries if self._day(entry.start) == self.cursor_day]
        near = stepping.near(today, self.entry, self.cursor, steps)
        if near is not None:
            self._land_on(near)
            return
        at = self.cursor + steps * stepping.STEP
        if self.entry is not None and steps > 0:
            at = max(at, timegrid.snap_down(self.entry.end + _ALMOST_A_QUARTER, self.page.zone, 15))
        day = timegrid.day_scale(self.cursor_day, self.page.zone)
        self._put_cursor(min(max(at, day.start), day.end - stepping.STEP))
        self._select_here()

    def _step_aside(self, days: int) -> None:
        """To the neighbour at the same time, else to the same time on the next day."""
        beside = [entry.id for entry in stepping.touching(self.timeline.entries, self.cursor)]
        at = beside.index(self.selected) + days if self.selected in beside else -1
        if 0 <= at < len(beside):
            self.select(beside[at])
            return
        self._put_cursor(timegrid.shift_days(self.cursor, days, self.page.zone))
        if not self._on_page(self.cursor):
            self._turn_to(self.page.around(self.cursor_day))
        self._select_here(last=days < 0)

    def _land_on(self, entry: Entry) -> None:
        self._put_cursor(timegrid.snap_down(entry.start, self.page.zone, STEP_MINUTES))
        self.select(entry.id)

    def _select_here(self, *, last: bool = False) -> None:
        here = stepping.touching(self.timeline.entries, self.cursor)
        self.select(here[-1 if last else 0].id if here else None)

    def _put_cursor(self, start: datetime) -> None:
        self.cursor = start
        self._view.set_cursor(start, start + stepping.STEP)
        self._view.reveal(start, start + stepping.STEP)

    def _on_page(self, moment: datetime) -> bool:
        return self._day(moment) in self.page.days

    def _day(self, moment: datetime) -> date:
        return timegrid.day_of(moment, self.page.zone)
