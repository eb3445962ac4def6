"""Writes the demo practice through the repositories and journal of the window, each act at its own time."""

import random
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from core.domain.enums import AuditAction, LocationType
from core.domain.ids import AppointmentId, ClientId, ServiceId, Uuid7Source
from core.domain.measure_scales import PAIN_SCALE
from core.domain.new_rows import (
    BodyMarkDraft,
    ClientDraft,
    LocationDraft,
    MeasureDraft,
    NoteTemplateDraft,
    ServiceDraft,
    TextSnippetDraft,
    WaitlistDraft,
)
from core.domain.records import SessionNote
from core.runtime.progress import OnProgress
from core.store.practice.practice import Practice
from core.store.unit_of_work.writer import Writer
from desktop.session.open_practice import OpenPractice
from desktop.session.sample.content import DemoClient, DemoPractice, DemoVisit, DemoWish

_BOOKED_BEFORE = timedelta(days=7)
_WRITTEN_AFTER = timedelta(minutes=12)
_AT_ONCE = 100


class PastClock:
    """A clock that is set to the time of each act, so that the practice has a past. Never ahead of `now`."""

    def __init__(self, now: datetime) -> None:
        self._latest = self._now = now

    def set(self, moment: datetime) -> None:
        """A moment later than `now` counts as `now`: no row of the demo may come from the future."""
        self._now = min(moment, self._latest)

    def now(self) -> datetime:
        """The moment that was set last; it may be earlier than the one before."""
        return self._now

    def monotonic(self) -> float:
        """The seconds of the moment that was set. Unlike a real clock's they go back when the moment does."""
        return self._now.timestamp()


def write_practice(opened: OpenPractice, content: DemoPractice, now: datetime, progress: OnProgress) -> None:
    """All of it, in the order in which it happened; the store must hold the workspace and its owner.

    `progress` is of visits and notes. Nobody typed any of it, so none of the 2,000 writes waits until the
    disk has it.
    """
    clock = PastClock(now)
    # Ids are the same each time as well, as is all of the content.
    rng = random.Random(len(content.visits))  # noqa: S311 - ids of invented rows
    ids = Uuid7Source(clock, rng.randbytes)
    with opened.store.in_bulk():
        _Writing(opened.practice_at(clock, ids), clock, ids, content).run(progress)


