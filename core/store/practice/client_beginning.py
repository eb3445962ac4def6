"""The beginning of the list of clients: what a screen shows before it has read everybody."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

from sqlalchemy import Connection

from core.domain.clients import list_place
from core.store.database.rows import marks
from core.store.practice.client_stats import ClientSummary, summaries
from core.store.practice.occurrences import Occurrences
from core.store.unit_of_work.repository import RepositoryContext

# All of this stands in ix_clients_name, in which also the rid is: no client's row is looked at.
_NAMES = """
    SELECT first_name || ' ' || last_name || ' ' || coalesce(preferred_name, ''), rid FROM clients
    WHERE workspace_id = ? AND deleted_at IS NULL AND is_active
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first active clients in the order of the list, and how many active ones there are."""

    summaries: Sequence[ClientSummary]
    total: int


def beginning(desk: RepositoryContext, db: Connection, occurrences: Occurrences, limit: int) -> Beginning:
    """Reads the names of all, and whole only the first `limit` clients."""
    names = db.exec_driver_sql(_NAMES, (desk.me.workspace_id.bytes,)).all()
    places = [(list_place(name), rid) for name, rid in names]
    ids = _ids(db, [rid for _, rid in nsmallest(limit, places)])
    return Beginning(sorted(summaries(desk, db, occurrences, ids), key=_place), len(names))


def _ids(db: Connection, rids: Sequence[int]) -> list[uuid.UUID]:
    found = db.exec_driver_sql(f"SELECT id FROM clients WHERE rid IN ({marks(len(rids))})", tuple(rids))
    return [uuid.UUID(bytes=each) for each in found.scalars()]


def _place(summary: ClientSummary) -> str:
    client = summary.client
    return list_place(f"{client.first_name} {client.last_name} {client.preferred_name or ''}")
