"""The booking form's mind, free of Qt: what is typed, what is wrong with it, what it collides with."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from core.domain import timegrid
from core.domain.enums import LocationType
from core.domain.errors import UserError
from core.domain.ids import AppointmentId, ClientId, LocationId, ServiceId
from core.domain.records import Appointment, Client, Location, Service
from desktop.calendar.entry import Entry, entry_of
from desktop.calendar.ports import Desk, Outcome, Plan, Row, TimeTakenError
from desktop.calendar.timetext import parse_time
from desktop.ports import Runner


class Problem(StrEnum):
    """What a field's sentence must say."""

    NO_CLIENT = "no-client"
    NO_TIME = "no-time"
    END_BEFORE_START = "end-before-start"
    NO_REASON = "no-reason"


_IDS = ("client_id", "service_id", "location_id")
_NEVER = datetime.min.replace(tzinfo=UTC)
_NOBODY = ClientId(uuid.UUID(int=0))
"""Stands for the client while none is chosen, so that rooms and hours can be checked already."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the fields hold. `end` may be on the next day only where the appointment already was."""

    day: date
    start: str
    end: str
    client_id: ClientId | None = None
    client_name: str = ""
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    notes: str = ""
    nights: int = 0


class FormView(Protocol):
    """The panel with the form. It may call the presenter back while it is told."""

    def show_form(self, form: Form, *, editing: bool) -> None: ...
    def show_choices(self, services: Sequence[Service], locations: Sequence[Location]) -> None: ...
    def show_found(self, clients: Sequence[Client]) -> None: ...
    def show_problems(self, problems: Mapping[str, Problem]) -> None: ...
    def show_taken(self, entries: Sequence[Entry]) -> None: ...
    def show_span(self, span: tuple[datetime, datetime] | None) -> None: ...
    def show_failure(self, sentence: str) -> None: ...


