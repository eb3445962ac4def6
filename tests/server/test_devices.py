"""Letting devices in and out, and what a hostile request or a revoked device gets."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.domain.enums import Role
from core.domain.errors import DeviceRevoked, ServerRefused
from core.domain.ids import UserId
from sync.postgres.logins import NewDevice, new_login
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.raw import Raw

GOOD_VERIFIER_TAIL = "$" + "A" * 43 + "=:" + "A" * 43 + "="


def test_given_a_revoked_device_when_it_asks_on_an_open_connection_then_the_next_statement_is_refused(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    device = clinic.enrol(owner)
    remote = device.remote()
    remote.push(device.workspace_id, clinic.epoch(device), [device.client()])
    opened = raw(device)

    assert owner.remote().revoke_device(owner.workspace_id, device.device_id) is True

    with pytest.raises(DeviceRevoked):
        remote.hello()
    with pytest.raises(DeviceRevoked):
        remote.pull(device.workspace_id, clinic.epoch(device), 0, 10)
    assert opened.state("SELECT * FROM pzapi.directory(%s)", [device.workspace_id]) == "PZR01"


def test_given_a_revoked_device_when_it_connects_anew_then_it_is_not_let_in(
    clinic: TestClinic, owner: TestDevice
) -> None:
    device = clinic.enrol(owner)
    owner.remote().revoke_device(owner.workspace_id, device.device_id)

    with pytest.raises(DeviceRevoked):
        device.remote().hello()


def test_given_a_member_who_is_no_owner_when_it_lets_in_or_out_then_denied(
    clinic: TestClinic, owner: TestDevice
) -> None:
    device = clinic.enrol(owner)
    remote = device.remote()

    for forbidden in (
        lambda: remote.revoke_device(owner.workspace_id, owner.device_id),
        lambda: remote.register_user(owner.workspace_id, device.user_id, Role.OWNER.value),
        lambda: remote.enrol_device(clinic.request(owner, device.user_id)),
        lambda: remote.put_wrapped_keys(owner.workspace_id, ()),
    ):
        with pytest.raises(ServerRefused) as refused:
            forbidden()
        assert refused.value.code == "denied"
    assert remote.revoke_device(owner.workspace_id, device.device_id) is True


def test_given_a_lost_answer_when_the_same_device_is_enrolled_again_then_nothing_changes(
    clinic: TestClinic, owner: TestDevice
) -> None:
    asked = clinic.request(owner, owner.user_id)
    owner.remote().enrol_device(asked)
    owner.remote().enrol_device(asked)

    found = owner.remote().directory(owner.workspace_id)
    assert [entry.device_id for entry in found] == [owner.device_id, asked.device_id]


def test_given_a_known_device_with_other_keys_when_enrolled_then_denied(
    clinic: TestClinic, owner: TestDevice
) -> None:
    asked = clinic.request(owner, owner.user_id)
    remote = owner.remote()
    remote.enrol_device(asked)

    for change in ({"sign_pub": bytes(32)}, {"hpke_pub": bytes(32)}, {"cert": b"other"}):
        with pytest.raises(ServerRefused):
            remote.enrol_device(replace(asked, **change))  # type: ignore[arg-type]


def test_given_somebody_who_is_no_member_when_their_device_is_enrolled_then_denied_and_no_role_is_left(
    clinic: TestClinic, owner: TestDevice
) -> None:
    asked = clinic.request(owner, UserId(clinic.owners[0].device_id))

    with pytest.raises(ServerRefused):
        owner.remote().enrol_device(asked)
    assert (
        clinic.as_superuser("SELECT 1 FROM pg_roles WHERE rolname = :name", {"name": asked.login_role}) == []
    )


def _hostile(asked: NewDevice) -> list[NewDevice]:
    salt = "SCRAM-SHA-256$4096:" + "A" * 22 + "=="
    return [
        replace(asked, login_role="pz_owner"),
        replace(asked, login_role=asked.login_role + "\n"),
        replace(asked, login_role='pzd_" SUPERUSER --'),
        replace(asked, login_role=asked.login_role.upper()),
        replace(asked, verifier="plain password"),
        replace(asked, verifier="md5" + "0" * 32),
        replace(asked, verifier=salt + GOOD_VERIFIER_TAIL + "' SUPERUSER --"),
        replace(asked, verifier=salt.replace("4096", "1") + GOOD_VERIFIER_TAIL),
        replace(asked, verifier=asked.verifier + "\n"),
        replace(asked, name=""),
        replace(asked, name="x" * 101),
        replace(asked, sign_pub=b"short"),
        replace(asked, cert=bytes(5000)),
    ]


def test_given_a_hostile_request_when_it_is_enrolled_then_it_is_refused(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote = owner.remote()
    for asked in _hostile(clinic.request(owner, owner.user_id)):
        with pytest.raises(ServerRefused) as refused:
            remote.enrol_device(asked)
        assert refused.value.code == "bad_request"
    assert len(remote.directory(owner.workspace_id)) == 1


def test_given_the_owner_edits_users_when_pushed_then_members_follow_and_the_last_owner_stays(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote, epoch = owner.remote(), clinic.epoch(owner)
    themselves = owner.op("users", owner.user_id, full_name=b"v1:o", role="OWNER", is_active=True)
    other = owner.op("users", full_name=b"v1:t", role="THERAPIST", is_active=True)
    remote.push(owner.workspace_id, epoch, [themselves, other])
    device = clinic.enrol(owner, user_id=UserId(other.row_id))
    assert device.remote().hello().heads[0].role == "THERAPIST"

    leaving = owner.op("users", other.row_id, 1, is_active=False)
    last = owner.op("users", owner.user_id, 1, role="READONLY")
    answers = remote.push(owner.workspace_id, epoch, [leaving, last]).results

    assert [(each.status, each.code) for each in answers] == [("ok", None), ("refused", "forbidden")]
    assert not device.remote().hello().heads


def test_given_enrolled_devices_when_their_roles_are_listed_then_they_are_plain_logins(
    clinic: TestClinic, owner: TestDevice
) -> None:
    found = clinic.as_superuser(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication, rolcanlogin,"
        " ARRAY(SELECT roleid::regrole::text FROM pg_auth_members a WHERE a.member = r.oid)"
        " FROM pg_roles r WHERE rolname = :name",
        {"name": owner.login.role},
    )

    assert found == [(False, False, False, False, False, True, ["pz_member"])]


def test_given_a_join_request_that_another_practice_enrolled_with_its_password_then_its_own_refuses_it(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """Else that practice could log in as the device that this one lets in."""
    attacker = clinic.add_workspace()
    asked = clinic.request(owner, owner.user_id)
    attacker.remote().register_user(attacker.workspace_id, owner.user_id, Role.THERAPIST.value)
    stolen = replace(asked, workspace_id=attacker.workspace_id, verifier=new_login().verifier, keys=())
    attacker.remote().enrol_device(stolen)

    with pytest.raises(ServerRefused) as refused:
        owner.remote().enrol_device(asked)
    assert refused.value.code == "denied"
    attacker.remote().enrol_device(stolen)  # its own request it may repeat


def test_given_devices_with_programs_of_two_versions_when_listed_then_each_shows_its_own(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    other = clinic.enrol(owner)
    owner.remote(program="1.2.0").hello()
    other.remote(program="1.3.0rc1").hello()
    assert [entry.program for entry in owner.remote().directory(owner.workspace_id)] == ["1.2.0", "1.3.0rc1"]

    owner.remote(program="1.2.1").hello()  # updated, and here again within the same minute
    raw(other).rows("SELECT pzapi.hello(1)")  # a program that says no version

    assert [entry.program for entry in owner.remote().directory(owner.workspace_id)] == ["1.2.1", "1.3.0rc1"]


@pytest.mark.parametrize("said", ["<b>1</b>", "1 OR 1", "1" * 41, "", "1.0\n2.0", "דנה"])
def test_given_a_device_that_says_something_else_than_a_version_when_listed_then_nothing_of_it_is_kept(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw], said: str
) -> None:
    raw(owner).rows("SELECT pzapi.hello(1, %s)", [said])

    assert [entry.program for entry in owner.remote().directory(owner.workspace_id)] == [None]
