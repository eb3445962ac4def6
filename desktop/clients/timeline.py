"""A client's timeline under its headings, and what can be done with an entry; free of Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from core.domain.enums import AppointmentStatus
from core.domain.records import Appointment, Attachment, Measure
from core.store.practice.client_timeline import NoteBeginning, TimelineEntry

_TOOK_PLACE = (AppointmentStatus.SCHEDULED, AppointmentStatus.COMPLETED)


class Action(Enum):
    """What is written next for an entry."""

    CONTINUE = auto()
    """A note that is not signed."""
    START = auto()
    """An appointment that has begun and has no note."""


@dataclass(frozen=True, slots=True)
class Heading:
    """`month` is the first of a month; None heads what is still to come."""

    month: date | None

    @property
    def key(self) -> object:
        return self.month


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One entry. `at` is in the zone of the practice."""

    at: datetime
    entry: TimelineEntry
    action: Action | None = None

    @property
    def row(self) -> Appointment | NoteBeginning | Measure | Attachment:
        return self.entry.row

    @property
    def key(self) -> object:
        return self.entry.key


Item = Heading | TimelineItem


def grouped(
    ahead: Iterable[TimelineEntry], past: Iterable[TimelineEntry], now: datetime, *, writes: bool = True
) -> list[Item]:
    """What is to come under one heading, then the past by month; both stay in their order.

    `writes` False: for a person who writes no notes.
    """
    coming = [_item(entry, now, writes=writes) for entry in ahead]
    found: list[Item] = [Heading(None), *coming] if coming else []
    return found + _by_month([_item(entry, now, writes=writes) for entry in past])


def _item(entry: TimelineEntry, now: datetime, *, writes: bool) -> TimelineItem:
    return TimelineItem(entry.at.astimezone(now.tzinfo), entry, _action(entry, now) if writes else None)


def _action(entry: TimelineEntry, now: datetime) -> Action | None:
    row = entry.row
    if isinstance(row, NoteBeginning):
        return None if row.is_signed else Action.CONTINUE
    if isinstance(row, Appointment) and row.status in _TOOK_PLACE and entry.at <= now:
        return None if entry.has_note else Action.START
    return None


def _by_month(items: Sequence[TimelineItem]) -> list[Item]:
    found: list[Item] = []
    last: date | None = None
    for item in items:
        month = item.at.date().replace(day=1)
        if month != last:
            found.append(Heading(month))
            last = month
        found.append(item)
    return found