class BookingPresenter:
    """One form at a time, for a new or an existing appointment. GUI thread."""

    def __init__(self, view: FormView, desk: Desk, runner: Runner, zone: ZoneInfo) -> None:
        self._view = view
        self._desk = desk
        self._runner = runner
        self.zone = zone
        self.form = Form(date.min, "", "")
        self.on_saved: Callable[[Outcome, bool], None] | None = None
        self.on_added: Callable[[Outcome], None] | None = None
        self._editing: AppointmentId | None = None
        self._services: dict[ServiceId, Service] = {}
        self._locations: dict[LocationId, Location] = {}
        self._taken: tuple[Entry, ...] = ()
        self._asked = 0
        self._searched = ""
        self._saving = False
        self._tried: str | None = None
        self._began = self.form
        self._given: tuple[tuple[object, ...], tuple[datetime, datetime]]
        self._given = (_times(self.form), (_NEVER, _NEVER))

    # opening

    def begin(self, start: datetime, end: datetime, client: Client | None = None) -> None:
        form = self._timed(Form(date.min, "", ""), start, end)
        if client is not None:
            form = replace(form, client_id=client.id, client_name=full_name(client))
        self._open(form, None)

    @property
    def editing(self) -> bool:
        return self._editing is not None

    def retime(self, start: datetime, end: datetime) -> None:
        """Another place was clicked while the form is open: all else that was filled in stays."""
        before = self.span
        if before is not None and self.form.service_id is not None:
            end = start + (before[1] - before[0])
        self._show_span(start, end)

    def edit(
        self, appointment: Appointment, name: str, span: tuple[datetime, datetime] | None = None
    ) -> None:
        """An existing appointment, at its own times or at those that it was dragged to."""
        start, end = span or (appointment.scheduled_start, appointment.scheduled_end)
        form = Form(
            date.min,
            "",
            "",
            appointment.client_id,
            name,
            appointment.service_id,
            appointment.location_id,
            appointment.notes or "",
        )
        self._open(self._timed(form, start, end), appointment.id)

    def content(self, reason: str) -> dict[str, Any] | None:
        """What is filled in since the form opened, as JSON; None when that is nothing."""
        if not self.is_changed(reason):
            return None
        form = asdict(self.form) | {"day": self.form.day.isoformat()}
        ids = {name: str(form[name]) if form[name] else None for name in _IDS}
        return {"form": form | ids, "appointment": str(self._editing or ""), "reason": reason}

    def is_changed(self, reason: str) -> bool:
        moved = self.editing and _times(self.form) != _times(self._began)
        return bool(reason.strip()) or moved or _filled(self.form) != _filled(self._began)

    def take_up(self, content: dict[str, Any]) -> None:
        """Go on with a form that was left unfinished."""
        given = dict(content["form"])
        ids = {name: uuid.UUID(given[name]) if given[name] else None for name in _IDS}
        form = Form(**{**given, **ids, "day": date.fromisoformat(given["day"])})
        known = content["appointment"]
        self._given = ((), (_NEVER, _NEVER))
        self._open(form, AppointmentId(uuid.UUID(known)) if known else None)
        self._began = Form(date.min, "", "")

    def _open(self, form: Form, editing: AppointmentId | None) -> None:
        self.form, self._editing, self._taken, self._saving = form, editing, (), False
        self._tried, self._began = None, form
        self._runner.run(lambda: (self._desk.services(), self._desk.locations()), self._on_choices)
        self._view.show_form(form, editing=editing is not None)
        self._view.show_taken(())
        self._retimed()

    def _timed(self, form: Form, start: datetime, end: datetime) -> Form:
        begins, ends = start.astimezone(self.zone), end.astimezone(self.zone)
        nights = (ends.date() - begins.date()).days
        made = replace(form, day=begins.date(), start=f"{begins:%H:%M}", end=f"{ends:%H:%M}", nights=nights)
        self._given = (_times(made), (start, end))
        return made

    def _on_choices(self, found: tuple[Sequence[Service], Sequence[Location]]) -> None:
        services, locations = found
        self._services = {service.id: service for service in services}
        self._locations = {location.id: location for location in locations}
        self._view.show_choices(services, locations)

    # fields

    def type_client(self, text: str) -> None:
        """Search as one types; a chosen client is let go."""
        self.form = replace(self.form, client_id=None, client_name=text.strip())
        self._searched = text.strip()
        if not self._searched:
            self._view.show_found(())
            return
        asked = self._searched
        self._runner.run(
            lambda: self._desk.find_clients(asked), lambda clients: self._on_found(asked, clients)
        )

    def choose_client(self, client: Client) -> None:
        self.form = replace(self.form, client_id=client.id, client_name=full_name(client))
        self._view.show_found(())
        self._show_problems()
        self._look_for_conflicts()

    def add_client(self) -> None:
        """Quick add: the typed name becomes a client, whose details can wait."""
        first, _, last = self.form.client_name.partition(" ")
        if first:
            self._runner.run(
                lambda: self._desk.add_client(first, last.strip()),
                self._on_added,
                self._on_refused,
            )

    def choose_service(self, service_id: ServiceId | None) -> None:
        """A service sets how long it takes."""
        if service_id == self.form.service_id:
            return
        self.form = replace(self.form, service_id=service_id)
        service = self._services.get(service_id) if service_id else None
        begins = self._moment(self.form.start, 0)
        if service is not None and begins is not None:
            self._show_span(begins, begins + timedelta(minutes=service.default_duration_minutes))

    def choose_location(self, location_id: LocationId | None) -> None:
        self.form = replace(self.form, location_id=location_id)
        self._look_for_conflicts()

    def write_notes(self, text: str) -> None:
        self.form = replace(self.form, notes=text)

    def set_day(self, day: date) -> None:
        if day != self.form.day:
            self.form = replace(self.form, day=day)
            self._retimed()

    def set_start(self, text: str) -> None:
        """A new start keeps the length. Leaving the field untouched is not a new start."""
        if text == self.form.start:
            return
        before = self.span
        self.form = replace(self.form, start=text)
        begins = self._moment(text, 0)
        if before is not None and begins is not None:
            self._show_span(begins, begins + (before[1] - before[0]))
        else:
            self._retimed()

    def set_end(self, text: str) -> None:
        if text == self.form.end:
            return
        self.form = replace(self.form, end=text)
        self._retimed()

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The times meant, or None while they cannot be read or do not run forward."""
        times, given = self._given
        if times == _times(self.form):
            # Texts cannot tell the two passes of a repeated hour apart; untouched times stay what they are.
            return given if given[1] > given[0] else None
        start = self._moment(self.form.start, 0)
        end = self._moment(self.form.end, self.form.nights)
        return (start, end) if start and end and end > start else None

    def _moment(self, text: str, nights: int) -> datetime | None:
        wall = parse_time(text)
        if wall is None:
            return None
        return timegrid.at_wall(self.form.day + timedelta(days=nights), wall, self.zone)

    def _show_span(self, start: datetime, end: datetime) -> None:
        self.form = self._timed(self.form, start, end)
        self._view.show_form(self.form, editing=self.editing)
        self._retimed()

    def _retimed(self) -> None:
        self._show_problems()
        self._view.show_span(self.span)
        self._look_for_conflicts()

    # conflicts

    def _look_for_conflicts(self) -> None:
        """Warn before anything is booked. An older question's answer is dropped."""
        self._asked += 1
        asked, span = self._asked, self.span
        if span is None:
            self._on_conflicts(asked, ())
            return
        plan = self._plan(span)
        self._runner.run(lambda: self._desk.conflicts(plan), lambda rows: self._on_conflicts(asked, rows))

    def _on_conflicts(self, asked: int, rows: Sequence[Row]) -> None:
        if asked == self._asked:
            self._taken = tuple(entry_of(row) for row in rows)
            self._view.show_taken(self._taken)

    # saving

    def save(self, reason: str = "") -> None:
        """Book or save. A taken time needs a reason; what is wrong is said beside its field."""
        self._tried = reason
        problems = self._show_problems()
        span = self.span
        if problems or span is None or self._saving:
            return
        self._saving = True
        plan, anyway = self._plan(span), (reason.strip() or None) if self._taken else None
        work = self._desk.change if self._editing else self._desk.book
        editing = self.editing
        self._runner.run(
            lambda: work(plan, anyway), lambda outcome: self._on_saved(outcome, editing), self._on_refused
        )

    def _plan(self, span: tuple[datetime, datetime]) -> Plan:
        form = self.form
        location = self._locations.get(form.location_id) if form.location_id else None
        return Plan(
            client_id=form.client_id or _NOBODY,
            start=span[0],
            end=span[1],
            appointment_id=self._editing,
            service_id=form.service_id,
            location_id=form.location_id,
            location_type=location.location_type if location else LocationType.CLINIC,
            notes=form.notes.strip() or None,
        )

    def _show_problems(self) -> Mapping[str, Problem]:
        """Times are judged at once, what is missing only after a first try to save."""
        problems = self._time_problems() if self._tried is None else self._problems(self._tried)
        self._view.show_problems(problems)
        return problems

    def _problems(self, reason: str) -> dict[str, Problem]:
        problems = self._time_problems()
        if self.form.client_id is None:
            problems["client"] = Problem.NO_CLIENT
        if self._taken and not reason.strip():
            problems["reason"] = Problem.NO_REASON
        return problems

    def _time_problems(self) -> dict[str, Problem]:
        if self.span is not None:
            return {}
        start, end = self._moment(self.form.start, 0), self._moment(self.form.end, self.form.nights)
        problems = {field: Problem.NO_TIME for field, at in (("start", start), ("end", end)) if at is None}
        if start and end and end <= start:
            problems["end"] = Problem.END_BEFORE_START
        return problems

    def _on_found(self, asked: str, clients: Sequence[Client]) -> None:
        if asked == self._searched and self.form.client_id is None:
            self._view.show_found(clients)

    def _on_added(self, outcome: Outcome) -> None:
        self.form = replace(self.form, client_id=ClientId(outcome.id))
        self._view.show_found(())
        self._view.show_form(self.form, editing=self.editing)
        self._show_problems()
        if self.on_added:
            self.on_added(outcome)

    def _on_saved(self, outcome: Outcome, editing: bool) -> None:
        self._saving = False
        if self.on_saved:
            self.on_saved(outcome, editing)

    def _on_refused(self, error: UserError) -> None:
        self._saving = False
        if isinstance(error, TimeTakenError):
            self._taken = tuple(entry_of(row) for row in error.rows)
            self._view.show_taken(self._taken)
        else:
            self._view.show_failure(error.sentence)


def _times(form: Form) -> tuple[date, str, str, int]:
    return form.day, form.start, form.end, form.nights


def _filled(form: Form) -> tuple[object, ...]:
    return form.client_id, form.client_name, form.service_id, form.location_id, form.notes


def full_name(client: Client) -> str:
    return f"{client.first_name} {client.last_name}".strip()
