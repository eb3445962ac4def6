"""Two-line rows of one height, some with a button at the end of the second line."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from typing_extensions import override

from core.text.direction import isolated
from desktop.kit import tokens
from desktop.widgets.two_line import RowRole, TwoLineDelegate

_Index = QModelIndex | QPersistentModelIndex
_BUTTON_PX = 24
_STATES = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected


class ActionDelegate(TwoLineDelegate):
    """Paints `RowRole.ACTION`. A row without a second line is as high as the others."""

    _hit = False

    @property
    def row_px(self) -> int:
        """The height of a row."""
        fonts = (self._theme.font(), self._theme.font(tokens.SMALL))
        lines = sum(QFontMetrics(font).height() for font in fonts)
        return lines + 2 + tokens.L + tokens.S

    @property
    def heading_px(self) -> int:
        """The height of a heading."""
        return QFontMetrics(self._theme.font(tokens.SMALL)).height() + tokens.XL

    def take_hit(self) -> bool:
        """Whether the click that is being handled was on the button of its row."""
        hit, self._hit = self._hit, False
        return hit

    def button_rect(self, option: QStyleOptionViewItem, index: _Index) -> QRect:
        """Where the button of a row is, in the view; empty for a row without one."""
        words = str(index.data(RowRole.ACTION) or "")
        if not words:
            return QRect()
        row: QRect = option.rect.adjusted(tokens.XS + tokens.M, 1, -tokens.XS - tokens.M, -1)
        width = QFontMetrics(self._theme.font(tokens.SMALL, strong=True)).horizontalAdvance(words) + tokens.L
        at = QRect(row.right() - width + 1, row.bottom() - _BUTTON_PX - 2, width, _BUTTON_PX)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            at.moveLeft(row.left())
        return at

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self.heading_px if index.data(RowRole.HEADING) else self.row_px)

    @override
    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self._hit = self.button_rect(option, index).contains(event.position().toPoint())
        return super().editorEvent(event, model, option, index)

    @override
    def _paint_second(
        self, painter: QPainter, line: QRect, index: _Index, option: QStyleOptionViewItem
    ) -> None:
        state: Any = option.state
        at = self.button_rect(option, index)
        if at.isEmpty() or (index.data(RowRole.ACTION_QUIET) and not state & _STATES):
            super()._paint_second(painter, line, index, option)
            return
        painter.setPen(QPen(self._theme.colour("line_strong"), 1))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(at, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setPen(self._theme.colour("accent"))
        painter.setFont(self._theme.font(tokens.SMALL, strong=True))
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, isolated(str(index.data(RowRole.ACTION))))
        taken = at.width() + tokens.M
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        rest = line.adjusted(taken if rtl else 0, 0, 0 if rtl else -taken, 0)
        super()._paint_second(painter, rest, index, option)
