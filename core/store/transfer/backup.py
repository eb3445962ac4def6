"""Backups: the sealed store and its key file in one file, and bringing one back as a vault of its own."""

import contextlib
import errno
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import Connection, inspect

from core.domain.clock import Clock, SystemClock
from core.domain.errors import DiskFull, NotAStore, StoreDamaged, UserError
from core.domain.ids import DeviceId, IdSource, Uuid7Source
from core.domain.registry import TABLES
from core.runtime.stopping import Check, checked, go_on
from core.store.database.engine import Store
from core.store.database.given_files import open_given
from core.store.database.private_files import (
    PRIVATE_FILE,
    make_private_folder,
    open_own,
    private_replacement,
)
from core.store.database.replacing import move_over
from core.store.transfer.new_device import become_new_device
from core.store.transfer.zip_errors import DAMAGED
from core.store.vault.device_identity import DeviceFile
from core.store.vault.document import FILE_NAME, LONGEST, STORE_NAME, VAULTS
from core.store.vault.key_generation import watch_generation
from core.store.vault.scratch import scratch, tidy
from core.store.vault.vault import FILES_NAME, Vault, open_with_either

_BLOCK = 1 << 20
_HEART = frozenset({FILE_NAME, STORE_NAME})
"""Unpacked and opened first: a wrong passphrase need not wait for pictures."""
# Only these names are unpacked, so no member can lead out of the folder.
_CHUNK = re.compile(rf"{FILES_NAME}/[0-9a-f]{{64}}/[0-9]+")


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds: rows that are not deleted, by table."""

    path: Path
    size_bytes: int
    counts: dict[str, int]


def backup(vault: Vault, store: Store, target: Path, check: Check = go_on) -> BackupReport:
    """Writes and checks a copy, then puts it in place of `target`; an older backup stays until then.

    Everything in it is sealed: it opens with the passphrase or recovery paper of today. `check` is called
    before each piece and during long statements, and ends it by what it raises.
    """
    with _scratch(target.parent) as folder:
        copy = folder / STORE_NAME
        store.backup_to(copy, check)
        counts = _checked_counts(copy, vault.db_key, store.clock, check)
        # A second descriptor: closing the file must leave the first one open, which is flushed to the disk
        # before the rename.
        with private_replacement(target) as descriptor, os.fdopen(os.dup(descriptor), "wb") as file:
            _pack(file, vault, copy, check)
    return BackupReport(target, target.stat().st_size, counts)


def _pack(file: BinaryIO, vault: Vault, copy: Path, check: Check) -> None:
    # Sealed bytes do not shrink, so nothing is compressed; zip brings a checksum for each member.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for path, name in ((vault.path / FILE_NAME, FILE_NAME), (copy, STORE_NAME)):
            with path.open("rb") as source:
                # It tells the size, by which zip knows whether it has to write of more than four gigabytes.
                _put(archive, zipfile.ZipInfo.from_file(path, name), source, check)
        for path in _chunks(vault):
            # What the clinic has may be let go while the backup is written; it is fetched again.
            with contextlib.suppress(FileNotFoundError), open_own(path) as chunk:
                name = f"{FILES_NAME}/{path.relative_to(vault.files_path).as_posix()}"
                _put(archive, zipfile.ZipInfo(name), chunk, check)


def _put(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: BinaryIO, check: Check) -> None:
    with archive.open(member, "w") as packed:
        for piece in checked(iter(partial(source.read, _BLOCK), b""), check):
            packed.write(piece)


def _chunks(vault: Vault) -> list[Path]:
    """Those of this vault: what a link leads to is somebody else's, and not sealed."""
    if vault.files_path.is_symlink():
        return []
    folders = (folder for folder in vault.files_path.glob("[!.]*") if not folder.is_symlink())
    return sorted(path for folder in folders for path in folder.glob("*") if not path.is_symlink())


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
        make_private_folder(folder / FILES_NAME)
        _unpack(file, folder, _HEART.__contains__)
        vault_id, device_id = uuid4(), DeviceId(ids.new())
        _renew(folder, passphrase, vault_id, device_id, clock)
        _unpack(file, folder, lambda name: name not in _HEART)
        DeviceFile(home, vault_id).write(device_id)
        move_over(folder, vaults / vault_id.hex, Path.rename)
        return vaults / vault_id.hex


