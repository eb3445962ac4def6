"""Opening hours as a person thinks of them: which days, from when to when; and the first day of the week."""

from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.time_input import parse_time
from desktop.widgets.accessible import tell_as
from desktop.widgets.text import Text


class HoursField(QWidget):
    """`value` maps a weekday (Monday 0) as text to spans of "HH:MM" texts, as settings hold it.

    Days that differ from each other keep their own spans until the common hours are edited here.
    """

    changed = Signal()

    def __init__(self, label: str, first_weekday: int = 0) -> None:
        super().__init__()
        tell_as(self, QAccessible.Role.Grouping)
        self.setAccessibleName(label)
        self._kept: dict[str, Any] = {}
        self._days = {day: self._day_button(day) for day in _week(first_weekday)}
        self._row = QHBoxLayout()
        self._start, self._end = QLineEdit("09:00"), QLineEdit("18:00")
        self._start.setAccessibleName(tr("Hours", "Opens at"))
        self._end.setAccessibleName(tr("Hours", "Closes at"))
        for edit in (self._start, self._end):
            edit.setFixedWidth(88)
            edit.textEdited.connect(self._on_edited)
            edit.editingFinished.connect(self._on_finished)
        self._lay_out(label)

    def set_first_weekday(self, first_weekday: int) -> None:
        """The days stand in the order of the week that was chosen."""
        for place, day in enumerate(_week(first_weekday)):
            self._row.removeWidget(self._days[day])
            self._row.insertWidget(place, self._days[day], 1)
            if place:
                before = self._days[_week(first_weekday)[place - 1]]
                QWidget.setTabOrder(before, self._days[day])

    @property
    def value(self) -> dict[str, list[list[str]]]:
        """Open days alone, so an empty mapping means that it never opens.

        What is typed and is no time stands there as it was typed: ask `is_sound` first.
        """
        open_days = [day for day, button in self._days.items() if button.isChecked()]
        return {str(day): self._kept.get(str(day), [self._span()]) for day in sorted(open_days)}

    @property
    def is_sound(self) -> bool:
        """Whether both are times, and it closes after it opens."""
        start, end = (parse_time(edit.text()) for edit in (self._start, self._end))
        return start is not None and end is not None and start < end

    def set_value(self, hours: dict[str, Any]) -> None:
        """Silent. The times shown are those of the first open day."""
        blocked = self.blockSignals(True)
        for day, button in self._days.items():
            button.setChecked(bool(hours.get(str(day))))
        first = next((spans for spans in hours.values() if spans), [["09:00", "18:00"]])
        self._start.setText(first[0][0])
        self._end.setText(_shown(first[-1][1]))
        self._kept = {day: spans for day, spans in hours.items() if spans}
        self.blockSignals(blocked)

    def _span(self) -> list[str]:
        return [_whole(edit.text()) for edit in (self._start, self._end)]

    def _on_finished(self) -> None:
        """What was typed short, such as "915", is written out."""
        for edit in (self._start, self._end):
            edit.setText(_whole(edit.text()))

    def _on_edited(self, _text: str) -> None:
        self._kept = {}
        self.changed.emit()

    def _on_toggled(self, _on: bool) -> None:
        self.changed.emit()

    def _day_button(self, day: int) -> QPushButton:
        names = QLocale()
        button = QPushButton(names.dayName(day + 1, QLocale.FormatType.ShortFormat))
        button.setAccessibleName(names.dayName(day + 1, QLocale.FormatType.LongFormat))
        button.setProperty("kind", "day")
        button.setCheckable(True)
        button.setChecked(day < 5)
        button.toggled.connect(self._on_toggled)
        return button

    def _lay_out(self, label: str) -> None:
        days = self._row
        days.setSpacing(tokens.XS)
        for button in self._days.values():
            days.addWidget(button, 1)
        times = QHBoxLayout()
        times.setSpacing(tokens.S)
        dash = QLabel("–")
        for widget in (self._start, dash, self._end):
            times.addWidget(widget)
        times.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        box.addWidget(Text(label, size="small", tone="secondary", strong=True))
        box.addLayout(days)
        box.addLayout(times)


def _week(first_weekday: int) -> list[int]:
    return [(first_weekday + step) % 7 for step in range(7)]


def _shown(text: str) -> str:
    """Midnight at the end of a day is shown as its last minute."""
    return "23:59" if text == "24:00" else text


def _whole(text: str) -> str:
    """As settings hold it; what is no time stays as it was typed."""
    at = parse_time(text)
    return text if at is None else f"{at:%H:%M}"
