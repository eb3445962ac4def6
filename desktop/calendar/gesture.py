"""Creating, moving and resizing: from a pointer or from keys to a ghost with times. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.timegrid import DayScale
from desktop.calendar.entry import Entry
from desktop.calendar.geometry import Point

SNAP_MINUTES = 15
SNAP = timedelta(minutes=SNAP_MINUTES)


class Kind(Enum):
    CREATE = "create"
    MOVE = "move"
    RESIZE_START = "resize-start"
    RESIZE_END = "resize-end"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A time that is being chosen; `entry` is the appointment that would take it, None for a new one."""

    kind: Kind
    start: datetime
    end: datetime
    entry: Entry | None = None

    @property
    def moved(self) -> bool:
        """Whether committing would change anything."""
        return self.entry is None or (self.start, self.end) != (self.entry.start, self.entry.end)


@dataclass(frozen=True, slots=True)
class Board:
    """The columns on which a gesture plays: local days of the practice's time zone."""

    days: Sequence[DayScale]
    zone: ZoneInfo

    def moment(self, point: Point) -> datetime:
        return self.days[point.column].moment_at(point.minute)

    def snapped(self, point: Point) -> datetime:
        """The nearest quarter, never outside the column's day."""
        day = self.days[point.column]
        return min(max(timegrid.snap(self.moment(point), self.zone, SNAP_MINUTES), day.start), day.end)

    def slot(self, point: Point, minutes: int) -> tuple[datetime, datetime]:
        """What a click means: the quarter under it and a length."""
        start = max(
            timegrid.snap_down(self.moment(point), self.zone, SNAP_MINUTES), self.days[point.column].start
        )
        return start, start + timedelta(minutes=minutes)

    def column_of(self, moment: datetime) -> int | None:
        for column, day in enumerate(self.days):
            if day.contains(moment):
                return column
        return None


@dataclass(frozen=True, slots=True)
class Drag:
    """A drag under way: where it began, and on what. `grip` is how far below its top an entry is held."""

    kind: Kind
    origin: Point
    entry: Entry | None = None
    grip: timedelta = timedelta()


def begin(board: Board, kind: Kind, point: Point, entry: Entry | None) -> Drag:
    grip = board.moment(point) - entry.start if entry else timedelta()
    return Drag(kind, point, entry, grip)


def follow(board: Board, drag: Drag, point: Point) -> Ghost:
    """The ghost for a pointer that stands at `point`."""
    if drag.entry is None:
        return _created(board, drag, point)
    if drag.kind is Kind.MOVE:
        return _moved(board, drag, drag.entry, point)
    return _resized(board, drag.kind, drag.entry, point)


def _created(board: Board, drag: Drag, point: Point) -> Ghost:
    anchor, _ = board.slot(drag.origin, SNAP_MINUTES)
    reach = board.snapped(Point(drag.origin.column, point.minute))
    if reach > anchor:
        return Ghost(Kind.CREATE, anchor, reach)
    return Ghost(Kind.CREATE, reach, anchor + SNAP)


def _moved(board: Board, drag: Drag, entry: Entry, point: Point) -> Ghost:
    """The grip is taken off on the pointer's day, so a move over a clock change keeps the hour."""
    day = board.days[point.column]
    minutes = drag.grip / timedelta(minutes=1)
    start = (
        day.moment_at(point.minute - minutes) if minutes <= point.minute else board.moment(point) - drag.grip
    )
    start = timegrid.snap(start, board.zone, SNAP_MINUTES)
    return Ghost(Kind.MOVE, start, start + entry.duration, entry)


def _resized(board: Board, kind: Kind, entry: Entry, point: Point) -> Ghost:
    at = board.snapped(point)
    if kind is Kind.RESIZE_END:
        return Ghost(kind, entry.start, max(at, entry.start + SNAP), entry)
    return Ghost(kind, min(at, entry.end - SNAP), entry.end, entry)


def nudged(ghost: Ghost, zone: ZoneInfo, *, days: int = 0, steps: int = 0) -> Ghost:
    """One press of an arrow in move or resize mode: by days on the wall clock, by quarters of an hour."""
    if ghost.kind is Kind.RESIZE_END:
        end = timegrid.shift_days(ghost.end, days, zone) + steps * SNAP
        return replace(ghost, end=max(end, ghost.start + SNAP))
    start = timegrid.shift_days(ghost.start, days, zone) + steps * SNAP
    return replace(ghost, start=start, end=start + (ghost.end - ghost.start))
