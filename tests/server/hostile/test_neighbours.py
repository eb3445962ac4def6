"""Two clinics on one PostgreSQL, each in a database of its own: a login of one knocks at the other's."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from core.domain.errors import ServerRefused
from migrations.server.tables import SERVER
from tests.plugins_pg import TestClinic, TestDevice, new_clinic
from tests.server.hostile.cases import DENIED, HELLO, NO_PRIVILEGE
from tests.server.hostile.test_other_practice import CALLS
from tests.server.raw import Raw


@pytest.fixture
def neighbour(clinic: TestClinic) -> Iterator[TestClinic]:
    made = new_clinic(clinic.server)
    yield made
    made.close()


@pytest.fixture
def knocking(clinic: TestClinic, neighbour: TestClinic) -> Iterator[Raw]:
    """The owner of one clinic, connected to the other's database."""
    raw = Raw(replace(clinic.owner, clinic=neighbour))
    yield raw
    raw.close()


def _values(clinic: TestClinic, device: TestDevice) -> dict[str, object]:
    asked = clinic.request(device, device.user_id)
    own = {"ws": device.workspace_id, "epoch": clinic.epoch(device), "own_user": device.user_id}
    own |= {"owner_device": device.device_id, "own_device": device.device_id, "owner_user": device.user_id}
    return own | {"device": asked.device_id, "login": asked.login_role, "verifier": asked.verifier}


def test_given_a_login_of_another_clinic_when_it_calls_anything_then_denied_and_at_home_it_is_served(
    clinic: TestClinic, neighbour: TestClinic, knocking: Raw
) -> None:
    values = _values(neighbour, neighbour.owner)

    for name, call in CALLS.items():
        assert knocking.state(call.format(ws="ws"), values) == DENIED, name
    assert knocking.state(HELLO) == DENIED
    assert knocking.rows("SELECT * FROM pzapi.wipe_orders()") == []
    home = Raw(clinic.owner)
    assert home.state(HELLO) == "00000"
    home.close()


def test_given_a_login_of_another_clinic_when_it_touches_tables_or_makes_any_then_it_may_not(
    knocking: Raw,
) -> None:
    touched = {table: knocking.state(f"SELECT 1 FROM pz.{table.name}") for table in SERVER.sorted_tables}

    assert set(touched.values()) == {NO_PRIVILEGE}
    assert knocking.state("CREATE TEMPORARY TABLE mine (a int)") == NO_PRIVILEGE
    assert knocking.state("CREATE TABLE public.mine (a int)") == NO_PRIVILEGE


def test_given_the_login_of_a_neighbours_device_when_enrolled_here_then_refused_and_its_password_stands(
    clinic: TestClinic, neighbour: TestClinic
) -> None:
    """Logins belong to the whole server: else its new master could log in as that device over there."""
    victim = neighbour.owner
    asked = clinic.request(clinic.owner, clinic.owner.user_id)
    stolen = replace(asked, login_role=victim.login.role)
    remote = clinic.owner.remote()

    with pytest.raises(ServerRefused):
        remote.enrol_device(stolen)
    remote.enrol_device(asked)

    assert victim.remote().hello().device_id == victim.device_id
    with pytest.raises(psycopg.Error):
        psycopg.connect(
            host=clinic.server.host, port=clinic.server.port, dbname=neighbour.database,
            user=victim.login.role, password=clinic.owner.login.password,
        )  # fmt: skip
