"""Go to a date: typed as people write it, or chosen in a small month."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.calendar.mini_month import MiniMonth
from desktop.kit import tokens
from desktop.kit.dates import long_day
from desktop.kit.day_words import day_words
from desktop.kit.i18n import tr
from desktop.kit.shortcuts import Shortcut, form_group, form_shortcuts
from desktop.kit.theme import Theme
from desktop.kit.typed_day import day_meant
from desktop.widgets.day_edit import unclear_day
from desktop.widgets.dialog import Dialog
from desktop.widgets.text import Text

_WIDTH_PX = 344


class DayPicker(Dialog):
    """`day_chosen` carries a `date`; the dialog is closed by then. Enter takes the day that was typed."""

    day_chosen = Signal(object)
    closes_outside = True

    def __init__(self, theme: Theme, first_weekday: int, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Calendar", "Go to a date"))
        self.setFixedWidth(max(_WIDTH_PX, self.fontMetrics().averageCharWidth() * 46))
        self._today, self._words = today, day_words(first_weekday)
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Calendar", "Go to a date"))
        self.field.setPlaceholderText(tr("Calendar", "12 dec, next tue, +1w"))
        self.field.textChanged.connect(self._on_text_changed)
        self.meant = Text(_hint(), tone="secondary", wrap=True)
        self.month = MiniMonth(theme, first_weekday, today)
        self.month.day_chosen.connect(self._choose)
        self.finished.connect(self.deleteLater)
        self._day: date | None = None
        self._lay_out()

    def show_day(self, day: date) -> None:
        """Marks the day to which Enter goes while nothing is typed."""
        self.month.show_day(day)

    @override
    def first(self) -> QWidget | None:
        return self.field

    @override
    def shortcuts(self) -> Sequence[Shortcut]:
        down = Shortcut("Down", tr("Calendar", "Into the month"), form_group())
        return form_shortcuts(tr("Calendar", "Go to this day"), tr("Help", "Close"), down)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        in_field = self.field.hasFocus()
        if in_field and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif in_field and event.key() == Qt.Key.Key_Down:
            self.month.take_focus()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """An empty field takes the day that the month shows."""
        day = self._day if self.field.text().strip() else self.month.day
        if day is not None:
            self._choose(day)

    def _choose(self, day: date) -> None:
        self.accept()
        self.day_chosen.emit(day)

    def _on_text_changed(self, text: str) -> None:
        self._day = day_meant(text, self._today, self._words) if text.strip() else None
        if self._day is not None:
            self.month.show_day(self._day)
            self.meant.setText(long_day(self._day))
        elif text.strip():
            self.meant.setText(unclear_day(text, self._today, self._words))
        else:
            self.meant.setText(_hint())

    def _lay_out(self) -> None:
        self.meant.setMinimumHeight(2 * self.fontMetrics().height())
        self.meant.setAlignment(Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        box.setSpacing(tokens.S)
        box.addWidget(self.field)
        box.addWidget(self.meant)
        box.addWidget(self.month)


def _hint() -> str:
    return tr("Calendar", "Enter goes to the day that is marked.")