def key_file_of(file: Path) -> bytes:
    """The key file in a backup, for a vault that lost its own. Raises NotAStore or StoreDamaged."""
    with _archive(file) as archive, archive.open(FILE_NAME) as member:
        return member.read(LONGEST + 1)


def _unpack(file: Path, folder: Path, names: Callable[[str], bool]) -> None:
    """Those members that `names` picks."""
    with _archive(file) as archive:
        for name in filter(names, archive.namelist()):
            target = folder / name
            make_private_folder(target.parent)
            with archive.open(name) as source, _private(target) as sink:
                shutil.copyfileobj(source, sink, _BLOCK)


@contextmanager
def _archive(file: Path) -> Iterator[zipfile.ZipFile]:
    """A backup to read from. What this program would not have written is refused before it is unpacked."""
    try:
        with _reading(file) as opened, zipfile.ZipFile(opened) as archive:
            _check_members(archive.infolist())
            yield archive
    except DAMAGED:
        raise _told(file) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the file's start
            raise
        raise _told(file) from None


@contextmanager
def _reading(file: Path) -> Iterator[BinaryIO]:
    try:
        opened = open_given(file)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise NotAStore(f"{file} cannot be read: {reason}. Nothing was changed.") from None
    with opened:
        yield opened


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    """Each name once, sealed bytes as they are: nothing that grows when it is unpacked, and nothing empty."""
    names = {member.filename for member in members}
    if len(names) != len(members) or not {FILE_NAME, STORE_NAME} <= names:
        raise _foreign()
    for member in members:
        if (
            member.compress_type != zipfile.ZIP_STORED
            or not member.file_size
            or not _is_ours(member.filename)
        ):
            raise _foreign()


def _is_ours(name: str) -> bool:
    return name in (FILE_NAME, STORE_NAME) or _CHUNK.fullmatch(name) is not None


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb")


def _told(file: Path) -> NotAStore | StoreDamaged:
    with _reading(file) as opened:
        ours = opened.read(4) == b"PK\x03\x04"
    if not ours:
        return _foreign()
    return StoreDamaged("This backup is damaged or cut short. Nothing was changed; try an older one.")


def _foreign() -> NotAStore:
    return NotAStore("This file is not a backup of PazPaz. Nothing was changed; choose another one.")


def _renew(folder: Path, passphrase: str, vault_id: UUID, device_id: DeviceId, clock: Clock) -> None:
    with open_with_either(folder, passphrase) as vault:
        _checked_counts(folder / STORE_NAME, vault.db_key, clock)
        store = Store.open(folder / STORE_NAME, vault.db_key, clock, create=False)
        try:
            watch_generation(vault, store)
            with store.write() as db:
                become_new_device(db, device_id)
            vault.update(id=vault_id, keyring_slot=None, keyring_name=None)
        finally:
            store.close()


def _checked_counts(path: Path, key: bytes, clock: Clock, check: Check = go_on) -> dict[str, int]:
    """Opens a copy, checks every page and counts rows (StoreDamaged); one of an earlier version has fewer
    tables."""
    store = Store.open(path, key, clock, create=False)
    try:
        if store.integrity_problems(check):
            raise StoreDamaged("The backup did not pass its check and was not used. Nothing was changed.")
        with store.read() as db:
            # An older program's backup lacks the tables that came since; opening the practice makes them.
            here = set(inspect(db).get_table_names())
            return {
                table.name: _count(db, table.name) for table in checked(TABLES, check) if table.name in here
            }
    finally:
        store.close()


def _count(db: Connection, table: str) -> int:
    sql = f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL"
    return int(db.exec_driver_sql(sql).scalar_one())


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    """As `scratch`, after what was left of earlier ones is gone; says in a sentence what the disk refuses."""
    tidy(parent)
    try:
        with scratch(parent) as folder:
            yield folder
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFull("The disk is full. Nothing was changed; make room and try again.") from None
        told = os.strerror(error.errno or 0)
        raise UserError(
            f"{parent} cannot be used: {told}. Nothing was changed; choose another place, then try again.",
            code="backup_place",
        ) from None
