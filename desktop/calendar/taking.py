"""What takes the time that a form asks for: appointments and blocks of time, as it names them. Qt-free."""

from collections.abc import Iterable, Mapping, Sequence

from core.domain.ids import LocationId
from core.domain.records import Appointment, Location
from core.domain.time_blocks import BlockSpan
from desktop.calendar.block_entry import BlockEntry, place_of
from desktop.calendar.entry import CalendarEntry, entry_of
from desktop.calendar.ports import AppointmentRow

TakenEntry = CalendarEntry | BlockEntry

COLLIDE = frozenset({"appointments", "appointment_series", "clients", "locations", "time_blocks"})
"""What the list of collisions is made from."""


def taking(
    rows: Iterable[AppointmentRow | BlockSpan], locations: Mapping[LocationId, Location]
) -> tuple[TakenEntry, ...]:
    """In the order in which they are told; a block does not say whose it is, for it is of whoever treats, but
    which place it closes."""
    places = {row.id: row.name for row in locations.values()}
    return tuple(_block(row, places) if isinstance(row, BlockSpan) else entry_of(row) for row in rows)


def _block(span: BlockSpan, places: Mapping[LocationId, str]) -> BlockEntry:
    return BlockEntry(span, place=place_of(span.block, places))


def seen(taken: Sequence[TakenEntry]) -> tuple[Appointment | BlockSpan, ...]:
    """What stood there in the sight of whoever books anyway."""
    found = (one.span if isinstance(one, BlockEntry) else one.appointment for one in taken)
    return tuple(one for one in found if one is not None)
