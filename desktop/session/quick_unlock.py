"""Quick unlock of the open practice, as Settings shows and changes it. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from core.crypto.quick_unlock import SecretStore, find_secret_store
from core.domain.clock import Clock
from core.domain.errors import RuleBroken
from core.store.vault.listing import is_shared
from core.store.vault.quick_unlock import (
    can_quick_unlock,
    disable_quick_unlock,
    enable_quick_unlock,
    quick_unlock_ends,
)
from core.store.vault.vault import Vault


class Obstacle(Enum):
    """Why quick unlock cannot be had here."""

    SHARED = auto()
    NO_KEYRING = auto()


@dataclass(frozen=True, slots=True)
class QuickState:
    """`until` None: it is off. With an obstacle it cannot be turned on, and what was on opens nothing."""

    until: datetime | None = None
    obstacle: Obstacle | None = None


class QuickUnlock:
    """Asks the system's keyring, which may ask the person: never on the GUI thread, nor where words wait."""

    def __init__(
        self, vault: Vault, clock: Clock, secrets: Callable[[], SecretStore | None] = find_secret_store
    ) -> None:
        self._vault, self._clock, self._find = vault, clock, secrets

    def state(self) -> QuickState:
        """Looks for the keyring each time, unless another vault on this computer is obstacle enough."""
        if is_shared(self._vault.path):
            return QuickState(obstacle=Obstacle.SHARED)
        secrets = self._find()
        if secrets is None:
            return QuickState(obstacle=Obstacle.NO_KEYRING)
        is_on = can_quick_unlock(self._vault.path, secrets, self._clock)
        return QuickState(until=quick_unlock_ends(self._vault) if is_on else None)

    def turn_on(self) -> QuickState:
        """Raises RuleBroken where it cannot be had, UserError when the keyring does not keep the secret."""
        secrets = self._find()
        if secrets is None:
            raise RuleBroken("There is no keyring here that is known to be safe; quick unlock stays off.")
        enable_quick_unlock(self._vault, secrets, self._clock)
        return self.state()

    def turn_off(self) -> QuickState:
        """Off even when the keyring does not answer any more."""
        disable_quick_unlock(self._vault, self._find())
        return self.state()
