"""The practice's facade as the calendar's presenters ask for it. Methods run on the store worker."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from core.domain.cancellations import Cancellation, Canceller
from core.domain.enums import AppointmentStatus, Role
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, LocationId, SeriesId, ServiceId, UserId
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.records import Appointment, Client, Location, Service
from core.domain.series import Scope, SeriesSummary
from core.domain.time_blocks import BlockSpan
from core.domain.usual_booking import UsualBooking
from core.domain.waitlist_matching import Fit
from core.store.practice.appointments import SlotTaken
from core.store.practice.series_changes import Change
from core.store.unit_of_work.repository import Done
from desktop.calendar.habits import habits_of
from desktop.calendar.ports import (
    Anyway,
    AppointmentRow,
    BookingPlan,
    CalendarStart,
    ClientBrief,
    CommandOutcome,
    Habits,
    Practitioner,
    TimeTakenError,
)
from desktop.kit.freed_times import FreedTimes
from desktop.kit.hours import hours_of

if TYPE_CHECKING:
    from core.store.practice.practice import Practice

T = TypeVar("T", Appointment, Client)
_MOST_FOUND = 8
_HABITS = "calendar"
_TREAT = frozenset({Role.OWNER, Role.THERAPIST})


class PracticeDesk:
    """Fulfils `ports.CalendarGateway` with one unlocked practice."""

    def __init__(self, practice: "Practice") -> None:
        self._practice = practice
        self._freed = FreedTimes(practice)

    def opening(self) -> CalendarStart:
        """The team holds all people of the practice; who has left or does not treat is not active in it."""
        settings = self._practice.settings
        habits = habits_of(settings.local(_HABITS))
        place = settings.workspace()
        hours = hours_of(settings.all(), place.locale)
        return CalendarStart(ZoneInfo(place.timezone), hours, habits, self._team())

    def _team(self) -> tuple[Practitioner, ...]:
        people = self._practice.team.list(include_inactive=True)
        return tuple(
            Practitioner(one.id, one.full_name, one.is_active and one.role in _TREAT) for one in people
        )

    def remember(self, habits: Habits) -> None:
        """A setting of this device, which is never synced."""
        self._practice.settings.set_local(_HABITS, asdict(habits))

    def between(self, start: datetime, end: datetime) -> Sequence[AppointmentRow]:
        """Rows and drawn occurrences of series alike."""
        return self._practice.appointments.between(start, end)

    def these(self, ids: Collection[AppointmentId]) -> Sequence[AppointmentRow]:
        """Rows alone: where occurrences changed, their series did too."""
        return self._practice.appointments.these(ids)

    def conflicts(self, plan: BookingPlan) -> Sequence[AppointmentRow | BlockSpan]:
        """An edit is compared as one appointment, also where more of its series is meant."""
        draft, series, appointments = _draft(plan), self._practice.series, self._practice.appointments
        if plan.repeat is not None and plan.appointment_id is None:
            return [*series.conflicts(draft, plan.repeat), *series.blocked(draft, plan.repeat)]
        return [*appointments.conflicts(draft), *appointments.blocked(draft)]

    def book(self, plan: BookingPlan, anyway: Anyway | None = None) -> CommandOutcome:
        """One transaction; nothing is written where TimeTakenError or RuleBroken is raised."""
        reason, shown = _told(anyway)
        repeat = plan.repeat
        if repeat is not None:
            return _outcome(lambda: self._practice.series.book(_draft(plan), repeat, reason, shown))
        return self._with_row(
            _outcome(lambda: self._practice.appointments.book(_draft(plan), reason, shown=shown))
        )

    def change(self, plan: BookingPlan, anyway: Anyway | None = None) -> CommandOutcome:
        """Of more than one occurrence only what a series has is changed: all but the client."""
        if plan.appointment_id is None:
            raise ValueError("a plan without an appointment is booked, not changed")
        known, fields = plan.appointment_id, _fields(plan)
        reason, shown = _told(anyway)
        if plan.scope is not Scope.THIS:
            change = _change(plan)
            rest = self._practice.series.change
            return self._freeing(known, lambda: rest(known, plan.scope, change, reason, shown), plan.scope)
        edit = self._practice.appointments.edit
        return self._with_row(self._freeing(known, lambda: edit(known, reason, shown, **fields)))

    def _with_row(self, outcome: CommandOutcome) -> CommandOutcome:
        """One row is read at once, so that it is shown before the whole page is read again."""
        try:
            return replace(outcome, row=self._practice.appointments.entry(AppointmentId(outcome.id)))
        except UserError:  # a sync took it away since: the command was done all the same
            return outcome

    def move(
        self,
        appointment_id: AppointmentId,
        start: datetime,
        end: datetime,
        practitioner: UserId | None = None,
        scope: Scope = Scope.THIS,
    ) -> CommandOutcome:
        """Takes no reason for a taken time: TimeTakenError leads to the form, which asks for one."""
        treats: dict[str, Any] = {"practitioner_user_id": practitioner} if practitioner else {}
        if scope is not Scope.THIS:
            change = Change(treats, start, end)
            rest = self._practice.series.change
            return self._freeing(appointment_id, lambda: rest(appointment_id, scope, change), scope)
        appointments = self._practice.appointments
        if practitioner is None:
            return self._freeing(appointment_id, lambda: appointments.move(appointment_id, start, end))
        fields: dict[str, Any] = {"scheduled_start": start, "scheduled_end": end} | treats
        return self._freeing(appointment_id, lambda: appointments.edit(appointment_id, **fields))

    def set_status(self, appointment_id: AppointmentId, status: AppointmentStatus) -> CommandOutcome:
        """The reason of a cancellation goes when it is scheduled again."""
        mark = self._practice.appointments.set_status
        return self._freeing(appointment_id, lambda: mark(appointment_id, status))

    def cancel(
        self, appointment_id: AppointmentId, reason: str, by: Canceller, scope: Scope = Scope.THIS
    ) -> CommandOutcome:
        """An empty reason is none."""
        if scope is not Scope.THIS:
            end = self._practice.series.end
            return self._freeing(
                appointment_id, lambda: end(appointment_id, scope, reason=reason, cancelled_by=by), scope
            )
        appointments = self._practice.appointments
        return self._freeing(
            appointment_id,
            lambda: appointments.set_status(
                appointment_id, AppointmentStatus.CANCELLED, reason, cancelled_by=by
            ),
        )

    def cancellation(self, appointment_id: AppointmentId) -> Cancellation | None:
        """From the record of changes, which every laptop of the practice has."""
        return self._practice.cancellations.of(appointment_id)

    def appointment(self, appointment_id: AppointmentId) -> AppointmentRow:
        """With its client, service and place."""
        return self._practice.appointments.entry(appointment_id)

    def client_brief(self, client_id: ClientId, before: datetime) -> ClientBrief:
        """Of this client's rows alone, by index: nothing here grows with the practice."""
        client = self._practice.clients.get(client_id)
        return ClientBrief(
            phone=client.phone or "",
            born=client.date_of_birth,
            last_visit=self._practice.clients.last_visit(client_id, before),
            missed=self._practice.cancellations.missed(client_id),
        )

    def delete(self, appointment_id: AppointmentId) -> CommandOutcome:
        """An occurrence that is no row yet is left out of its series instead."""
        return self._freeing(appointment_id, lambda: self._practice.appointments.delete(appointment_id))

    def series(self, series_id: SeriesId) -> SeriesSummary:
        """Found also where it was deleted: appointments that were touched may still belong to it."""
        return self._practice.series.summary(series_id)

    def delete_series(self, appointment_id: AppointmentId, scope: Scope) -> CommandOutcome:
        """Of those that were touched, what was marked or has a note stays as it is."""
        end = self._practice.series.end
        return self._freeing(appointment_id, lambda: end(appointment_id, scope, deletes=True), scope)

    def _freeing(
        self, appointment_id: AppointmentId, command: Callable[[], Done[T]], scope: Scope = Scope.THIS
    ) -> CommandOutcome:
        """With what stood at the times that the command may have made free."""
        # Afterwards nothing tells any more what stood there.
        before = self._freed.ahead(appointment_id, scope)
        return replace(_outcome(command), freed=tuple(before))

    def came_free(self, before: Sequence[Appointment], ids: Collection[uuid.UUID]) -> tuple[Appointment, ...]:
        """Nothing while nobody waits for a time."""
        return tuple(self._freed.came_free(before, ids))

    def who_fits(self, freed: Sequence[Appointment]) -> tuple[Fit, ...]:
        """Compared anew each time, for times are taken while they are offered."""
        now = self._practice.desk.clock.now()
        ahead = [each for each in freed if each.scheduled_start > now]
        return self._freed.fits(ahead) if ahead else ()

    def undo(self, undo: Any) -> CommandOutcome:
        """The former values are written as a new change, which is synced and can be undone as any other."""
        done = self._practice.reverse(undo)
        return CommandOutcome(undo.steps[0].row_id, done.changed, done.undo)

    def find_clients(self, text: str) -> Sequence[Client]:
        """At most eight, those first whose name begins with what was typed."""
        return [found.client for found in self._practice.clients.find(text, _MOST_FOUND)]

    def get_client(self, client_id: ClientId) -> Client:
        """Archived ones too, but none that was deleted."""
        return self._practice.clients.get(client_id)

    def usual_booking(self, client_id: ClientId) -> UsualBooking | None:
        """By the last few that took place; what is not offered any more is left out."""
        return self._practice.usual_bookings.of(client_id)

    def add_client(self, first_name: str, last_name: str) -> CommandOutcome:
        """Written at once, whatever becomes of the booking; RuleBroken where a name is missing."""
        draft = ClientDraft(first_name=first_name, last_name=last_name)
        return _outcome(lambda: self._practice.clients.add(draft))

    def services(self, also: ServiceId | None = None) -> Sequence[Service]:
        """By name; `also` is among them though it is hidden or deleted."""
        return self._practice.services.list(also=also)

    def locations(self, also: LocationId | None = None) -> Sequence[Location]:
        """By name; `also` as for `services`."""
        return self._practice.locations.list(also=also)


