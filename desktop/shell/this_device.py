"""This device as Settings sees it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.crypto.phrases import judge_passphrase
from core.domain.errors import RuleBroken
from core.runtime.stopping import Check
from core.store.transfer.backup import backup
from core.store.transfer.export_lines import export
from core.store.transfer.import_lines import ImportReport, import_files
from core.store.vault.vault import change_passphrase
from desktop.kit.theme import Appearance
from desktop.reminders.next_notice import NextNotice
from desktop.session.quick_unlock import QuickState, QuickUnlock
from desktop.session.relaunch import LockReason
from desktop.shell.first_read import LOCK_MINUTES
from desktop.shell.unlocked import UnlockedSession
from desktop.shell.window_state import WindowState
from desktop.sync_status.state import SyncState


class OwnDevice:
    """Fulfils `desktop.settings.ports.Device` over the workplace and the window's file."""

    def __init__(
        self,
        work: UnlockedSession,
        state: Callable[[], WindowState],
        keep: Callable[[WindowState], None],
        quick: QuickUnlock,
        notice: NextNotice,
    ) -> None:
        self._work, self._state, self._keep, self._quick = work, state, keep, quick
        self._notice = notice
        self._minutes = work.opening.lock_minutes

    @property
    def sync_state(self) -> SyncState:
        """As `SyncBridge` has it now; the next one comes with its `state_changed`."""
        return self._work.bridge.state

    @property
    def lock_minutes(self) -> int:
        """After how many minutes without use the window is covered; 0 for never."""
        return self._minutes

    @property
    def look(self) -> Appearance:
        return self._work.theme.look

    @property
    def language(self) -> str:
        """What was chosen last; the window speaks it from its next start on."""
        return self._state().language

    @property
    def letters(self) -> bool:
        """Whether keys of a bare letter work; from the window's file, so it holds for whoever works here."""
        return self._state().letters

    @property
    def server(self) -> str:
        """Of the clinic that has the practice by now, also where it came while the window was open."""
        enrolment = self._work.opening.enrolment
        return enrolment.place.host if enrolment else ""

    @property
    def is_demo(self) -> bool:
        return self._work.opening.is_demo

    def remove_demo(self) -> None:
        """Ends the work and erases the vault; nothing happens to a real practice."""
        self._work.remove_demo()

    def set_lock_minutes(self, minutes: int) -> None:
        """At once for this window, and for the next start in the settings of this device."""
        self._minutes = minutes
        self._work.set_lock_minutes(minutes)
        settings = self._work.opening.practice.settings
        self._work.jobs.run(lambda: settings.set_local(LOCK_MINUTES, minutes))

    def set_look(self, look: Appearance) -> None:
        """At once for the whole program, and in the window's file for the next start."""
        self._work.theme.set_look(look)
        self._keep(replace(self._state(), look=look))

    def set_letters(self, on: bool) -> None:
        """At once on every screen, and in the window's file for the next start."""
        self._work.window.set_letters(on)
        self._keep(replace(self._state(), letters=on))

    def set_language(self, language: str) -> None:
        """In the window's file for the next start; the windows that stand keep theirs."""
        self._keep(replace(self._state(), language=language))

    def sync_now(self) -> None:
        """Does what the pill asks for: answers come first, then connecting, then a pass."""
        self._work.sync_now()

    @property
    def files_on_metered(self) -> bool:
        return self._work.traffic.on_metered

    def set_files_on_metered(self, on: bool) -> None:
        self._work.traffic.set_on_metered(on)

    def lock(self, reason: LockReason = LockReason.ASKED) -> None:
        """Shuts the practice; nothing is shut while words stand in the window that could not be stored."""
        self._work.hard_lock(reason)

    def change_passphrase(self, old: str, new: str) -> None:
        """On the worker. Raises RuleBroken for a new passphrase that is too weak, before the old one is
        tried, and WrongPassphrase for an old one that does not open the vault."""
        judgement = judge_passphrase(new, (self._work.opening.name,))
        if not judgement.ok:
            raise RuleBroken(f"{judgement.sentence} Nothing was changed.", code="weak_passphrase")
        change_passphrase(self._work.opening.opened.vault, old, new)

    def back_up(self, file: Path, check: Check) -> int:
        """On the worker. How many clients the backup holds."""
        opened = self._work.opening.opened
        return backup(opened.vault, opened.store, file, check).counts["clients"]

    def export(self, folder: Path, check: Check) -> int:
        """On the worker. How many rows were written, of all tables together."""
        return sum(export(self._work.opening.practice, folder, check).counts.values())

    def import_from(self, source: Path, check: Check, *, dry_run: bool) -> ImportReport:
        """Of files with bad lines, the good ones."""
        practice = self._work.opening.practice
        return import_files(practice, source, dry_run=dry_run, good_lines=True, check=check)

    @property
    def notice(self) -> NextNotice:
        return self._notice

    def connect_clinic(self) -> None:
        """Nothing happens where a clinic has the practice already."""
        self._work.connect_clinic()

    def fetch_files(self) -> None:
        """Asks for a pass of the queue of files now; nothing without a clinic."""
        self._work.wake_files()

    def on_lock(self, stop: Callable[[], None]) -> None:
        """`stop` is connected to `UnlockedSession.locking`: the curtain falls, or all is about to be shut."""
        self._work.locking.connect(stop)

    def show_keys(self) -> None:
        self._work.window.show_every_key()

    def quick_unlock(self) -> QuickState:
        """Asks the system's keyring, so never on the GUI thread."""
        return self._quick.state()

    def set_quick_unlock(self, on: bool) -> QuickState:
        """How it stands afterwards. Raises UserError where the keyring does not keep the secret."""
        return self._quick.turn_on() if on else self._quick.turn_off()

    def renew_recovery(self) -> str:
        """The new code, to be shown once: it is kept nowhere, and the old paper opens nothing any more."""
        return self._work.opening.opened.vault.renew_recovery()
