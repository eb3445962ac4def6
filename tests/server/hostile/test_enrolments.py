"""A stolen login of an owner's lets devices in and removes them without end: bounded, and others go on."""

from uuid import uuid4

import pytest

from core.domain.enums import Role
from core.domain.errors import ServerRefused
from core.domain.ids import UserId
from migrations.operate.limits import limits
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.raw import Raw

MOST_LISTED, MOST_REMOVED_READS = 1000, 100
_PLANT = """WITH made AS (
  INSERT INTO pz.devices (device_id, login_role, user_id, name, sign_pub, hpke_pub, enrolled_by, revoked_at)
  SELECT gen_random_uuid(), 'planted_' || n, :user, 'x', sha256(n::text::bytea), sha256(''), 'thief', now()
  FROM generate_series(1, :count) n RETURNING device_id)
INSERT INTO pz.device_grants (workspace_id, device_id, cert, granted_by, granted_at, revoked_at)
SELECT :ws, device_id, 'rubbish', 'thief', now() + interval '1 second', now() FROM made"""


def _plant(clinic: TestClinic, owner: TestDevice, count: int) -> None:
    """As many as a login could let in and remove in weeks."""
    values = {"ws": owner.workspace_id, "user": owner.user_id, "count": count}
    clinic.as_superuser(_PLANT, values)


def _let_in_and_out(clinic: TestClinic, owner: TestDevice) -> None:
    made = clinic.enrol(owner, Role.THERAPIST)
    remote = owner.remote()
    remote.revoke_device(owner.workspace_id, made.device_id)
    remote.close()


def test_given_a_login_that_lets_in_and_removes_when_it_did_often_today_then_refused_until_tomorrow(
    clinic: TestClinic, owner: TestDevice
) -> None:
    stranger = clinic.add_workspace()
    limits(clinic.url, {"enrolments_day": 4})  # the owner's own laptop is one of them
    for _ in range(3):
        _let_in_and_out(clinic, owner)

    with pytest.raises(ServerRefused, match="today as the clinic's server allows") as refused:
        clinic.enrol(owner, Role.THERAPIST)

    assert refused.value.code == "too_many_devices"
    clinic.enrol(stranger, Role.THERAPIST)
    limits(clinic.url, {"enrolments_day": 5}, owner.workspace_id)
    clinic.enrol(owner, Role.THERAPIST)
    clinic.as_superuser("UPDATE pz.device_grants SET granted_at = granted_at - interval '1 day'")
    clinic.enrol(owner, Role.THERAPIST)


def test_given_a_lost_answer_when_a_device_is_let_in_again_on_a_full_day_then_it_is_taken(
    clinic: TestClinic, owner: TestDevice
) -> None:
    asked = clinic.request(owner, owner.user_id)
    remote = owner.remote()
    remote.enrol_device(asked)
    limits(clinic.url, {"enrolments_day": 1})

    remote.enrol_device(asked)


def test_given_thousands_of_removed_devices_when_listed_then_bounded_and_those_that_wrote_are_there(
    clinic: TestClinic, owner: TestDevice
) -> None:
    wrote, silent = clinic.enrol(owner), clinic.enrol(owner)
    wrote.remote().push(wrote.workspace_id, clinic.epoch(wrote), [wrote.client()])
    remote = owner.remote()
    for each in (wrote, silent):
        remote.revoke_device(owner.workspace_id, each.device_id)
    _plant(clinic, owner, MOST_LISTED + 300)
    clinic.as_superuser(
        "UPDATE pz.device_grants SET granted_at = now() + interval '1 hour' WHERE device_id <> :device",
        {"device": owner.device_id},
    )

    listed = {entry.device_id: entry for entry in remote.directory(owner.workspace_id)}

    assert len(listed) == MOST_LISTED + 1
    assert owner.device_id in listed
    assert len(listed[wrote.device_id].certs) == 1


