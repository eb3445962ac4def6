"""The Settings screen: sections on the left, one page on the right."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout
from typing_extensions import override

from desktop import tokens
from desktop.context import ScreenContext
from desktop.devices.presenter import DeviceOffice
from desktop.devices.section import DevicesSection
from desktop.i18n import tr
from desktop.screen import Screen
from desktop.settings.backup import BackupSection
from desktop.settings.catalog import LocationsSection, ServicesSection
from desktop.settings.device import ClinicSection, LookSection, SecuritySection
from desktop.settings.ports import Device
from desktop.settings.practice import PracticeSection
from desktop.settings.section import Section
from desktop.widgets.text import Text
from desktop.widgets.two_line import RowRole, reading_list

_LIST_PX = 232


class SettingsScreen(Screen):
    """Only what works is listed."""

    section_shown = Signal(int)

    def __init__(
        self, context: ScreenContext, device: Device, zone: tzinfo, office: DeviceOffice | None = None
    ) -> None:
        super().__init__()
        self.clinic = ClinicSection(context, device, zone)
        self.sections: Sequence[tuple[str, str, Section]] = (
            (tr("Settings", "Practice"), "building", PracticeSection(context)),
            (tr("Settings", "Services"), "services", ServicesSection(context)),
            (tr("Settings", "Locations"), "pin", LocationsSection(context)),
            (tr("Settings", "Security"), "lock", SecuritySection(context, device)),
            (tr("Settings", "Look and keys"), "eye", LookSection(context, device)),
            (tr("Settings", "Clinic and device"), "device", self.clinic),
            (tr("Devices", "Team and devices"), "clients", DevicesSection(context, office, zone)),
            (tr("Settings", "Backup and export"), "archive", BackupSection(context, device)),
        )
        self._model = QStandardItemModel(self)
        self.list = reading_list(context.theme, tr("Settings", "Settings"))
        self.list.setProperty("flat", True)
        self.stack = QStackedWidget()
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.setCurrentIndex(self._model.index(0, 0))
        context.bus.changed.connect(self._on_changed)

    @override
    def activate(self) -> None:
        self._front().refresh()
        self.list.setFocus()

    def show_section(self, number: int) -> None:
        self.list.setCurrentIndex(self._model.index(number, 0))

    def _front(self) -> Section:
        return self.sections[self.stack.currentIndex()][2]

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.stack.setCurrentIndex(max(0, now.row()))
        self._front().refresh()

    def _on_changed(self, _changed: object) -> None:
        if self.isVisible() and not self._front().in_hand:
            self._front().refresh()

    def _lay_out(self) -> None:
        for title, icon, page in self.sections:
            item = QStandardItem(title)
            item.setData(icon, RowRole.ICON)
            self._model.appendRow(item)
            self.stack.addWidget(page)
        self.list.setModel(self._model)
        self.list.setFixedWidth(_LIST_PX)
        side = QVBoxLayout()
        side.setContentsMargins(tokens.L, tokens.XL, 0, tokens.L)
        side.setSpacing(tokens.M)
        heading = Text(tr("Settings", "Settings"), size="title")
        heading.setContentsMargins(tokens.L, 0, 0, 0)
        side.addWidget(heading)
        side.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(side)
        row.addWidget(self.stack, 1)
