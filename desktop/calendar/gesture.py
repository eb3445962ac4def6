"""Creating, moving and resizing: from a pointer or from keys to a ghost with times. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.ids import UserId
from core.domain.timegrid import DayScale
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.geometry import Point
from desktop.calendar.ports import NOBODY, Practitioner
from desktop.kit.hours import SNAP_MINUTES

Held = CalendarEntry | BlockEntry
"""What can be moved: an appointment, or one day of a block of time."""


class GestureKind(Enum):
    """What changes: a new time, the whole of what is held, or one end."""

    CREATE = "create"
    MOVE = "move"
    RESIZE_START = "resize-start"
    RESIZE_END = "resize-end"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A time that is being chosen, for the appointment or the block that would take it, or for a new one."""

    kind: GestureKind
    start: datetime
    end: datetime
    entry: CalendarEntry | None = None
    practitioner: UserId | None = None
    """Whose column it is in; None where days alone have columns."""
    block: BlockEntry | None = None

    @property
    def held(self) -> Held | None:
        """What would take the time; None for something new."""
        return self.entry or self.block

    @property
    def is_all_day(self) -> bool:
        """Whether it is about whole days, which have no hours."""
        return self.block is not None and self.block.is_all_day

    @property
    def moved(self) -> bool:
        """Whether committing would change anything."""
        held = self.held
        if held is None or self.new_practitioner is not None:
            return True
        return (self.start, self.end) != (held.start, held.end)

    @property
    def new_practitioner(self) -> UserId | None:
        """Who would treat instead; None where that stays as it is."""
        same = self.entry is None or self.practitioner in {None, NOBODY, self.entry.practitioner_id}
        return None if same else self.practitioner


@dataclass(frozen=True, slots=True)
class Board:
    """The columns on which a gesture plays: local days of the practice's time zone."""

    days: Sequence[DayScale]
    zone: ZoneInfo
    practitioners: Sequence[Practitioner] = ()
    """Of each column; empty where a column holds whoever treats."""
    snap_minutes: int = SNAP_MINUTES
    """The practice's: times that are pointed at are multiples of it on the clock."""

    @property
    def snap(self) -> timedelta:
        """From one time that can be pointed at to the next."""
        return timedelta(minutes=self.snap_minutes)

    def takes(self, column: int, entry: CalendarEntry) -> bool:
        """Whether an appointment of the column's day stands in it."""
        return not self.practitioners or self.practitioners[column].id == entry.practitioner_id

    def practitioner_of(self, column: int) -> UserId | None:
        """None where days alone have columns; NOBODY in the column of appointments that name nobody."""
        return self.practitioners[column].id if self.practitioners else None

    def columns(self, practitioner: UserId | None) -> list[int]:
        """Where something of this practitioner stands; None is of everybody."""
        known = range(len(self.days))
        if not self.practitioners or practitioner is None:
            return list(known)
        return [column for column in known if self.practitioners[column].id == practitioner]

    def moment(self, point: Point) -> datetime:
        """In UTC and not snapped; in an hour that the clock leaves out, the first moment after it."""
        return self.days[point.column].moment_at(point.minute)

    def snapped(self, point: Point) -> datetime:
        """The nearest time that can be pointed at, never outside the column's day."""
        return self.snapped_on(self.days[point.column], point.minute)

    def snapped_on(self, day: DayScale, minute: float) -> datetime:
        """As `snapped`, on a day that may have no column any more."""
        at = timegrid.snap(day.moment_at(minute), self.zone, self.snap_minutes)
        return min(max(at, day.start), day.end)

    def slot(self, point: Point) -> tuple[datetime, datetime]:
        """What a click means: from the time under it to the next one."""
        day = self.days[point.column]
        start = max(timegrid.snap_down(self.moment(point), self.zone, self.snap_minutes), day.start)
        return start, start + self.snap

    def columns_at(self, moment: datetime) -> list[int]:
        """Several where practitioners share the day."""
        return [column for column, day in enumerate(self.days) if day.contains(moment)]


@dataclass(frozen=True, slots=True)
class Drag:
    """A drag under way: where it began, and on what. `grip` is how far below its top that is held.

    The page may turn and its columns may change under it, so it knows its day and no column.
    """

    kind: GestureKind
    day: DayScale
    slot: tuple[datetime, datetime]
    """What a click there would have meant."""
    practitioner: UserId | None
    """Whose column it began in."""
    held: Held | None = None
    grip: timedelta = timedelta()


