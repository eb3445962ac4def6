"""Which session's chart is shown: one earlier, one later, or any from the list."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import IconButton, back_and_on
from desktop.widgets.fields import ChoiceField

_BY_LETTERS, _LEAST_LETTERS = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon, 8


class SessionBar(QWidget):
    """Emits `chosen` with what stands behind the session that a person went to."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        back, on = back_and_on(self)
        self.earlier = IconButton(
            theme, back, tr("BodyChart", "Earlier session"), partial(self.step, 1), shortcut="Ctrl+PgUp"
        )
        self.later = IconButton(
            theme, on, tr("BodyChart", "Later session"), partial(self.step, -1), shortcut="Ctrl+PgDown"
        )
        self.choice = ChoiceField(tr("BodyChart", "Session"), [])
        # As wide as there is room, and not as the longest day: at 200 % there is less.
        self.choice.editor.setSizeAdjustPolicy(_BY_LETTERS)
        self.choice.editor.setMinimumContentsLength(_LEAST_LETTERS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.XS)
        row.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.choice, 1)
        row.addWidget(self.later, 0, Qt.AlignmentFlag.AlignBottom)
        self.choice.changed.connect(self._on_chosen)

    @property
    def value(self) -> object:
        """Of the session that is shown; None where that stands for None, or there is none."""
        return self.choice.value

    def show_sessions(self, choices: Sequence[tuple[str, object]]) -> None:
        """The newest first. What was shown stays; where it is gone the first one is."""
        before = self.value
        self.choice.editor.blockSignals(True)
        self.choice.set_choices(list(choices))
        if any(value == before for _, value in choices):
            self.choice.set_value(before)
        self.choice.editor.blockSignals(False)
        self._show_steps()

    def go_to(self, value: object) -> None:
        """Without telling anybody."""
        self.choice.editor.blockSignals(True)
        self.choice.set_value(value)
        self.choice.editor.blockSignals(False)
        self._show_steps()

    def step(self, by: int) -> None:
        """To an earlier session, or to a later one where `by` is negative; not beyond the last of them."""
        box = self.choice.editor
        wanted = box.currentIndex() + by
        if 0 <= wanted < box.count():
            box.setCurrentIndex(wanted)

    def _show_steps(self) -> None:
        box = self.choice.editor
        self.earlier.setEnabled(box.currentIndex() + 1 < box.count())
        self.later.setEnabled(box.currentIndex() > 0)

    def _on_chosen(self, value: object) -> None:
        self._show_steps()
        self.chosen.emit(value)
