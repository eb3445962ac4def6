"""The composition root: makes everything, hands it on by constructor, and ends it in order."""

import linecache
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from core.crypto.quick_unlock import SecretStore, find_secret_store
from core.domain.clock import Clock, SystemClock
from core.domain.errors import UserError
from core.store.vault.document import VAULTS
from core.store.vault.listing import VaultInfo
from core.store.vault.scratch import tidy
from desktop.kit.first_paint import FirstPaint
from desktop.kit.i18n import LANGUAGES, Languages, language_of_system
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Appearance, Theme
from desktop.kit.window_placing import place, saved
from desktop.session.fault_report import FaultReport
from desktop.session.home import default_home
from desktop.session.late_backend import LateBackend
from desktop.session.relaunch import LockReason, command, relaunch
from desktop.session.start import read_arguments
from desktop.session.vault_label import VaultLabel
from desktop.shell.gc_control import GcControl
from desktop.shell.successor import Announcement, Successor, awaited
from desktop.shell.window_state import WindowFile, WindowState, encode_geometry
from desktop.system.motion import wants_calm
from desktop.system.signals import SystemSignals
from desktop.unlock.window import DoorWindow
from desktop.widgets.accessible import tell_parts

if TYPE_CHECKING:  # loaded by `Program.behind`, and nowhere else
    from core.crypto.kdf import KdfParams
    from desktop.app.behind_door import BehindDoor
    from desktop.session.open_practice import OpenPractice
    from desktop.session.ports import UnlockBackend
    from desktop.shell.first_read import StartupData
    from desktop.shell.unlocked import UnlockedSession
    from desktop.sync_status.first_pull import FirstPull

SWITCH_S = 0.0001
"""How long a thread may keep Python's lock while the window asks for it: at Python's own 5 ms, a store worker
and a busy sync with its two threads hold up a key for longer than a frame."""


