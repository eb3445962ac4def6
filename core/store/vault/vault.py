"""Vaults: the keys of one person on this device, in a folder of their own."""

import contextlib
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import Self
from uuid import UUID, uuid4

from typing_extensions import override

from core.crypto.kdf import KdfParams, calibrate, expand, least_memory_kib
from core.crypto.recovery import Paper, is_code, new_code
from core.crypto.slot_format import slot_params
from core.crypto.slots import (
    create_passphrase_slot,
    create_recovery_slot,
    new_umk,
    open_passphrase_slot,
    open_recovery_slot,
)
from core.domain.errors import UserError
from core.store.database.private_files import PRIVATE_FOLDER, FolderLock, make_private_folder, plain_errors
from core.store.database.replacing import move_over
from core.store.vault.computer import memory_bytes
from core.store.vault.document import FILE_NAME, STORE_NAME, VAULTS, VaultDocument, read_document

FILES_NAME = "files"
DB_PURPOSE = b"pazpaz/db/1"
_MOST_INITIALS = 3


class UnlockWay(Enum):
    """What opened a vault."""

    PASSPHRASE = auto()
    RECOVERY = auto()
    KEYRING = auto()
    KEY_BACKUP = auto()
    """The key file of a backup, with the passphrase or paper of its day."""


class Vault:
    """An unlocked vault: its master key is in memory and its folder is held until `close`."""

    def __init__(
        self,
        path: Path,
        document: VaultDocument,
        umk: bytearray,
        lock: FolderLock,
        way: UnlockWay = UnlockWay.PASSPHRASE,
    ) -> None:
        self.path = path
        self.way = way
        self._document = document
        self._umk = umk
        self._lock = lock
        self._least = document.generation
        self._turn = threading.Lock()
        self._on_written: Callable[[VaultDocument], None] | None = None

    @override
    def __repr__(self) -> str:
        return f"Vault({self.id})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def id(self) -> UUID:
        """Random, and made once: the folder bears it as its name unless somebody renamed it."""
        return self._document.id

    @property
    def initials(self) -> str:
        """What its tile shows before anybody unlocks: at most three letters, in the clear, and no name."""
        return self._document.initials

    @property
    def document(self) -> VaultDocument:
        """What this process last read or wrote; `update` makes the next one."""
        return self._document

    @property
    def db_key(self) -> bytes:
        """SQLCipher's raw key, 32 bytes. Raises ValueError after `wipe`."""
        return expand(self.master_key, DB_PURPOSE)

    @property
    def store_path(self) -> Path:
        """The encrypted store, which `db_key` opens."""
        return self.path / STORE_NAME

    @property
    def files_path(self) -> Path:
        """The folder with the sealed content of attachments."""
        return self.path / FILES_NAME

    @property
    def needs_passphrase(self) -> bool:
        """Whether a new passphrase is to be chosen before any work: today's was not what opened it."""
        return self.way in {UnlockWay.RECOVERY, UnlockWay.KEY_BACKUP}

    def follow(self, on_written: Callable[[VaultDocument], None], *, least: int = 0) -> None:
        """Calls this with each document written from now on, whose generations are above `least`."""
        self._on_written = on_written
        self._least = max(self._least, least)

    @property
    def master_key(self) -> bytearray:
        """For the slots of this vault alone."""
        if not any(self._umk):
            raise ValueError("the vault was wiped")
        return self._umk

    def update(self, **changes: object) -> None:
        """Rewrites vault.json with these fields changed; the vault follows only once that has succeeded."""
        with self._turn:
            # Also when the write fails: it may have reached the disk, and a number is never given to two
            # documents.
            self._least += 1
            fresh = replace(self._document, generation=self._least, **changes)  # type: ignore[arg-type]
            fresh = fresh.authenticated(self.master_key)
            fresh.write(self.path)
            self._document = fresh
            if self._on_written is not None:
                self._on_written(fresh)

    def set_initials(self, name: str) -> None:
        """What the tile shows, taken from a person's name."""
        self.update(initials=initials_of(name))

    def set_passphrase(self, passphrase: str, params: KdfParams | None = None) -> None:
        """For somebody who has just proven who they are; `change_passphrase` asks for the old one.

        Ends quick unlock: a person who is worried enough to change it means every way in.
        """
        slot = create_passphrase_slot(self.master_key, passphrase, params or calibrate(memory_bytes()))
        self.update(passphrase_slot=slot, keyring_slot=None, keyring_name=None)
        self.way = UnlockWay.PASSPHRASE

    def renew_recovery(self) -> str:
        """A new code for the recovery paper, to be shown once; the old paper opens nothing from now on."""
        code = new_code(Paper.PERSONAL)
        self.update(recovery_slot=create_recovery_slot(self.master_key, code))
        return code

    def check_recovery(self, code: str) -> None:
        """The drill: returns when the code would open this vault; raises as `open_with_either` does."""
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
        passphrase_slot=create_passphrase_slot(umk, passphrase, params or calibrate(memory_bytes())),
        recovery_slot=create_recovery_slot(umk, code),
    ).authenticated(umk)
    # The keys first: where memory or disk does not suffice, no folder is left without a key file.
    path = home / VAULTS / document.id.hex
    return Vault(path, document, umk, _first_write(path, document)), code


