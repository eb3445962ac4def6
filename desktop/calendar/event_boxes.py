"""Events made ready to paint (boxes, shaped texts, glyphs), so that painting allocates next to nothing."""

import math
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QStaticText

from core.domain.enums import AppointmentStatus
from desktop.calendar.entry import CalendarEntry, initials
from desktop.calendar.geometry import Box, Geometry
from desktop.calendar.layout import Slice
from desktop.calendar.paint_styles import PaintStyles
from desktop.calendar.texts import span_text, status_text, time_text

RADIUS_PX = 4
BAR_PX = 3
HATCHED_PX = 7
PAD_PX = 7
GLYPH_PX = 11
_ALERT_SIGN = "!"
_TIGHT_PX = 4
_TOP_PX = 3
_MOST_ARTS = 500
_NARROW_PX = 64
_WIDE_PX = 260
"""From here on an alert in one line with the times says enough to be read."""
_THREE_ROWS_PX = 52
_ROOMY_PX = 520
_LEAST_LETTER_PX = 2.5
"""No letter of a name is narrower: what is longer than its room by this need not be measured."""
_LEFT_PX = 380
"""From here on a second column of text has room: what is worth knowing before the client comes in."""


class TextLine(NamedTuple):
    """One shaped line of text and its top left corner."""

    text: QStaticText
    at: QPointF
    font: QFont
    colour: QColor
    strike: QLineF | None = None


class TextRoom(NamedTuple):
    """Where a line may go: its event's box, the room for text, and its start from the leading edge."""

    box: Box
    room: float
    indent: float
    top: float


class Name(NamedTuple):
    """A name as it was chosen for its room, and as it is painted there."""

    text: str
    font: str
    shaped: QStaticText
    width: float


class Look(NamedTuple):
    """Colours and brushes that appointments of one service and state share; no `fill` where one is off."""

    fill: QBrush | None
    edge: QBrush
    ink: QColor
    bar_px: int


class Art(NamedTuple):
    """What an event looks like; places are px from the top left of its box. Equal looks share one."""

    body: QPainterPath
    bar: QPainterPath
    fill: QBrush | None
    edge: QBrush
    """What the bar is filled with."""
    ink: QColor
    lines: tuple[TextLine, ...]
    glyph: QPointF | None


class Frame(NamedTuple):
    """What events of one size, colour and state share; places are px from the top left of their boxes."""

    box: Box
    look: Look
    body: QPainterPath
    bar: QPainterPath
    glyph: QPointF | None
    indent: float
    room: float
    """For texts."""
    name_room: float
    rows: int
    """So many lines have room below the name."""
    arts: dict[str, Art]
    """Of names that stand alone, as initials do in a narrow box."""


class EventBox:
    """One slice and its box. Its looks are worked out when it is first seen, so a page turns at once."""

    __slots__ = ("_art", "_box", "_maker", "entry", "piece", "rect")

    def __init__(self, piece: Slice, box: Box, maker: "TileMaker") -> None:
        self.piece = piece
        self.entry = piece.entry
        """The appointment that this is a part of; over midnight it has a box on both days."""
        self.rect = QRectF(*box)
        self._box = box
        self._maker = maker
        self._art: Art | None = None

    @property
    def art(self) -> Art:
        """Worked out at the first call and kept."""
        if self._art is None:
            self._art = self._maker.art(self.entry, self._box)
        return self._art


