"""Two devices booked one slot without knowing of each other: both stay, and one task is raised."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from sqlalchemy import Connection

from core.domain.clock import from_micros
from core.domain.enums import ConflictReason
from core.domain.ids import DeviceId
from core.domain.records import Appointment, AppointmentSeries
from core.domain.registry import BY_NAME
from core.domain.series_news import Booking, Collision, SeriesNews, first_collisions
from core.store.database.wire_validation import is_moment
from core.store.outbox.appointments import by_id, unseen_by_others
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.series_news import living_series, news_of, unseen_series
from core.store.unit_of_work.conflicts import Question
from core.store.unit_of_work.settlement import Settlement, Told
from sync.rows.local_rows import LocalRows

TABLE = BY_NAME["appointments"]
SERIES = BY_NAME["appointment_series"]
CONFLICTS = BY_NAME["conflicts"]
# Frozen: every version of the program makes the same id of the same pair.
_NAMESPACE = uuid.UUID("8d0a4b1e-6a0f-5c1c-9b53-3f1a5f0f7c11")
_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
_START, _END = TABLE.by_name["scheduled_start"].no, TABLE.by_name["scheduled_end"].no


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What of ours the others had not seen when a page came, and what was here of the page's series."""

    ours: Sequence[Appointment] = ()
    our_series: Mapping[uuid.UUID, AppointmentSeries | None] = field(default_factory=dict)
    series_before: Mapping[uuid.UUID, AppointmentSeries | None] = field(default_factory=dict)


def under_way(db: Connection, ground: LocalRows, arriving: Sequence[FeedRow], anew: bool) -> UnderWay:
    """Ours at the times of those that arrive. Read before the page is stored.

    What waits, or was accepted and did not come back in the feed yet. When the feed is read `anew` nothing
    has come back, so only what waits tells anything.
    """
    workspace_id = ground.me.workspace_id
    series_ids = [each.row.row_id for each in arriving if each.row.table_no == SERIES.no]
    times = _times(arriving)
    if series_ids:
        # A series may meet an appointment at any time, so all of ours are looked at.
        times += [_FIRST, _LAST]
    if not times:
        return UnderWay()
    here = living_series(db, workspace_id, series_ids)
    return UnderWay(
        unseen_by_others(db, workspace_id, min(times), max(times), only_waiting=anew),
        unseen_series(db, ground.journal, workspace_id, only_waiting=anew),
        {each: here.get(each) for each in series_ids},
    )


def _times(arriving: Sequence[FeedRow]) -> list[datetime]:
    spans = [
        (each.row.fields[_START], each.row.fields[_END])
        for each in arriving
        if each.row.table_no == TABLE.no and {_START, _END} <= each.row.fields.keys()
    ]
    return [from_micros(int(str(value))) for span in spans for value in span if is_moment(value)]


def double_bookings(
    db: Connection, ground: LocalRows, arrived: Sequence[FeedRow], waiting: UnderWay
) -> Settlement:
    """One task per pair that collides; its id comes from the pair, so that two devices make the same one.

    Of two series the pair is the first two occurrences that collide. Read when those that `arrived` are
    stored.
    """
    if not (waiting.ours or waiting.our_series):
        return Settlement()
    tasks = {
        task.key[1]: task
        for pair in _pairs(db, ground, arrived, waiting)
        for task in [_task(*pair, ground.me.device_id)]
    }
    known = ground.known(db, CONFLICTS.no, list(tasks))
    return Settlement(told=tuple(task for task_id, task in tasks.items() if task_id not in known))


def _pairs(
    db: Connection, ground: LocalRows, arrived: Sequence[FeedRow], waiting: UnderWay
) -> list[Collision]:
    """What arrived, and what of ours it collides with."""
    workspace_id, came = ground.me.workspace_id, {each.key for each in arrived}
    rows = by_id(db, {row_id for table_no, row_id in came if table_no == TABLE.no})
    before = {key: was for key, was in waiting.series_before.items() if (SERIES.no, key) in came}
    theirs = _bookings(rows, news_of(db, workspace_id, before))
    ours = _bookings(waiting.ours, news_of(db, workspace_id, waiting.our_series))
    return first_collisions(theirs, ours)


def _bookings(rows: Iterable[Appointment], news: Iterable[SeriesNews]) -> list[Booking]:
    return [*((row.id, row) for row in rows), *chain.from_iterable(each.bookings() for each in news)]


def _task(theirs: Appointment, ours: Appointment, here: DeviceId) -> Told:
    # Not ours before theirs: on the other laptop the two change places, and the task is to have one id.
    first, second = sorted((theirs.id, ours.id), key=lambda each: each.bytes)
    task_id = uuid.uuid5(_NAMESPACE, f"{first}/{second}")
    asked = Question(
        id=task_id,
        table_no=TABLE.no,
        row_id=first,
        reason=ConflictReason.DOUBLE_BOOKING,
        base=str(second),
        our_device=here,
    )
    return Told(key=(CONFLICTS.no, task_id), questions=(asked,))
