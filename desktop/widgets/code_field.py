"""A long code in groups, as it stands on paper: each group goes on to the next, pasting fills them all."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QWidget
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.widgets.accessible import tell_as
from desktop.widgets.fields import Field

_IN_A_ROW = 3


class CodeField(Field[QWidget]):
    """`groups` boxes of `letters` each, whatever the reading direction from left to right."""

    changed = Signal(str)
    submitted = Signal()

    def __init__(self, label: str, font: QFont, *, groups: int, letters: int, lines: int = 0) -> None:
        super().__init__(label, QWidget(), lines=lines)
        tell_as(self, QAccessible.Role.Grouping)
        self._letters = letters
        self.boxes = [self._box(font, number, groups) for number in range(groups)]
        grid = QGridLayout(self.editor)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(tokens.S)
        for number, box in enumerate(self.boxes):
            grid.addWidget(box, number // _IN_A_ROW, number % _IN_A_ROW)
        self.editor.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.editor.setFocusProxy(self.boxes[0])

    @property
    def text(self) -> str:
        """The groups that hold something, with dashes between them."""
        return "-".join(filter(None, (box.text() for box in self.boxes)))

    def set_text(self, text: str) -> None:
        """Spread over the boxes from the first one."""
        self._fill(0, text)

    def take(self) -> str:
        """The text, and empty boxes afterwards."""
        text = self.text
        self.set_text("")
        return text

    @override
    def set_error(self, sentence: str) -> None:
        super().set_error(sentence)
        for box in self.boxes:
            box.setAccessibleDescription(sentence)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pasting anywhere spreads over the boxes, a whole code over all; arrows, Backspace walk on."""
        is_key = event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent):
            return self._take_key(self.boxes.index(watched), event)
        return super().eventFilter(watched, event)

    def _take_key(self, number: int, event: QKeyEvent) -> bool:
        box = self.boxes[number]
        # Left to the box, everything beyond its own letters would be cut off.
        if event.matches(QKeySequence.StandardKey.Paste):
            self._fill(number, QApplication.clipboard().text())
            return True
        at = box.cursorPosition()
        if event.key() == Qt.Key.Key_Backspace and at == 0 and not box.hasSelectedText() and number:
            before = self.boxes[number - 1]
            before.setFocus()
            before.setText(before.text()[:-1])
            return True
        if event.key() == Qt.Key.Key_Left and at == 0 and number:
            return self._enter(number - 1, at_end=True)
        if event.key() == Qt.Key.Key_Right and at == len(box.text()) and number + 1 < len(self.boxes):
            return self._enter(number + 1, at_end=False)
        return False

    def _enter(self, number: int, *, at_end: bool) -> bool:
        box = self.boxes[number]
        box.setFocus()
        box.setCursorPosition(len(box.text()) if at_end else 0)
        return True

    def _fill(self, first: int, text: str) -> None:
        letters = _letters(text)
        if len(letters) >= len(self.boxes) * self._letters:
            first = 0
        for number in range(first, len(self.boxes)):
            at = (number - first) * self._letters
            self.boxes[number].setText(letters[at : at + self._letters].upper())
        if letters:
            last = min(first + (len(letters) - 1) // self._letters, len(self.boxes) - 1)
            self._enter(last, at_end=True)

    def _box(self, font: QFont, number: int, groups: int) -> QLineEdit:
        box = QLineEdit()
        box.setFont(font)
        box.setMaxLength(self._letters)
        box.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        hints = Qt.InputMethodHint
        # An input method would keep what is typed in a dictionary of its own.
        box.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhPreferUppercase)
        box.setAccessibleName(
            tr(
                "Code",
                "{label}, group {number} of {groups}",
                label=self.label.text(),
                number=number + 1,
                groups=groups,
            )
        )
        box.installEventFilter(self)
        box.textEdited.connect(self._on_edited)
        box.textChanged.connect(self._on_changed)
        box.returnPressed.connect(self.submitted)
        return box

    def _on_edited(self, text: str) -> None:
        """What was typed in capitals; a full group goes on to the next."""
        box = self.sender()
        if not isinstance(box, QLineEdit):
            return
        at = box.cursorPosition()
        box.setText(_letters(text).upper())
        # `setText` has put it at the end.
        box.setCursorPosition(at)
        number = self.boxes.index(box)
        if len(box.text()) == self._letters and at >= self._letters and number + 1 < len(self.boxes):
            self.boxes[number + 1].setFocus()
            self.boxes[number + 1].selectAll()

    def _on_changed(self, _text: str) -> None:
        self.changed.emit(self.text)


def _letters(text: str) -> str:
    """Without what stands between and around them: dashes, quotes, a full stop, marks of the direction."""
    return "".join(filter(str.isalnum, text))
