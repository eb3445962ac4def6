"""Events made ready to paint (boxes, shaped texts, glyphs), so that painting allocates next to nothing."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QStaticText

from core.domain.enums import AppointmentStatus
from desktop.calendar.entry import Entry, initials
from desktop.calendar.geometry import Box, Geometry
from desktop.calendar.inks import Inks
from desktop.calendar.layout import Slice
from desktop.calendar.texts import span_text, time_text

RADIUS_PX = 4
BAR_PX = 3
HATCHED_PX = 7
PAD_PX = 7
GLYPH_PX = 11
_TIGHT_PX = 4
_NARROW_PX = 64


@dataclass(frozen=True, slots=True)
class Line:
    """One shaped line of text and its top left corner."""

    text: QStaticText
    at: QPointF
    font: QFont
    colour: QColor
    strike: QLineF | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line may go: its event's box, the room for text, and its start from the leading edge."""

    box: Box
    room: float
    indent: float
    top: float


@dataclass(frozen=True, slots=True)
class Tile:
    """One slice with everything that painting needs."""

    piece: Slice
    rect: QRectF
    body: QPainterPath
    bar: QPainterPath
    fill: QColor | None
    ink: QColor
    lines: tuple[Line, ...]
    glyph: QPointF | None

    @property
    def entry(self) -> Entry:
        return self.piece.entry


class TileMaker:
    """Makes tiles for one geometry and look, and remembers those that stay the same."""

    def __init__(self, inks: Inks, geometry: Geometry, zone: ZoneInfo, *, blurred: bool) -> None:
        self._inks = inks
        self._geometry = geometry
        self._zone = zone
        self._blurred = blurred
        self._made: dict[Slice, Tile] = {}

    def tiles(self, pieces: list[Slice]) -> list[Tile]:
        self._made = {piece: self._made.get(piece) or self._make(piece) for piece in pieces}
        return list(self._made.values())

    def _make(self, piece: Slice) -> Tile:
        box, entry = self._geometry.box_of(piece), piece.entry
        rect = QRectF(*box)
        ink = self._inks.event(entry.colour)
        body = QPainterPath()
        body.addRoundedRect(rect, RADIUS_PX, RADIUS_PX)
        glyph = self._glyph_at(box) if entry.status is not AppointmentStatus.SCHEDULED else None
        colour = self._inks.secondary if entry.cancelled else ink.bar
        fill = None if entry.cancelled else ink.fill
        beside = glyph is not None and box.width >= _NARROW_PX + 20
        lines = self._lines(entry, box, beside)
        return Tile(piece, rect, body, self._bar(entry, box, body), fill, colour, lines, glyph)

    def _bar(self, entry: Entry, box: Box, body: QPainterPath) -> QPainterPath:
        """The leading edge of the rounded body."""
        wide = _bar_px(entry)
        left = box.x + box.width - wide if self._geometry.mirrored else box.x
        strip = QPainterPath()
        strip.addRect(QRectF(left, box.y, wide, box.height))
        return strip.intersected(body)

    def _glyph_at(self, box: Box) -> QPointF | None:
        """Beside the name; in a narrow box below the texts, so that the name keeps its room."""
        narrow = box.width < _NARROW_PX + 20
        if narrow and box.height < 40:
            return None
        mirrored = self._geometry.mirrored
        x = box.x + PAD_PX - 2 if mirrored else box.x + box.width - PAD_PX - GLYPH_PX + 2
        if narrow:
            return QPointF(x, box.y + box.height - GLYPH_PX - 4)
        return QPointF(x, box.y + min(5.0, (box.height - GLYPH_PX) / 2))

    def _lines(self, entry: Entry, box: Box, glyph_beside: bool) -> tuple[Line, ...]:
        indent = _bar_px(entry) + PAD_PX - 2
        room = box.width - indent - _TIGHT_PX
        first_room = room - (GLYPH_PX + 4 if glyph_beside else 0)
        name = self._name(entry, first_room)
        name_px, small_px = self._inks.name_metrics.height(), self._inks.small_metrics.height()
        if box.height < name_px + small_px + 4:
            return self._single(entry, name, Place(box, first_room, indent, 0))
        made = [self._name_line(entry, name, Place(box, first_room, indent, box.y + 3))]
        top = box.y + 3 + name_px
        count = int((box.y + box.height - 1 - top) // small_px)
        for text in self._details(entry, room, count):
            made.append(self._small_line(text, Place(box, room, indent, top)))
            top += small_px
        return tuple(made)

    def _details(self, entry: Entry, room: float, count: int) -> list[str]:
        """What stands below the name. A single line holds times and service where both fit."""
        times = self._times(entry, room)
        if room <= _NARROW_PX:
            return [times] if times else []
        together = f"{times} · {entry.service}"
        if count == 1 and entry.service and self._small_fits(together, room):
            return [together]
        return [text for text in (times, entry.service, entry.location) if text][:count]

    def _small_fits(self, text: str, room: float) -> bool:
        return self._inks.small_metrics.horizontalAdvance(text) <= room

    def _single(self, entry: Entry, name: str, place: Place) -> tuple[Line, ...]:
        """Too low for two lines: the name, and beside it what leaves the name whole."""
        inks, box = self._inks, place.box
        middle = box.y + (box.height - inks.name_metrics.height()) / 2
        first = self._name_line(entry, name, replace(place, top=middle))
        used = inks.name_metrics.horizontalAdvance(name) + 8
        both, start = span_text(entry.start, entry.end, self._zone), time_text(entry.start, self._zone)
        richest = f"{both} · {entry.service}" if entry.service else both
        fitting = (text for text in (richest, both, start) if self._small_fits(text, place.room - used))
        text = next(fitting, None)
        if text is None:
            return (first,)
        middle = box.y + (box.height - inks.small_metrics.height()) / 2
        return (first, self._small_line(text, Place(box, place.room - used, place.indent + used, middle)))

    def _name(self, entry: Entry, room: float) -> str:
        """The whole name; where it would lose nearly all of it, as many initials as fit."""
        dotted = initials(entry.client_name)
        name = dotted if self._blurred else entry.client_name
        if room > _NARROW_PX or self._inks.name_metrics.horizontalAdvance(name) <= room:
            return name
        letters = [letter for letter in dotted.split(".") if letter]
        shorter = (".".join([*letters[:2], ""]), "".join(letters[:2]), "".join(letters[:1]))
        width = self._inks.small_strong_metrics.horizontalAdvance
        return next((short for short in shorter if width(short) <= room), "")

    def _times(self, entry: Entry, room: float) -> str:
        """Both times, or the first, or none, as they fit: half a time misleads."""
        both, start = span_text(entry.start, entry.end, self._zone), time_text(entry.start, self._zone)
        if self._small_fits(both, room):
            return both
        return start if self._small_fits(start, room) else ""

    def _name_line(self, entry: Entry, name: str, place: Place) -> Line:
        colour = self._inks.secondary if entry.cancelled else self._inks.event(entry.colour).bar
        font, metrics = self._inks.name, self._inks.name_metrics
        if metrics.horizontalAdvance(name) > place.room and place.room < _NARROW_PX:
            font, metrics = self._inks.small_strong, self._inks.small_strong_metrics
        line = self._line(name, font, metrics, colour, place)
        return replace(line, strike=self._strike(line)) if entry.cancelled else line

    def _strike(self, line: Line) -> QLineF:
        """Drawn by hand: the strike of a shaped text lands elsewhere when the painter is translated."""
        y = line.at.y() + self._inks.name_metrics.ascent() - self._inks.name_metrics.strikeOutPos()
        return QLineF(line.at.x(), y, line.at.x() + line.text.size().width(), y)

    def _small_line(self, text: str, place: Place) -> Line:
        inks = self._inks
        return self._line(text, inks.small, inks.small_metrics, inks.secondary, place)

    def _line(self, text: str, font: QFont, metrics: QFontMetricsF, colour: QColor, place: Place) -> Line:
        shaped = QStaticText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.room))
        shaped.setTextFormat(Qt.TextFormat.PlainText)
        shaped.prepare(font=font)
        x = place.box.x + place.indent
        if self._geometry.mirrored:
            x = place.box.x + place.box.width - place.indent - shaped.size().width()
        return Line(shaped, QPointF(x, place.top), font, colour)