class TileMaker:
    """Makes tiles for one geometry and look, and remembers those that stay the same."""

    def __init__(self, inks: PaintStyles, geometry: Geometry, zone: ZoneInfo, *, blurred: bool) -> None:
        self._inks = inks
        self._geometry = geometry
        self._zone = zone
        self._blurred = blurred
        self._made: dict[tuple[int, int], EventBox] = {}
        self._shapes: dict[tuple[int, float, float], tuple[QPainterPath, QPainterPath]] = {}
        self._frames: dict[tuple[str | None, AppointmentStatus, bool, float, float], Frame] = {}
        self._looks: dict[tuple[str | None, AppointmentStatus], Look] = {}
        self._initials: dict[tuple[str, float, float], Name] = {}

    def tiles(self, pieces: list[Slice]) -> list[EventBox]:
        """In the order of `pieces`; where a slice is the same as last time, so is its box, with its art."""
        keys = [(piece.entry.id.int, piece.column) for piece in pieces]
        made = {key: self._tile(key, piece) for key, piece in zip(keys, pieces, strict=True)}
        self._made = made
        return list(made.values())

    def _tile(self, key: tuple[int, int], piece: Slice) -> EventBox:
        known = self._made.get(key)
        # For another geometry, look or blur there is another TileMaker, so the slice is all that can differ.
        if known is not None and known.piece == piece:
            return known
        return EventBox(piece, self._geometry.box_of(piece), self)

    def art(self, entry: CalendarEntry, box: Box) -> Art:
        """Of an event in a box of this size. Ask `EventBox.art`, which keeps it."""
        frame = self._frame(entry, box)
        if frame.rows or frame.room > _NARROW_PX or self._is_low(box):
            return _art(frame, self._lines(entry, frame))
        name = self._named(entry, frame.name_room, frame.name_room)
        art = frame.arts.get(name.text)
        if art is None:
            if len(frame.arts) >= _MOST_ARTS:
                frame.arts.clear()
            line = self._name_line(entry, name, _top_room(frame, frame.name_room))
            art = frame.arts[name.text] = _art(frame, (line,) if name.text else ())
        return art

    def _frame(self, entry: CalendarEntry, box: Box) -> Frame:
        has_glyph = _has_glyph(entry, box)
        key = (entry.colour, entry.status, has_glyph, box.width, box.height)
        if key not in self._frames:
            size = Box(0.0, 0.0, box.width, box.height)
            self._frames[key] = self._new_frame(self._look(entry), size, has_glyph=has_glyph)
        return self._frames[key]

    def _new_frame(self, look: Look, box: Box, *, has_glyph: bool) -> Frame:
        body, bar = self._shape(look.bar_px, box.width, box.height)
        glyph = self._glyph_at(box) if has_glyph else None
        is_beside = glyph is not None and box.width >= _NARROW_PX + 20
        is_below = glyph is not None and not is_beside and box.height < _THREE_ROWS_PX
        indent = look.bar_px + PAD_PX - 2
        room = box.width - indent - _TIGHT_PX
        rows = int((box.height - 1 - _TOP_PX - self._inks.name_px) // self._inks.small_px)
        if is_below or room < self._inks.times_px:
            rows = 0
        name_room = room - (GLYPH_PX + 4 if is_beside else 0)
        return Frame(box, look, body, bar, glyph, indent, room, name_room, max(rows, 0), {})

    def _is_low(self, box: Box) -> bool:
        """Too low for two lines."""
        return box.height < self._inks.name_px + self._inks.small_px + 4

    def _look(self, entry: CalendarEntry) -> Look:
        key = (entry.colour, entry.status)
        if key not in self._looks:
            ink = self._inks.event(entry.colour)
            colour = self._inks.secondary if entry.cancelled else ink.bar
            fill = None if entry.cancelled else self._inks.brush(ink.fill)
            # A hatch needs more width than a plain bar to be seen as one.
            bar_px = HATCHED_PX if entry.missed else BAR_PX
            self._looks[key] = Look(fill, self._inks.brush(colour, hatched=entry.missed), colour, bar_px)
        return self._looks[key]

    def _shape(self, bar_px: int, width: float, height: float) -> tuple[QPainterPath, QPainterPath]:
        """At the origin. Events of one size share both."""
        key = (bar_px, width, height)
        if key not in self._shapes:
            body = QPainterPath()
            body.addRoundedRect(QRectF(0, 0, width, height), RADIUS_PX, RADIUS_PX)
            self._shapes[key] = body, _edge(*key, mirrored=self._geometry.mirrored)
        return self._shapes[key]

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

    def _lines(self, entry: CalendarEntry, frame: Frame) -> tuple[TextLine, ...]:
        place = _top_room(frame, frame.name_room)
        if self._is_low(frame.box):
            return self._single(entry, place)
        if frame.room >= _ROOMY_PX:
            return self._two_columns(entry, place, frame.rows)
        name = self._name_line(entry, self._named(entry, place.room, place.room), place)
        return (name, *self._lines_below(entry, place._replace(room=frame.room), frame.rows))

    def _two_columns(self, entry: CalendarEntry, place: TextRoom, rows: int) -> tuple[TextLine, ...]:
        """Name, times, service and place; beside them status, alert and remark."""
        half = min((place.room - PAD_PX) / 2, _LEFT_PX)
        narrow = place._replace(room=half)
        name = self._name_line(entry, self._named(entry, place.room, half), narrow)
        left = (name, *self._lines_below(entry, narrow, rows, alert=False))
        small_px = self._inks.small_px
        top, edge = place.top + 2, place.box.y + place.box.height - 1
        right = []
        for text in self._worth_knowing(entry):
            if top + small_px > edge:
                break
            colour = self._inks.alert if text == self._alert(entry) else self._inks.secondary
            room = TextRoom(place.box, place.room - half - PAD_PX, place.indent + half + PAD_PX, top)
            right.append(self._small_line(text, room, colour))
            top += small_px
        return (*left, *right)

    def _worth_knowing(self, entry: CalendarEntry) -> list[str]:
        """The alert first: it must be seen also where there is room for one line alone."""
        texts = (self._alert(entry), status_text(entry.status), self._remark(entry))
        return [text for text in texts if text]

    def _remark(self, entry: CalendarEntry) -> str:
        """In one line."""
        return "" if self._blurred else " ".join(entry.remark.split())

    def _lines_below(
        self, entry: CalendarEntry, name: TextRoom, rows: int, *, alert: bool = True
    ) -> tuple[TextLine, ...]:
        """What fits below a name, one line under the other."""
        if not rows:
            return ()
        small_px, top = self._inks.small_px, name.top + self._inks.name_px
        sign = self._alert(entry) if alert else ""
        texts = self._details(entry, name.room, rows, sign)
        return tuple(
            self._detail_line(text, name._replace(top=top + row * small_px), sign)
            for row, text in enumerate(texts)
        )

    def _detail_line(self, text: str, place: TextRoom, alert: str) -> TextLine:
        told = alert and (alert in text or text.startswith(_ALERT_SIGN))
        return self._small_line(text, place, self._inks.alert if told else self._inks.secondary)

    def _details(self, entry: CalendarEntry, room: float, count: int, alert: str) -> list[str]:
        """What stands below the name. A single line holds times and service where both fit."""
        times = self._times(entry, room)
        if room <= _NARROW_PX:
            return [times] if times else []
        if count == 1 and alert:
            # A box with one line for both keeps the times, and says that there is something to read.
            return [f"{times} · {alert}" if room >= _WIDE_PX else f"{_ALERT_SIGN} {times}"]
        together = f"{times} · {entry.service}"
        if count == 1 and entry.service and self._small_fits(together, room):
            return [together]
        return [text for text in (times, alert, entry.service, entry.location) if text][:count]

    def _alert(self, entry: CalendarEntry) -> str:
        """In one line; its sign tells it without the colour."""
        if not entry.alerts:
            return ""
        words = " ".join(entry.alerts.split())
        return f"{_ALERT_SIGN} {words}" if words and entry.movable and not self._blurred else ""

    def _small_fits(self, text: str, room: float) -> bool:
        return self._inks.width(text, "small") <= room

    def _single(self, entry: CalendarEntry, place: TextRoom) -> tuple[TextLine, ...]:
        """Too low for two lines: the name, and beside it what leaves the name whole."""
        inks, box = self._inks, place.box
        middle = box.y + (box.height - inks.name_px) / 2
        name = self._named(entry, place.room, place.room)
        first = self._name_line(entry, name, place._replace(top=middle))
        used = inks.width(name.text, "name") + 8
        both, start = span_text(entry.start, entry.end, self._zone), time_text(entry.start, self._zone)
        alert = self._alert(entry)
        richest = f"{both} · {alert or entry.service}" if alert or entry.service else both
        everything = " · ".join(filter(None, (both, alert, entry.service, self._remark(entry))))
        fitting = (
            text for text in (everything, richest, both, start) if self._small_fits(text, place.room - used)
        )
        text = next(fitting, None)
        if text is None:
            return (first,)
        middle = box.y + (box.height - inks.small_px) / 2
        beside = TextRoom(box, place.room - used, place.indent + used, middle)
        return (
            first,
            self._small_line(text, beside, inks.alert if alert and alert in text else inks.secondary),
        )

    def _named(self, entry: CalendarEntry, room: float, line_room: float) -> Name:
        """The whole name; where it would lose nearly all of it in `room`, as many initials as fit."""
        name = initials(entry.client_name) if self._blurred else entry.client_name
        if room > _NARROW_PX or self._name_fits(name, room):
            return self._name(name, line_room)
        letters = [word[0].upper() for word in entry.client_name.split()[:2]]
        key = ("".join(letters), room, line_room)
        if key not in self._initials:
            shorter = (".".join([*letters, ""]), "".join(letters), "".join(letters[:1]))
            fitting = (short for short in shorter if self._inks.width(short, "small_strong") <= room)
            self._initials[key] = self._name(next(fitting, ""), line_room)
        return self._initials[key]

    def _name(self, name: str, room: float) -> Name:
        narrow = room < _NARROW_PX and self._inks.width(name, "name") > room
        font = "small_strong" if narrow else "name"
        return Name(name, font, *self._fitted(name, font, room))

    def _name_fits(self, name: str, room: float) -> bool:
        """Words come back in the names of others and are remembered; most whole names are met once a week."""
        if len(name) * _LEAST_LETTER_PX > room:
            return False
        width, used = self._inks.width, 0.0
        for word in name.split():
            used += width(word, "name")
            if used > room:
                return False
        return width(name, "name") <= room

    def _times(self, entry: CalendarEntry, room: float) -> str:
        """Both times, or the first, or none, as they fit: half a time misleads."""
        start = time_text(entry.start, self._zone)
        if not self._small_fits(start, room):
            return ""
        both = span_text(entry.start, entry.end, self._zone)
        return both if self._small_fits(both, room) else start

    def _name_line(self, entry: CalendarEntry, name: Name, place: TextRoom) -> TextLine:
        line = self._line(name.shaped, name.width, name.font, self._look(entry).ink, place)
        return line._replace(strike=self._strike(line)) if entry.cancelled else line

    def _strike(self, line: TextLine) -> QLineF:
        """Drawn by hand: the strike of a shaped text lands elsewhere when the painter is translated."""
        y = line.at.y() + self._inks.name_metrics.ascent() - self._inks.name_metrics.strikeOutPos()
        return QLineF(line.at.x(), y, line.at.x() + line.text.size().width(), y)

    def _small_line(self, text: str, place: TextRoom, colour: QColor) -> TextLine:
        return self._line(*self._fitted(text, "small", place.room), "small", colour, place)

    def _fitted(self, text: str, font: str, room: float) -> tuple[QStaticText, float]:
        """A text as far as there is room for it, and its width. `font` is the name of one of the inks'."""
        inks, wide = self._inks, self._inks.width(text, font)
        if wide > room:
            metrics: QFontMetricsF = getattr(inks, f"{font}_metrics")
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            wide = inks.width(text, font)
        return inks.shaped(text, font), wide

    def _line(self, shaped: QStaticText, wide: float, font: str, colour: QColor, place: TextRoom) -> TextLine:
        look: QFont = getattr(self._inks, font)
        x = place.box.x + place.indent
        if self._geometry.mirrored:
            x = place.box.x + place.box.width - place.indent - wide
        return TextLine(shaped, QPointF(x, place.top), look, colour)


def _top_room(frame: Frame, room: float) -> TextRoom:
    return TextRoom(frame.box, room, frame.indent, frame.box.y + _TOP_PX)


def _art(frame: Frame, lines: tuple[TextLine, ...]) -> Art:
    look = frame.look
    return Art(frame.body, frame.bar, look.fill, look.edge, look.ink, lines, frame.glyph)


def _edge(wide: int, width: float, height: float, *, mirrored: bool) -> QPainterPath:
    """A strip along the leading side of a rounded box at the origin, following its corners."""
    side = 2.0 * RADIUS_PX
    x, turn, start = (width - side, -1, 0) if mirrored else (0.0, 1, 180)
    inner = width - wide if mirrored else wide
    # A strip narrower than the radius has a part of the corner's arc alone: as far as its straight inner
    # edge, which meets the arc after so many degrees.
    bend = math.degrees(math.acos(max(RADIUS_PX - wide, 0) / RADIUS_PX))
    bar = QPainterPath(QPointF(inner, 0))
    bar.arcTo(QRectF(x, 0, side, side), start - turn * bend, turn * bend)
    bar.arcTo(QRectF(x, height - side, side, side), start, turn * bend)
    bar.lineTo(inner, height)
    bar.closeSubpath()
    return bar


def _has_glyph(entry: CalendarEntry, box: Box) -> bool:
    """A status always; that it repeats where it takes no room from the name."""
    is_repeated = entry.series_id is not None and box.width >= _NARROW_PX + 20
    return is_repeated or entry.status is not AppointmentStatus.SCHEDULED


def paint_tile(painter: QPainter, tile: EventBox, inks: PaintStyles) -> None:
    """One event: soft fill, bar, texts, status glyph. Never tells a status by colour alone."""
    art, x, y = tile.art, tile.rect.x(), tile.rect.y()
    painter.translate(x, y)
    if art.fill is not None:
        painter.fillPath(art.body, art.fill)
        painter.fillPath(art.bar, art.edge)
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
    painter.translate(-x, -y)


def glyph(status: AppointmentStatus) -> QPainterPath:
    """A small sign in a square of GLYPH_PX: tick, cross, an empty circle with a stroke; a turning arrow for
    what is scheduled and repeats."""
    path = QPainterPath()
    if status is AppointmentStatus.SCHEDULED:
        circle = QRectF(1.5, 1.5, 8, 8)
        path.arcMoveTo(circle, 20)
        path.arcTo(circle, 20, 300)
        path.moveTo(9.6, 1.2)
        path.lineTo(9.3, 4.1)
        path.lineTo(6.4, 3.8)
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
