"""A record on pages: letterhead, client and page number on each, signatures with codes and a QR at the end.

A page is drawn by the caller's thread, a section at a time.
"""

import errno
import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

import segno
from PySide6.QtCore import QBuffer, QFile, QFileDevice, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
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

from core.domain.errors import UserError
from core.domain.records import BodyMark
from core.text.direction import runs_right_to_left
from desktop.paper.body_picture import WIDTH_MM, body_picture
from desktop.paper.file_page import Awaited, FilePage, Made
from desktop.paper.page_breaks import Span, keep_together
from desktop.paper.record import Leaf, Part, Record, Section

_MARGIN_MM = 18.0
_HEAD_MM, _FOOT_MM, _SQUARE_MM = 12.0, 10.0, 26.0
_DPI = 300
_BODY_PT, _SMALL_PT, _TITLE_PT = 10.5, 8.5, 15.0
_LINE_PERCENT = 125
# As ISO/IEC 18004 asks for around a QR code.
_QUIET_MODULES = 4
_SQUARE, _CHART = "square:code", "chart:body"
_HIGHEST_MM = 200.0
_LEAST_DPI = 72.0
"""A small picture is not drawn larger than so."""
_MOST_IN_MEMORY = 500_000_000
"""Of a PDF that is to be encrypted, which takes some times as much memory for a while."""
_COLUMNS_PERCENT = (18, 34, 48)
""" "09:00-10:00" without a break, a name, and the rest."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Sections that are done, of all."""

    done: int
    total: int


Steps = Generator[Progress, None, None]
Drawing = Generator[Progress | Awaited, None, None]
"""A step each time the next one is asked for. What is awaited is filled before that."""


