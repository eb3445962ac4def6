"""A small month to choose a day from, by mouse and by arrows."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.timegrid import days_from, first_of_week
from desktop.calendar.arrow_keys import arrow_step
from desktop.calendar.pages import months_later
from desktop.kit import tokens
from desktop.kit.dates import long_day, month_text
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import IconButton, back_and_on
from desktop.widgets.text import Text, restyle

_WEEKS = 6


class MiniMonth(QWidget):
    """Six weeks, so that nothing moves as months turn. `day_chosen` carries a `date`."""

    day_chosen = Signal(object)

    def __init__(self, theme: Theme, first_weekday: int, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_weekday, self._today = first_weekday, today
        self.day = today
        signs = back_and_on(self)
        self.month = Text(strong=True)
        self.previous = IconButton(theme, signs[0], tr("Calendar", "Previous month"), lambda: self.turn(-1))
        self.next = IconButton(theme, signs[1], tr("Calendar", "Next month"), lambda: self.turn(1))
        self.buttons = [self._button(number) for number in range(_WEEKS * 7)]
        self._lay_out()
        self.show_day(today)

    @property
    def days(self) -> tuple[date, ...]:
        """The 42 days of the buttons, in their order, from the week in which the month begins."""
        return days_from(first_of_week(self.day.replace(day=1), self._first_weekday), _WEEKS * 7)

    def show_day(self, day: date) -> None:
        """Its month, with the day marked; the arrows go on from there."""
        self.day = day
        self.month.setText(month_text(day))
        for button, each in zip(self.buttons, self.days, strict=True):
            button.setText(str(each.day))
            name = long_day(each)
            button.setAccessibleName(
                tr("Calendar", "{day}, today", day=name) if each == self._today else name
            )
            button.setProperty("kind", self._look(each))
            # One stop for Tab: the arrows lead to the other days.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == day else Qt.FocusPolicy.ClickFocus)
            restyle(button)

    def _look(self, day: date) -> str:
        if day == self._today:
            return "date-today"
        if day == self.day:
            return "date-shown"
        return "date" if day.month == self.day.month else "date-beyond"

    def turn(self, by: int) -> None:
        """So many months on, or back below nought; the focus stays where it is."""
        self.show_day(months_later(self.day, by))

    def take_focus(self) -> None:
        """To the marked day, which is the only one that Tab reaches."""
        self.buttons[self.days.index(self.day)].setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a day is Enter on a button; here are the ways to other days."""
        step = arrow_step(event, mirrored=self.isRightToLeft())
        if step is not None:
            days, weeks = step.value
            self._go(self.day + timedelta(days=days + 7 * weeks))
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._go(months_later(self.day, 1 if event.key() == Qt.Key.Key_PageDown else -1))
        else:
            super().keyPressEvent(event)

    def _go(self, day: date) -> None:
        self.show_day(day)
        self.take_focus()

    def _button(self, number: int) -> QPushButton:
        button = _DayButton()
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: self.day_chosen.emit(self.days[number]))
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.month, 1)
        head.addWidget(self.previous)
        head.addWidget(self.next)
        grid = QGridLayout()
        grid.setSpacing(2)
        for column, day in enumerate(self.days[:7]):
            name = QLocale().toString(QDate(day.year, day.month, day.day), "ddd")
            label = Text(name, size="small", tone="secondary")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(label, 0, column)
        for number, button in enumerate(self.buttons):
            grid.addWidget(button, number // 7 + 1, number % 7)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        box.addLayout(head)
        box.addLayout(grid)


class _DayButton(QPushButton):
    """Leaves the arrows to its month; a button would take them for the next button."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif arrow_step(event, mirrored=False) is not None:
            event.ignore()
        else:
            super().keyPressEvent(event)
