"""Times that a command makes free, and who waits for one. Methods run on the store worker."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.domain.appointments import OCCUPYING
from core.domain.buffers import MOST_MINUTES, NO_BUFFER, Buffer, Buffers, Kept, buffers_of, held
from core.domain.free_time import Span, free_between
from core.domain.ids import AppointmentId, ClientId, LocationId, ServiceId, UserId
from core.domain.records import Appointment
from core.domain.rights import CLINICIANS
from core.domain.series import Scope
from core.domain.time_blocks import BlockSpan
from core.domain.waitlist_matching import Fit, FreeTime, fits, turn
from desktop.kit.slot_search import BookedTime, booked_time

if TYPE_CHECKING:
    from core.store.practice.practice import Practice

_AHEAD = timedelta(weeks=8)
"""How far the times of a series are looked at."""
_MOST_ALONE = 200
"""Rows that are read by themselves; what is more takes as long as all that is ahead."""
# No buffer is longer, so a neighbour further away takes nothing of the time.
_BUFFER_REACH = timedelta(minutes=MOST_MINUTES)


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
        return [each for each in found if each.status in OCCUPYING and each.scheduled_start > now]

    def ahead_of_client(self, client_id: ClientId) -> list[Appointment]:
        """What cancelling all that a client has ahead may make free; by start."""
        if not self._practice.waitlist.waiting():
            return []
        now = self._practice.desk.clock.now()
        rows = self._practice.appointments.between(now, now + _AHEAD)
        found = (row.appointment for row in rows if row.appointment.client_id == client_id)
        return [each for each in found if each.status in OCCUPYING and each.scheduled_start > now]

    def came_free(self, before: Sequence[Appointment], ids: Collection[uuid.UUID]) -> list[Appointment]:
        """What may be free since a sync brought these rows; by start. `before` stood there until then.

        A therapist hears of their own times alone: whoever cancelled another's has heard of it already.
        """
        if not self._practice.waitlist.waiting():
            return []
        now = self._practice.desk.clock.now()
        gone = [row for row in self._these(ids, now) if row.status not in OCCUPYING]
        found = {row.id: row for row in (*gone, *before)}.values()
        with self._practice.desk.read() as db:
            treats = self._practice.desk.role(db) in CLINICIANS
        mine = {None, self._practice.me.user_id}
        concerns = (row for row in found if not treats or row.practitioner_user_id in mine)
        ahead = (row for row in concerns if row.scheduled_start > now)
        return sorted(ahead, key=lambda row: row.scheduled_start)

    def _these(self, ids: Collection[uuid.UUID], now: datetime) -> list[Appointment]:
        """Those of these rows that are near enough to be offered."""
        end, appointments = now + _AHEAD, self._practice.appointments
        if len(ids) > _MOST_ALONE:  # as after a long time without a sync: most of them are not near
            found = appointments.between(now, end)
            return [row.appointment for row in found if row.appointment.id in ids]
        rows = [row.appointment for row in appointments.these([AppointmentId(each) for each in ids])]
        return [row for row in rows if row.scheduled_start < end]

    def fits(self, before: Sequence[Appointment]) -> tuple[Fit, ...]:
        """Who waits for what is left of these times now, those first who are to be asked first."""
        first = min(each.scheduled_start for each in before) - _BUFFER_REACH
        last = max(each.scheduled_end for each in before) + _BUFFER_REACH
        ground = self._ground(first, last)
        waiting, booked = self._practice.waitlist.waiting(), ground.booked
        found: list[Fit] = []
        # Those who wait for one service share what is left: of a series there may be much to look at.
        for service in {entry.service_id for entry in waiting}:
            times = [time for gone in before for time in ground.left_of(gone, service)]
            found += fits((entry for entry in waiting if entry.service_id == service), times, booked)
        return tuple(sorted(found, key=lambda each: turn(each.entry)))

    def _ground(self, first: datetime, last: datetime) -> "_Ground":
        settings = self._practice.settings
        rows = self._practice.appointments.between(first, last)
        return _Ground(
            [booked_time(row.appointment) for row in rows if row.appointment.status in OCCUPYING],
            self._practice.blocks.between(first, last),
            buffers_of(settings.get("buffers")),
            ZoneInfo(settings.workspace().timezone),
        )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is booked and blocked around the times that came free."""

    held: Sequence[BookedTime]
    blocks: Sequence[BlockSpan]
    buffers: Buffers
    zone: ZoneInfo

    @property
    def booked(self) -> dict[ClientId, list[Span]]:
        """When each client has an appointment already."""
        booked: dict[ClientId, list[Span]] = {}
        for each in self.held:
            booked.setdefault(each.client_id, []).append((each.start, each.end))
        return booked

    def left_of(self, gone: Appointment, service: ServiceId | None) -> list[FreeTime]:
        """What can be booked for this service: neither blocks take it, nor other appointments of whoever
        treats with the buffers between, nor others in the room."""
        treats, freed = gone.practitioner_user_id, booked_time(gone)
        taken = [
            *self._taken(treats, freed.location_id, self._buffer(service)),
            *((block.start, block.end) for block in self.blocks if block.holds_up(treats, freed.location_id)),
        ]
        return [
            FreeTime(
                start=start,
                end=end,
                zone=self.zone,
                practitioner_id=treats,
                location_id=gone.location_id,
            )
            for start, end in free_between([(freed.start, freed.end)], taken)
        ]

    def _taken(self, treats: UserId | None, room: LocationId | None, wished: Buffer) -> Iterator[Span]:
        for each in self.held:
            if each.practitioner_id == treats:
                yield held(Kept(each.start, each.end, self._buffer(each.service_id)), wished)
            elif room is not None and each.location_id == room:
                yield each.start, each.end

    def _buffer(self, service: ServiceId | None) -> Buffer:
        return NO_BUFFER if service is None else self.buffers.get(service, NO_BUFFER)
