"""Many devices of one person, many connections of one practice: bounded, and the operator gets in always."""

import shutil
from collections.abc import Iterator

import pytest
from typing_extensions import override

from core.domain.errors import BadInput, NotFound, ServerRefused, UserError
from core.domain.ids import WorkspaceId
from migrations.operate.devices import revoke
from migrations.operate.doctor import doctor
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.guard import guarding
from migrations.operate.limits import limits
from migrations.operate.overstaying import Reason
from migrations.operate.status import status
from tests.plugins_pg import TestClinic, TestDevice, server_folder
from tests.server.hostile.cases import HELLO
from tests.server.raw import Raw


def test_given_a_person_with_as_many_devices_as_allowed_when_one_more_is_let_in_then_refused(
    clinic: TestClinic, owner: TestDevice
) -> None:
    limits(clinic.url, {"devices_per_person": 2})
    member = clinic.enrol(owner)
    second = clinic.enrol(owner, user_id=member.user_id)

    with pytest.raises(ServerRefused, match="This person has as many devices") as refused:
        clinic.enrol(owner, user_id=member.user_id)

    assert refused.value.code == "too_many_devices"
    assert clinic.enrol(owner).remote().hello().heads  # another person
    owner.remote().revoke_device(owner.workspace_id, second.device_id)
    assert clinic.enrol(owner, user_id=member.user_id).remote().hello().heads


def test_given_a_practice_with_as_many_devices_as_allowed_when_one_more_is_let_in_then_refused(
    clinic: TestClinic, owner: TestDevice
) -> None:
    limits(clinic.url, {"devices": 2})
    clinic.enrol(owner)

    with pytest.raises(ServerRefused, match="The practice has as many devices"):
        clinic.enrol(owner)
    stranger = clinic.add_workspace()
    limits(clinic.url, {"devices": 3}, owner.workspace_id)

    assert clinic.enrol(owner).remote().hello().heads
    assert clinic.enrol(stranger).remote().hello().heads


def test_given_a_device_that_is_in_when_its_lost_answer_is_asked_for_again_then_it_is_not_one_more(
    clinic: TestClinic, owner: TestDevice
) -> None:
    asked = clinic.request(owner, owner.user_id)
    limits(clinic.url, {"devices_per_person": 2})
    owner.remote().enrol_device(asked)
    owner.remote().enrol_device(asked)

    assert len(owner.remote().directory(owner.workspace_id)) == 2


def test_given_a_practice_with_too_many_connections_when_the_guard_looks_then_others_keep_theirs(
    clinic: TestClinic, owner: TestDevice
) -> None:
    neighbour, late = clinic.add_workspace(), clinic.enrol(owner)
    opened = [Raw(owner) for _ in range(4)]
    others = [Raw(late), Raw(neighbour), Raw(neighbour), Raw(neighbour), Raw(neighbour)]
    try:
        limits(clinic.url, {"connections": 3}, owner.workspace_id)
        with guarding(clinic.url) as guard:
            ended = guard.look().ended
        assert [(each.login.device_id, each.reason) for each in ended] == [
            (owner.device_id, Reason.CONNECTIONS)
        ] * 2
        states = [each.state(HELLO) for each in opened]
        assert states[:2] == ["00000", "00000"]
        assert not {"00000"} & set(states[2:])
        assert {each.state(HELLO) for each in others} == {"00000"}
        told = {lag.device_id: lag.connections for lag in status(clinic.url).devices}
        assert told == {owner.device_id: 2, late.device_id: 1, neighbour.device_id: 4}
    finally:
        for each in (*opened, *others):
            each.close()


