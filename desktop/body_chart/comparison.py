"""What changed since the earlier session that is shown, and what can be done with its marks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.widgets.buttons import Button
from desktop.widgets.flow import FlowLayout
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import Text

_BACK_KEYS, _ALONE_KEYS, _CARRY_KEYS = "Ctrl+Shift+PgDown", "Ctrl+Shift+PgUp", "Ctrl+Shift+K"


class Comparison(QFrame):
    """`changed` when it shall be drawn another way; `back` and `carry` are what a person asks for."""

    changed = Signal()
    back = Signal()
    carry = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.since = Text(wrap=True)
        self.way = SegmentedControl(
            tr("BodyChart", "How the earlier session is drawn"),
            [(tr("BodyChart", "Behind this note's"), False), (tr("BodyChart", "Alone"), True)],
        )
        self.way.setToolTip(_ALONE_KEYS)
        self.read_only = Text(
            tr("BodyChart", "Marks of an earlier session are only read here."),
            tone="secondary",
            size="small",
            wrap=True,
        )
        self.carry_button = Button(tr("BodyChart", "Carry its marks into this note"), self.carry.emit)
        self.carry_button.setToolTip(_CARRY_KEYS)
        self.back_button = Button(tr("BodyChart", "Back to this note"), self.back.emit)
        self.back_button.setToolTip(_BACK_KEYS)
        for button in (self.carry_button, self.back_button):
            button.setProperty("compact", True)
        self._lay_out()
        self.way.chosen.connect(self._on_way_chosen)

    @property
    def is_alone(self) -> bool:
        """Whether the marks of this note are left out."""
        return bool(self.way.value)

    def set_alone(self, alone: bool) -> None:
        """Without telling anybody."""
        self.way.set_value(alone)
        self.read_only.setVisible(alone)

    def show_since(self, words: str, *, can_carry: bool) -> None:
        """`words`: what changed since."""
        self.since.setText(words)
        self.carry_button.setEnabled(can_carry)
        self.read_only.setVisible(self.is_alone)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        box.addWidget(self.since)
        box.addWidget(self.way)
        box.addWidget(self.read_only)
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.carry_button, self.back_button):
            row.addWidget(button)
        box.addWidget(buttons)

    def _on_way_chosen(self, _alone: object) -> None:
        self.read_only.setVisible(self.is_alone)
        self.changed.emit()