def _outcome(command: Callable[[], Done[T]]) -> CommandOutcome:
    """Runs it. The store's SlotTaken becomes the port's error: presenters need not know the store."""
    try:
        done = command()
    except SlotTaken as taken:
        raise TimeTakenError(taken.sentence, _rows(taken)) from taken
    return CommandOutcome(done.value.id, done.changed, done.undo)


def _rows(taken: SlotTaken) -> list[AppointmentRow | BlockSpan]:
    return [*taken.conflicts, *taken.blocks]


def _draft(plan: BookingPlan) -> AppointmentDraft:
    return AppointmentDraft(
        client_id=plan.client_id,
        scheduled_start=plan.start,
        scheduled_end=plan.end,
        service_id=plan.service_id,
        location_id=plan.location_id,
        location_type=plan.location_type,
        location_details=plan.location_details,
        notes=plan.notes,
        practitioner_user_id=plan.practitioner_user_id,
        appointment_id=plan.appointment_id,
        waitlist_entry_id=plan.waits,
    )


def _fields(plan: BookingPlan) -> dict[str, Any]:
    """What the person changed in the form."""
    fields = {
        "client_id": plan.client_id,
        "scheduled_start": plan.start,
        "scheduled_end": plan.end,
        "service_id": plan.service_id,
        "location_id": plan.location_id,
        "location_type": plan.location_type,
        "location_details": plan.location_details,
        "notes": plan.notes,
    }
    if plan.practitioner_user_id is not None:
        fields["practitioner_user_id"] = plan.practitioner_user_id
    return {name: value for name, value in fields.items() if plan.changed is None or name in plan.changed}


def _change(plan: BookingPlan) -> Change:
    """What the form changes of more than one occurrence; times only where they were changed."""
    fields = _fields(plan)
    is_moved = not fields.keys().isdisjoint({"scheduled_start", "scheduled_end"})
    kept = {name: value for name, value in fields.items() if name in _OF_SERIES}
    start, end = (plan.start, plan.end) if is_moved else (None, None)
    return Change(kept, start, end, plan.repeat)


_OF_SERIES = frozenset(
    {"service_id", "location_id", "location_type", "location_details", "notes", "practitioner_user_id"}
)


def _told(anyway: Anyway | None) -> tuple[str | None, tuple[Appointment | BlockSpan, ...]]:
    return (None, ()) if anyway is None else (anyway.reason, anyway.shown)
