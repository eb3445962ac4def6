"""What a calendar can be filtered by: the legend of its colours and signs, and places and people. Qt-free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.domain.enums import AppointmentStatus
from core.domain.records import Location, Service
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.ports import Practitioner


@dataclass(frozen=True, slots=True)
class Choice:
    """One value; `name` is empty for appointments that name none. `colour` is of a service."""

    value: Any
    name: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """By the kinds that `EntryFilter` knows; a kind with one value alone is no choice and is left out."""

    services: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    locations: tuple[Choice, ...] = ()
    practitioners: tuple[Choice, ...] = ()


def filter_choices(
    services: Sequence[Service],
    locations: Sequence[Location],
    team: Sequence[Practitioner],
    entries: Iterable[CalendarEntry],
) -> FilterChoices:
    """What is offered now, and whatever else an appointment on the page has."""
    seen = list(entries)
    by_service = {row.id: Choice(row.id, row.name, row.colour) for row in services}
    by_location = {row.id: Choice(row.id, row.name) for row in locations}
    for entry in seen:
        if entry.service_id is not None and entry.service:
            by_service.setdefault(entry.service_id, Choice(entry.service_id, entry.service, entry.colour))
        if entry.location_id is not None and entry.location:
            by_location.setdefault(entry.location_id, Choice(entry.location_id, entry.location))
    booked = {entry.practitioner_id for entry in seen}
    people = tuple(Choice(one.id, one.name) for one in team if one.is_active or one.id in booked)
    none = Choice(None, "")
    return FilterChoices(
        (*by_service.values(), none),
        tuple(Choice(status, "") for status in AppointmentStatus),
        (*by_location.values(), none) if by_location else (),
        people if len(people) > 1 else (),
    )
