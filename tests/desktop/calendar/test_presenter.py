"""The presenter without Qt: what it reads, what it keeps apart, late and failed answers."""

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import pytest

from core.domain.changes import Changed
from core.domain.clock import FixedClock
from core.domain.errors import StoreDamaged, UserError
from core.domain.ids import AppointmentId, UserId
from core.domain.timegrid import at_wall
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.ports import AppointmentRow, CalendarGateway
from desktop.calendar.presenter import CalendarPresenter
from desktop.calendar.timeline import Difference
from desktop.kit.hours import Hours

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Jerusalem")
WEEK = (date(2026, 11, 22), date(2026, 11, 29))
BEFORE = (date(2026, 11, 15), date(2026, 11, 22))
AFTER = (date(2026, 11, 29), date(2026, 12, 6))


@dataclass
class SpyView:
    """Writes down what the presenter tells."""

    pages: list[CalendarPage] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    selected: CalendarEntry | None = None
    said: list[str] = field(default_factory=list)
    cursor: datetime | None = None
    ghost: Ghost | None = None
    mode: Ghost | None = None
    opened: list[object] = field(default_factory=list)
    practitioner: UserId | None = None
    places: list[datetime] = field(default_factory=list)
    hidden: int = 0
    mattered: list[bool] = field(default_factory=list)

    def show_page(self, page: CalendarPage) -> None:
        self.pages.append(page)

    def apply(self, difference: Difference) -> None:
        if difference:
            self.differences.append(difference)

    def set_ghost(self, ghost: Ghost | None) -> None:
        self.ghost = ghost

    def set_cursor(self, start: datetime, end: datetime, practitioner: UserId | None) -> None:
        self.cursor, self.practitioner = start, practitioner

    def set_selected(self, entry: CalendarEntry | None) -> None:
        self.selected = entry

    def reveal(self, start: datetime, end: datetime) -> None: ...

    def tell_place(self, start: datetime, practitioner: UserId | None) -> None:
        self.places.append(start)

    def show_hidden(self, count: int) -> None:
        self.hidden = count

    def show_what_matters(self, *, anew: bool) -> None:
        self.mattered.append(anew)

    def set_mode(self, ghost: Ghost | None) -> None:
        self.mode = ghost

    def open_booking(self, start: datetime, end: datetime, *, drawn: bool) -> None:
        self.opened.append((start, end))

    def open_details(self, entry: CalendarEntry) -> None:
        self.opened.append(entry)

    def close_panel(self) -> None:
        self.opened.append(None)

    def leave_form(self, then: Callable[[], None], *, retimes: bool = False) -> None:
        then()

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


@dataclass
class HeldRunner:
    """Keeps work until the test lets it run, like a slow disk."""

    held: list[tuple[Callable[[], Any], Any, Any]] = field(default_factory=list)

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> object:
        self.held.append((work, on_done, on_error))
        return None

    def release(self) -> None:
        """And what is asked for meanwhile, until nobody asks."""
        while self.held:
            work, on_done, on_error = self.held.pop(0)
            try:
                result = work()
            except UserError as error:
                on_error(error)
            else:
                on_done(result)


@dataclass
class SpyDesk:
    """Answers `between` from a list and writes down what was asked."""

    rows: list[AppointmentRow] = field(default_factory=list)
    asked: list[tuple[date, date]] = field(default_factory=list)
    broken: bool = False
    alone: list[frozenset[AppointmentId]] = field(default_factory=list)
    broken_alone: bool = False

    def between(self, start: datetime, end: datetime) -> Sequence[AppointmentRow]:
        if self.broken:
            raise StoreDamaged("The store cannot be read.")
        self.asked.append((start.astimezone(ZONE).date(), end.astimezone(ZONE).date()))
        return [row for row in self.rows if row.appointment.scheduled_start < end]

    def these(self, ids: Collection[AppointmentId]) -> Sequence[AppointmentRow]:
        if self.broken_alone:
            raise StoreDamaged("The store cannot be read.")
        self.alone.append(frozenset(ids))
        return [row for row in self.rows if row.appointment.id in ids]


