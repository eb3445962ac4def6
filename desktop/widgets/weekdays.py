"""The seven weekdays as a row of switches, in the week's order."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.kit import tokens

_WEEK = 7


class WeekdaySwitches(QWidget):
    """Weekdays count from Monday = 0; the row begins with `first`, as the practice's weeks do.

    `changed` comes whenever one is switched, by a person or by the program.
    """

    changed = Signal()

    def __init__(self, first: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {day: _button(day) for day in range(_WEEK)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.XS)
        for step in range(_WEEK):
            row.addWidget(self.buttons[(first + step) % _WEEK], 1)
        for button in self.buttons.values():
            button.toggled.connect(self.changed)

    @property
    def chosen(self) -> frozenset[int]:
        """Those that are on."""
        return frozenset(day for day, button in self.buttons.items() if button.isChecked())


def _button(day: int) -> QPushButton:
    names = QLocale()
    button = QPushButton(names.dayName(day + 1, QLocale.FormatType.ShortFormat))
    button.setAccessibleName(names.dayName(day + 1))
    button.setProperty("kind", "day")
    button.setCheckable(True)
    return button
