"""The booking form at the side: hands on what is typed, says what is wrong beside the field."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDateEdit,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.ids import LocationId, ServiceId
from core.domain.records import Client, Location, Service
from desktop import tokens
from desktop.calendar.booking import BookingPresenter, Form, Problem
from desktop.calendar.client_picker import ClientPicker
from desktop.calendar.entry import Entry
from desktop.calendar.texts import length_text, problem_text, taken_text
from desktop.calendar.timetext import shifted
from desktop.i18n import tr
from desktop.theme import Theme
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.fields import AreaField, ChoiceField, Field, LineField
from desktop.widgets.side_panel import SidePanel
from desktop.widgets.text import Text


class TimeEdit(QLineEdit):
    """A time as people type it; up and down change it by a quarter of an hour."""

    settled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(5)
        self.editingFinished.connect(self._on_finished)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.setText(shifted(self.text(), 15 if event.key() == Qt.Key.Key_Up else -15))
            self._on_finished()
        else:
            super().keyPressEvent(event)

    def _on_finished(self) -> None:
        self.settled.emit(self.text())


class BookingPanel(SidePanel):
    """Fulfils `FormView`. `span_changed` tells the grid where the ghost belongs."""

    span_changed = Signal(object, object)

    def __init__(self, theme: Theme, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Calendar", "New appointment"), parent)
        self._zone = zone
        self._presenter: BookingPresenter | None = None
        self.picker = ClientPicker(theme)
        self.client: Field[QWidget] = Field(tr("Calendar", "Client"), self.picker)
        self.service = ChoiceField(tr("Calendar", "Service"), [])
        self.location = ChoiceField(tr("Calendar", "Location"), [])
        self.day = Field(tr("Calendar", "Date"), QDateEdit())
        self.start = Field(tr("Calendar", "Start"), TimeEdit())
        self.end = Field(tr("Calendar", "End"), TimeEdit())
        self.length = Text(size="small", tone="hint")
        self.notes = AreaField(tr("Calendar", "Remark"), lines=2)
        self.warning = QFrame()
        self.taken = Text(wrap=True, strong=True)
        self.reason = LineField(tr("Calendar", "Why book anyway?"))
        self.failure = Text(tone="danger", wrap=True)
        self.save_button = primary(tr("Calendar", "Book"), self.save)
        self.cancel_button = quiet(tr("Calendar", "Cancel"), self.dismiss)
        self._build()

    def attach(self, presenter: BookingPresenter) -> None:
        """Connects the fields; called once, by the screen."""
        self._presenter = presenter
        self.picker.typed.connect(presenter.type_client)
        self.picker.chosen.connect(presenter.choose_client)
        self.picker.add_wanted.connect(presenter.add_client)
        self.picker.settled.connect(self.save)
        self.service.editor.activated.connect(self._on_service_activated)
        self.location.editor.activated.connect(self._on_location_activated)
        self.day.editor.dateChanged.connect(lambda day: presenter.set_day(_pydate(day)))
        self.start.editor.settled.connect(presenter.set_start)
        self.end.editor.settled.connect(presenter.set_end)
        self.notes.changed.connect(lambda: presenter.write_notes(self.notes.text))

    def save(self) -> None:
        if self._presenter is not None:
            self._settle_times()
            self._presenter.save(self.reason.text)

    def content(self) -> dict[str, Any] | None:
        """What must not be lost while the form is open; None when there is nothing."""
        if self.isHidden() or self._presenter is None:
            return None
        self._settle_times()
        return self._presenter.content(self.reason.text)

    def take_up(self, content: dict[str, Any]) -> None:
        if self._presenter is not None:
            self._presenter.take_up(content)
            self.reason.set_text(content["reason"])

    def _settle_times(self) -> None:
        """What stands in a field that still has the focus counts."""
        form = self._presenter.form if self._presenter else None
        if form is not None and self.start.editor.text() != form.start:
            self.start.editor.settled.emit(self.start.editor.text())
        if form is not None and self.end.editor.text() != form.end:
            self.end.editor.settled.emit(self.end.editor.text())

    # FormView

    def show_form(self, form: Form, *, editing: bool) -> None:
        """Fills every field without telling the presenter what it already knows."""
        self.title.setText(
            tr("Calendar", "Edit appointment") if editing else tr("Calendar", "New appointment")
        )
        self._editing = editing
        self.failure.hide()
        self.picker.set_name(form.client_name)
        self.picker.setEnabled(not editing)
        self.service.set_value(form.service_id)
        self.location.set_value(form.location_id)
        with QSignalBlocker(self.day.editor):
            self.day.editor.setDate(QDate(form.day.year, form.day.month, form.day.day))
        self.start.editor.setText(form.start)
        self.end.editor.setText(form.end)
        if self.notes.text != form.notes.strip():
            with QSignalBlocker(self.notes):
                self.notes.set_text(form.notes)
        self._wanted = form

    def show_choices(self, services: Sequence[Service], locations: Sequence[Location]) -> None:
        none = (tr("Calendar", "None"), None)
        self.service.set_choices([none, *((service.name, service.id) for service in services)])
        self.location.set_choices([none, *((location.name, location.id) for location in locations)])
        self.service.set_value(self._wanted.service_id)
        self.location.set_value(self._wanted.location_id)

    def show_found(self, clients: Sequence[Client]) -> None:
        if clients or self._presenter is None or self._presenter.form.client_id is None:
            self.picker.show_found(clients)
        else:
            self.picker.hide_found()

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        fields: dict[str, Field[Any]] = {
            "client": self.client,
            "start": self.start,
            "end": self.end,
            "reason": self.reason,
        }
        first: QWidget | None = None
        for name, field in fields.items():
            problem = problems.get(name)
            field.set_error(problem_text(problem) if problem else "")
            first = first or (field.editor if problem else None)
        if first is not None and self.save_button.hasFocus():
            first.setFocus()

    def show_taken(self, entries: Sequence[Entry]) -> None:
        self.warning.setVisible(bool(entries))
        heading = tr("Calendar", "This time is taken:")
        lines = [taken_text(entry, self._zone) for entry in entries]
        self.taken.setText("\n".join([heading, *lines]))
        if not entries:
            self.reason.set_text("")
        self.save_button.setText(self._verb(taken=bool(entries)))

    def show_span(self, span: tuple[datetime, datetime] | None) -> None:
        self.length.setText(length_text(*span) if span else "")
        if span:
            self.span_changed.emit(*span)

    def show_failure(self, sentence: str) -> None:
        self.failure.setText(sentence)
        self.failure.show()

    _editing = False
    _wanted = Form(date(2000, 1, 1), "", "")

    def _verb(self, *, taken: bool) -> str:
        if self._editing:
            return tr("Calendar", "Save anyway") if taken else tr("Calendar", "Save")
        return tr("Calendar", "Book anyway") if taken else tr("Calendar", "Book")

    def _on_service_activated(self, _index: int) -> None:
        value = self.service.value
        if self._presenter is not None:
            self._presenter.choose_service(ServiceId(value) if isinstance(value, UUID) else None)

    def _on_location_activated(self, _index: int) -> None:
        value = self.location.value
        if self._presenter is not None:
            self._presenter.choose_location(LocationId(value) if isinstance(value, UUID) else None)

    # building

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("page", True)
        form = QVBoxLayout(page)
        form.setContentsMargins(0, 0, tokens.XS, 0)
        form.setSpacing(tokens.M)
        form.addWidget(self.client)
        form.addWidget(self.service)
        form.addWidget(self.location)
        form.addLayout(self._times())
        form.addWidget(self._build_warning())
        form.addWidget(self.notes)
        form.addWidget(self.failure)
        form.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(scroll)
        self.footer.addWidget(self.save_button)
        self.footer.addWidget(self.cancel_button)
        self.footer.addStretch(1)
        self.failure.hide()
        self._set_up()

    def _set_up(self) -> None:
        self.day.editor.setCalendarPopup(True)
        self.day.editor.setDisplayFormat(tr("Calendar", "ddd d MMM yyyy"))
        for field in (self.start, self.end):
            field.editor.returnPressed.connect(self.save)
        self.reason.editor.returnPressed.connect(self.save)
        self.setTabOrder(self.end.editor, self.reason.editor)
        self.setTabOrder(self.reason.editor, self.notes.editor)

    def _times(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.day, 0, 0, 1, 2, top)
        grid.addWidget(self.start, 1, 0, top)
        grid.addWidget(self.end, 1, 1, top)
        grid.addWidget(self.length, 2, 0, 1, 2)
        return grid

    def _build_warning(self) -> QFrame:
        self.warning.setProperty("card", True)
        self.taken.set_tone("warning")
        box = QVBoxLayout(self.warning)
        box.setSpacing(tokens.S)
        box.addWidget(self.taken)
        box.addWidget(self.reason)
        self.warning.hide()
        return self.warning

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)


def _pydate(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
