"""A record on pages: letterhead, client and page number on each, signatures with codes and a QR at the end.

Everything is made in memory; a page is drawn by the caller's thread, a section at a time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import segno
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextOption,
    QTextTableCell,
    QTextTableCellFormat,
    QTextTableFormat,
)

from core.domain.records import BodyMark
from core.text.direction import runs_right_to_left
from desktop.paper.body_picture import WIDTH_MM, body_picture
from desktop.paper.record import Record, Section

_MARGIN_MM = 18.0
_HEAD_MM, _FOOT_MM, _SQUARE_MM = 12.0, 10.0, 26.0
_DPI = 300
_BODY_PT, _SMALL_PT, _TITLE_PT = 10.5, 8.5, 15.0
_LINE_PERCENT = 125
_QUIET_MODULES = 4
_SQUARE, _CHART = "square:code", "chart:body"
_HIGHEST_MM = 200.0
_COLUMNS_PERCENT = (18, 34, 48)
""" "09:00-10:00" without a break, a name, and the rest."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Sections that are done, of all."""

    done: int
    total: int


def made_pdf(
    draw: Callable[[QPdfWriter], Iterator[Progress]], *, is_for_archives: bool = True
) -> Iterator[Progress | bytes]:
    """A file in memory of what `draw` draws on it: how far it is, then all of it.

    `is_for_archives`: PDF/A, which no encrypted file may claim to be.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    versions = QPagedPaintDevice.PdfVersion
    writer.setPdfVersion(versions.PdfVersion_A1b if is_for_archives else versions.PdfVersion_1_6)
    writer.setResolution(_DPI)
    writer.setTitle("PazPaz")  # a file's facts are shown where its content is not
    writer.setCreator("PazPaz")
    yield from draw(writer)
    yield bytes(buffer.data().data())


def draw_record(device: QPagedPaintDevice, record: Record) -> Iterator[Progress]:
    """Counts the pages first, then draws. What is drawn so far stays on the device when it is left early."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Portrait)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    sheet = _Sheet(device, record)
    for number, section in enumerate(record.sections(), start=1):
        sheet.pages += sheet.laid_out(section).pageCount()
        yield Progress(number, record.count * 2)
    painter = QPainter(device)
    try:
        for number, section in enumerate(record.sections(), start=record.count + 1):
            sheet.draw(painter, section)
            yield Progress(number, record.count * 2)
    finally:
        painter.end()


class _Sheet:
    """The pages of one record on one device. `pages` is how many there will be."""

    def __init__(self, device: QPagedPaintDevice, record: Record) -> None:
        self._device, self._record = device, record
        self.pages, self._page = 0, 0
        self._mm = device.logicalDpiX() / 25.4
        screen = QGuiApplication.primaryScreen()
        # A document scales its margins and pictures from the screen's dots to the device's.
        self._document_mm = screen.logicalDotsPerInchY() / 25.4
        self._width, self._height = float(device.width()), float(device.height())
        self._body = self._height - (_HEAD_MM + _FOOT_MM) * self._mm

    def laid_out(self, section: Section) -> QTextDocument:
        document = QTextDocument()
        document.documentLayout().setPaintDevice(self._device)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setDefaultFont(_font(_BODY_PT))
        document.setDocumentMargin(0)
        document.setPageSize(QSizeF(self._width, self._body))
        _Writing(document, self._record, self._document_mm).write(section)
        return document

    def draw(self, painter: QPainter, section: Section) -> None:
        document = self.laid_out(section)
        for page in range(document.pageCount()):
            if self._page:
                self._device.newPage()
            self._page += 1
            self._draw_edges(painter)
            painter.save()
            # A document lays its pages below each other: this one is brought up below the head.
            painter.translate(0, _HEAD_MM * self._mm - page * self._body)
            document.drawContents(painter, QRectF(0, page * self._body, self._width, self._body))
            painter.restore()

    def _draw_edges(self, painter: QPainter) -> None:
        """Whose record it is and which page, so that a sheet that lies alone is no riddle."""
        words = self._record.words
        painter.setFont(_font(_SMALL_PT))
        painter.setPen(QColor(90, 90, 90))
        leading, trailing = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if words.right_to_left:
            leading, trailing = trailing, leading
        head = QRectF(0, 0, self._width, (_HEAD_MM - 6) * self._mm)
        foot = QRectF(0, self._height - 5 * self._mm, self._width, 5 * self._mm)
        painter.drawText(head, leading | Qt.AlignmentFlag.AlignVCenter, self._record.client)
        painter.drawText(head, trailing | Qt.AlignmentFlag.AlignVCenter, self._record.practice)
        painter.drawLine(head.bottomLeft(), head.bottomRight())
        told = words.page.format(page=self._page, pages=self.pages)
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, told)


