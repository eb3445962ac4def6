"""A day in one line: typed as people write it, stepped by Up and Down, or chosen in a small month."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QDateEdit
from typing_extensions import override

from desktop.kit.day_words import day_words
from desktop.kit.i18n import tr
from desktop.kit.typed_day import DayWords, day_meant, is_no_such_day


class DayEdit(QDateEdit):
    """`today` is asked whenever somebody typed, for "next tue" and "+1w". `unclear` when no day was meant by
    what was typed, with a sentence that says so: the day that stood there stands again."""

    unclear = Signal(str)

    def __init__(self, today: Callable[[], date], first_weekday: int) -> None:
        super().__init__()
        self._today, self._words = today, day_words(first_weekday)
        self.setCalendarPopup(True)
        # Where a window runs from right to left Qt turns the parts of a day around, and then the whole line:
        # the day would stand as "2026 November 23".
        self.setProperty("mirrored", self.isRightToLeft())
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setDisplayFormat(tr("Calendar", "ddd d MMM yyyy"))
        self.setKeyboardTracking(False)  # half a date is none

    def settle(self) -> bool:
        """What stands in it counts, also while it has the focus; False when it was unclear."""
        with self._telling():
            is_day = self._meant(self.text()).isValid()
            self.interpretText()
        return is_day

    # QDateEdit, whose own rules take only its own spelling, part by part

    @override
    def validate(self, typed: str, position: int, /) -> tuple[QValidator.State, str, int]:
        is_day = self._meant(typed).isValid()
        # Never Invalid: Qt takes no letter that would make the text so.
        state = QValidator.State.Acceptable if is_day else QValidator.State.Intermediate
        return state, typed, position

    @override
    def dateTimeFromText(self, typed: str, /) -> QDateTime:
        day = self._meant(typed)
        return QDateTime(day, QTime(0, 0)) if day.isValid() else self.dateTime()

    @override
    def stepBy(self, steps: int, /) -> None:
        self.settle()
        self.setDate(self.date().addDays(steps))
        self.lineEdit().selectAll()

    @override
    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        self.lineEdit().selectAll()

    @override
    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        with self._telling():
            super().focusOutEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            with self._telling():
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What is unclear is told once the day that stood there stands again."""
        typed = self.text()
        is_day = self._meant(typed).isValid()
        yield
        if not is_day:
            self.unclear.emit(unclear_day(typed, self._today(), self._words))

    def _meant(self, typed: str) -> QDate:
        """Not valid where no day is meant."""
        if typed == self.textFromDateTime(self.dateTime()):
            return self.date()
        day = day_meant(typed, self._today(), self._words)
        if day is None:
            return self.locale().toDate(typed, self.displayFormat())
        return QDate(day.year, day.month, day.day)


def unclear_day(typed: str, today: date, words: DayWords) -> str:
    """The sentence for what is no day: that there is none such, else spellings that can be read."""
    if is_no_such_day(typed, today, words):
        return tr("Calendar", "No calendar has this day. Check day and month, or write the year too.")
    return tr("Calendar", "No day is written like this. Try 12 dec, next tue or +1w.")
