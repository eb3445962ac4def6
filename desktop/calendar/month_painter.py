"""Paints a month: heads, cells, the appointments that have room and how many more there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen

from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, TimeBlockId
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_painter import paint_words
from desktop.calendar.entry import CalendarEntry, initials
from desktop.calendar.event_boxes import BAR_PX, GLYPH_PX, HATCHED_PX, RADIUS_PX, glyph
from desktop.calendar.geometry import Box
from desktop.calendar.ghost_painter import FADED
from desktop.calendar.month_layout import MonthDay, MonthGeometry
from desktop.calendar.paint_styles import PaintStyles
from desktop.calendar.texts import time_text, weekday_text
from desktop.kit.i18n import plural

_PAD_PX = 6
_BADGE_PX = 24
_TIMES_FROM_PX = 110
"""Narrower rows hold the name alone: a day's order says enough of its times."""


@dataclass(frozen=True, slots=True)
class MonthScene:
    """All that a picture of a month is made of."""

    geometry: MonthGeometry
    days: Sequence[MonthDay]
    closed: frozenset[date]
    """Days on which the practice is closed."""
    holidays: Mapping[date, str]
    """What days are called."""
    month: int
    today: date
    zone: ZoneInfo
    blurred: bool
    selected: AppointmentId | None
    cursor: int | None
    """The number of the day that the arrows stand on; None where it is not to be seen."""
    blocked: Sequence[Sequence[BlockEntry]]
    """What is blocked on each day, whole days first."""
    moving: AppointmentId | TimeBlockId | None = None
    """What is moved stays at its old place, faded, until it is dropped."""


def more_text(day: MonthDay, *, short: bool = False) -> str:
    """ "+3 more", or only how many there are where none has room; "+3" where little is left."""
    if short:
        return f"+{day.hidden}"
    if not day.shown:
        return plural("Calendar", "{n} appointment", "{n} appointments", day.hidden)
    return plural("Calendar", "+{n} more", "+{n} more", day.hidden)


