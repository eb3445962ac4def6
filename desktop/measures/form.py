"""The form on the client's page: what was measured, on which day, and a remark."""

from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from core.domain.clock import Clock
from core.domain.ids import ClientId
from core.domain.measure_scales import Trend, scale_of
from core.domain.records import Measure
from desktop.kit import tokens
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import tr
from desktop.measures.presenter import TypedMeasure
from desktop.measures.words import scale_name
from desktop.widgets.buttons import Button, quiet
from desktop.widgets.completing import suggest
from desktop.widgets.day_edit import DayEdit
from desktop.widgets.fields import Field, LineField, set_prose


class MeasureForm(QFrame):
    """Adds one, or changes `measure`. `saved` when Enter or the button is pressed; the owner closes it."""

    saved = Signal()
    left = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.client_id: ClientId | None = None
        self.measure: Measure | None = None
        self._began = ("", date.min, "")
        self.line = LineField(
            tr("Measures", "Name and number"),
            placeholder=tr("Measures", "pain 6"),
            hint=tr("Measures", "Such as pain 6, stress 3/5, grip 32 kg or flexion 140°"),
            lines=2,
        )
        self.day = Field(tr("Measures", "Day"), DayEdit(self._today, 0), lines=1)
        self.remark = LineField(tr("Measures", "Remark"))
        set_prose(self.remark.editor)
        self.save = Button(tr("Measures", "Save measure"), self.saved.emit)
        self.cancel = quiet(tr("Measures", "Cancel"), self.left.emit)
        self._lay_out()
        self.day.editor.unclear.connect(self.day.set_error)
        for editor in (self.line.editor, self.remark.editor, self.day.editor.lineEdit()):
            editor.returnPressed.connect(self.saved)

    def begin(self, client_id: ClientId, measure: Measure | None, known: Sequence[Trend]) -> None:
        """Empty and of today, or with what a measure says."""
        self.client_id, self.measure = client_id, measure
        self.line.set_text(f"{scale_name(scale_of(measure))} {measure.value}" if measure else "")
        self._set_day(self._day_of(measure) if measure else self._today())
        self.remark.set_text((measure.note or "") if measure else "")
        suggest(self.line.editor, [scale_name(trend.scale) for trend in known])
        self._began = self._state()
        self.show()
        self.line.editor.setFocus()

    @property
    def is_typed(self) -> bool:
        """Whether something stands in it that is nowhere else."""
        return not self.isHidden() and self._state() != self._began

    def content(self) -> Content | None:
        """As JSON; None when nothing is typed."""
        if not self.is_typed or self.client_id is None:
            return None
        text, day, remark = self._state()
        measure = str(self.measure.id) if self.measure else None
        about = {"client": str(self.client_id), "measure": measure}
        return {**about, "text": text, "day": day.isoformat(), "remark": remark}

    def restore(self, content: Content) -> None:
        """What was kept, over what the form began with."""
        self.line.set_text(content["text"])
        self._set_day(date.fromisoformat(content["day"]))
        self.remark.set_text(content["remark"])

    def read(self) -> TypedMeasure | None:
        """What stands in it; None, and says so, where no day is meant by what was typed."""
        if not self.day.editor.settle():
            return None
        day = self._state()[1]
        if self.measure is not None and day == self._day_of(self.measure):
            taken_at = self.measure.taken_at
        elif day == self._today():
            taken_at = self._clock.now()
        else:
            taken_at = datetime.combine(day, time(12), self._clock.now().tzinfo)
        return TypedMeasure(self.line.editor.text(), taken_at, self.remark.text or None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _state(self) -> tuple[str, date, str]:
        day = self.day.editor.date()
        return self.line.editor.text(), date(day.year(), day.month(), day.day()), self.remark.editor.text()

    def _set_day(self, day: date) -> None:
        self.day.set_error("")
        self.day.editor.setDate(QDate(day.year, day.month, day.day))

    def _today(self) -> date:
        return self._clock.now().date()

    def _day_of(self, measure: Measure) -> date:
        return measure.taken_at.astimezone(self._clock.now().tzinfo).date()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        fields = QHBoxLayout()
        fields.setSpacing(tokens.M)
        for field, share in ((self.line, 3), (self.day, 2)):
            fields.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.S, 0, tokens.S, 0)
        box.setSpacing(tokens.S)
        box.addLayout(fields)
        box.addWidget(self.remark)
        box.addLayout(buttons)