@dataclass
class Stage:
    view: SpyView
    desk: SpyDesk
    runner: HeldRunner
    presenter: CalendarPresenter


def staged(kind: PageKind = PageKind.WEEK, zone: ZoneInfo = ZONE, now: datetime | None = None) -> Stage:
    view, desk, runner = SpyView(), SpyDesk(), HeldRunner()
    clock = FixedClock(now or datetime(2026, 11, 24, 8, 40, tzinfo=UTC))
    page = CalendarPage(kind, clock.now().astimezone(zone).date(), Hours(), zone)
    presenter = CalendarPresenter(view, cast("CalendarGateway", desk), runner, clock, page)
    return Stage(view, desk, runner, presenter)


@pytest.fixture
def stage() -> Stage:
    made = staged()
    made.presenter.start()
    made.runner.release()
    return made


def changed(*tables: str) -> Iterable[Changed]:
    return [Changed(table, frozenset()) for table in tables]


def test_the_week_is_read_first_and_then_its_neighbours(stage: Stage) -> None:
    assert stage.desk.asked == [WEEK, AFTER, BEFORE]


def test_turning_reads_only_the_new_neighbour(stage: Stage) -> None:
    stage.desk.asked.clear()
    stage.presenter.turn(1)
    stage.runner.release()
    assert stage.desk.asked == [(date(2026, 12, 6), date(2026, 12, 13))]


def test_work_week_and_week_share_what_was_read(stage: Stage) -> None:
    stage.desk.asked.clear()
    stage.presenter.set_kind(PageKind.WORK_WEEK)
    stage.runner.release()
    assert stage.desk.asked == []
    assert [day.day for day in stage.view.pages[-1].days] == [22, 23, 24, 25, 26]


@pytest.mark.parametrize("table", ["appointments", "clients", "services", "locations", "sessions"])
def test_a_change_of_what_is_shown_reads_the_week_once(stage: Stage, table: str) -> None:
    stage.desk.asked.clear()
    stage.presenter.on_changed(changed(table))
    stage.runner.release()
    assert stage.desk.asked == [WEEK]


def some(count: int, table: str = "appointments") -> Changed:
    return Changed(table, frozenset(uuid.UUID(int=number) for number in range(1, count + 1)))


def test_a_change_of_single_appointments_reads_these_alone(
    stage: Stage, entry: Callable[..., CalendarEntry]
) -> None:
    stage.desk.asked.clear()
    one = some(2)
    for each in one.ids:
        stage.presenter.put(entry(24, "10:00", id=each))
    stage.presenter.on_changed([one, some(1, "audit_events")])
    stage.runner.release()
    assert (stage.desk.asked, stage.desk.alone) == ([], [one.ids])
    assert stage.presenter.visible == []


def test_a_change_of_many_appointments_or_of_more_than_these_reads_the_week(stage: Stage) -> None:
    for told in ([some(51)], [some(1), some(1, "appointment_series")], [some(1), *changed("appointments")]):
        stage.desk.asked.clear()
        stage.presenter.on_changed(told)
        stage.runner.release()
        assert (stage.desk.asked, stage.desk.alone) == ([WEEK], [])


def test_single_appointments_that_cannot_be_read_make_the_week_be_read(stage: Stage) -> None:
    stage.desk.asked.clear()
    stage.desk.broken_alone = True
    stage.presenter.on_changed([some(1)])
    stage.runner.release()
    assert (stage.desk.asked, stage.view.said) == ([WEEK], [])


def test_a_change_of_something_else_reads_nothing(stage: Stage) -> None:
    stage.presenter.on_changed(changed("audit_events", "conflicts"))
    assert stage.runner.held == []


def test_a_failed_read_is_said_and_asked_again_next_time(stage: Stage) -> None:
    stage.desk.broken = True
    stage.presenter.on_changed(changed("appointments"))
    stage.runner.release()
    assert stage.view.said == ["The store cannot be read."]
    stage.desk.broken = False
    stage.desk.asked.clear()
    stage.presenter.today()
    stage.runner.release()
    assert WEEK in stage.desk.asked


