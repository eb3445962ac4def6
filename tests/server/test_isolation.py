"""A device reaches its own practice and nothing else, whatever it sends."""

from dataclasses import replace

import pytest

from core.domain.enums import Role
from core.domain.errors import DeviceRevoked, ServerRefused
from sync.remote import WrappedKey
from tests.plugins_pg import TestClinic, TestDevice


def test_given_a_row_of_another_practice_when_an_op_names_it_then_it_looks_like_none(
    clinic: TestClinic, owner: TestDevice, stranger: TestDevice
) -> None:
    made = owner.client()
    owner.remote().push(owner.workspace_id, clinic.epoch(owner), [made])
    remote, epoch = stranger.remote(), clinic.epoch(stranger)

    edit = stranger.op("clients", made.row_id, 1, notes=b"v1:mine")
    child = stranger.op("sessions", client_id=str(made.row_id), session_date=1)
    answers = remote.push(stranger.workspace_id, epoch, [edit, child]).results

    assert [(each.status, each.version, each.code) for each in answers] == [
        ("stale", 0, None),
        ("refused", 0, "reference"),
    ]
    page = owner.remote().pull(owner.workspace_id, clinic.epoch(owner), 0, 10)
    assert [(row.version, 19 in row.cells) for row in page.rows] == [(1, False)]


def test_given_a_person_of_two_practices_when_one_enrols_a_device_then_it_reaches_that_one_alone(
    clinic: TestClinic, owner: TestDevice, stranger: TestDevice
) -> None:
    owner.remote().register_user(owner.workspace_id, stranger.user_id, Role.THERAPIST.value)
    device = clinic.enrol(owner, user_id=stranger.user_id)

    assert [head.workspace_id for head in device.remote().hello().heads] == [owner.workspace_id]
    with pytest.raises(ServerRefused):
        device.remote().pull(stranger.workspace_id, clinic.epoch(stranger), 0, 10)


def test_given_a_device_of_two_practices_when_one_revokes_it_then_the_other_still_answers(
    clinic: TestClinic, owner: TestDevice, stranger: TestDevice
) -> None:
    asked = clinic.request(owner, stranger.user_id)
    known = stranger.remote().directory(stranger.workspace_id)[0]
    owner.remote().register_user(owner.workspace_id, stranger.user_id, Role.THERAPIST.value)
    same = replace(
        asked,
        device_id=stranger.device_id,
        login_role=stranger.login.role,
        verifier=stranger.login.verifier,
        sign_pub=known.sign_pub,
        hpke_pub=known.hpke_pub,
        keys=(),
    )
    owner.remote().enrol_device(same)
    remote = stranger.remote()
    assert len(remote.hello().heads) == 2

    assert owner.remote().revoke_device(owner.workspace_id, stranger.device_id) is False
    assert [head.workspace_id for head in remote.hello().heads] == [stranger.workspace_id]
    with pytest.raises(DeviceRevoked):
        remote.pull(owner.workspace_id, clinic.epoch(owner), 0, 10)


def test_given_wrapped_keys_when_a_device_asks_then_it_gets_its_own(
    clinic: TestClinic, owner: TestDevice
) -> None:
    device = clinic.enrol(owner)
    found = device.remote().wrapped_keys(owner.workspace_id)

    assert [(key.key_no, key.device_id, key.blob) for key in found] == [
        (0, device.device_id, b"wrapped 0"),
        (1, device.device_id, b"wrapped 1"),
    ]
    assert {key.wrapped_by for key in found} == {owner.device_id}


def test_given_a_stored_key_when_another_is_put_in_its_place_then_the_first_stays(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote = owner.remote()
    keys = [WrappedKey(1, owner.device_id, b"other", owner.device_id)]

    assert remote.put_wrapped_keys(owner.workspace_id, keys) == 0
    assert [key.blob for key in remote.wrapped_keys(owner.workspace_id)] == [b"wrapped 0", b"wrapped 1"]
