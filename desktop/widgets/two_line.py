"""A list row for reading: a mark, a name and a quieter second line, something at the trailing edge."""

from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import (
    QItemSelectionModel,
    QMetaMethod,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from core.text.direction import isolated
from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.widgets.found_words import MarkedText, WordSpans, paint_found

_Index = QModelIndex | QPersistentModelIndex


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class _Line(NamedTuple):
    """One of the two lines; `role` and `trailing_role` are colours."""

    text: str
    trailing: str
    font: QFont
    role: str = "secondary"
    trailing_role: str = "secondary"
    found: WordSpans = ()


class RowRole(IntEnum):
    """What a model answers for the delegate, beside DisplayRole (the first line)."""

    SECOND = int(Qt.ItemDataRole.UserRole) + 1
    """Second line, text."""
    TRAILING = SECOND + 1
    """Text at the trailing edge of the first line."""
    TRAILING_SECOND = SECOND + 2
    """Text at the trailing edge of the second line."""
    MARK = SECOND + 3
    """One or two letters in a disc at the leading edge."""
    MARK_COLOUR = SECOND + 4
    """Event colour name of the disc, or of the bar where there is no mark."""
    ICON = SECOND + 5
    """Icon name at the leading edge, where there is no mark."""
    TONE = SECOND + 6
    """Role that colours TRAILING, such as "warning"."""
    FAINT = SECOND + 7
    """True: archived or cancelled, written in the secondary colour."""
    STRUCK = SECOND + 8
    """True: the first line is struck through."""
    HEADING = SECOND + 9
    """True: no row but a small heading above a group."""
    FOUND = SECOND + 10
    """Words of the second line that a search found; see `found_in`."""
    ACTION = SECOND + 11
    """Words of a button at the end of the second line; `ActionDelegate` alone paints it."""
    ACTION_QUIET = SECOND + 12
    """True: the button is there on the row that one is on, and on no other."""


class TwoLineDelegate(QStyledItemDelegate):
    """Paints rows by `RowRole`. Give it to a list made by `reading_list`.

    With `widest_px` a row is painted no wider, at the leading edge of a list that may be as wide as it likes.
    """

    def __init__(self, theme: Theme, parent: QAbstractItemView, widest_px: int = 0) -> None:
        super().__init__(parent)
        self._theme, self._widest_px = theme, widest_px

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        lines = QFontMetrics(self._theme.font()).height()
        small = QFontMetrics(self._theme.font(tokens.SMALL)).height()
        if index.data(RowRole.HEADING):
            return QSize(0, small + tokens.XL)
        height = lines + tokens.L + (small + 2 if index.data(RowRole.SECOND) else 0)
        return QSize(0, max(height + tokens.XS, 40))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self._row(option)
        if index.data(RowRole.HEADING):
            self._paint_heading(painter, row, index)
        else:
            self._paint_ground(painter, row, option)
            inner = row.adjusted(tokens.M, 0, -tokens.M, 0)
            self._paint_lines(painter, self._paint_lead(painter, inner, index, option), index, option)
        painter.restore()

    def _row(self, option: QStyleOptionViewItem) -> QRect:
        row: QRect = option.rect.adjusted(tokens.XS, 1, -tokens.XS, -1)
        if not 0 < self._widest_px < row.width():
            return row
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        spare = row.width() - self._widest_px
        return row.adjusted(spare if is_mirrored else 0, 0, 0 if is_mirrored else -spare, 0)

    def _paint_heading(self, painter: QPainter, row: QRect, index: _Index) -> None:
        painter.setFont(self._theme.font(tokens.SMALL, strong=True))
        painter.setPen(self._theme.colour("secondary"))
        flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeading
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.drawText(row.adjusted(tokens.M, 0, -tokens.M, -tokens.XS), flags, text)

    def _paint_ground(self, painter: QPainter, row: QRect, option: QStyleOptionViewItem) -> None:
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(row, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            inner = row.adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inner, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)

    def _paint_lead(
        self, painter: QPainter, row: QRect, index: _Index, option: QStyleOptionViewItem
    ) -> QRect:
        mark, icon, colour = (index.data(role) for role in (RowRole.MARK, RowRole.ICON, RowRole.MARK_COLOUR))
        if mark:
            return self._paint_mark(painter, row, str(mark), colour, option)
        if icon:
            return self._paint_icon(painter, row, str(icon), option)
        return self._paint_bar(painter, row, colour, option) if colour else row

    def _paint_mark(
        self, painter: QPainter, row: QRect, mark: str, colour: str | None, option: QStyleOptionViewItem
    ) -> QRect:
        disc, rest = leading_box(row, 32, option)
        ink = self._theme.event_ink(colour or "slate")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.fill)
        painter.drawEllipse(disc)
        painter.setPen(ink.bar)
        painter.setFont(self._theme.font(tokens.SMALL, strong=True))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, mark)
        return rest

    def _paint_icon(self, painter: QPainter, row: QRect, icon: str, option: QStyleOptionViewItem) -> QRect:
        box, rest = leading_box(row, tokens.ICON_PX, option)
        self._theme.icon(icon).paint(painter, box)
        return rest

    def _paint_bar(self, painter: QPainter, row: QRect, colour: str, option: QStyleOptionViewItem) -> QRect:
        box, rest = leading_box(row, 3, option)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.event_ink(colour).bar)
        painter.drawRoundedRect(box.x(), row.y() + tokens.S, 3, row.height() - 2 * tokens.S, 1.5, 1.5)
        return rest

    def _paint_lines(
        self, painter: QPainter, area: QRect, index: _Index, option: QStyleOptionViewItem
    ) -> None:
        second = str(index.data(RowRole.SECOND) or "")
        first_font = self._theme.font(strong=bool(second))
        first_font.setStrikeOut(bool(index.data(RowRole.STRUCK)))
        small = self._theme.font(tokens.SMALL)
        first_h, second_h = QFontMetrics(first_font).height(), QFontMetrics(small).height()
        top = area.y() + (area.height() - first_h - (second_h + 2 if second else 0)) // 2
        faint = bool(index.data(RowRole.FAINT))
        upper = QRect(area.x(), top, area.width(), first_h)
        words = _Line(
            str(index.data(Qt.ItemDataRole.DisplayRole) or ""),
            str(index.data(RowRole.TRAILING) or ""),
            first_font,
            role="secondary" if faint else "text",
            trailing_role=str(index.data(RowRole.TONE) or "secondary"),
        )
        self._paint_line(painter, upper, words, option)
        lower = QRect(area.x(), top + first_h + 2, area.width(), second_h)
        self._paint_second(painter, lower, index, option)

    def _paint_second(
        self, painter: QPainter, line: QRect, index: _Index, option: QStyleOptionViewItem
    ) -> None:
        texts = (index.data(role) or "" for role in (RowRole.SECOND, RowRole.TRAILING_SECOND))
        second, trailing = map(str, texts)
        font, found = self._theme.font(tokens.SMALL), index.data(RowRole.FOUND) or ()
        self._paint_line(painter, line, _Line(second, trailing, font, found=found), option)

    def _paint_line(self, painter: QPainter, line: QRect, words: _Line, option: QStyleOptionViewItem) -> None:
        """The leading text is elided before the trailing one, which keeps its whole width."""
        font, trailing = words.font, isolated(words.trailing)
        small = self._theme.font(tokens.SMALL, tabular=True)
        width = QFontMetrics(small).horizontalAdvance(trailing) + tokens.M if trailing else 0
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        lead = line.adjusted(width if rtl else 0, 0, 0 if rtl else -width, 0)
        painter.setFont(font)
        painter.setPen(self._theme.colour(words.role))
        centre = Qt.AlignmentFlag.AlignVCenter
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        # The side was chosen above; without this Qt would swap left and right once more.
        absolute = Qt.AlignmentFlag.AlignAbsolute
        if words.found:
            paint_found(painter, lead, MarkedText(words.text, words.found), self._theme, font, rtl=rtl)
        else:
            elided = Qt.TextElideMode.ElideRight
            shown = QFontMetrics(font).elidedText(isolated(words.text), elided, lead.width())
            painter.drawText(lead, centre | absolute | (right if rtl else left), shown)
        if trailing:
            painter.setFont(small)
            painter.setPen(self._theme.colour(words.trailing_role))
            painter.drawText(line, centre | absolute | (left if rtl else right), trailing)


