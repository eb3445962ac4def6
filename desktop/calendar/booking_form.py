"""What the booking form holds, and what its view shows; free of Qt."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Protocol

from core.domain.clients import full_name
from core.domain.enums import LocationType
from core.domain.ids import ClientId, LocationId, ServiceId, UserId, WaitlistEntryId
from core.domain.records import Appointment, Client, Location, Service
from core.domain.series import Scope
from desktop.calendar.ports import BookingPlan, Practitioner
from desktop.calendar.repeating import NO_REPEAT, RepeatForm, from_json, to_json
from desktop.calendar.taking import TakenEntry
from desktop.kit.form_drafts import known_fields

_IDS = ("client_id", "service_id", "location_id", "waits")
_NOBODY = ClientId(uuid.UUID(int=0))
"""Stands for the client while none is chosen, so that rooms and hours can be checked already."""


class FieldProblem(StrEnum):
    """What a field's sentence must say."""

    NO_CLIENT = "no-client"
    NO_TIME = "no-time"
    SKIPPED_TIME = "skipped-time"
    END_BEFORE_START = "end-before-start"
    NO_REASON = "no-reason"
    NO_TREATS = "no-treats"


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
    location_details: str = ""
    """The address of a home, or how to meet online."""
    notes: str = ""
    nights: int = 0
    repeat: RepeatForm = NO_REPEAT
    waits: WaitlistEntryId | None = None
    """The place on the waitlist from which the client is booked."""


class BookingFormView(Protocol):
    """The panel with the form. It may call the presenter back while it is told."""

    def show_form(self, form: Form, *, editing: bool) -> None:
        """Fills every field anew. `editing`: the form is about an appointment that is already booked."""
        ...

    def show_proposed(self, form: Form, *, is_retimed: bool) -> None:
        """Another service or location, and where `is_retimed` another end. What is typed elsewhere stays."""
        ...

    def show_repeat(
        self, form: RepeatForm, day: date, week_start: int, *, editing: bool, offered: bool
    ) -> None:
        """`day` is the booking's own, which decides what can be chosen. Not `offered`: hide the fields."""
        ...

    def ask_scope(self, scopes: tuple[Scope, ...], on_scope: Callable[[Scope], None]) -> None:
        """How much of the series the change is about."""
        ...

    def show_choices(self, services: Sequence[Service], locations: Sequence[Location]) -> None:
        """What can be chosen; what the form holds already must stay chosen."""
        ...

    def show_treats(self, people: Sequence[Practitioner], who: UserId | None) -> None:
        """Who can be chosen to treat, and who does; the field is hidden where there is nobody to choose."""
        ...

    def show_found(self, clients: Sequence[Client]) -> None:
        """The clients that match what is typed; none where nobody does, and none for an empty text."""
        ...

    def show_problems(self, problems: Mapping[str, FieldProblem]) -> None:
        """By field: "client", "treats", "start", "end" and "reason"; any other field has no problem."""
        ...

    def show_taken(self, entries: Sequence[TakenEntry]) -> None:
        """What the booking would collide with, told before it is booked; empty where its time is free."""
        ...

    def show_span(self, span: tuple[datetime, datetime] | None) -> None:
        """The times meant; None while they cannot be read or do not run forward."""
        ...

    def show_reason(self, reason: str) -> None:
        """What the field for "Why book anyway?" holds: nothing in a form that is opened anew."""
        ...

    def show_place(self, kind: LocationType, text: str, *, needed: bool) -> None:
        """The line below the location, which says where exactly. Not `needed`: hide it."""
        ...

    def show_alert(self, alert: str) -> None:
        """What must be known of the chosen client before treatment; empty where there is nothing."""
        ...

    def show_failure(self, sentence: str) -> None:
        """Nothing where the sentence is empty."""
        ...


def fields_of(client: Client) -> dict[str, Any]:
    """The fields that a chosen client fills, as arguments of `replace` for a `Form`."""
    return {"client_id": client.id, "client_name": full_name(client.first_name, client.last_name)}