class _Writing:
    """Fills one document. Plain text only: what people typed is never read as markup."""

    def __init__(self, document: QTextDocument, record: Record, mm: float) -> None:
        self._document, self._record, self._mm = document, record, mm
        self._cursor = QTextCursor(document)
        self._is_first = True

    def write(self, section: Section) -> None:
        for line in self._record.letterhead.splitlines():
            self._add(line, size_pt=_SMALL_PT)
        self._add(section.title, size_pt=_TITLE_PT, strong=True, above_mm=3)
        for part in section.parts:
            self._add(part.heading, strong=True, above_mm=4)
            if part.marks:
                self._add_chart(part.marks)
            for paragraph in part.text.splitlines():
                self._add(paragraph)
            if part.rows:
                self._add_rows(part.rows)
        for number, line in enumerate(section.signatures):
            self._add(line, strong=True, above_mm=1 if number else 7)
        for code in section.codes:
            self._add(code, size_pt=_SMALL_PT)
        if section.square:
            self._add(self._record.words.square, size_pt=_SMALL_PT)
            self._add_square(section.square)

    def _add(
        self,
        text: str,
        *,
        size_pt: float = _BODY_PT,
        strong: bool = False,
        above_mm: float = 0,
    ) -> None:
        block, look = QTextBlockFormat(), QTextCharFormat()
        block.setTopMargin(above_mm * self._mm)
        block.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        self._direct(block, text)
        look.setFont(_font(size_pt, strong=strong))
        look.setForeground(QColor("black"))
        self._begin(block, look)
        self._cursor.insertText(text)

    def _add_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """A table whose second column is strong, with a hairline below each row; it may go over pages."""
        # Qt lays out the columns of a table from the left, whichever direction its format names.
        step = -1 if self._record.words.right_to_left else 1
        table = self._cursor.insertTable(len(rows), len(_COLUMNS_PERCENT), self._table_format(step))
        for number, row in enumerate(rows):
            for column, (text, is_strong) in enumerate(
                [(row[0], False), (row[1], True), (row[2], False)][::step]
            ):
                self._write_cell(table.cellAt(number, column), text, strong=is_strong)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _write_cell(self, cell: QTextTableCell, text: str, *, strong: bool) -> None:
        edge, block, look = QTextTableCellFormat(), QTextBlockFormat(), QTextCharFormat()
        edge.setTopPadding(1.2 * self._mm)
        edge.setBottomPadding(1.2 * self._mm)
        edge.setBottomBorder(0.2 * self._mm)
        edge.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        edge.setBottomBorderBrush(QColor(200, 200, 200))
        cell.setFormat(edge)
        self._direct(block, text)
        if not self._record.words.right_to_left:
            block.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        look.setFont(_font(_BODY_PT, strong=strong))
        cursor = cell.firstCursorPosition()
        cursor.setBlockFormat(block)
        cursor.insertText(text, look)

    def _table_format(self, step: int) -> QTextTableFormat:
        made = QTextTableFormat()
        made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        made.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, share) for share in _COLUMNS_PERCENT[::step]]
        )
        made.setCellSpacing(0)
        made.setBorder(0)
        made.setBorderCollapse(True)
        made.setTopMargin(1 * self._mm)
        return made

    def _direct(self, block: QTextBlockFormat, text: str) -> None:
        """Each paragraph runs as its first letter does, at the side where the record's language begins."""
        is_rtl = runs_right_to_left(text)
        block.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
        if self._record.words.right_to_left:
            block.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)

    def _begin(self, block: QTextBlockFormat, look: QTextCharFormat) -> None:
        if self._is_first:
            self._cursor.setBlockFormat(block)
            self._cursor.setCharFormat(look)
        else:
            self._cursor.insertBlock(block, look)
        self._is_first = False

    def _add_square(self, content: str) -> None:
        self._add_picture(_SQUARE, _square(content), _SQUARE_MM)

    def _add_chart(self, marks: Sequence[BodyMark]) -> None:
        """As wide as the page, or narrower where it would be higher than one."""
        image = body_picture(marks, self._record.words.body)
        width_mm = min(WIDTH_MM, _HIGHEST_MM * image.width() / image.height())
        self._add_picture(_CHART, image, width_mm)

    def _add_picture(self, name: str, image: QImage, width_mm: float) -> None:
        self._document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        self._add("", above_mm=2)
        block = self._cursor.blockFormat()
        # The room between lines of words would be a quarter of the picture.
        block.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        self._cursor.setBlockFormat(block)
        picture = QTextImageFormat()
        picture.setName(name)
        picture.setWidth(width_mm * self._mm)
        picture.setHeight(width_mm * self._mm * image.height() / image.width())
        self._cursor.insertImage(picture)


def _square(content: str) -> QImage:
    """The QR code, large enough to be printed without blur, without transparency."""
    matrix = segno.make(content, error="m", micro=False).matrix
    side = len(matrix) + 2 * _QUIET_MODULES
    small = QImage(side, side, QImage.Format.Format_Grayscale8)
    small.fill(QColor("white"))
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                small.setPixelColor(column + _QUIET_MODULES, row + _QUIET_MODULES, QColor("black"))
    return small.scaled(side * 8, side * 8)


def _font(size_pt: float, *, strong: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(size_pt)
    font.setBold(strong)
    return font
