"""What Settings asks of the program around it."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from core.runtime.stopping import Check
from core.store.transfer.import_lines import ImportReport
from desktop.kit.theme import Appearance
from desktop.session.quick_unlock import QuickState
from desktop.session.relaunch import LockReason
from desktop.sync_status.state import SyncState


class AppointmentNotice(Protocol):
    """The notice before the next appointment, on this device alone. GUI thread."""

    @property
    def minutes(self) -> int:
        """How long before an appointment it comes; 0 for never."""
        ...

    @property
    def with_initials(self) -> bool:
        """Whether it says the client's initials while the window is not locked."""
        ...

    def choose(self, minutes: int, *, with_initials: bool) -> None:
        """Holds at once, and at the next start."""
        ...


class ThisDevice(Protocol):
    """This device: its locks, its look, its connection. GUI thread, unless said otherwise."""

    @property
    def sync_state(self) -> SyncState:
        """As the pill shows it."""
        ...

    @property
    def lock_minutes(self) -> int:
        """After how many minutes without use the window is covered; 0 for never."""
        ...

    @property
    def look(self) -> Appearance:
        """What the person chose; `Theme` says what it comes to on this system."""
        ...

    @property
    def letters(self) -> bool:
        """Whether keys that are a bare letter work."""
        ...

    @property
    def server(self) -> str:
        """Host of the clinic's server; empty while the practice is on this laptop alone."""
        ...

    @property
    def is_demo(self) -> bool:
        """Whether the people in this practice are invented."""
        ...

    def remove_demo(self) -> None:
        """Takes the demo off this computer and ends the work in it."""
        ...

    def set_lock_minutes(self, minutes: int) -> None:
        """For this device alone, whatever the practice's own setting says."""
        ...

    def set_look(self, look: Appearance) -> None:
        """Holds at once, and at the next start."""
        ...

    def set_letters(self, on: bool) -> None:
        """Holds at once, and at the next start."""
        ...

    @property
    def language(self) -> str:
        """A key of `LANGUAGES`."""
        ...

    def set_language(self, language: str) -> None:
        """Holds from the next start on."""
        ...

    def sync_now(self) -> None:
        """What a click on the pill means just now: a pass, or what has to be answered first."""
        ...

    @property
    def files_on_metered(self) -> bool:
        """Whether files move on connections that cost by volume, too."""
        ...

    def set_files_on_metered(self, on: bool) -> None:
        """Kept on this device; files move or stop at once."""
        ...

    def lock(self, reason: LockReason = LockReason.ASKED) -> None:
        """Shuts the practice; the unlock page comes in its place."""
        ...

    def change_passphrase(self, old: str, new: str) -> None:
        """On the worker; raises WrongPassphrase or RuleBroken."""
        ...

    def back_up(self, file: Path, check: Check) -> int:
        """On the worker: writes and checks a backup; how many clients it holds. `check` may end it."""
        ...

    def export(self, folder: Path, check: Check) -> int:
        """On the worker: readable files, not encrypted; how many rows they hold."""
        ...

    def import_from(self, source: Path, check: Check, *, dry_run: bool) -> ImportReport:
        """On the worker: an export's folder or a file of lines; `dry_run` changes nothing."""
        ...

    @property
    def notice(self) -> AppointmentNotice:
        """Told before the next appointment."""
        ...

    def connect_clinic(self) -> None:
        """Begins, or goes on with, moving a practice of one laptop to a clinic's server."""
        ...

    def fetch_files(self) -> None:
        """Wakes the queue of files."""
        ...

    def on_lock(self, stop: Callable[[], None]) -> None:
        """`stop` is called whenever this practice is locked or closed: what waits for a network ends."""
        ...

    def show_keys(self) -> None:
        """The list of every key of the program."""
        ...

    def quick_unlock(self) -> QuickState:
        """On the slow worker: the keyring is asked."""
        ...

    def set_quick_unlock(self, on: bool) -> QuickState:
        """On the slow worker; raises UserError when it stays as it was."""
        ...

    def renew_recovery(self) -> str:
        """On the worker; the old paper opens nothing from now on."""
        ...
