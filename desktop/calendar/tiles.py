"""Events made ready to paint (boxes, shaped texts, glyphs), so that painting allocates next to nothing."""

import math
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QStaticText

from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId
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
_THREE_ROWS_PX = 52


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
class Art:
    """What one event looks like."""

    body: QPainterPath
    bar: QPainterPath
    fill: QColor | None
    ink: QColor
    lines: tuple[Line, ...]
    glyph: QPointF | None


class Tile:
    """One slice and its box. Its looks are worked out when it is first seen, so a page turns at once."""

    __slots__ = ("_art", "_maker", "piece", "rect")

    def __init__(self, piece: Slice, rect: QRectF, maker: "TileMaker") -> None:
        self.piece = piece
        self.rect = rect
        self._maker = maker
        self._art: Art | None = None

    @property
    def entry(self) -> Entry:
        return self.piece.entry

    @property
    def art(self) -> Art:
        if self._art is None:
            self._art = self._maker.art(self.piece)
        return self._art


class TileMaker:
    """Makes tiles for one geometry and look, and remembers those that stay the same."""

    def __init__(self, inks: Inks, geometry: Geometry, zone: ZoneInfo, *, blurred: bool) -> None:
        self._inks = inks
        self._geometry = geometry
        self._zone = zone
        self._blurred = blurred
        self._made: dict[tuple[AppointmentId, int], Tile] = {}
        self._bars: dict[tuple[int, float, float], QPainterPath] = {}

    def tiles(self, pieces: list[Slice]) -> list[Tile]:
        self._made = {(piece.entry.id, piece.column): self._tile(piece) for piece in pieces}
        return list(self._made.values())

    def _tile(self, piece: Slice) -> Tile:
        known = self._made.get((piece.entry.id, piece.column))
        if known is not None and known.piece == piece:
            return known
        return Tile(piece, QRectF(*self._geometry.box_of(piece)), self)

    def art(self, piece: Slice) -> Art:
        box, entry = self._geometry.box_of(piece), piece.entry
        ink = self._inks.event(entry.colour)
        body = QPainterPath()
        body.addRoundedRect(QRectF(*box), RADIUS_PX, RADIUS_PX)
        glyph = self._glyph_at(box) if entry.status is not AppointmentStatus.SCHEDULED else None
        colour = self._inks.secondary if entry.cancelled else ink.bar
        fill = None if entry.cancelled else ink.fill
        beside = glyph is not None and box.width >= _NARROW_PX + 20
        below = glyph is not None and not beside and box.height < _THREE_ROWS_PX
        lines = self._lines(entry, box, glyph_beside=beside, glyph_below=below)
        return Art(body, self._bar(entry, box), fill, colour, lines, glyph)

    def _bar(self, entry: Entry, box: Box) -> QPainterPath:
        """The leading edge of the rounded body. Events of one length share its shape."""
        key = (_bar_px(entry), box.width, box.height)
        if key not in self._bars:
            self._bars[key] = _edge(*key, mirrored=self._geometry.mirrored)
        return self._bars[key].translated(box.x, box.y)

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

    def _lines(self, entry: Entry, box: Box, *, glyph_beside: bool, glyph_below: bool) -> tuple[Line, ...]:
        indent = _bar_px(entry) + PAD_PX - 2
        room = box.width - indent - _TIGHT_PX
        first_room = room - (GLYPH_PX + 4 if glyph_beside else 0)
        name = self._name(entry, first_room)
        name_px, small_px = self._inks.name_metrics.height(), self._inks.small_metrics.height()
        if box.height < name_px + small_px + 4:
            return self._single(entry, name, Place(box, first_room, indent, 0))
        made = [self._name_line(entry, name, Place(box, first_room, indent, box.y + 3))]
        top = box.y + 3 + name_px
        count = 0 if glyph_below else int((box.y + box.height - 1 - top) // small_px)
        for text in self._details(entry, room, count):
            made.append(self._small_line(text, Place(box, room, indent, top)))
            top += small_px
        return tuple(made)

    def _details(self, entry: Entry, room: float, count: int) -> list[str]:
        """What stands below the name. A single line holds times and service where both fit."""
        times = self._times(entry, room)
        if room <= _NARROW_PX:
            return [times] if times and count else []
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


def _edge(wide: int, width: float, height: float, *, mirrored: bool) -> QPainterPath:
    """A strip along the leading side of a rounded box at the origin, following its corners."""
    side = 2.0 * RADIUS_PX
    x, turn, start = (width - side, -1, 0) if mirrored else (0.0, 1, 180)
    inner = width - wide if mirrored else wide
    bend = math.degrees(math.acos(max(RADIUS_PX - wide, 0) / RADIUS_PX))
    bar = QPainterPath(QPointF(inner, 0))
    bar.arcTo(QRectF(x, 0, side, side), start - turn * bend, turn * bend)
    bar.arcTo(QRectF(x, height - side, side, side), start, turn * bend)
    bar.lineTo(inner, height)
    bar.closeSubpath()
    return bar


def _bar_px(entry: Entry) -> int:
    """A hatch needs more width than a plain bar to be seen as one."""
    return HATCHED_PX if entry.missed else BAR_PX


def paint_tile(painter: QPainter, tile: Tile, inks: Inks) -> None:
    """One event: soft fill, bar, texts, status glyph. Never tells a status by colour alone."""
    art = tile.art
    if art.fill is not None:
        hatched = Qt.BrushStyle.BDiagPattern if tile.entry.missed else Qt.BrushStyle.SolidPattern
        painter.fillPath(art.body, art.fill)
        painter.fillPath(art.bar, QBrush(art.ink, hatched))
    else:
        painter.setPen(inks.hour_pen)
        painter.setBrush(inks.surface)
        painter.drawPath(art.body)
    for line in art.lines:
        painter.setFont(line.font)
        painter.setPen(line.colour)
        painter.drawStaticText(line.at, line.text)
        if line.strike is not None:
            painter.drawLine(line.strike)
    if art.glyph is not None:
        painter.setPen(QPen(art.ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(glyph(tile.entry.status).translated(art.glyph))


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
