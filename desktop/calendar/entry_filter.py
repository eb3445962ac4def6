"""Which appointments and blocks are left out of the calendar's views, by what somebody chose. Qt-free."""

from dataclasses import dataclass, replace
from typing import Any

from core.domain.enums import AppointmentStatus
from core.domain.ids import LocationId, ServiceId, UserId
from core.domain.records import TimeBlock
from core.store.practice.appointments import ListedAppointment
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.ports import NOBODY


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What is hidden. None among services and locations stands for appointments that name none."""

    services: frozenset[ServiceId | None] = frozenset()
    locations: frozenset[LocationId | None] = frozenset()
    practitioners: frozenset[UserId] = frozenset()
    statuses: frozenset[AppointmentStatus] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.services or self.locations or self.practitioners or self.statuses)

    def shows(self, entry: CalendarEntry) -> bool:
        """False as soon as one of its service, place, practitioner and status is hidden."""
        return not (
            entry.service_id in self.services
            or entry.location_id in self.locations
            or entry.practitioner_id in self.practitioners
            or entry.status in self.statuses
        )

    def shows_row(self, row: ListedAppointment) -> bool:
        """As `shows`, of an appointment as the store has it."""
        visit = row.appointment
        return not (
            visit.service_id in self.services
            or visit.location_id in self.locations
            or (visit.practitioner_user_id or NOBODY) in self.practitioners
            or visit.status in self.statuses
        )

    def shows_block(self, block: TimeBlock) -> bool:
        """False where whose time it is, or the place that it closes, is hidden."""
        return block.user_id not in self.practitioners and (
            block.location_id is None or block.location_id not in self.locations
        )

    def switched(self, kind: str, value: Any, *, shown: bool) -> "EntryFilter":
        """With one more value of a kind, such as "services", hidden or shown again."""
        hidden: frozenset[Any] = getattr(self, kind)
        return replace(self, **{kind: hidden - {value} if shown else hidden | {value}})


EVERYTHING = EntryFilter()
