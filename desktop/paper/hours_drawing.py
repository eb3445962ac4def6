"""A day or a week by its hours on one page: heads, hours at the side, boxes in the colours of services."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPagedPaintDevice, QPageLayout, QPainter, QPen

from desktop.kit import tokens
from desktop.paper.hours_sheet import HoursBox, HoursColumn, HoursSheet
from desktop.paper.record_drawing import Drawing, Progress
from desktop.paper.sheet_page import CLOSED, INK, QUIET, RULE, SheetPage, one_page

_TITLE_MM, _HEAD_MM, _WHOLE_MM, _SIDE_MM = 13.0, 6.0, 4.0, 11.0
_PAD_MM, _BAR_MM, _GAP_MM, _LINE_MM = 1.2, 0.8, 0.5, 3.7
_TITLE_PT, _HEAD_PT, _SMALL_PT, _LINE_PT = 18.0, 10.0, 8.0, 8.5
_MOST_WHOLE = 3
"""More lines about whole days than these stand in the last of them."""
_ACROSS_FROM = 2
"""A page of so many columns lies across."""


def draw_hours(device: QPagedPaintDevice, sheet: HoursSheet) -> Drawing:
    """One page; mirrored where the practice's language runs from right to left."""
    is_across = len(sheet.columns) >= _ACROSS_FROM
    side = QPageLayout.Orientation.Landscape if is_across else QPageLayout.Orientation.Portrait
    with one_page(device, side) as painter:
        _HoursPage(device, painter, sheet).draw()
    yield Progress(1, 1)


class _HoursPage(SheetPage):
    def __init__(self, device: QPagedPaintDevice, painter: QPainter, sheet: HoursSheet) -> None:
        super().__init__(device, painter, mirrored=sheet.words.right_to_left)
        self._sheet = sheet
        self._column = (self._width - _SIDE_MM * self._mm) / len(sheet.columns)
        self._whole = min(_MOST_WHOLE, max(len(column.whole) for column in sheet.columns))
        self._top = (_TITLE_MM + _HEAD_MM + self._whole * _WHOLE_MM + _PAD_MM) * self._mm
        self._minute = (self._height - self._top) / ((sheet.last_hour - sheet.first_hour) * 60)

    def draw(self) -> None:
        title = QRectF(0, 0, self._width, _TITLE_MM * self._mm)
        self._write(title, self._sheet.title, _TITLE_PT, INK, self._leading, strong=True)
        self._write(title, self._sheet.practice, _SMALL_PT, QUIET, self._trailing)
        for at, column in enumerate(self._sheet.columns):
            self._draw_ground(column, _SIDE_MM * self._mm + at * self._column)
        # Over the grounds, which would cover the rules, and below the boxes.
        self._draw_rules()
        for at, column in enumerate(self._sheet.columns):
            x = _SIDE_MM * self._mm + at * self._column
            self._draw_head(column, x)
            for box in column.boxes:
                self._draw_box(box, self._box(box, x))

    def _y(self, minute: float) -> float:
        return self._top + (minute - self._sheet.first_hour * 60) * self._minute

    def _draw_ground(self, column: HoursColumn, x: float) -> None:
        for start, end in column.closed:
            top, bottom = max(self._y(start), self._top), min(self._y(end), self._height)
            if top < bottom:
                self._painter.fillRect(self._placed(x, top, self._column, bottom - top), CLOSED)

    def _draw_rules(self) -> None:
        """Hours from side to side, each with its number, and columns from the heads down."""
        self._painter.setPen(QPen(RULE, 0.2 * self._mm))
        side = _SIDE_MM * self._mm
        for hour in range(self._sheet.first_hour, self._sheet.last_hour + 1):
            line = self._placed(side, self._y(hour * 60), self._width - side, 0)
            self._painter.drawLine(QLineF(line.topLeft(), line.topRight()))
        for at in range(len(self._sheet.columns) + 1):
            line = self._placed(side + at * self._column, _TITLE_MM * self._mm, 0, 0)
            self._painter.drawLine(QLineF(line.x(), line.y(), line.x(), self._height))
        for hour in range(self._sheet.first_hour, self._sheet.last_hour):
            beside = self._placed(0, self._y(hour * 60), side - _PAD_MM * self._mm, _LINE_MM * self._mm)
            self._write(beside, f"{hour:02}:00", _SMALL_PT, QUIET, self._trailing)

    def _draw_head(self, column: HoursColumn, x: float) -> None:
        pad = _PAD_MM * self._mm
        head = self._placed(x + pad, _TITLE_MM * self._mm, self._column - 2 * pad, _HEAD_MM * self._mm)
        self._write(head, column.title, _HEAD_PT, INK, self._leading, strong=True)
        tall = _WHOLE_MM * self._mm
        for at, text in enumerate(_at_most(column.whole, _MOST_WHOLE)):
            line = QRectF(head.x(), head.bottom() + at * tall, head.width(), tall)
            self._write(line, text, _SMALL_PT, QUIET, self._leading)

    def _box(self, box: HoursBox, x: float) -> QRectF:
        """Beside those at the same time, with a little air around it."""
        gap, lane = _GAP_MM * self._mm, box.lane
        wide = self._column / lane.count
        left, top = x + lane.index * wide, self._y(box.start)
        return self._placed(
            left + gap, top + gap / 2, lane.width * wide - 2 * gap, self._y(box.end) - top - gap
        )

    def _draw_box(self, box: HoursBox, place: QRectF) -> None:
        bar, ground = box_colours(box)
        wide, pad = _BAR_MM * self._mm, _PAD_MM * self._mm
        self._painter.fillRect(place, ground)
        x = place.right() - wide if self._mirrored else place.x()
        self._painter.fillRect(QRectF(x, place.y(), wide, place.height()), bar)
        room = self._after(place, wide + pad)
        room = room.adjusted(pad / 2, 0, 0, 0) if self._mirrored else room.adjusted(0, 0, -pad / 2, 0)
        self._draw_lines(box, room)

    def _draw_lines(self, box: HoursBox, room: QRectF) -> None:
        """As many as it has room for; what has none of its own stands in the last one."""
        tall = _LINE_MM * self._mm
        count = max(1, int(room.height() / tall))
        if count == 1:
            told = [" ".join((box.hours.partition("–")[0], box.name))]
        else:
            told = [box.name, *_at_most([box.hours, *box.rest], count - 1)]
        spare = min(_PAD_MM * self._mm, max(0.0, room.height() - len(told) * tall)) / 2
        for at, text in enumerate(told):
            line = QRectF(room.x(), room.y() + spare + at * tall, room.width(), min(tall, room.height()))
            ink = INK if at == 0 and not box.is_block else QUIET
            self._write(line, text, _LINE_PT if at == 0 else _SMALL_PT, ink, self._leading, strong=at == 0)


def box_colours(box: HoursBox) -> tuple[QColor, QColor]:
    """The bar and the ground: those of the service on white, of a blocked time those of the rules."""
    if box.is_block:
        return RULE, QColor(233, 230, 224)
    event = tokens.LIGHT_EVENTS.get(box.colour or "", tokens.LIGHT_EVENTS[tokens.DEFAULT_EVENT])
    return QColor(f"#{event.bar}"), QColor(f"#{event.fill}")


def _at_most(texts: Sequence[str], count: int) -> list[str]:
    told = list(texts)
    return told if len(told) <= count else [*told[: count - 1], " · ".join(told[count - 1 :])]
