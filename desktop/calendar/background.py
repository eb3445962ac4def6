"""The ground of the grid: shaded hours, lines, day heads, hour gutter and the line that shows the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.domain.timegrid import DayScale
from desktop.calendar.closed_words import holiday_text
from desktop.calendar.geometry import COLUMN_MARGIN_PX, Geometry
from desktop.calendar.gesture import Board
from desktop.calendar.paint_styles import PaintStyles
from desktop.calendar.texts import time_text, weekday_text
from desktop.kit.hours import Hours
from desktop.kit.i18n import tr

_BADGE_PX = 30
DOT_PX = 5


@dataclass(frozen=True, slots=True)
class GridBackground:
    """Everything behind the events of one board and geometry, worked out once. Origin: top of the columns."""

    board: Board
    geometry: Geometry
    closed: tuple[QRectF, ...]
    gaps: tuple[QRectF, ...]
    hour_lines: list[QLineF]
    half_lines: list[QLineF]
    day_lines: list[QLineF]
    repeats: tuple[tuple[QLineF, str], ...]
    holidays: tuple[str, ...]
    """Of each column; empty on an ordinary day."""


def make_background(board: Board, geometry: Geometry, hours: Hours) -> GridBackground:
    """Works out everything but the time of now; make it again for other columns, hours or sizes."""
    width = geometry.width
    closed = [hours.closed(day.day, board.practitioner_of(column)) for column, day in enumerate(board.days)]
    return GridBackground(
        board,
        geometry,
        tuple(_spans(board.days, geometry, closed)),
        tuple(_spans(board.days, geometry, [day.gaps for day in board.days])),
        [_across(geometry.y_of(hour * 60), width) for hour in range(1, 24)],
        [_across(geometry.y_of(hour * 60 + 30), width) for hour in range(24)],
        [_down(geometry, column) for column in range(geometry.columns)],
        tuple(_repeats(board, geometry)),
        tuple(holiday_text(hours, day.day) for day in board.days),
    )


def _spans(
    days: Sequence[DayScale], geometry: Geometry, spans: Sequence[Sequence[tuple[float, float]]]
) -> list[QRectF]:
    return [
        QRectF(
            geometry.x_of(column),
            geometry.y_of(low),
            geometry.column_px(column),
            geometry.y_of(high) - geometry.y_of(low),
        )
        for column in range(len(days))
        for low, high in spans[column]
    ]


def _across(y: float, width: float) -> QLineF:
    return QLineF(0, round(y) + 0.5, width, round(y) + 0.5)


def _down(geometry: Geometry, column: int) -> QLineF:
    """The line at a column's leading edge; mirrored, that is its right edge."""
    x = geometry.x_of(column) + (geometry.column_px(column) if geometry.mirrored else 0)
    return QLineF(round(x) + 0.5, 0, round(x) + 0.5, geometry.height)


def _repeats(board: Board, geometry: Geometry) -> list[tuple[QLineF, str]]:
    """Where an hour comes twice: the line between the passes, with the time that the clock shows again."""
    found = []
    for column, day in enumerate(board.days):
        for part in day.stretches:
            if part.turn == 2:
                y, x = geometry.y_of(part.top), geometry.x_of(column)
                again = tr("Calendar", "{time} again", time=time_text(part.start, board.zone))
                found.append((QLineF(x, y, x + geometry.column_px(column), y), again))
    return found


def paint_background(painter: QPainter, ground: GridBackground, inks: PaintStyles) -> None:
    """Needs the painter at the top of the columns, without antialiasing."""
    for rect in ground.closed:
        painter.fillRect(rect, inks.closed)
    for rect in ground.gaps:
        painter.fillRect(rect, inks.hatch)
    painter.setPen(inks.half_pen)
    painter.drawLines(ground.half_lines)
    painter.setPen(inks.hour_pen)
    painter.drawLines(ground.hour_lines)
    painter.drawLines(ground.day_lines)
    for line, text in ground.repeats:
        painter.setPen(QPen(inks.line_strong, 1, Qt.PenStyle.DotLine))
        painter.drawLine(line)
        painter.setFont(inks.small)
        painter.setPen(inks.secondary)
        painter.drawText(line.p1() + QPointF(6, inks.small_metrics.ascent() + 1), text)


def paint_heads(painter: QPainter, ground: GridBackground, inks: PaintStyles, today: date) -> None:
    """Day names and numbers above the columns; needs the painter at the left edge of the columns."""
    geometry, below = ground.geometry, ground.geometry.head_px
    painter.fillRect(QRectF(0, 0, geometry.width, below), inks.surface)
    practitioners = ground.board.practitioners
    for column, day in enumerate(ground.board.days):
        if practitioners:
            _paint_name(painter, geometry, column, practitioners[column].name, inks)
        else:
            _paint_head(painter, ground, column, inks, is_today=day.day == today)
    painter.setPen(inks.hour_pen)
    painter.drawLine(QLineF(0, below - 0.5, geometry.width, below - 0.5))


