"""The composition root: makes everything, hands it on by constructor, and ends it in order."""

import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from core.crypto.kdf import KdfParams
from core.domain.clock import Clock, SystemClock
from core.domain.errors import UserError
from core.store.vault import VaultInfo
from desktop.calendar.screen import CalendarScreen
from desktop.clients.screen import ClientsScreen
from desktop.context import ScreenContext
from desktop.devices.office import Office
from desktop.first_pull import FirstPull
from desktop.hardening import forbid_dumps
from desktop.i18n import Languages
from desktop.inbox.screen import InboxScreen
from desktop.jobs import Jobs
from desktop.notes.screen import NotesScreen
from desktop.opening import Opening, read_opening
from desktop.own_device import OwnDevice
from desktop.relaunch import LockReason, command, relaunch
from desktop.screen import Screen
from desktop.settings.screen import SettingsScreen
from desktop.start import read_arguments
from desktop.terminal.main import default_home
from desktop.terminal.practices import OpenPractice, local_timezone
from desktop.theme import Look, Theme
from desktop.tidying import Tidying
from desktop.today.screen import TodayScreen
from desktop.unlock.door import ProgramDoor
from desktop.unlock.window import DoorWindow
from desktop.window_state import WindowFile, WindowState, encode_geometry
from desktop.workplace import Workplace

SWITCH_S = 0.0001
"""How long a thread may keep Python's lock while the window asks for it: at Python's own 5 ms, a store worker
and a busy sync with its two threads hold up a key for longer than a frame."""


class Program(QObject):
    """One run of the window: the door, then one workplace, then the end. `relaunch_reason`: why it ended."""

    def __init__(
        self, app: QApplication, home: Path, clock: Clock | None = None, kdf: KdfParams | None = None
    ) -> None:
        super().__init__()
        self._app, self._home, self._clock = app, home, clock or SystemClock()
        self._file = WindowFile(home)
        self.state = self._file.read()
        self.languages = Languages(app)
        self.languages.use(self.state.language)
        self.theme = Theme(app, _look(self.state.look))
        self.jobs = Jobs(self)
        self._tidying = Tidying(self)
        sys.setswitchinterval(SWITCH_S)
        self._backend = ProgramDoor(home, self._clock, kdf)
        self._reason: LockReason | None = None
        self._pull: FirstPull | None = None
        self.door: DoorWindow | None = None
        self.workplace: Workplace | None = None
        self.relaunch_reason: LockReason | None = None

    def start(self, reason: LockReason | None = None) -> None:
        """Show the door as soon as it is known whose vaults there are."""
        self._reason = reason
        self.jobs.run(self._backend.vaults, self._on_vaults)

    def open(self, opened: OpenPractice) -> None:
        """Work in a practice that is unlocked already; it is closed at the end."""
        pull = self._pull = FirstPull(self)
        if self.door is not None:
            self.door.follow(pull)
        self.jobs.run(
            lambda: read_opening(opened, pull.listen, pull.stop),
            self._on_opening,
            lambda error: self._on_failed(opened, error),
        )

    def keep(self, state: WindowState) -> None:
        """Remember the look, the language, or where the window stood."""
        self.state = state
        self._file.write(state)

    def _on_vaults(self, vaults: Sequence[VaultInfo]) -> None:
        self.door = DoorWindow(self.theme, self.jobs, self._backend, local_timezone(), self.state.language)
        self.door.opened.connect(self.open)
        self.door.closed.connect(self._on_door_closed)
        self.door.show()
        self.door.start(vaults, self._reason)

    def _on_failed(self, opened: OpenPractice, error: UserError) -> None:
        opened.close()
        if self.door is not None and self.door.must_start_again:
            self.door.start_again(self._backend.vaults(), error)
        elif self.door is not None:
            self.door.show_refusal(error)

    def _on_opening(self, opening: Opening) -> None:
        work = Workplace(opening, self.theme, self.jobs, self._clock, self._screens)
        self.workplace = work
        work.window.restore_geometry_state(self.state.geometry_bytes())
        work.window.set_letters(self.state.letters)
        work.left.connect(self._on_left)
        work.start(self.state.screen)
        self._tidying.settle()
        door, self.door = self.door, None
        if door is not None:
            door.hand_over()

    def _screens(self, context: ScreenContext, work: Workplace) -> Mapping[str, Screen]:
        return {
            "today": TodayScreen(context),
            "calendar": CalendarScreen(context),
            "clients": ClientsScreen(context),
            "notes": NotesScreen(context),
            "inbox": InboxScreen(context),
            "settings": SettingsScreen(
                context,
                OwnDevice(work, lambda: self.state, self._keep_look),
                work.opening.zone,
                Office(work.opening.opened) if work.opening.enrolment else None,
            ),
        }

    def _keep_look(self, look: Look, letters: bool) -> None:
        self.keep(replace(self.state, look=look, letters=letters))

    def _on_left(self, reason: LockReason | None) -> None:
        work = self.workplace
        if work is not None:
            window = work.window
            geometry = encode_geometry(window.geometry_state())
            self.keep(replace(self.state, geometry=geometry, screen=window.place))
        self.relaunch_reason = reason
        QTimer.singleShot(0, self._app.quit)

    def _on_door_closed(self) -> None:
        if self._pull is not None:
            self._pull.cancel()
        self.jobs.wait()
        self.jobs.close()
        self._app.quit()


def run(arguments: Sequence[str]) -> int:
    """Open the window and stay until it ends; after a lock this process is replaced by a fresh one."""
    asked = read_arguments(arguments)
    home = (asked.home or default_home()).expanduser().absolute()
    forbid_dumps()
    sys.excepthook = _report_bug
    app = QApplication(["PazPaz"])
    app.setApplicationName("PazPaz")
    app.setQuitOnLastWindowClosed(False)
    program = Program(app, home)
    program.start(asked.locked)
    status = app.exec()
    if program.relaunch_reason is not None:
        relaunch(command(home, program.relaunch_reason))
    return status


def _report_bug(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Where it happened and of which kind; the text of an unforeseen error may quote a person's data."""
    places = [f"{Path(at.filename).name}:{at.lineno}" for at in traceback.extract_tb(trace)]
    sys.stderr.write(f"PazPaz has a fault: {kind.__name__} at {' < '.join(reversed(places))}\n")


def _look(name: str) -> Look:
    return Look(name) if name in set(Look) else Look.SYSTEM