def untimed(row: Appointment, name: str) -> Form:
    """A stored appointment as the fields say it, all but its times; `name` is its client's."""
    form = Form(date.min, "", "", row.client_id, name, row.service_id, row.location_id)
    return replace(form, location_details=row.location_details or "", notes=row.notes or "")


def form_to_json(form: Form) -> dict[str, Any]:
    """Days and ids as texts, as JSON can hold them; `form_from_json` reads it again."""
    ids = {name: str(getattr(form, name) or "") or None for name in _IDS}
    return asdict(form) | {"day": form.day.isoformat(), "repeat": to_json(form.repeat)} | ids


def form_from_json(given: Mapping[str, Any]) -> Form:
    """One that an earlier program kept does not repeat; what only a later one knows is left out."""
    ids = {name: uuid.UUID(given[name]) if given.get(name) else None for name in _IDS}
    day, repeat = date.fromisoformat(given["day"]), from_json(given.get("repeat"))
    return Form(**{**known_fields(Form, given), **ids, "day": day, "repeat": repeat})


def missing(form: Form, reason: str, *, is_taken: bool) -> dict[str, FieldProblem]:
    """What it cannot be booked without; a time that `is_taken` needs a reason."""
    problems = {"client": FieldProblem.NO_CLIENT} if form.client_id is None else {}
    if is_taken and not reason.strip():
        problems["reason"] = FieldProblem.NO_REASON
    return problems


def times(form: Form) -> tuple[date, str, str, int]:
    """Day and times as they stand in the fields: equal where nobody touched them."""
    return form.day, form.start, form.end, form.nights


def filled(form: Form) -> tuple[object, ...]:
    """All but the times. Where it is not what the form began with, dropping the form is asked about first."""
    return form.client_id, form.client_name, form.service_id, form.location_id, form.notes, form.repeat


def plan_of(form: Form, span: tuple[datetime, datetime], location: Location | None) -> BookingPlan:
    """What the fields ask for; `location` is the one that is chosen in them."""
    return BookingPlan(
        client_id=form.client_id or _NOBODY,
        start=span[0],
        end=span[1],
        service_id=form.service_id,
        location_id=form.location_id,
        location_type=location.location_type if location else LocationType.CLINIC,
        location_details=form.location_details.strip() or None,
        notes=form.notes.strip() or None,
        waits=form.waits,
    )


def columns(plan: BookingPlan) -> dict[str, str]:
    """As texts, which JSON can hold."""
    return {
        "client_id": str(plan.client_id),
        "scheduled_start": plan.start.astimezone(UTC).isoformat(),
        "scheduled_end": plan.end.astimezone(UTC).isoformat(),
        "service_id": str(plan.service_id or ""),
        "location_id": str(plan.location_id or ""),
        "location_details": plan.location_details or "",
        "notes": plan.notes or "",
        "practitioner_user_id": str(plan.practitioner_user_id or ""),
    }


def changed_columns(plan: BookingPlan, before: Mapping[str, str]) -> frozenset[str]:
    """Columns that the person left alone are not taken back from another device."""
    # What an earlier version kept of an open form may lack columns: they count as left alone.
    changed = {name for name, value in columns(plan).items() if value != before.get(name, value)}
    # The type has no field of its own: a plan takes it from the location.
    return frozenset(changed | ({"location_type"} if "location_id" in changed else set()))


def columns_of(row: Appointment) -> dict[str, str]:
    """A stored appointment in the form of `columns`, to tell later which of them the form changed."""
    return columns(
        BookingPlan(
            client_id=row.client_id,
            start=row.scheduled_start,
            end=row.scheduled_end,
            service_id=row.service_id,
            location_id=row.location_id,
            location_details=(row.location_details or "").strip() or None,
            notes=(row.notes or "").strip() or None,
            practitioner_user_id=row.practitioner_user_id,
        )
    )