def _paint_head(
    painter: QPainter, ground: GridBackground, column: int, inks: PaintStyles, *, is_today: bool
) -> None:
    geometry, day = ground.geometry, ground.board.days[column].day
    x, scale, column_px = geometry.x_of(column), geometry.text_scale, geometry.column_px(column)
    centre, wide = x + column_px / 2, min(_BADGE_PX * scale, column_px)
    painter.setFont(inks.small_strong if is_today else inks.small)
    painter.setPen(inks.accent if is_today else inks.secondary)
    centred = Qt.AlignmentFlag.AlignCenter
    words = _head_text(weekday_text(day), ground.holidays[column], column_px - 8, inks)
    painter.drawText(QRectF(x, 4 * scale, column_px, 18 * scale), centred, words)
    badge = QRectF(centre - wide / 2, 23 * scale, wide, wide)
    if is_today:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(inks.accent)
        painter.drawEllipse(badge)
    painter.setFont(inks.number)
    painter.setPen(inks.on_accent if is_today else inks.text)
    painter.drawText(badge.adjusted(-8, 0, 8, 0), centred, str(day.day))


def _head_text(weekday: str, holiday: str, room_px: float, inks: PaintStyles) -> str:
    """The holiday as far as there is room; a strip of a day has none."""
    metrics, least = inks.small_metrics, f"{weekday} · {holiday[:2]}…"
    if not holiday or metrics.horizontalAdvance(least) > room_px:
        return weekday
    return metrics.elidedText(f"{weekday} · {holiday}", Qt.TextElideMode.ElideRight, room_px)


def _paint_name(painter: QPainter, geometry: Geometry, column: int, name: str, inks: PaintStyles) -> None:
    """Whose column it is: the day itself stands in the title."""
    box = QRectF(geometry.x_of(column), 0, geometry.column_px(column), geometry.names_px).adjusted(
        8, 0, -8, 0
    )
    painter.setFont(inks.name)
    painter.setPen(inks.text)
    words = name or tr("Calendar", "Nobody named")
    shown = inks.name_metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)


def paint_gutter(painter: QPainter, ground: GridBackground, inks: PaintStyles, now: datetime) -> None:
    """Labels of the hours and of now; needs the painter at the gutter's left edge and the columns' top."""
    painter.setFont(inks.small)
    painter.setPen(inks.secondary)
    flags = Qt.AlignmentFlag.AlignVCenter | (
        Qt.AlignmentFlag.AlignLeft if ground.geometry.mirrored else Qt.AlignmentFlag.AlignRight
    )
    apart, minute = 13 * ground.geometry.text_scale, now_minute(ground, now)
    # An hour's label gives way to that of now where one would be painted over the other.
    for hour in range(1, 24):
        if minute is None or abs(ground.geometry.y_of(minute - hour * 60)) > apart:
            _paint_label(painter, ground.geometry, hour * 60, flags, f"{hour:02}:00")
    if minute is not None:
        painter.setFont(inks.small_strong)
        painter.setPen(inks.now)
        # Not by its height: an hour that comes twice has both its passes in one row.
        _paint_label(painter, ground.geometry, minute, flags, time_text(now, ground.board.zone))


def _paint_label(
    painter: QPainter, geometry: Geometry, minute: float, flags: Qt.AlignmentFlag, text: str
) -> None:
    half = 9 * geometry.text_scale
    box = QRectF(8, geometry.y_of(minute) - half, geometry.gutter_px - 16, 2 * half)
    painter.drawText(box, flags, text)


def now_minute(ground: GridBackground, now: datetime) -> float | None:
    """The height of now, where one of the columns is of today."""
    columns = ground.board.columns_at(now)
    return ground.board.days[columns[0]].minute_of(now) if columns else None


def paint_now(painter: QPainter, ground: GridBackground, inks: PaintStyles, now: datetime) -> None:
    """A line across today and a faint one across the others. What is painted later covers it."""
    minute = now_minute(ground, now)
    if minute is None:
        return
    geometry = ground.geometry
    y = geometry.y_of(minute)
    painter.setPen(inks.now_faint_pen)
    painter.drawLine(QLineF(0, y, geometry.width, y))
    painter.setPen(inks.now_pen)
    for column in ground.board.columns_at(now):
        x = geometry.x_of(column)
        painter.drawLine(QLineF(x, y, x + geometry.column_px(column), y))


def paint_now_edges(painter: QPainter, ground: GridBackground, inks: PaintStyles, now: datetime) -> None:
    """Over the appointments: a dot at the leading edge, and the strip that they leave free."""
    minute = now_minute(ground, now)
    if minute is None:
        return
    geometry, mirrored = ground.geometry, ground.geometry.mirrored
    y = geometry.y_of(minute)
    for column in ground.board.columns_at(now):
        x, wide = geometry.x_of(column), geometry.column_px(column)
        near, far = (x + wide, x) if mirrored else (x, x + wide)
        inner = far + COLUMN_MARGIN_PX if mirrored else far - COLUMN_MARGIN_PX
        painter.setPen(inks.now_pen)
        painter.drawLine(QLineF(inner, y, far, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(inks.now)
        painter.drawEllipse(QPointF(near, y), DOT_PX, DOT_PX)
