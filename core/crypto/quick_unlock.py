"""Quick unlock: a secret in the operating system's keyring. Absent unless that keyring is known to be good.

The keyring library fails open: its other backends write secrets in the clear or nowhere, and its
configuration file may run code. So one allow-listed class is made directly and nothing is looked up.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from os import urandom
from typing import Protocol

from core.domain.errors import UserError

SECRET_BYTES = 32
SERVICE = "PazPaz Desktop"


class Backend(Protocol):
    """What is used of a keyring backend. Any call may raise whatever its system raises."""

    def get_password(self, service: str, username: str) -> str | None:
        """None where the keyring has nothing under this name."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Replaces what the keyring had under this name."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """May raise where there is nothing to delete, so `SecretStore.forget` asks first."""
        ...


def _windows() -> Backend:
    keyring = import_module("keyring.backends.Windows").WinVaultKeyring()
    keyring.persist = "local machine"  # the default would roam with the account
    return _usable(keyring)


def _macos() -> Backend:
    return _usable(import_module("keyring.backends.macOS").Keyring())


def _secret_service() -> Backend:
    return _usable(import_module("keyring.backends.SecretService").Keyring())


def _usable(backend: Backend) -> Backend:
    """A backend's `priority` raises RuntimeError where its service is not there."""
    type(backend).priority  # type: ignore[attr-defined]  # noqa: B018
    return backend


ALLOWED: Mapping[str, tuple[str, Callable[[], Backend]]] = {
    "win32": ("windows-credential-manager", _windows),
    "darwin": ("macos-keychain", _macos),
    "linux": ("secret-service", _secret_service),
}
"""Platform to the name that is remembered in the vault, and how the backend is made."""


@dataclass(frozen=True, slots=True)
class SecretStore:
    """A keyring that passed. `account` is the vault's id; the secret is text there, hex."""

    name: str
    backend: Backend

    def put(self, account: str) -> bytes:
        """Stores a new random secret, reads it back and returns it. Raises UserError when it did not stay."""
        secret = urandom(SECRET_BYTES)
        self._call(self.backend.set_password, _service(account), account, secret.hex())
        if self.get(account) != secret:
            raise UserError("The system's keyring did not keep the secret, so quick unlock stays off.")
        return secret

    def get(self, account: str) -> bytes | None:
        """The secret, None when the keyring has none or something else under its name."""
        text = self._call(self.backend.get_password, _service(account), account)
        try:
            secret = bytes.fromhex(str(text or ""))
        except ValueError:
            return None
        return secret if len(secret) == SECRET_BYTES else None

    def forget(self, account: str) -> None:
        """Removes the secret; one that is not there is fine."""
        if self.get(account) is not None:
            self._call(self.backend.delete_password, _service(account), account)

    @staticmethod
    def _call(method: Callable[..., object], *args: str) -> object:
        try:
            return method(*args)
        except Exception as error:
            raise UserError(
                "The system's keyring did not answer. Unlock with the passphrase.", code="keyring"
            ) from error


def find_secret_store(
    platform: str = sys.platform,
    allowed: Mapping[str, tuple[str, Callable[[], Backend]]] = ALLOWED,
) -> SecretStore | None:
    """This system's keyring, None where quick unlock is not to be offered."""
    if platform not in allowed:
        return None
    name, make = allowed[platform]
    try:
        return SecretStore(name, make())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not to be trusted
        return None


def _service(account: str) -> str:
    """One service per vault: two accounts under one service get shuffled about on Windows."""
    return f"{SERVICE} {account}"
