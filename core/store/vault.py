"""Vaults: the keys of one person on this device, in a folder of their own."""

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from uuid import UUID, uuid4

from typing_extensions import override

from core.crypto.kdf import KdfParams, calibrate, expand
from core.crypto.recovery import Paper, new_code
from core.crypto.slots import (
    create_passphrase_slot,
    create_recovery_slot,
    new_umk,
    open_passphrase_slot,
    open_recovery_slot,
)
from core.domain.errors import NotAStore, UserError
from core.store.vault_document import FILE_NAME, VaultDocument, read_document
from core.store.vault_files import PRIVATE_FOLDER, FolderLock, make_private_folder, plain_errors

VAULTS = "vaults"
STORE_NAME = "store.db"
FILES_NAME = "files"
_MOST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """A vault as the door shows it: no name, only initials. `problem` says why it cannot be opened."""

    id: UUID
    path: Path
    initials: str
    problem: str | None = None


class Vault:
    """An unlocked vault: its master key is in memory and its folder is held until `close`."""

    def __init__(self, path: Path, document: VaultDocument, umk: bytearray, lock: FolderLock) -> None:
        self.path = path
        self._document = document
        self._umk = umk
        self._lock = lock

    @override
    def __repr__(self) -> str:
        return f"Vault({self.id})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def id(self) -> UUID:
        return self._document.id

    @property
    def initials(self) -> str:
        return self._document.initials

    @property
    def document(self) -> VaultDocument:
        return self._document

    @property
    def db_key(self) -> bytes:
        """SQLCipher's raw key, 32 bytes. Raises ValueError after `wipe`."""
        return expand(self.master_key, b"pazpaz/db/1")

    @property
    def store_path(self) -> Path:
        return self.path / STORE_NAME

    @property
    def files_path(self) -> Path:
        return self.path / FILES_NAME

    @property
    def master_key(self) -> bytearray:
        """For the slots of this vault alone."""
        if not any(self._umk):
            raise ValueError("the vault was wiped")
        return self._umk

    def update(self, **changes: object) -> None:
        """Rewrites vault.json with these fields changed; the vault follows only once that has succeeded."""
        fresh = replace(self._document, generation=self._document.generation + 1, **changes)  # type: ignore[arg-type]
        fresh = fresh.authenticated(self.master_key)
        fresh.write(self.path)
        self._document = fresh

    def set_initials(self, name: str) -> None:
        """What the tile shows, taken from a person's name."""
        self.update(initials=initials_of(name))

    def set_passphrase(self, passphrase: str, params: KdfParams | None = None) -> None:
        """For somebody who has just proven who they are; `change_passphrase` asks for the old one.

        Ends quick unlock: a person who is worried enough to change it means every way in.
        """
        slot = create_passphrase_slot(self.master_key, passphrase, params or calibrate())
        self.update(passphrase_slot=slot, keyring_slot=None, keyring_name=None)

    def renew_recovery(self) -> str:
        """A new code for the recovery paper, to be shown once; the old paper opens nothing from now on."""
        code = new_code(Paper.PERSONAL)
        self.update(recovery_slot=create_recovery_slot(self.master_key, code))
        return code

    def check_recovery(self, code: str) -> None:
        """The drill: returns when the code would open this vault; raises as `open_with_recovery` does."""
        _erase(open_recovery_slot(self._document.recovery_slot, code))

    def wipe(self) -> None:
        """Overwrites the master key. Best effort: copies made while it was used may linger in memory."""
        _erase(self._umk)

    def close(self) -> None:
        """Wipes the key and lets go of the folder; a second call does nothing."""
        self.wipe()
        self._lock.release()


def create_vault(home: Path, passphrase: str, *, params: KdfParams | None = None) -> tuple[Vault, str]:
    """A new vault under `home`, and its recovery code, which is shown once and kept nowhere.

    Without `params` the cost of a guess is fitted to this computer, which takes some seconds.
    """
    umk, code = new_umk(), new_code(Paper.PERSONAL)
    document = VaultDocument(
        id=uuid4(),
        initials="",
        generation=1,
        passphrase_slot=create_passphrase_slot(umk, passphrase, params or calibrate()),
        recovery_slot=create_recovery_slot(umk, code),
    ).authenticated(umk)
    path = home / VAULTS / document.id.hex
    return Vault(path, document, umk, _first_write(path, document)), code


def open_vault(path: Path, passphrase: str) -> Vault:
    """Unlocks with the passphrase. Slow on purpose: never on the GUI thread.

    Raises WrongPassphrase, StoreBusy, NotAStore, StoreDamaged, VersionMismatch or Tampered.
    """
    return unlock(path, lambda document: open_passphrase_slot(document.passphrase_slot, passphrase))


def open_with_recovery(path: Path, code: str) -> Vault:
    """Unlocks with the recovery paper. Raises BadInput for a typing mistake, else as `open_vault`."""
    return unlock(path, lambda document: open_recovery_slot(document.recovery_slot, code))


def unlock(path: Path, open_slot: Callable[[VaultDocument], bytearray]) -> Vault:
    """Opens with whichever slot; holds the folder only when that succeeds."""
    read_document(path)  # before anything is written into a folder that may not be ours
    lock = FolderLock(path)
    try:
        document = read_document(path)
        umk = open_slot(document)
        document.check(umk)
        with plain_errors(path / FILE_NAME):
            path.chmod(PRIVATE_FOLDER)
    except BaseException:
        lock.release()
        raise
    return Vault(path, document, umk, lock)


def change_passphrase(vault: Vault, old: str, new: str, *, params: KdfParams | None = None) -> None:
    """Replaces the passphrase of an unlocked vault; raises WrongPassphrase when `old` is not it."""
    _erase(open_passphrase_slot(vault.document.passphrase_slot, old))
    vault.set_passphrase(new, params)


def list_vaults(home: Path) -> list[VaultInfo]:
    """All vaults under `home`, damaged ones with their problem, in order of their initials."""
    folders = []
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        folders = [entry for entry in (home / VAULTS).iterdir() if (entry / FILE_NAME).exists()]
    found = [_info(folder) for folder in folders]
    return sorted((info for info in found if info), key=lambda info: (info.initials, info.path.name))


def initials_of(name: str) -> str:
    """At most three first letters of a name's words."""
    return "".join(word[0] for word in name.split() if word[0].isalpha())[:_MOST_INITIALS].upper()


def _first_write(path: Path, document: VaultDocument) -> FolderLock:
    """Makes the folder and holds it; what fails half way leaves nothing behind."""
    make_private_folder(path)
    lock = FolderLock(path)
    try:
        make_private_folder(path / FILES_NAME)
        document.write(path)
    except BaseException:
        lock.release()
        shutil.rmtree(path, ignore_errors=True)
        raise
    return lock


def _info(folder: Path) -> VaultInfo | None:
    try:
        document = read_document(folder)
    except NotAStore:
        return None
    except UserError as error:
        return _damaged(folder, error)
    return VaultInfo(document.id, folder, document.initials)


def _damaged(folder: Path, error: UserError) -> VaultInfo | None:
    """The folder's name is the vault's id, which a damaged file can no longer say."""
    try:
        return VaultInfo(UUID(folder.name), folder, "?", error.sentence)
    except ValueError:
        return None


def _erase(key: bytearray) -> None:
    for i in range(len(key)):
        key[i] = 0
