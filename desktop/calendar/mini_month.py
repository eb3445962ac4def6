"""A small month to choose a day from, by mouse and by arrows."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.timegrid import days_from, first_of_week
from desktop.calendar.arrow_keys import arrow_step
from desktop.calendar.mini_day import DayMark, MiniDay
from desktop.calendar.pages import months_later
from desktop.kit import tokens
from desktop.kit.dates import month_text
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import IconButton, back_and_on
from desktop.widgets.text import Text, restyle

_WEEKS = 6
_SHORT_LETTERS = 3


class MiniMonth(QWidget):
    """Six weeks, so that nothing moves as months turn. `day_chosen` carries a `date`."""

    day_chosen = Signal(object)
    turned = Signal()
    """Somebody went to another day in it, which may be of another month."""

    def __init__(
        self,
        theme: Theme,
        first_weekday: int,
        today: date,
        parent: QWidget | None = None,
        *,
        has_weeks: bool = False,
    ) -> None:
        """`has_weeks`: the number of each week stands before it."""
        super().__init__(parent)
        self._theme = theme
        self._first_weekday, self._today = first_weekday, today
        self._marks: Mapping[date, DayMark] = {}
        self.day = today
        self.names = [self._head() for _ in range(7)]
        self.weeks = [self._head() for _ in range(_WEEKS if has_weeks else 0)]
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
        self._show()

    def set_today(self, today: date) -> None:
        """It may be left open over midnight."""
        if today != self._today:
            self._today = today
            self._show()

    def set_first_weekday(self, first_weekday: int) -> None:
        """With which day the weeks begin."""
        if first_weekday != self._first_weekday:
            self._first_weekday = first_weekday
            self._show()

    def set_marks(self, marks: Mapping[date, DayMark]) -> None:
        """What is told of days beside their numbers."""
        self._marks = marks
        self._show()

    @property
    def has_keys(self) -> bool:
        """Whether somebody is choosing a day in it."""
        return any(button.hasFocus() for button in self.buttons)

    def _show(self) -> None:
        self.month.setText(month_text(self.day))
        days = self.days
        for label, name in zip(self.names, _column_names(days[:7]), strict=True):
            label.setText(name)
        for week, label in enumerate(self.weeks):
            # A week has the number of its Thursday (ISO 8601), on whichever day it begins here.
            thursday = next(each for each in days[week * 7 : week * 7 + 7] if each.weekday() == 3)
            label.setText(str(thursday.isocalendar().week))
            number = tr("Calendar", "Week {number}", number=thursday.isocalendar().week)
            label.setAccessibleName(number)
        for button, each in zip(self.buttons, days, strict=True):
            button.setText(str(each.day))
            button.set_name(each, self._marks.get(each, DayMark()), is_today=each == self._today)
            # One stop for Tab: the arrows lead to the other days.
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if each == self.day else Qt.FocusPolicy.ClickFocus
            )
            # Most days keep their look, and a stylesheet that looks again takes long.
            if button.property("kind") != self._look(each):
                button.setProperty("kind", self._look(each))
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
        self.turned.emit()

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
        self.turned.emit()

    def _head(self) -> Text:
        label = Text(size="small", tone="secondary")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _button(self, number: int) -> MiniDay:
        button = MiniDay(self._theme)
        button.clicked.connect(lambda _checked=False: self.day_chosen.emit(self.days[number]))
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.month, 1)
        head.addWidget(self.previous)
        head.addWidget(self.next)
        grid = QGridLayout()
        grid.setSpacing(2)
        before = 1 if self.weeks else 0
        for column, label in enumerate(self.names):
            grid.addWidget(label, 0, column + before)
        for week, label in enumerate(self.weeks):
            grid.addWidget(label, week + 1, 0)
        for number, button in enumerate(self.buttons):
            grid.addWidget(button, number // 7 + 1, number % 7 + before)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        box.addLayout(head)
        box.addLayout(grid)


def _column_names(days: Sequence[date]) -> list[str]:
    """ "Tue"; letters where the names of a language are wider than these columns."""
    locale, form = QLocale(), QLocale.FormatType
    short = [locale.standaloneDayName(day.isoweekday(), form.ShortFormat) for day in days]
    if max(map(len, short)) <= _SHORT_LETTERS:
        return short
    return [locale.standaloneDayName(day.isoweekday(), form.NarrowFormat) for day in days]
