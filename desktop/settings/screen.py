"""The Settings screen: sections on the left, one page on the right."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

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
from desktop.settings.pages import PageEntry, Pages
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
        self._office = office
        self.pages = Pages(_entries(context, device, spelling), self._on_made)
        self._model = QStandardItemModel(self)
        self.list = reading_list(context.theme, tr("Settings", "Settings"))
        self.list.setProperty("flat", True)
        self.stack = QStackedWidget()
        self._unfinished = FormDrafts(context.practice.settings, context.jobs, "settings")
        self._keeper = FormKeeper(self._unfinished, self._content, self)
        self._lay_out()
        # Before anybody hears of it: the first page is made when the screen comes to the front.
        self.list.setCurrentIndex(self._model.index(0, 0))
        self.list.selectionModel().currentChanged.connect(self._come_to_front)
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
        found = {type(page).__name__: page.content() for page in self.pages.made}
        return {name: content for name, content in found.items() if content is not None} or None

    def _on_unfinished(self, come_up: Callable[[], None], content: Content) -> None:
        come_up()
        for key, typed in content.items():
            number = self.pages.number(_NUMBERED[int(key)] if key.isdigit() else key)
            if number is not None:
                self.show_section(number)
                self.pages.page(number).take_up(typed)

    def take_office(self, office: DeviceAdminPort) -> None:
        """The practice was connected while the window is open."""
        self._office = office
        for page in self.pages.made:
            if isinstance(page, DevicesSection):
                page.take_office(office)
            elif isinstance(page, ClinicSection):
                page.refresh()

    @override
    def commands(self) -> Sequence[Command]:
        found = []
        for number, entry in enumerate(self.pages.entries):
            name = tr("Palette", "Settings: {page}", page=entry.title)
            show, words = partial(self.show_section, number), entry.kind.words()
            found.append(Command(name, show, entry.icon, words=words, is_setting=True))
            of_page = entry.kind.commands(partial(self.pages.page, number))
            found += [replace(each, run=partial(self._do, number, each)) for each in of_page]
        return found

    def _do(self, number: int, command: Command) -> None:
        self.show_section(number)
        command.run()

    def show_section(self, number: int) -> None:
        """By its number in `pages`. A page that holds something unsaved is not read again."""
        if self.list.currentIndex().row() != number:
            self.list.setCurrentIndex(self._model.index(number, 0))
        elif not self.pages.is_made(number):
            self._come_to_front()

    def _front(self) -> Section:
        return self.pages.page(max(0, self.list.currentIndex().row()))

    def _on_made(self, page: Section) -> None:
        self.stack.addWidget(page)
        self._keeper.listen(page)
        page.settled.connect(self._keeper.keep)
        page.edited.connect(self._keeper.edited)
        if isinstance(page, DevicesSection) and self._office is not None:
            page.take_office(self._office)

    def _on_changed(self, _changed: object) -> None:
        if self.isVisible() and not self._front().in_hand:
            self._front().refresh()

    def _come_to_front(self) -> None:
        """Reading again must not take away what was typed before somebody looked elsewhere."""
        front = self._front()
        self.stack.setCurrentWidget(front)
        if front.is_read_beside or front.content() is None:
            front.refresh()

    def _lay_out(self) -> None:
        for entry in self.pages.entries:
            item = QStandardItem(entry.title)
            item.setData(entry.icon, RowRole.ICON)
            self._model.appendRow(item)
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


def _entries(context: ScreenContext, device: ThisDevice, spelling: Spelling | None) -> Sequence[PageEntry]:
    return (
        PageEntry(tr("Settings", "Practice"), "building", partial(PracticeSection, context)),
        PageEntry(tr("Settings", "Holidays"), "calendar", partial(HolidaysSection, context)),
        PageEntry(tr("Settings", "Services"), "services", partial(ServicesSection, context)),
        PageEntry(tr("Settings", "Locations"), "pin", partial(LocationsSection, context)),
        *_clinical(context),
        PageEntry(tr("Settings", "Reminders"), "mail", partial(RemindersSection, context, device.notice)),
        *_spelling(context, spelling),
        PageEntry(tr("Settings", "Security"), "lock", partial(SecuritySection, context, device)),
        PageEntry(tr("Settings", "Look and language"), "eye", partial(LookSection, context, device)),
        PageEntry(tr("Settings", "Clinic and device"), "device", partial(ClinicSection, context, device)),
        PageEntry(tr("Devices", "Team and devices"), "clients", partial(DevicesSection, context, None)),
        PageEntry(tr("Settings", "Backup and export"), "archive", partial(BackupSection, context, device)),
        PageEntry(tr("Import", "Import"), "upload", partial(ImportSection, context, device)),
        PageEntry(tr("Audit", "History"), "history", partial(AuditSection, context)),
        PageEntry(tr("Roles", "Who reads what"), "clients", partial(RolesSection, context)),
        PageEntry(tr("Updates", "About"), "info", partial(AboutSection, context, device)),
    )


def _clinical(context: ScreenContext) -> tuple[PageEntry, ...]:
    """What is clinical is not in the window of whoever may not read it."""
    if not context.reads_clinical:
        return ()
    return (
        PageEntry(tr("Settings", "Note templates"), "notes", partial(TemplatesSection, context)),
        PageEntry(tr("Settings", "Text snippets"), "edit", partial(SnippetsSection, context)),
        PageEntry(tr("Settings", "Files"), "attach", partial(FileLimitsSection, context)),
    )


def _spelling(context: ScreenContext, spelling: Spelling | None) -> tuple[PageEntry, ...]:
    if spelling is None:
        return ()
    return (PageEntry(tr("Spelling", "Spelling"), "check", partial(SpellingSection, context, spelling)),)
