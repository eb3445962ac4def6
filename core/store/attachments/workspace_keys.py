"""The practice's keys as this device keeps them, and the address of a file, which they decide."""

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from core.crypto.cells import INDEX_KEY_NO, new_key
from core.domain.errors import UserError
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.database.tables import FACTS

_PREFIX = "workspace_key/"
_PARTED = "clinical_keys"
"""Fact: an owner signed that what is clinical lies under keys of its own. It never ends."""
SERVER = "server"
"""Fact: where the clinic's server is; the practice's keys then come from there."""


def load_keys(db: Connection) -> dict[int, bytes]:
    """Workspace keys that this store holds, by number."""
    ours = FACTS.c.name.startswith(_PREFIX, autoescape=True)
    rows = db.execute(select(FACTS.c.name, FACTS.c.value).where(ours))
    return {int(name.removeprefix(_PREFIX)): bytes(value) for name, value in rows}


def save_key(db: Connection, key_no: int, key: bytes) -> None:
    """Keeps a workspace key; a key never changes under its number."""
    db.execute(insert(FACTS).values(name=f"{_PREFIX}{key_no}", value=key).on_conflict_do_nothing())


def is_parted(db: Connection) -> bool:
    """Whether what is clinical has keys of its own in this practice, as this store knows."""
    return get_fact(db, _PARTED) is not None


def waits_for_parting(db: Connection) -> bool:
    """Whether the practice is in a clinic and its keys are from before what is clinical had its own."""
    return get_fact(db, SERVER) is not None and not is_parted(db)


def set_parted(db: Connection) -> None:
    """Once a list of keys that an owner signed says so; nothing takes it back."""
    set_fact(db, _PARTED, b"1")


def index_key(store: Store) -> bytes:
    """Key number 0, never rotated, on which the addresses of files depend.

    A practice on this computer alone makes its keys with its first file, and keeps them when it is connected
    to a server later, so that addresses stay as they are. Raises UserError (no_keys) on a connected device
    that has not been given its keys yet.
    """
    with store.read() as db:
        found = load_keys(db)
        is_connected = get_fact(db, SERVER) is not None
    if INDEX_KEY_NO not in found and is_connected:
        raise UserError(
            "This computer has not been given the practice's keys yet; nothing was added. Sync first.",
            code="no_keys",
        )
    return found[INDEX_KEY_NO] if INDEX_KEY_NO in found else _made(store)


def _made(store: Store) -> bytes:
    with store.write() as db:
        for number in (INDEX_KEY_NO, 1):
            save_key(db, number, new_key())
        # Another thread may have made them meanwhile: what is kept counts, not what was drawn here.
        return load_keys(db)[INDEX_KEY_NO]
