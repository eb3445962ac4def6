"""Where this store stands towards rows that an adoption brought in and that no device has sealed yet."""

import uuid
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Connection

from core.domain.ids import DeviceId
from core.domain.registry import BY_NO
from core.store.database.facts import get_fact, set_fact
from core.store.database.rows import execute_many

_STANDING, _PROOF = "adoption", "adoption/proof"
# It came with a page (seq) and with a digest (mac), and no device sealed it: only an adoption writes such
# rows.
_UNSEALED = "seq IS NOT NULL AND mac IS NOT NULL AND origin_device IS NULL"


class Adoption(StrEnum):
    """What this store has of an adoption, and whether it may still take rows without a seal."""

    NONE = "none"
    """No row here came without a seal, and none is taken."""
    TOLD = "told"
    """The practice's first laptop: it takes what the adoption brought in, and then compares the whole."""
    HELD = "held"
    """Unsealed rows are here, compared or taken by an older program: no more come in, and these get seals."""
    OVER = "over"
    """The practice's owner signed that every genuine row has a seal."""


def recorded(db: Connection) -> Adoption | None:
    """None in a store that is new, or that an older program wrote."""
    told = get_fact(db, _STANDING)
    return Adoption(told.decode()) if told else None


def standing(db: Connection) -> Adoption:
    """Where nothing was recorded the rows tell, by a look at all of them."""
    return recorded(db) or (Adoption.HELD if _holds_unsealed(db) else Adoption.NONE)


def set_standing(db: Connection, now: Adoption) -> None:
    """Any state but TOLD forgets the proof as well: the whole was compared, or will not be."""
    set_fact(db, _STANDING, now.value.encode())
    if now is not Adoption.TOLD:
        set_fact(db, _PROOF, None)


def begin(db: Connection, proof: bytes) -> None:
    """This laptop was told of an adoption; `proof` is that of its `Inventory`."""
    set_standing(db, Adoption.TOLD)
    set_fact(db, _PROOF, proof)


def proof(db: Connection) -> bytes:
    """What the whole must come to; empty when nothing was told."""
    return get_fact(db, _PROOF) or b""


def is_open(db: Connection) -> bool:
    """Whether rows still wait for their seal, so that nobody else may be let in."""
    return standing(db) in {Adoption.TOLD, Adoption.HELD}


def note_sealed(db: Connection, table_no: int, device_id: DeviceId, ids: Sequence[uuid.UUID]) -> None:
    """These rows have their seal from this device; a row that somebody sealed already stays as it is."""
    values = [(device_id.bytes, row_id.bytes) for row_id in ids]
    sql = f"UPDATE {BY_NO[table_no].name} SET origin_device = ? WHERE id = ? AND origin_device IS NULL"
    execute_many(db, sql, values)


def _holds_unsealed(db: Connection) -> bool:
    return any(
        db.exec_driver_sql(f"SELECT EXISTS (SELECT 1 FROM {table.name} WHERE {_UNSEALED})").scalar()
        for table in BY_NO.values()
    )