class ReadingList(QListView):
    """Whoever comes to it by keys is on a row at once: seen, brought into sight and told."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEYS and not self.currentIndex().isValid():
            self._enter()
        if self.currentIndex().isValid():
            self._bring_to_view(self.currentIndex())
            # Qt tells of a row when it becomes the current one, not when the list that has it gets the focus.
            told = QAccessibleEvent(self, QAccessible.Event.Focus)
            told.setChild(self.currentIndex().row())
            QAccessible.updateAccessibility(told)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt opens the row and hands Enter on, to whatever button has got the focus by opening it."""
        super().keyPressEvent(event)
        opens = self.isSignalConnected(QMetaMethod.fromSignal(self.activated))
        if event.key() in _ENTER and opens and self.currentIndex().isValid():
            event.accept()

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self._bring_to_view(current)

    def _enter(self) -> None:
        """Marks no row: choosing one opens it in some lists."""
        for number in range(self.model().rowCount()):
            index = self.model().index(number, 0)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
                return

    def _bring_to_view(self, index: _Index) -> None:
        """A list that is as high as its rows scrolls with its page."""
        row = self.visualRect(index)
        page = self.parentWidget()
        while page is not None:
            if isinstance(page, QScrollArea) and (inner := page.widget()) is not None:
                at = self.viewport().mapTo(inner, row.center())
                page.ensureVisible(at.x(), at.y(), 0, row.height())
            page = page.parentWidget()


def reading_list(theme: Theme, name: str) -> QListView:
    """A list view set up for two-line rows; `name` is what a screen reader says."""
    view = ReadingList()
    view.setItemDelegate(TwoLineDelegate(theme, view))
    view.setAccessibleName(name)
    # Without it a view hears of the pointer only while a button is held, and no row looks pointed at.
    view.setMouseTracking(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    theme.changed.connect(view.viewport().update)
    return view


def spoken(*parts: str) -> str:
    """What a screen reader says of a row: the first line, what is at its end, then the second line."""
    return ", ".join(part for part in parts if part)


def leading_box(row: QRect, width: int, option: QStyleOptionViewItem) -> tuple[QRect, QRect]:
    """A box of `width` at the leading edge, centred in the row, and what is left beside it."""
    height = min(width, row.height())
    y = row.y() + (row.height() - height) // 2
    gap = width + tokens.M
    if option.direction == Qt.LayoutDirection.RightToLeft:
        return QRect(row.right() - width + 1, y, width, height), row.adjusted(0, 0, -gap, 0)
    return QRect(row.x(), y, width, height), row.adjusted(gap, 0, 0, 0)