class Program(QObject):
    """One run of the window: the door, then one workplace, then the end. `relaunch_reason`: why it ended."""

    def __init__(
        self,
        app: QApplication,
        home: Path,
        clock: Clock | None = None,
        kdf: "KdfParams | None" = None,
        secrets: Callable[[], SecretStore | None] = find_secret_store,
        system: SystemSignals | None = None,
    ) -> None:
        super().__init__()
        self._app, self._home, self._clock = app, home, clock or SystemClock()
        self._file = WindowFile(home)
        self.state = self._file.read()
        if self.state.language not in LANGUAGES:
            self.state = replace(self.state, language=language_of_system())
        self.languages = Languages(app)
        self.languages.use(self.state.language)
        self.theme = Theme(app, _look(self.state.look))
        self.theme.calm = wants_calm()
        # Before any widget: Qt keeps the interface that it has made of one.
        tell_parts()
        self.jobs = Jobs(self)
        # Before a thread has work: left on, the collector would run there.
        self._tidying = GcControl(self)
        sys.setswitchinterval(SWITCH_S)
        self._secrets, self._kdf = secrets, kdf
        self._system = system or SystemSignals(self)
        self._backend = LateBackend(home, self._load_backend)
        self._reason: LockReason | None = None
        self._is_closing = False
        self._pull: FirstPull | None = None
        self.door: DoorWindow | None = None
        self.workplace: UnlockedSession | None = None
        self.relaunch_reason: LockReason | None = None
        self.successor: Successor | None = None
        self._awaited: VaultLabel | None = None
        self._backup: Path | None = None

    def start(
        self, reason: LockReason | None = None, awaited: VaultLabel | None = None, backup: Path | None = None
    ) -> None:
        """Show the door as soon as it is known whose vaults there are; `awaited` by another process."""
        self._reason, self._awaited, self._backup = reason, awaited, backup
        # First: what a killed process left half restored or half erased goes before vaults are listed.
        self.jobs.run(lambda: tidy(self._home / VAULTS))
        self.jobs.run(self._look, self.on_vaults, self._on_no_vaults)

    @cached_property
    def behind(self) -> "BehindDoor":
        """All that the unlock page does not need, loaded when this is first asked for.

        The one place that decides when: on the worker, right after the unlock page was painted, so that it is
        there when the passphrase is typed; before the door's other pages come, which need it; and at once
        where a practice is opened without a door.
        """
        from desktop.app.behind_door import BehindDoor  # noqa: PLC0415 - see above

        # PySide reads the source of each imported module, to see whether the module uses it, and Python keeps
        # what was read: twenty megabytes that only a traceback would ask for.
        linecache.clearcache()
        return BehindDoor(self._home, self._clock, self._kdf, self._secrets, lambda: self.state, self.keep)

    def open(self, opened: "OpenPractice") -> None:
        """Work in a practice that is unlocked already; it is closed at the end."""
        behind = self.behind
        pull = self._pull = behind.first_pull()
        if self.door is not None:
            self.door.follow(pull)
        self.jobs.run(
            lambda: behind.read(opened, pull),
            self._on_opening,
            lambda error: self._on_failed(opened, error),
        )

    def keep(self, state: WindowState) -> None:
        """Remember the look, the language, or where the window stood."""
        self.state = state
        self._file.write(state)

    def _look(self) -> Sequence[VaultInfo]:
        """Where there is nothing to unlock, the page that comes first needs the rest."""
        vaults = self._backend.vaults()
        if not vaults or self._backup is not None:
            self._load_backend()
        return vaults

    def _load_backend(self) -> "UnlockBackend":
        return self.behind.backend

    def _load_behind(self) -> None:
        self.jobs.run(self._load_backend)

    def on_vaults(self, vaults: Sequence[VaultInfo]) -> None:
        """Shows the door over them."""
        self.door = DoorWindow(self.theme, self.jobs, self._backend, None, self.state.language)
        self.door.opened.connect(self.open)
        self.door.language_chosen.connect(self._on_language)
        self.door.closed.connect(self._on_door_closed)
        place(self.door, self.state.geometry_bytes())
        if self._awaited is not None:
            self.door.whose = self._awaited
        self.door.start(vaults, self._reason)
        if self._awaited is not None:
            Announcement(self.door.card)
        # Before `show`: a window is painted for the first time once.
        FirstPaint(self.door.card, self._load_behind)
        self.door.show()
        if self._backup is not None:
            self.door.bring_back(self._backup)

    def _on_language(self, language: str) -> None:
        self.languages.use(language)
        self.keep(replace(self.state, language=language))

    def _on_no_vaults(self, error: UserError) -> None:
        """They may be here and cannot be read: the window says so, where it would have begun anew."""
        self.jobs.run(self._load_backend, lambda _: self._on_unread(error))

    def _on_unread(self, error: UserError) -> None:
        self.on_vaults(())
        if self.door is not None:
            self.door.show_refusal(error)

    def _on_failed(self, opened: "OpenPractice", error: UserError) -> None:
        opened.close()
        if self.door is not None and self.door.must_start_again:
            self.door.start_again(self._backend.vaults(), error)
        elif self.door is not None:
            self.door.show_refusal(error)

    def _on_opening(self, opening: "StartupData") -> None:
        if self._is_closing:
            opening.opened.close()
            return
        work = self.behind.unlocked(opening, self.theme, self.jobs)
        self.workplace = work
        place(work.window, self._geometry())
        work.window.set_letters(self.state.letters)
        work.left.connect(self._on_left)
        work.connected.connect(self._on_connected)
        self._system.locked.connect(work.lock_with_computer)
        self._system.sleeping.connect(work.sleep)
        FirstPaint(work.window, self._on_window_seen)
        work.start(self.state.screen)
        # Only once the workplace is shown, so that there is no moment without a window.
        door, self.door = self.door, None
        if door is not None:
            door.hand_over()

    def _on_window_seen(self) -> None:
        self._system.begin()
        self._tidying.settle()

    def _geometry(self) -> bytes:
        """Where the door stands, which somebody may have moved or maximised, or where the window stood."""
        return saved(self.door) if self.door is not None else self.state.geometry_bytes()

    def _on_connected(self) -> None:
        if self.workplace is not None:
            self.behind.connected(self.workplace)

    def _on_left(self, reason: LockReason | None) -> None:
        work = self.workplace
        self._system.end()
        if work is not None:
            window = work.window
            geometry = encode_geometry(saved(window))
            self.keep(replace(self.state, geometry=geometry, screen=window.place))
        self.relaunch_reason = reason
        if work is not None and reason is not None and self.successor is not None:
            self.successor.start(command(self._home, reason), work.whose, self._on_followed)
        else:
            self._end()

    def _on_followed(self, stands: bool) -> None:
        """Where no process came up, this one is replaced by it instead."""
        if stands:
            self.relaunch_reason = None
        self._end()

    def _end(self) -> None:
        if self.workplace is not None:
            self.workplace.end()
        QTimer.singleShot(0, self._app.quit)

    def _on_door_closed(self) -> None:
        self._is_closing = True
        if self._pull is not None:
            self._pull.cancel()
        # An attempt that is under way still opens its vault; its answer closes it.
        self.jobs.wait()
        self.jobs.close()
        self._app.quit()


def run(arguments: Sequence[str]) -> int:
    """Open the window and stay until it ends; after a lock a fresh process has the window."""
    asked = read_arguments(arguments)
    home = (asked.home or default_home()).expanduser().absolute()
    FaultReport(home, SystemClock()).install()
    app = QApplication(["PazPaz"])
    app.setApplicationName("PazPaz")
    app.setDesktopFileName("org.pazpaz.Desktop")  # by which Wayland finds the icon
    # The end is the program's own: words are stored and keys wiped before the loop stops.
    app.setQuitOnLastWindowClosed(False)
    program = Program(app, home)
    program.successor = Successor(program)
    program.start(asked.locked, awaited(), asked.backup)
    status = app.exec()
    if program.relaunch_reason is not None:
        relaunch(command(home, program.relaunch_reason))
    return status


def _look(name: str) -> Appearance:
    return Appearance(name) if name in set(Appearance) else Appearance.SYSTEM
