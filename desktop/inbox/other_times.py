"""Another time for one of two appointments that meet. Methods run on the store worker; free of Qt.

The one that was booked later gives way, so that all laptops which show the question suggest the same. One
that has begun, or is marked as held, stays where it is: then the other gives way. Looked for are times from
the day of the appointment on: of its length, with its buffers, for whoever treats, in its room.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.enums import AppointmentStatus, Resolution
from core.domain.errors import NotFound, RuleBroken
from core.domain.records import Appointment
from core.store.practice.practice import Done, Practice, SlotTaken, Undo
from desktop.inbox.conflict import Booking, DoubleBooking, MoveOffer
from desktop.kit.hours import hours_of
from desktop.kit.slot_search import WEEKS, FreeSlot, SlotWish, booked_time, free_slots

MOST = 3
_LOOKED_AT_WEEKS = (2, WEEKS)
"""The near weeks alone are read at once; all of them where they have too little."""


class OtherTimes:
    """Of one practice."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice

    def offer(self, shown: DoubleBooking) -> MoveOffer | None:
        """None where the two do not meet any more, or both have to stay."""
        if not shown.still_meet:
            return None
        now = self._practice.desk.clock.now()
        by_age = sorted(shown.bookings, key=_booked_at, reverse=True)
        movable = [each for each in by_age if _may_move(each.appointment, now)]
        if not movable:
            return None
        return MoveOffer(movable[0], movable[0] == by_age[0], self._starts(movable[0].appointment, now))

    def move(self, shown: DoubleBooking, offer: MoveOffer, start: datetime) -> Done[Appointment]:
        """Moves it as the calendar does, and answers the question. RuleBroken, and nothing is changed, where
        that cannot be any more."""
        self._check(shown, start)
        row = offer.gives_way.appointment
        try:
            moved = self._practice.appointments.move(row.id, start, start + booked_time(row).length)
        except SlotTaken as taken:
            raise RuleBroken(
                "This time was taken meanwhile; nothing was changed. Choose another.", code="slot_taken"
            ) from taken
        # Again: a sync may have brought an answer since the check, and the move stands all the same.
        answered = self._practice.inbox.resolve(shown.id, Resolution.DISMISSED, again=True)
        return Done(moved.value, (*moved.changed, *answered.changed), _joined(moved.undo, answered.undo))

    def _check(self, shown: DoubleBooking, start: datetime) -> None:
        """Refuses what the page promised and what is not so any more."""
        if self._practice.inbox.conflict(shown.id).resolved_at is not None:
            raise RuleBroken("This was settled already; nothing was changed.", code="resolved")
        if any(_place(self._present(each)) != _place(each.appointment) for each in shown.bookings):
            raise RuleBroken(
                "One of the two appointments was moved or cancelled meanwhile; nothing was changed.",
                code="moved",
            )
        if start <= self._practice.desk.clock.now():
            raise RuleBroken("This time has passed; nothing was changed. Choose another.", code="passed")

    def _present(self, booking: Booking) -> Appointment | None:
        try:
            return self._practice.appointments.get(booking.appointment.id)
        except NotFound:
            return None

    def _starts(self, row: Appointment, now: datetime) -> tuple[datetime, ...]:
        found: Sequence[FreeSlot] = ()
        for weeks in _LOOKED_AT_WEEKS:
            found = self._free(row, now, weeks)
            if len(found) >= MOST:
                break
        return tuple(slot.start for slot in found[:MOST])

    def _free(self, row: Appointment, now: datetime, weeks: int) -> Sequence[FreeSlot]:
        practice, place = self._practice, self._practice.settings.workspace()
        zone, booked = ZoneInfo(place.timezone), booked_time(row)
        day = timegrid.day_of(max(now, row.scheduled_start), zone)
        latest = day + timedelta(days=7 * weeks - 1)
        first, end = (timegrid.start_of_day(each, zone) for each in (day, latest + timedelta(days=1)))
        rows = practice.appointments.between(first, end)
        wish = SlotWish(
            length=booked.length,
            practitioners=(row.practitioner_user_id,),
            service=row.service_id,
            room=booked.location_id,
            client=row.client_id,
            latest=latest,
        )
        return free_slots(
            wish,
            max(now, first),
            hours_of(practice.settings.all(), place.locale),
            zone,
            [booked_time(each.appointment) for each in rows if each.appointment.id != row.id],
            practice.blocks.between(first, end),
        )


def _booked_at(booking: Booking) -> tuple[datetime, bytes]:
    """Of two that were booked in one moment the ids decide, which are the same everywhere."""
    return booking.appointment.created_at, booking.appointment.id.bytes


def _may_move(row: Appointment, now: datetime) -> bool:
    return row.status is AppointmentStatus.SCHEDULED and row.scheduled_start > now


def _place(row: Appointment | None) -> tuple[object, ...] | None:
    """What an appointment takes, and from when to when."""
    return None if row is None else (booked_time(row), row.status)


def _joined(first: Undo | None, second: Undo | None) -> Undo | None:
    """One way back for two commands; None where one of them has none."""
    return None if first is None or second is None else Undo((*first.steps, *second.steps))
