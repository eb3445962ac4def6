"""A client's timeline in pages: what is ahead, then appointments, notes, files and measures, newest first."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.notes import SOAP
from core.domain.records import Appointment, Attachment, Client, Measure
from core.store.database.rows import to_record
from core.store.database.tables import SYNCED
from core.store.practice.occurrences import Occurrences
from core.store.unit_of_work.repository import RepositoryContext, record_column_list

PAGE = 60
"""More entries than a high screen shows at once."""
MOST_AHEAD = 100
# A series may have no end: of what is ahead of it only so much is shown.
_NEAR = timedelta(days=92)
_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
_MOMENT = timedelta(microseconds=1)
_BEGINNING = 400


class TimelineKind(StrEnum):
    """What an entry is."""

    APPOINTMENT = "appointment"
    NOTE = "note"
    MEASURE = "measure"
    FILE = "file"


KINDS = tuple(TimelineKind)
"""Of entries of the same moment a later kind stands above: a note above its appointment."""
_PLACES = {
    TimelineKind.APPOINTMENT: ("appointments", "scheduled_start"),
    TimelineKind.NOTE: ("sessions", "session_date"),
    TimelineKind.MEASURE: ("measures", "taken_at"),
    TimelineKind.FILE: ("session_attachments", "created_at"),
}


@dataclass(frozen=True, slots=True)
class NoteBeginning:
    """A note as the timeline shows it: not its texts, only how they begin."""

    id: NoteId
    session_date: datetime
    appointment_id: AppointmentId | None
    is_signed: bool
    beginning: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry. `has_note` is of appointments."""

    at: datetime
    row: Appointment | NoteBeginning | Measure | Attachment
    has_note: bool = False

    @property
    def kind(self) -> TimelineKind:
        return _KIND_OF[type(self.row)]

    @property
    def key(self) -> tuple[TimelineKind, uuid.UUID]:
        """The same entry in a page that is read later has the same key."""
        return self.kind, self.row.id

    @property
    def place(self) -> "TimelinePlace":
        return TimelinePlace(self.at, KINDS.index(self.kind), self.row.id)


@dataclass(frozen=True, slots=True, order=True)
class TimelinePlace:
    """Where in the timeline an entry stands."""

    at: datetime
    rank: int
    row_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """`ahead` begins with the next one, `past` with the latest.

    `after` is where the next page begins, None after the last. `counts` are those of the first page, of all
    entries of each kind that this person reads.
    """

    ahead: Sequence[TimelineEntry]
    past: Sequence[TimelineEntry]
    after: TimelinePlace | None
    counts: Mapping[TimelineKind, int] = field(default_factory=dict)


_KIND_OF: dict[type, TimelineKind] = {
    Appointment: TimelineKind.APPOINTMENT,
    NoteBeginning: TimelineKind.NOTE,
    Measure: TimelineKind.MEASURE,
    Attachment: TimelineKind.FILE,
}


