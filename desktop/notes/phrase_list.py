"""The list below the caret from which a phrase is taken, while the text keeps the focus."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetricsF,
    QPainter,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from core.domain.phrases import OfferedPhrase
from core.text.direction import runs_right_to_left
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.notes.read_only_text import first_sentences

_SHOWN = 200
"""Characters of a long phrase; all of it is read aloud."""
_PHRASE = Qt.ItemDataRole.UserRole
_FRAME_PX = 5
"""Of the style sheet, at each side: the list's edge and what it keeps free."""
_BESIDE_PX, _ABOVE_PX = tokens.S, 6
_MUCH_PX = 10_000


class _PhraseDelegate(QStyledItemDelegate):
    """Whole phrases, each in as many lines as it takes and in its own direction, whichever the window has."""

    def __init__(self, theme: Theme, view: QListWidget) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        room = QRectF(0, 0, self._view.width() - 2 * (_FRAME_PX + _BESIDE_PX), _MUCH_PX)
        flags = Qt.TextFlag.TextWordWrap.value
        lines = QFontMetricsF(self._theme.font()).boundingRect(room, flags, _words(index))
        return QSize(0, round(lines.height()) + 2 * _ABOVE_PX)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_soft" if is_chosen else "hover"))
            painter.drawRoundedRect(row, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        words = _words(index)
        is_rtl = runs_right_to_left(words)
        look = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        look.setTextDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
        look.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("text"))
        painter.drawText(QRectF(row.adjusted(_BESIDE_PX, 0, -_BESIDE_PX, 0)), words, look)
        painter.restore()


class PhraseList(QListWidget):
    """Lies over the page. `taken` carries the `OfferedPhrase`."""

    taken = Signal(object)

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setItemDelegate(_PhraseDelegate(theme, self))
        self.setMouseTracking(True)
        self.setProperty("popup", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Notes", "Phrases of earlier notes"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self._on_item_clicked)
        self.hide()

    def show_offers(self, offers: Sequence[OfferedPhrase]) -> None:
        """The first is chosen. Whoever shows them lays the list beside the caret."""
        self.clear()
        for offer in offers:
            self.addItem(_row(offer))
        self.setCurrentRow(0)

    def step(self, by: int) -> None:
        """To the next row or the one before, round the ends."""
        self.setCurrentRow((self.currentRow() + by) % self.count())
        self.tell()

    def take(self) -> None:
        """The chosen row, as a click on it."""
        self._on_item_clicked(self.currentItem())

    def tell(self) -> None:
        """The focus stays in the text, so that Qt says nothing of the rows."""
        offer: OfferedPhrase = self.currentItem().data(_PHRASE)
        words = tr(
            "Notes",
            "{phrase}, {number} of {count}",
            phrase=offer.text,
            number=self.currentRow() + 1,
            count=self.count(),
        )
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def lie(self, beside: QRect, column: QRect) -> None:
        """Below the caret's line, or above it where there is more room, as wide as the text.

        Both in the page's own pixels.
        """
        self.setFixedWidth(column.width())
        rows_px = sum(self.sizeHintForRow(row) for row in range(self.count())) + 2 * _FRAME_PX
        host = self._page.height()
        below, above = host - beside.bottom() - tokens.S, beside.top() - tokens.S
        is_below = rows_px <= below or below >= above
        height = min(rows_px, below if is_below else above)
        self.setFixedHeight(height)
        top = beside.bottom() + tokens.XS if is_below else beside.top() - tokens.XS - height
        self.move(column.left(), top)
        self.show()
        self.raise_()

    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self.taken.emit(item.data(_PHRASE))


def _row(offer: OfferedPhrase) -> QListWidgetItem:
    item = QListWidgetItem(first_sentences(offer.text, _SHOWN))
    item.setData(_PHRASE, offer)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, offer.text)
    return item


def _words(index: QModelIndex | QPersistentModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole))
