"""What a page opens on, what is out of sight and said, and where columns stay when a panel comes."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from core.domain.clock import FixedClock
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.geometry import Geometry, giving_way
from desktop.calendar.layout import Slice, lay_out
from desktop.calendar.marks_painter import mark_text
from desktop.calendar.offscreen_marks import offscreen_marks
from desktop.calendar.opening_minute import opening_minute, shows_anything
from tests.desktop.calendar.test_layout import WEEK
from tests.desktop.calendar.test_month_layout import an_entry

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

MakeEntry = Callable[..., CalendarEntry]
OPEN = [(480, 1140)]
VISIBLE = 600.0


# the minute


@pytest.mark.parametrize(
    ("taken", "now", "minute"),
    [
        ([], None, 460),
        ([(540, 600)], None, 460),
        ([(420, 480)], None, 400),
        ([(540, 600)], 600, 460),
        ([(540, 600)], 1080, 520),
        ([(540, 600)], 1350, 460),
        ([(540, 600)], 60, 460),
        ([(1260, 1320)], 1290, 700),
    ],
)
def test_a_page_opens_on_now_or_the_first_appointment(
    taken: list[tuple[float, float]], now: float | None, minute: float
) -> None:
    assert opening_minute(taken, OPEN, now, VISIBLE) == minute


@pytest.mark.parametrize(
    ("taken", "now", "minute"), [([(0, 5)], 85, 460), ([(0, 5), (1380, 1385)], 1383, 1265)]
)
def test_where_nothing_is_near_now_a_low_page_opens_on_what_comes_next_or_was_last(
    taken: list[tuple[float, float]], now: float, minute: float
) -> None:
    assert opening_minute(taken, OPEN, now, 120) == minute


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1400), st.integers(5, 120)), max_size=20),
    st.none() | st.integers(0, 1439),
    st.floats(120, 1440),
)
def test_a_page_never_opens_on_empty_hours(
    spans: list[tuple[int, int]], now: int | None, visible: float
) -> None:
    taken = [(float(top), float(min(top + long, 1440))) for top, long in spans]
    top = opening_minute(taken, OPEN, now, visible)
    assert 0 <= top <= 1440 - visible + 0.01
    in_sight = [*taken, *OPEN]
    assert any(start < top + visible and top < end for start, end in in_sight)


def test_what_is_in_sight_is_left_where_it_is() -> None:
    assert shows_anything([(600, 660)], 590, 100)
    assert not shows_anything([(600, 660)], 700, 100)
    assert shows_anything([], 700, 100)


# on the screen


def test_given_the_evening_when_opened_then_the_day_is_shown_and_not_empty_hours(
    desk: "Desk", clock: FixedClock
) -> None:
    desk.house.book(24, "9:00")
    desk.reload()
    clock.advance(timedelta(hours=11))
    desk.pane.grid.scroll_to_minute(1000)
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_T)
    desk.settle()
    assert desk.pane.grid.first_minute < 9 * 60


def test_given_empty_evening_hours_when_the_page_turns_then_its_appointments_come_into_sight(
    desk: "Desk",
) -> None:
    desk.screen.resize(1200, 500)
    desk.house.book(29, "8:00")
    desk.reload()
    desk.pane.grid.scroll_to_minute(1000)
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_N)
    desk.settle()
    assert desk.pane.grid.first_minute < 8 * 60


def test_given_a_place_where_something_is_in_sight_when_the_page_turns_then_it_stays(desk: "Desk") -> None:
    desk.house.book(29, "18:00")
    desk.reload()
    desk.pane.grid.scroll_to_minute(700)
    before = desk.pane.grid.first_minute
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_N)
    desk.settle()
    assert desk.pane.grid.first_minute == before


# marks


def placed(pieces: list[Slice], geometry: Geometry) -> list[tuple[Slice, float, float]]:
    boxes = [(piece, geometry.box_of(piece)) for piece in pieces]
    return [(piece, box.y, box.y + box.height) for piece, box in boxes]


def test_what_is_above_and_below_is_counted_in_its_column(entry: MakeEntry) -> None:
    made = [entry(24, "6:00"), entry(24, "7:00"), entry(24, "12:00"), entry(25, "22:00")]
    geometry = Geometry(700, 7)
    marks = offscreen_marks(placed(lay_out(made, WEEK, 20), geometry), geometry, geometry.y_of(600), 400)
    assert [(mark.column, mark.above, mark.count, mark.minute) for mark in marks] == [
        (2, True, 2, 420),
        (3, False, 1, 1320),
    ]
    assert [mark_text(mark) for mark in marks] == ["↑ 2 earlier", "↓ 1 later"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 94), st.integers(1, 8)), max_size=12), st.integers(0, 900))
def test_every_appointment_is_in_sight_or_counted(spans: list[tuple[int, int]], top: int) -> None:
    made = [an_entry(WEEK[2].start + timedelta(minutes=15 * at), 15 * long) for at, long in spans]
    geometry = Geometry(700, 7)
    pieces = [piece for piece in lay_out(made, WEEK, 20) if piece.column == 2]
    offset, height = geometry.y_of(top), 300.0
    seen = [
        piece
        for piece in pieces
        if geometry.box_of(piece).y < offset + height
        and geometry.box_of(piece).y + geometry.box_of(piece).height > offset
    ]
    marks = offscreen_marks(placed(pieces, geometry), geometry, offset, height)
    assert len(seen) + sum(mark.count for mark in marks) == len(pieces)


@pytest.mark.qt_log_ignore("plugin does not support")
def test_given_a_mark_when_clicked_then_what_it_counts_comes_into_sight(desk: "Desk") -> None:
    early = desk.house.book(24, "5:00")
    desk.reload()
    grid = desk.pane.grid
    grid.scroll_to_minute(700)
    (mark,) = grid.marks()
    assert (mark.above, mark.count) == (True, 1)
    left = grid.scene.geometry.gutter_px
    at = QPoint(int(left + mark.box.x + 5), int(grid.scene.geometry.head_px + mark.box.y + 5))
    where = grid.viewport().mapToGlobal(at)
    QApplication.sendEvent(grid.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, at, where))
    assert QToolTip.text() == "↑ 1 earlier"
    QToolTip.hideText()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert grid.marks() == []
    assert desk.pane.presenter.selected is None
    assert grid.scene.tile_of(early.id) is not None


# now


def test_the_line_of_now_goes_through_no_text(desk: "Desk") -> None:
    desk.house.book(24, "10:15", 60)
    desk.reload()
    grid = desk.pane.grid
    image = QImage(grid.viewport().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    grid.viewport().render(painter, QPoint())
    painter.end()
    (tile,) = grid.scene.tiles
    box = grid.to_viewport(tile.rect)
    now = grid.slot_rect(grid.now, grid.now + timedelta(minutes=1)).top()
    red = desk.pane._context.theme.colour("now_line")
    text_x = range(int(box.left()) + 9, int(box.right()) - 2)
    rows = range(int(now) - 2, int(now) + 3)
    assert not [x for x in text_x for y in rows if QColor(image.pixel(x, y)) == red]
    beside = range(int(box.right()) + 2, int(box.right()) + 7)
    assert [x for x in beside for y in rows if QColor(image.pixel(x, y)) == red]


# the panel


@pytest.mark.parametrize("width", [1216, 1856])
def test_given_a_week_when_the_panel_opens_then_closed_days_make_room_and_the_others_stay(
    desk: "Desk", width: int
) -> None:
    desk.screen.resize(width, 740)
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.settle()
    grid, scene = desk.pane.grid, desk.pane.grid.scene

    def columns() -> list[tuple[float, float]]:
        return [(scene.geometry.x_of(at), scene.geometry.column_px(at)) for at in range(7)]

    before, minute, head = columns(), grid.first_minute, grid.y()
    desk.pane.presenter.open(made.id)
    desk.settle()
    QTest.qWait(0)
    after = columns()
    assert desk.pane.details.isVisible()
    assert [x for x, _ in after[:4]] == [pytest.approx(x) for x, _ in before[:4]]
    assert after[:3] == [pytest.approx(one) for one in before[:3]]
    assert after[5][1] < before[5][1] / 2
    assert (grid.first_minute, grid.y()) == (minute, head)
    if width > 1800:  # beside the small month the last open day may give a little of its width, not its place
        assert [x for x, _ in after[:5]] == [pytest.approx(x) for x, _ in before[:5]]
        assert after[4][1] > 0.85 * before[4][1]
    desk.pane.presenter.close()
    desk.settle()
    QTest.qWait(0)
    assert columns() == [pytest.approx(one) for one in before]


@settings(deadline=None)
@given(
    st.integers(400, 2000),
    st.floats(0.3, 1.0),
    st.lists(st.booleans(), min_size=2, max_size=7),
    st.floats(1, 2),
)
def test_columns_that_give_way_fill_the_room_and_none_is_lost(
    whole: int, share: float, closed: list[bool], scale: float
) -> None:
    room = whole * share
    widths = giving_way(room, whole, closed, scale)
    assert sum(widths) == pytest.approx(room)
    assert all(width > 0 for width in widths)
    geometry = Geometry(room, len(closed), widths=widths)
    for mirrored in (False, True):
        placed = Geometry(room, len(closed), mirrored=mirrored, widths=widths)
        for column, width in enumerate(widths):
            assert placed.point_at(placed.x_of(column) + width / 2, 0).column == column
    assert geometry.x_of(0) == 0
