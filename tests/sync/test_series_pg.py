"""Two laptops with one series on real PostgreSQL 16 and 18: touched, parted and merged there as well."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.enums import AppointmentStatus
from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft
from core.domain.series import Repeat, Scope
from core.store.practice.series_changes import Change
from migrations.operate.embedded import EmbeddedServer
from tests.sync.laptops import Laptop, person
from tests.sync.server_sql import operate
from tests.sync.test_series import FIRST, HOUR, RULE, WEEK, Pair
from tests.sync.test_two_devices_pg import Clinic


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


def sync(*laptops: Laptop) -> None:
    for _ in range(2):
        for laptop in laptops:
            laptop.sync()
    assert [laptop.dirty() for laptop in laptops] == [0, 0]
    assert laptops[0].content() == laptops[1].content()


def test_given_a_series_on_a_real_server_when_two_laptops_touch_and_part_it_then_they_show_the_same(
    clinic: Clinic,
) -> None:
    one, other = clinic.enrol().laptop, clinic.enrol().laptop
    one.add("users", one.me.user_id, full_name="Ruth Amsel", role="OWNER")
    one.add("workspaces", one.me.workspace_id, name="Practice", timezone="UTC")
    draft = AppointmentDraft(
        client_id=ClientId(one.add_client()),
        scheduled_start=FIRST,
        scheduled_end=FIRST + HOUR,
        notes="Bring the scans",
    )
    booked = person(one).series.book(draft, Repeat(rule=RULE, times=8)).value
    sync(one, other)
    pair = Pair((one, other), booked)
    second, third, fifth = pair.nth(1), pair.nth(2), pair.nth(4)

    start = FIRST + WEEK + 5 * HOUR
    person(one).appointments.move(second, start, start + HOUR)
    person(other).appointments.set_status(second, AppointmentStatus.CANCELLED, "Flu")
    person(other).appointments.delete(third)
    later = FIRST + 4 * WEEK + 2 * HOUR
    person(one).series.change(fifth, Scope.FOLLOWING, Change({}, later, later + HOUR))
    person(other).series.change(fifth, Scope.FOLLOWING, Change({"notes": "No scans"}))
    sync(one, other)

    assert pair.days() == [0, 168 + 5, 3 * 168, *(168 * week + 2 for week in range(4, 8))]
    rows = pair.rows()
    assert rows[1].status is AppointmentStatus.CANCELLED
    assert [row.notes for row in rows[3:]] == ["No scans"] * 4
    assert one.open_conflicts() == []
    assert one.told("refused") == other.told("refused") == []
    ((stored, secret),) = operate(
        clinic,
        "SELECT count(*), count(*) FILTER (WHERE position('scans'::bytea in notes) > 0)"
        " FROM pz.appointment_series",
    )
    assert (stored, secret) == (2, 0)