class ClientTimeline:
    """Reads alone; NotFound for a client who is not here. Who reads no notes sees appointments alone."""

    def __init__(self, desk: RepositoryContext, occurrences: Occurrences) -> None:
        self._desk = desk
        self._occurrences = occurrences

    def beginning(
        self, client_id: ClientId, kinds: Collection[TimelineKind] = KINDS, most: int = PAGE
    ) -> TimelinePage:
        """What is ahead, and the latest `most` of the past; of series what is near."""
        now = self._desk.clock.now()
        with self._desk.read() as db:
            self._desk.get(db, Client, "clients", client_id)
            readable = self._readable(db, KINDS)
            wanted = [kind for kind in readable if kind in kinds]
            drawn = self._occurrences.between(db, _LONG_AGO, now + _NEAR, client_id)
            counts = self._counts(db, client_id, readable, len(drawn))
            arms = [arm for kind in wanted for arm in self._first_arms(client_id, kind, now, most)]
            found = self._entries(db, arms)
        if TimelineKind.APPOINTMENT in wanted:
            found += [TimelineEntry(each.scheduled_start, each) for each in drawn]
        ahead = sorted((each for each in found if each.at > now), key=_place)
        past = sorted((each for each in found if each.at <= now), key=_place, reverse=True)
        return TimelinePage(ahead[:MOST_AHEAD], past[:most], _after(past, most), counts)

    def more(
        self,
        client_id: ClientId,
        after: TimelinePlace,
        kinds: Collection[TimelineKind] = KINDS,
        most: int = PAGE,
    ) -> TimelinePage:
        """The next page of the past."""
        with self._desk.read() as db:
            self._desk.get(db, Client, "clients", client_id)
            wanted = self._readable(db, kinds)
            found = self._entries(db, [self._past_arm(client_id, kind, after, most) for kind in wanted])
            if TimelineKind.APPOINTMENT in wanted:
                # The end is left out of a range, and others of this very moment may still follow.
                drawn = self._occurrences.between(db, _LONG_AGO, after.at + _MOMENT, client_id)
                found += [TimelineEntry(each.scheduled_start, each) for each in drawn]
        past = sorted((each for each in found if each.place < after), key=_place, reverse=True)
        return TimelinePage((), past[:most], _after(past, most))

    def running(self, client_id: ClientId) -> Appointment | None:
        """The appointment that takes place just now."""
        now, a = self._desk.clock.now(), SYNCED["appointments"].c
        query = self._desk.select(
            "appointments", a.client_id == client_id, a.scheduled_start <= now, a.scheduled_end > now
        )
        with self._desk.read() as db:
            found = self._desk.rows(db, Appointment, "appointments", query)
            found += self._occurrences.between(db, now, now + _MOMENT, client_id)
        return next((each for each in found if each.status is AppointmentStatus.SCHEDULED), None)

    def unfinished(self, client_id: ClientId) -> NoteId | None:
        """The newest note that is not signed; none for who does not read notes."""
        c = SYNCED["sessions"].c
        query = self._of_client(client_id, TimelineKind.NOTE, c.finalized_at.is_(None))
        newest = query.with_only_columns(c.id).order_by(c.session_date.desc(), c.id.desc()).limit(1)
        with self._desk.read() as db:
            found = db.execute(newest).scalar() if self._desk.reads_clinical(db) else None
        return None if found is None else NoteId(found)

    def _readable(self, db: Connection, kinds: Collection[TimelineKind]) -> list[TimelineKind]:
        reads = self._desk.reads_clinical(db)
        return [kind for kind in KINDS if kind in kinds and (reads or kind is TimelineKind.APPOINTMENT)]

    def _counts(
        self, db: Connection, client_id: ClientId, kinds: Sequence[TimelineKind], drawn: int
    ) -> dict[TimelineKind, int]:
        each = [
            self._of_client(client_id, kind).with_only_columns(func.count()).scalar_subquery()
            for kind in kinds
        ]
        counts = dict(zip(kinds, db.execute(select(*each)).one(), strict=True))
        return {**counts, TimelineKind.APPOINTMENT: counts[TimelineKind.APPOINTMENT] + drawn}

    def _first_arms(
        self, client_id: ClientId, kind: TimelineKind, now: datetime, most: int
    ) -> list[Select[Any]]:
        at, row_id = _columns(kind)
        ahead = self._keys(client_id, kind, at > now).order_by(at, row_id).limit(MOST_AHEAD)
        past = self._keys(client_id, kind, at <= now).order_by(at.desc(), row_id.desc())
        # One more than is shown tells whether there is another page.
        return [ahead, past.limit(most + 1)]

    def _past_arm(
        self, client_id: ClientId, kind: TimelineKind, after: TimelinePlace, most: int
    ) -> Select[Any]:
        at, row_id = _columns(kind)
        rank = KINDS.index(kind)
        # Within a kind the id decides; of another kind all of that moment were shown, or none.
        same = row_id < after.row_id if rank == after.rank else literal(rank < after.rank)
        keys = self._keys(client_id, kind, at <= after.at, or_(at < after.at, same))
        return keys.order_by(at.desc(), row_id.desc()).limit(most + 1)

    def _keys(self, client_id: ClientId, kind: TimelineKind, *conditions: ColumnElement[bool]) -> Select[Any]:
        at, row_id = _columns(kind)
        rank = literal(KINDS.index(kind)).label("rank")
        return self._of_client(client_id, kind, *conditions).with_only_columns(rank, at, row_id)

    def _of_client(
        self, client_id: ClientId, kind: TimelineKind, *conditions: ColumnElement[bool]
    ) -> Select[Any]:
        name, _ = _PLACES[kind]
        return self._desk.select(name, SYNCED[name].c.client_id == client_id, *conditions)

    def _entries(self, db: Connection, arms: Sequence[Select[Any]]) -> list[TimelineEntry]:
        """One query for all kinds: the keys first, each kind's from its index, then the rows beside them."""
        if not arms:
            return []
        keys = union_all(*(select(arm.subquery()) for arm in arms)).subquery("keys").c
        tables = [SYNCED[name] for name, _ in _PLACES.values()]
        source: Any = keys.rank.table
        for rank, table in enumerate(tables):
            source = source.outerjoin(table, and_(keys.rank == rank, table.c.id == keys.id))
        parts = [_shown_columns(kind) for kind in KINDS]
        query = select(keys.rank, keys.at, *(column for part in parts for column in part))
        return [_entry(row, parts) for row in db.execute(query.select_from(source))]


