"""What the grid shows, kept ready to paint: columns, tiles, ghost, cursor and selection."""

from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from core.domain.ids import AppointmentId
from desktop.calendar.entry import Entry
from desktop.calendar.geometry import HOUR_PX, Geometry
from desktop.calendar.gesture import Board, Ghost
from desktop.calendar.ground import Ground, make_ground, paint_ground, paint_now
from desktop.calendar.hours import Hours
from desktop.calendar.inks import Inks
from desktop.calendar.layout import lay_out
from desktop.calendar.texts import span_text, time_text
from desktop.calendar.tiles import PAD_PX, RADIUS_PX, Tile, TileMaker, paint_tile
from desktop.calendar.timeline import Difference

_FADED = 0.45


class Scene:
    """Laid out anew only when entries, columns, size, zoom or look change; painting only reads."""

    def __init__(self, board: Board, hours: Hours, inks: Inks) -> None:
        self.board = board
        self.hours = hours
        self.inks = inks
        self.geometry = Geometry(700, len(board.days), text_scale=inks.text_scale)
        self.blurred = False
        self.ghost: Ghost | None = None
        self.cursor: tuple[datetime, datetime] | None = None
        self.cursor_shown = False
        self.selected: AppointmentId | None = None
        self._entries: dict[AppointmentId, Entry] = {}
        self._ground: Ground | None = None
        self._maker: TileMaker | None = None
        self._tiles: list[Tile] | None = None

    @property
    def ground(self) -> Ground:
        if self._ground is None:
            self._ground = make_ground(self.board, self.geometry, self.hours)
        return self._ground

    @property
    def tiles(self) -> list[Tile]:
        """By column, then from the top: also the order in which they are read out."""
        if self._tiles is None:
            if self._maker is None:
                self._maker = TileMaker(self.inks, self.geometry, self.board.zone, blurred=self.blurred)
            pieces = lay_out(self._entries.values(), self.board.days, self.geometry.least_minutes)
            self._tiles = self._maker.tiles(pieces)
        return self._tiles

    def show(self, board: Board, hours: Hours) -> None:
        self.board, self.hours = board, hours
        self.resize(self.geometry.width, self.geometry.hour_px, mirrored=self.geometry.mirrored)

    def resize(self, width: float, hour_px: float = HOUR_PX, *, mirrored: bool) -> None:
        self.geometry = Geometry(
            max(width, 1.0), len(self.board.days), hour_px, mirrored, self.inks.text_scale
        )
        self._forget()

    def restyle(self, inks: Inks, *, blurred: bool) -> None:
        self.inks, self.blurred = inks, blurred
        self.show(self.board, self.hours)

    def apply(self, difference: Difference) -> None:
        for entry_id in difference.gone:
            self._entries.pop(entry_id, None)
        self._entries |= {entry.id: entry for entry in difference.shown}
        self._tiles = None

    def entry(self, entry_id: AppointmentId | None) -> Entry | None:
        return self._entries.get(entry_id) if entry_id else None

    def tile_at(self, x: float, y: float) -> Tile | None:
        return next((tile for tile in self.tiles if tile.rect.contains(x, y)), None)

    def tile_of(self, entry_id: AppointmentId) -> Tile | None:
        return next((tile for tile in self.tiles if tile.entry.id == entry_id), None)

    def _forget(self) -> None:
        self._ground = self._maker = self._tiles = None

    def paint(self, painter: QPainter, visible: QRectF, now: datetime, *, focused: bool) -> None:
        """Paints what `visible` (px of the columns) touches."""
        paint_ground(painter, self.ground, self.inks)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        moving = self.ghost.entry.id if self.ghost and self.ghost.entry else None
        for tile in self.tiles:
            if tile.rect.intersects(visible):
                painter.setOpacity(_FADED if tile.entry.id == moving else 1.0)
                paint_tile(painter, tile, self.inks)
        painter.setOpacity(1.0)
        self._paint_selection(painter, focused=focused)
        if focused and self.ghost is None and self.selected is None:
            self._paint_cursor(painter)
        paint_now(painter, self.ground, self.inks, now)
        if self.ghost is not None:
            self._paint_ghost(painter, self.ghost)

    def _paint_selection(self, painter: QPainter, *, focused: bool) -> None:
        for tile in self.tiles:
            if tile.entry.id == self.selected:
                painter.setPen(self.inks.focus_pen if focused else tile.art.ink)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(tile.rect, RADIUS_PX, RADIUS_PX)

    def _paint_cursor(self, painter: QPainter) -> None:
        for rect in self.boxes(*self.cursor) if self.cursor and self.cursor_shown else ():
            painter.setPen(self.inks.focus_pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)

    def _paint_ghost(self, painter: QPainter, ghost: Ghost) -> None:
        for place, rect in enumerate(self.boxes(ghost.start, ghost.end)):
            path = QPainterPath()
            path.addRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
            painter.setOpacity(0.92)
            painter.fillPath(path, self.inks.accent_soft)
            painter.setOpacity(1.0)
            painter.setPen(self.inks.ghost_pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
            if place == 0:
                self._write(painter, rect, ghost)

    def _write(self, painter: QPainter, rect: QRectF, ghost: Ghost) -> None:
        text = span_text(ghost.start, ghost.end, self.board.zone)
        if self.inks.small_strong_metrics.horizontalAdvance(text) > rect.width() - 2 * PAD_PX:
            text = time_text(ghost.start, self.board.zone)
        painter.setFont(self.inks.small_strong)
        painter.setPen(self.inks.accent)
        side = Qt.AlignmentFlag.AlignRight if self.geometry.mirrored else Qt.AlignmentFlag.AlignLeft
        upper = Qt.AlignmentFlag.AlignTop if rect.height() > 26 else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(PAD_PX, 4, -PAD_PX, -4), side | upper, text)

    def boxes(self, start: datetime, end: datetime) -> list[QRectF]:
        """The px that a span takes, one rectangle per column."""
        found = []
        for column, day in enumerate(self.board.days):
            if start < day.end and day.start < end:
                top = day.minute_of(start)
                bottom = max(day.minute_of(end), top + self.geometry.least_minutes / 2)
                found.append(QRectF(*self.geometry.span_box(column, top, bottom)))
        return found
