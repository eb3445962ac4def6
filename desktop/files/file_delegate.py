"""Rows of files: a small picture or the kind's icon first, where the file is at the other end."""

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QListView, QStyleOptionViewItem
from typing_extensions import override

from core.domain.records import Attachment
from core.store.attachments.listing import ListedAttachment
from desktop.files.pixels import Kind
from desktop.files.preview import kind_of
from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.widgets.rows import RowsModel
from desktop.widgets.two_line import RowRole, TwoLineDelegate, leading_box

Picture = Callable[[ListedAttachment, int], QPixmap | None]
"""Of a file, in a square of so many pixels of the screen; None where there is none."""


def kind_icon(row: Attachment) -> str:
    """The name of the icon for what a file holds, by its type."""
    if kind_of(row.file_type) is Kind.PICTURE or row.file_type.startswith("image/"):
        return "picture"
    if row.file_type.startswith("video/"):
        return "video"
    is_words = row.file_type.startswith("text/") or kind_of(row.file_type) is Kind.PDF
    words = {".doc", ".docx", ".odt", ".rtf"}
    return "notes" if is_words or PurePath(row.file_name).suffix.lower() in words else "attach"


class FileDelegate(TwoLineDelegate):
    """`picture` is asked for rows that are painted, and for no others."""

    def __init__(self, theme: Theme, view: QListView, model: RowsModel, picture: Picture) -> None:
        super().__init__(theme, view)
        self._model, self._picture = model, picture

    @override
    def _paint_lead(
        self,
        painter: QPainter,
        row: QRect,
        index: QModelIndex | QPersistentModelIndex,
        option: QStyleOptionViewItem,
    ) -> QRect:
        box, rest = leading_box(row, tokens.THUMBNAIL_PX, option)
        held = self._model.item(index)
        if isinstance(held, ListedAttachment):
            self._paint_box(painter, box, held)
        return self._paint_place(painter, rest, str(index.data(RowRole.ICON) or ""), option)

    def _paint_box(self, painter: QPainter, box: QRect, held: ListedAttachment) -> None:
        side = round(box.width() * painter.device().devicePixelRatioF())
        found = self._picture(held, side)
        outline = QPainterPath()
        # Half a pixel in: a line of one pixel covers whole ones, and not the halves of two.
        outline.addRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), tokens.XS, tokens.XS)
        painter.save()
        if found is None:
            painter.fillPath(outline, self._theme.colour("hover"))
            icon = QRect(0, 0, tokens.ICON_PX, tokens.ICON_PX)
            icon.moveCenter(box.center())
            self._theme.icon(kind_icon(held.row)).paint(painter, icon)
        else:
            painter.setClipPath(outline)
            painter.fillRect(box, self._theme.colour("hover"))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(
                QRectF(box), found, _middle(found, upper=kind_of(held.row.file_type) is Kind.PDF)
            )
            painter.setClipping(False)
        painter.setPen(self._theme.colour("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        painter.restore()

    def _paint_place(self, painter: QPainter, row: QRect, icon: str, option: QStyleOptionViewItem) -> QRect:
        """On the line of the words that it goes with, at the far end."""
        if not icon:
            return row
        gap = tokens.ICON_PX + tokens.S
        lines = QFontMetrics(self._theme.font(strong=True)).height()
        small = QFontMetrics(self._theme.font(tokens.SMALL)).height()
        middle = row.y() + (row.height() - lines - small - 2) // 2 + lines // 2
        box = QRect(0, middle - tokens.ICON_PX // 2, tokens.ICON_PX, tokens.ICON_PX)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            box.moveLeft(row.x())
            rest = row.adjusted(gap, 0, 0, 0)
        else:
            box.moveRight(row.right())
            rest = row.adjusted(0, 0, -gap, 0)
        self._theme.icon(icon).paint(painter, box)
        return rest


def _middle(picture: QPixmap, *, upper: bool) -> QRectF:
    """The largest square of it: in the middle, or at the top, where a page has its head."""
    side = min(picture.width(), picture.height())
    top = 0 if upper else (picture.height() - side) / 2
    return QRectF((picture.width() - side) / 2, top, side, side)
