"""What the form of a place on the waitlist holds, and the columns that it means. Qt-free."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from core.domain.clients import full_name
from core.domain.day_part import DayPart
from core.domain.ids import ClientId, LocationId, ServiceId, UserId
from core.domain.records import Client, WaitlistEntry
from core.domain.waitlist import ALL_DAYS, URGENT, days_of, days_text, part_of, part_text
from desktop.kit.form_drafts import known_fields

_IDS = ("client_id", "service_id", "location_id", "practitioner_id")


@dataclass(frozen=True, slots=True)
class WishForm:
    """What the fields hold. None is no wish; `client_name` is what stands where one is chosen or typed."""

    minutes: int
    client_id: ClientId | None = None
    client_name: str = ""
    service_id: ServiceId | None = None
    location_id: LocationId | None = None
    practitioner_id: UserId | None = None
    weekdays: frozenset[int] = ALL_DAYS
    part: DayPart = DayPart.ANY
    earliest: date | None = None
    latest: date | None = None
    urgent: bool = False
    remark: str = ""


def with_client(form: WishForm, client: Client) -> WishForm:
    """The same wish of this client."""
    return replace(form, client_id=client.id, client_name=full_name(client.first_name, client.last_name))


def wish_form(entry: WaitlistEntry, name: str) -> WishForm:
    """A stored entry as the fields say it; `name` is its client's."""
    return WishForm(
        entry.duration_minutes,
        entry.client_id,
        name,
        entry.service_id,
        entry.location_id,
        entry.practitioner_user_id,
        days_of(entry.weekdays),
        part_of(entry.day_part),
        entry.earliest,
        entry.latest,
        entry.urgency == URGENT,
        entry.remark or "",
    )


def wish_values(form: WishForm) -> dict[str, Any]:
    """The columns that the form means, all but the client."""
    return {
        "duration_minutes": form.minutes,
        "service_id": form.service_id,
        "location_id": form.location_id,
        "practitioner_user_id": form.practitioner_id,
        "weekdays": days_text(form.weekdays),
        "day_part": part_text(form.part),
        "earliest": form.earliest,
        "latest": form.latest,
        "urgency": URGENT if form.urgent else None,
        "remark": form.remark.strip() or None,
    }


def changed_values(form: WishForm, entry: WaitlistEntry) -> dict[str, Any]:
    """What the person changed: what they left alone is not taken back from another laptop."""
    before = wish_values(wish_form(entry, ""))
    return {name: value for name, value in wish_values(form).items() if value != before[name]}


def form_to_json(form: WishForm) -> dict[str, Any]:
    """Ids and days as texts; `form_from_json` reads it again."""
    texts = {name: str(getattr(form, name) or "") for name in (*_IDS, "earliest", "latest")}
    return asdict(form) | texts | {"weekdays": sorted(form.weekdays), "part": form.part.name}


def form_from_json(given: Mapping[str, Any]) -> WishForm:
    """What `form_to_json` wrote, perhaps that of another version of the program."""
    known = {**form_to_json(WishForm(given["minutes"])), **known_fields(WishForm, given)}
    ids = {name: uuid.UUID(known[name]) if known[name] else None for name in _IDS}
    days = {name: date.fromisoformat(known[name]) if known[name] else None for name in ("earliest", "latest")}
    part = DayPart.__members__.get(known["part"], DayPart.ANY)
    return WishForm(**{**known, **ids, **days, "weekdays": frozenset(known["weekdays"]), "part": part})
