"""Where the arrows lead among appointments and free times. Qt-free and without state."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from desktop.calendar.entry import CalendarEntry

_HALF_HOUR = timedelta(minutes=30)


def step_of(snap_minutes: int) -> timedelta:
    """How far an arrow goes where nothing is booked: half an hour where appointments snap to it, else one
    of the times to which they do."""
    snap = timedelta(minutes=snap_minutes)
    return snap if _HALF_HOUR % snap else _HALF_HOUR


def order(entry: CalendarEntry) -> tuple[datetime, float, bytes]:
    """Of the lanes: the earlier, and of two that start together the longer, stands first."""
    return entry.start, -entry.duration.total_seconds(), entry.id.bytes


def near(
    today: Iterable[CalendarEntry], chosen: CalendarEntry | None, cursor: datetime, by: int, step: timedelta
) -> CalendarEntry | None:
    """The day's next (or previous) appointment, if no free step lies before it."""
    # As if it stood before whatever begins at the cursor: a step down finds that, a step up does not.
    here = order(chosen) if chosen else (cursor, float("-inf"), b"")
    if by > 0:
        found = min((entry for entry in today if order(entry) > here), key=order, default=None)
        edge = max(chosen.end, cursor + step) if chosen else cursor + 2 * step
        return found if found and found.start < edge else None
    found = max((entry for entry in today if order(entry) < here), key=order, default=None)
    return found if found and found.end > cursor - step else None


def touching(entries: Iterable[CalendarEntry], cursor: datetime, step: timedelta) -> list[CalendarEntry]:
    """What stands beside each other at the cursor's step, in the order of the lanes."""
    return sorted(
        (entry for entry in entries if entry.start < cursor + step and cursor < entry.end), key=order
    )


def following(
    entries: Iterable[CalendarEntry], chosen: CalendarEntry | None, cursor: datetime, by: int
) -> CalendarEntry | None:
    """The next or previous appointment of all."""
    here = order(chosen) if chosen else (cursor, float("-inf"), b"")
    if by > 0:
        return min((entry for entry in entries if order(entry) > here), key=order, default=None)
    return max((entry for entry in entries if order(entry) < here), key=order, default=None)
