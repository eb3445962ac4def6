"""What Settings asks of the program around it."""

from pathlib import Path
from typing import Protocol

from desktop.relaunch import LockReason
from desktop.sync_state import SyncState
from desktop.theme import Look


class Device(Protocol):
    """This device: its locks, its look, its connection. GUI thread, unless said otherwise."""

    @property
    def sync_state(self) -> SyncState: ...

    @property
    def lock_minutes(self) -> int: ...

    @property
    def look(self) -> Look: ...

    @property
    def letters(self) -> bool: ...

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

    def set_lock_minutes(self, minutes: int) -> None: ...

    def set_look(self, look: Look) -> None: ...

    def set_letters(self, on: bool) -> None: ...

    def sync_now(self) -> None: ...

    @property
    def files_on_metered(self) -> bool:
        """Whether files move on connections that cost by volume, too."""
        ...

    def set_files_on_metered(self, on: bool) -> None: ...

    def lock(self, reason: LockReason = LockReason.ASKED) -> None: ...

    def change_passphrase(self, old: str, new: str) -> None:
        """On the worker; raises WrongPassphrase or RuleBroken."""
        ...

    def back_up(self, file: Path) -> int:
        """On the worker: writes and checks a backup; how many clients it holds."""
        ...

    def export(self, folder: Path) -> int:
        """On the worker: readable files, not encrypted; how many rows they hold."""
        ...

    def renew_recovery(self) -> str:
        """On the worker; the old paper opens nothing from now on."""
        ...
