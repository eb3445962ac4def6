"""Where the grid paints an appointment."""

from PySide6.QtCore import QRectF

from core.domain.ids import AppointmentId
from desktop.calendar.grid import CalendarGrid


def entry_rect(grid: CalendarGrid, entry_id: AppointmentId) -> QRectF:
    """In px of the viewport; the appointment must be in sight."""
    tile = grid.scene.tile_of(entry_id)
    assert tile is not None
    return grid.to_viewport(tile.rect)
