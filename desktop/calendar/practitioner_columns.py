"""Who has a column on a page of one day, and which column is beside it. Qt-free."""

from collections.abc import Iterable, Sequence

from core.domain.ids import UserId
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.ports import Practitioner


def columns_of(team: Sequence[Practitioner], entries: Iterable[CalendarEntry]) -> tuple[Practitioner, ...]:
    """Whoever treats here, and whoever else has an appointment on the page; empty where that is one alone."""
    booked = {entry.practitioner_id for entry in entries}
    known = [one for one in team if one.is_active or one.id in booked]
    others = sorted(booked - {one.id for one in team})
    columns = (*known, *(Practitioner(each, "", is_active=False) for each in others))
    return columns if len(columns) > 1 else ()


def beside(columns: Sequence[Practitioner], present: UserId | None, by: int) -> UserId | None:
    """The column so many further on; None beyond the last one, and where there are none."""
    ids = [one.id for one in columns]
    at = ids.index(present) + by if present in ids else -1
    return ids[at] if 0 <= at < len(ids) else None


def edge(columns: Sequence[Practitioner], by: int) -> UserId | None:
    """The column that one enters first on the way to later (or, below nought, earlier) days."""
    return columns[0 if by > 0 else -1].id if columns else None
