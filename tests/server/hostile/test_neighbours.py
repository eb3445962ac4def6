"""Two clinics on one PostgreSQL, each in a database of its own: a login of one knocks at the other's.

No database lets in a login that is not its own; behind that door nothing opens either.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from core.domain.enums import Role
from core.domain.errors import DeviceRevoked, ServerRefused, UserError
from core.domain.ids import WorkspaceId
from migrations.operate.backup import backup
from migrations.operate.doctor import doctor
from migrations.operate.guard import guarding
from migrations.operate.init import init
from migrations.operate.overstaying import Bounds, Reason
from migrations.operate.restore import restore
from migrations.operate.upgrade import upgrade
from migrations.server.tables import SERVER
from sync.postgres.transport import connect
from tests.plugins_pg import TestClinic, TestDevice, new_clinic
from tests.server.hostile.at_once import second_of_two
from tests.server.hostile.cases import DENIED, HELLO, NO_PRIVILEGE, REVOKED
from tests.server.hostile.test_other_practice import CALLS
from tests.server.raw import Raw


@pytest.fixture
def neighbour(clinic: TestClinic) -> Iterator[TestClinic]:
    made = new_clinic(clinic.server)
    yield made
    made.close()


@pytest.fixture
def knocking(clinic: TestClinic, neighbour: TestClinic) -> Iterator[Raw]:
    """The owner of one clinic, in the other's database by a mistake of a superuser's."""
    _let(clinic.owner, neighbour)
    raw = Raw(replace(clinic.owner, clinic=neighbour))
    yield raw
    raw.close()


def _let(device: TestDevice, into: TestClinic) -> None:
    into.as_superuser(f"GRANT CONNECT ON DATABASE {into.database} TO {device.login.role}")


def _refused(device: TestDevice, at: TestClinic) -> str:
    """The code of the refusal to connect."""
    with pytest.raises(UserError) as refused:
        Raw(replace(device, clinic=at))
    return refused.value.code


def _who_may_connect(clinic: TestClinic) -> set[object]:
    query = "SELECT a.grantee::regrole::text FROM pg_database, aclexplode(datacl) a WHERE datname ="
    may = clinic.as_superuser(f"{query} current_database() AND privilege_type = 'CONNECT'")
    return {name for (name,) in may}


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


def test_given_a_login_of_another_clinic_when_it_connects_then_its_own_database_alone_lets_it_in(
    clinic: TestClinic, neighbour: TestClinic
) -> None:
    therapist = clinic.enrol(clinic.owner)
    home = Raw(therapist)

    assert {_refused(each, neighbour) for each in (clinic.owner, therapist)} == {"denied"}
    size = "SELECT pg_database_size(%s)"
    assert home.state(size, [neighbour.database]) == NO_PRIVILEGE
    assert home.state(size, [clinic.database]) == "00000"
    before = _who_may_connect(clinic)
    # PostgreSQL refuses who may do nothing with a database, and only warns who may do anything.
    home.state(f"GRANT CONNECT ON DATABASE {clinic.database} TO PUBLIC")
    assert _who_may_connect(clinic) == before
    assert home.state(HELLO) == "00000"
    home.close()

    operators = {clinic.url.username, neighbour.url.username, "pz_prov"}
    assert _who_may_connect(clinic) - operators == {clinic.owner.login.role, therapist.login.role}
    assert _who_may_connect(neighbour) - operators == {neighbour.owner.login.role}


def test_given_two_databases_that_let_in_all_logins_of_the_server_when_upgraded_then_each_only_its_own(
    clinic: TestClinic, neighbour: TestClinic
) -> None:
    """As they were made by an earlier version; the next practice of one of them closes it as well."""
    for each in (clinic, neighbour):
        name, login = each.database, each.owner.login.role
        each.as_superuser(f"GRANT CONNECT ON DATABASE {name} TO pz_member")
        each.as_superuser(
            f"DO $$ BEGIN SET ROLE pz_prov; REVOKE CONNECT ON DATABASE {name} FROM {login}; END $$"
        )
    Raw(replace(clinic.owner, clinic=neighbour)).close()
    Raw(replace(neighbour.owner, clinic=clinic)).close()

    upgrade(neighbour.url)
    another = clinic.request(clinic.owner, clinic.owner.user_id, Role.OWNER)
    init(clinic.url, replace(another, workspace_id=WorkspaceId(uuid.uuid4()), keys=()))

    assert _refused(clinic.owner, neighbour) == _refused(neighbour.owner, clinic) == "denied"
    for each in (clinic, neighbour):
        assert each.owner.remote().hello().device_id == each.owner.device_id


def test_given_a_device_that_was_removed_when_its_database_is_looked_at_then_its_login_may_not_connect(
    clinic: TestClinic,
) -> None:
    owner = clinic.owner
    gone = clinic.enrol(owner)
    assert gone.login.role in _who_may_connect(clinic)

    owner.remote().revoke_device(owner.workspace_id, gone.device_id)

    assert gone.login.role not in _who_may_connect(clinic)
    assert _refused(gone, clinic) == DeviceRevoked.code
    assert owner.remote().hello().device_id == owner.device_id


def test_given_two_practices_of_a_database_that_let_in_devices_at_once_when_both_are_done_then_both_connect(
    clinic: TestClinic,
) -> None:
    """Who may connect is one row of a catalog: the second waits for the first, and then does it once more."""
    owners = {"first": clinic.owner, "second": clinic.add_workspace()}
    values = {
        f"{at}_{name}": value for at, who in owners.items() for name, value in _values(clinic, who).items()
    }
    calls = [CALLS["enrol_device"].format(ws="ws").replace("%(", f"%({at}_") for at in owners]
    ahead, behind = (Raw(each) for each in owners.values())

    refused = second_of_two(clinic, (ahead, calls[0]), (behind, calls[1]), values)
    for each in (ahead, behind):
        each.close()

    assert refused == "00000"
    assert {values["first_login"], values["second_login"]} <= _who_may_connect(clinic)


def _ended(by: TestClinic) -> list[tuple[str, Reason]]:
    """What a guard ends that takes everybody for having been there long enough."""
    with guarding(by.url, Bounds(transaction_s=0)) as guard:
        return [(each.login.name, each.reason) for each in guard.look().ended]


def test_given_guards_of_two_clinics_when_each_looks_then_it_ends_strangers_in_its_own_database_alone(
    clinic: TestClinic, neighbour: TestClinic, knocking: Raw
) -> None:
    homes = [Raw(each.owner) for each in (clinic, neighbour)]

    assert _ended(clinic) == []
    assert knocking.state("SELECT 1") == "00000"
    assert _ended(neighbour) == [(clinic.owner.login.role, Reason.PLACE)]
    assert knocking.state("SELECT 1") in {"57P01", "lost"}
    assert [home.state(HELLO) for home in homes] == ["00000", "00000"]
    for home in homes:
        home.close()


@pytest.fixture
def copy(clinic: TestClinic, tmp_path: Path) -> Iterator[Callable[[], TestClinic]]:
    """The clinic as it is now beside itself, as whoever runs the server restores a backup once in a while."""
    made = TestClinic(clinic.server, f"copy_{uuid.uuid4().hex[:8]}")

    def restored() -> TestClinic:
        saved = backup(clinic.url, tmp_path / "clinic.backup", lambda *_: None).path
        restore(made.url, saved, lambda *_: None, create_database=True)
        return made

    yield restored
    made.close()


def test_given_a_copy_beside_its_clinic_when_a_guard_looks_after_it_then_laptops_of_the_clinic_stay(
    clinic: TestClinic, copy: Callable[[], TestClinic]
) -> None:
    at_home, elsewhere = Raw(clinic.owner), replace(clinic.owner.address(), dbname="postgres")
    strayed = connect(elsewhere)

    assert _ended(copy()) == [(clinic.owner.login.role, Reason.PLACE)]

    assert at_home.state(HELLO) == "00000"
    assert clinic.owner.remote().hello().device_id == clinic.owner.device_id
    at_home.close()
    strayed.close()


def test_given_what_a_login_owns_in_a_copy_when_its_guard_takes_it_away_then_both_still_let_the_login_in(
    clinic: TestClinic, copy: Callable[[], TestClinic]
) -> None:
    made, login = copy(), clinic.owner.login.role
    strayed = Raw(replace(clinic.owner, clinic=made))
    strayed.rows("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC")
    strayed.close()

    with guarding(made.url) as guard:
        assert guard.look().settled == (login,)

    for each in (clinic, made):
        assert login in _who_may_connect(each)


def test_given_a_copy_of_before_a_removal_when_who_is_out_is_to_wipe_itself_then_the_copy_shows_it_nothing(
    clinic: TestClinic, copy: Callable[[], TestClinic]
) -> None:
    """Its login is open again so that it hears of that, and the copy knows nothing of its removal."""
    owner = clinic.owner
    remote, gone = owner.remote(), clinic.enrol(owner)
    remote.push(owner.workspace_id, clinic.epoch(owner), [owner.client()])
    beside = copy()
    remote.revoke_device(owner.workspace_id, gone.device_id)
    remote.order_wipe(owner.workspace_id, gone.device_id, b"papers")
    raw = Raw(replace(gone, clinic=beside))
    (epoch,) = beside.as_superuser("SELECT epoch FROM pz.sync_workspace")[0]
    values = {**_values(clinic, owner), "epoch": epoch, "own_device": gone.device_id}

    for name, call in CALLS.items():
        assert raw.state(call.format(ws="ws"), values) in {DENIED, REVOKED}, name

    assert raw.state(HELLO) == REVOKED
    assert _ended(beside) == [(gone.login.role, Reason.REVOKED)]
    raw.close()
    again = Raw(replace(gone, clinic=beside))
    assert again.state(HELLO) == REVOKED
    again.close()
    assert gone.remote().wipe_orders() == [(owner.workspace_id, b"papers")]
    assert owner.remote().hello().device_id == owner.device_id


def _doctored(clinic: TestClinic) -> int:
    """How many connections the logins of all clinics may have together, as one of their operators is told."""
    (found,) = [each for each in doctor(clinic.url) if each.name == "connections of all clinics"]
    return int(re.findall(r"may have (\d+) of \d+ connections", found.sentence)[0])


def test_given_a_neighbour_that_lets_devices_in_when_a_clinic_is_doctored_then_they_count_until_they_are_out(
    clinic: TestClinic, neighbour: TestClinic
) -> None:
    before = _doctored(clinic)
    more = neighbour.enrol(neighbour.owner)

    assert _doctored(clinic) == _doctored(neighbour) == before + 4
    neighbour.owner.remote().revoke_device(more.workspace_id, more.device_id)
    assert _doctored(clinic) == before
