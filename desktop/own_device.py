"""This device as Settings sees it."""

from collections.abc import Callable
from pathlib import Path

from core.crypto.phrases import judge_passphrase
from core.domain.errors import RuleBroken
from core.store.backup import backup
from core.store.portable import export
from core.store.vault import change_passphrase
from desktop.opening import LOCK_MINUTES
from desktop.relaunch import LockReason
from desktop.sync_state import SyncState
from desktop.theme import Look
from desktop.window_state import WindowState
from desktop.workplace import Workplace


class OwnDevice:
    """Fulfils `desktop.settings.ports.Device` over the workplace and the window's file."""

    def __init__(
        self, work: Workplace, state: Callable[[], WindowState], keep: Callable[[Look, bool], None]
    ) -> None:
        self._work, self._state, self._keep = work, state, keep
        self._minutes = work.opening.lock_minutes

    @property
    def sync_state(self) -> SyncState:
        return self._work.bridge.state

    @property
    def lock_minutes(self) -> int:
        return self._minutes

    @property
    def look(self) -> Look:
        return self._work.theme.look

    @property
    def letters(self) -> bool:
        return self._state().letters

    @property
    def server(self) -> str:
        enrolment = self._work.opening.enrolment
        return enrolment.place.host if enrolment else ""

    @property
    def is_demo(self) -> bool:
        return self._work.opening.is_demo

    def remove_demo(self) -> None:
        self._work.remove_demo()

    def set_lock_minutes(self, minutes: int) -> None:
        self._minutes = minutes
        self._work.set_lock_minutes(minutes)
        settings = self._work.opening.practice.settings
        self._work.jobs.run(lambda: settings.set_local(LOCK_MINUTES, minutes))

    def set_look(self, look: Look) -> None:
        self._work.theme.set_look(look)
        self._keep(look, self.letters)

    def set_letters(self, on: bool) -> None:
        self._work.window.set_letters(on)
        self._keep(self.look, on)

    def sync_now(self) -> None:
        self._work.sync_now()

    @property
    def files_on_metered(self) -> bool:
        return self._work.traffic.on_metered

    def set_files_on_metered(self, on: bool) -> None:
        self._work.traffic.set_on_metered(on)

    def lock(self, reason: LockReason = LockReason.ASKED) -> None:
        self._work.hard_lock(reason)

    def change_passphrase(self, old: str, new: str) -> None:
        judgement = judge_passphrase(new, (self._work.opening.name,))
        if not judgement.ok:
            raise RuleBroken(f"{judgement.sentence} Nothing was changed.", code="weak_passphrase")
        change_passphrase(self._work.opening.opened.vault, old, new)

    def back_up(self, file: Path) -> int:
        opened = self._work.opening.opened
        return backup(opened.vault, opened.store, file).counts["clients"]

    def export(self, folder: Path) -> int:
        return sum(export(self._work.opening.practice, folder).counts.values())

    def renew_recovery(self) -> str:
        return self._work.opening.opened.vault.renew_recovery()
