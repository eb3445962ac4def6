"""What the server once showed, so that one that was put back unannounced is noticed before anything is sent.

Its epoch may be the same and its counter far beyond our cursor by then: others wrote since. But it remembers
how far it showed its feed to each device, and what it forgot of that it was put back behind.
"""

from uuid import UUID

from sqlalchemy import Connection

from core.domain.ids import DeviceId
from core.store.database.facts import get_fact
from sync.remote import WorkspaceHead

SHOWN = "sync/shown"
"""Fact: as which device we last got rows, and up to where. It stays with the store, whoever that becomes."""


def shown(device_id: DeviceId, upto: int) -> dict[str, bytes]:
    """The fact that goes with a page that brought rows."""
    return {SHOWN: device_id.bytes + upto.to_bytes(8)}


def is_forgotten(db: Connection, head: WorkspaceHead) -> bool:
    """Whether the server does not know that it showed us what it did."""
    told = get_fact(db, SHOWN)
    # Nothing was shown yet, or the server is of before it remembered that: nothing follows from it.
    if told is None or head.shown is None:
        return False
    device_id, upto = DeviceId(UUID(bytes=told[:16])), int.from_bytes(told[16:])
    return head.shown.get(device_id, 0) < upto
