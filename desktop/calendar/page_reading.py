"""What the calendar reads of the store: a period, or appointments alone where only these changed. Qt-free."""

from collections.abc import Collection, Sequence

from core.domain.changes import Changed
from core.domain.ids import AppointmentId
from core.runtime.yielding import FOREGROUND
from desktop.calendar.entry import CalendarEntry, entry_of
from desktop.calendar.ports import CalendarGateway
from desktop.calendar.timeline import Period

_MOST_ALONE = 50
"""Appointments that are read by themselves; a quarter of a busy week takes a quarter of its time."""


def entries_in(desk: CalendarGateway, period: Period, *, ahead: bool) -> list[CalendarEntry]:
    """On the store worker. What is read `ahead` waits until the window has painted what was asked for."""
    if ahead:
        FOREGROUND.give_way()
    return [entry_of(row) for row in desk.between(period.start, period.end)]


def entries_with(desk: CalendarGateway, ids: Collection[AppointmentId]) -> list[CalendarEntry]:
    """On the store worker. Those of these that have a row."""
    return [entry_of(row) for row in desk.these(ids)]


def appointments_alone(changed: Sequence[Changed]) -> frozenset[AppointmentId]:
    """Which appointments changed where nothing else did, and few enough to be read one by one; else none.

    A change without ids may be of any row.
    """
    ids = {AppointmentId(each) for one in changed for each in one.ids}
    is_alone = all(one.table == "appointments" and one.ids for one in changed)
    return frozenset(ids if is_alone and len(ids) <= _MOST_ALONE else ())
