"""A booking form without Qt: a view and a desk that remember, and a runner that does not wait."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from core.domain.enums import LocationType
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, LocationId, SeriesId, ServiceId, UserId, WorkspaceId
from core.domain.records import Appointment, Client, Location, Service
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Scope, SeriesSummary
from core.domain.usual_booking import UsualBooking
from desktop.calendar.booking import BookingPresenter
from desktop.calendar.booking_form import FieldProblem, Form
from desktop.calendar.ports import (
    Anyway,
    AppointmentRow,
    BookingPlan,
    CalendarGateway,
    CommandOutcome,
    Practitioner,
)
from desktop.calendar.repeating import RepeatForm
from desktop.calendar.taking import TakenEntry

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Jerusalem")
WORKSPACE = WorkspaceId(uuid.UUID(int=1))
STAMP = datetime(2026, 1, 1, tzinfo=UTC)
COMMON = {"workspace_id": WORKSPACE, "created_at": STAMP, "updated_at": STAMP}


def at(clock: str, day: date = date(2026, 11, 25)) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


DANA = Client(id=ClientId(uuid.UUID(int=2)), first_name="Dana", last_name="Levi", **COMMON)  # type: ignore[arg-type]
MASSAGE = Service(
    id=ServiceId(uuid.UUID(int=3)),
    name="Massage",
    default_duration_minutes=45,
    **COMMON,  # type: ignore[arg-type]
)
HOME = Location(
    id=LocationId(uuid.UUID(int=4)),
    name="At home",
    location_type=LocationType.HOME,
    **COMMON,  # type: ignore[arg-type]
)
ONLINE = Location(
    id=LocationId(uuid.UUID(int=6)),
    name="Online",
    location_type=LocationType.ONLINE,
    **COMMON,  # type: ignore[arg-type]
)
OTHER = Appointment(
    id=AppointmentId(uuid.UUID(int=5)),
    client_id=DANA.id,
    scheduled_start=at("10:00"),
    scheduled_end=at("10:50"),
    timezone="Asia/Jerusalem",
    **COMMON,  # type: ignore[arg-type]
)


def row(appointment: Appointment) -> AppointmentRow:
    return cast(
        "AppointmentRow",
        SimpleNamespace(
            appointment=appointment,
            client_name="Dana Levi",
            service=None,
            location=None,
            has_note=False,
            alerts="",
        ),
    )


@dataclass
class SpyForm:
    form: Form | None = None
    found: Sequence[Client] = ()
    problems: Mapping[str, FieldProblem] = field(default_factory=dict)
    taken: Sequence[TakenEntry] = ()
    span: tuple[datetime, datetime] | None = None
    failure: str = ""
    reason: str = ""
    place: tuple[LocationType, str] | None = None
    """The line below the location; None while it is hidden."""
    editing: bool = False
    repeat: RepeatForm | None = None
    scopes: tuple[Scope, ...] = ()
    on_scope: Callable[[Scope], None] | None = None
    retimed: bool = False
    people: list[UserId] = field(default_factory=list)
    """Who can be chosen to treat; empty while the field is hidden."""
    treats: UserId | None = None

    def show_form(self, form: Form, *, editing: bool) -> None:
        self.form, self.editing = form, editing

    def show_proposed(self, form: Form, *, is_retimed: bool) -> None:
        self.form, self.retimed = form, is_retimed

    def show_repeat(
        self, form: RepeatForm, day: date, week_start: int, *, editing: bool, offered: bool
    ) -> None:
        self.repeat = form if offered else None

    def ask_scope(self, scopes: tuple[Scope, ...], on_scope: Callable[[Scope], None]) -> None:
        self.scopes, self.on_scope = scopes, on_scope

    def show_choices(self, services: Sequence[Service], locations: Sequence[Location]) -> None: ...

    def show_treats(self, people: Sequence[Practitioner], who: UserId | None) -> None:
        self.people, self.treats = [one.id for one in people], who

    def show_found(self, clients: Sequence[Client]) -> None:
        self.found = clients

    def show_problems(self, problems: Mapping[str, FieldProblem]) -> None:
        self.problems = problems

    def show_taken(self, entries: Sequence[TakenEntry]) -> None:
        self.taken = entries

    def show_span(self, span: tuple[datetime, datetime] | None) -> None:
        self.span = span

    def show_reason(self, reason: str) -> None:
        self.reason = reason

    def show_place(self, kind: LocationType, text: str, *, needed: bool) -> None:
        self.place = (kind, text) if needed else None

    def show_alert(self, alert: str) -> None: ...

    def show_failure(self, sentence: str) -> None:
        self.failure = sentence


@dataclass
class Inline:
    """Runs at once, or keeps the work while `hold` is set."""

    hold: bool = False
    held: list[Callable[[], None]] = field(default_factory=list)

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> object:
        def go() -> None:
            try:
                result = work()
            except UserError as error:
                if on_error is None:
                    raise
                on_error(error)
            else:
                if on_done:
                    on_done(result)

        if self.hold:
            self.held.append(go)
        else:
            go()
        return None


@dataclass
class SpyDesk:
    rows: list[AppointmentRow] = field(default_factory=list)
    asked: list[BookingPlan] = field(default_factory=list)
    """Of which plans it was asked what they collide with."""
    booked: list[tuple[BookingPlan, Anyway | None]] = field(default_factory=list)
    refusal: UserError | None = None
    usual: dict[ClientId, UsualBooking] = field(default_factory=dict)
    client: Client = DANA

    def services(self, also: ServiceId | None = None) -> Sequence[Service]:
        return [MASSAGE]

    def locations(self, also: LocationId | None = None) -> Sequence[Location]:
        return [HOME, ONLINE]

    def conflicts(self, plan: BookingPlan) -> Sequence[AppointmentRow]:
        self.asked.append(plan)
        others = [one for one in self.rows if one.appointment.id != plan.appointment_id]
        return [
            one
            for one in others
            if plan.start < one.appointment.scheduled_end and one.appointment.scheduled_start < plan.end
        ]

    def book(self, plan: BookingPlan, anyway: Anyway | None = None) -> CommandOutcome:
        if self.refusal:
            raise self.refusal
        self.booked.append((plan, anyway))
        return CommandOutcome(uuid.UUID(int=9), ())

    change = book

    def series(self, series_id: SeriesId) -> SeriesSummary:
        tuesdays = Rule(frequency=Frequency.WEEKLY, weekdays=(2,))
        return SeriesSummary(tuesdays, "2026-11-25T10:00", date(2027, 1, 27), 10, 10)

    def find_clients(self, text: str) -> Sequence[Client]:
        return [DANA] if text.lower() in "dana levi" else []

    def get_client(self, client_id: ClientId) -> Client:
        return replace(self.client, id=client_id)

    def usual_booking(self, client_id: ClientId) -> UsualBooking | None:
        return self.usual.get(client_id)

    def add_client(self, first_name: str, last_name: str) -> CommandOutcome:
        return CommandOutcome(uuid.UUID(int=8), (), (first_name, last_name))


@dataclass
class Stage:
    view: SpyForm
    desk: SpyDesk
    runner: Inline
    presenter: BookingPresenter
    saved: list[tuple[CommandOutcome, bool]] = field(default_factory=list)

    @classmethod
    def new(cls) -> "Stage":
        """A new booking on 25 November 2026 from two to three."""
        view, desk, runner = SpyForm(), SpyDesk(), Inline()
        presenter = BookingPresenter(view, cast("CalendarGateway", desk), runner, ZONE)
        made = cls(view, desk, runner, presenter)
        presenter.on_saved = lambda outcome, known, _done: made.saved.append((outcome, known))
        presenter.begin(at("14:00"), at("15:00"))
        return made
