"""Everything that one question's page tells: both sides, whose they are, what they are about; free of Qt."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.appointments import OCCUPYING, collides, slot_of
from core.domain.enums import ConflictReason, Resolution
from core.domain.ids import ClientId, ConflictId, NoteId
from core.domain.records import Appointment
from core.domain.registry import BY_NAME, Column, ColumnKind, Merge
from core.store.practice.practice import NoticeRow, Present, SubjectState
from desktop.inbox.aligned_passages import Block

_UNTOUCHED = Present(SubjectState.LIVING)
_WORDED = frozenset({"name", "description", "details"})
"""Open columns whose text a person words freely; the others hold codes."""
_CODED = frozenset({"preferred_language", "weekdays", "day_part", "urgency", "place"})
"""Cells that hold codes all the same."""


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of the two texts. `choice` is what keeping it means to the store."""

    text: str | None
    choice: Resolution
    here: bool
    """Whether this laptop wrote it."""
    who: str = ""
    at: datetime | None = None
    device: str = ""
    """The other laptop's name, where this one has heard it."""
    stands: bool = False
    """Whether the record says this now."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How a question was answered, and by whom."""

    at: datetime
    who: str
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another open question about the same record."""

    id: ConflictId
    field: str


@dataclass(frozen=True, slots=True)
class Case:
    """`left` is this laptop's side wherever this laptop is one of the two."""

    id: ConflictId
    reason: ConflictReason
    table: str
    row_id: uuid.UUID
    fields: tuple[str, ...]
    left: ConflictSide
    right: ConflictSide
    base: str | None
    noticed_at: datetime
    client_id: ClientId | None = None
    client_name: str = ""
    about: datetime | None = None
    """The session's or appointment's time."""
    note_id: NoteId | None = None
    """The note beside which a mark or a measure stands."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Ids inside the values, as the names they stand for."""
    now: Present = _UNTOUCHED
    siblings: tuple[Sibling, ...] = ()
    """All open questions about this record, this one among them, in the order of its fields."""
    settled: Answered | None = None
    went_on: bool = False
    """Someone wrote in the record after the question was settled."""
    contested: bool = False
    """Two laptops answered this in two ways while they were apart."""
    reason_given: str | None = None
    """Why the other amendment was made, that gave way to the one which came first."""
    wording: str | None = None
    """What someone began to write instead, and did not choose yet."""
    blocks: tuple[Block, ...] = ()
    """Of a text: both sides cut where they agree."""

    @property
    def is_amendment(self) -> bool:
        """Whether one text is signed, and the other came too late to be signed with it."""
        return self.reason is ConflictReason.AMENDMENT

    @property
    def finalized(self) -> bool:
        """Whether a choice becomes an amendment."""
        return self.now.finalized

    @property
    def about_is_there(self) -> bool:
        """Whether the record can be opened."""
        return self.now.standing is SubjectState.LIVING

    @property
    def moved(self) -> bool:
        """Whether the record says something that neither side says, and not because of the answer itself."""
        is_the_answer = self.settled is not None and not self.went_on
        return not is_the_answer and bool(self.columns) and not (self.left.stands or self.right.stands)

    @property
    def can_choose(self) -> bool:
        """Whether a side can be put into the record; an amendment that was added stays for good, and so do
        a signed note's day and the reason of a delete."""
        if self.now.standing is SubjectState.GONE or len(self.columns) != len(self.fields):
            return False
        if self.now.frozen or "deleted_reason" in self.fields:
            return False
        accepted = self.settled is not None and self.settled.resolution is not Resolution.DISMISSED
        return not (self.is_amendment and accepted)

    @property
    def can_leave(self) -> bool:
        """Whether it can be closed with the record as it is, other than by keeping a side."""
        is_open = self.settled is None
        return is_open and (self.moved or not self.can_choose or self.now.standing is not SubjectState.LIVING)

    @property
    def is_text(self) -> bool:
        """Whether both can be kept, and a person may edit freely."""
        return is_text(self.table, self.fields)

    @property
    def can_edit(self) -> bool:
        """Whether the value is anybody's own words: a date or a code would take in what is none."""
        column = self._only_column()
        if column is None or column.kind is not ColumnKind.TEXT or column.references:
            return False
        is_worded = column.enc or column.merge is Merge.TEXT or column.name in _WORDED
        return is_worded and column.name not in _CODED

    def _only_column(self) -> Column | None:
        return self.columns[0] if len(self.fields) == 1 and self.columns else None

    @property
    def columns(self) -> list[Column]:
        """Those of its fields that this version of the program knows."""
        known = BY_NAME[self.table].by_name
        return [known[name] for name in self.fields if name in known]


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """Something that was settled by itself; `device` is the other laptop's name, where it is known."""

    notice: NoticeRow
    device: str


@dataclass(frozen=True, slots=True)
class Booking:
    """One of two appointments on the same time."""

    appointment: Appointment
    client_name: str
    service: str


@dataclass(frozen=True, slots=True)
class DoubleBooking:
    """Two appointments that were booked at one time before their laptops met."""

    id: ConflictId
    noticed_at: datetime
    bookings: tuple[Booking, ...]
    """Those that are still there; one when the other was deleted."""
    offer: "MoveOffer | None" = None
    """None where nothing can be moved, and where nothing has to be."""

    @property
    def still_meet(self) -> bool:
        """Whether both are there, and take one time."""
        if len(self.bookings) < 2:
            return False
        one, other = (each.appointment for each in self.bookings)
        return one.status in OCCUPYING and collides(slot_of(one), other)


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """The appointment that gives way, and when it may begin instead."""

    gives_way: Booking
    was_later: bool
    """Whether it was booked after the other one."""
    starts: tuple[datetime, ...]
    """By time; none where no time is free for it."""


def is_text(table: str, fields: Sequence[str]) -> bool:
    """Whether it is about one field whose words can be merged: not a code, a date or several fields."""
    column = BY_NAME[table].by_name.get(fields[0])
    return len(fields) == 1 and column is not None and column.merge is Merge.TEXT


def parts(case: Case, text: str | None) -> dict[str, object]:
    """The values inside one side, by field; a unit of several fields is a JSON object."""
    if text is None:
        return dict.fromkeys(case.fields)
    if len(case.fields) > 1:
        return {name: json.loads(text).get(name) for name in case.fields}
    column = next(iter(case.columns), None)
    plain = column is None or column.kind in {
        ColumnKind.TEXT,
        ColumnKind.DATE,
        ColumnKind.UUID,
        ColumnKind.BYTES,
    }
    return {case.fields[0]: text if plain else _parsed(text)}


def _parsed(text: str) -> object:
    """A value that is no JSON, of a damaged import, is told as it stands."""
    try:
        return json.loads(text)
    except ValueError:
        return text
