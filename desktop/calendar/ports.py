"""What the calendar's presenters ask of the practice; fulfilled by core.store.practice.practice.Practice."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from core.domain.cancellations import Cancellation, Canceller, MissedInYear
from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus, LocationType
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, LocationId, SeriesId, ServiceId, UserId, WaitlistEntryId
from core.domain.records import Appointment, Client, Location, Service
from core.domain.series import Repeat, Scope, SeriesSummary
from core.domain.time_blocks import BlockSpan
from core.domain.usual_booking import UsualBooking
from core.domain.waitlist_matching import Fit
from desktop.kit.hours import Hours


class AppointmentRow(Protocol):
    """One appointment with what a calendar shows beside it."""

    @property
    def appointment(self) -> Appointment:
        """The row itself, or the occurrence of a series as the row that it would be."""
        ...

    @property
    def client_name(self) -> str:
        """First and last name; empty where this device does not have the client."""
        ...

    @property
    def service(self) -> Service | None:
        """What is done, also where it is hidden or deleted by now; None where the appointment names none."""
        ...

    @property
    def location(self) -> Location | None:
        """Where it takes place, as `service`."""
        ...

    @property
    def has_note(self) -> bool:
        """Whether a session note that is not deleted is about it."""
        ...

    @property
    def alerts(self) -> str:
        """What whoever treats must know of the client; empty where that is nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingPlan:
    """What a booking asks for; `appointment_id` is the one that is edited, None for a new one."""

    client_id: ClientId
    start: datetime
    end: datetime
    appointment_id: AppointmentId | None = None
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    location_type: LocationType = LocationType.CLINIC
    location_details: str | None = None
    notes: str | None = None
    practitioner_user_id: UserId | None = None
    """Of a new one: who treats; None for whoever books."""
    changed: frozenset[str] | None = None
    """Of an edit: the appointment's columns that the person changed; None for all."""
    repeat: Repeat | None = None
    """Of a new booking, or of an edit that changes how its series goes on."""
    scope: Scope = Scope.THIS
    """Of an edit: how much of its series it is about."""
    waits: WaitlistEntryId | None = None
    """Of a new booking: the place on the waitlist that it ends."""


@dataclass(frozen=True, slots=True)
class Anyway:
    """Why a taken time is taken once more, and what stood there in the sight of whoever said so."""

    reason: str
    shown: tuple[Appointment | BlockSpan, ...]


@dataclass(frozen=True, slots=True)
class CommandOutcome:
    """What a command did: the row it made or changed, what to tell other screens, how to take it back."""

    id: uuid.UUID
    changed: tuple[Changed, ...]
    undo: Any = None
    freed: tuple[Appointment, ...] = ()
    """What stood at the times that this may have made free; always empty while nobody waits for a time."""
    row: AppointmentRow | None = None
    """The appointment as it is now, where one alone was booked or changed in the form."""


class TimeTakenError(UserError):
    """The time collides with others; nothing was changed. Ask again with a reason to do it anyway."""

    code = "slot_taken"

    def __init__(self, sentence: str, rows: Sequence[AppointmentRow | BlockSpan]) -> None:
        super().__init__(sentence)
        self.rows = rows


NOBODY = UserId(uuid.UUID(int=0))
"""Stands for who treats where an appointment names nobody."""


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Somebody who treats, and has a column of a day."""

    id: UserId
    name: str
    is_active: bool = True
    """Who has left keeps a column only where an appointment of theirs is."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How this device last showed the calendar: a kind of page, its zoom, its day and its place."""

    kind: str = "week"
    hour_px: int = 56
    day: str = ""
    """As ISO; empty where the page showed today, and then the next start shows that day's."""
    minute: int = -1
    """The minute of the day at the upper edge; below nought while none is known."""


