"""Rotation as the database holds it: all devices or none, owners only, one after the other."""

import pytest

from core.domain.enums import Role
from core.domain.errors import DeviceRevoked, ServerRefused
from migrations.operate.upgrade import upgrade
from sync.postgres.rows import PostgresRemote
from sync.remote import KeyRotation, ListedKeys, NewCells, WrappedKey
from tests.plugins_pg import TestClinic, TestDevice


def _keys(*devices: TestDevice, key_no: int = 2) -> list[WrappedKey]:
    return [WrappedKey(key_no, one.device_id, b"wrapped", one.device_id) for one in devices]


def _rotate(remote: PostgresRemote, by: TestDevice, keys: list[WrappedKey], **changes: int) -> None:
    asked = {"generation": 1, "key_no": 2, "grace_s": 0} | changes
    rotation = KeyRotation(asked["generation"], asked["key_no"], b"papers", keys)
    remote.rotate_keys(by.workspace_id, rotation, asked["grace_s"])


def test_a_rotation_that_forgets_a_device_is_refused_whole(clinic: TestClinic, owner: TestDevice) -> None:
    other, remote = clinic.enrol(owner), owner.remote()
    with pytest.raises(ServerRefused) as refused:
        _rotate(remote, owner, _keys(owner))
    assert refused.value.code == "keys_changed"
    assert remote.key_lists(owner.workspace_id) == []

    _rotate(remote, owner, _keys(owner, other))

    assert remote.key_lists(owner.workspace_id) == [ListedKeys(1, 2, b"papers")]
    assert {key.key_no for key in other.remote().wrapped_keys(owner.workspace_id)} == {0, 1, 2}


def test_of_two_owners_who_rotate_at_once_the_second_is_told(clinic: TestClinic, owner: TestDevice) -> None:
    remote = owner.remote()
    _rotate(remote, owner, _keys(owner))
    with pytest.raises(ServerRefused) as refused:
        _rotate(remote, owner, _keys(owner))
    assert refused.value.code == "keys_changed"
    _rotate(remote, owner, _keys(owner, key_no=3), generation=2, key_no=3)


@pytest.mark.parametrize(
    "changes", [{"generation": 3}, {"key_no": 9}, {"grace_s": -1}, {"grace_s": 99_999_999}]
)
def test_numbers_that_do_not_follow_are_refused(
    clinic: TestClinic, owner: TestDevice, changes: dict[str, int]
) -> None:
    with pytest.raises(ServerRefused):
        _rotate(owner.remote(), owner, _keys(owner, key_no=changes.get("key_no", 2)), **changes)


def test_a_key_planted_under_the_next_number_is_refused_and_the_rotation_goes_on(
    clinic: TestClinic, owner: TestDevice
) -> None:
    second = clinic.enrol(owner, Role.OWNER)
    with pytest.raises(ServerRefused) as refused:
        second.remote().put_wrapped_keys(owner.workspace_id, _keys(owner))
    assert refused.value.code == "bad_request"
    _rotate(owner.remote(), owner, _keys(owner, second))


def test_only_an_owner_rotates_or_orders_and_only_within_the_own_practice(
    clinic: TestClinic, owner: TestDevice
) -> None:
    therapist, stranger = clinic.enrol(owner), clinic.add_workspace()
    for device in (therapist, stranger):
        with pytest.raises(ServerRefused):
            _rotate(device.remote(), owner, _keys(owner, therapist))
        with pytest.raises(ServerRefused):
            device.remote().order_wipe(owner.workspace_id, owner.device_id, b"papers")
        with pytest.raises(ServerRefused):
            device.remote().wipe_obeyed(owner.workspace_id)
    with pytest.raises(ServerRefused):
        stranger.remote().key_lists(owner.workspace_id)


def test_an_approval_with_old_keys_is_refused_after_a_rotation(clinic: TestClinic, owner: TestDevice) -> None:
    _rotate(owner.remote(), owner, _keys(owner))
    with pytest.raises(ServerRefused) as refused:
        clinic.enrol(owner)
    assert refused.value.code == "keys_changed"


def test_new_cells_take_only_under_the_current_key_of_the_same_size_and_version(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote, op = owner.remote(), owner.client(first_name=b"v1:aaaa", last_name=b"v1:bbbb")
    remote.push(owner.workspace_id, clinic.epoch(owner), [op])
    _rotate(remote, owner, _keys(owner))

    def replaced(cell: bytes, version: int = 1) -> int:
        return remote.replace_cells(
            owner.workspace_id, op.table_no, [NewCells(op.row_id, version, {10: cell})]
        )

    for wrong in (b"v1:cccc", b"v3:cccc", b"v2:ccccc", b"cccc", b""):
        with pytest.raises(ServerRefused):
            replaced(wrong)
    assert replaced(b"v2:cccc", version=2) == 0
    assert replaced(b"v2:cccc") == 1
    # A second time nothing changes: a cell takes one place per rotation.
    replaced(b"v2:dddd")
    held = clinic.as_superuser("SELECT first_name, last_name, version, seq FROM pz.clients")
    assert held == [(b"v2:cccc", b"v1:bbbb", 1, 1)]


def test_a_removed_device_may_ask_for_its_order_and_for_nothing_else(
    clinic: TestClinic, owner: TestDevice
) -> None:
    gone, remote = clinic.enrol(owner), owner.remote()
    remote.revoke_device(owner.workspace_id, gone.device_id)
    remote.order_wipe(owner.workspace_id, gone.device_id, b"papers")
    theirs = gone.remote()
    assert theirs.wipe_orders() == [(owner.workspace_id, b"papers")]
    for call in (theirs.hello, lambda: theirs.key_lists(owner.workspace_id)):
        with pytest.raises((DeviceRevoked, ServerRefused)):
            call()
    with pytest.raises(DeviceRevoked):
        theirs.stale_cells(owner.workspace_id, 3, gone.device_id, 10)


def test_given_an_order_of_before_upgrades_marked_who_is_out_when_upgraded_then_its_login_has_two_connections(
    clinic: TestClinic, owner: TestDevice
) -> None:
    """By that a restore of an earlier day tells it from whoever is in."""
    gone, remote = clinic.enrol(owner), owner.remote()
    remote.revoke_device(owner.workspace_id, gone.device_id)
    remote.order_wipe(owner.workspace_id, gone.device_id, b"papers")
    clinic.as_superuser(f"ALTER ROLE {gone.login.role} CONNECTION LIMIT 4")

    upgrade(clinic.url)

    limits = "SELECT rolname, rolconnlimit FROM pg_roles WHERE rolname = ANY (:names)"
    names = [gone.login.role, owner.login.role]
    assert set(clinic.as_superuser(limits, {"names": names})) == set(zip(names, (2, 4), strict=True))
    assert gone.remote().wipe_orders() == [(owner.workspace_id, b"papers")]
