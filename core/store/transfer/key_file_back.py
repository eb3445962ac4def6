"""A vault that lost its key file gets it back from a backup: nothing of its store is lost with it."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from core.crypto.kdf import expand
from core.domain.errors import BadInput, RuleBroken, WrongPassphrase
from core.store.database.connect import check_header
from core.store.database.private_files import FolderLock, plain_errors
from core.store.transfer.backup import key_file_of
from core.store.vault.document import FILE_NAME, STORE_NAME, VaultDocument, parse_document
from core.store.vault.listing import VaultInfo
from core.store.vault.vault import DB_PURPOSE, UnlockWay, Vault, make_private, open_slot_with


def bring_back_key(file: Path, lost: VaultInfo, typed: str) -> Vault:
    """Unlocks `lost` with the key file in a backup of it, and `typed`: the passphrase or paper of that day.

    All copies of a practice are sealed with one key for as long as it lives, so the store here stays as it
    is, with what was written since. Raises NotAStore, StoreDamaged, WrongPassphrase, StoreBusy, or BadInput
    for a backup of another practice; nothing was changed then.
    """
    if not lost.needs_key:
        raise RuleBroken("This practice has its key file; nothing was changed.")
    document = parse_document(key_file_of(file), file)
    umk = open_slot_with(document, typed)
    document.check(umk)
    _check_fits(lost.path, umk)
    own = replace(document, id=lost.id, keyring_slot=None, keyring_name=None).authenticated(umk)
    return Vault(lost.path, own, umk, _put(lost.path, own), UnlockWay.KEY_BACKUP)


def _check_fits(folder: Path, umk: bytearray) -> None:
    with plain_errors(folder / STORE_NAME):
        try:
            check_header(folder / STORE_NAME, expand(umk, DB_PURPOSE))
        except WrongPassphrase:
            raise BadInput(
                "This backup is of another practice; nothing was changed. Choose a backup of this one."
            ) from None


def _put(folder: Path, document: VaultDocument) -> FolderLock:
    lock = FolderLock(folder)
    try:
        file = folder / FILE_NAME
        with plain_errors(file):
            # A folder under the key file's name: nobody knows what is in it, so it stays under another name.
            if file.is_dir():
                file.rename(file.with_name(f"lost-{uuid4().hex}"))
        document.write(folder)
        make_private(folder)
    except BaseException:
        lock.release()
        raise
    return lock