def open_vault(path: Path, passphrase: str) -> Vault:
    """Unlocks with the passphrase. Slow on purpose: never on the GUI thread.

    Raises WrongPassphrase, StoreBusy, NotAStore, StoreDamaged, VersionMismatch or Tampered.
    """
    return unlock(path, lambda document: open_passphrase_slot(document.passphrase_slot, passphrase))


def open_with_either(path: Path, typed: str) -> Vault:
    """Unlocks with what somebody typed, the passphrase or the code of the paper. Raises as `open_vault`."""
    way = UnlockWay.RECOVERY if is_code(typed, Paper.PERSONAL) else UnlockWay.PASSPHRASE
    return unlock(path, lambda document: open_slot_with(document, typed), way)


def open_slot_with(document: VaultDocument, typed: str) -> bytearray:
    """The master key of a document that nobody has checked yet."""
    if is_code(typed, Paper.PERSONAL):
        return open_recovery_slot(document.recovery_slot, typed)
    return open_passphrase_slot(document.passphrase_slot, typed)


def unlock(
    path: Path, open_slot: Callable[[VaultDocument], bytearray], way: UnlockWay = UnlockWay.PASSPHRASE
) -> Vault:
    """Opens with whichever slot; holds the folder only when that succeeds."""
    read_document(path)  # before anything is written into a folder that may not be ours
    lock = FolderLock(path)
    try:
        # Again, now that the folder is held: another process may have written it since.
        document = read_document(path)
        umk = open_slot(document)
        document.check(umk)
        make_private(path)
    except BaseException:
        lock.release()
        raise
    return Vault(path, document, umk, lock, way)


def make_private(path: Path) -> None:
    """The vault's folder, and the one of all vaults: even whose practices are here is nobody's business."""
    with plain_errors(path / FILE_NAME):
        path.chmod(PRIVATE_FOLDER)
        if path.parent.name == VAULTS:
            path.parent.chmod(PRIVATE_FOLDER)


def erase_vault(path: Path) -> None:
    """Takes a closed vault off this computer, so that it is gone even when the computer stops in between.

    Under its new name nothing lists it, and without the key file the rest is noise.
    """
    doomed = path.with_name(f".erased-{path.name}")
    try:
        move_over(path, doomed, Path.rename)
    except OSError:  # Windows, where another program may hold a file in it
        doomed = path
    with contextlib.suppress(OSError):
        (doomed / FILE_NAME).unlink(missing_ok=True)
    shutil.rmtree(doomed, ignore_errors=True)


def change_passphrase(vault: Vault, old: str, new: str, *, params: KdfParams | None = None) -> None:
    """Replaces the passphrase of an unlocked vault; raises WrongPassphrase when `old` is not it."""
    _erase(open_passphrase_slot(vault.document.passphrase_slot, old))
    vault.set_passphrase(new, params)


def strengthen(vault: Vault, passphrase: str, memory: int | None) -> bool:
    """Makes guessing as dear as this computer allows, where an earlier program let a busy moment decide.

    For the passphrase that has just opened the vault. True when its slot was made anew; a failure stops
    nobody, for the next unlocking tries again.
    """
    params = slot_params(vault.document.passphrase_slot)
    if vault.way is not UnlockWay.PASSPHRASE or params.memory_kib >= least_memory_kib(memory):
        return False
    try:
        vault.update(passphrase_slot=create_passphrase_slot(vault.master_key, passphrase, calibrate(memory)))
    except UserError:
        return False
    return True


def initials_of(name: str) -> str:
    """At most three first letters of a name's words."""
    return "".join(word[0] for word in name.split() if word[0].isalpha())[:_MOST_INITIALS].upper()


def _first_write(path: Path, document: VaultDocument) -> FolderLock:
    """Makes the folder and holds it; what fails half way leaves nothing behind."""
    make_private_folder(path.parent)
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


def _erase(key: bytearray) -> None:
    for i in range(len(key)):
        key[i] = 0
