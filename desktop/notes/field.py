"""One text of a note: grows with what is written, finds its direction per paragraph."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QMimeData, QRect, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget
from typing_extensions import override

LINE_HEIGHT_PERCENT = 140.0
_MIN_HEIGHT_PX = 52


class NoteText(QTextEdit):
    """Plain text in and out, characters exactly as typed. The page around it scrolls, never this.

    `text_changed` tells of typing only, not of `load` and `take_over`.
    """

    text_changed = Signal(str)
    focus_gained = Signal()
    focus_lost = Signal()
    caret_moved = Signal(QRect)

    def __init__(self, parent: QWidget | None = None, *, min_height_px: int = _MIN_HEIGHT_PX) -> None:
        super().__init__(parent)
        self._min_height_px = min_height_px
        self.take_files: Callable[[QMimeData], bool] | None = None
        """Given files and pictures that are pasted or dropped; False when there was nothing to take."""
        self._quiet = False
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self._fit)
        self._carried: list[tuple[QTextCursor, str]] = []
        self._carried_ground = QColor()
        self.setProperty("bare", True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self._never_scroll()
        self._direction_by_paragraph()
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._on_caret_moved)

    def text(self) -> str:
        """The characters as typed; `toPlainText` would turn no-break spaces into plain ones."""
        return self.document().toRawText().replace("\u2029", "\n")

    def load(self, text: str) -> None:
        """Show another note's text; undo starts here."""
        self._quiet = True
        self._carried = []
        self.setPlainText(text)
        self._set_line_height()
        self._quiet = False
        self._show_carried()

    def take_over(self, text: str) -> None:
        """Change only what differs, so that the cursor stays where the person is typing."""
        self._quiet = True
        old = self.text()
        start, old_end, new_end = _difference(old, text)
        cursor = QTextCursor(self.document())
        cursor.setPosition(_steps(old[:start]))
        cursor.setPosition(_steps(old[:old_end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start:new_end])
        self._quiet = False

    def carry(self, text: str) -> None:
        """Add text of an earlier note at the end, marked until it is edited."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        lead = "\n" if self.text().strip() and not self.text().endswith("\n") else ""
        cursor.insertText(lead + text)
        mark = QTextCursor(self.document())
        end = cursor.position()
        mark.setPosition(end - _steps(text))
        mark.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        mark.setKeepPositionOnInsert(True)
        self._carried.append((mark, mark.selectedText()))
        self._show_carried()

    @property
    def carried(self) -> list[str]:
        """Carried passages that are still as they came."""
        return [text.replace("\u2029", "\n") for _, text in self._carried]

    def set_carried_ground(self, colour: QColor) -> None:
        self._carried_ground = colour
        self._show_carried()

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return super().canInsertFromMimeData(source) or (self.take_files is not None and _is_file(source))

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.take_files is None or not _is_file(source) or not self.take_files(source):
            super().insertFromMimeData(source)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_gained.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_lost.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _never_scroll(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._min_height_px)

    def _direction_by_paragraph(self) -> None:
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.document().setDocumentMargin(0)

    def _set_line_height(self) -> None:
        self.document().setUndoRedoEnabled(False)
        line = QTextBlockFormat()
        line.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(line)
        self.document().setUndoRedoEnabled(True)

    def _on_size_changed(self, _size: QSizeF) -> None:
        """In the middle of laying out, only the size of what is in sight is known: ask again afterwards."""
        self._fit_soon.start()

    def _fit(self) -> None:
        height = ceil(self.document().size().height())
        self.setFixedHeight(max(self._min_height_px, height + 8))

    def _on_text_changed(self) -> None:
        self._fit()
        if self._quiet:
            return
        self._forget_edited()
        self.text_changed.emit(self.text())

    def _on_caret_moved(self) -> None:
        if self.hasFocus():
            self.caret_moved.emit(self.cursorRect())

    def _forget_edited(self) -> None:
        still = [(mark, text) for mark, text in self._carried if mark.selectedText() == text]
        if len(still) != len(self._carried):
            self._carried = still
            self._show_carried()

    def _show_carried(self) -> None:
        shown = []
        for mark, _ in self._carried:
            selection = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setBackground(self._carried_ground)
            selection.format = look
            selection.cursor = mark
            shown.append(selection)
        self.setExtraSelections(shown)


def _is_file(source: QMimeData) -> bool:
    """What comes from a text or a table has words beside its picture, and those are meant."""
    is_picture = source.hasImage() and not source.hasText()
    return is_picture or any(url.isLocalFile() for url in source.urls())


def _difference(old: str, new: str) -> tuple[int, int, int]:
    """Start of what differs, and its end in `old` and in `new`, in characters."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, len(old) - end, len(new) - end


def _steps(text: str) -> int:
    """Qt counts positions in UTF-16 units: an emoji takes two."""
    return len(text.encode("utf-16-le")) // 2
