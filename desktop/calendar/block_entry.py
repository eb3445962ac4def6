"""A block of time as the calendar shows it, and what it says; free of widgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from core.domain.ids import TimeBlockId, UserId
from core.domain.time_blocks import BlockSpan
from core.domain.timegrid import day_of
from desktop.calendar.entry import initials
from desktop.calendar.series_texts import short_day
from desktop.calendar.texts import day_text, span_text, time_text
from desktop.kit.i18n import tr

_MOMENT = timedelta(microseconds=1)
BlockKey = tuple[TimeBlockId, date]
"""One day of a block."""


@dataclass(frozen=True, slots=True)
class BlockEntry:
    """`who` is whose time it is, where several treat; empty for a closure, which is everybody's."""

    span: BlockSpan
    who: str = ""

    @property
    def key(self) -> BlockKey:
        """What tells it from all others."""
        return self.span.block.id, self.span.day

    @property
    def start(self) -> datetime:
        return self.span.start

    @property
    def end(self) -> datetime:
        return self.span.end

    @property
    def user_id(self) -> UserId | None:
        """Whose time it is; None where the whole practice is closed."""
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
        whose it is."""
        title = self.title(blurred=blurred)
        if not self.who or not named:
            return (title,)
        return f"{title} · {self.who}", f"{title} · {initials(self.who)}", title


def entries_of(found: list[BlockSpan], names: Mapping[UserId, str]) -> list[BlockEntry]:
    """`names` of those who treat, where several do."""
    return [
        BlockEntry(span, names.get(span.block.user_id, "") if span.block.user_id else "") for span in found
    ]


def when_text(block: BlockEntry, zone: ZoneInfo) -> str:
    """ "Tuesday, 24 November, 12:00–13:00"; of whole days the first and the last one."""
    first, last = day_of(block.start, zone), day_of(block.end - _MOMENT, zone)
    if block.is_all_day:
        if first == last:
            return tr("Blocks", "{day}, all day", day=day_text(first))
        return tr("Blocks", "{first} to {last}, all day", first=day_text(first), last=day_text(last))
    if first == last:
        return f"{day_text(first)}, {span_text(block.start, block.end, zone)}"
    ends = (
        f"{short_day(day)}, {time_text(at, zone)}" for day, at in ((first, block.start), (last, block.end))
    )
    return " – ".join(ends)


def block_spoken(block: BlockEntry, zone: ZoneInfo, *, blurred: bool = False) -> str:
    """ "Tuesday 12:00 to 13:00, Lunch, Dana Levi, blocked", for a screen reader."""
    when = when_text(block, zone)
    if not block.is_all_day:
        weekday = QLocale().dayName(day_of(block.start, zone).isoweekday())
        start, end = time_text(block.start, zone), time_text(block.end, zone)
        when = tr("Calendar", "{weekday} {start} to {end}", weekday=weekday, start=start, end=end)
    state = tr("Blocks", "closed") if block.user_id is None else tr("Blocks", "blocked")
    title = "" if blurred else block.span.block.title
    return ", ".join(part for part in (when, title, block.who, state) if part)


def block_hover(block: BlockEntry, zone: ZoneInfo, *, blurred: bool = False) -> str:
    """Title, time and person, one below the other."""
    return "\n".join(filter(None, (block.title(blurred=blurred), when_text(block, zone), block.who)))
