"""Found words of a list row, marked in its second line."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from core.text.direction import isolated
from core.text.terms import Term, places
from desktop.kit.theme import Theme

WordSpans = tuple[tuple[int, int], ...]
"""Where each word begins and how long it is, as Qt counts letters (UTF-16 units)."""


class MarkedText(NamedTuple):
    """A line and the words of it that were looked for."""

    text: str
    found: WordSpans


def found_in(text: str, terms: Sequence[Term]) -> WordSpans:
    """For a row that is rendered; painting looks for nothing."""
    spans = places(text, terms) if terms else []
    if text.isascii():
        return tuple((start, end - start) for start, end in spans)
    return tuple((_units(text[:start]), _units(text[start:end])) for start, end in spans)


def paint_found(
    painter: QPainter, line: QRect, marked: MarkedText, theme: Theme, font: QFont, *, rtl: bool
) -> None:
    """One line, elided. Found words are heavier and darker too, so that they are not told by colour alone."""
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    text, found = marked
    wider = sum(_wider(text, each, font, strong) for each in found)
    whole = isolated(text)
    elided = Qt.TextElideMode.ElideRight
    # Cut by the plain font, with room left for what the heavy words take more.
    shown = QFontMetrics(font).elidedText(whole, elided, line.width() - wider)
    layout = QTextLayout(shown, font)
    layout.setTextOption(_option(rtl=rtl))
    # The sign that isolates the line stands before its first letter, and an ellipsis is no letter of it.
    end = _units(shown) - (1 if shown != whole else 0)
    layout.setFormats(list(_formats(found, end, theme)))
    layout.beginLayout()
    laid_out = layout.createLine()
    laid_out.setLineWidth(line.width())
    layout.endLayout()
    layout.draw(painter, QPointF(line.x(), line.y() + (line.height() - laid_out.height()) / 2))


def _formats(found: WordSpans, end: int, theme: Theme) -> Iterator[QTextLayout.FormatRange]:
    look = QTextCharFormat()
    look.setForeground(theme.colour("text"))
    look.setBackground(theme.colour("warning_soft"))
    look.setFontWeight(QFont.Weight.DemiBold)
    for start, length in found:
        marked = QTextLayout.FormatRange()
        marked.start, marked.length, marked.format = start + 1, min(length, end - start - 1), look
        if marked.length > 0:
            yield marked


def _wider(text: str, found: tuple[int, int], font: QFont, strong: QFont) -> int:
    start, length = (2 * each for each in found)
    word = text.encode("utf-16-le")[start : start + length].decode("utf-16-le", "replace")
    return QFontMetrics(strong).horizontalAdvance(word) - QFontMetrics(font).horizontalAdvance(word)


def _option(*, rtl: bool) -> QTextOption:
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    return option


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
