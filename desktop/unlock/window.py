"""The window before anything is unlocked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget
from typing_extensions import override

from core.domain.errors import UserError
from core.store.vault import VaultInfo
from desktop.first_pull import FirstPull
from desktop.ports import Runner
from desktop.relaunch import LockReason
from desktop.terminal.practices import OpenPractice
from desktop.theme import Theme
from desktop.unlock.first_run_presenter import FirstRunPresenter
from desktop.unlock.first_run_view import FirstRunPage
from desktop.unlock.ports import Asked, Door
from desktop.unlock.pull_page import PullPage
from desktop.unlock.unlock_presenter import UnlockPresenter
from desktop.unlock.unlock_view import UnlockPage
from sync.events import SyncProgress


class DoorWindow(QMainWindow):
    """Emits `opened` with an `OpenPractice`, which belongs to who listens, or `closed`."""

    opened = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, runner: Runner, door: Door, zone: str, language: str) -> None:
        super().__init__()
        self.setWindowTitle("PazPaz")
        self.setMinimumSize(720, 640)
        self.resize(1280, 800)
        self._theme, self._runner, self._door = theme, runner, door
        self._zone, self._language = zone, language
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._handed_over = False
        self._pull: FirstPull | None = None
        self.pull_page: PullPage | None = None
        self._unlock: UnlockPresenter | None = None
        self._first_run: FirstRunPresenter | None = None
        self.unlock_page: UnlockPage | None = None
        self.first_run_page: FirstRunPage | None = None

    def start(self, vaults: Sequence[VaultInfo], reason: LockReason | None) -> None:
        """Tiles when there are vaults, else the first steps."""
        if vaults:
            self._show_unlock(vaults, reason)
        else:
            self.show_first_run(can_leave=False)

    def show_first_run(self, *, can_leave: bool = True) -> None:
        page = FirstRunPage(self._theme, self._zone, self._language, can_leave=can_leave)
        presenter = FirstRunPresenter(self._runner, self._door, page, self._on_opened)
        page.bind(presenter)
        page.leave_requested.connect(self._on_leave)
        self.first_run_page, self._first_run = page, presenter
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        presenter.start()

    def hand_over(self) -> None:
        """The workplace stands: go without a word."""
        self._first_run = self._unlock = None
        self._handed_over = True
        self.close()
        self.deleteLater()

    @property
    def must_start_again(self) -> bool:
        """Whether what is in front leads nowhere once opening failed: the vault is made, only tiles help."""
        return isinstance(self._stack.currentWidget(), PullPage | FirstRunPage)

    def follow(self, pull: FirstPull) -> None:
        """A first pass may follow; its page comes up with the first news of it."""
        self._pull = pull
        pull.progressed.connect(self._on_progressed)

    def start_again(self, vaults: Sequence[VaultInfo], error: UserError) -> None:
        """A first pass ended early: back to the tiles, where unlocking goes on with it."""
        self.pull_page = None
        self._first_run = None
        self._show_unlock(vaults, None)
        self.show_refusal(error)

    def _on_progressed(self, progress: SyncProgress) -> None:
        if self.pull_page is None:
            self.pull_page = PullPage(self._theme)
            self.pull_page.cancelled.connect(self._on_stop)
            self._stack.addWidget(self.pull_page)
        self._stack.setCurrentWidget(self.pull_page)
        self.pull_page.show_progress(progress.done, progress.total)

    def _on_stop(self) -> None:
        if self._pull is not None:
            self._pull.cancel()

    def show_refusal(self, error: UserError) -> None:
        """What was opened could not be used after all."""
        page = self._stack.currentWidget()
        if isinstance(page, UnlockPage | FirstRunPage):
            page.show_error(error.sentence)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._handed_over:
            return
        if self._unlock is not None:
            self._unlock.cancel()
        if self._first_run is not None:
            self._first_run.leave()
        event.accept()
        self.closed.emit()

    def _show_unlock(self, vaults: Sequence[VaultInfo], reason: LockReason | None) -> None:
        page = UnlockPage(self._theme)
        presenter = UnlockPresenter(self._runner, self._door, page, self._on_unlocked)
        page.vault_chosen.connect(presenter.choose)
        page.submitted.connect(presenter.submit)
        page.cancelled.connect(presenter.cancel)
        page.setup_requested.connect(self.show_first_run)
        self.unlock_page, self._unlock = page, presenter
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        presenter.start(vaults, reason)

    def _on_unlocked(self, opened: OpenPractice) -> None:
        """A device that still waits to be let in goes on where it was."""
        self._runner.run(lambda: (opened, self._door.waiting(opened)), self._on_looked)

    def _on_looked(self, found: tuple[OpenPractice, Asked | None]) -> None:
        opened, asked = found
        if asked is None:
            self._on_opened(opened)
            return
        self.show_first_run(can_leave=False)
        if self._first_run is not None:
            self._first_run.go_on_waiting(asked)

    def _on_opened(self, opened: OpenPractice) -> None:
        self.opened.emit(opened)

    def _on_leave(self) -> None:
        if self.unlock_page is not None:
            self._stack.setCurrentWidget(self.unlock_page)