def test_leafing_fast_shows_only_the_week_where_one_stopped() -> None:
    stage = staged()
    stage.presenter.start()
    for _ in range(3):
        stage.presenter.turn(1)
    stage.runner.release()
    assert stage.view.pages[-1].days[0] == date(2026, 12, 13)
    assert stage.presenter.timeline.entries == ()


def test_the_cursor_keeps_its_hour_over_a_change_of_the_clock() -> None:
    for zone, day in (("Asia/Jerusalem", date(2026, 3, 22)), ("America/New_York", date(2026, 10, 31))):
        info = ZoneInfo(zone)
        stage = staged(zone=info, now=at_wall(day, datetime(2026, 1, 1, 10, 40, tzinfo=UTC).time(), info))
        stage.presenter.start()
        stage.presenter.turn(1)
        assert stage.presenter.cursor.astimezone(info).strftime("%H:%M") == "10:30"
        stage.presenter.turn(-1)
        assert stage.presenter.cursor_day == day


def test_the_arrows_stay_inside_the_day(stage: Stage) -> None:
    for _ in range(60):
        stage.presenter.step(0, 1)
    assert stage.presenter.cursor.astimezone(ZONE).strftime("%d %H:%M") == "24 23:30"
    for _ in range(60):
        stage.presenter.step(0, -1)
    assert stage.presenter.cursor.astimezone(ZONE).strftime("%d %H:%M") == "24 00:00"


def test_walking_off_the_page_turns_it(stage: Stage) -> None:
    for _ in range(5):
        stage.presenter.step(1, 0)
    assert stage.view.pages[-1].days[0] == date(2026, 11, 29)


def test_a_click_books_for_the_usual_time(stage: Stage) -> None:
    start = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    stage.presenter.choose(start)
    assert stage.view.opened == [(start, start + timedelta(hours=1))]
    assert stage.view.ghost is not None


def test_move_and_resize_need_an_appointment(stage: Stage) -> None:
    stage.presenter.begin(GestureKind.MOVE)
    assert stage.view.mode is None


def test_a_page_opens_on_what_matters_once_its_appointments_are_here() -> None:
    stage = staged()
    stage.presenter.start()
    assert stage.view.mattered == []
    stage.runner.release()
    assert stage.view.mattered == [True]
    stage.presenter.turn(1)
    assert stage.view.mattered == [True, False]
    stage.presenter.on_changed(changed("appointments"))
    stage.runner.release()
    assert stage.view.mattered == [True, False]
    stage.presenter.today()
    assert stage.view.mattered[:2] == [True, False]
    stage.runner.release()
    assert stage.view.mattered[-1] is True


@pytest.mark.parametrize(
    ("kind", "by", "day"),
    [(PageKind.MONTH, (0, 1), 1), (PageKind.MONTH, (1, 0), 25), (PageKind.WEEK, (1, 0), 25)],
)
def test_arrows_pass_days_and_weeks_where_there_are_no_hours_and_free_places_are_told(
    kind: PageKind, by: tuple[int, int], day: int
) -> None:
    stage = staged(kind)
    stage.presenter.start()
    stage.runner.release()
    stage.presenter.step(*by)
    assert stage.presenter.cursor_day.day == day
    assert stage.view.places == [stage.presenter.cursor]


def test_a_month_is_read_with_its_neighbours_and_enter_opens_its_day() -> None:
    stage = staged(PageKind.MONTH)
    stage.presenter.start()
    stage.runner.release()
    assert stage.desk.asked[0] == (date(2026, 11, 1), date(2026, 12, 6))
    assert len(stage.desk.asked) == 3
    stage.presenter.enter()
    assert stage.view.pages[-1].kind is PageKind.DAY
    assert stage.view.pages[-1].days == (date(2026, 11, 24),)
