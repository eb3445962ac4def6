"""Settings > Import: files that an export wrote are checked first, and taken when a person agrees."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from core.domain.errors import UserError
from core.store.transfer.import_lines import ImportReport
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import plural, tr
from desktop.kit.long_work import LongWork
from desktop.kit.screen import Command
from desktop.kit.unfinished import Unfinished
from desktop.settings.calendar_import import CalendarFileImport
from desktop.settings.ports import ThisDevice
from desktop.settings.section import Section, line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.text import Text

_MOST_TOLD = 3


class ImportSection(Section):
    """Both steps run on the store worker: the window goes on, and says when it is done."""

    def __init__(self, context: ScreenContext, device: ThisDevice) -> None:
        super().__init__(context, tr("Import", "Import"))
        self._device = device
        self._work = LongWork(context.bus, Unfinished.IMPORT, behind_curtain=True)
        self.folder = Button(tr("Import", "Choose a folder"), self.choose_folder, kind="primary")
        self.file = Button(tr("Import", "Choose a file"), self._on_file)
        self.state, self.error = ErrorLine(lines=1), ErrorLine(lines=2)
        words = tr(
            "Import",
            "Readable files as “Export everything” writes them: a folder, or one file of lines (.jsonl). "
            "What is here already is changed where the files say so, the practice's settings too; the rest "
            "is added. Everything is checked first, and nothing is taken before you agree.",
        )
        card = Card()
        card.body.addWidget(Text(words, tone="secondary", wrap=True))
        card.body.addLayout(line(self.folder, self.file, stretch=True))
        for part in (self.state, self.error):
            card.body.addWidget(part)
        self.body.addWidget(card)
        self.calendar_error = ErrorLine(upward=True)
        self.calendar = CalendarFileImport(context, self, self.calendar_error.say)
        self.calendar_file = Button(tr("CalendarImport", "Choose a calendar file"), self.choose_calendar_file)
        kept = tr("CalendarImport", "A calendar file is not imported yet. What you chose in it is kept.")
        self.kept = Text(kept, tone="warning", wrap=True)
        self.go_on = Button(tr("CalendarImport", "Go on"), self.calendar.go_on)
        self.discard = Button(tr("CalendarImport", "Discard the choices"), self._on_discard, kind="quiet")
        self.calendar.kept_changed.connect(self._on_kept_changed)
        self.body.addWidget(self._calendar_card())
        self.body.addStretch(1)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "bring in load another program csv json")

    @classmethod
    @override
    def commands(cls, page: Callable[[], Self]) -> Sequence[Command]:
        words = tr("Palette", "ical ics google outlook apple")
        title = tr("CalendarImport", "Import a calendar file")
        return (
            Command(tr("Import", "Import files"), lambda: page().choose_folder(), "upload", is_setting=True),
            Command(title, lambda: page().choose_calendar_file(), "upload", words=words, is_setting=True),
        )

    def _calendar_card(self) -> Card:
        words = tr(
            "CalendarImport",
            "Appointments from Google, Outlook, Apple or another calendar, as a file (.ics). You see every "
            "event and choose whose it is before anything is written.",
        )
        card = Card()
        card.body.addWidget(Text(tr("CalendarImport", "Calendar file"), strong=True))
        card.body.addWidget(Text(words, tone="secondary", wrap=True))
        card.body.addLayout(line(self.calendar_file, stretch=True))
        card.body.addWidget(self.kept)
        card.body.addLayout(line(self.go_on, self.discard, stretch=True))
        card.body.addWidget(self.calendar_error)
        self._show_kept()
        return card

    @override
    def content(self) -> Content | None:
        return self.calendar.kept

    @override
    def take_up(self, content: Content) -> None:
        self.calendar.take_up(content)

    def _on_kept_changed(self) -> None:
        self._show_kept()
        (self.edited if self.calendar.kept else self.settled).emit()

    def _show_kept(self) -> None:
        for part in (self.kept, self.go_on, self.discard):
            part.setVisible(self.calendar.kept is not None)

    def _on_discard(self) -> None:
        """The button goes with what it discards: the focus goes to where another file is chosen."""
        self.calendar_file.setFocus()
        self.calendar.discard()

    def check(self, source: Path) -> None:
        """Reads it all without changing anything, then asks."""
        self._set_busy(tr("Import", "Checking the files"))
        work = partial(self._device.import_from, source, self._work.check_stopped, dry_run=True)
        self._work.begin()
        self.context.jobs.run(work, partial(self._on_checked, source), self._on_failed)

    def choose_calendar_file(self) -> None:
        self.calendar.ask()

    def choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.folder.text())
        if chosen:
            self.check(Path(chosen))

    def _on_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.file.text(), filter="*.jsonl")
        if chosen:
            self.check(Path(chosen))

    def _on_checked(self, source: Path, report: ImportReport) -> None:
        self._set_busy("")
        self._tell(_told_of(report))
        self.show_error("\n".join(_bad_lines(report)))
        if not report.created and not report.edited:
            return
        self.context.navigator.confirm(
            tr("Import", "Import these files?"),
            "\n".join(filter(None, (_told_of(report), _left_out(report), _advice()))),
            tr("Import", "Import"),
            partial(self._import, source),
        )

    def _import(self, source: Path) -> None:
        self._set_busy(tr("Import", "Importing"))
        work = partial(self._device.import_from, source, self._work.check_stopped, dry_run=False)
        self._work.begin()
        self.context.jobs.run(work, self._on_imported, self._on_failed)

    def _on_imported(self, report: ImportReport) -> None:
        self._set_busy("")
        self._tell("")
        self.context.bus.publish(report.changed)
        self.context.navigator.toast(tr("Import", "Imported: {counts}", counts=_counts(report)))

    def _on_failed(self, error: UserError) -> None:
        self._set_busy("")
        self._tell("")
        if not self._work.is_told_later(error):
            self.show_error(error.sentence)

    def _set_busy(self, words: str) -> None:
        for button in (self.folder, self.file):
            button.setEnabled(not words)
        if words:
            self.show_error("")
            self._tell(words)

    def _tell(self, words: str) -> None:
        self.state.say(words, "secondary")


def _told_of(report: ImportReport) -> str:
    if not report.created and not report.edited:
        return tr("Import", "There is nothing in these files that is not here already.")
    return tr("Import", "Checked: {counts}.", counts=_counts(report))


def _counts(report: ImportReport) -> str:
    return tr(
        "Import",
        "{added} to add, {changed} to change, {same} as they are",
        added=report.created,
        changed=report.edited,
        same=report.unchanged,
    )


def _advice() -> str:
    return tr("Import", "This cannot be taken back at once: make a backup first.")


def _left_out(report: ImportReport) -> str:
    if not report.errors:
        return ""
    return plural(
        "Import",
        "1 line cannot be taken and is left out.",
        "{n} lines cannot be taken and are left out.",
        len(report.errors),
    )


def _bad_lines(report: ImportReport) -> list[str]:
    told = [
        tr("Import", "{file}, line {line}: {why}", file=bad.file, line=bad.line, why=bad.sentence)
        for bad in report.errors[:_MOST_TOLD]
    ]
    more = len(report.errors) - len(told)
    if more > 0:
        told.append(plural("Import", "and 1 more line", "and {n} more lines", more))
    return told
