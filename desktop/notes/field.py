"""One text of a note: grows with what is written, finds its direction per paragraph."""

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QSignalBlocker, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocumentFragment,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget
from typing_extensions import override

from core.domain.draft_trail import Step, texts_along
from core.text.prompts import abbreviation_before
from desktop.notes.caret import hunks, leaves_alone, moved
from desktop.notes.field_menu import field_menu, show_menu
from desktop.notes.prompt_stops import insert, step
from desktop.notes.prompt_stops import steps as _steps

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
    read_only_changed = Signal()
    pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, min_height_px: int = _MIN_HEIGHT_PX) -> None:
        super().__init__(parent)
        self._min_height_px = min_height_px
        self.take_files: Callable[[QMimeData], bool] | None = None
        """Given files and pictures that are pasted or dropped; False when there was nothing to take."""
        self.expand: Callable[[str], str | None] | None = None
        """Given what is typed after a semicolon: the text that it stands for."""
        self.pick: Callable[[], object] | None = None
        """Opens the list of what can be inserted."""
        self.recall: Callable[[], object] | None = None
        """Lists phrases of earlier notes below the caret."""
        self.paint_over: Callable[[QRect], object] | None = None
        """Paints on the viewport, after the text, what is inside this part of it."""
        self.offer: Callable[[int, QPoint], bool] | None = None
        """Opens a menu about the word at a position of the document; False when there is nothing to say."""
        self._quiet = False
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self.fit)
        self._carried: list[tuple[QTextCursor, str]] = []
        self._carried_ground = QColor()
        self._found: Sequence[tuple[int, int]] = ()
        self._here: tuple[int, int] | None = None
        self._found_grounds = (QColor(), QColor())
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

    def load(self, text: str, steps: Sequence[Step] = ()) -> None:
        """Show another note's text; undo goes back along the steps that led to it, oldest first."""
        self._quiet = True
        self._carried = []
        # Emptied and filled it would tell of each step, and who counts its letters would count them anew.
        with QSignalBlocker(self):
            self._fill(text, steps)
        self.textChanged.emit()
        self._quiet = False
        self.fit()
        self._show_marks()

    def caret(self) -> int:
        """How many characters stand before it."""
        before = self.document().toRawText().encode("utf-16-le")[: 2 * self.textCursor().position()]
        return len(before.decode("utf-16-le", "surrogatepass"))

    def take_over(self, text: str) -> None:
        """Change only what differs, so that the caret stays where the person is typing.

        Undo begins anew: it takes back what was typed here, never what somebody else wrote.
        """
        self._quiet = True
        old, caret = self.text(), self.caret()
        changes, is_apart = hunks(old, text), leaves_alone(old, text, caret)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        # From the end: the places of those before were counted in the old text.
        for change in reversed(changes):
            cursor.setPosition(_steps(old[: change.start]))
            cursor.setPosition(_steps(old[: change.end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(change.text)
        cursor.endEditBlock()
        self.document().clearUndoRedoStacks()
        if is_apart and not self.textCursor().hasSelection():
            # What comes in right at the caret would push it along.
            cursor.setPosition(_steps(text[: moved(old, text, caret)]))
            self.setTextCursor(cursor)
        self._quiet = False
        self.fit()

    def add_at_end(self, text: str) -> None:
        """Add text at the end, in a paragraph of its own; undo takes it out again."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        lead = "\n" if self.text().strip() and not self.text().endswith("\n") else ""
        cursor.insertText(lead + text)
        self.setTextCursor(cursor)

    def carry(self, text: str) -> None:
        """Add text of an earlier note at the end, marked until it is edited."""
        self.add_at_end(text)
        whole = self.text()
        self._mark_carried(len(whole) - len(text), len(whole))

    def recognise(self, passages: Sequence[str]) -> None:
        """Mark passages of earlier notes that stand here, each where it is not marked yet."""
        text = _by_step(self.text())
        taken = [(mark.selectionStart(), mark.selectionEnd()) for mark, _ in self._carried]
        before = len(taken)
        for passage in passages:
            fresh = _first_free(text, _by_step(passage), taken)
            if fresh is not None:
                taken.append(fresh)
        for start, end in taken[before:]:
            mark = QTextCursor(self.document())
            mark.setPosition(start)
            mark.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._add_carried(mark)
        self._show_marks()

    def take_phrase(self, text: str, replaces: int) -> None:
        """A sentence of an earlier note, in place of so many characters before the caret; marked as by
        `carry`."""
        start = self.caret() - replaces
        insert(self, self.span(start, start + replaces), text)
        self._mark_carried(start, start + len(text))

    def _mark_carried(self, start: int, end: int) -> None:
        self._add_carried(self.span(start, end))
        self._show_marks()

    def _add_carried(self, mark: QTextCursor) -> None:
        # Words that are typed right behind the passage do not edit it.
        mark.setKeepPositionOnInsert(True)
        self._carried.append((mark, mark.selectedText()))

    def put(self, text: str) -> None:
        """In place of the selection, or at the caret; Tab then goes from prompt to prompt."""
        insert(self, self.textCursor(), text)

    def fill(self, text: str) -> None:
        """In place of all that stands here, which undo brings back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        insert(self, cursor, text)

    @property
    def carried(self) -> list[str]:
        """Carried passages that are still as they came."""
        return [text.replace("\u2029", "\n") for _, text in self._carried]

    def set_carried_ground(self, colour: QColor) -> None:
        """The colour behind passages of an earlier note, also behind those that show already."""
        self._carried_ground = colour
        self._show_marks()

    def show_found(self, found: Sequence[tuple[int, int]], here: tuple[int, int] | None) -> None:
        """Mark places of a phrase, in characters, and more strongly the one that is looked at."""
        self._found, self._here = found, here
        self._show_marks()

    def set_found_grounds(self, each: QColor, here: QColor) -> None:
        """The colours behind the places of a phrase: behind each, and behind the one that is looked at."""
        self._found_grounds = each, here
        self._show_marks()

    def span(self, start: int, end: int) -> QTextCursor:
        """A cursor that selects these characters."""
        text, cursor = self.text(), QTextCursor(self.document())
        cursor.setPosition(_steps(text[:start]))
        cursor.setPosition(_steps(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab: the text of an abbreviation, then its prompts, then the next field."""
        if not self.isReadOnly() and ((forward and self._expand_typed()) or step(self, forward=forward)):
            return True
        return super().focusNextPrevChild(forward)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.paint_over is not None:
            self.paint_over(event.rect())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ReadOnlyChange:
            self.read_only_changed.emit()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.textCursor() if is_by_key else self.cursorForPosition(event.pos())
        if self.offer is None or not self.offer(at.position(), event.globalPos()):
            show_menu(field_menu(self, self.pick, self.recall), event.globalPos())

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        can_take = self.take_files is not None and _is_file(source)
        return super().canInsertFromMimeData(source) or source.hasHtml() or can_take

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.take_files is not None and _is_file(source) and self.take_files(source):
            return
        if source.hasHtml() and not source.hasText():
            source = _as_plain(source)
        super().insertFromMimeData(source)
        if source.hasText():
            self.pasted.emit(source.text())

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
        # `fit` sets the height, which comes here again and lays nothing out anew.
        if event.size().width() != event.oldSize().width():
            self.fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # So it goes on to the page, which scrolls.
        event.ignore()

    def _expand_typed(self) -> bool:
        cursor = self.textCursor()
        before = cursor.block().text().encode("utf-16-le")[: 2 * cursor.positionInBlock()]
        typed = abbreviation_before(before.decode("utf-16-le", "surrogatepass"))
        text = self.expand(typed) if typed and self.expand and not cursor.hasSelection() else None
        if typed is None or text is None:
            return False
        cursor.setPosition(cursor.position() - _steps(f";{typed}"), QTextCursor.MoveMode.KeepAnchor)
        insert(self, cursor, text)
        return True

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

    def _fill(self, text: str, steps: Sequence[Step]) -> None:
        """Laid out once, at the end. The line height comes before the words, so that all lines have it."""
        first, *later = texts_along(steps, text)
        self.document().setLayoutEnabled(False)
        self.document().setUndoRedoEnabled(False)
        line = QTextBlockFormat()
        line.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        cursor.setBlockFormat(line)
        cursor.setBlockCharFormat(QTextCharFormat())
        cursor.insertText(first, QTextCharFormat())
        cursor.endEditBlock()
        self.document().setUndoRedoEnabled(True)
        for each, after in zip(steps, later, strict=True):
            self._go_on(each, after)
        self.document().setLayoutEnabled(True)
        self.setTextCursor(QTextCursor(self.document()))

    def _go_on(self, step_back: Step, after: str) -> None:
        """What the step took in, as an edit that undo takes back."""
        end, length = step_back.start + step_back.length, len(step_back.text)
        cursor = self.span(step_back.start, step_back.start + length)
        # Qt puts two edits in a row into one step, unless the document was saved in between.
        self.document().setModified(False)
        cursor.insertText(after[step_back.start : end])

    def _on_size_changed(self, _size: QSizeF) -> None:
        """In the middle of laying out, only the size of what is in sight is known: ask again afterwards."""
        self._fit_soon.start()

    def fit(self) -> None:
        """As high as what is written."""
        height = ceil(self.document().size().height())
        self.setFixedHeight(max(self._min_height_px, height + 8))

    def _on_text_changed(self) -> None:
        if self._quiet:
            return  # whoever was quiet fits it once, at the end
        self.fit()
        self._forget_edited()
        self.text_changed.emit(self.text())

    def _on_caret_moved(self) -> None:
        # Loading and merging move the caret of a field that nobody writes in: the page must not follow it.
        if self.hasFocus():
            self.caret_moved.emit(self.cursorRect())

    def _forget_edited(self) -> None:
        still = [(mark, text) for mark, text in self._carried if mark.selectedText() == text]
        if len(still) != len(self._carried):
            self._carried = still
            self._show_marks()

    def _show_marks(self) -> None:
        shown = [_marked(mark, self._carried_ground) for mark, _ in self._carried]
        grounds = self._found_grounds
        for span in self._found:
            is_here = span == self._here
            shown.append(_marked(self.span(*span), grounds[is_here], strong=is_here))
        self.setExtraSelections(shown)


def _by_step(text: str) -> str:
    """One character for each step of a cursor, of which Qt takes two for what is beyond the first plane."""
    units = text.encode("utf-16-le", "surrogatepass")
    return "".join(map(chr, memoryview(units).cast("H")))


def _first_free(text: str, passage: str, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the passage first stands and nothing is taken yet."""
    start = text.find(passage)
    while start >= 0:
        end = start + len(passage)
        if not any(begin < end and start < stop for begin, stop in taken):
            return start, end
        start = text.find(passage, start + 1)
    return None


def _marked(cursor: QTextCursor, ground: QColor, *, strong: bool = False) -> QTextEdit.ExtraSelection:
    selection, look = QTextEdit.ExtraSelection(), QTextCharFormat()
    look.setBackground(ground)
    look.setFontUnderline(strong)
    selection.format = look
    selection.cursor = cursor
    return selection


def _as_plain(source: QMimeData) -> QMimeData:
    """The words of what some programs copy as a formatted page alone."""
    plain = QMimeData()
    plain.setText(QTextDocumentFragment.fromHtml(source.html()).toPlainText())
    return plain


def _is_file(source: QMimeData) -> bool:
    """What comes from a text or a table has words beside its picture, and those are meant."""
    is_picture = source.hasImage() and not source.hasText()
    return is_picture or any(url.isLocalFile() for url in source.urls())
