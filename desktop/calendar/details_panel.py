"""An appointment at the side: what, when, where, its status and what can be done with it."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.domain.enums import AppointmentStatus, LocationType
from desktop.calendar.client_block import ClientBlock
from desktop.calendar.entry import CalendarEntry, initials
from desktop.calendar.icon_row import IconRow
from desktop.calendar.texts import day_text, span_text, status_text
from desktop.kit import tokens
from desktop.kit.dates import length_text
from desktop.kit.i18n import one_line, tr
from desktop.kit.theme import Theme
from desktop.widgets.alert import AlertBox
from desktop.widgets.buttons import Button, IconButton, danger, primary, quiet
from desktop.widgets.form_scroll import scroll_form
from desktop.widgets.pill import Pill
from desktop.widgets.side_panel import SidePanel
from desktop.widgets.text import Text

_TONES = {
    AppointmentStatus.SCHEDULED: "accent",
    AppointmentStatus.COMPLETED: "good",
    AppointmentStatus.CANCELLED: "secondary",
    AppointmentStatus.NO_SHOW: "warning",
}
_PLACE_ICONS = {LocationType.CLINIC: "pin", LocationType.HOME: "home", LocationType.ONLINE: "video"}


class DetailsPanel(SidePanel):
    """Says what is wanted; does nothing itself."""

    note_wanted = Signal()
    edit_wanted = Signal()
    delete_wanted = Signal()
    client_wanted = Signal()
    status_wanted = Signal(object)
    again_wanted = Signal()
    """The same is to be booked one week on."""
    copy_place_wanted = Signal()

    def __init__(
        self, theme: Theme, zone: ZoneInfo, parent: QWidget | None = None, *, reads_clinical: bool = True
    ) -> None:
        super().__init__(theme, "", parent)
        self._zone = zone
        self._reads_clinical = reads_clinical
        self.client = ClientBlock(theme)
        self.status = Pill(theme)
        self.day, self.times = Text(strong=True), Text(tone="secondary")
        self.alert = AlertBox(theme)
        self.service, self.location = Text(wrap=True), Text(wrap=True)
        self.place = Text(wrap=True)
        words = tr("Calendar", "Copy the address or link")
        self.copy_place = IconButton(theme, "copy", words, self.copy_place_wanted.emit)
        self.practitioner, self.series = Text(wrap=True), Text(wrap=True)
        self.cancellation, self.remark = Text(wrap=True), Text(tone="secondary", wrap=True)
        self._rows = {
            text: IconRow(theme, icon, text, beside)
            for icon, text, beside in (
                ("services", self.service, None),
                ("pin", self.location, None),
                ("home", self.place, self.copy_place),
                ("clients", self.practitioner, None),
                ("repeat", self.series, None),
                ("close", self.cancellation, None),
                ("info", self.remark, None),
            )
        }
        self.note_button = primary(tr("Calendar", "Start note"), self.note_wanted.emit)
        self.client_button = quiet(tr("Calendar", "Open client"), self.client_wanted.emit)
        self.again_button = Button(tr("Calendar", "Same again next week"), self.again_wanted.emit)
        self.edit_button = Button(tr("Calendar", "Edit"), self.edit_wanted.emit)
        self.delete_button = danger(tr("Calendar", "Delete"), self.delete_wanted.emit)
        self.page = QScrollArea(self)
        self._choices = QVBoxLayout()
        self._buttons: dict[AppointmentStatus, Button] = {}
        self._build()

    def show_entry(
        self, entry: CalendarEntry, targets: Sequence[AppointmentStatus], *, blurred: bool
    ) -> None:
        """`targets` are the statuses that the rules allow now."""
        self.title.setText(initials(entry.client_name) if blurred else entry.client_name)
        self.status.say(status_text(entry.status), _TONES[entry.status])
        self.alert.show_alert("" if blurred or not self._reads_clinical else entry.alerts)
        self.day.setText(day_text(entry.start.astimezone(self._zone).date()))
        times = span_text(entry.start, entry.end, self._zone)
        self.times.setText(one_line((times, length_text(entry.start, entry.end))))
        remark = entry.appointment.notes if entry.appointment else None
        self._rows[self.service].fill(entry.service)
        self._rows[self.location].fill(entry.location)
        self._rows[self.place].set_icon(_PLACE_ICONS[entry.location_type])
        self._rows[self.place].fill("" if blurred else entry.location_details)
        self._rows[self.remark].fill("" if blurred else remark or "")
        self.note_button.setText(
            tr("Calendar", "Open note") if entry.has_note else tr("Calendar", "Start note")
        )
        self.note_button.set_kind("" if entry.cancelled or entry.missed else "primary")
        self._show_targets(targets)

    def show_practitioner(self, name: str) -> None:
        """Nothing where the name is empty, as where one person alone treats."""
        words = tr("Calendar", "With {name}", name=name) if name else ""
        self._rows[self.practitioner].fill(words)

    def show_series(self, words: str) -> None:
        """Nothing where the words are empty."""
        self._rows[self.series].fill(words)

    def show_cancellation(self, words: str) -> None:
        """Who cancelled and why, as `show_series`."""
        self._rows[self.cancellation].fill(words)

    def _show_targets(self, targets: Sequence[AppointmentStatus]) -> None:
        """Buttons that are right stay, with the focus that one of them may have."""
        if list(self._buttons) == list(targets):
            return
        for button in self._buttons.values():
            self._choices.removeWidget(button)
            button.hide()  # until it is gone it would lie over the panel, in the size of no layout
            button.deleteLater()
        self._buttons = {target: Button(_verb(target), partial(self._want, target)) for target in targets}
        for button in self._buttons.values():
            self._choices.addWidget(button)

    def _want(self, target: AppointmentStatus) -> None:
        self.status_wanted.emit(target)

    def to_top(self) -> None:
        """Where a low window makes the page scroll: what matters first comes into sight."""
        self.page.verticalScrollBar().setValue(0)

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("page", True)
        scroll_form(self.page, page)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(tokens.L)
        self._fill(box)
        self.body.addWidget(self.alert)  # what scrolls could take it out of sight
        self.body.addWidget(self.page)
        self.footer.addWidget(self.edit_button)
        self.footer.addStretch(1)
        self.footer.addWidget(self.delete_button)

    def _fill(self, box: QVBoxLayout) -> None:
        box.addWidget(self.client)
        head = QHBoxLayout()
        head.addWidget(self.status)
        head.addStretch(1)
        head.addWidget(self.client_button)
        box.addLayout(head)
        when = QVBoxLayout()
        when.setSpacing(2)
        when.addWidget(self.day)
        when.addWidget(self.times)
        box.addLayout(when)
        for row in self._rows.values():
            box.addWidget(row)
        box.addWidget(self.note_button)
        self.note_button.setVisible(self._reads_clinical)
        self._choices.setSpacing(tokens.S)
        box.addLayout(self._choices)
        box.addWidget(self.again_button)
        box.addStretch(1)


def _verb(target: AppointmentStatus) -> str:
    return {
        AppointmentStatus.SCHEDULED: tr("Calendar", "Set back to scheduled"),
        AppointmentStatus.COMPLETED: tr("Calendar", "Mark as completed"),
        AppointmentStatus.CANCELLED: tr("Calendar", "Cancel appointment"),
        AppointmentStatus.NO_SHOW: tr("Calendar", "Mark as no-show"),
    }[target]
