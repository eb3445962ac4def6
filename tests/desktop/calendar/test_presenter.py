"""The presenter without Qt: what it reads, what it keeps apart, late and failed answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import pytest

from core.domain.changes import Changed
from core.domain.clock import FixedClock
from core.domain.errors import StoreDamaged, UserError
from core.domain.timegrid import at_wall
from desktop.calendar.entry import Entry
from desktop.calendar.gesture import Ghost
from desktop.calendar.gesture import Kind as GestureKind
from desktop.calendar.hours import Hours
from desktop.calendar.pages import Kind, Page
from desktop.calendar.ports import Desk, Row
from desktop.calendar.presenter import CalendarPresenter
from desktop.calendar.timeline import Difference

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Jerusalem")
WEEK = (date(2026, 11, 22), date(2026, 11, 29))
BEFORE = (date(2026, 11, 15), date(2026, 11, 22))
AFTER = (date(2026, 11, 29), date(2026, 12, 6))


@dataclass
class SpyView:
    """Writes down what the presenter tells."""

    pages: list[Page] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    selected: Entry | None = None
    said: list[str] = field(default_factory=list)
    cursor: datetime | None = None
    ghost: Ghost | None = None
    mode: Ghost | None = None
    opened: list[object] = field(default_factory=list)

    def show_page(self, page: Page) -> None:
        self.pages.append(page)

    def apply(self, difference: Difference) -> None:
        if difference:
            self.differences.append(difference)

    def set_ghost(self, ghost: Ghost | None) -> None:
        self.ghost = ghost

    def set_cursor(self, start: datetime, end: datetime) -> None:
        self.cursor = start

    def set_selected(self, entry: Entry | None) -> None:
        self.selected = entry

    def reveal(self, start: datetime, end: datetime) -> None: ...

    def set_mode(self, ghost: Ghost | None) -> None:
        self.mode = ghost

    def open_booking(self, start: datetime, end: datetime) -> None:
        self.opened.append((start, end))

    def open_details(self, entry: Entry) -> None:
        self.opened.append(entry)

    def close_panel(self) -> None:
        self.opened.append(None)

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
        held, self.held = self.held, []
        for work, on_done, on_error in held:
            try:
                result = work()
            except UserError as error:
                on_error(error)
            else:
                on_done(result)


@dataclass
class SpyDesk:
    """Answers `between` from a list and writes down what was asked."""

    rows: list[Row] = field(default_factory=list)
    asked: list[tuple[date, date]] = field(default_factory=list)
    broken: bool = False

    def between(self, start: datetime, end: datetime) -> Sequence[Row]:
        if self.broken:
            raise StoreDamaged("The store cannot be read.")
        self.asked.append((start.astimezone(ZONE).date(), end.astimezone(ZONE).date()))
        return [row for row in self.rows if row.appointment.scheduled_start < end]


@dataclass
class Stage:
    view: SpyView
    desk: SpyDesk
    runner: HeldRunner
    presenter: CalendarPresenter


def staged(kind: Kind = Kind.WEEK, zone: ZoneInfo = ZONE, now: datetime | None = None) -> Stage:
    view, desk, runner = SpyView(), SpyDesk(), HeldRunner()
    clock = FixedClock(now or datetime(2026, 11, 24, 8, 40, tzinfo=UTC))
    page = Page(kind, clock.now().astimezone(zone).date(), Hours(), zone)
    presenter = CalendarPresenter(view, cast("Desk", desk), runner, clock, page)
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
    stage.presenter.set_kind(Kind.WORK_WEEK)
    stage.runner.release()
    assert stage.desk.asked == []
    assert [day.day for day in stage.view.pages[-1].days] == [22, 23, 24, 25, 26]


@pytest.mark.parametrize("table", ["appointments", "clients", "services", "locations", "sessions"])
def test_a_change_of_what_is_shown_reads_the_week_once(stage: Stage, table: str) -> None:
    stage.desk.asked.clear()
    stage.presenter.on_changed(changed(table))
    stage.runner.release()
    assert stage.desk.asked == [WEEK]


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
