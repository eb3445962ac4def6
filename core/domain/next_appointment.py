"""When somebody is told that the next appointment is near."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.ids import AppointmentId

STALE = timedelta(minutes=5)
"""A notice that could not be given for so long, as while the computer slept, is not given at all."""


@dataclass(frozen=True, slots=True)
class Coming:
    """An appointment ahead of whoever works here; `initials` are the client's."""

    appointment_id: AppointmentId
    start: datetime
    initials: str


def due(
    coming: Iterable[Coming], now: datetime, lead: timedelta, told: Collection[Coming] = ()
) -> Coming | None:
    """The first of which it is time to tell, `lead` before its start; None for none.

    Not of those in `told`: one that moved afterwards is told of again.
    """
    known = {(each.appointment_id, each.start) for each in told}
    found = (
        each
        for each in coming
        # Never after the start, also where it is told less than those minutes before it.
        if each.start - lead <= now < min(each.start, each.start - lead + STALE)
        and (each.appointment_id, each.start) not in known
    )
    return min(found, key=lambda each: each.start, default=None)


def minutes_until(start: datetime, now: datetime) -> int:
    """Whole ones, rounded to the nearest and at least one."""
    return max(1, round((start - now) / timedelta(minutes=1)))
