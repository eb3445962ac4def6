"""The painted grid: it keeps its layout between paints, draws clock changes, follows time and look."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus
from core.domain.timegrid import day_scale, days_from
from desktop.calendar import background
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.gesture import Board, GestureKind, Ghost
from desktop.calendar.grid import CalendarGrid
from desktop.calendar.timeline import Difference
from desktop.kit.hours import Hours, hours_of
from desktop.kit.theme import Appearance, Theme
from tests.desktop.calendar.conftest import local

MakeEntry = Callable[..., CalendarEntry]
ZONE = ZoneInfo("Asia/Jerusalem")


def board_of(first: date, zone: ZoneInfo = ZONE, count: int = 7) -> Board:
    return Board([day_scale(day, zone) for day in days_from(first, count)], zone)


@pytest.fixture
def grid(qtbot: QtBot, theme: Theme, clock: FixedClock) -> CalendarGrid:
    made = CalendarGrid(board_of(date(2026, 11, 22)), theme, clock)
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.scroll_to_minute(8 * 60)
    return made


def picture(grid: CalendarGrid) -> QImage:
    return grid.grab().toImage()


def colour_at(grid: CalendarGrid, at: QPoint) -> str:
    return QColor(picture(grid).pixel(at)).name()


def every_status(entry: MakeEntry) -> tuple[CalendarEntry, ...]:
    hours = zip(AppointmentStatus, ("9:00", "10:00", "11:00", "12:00"), strict=True)
    return tuple(entry(24, at, status=status) for status, at in hours)


def test_painting_again_lays_nothing_out_again(grid: CalendarGrid, entry: MakeEntry) -> None:
    grid.apply(Difference(every_status(entry)))
    picture(grid)
    tiles, ground = grid.scene.tiles, grid.scene.ground
    grid.verticalScrollBar().setValue(0)
    picture(grid)
    assert grid.scene.tiles is tiles
    assert grid.scene.ground is ground


def test_a_difference_makes_only_what_changed_anew(grid: CalendarGrid, entry: MakeEntry) -> None:
    kept, gone = entry(24, "9:00"), entry(24, "11:00")
    grid.apply(Difference((kept, gone)))
    before = grid.scene.tile_of(kept.id)
    grid.apply(Difference((entry(25, "9:00"),), frozenset({gone.id})))
    assert grid.scene.tile_of(kept.id) is before
    assert grid.scene.tile_of(gone.id) is None


def test_a_panel_that_came_and_went_leaves_the_boxes_ready(grid: CalendarGrid, entry: MakeEntry) -> None:
    booked = entry(24, "9:00")
    grid.apply(Difference((booked,)))
    before = grid.scene.tile_of(booked.id)
    for width in (600, 900, 600, 900):
        grid.resize(width, 700)
        picture(grid)
    assert grid.scene.tile_of(booked.id) is before
    grid.set_blurred(True)
    grid.set_blurred(False)
    assert grid.scene.tile_of(booked.id) is not before


def test_a_grid_that_had_many_sizes_keeps_the_boxes_of_two(grid: CalendarGrid, entry: MakeEntry) -> None:
    booked = entry(24, "9:00")
    grid.apply(Difference((booked,)))
    before = grid.scene.tile_of(booked.id)
    for width in (600, 500, 900):
        grid.resize(width, 700)
        picture(grid)
    assert grid.scene.tile_of(booked.id) is not before


def test_no_status_is_told_by_colour_alone(grid: CalendarGrid, entry: MakeEntry) -> None:
    grid.apply(Difference(every_status(entry)))
    shown = {tile.entry.status: tile for tile in grid.scene.tiles}
    assert shown[AppointmentStatus.SCHEDULED].art.glyph is None
    assert shown[AppointmentStatus.COMPLETED].art.glyph is not None
    assert shown[AppointmentStatus.NO_SHOW].art.bar.boundingRect().width() > 5
    assert shown[AppointmentStatus.CANCELLED].art.fill is None
    assert shown[AppointmentStatus.CANCELLED].art.lines[0].strike is not None


def test_long_and_hebrew_names_are_elided_and_narrow_ones_become_initials(
    grid: CalendarGrid, entry: MakeEntry
) -> None:
    long = entry(23, "9:00", name="Maximilian Alexander von Hohenstaufen-Invented")
    hebrew = entry(24, "9:00", name="יעל כהן-אברהמי-פרידלנדר-בן-ארי")
    crowd = [entry(25, "9:00", name="Ada Byron") for _ in range(4)]
    grid.apply(Difference((long, hebrew, *crowd)))
    texts = {tile.entry.id: tile.art.lines[0].text.text() for tile in grid.scene.tiles}
    assert texts[long.id].startswith("Max")
    assert texts[long.id].endswith("…")
    assert texts[hebrew.id].startswith("יעל")
    assert texts[crowd[0].id] in {"A.B.", "AB", "A"}


def test_every_text_stays_inside_its_box(grid: CalendarGrid, entry: MakeEntry) -> None:
    grid.apply(Difference(tuple(entry(24, "9:00", minutes) for minutes in (5, 15, 30, 50, 120))))
    for mirrored in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        grid.setLayoutDirection(mirrored)
        for tile in grid.scene.tiles:
            for line in tile.art.lines:
                assert line.at.x() >= -1
                assert line.at.x() + line.text.size().width() <= tile.rect.width() + 1


def test_given_narrow_boxes_of_one_size_then_equal_initials_look_the_same_and_others_do_not(
    grid: CalendarGrid, entry: MakeEntry
) -> None:
    grid.resize(1280, 800)
    names = ("Dana Levi", "Dov Lahav", "Ruth Katz")
    off = entry(24, "9:00", name="Dan Lior", status=AppointmentStatus.CANCELLED)
    grid.apply(Difference((*(entry(24, "9:00", name=name) for name in names), off)))
    art = {tile.entry.client_name: tile.art for tile in grid.scene.tiles}
    assert art["Dana Levi"] is art["Dov Lahav"]
    assert art["Ruth Katz"].lines[0].text.text() != art["Dana Levi"].lines[0].text.text()
    assert art["Dan Lior"].lines[0].strike is not None


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Jerusalem", date(2026, 3, 27)),
        ("Asia/Jerusalem", date(2026, 10, 25)),
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
        ("America/New_York", date(2026, 3, 8)),
        ("America/New_York", date(2026, 11, 1)),
    ],
)
def test_days_of_23_and_25_hours_are_drawn(
    grid: CalendarGrid, entry: MakeEntry, zone: str, day: date
) -> None:
    info = ZoneInfo(zone)
    board = board_of(day - timedelta(days=1), info, 3)
    grid.show_board(board, Hours())
    scale = board.days[1]
    hourly = [scale.start + timedelta(hours=hour) for hour in range(int(scale.hours))]
    made = [entry(24, "9:00", start=at, end=at + timedelta(hours=1)) for at in hourly]
    grid.apply(Difference(tuple(made)))
    picture(grid)
    tiles = [tile for tile in grid.scene.tiles if tile.piece.column == 1]
    assert len(tiles) == len(hourly)
    assert all(upper.rect.bottom() < lower.rect.top() for upper, lower in pairwise(tiles))
    assert bool(grid.scene.ground.gaps) == (scale.hours == 23)
    assert [text for _, text in grid.scene.ground.repeats] == (
        [f"{scale.stretches[-2].start.astimezone(info):%H:%M} again"] if scale.hours == 25 else []
    )
    ten = grid.slot_rect(
        datetime(day.year, day.month, day.day, 10, tzinfo=info).astimezone(UTC),
        datetime(day.year, day.month, day.day, 11, tzinfo=info).astimezone(UTC),
    )
    assert ten.height() == pytest.approx(grid.hour_px - 2)


def test_the_line_of_now_moves_with_the_clock(grid: CalendarGrid, clock: FixedClock, theme: Theme) -> None:
    red = theme.colour("now_line").name()

    def reddest() -> list[int]:
        image = picture(grid)
        x = int(grid.slot_rect(clock.now(), clock.now() + timedelta(minutes=15)).center().x())
        return [y for y in range(image.height()) if QColor(image.pixel(x, y)).name() == red]

    before = reddest()
    clock.advance(timedelta(hours=1))
    after = reddest()
    assert before
    assert after[0] - before[0] == grid.hour_px


@pytest.mark.parametrize("utc", ["2026-10-24 22:30", "2026-10-24 23:30", "2026-10-25 08:17"])
def test_given_an_hour_that_comes_twice_when_now_is_labelled_then_it_is_what_the_clock_shows(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, utc: str
) -> None:
    now = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    grid = CalendarGrid(board_of(date(2026, 10, 25)), theme, FixedClock(now))
    qtbot.addWidget(grid)
    labels: list[object] = []
    monkeypatch.setattr(background, "_paint_label", lambda *told: labels.append(told[-1]))
    picture(grid)
    assert labels[-1] == f"{now.astimezone(ZONE):%H:%M}"


def test_the_minute_timer_runs_only_while_the_grid_is_seen(grid: CalendarGrid) -> None:
    assert grid._minute.isActive()
    grid.hide()
    assert not grid._minute.isActive()


def test_closed_hours_come_from_the_settings(grid: CalendarGrid, theme: Theme) -> None:
    hours = hours_of({"working_hours": {"6": [["09:00", "12:00"], ["13:00", "17:00"]]}, "week_start": 6})
    grid.show_board(board_of(date(2026, 11, 22)), hours)
    assert hours.closed(date(2026, 11, 22)) == [(0, 540), (720, 780), (1020, 1440)]
    assert hours.closed(date(2026, 11, 23)) == [(0, 1440)]
    sunday_noon = grid.slot_rect(
        *(datetime(2026, 11, 22, at, tzinfo=ZONE).astimezone(UTC) for at in (12, 13))
    )
    assert colour_at(grid, sunday_noon.center().toPoint() + QPoint(0, 6)) == theme.colour("closed").name()


def test_a_look_is_taken_up_at_once(grid: CalendarGrid, theme: Theme) -> None:
    at = QPoint(grid.width() // 2, 5)
    assert colour_at(grid, at) == theme.colour("surface").name()
    theme.set_look(Appearance.DARK)
    assert colour_at(grid, at) == theme.colour("surface").name() == "#1e2125"


@pytest.mark.parametrize(("room_px", "text"), [(200, "\u200e14:00–15:00"), (40, "14:00"), (10, "")])
def test_given_little_room_when_a_ghost_is_drawn_then_no_time_is_cut(
    grid: CalendarGrid, room_px: float, text: str
) -> None:
    start = local(24, "14:00")
    ghost = Ghost(GestureKind.CREATE, start, start + timedelta(hours=1))
    assert grid.scene.ghost_text(ghost, room_px) == text


def test_the_ghost_is_revealed(grid: CalendarGrid) -> None:
    late = datetime(2026, 11, 24, 21, 0, tzinfo=ZONE).astimezone(UTC)
    grid.set_ghost(Ghost(GestureKind.CREATE, late, late + timedelta(hours=1)))
    rect = grid.slot_rect(late, late + timedelta(hours=1))
    assert rect.bottom() < grid.viewport().height()


@pytest.mark.parametrize("size", [(487, 258), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("count", [1, 5, 7])
def test_it_paints_at_every_size_and_number_of_days(
    grid: CalendarGrid, entry: MakeEntry, size: tuple[int, int], count: int
) -> None:
    grid.show_board(board_of(date(2026, 11, 22), count=count), Hours())
    grid.apply(Difference(every_status(entry)))
    grid.resize(*size)
    assert not picture(grid).isNull()


def test_texts_twice_as_large_still_fit(
    qtbot: QtBot, qapp: QApplication, clock: FixedClock, entry: MakeEntry
) -> None:
    usual = qapp.font()
    large = qapp.font()
    large.setPointSizeF(21)
    qapp.setFont(large)
    try:
        theme = Theme(qapp, Appearance.LIGHT)
        grid = CalendarGrid(board_of(date(2026, 11, 22)), theme, clock)
        qtbot.addWidget(grid)
        grid.resize(1600, 900)
        grid.show()
        grid.apply(Difference((entry(24, "9:00", 5), entry(24, "10:00", 60))))
        for tile in grid.scene.tiles:
            bottom = max(line.at.y() + line.text.size().height() for line in tile.art.lines)
            assert bottom <= tile.rect.height() + 2
        assert grid.scene.geometry.head_px == 116
        assert not picture(grid).isNull()
    finally:
        qapp.setFont(usual)
        Theme(qapp, Appearance.LIGHT)
