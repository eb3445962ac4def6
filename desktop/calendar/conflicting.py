"""Which of the appointments shown stand in each other's way, by the rule of booking. Qt-free."""

from collections.abc import Iterable
from dataclasses import replace

from core.domain import appointments as rules
from core.domain.appointments import BookingTime
from core.domain.ids import AppointmentId
from core.domain.records import Appointment
from desktop.calendar.entry import CalendarEntry


def conflicting(entries: Iterable[CalendarEntry]) -> frozenset[AppointmentId]:
    """Both of every pair that hold the same client, practitioner or room at one time."""
    rows = sorted(filter(None, map(_as_shown, entries)), key=lambda row: row.scheduled_start)
    found: set[AppointmentId] = set()
    running: list[Appointment] = []
    for row in rows:
        # In the order of their starts: what is over by now stands in nobody's way later on either.
        running = [one for one in running if one.scheduled_end > row.scheduled_start]
        hit = [one.id for one in running if rules.collides(rules.slot_of(row), one)]
        found |= {row.id, *hit} if hit else set()
        running.append(row)
    return frozenset(found)


def colliding(slot: BookingTime, entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    """Those that hold the slot's client, practitioner or room at its time, by start.

    The grid asks at each step of a drag: of all that it knows, few overlap, and only these are compared.
    """
    there = (entry for entry in entries if rules.overlaps(slot.start, slot.end, entry.start, entry.end))
    found = [entry for entry in there if (row := _as_shown(entry)) and rules.collides(slot, row)]
    return sorted(found, key=lambda entry: (entry.start, entry.id.bytes))


def _as_shown(entry: CalendarEntry) -> Appointment | None:
    """The row at the times at which it is painted, which a move changes before the store answers."""
    if entry.appointment is None or not entry.movable:
        return None
    return replace(entry.appointment, scheduled_start=entry.start, scheduled_end=entry.end)
