"""Which vaults are on this computer, sound or not: nothing that may hold a person's work is left out."""

import errno
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from core.crypto.slot_format import slot_params
from core.domain.errors import NotAStore, StoreDamaged, Tampered, UserError
from core.store.database.private_files import FolderLock, plain_errors
from core.store.vault.document import (
    DAMAGED_KEY,
    FILE_NAME,
    MISSING_KEY,
    STORE_NAME,
    STRANGE_KEY,
    VAULTS,
    read_document,
)

_CLOSED = {errno.EACCES, errno.EPERM}


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """A vault as the door shows it: no name, only initials. `problem` says why it cannot be opened."""

    id: UUID
    path: Path
    initials: str
    problem: str | None = None
    needs_key: bool = False
    """The problem is its key file, which a backup can bring back."""


def list_vaults(home: Path) -> list[VaultInfo]:
    """All vaults under `home`, damaged ones with their problem, in order of their initials.

    Raises NotAStore when the folder of the vaults cannot be read.
    """
    found = [_info(folder) for folder in _folders(home / VAULTS)]
    return sorted((info for info in found if info), key=lambda info: (info.initials, info.path.name))


def has_quick_unlock(path: Path) -> bool:
    """Whether quick unlock was turned on; it may be over since."""
    try:
        return read_document(path).keyring_slot is not None
    except UserError:
        return False


def check_free(path: Path) -> None:
    """Raises StoreBusy while another window has the vault open; it may be open a moment later."""
    # What a disk refuses otherwise is said when the vault is opened.
    with suppress(NotAStore, OSError), FolderLock(path):
        pass


def is_shared(path: Path) -> bool:
    """Whether another vault lies beside this one, sound or not."""
    return any(info.path.name != path.name for info in list_vaults(path.parent.parent))


def _folders(vaults: Path) -> list[Path]:
    """Without those that begin with a dot: they are being restored or erased."""
    if not os.path.lexists(vaults):
        return []
    with plain_errors(vaults / FILE_NAME):
        return [entry for entry in vaults.iterdir() if not entry.name.startswith(".") and entry.is_dir()]


def _info(folder: Path) -> VaultInfo | None:
    """None when neither the key file nor a store says that it is a vault."""
    try:
        document = read_document(folder)
        slot_params(document.passphrase_slot)
    except NotAStore as error:
        return _unreadable(folder, error)
    except (StoreDamaged, Tampered):
        return _damaged(folder, DAMAGED_KEY, needs_key=True) if _is_vault(folder) else None
    except UserError as error:
        return _damaged(folder, error.sentence)
    if _named_id(folder) not in {None, document.id}:
        return _damaged(folder, STRANGE_KEY, needs_key=True)
    return VaultInfo(document.id, folder, document.initials)


def _unreadable(folder: Path, error: NotAStore) -> VaultInfo | None:
    """No key file, or something else under its name: a vault only where a store lies beside it."""
    cause = error.__cause__
    reason = cause.errno if isinstance(cause, OSError) else None
    # It may be another user's vault: nobody can tell whether anything ails it.
    if reason in _CLOSED:
        return _damaged(folder, error.sentence)
    if not _has_store(folder):
        return None
    if reason == errno.ELOOP:
        return _damaged(folder, error.sentence)
    return _damaged(folder, MISSING_KEY if reason == errno.ENOENT else DAMAGED_KEY, needs_key=True)


def _damaged(folder: Path, sentence: str, *, needs_key: bool = False) -> VaultInfo:
    """The folder's name is the vault's id, which a damaged file can no longer say."""
    vault_id = _named_id(folder) or uuid5(NAMESPACE_URL, folder.name)
    return VaultInfo(vault_id, folder, "?", sentence, needs_key)


def _is_vault(folder: Path) -> bool:
    """A key file that says nothing is ours where the folder has a vault's name, or a store in it."""
    return _named_id(folder) is not None or _has_store(folder)


def _has_store(folder: Path) -> bool:
    return os.path.lexists(folder / STORE_NAME)


def _named_id(folder: Path) -> UUID | None:
    """A vault lies under its own id, unless somebody gave the folder a name."""
    try:
        return UUID(folder.name)
    except ValueError:
        return None
