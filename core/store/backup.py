"""Backups: the sealed store and its key file in one file, and bringing one back as a vault of its own."""

import contextlib
import errno
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import Connection

from core.crypto.keys import DeviceKeys
from core.domain.clock import Clock, SystemClock
from core.domain.errors import DiskFull, NotAStore, StoreDamaged, UserError
from core.domain.ids import DeviceId, IdSource, Uuid7Source
from core.domain.registry import TABLES
from core.store.device_identity import DeviceFile
from core.store.engine import Store
from core.store.facts import get_fact, set_fact
from core.store.founding import read_me, write_me
from core.store.me import Me
from core.store.staging import reset_outbox
from core.store.vault import FILES_NAME, STORE_NAME, VAULTS, Vault, open_vault
from core.store.vault_document import FILE_NAME
from core.store.vault_files import PRIVATE_FILE, make_private_folder, plain_errors, private_replacement
from core.store.zips import DAMAGED

DEVICE_KEYS = "device_keys"
ENROLMENT = ("cert", "login_role", "login_password", "join_request")
"""Facts of the device that was backed up: the restored one is another and joins anew."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds: rows that are not deleted, by table."""

    path: Path
    size_bytes: int
    counts: dict[str, int]


def backup(vault: Vault, store: Store, target: Path) -> BackupReport:
    """Writes and checks a copy, then puts it in place of `target`; an older backup stays until then.

    Everything in it is sealed: it opens with the passphrase or recovery paper of today.
    """
    with _scratch(target.parent) as folder:
        copy = folder / STORE_NAME
        store.backup_to(copy)
        counts = _checked_counts(copy, vault.db_key, store.clock)
        with private_replacement(target) as descriptor, os.fdopen(os.dup(descriptor), "wb") as file:
            _pack(file, vault, copy)
    return BackupReport(target, target.stat().st_size, counts)


def _pack(file: BinaryIO, vault: Vault, copy: Path) -> None:
    # Sealed bytes do not shrink, so nothing is compressed; zip brings a checksum for each member.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.write(vault.path / FILE_NAME, FILE_NAME)
        archive.write(copy, STORE_NAME)
        for path in sorted(vault.files_path.glob("[!.]*/*")):
            # What the clinic has may be let go while the backup is written; it is fetched again.
            with contextlib.suppress(FileNotFoundError):
                archive.write(path, f"{FILES_NAME}/{path.relative_to(vault.files_path).as_posix()}")


def restore(
    file: Path, home: Path, passphrase: str, *, clock: Clock | None = None, ids: IdSource | None = None
) -> Path:
    """Brings a backup back as a new vault beside those that are here, and returns its folder.

    The new vault appears only when all of it was read and checked. It is a new device: what had not been
    sent is kept and waits, and a practice with a server joins it again. Raises NotAStore, StoreDamaged,
    WrongPassphrase, DiskFull.
    """
    clock = clock or SystemClock()
    ids = ids or Uuid7Source(clock)
    vaults = home / VAULTS
    make_private_folder(vaults)
    with _scratch(vaults) as folder:
        _unpack(file, folder)
        vault_id, device_id = uuid4(), DeviceId(ids.new())
        _renew(folder, passphrase, vault_id, device_id, clock)
        DeviceFile(home, vault_id).write(device_id)
        return folder.rename(vaults / vault_id.hex)


def _unpack(file: Path, folder: Path) -> None:
    make_private_folder(folder / FILES_NAME)
    try:
        with plain_errors(file), zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if not {FILE_NAME, STORE_NAME} <= set(names):
                raise _foreign()
            for name in names:
                _take(archive, name, folder)
    except DAMAGED:
        raise _told(file) from None


def _take(archive: zipfile.ZipFile, name: str, folder: Path) -> None:
    if name not in (FILE_NAME, STORE_NAME) and not name.startswith(f"{FILES_NAME}/"):
        return
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise _foreign()
    make_private_folder(target.parent)
    with archive.open(name) as source, _private(target) as sink:
        shutil.copyfileobj(source, sink, _BLOCK)


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb")


def _told(file: Path) -> NotAStore | StoreDamaged:
    with file.open("rb") as opened:
        ours = opened.read(4) == b"PK\x03\x04"
    if not ours:
        return _foreign()
    return StoreDamaged("This backup is damaged or cut short. Nothing was changed; try an older one.")


def _foreign() -> NotAStore:
    return NotAStore("This file is not a backup of PazPaz. Nothing was changed; choose another one.")


def _renew(folder: Path, passphrase: str, vault_id: UUID, device_id: DeviceId, clock: Clock) -> None:
    with open_vault(folder, passphrase) as vault:
        _checked_counts(folder / STORE_NAME, vault.db_key, clock)
        store = Store.open(folder / STORE_NAME, vault.db_key, clock, create=False)
        try:
            with store.write() as db:
                _become(db, device_id)
        finally:
            store.close()
        vault.update(id=vault_id, keyring_slot=None, keyring_name=None)


def _become(db: Connection, device_id: DeviceId) -> None:
    """Two devices under one identity would lose each other's edits."""
    me = read_me(db)
    if me is not None:
        write_me(db, Me(me.workspace_id, me.user_id, device_id))
        reset_outbox(db, me.workspace_id, 0)
        db.exec_driver_sql("UPDATE feed SET seq = 0, epoch = NULL")
    if get_fact(db, DEVICE_KEYS) is not None:
        set_fact(db, DEVICE_KEYS, DeviceKeys.generate().to_bytes())
    for name in ENROLMENT:
        set_fact(db, name, None)


def _checked_counts(path: Path, key: bytes, clock: Clock) -> dict[str, int]:
    """Opens a copy, checks every page and counts rows (StoreDamaged)."""
    store = Store.open(path, key, clock, create=False)
    try:
        if store.integrity_problems():
            raise StoreDamaged("The backup did not pass its check and was not used. Nothing was changed.")
        with store.read() as db:
            return {table.name: _count(db, table.name) for table in TABLES}
    finally:
        store.close()


def _count(db: Connection, table: str) -> int:
    sql = f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL"
    return int(db.exec_driver_sql(sql).scalar_one())


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    """A private folder that is gone afterwards unless it was renamed."""
    folder = parent / f".pazpaz-{uuid4().hex}"
    make_private_folder(folder)
    try:
        yield folder
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFull("The disk is full. Nothing was changed; make room and try again.") from None
        told = os.strerror(error.errno or 0)
        raise UserError(
            f"{parent} cannot be used: {told}. Nothing was changed; choose another place, then try again.",
            code="backup_place",
        ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