def begin(board: Board, kind: GestureKind, point: Point, held: Held | None) -> Drag:
    """A drag that begins at `point`, on what is `held`, or on a free time where that is None."""
    grip = board.moment(point) - held.start if held else timedelta()
    practitioner = board.practitioner_of(point.column)
    return Drag(kind, board.days[point.column], board.slot(point), practitioner, held, grip)


def follow(board: Board, drag: Drag, point: Point) -> Ghost:
    """The ghost for a pointer that stands at `point`."""
    held = drag.held
    if held is None:
        return _created(board, drag, point)
    if isinstance(held, BlockEntry) and held.is_all_day:
        return on_another_day(held, (board.days[point.column].day - drag.day.day).days, board.zone)
    if drag.kind is GestureKind.MOVE:
        return _moved(board, drag, held, point)
    return _resized(board, drag.kind, held, point)


def holding(
    kind: GestureKind, start: datetime, end: datetime, held: Held, column: UserId | None = None
) -> Ghost:
    """The ghost of what is held. A block stays whose it is: it knows no other `column` than its own."""
    if isinstance(held, BlockEntry):
        return Ghost(kind, start, end, practitioner=held.user_id if column else None, block=held)
    return Ghost(kind, start, end, held, column)


def _created(board: Board, drag: Drag, point: Point) -> Ghost:
    anchor, after = drag.slot
    reach = board.snapped_on(drag.day, point.minute)
    start, end = (anchor, reach) if reach > anchor else (reach, after)
    return Ghost(GestureKind.CREATE, start, end, None, drag.practitioner if board.practitioners else None)


def _moved(board: Board, drag: Drag, held: Held, point: Point) -> Ghost:
    """The grip is taken off on the pointer's day, so a move over a clock change keeps the hour."""
    day = board.days[point.column]
    minutes = drag.grip / timedelta(minutes=1)
    # A start before midnight is on the day before, of which this column has no minutes.
    start = (
        day.moment_at(point.minute - minutes) if minutes <= point.minute else board.moment(point) - drag.grip
    )
    start = timegrid.snap(start, board.zone, board.snap_minutes)
    column = board.practitioner_of(point.column)
    return holding(GestureKind.MOVE, start, held.ending(start, board.zone), held, column)


def _resized(board: Board, kind: GestureKind, held: Held, point: Point) -> Ghost:
    at, least = board.snapped(point), _least(held, board.snap)
    column = held.practitioner_id if board.practitioners else None
    if kind is GestureKind.RESIZE_END:
        return holding(kind, held.start, max(at, held.start + least), held, column)
    return holding(kind, min(at, held.end - least), held.end, held, column)


def _least(held: Held | None, snap: timedelta) -> timedelta:
    """How short it can become: what is shorter than a step already stays as long as it is."""
    return snap if held is None else min(snap, held.duration)


def nudged(ghost: Ghost, zone: ZoneInfo, snap: timedelta, *, days: int = 0, steps: int = 0) -> Ghost:
    """One press of an arrow in move or resize mode: by days on the wall clock, or by steps of `snap`.

    Whole days know no steps, and at least one of them is left.
    """
    if ghost.is_all_day:
        steps = 0
    if ghost.kind is GestureKind.RESIZE_START:
        start = timegrid.shift_days(ghost.start, days, zone) + steps * snap
        return replace(ghost, start=min(start, _latest_start(ghost, zone, snap)))
    if ghost.kind is GestureKind.RESIZE_END:
        end = timegrid.shift_days(ghost.end, days, zone) + steps * snap
        return replace(ghost, end=max(end, _earliest_end(ghost, zone, snap)))
    start = timegrid.shift_days(ghost.start, days, zone) + steps * snap
    length = ghost.end - ghost.start
    return replace(ghost, start=start, end=ghost.held.ending(start, zone) if ghost.held else start + length)


def _latest_start(ghost: Ghost, zone: ZoneInfo, snap: timedelta) -> datetime:
    if ghost.is_all_day:
        return timegrid.shift_days(ghost.end, -1, zone)
    return ghost.end - _least(ghost.held, snap)


def _earliest_end(ghost: Ghost, zone: ZoneInfo, snap: timedelta) -> datetime:
    if ghost.is_all_day:
        return timegrid.shift_days(ghost.start, 1, zone)
    return ghost.start + _least(ghost.held, snap)


def on_another_day(held: Held, days: int, zone: ZoneInfo) -> Ghost:
    """What is held so many days later, at the same time on the clock and as long as it is."""
    # No day later it stays where it is, also in the hour that comes twice.
    if not days:
        return holding(GestureKind.MOVE, held.start, held.end, held)
    start = timegrid.shift_days(held.start, days, zone)
    return holding(GestureKind.MOVE, start, held.ending(start, zone), held)
