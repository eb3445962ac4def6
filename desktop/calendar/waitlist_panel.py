"""The form of a place on the waitlist at the side: who waits, and for what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.day_part import DayPart
from core.domain.ids import LocationId, ServiceId, UserId
from core.domain.records import Client, Location, Service
from core.domain.waitlist import REMARK_LIMIT
from desktop.calendar.client_picker import ClientPicker
from desktop.calendar.side_form import SideForm, day_of
from desktop.calendar.slot_dialog import day_parts
from desktop.calendar.waitlist_form import WishForm, with_client
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.buttons import danger, primary, quiet
from desktop.widgets.day_edit import DayEdit
from desktop.widgets.fields import AreaField, ChoiceField, Field, roomy
from desktop.widgets.form_scroll import scroll_form
from desktop.widgets.mirrored import set_margins
from desktop.widgets.text import Text
from desktop.widgets.weekdays import WeekdaySwitches

_SHORTEST_MINUTES, _LONGEST_MINUTES, _STEP_MINUTES = 5, 8 * 60, 5


class WaitlistPanel(SideForm):
    """Says what is wanted; does nothing itself. `form` is what stands in its fields."""

    save_wanted = Signal()
    take_off_wanted = Signal()

    def __init__(
        self, theme: Theme, today: Callable[[], date], first_weekday: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, tr("Waitlist", "Put on the waitlist"), parent)
        self._began = self._form = WishForm(50)
        self._today = today
        self._services: Sequence[Service] = ()
        self.picker = ClientPicker(theme)
        self.client = Field(tr("Calendar", "Client"), self.picker, lines=1)
        self.service = ChoiceField(tr("Calendar", "Service"), [])
        self.minutes = Field(tr("Slots", "Minutes"), roomy(QSpinBox()))
        self.treats = ChoiceField(tr("Slots", "Who treats"), [])
        self.location = ChoiceField(tr("Calendar", "Location"), [])
        self.part = ChoiceField(tr("Slots", "Part of the day"), day_parts())
        self.days = WeekdaySwitches(first_weekday)
        self.from_day = QCheckBox(tr("Waitlist", "Not before"))
        self.to_day = QCheckBox(tr("Waitlist", "Not after"))
        self.earliest = Field("", DayEdit(today, first_weekday))
        self.latest = Field("", DayEdit(today, first_weekday))
        self.urgent = QCheckBox(tr("Waitlist", "Urgent: asked first"))
        self.remark = AreaField(tr("Waitlist", "Remark"))
        self.save_button = primary(tr("Waitlist", "Put on the waitlist"), self.save)
        self.cancel_button = quiet(tr("Calendar", "Cancel"), self.dismiss)
        self.take_off_button = danger(tr("Waitlist", "Take off"), self.take_off_wanted.emit)
        self._build()
        self._connect()

    @property
    def form(self) -> WishForm:
        """As it stands in the fields."""
        return self._form

    @property
    def typed(self) -> WishForm | None:
        """What closing it would lose; None where that is nothing."""
        return None if self.isHidden() or self._form == self._began else self._form

    def set_choices(
        self, services: Sequence[Service], locations: Sequence[Location], people: Mapping[UserId, str]
    ) -> None:
        """What can be wished; with one who treats alone there is nothing to choose."""
        self._services = services
        any_: tuple[str, object] = (tr("Waitlist", "Any"), None)
        choices: tuple[tuple[ChoiceField, list[tuple[str, object]]], ...] = (
            (self.service, [any_, *((row.name, row.id) for row in services)]),
            (self.location, [any_, *((row.name, row.id) for row in locations)]),
            (self.treats, [(tr("Slots", "Anyone"), None), *((name, one) for one, name in people.items())]),
        )
        for field, named in choices:
            # Filled anew, a box goes to its first row and would say that a person chose it.
            with QSignalBlocker(field.editor):
                field.set_choices(named)
        self.treats.setVisible(len(people) > 1)
        self.location.setVisible(bool(locations))

    def show_form(self, form: WishForm, *, is_new: bool, began: WishForm | None = None) -> None:
        """Fills every field. `began`: what a form that was left unfinished began with."""
        self._began, self._form = began or form, form
        title = tr("Waitlist", "Put on the waitlist")
        self.title.setText(title if is_new else tr("Waitlist", "On the waitlist"))
        self.save_button.setText(title if is_new else tr("Calendar", "Save"))
        self.cancel_button.setVisible(is_new)
        self.take_off_button.setVisible(not is_new)
        self.picker.setEnabled(is_new)
        self.client.set_error("")
        self.failure.say("")
        self.picker.hide_found()
        self._show()

    def choose_client(self, client: Client) -> None:
        """Somebody who was found, or added."""
        self.client.set_error("")
        self._form = with_client(self._form, client)
        self.picker.set_name(self._form.client_name)
        self.picker.hide_found()

    @override
    def save(self) -> None:
        """Wants it where a client is chosen and both days can be read; what is missing gets the focus."""
        for editor in (self.earliest.editor, self.latest.editor):
            # A day that is switched off may hold anything.
            if editor.isEnabled() and not editor.settle():
                editor.setFocus()
                return
        if self._form.client_id is None:
            self.client.set_error(tr("Waitlist", "Choose who waits."))
            self.picker.setFocus()
            return
        self.save_wanted.emit()

    # what is typed

    def _set(self, **changes: Any) -> None:
        self._form = replace(self._form, **changes)

    def _show(self) -> None:
        form = self._form
        self.picker.set_name(form.client_name)
        # A name that is too long for the field is seen from its beginning.
        self.picker.edit.setCursorPosition(0)
        for field, value in (
            (self.service, form.service_id),
            (self.location, form.location_id),
            (self.treats, form.practitioner_id),
            (self.part, form.part),
        ):
            with QSignalBlocker(field.editor):
                field.set_value(value)
        with QSignalBlocker(self.minutes.editor):
            self.minutes.editor.setValue(form.minutes)
        with QSignalBlocker(self.days):
            for day, button in self.days.buttons.items():
                button.setChecked(day in form.weekdays)
        self._show_day(self.from_day, self.earliest, form.earliest)
        self._show_day(self.to_day, self.latest, form.latest)
        with QSignalBlocker(self.urgent):
            self.urgent.setChecked(form.urgent)
        with QSignalBlocker(self.remark):
            self.remark.set_text(form.remark)

    def _show_day(self, switch: QCheckBox, field: Field[DayEdit], day: date | None) -> None:
        shown = day or self._today()
        with QSignalBlocker(switch), QSignalBlocker(field.editor):
            switch.setChecked(day is not None)
            field.editor.setDate(QDate(shown.year, shown.month, shown.day))
        field.editor.setEnabled(day is not None)

    def _on_typed(self, text: str) -> None:
        self.client.set_error("")
        self._set(client_id=None, client_name=text.strip())

    def _on_service_changed(self, service_id: object) -> None:
        """A service sets how long it takes."""
        self._set(service_id=ServiceId(service_id) if isinstance(service_id, UUID) else None)
        for row in self._services:
            if row.id == service_id:
                self.minutes.editor.setValue(row.default_duration_minutes)

    def _on_from_day(self, on: bool) -> None:
        self.earliest.editor.setEnabled(on)
        self._set(earliest=day_of(self.earliest.editor.date()) if on else None)

    def _on_to_day(self, on: bool) -> None:
        self.latest.editor.setEnabled(on)
        self._set(latest=day_of(self.latest.editor.date()) if on else None)

    def _on_part_chosen(self, part: object) -> None:
        self._set(part=part if isinstance(part, DayPart) else DayPart.ANY)

    def _on_location_changed(self, value: object) -> None:
        self._set(location_id=LocationId(value) if isinstance(value, UUID) else None)

    def _on_treats_changed(self, value: object) -> None:
        self._set(practitioner_id=UserId(value) if isinstance(value, UUID) else None)

    # building

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("page", True)
        scroll = QScrollArea(self)
        scroll_form(scroll, page)
        box = QVBoxLayout(page)
        set_margins(box, 0, 0, tokens.XS, 0)
        box.setSpacing(tokens.M)
        box.addWidget(self.client)
        length = QHBoxLayout()
        length.setSpacing(tokens.S)
        length.addWidget(self.service, 2)
        length.addWidget(self.minutes, 1)
        box.addLayout(length)
        for widget in (self.treats, self.location, self.part):
            box.addWidget(widget)
        when = QVBoxLayout()
        when.setSpacing(tokens.XS)
        when.addWidget(Text(tr("Waitlist", "Days that suit"), size="small", tone="secondary", strong=True))
        when.addWidget(self.days)
        box.addLayout(when)
        box.addLayout(self._range())
        box.addWidget(self.urgent)
        box.addWidget(self.remark)
        box.addStretch(1)
        self.minutes.editor.setRange(_SHORTEST_MINUTES, _LONGEST_MINUTES)
        self.minutes.editor.setSingleStep(_STEP_MINUTES)
        self.body.addWidget(scroll)
        self.body.addWidget(self.failure)
        for button in (self.save_button, self.cancel_button):
            self.footer.addWidget(button)
        self.footer.addStretch(1)
        self.footer.addWidget(self.take_off_button)

    def _range(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S)
        grid.setVerticalSpacing(tokens.S)
        grid.setColumnStretch(1, 1)
        rows = ((self.from_day, self.earliest), (self.to_day, self.latest))
        for number, (switch, field) in enumerate(rows):
            field.set_label(switch.text())
            # Only a screen reader needs it: the switch beside it says the same to the eye.
            field.label.hide()
            grid.addWidget(switch, number, 0)
            grid.addWidget(field, number, 1)
        return grid

    def _connect(self) -> None:
        self.picker.typed.connect(self._on_typed)
        self.picker.chosen.connect(self.choose_client)
        self.picker.settled.connect(self.save)
        self.service.changed.connect(self._on_service_changed)
        self.location.changed.connect(self._on_location_changed)
        self.treats.changed.connect(self._on_treats_changed)
        self.minutes.editor.valueChanged.connect(lambda minutes: self._set(minutes=minutes))
        self.part.changed.connect(self._on_part_chosen)
        self.days.changed.connect(lambda: self._set(weekdays=self.days.chosen))
        self.from_day.toggled.connect(self._on_from_day)
        self.to_day.toggled.connect(self._on_to_day)
        self.earliest.editor.dateChanged.connect(lambda day: self._set(earliest=day_of(day)))
        self.latest.editor.dateChanged.connect(lambda day: self._set(latest=day_of(day)))
        self.urgent.toggled.connect(lambda on: self._set(urgent=on))
        self.remark.changed.connect(self._on_remark_changed)
        for field in (self.earliest, self.latest):
            field.editor.unclear.connect(field.set_error)

    def _on_remark_changed(self) -> None:
        self._set(remark=self.remark.text)
        left = REMARK_LIMIT - len(self.remark.text)
        self.failure.say("" if left >= 0 else tr("Waitlist", "The remark is too long by {n}.", n=-left))
