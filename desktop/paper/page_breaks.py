"""Where the pages of a text begin: what belongs together is not parted. Qt knows no such wish itself."""

from collections.abc import Iterable

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFormat

Span = tuple[int, int]
"""The numbers of two paragraphs of a document: the first may not end a page before the second begins."""


def keep_together(document: QTextDocument, spans: Iterable[Span]) -> None:
    """Lets a page begin at the first of each span, from the top, where the second is on a later one."""
    for first, last in spans:
        begins = document.findBlockByNumber(first)
        page = _page_of(document, begins)
        is_first_of_page = _page_of(document, begins.previous()) != page
        if not is_first_of_page and _page_of(document, document.findBlockByNumber(last)) != page:
            _begin_page(begins)


def _page_of(document: QTextDocument, block: QTextBlock) -> int:
    """Of its first line: that of a picture goes to the next page by itself, and its paragraph stays."""
    if not block.isValid():
        return -1
    line = block.layout().lineAt(0)
    # The middle: a line that begins a page lies a little before it, in numbers of Qt's.
    at = document.documentLayout().blockBoundingRect(block).top() + line.y() + line.height() / 2
    return int(at // document.pageSize().height())


def _begin_page(block: QTextBlock) -> None:
    wanted = block.blockFormat()
    wanted.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).setBlockFormat(wanted)
