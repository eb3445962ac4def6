"""Which appointments are left out of the calendar's views, by what somebody chose. Qt-free."""

from dataclasses import dataclass, replace
from typing import Any

from core.domain.enums import AppointmentStatus
from core.domain.ids import LocationId, ServiceId, UserId
from desktop.calendar.entry import CalendarEntry


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

    def switched(self, kind: str, value: Any, *, shown: bool) -> "EntryFilter":
        """With one more value of a kind, such as "services", hidden or shown again."""
        hidden: frozenset[Any] = getattr(self, kind)
        return replace(self, **{kind: hidden - {value} if shown else hidden | {value}})


EVERYTHING = EntryFilter()