def written_pdf(draw: Callable[[QPdfWriter], Drawing], descriptor: int) -> Steps:
    """Writes what `draw` draws page by page, so that memory holds one, and tells how far it is.

    Raises OSError. Left early it must be closed before the descriptor is: a writer that goes ends its file.
    """
    versions, file = QPagedPaintDevice.PdfVersion, QFile()
    if not file.open(descriptor, QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    with closing(file), closing(_drawn(file, draw, versions.PdfVersion_A1b)) as steps:
        for progress in steps:
            _check_written(file)
            yield progress
        file.flush()
        _check_written(file)


def _check_written(file: QFile) -> None:
    """Who draws is not told that the disk is full."""
    if file.error() != QFileDevice.FileError.NoError:
        is_full = file.error() == QFileDevice.FileError.ResourceError
        number = errno.ENOSPC if is_full else errno.EIO
        raise OSError(number, os.strerror(number))


def made_pdf(draw: Callable[[QPdfWriter], Drawing]) -> Generator[Progress | bytes, None, None]:
    """In memory, to be encrypted: how far it is, then all of it. No such file may claim to be PDF/A.

    Raises UserError for one that is too large. Left early it is to be closed, which ends the painting.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with closing(_drawn(buffer, draw, QPagedPaintDevice.PdfVersion.PdfVersion_1_6)) as steps:
        for progress in steps:
            _check_size(buffer)
            yield progress
    _check_size(buffer)
    yield bytes(buffer.data().data())


def _check_size(buffer: QBuffer) -> None:
    if buffer.size() > _MOST_IN_MEMORY:
        raise UserError(
            "The record with its files is too large to be encrypted; nothing was written. Save it without "
            "the files.",
            code="too_large",
        )


def _drawn(
    device: QIODevice, draw: Callable[[QPdfWriter], Drawing], version: QPagedPaintDevice.PdfVersion
) -> Steps:
    writer = QPdfWriter(device)
    writer.setPdfVersion(version)
    writer.setResolution(_DPI)
    writer.setTitle("PazPaz")  # a file's facts are shown where its content is not
    writer.setCreator("PazPaz")
    with closing(draw(writer)) as steps:
        for step in steps:
            if isinstance(step, Awaited):
                step.fill()
            else:
                yield step


def draw_record(device: QPagedPaintDevice, record: Record) -> Drawing:
    """Counts the pages first, then draws. What is drawn so far stays on the device when it is left early."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Portrait)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    sheet = _Sheet(device, record)
    done, total = 0, record.count * 2
    for leaf in record.leaves():
        sheet.pages += sheet.page_count(leaf)
        if not isinstance(leaf, FilePage):  # those take no time before they are drawn
            done += 1
            yield Progress(done, total)
    painter = QPainter(device)
    try:
        for leaf in record.leaves():
            if isinstance(leaf, Section):
                sheet.draw(painter, leaf)
            elif isinstance(leaf, FilePage):
                awaited = Awaited(leaf)
                yield awaited
                sheet.draw_file(painter, leaf, awaited.made)
            yield Progress(record.count + record.count * sheet.page // max(sheet.pages, 1), total)
    finally:
        # Also when it is left early: Qt destroys no device on which somebody paints.
        painter.end()


class _Sheet:
    """The pages of one record on one device. `pages` is how many there will be."""

    def __init__(self, device: QPagedPaintDevice, record: Record) -> None:
        self._device, self._record = device, record
        self.pages, self.page = 0, 0
        self._mm = device.logicalDpiX() / 25.4
        screen = QGuiApplication.primaryScreen()
        # A document scales its margins and pictures from the screen's dots to the device's.
        self._document_mm = screen.logicalDotsPerInchY() / 25.4
        self._width, self._height = float(device.width()), float(device.height())
        self._body = self._height - (_HEAD_MM + _FOOT_MM) * self._mm

    def page_count(self, leaf: Leaf) -> int:
        if isinstance(leaf, Section):
            return self.laid_out(leaf).pageCount()
        return 1 if isinstance(leaf, FilePage) else 0

    def laid_out(self, section: Section) -> QTextDocument:
        document = self._empty()
        writing = self._writing(document)
        writing.write(section)
        keep_together(document, writing.spans)
        return document

    def _writing(self, document: QTextDocument) -> "_Writing":
        return _Writing(document, self._record, self._document_mm)

    def _empty(self) -> QTextDocument:
        document = QTextDocument()
        # Laid out with the screen's fonts, lines would break at other words.
        document.documentLayout().setPaintDevice(self._device)
        option = QTextOption()
        # An address of the web may be longer than a line, and would run off the page.
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setDefaultFont(_font(_BODY_PT))
        document.setDocumentMargin(0)
        document.setPageSize(QSizeF(self._width, self._body))
        return document

    def draw(self, painter: QPainter, section: Section) -> None:
        document = self.laid_out(section)
        for page in range(document.pageCount()):
            self._begin_page(painter)
            painter.save()
            # A document lays its pages below each other: this one is brought up below the head.
            painter.translate(0, _HEAD_MM * self._mm - page * self._body)
            document.drawContents(painter, QRectF(0, page * self._body, self._width, self._body))
            painter.restore()

    def draw_file(self, painter: QPainter, page: FilePage, made: Made) -> None:
        """Its words, then the picture in the room that is left; or the reason why there is none."""
        self._begin_page(painter)
        document = self._empty()
        self._writing(document).write_file(page, made if isinstance(made, str) else "")
        top = _HEAD_MM * self._mm
        painter.save()
        painter.translate(0, top)
        document.drawContents(painter, QRectF(0, 0, self._width, self._body))
        painter.restore()
        if isinstance(made, QImage):
            above = document.size().height() if document.pageCount() == 1 else self._body / 2
            self._draw_picture(painter, made, top + above + 4 * self._mm)

    def _draw_picture(self, painter: QPainter, image: QImage, top: float) -> None:
        """In the middle, as wide or as high as there is room, unless it is a small one."""
        room = QSizeF(self._width, _HEAD_MM * self._mm + self._body - top)
        most = QSizeF(image.size()) * (25.4 * self._mm / _LEAST_DPI)
        size = QSizeF(image.size()).scaled(room.boundedTo(most), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF((self._width - size.width()) / 2, top, size.width(), size.height())
        painter.drawImage(place, image)
        painter.setPen(QPen(QColor(200, 200, 200), 0.2 * self._mm))  # a white sheet has an edge too
        painter.drawRect(place)

    def _begin_page(self, painter: QPainter) -> None:
        if self.page:
            self._device.newPage()
        self.page += 1
        self._draw_edges(painter)

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
        whose, whence = self._cut_to_fit(self._record.client, self._record.practice)
        painter.drawText(head, leading | Qt.AlignmentFlag.AlignVCenter, whose)
        painter.drawText(head, trailing | Qt.AlignmentFlag.AlignVCenter, whence)
        painter.drawLine(head.bottomLeft(), head.bottomRight())
        told = words.page.format(page=self.page, pages=self.pages)
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, told)

    def _cut_to_fit(self, first: str, second: str) -> tuple[str, str]:
        """Two texts for one line: the second gives way first, until it has two fifths of the room."""
        metrics = QFontMetricsF(_font(_SMALL_PT), self._device)
        room = self._width - 5 * self._mm
        for_second = max(room - metrics.horizontalAdvance(first), room * 2 / 5)
        second = metrics.elidedText(second, Qt.TextElideMode.ElideRight, for_second)
        left = room - metrics.horizontalAdvance(second)
        return metrics.elidedText(first, Qt.TextElideMode.ElideRight, left), second


class _Writing:
    """Fills one document. Plain text only: what people typed is never read as markup."""

    def __init__(self, document: QTextDocument, record: Record, mm: float) -> None:
        self._document, self._record, self._mm = document, record, mm
        self._cursor = QTextCursor(document)
        self._is_first = True
        self.spans: list[Span] = []
        """A heading and what it stands above; a signature and the code of what was signed."""

    def write(self, section: Section) -> None:
        for line in self._record.letterhead.splitlines():
            self._add(line, size_pt=_SMALL_PT)
        self._add(section.title, size_pt=_TITLE_PT, strong=True, above_mm=3)
        for part in section.parts:
            self._add_part(part)
        for number, line in enumerate(section.signatures):
            self._add(line, strong=True, above_mm=1 if number else 7)
        for code in section.codes:
            self._add(code, size_pt=_SMALL_PT)
        if section.square:
            signed = self._cursor.blockNumber() - len(section.codes)
            self._add(self._record.words.square, size_pt=_SMALL_PT)
            self._add_square(section.square)
            self.spans.append((signed, self._cursor.blockNumber()))

    def _add_part(self, part: Part) -> None:
        self._add(part.heading, strong=True, above_mm=4)
        heading = self._cursor.blockNumber()
        if part.marks:
            self._add_chart(part.marks)
        for paragraph in part.text.splitlines():
            self._add(paragraph)
        if part.rows:
            self._add_rows(part.rows)
        if self._cursor.blockNumber() > heading:
            self.spans.append((heading, heading + 1))

    def write_file(self, page: FilePage, reason: str) -> None:
        """What stands above a picture, or in its place."""
        self._add(page.title, strong=True)
        for line in page.facts.splitlines():
            self._add(line, size_pt=_SMALL_PT)
        if reason:
            self._add(reason, above_mm=4)

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
        look.setFont(_font(_BODY_PT, strong=strong))
        cursor = cell.firstCursorPosition()
        for number, line in enumerate(text.splitlines() or [""]):
            self._direct(block, line)
            if not self._record.words.right_to_left:
                block.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
            if number:
                cursor.insertBlock(block)
            else:
                cursor.setBlockFormat(block)
            cursor.insertText(line, look)

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
        # A new document has one paragraph already.
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
