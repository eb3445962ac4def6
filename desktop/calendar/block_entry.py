"""A block of time as the calendar shows it, and its title. Qt-free."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.ids import LocationId, TimeBlockId, UserId
from core.domain.records import TimeBlock
from core.domain.time_blocks import BlockSpan
from core.domain.timegrid import at_wall
from desktop.calendar.entry import initials
from desktop.calendar.ports import NOBODY
from desktop.kit.i18n import tr

BlockKey = tuple[TimeBlockId, date]
"""One day of a block."""


@dataclass(frozen=True, slots=True)
class BlockEntry:
    """`who` is whose time it is, where several treat; empty for a closure.

    `place` is the one that is closed, where it is not the whole practice. Such a block `counts` where all
    that is shown, or what is being booked, takes that place; any other always does. It is `movable` but for
    somebody else's own time.
    """

    span: BlockSpan
    who: str = ""
    place: str = ""
    counts: bool = True
    movable: bool = True

    @property
    def id(self) -> TimeBlockId:
        """Of the block; all of its days have the same."""
        return self.span.block.id

    @property
    def key(self) -> BlockKey:
        """What tells it from all others."""
        return self.id, self.span.day

    @property
    def start(self) -> datetime:
        return self.span.start

    @property
    def end(self) -> datetime:
        return self.span.end

    @property
    def duration(self) -> timedelta:
        """The time that really passes, also where the clock changes in between."""
        return self.end - self.start

    def ending(self, start: datetime, zone: ZoneInfo) -> datetime:
        """When it ends if it begins then: its end is a time on the wall, as its beginning is."""
        length = timedelta(minutes=self.span.block.duration_minutes)
        wall = start.astimezone(zone).replace(tzinfo=None) + length
        return at_wall(wall.date(), wall.time(), zone)

    @property
    def repeats(self) -> bool:
        """Whether it comes on more days than this one."""
        return self.span.block.rrule is not None

    @property
    def practitioner_id(self) -> UserId:
        """Whose column it is in; NOBODY where it stands in all of them."""
        return self.user_id or NOBODY

    @property
    def user_id(self) -> UserId | None:
        """Whose time it is; None where the whole practice, or a place, is closed."""
        return self.span.block.user_id

    @property
    def is_all_day(self) -> bool:
        return self.span.block.is_all_day

    def title(self, *, blurred: bool = False) -> str:
        """What it is for; blurred, and without a title, only that nobody can be booked."""
        usual = tr("Blocks", "Closed") if self.user_id is None else tr("Blocks", "Blocked")
        return usual if blurred else self.span.block.title or usual

    def labels(self, *, blurred: bool = False, named: bool = True) -> tuple[str, ...]:
        """ "Lunch · Dana Levi", and shorter ones for where there is less room. Not `named`: its column says
        whose it is, though never which place is closed."""
        title = self.title(blurred=blurred)
        if self.place:
            closed = tr("Blocks", "{place} (closed)", place=self.place)
            return f"{title} · {self.place}", closed, self.place
        if not self.who or not named:
            return (title,)
        return f"{title} · {self.who}", f"{title} · {initials(self.who)}", title


def entries_of(
    found: Iterable[BlockSpan], names: Mapping[UserId, str], places: Mapping[LocationId, str]
) -> list[BlockEntry]:
    """`names` of those who treat, where several do, and of `places`."""
    return [
        BlockEntry(
            span,
            names.get(span.block.user_id, "") if span.block.user_id else "",
            place_of(span.block, places),
        )
        for span in found
    ]


def place_of(block: TimeBlock, places: Mapping[LocationId, str]) -> str:
    """Name of the place that a block closes; empty where it closes none."""
    return "" if block.location_id is None else place_name(block.location_id, places)


def place_name(location_id: LocationId, places: Mapping[LocationId, str]) -> str:
    """Also of one that is not among them any more."""
    return places.get(location_id) or tr("Blocks", "A place that was removed")
