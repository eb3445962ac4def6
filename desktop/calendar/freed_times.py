"""Times that a command makes free, and who waits for one. Methods run on the store worker."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.domain.enums import AppointmentStatus
from core.domain.free_time import Span, free_between
from core.domain.ids import AppointmentId, ClientId
from core.domain.records import Appointment
from core.domain.series import Scope
from core.domain.waitlist_matching import Fit, FreeTime, fits

if TYPE_CHECKING:
    from core.store.practice.practice import Practice

_AHEAD = timedelta(weeks=8)
"""How far the times of a series are looked at."""
_HOLDS = frozenset({AppointmentStatus.SCHEDULED, AppointmentStatus.COMPLETED})


class FreedTimes:
    """Asked before a command and after it. While nobody waits, neither costs more than one look."""

    def __init__(self, practice: "Practice") -> None:
        self._practice = practice

    def ahead(self, appointment_id: AppointmentId, scope: Scope) -> list[Appointment]:
        """What a command to this appointment, and as much of its series, may make free; by start."""
        if not self._practice.waitlist.waiting():
            return []
        now = self._practice.desk.clock.now()
        one = self._practice.appointments.get(appointment_id)
        found = [one]
        if scope is not Scope.THIS and one.series_id is not None:
            first = max(now, one.scheduled_start) if scope is Scope.FOLLOWING else now
            rows = self._practice.appointments.between(first, now + _AHEAD)
            found = [row.appointment for row in rows if row.appointment.series_id == one.series_id]
        return [each for each in found if each.status in _HOLDS and each.scheduled_start > now]

    def fits(self, before: Sequence[Appointment]) -> tuple[Fit, ...]:
        """Who waits for what is left of these times now."""
        first = min(each.scheduled_start for each in before)
        last = max(each.scheduled_end for each in before)
        rows = self._practice.appointments.between(first, last)
        held = [row.appointment for row in rows if row.appointment.status in _HOLDS]
        booked: dict[ClientId, list[Span]] = {}
        for each in held:
            booked.setdefault(each.client_id, []).append((each.scheduled_start, each.scheduled_end))
        times = [time for each in before for time in self._left(each, held)]
        return tuple(fits(self._practice.waitlist.waiting(), times, booked))

    def _left(self, gone: Appointment, held: Sequence[Appointment]) -> list[FreeTime]:
        """What neither other appointments of whoever treats nor blocks take."""
        treats, zone = gone.practitioner_user_id, ZoneInfo(self._practice.settings.workspace().timezone)
        blocks = self._practice.blocks.between(gone.scheduled_start, gone.scheduled_end)
        taken = [
            *((e.scheduled_start, e.scheduled_end) for e in held if e.practitioner_user_id == treats),
            *((block.start, block.end) for block in blocks if block.holds_up(treats)),
        ]
        return [
            FreeTime(
                start=start,
                end=end,
                zone=zone,
                practitioner_id=treats,
                location_id=gone.location_id,
            )
            for start, end in free_between([(gone.scheduled_start, gone.scheduled_end)], taken)
        ]