def _bar_px(entry: Entry) -> int:
    """A hatch needs more width than a plain bar to be seen as one."""
    return HATCHED_PX if entry.missed else BAR_PX


def paint_tile(painter: QPainter, tile: Tile, inks: Inks) -> None:
    """One event: soft fill, bar, texts, status glyph. Never tells a status by colour alone."""
    if tile.fill is not None:
        painter.fillPath(tile.body, tile.fill)
        painter.fillPath(tile.bar, _bar_brush(tile))
    else:
        painter.setPen(inks.hour_pen)
        painter.setBrush(inks.surface)
        painter.drawPath(tile.body)
    for line in tile.lines:
        painter.setFont(line.font)
        painter.setPen(line.colour)
        painter.drawStaticText(line.at, line.text)
        if line.strike is not None:
            painter.drawLine(line.strike)
    if tile.glyph is not None:
        painter.setPen(QPen(tile.ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(glyph(tile.entry.status).translated(tile.glyph))


def _bar_brush(tile: Tile) -> QBrush:
    return QBrush(tile.ink, Qt.BrushStyle.BDiagPattern if tile.entry.missed else Qt.BrushStyle.SolidPattern)


def glyph(status: AppointmentStatus) -> QPainterPath:
    """A small sign in a square of GLYPH_PX: tick, cross, or an empty circle with a stroke."""
    path = QPainterPath()
    if status is AppointmentStatus.COMPLETED:
        path.moveTo(1.5, 6)
        path.lineTo(4.5, 9)
        path.lineTo(10, 2.5)
    elif status is AppointmentStatus.NO_SHOW:
        path.addEllipse(QRectF(0.5, 0.5, 10, 10))
        path.moveTo(3, 5.5)
        path.lineTo(8, 5.5)
    elif status is AppointmentStatus.CANCELLED:
        path.moveTo(2, 2)
        path.lineTo(9, 9)
        path.moveTo(9, 2)
        path.lineTo(2, 9)
    return path
