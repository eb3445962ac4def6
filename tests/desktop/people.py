"""A small invented practice for windows: six clients, a week of appointments, some notes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core.domain.clock import Clock
from core.domain.enums import AppointmentStatus, LocationType
from core.domain.ids import ClientId, DeviceId, IdSource, LocationId, ServiceId, Uuid7Source
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.practice.practice import (
    AppointmentDraft,
    ClientDraft,
    LocationDraft,
    Practice,
    PracticeDraft,
    ServiceDraft,
    found_practice,
)
from tests.kept_stores import kept, new_store

KEY = bytes(range(32))
NAMES = (
    ("Mira", "Talbot"),
    ("Bartholomew Maximilian", "Featherstone-Cholmondeley of Upper Wallop"),
    ("נועה", "כהן"),
    ("Otto", "Lindqvist"),
    ("Dana", "Levi"),
    ("José", "Ångström"),
)


@dataclass(frozen=True)
class People:
    """Ids of the invented rows, in the order of `NAMES`."""

    clients: tuple[ClientId, ...]
    services: tuple[ServiceId, ...]
    locations: tuple[LocationId, ...]


def empty_practice(folder: Path, clock: Clock, ids: IdSource | None = None) -> Practice:
    """A founded practice with nobody in it; close its `store`."""
    ids = ids or Uuid7Source(clock)
    store = new_store(folder / "store.db", KEY, clock)
    draft = PracticeDraft(name="Lindenhof Practice", timezone="Europe/Berlin", owner_name="Ruth Amsel")
    me = found_practice(store, clock, ids, DeviceId(ids.new()), draft)
    return Practice(store, me, clock, ids)


def filled_practice(folder: Path, clock: Clock, monday: datetime) -> Practice:
    """What `fill` makes of `empty_practice`, the same rows for every test; close its `store`."""

    def make(file: Path) -> Me:
        made = empty_practice(file.parent, clock)
        fill(made, monday)
        made.store.close()
        return made.me

    path = folder / "store.db"
    me = kept(path, ("filled", clock.now(), monday), make)
    return Practice(Store.open(path, KEY, clock, create=False), me, clock, Uuid7Source(clock))


def fill(practice: Practice, monday: datetime) -> People:
    """Monday at midnight of the practice's zone is where the week begins."""
    clients = tuple(
        practice.clients.add(
            ClientDraft(first_name=first, last_name=last, phone=f"+49 30 5550{number:03}")
        ).value.id
        for number, (first, last) in enumerate(NAMES)
    )
    services = tuple(
        practice.services.add(
            ServiceDraft(name=name, default_duration_minutes=minutes, colour=colour)
        ).value.id
        for name, minutes, colour in (
            ("Deep tissue massage", 60, "teal"),
            ("Physiotherapy", 45, "blue"),
            ("First visit", 90, "violet"),
        )
    )
    locations = (
        practice.locations.add(
            LocationDraft(name="Treatment room", location_type=LocationType.CLINIC, address="Lindenhof 1")
        ).value.id,
        practice.locations.add(LocationDraft(name="Video", location_type=LocationType.ONLINE)).value.id,
    )
    people = People(clients, services, locations)
    _fill_week(practice, people, monday)
    return people


def _fill_week(practice: Practice, people: People, monday: datetime) -> None:
    times = ((9, 0), (10, 30), (13, 0), (15, 15))
    for day in range(5):
        for slot, (hour, minute) in enumerate(times):
            start = monday + timedelta(days=day, hours=hour, minutes=minute)
            service = (day + slot) % len(people.services)
            practice.appointments.book(
                AppointmentDraft(
                    client_id=people.clients[(day * 2 + slot) % len(people.clients)],
                    scheduled_start=start,
                    scheduled_end=start + timedelta(minutes=(60, 45, 90)[service]),
                    service_id=people.services[service],
                    location_id=people.locations[day % 2],
                )
            )
    _cancel_one(practice, monday)
    _write_notes(practice, people, monday)


def _cancel_one(practice: Practice, monday: datetime) -> None:
    entries = practice.appointments.between(monday, monday + timedelta(days=1))
    practice.appointments.set_status(entries[2].appointment.id, AppointmentStatus.CANCELLED)


def _write_notes(practice: Practice, people: People, monday: datetime) -> None:
    draft = practice.notes.start(people.clients[0], session_date=monday - timedelta(days=4)).value
    practice.notes.save_draft(
        draft.id, subjective="Shoulder is better; slept through.", plan="Stretching twice a day."
    )
    done = practice.notes.start(people.clients[2], session_date=monday - timedelta(days=7)).value
    practice.notes.save_draft(
        done.id, subjective="כאב גב תחתון", objective="טווח תנועה מלא", plan="המשך תרגול"
    )
    practice.notes.finalize(done.id)