def _columns(kind: TimelineKind) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    name, at = _PLACES[kind]
    table = SYNCED[name].c
    return table[at].label("at"), table.id.label("id")


def _shown_columns(kind: TimelineKind) -> Sequence[ColumnElement[Any]]:
    table = SYNCED[_PLACES[kind][0]]
    if kind is TimelineKind.NOTE:
        c = table.c
        # Cut by SQLite: a note has up to 20 kB, and the list shows how it begins.
        texts = [func.substr(c[name], 1, _BEGINNING) for name in SOAP]
        return [c.id, c.session_date, c.appointment_id, c.finalized_at, *texts]
    if kind is TimelineKind.APPOINTMENT:
        return [*record_column_list(table), _has_note()]
    return record_column_list(table)


def _has_note() -> ColumnElement[bool]:
    note, visit = SYNCED["sessions"].alias("note").c, SYNCED["appointments"].c
    found = select(note.id).where(
        note.workspace_id == visit.workspace_id, note.appointment_id == visit.id, note.deleted_at.is_(None)
    )
    return found.correlate(SYNCED["appointments"]).exists()


def _entry(row: Any, parts: Sequence[Sequence[ColumnElement[Any]]]) -> TimelineEntry:
    rank, at, *values = row
    start = sum(len(part) for part in parts[:rank])
    own = values[start : start + len(parts[rank])]
    kind = KINDS[rank]
    if kind is TimelineKind.NOTE:
        note_id, day, appointment_id, finalized_at, *texts = own
        beginning = next((" ".join(text.split()) for text in texts if text and text.strip()), "")
        return TimelineEntry(
            at, NoteBeginning(note_id, day, appointment_id, finalized_at is not None, beginning)
        )
    if kind is TimelineKind.APPOINTMENT:
        *fields, has_note = own
        return TimelineEntry(at, to_record(Appointment, "appointments", fields), bool(has_note))
    if kind is TimelineKind.MEASURE:
        return TimelineEntry(at, to_record(Measure, "measures", own))
    return TimelineEntry(at, to_record(Attachment, "session_attachments", own))


def _after(past: Sequence[TimelineEntry], most: int) -> TimelinePlace | None:
    return past[most - 1].place if len(past) > most else None


def _place(entry: TimelineEntry) -> TimelinePlace:
    return entry.place
