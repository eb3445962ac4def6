"""Where time is kept free: bands in the grid above and below appointments whose service has a buffer."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.calendar.event_boxes import EventBox
from desktop.calendar.geometry import Geometry
from desktop.calendar.paint_styles import PaintStyles
from desktop.kit.hours import Hours

_MINUTE = timedelta(minutes=1)


def paint_buffers(
    painter: QPainter, tiles: Iterable[EventBox], hours: Hours, geometry: Geometry, inks: PaintStyles
) -> None:
    """Before the appointments, which lie over the bands of their neighbours."""
    for tile in tiles if hours.buffers else ():
        for band in buffer_bands(tile, hours, geometry):
            painter.fillRect(band, inks.hatch)


def buffer_bands(tile: EventBox, hours: Hours, geometry: Geometry) -> Iterator[QRectF]:
    """In px of the columns; none of what was cancelled or missed."""
    buffer, rect = hours.buffer_of(tile.entry.service_id), tile.rect
    if not tile.entry.movable:
        return
    above, below = (geometry.y_of(part / _MINUTE) for part in (buffer.before, buffer.after))
    if above:
        yield QRectF(rect.left(), rect.top() - above, rect.width(), above)
    if below:
        yield QRectF(rect.left(), rect.bottom(), rect.width(), below)
