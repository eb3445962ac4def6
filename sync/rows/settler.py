"""A page on its way into the store: what is known of its rows is read, decided about, and written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from core.domain.ids import RowKey
from core.domain.registry import APPOINTMENT_SERIES
from core.store.database.facts import get_fact
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.journal import WaitingRow
from core.store.outbox.known_rows import Known, by_table
from core.store.outbox.wire_row import WireRow
from core.store.unit_of_work.settlement import Lost, Settled, Settlement, Told
from sync.rows.apply_page import SHARED, FeedReading, PagePlan, planned, settlement_of
from sync.rows.codec import Bad, Codec
from sync.rows.conflict_bookings import UnderWay, double_bookings, under_way
from sync.rows.conflict_versions import TABLE as VERSIONS
from sync.rows.conflict_versions import giving_way
from sync.rows.drawn_bases import Meeting, drawn_bases
from sync.rows.local_rows import LocalRows
from sync.rows.note_signatures import UNSOUND, unsound
from sync.rows.questions import alarm
from sync.rows.superseding import SUPERSEDED, Superseding

TAMPERED = "tampered"


class FeedPlace(NamedTuple):
    """Where the feed is read on from once a page is stored, and what is remembered of having seen it."""

    upto: int
    epoch: UUID
    facts: Mapping[str, bytes]


class Settler:
    """Runs inside the transaction that also moves the cursor."""

    def __init__(self, ground: LocalRows, codec: Codec) -> None:
        self._ground = ground
        self._superseding = Superseding(ground, codec)

    def settle(
        self, db: Connection, rows: Sequence[FeedRow | Bad], reading: FeedReading, place: FeedPlace
    ) -> Settled:
        """Writes what becomes of a page, cursor included; rows that do not hold are told of and not taken."""
        good = [each for each in rows if isinstance(each, FeedRow)]
        entries = self._entries(db, good)
        shared = int(get_fact(db, SHARED) or 0)
        plan = planned(good, self._known(db, good), entries, reading, shared)
        # Before the page is written: after that nobody can tell what of ours the others had not seen.
        waiting = self._under_way(db, plan, reading)
        ours = self._ours(db, plan)
        drawn = drawn_bases(db, self._ground, _meetings(plan, ours), _series(good))
        page = settlement_of(plan, entries, ours, self._ground.me.device_id, drawn)
        bad = self._bad(db, [each for each in rows if isinstance(each, Bad)], reading)
        facts = {**place.facts, SHARED: str(plan.shared).encode()} if reading.restored else place.facts
        whole = replace(
            page,
            seen=bad.seen,
            bases=(*bad.bases, *page.bases),
            told=(*bad.told, *page.told),
            facts=facts,
            cursor=(place.upto, place.epoch),
        )
        settled = self._ground.settle(db, whole)
        return settled + self._follow(db, whole, settled.changed, waiting)

    def _follow(
        self, db: Connection, page: Settlement, changed: frozenset[RowKey], waiting: UnderWay
    ) -> Settled:
        """What only shows once the rows stand: versions alike numbered, signatures, slots taken twice."""
        # One that its table did not take is not here, so nothing follows from it.
        taken = [each for each in page.taken if each.key in changed]
        settled = Settled()
        if any(each.row.table_no == VERSIONS.no for each in taken):
            settled += Settled(changed=self._ground.settle(db, giving_way(db, self._ground)).changed)
        arrived = [*taken, *(landing.server for landing in page.landings)]
        broken = tuple(alarm(key, UNSOUND) for key in unsound(db, self._ground, arrived))
        settled += self._ground.settle(db, Settlement(told=broken))
        return settled + self._ground.settle(db, double_bookings(db, self._ground, taken, waiting))

    def _under_way(self, db: Connection, plan: PagePlan, reading: FeedReading) -> UnderWay:
        if reading.restored:
            return UnderWay()
        return under_way(db, self._ground, plan.apply, reading.anew)

    def _bad(self, db: Connection, rows: Sequence[Bad], reading: FeedReading) -> Settlement:
        """Rows that do not hold. One that lacks nothing but a seal and says what we hold is no news, and no
        alarm while its seal is still to come."""
        unsealed = [each.unsealed for each in rows if each.unsealed is not None]
        known = self._known(db, unsealed)
        held = {
            each.key: each
            for each in unsealed
            if (mine := known.get(each.key)) is not None
            and (mine.version, mine.mac) == (each.row.version, each.mac)
        }
        bad = [each for each in rows if not each.waits and each.key not in held]
        # What a restored server has is of another life: its numbers say nothing of ours.
        ours = {} if reading.restored else self._superseding.bases(db, bad)
        told = ((each, SUPERSEDED if each.key in ours else TAMPERED) for each in bad)
        return Settlement(
            seen=tuple(held.values()),
            bases=tuple(ours.values()),
            told=tuple(told_of_bad(each, kind) for each, kind in told),
        )

    def _known(self, db: Connection, rows: Sequence[FeedRow]) -> dict[RowKey, Known]:
        return {
            (table_no, row_id): known
            for table_no, of_table in by_table(rows).items()
            for row_id, known in self._ground.known(
                db, table_no, [each.row.row_id for each in of_table]
            ).items()
        }

    def _entries(self, db: Connection, rows: Sequence[FeedRow]) -> dict[RowKey, WaitingRow]:
        journal = self._ground.journal
        dirty = journal.dirty_among(db, [each.key for each in rows])
        found = {key: journal.entry(db, *key) for key in dirty}
        return {key: entry for key, entry in found.items() if entry is not None}

    def _ours(self, db: Connection, plan: PagePlan) -> dict[RowKey, WireRow]:
        wanted = [*(each for each, _ in plan.merge), *plan.again]
        return {
            (table_no, row_id): row
            for table_no, of_table in by_table(wanted).items()
            for row_id, row in self._ground.load(db, table_no, [each.row.row_id for each in of_table]).items()
        }


def told_of_bad(bad: Bad, kind: str) -> Told:
    """With the device by whose login it came, as the server has it: a seal that holds proves more."""
    key, by = bad.key, bad.row.sealed_by if bad.row else None
    history = () if by is None else (Lost(about=key, kind=kind, their_device=by),)
    return replace(alarm(key, kind), history=history)


def _series(rows: Sequence[FeedRow]) -> dict[UUID, WireRow]:
    return {each.row.row_id: each.row for each in rows if each.row.table_no == APPOINTMENT_SERIES.no}


def _meetings(plan: PagePlan, ours: Mapping[RowKey, WireRow]) -> dict[RowKey, Meeting]:
    """Rows to be merged that were made on two laptops."""
    return {
        each.key: Meeting(ours[each.key], each.row, entry.drawn)
        for each, entry in plan.merge
        if entry.base is None
    }
