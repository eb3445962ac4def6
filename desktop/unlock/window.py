"""The window before anything is unlocked."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget
from typing_extensions import override

from core.domain.errors import UserError
from core.store.vault.listing import VaultInfo
from desktop.kit.ports import Runner
from desktop.kit.shortcuts import Keys, help_shortcut
from desktop.kit.theme import Theme
from desktop.session.ports import AwaitsAdmission, OnOpened, UnlockBackend
from desktop.session.relaunch import LockReason
from desktop.session.vault_label import VaultLabel
from desktop.unlock.layout import DoorPage
from desktop.unlock.unlock_presenter import UnlockPresenter
from desktop.unlock.unlock_view import UnlockPage
from desktop.widgets.dialog_layer import DialogLayer
from desktop.widgets.enter import EnterPresses
from desktop.widgets.focus_return import FocusReturn

if TYPE_CHECKING:  # what stands behind the unlock page, and is loaded when that is painted
    from desktop.session.open_practice import OpenPractice
    from desktop.sync_status.first_pull import FirstPull
    from desktop.unlock.first_run_presenter import FirstRunPresenter
    from desktop.unlock.first_run_view import FirstRunPage
    from desktop.unlock.further_pages import FurtherPages
    from desktop.unlock.new_phrase_presenter import NewPhrasePresenter
    from desktop.unlock.new_phrase_view import NewPhrasePage
    from desktop.unlock.pull_page import PullPage
    from sync.events import SyncProgress


class DoorWindow(QMainWindow):
    """Emits `opened` with an `OpenPractice`, which belongs to who listens, or `closed`."""

    opened = Signal(object)
    closed = Signal()
    language_chosen = Signal(str)
    """Whoever hears it lets the program speak it; the page is made anew when it was heard."""

    def __init__(
        self, theme: Theme, runner: Runner, door: UnlockBackend, zone: str | None, language: str
    ) -> None:
        super().__init__()
        self.setWindowTitle("PazPaz")
        self._theme, self._runner, self._door = theme, runner, door
        self.whose = VaultLabel()
        self._zone, self._language = zone, language
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._enter = EnterPresses(self)
        FocusReturn(self)
        self.keys = Keys(self, (help_shortcut(),), {"help": self.show_help})
        self._handed_over = self._is_closing = False
        self._pull: FirstPull | None = None
        self.pull_page: PullPage | None = None
        self._unlock: UnlockPresenter | None = None
        self._first_run: FirstRunPresenter | None = None
        self._new_phrase: NewPhrasePresenter | None = None
        self.unlock_page: UnlockPage | None = None
        self.first_run_page: FirstRunPage | None = None
        self.new_phrase_page: NewPhrasePage | None = None

    @cached_property
    def _further(self) -> "FurtherPages":
        """The first call loads most of the program: on the worker, unless it was loaded before."""
        from desktop.unlock.further_pages import FurtherPages  # noqa: PLC0415 - see above

        return FurtherPages(self._theme, self._runner, self._door, self._zone, self._language)

    def start(self, vaults: Sequence[VaultInfo], reason: LockReason | None) -> None:
        """Tiles when there are vaults, else the first steps."""
        if vaults:
            self._show_unlock(vaults, reason)
        else:
            self.show_first_run(can_leave=False)

    def show_first_run(self, *, can_leave: bool = True) -> None:
        """The steps from the beginning, on a new page.

        `can_leave` gives the first of them a Back to the tiles.
        """
        page, presenter = self._further.first_run(self._on_made, can_leave=can_leave)
        page.leave_requested.connect(self._on_leave)
        page.start_page.language_chosen.connect(self._on_language)
        self.first_run_page, self._first_run = page, presenter
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        presenter.start()

    def show_help(self) -> None:
        """What works on the page in front; nothing while a dialog is open, as this one may be already."""
        from desktop.widgets.help_sheet import HelpSheet  # noqa: PLC0415 - few ask, and the page comes first

        page = self._stack.currentWidget()
        if isinstance(page, DoorPage) and DialogLayer.of(self).front is None:
            HelpSheet(self._theme, self, (*page.shortcuts(), help_shortcut())).open()

    @property
    def card(self) -> QWidget:
        """Of the page in front. It is painted for sure: Qt paints no window that is covered wholly."""
        page = self._stack.currentWidget()
        assert isinstance(page, DoorPage)  # noqa: S101 - all pages of the door are
        return page.card

    def bring_back(self, backup: Path) -> None:
        """A backup that somebody opened from outside: only its passphrase is left to type."""
        if self._first_run is None:
            self.show_first_run()
        if self._first_run is not None and self.first_run_page is not None:
            self._further.restore(self.first_run_page, self._first_run, backup)

    def hand_over(self) -> None:
        """The workplace stands: go without a word."""
        self._first_run = self._unlock = self._new_phrase = None
        # Before it closes, which would mean that the person gave up.
        self._handed_over = True
        self.close()
        self.deleteLater()

    @property
    def must_start_again(self) -> bool:
        """Whether what is in front leads nowhere once opening failed: the vault is made, only tiles help."""
        page = self._stack.currentWidget()
        return page is not None and not isinstance(page, UnlockPage)

    def follow(self, pull: "FirstPull") -> None:
        """A first pass may follow; its page comes up with the first news of it."""
        self._pull = pull
        pull.progressed.connect(self._on_progressed)

    def start_again(self, vaults: Sequence[VaultInfo], error: UserError) -> None:
        """A first pass ended early: back to the tiles, where unlocking goes on with it."""
        self._show_unlock(vaults, None)
        self.show_refusal(error)

    def _on_progressed(self, progress: "SyncProgress") -> None:
        if self.pull_page is None:
            self.pull_page = self._further.pull()
            self.pull_page.cancelled.connect(self._on_stop)
            self._stack.addWidget(self.pull_page)
        self._stack.setCurrentWidget(self.pull_page)
        self.pull_page.show_progress(progress.done, progress.total)

    def _on_stop(self) -> None:
        if self._pull is not None:
            self._pull.cancel()

    def show_refusal(self, error: UserError) -> None:
        """What was opened could not be used after all."""
        for page in (self.unlock_page, self.first_run_page):
            if page is not None and page is self._stack.currentWidget():
                page.show_error(error.sentence)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._handed_over:
            return
        self._is_closing = True
        if self._unlock is not None:
            self._unlock.cancel()
        if self._first_run is not None:
            self._first_run.leave()
        if self._new_phrase is not None:
            self._new_phrase.leave()
        event.accept()
        self.closed.emit()

    def _show_unlock(self, vaults: Sequence[VaultInfo], reason: LockReason | None) -> None:
        page = UnlockPage(self._theme, self.whose)
        presenter = UnlockPresenter(self._runner, self._door, page, self._on_unlocked)
        page.vault_chosen.connect(presenter.choose)
        page.submitted.connect(presenter.submit)
        page.code_submitted.connect(presenter.submit_code)
        page.quick_requested.connect(presenter.unlock_quickly)
        page.backup_chosen.connect(presenter.choose_backup)
        page.cancelled.connect(presenter.cancel)
        page.setup_requested.connect(self._on_setup)
        self._drop(self.unlock_page, self.first_run_page, self.new_phrase_page, self.pull_page)
        self._first_run = self._new_phrase = None
        self.first_run_page = self.new_phrase_page = self.pull_page = None
        self.unlock_page, self._unlock = page, presenter
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        presenter.start(vaults, reason)

    def _drop(self, *pages: DoorPage | None) -> None:
        """Nobody comes back to them."""
        for page in pages:
            if page is not None:
                self._stack.removeWidget(page)
                page.deleteLater()

    def _on_setup(self) -> None:
        """On the worker, which may still be loading them: this thread would stand still meanwhile."""
        self._runner.run(lambda: self._further, self._on_further)

    def _on_further(self, _: "FurtherPages") -> None:
        if not self._is_closing and self._first_run is None:  # not a second time for a double click
            self.show_first_run()

    def _on_unlocked(self, opened: "OpenPractice") -> None:
        self._with_passphrase(opened, self._look_whether_waiting)

    def _on_made(self, opened: "OpenPractice") -> None:
        """New, let in or restored: a backup may have been opened with its paper."""
        self._with_passphrase(opened, self._on_opened)

    def _with_passphrase(self, opened: "OpenPractice", on_ready: OnOpened) -> None:
        """Who came in without today's passphrase chooses a new one first, unless the window was closed."""
        if self._is_closing or not opened.vault.needs_passphrase:
            on_ready(opened)
            return
        page, presenter = self._further.new_phrase(opened, on_ready, self._on_phrase_left)
        self.new_phrase_page, self._new_phrase = page, presenter
        self._first_run = None
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.bind(presenter)

    def _on_phrase_left(self) -> None:
        """Locked again; the window may be closing, and then nobody sees the tiles."""
        if not self._is_closing:
            self._runner.run(self._door.vaults, lambda vaults: self._show_unlock(vaults, None))

    def _look_whether_waiting(self, opened: "OpenPractice") -> None:
        """A device that still waits to be let in goes on where it was."""
        self._runner.run(
            lambda: self._door.waiting(opened),
            lambda asked: self._on_looked(opened, asked),
            lambda error: self._on_unread(opened, error),
        )

    def _on_looked(self, opened: "OpenPractice", asked: AwaitsAdmission | None) -> None:
        if asked is None or self._is_closing:
            self._on_opened(opened)
            return
        self.show_first_run(can_leave=False)
        if self._first_run is not None:
            self._first_run.go_on_waiting(asked)

    def _on_unread(self, opened: "OpenPractice", error: UserError) -> None:
        opened.close()
        self.show_refusal(error)

    def _on_opened(self, opened: "OpenPractice") -> None:
        """Nobody takes what opens after the window was closed."""
        if self._is_closing:
            opened.close()
        else:
            self.opened.emit(opened)

    def _on_language(self, language: str) -> None:
        self.language_chosen.emit(language)
        self._further.language = language
        self._drop(self.first_run_page)
        self.show_first_run(can_leave=False)
        if self.first_run_page is not None:
            self.first_run_page.start_page.language.focus_chosen()

    def _on_leave(self) -> None:
        if self.unlock_page is None or self._first_run is None:
            return
        self._stack.setCurrentWidget(self.unlock_page)
        self._first_run.leave()
        self._drop(self.first_run_page)
        self._first_run = self.first_run_page = None
