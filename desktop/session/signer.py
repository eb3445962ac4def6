"""Whether the person at the keyboard is the one in whose name a note is signed. No Qt."""

from collections.abc import Callable
from datetime import datetime, timedelta

from core.crypto.quick_unlock import SecretStore
from core.crypto.slots import open_passphrase_slot
from core.domain.clock import Clock
from core.domain.errors import WrongPassphrase
from core.store.vault.quick_unlock import opens_with_keyring
from core.store.vault.vault import Vault

HOLDS = timedelta(minutes=5)
"""Whoever typed the passphrase is asked again after so long: a room may have been left meanwhile."""
MOST_TRIES = 5


class Signer:
    """Made when the practice is unlocked, which is a proof by itself.

    `prove` and `prove_quickly` stretch keys and ask the system's keyring: never on the GUI thread, nor where
    words wait.
    """

    def __init__(self, vault: Vault, clock: Clock, secrets: Callable[[], SecretStore | None]) -> None:
        self._vault, self._clock, self._secrets = vault, clock, secrets
        self._proved_at: datetime | None = clock.now()
        self._wrong = 0

    @property
    def is_due(self) -> bool:
        """Whether a proof is needed before the next signature; also where the clock was set back."""
        if self._proved_at is None:
            return True
        return not timedelta(0) <= self._clock.now() - self._proved_at < HOLDS

    @property
    def may_be_quick(self) -> bool:
        """Whether quick unlock is on, so that the keyring is asked before the person is."""
        return self._vault.document.keyring_slot is not None

    @property
    def has_guessed(self) -> bool:
        """So many wrong ones that somebody else sits here."""
        return self._wrong >= MOST_TRIES

    def prove(self, passphrase: str) -> bool:
        """Whether it is the passphrase of this practice."""
        try:
            umk = open_passphrase_slot(self._vault.document.passphrase_slot, passphrase)
        except WrongPassphrase:
            self._wrong += 1
            return False
        # Only whether it opens is asked: the key that came with it goes at once.
        umk[:] = bytes(len(umk))
        self._take()
        return True

    def prove_quickly(self) -> bool:
        """Whether the system's keyring opens this practice, as at the door."""
        secrets = self._secrets()
        if secrets is None or not opens_with_keyring(self._vault, secrets, self._clock):
            return False
        self._take()
        return True

    def _take(self) -> None:
        self._proved_at, self._wrong = self._clock.now(), 0
