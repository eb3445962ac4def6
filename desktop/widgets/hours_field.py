"""Opening hours as a person thinks of them: which days, from when to when, with breaks."""

from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.kit import tokens
from desktop.kit.hours_text import Spans, hours_text, parse_hours
from desktop.kit.i18n import tr
from desktop.widgets.accessible import tell_as
from desktop.widgets.text import Text, restyle

_USUAL: Spans = [["09:00", "18:00"]]


class HoursField(QWidget):
    """`value` maps a weekday (Monday 0) as text to spans of "HH:MM" texts, as settings hold it.

    One line holds the hours of every day, with breaks as commas; a box gives each day a line of its own.
    """

    changed = Signal()

    def __init__(self, label: str, first_weekday: int = 0) -> None:
        super().__init__()
        tell_as(self, QAccessible.Role.Grouping)
        self.setAccessibleName(label)
        self._first_weekday = first_weekday
        self.days = {day: self._day_button(day) for day in range(7)}
        self._row = QHBoxLayout()
        self.line = _hours_edit(tr("Hours", "Hours"))
        self.apart = QCheckBox(tr("Hours", "Other hours on each day"))
        self.lines = {day: _hours_edit(_long_name(day)) for day in range(7)}
        self._names = {day: QLabel(_long_name(day)) for day in range(7)}
        self._grid = QGridLayout()
        self._lay_out(label)
        self._set_lines(hours_text(_USUAL))
        self.line.textEdited.connect(self._on_common_edited)
        for edit in (self.line, *self.lines.values()):
            edit.textEdited.connect(self._on_edited)
            edit.editingFinished.connect(self._on_finished)
        self.apart.toggled.connect(self._on_apart)
        self._show_lines()

    def set_label(self, label: str) -> None:
        """Whose hours they are, seen above and told to a screen reader."""
        self._label.setText(label)
        self.setAccessibleName(label)

    def set_first_weekday(self, first_weekday: int) -> None:
        """The days stand in the order of the week that was chosen."""
        self._first_weekday = first_weekday
        self._put_in_order()

    @property
    def value(self) -> dict[str, list[list[str]]]:
        """Open days alone, so an empty mapping means that it never opens.

        What is typed and is no hours stands there as it was typed: ask `is_sound` first.
        """
        found = {str(day): self._spans(self._line_of(day)) for day in sorted(self._open_days)}
        return {day: spans for day, spans in found.items() if spans}

    @property
    def is_sound(self) -> bool:
        """Whether all lines that show are hours; with days that are closed in a line of their own."""
        if not self.apart.isChecked():
            return bool(parse_hours(self.line.text()))
        return all(parse_hours(self.lines[day].text()) is not None for day in self._open_days)

    def set_value(self, hours: dict[str, Any]) -> None:
        """Silent. Days that differ from each other get a line each; a closed one has that of the first."""
        blocked = self.blockSignals(True)
        texts = {day: hours_text(hours[str(day)]) for day in range(7) if hours.get(str(day))}
        for day, button in self.days.items():
            button.setChecked(day in texts)
        self._set_lines(next(iter(texts.values()), hours_text(_USUAL)))
        for day, text in texts.items():
            self.lines[day].setText(text)
        self.apart.setChecked(len(set(texts.values())) > 1)
        self._show_lines()
        self._mark()
        self.blockSignals(blocked)

    @property
    def _open_days(self) -> list[int]:
        return [day for day, button in self.days.items() if button.isChecked()]

    def _line_of(self, day: int) -> QLineEdit:
        return self.lines[day] if self.apart.isChecked() else self.line

    def _spans(self, edit: QLineEdit) -> Spans:
        spans = parse_hours(edit.text())
        return [[edit.text()]] if spans is None else spans

    def _set_lines(self, text: str) -> None:
        for edit in (self.line, *self.lines.values()):
            edit.setText(text)

    def _show_lines(self) -> None:
        apart = self.apart.isChecked()
        self.line.setVisible(not apart)
        for day, edit in self.lines.items():
            for part in (edit, self._names[day]):
                part.setVisible(apart and self.days[day].isChecked())

    def _mark(self) -> None:
        """A red edge around what is no hours."""
        for edit in (self.line, *self.lines.values()):
            edit.setProperty("wrong", parse_hours(edit.text()) is None)
            restyle(edit)

    def _on_finished(self) -> None:
        """What was typed short, such as "9-12, 13-17", is written out."""
        for edit in (self.line, *self.lines.values()):
            spans = parse_hours(edit.text())
            if spans is not None:
                edit.setText(hours_text(spans))
        self._mark()

    def _on_common_edited(self, text: str) -> None:
        for edit in self.lines.values():
            edit.setText(text)

    def _on_edited(self, _text: str) -> None:
        self.changed.emit()

    def _on_toggled(self, _on: bool) -> None:
        self._show_lines()
        self.changed.emit()

    def _on_apart(self, apart: bool) -> None:
        """Together again, all days have the hours of the first open one."""
        if not apart and self._open_days:
            self.line.setText(self.lines[self._week_of(self._open_days)[0]].text())
        self._show_lines()
        self.changed.emit()

    def _week_of(self, days: list[int]) -> list[int]:
        return sorted(days, key=lambda day: (day - self._first_weekday) % 7)

    def _day_button(self, day: int) -> QPushButton:
        button = QPushButton(QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat))
        button.setAccessibleName(_long_name(day))
        button.setProperty("kind", "day")
        button.setCheckable(True)
        button.setChecked(day < 5)
        button.toggled.connect(self._on_toggled)
        return button

    def _put_in_order(self) -> None:
        before: QWidget | None = None
        week = self._week_of(list(self.days))
        for place, day in enumerate(week):
            self._row.removeWidget(self.days[day])
            self._row.insertWidget(place, self.days[day], 1)
            self._grid.addWidget(self._names[day], place, 0)
            self._grid.addWidget(self.lines[day], place, 1)
        # Tab goes in the order in which widgets were made, whatever stands where.
        for widget in (
            *(self.days[day] for day in week),
            self.line,
            self.apart,
            *(self.lines[d] for d in week),
        ):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget

    def _lay_out(self, label: str) -> None:
        self._label = Text(label, size="small", tone="secondary", strong=True)
        self._row.setSpacing(tokens.XS)
        common = QHBoxLayout()
        common.setSpacing(tokens.L)
        common.addWidget(self.line, 1)
        common.addWidget(self.apart)
        self._grid.setSpacing(tokens.S)
        self._grid.setColumnStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.S)
        box.addWidget(self._label)
        box.addLayout(self._row)
        box.addLayout(common)
        box.addLayout(self._grid)
        box.addWidget(Text(tr("Hours", "With a break: 9–12, 13–17"), size="small", tone="hint"))
        self._put_in_order()


def _hours_edit(name: str) -> QLineEdit:
    """Times are read from left to right in every language."""
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return edit


def _long_name(day: int) -> str:
    return QLocale().dayName(day + 1, QLocale.FormatType.LongFormat)
