"""Appointments around both changes of the clock travel between laptops, and their wall clock stays."""

import time as os_time
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.domain.clock import SystemClock
from core.domain.ids import AppointmentId, ClientId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from core.domain.timegrid import at_wall, day_scale, shift_days
from core.store.practice.practice import Practice as Books
from migrations.operate.embedded import EmbeddedServer
from tests.sync.laptops import Laptop
from tests.sync.server_sql import operate
from tests.sync.test_two_devices_pg import Clinic

ZONE = ZoneInfo("Asia/Jerusalem")
FORWARD, BACK = date(2026, 3, 27), date(2026, 10, 25)
"""The clock goes from 2 to 3, and from 2 to 1."""
HOUR = timedelta(hours=1)
NEIGHBOURS = [timedelta(days=days) for days in (-1, 0, 1)]
WALLS = [time(1, 30), time(2, 30), time(9, 0), time(23, 30)]


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer itself stands in a zone whose clocks change on other days."""
    monkeypatch.setenv("TZ", "America/New_York")
    os_time.tzset()
    yield
    monkeypatch.undo()
    os_time.tzset()


def books(laptop: Laptop) -> Books:
    return Books(laptop.store, laptop.me, SystemClock(), laptop.ids)


def founded(laptop: Laptop) -> ClientId:
    place = {"name": "Invented practice", "timezone": ZONE.key}
    laptop.add("workspaces", laptop.me.workspace_id, **place)
    laptop.add("users", laptop.me.user_id, full_name="Dana Demo", role="OWNER")
    return ClientId(laptop.add_client())


def book(laptop: Laptop, client: ClientId, start: datetime, length: timedelta = HOUR) -> AppointmentId:
    draft = AppointmentDraft(client_id=client, scheduled_start=start, scheduled_end=start + length)
    return books(laptop).appointments.book(draft, "Both agreed.").value.id


def wall(appointment: Appointment) -> tuple[datetime, datetime]:
    """What the clock on the wall of the practice shows, without its offset."""
    zone = ZoneInfo(appointment.timezone)
    start, end = appointment.scheduled_start, appointment.scheduled_end
    return start.astimezone(zone).replace(tzinfo=None), end.astimezone(zone).replace(tzinfo=None)


def height(appointment: Appointment) -> tuple[date, float]:
    """Where the calendar draws its beginning: the column and the minute in it."""
    zone = ZoneInfo(appointment.timezone)
    day = appointment.scheduled_start.astimezone(zone).date()
    return day, day_scale(day, zone).minute_of(appointment.scheduled_start)


@pytest.mark.usefixtures("abroad")
@pytest.mark.parametrize("change", [FORWARD, BACK], ids=["forward", "back"])
def test_given_appointments_around_a_change_when_synced_then_moments_walls_and_places_are_the_same(
    clinic: Clinic, change: date
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    operate(clinic, f"ALTER DATABASE {clinic.database} SET timezone = 'Pacific/Chatham'")
    client = founded(one)
    moments = [at_wall(change + off, at, ZONE) for off in NEIGHBOURS for at in WALLS]
    made = [book(one, client, moment) for moment in dict.fromkeys(moments)]
    one.sync()
    two.sync()
    for appointment_id in made:
        here, there = (books(each).appointments.get(appointment_id) for each in (one, two))
        assert (here.scheduled_start, here.scheduled_end) == (there.scheduled_start, there.scheduled_end)
        assert (wall(here), height(here)) == (wall(there), height(there))
        assert there.scheduled_end - there.scheduled_start == HOUR
    nine = [wall(books(two).appointments.get(each))[0].time() for each in made]
    assert nine.count(time(9, 0)) == len(NEIGHBOURS)


@pytest.mark.usefixtures("abroad")
@pytest.mark.parametrize(("change", "days"), [(FORWARD, 7), (BACK, 7), (FORWARD, -7), (BACK, -7)])
def test_given_an_appointment_moved_over_a_change_elsewhere_when_synced_back_then_its_wall_clock_stayed(
    clinic: Clinic, change: date, days: int
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    client = founded(one)
    day = change - timedelta(days=3) if days > 0 else change + timedelta(days=3)
    appointment = book(one, client, at_wall(day, time(9, 0), ZONE))
    one.sync()
    two.sync()
    seen = books(two).appointments.get(appointment)
    moved = shift_days(seen.scheduled_start, days, ZONE)
    books(two).appointments.move(appointment, moved, moved + HOUR)
    two.sync()
    one.sync()
    there = books(one).appointments.get(appointment)
    expected = datetime.combine(day + timedelta(days=days), time(9, 0))
    assert wall(there) == (expected, expected + HOUR)
    assert abs((there.scheduled_start - seen.scheduled_start) - timedelta(days=days)) == HOUR
    assert one.content() == two.content()


def test_given_the_repeated_hour_when_both_passes_are_booked_then_they_stay_two_moments_and_no_clash(
    clinic: Clinic,
) -> None:
    one, two = clinic.enrol().laptop, clinic.enrol().laptop
    client = founded(one)
    one.sync()
    two.sync()
    first = at_wall(BACK, time(1, 0), ZONE)
    early, late = book(one, client, first), book(two, client, first + HOUR)
    for laptop in (one, two, one):
        laptop.sync()
    shown = [books(one).appointments.get(each) for each in (early, late)]
    assert [wall(each)[0].time() for each in shown] == [time(1, 0), time(1, 0)]
    assert height(shown[0]) < height(shown[1])
    assert one.open_conflicts() == two.open_conflicts() == []
    assert one.content() == two.content()
