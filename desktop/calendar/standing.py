"""Appointments that stand in a time that is blocked, or is to be. Methods run on the store worker."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.domain.appointments import OCCUPYING, slot_of
from core.domain.ids import TimeBlockId
from core.domain.records import Appointment, TimeBlock
from core.domain.time_blocks import BlockSpan, in_the_way, spans
from core.domain.timegrid import at_wall
from desktop.calendar.entry import CalendarEntry, entry_of

if TYPE_CHECKING:
    from core.store.practice.practice import Practice

_REPEATED = timedelta(weeks=8)
"""How much of a repetition is looked at, from its first day or from now on."""


class StandingAppointments:
    """Of one practice. Only what is still to come stands in anybody's way."""

    def __init__(self, practice: "Practice") -> None:
        self._practice = practice

    def of_values(self, values: Mapping[str, Any], known: TimeBlock | None) -> tuple[CalendarEntry, ...]:
        """Where a block had these columns: a new one, or `known` as it would be."""
        if known is not None:
            return self._of(replace(known, **values))
        now = self._practice.desk.clock.now()
        zone = self._practice.settings.workspace().timezone
        new = TimeBlock(
            id=TimeBlockId(uuid.UUID(int=0)),
            workspace_id=self._practice.me.workspace_id,
            created_at=now,
            updated_at=now,
            **{"timezone": zone, **values},
        )
        return self._of(new)

    def of_block(self, block_id: TimeBlockId) -> tuple[CalendarEntry, ...]:
        """Where a block is; NotFound once it is deleted."""
        return self._of(self._practice.blocks.get(block_id))

    def newly(self, values: Mapping[str, Any], known: TimeBlock) -> tuple[CalendarEntry, ...]:
        """Those that stand where `known` would be, and not where it is."""
        before = {one.id for one in self._of(known)}
        return tuple(one for one in self.of_values(values, known) if one.id not in before)

    def _of(self, block: TimeBlock) -> tuple[CalendarEntry, ...]:
        now = self._practice.desk.clock.now()
        blocked = _spans(block, now)
        if not blocked:
            return ()
        rows = self._practice.appointments.between(max(now, blocked[0].start), blocked[-1].end)
        return tuple(entry_of(row) for row in rows if _stands(row.appointment, blocked))


def _stands(appointment: Appointment, blocked: Sequence[BlockSpan]) -> bool:
    slot = slot_of(appointment)
    is_taken = in_the_way(blocked, slot.practitioner_user_id, slot.start, slot.end, slot.room)
    return appointment.status in OCCUPYING and bool(is_taken)


def _spans(block: TimeBlock, now: datetime) -> list[BlockSpan]:
    wall = datetime.fromisoformat(block.start_local)
    begins = at_wall(wall.date(), wall.time(), ZoneInfo(block.timezone))
    start, length = max(now, begins), timedelta(minutes=block.duration_minutes)
    # The clocks may change while it lasts.
    end = begins + length + timedelta(days=1) if block.rrule is None else start + _REPEATED
    return spans(block, start, end)
