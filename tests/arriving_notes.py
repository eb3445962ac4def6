"""Notes as a pass takes them from the clinic's server, a page at a time; each is of a day of its own."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from core.domain.clock import to_micros
from core.domain.ids import ClientId, DeviceId
from core.domain.plain import Plain
from core.domain.registry import BY_NAME
from core.store.outbox import feed_store, search_index
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.wire_row import WireRow
from core.store.practice.practice import Practice

NOTES = BY_NAME["sessions"]
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
MANY = search_index.AT_ONCE + 250
LONG = "swimming " * 1_500


def day(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=number)


def note(client: ClientId, number: int, words: str = LONG, version: int = 1, gone: bool = False) -> FeedRow:
    """Of the day of that number, as the clinic's server holds it."""
    at = to_micros(day(number))
    typed: dict[str, Plain] = {"client_id": str(client), "session_date": at, "plan": words}
    typed |= {"created_by_user_id": str(uuid.UUID(int=2)), "is_draft": True, "amendment_count": 0}
    return FeedRow(
        row=WireRow(
            table_no=NOTES.no,
            row_id=uuid.UUID(int=1_000 + number),
            version=version,
            created_at=at,
            updated_at=at,
            deleted_at=at if gone else None,
            fields={NOTES.by_name[name].no: value for name, value in typed.items()},
        ),
        seq=version * 10_000 + number,
        mac=bytes(32),
        origin=DeviceId(uuid.UUID(int=77)),
    )


def arrive(practice: Practice, notes: Sequence[FeedRow]) -> None:
    with practice.desk.store.write(bulk=True) as db:
        feed_store.apply_rows(db, practice.me.workspace_id, notes)


def arrive_many(practice: Practice, client: ClientId, words: str = LONG) -> None:
    """So many that they wait for the index."""
    arrive(practice, [note(client, number, words) for number in range(MANY)])
