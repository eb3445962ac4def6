"""How a booking repeats: one choice in plain words, and below it only what that choice needs."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QSpinBox, QVBoxLayout, QWidget

from core.domain.recurrence import MOST_APART
from core.domain.series import MOST_TIMES
from desktop.calendar.repeating import End, RepeatForm, Unit, preview, units_for
from desktop.calendar.series_texts import interval_suffix, preview_text, unit_text
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.widgets.day_edit import DayEdit
from desktop.widgets.fields import ChoiceField, Field, roomy
from desktop.widgets.text import Text
from desktop.widgets.weekdays import WeekdaySwitches


class RepeatFields(QWidget):
    """`changed` brings the `RepeatForm` that stands here now; `show_repeat` fills it silently."""

    changed = Signal(object)

    def __init__(self, today: Callable[[], date], first_weekday: int) -> None:
        super().__init__()
        self._form, self._day = RepeatForm(), date(2000, 1, 1)
        self.unit = ChoiceField(tr("Series", "Repeats"), [])
        self.interval = Field(tr("Series", "Every"), roomy(QSpinBox()))
        self.end = ChoiceField(tr("Series", "Ends"), _ends())
        self.times = Field(tr("Series", "How often"), roomy(QSpinBox()))
        self.until = Field(tr("Series", "Last day"), DayEdit(today, first_weekday), lines=1)
        self.days = WeekdaySwitches(first_weekday)
        self.weekdays = self.days.buttons
        self.preview = Text(size="small", tone="secondary", wrap=True)
        self.more = QWidget()
        self._lay_out()
        self._connect()

    def show_repeat(self, form: RepeatForm, day: date, week_start: int, *, editing: bool) -> None:
        """`editing`: a series can be changed here, and is ended elsewhere."""
        self._form, self._day = form, day
        editors = [self.unit.editor, self.interval.editor, self.end.editor, self.times.editor]
        blockers = [QSignalBlocker(each) for each in (*editors, self.until.editor, *self.weekdays.values())]
        units = [unit for unit in units_for(day) if unit is not Unit.NONE or not editing]
        self.unit.set_choices([(unit_text(unit, day), unit) for unit in units])
        self.unit.set_value(form.unit)
        self.interval.editor.setValue(form.interval)
        self.interval.editor.setSuffix(f" {interval_suffix(form.unit, form.interval)}")
        for number, button in self.weekdays.items():
            button.setChecked(number == day.weekday() or number in form.also)
            button.setEnabled(number != day.weekday())
        self.end.set_value(form.end)
        self.times.editor.setValue(form.times)
        until = form.until or day
        least = min(until, day)  # what is edited may be moved past the end of its series
        self.until.editor.setMinimumDate(QDate(least.year, least.month, least.day))
        self.until.editor.setDate(QDate(until.year, until.month, until.day))
        self.preview.setText(preview_text(preview(form, day, week_start)))
        self._show_needed(form)
        del blockers  # they block for as long as something holds them

    def _show_needed(self, form: RepeatForm) -> None:
        self.more.setVisible(form.repeats)
        self.days.setVisible(form.unit is Unit.WEEK)
        self.times.setVisible(form.end is End.TIMES)
        self.until.setVisible(form.end is End.UNTIL)

    def _present(self) -> RepeatForm:
        unit, end, until = self.unit.value, self.end.value, self.until.editor.date()
        also = sorted(self.days.chosen)
        return RepeatForm(
            self._form.unit if unit is None else Unit(str(unit)),
            self.interval.editor.value(),
            tuple(day for day in also if day != self._day.weekday()) if unit == Unit.WEEK else (),
            self._form.end if end is None else End(str(end)),
            self.times.editor.value(),
            date(until.year(), until.month(), until.day()) if end == End.UNTIL else None,
            self._form.without,
        )

    def _on_changed(self) -> None:
        form = self._present()
        if form != self._form:
            self.changed.emit(form)

    def _lay_out(self) -> None:
        self.interval.editor.setRange(1, MOST_APART)
        self.times.editor.setRange(1, MOST_TIMES)
        self.times.editor.setSuffix(tr("Series", " times"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S)
        grid.setVerticalSpacing(tokens.M)
        grid.addWidget(self.interval, 0, 0)
        grid.addWidget(self.end, 0, 1)
        grid.addWidget(self.days, 1, 0, 1, 2)
        grid.addWidget(self.times, 2, 0, 1, 2)
        grid.addWidget(self.until, 3, 0, 1, 2)
        grid.addWidget(self.preview, 4, 0, 1, 2)
        grid.setContentsMargins(0, tokens.M, 0, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.more.setLayout(grid)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.unit)
        box.addWidget(self.more)

    def _connect(self) -> None:
        self.unit.editor.activated.connect(self._on_changed)
        self.end.editor.activated.connect(self._on_changed)
        self.interval.editor.valueChanged.connect(self._on_changed)
        self.times.editor.valueChanged.connect(self._on_changed)
        self.until.editor.dateChanged.connect(self._on_changed)
        self.until.editor.lineEdit().textEdited.connect(lambda: self.until.set_error(""))
        self.until.editor.unclear.connect(self.until.set_error)
        self.days.changed.connect(self._on_changed)


def _ends() -> list[tuple[str, object]]:
    return [
        (tr("Series", "Never"), End.NEVER),
        (tr("Series", "After some times"), End.TIMES),
        (tr("Series", "On a day"), End.UNTIL),
    ]
