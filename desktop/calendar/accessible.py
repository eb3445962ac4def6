"""The painted views for those who listen to them: lists whose items are what is painted."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.domain.ids import AppointmentId
from desktop.calendar.block_layout import BlockPiece
from desktop.calendar.block_texts import block_spoken
from desktop.calendar.closed_words import holiday_text
from desktop.calendar.event_boxes import EventBox
from desktop.calendar.grid import CalendarGrid
from desktop.calendar.month_layout import MonthDay
from desktop.calendar.month_painter import more_text
from desktop.calendar.month_view import MonthView
from desktop.calendar.texts import day_text, month_day_spoken, place_spoken, spoken
from desktop.kit.i18n import tr
from desktop.widgets.painted_list import Item, PaintedInterface, PaintedViews


class GridInterface(PaintedInterface):
    """The appointments of a grid with hours, by column and then from the top; then its blocks of time."""

    def __init__(self, grid: CalendarGrid) -> None:
        super().__init__(grid, tr("Calendar", "Calendar"))
        self._grid = grid

    @override
    def childCount(self) -> int:
        # A screen reader may ask once more about a view that Qt has destroyed.
        scene = self._grid.scene if shiboken6.isValid(self._grid) else None
        return len(scene.tiles) + len(scene.block_pieces) if scene else 0

    @override
    def item(self, index: int) -> Item | None:
        grid = self._grid
        if index >= self.childCount():
            return None
        scene = grid.scene
        if index >= len(scene.tiles):
            return self._block(scene.block_pieces[index - len(scene.tiles)])
        tile = scene.tiles[index]
        conflict = tile.entry.id in scene.conflicting
        name = spoken(tile.entry, scene.board.zone, blurred=scene.blurred, conflict=conflict)
        return Item(name, self._place(tile), grid.to_viewport(tile.rect), tile.entry.id)

    def _block(self, piece: BlockPiece) -> Item:
        """One of several days is told in the column of each."""
        scene = self._grid.scene
        words = block_spoken(piece.block, scene.board.zone, blurred=scene.blurred)
        day = day_text(scene.board.days[piece.column].day)
        return Item(words, day, self._grid.block_rect(piece))

    def _place(self, tile: EventBox) -> str:
        column = [one for one in self._grid.scene.tiles if one.piece.column == tile.piece.column]
        day = day_text(self._grid.scene.board.days[tile.piece.column].day)
        who = self._grid.names.get(tile.entry.practitioner_id, "")
        return ", ".join(filter(None, (day, who, place_spoken(column.index(tile) + 1, len(column)))))

    @override
    def chosen(self) -> AppointmentId | None:
        return self._grid.scene.selected

    @override
    def painted_on(self) -> QWidget:
        viewport: QWidget = self._grid.viewport()
        return viewport


class MonthInterface(PaintedInterface):
    """The days of a month; after each, its appointments that have room and the way to the others."""

    def __init__(self, view: MonthView) -> None:
        super().__init__(view, tr("Calendar", "Month"))
        self._view = view

    def _places(self) -> Sequence[tuple[MonthDay, int]]:
        """Each day, and its row: -1 is the day itself."""
        days = self._view.days if shiboken6.isValid(self._view) else []
        return [(day, row) for day in days for row in range(-1, len(day.shown) + (day.hidden > 0))]

    @override
    def childCount(self) -> int:
        return len(self._places())

    @override
    def item(self, index: int) -> Item | None:
        places = self._places()
        if index >= len(places):
            return None
        day, row = places[index]
        view, geometry = self._view, self._view.geometry_
        if row < 0:
            closed = not view.page.hours.open_on(day.day)
            holiday = holiday_text(view.page.hours, day.day)
            words = month_day_spoken(day.day, day.count, closed=closed, holiday=holiday)
            blocks = (
                block_spoken(one, view.page.zone, blurred=view.blurred) for one in view.blocked[day.number]
            )
            return Item(words, "; ".join(blocks), QRectF(*geometry.day_box(day.number)))
        rect = QRectF(*geometry.row_box(day.number, row))
        if row == len(day.shown):
            return Item(more_text(day), day_text(day.day), rect, role=QAccessible.Role.Button)
        entry = day.shown[row]
        name = spoken(entry, view.page.zone, blurred=view.blurred, conflict=entry.id in view.conflicting)
        place = f"{day_text(day.day)}, {place_spoken(row + 1, day.count)}"
        return Item(name, place, rect, entry.id)

    @override
    def chosen(self) -> AppointmentId | None:
        return self._view.selected

    @override
    def painted_on(self) -> QWidget:
        return self._view


def accessible_views() -> PaintedViews:
    """Grids and months; to be installed and kept."""
    return PaintedViews({CalendarGrid: GridInterface, MonthView: MonthInterface})
