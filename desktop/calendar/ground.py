"""The ground of the grid: shaded hours, lines, day heads, hour gutter and the line that shows the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.domain.timegrid import DayScale
from desktop.calendar.geometry import Geometry
from desktop.calendar.gesture import Board
from desktop.calendar.hours import Hours
from desktop.calendar.inks import Inks
from desktop.calendar.texts import time_text, weekday_text
from desktop.i18n import tr

_BADGE_PX = 30


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything behind the events of one board and geometry, worked out once. Origin: top of the columns."""

    board: Board
    geometry: Geometry
    closed: tuple[QRectF, ...]
    gaps: tuple[QRectF, ...]
    hour_lines: list[QLineF]
    half_lines: list[QLineF]
    day_lines: list[QLineF]
    repeats: tuple[tuple[QLineF, str], ...]


def make_ground(board: Board, geometry: Geometry, hours: Hours) -> Ground:
    width = geometry.width
    return Ground(
        board,
        geometry,
        tuple(_spans(board.days, geometry, [hours.closed(day.day) for day in board.days])),
        tuple(_spans(board.days, geometry, [day.gaps for day in board.days])),
        [_across(geometry.y_of(hour * 60), width) for hour in range(1, 24)],
        [_across(geometry.y_of(hour * 60 + 30), width) for hour in range(24)],
        [_down(geometry, column) for column in range(geometry.columns)],
        tuple(_repeats(board, geometry)),
    )


def _spans(
    days: Sequence[DayScale], geometry: Geometry, spans: Sequence[Sequence[tuple[float, float]]]
) -> list[QRectF]:
    return [
        QRectF(
            geometry.x_of(column),
            geometry.y_of(low),
            geometry.column_px,
            geometry.y_of(high) - geometry.y_of(low),
        )
        for column in range(len(days))
        for low, high in spans[column]
    ]


def _across(y: float, width: float) -> QLineF:
    return QLineF(0, round(y) + 0.5, width, round(y) + 0.5)


def _down(geometry: Geometry, column: int) -> QLineF:
    """The line at a column's leading edge; mirrored, that is its right edge."""
    x = geometry.x_of(column) + (geometry.column_px if geometry.mirrored else 0)
    return QLineF(round(x) + 0.5, 0, round(x) + 0.5, geometry.height)


def _repeats(board: Board, geometry: Geometry) -> list[tuple[QLineF, str]]:
    """Where an hour comes twice: the line between the passes, with the time that the clock shows again."""
    found = []
    for column, day in enumerate(board.days):
        for part in day.stretches:
            if part.turn == 2:
                y, x = geometry.y_of(part.top), geometry.x_of(column)
                again = tr("Calendar", "{time} again", time=time_text(part.start, board.zone))
                found.append((QLineF(x, y, x + geometry.column_px, y), again))
    return found


def paint_ground(painter: QPainter, ground: Ground, inks: Inks) -> None:
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


def paint_heads(painter: QPainter, ground: Ground, inks: Inks, today: date) -> None:
    """Day names and numbers above the columns; needs the painter at the left edge of the columns."""
    geometry, below = ground.geometry, ground.geometry.head_px
    painter.fillRect(QRectF(0, 0, geometry.width, below), inks.surface)
    for column, day in enumerate(ground.board.days):
        _paint_head(painter, geometry, column, day.day, inks, is_today=day.day == today)
    painter.setPen(inks.hour_pen)
    painter.drawLine(QLineF(0, below - 0.5, geometry.width, below - 0.5))


def _paint_head(
    painter: QPainter, geometry: Geometry, column: int, day: date, inks: Inks, *, is_today: bool
) -> None:
    x, scale = geometry.x_of(column), geometry.text_scale
    centre, wide = x + geometry.column_px / 2, _BADGE_PX * scale
    painter.setFont(inks.small_strong if is_today else inks.small)
    painter.setPen(inks.accent if is_today else inks.secondary)
    centred = Qt.AlignmentFlag.AlignCenter
    painter.drawText(QRectF(x, 4 * scale, geometry.column_px, 18 * scale), centred, weekday_text(day))
    badge = QRectF(centre - wide / 2, 23 * scale, wide, wide)
    if is_today:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(inks.accent)
        painter.drawEllipse(badge)
    painter.setFont(inks.number)
    painter.setPen(inks.on_accent if is_today else inks.text)
    painter.drawText(badge.adjusted(-8, 0, 8, 0), centred, str(day.day))


def paint_gutter(painter: QPainter, ground: Ground, inks: Inks, now_minute: float | None) -> None:
    """Hour labels beside the columns; needs the painter at the gutter's left edge and the columns' top."""
    painter.setFont(inks.small)
    painter.setPen(inks.secondary)
    flags = Qt.AlignmentFlag.AlignVCenter | (
        Qt.AlignmentFlag.AlignLeft if ground.geometry.mirrored else Qt.AlignmentFlag.AlignRight
    )
    apart = 13 * ground.geometry.text_scale
    for hour in range(1, 24):
        if now_minute is None or abs(ground.geometry.y_of(now_minute - hour * 60)) > apart:
            _paint_label(painter, ground.geometry, hour * 60, flags, f"{hour:02}:00")
    if now_minute is not None:
        painter.setFont(inks.small_strong)
        painter.setPen(inks.now)
        label = f"{int(now_minute) // 60:02}:{int(now_minute) % 60:02}"
        _paint_label(painter, ground.geometry, now_minute, flags, label)


def _paint_label(
    painter: QPainter, geometry: Geometry, minute: float, flags: Qt.AlignmentFlag, text: str
) -> None:
    half = 9 * geometry.text_scale
    box = QRectF(8, geometry.y_of(minute) - half, geometry.gutter_px - 16, 2 * half)
    painter.drawText(box, flags, text)


def now_column(ground: Ground, now: datetime) -> int | None:
    return ground.board.column_of(now)


def paint_now(painter: QPainter, ground: Ground, inks: Inks, now: datetime) -> None:
    """A line with a dot in today's column, and a faint one across the others."""
    column = now_column(ground, now)
    if column is None:
        return
    geometry = ground.geometry
    y = geometry.y_of(ground.board.days[column].minute_of(now))
    x = geometry.x_of(column)
    painter.setPen(inks.now_faint_pen)
    painter.drawLine(QLineF(0, y, geometry.width, y))
    painter.setPen(inks.now_pen)
    painter.drawLine(QLineF(x, y, x + geometry.column_px, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.now)
    painter.drawEllipse(QPointF(x + geometry.column_px if geometry.mirrored else x, y), 5, 5)
