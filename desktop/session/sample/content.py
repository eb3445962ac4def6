"""The demo practice as plain data: the same seed and the same day always give the same practice."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.enums import AppointmentStatus
from core.domain.new_rows import TimeBlockDraft
from core.domain.waitlist import URGENT
from desktop.session.sample.calendar import OPEN, SampleSlot, blocks_of, free_slots, week_of
from desktop.session.sample.notes import CaseStory, DemoMark, SoapText
from desktop.session.sample.phrases import people

TIMEZONE = "Asia/Jerusalem"
CLIENTS = 60
NOTES = 600
DRAFTS = 4
MEASURED = 6
"""The pain of so many clients is measured and marked at each of their visits that has a note."""
_REGULARS = 22
"""So many clients come often; the others come for a course of treatment and stop."""


@dataclass(frozen=True, slots=True)
class DemoClient:
    """`fields` are column names of `clients`."""

    language: str
    since: date
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DemoVisit:
    """`client`, `service` and `location` are positions in the lists of `DemoPractice`."""

    client: int
    service: int
    location: int
    start: datetime
    end: datetime
    status: AppointmentStatus
    cancellation_reason: str | None = None
    note: SoapText | None = None
    is_draft: bool = False
    pain: int | None = None
    marks: tuple[DemoMark, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoWish:
    """Somebody who waits since so many days; `fields` are columns of `waitlist_entries`."""

    client: int
    service: int
    days: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DemoPractice:
    """Everything to be written; `visits` are in order of their start."""

    name: str
    therapist: str
    email: str
    timezone: str
    services: list[dict[str, Any]]
    locations: list[dict[str, Any]]
    clients: list[DemoClient]
    templates: list[dict[str, Any]]
    """Name, the name of the service, and the texts of a note that begins with it."""
    snippets: list[dict[str, str]]
    settings: dict[str, Any] = field(default_factory=dict)
    """Week and working hours, as the practice's settings hold them."""
    visits: list[DemoVisit] = field(default_factory=list)
    blocks: list[TimeBlockDraft] = field(default_factory=list)
    """Of the therapist's time."""
    waiting: tuple[DemoWish, ...] = ()


def demo_practice(now: datetime, seed: int = 20, language: str = "en") -> DemoPractice:
    """The whole practice around the day of `now` (UTC).

    Its words and most of those who come often are of `language`, "en" or "he".
    """
    rng = random.Random(seed)  # noqa: S311 - invented data, not secrets
    raw = people()["practices"][language]
    practice = DemoPractice(
        name=raw["name"],
        therapist=raw["therapist"],
        email=raw["email"],
        timezone=TIMEZONE,
        services=raw["services"],
        locations=raw["locations"],
        clients=_clients(rng, now.date(), language),
        templates=raw["templates"],
        snippets=raw["snippets"],
        waiting=_waiting(raw["soon"], raw["late"]),
    )
    today = now.astimezone(ZoneInfo(TIMEZONE)).date()
    practice.settings.update(_settings(today))
    practice.blocks.extend(blocks_of(today, raw["lunch"], raw["supervision"]))
    slots = free_slots(rng, today, TIMEZONE)
    visits = _visits(rng, practice, slots, now)
    practice.visits.extend(_with_notes(rng, practice, visits))
    return practice


def _settings(today: date) -> dict[str, Any]:
    week = week_of(today)
    hours = {str(day): [list(OPEN[kind])] for day, kind in sorted(week.items())}
    return {"week_start": 6 if 6 in week else 0, "working_hours": hours}


def _waiting(soon: str, late: str) -> tuple[DemoWish, ...]:
    """Clients whose course of treatment has ended, and who want another one; with two of their remarks."""
    return (
        DemoWish(CLIENTS - 1, 0, 23, {"weekdays": "MO,WE", "day_part": "MORNING"}),
        DemoWish(CLIENTS - 7, 1, 9, {"urgency": URGENT, "remark": soon}),
        DemoWish(CLIENTS - 12, 0, 2, {"day_part": "AFTERNOON", "remark": late}),
    )


def _clients(rng: random.Random, today: date, spoken: str) -> list[DemoClient]:
    raw = people()
    names = [(language, *name) for language in ("en", "he") for name in raw[language]]
    rng.shuffle(names)
    if spoken != "en":
        names.sort(key=lambda name: name[0] != spoken)
    return [_client(rng, number, name, today) for number, name in enumerate(names[:CLIENTS])]