class _Writing:
    def __init__(self, practice: Practice, clock: PastClock, ids: Uuid7Source, content: DemoPractice) -> None:
        self._practice, self._me = practice, practice.me
        self._clock, self._ids, self._content = clock, ids, content
        self._now = clock.now()

    def run(self, progress: OnProgress) -> None:
        visits = self._content.visits
        notes = [visit for visit in visits if visit.note is not None]
        total = len(visits) + len(notes)
        self._clock.set(visits[0].start - timedelta(days=30))
        services, locations = self._catalogs()
        self._note_texts(services)
        for block in self._content.blocks:
            self._practice.blocks.add(replace(block, user_id=self._me.user_id))
        clients = [self._client(client) for client in self._content.clients]
        booked: dict[datetime, AppointmentId] = {}
        for at in range(0, len(visits), _AT_ONCE):
            part = visits[at : at + _AT_ONCE]
            booked |= self._book(part, clients, services, locations)
            progress(at + len(part), total)
        for number, visit in enumerate(notes, start=1):
            self._note(visit, clients[visit.client], booked[visit.start])
            progress(len(visits) + number, total)
        for wish in self._content.waiting:
            self._wait(wish, clients[wish.client], services[wish.service])

    def _catalogs(self) -> tuple[list[UUID], list[UUID]]:
        services: list[UUID] = [
            self._practice.services.add(
                ServiceDraft(name=raw["name"], default_duration_minutes=raw["minutes"], colour=raw["colour"])
            ).value.id
            for raw in self._content.services
        ]
        locations: list[UUID] = [
            self._practice.locations.add(
                LocationDraft(
                    name=raw["name"],
                    location_type=LocationType(raw["location_type"]),
                    address=raw["address"],
                )
            ).value.id
            for raw in self._content.locations
        ]
        return services, locations

    def _note_texts(self, services: Sequence[UUID]) -> None:
        named = {
            raw["name"]: ServiceId(made) for raw, made in zip(self._content.services, services, strict=True)
        }
        for raw in self._content.templates:
            draft = NoteTemplateDraft(name=raw["name"], service_id=named[raw["service"]], **raw["texts"])
            self._practice.templates.add(draft)
        for snippet in self._content.snippets:
            self._practice.snippets.add(TextSnippetDraft(**snippet))

    def _client(self, client: DemoClient) -> ClientId:
        since = datetime.combine(client.since, time(8), UTC)
        self._clock.set(since)
        fields = dict(client.fields)
        if fields.get("consent_status"):
            fields |= {"consent_at": since, "consent_version": "demo-1"}
        return self._practice.clients.add(ClientDraft(**fields)).value.id

    def _book(
        self,
        visits: Sequence[DemoVisit],
        clients: Sequence[ClientId],
        services: Sequence[UUID],
        locations: Sequence[UUID],
    ) -> dict[datetime, AppointmentId]:
        """Many at once: one commit to the disk, but each visit stays a change of its own."""
        booked = {}
        with self._practice.store.write() as db:
            for visit in visits:
                self._clock.set(visit.start - _BOOKED_BEFORE)
                writer = Writer(db, self._me, self._clock, self._ids)
                values = self._appointment(visit, clients, services, locations)
                made = AppointmentId(writer.insert("appointments", values))
                writer.audit(AuditAction.CREATE, "appointment.book", made)
                booked[visit.start] = made
        return booked

    def _appointment(
        self,
        visit: DemoVisit,
        clients: Sequence[ClientId],
        services: Sequence[UUID],
        locations: Sequence[UUID],
    ) -> dict[str, Any]:
        return {
            "client_id": clients[visit.client],
            "practitioner_user_id": self._me.user_id,
            "service_id": services[visit.service],
            "location_id": locations[visit.location],
            "location_type": self._content.locations[visit.location]["location_type"],
            "scheduled_start": visit.start,
            "scheduled_end": visit.end,
            "timezone": self._content.timezone,
            "status": visit.status,
            "cancellation_reason": visit.cancellation_reason,
        }

    def _note(self, visit: DemoVisit, client_id: ClientId, appointment_id: AppointmentId) -> None:
        if visit.note is None:
            return
        notes = self._practice.notes
        self._clock.set(visit.end)
        note = notes.start(client_id, appointment_id, visit.start).value
        self._clock.set(visit.end + _WRITTEN_AFTER)
        text = visit.note
        notes.save_draft(
            note.id,
            subjective=text.subjective,
            objective=text.objective,
            assessment=text.assessment,
            plan=text.plan,
        )
        if visit.pain is not None:
            self._measure(note, visit.pain)
        for mark in visit.marks:
            self._practice.body_marks.add(BodyMarkDraft(session_id=note.id, **asdict(mark)))
        if not visit.is_draft:
            notes.finalize(note.id)

    def _wait(self, wish: DemoWish, client: ClientId, service: UUID) -> None:
        since = self._now - timedelta(days=wish.days)
        self._clock.set(since)
        minutes = self._content.services[wish.service]["minutes"]
        self._practice.waitlist.add(
            WaitlistDraft(
                client_id=client, service_id=ServiceId(service), duration_minutes=minutes, **wish.fields
            )
        )

    def _measure(self, note: SessionNote, pain: int) -> None:
        self._practice.measures.add(
            MeasureDraft(
                client_id=note.client_id,
                session_id=note.id,
                kind=PAIN_SCALE.kind,
                name=PAIN_SCALE.name,
                low="0",
                high="10",
                value=str(pain),
            )
        )
