"""The recovery paper on a page: what it is for, the code in groups, the same as a QR code.

Lengths are in tenths of a millimetre, so that fonts, whose sizes are whole numbers, come out as meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from core.crypto.recovery import Paper
from desktop.kit.dates import long_day
from desktop.kit.i18n import tr

_MARGIN_MM = 20.0
_INCH = 254.0
_QR = 420.0
# As ISO/IEC 18004 asks for around a QR code.
_QUIET_MODULES = 4
_IN_A_ROW = 3
_TITLE, _BODY, _SMALL, _CODE = 75, 40, 33, 85


@dataclass(frozen=True, slots=True)
class RecoveryPaper:
    """`code` in groups with dashes, the last of them its checksum. No name: a paper may be found."""

    code: str
    made_on: date
    kind: Paper = Paper.PERSONAL

    @property
    def groups(self) -> list[str]:
        """As they are written on the page, the checksum last."""
        return self.code.split("-")


def paper_pdf(paper: RecoveryPaper) -> bytes:
    """One page, made in memory."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(_title(paper.kind))
    writer.setCreator("PazPaz")
    draw_paper(writer, paper)
    return bytes(buffer.data().data())


def draw_paper(device: QPagedPaintDevice, paper: RecoveryPaper) -> None:
    """Everything on one upright A4 page; what is drawn fits Letter too, where a printer has that."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Portrait)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter(device)
    scale = device.logicalDpiX() / _INCH
    painter.scale(scale, scale)
    width = device.width() / scale
    at = _draw_words(painter, width, paper) + 60
    at = _draw_groups(painter, QRectF(0, at, width, 480), paper.groups) + 80
    _draw_square(painter, QRectF(0, at, _QR, _QR), paper.code)
    _write(painter, QRectF(_QR + 60, at + 60, width - _QR - 60, _QR), _facts(paper.kind), _font(_BODY))
    painter.end()


def _draw_words(painter: QPainter, width: float, paper: RecoveryPaper) -> float:
    title = _title(paper.kind)
    made = tr("Paper", "Made on {day}. For: ____________________", day=long_day(paper.made_on))
    at = _write(painter, QRectF(0, 0, width, 0), [title], _font(_TITLE, bold=True))
    return _write(painter, QRectF(0, at + 10, width, 0), [made, _purpose(paper.kind)], _font(_BODY))


def _title(kind: Paper) -> str:
    if kind is Paper.WORKSPACE:
        return tr("Paper", "PazPaz recovery paper of the practice")
    return tr("Paper", "PazPaz recovery paper")


def _purpose(kind: Paper) -> str:
    if kind is Paper.WORKSPACE:
        return tr(
            "Paper",
            "When every laptop of the practice is lost, this code lets a new laptop of yours in, and "
            "everything comes back from the clinic's server: ask whoever runs that server. It opens no "
            "laptop; your own recovery paper does.",
        )
    return tr(
        "Paper",
        "When the passphrase is forgotten, this code opens your practice on the laptop it was made for: "
        "choose “Use the recovery paper” on the unlock page, type it, then choose a new passphrase.",
    )


def _draw_groups(painter: QPainter, box: QRectF, groups: Sequence[str]) -> float:
    """Rows of three in a frame; the last group checks the others, and says so."""
    painter.setPen(QPen(QColor("black"), 4))
    painter.drawRoundedRect(box, 20, 20)
    painter.setFont(_sized(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), _CODE, bold=True))
    wide, tall = box.width() / _IN_A_ROW, box.height() / -(-len(groups) // _IN_A_ROW)
    for number, group in enumerate(groups):
        left, top = box.x() + number % _IN_A_ROW * wide, box.y() + number // _IN_A_ROW * tall
        painter.drawText(QRectF(left, top, wide, tall), Qt.AlignmentFlag.AlignCenter, group)
    last = tr("Paper", "The last group is a checksum: it tells when another was typed wrong.")
    return _write(painter, QRectF(box.x(), box.bottom() + 20, box.width(), 0), [last], _font(_SMALL))


def _draw_square(painter: QPainter, box: QRectF, code: str) -> None:
    """The QR code, with the quiet border that cameras need."""
    # With this library comes all that Python has for the web, and a paper is drawn once in years.
    import segno  # noqa: PLC0415 - see above

    # At level M some 15 % of it may be unreadable; the micro kind is not read by every camera.
    matrix = segno.make(code, error="m", micro=False).matrix
    side = box.width() / (len(matrix) + 2 * _QUIET_MODULES)
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                left, top = (column + _QUIET_MODULES) * side, (row + _QUIET_MODULES) * side
                # A little larger than its cell: seams between the modules would show in print.
                module = QRectF(box.x() + left, box.y() + top, side * 1.02, side * 1.02)
                painter.fillRect(module, QColor("black"))


def _facts(kind: Paper) -> list[str]:
    square = tr("Paper", "The square holds the same code, for a camera.")
    if kind is Paper.WORKSPACE:
        words = tr(
            "Paper",
            "Whoever has this paper and the clinic's database can read everything: keep it where you keep "
            "your keys, away from the laptops and the server.",
        )
        return [square, words]
    return [
        square,
        tr(
            "Paper",
            "Whoever has this paper and the laptop can read everything: keep it where you keep your keys.",
        ),
        tr("Paper", "A new recovery paper, made in Settings, makes this one worthless."),
    ]


def _write(painter: QPainter, box: QRectF, paragraphs: Sequence[str], font: QFont) -> float:
    """Wrapped text from the box's top, as wide as the box; where it ended."""
    painter.setPen(QColor("black"))
    painter.setFont(font)
    flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextWordWrap
    at = box.top()
    for text in paragraphs:
        drawn = painter.boundingRect(QRectF(box.x(), at, box.width(), 5000), int(flags), text)
        painter.drawText(QRectF(box.x(), at, box.width(), drawn.height()), int(flags), text)
        at += drawn.height() + font.pixelSize() * 0.6
    return at


def _font(size: int, *, bold: bool = False) -> QFont:
    return _sized(QFont(), size, bold=bold)


def _sized(font: QFont, size: int, *, bold: bool) -> QFont:
    font.setPixelSize(size)
    font.setBold(bold)
    return font
