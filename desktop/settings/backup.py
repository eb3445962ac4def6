"""Backup and export: one encrypted file to keep, or readable files to take away."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from core.domain.errors import UserError
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import plural, tr
from desktop.kit.long_work import LongWork
from desktop.kit.screen import Command
from desktop.kit.unfinished import Unfinished
from desktop.settings.ports import ThisDevice
from desktop.settings.section import Section, line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.text import Text

_FILE_NAME = "pazpaz-{day}.pazpaz"


class BackupSection(Section):
    """Both run on the store worker: the window goes on, and says when it is done."""

    def __init__(self, context: ScreenContext, device: ThisDevice) -> None:
        super().__init__(context, tr("Settings", "Backup and export"))
        self._device = device
        self._backing = LongWork(context.bus, Unfinished.BACKUP, behind_curtain=True)
        self._exporting = LongWork(context.bus, Unfinished.EXPORT, behind_curtain=True)
        self.back_up = Button(tr("Settings", "Make a backup"), self.ask_for_file, kind="primary")
        self.export = Button(tr("Settings", "Export everything"), self.ask_for_folder)
        self._lay_out()

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "save copy disk restore download")

    @classmethod
    @override
    def commands(cls, page: Callable[[], Self]) -> Sequence[Command]:
        backup, export = tr("Settings", "Make a backup"), tr("Settings", "Export everything")
        copy, take = tr("Palette", "save copy"), tr("Palette", "csv json download take away")
        return (
            Command(backup, lambda: page().ask_for_file(), "archive", words=copy),
            Command(export, lambda: page().ask_for_folder(), "download", words=take),
        )

    def back_up_to(self, file: Path) -> None:
        """On the worker; both buttons are off until the backup is written and checked, or refused."""
        self._set_busy(True)
        work = partial(self._device.back_up, file, self._backing.check_stopped)
        self._backing.begin()
        self.context.jobs.run(work, self._on_backed_up, partial(self._on_failed, self._backing))

    def export_to(self, folder: Path) -> None:
        """On the worker, into the folder; its files are not encrypted, which a person agreed to before."""
        self._set_busy(True)
        work = partial(self._device.export, folder, self._exporting.check_stopped)
        self._exporting.begin()
        self.context.jobs.run(work, self._on_exported, partial(self._on_failed, self._exporting))

    def ask_for_file(self) -> None:
        name = _FILE_NAME.format(day=self.context.clock.now().date().isoformat())
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Settings", "Make a backup"), name)
        if chosen:
            self.back_up_to(Path(chosen))

    def ask_for_folder(self) -> None:
        self.context.navigator.confirm(
            tr("Settings", "Export everything?"),
            tr(
                "Settings",
                "The files are not encrypted: whoever has them can read them. "
                "Put them only where nobody else looks.",
            ),
            tr("Settings", "Choose a folder"),
            self._choose_folder,
        )

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Settings", "Export everything"))
        if chosen:
            self.export_to(Path(chosen))

    def _on_backed_up(self, clients: int) -> None:
        self._set_busy(False)
        text = plural(
            "Settings",
            "Backup written and checked: 1 client",
            "Backup written and checked: {n} clients",
            clients,
        )
        self.context.navigator.toast(text)

    def _on_exported(self, rows: int) -> None:
        self._set_busy(False)
        self.context.navigator.toast(plural("Settings", "1 row exported", "{n} rows exported", rows))

    def _on_failed(self, work: LongWork, error: UserError) -> None:
        self._set_busy(False)
        if not work.is_told_later(error):
            self.show_error(error.sentence)

    def _set_busy(self, busy: bool) -> None:
        self.show_error("")
        self.back_up.setEnabled(not busy)
        self.export.setEnabled(not busy)

    def _lay_out(self) -> None:
        backup = Card(tr("Settings", "Backup"))
        words = tr(
            "Settings",
            "One encrypted file with everything. It opens with today's passphrase or recovery paper. "
            "Keep it on another disk.",
        )
        backup.body.addWidget(Text(words, tone="secondary", wrap=True))
        backup.body.addLayout(line(self.back_up, stretch=True))
        export = Card(tr("Settings", "Export"))
        words = tr("Settings", "Readable files of everything, one line a record, with a list of checksums.")
        export.body.addWidget(Text(words, tone="secondary", wrap=True))
        export.body.addLayout(line(self.export, stretch=True))
        for part in (backup, export, self.error):
            self.body.addWidget(part)
        self.body.addStretch(1)
