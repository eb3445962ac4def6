"""An older key file put back is noticed: the store, which nobody without the key can write, knows the latest.

vault.json is written first and noted here after that, so a crash in between leaves a file that is newer than
the note; such a file is genuine, for only who opened the vault could make it, and is noted when it is opened.
"""

import contextlib

from core.domain.errors import Tampered, UserError
from core.store.database.engine import Store
from core.store.database.facts import get_json, set_json
from core.store.vault.document import VaultDocument
from core.store.vault.vault import UnlockWay, Vault

_FACT = "key_file"


def watch_generation(vault: Vault, store: Store) -> None:
    """Compares the open vault's key file with what its store knows, and from now on notes each change of it.

    Raises Tampered (older_key_file) when an earlier one was put back. The paper opens it all the same while
    it is the practice's present one, and so does the key file of a backup that somebody brought back on
    purpose: both lead to a new passphrase, which makes the file the latest again.
    """
    known = _known(store)
    generation, recovery = known or (0, "")
    is_older = vault.document.generation < generation
    if is_older and not _may_replace(vault, recovery):
        raise _older()
    vault.follow(lambda document: _note(store, document), least=generation)
    if vault.way is UnlockWay.KEY_BACKUP:
        vault.update()  # it was brought back on purpose: from here on it is the latest, whatever comes next
    elif not is_older and known != _told(vault.document):
        _note(store, vault.document)


def _may_replace(vault: Vault, recovery: str) -> bool:
    if vault.way is UnlockWay.RECOVERY:
        return vault.document.recovery_name == recovery
    return vault.way is UnlockWay.KEY_BACKUP


def _known(store: Store) -> tuple[int, str] | None:
    """None for a store that an earlier version of the program wrote last."""
    with store.read() as db:
        found = get_json(db, _FACT)
    return None if found is None else (int(found["generation"]), str(found["recovery"]))


def _note(store: Store, document: VaultDocument) -> None:
    # The key file is changed by now, and that must not be called a failure: the next opening notes it.
    with contextlib.suppress(UserError), store.write() as db:
        generation, recovery = _told(document)
        set_json(db, _FACT, {"generation": generation, "recovery": recovery})


def _told(document: VaultDocument) -> tuple[int, str]:
    return document.generation, document.recovery_name


def _older() -> Tampered:
    return Tampered(
        "An earlier key file of this practice was put back, and with it an earlier passphrase, so the "
        "practice was not opened. Nothing was changed. If you put it back yourself, unlock with your "
        "recovery paper and choose a new passphrase. If you did not, somebody had this computer in hand: do "
        "the same, and find out who.",
        code="older_key_file",
    )
