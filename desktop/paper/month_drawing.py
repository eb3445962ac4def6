"""A month on one page that lies across: heads, weeks with their numbers, days with their appointments."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPagedPaintDevice, QPageLayout, QPainter, QPen

from desktop.kit import tokens
from desktop.paper.month import MonthCell, MonthLine, MonthSheet
from desktop.paper.month_rows import LINE_MM, MonthRows, month_rows
from desktop.paper.record_drawing import Drawing, Progress
from desktop.paper.sheet_page import CLOSED, INK, QUIET, RULE, SheetPage, one_page

_TITLE_MM, _HEAD_MM, _NUMBER_MM, _WEEK_MM = 13.0, 6.0, 6.0, 8.0
_PAD_MM, _BAR_MM, _GAP_MM = 1.2, 0.7, 1.0
_TITLE_PT, _NUMBER_PT, _SMALL_PT, _LINE_PT = 18.0, 10.0, 8.0, 8.5


def draw_month(device: QPagedPaintDevice, sheet: MonthSheet) -> Drawing:
    """One page, in millimetres; mirrored where the practice's language runs from right to left."""
    with one_page(device, QPageLayout.Orientation.Landscape) as painter:
        _MonthPage(device, painter, sheet).draw()
    yield Progress(1, 1)


class _MonthPage(SheetPage):
    def __init__(self, device: QPagedPaintDevice, painter: QPainter, sheet: MonthSheet) -> None:
        super().__init__(device, painter, mirrored=sheet.words.right_to_left)
        self._sheet = sheet
        self._day = (self._width - _WEEK_MM * self._mm) / 7
        fullest = [max(len(cell.lines) for cell in week.cells) for week in sheet.weeks]
        room = self._height / self._mm - _TITLE_MM - _HEAD_MM
        self._rows: MonthRows = month_rows(fullest, room, _NUMBER_MM)

    def draw(self) -> None:
        self._draw_title()
        top = _TITLE_MM * self._mm
        self._draw_heads(top)
        top += _HEAD_MM * self._mm
        for at, week in enumerate(self._sheet.weeks):
            height = self._rows.heights[at] * self._mm
            number = self._placed(0, top, _WEEK_MM * self._mm, _NUMBER_MM * self._mm)
            self._write(number, str(week.number), _SMALL_PT, QUIET, Qt.AlignmentFlag.AlignHCenter)
            for place, cell in enumerate(week.cells):
                x = _WEEK_MM * self._mm + place * self._day
                self._draw_cell(cell, self._placed(x, top, self._day, height), self._rows.most[at])
            top += height
        self._draw_rules()

    def _draw_title(self) -> None:
        box = QRectF(0, 0, self._width, _TITLE_MM * self._mm)
        self._write(box, self._sheet.title, _TITLE_PT, INK, self._leading, strong=True)
        self._write(box, self._sheet.practice, _SMALL_PT, QUIET, self._trailing)

    def _draw_heads(self, top: float) -> None:
        for place, cell in enumerate(self._sheet.weeks[0].cells):
            x = _WEEK_MM * self._mm + place * self._day
            box = self._placed(x, top, self._day, _HEAD_MM * self._mm)
            name = self._sheet.words.weekdays[cell.day.weekday()]
            self._write(box, name, _SMALL_PT, QUIET, Qt.AlignmentFlag.AlignHCenter)

    def _draw_cell(self, cell: MonthCell, box: QRectF, most: int) -> None:
        if cell.is_closed:
            self._painter.fillRect(box, CLOSED)
        pad = _PAD_MM * self._mm
        head = QRectF(box.x() + pad, box.y(), box.width() - 2 * pad, _NUMBER_MM * self._mm)
        ink = INK if cell.is_inside else QUIET
        self._write(head, str(cell.day.day), _NUMBER_PT, ink, self._trailing, strong=cell.is_inside)
        number = 7 * self._mm
        beside = head.adjusted(number, 0, 0, 0) if self._mirrored else head.adjusted(0, 0, -number, 0)
        self._write(beside, cell.holiday, _SMALL_PT, QUIET, self._leading)
        tall = self._rows.line_mm * self._mm
        shown = cell.lines if len(cell.lines) <= most else cell.lines[: most - 1]
        for at, line in enumerate(shown):
            self._draw_line(line, QRectF(head.x(), head.bottom() + at * tall, head.width(), tall))
        if len(shown) < len(cell.lines):
            last = QRectF(head.x(), head.bottom() + len(shown) * tall, head.width(), tall)
            more = self._sheet.words.more.format(count=len(cell.lines) - len(shown))
            self._write(last, more, self._line_pt, QUIET, self._leading)

    def _draw_line(self, line: MonthLine, box: QRectF) -> None:
        """A bar in the colour of the service, the time, and whose it is."""
        bar, gap = _BAR_MM * self._mm, _GAP_MM * self._mm
        x = box.right() - bar if self._mirrored else box.x()
        upright = QRectF(x, box.y() + box.height() * 0.12, bar, box.height() * 0.76)
        self._painter.fillRect(upright, bar_colour(line))
        room = self._after(box, bar + gap)
        if line.time:
            self._write(room, line.time, self._line_pt, QUIET, self._leading)
            # Times are as wide as each other, so that the names stand below each other.
            room = self._after(room, self._metrics(self._line_pt).horizontalAdvance("00:00") + gap)
        self._write(room, line.text, self._line_pt, QUIET if line.is_block else INK, self._leading)

    def _draw_rules(self) -> None:
        """Over the grounds of closed days: between the weeks, and between the days."""
        self._painter.setPen(QPen(RULE, 0.2 * self._mm))
        top, y = (_TITLE_MM + _HEAD_MM) * self._mm, (_TITLE_MM + _HEAD_MM) * self._mm
        for height in (0.0, *self._rows.heights):
            y += height * self._mm
            self._painter.drawLine(QLineF(0, y, self._width, y))
        for place in range(8):
            x = _WEEK_MM * self._mm + place * self._day
            x = self._width - x if self._mirrored else x
            self._painter.drawLine(QLineF(x, top, x, y))

    @property
    def _line_pt(self) -> float:
        """Smaller where the lines had to give way."""
        return _LINE_PT * self._rows.line_mm / LINE_MM


def bar_colour(line: MonthLine) -> QColor:
    """That of the service on a white page; of a blocked time that of the rules."""
    if line.is_block:
        return RULE
    event = tokens.LIGHT_EVENTS.get(line.colour or "", tokens.LIGHT_EVENTS[tokens.DEFAULT_EVENT])
    return QColor(f"#{event.bar}")
