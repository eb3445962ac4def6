"""The calendar's mind, free of Qt: pages, loading, cursor, selection, and what keys and drops mean."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from core.domain import timegrid
from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, UserId
from desktop.calendar import keyboard_navigation
from desktop.calendar.calendar_view import CalendarView, Commits
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.entry_filter import EVERYTHING, EntryFilter
from desktop.calendar.gesture import GestureKind, Ghost, Held
from desktop.calendar.key_mode import KeyMode
from desktop.calendar.page_reading import appointments_alone, entries_in, entries_with
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.ports import NOBODY, CalendarGateway, Practitioner
from desktop.calendar.practitioner_columns import beside, columns_of, edge
from desktop.calendar.timeline import Difference, Load, Timeline
from desktop.kit.hours import Hours
from desktop.kit.ports import Runner

WATCHED = frozenset(
    {"appointments", "appointment_series", "clients", "services", "locations", "sessions", "workspaces"}
)


class CalendarPresenter:
    """One calendar screen. GUI thread; reads run through `runner` on the store worker."""

    def __init__(
        self,
        view: CalendarView,
        desk: CalendarGateway,
        runner: Runner,
        clock: Clock,
        page: CalendarPage,
        team: Sequence[Practitioner] = (),
    ) -> None:
        self._view = view
        self._desk = desk
        self._runner = runner
        self._clock = clock
        self.page = page
        self.team = team
        self.practitioner: UserId | None = None
        """Whose column the cursor is in, where a day has several."""
        self._anew: bool | None = None
        """Whether a page that is being read is to open on what matters; None when it has."""
        self.timeline = Timeline()
        self.commits: Commits | None = None
        self.selected: AppointmentId | None = None
        self._awaited: AppointmentId | None = None
        self._keys = KeyMode(view)
        self.filter = EVERYTHING
        self.cursor = self._home(page)

    @property
    def mode(self) -> Ghost | None:
        """The ghost of a move or resize by keys; None in ordinary times."""
        return self._keys.ghost

    @property
    def entry(self) -> CalendarEntry | None:
        return self.timeline.get(self.selected) if self.selected else None

    @property
    def treats(self) -> UserId | None:
        """For whom a booking at the cursor is; None where the page does not say."""
        return None if self.practitioner == NOBODY else self.practitioner

    # pages

    def start(self) -> None:
        self._turn_to(self.page, anew=True)

    def show_page(self, page: CalendarPage) -> None:
        """Turn to other days or another kind; the cursor follows to the same hour."""
        if self.cursor_day not in page.days:
            days = min(((day - self.cursor_day).days for day in page.days), key=abs)
            self.cursor = timegrid.shift_days(self.cursor, days, page.zone)
        self._turn_to(page)

    def turn(self, by: int) -> None:
        page = self.page.turned(by)
        self.cursor = timegrid.shift_days(self.cursor, (page.anchor - self.page.anchor).days, page.zone)
        self.select(None)
        self.show_page(page)

    def today(self) -> None:
        self.select(None)
        self.cursor = self._on_step(self._clock.now())
        self._turn_to(self.page.around(self.cursor_day), anew=True)

    def set_hours(self, hours: Hours) -> None:
        """The practice's hours changed; the page stays. The cursor stands where appointments snap to now."""
        self.cursor = timegrid.snap_down(self.cursor, self.page.zone, hours.snap_minutes)
        self._turn_to(replace(self.page, hours=hours))

    def set_kind(self, kind: PageKind) -> None:
        self._turn_to(self.page.around(self.cursor_day).as_kind(kind), anew=kind is not self.page.kind)

    def open_day(self, day: date) -> None:
        """All of one day, with its hours."""
        self.select(None)
        self.cursor = self._same_hour(day)
        self._turn_to(self.page.around(day).as_kind(PageKind.DAY), anew=True)

    def put_cursor_on(self, day: date) -> None:
        """A click on a day that shows no hours."""
        self.select(None)
        self._put_cursor(self._same_hour(day))

    def go_to(self, day: date, appointment_id: AppointmentId | None = None) -> None:
        """Show a day, and open one of its appointments as soon as it is read."""
        self._awaited = appointment_id
        self.cursor = self._same_hour(day)
        self._turn_to(self.page.around(day), anew=True)
        self._open_awaited()

    def _same_hour(self, day: date) -> datetime:
        wall = self.cursor.astimezone(self.page.zone).time()
        return timegrid.at_wall(day, wall, self.page.zone)

    @property
    def cursor_day(self) -> date:
        return timegrid.day_of(self.cursor, self.page.zone)

    def _home(self, page: CalendarPage) -> datetime:
        if timegrid.day_of(self._clock.now(), page.zone) == page.anchor:
            return self._on_step(self._clock.now())
        return timegrid.day_scale(page.anchor, page.zone).moment_at(page.hours.earliest_minute)

    def _turn_to(self, page: CalendarPage, *, anew: bool = False) -> None:
        difference, load = self.timeline.show(page.period)
        self.page = self._with_columns(page)
        self._view.show_page(self.page)
        self._tell(difference)
        self._show_cursor()
        self._anew = anew or bool(self._anew)
        if self.timeline.is_fresh(page.period):
            self._settle()
        self._read(load)
        self._runner.run(lambda: None, self._prefetch)

    def _settle(self) -> None:
        """The page's appointments are here: open on what matters among them, once."""
        if self._anew is not None:
            self._view.show_what_matters(anew=self._anew)
            self._anew = None

    def _with_columns(self, page: CalendarPage) -> CalendarPage:
        one_day = page.kind is PageKind.DAY
        people = [one for one in self.team if one.id not in self.filter.practitioners]
        columns = columns_of(people, self.visible) if one_day else ()
        if self.practitioner not in {one.id for one in columns}:
            self.practitioner = columns[0].id if columns else None
        return replace(page, practitioners=columns)

    # filter

    @property
    def visible(self) -> list[CalendarEntry]:
        """What the views show: all that is known of the page but for what the filter hides."""
        if not self.filter:
            return list(self.timeline.entries)
        return [entry for entry in self.timeline.entries if self.filter.shows(entry)]

    def set_filter(self, chosen: EntryFilter) -> None:
        """Show and hide what is known already; nothing is read."""
        self.filter = chosen
        page = self._with_columns(self.page)
        if page != self.page:
            self.page = page
            self._view.show_page(page)
        self._tell(Difference(self.timeline.entries))
        if self.entry is not None and not chosen.shows(self.entry):
            self._view.leave_form(self.close)

    def _tell(self, difference: Difference) -> None:
        """The views never hear of what is hidden, only how much it is."""
        if not self.filter:
            self._view.apply(difference)
            self._view.show_hidden(0)
            return
        shown = tuple(entry for entry in difference.shown if self.filter.shows(entry))
        hidden = {entry.id for entry in difference.shown if not self.filter.shows(entry)}
        self._view.apply(Difference(shown, difference.gone | hidden))
        self._view.show_hidden(len(self.timeline.entries) - len(self.visible))

    # reading

    def on_changed(self, changed: Iterable[Changed]) -> None:
        """Rows changed, here or by sync. A few appointments are read by themselves, else all of the page."""
        watched = [one for one in changed if one.table in WATCHED]
        ids = appointments_alone(watched)
        if ids and self.timeline.changed_alone():
            self._runner.run(
                lambda: entries_with(self._desk, ids),
                partial(self._on_these, ids),
                lambda _error: self._read(self.timeline.changed()),
            )
        elif watched:
            self._read(self.timeline.changed())

    def _on_these(self, ids: frozenset[AppointmentId], entries: Sequence[CalendarEntry]) -> None:
        if self.timeline.may_be_drawn(ids.difference(entry.id for entry in entries)):
            self._read(self.timeline.changed())
        else:
            self._take_over(self.timeline.replaced(ids, entries))

    def _prefetch(self, _: None = None) -> None:
        """After a turn of the worker that does nothing: what was just read is painted before it reads on."""
        for by in (1, -1):
            self._read(self.timeline.want(self.page.turned(by).period), ahead=True)

    def _read(self, load: Load | None, *, ahead: bool = False) -> None:
        if load is not None:
            self._runner.run(
                lambda: entries_in(self._desk, load.period, ahead=ahead),
                lambda entries: self._on_read(load, entries),
                lambda error: self._on_unread(load, error),
            )

    def _on_read(self, load: Load, entries: Sequence[CalendarEntry]) -> None:
        self._take_over(self.timeline.loaded(load, entries), settles=load.period == self.page.period)

    def _take_over(self, difference: Difference, *, settles: bool = False) -> None:
        """What was read is told to the view, and the selection follows it."""
        page = self._with_columns(self.page)
        if page != self.page:
            self.page = page
            self._view.show_page(page)
        self._tell(difference)
        if settles:
            self._settle()
        if self.mode is not None and self.mode.entry and self.mode.entry.id in difference.gone:
            self._keys.leave()
        if self.selected in difference.gone:
            self.select(None)
        elif any(entry.id == self.selected for entry in difference.shown):
            self.keep_selected(self.selected)
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

    def keep_selected(self, entry_id: AppointmentId | None) -> None:
        """As it is now, where it stands, also before it is read. What the filter hides is not selected: keys
        would act on what nobody sees.
        """
        self.selected = entry_id
        entry = self.entry
        if entry is not None and not self.filter.shows(entry):
            self.select(None)
        elif entry is not None:
            self._view.set_selected(entry)

    def open(self, entry_id: AppointmentId) -> None:
        entry = self.timeline.get(entry_id)
        if entry is not None:
            self._view.leave_form(partial(self._open, entry))

    def _open(self, entry: CalendarEntry) -> None:
        if not self.filter.shows(entry):
            self.set_filter(EVERYTHING)
        self._land_on(entry)
        self._view.open_details(entry)

    def choose(self, start: datetime, practitioner: UserId | None = None) -> None:
        """A click on an empty place: book there, in a practitioner's column for that one."""
        self.practitioner = practitioner or self.practitioner
        end = start + timedelta(minutes=self.page.hours.usual_minutes)
        self._view.leave_form(partial(self.book_at, start, end), retimes=True)

    def book_at(self, start: datetime, end: datetime, *, drawn: bool = False) -> None:
        """The form there, where no other one has anything to ask about."""
        self._put_cursor(start)
        self.select(None)
        self._view.set_ghost(Ghost(GestureKind.CREATE, start, end, None, self.practitioner))
        self._view.open_booking(start, end, drawn=drawn)

    def book_here(self) -> None:
        self.choose(self.cursor)

    def drop(self, ghost: Ghost) -> None:
        """A drag ended: a new time is booked, an appointment or a block takes its new time."""
        if ghost.held is None:
            self.practitioner = ghost.practitioner or self.practitioner
            self._view.leave_form(partial(self.book_at, ghost.start, ghost.end, drawn=True), retimes=True)
            return
        self._view.set_ghost(None)
        if ghost.entry is not None:
            self.select(ghost.entry.id)
        else:
            self.select(None)
            self._stand_at(ghost)
        if ghost.moved and self.commits:
            self.commits.reschedule(ghost)

    def _stand_at(self, ghost: Ghost) -> None:
        """The keys go with a block, so that they can move it once more."""
        day = self._day(ghost.start)
        self._put_cursor(self._same_hour(day) if ghost.is_all_day else self._on_step(ghost.start))

    def put(self, entry: CalendarEntry) -> None:
        """Show an entry as it will be, before the store has answered."""
        self._tell(self.timeline.put(entry))

    def put_back(self, entry: CalendarEntry) -> None:
        """Show it as it was, and read how it is: a sync may have changed or deleted it since."""
        self.put(entry)
        self._read(self.timeline.changed())

    # keys

    def step(self, days: int, steps: int) -> None:
        """An arrow: `days` later (negative: earlier), `steps` down: a week where there are no hours."""
        if not self.page.kind.has_hours:
            days, steps = days + 7 * steps, 0
        if self.mode is not None:
            self._nudge(days, steps)
            return
        if steps:
            self._step_time(steps)
        else:
            self._step_aside(days)
        if self.selected is None:
            self._view.tell_place(self.cursor, self.practitioner)

    def step_entry(self, by: int) -> None:
        """To the next or previous appointment of the page."""
        on_page = (entry for entry in self.visible if self._on_page(entry.start))
        found = keyboard_navigation.following(on_page, self.entry, self.cursor, by)
        if found is not None:
            self._land_on(found)

    def enter(self) -> None:
        if self.mode is not None and (ghost := self._keys.take()) is not None:
            self.drop(ghost)
        elif self.selected:
            self.open(self.selected)
        elif self.page.kind is PageKind.MONTH:
            self.open_day(self.cursor_day)
        else:
            self.book_here()

    def escape(self) -> None:
        """Out of the mode, then out of the panel, then out of the selection."""
        if self.mode is not None:
            self.leave_mode()
            return
        self._view.leave_form(self.close)

    def leave_mode(self) -> None:
        """What was moved by keys stays where it is. A block is nothing but what stands at the cursor, which
        goes back to it.
        """
        ghost = self._keys.leave()
        if ghost is None or ghost.block is None:
            return
        if not self._on_page(ghost.block.start):
            self._turn_to(self.page.around(self._day(ghost.block.start)))
        if self._day(self.cursor) != self._day(ghost.block.start):
            self._stand_at(replace(ghost, start=ghost.block.start))

    def close(self) -> None:
        """No panel, nothing chosen."""
        self._view.close_panel()
        self._view.set_ghost(None)
        self.select(None)

    def begin(self, kind: GestureKind, held: Held | None = None) -> None:
        """Move or resize by keys what is selected, else a block: the arrows change it, Enter keeps it."""
        held = self.entry or held
        if held is not None and held.movable:
            self._come_to_hours(kind)
            self._keys.begin(kind, held, self.page)

    def _come_to_hours(self, kind: GestureKind) -> None:
        """A list has no places, and a month none for an end: the week has."""
        moves_days = kind is GestureKind.MOVE and self.page.kind is PageKind.MONTH
        if not (self.page.kind.has_hours or moves_days):
            self.set_kind(PageKind.WEEK)

    def _nudge(self, days: int, steps: int) -> None:
        ghost = self._keys.nudge(days, steps, self.page)
        if ghost is not None and not self._on_page(ghost.start):
            self._follow(ghost)
        self._keys.show()

    def _follow(self, ghost: Ghost) -> None:
        """The ghost left the page: turn the page after it."""
        self.cursor = ghost.start
        self._turn_to(self.page.around(self.cursor_day))

    def _step_time(self, steps: int) -> None:
        """To the neighbouring appointment where it is near, else one step on."""
        today = [entry for entry in self._in_column() if self._day(entry.start) == self.cursor_day]
        near = keyboard_navigation.near(today, self.entry, self.cursor, steps, self._step)
        if near is not None:
            self._land_on(near)
            return
        at = self.cursor + steps * self._step
        if self.entry is not None and steps > 0:
            at = max(at, timegrid.snap_up(self.entry.end, self.page.zone, self.page.hours.snap_minutes))
        day = timegrid.day_scale(self.cursor_day, self.page.zone)
        self._put_cursor(min(max(at, day.start), day.end - self._step))
        self._select_here()

    def _step_aside(self, days: int) -> None:
        """To the neighbour at the same time, else to the same time on the next day."""
        if not self.page.kind.has_hours:
            self._step_days(days)
            return
        here = [
            entry.id for entry in keyboard_navigation.touching(self._in_column(), self.cursor, self._step)
        ]
        at = here.index(self.selected) + days if self.selected in here else -1
        if 0 <= at < len(here):
            self.select(here[at])
            return
        column = beside(self.page.practitioners, self.practitioner, days)
        if column is not None:
            self.practitioner = column
            self._put_cursor(self.cursor)
        else:
            self._step_days(days)
        self._select_here(last=days < 0)

    def _step_days(self, days: int) -> None:
        """To the same time on another day, which may be on another page."""
        self.practitioner = edge(self.page.practitioners, days)
        self.cursor = timegrid.shift_days(self.cursor, days, self.page.zone)
        if not self._on_page(self.cursor):
            self._turn_to(self.page.around(self.cursor_day))
        self.select(None)
        self._put_cursor(self.cursor)

    def _in_column(self) -> list[CalendarEntry]:
        """The appointments among which the arrows go: those of one practitioner where each has a column."""
        columns, entries = self.page.practitioners, self.visible
        return [entry for entry in entries if not columns or entry.practitioner_id == self.practitioner]

    def _land_on(self, entry: CalendarEntry) -> None:
        if self.page.practitioners:
            self.practitioner = entry.practitioner_id
        self._put_cursor(self._on_step(entry.start))
        self.select(entry.id)

    def _select_here(self, *, last: bool = False) -> None:
        here = keyboard_navigation.touching(self._in_column(), self.cursor, self._step)
        self.select(here[-1 if last else 0].id if here else None)

    def _put_cursor(self, start: datetime) -> None:
        self.cursor = start
        self._show_cursor()
        self._view.reveal(start, start + self._step)

    def _show_cursor(self) -> None:
        self._view.set_cursor(*self.cursor_span, self.practitioner)

    @property
    def cursor_span(self) -> tuple[datetime, datetime]:
        """The step on which the keys stand."""
        return self.cursor, self.cursor + self._step

    @property
    def _step(self) -> timedelta:
        return keyboard_navigation.step_of(self.page.hours.snap_minutes)

    def _on_step(self, moment: datetime) -> datetime:
        return timegrid.snap_down(moment, self.page.zone, self._step // timedelta(minutes=1))

    def _on_page(self, moment: datetime) -> bool:
        return self._day(moment) in self.page.days

    def _day(self, moment: datetime) -> date:
        return timegrid.day_of(moment, self.page.zone)
