"""Unlocking, without Qt: choose a vault, type the passphrase, wait, be let in or told why not."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.domain.errors import BadInput, UserError
from core.store.vault.listing import VaultInfo
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner
from desktop.session.ports import OnOpened, UnlockBackend
from desktop.session.relaunch import LockReason

if TYPE_CHECKING:
    from desktop.session.open_practice import OpenPractice

_HINT_AFTER = 3


class UnlockView(Protocol):
    """What the presenter needs of the page; all of it on the GUI thread."""

    def show_vaults(self, vaults: Sequence[VaultInfo]) -> None:
        """One tile for each vault, damaged ones among them; called once."""
        ...

    def show_chosen(self, vault: VaultInfo) -> None:
        """The vault that the next passphrase is for.

        Where it has a problem, that is shown in the place of the field.
        """
        ...

    def show_busy(self, busy: bool) -> None:
        """While a passphrase is tried: nothing else can be begun, but Cancel is there."""
        ...

    def show_error(self, sentence: str) -> None:
        """Why nothing was opened, below the field that was used; an empty sentence takes it away."""
        ...

    def show_reason(self, sentence: str) -> None:
        """Why the program locked, above the tiles; empty when it was only started."""
        ...

    def show_quick(self, offered: bool) -> None:
        """Whether this vault opens without a passphrase."""
        ...

    def show_backup(self, name: str) -> None:
        """The file that is to bring a lost key file back; empty while none is chosen."""
        ...

    def show_demo(self, passphrase: str) -> None:
        """The passphrase of a demo, which is no secret; empty for anything else."""
        ...

    def forget_passphrase(self) -> None:
        """Empties its field and hides what is typed next."""
        ...

    def forget_code(self) -> None:
        """Empties the boxes of the recovery paper's code."""
        ...