class MonthPainter:
    """Paints one scene. Elided names are kept as long as the widths are the same."""

    def __init__(self, inks: PaintStyles) -> None:
        self._inks = inks
        self._elided: dict[tuple[str, int], str] = {}

    def paint(self, painter: QPainter, scene: MonthScene, *, focused: bool) -> None:
        """Needs the painter at the upper left corner of the view. The cursor is painted only where the view
        is `focused`."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each name by its own letters
        for day in scene.days:
            self._paint_day(painter, scene, day)
        self._paint_lines(painter, scene)  # after the days, whose ground would cover them
        if scene.cursor is not None and focused:
            painter.setPen(self._inks.focus_pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(_rect(scene.geometry.day_box(scene.cursor), 2), RADIUS_PX, RADIUS_PX)

    def _paint_day(self, painter: QPainter, scene: MonthScene, day: MonthDay) -> None:
        box = scene.geometry.day_box(day.number)
        closed = day.day in scene.closed
        painter.fillRect(QRectF(*box), self._inks.closed if closed else self._inks.open)
        self._paint_blocked(painter, scene, day.number, box)
        self._paint_number(painter, scene, day.day, box)
        self._paint_holiday(painter, scene, scene.holidays.get(day.day, ""), box)
        for row, entry in enumerate(day.shown):
            painter.setOpacity(FADED if entry.id == scene.moving else 1.0)
            self._paint_row(painter, scene, entry, scene.geometry.row_box(day.number, row))
        painter.setOpacity(1.0)
        if day.hidden:
            self._paint_more(painter, scene, day)

    def _paint_blocked(self, painter: QPainter, scene: MonthScene, number: int, box: Box) -> None:
        """A whole day is hatched; beside the number stands what is blocked, however long."""
        inks, blocks = self._inks, scene.blocked[number]
        closing = [one.id for one in blocks if one.is_all_day and one.counts]
        if closing:
            painter.setOpacity(FADED if set(closing) == {scene.moving} else 1.0)
            painter.fillRect(QRectF(*box), inks.closed)
            painter.fillRect(QRectF(*box), inks.hatch)
        if blocks:
            painter.setOpacity(FADED if blocks[0].id == scene.moving else 1.0)
            room = QRectF(*scene.geometry.words_box(number))
            labels = [one.labels(blurred=scene.blurred) for one in blocks]
            texts = [", ".join(label[min(at, len(label) - 1)] for label in labels) for at in (0, 1, 2)]
            paint_words(painter, texts, room, inks, mirrored=scene.geometry.mirrored)
        painter.setOpacity(1.0)

    def _paint_number(self, painter: QPainter, scene: MonthScene, day: date, box: Box) -> None:
        inks, scale = self._inks, scene.geometry.text_scale
        wide = _BADGE_PX * scale
        x = box.x + 3 if scene.geometry.mirrored else box.x + box.width - wide - 3
        badge = QRectF(x, box.y + 3, wide, wide)
        is_today = day == scene.today
        if is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.accent)
            painter.drawEllipse(badge)
        inside = day.month == scene.month
        painter.setFont(inks.small_strong if inside else inks.small)
        painter.setPen(inks.on_accent if is_today else inks.text if inside else inks.secondary)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _paint_holiday(self, painter: QPainter, scene: MonthScene, name: str, box: Box) -> None:
        """Beside the number, at the leading edge."""
        inks, mirrored, wide = self._inks, scene.geometry.mirrored, _BADGE_PX * scene.geometry.text_scale
        row = QRectF(box.x, box.y + 3, box.width, wide)
        room = row.adjusted(wide + 3, 0, -_PAD_PX, 0) if mirrored else row.adjusted(_PAD_PX, 0, -wide - 3, 0)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        side |= Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.setFont(inks.small)
        painter.setPen(inks.secondary)
        shown = inks.small_metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side, shown)

    def _paint_row(self, painter: QPainter, scene: MonthScene, entry: CalendarEntry, box: Box) -> None:
        inks, ink, rect = self._inks, self._inks.event(entry.colour), QRectF(*box)
        painter.setPen(inks.hour_pen if entry.cancelled else Qt.PenStyle.NoPen)
        painter.setBrush(inks.surface if entry.cancelled else ink.fill)
        painter.drawRoundedRect(rect, RADIUS_PX, RADIUS_PX)
        mirrored, wide = scene.geometry.mirrored, HATCHED_PX if entry.missed else BAR_PX
        if not entry.cancelled:
            hatched = Qt.BrushStyle.BDiagPattern if entry.missed else Qt.BrushStyle.SolidPattern
            x = rect.right() - wide if mirrored else rect.left()
            painter.fillRect(QRectF(x, rect.top() + 1, wide, rect.height() - 2), QBrush(ink.bar, hatched))
        lead, trail = wide + _PAD_PX - 2, _PAD_PX
        if entry.status is not AppointmentStatus.SCHEDULED:
            trail += GLYPH_PX + 2
            x = rect.left() + _PAD_PX - 2 if mirrored else rect.right() - _PAD_PX + 2 - GLYPH_PX
            painter.setPen(QPen(inks.secondary if entry.cancelled else ink.bar, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(glyph(entry.status).translated(x, rect.center().y() - GLYPH_PX / 2))
        room = rect.adjusted(trail, 0, -lead, 0) if mirrored else rect.adjusted(lead, 0, -trail, 0)
        self._write(painter, scene, entry, room)
        if entry.id == scene.selected:
            painter.setPen(inks.focus_pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, RADIUS_PX, RADIUS_PX)

    def _write(self, painter: QPainter, scene: MonthScene, entry: CalendarEntry, room: QRectF) -> None:
        inks, side = self._inks, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        mirrored = scene.geometry.mirrored
        side |= Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        if room.width() >= _TIMES_FROM_PX * scene.geometry.text_scale:
            painter.setFont(inks.small)
            painter.setPen(inks.secondary)
            painter.drawText(room, side, time_text(entry.start, scene.zone))
            used = inks.times_px + _PAD_PX
            room = room.adjusted(0, 0, -used, 0) if mirrored else room.adjusted(used, 0, 0, 0)
        name = initials(entry.client_name) if scene.blurred else entry.client_name
        shown = self._fit(name, room.width())
        painter.setFont(inks.small_strong)
        painter.setPen(inks.secondary if entry.cancelled else inks.event(entry.colour).bar)
        painter.drawText(room, side, shown)
        if entry.cancelled:
            wide = min(inks.small_strong_metrics.horizontalAdvance(shown), room.width())
            x = room.right() - wide if mirrored else room.left()
            painter.drawLine(QLineF(x, room.center().y(), x + wide, room.center().y()))

    def _fit(self, name: str, width: float) -> str:
        key = (name, int(width))
        if key not in self._elided:
            metrics: QFontMetricsF = self._inks.small_strong_metrics
            fits = self._inks.width(name, "small_strong") <= width
            self._elided[key] = name if fits else metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
        return self._elided[key]

    def _paint_more(self, painter: QPainter, scene: MonthScene, day: MonthDay) -> None:
        inks = self._inks
        box = QRectF(*scene.geometry.row_box(day.number, len(day.shown))).adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        words = more_text(day)
        if inks.width(words, "small_strong") > box.width():
            words = more_text(day, short=True)
        painter.setFont(inks.small_strong)
        painter.setPen(inks.text)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        side |= Qt.AlignmentFlag.AlignRight if scene.geometry.mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side, words)

    def _paint_lines(self, painter: QPainter, scene: MonthScene) -> None:
        inks, geometry = self._inks, scene.geometry
        # With it a line of one px at whole px would be spread over two, and look blurred.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(inks.hour_pen)
        for week in range(geometry.weeks):
            y = round(geometry.head_px + week * geometry.week_px)
            painter.drawLine(QPointF(0, y), QPointF(geometry.width, y))
        for place in range(7):
            box = geometry.day_box(place)
            x = round(box.x + (box.width if geometry.mirrored else 0))
            painter.drawLine(QPointF(x, geometry.head_px), QPointF(x, geometry.height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter, scene)

    def _paint_heads(self, painter: QPainter, scene: MonthScene) -> None:
        inks, geometry, centre = self._inks, scene.geometry, Qt.AlignmentFlag.AlignCenter
        painter.setFont(inks.small)
        for place, day in enumerate(scene.days[:7]):
            painter.setPen(inks.secondary)
            painter.drawText(QRectF(*geometry.head_box(place)), centre, weekday_text(day.day))
        for week in range(geometry.weeks):
            # ISO 8601: a week belongs to the year in which its Thursday lies.
            thursday = next(day.day for day in scene.days[week * 7 : week * 7 + 7] if day.day.weekday() == 3)
            painter.setPen(inks.secondary)
            painter.drawText(QRectF(*geometry.week_box(week)), centre, str(thursday.isocalendar().week))


def _rect(box: Box, inset: float) -> QRectF:
    return QRectF(*box).adjusted(inset, inset, -inset, -inset)