def test_given_certificates_by_the_ten_thousand_when_listed_then_they_come_in_pages_and_none_is_left_out(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """Twenty of each of two stolen logins, for each removed device; and a genuine one each."""
    _plant(clinic, owner, 500)
    stuffed = """INSERT INTO pz.device_certs (workspace_id, device_id, number, cert, given_by)
      SELECT :ws, g.device_id, n, decode(repeat('ab', 500), 'hex') || n::text::bytea, 'thief' || n % 2
      FROM pz.device_grants g, generate_series(2, 41) n WHERE g.device_id <> :own"""
    values = {"ws": owner.workspace_id, "own": owner.device_id}
    clinic.as_superuser(stuffed, values)
    device, remote = Raw(owner), owner.remote()
    try:
        ((size,),) = device.rows(
            "SELECT sum(octet_length(cert)) FROM pzapi.certificates(%(ws)s, NULL)", values
        )
    finally:
        device.close()

    listed = remote.directory(owner.workspace_id)

    assert 3_000_000 < size < 4_000_000
    assert len(listed) == 501
    assert sum(len(each.certs) for each in listed) == 500 * 40 + 1


def test_given_a_login_that_gives_certificates_all_day_when_it_gave_very_many_then_refused_and_others_go_on(
    clinic: TestClinic, owner: TestDevice
) -> None:
    other, reader = clinic.enrol(owner, Role.OWNER), clinic.enrol(owner, Role.THERAPIST)
    told = """INSERT INTO pz.device_certs (workspace_id, device_id, number, cert, given_by)
      SELECT :ws, :device, n, n::text::bytea, :login FROM generate_series(100, 100 + :count) n"""
    values = {"ws": owner.workspace_id, "device": other.device_id, "login": owner.login.role, "count": 189}
    clinic.as_superuser(told, values)
    remote = owner.remote()

    for number in range(8):  # it let two in, which is two of the two hundred
        remote.renew_cert(owner.workspace_id, reader.device_id, b"rubbish %d" % number)
    with pytest.raises(ServerRefused) as refused:
        remote.renew_cert(owner.workspace_id, reader.device_id, b"rubbish")

    assert refused.value.code == "too_many_certificates"
    other.remote().renew_cert(owner.workspace_id, reader.device_id, b"genuine")
    clinic.as_superuser("DROP TRIGGER IF EXISTS keep_rows ON pz.device_certs")
    clinic.as_superuser("UPDATE pz.device_certs SET given_at = given_at - interval '1 day'")
    remote.renew_cert(owner.workspace_id, reader.device_id, b"tomorrow")


def test_given_thousands_of_removed_devices_of_a_person_when_greeting_then_few_are_told_and_the_first_ones(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """A laptop that joined again, whose old entry was removed, still learns that the server remembers it."""
    old = clinic.enrol(owner, Role.OWNER, user_id=owner.user_id)
    remote = owner.remote()
    remote.push(owner.workspace_id, clinic.epoch(owner), [owner.client()])
    old.remote().pull(old.workspace_id, clinic.epoch(old), 0, 10)
    remote.revoke_device(owner.workspace_id, old.device_id)
    _plant(clinic, owner, MOST_REMOVED_READS + 200)

    (head,) = remote.hello().heads

    assert head.shown is not None
    assert len(head.shown) == MOST_REMOVED_READS + 1
    assert head.shown[old.device_id] > 0


def test_given_a_login_that_makes_people_without_end_when_there_are_enough_then_refused_and_those_stay(
    clinic: TestClinic, owner: TestDevice
) -> None:
    therapist = clinic.enrol(owner, Role.THERAPIST)
    limits(clinic.url, {"people": 2})
    remote = owner.remote()

    with pytest.raises(ServerRefused, match="as many people") as refused:
        remote.register_user(owner.workspace_id, UserId(uuid4()), Role.THERAPIST)

    assert refused.value.code == "too_many_people"
    pushed = owner.op("users", uuid4(), full_name=b"v1:x", role="THERAPIST", is_active=True)
    (answer,) = remote.push(owner.workspace_id, clinic.epoch(owner), [pushed]).results
    assert (answer.status, answer.code) == ("refused", "check")
    remote.register_user(owner.workspace_id, therapist.user_id, Role.ASSISTANT)