def test_given_stolen_logins_when_they_connect_without_end_then_all_together_get_what_their_practice_may(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """PostgreSQL itself holds them to it, with no guard running; three are left to each."""
    few = [clinic.enrol(owner), owner]
    neighbour = clinic.add_workspace()
    assert _allowed(clinic) == {each.login.role: 4 for each in (*few, neighbour)}
    limits(clinic.url, {"connections": 9}, owner.workspace_id)
    all_in = [clinic.enrol(owner), *few]
    assert _allowed(clinic) == {each.login.role: 3 for each in all_in} | {neighbour.login.role: 4}

    opened = [each for device in all_in for each in _as_many_as_it_gets(device)]
    try:
        assert len(opened) == 9
    finally:
        for each in opened:
            each.close()

    more = [clinic.enrol(owner) for _ in range(2)]
    assert _allowed(clinic) == {each.login.role: 3 for each in (*all_in, *more)} | {neighbour.login.role: 4}
    assert {each.name: each.well for each in doctor(clinic.url)}["privileges"]
    for gone in (*more, all_in[0]):
        revoke(clinic.url, gone.device_id)
    with guarding(clinic.url) as guard:
        guard.look()
    assert {_allowed(clinic)[each.login.role] for each in few} == {4}


def test_given_a_login_that_changes_itself_and_waits_when_others_are_let_in_then_they_are_and_it_has_its_turn(
    clinic: TestClinic, owner: TestDevice
) -> None:
    limits(clinic.url, {"connections": 4}, owner.workspace_id)
    thief = clinic.enrol(owner)
    clinic.as_superuser(f"ALTER ROLE {thief.login.role} CONNECTION LIMIT 4")
    holding = Raw(thief)
    try:
        holding.rows("BEGIN")
        holding.rows(f"ALTER ROLE {thief.login.role} SET work_mem = '5MB'")
        late = clinic.enrol(owner)
        assert _allowed(clinic)[late.login.role] == 3
    finally:
        holding.close()

    with guarding(clinic.url) as guard:
        guard.look()
    assert set(_allowed(clinic).values()) == {3}


def _allowed(clinic: TestClinic) -> dict[object, object]:
    query = """SELECT rolname, rolconnlimit FROM pg_roles JOIN pz.devices ON login_role = rolname
      WHERE revoked_at IS NULL"""
    return {row[0]: row[1] for row in clinic.as_superuser(query)}


def _as_many_as_it_gets(device: TestDevice) -> list[Raw]:
    opened: list[Raw] = []
    for _ in range(6):
        try:
            opened.append(Raw(device))
        except UserError:
            break
    return opened


def test_given_a_limit_that_is_none_when_set_then_refused_and_nothing_changed(clinic: TestClinic) -> None:
    (before,) = limits(clinic.url)
    for wanted in ({"chairs": 3}, {"devices": -1}, {"devices": 2**60}):
        with pytest.raises(BadInput, match="nothing was changed"):
            limits(clinic.url, wanted)
    with pytest.raises(NotFound):
        limits(clinic.url, {"devices": 1}, WorkspaceId(clinic.owner.device_id))
    assert limits(clinic.url) == (before,)
    (after,) = limits(clinic.url, {"devices": 7})
    assert after.values == before.values | {"devices": 7}


class SmallServer(EmbeddedServer):
    """Eleven connections: one for superusers, three for operators, seven for all."""

    @override
    def _configure(self) -> None:
        super()._configure()
        settings = {
            "max_connections": 11,
            "superuser_reserved_connections": 1,
            "reserved_connections": 3,
            "max_wal_senders": 0,
        }
        with (self.cluster_dir / "postgresql.conf").open("a", encoding="ascii") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())


@pytest.fixture(params=[16, 18], ids=["pg16", "pg18"])
def small(request: pytest.FixtureRequest) -> Iterator[TestClinic]:
    folder = server_folder()
    server = SmallServer(folder / "data", major=request.param, fast=True)
    server.start()
    made = TestClinic(server, "clinic")
    made.add_workspace()
    yield made
    made.close()
    server.destroy()
    shutil.rmtree(folder)


def test_given_devices_that_took_all_connections_when_the_operator_comes_then_it_gets_in_by_reserved_ones(
    small: TestClinic,
) -> None:
    owner = small.owner
    other = small.enrol(owner)
    taken = _take_all(owner, other)
    try:
        with pytest.raises(UserError) as refused:
            revoke(small.url, other.device_id)
        assert refused.value.code == "no_connections"
        assert "out of connections" in refused.value.sentence

        small.as_superuser("GRANT pg_use_reserved_connections TO pz_operator")

        assert status(small.url).devices
        assert {each.name: each for each in doctor(small.url)}["reserved connections"].well
        assert revoke(small.url, other.device_id)
        with guarding(small.url) as guard:
            assert guard.look().ended == ()
        limits(small.url, {"connections": 2})
        with guarding(small.url) as guard:
            assert len(guard.look().ended) == len(taken) - 2
        assert owner.remote().hello().device_id == owner.device_id
    finally:
        for each in taken:
            each.close()


def _take_all(*devices: TestDevice) -> list[Raw]:
    """Until the server has none left, a connection at a time."""
    taken: list[Raw] = []
    for device in devices:
        for _ in range(4):
            try:
                taken.append(Raw(device))
            except UserError:
                return taken
    raise AssertionError("the server has more connections than it should")


def test_given_a_limit_as_large_as_the_server_when_doctored_then_one_practice_could_take_it(
    clinic: TestClinic,
) -> None:
    def findings() -> dict[str, bool]:
        return {each.name: each.well for each in doctor(clinic.url)}

    assert findings()["connections"]
    assert not findings()["reserved connections"]
    limits(clinic.url, {"connections": 97})
    assert not findings()["connections"]
