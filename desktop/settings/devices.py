"""Settings > Team and devices: the clinic's devices, shutting one out, and the way in for another."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from typing_extensions import override

from core.domain.errors import UserError
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import tr
from desktop.session.device_admin import DeviceLine
from desktop.settings.admit_device import LettingIn
from desktop.settings.devices_presenter import DeviceAdminPort, row_of
from desktop.settings.leftovers import Leftovers
from desktop.settings.section import Section, line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.two_line import reading_list
from desktop.widgets.wrapped_check_box import WrappedCheckBox
from sync.keys.rotation import Rotated

_MOST_ROWS = 8


class DevicesSection(Section):
    """`office` None: the practice is on this laptop alone. The server is asked in `refresh` only."""

    def __init__(self, context: ScreenContext, office: DeviceAdminPort | None) -> None:
        super().__init__(context, tr("Devices", "Team and devices"))
        self._office = office
        self.model = RowsModel(self._render, self, whole=True)
        self.list = reading_list(context.theme, tr("Devices", "Devices"))
        self.list.setModel(self.model)
        self.list.clicked.connect(self._on_chosen)
        self.list.activated.connect(self._on_chosen)
        self.state = ErrorLine()
        self.begin = Button(tr("Devices", "Let a device in"), self._on_begin, kind="primary")
        self.chosen = Card(" ")
        self.erase = WrappedCheckBox(tr("Devices", "Erase the practice on it when it comes online"))
        self.remove = Button(tr("Devices", "Remove this device"), self._on_remove, kind="danger")
        self.leftovers = Leftovers(context, office)
        self.letting_in = LettingIn(context, office)
        self.letting_in.closed.connect(self._on_let_in)
        self._present: DeviceLine | None = None
        self._lay_out()

    def take_office(self, office: DeviceAdminPort) -> None:
        """The practice has a clinic now."""
        self._office = office
        self.leftovers.take_office(office)
        self.letting_in.take_office(office)
        self.begin.show()
        self.state.set_hint("")
        self.state.say("")
        if self.isVisible():
            self.refresh()

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "laptops people let in remove lost stolen")

    @override
    def refresh(self) -> None:
        self._choose(None)
        if self._office is None:
            self.state.set_hint(_alone())
            return
        self.begin.setEnabled(self._office.is_owners)
        self.context.jobs.run(self._office.devices, self._on_read, self._on_unread)

    @override
    def content(self) -> Content | None:
        request = self.letting_in.request_text()
        return {"request": request} if request else None

    @override
    def take_up(self, content: Content) -> None:
        self._on_begin()
        self.letting_in.request.set_text(content["request"])

    def _render(self, device: DeviceLine) -> ListRow:
        return row_of(device, self.context.clock.now())

    def _on_read(self, found: Sequence[DeviceLine]) -> None:
        self.model.set_items(found)
        rows = min(len(found), _MOST_ROWS)
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 2 * tokens.XS)
        self.list.setVisible(bool(found))
        owners = self._office is not None and self._office.is_owners
        self.state.say("")
        self.state.set_hint(
            "" if owners else tr("Devices", "Only an owner's device can let others in or out.")
        )

    def _on_unread(self, error: UserError) -> None:
        """What was read last stays in sight: it is still the last that is known."""
        self.state.say(error.sentence)

    def _on_chosen(self, index: QModelIndex) -> None:
        self._choose(self.model.item(index))

    def _choose(self, device: DeviceLine | None) -> None:
        """Devices that are in, and never the one that one sits at, can be removed; of one that was, what it
        left can be set aside."""
        owners = self._office is not None and self._office.is_owners
        other = device if device is not None and not device.is_this and owners else None
        is_out = other is not None and other.revoked_at is not None
        self._present = None if is_out else other
        self.leftovers.show_for(other if is_out else None)
        self.chosen.setVisible(self._present is not None)
        # Not carried over from the device that was in front before.
        self.erase.box.setChecked(False)
        self.show_error("")
        if self._present is not None:
            self.chosen.title.setText(self._present.name)

    def _on_remove(self) -> None:
        device = self._present
        if device is None:
            return
        self.context.navigator.confirm(
            tr("Devices", "Remove {name}?", name=device.name),
            _consequences(erase=self.erase.box.isChecked()),
            tr("Devices", "Remove"),
            lambda: self._remove(device),
            danger=True,
        )

    def _remove(self, device: DeviceLine) -> None:
        office, erase = self._office, self.erase.box.isChecked()
        if office is not None:
            self.remove.setEnabled(False)
            self.context.jobs.run(
                lambda: office.remove(device.device_id, erase=erase), self._on_removed, self._on_not_removed
            )

    def _on_removed(self, _done: Rotated) -> None:
        self.remove.setEnabled(True)
        self.context.navigator.toast(tr("Devices", "The device is out, and the keys were changed"))
        self.refresh()

    def _on_not_removed(self, error: UserError) -> None:
        self.remove.setEnabled(True)
        self.show_error(error.sentence)

    def _on_begin(self) -> None:
        self.begin.hide()
        self.letting_in.begin()
        self.ensureWidgetVisible(self.letting_in)

    def _on_let_in(self) -> None:
        self.begin.show()
        self.begin.setFocus()
        self.settled.emit()
        self.refresh()

    def _lay_out(self) -> None:
        card = Card(tr("Devices", "Devices"), padding=tokens.L)
        card.header.addWidget(self.begin)
        self.begin.setVisible(self._office is not None)
        card.body.addWidget(self.list)
        card.body.addWidget(self.state)
        self.chosen.body.addWidget(self.erase)
        self.chosen.body.addWidget(self.error)
        self.chosen.body.addLayout(line(self.remove, stretch=True))
        self.list.hide()
        self.chosen.hide()
        for widget in (card, self.chosen, self.leftovers, self.letting_in):
            self.body.addWidget(widget)
        self.body.addStretch(1)


def _alone() -> str:
    return tr(
        "Devices",
        "This practice is on this laptop alone. Once it is connected to a clinic's server, "
        "other devices can be let in here.",
    )


def _consequences(*, erase: bool) -> str:
    out = tr(
        "Devices",
        "The clinic refuses it from now on, and all other devices get new keys. "
        "What it has seen, it has seen.",
    )
    if not erase:
        return out
    return f"{out} {tr('Devices', 'When it comes online, it erases its copy with all work not sent yet.')}"
