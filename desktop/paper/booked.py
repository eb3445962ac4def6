"""What stands on the days of a printed calendar, and how a blocked time is told. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.enums import AppointmentStatus
from core.domain.ids import LocationId, UserId
from core.domain.records import TimeBlock
from core.domain.time_blocks import BlockSpan
from core.domain.timegrid import DayScale
from core.store.practice.appointments import ListedAppointment
from core.store.practice.practice import Practice
from desktop.paper.record_words import RecordWords
from desktop.paper.shown import Shown


@dataclass(frozen=True, slots=True)
class Booked:
    """Appointments that were not cancelled, and blocked times. `people` are of those who treat, and empty
    where one does alone; `places` of all that were not deleted."""

    rows: Sequence[ListedAppointment]
    blocks: Sequence[BlockSpan]
    people: Mapping[UserId, str]
    places: Mapping[LocationId, str]

    def state(self, block: TimeBlock, words: RecordWords, people: Mapping[UserId, str]) -> list[str]:
        """Blocked or closed, and of whom or which place; `people` are those who are named."""
        told = [words.blocked if block.user_id else words.closed]
        if block.user_id is not None and block.user_id in people:
            told.append(people[block.user_id])
        if block.location_id is not None:
            told.append(self.places.get(block.location_id, words.removed_place))
        return told


def booked_on(practice: Practice, first: date, last: date, zone: ZoneInfo, shown: Shown) -> Booked:
    """From `first` to `last`, both with. On a worker."""
    start = timegrid.start_of_day(first, zone)
    end = timegrid.start_of_day(last + timedelta(days=1), zone)
    rows = [
        row
        for row in practice.appointments.between(start, end)
        if row.appointment.status is not AppointmentStatus.CANCELLED and shown.shows_row(row)
    ]
    blocks = [span for span in practice.blocks.between(start, end) if shown.shows_block(span.block)]
    team = {one.id: one.full_name for one in practice.team.list() if one.is_active}
    places = {row.id: row.name for row in practice.locations.list(include_inactive=True)}
    return Booked(rows, blocks, team if len(team) > 1 else {}, places)


def touches(span: BlockSpan, scale: DayScale) -> bool:
    """Whether some of it is on a day."""
    return span.start < scale.end and scale.start < span.end