class _Attempt:
    """One try to open a vault. What it opens belongs to it until it is taken, and is closed if given up.

    Closed before the worker begins anything else: the next try may be for the same vault.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._opened: OpenPractice | None = None
        self._is_given_up = False

    def keep(self, opened: "OpenPractice") -> None:
        """On the worker."""
        with self._turn:
            if not self._is_given_up:
                self._opened = opened
                return
        # Not under the lock: closing takes its time, and the window may be waiting for the lock.
        opened.close()

    def give_up(self) -> None:
        """On the GUI thread, which itself closes only what stood open, in the moment before it was taken."""
        opened = self.take()
        if opened is not None:
            opened.close()

    def take(self) -> "OpenPractice | None":
        """Once; None when there is nothing, and nothing is kept from then on."""
        with self._turn:
            self._is_given_up = True
            opened, self._opened = self._opened, None
        return opened


class UnlockPresenter:
    """One at a time: while one attempt runs another is not begun, but it can be cancelled."""

    def __init__(self, runner: Runner, door: UnlockBackend, view: UnlockView, on_opened: OnOpened) -> None:
        self._runner, self._door, self._view, self._on_opened = runner, door, view, on_opened
        self._chosen: VaultInfo | None = None
        self._backup: Path | None = None
        self._attempt: _Attempt | None = None
        self._wrong = 0
        self._is_follower = False
        """After a lock, the window before this one may still be closing the practice."""

    def start(self, vaults: Sequence[VaultInfo], reason: LockReason | None) -> None:
        """Shows the vaults, of which there must be at least one, and chooses the first that can be opened.

        `reason` is None when the program was started rather than locked.
        """
        self._is_follower = reason is not None
        self._view.show_reason(reason_sentence(reason))
        self._view.show_vaults(vaults)
        sound = [vault for vault in vaults if vault.problem is None]
        self.choose((sound or list(vaults))[0])

    def choose(self, vault: VaultInfo) -> None:
        """A tile was picked; a damaged vault says what is wrong instead."""
        self.cancel()
        self._wrong = 0
        self._chosen, self._backup = vault, None
        self._view.forget_passphrase()
        self._view.forget_code()
        self._view.show_quick(False)
        self._view.show_chosen(vault)
        self._view.show_backup("")
        self._view.show_error("")
        self._view.show_demo(self._door.demo_passphrase(vault.path))
        if vault.problem is None:
            self._runner.run(
                lambda: self._door.opens_quickly(vault.path), lambda does: self._on_quick(vault, does)
            )
            self._look_whether_free(vault)

    def _look_whether_free(self, vault: VaultInfo) -> None:
        """Said before somebody types a passphrase that opens nothing; it may be tried all the same."""
        if not self._is_follower:
            self._runner.run(
                lambda: self._door.check_free(vault.path),
                lambda _: None,
                lambda error: self._on_taken(vault, error),
            )

    def submit(self, typed: str) -> None:
        """The passphrase, or the code of the paper."""
        vault, backup = self._chosen, self._backup
        if vault is None or not typed:
            return
        if vault.problem is None:
            self._begin(lambda: self._door.open(vault.path, typed))
        elif backup is not None:
            self._begin(lambda: self._door.bring_back_key(backup, vault, typed))

    def submit_code(self, code: str) -> None:
        """From the paper: a typing mistake is said at once."""
        # Its cryptography is there when somebody has typed 36 letters, but not yet when the page comes.
        from core.crypto.recovery import Paper, read_code  # noqa: PLC0415 - see above

        try:
            read_code(code, Paper.PERSONAL)
        except BadInput as error:
            self._view.show_error(error.sentence)
            return
        self.submit(code)

    def unlock_quickly(self) -> None:
        """Opens the chosen vault with what the system's keyring holds. Nothing happens for a damaged one."""
        vault = self._chosen
        if vault is not None and vault.problem is None:
            self._begin(lambda: self._door.open_quickly(vault.path))

    def choose_backup(self, file: Path) -> None:
        """For a vault that lost its key file; the secret of that day is typed next."""
        if self._chosen is not None and self._chosen.needs_key:
            self._backup = file
            self._view.show_error("")
            self._view.show_backup(file.name)

    def cancel(self) -> None:
        """Stop waiting. The key derivation runs to its end; what it opens is closed again."""
        if self._attempt is not None:
            self._attempt.give_up()
            self._wait_for(None)

    def _begin(self, work: "Callable[[], OpenPractice]") -> None:
        if self._attempt is not None:
            return
        attempt = _Attempt()
        self._wait_for(attempt)
        self._view.show_error("")
        self._runner.run(
            lambda: attempt.keep(work()),
            lambda _: self._on_result(attempt),
            lambda error: self._on_refused(attempt, error),
        )

    def _on_quick(self, vault: VaultInfo, offered: bool) -> None:
        if vault is self._chosen:  # another tile may have been picked before the worker answered
            self._view.show_quick(offered)

    def _on_taken(self, vault: VaultInfo, error: UserError) -> None:
        if vault is self._chosen and self._attempt is None:
            self._view.show_error(error.sentence)

    def _on_result(self, attempt: _Attempt) -> None:
        opened = attempt.take()
        if opened is None:
            return
        self._wait_for(None)
        self._view.forget_passphrase()
        self._view.forget_code()
        self._on_opened(opened)

    def _on_refused(self, attempt: _Attempt, error: UserError) -> None:
        if attempt is not self._attempt:
            return
        self._wait_for(None)
        self._view.forget_passphrase()  # the code stays: 36 letters, of which one may be wrong
        self._wrong += error.code == "wrong_passphrase"
        if error.code == "quick_unlock_over":
            self._view.show_quick(False)
        self._view.show_error(self._words(error))

    def _words(self, error: UserError) -> str:
        if error.code != "wrong_passphrase":
            return error.sentence
        plain = tr("Unlock", "That is not the passphrase. Check Caps Lock and the keyboard language.")
        hint = tr("Unlock", "Your recovery paper opens this too: choose “Use the recovery paper”.")
        return f"{plain} {hint}" if self._wrong >= _HINT_AFTER else plain

    def _wait_for(self, attempt: _Attempt | None) -> None:
        self._attempt = attempt
        self._view.show_busy(attempt is not None)


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