@dataclass(frozen=True, slots=True)
class CalendarStart:
    """What the calendar must know of the practice before it shows anything."""

    zone: ZoneInfo
    hours: Hours
    habits: Habits = Habits()
    team: tuple["Practitioner", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientBrief:
    """What the details of an appointment tell of its client, beside the name and the alert."""

    phone: str = ""
    born: date | None = None
    last_visit: datetime | None = None
    """When the latest appointment began that took place before this one."""
    missed: Sequence[MissedInYear] = ()
    """The latest year first; years without any are left out."""


class CalendarGateway(Protocol):
    """The practice as the calendar needs it. Methods run on the store worker and may raise UserError."""

    def opening(self) -> CalendarStart:
        """Read before the calendar shows anything, and again when the practice or its people change."""
        ...

    def remember(self, habits: Habits) -> None:
        """Keeps on this device alone how the calendar was shown last, for the next `opening`."""
        ...

    def between(self, start: datetime, end: datetime) -> Sequence[AppointmentRow]:
        """By start, all that touch [start, end), also cancelled ones; times are aware."""
        ...

    def these(self, ids: Collection[AppointmentId]) -> Sequence[AppointmentRow]:
        """Those of these that are rows and were not deleted; of an occurrence that nobody touched there is
        none."""
        ...

    def conflicts(self, plan: BookingPlan) -> Sequence[AppointmentRow | BlockSpan]:
        """What booking this would collide with: appointments by start, then blocks of time by start.
        RuleBroken where it cannot be booked like this.

        Of a new booking that repeats the whole series is compared; of one without an end two years.
        """
        ...

    def book(self, plan: BookingPlan, anyway: Anyway | None = None) -> CommandOutcome:
        """A new appointment or, with `repeat`, a new series, of which the first appointment is told.

        TimeTakenError where it collides with anything, unless `anyway` has a reason and shows all of it.
        """
        ...

    def change(self, plan: BookingPlan, anyway: Anyway | None = None) -> CommandOutcome:
        """Writes what `plan.changed` names, to as much of a series as `plan.scope` says.

        TimeTakenError as for `book`; ValueError where the plan names no appointment.
        """
        ...

    def move(
        self,
        appointment_id: AppointmentId,
        start: datetime,
        end: datetime,
        practitioner: UserId | None = None,
        scope: Scope = Scope.THIS,
    ) -> CommandOutcome:
        """Another time and, with `practitioner`, another one who treats."""
        ...

    def series(self, series_id: SeriesId) -> SeriesSummary:
        """How a series repeats and how much of it is to come; NotFound where it is not here."""
        ...

    def delete_series(self, appointment_id: AppointmentId, scope: Scope) -> CommandOutcome:
        """No more of the series from this appointment on (FOLLOWING) or from now on (ALL), but never THIS.

        Those that were moved or changed by themselves are deleted with it. RuleBroken where ALL finds nothing
        that is still to come.
        """
        ...

    def set_status(self, appointment_id: AppointmentId, status: AppointmentStatus) -> CommandOutcome:
        """RuleBroken where the rules do not allow it now; TimeTakenError where its time is taken by now."""
        ...

    def cancel(
        self, appointment_id: AppointmentId, reason: str, by: Canceller, scope: Scope = Scope.THIS
    ) -> CommandOutcome:
        """As `set_status`; who it was stands in the record of changes, the reason beside the appointment.

        More than this one ends its series as `delete_series` does, but what was moved or changed by itself
        and what begins within a day stays as cancelled.
        """
        ...

    def cancellation(self, appointment_id: AppointmentId) -> Cancellation | None:
        """Who cancelled it and how long before; None where nobody said."""
        ...

    def appointment(self, appointment_id: AppointmentId) -> AppointmentRow:
        """One of them, also an occurrence that is no row yet; NotFound where it is not here."""
        ...

    def client_brief(self, client_id: ClientId, before: datetime) -> ClientBrief:
        """`before` is when the appointment begins; NotFound where the client is not here any more."""
        ...

    def delete(self, appointment_id: AppointmentId) -> CommandOutcome:
        """Can be taken back. RuleBroken where a session note is about it."""
        ...

    def came_free(self, before: Sequence[Appointment], ids: Collection[uuid.UUID]) -> tuple[Appointment, ...]:
        """What may have come free by rows that a sync brought: `before` stood there until then."""
        ...

    def who_fits(self, freed: Sequence[Appointment]) -> tuple[Fit, ...]:
        """Who waits for what is free now of the times at which these stood, those first who are to be asked
        first. What was booked, blocked or begun since is left out."""
        ...

    def undo(self, undo: Any) -> CommandOutcome:
        """Takes the `undo` of an outcome; RuleBroken where the rows changed since. Its own does it again."""
        ...

    def find_clients(self, text: str) -> Sequence[Client]:
        """The few who match best what was typed so far; archived ones are left out."""
        ...

    def get_client(self, client_id: ClientId) -> Client:
        """NotFound where the client is not here, or not any more."""
        ...

    def usual_booking(self, client_id: ClientId) -> UsualBooking | None:
        """Which service, where and how long this client usually has; None where nothing was booked yet."""
        ...

    def add_client(self, first_name: str, last_name: str) -> CommandOutcome:
        """A client of whom only the name is known, and whose id the outcome has; both names are needed."""
        ...

    def services(self, also: ServiceId | None = None) -> Sequence[Service]:
        """Those that are offered, and `also`, which an appointment has though it is hidden or removed."""
        ...

    def locations(self, also: LocationId | None = None) -> Sequence[Location]:
        """As `services`, by name."""
        ...
