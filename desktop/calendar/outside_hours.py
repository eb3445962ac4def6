"""Appointments that other hours or closed days would leave outside. Methods run on the store worker."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from core.domain.appointments import OCCUPYING, slot_of
from core.domain.timegrid import day_of, day_scale, days_from
from desktop.calendar.entry import CalendarEntry, entry_of
from desktop.calendar.ports import AppointmentRow
from desktop.kit.hours import Hours, hours_of

if TYPE_CHECKING:
    from core.store.practice.practice import Practice

_HOLIDAYS = "holidays"
TIMEZONE = "timezone"
"""No setting but a field of the practice; here it is told among them."""
WEEKS_AHEAD = 8
_HOLIDAYS_AHEAD = 400
"""Days. Each comes once in a year, by the sun or by the moon; of weekly hours the next weeks tell enough."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Those that are inside now, by start, with the zone in which their times will be told."""

    entries: Sequence[CalendarEntry]
    zone: ZoneInfo


class OutsideHours:
    """Of one practice. Only what is still to come and takes place counts."""

    def __init__(self, practice: "Practice") -> None:
        self._practice = practice

    def newly(self, changed: Mapping[str, Any]) -> Outside:
        """If these settings of the practice were so: weekly hours for eight weeks, closed days for a year.

        `changed` may have the "timezone" that is to be; one that is none counts as not said.
        """
        settings, place = self._practice.settings.all(), self._practice.settings.workspace()
        zone, now = ZoneInfo(place.timezone), self._practice.desk.clock.now()
        before, after = (hours_of(one, place.locale) for one in (settings, {**settings, **changed}))
        later = _zone_of(changed.get(TIMEZONE), zone)
        ahead = _HOLIDAYS_AHEAD if set(changed) <= {_HOLIDAYS} else 7 * WEEKS_AHEAD
        is_moved = later != zone
        days = [
            day for day in days_from(day_of(now, zone), ahead) if is_moved or _differs(before, after, day)
        ]
        found: dict[object, CalendarEntry] = {}
        for start, end in _stretches(days, zone):
            rows = self._practice.appointments.between(max(now, start), end)
            left = (row for row in rows if _is_left_out(row, (before, zone), (after, later), now))
            found |= {row.appointment.id: entry_of(row) for row in left}
        return Outside(tuple(found.values()), later)


def _differs(before: Hours, after: Hours, day: date) -> bool:
    """For anybody, or in any room."""
    people = {None, *before.people, *after.people}
    rooms = {None, *before.rooms, *after.rooms}
    return any(
        list(before.open_on(day, who, room)) != list(after.open_on(day, who, room))
        for who in people
        for room in rooms
    )


def _stretches(days: Sequence[date], zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Days in a row are read at once."""
    first: date | None = None
    for day, following in zip(days, [*days[1:], None], strict=False):
        first = first or day
        if following != day + timedelta(days=1):
            yield day_scale(first, zone).start, day_scale(day, zone).end
            first = None


def _zone_of(typed: object, present: ZoneInfo) -> ZoneInfo:
    return ZoneInfo(typed) if isinstance(typed, str) and typed in available_timezones() else present


def _is_left_out(
    row: AppointmentRow, before: tuple[Hours, ZoneInfo], after: tuple[Hours, ZoneInfo], now: datetime
) -> bool:
    appointment, slot = row.appointment, slot_of(row.appointment)
    if appointment.status not in OCCUPYING or appointment.scheduled_start <= now:
        return False
    span, who = (slot.start, slot.end), slot.practitioner_user_id
    was, will_be = (hours.covers(span, zone, who, slot.room) for hours, zone in (before, after))
    return was and not will_be
