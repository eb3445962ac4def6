"""Unlocking, without Qt: choose a vault, type the passphrase, wait, be let in or told why not."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from core.domain.errors import UserError
from core.store.vault import VaultInfo
from desktop.i18n import tr
from desktop.ports import Runner
from desktop.relaunch import LockReason
from desktop.terminal.practices import OpenPractice
from desktop.unlock.ports import Door, OnOpened

_HINT_AFTER = 3


class UnlockView(Protocol):
    def show_vaults(self, vaults: Sequence[VaultInfo]) -> None: ...

    def show_chosen(self, vault: VaultInfo) -> None: ...

    def show_busy(self, busy: bool) -> None: ...

    def show_error(self, sentence: str) -> None: ...

    def show_reason(self, sentence: str) -> None: ...

    def show_demo(self, passphrase: str) -> None:
        """The passphrase of a demo, which is no secret; empty for anything else."""
        ...

    def forget_passphrase(self) -> None: ...


class UnlockPresenter:
    """One at a time: while one attempt runs another is not begun, but it can be cancelled."""

    def __init__(self, runner: Runner, door: Door, view: UnlockView, on_opened: OnOpened) -> None:
        self._runner, self._door, self._view, self._on_opened = runner, door, view, on_opened
        self._chosen: VaultInfo | None = None
        self._attempt = 0
        self._waiting = False
        self._wrong = 0

    def start(self, vaults: Sequence[VaultInfo], reason: LockReason | None) -> None:
        self._view.show_reason(reason_sentence(reason))
        self._view.show_vaults(vaults)
        sound = [vault for vault in vaults if vault.problem is None]
        if sound:
            self.choose(sound[0])

    def choose(self, vault: VaultInfo) -> None:
        """A tile was picked; a damaged vault says what is wrong instead."""
        self.cancel()
        self._wrong = 0
        self._view.forget_passphrase()
        self._chosen = vault if vault.problem is None else None
        self._view.show_chosen(vault)
        self._view.show_error(vault.problem or "")
        self._view.show_demo(self._door.demo_passphrase(vault.path))

    def submit(self, passphrase: str) -> None:
        if self._chosen is None or self._waiting or not passphrase:
            return
        self._attempt += 1
        self._set_waiting(True)
        self._view.show_error("")
        attempt, path = self._attempt, self._chosen.path
        self._runner.run(
            lambda: self._open(path, passphrase),
            lambda opened: self._on_result(attempt, opened),
            lambda error: self._on_refused(attempt, error),
        )

    def cancel(self) -> None:
        """Stop waiting. The key derivation runs to its end; what it opens is closed again."""
        if self._waiting:
            self._attempt += 1
            self._set_waiting(False)

    def _open(self, path: Path, passphrase: str) -> OpenPractice:
        return self._door.open(path, passphrase)

    def _on_result(self, attempt: int, opened: OpenPractice) -> None:
        if attempt != self._attempt:
            opened.close()
            return
        self._set_waiting(False)
        self._view.forget_passphrase()
        self._on_opened(opened)

    def _on_refused(self, attempt: int, error: UserError) -> None:
        if attempt != self._attempt:
            return
        self._set_waiting(False)
        self._view.forget_passphrase()
        self._wrong += error.code == "wrong_passphrase"
        self._view.show_error(self._words(error))

    def _words(self, error: UserError) -> str:
        if error.code != "wrong_passphrase":
            return error.sentence
        plain = tr("Unlock", "That is not the passphrase. Check Caps Lock and the keyboard language.")
        hint = tr("Unlock", "Your recovery paper opens this too: type its code here.")
        return f"{plain} {hint}" if self._wrong >= _HINT_AFTER else plain

    def _set_waiting(self, waiting: bool) -> None:
        self._waiting = waiting
        self._view.show_busy(waiting)


def reason_sentence(reason: LockReason | None) -> str:
    """Why the person stands at the door again."""
    sentences = {
        LockReason.ASKED: tr("Unlock", "You locked PazPaz. Everything is saved."),
        LockReason.IDLE: tr("Unlock", "PazPaz locked itself because nobody used it. Everything is saved."),
        LockReason.TRIES: tr("Unlock", "PazPaz locked after several wrong passphrases. Everything is saved."),
        LockReason.SLEEP: tr(
            "Unlock", "PazPaz locked because the computer went to sleep. Everything is saved."
        ),
        LockReason.SWITCHED: tr("Unlock", "Choose who goes on working."),
    }
    return sentences[reason] if reason is not None else ""
