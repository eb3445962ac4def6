"""A look at one file from memory: a picture or plain text. Nothing is written anywhere."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.records import Attachment
from desktop.files.texts import size_text
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.widgets.buttons import Button
from desktop.widgets.dialog import Dialog
from desktop.widgets.text import ElidedText, Text

_PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/bmp": "bmp",
}
_LONGEST_TEXT = 2_000_000
_LARGEST_PX = QSize(1800, 1800)
_WIDEST_PX, _TALLEST_PX = 980, 760
_TEXTS = frozenset({"text/plain", "text/csv", "text/markdown"})


def can_preview(row: Attachment) -> bool:
    """Whether this program shows it; else a copy can be saved."""
    return row.file_type in _PICTURES or (row.file_type in _TEXTS and row.file_size_bytes <= _LONGEST_TEXT)


def preview_of(row: Attachment, content: bytes) -> QImage | str | None:
    """Called on a worker: a picture as large as a screen, a text, or None for what cannot be shown."""
    if row.file_type in _TEXTS:
        return content.decode("utf-8", errors="replace").removeprefix("\ufeff")
    if row.file_type not in _PICTURES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_PICTURES[row.file_type].encode()))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() > _LARGEST_PX.width() or size.height() > _LARGEST_PX.height():
        reader.setScaledSize(size.scaled(_LARGEST_PX, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    return None if picture.isNull() else picture


class PreviewDialog(Dialog):
    """Esc closes it, and so does the lock. `name` is the file's, or what the privacy blur leaves of it."""

    def __init__(
        self, row: Attachment, name: str, preview: QImage | str, save: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Files", "File"))
        self.finished.connect(self.deleteLater)
        self.content: QWidget = self._text(preview) if isinstance(preview, str) else _Picture(preview)
        self.content.setAccessibleName(name)
        self.save = Button(tr("Files", "Save a copy…"), save)
        self.close_button = Button(tr("Files", "Close"), self.reject, kind="primary")
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(ElidedText(name, size="large"))
        head.addWidget(Text(size_text(row.file_size_bytes), tone="secondary", size="small"))
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.XL, tokens.L, tokens.XL, tokens.L)
        box.setSpacing(tokens.M)
        box.addLayout(head)
        box.addWidget(self.content, 1)
        box.addLayout(foot)
        self.default = self.close_button
        self.content.setFocus()

    @override
    def size_in(self, room: QSize) -> QSize:
        return QSize(min(_WIDEST_PX, room.width() * 4 // 5), min(_TALLEST_PX, room.height() * 9 // 10))

    @staticmethod
    def _text(text: str) -> QPlainTextEdit:
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        return shown


class _Picture(QScrollArea):
    """As large as the room allows, never larger than it is."""

    def __init__(self, picture: QImage) -> None:
        super().__init__()
        self._pixmap = QPixmap.fromImage(picture)
        self._label = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room, size = self.viewport().size(), self._pixmap.size()
        if size.width() > room.width() or size.height() > room.height():
            fitting = self._pixmap.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._label.setPixmap(fitting)
        else:
            self._label.setPixmap(self._pixmap)
