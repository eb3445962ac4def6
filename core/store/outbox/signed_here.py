"""Which notes this device signed itself: it alone knows what stood beside them when it did."""

import uuid
from collections.abc import Collection

from sqlalchemy import Connection

from core.crypto.notes import device_of
from core.domain.errors import Tampered
from core.domain.ids import DeviceId
from core.store.database.rows import chunks, marks

_PART = 500


def signed_here(db: Connection, here: DeviceId, notes: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Of these notes those that bear the signature of the device `here`, deleted ones too."""
    found = set()
    for part in chunks(sorted(note.bytes for note in notes), _PART):
        sql = (
            "SELECT id, signature FROM sessions WHERE finalized_at IS NOT NULL AND signature IS NOT NULL"
            f" AND id IN ({marks(len(part))})"
        )
        for note_id, signature in db.exec_driver_sql(sql, tuple(part)):
            if _signer(signature) == here:
                found.add(uuid.UUID(bytes=note_id))
    return found


def _signer(signature: bytes) -> DeviceId | None:
    try:
        return device_of(signature)
    except Tampered:
        return None
