"""Invented appointments, a practice on disk, and the calendar's screen on it."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, LocationType, Role
from core.domain.ids import AppointmentId, ClientId, DeviceId, UserId, Uuid7Source
from core.domain.new_rows import AppointmentDraft, ClientDraft, LocationDraft, PracticeDraft, ServiceDraft
from core.domain.records import Appointment, Client, Location, Service
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.practice.practice import Practice
from core.store.unit_of_work.bootstrap import found_practice
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.pane import CalendarPane
from desktop.calendar.screen import CalendarScreen
from desktop.kit.bus import Bus
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from tests.desktop import stillness
from tests.desktop.calendar.booking_stage import Stage
from tests.kept_stores import kept, new_store

if TYPE_CHECKING:
    from tests.desktop.conftest import FakeNavigator

KEY = bytes(range(32))
ZONE = ZoneInfo("Asia/Jerusalem")
NOW = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
"""A Tuesday, twenty to eleven in the invented practice."""


@pytest.fixture
def stage() -> Stage:
    return Stage.new()


@pytest.fixture
def zone() -> ZoneInfo:
    return ZONE


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def entry() -> Callable[..., CalendarEntry]:
    """Makes an entry in November 2026: `entry(24, "10:00", 50)` is day, wall time, minutes."""

    def make(day: int, at: str, minutes: int = 50, name: str = "Dana Levi", **more: object) -> CalendarEntry:
        start = local(day, at)
        fields: dict[str, object] = {
            "id": AppointmentId(uuid.uuid4()),
            "client_id": ClientId(uuid.uuid4()),
            "client_name": name,
            "start": start,
            "end": start + timedelta(minutes=minutes),
            "status": AppointmentStatus.SCHEDULED,
            "service": "Massage",
        }
        return CalendarEntry(**(fields | more))  # type: ignore[arg-type]

    return make


def local(day: int, at: str) -> datetime:
    hour, minute = map(int, at.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@dataclass
class House:
    """A practice on disk with two clients, a service and a room; `book` puts appointments in."""

    practice: Practice
    dana: Client
    noam: Client
    massage: Service
    room: Location

    def book(self, day: int, at: str, minutes: int = 50, client: Client | None = None) -> Appointment:
        start = local(day, at)
        draft = AppointmentDraft(
            client_id=(client or self.dana).id,
            scheduled_start=start,
            scheduled_end=start + timedelta(minutes=minutes),
            service_id=self.massage.id,
        )
        return self.practice.appointments.book(draft, "both can take place").value


@pytest.fixture
def house(tmp_path: Path, clock: FixedClock) -> Iterator[House]:
    path = tmp_path / "store.db"
    me, rows = kept(path, ("house", clock.now()), partial(_furnished, clock))
    store = Store.open(path, KEY, clock, create=False)
    yield House(Practice(store, me, clock, Uuid7Source(clock)), *rows)
    store.close()


def _furnished(clock: FixedClock, path: Path) -> tuple[Me, tuple[Client, Client, Service, Location]]:
    """Writes the practice with what stands in `House`."""
    store = new_store(path, KEY, clock)
    ids = Uuid7Source(clock)
    draft = PracticeDraft(name="Invented", timezone="Asia/Jerusalem", owner_name="Owner Person")
    practice = Practice(store, found_practice(store, clock, ids, DeviceId(uuid.uuid4()), draft), clock, ids)
    hours = {str(day): [["08:00", "19:00"]] for day in (6, 0, 1, 2, 3)}
    practice.settings.set(week_start=6, working_hours=hours)
    rows = (
        practice.clients.add(ClientDraft(first_name="Dana", last_name="Levi", phone="050-555-0100")).value,
        practice.clients.add(ClientDraft(first_name="Noam", last_name="Peretz")).value,
        practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=45, colour="blue")).value,
        practice.locations.add(
            LocationDraft(name="Room 1", location_type=LocationType.CLINIC, address="1 Invented Street")
        ).value,
    )
    store.close()
    return practice.me, rows


@dataclass
class Desk:
    """The screen in front, its practice, and what the window was asked."""

    screen: CalendarScreen
    house: House
    jobs: Jobs
    bus: Bus
    navigator: "FakeNavigator"

    @property
    def pane(self) -> CalendarPane:
        assert self.screen.pane is not None
        return self.screen.pane

    def settle(self) -> None:
        """What was asked for is here, and everything has moved to its place."""
        stillness.settle(self.jobs)

    def hire(self, name: str = "Colleague Person", role: Role = Role.THERAPIST) -> UserId:
        """Somebody else works here from now on, and the calendar knows it."""
        member = self.house.practice.team.add(name, role).value
        self.pane.set_team(self.screen._desk.opening().team)
        return member.id

    def reload(self) -> None:
        """Read again what the test put into the practice behind the screen's back."""
        self.pane.presenter._read(self.pane.presenter.timeline.changed())
        self.settle()


@pytest.fixture
def desk(
    qtbot: QtBot,
    house: House,
    jobs: Jobs,
    bus: Bus,
    theme: Theme,
    navigator: "FakeNavigator",
    clock: FixedClock,
) -> Desk:
    screen = CalendarScreen(ScreenContext(house.practice, jobs, bus, theme, navigator, clock))
    qtbot.addWidget(screen)
    screen.resize(1200, 760)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    screen.activate()
    jobs.wait()
    return Desk(screen, house, jobs, bus, navigator)
