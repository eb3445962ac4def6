"""One of a few choices, all of them in sight."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from desktop.widgets.accessible import tell_as, tell_as_choice
from desktop.widgets.flow import FlowLayout

_PADDING_PX = 28


class SegmentedControl(QFrame):
    """Emits `chosen` with the value that a person picked; `set_value` is silent.

    `wraps`: they go on in a second line where there is little room, and stand on no ground of their own.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        choices: list[tuple[str, object]],
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setProperty("segments", not wraps)
        tell_as(self, QAccessible.Role.Grouping)
        self.setAccessibleName(name)
        self._values = [value for _, value in choices]
        self._group = QButtonGroup(self)
        row = FlowLayout(self) if wraps else QHBoxLayout(self)
        if not wraps:
            row.setContentsMargins(2, 2, 2, 2)
            row.setSpacing(2)
        for number, (text, _) in enumerate(choices):
            row.addWidget(self._segment(number, text))
        self._group.idClicked.connect(self._on_clicked)
        self._group.button(0).setChecked(True)

    @property
    def value(self) -> object:
        """The value of the segment that is chosen; one always is."""
        return self._values[self._group.checkedId()]

    def focus_chosen(self) -> None:
        """Where the arrow keys go on from it."""
        self._group.button(self._group.checkedId()).setFocus()

    def set_value(self, value: object) -> None:
        """A value that is no choice changes nothing."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)

    def set_words(self, words: Sequence[str]) -> None:
        """Other words for the same choices, in their order."""
        for number, text in enumerate(words):
            button = self._group.button(number)
            button.setText(text)
            button.setMinimumWidth(_strong_width(button) + _PADDING_PX)
        self.updateGeometry()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        forward = Qt.Key.Key_Left if rtl else Qt.Key.Key_Right
        backward = Qt.Key.Key_Right if rtl else Qt.Key.Key_Left
        if event.key() in {forward, backward}:
            self._step(1 if event.key() == forward else -1)
        else:
            super().keyPressEvent(event)

    def _segment(self, number: int, text: str) -> QPushButton:
        button = QPushButton()
        tell_as_choice(button)
        button.setText(text)
        button.setCheckable(True)
        button.setProperty("kind", "segment")
        button.setAutoDefault(False)
        button.setMinimumWidth(_strong_width(button) + _PADDING_PX)
        self._group.addButton(button, number)
        return button

    def _step(self, by: int) -> None:
        number = (self._group.checkedId() + by) % len(self._values)
        self._group.button(number).setChecked(True)
        self._group.button(number).setFocus()
        # `idClicked` tells of clicks alone.
        self.chosen.emit(self.value)

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(self._values[number])


def _strong_width(button: QAbstractButton) -> int:
    """The chosen one is written stronger: leave room for that, so that choosing moves nothing."""
    font = button.font()
    font.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(font).horizontalAdvance(button.text())
