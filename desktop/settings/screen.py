"""The Settings screen: sections on the left, one page on the right."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content, FormDrafts
from desktop.kit.form_keeper import FormKeeper
from desktop.kit.i18n import tr
from desktop.kit.screen import Command, Screen
from desktop.kit.wall_clock import on_the_wall
from desktop.settings.about import AboutSection
from desktop.settings.audit import AuditSection
from desktop.settings.backup import BackupSection
from desktop.settings.catalog import LocationsSection, ServicesSection
from desktop.settings.device import ClinicSection, LookSection, SecuritySection
from desktop.settings.devices import DevicesSection
from desktop.settings.devices_presenter import DeviceAdminPort
from desktop.settings.files import FileLimitsSection
from desktop.settings.holidays import HolidaysSection
from desktop.settings.import_page import ImportSection
from desktop.settings.note_texts import SnippetsSection, TemplatesSection
from desktop.settings.ports import ThisDevice
from desktop.settings.practice import PracticeSection
from desktop.settings.reminders import RemindersSection
from desktop.settings.roles import RolesSection
from desktop.settings.section import Section
from desktop.settings.spelling import SpellingSection
from desktop.spelling.spelling import Spelling
from desktop.widgets.mirrored import set_margins
from desktop.widgets.text import Text
from desktop.widgets.two_line import RowRole, reading_list

_LIST_PX = 232
_NUMBERED = (
    *("PracticeSection", "ServicesSection", "LocationsSection", "SecuritySection", "LookSection"),
    *("ClinicSection", "DevicesSection", "BackupSection", "ImportSection", "AuditSection"),
    *("RolesSection", "AboutSection"),
)
"""Pages by the numbers under which earlier versions kept what was typed in them."""


class SettingsScreen(Screen):
    """Only what works is listed."""

    def __init__(
        self,
        context: ScreenContext,
        device: ThisDevice,
        office: DeviceAdminPort | None = None,
        spelling: Spelling | None = None,
    ) -> None:
        """`spelling` None: words are not checked in this window."""
        super().__init__()
        context = on_the_wall(context, self)
        self.clinic = ClinicSection(context, device)
        self._devices = DevicesSection(context, office)
        self.sections: Sequence[tuple[str, str, Section]] = (
            (tr("Settings", "Practice"), "building", PracticeSection(context)),
            (tr("Settings", "Holidays"), "calendar", HolidaysSection(context)),
            (tr("Settings", "Services"), "services", ServicesSection(context)),
            (tr("Settings", "Locations"), "pin", LocationsSection(context)),
            *_clinical(context),
            (tr("Settings", "Reminders"), "mail", RemindersSection(context, device.notice)),
            *_spelling(context, spelling),
            (tr("Settings", "Security"), "lock", SecuritySection(context, device)),
            (tr("Settings", "Look and language"), "eye", LookSection(context, device)),
            (tr("Settings", "Clinic and device"), "device", self.clinic),
            (tr("Devices", "Team and devices"), "clients", self._devices),
            (tr("Settings", "Backup and export"), "archive", BackupSection(context, device)),
            (tr("Import", "Import"), "upload", ImportSection(context, device)),
            (tr("Audit", "History"), "history", AuditSection(context)),
            (tr("Roles", "Who reads what"), "clients", RolesSection(context)),
            (tr("Updates", "About"), "info", AboutSection(context, device)),
        )
        self._model = QStandardItemModel(self)
        self.list = reading_list(context.theme, tr("Settings", "Settings"))
        self.list.setProperty("flat", True)
        self.stack = QStackedWidget()
        self._unfinished = FormDrafts(context.practice.settings, context.jobs, "settings")
        self._keeper = FormKeeper(self._unfinished, self._content, self)
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.setCurrentIndex(self._model.index(0, 0))
        context.bus.changed.connect(self._on_changed)

    @override
    def activate(self) -> None:
        self._come_to_front()
        self.list.setFocus()

    @override
    def flush(self) -> None:
        self._keeper.keep()

    @property
    @override
    def unsaved(self) -> bool:
        return self._unfinished.failed and self._content() is not None

    @override
    def unsaved_text(self) -> str:
        return "\n".join(str(content) for content in (self._content() or {}).values())

    @override
    def resume(self, come_up: Callable[[], None]) -> None:
        self._unfinished.look(partial(self._on_unfinished, come_up))

    def _content(self) -> Content | None:
        """By the name of each page that holds something unsaved."""
        found = {type(page).__name__: page.content() for _, _, page in self.sections}
        return {name: content for name, content in found.items() if content is not None} or None

    def _on_unfinished(self, come_up: Callable[[], None], content: Content) -> None:
        come_up()
        numbers = {type(page).__name__: number for number, (_, _, page) in enumerate(self.sections)}
        for key, typed in content.items():
            number = numbers.get(_NUMBERED[int(key)] if key.isdigit() else key)
            if number is not None:
                self.show_section(number)
                self.sections[number][2].take_up(typed)

    def take_office(self, office: DeviceAdminPort) -> None:
        """The practice was connected while the window is open."""
        self._devices.take_office(office)
        self.clinic.refresh()

    @override
    def commands(self) -> Sequence[Command]:
        found = []
        for number, (title, icon, page) in enumerate(self.sections):
            name = tr("Palette", "Settings: {page}", page=title)
            found.append(
                Command(name, partial(self.show_section, number), icon, words=page.words, is_setting=True)
            )
            found += [replace(each, run=partial(self._do, number, each)) for each in page.commands()]
        return found

    def _do(self, number: int, command: Command) -> None:
        self.show_section(number)
        command.run()

    def show_section(self, number: int) -> None:
        """By its place in `sections`. A page that holds something unsaved is not read again."""
        self.list.setCurrentIndex(self._model.index(number, 0))

    def _front(self) -> Section:
        return self.sections[self.stack.currentIndex()][2]

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.stack.setCurrentIndex(max(0, now.row()))
        self._come_to_front()

    def _on_changed(self, _changed: object) -> None:
        if self.isVisible() and not self._front().in_hand:
            self._front().refresh()

    def _come_to_front(self) -> None:
        """Reading again must not take away what was typed before somebody looked elsewhere."""
        front = self._front()
        if front.is_read_beside or front.content() is None:
            front.refresh()

    def _lay_out(self) -> None:
        for title, icon, page in self.sections:
            item = QStandardItem(title)
            item.setData(icon, RowRole.ICON)
            self._model.appendRow(item)
            self.stack.addWidget(page)
            self._keeper.listen(page)
            page.settled.connect(self._keeper.keep)
            page.edited.connect(self._keeper.edited)
        self.list.setModel(self._model)
        self.list.setFixedWidth(_LIST_PX)
        side = QVBoxLayout()
        set_margins(side, tokens.L, tokens.XL, 0, tokens.L)
        side.setSpacing(tokens.M)
        heading = Text(tr("Settings", "Settings"), size="title")
        set_margins(heading, tokens.L, 0, 0, 0)
        side.addWidget(heading)
        side.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(side)
        row.addWidget(self.stack, 1)


def _clinical(context: ScreenContext) -> tuple[tuple[str, str, Section], ...]:
    """What is clinical is not in the window of whoever may not read it."""
    if not context.reads_clinical:
        return ()
    return (
        (tr("Settings", "Note templates"), "notes", TemplatesSection(context)),
        (tr("Settings", "Text snippets"), "edit", SnippetsSection(context)),
        (tr("Settings", "Files"), "attach", FileLimitsSection(context)),
    )


def _spelling(context: ScreenContext, spelling: Spelling | None) -> tuple[tuple[str, str, Section], ...]:
    if spelling is None:
        return ()
    return ((tr("Spelling", "Spelling"), "check", SpellingSection(context, spelling)),)
