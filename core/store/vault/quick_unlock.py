"""Quick unlock of a vault through the system's keyring: off by default, and only for a while."""

from datetime import datetime, timedelta
from pathlib import Path

from core.crypto.quick_unlock import SecretStore
from core.crypto.slot_format import keyring_slot_expiry
from core.crypto.slots import create_keyring_slot, open_keyring_slot
from core.domain.clock import Clock, from_micros, to_micros
from core.domain.errors import RuleBroken, UserError, WrongPassphrase
from core.store.vault.document import VaultDocument, read_document
from core.store.vault.listing import is_shared
from core.store.vault.vault import UnlockWay, Vault, unlock

LONGEST = timedelta(days=30)
USUAL = timedelta(days=14)
OVER = "quick_unlock_over"


def enable_quick_unlock(vault: Vault, secrets: SecretStore, clock: Clock, lasts: timedelta = USUAL) -> None:
    """Opens without the passphrase until `lasts` has gone by. Raises RuleBroken on a shared desktop."""
    if is_shared(vault.path):
        raise RuleBroken("Quick unlock is not possible where several people share one desktop.")
    expires_at = to_micros(clock.now() + min(lasts, LONGEST))
    secret = secrets.put(vault.id.hex)
    try:
        slot = create_keyring_slot(vault.master_key, secret, expires_at)
        vault.update(keyring_slot=slot, keyring_name=secrets.name)
    # A secret without its slot opens nothing, and should not stay in the keyring.
    except BaseException:
        secrets.forget(vault.id.hex)
        raise


def disable_quick_unlock(vault: Vault, secrets: SecretStore | None) -> None:
    """The slot goes first, so that it is off even when the keyring does not answer."""
    vault.update(keyring_slot=None, keyring_name=None)
    if secrets is not None:
        secrets.forget(vault.id.hex)


def can_quick_unlock(path: Path, secrets: SecretStore | None, clock: Clock) -> bool:
    """Whether to offer it; asks the keyring nothing."""
    try:
        document = read_document(path)
        return secrets is not None and not is_shared(path) and _is_on(document, secrets, clock)
    except UserError:
        return False


def quick_unlock_ends(vault: Vault) -> datetime | None:
    """When it is over; None while it is off."""
    slot = vault.document.keyring_slot
    return None if slot is None else from_micros(keyring_slot_expiry(slot))


def open_with_keyring(path: Path, secrets: SecretStore, clock: Clock) -> Vault:
    """Unlocks with the keyring's secret. Raises WrongPassphrase when quick unlock is off or over."""
    return unlock(path, lambda document: _open_slot(path, document, secrets, clock), UnlockWay.KEYRING)


def opens_with_keyring(vault: Vault, secrets: SecretStore, clock: Clock) -> bool:
    """Whether the keyring's secret would unlock this open vault now; as `open_with_keyring`, without opening
    anything."""
    try:
        umk = _open_slot(vault.path, vault.document, secrets, clock)
    except UserError:
        return False
    umk[:] = bytes(len(umk))
    return True


def _open_slot(path: Path, document: VaultDocument, secrets: SecretStore, clock: Clock) -> bytearray:
    if is_shared(path) or document.keyring_slot is None or not _is_on(document, secrets, clock):
        raise WrongPassphrase("Quick unlock is off or has expired. Type the passphrase.", code=OVER)
    secret = secrets.get(document.id.hex)
    if secret is None:
        raise WrongPassphrase(
            "The system's keyring no longer has the secret. Type the passphrase.", code=OVER
        )
    return open_keyring_slot(document.keyring_slot, secret, to_micros(clock.now()))


def _is_on(document: VaultDocument, secrets: SecretStore, clock: Clock) -> bool:
    """An expiry too far ahead means that the computer's clock was set back."""
    if document.keyring_slot is None or document.keyring_name != secrets.name:
        return False
    left = keyring_slot_expiry(document.keyring_slot) - to_micros(clock.now())
    return 0 < left <= LONGEST // timedelta(microseconds=1)