def _client(rng: random.Random, number: int, name: tuple[str, str, str], today: date) -> DemoClient:
    raw, (language, first, last) = people(), name
    regular = number < _REGULARS
    since = today - timedelta(days=548 if regular else rng.randint(30, 548))
    fields: dict[str, Any] = {
        "first_name": first,
        "last_name": last,
        "phone": f"+972-50-555-{number + 100:04d}",
        # Nobody has an address there (RFC 2606).
        "email": f"demo.client{number + 1:02d}@example.com" if rng.random() < 0.8 else None,
        "date_of_birth": date(rng.randint(1946, 2008), rng.randint(1, 12), rng.randint(1, 28)),
        "address": f"{rng.choice(raw['streets'][language])} {rng.randint(1, 90)}, {raw['towns'][language]}",
        "medical_history": rng.choice(raw["history"][language]) if rng.random() < 0.6 else None,
        "alerts": rng.choice(raw["alerts"][language]) if rng.random() < 0.15 else None,
        "tags": tuple(sorted(rng.sample(raw["tags"], k=rng.choice((0, 0, 1, 1, 2))))),
        "consent_status": rng.random() < 0.9,
    }
    return DemoClient(
        language, since, {key: value for key, value in fields.items() if value not in (None, ())}
    )


def _visits(
    rng: random.Random, practice: DemoPractice, slots: list[SampleSlot], now: datetime
) -> list[DemoVisit]:
    """Deals the free slots to clients; the same client never has two visits on one day."""
    seen: set[int] = set()
    days: set[tuple[int, date]] = set()
    visits = []
    for slot in slots:
        client = _pick(rng, practice, slot, days)
        days.add((client, slot.day))
        visits.append(_visit(rng, practice, client, slot, now, first=client not in seen))
        seen.add(client)
    return visits


def _pick(rng: random.Random, practice: DemoPractice, slot: SampleSlot, days: set[tuple[int, date]]) -> int:
    """A client who already comes at that time; a course ends after about four months."""
    known = [
        number
        for number, client in enumerate(practice.clients)
        if client.since <= slot.day
        and (number < _REGULARS or (slot.day - client.since).days < 120)
        and (number, slot.day) not in days
    ]
    return rng.choice(known)


def _visit(
    rng: random.Random, practice: DemoPractice, client: int, slot: SampleSlot, now: datetime, *, first: bool
) -> DemoVisit:
    service = 0 if first and slot.minutes >= 60 else _service(rng, slot)
    location = 2 if practice.services[service]["minutes"] == 30 else rng.choices((0, 1), weights=(12, 1))[0]
    length = timedelta(minutes=practice.services[service]["minutes"])
    status = _status(rng, over=slot.start + length <= now)
    language = practice.clients[client].language
    cancelled = status is AppointmentStatus.CANCELLED
    return DemoVisit(
        client=client,
        service=service,
        location=location,
        start=slot.start,
        end=slot.start + length,
        status=status,
        cancellation_reason=rng.choice(people()["cancelled"][language]) if cancelled else None,
    )


def _service(rng: random.Random, slot: SampleSlot) -> int:
    if slot.minutes < 45:
        return 3
    return rng.choices((1, 2, 3), weights=(6, 3, 1))[0] if slot.minutes >= 60 else rng.choice((1, 1, 1, 3))


def _status(rng: random.Random, *, over: bool) -> AppointmentStatus:
    if not over:
        return AppointmentStatus.CANCELLED if rng.random() < 0.04 else AppointmentStatus.SCHEDULED
    return rng.choices(
        (AppointmentStatus.COMPLETED, AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW),
        weights=(90, 6, 4),
    )[0]


def _with_notes(rng: random.Random, practice: DemoPractice, visits: list[DemoVisit]) -> list[DemoVisit]:
    """Gives `NOTES` of the completed visits a note, the latest `DRAFTS` of them still drafts."""
    done = [number for number, visit in enumerate(visits) if visit.status is AppointmentStatus.COMPLETED]
    latest = set(done[-DRAFTS:])
    chosen = latest | set(rng.sample(done[:-DRAFTS], k=min(NOTES, len(done)) - len(latest)))
    courses = [CaseStory(client.language, rng) for client in practice.clients]
    return [
        _noted(visit, courses[visit.client], is_draft=number in latest) if number in chosen else visit
        for number, visit in enumerate(visits)
    ]


def _noted(visit: DemoVisit, course: CaseStory, *, is_draft: bool) -> DemoVisit:
    note = course.next_note()
    if visit.client >= MEASURED:
        return replace(visit, note=note, is_draft=is_draft)
    return replace(visit, note=note, is_draft=is_draft, pain=course.pain, marks=course.marks)
