"""What the grid shows, kept ready to paint: columns, tiles, ghost, cursor and selection."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from core.domain.free_time import Span
from core.domain.ids import AppointmentId, UserId
from desktop.calendar.background import (
    GridBackground,
    make_background,
    paint_background,
    paint_now,
    paint_now_edges,
)
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_layout import BlockPiece
from desktop.calendar.block_painter import BlockGround, BlockLayer, row_rect
from desktop.calendar.buffer_bands import paint_buffers
from desktop.calendar.closed_words import Place, closed_text
from desktop.calendar.conflicting import conflicting
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.event_boxes import PAD_PX, RADIUS_PX, EventBox, TileMaker, paint_tile
from desktop.calendar.geometry import HOUR_PX, Geometry, giving_way
from desktop.calendar.gesture import Board, Ghost
from desktop.calendar.ghost_painter import FADED, label_box, paint_ghost, paint_hint
from desktop.calendar.layout import lay_out
from desktop.calendar.paint_styles import PaintStyles
from desktop.calendar.texts import span_text, time_text
from desktop.calendar.timeline import Difference
from desktop.kit.hours import Hours

_MOST_MAKERS = 2
"""Geometries whose tiles are kept: with a panel beside the grid, and without."""


class RenderCache:
    """Laid out anew only when entries, columns, size, zoom or look change; painting only reads."""

    def __init__(self, board: Board, hours: Hours, inks: PaintStyles) -> None:
        self.board = board
        self.hours = hours
        self.inks = inks
        self.geometry = Geometry(700, len(board.days), text_scale=inks.text_scale)
        self.blurred = False
        self._ghost: Ghost | None = None
        self.hint: Callable[[Ghost], str] = lambda _ghost: ""
        """What speaks against a ghost's time; asked when one comes, for painting asks nobody."""
        self.ghost_hint = ""
        self.fellows: Callable[[Ghost], Sequence[Span]] = lambda _ghost: ()
        """Where else a block that repeats would be; asked as the hint is."""
        self._ghost_fellows: Sequence[Span] = ()
        self.cursor: tuple[datetime, datetime] | None = None
        self.practitioner: UserId | None = None
        """Whose column the cursor is in, where a day has several."""
        self.cursor_shown = False
        self.selected: AppointmentId | None = None
        self.blocks = BlockLayer()
        self._entries: dict[AppointmentId, CalendarEntry] = {}
        self._ground: GridBackground | None = None
        self._makers: dict[tuple[Geometry, ZoneInfo], TileMaker] = {}
        self._tiles: list[EventBox] | None = None
        self._conflicting: frozenset[AppointmentId] | None = None
        self._whole = 0.0

    @property
    def ghost(self) -> Ghost | None:
        """The time that is being chosen."""
        return self._ghost

    @ghost.setter
    def ghost(self, ghost: Ghost | None) -> None:
        self._ghost = ghost
        self.ghost_hint = "" if ghost is None else self.hint(ghost)
        self._ghost_fellows = () if ghost is None else self.fellows(ghost)

    @property
    def ground(self) -> GridBackground:
        """What stands behind the appointments, worked out when it is first asked for after a change."""
        if self._ground is None:
            self._ground = make_background(self.board, self.geometry, self.hours)
        return self._ground

    @property
    def tiles(self) -> list[EventBox]:
        """By column, then from the top: also the order in which they are read out."""
        if self._tiles is None:
            board, least = self.board, self.geometry.least_minutes
            pieces = lay_out(self._entries.values(), board.days, least, board.takes)
            self._tiles = self._maker().tiles(pieces)
        return self._tiles

    def _maker(self) -> TileMaker:
        """That of this geometry or a new one. A panel that opens and closes finds its tiles ready again."""
        key = (self.geometry, self.board.zone)
        made = self._makers.pop(key, None)
        if made is None:
            made = TileMaker(self.inks, self.geometry, self.board.zone, blurred=self.blurred)
        while len(self._makers) >= _MOST_MAKERS:
            del self._makers[next(iter(self._makers))]
        self._makers[key] = made  # the newest stands last
        return made

    @property
    def conflicting(self) -> frozenset[AppointmentId]:
        """Worked out only for those who listen to the grid."""
        if self._conflicting is None:
            self._conflicting = conflicting(self._entries.values())
        return self._conflicting

    def show(self, board: Board, hours: Hours) -> None:
        """Other columns or hours; the appointments stay until `apply` tells of a difference."""
        self.board, self.hours = board, hours
        self.resize(self.geometry.width, self.geometry.hour_px, mirrored=self.geometry.mirrored)

    def resize(self, width: float, hour_px: float = HOUR_PX, *, mirrored: bool, whole: float = 0) -> None:
        """`whole`: the width without the panel that stands beside it now; kept until it is told again."""
        self._whole = whole or self._whole
        scale, room = self.inks.text_scale, max(width, 1.0)
        widths: tuple[float, ...] = ()
        if self._whole > room and len(self.board.days) > 1:
            closed = [not self.hours.open_on(day.day) for day in self.board.days]
            widths = giving_way(room, self._whole, closed, scale)
        self.blocks.forget()
        bands = self._bands
        self.geometry = Geometry(room, len(self.board.days), hour_px, mirrored, scale, widths, bands)
        self._forget()

    @property
    def _bands(self) -> int:
        """Rows for whole days. A page without any gets one for the day that is moved onto it."""
        is_needed = self._ghost is not None and self._ghost.is_all_day
        return max(self.blocks.bands(self.board), int(is_needed))

    @property
    def has_other_heads(self) -> bool:
        """Whether there are to be more or fewer rows than were made room for."""
        return self._bands != self.geometry.bands

    def restyle(self, inks: PaintStyles, *, blurred: bool) -> None:
        """Another look, or initials for names: every tile is made anew."""
        self.inks, self.blurred = inks, blurred
        self._makers.clear()
        self.show(self.board, self.hours)

    def apply(self, difference: Difference) -> None:
        """Takes over what came, changed and went; tiles that are the same keep their shaped texts."""
        for entry_id in difference.gone:
            self._entries.pop(entry_id, None)
        self._entries |= {entry.id: entry for entry in difference.shown}
        self._tiles = self._conflicting = None  # not the makers, which remember what stays the same

    def set_blocks(self, blocks: Sequence[BlockEntry]) -> bool:
        """Whether they are others than before; then the heads may have more or fewer rows."""
        is_new = self.blocks.set_blocks(blocks)
        if is_new:
            self.show(self.board, self.hours)
        return is_new

    @property
    def block_pieces(self) -> list[BlockPiece]:
        """By column; also the order in which they are read out."""
        return self.blocks.pieces(self.board)

    def block_piece_at(self, x: float, y: float) -> BlockPiece | None:
        """A block of time at a point, in px of the columns; None under an appointment and on a free place."""
        return None if self.tile_at(x, y) else self.blocks.at(x, y, self.board, self.geometry)

    def block_at(self, x: float, y: float) -> BlockEntry | None:
        """As `block_piece_at`."""
        piece = self.block_piece_at(x, y)
        return piece.block if piece else None

    def entry(self, entry_id: AppointmentId | None) -> CalendarEntry | None:
        """None where it is not among what is shown, or no id is given."""
        return self._entries.get(entry_id) if entry_id else None

    def tile_at(self, x: float, y: float) -> EventBox | None:
        """What stands at a point, in px of the columns; None on a free place."""
        return next((tile for tile in self.tiles if tile.rect.contains(x, y)), None)

    def closed_text_at(self, x: float, y: float | None, names: Mapping[UserId, str]) -> str:
        """Why it is closed at a point, in px of the columns; in the heads (None) what the day is called."""
        point = self.geometry.point_at(x, y or 0)
        if y is None:
            return self.ground.holidays[point.column]
        start, end = self.board.slot(point)
        who = self.board.practitioner_of(point.column)
        place = Place(who=who, who_name=names.get(who, "") if who else "")
        return closed_text(self.hours, (start, end), self.board.zone, place)

    def tile_of(self, entry_id: AppointmentId) -> EventBox | None:
        """The first of its tiles, where it stands in several columns; None where it is not shown."""
        return next((tile for tile in self.tiles if tile.entry.id == entry_id), None)

    def _forget(self) -> None:
        self._ground = self._tiles = None

    def paint(self, painter: QPainter, visible: QRectF, now: datetime, *, focused: bool) -> None:
        """Paints what `visible` (px of the columns) touches."""
        paint_background(painter, self.ground, self.inks)
        self.blocks.paint(painter, self._block_ground(), self.inks)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_now(painter, self.ground, self.inks, now)
        paint_buffers(painter, self.tiles, self.hours, self.geometry, self.inks)
        self._paint_tiles(painter, visible)
        self._paint_selection(painter, focused=focused)
        if focused and self.ghost is None and self.selected is None:
            self._paint_cursor(painter)
        paint_now_edges(painter, self.ground, self.inks, now)
        if self.ghost is not None and not self.ghost.is_all_day:
            self._paint_ghost(painter, self.ghost, visible)

    def _paint_tiles(self, painter: QPainter, visible: QRectF) -> None:
        # What is moved stays at its old place, faded, until it is dropped.
        moving = self.ghost.entry.id if self.ghost and self.ghost.entry else None
        for tile in self.tiles:
            if not tile.rect.intersects(visible):
                continue
            if moving is not None:
                painter.setOpacity(FADED if tile.entry.id == moving else 1.0)
            paint_tile(painter, tile, self.inks)
        painter.setOpacity(1.0)

    def paint_bands(self, painter: QPainter, visible: QRectF) -> None:
        """The rows for whole days; needs the painter at the left edge of the columns, above the heads.

        `visible` is all that is in sight there.
        """
        self.blocks.paint_bands(painter, self._block_ground(), self.inks)
        if self.ghost is not None and self.ghost.is_all_day:
            self._paint_ghost(painter, self.ghost, visible)

    def _block_ground(self) -> BlockGround:
        taken = [tile.rect for tile in self.tiles]
        moving = self.ghost.block.id if self.ghost and self.ghost.block else None
        return BlockGround(self.board, self.geometry, taken, self.blurred, moving)

    def _paint_selection(self, painter: QPainter, *, focused: bool) -> None:
        for tile in self.tiles if self.selected is not None else ():
            if tile.entry.id == self.selected:
                painter.setPen(self.inks.focus_pen if focused else tile.art.ink)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(tile.rect, RADIUS_PX, RADIUS_PX)

    def _paint_cursor(self, painter: QPainter) -> None:
        for rect in self.boxes(*self.cursor, self.practitioner) if self.cursor and self.cursor_shown else ():
            painter.setPen(self.inks.focus_pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)

    def _paint_ghost(self, painter: QPainter, ghost: Ghost, visible: QRectF) -> None:
        mirrored = self.geometry.mirrored
        for start, end in self._ghost_fellows:
            paint_ghost(painter, self._ghost_boxes(ghost, start, end), "", self.inks, mirrored=mirrored)
        boxes = self._ghost_boxes(ghost, ghost.start, ghost.end)
        if not boxes:
            return
        words = self.ghost_text(ghost, boxes[0].width() - 2 * PAD_PX)
        paint_ghost(painter, boxes, words, self.inks, mirrored=mirrored)
        if self.ghost_hint:
            size = self.inks.width(self.ghost_hint, "small_strong"), self.inks.small_px
            label = label_box(boxes[0], *size, visible, mirrored=mirrored)
            paint_hint(painter, label, self.ghost_hint, self.inks)

    def _ghost_boxes(self, ghost: Ghost, start: datetime, end: datetime) -> list[QRectF]:
        """Of whole days in the row in which the block stands now, where it does on this page."""
        if not ghost.is_all_day or ghost.block is None:
            return self.boxes(start, end, ghost.practitioner)
        known = (piece.band for piece in self.block_pieces if piece.block.id == ghost.block.id)
        band = min(next(known, 0) or 0, self.geometry.bands - 1)
        columns = ((at, self.board.days[at]) for at in self.board.columns(ghost.practitioner))
        touched = (at for at, day in columns if start < day.end and day.start < end)
        return [row_rect(at, band, self.geometry) for at in touched]

    def ghost_text(self, ghost: Ghost, room_px: float) -> str:
        """As much of its times as there is room for; half a time would be read for another one. Of whole
        days what they are for."""
        texts: tuple[str, ...] = (
            span_text(ghost.start, ghost.end, self.board.zone),
            time_text(ghost.start, self.board.zone),
        )
        if ghost.is_all_day and ghost.block is not None:
            texts = ghost.block.labels(blurred=self.blurred)
        metrics = self.inks.small_strong_metrics
        return next((text for text in texts if metrics.horizontalAdvance(text) <= room_px), "")

    def boxes(self, start: datetime, end: datetime, practitioner: UserId | None = None) -> list[QRectF]:
        """The px that a span takes, one rectangle per column, or in one practitioner's columns."""
        found = []
        for column in self.board.columns(practitioner):
            day = self.board.days[column]
            if start < day.end and day.start < end:
                top = day.minute_of(start)
                bottom = max(day.minute_of(end), top + self.geometry.least_minutes / 2)
                found.append(QRectF(*self.geometry.span_box(column, top, bottom)))
        return found
