"""A device that was shut out: in connections it holds open, in new ones, and with what it prepared."""

from collections.abc import Callable

import pytest

from core.domain.errors import DeviceRevoked
from sync.remote import KeyRotation, WrappedKey
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.raw import Raw

REVOKED, UNREADABLE = "PZR01", "PZB02"
_NAMES = ("ws", "epoch", "device")
CALLS = (
    "SELECT pzapi.hello(1)",
    "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 10, 1000)",
    "SELECT pzapi.sync_push(%(ws)s, %(epoch)s, 1, '[]')",
    "SELECT * FROM pzapi.digests(%(ws)s, 1)",
    "SELECT * FROM pzapi.directory(%(ws)s)",
    "SELECT * FROM pzapi.certificates(%(ws)s)",
    "SELECT * FROM pzapi.wrapped_keys(%(ws)s)",
    "SELECT pzapi.revoke_device(%(ws)s, %(device)s)",
    "SELECT pzapi.reset_login(%(ws)s, %(device)s)",
    "SELECT pzapi.key_manifest(%(ws)s)",
    "SELECT * FROM pzapi.key_lists(%(ws)s, NULL)",
    "SELECT * FROM pzapi.stale_cells(%(ws)s, 3, NULL, 10)",
    "SELECT pzapi.replace_cells(%(ws)s, 3, '[]')",
    "SELECT * FROM pzapi.unsealed_rows(%(ws)s, 3, NULL, 10)",
    "SELECT pzapi.seal_rows(%(ws)s, 3, '[]')",
    "SELECT pzapi.declare_sealed(%(ws)s, 1, 'x')",
    "SELECT * FROM pzapi.blob_have(%(ws)s, ARRAY[sha256('a')])",
    "SELECT pzapi.blob_put(%(ws)s, sha256('a'), 1, 0, 'v1:cell', false)",
    "SELECT pzapi.blob_get(%(ws)s, sha256('a'), 1, 0)",
    "SELECT * FROM pzapi.blob_earlier(%(ws)s, sha256('a'), 1, 0, 0)",
    "SELECT pzapi.register_user(%(ws)s, %(ws)s, 'OWNER')",
    "SELECT pzapi.put_wrapped_keys(%(ws)s, '[]')",
    "SELECT pzapi.renew_cert(%(ws)s, %(device)s, 'x')",
)


def _values(clinic: TestClinic, device: TestDevice) -> dict[str, object]:
    return dict(zip(_NAMES, (device.workspace_id, clinic.epoch(device), device.device_id), strict=True))


@pytest.fixture
def thief(clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]) -> tuple[TestDevice, Raw]:
    """A stolen laptop of the owner's, connected, with its call prepared."""
    device = clinic.enrol(owner, user_id=owner.user_id)
    connection = raw(device)
    return device, connection


def test_given_an_open_connection_when_revoked_then_every_call_that_worked_is_refused(
    clinic: TestClinic, owner: TestDevice, thief: tuple[TestDevice, Raw]
) -> None:
    device, connection = thief
    values = _values(clinic, device)
    for call in CALLS:
        connection.rows("BEGIN")
        assert connection.state(call, values) == "00000"
        connection.rows("ROLLBACK")

    owner.remote().revoke_device(owner.workspace_id, device.device_id)

    assert {call: connection.state(call, values) for call in CALLS} == dict.fromkeys(CALLS, REVOKED)
    with pytest.raises(DeviceRevoked):
        device.remote().hello()


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_given_a_transaction_begun_before_when_revoked_then_what_it_sees_helps_no_more(
    clinic: TestClinic, owner: TestDevice, thief: tuple[TestDevice, Raw], level: str
) -> None:
    device, connection = thief
    connection.rows(f"BEGIN ISOLATION LEVEL {level}")
    connection.rows("SELECT count(*) FROM pg_class")  # takes the snapshot

    owner.remote().revoke_device(owner.workspace_id, device.device_id)

    expected = REVOKED if level == "READ COMMITTED" else UNREADABLE
    assert (
        connection.state("SELECT pzapi.register_user(%(ws)s, %(ws)s, 'OWNER')", _values(clinic, device))
        == expected
    )


def test_given_a_prepared_call_when_revoked_then_it_is_refused(
    clinic: TestClinic, owner: TestDevice, thief: tuple[TestDevice, Raw]
) -> None:
    device, connection = thief
    connection.rows(f"PREPARE mine AS SELECT * FROM pzapi.digests('{device.workspace_id}', 1)")
    assert connection.state("EXECUTE mine") == "00000"

    owner.remote().revoke_device(owner.workspace_id, device.device_id)

    assert connection.state("EXECUTE mine") == REVOKED


def test_given_a_cursor_opened_before_when_revoked_then_its_first_row_is_refused(
    clinic: TestClinic, owner: TestDevice, thief: tuple[TestDevice, Raw]
) -> None:
    device, connection = thief
    connection.rows("BEGIN")
    connection.rows(f"DECLARE mine CURSOR FOR SELECT * FROM pzapi.digests('{device.workspace_id}', 1)")

    owner.remote().revoke_device(owner.workspace_id, device.device_id)

    assert connection.state("FETCH mine") == REVOKED


def test_given_a_member_who_was_degraded_when_it_goes_on_in_its_connection_then_the_new_role_counts(
    clinic: TestClinic, owner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    partner = clinic.enrol(owner)
    owner.remote().register_user(owner.workspace_id, partner.user_id, "OWNER")
    connection, values = raw(partner), _values(clinic, partner)
    assert connection.state("SELECT pzapi.put_wrapped_keys(%(ws)s, '[]')", values) == "00000"

    owner.remote().register_user(owner.workspace_id, partner.user_id, "THERAPIST")

    assert connection.state("SELECT pzapi.put_wrapped_keys(%(ws)s, '[]')", values) == "PZD01"
    assert connection.state("SELECT pzapi.directory(%(ws)s)", values) == "00000"


@pytest.mark.parametrize(
    "holding",
    [
        "SELECT pzapi.revoke_device(%(ws)s, %(device)s)",
        "SELECT pzapi.hello(1)",
        "ALTER ROLE CURRENT_USER PASSWORD 'of-its-own-choice'",
        "SELECT pzapi.sync_push(%(ws)s, %(epoch)s, 1, '[]')",
        "SELECT pzapi.replace_cells(%(ws)s, 3, '[]')",
        "SELECT pzapi.blob_put(%(ws)s, sha256('a'), 1, 0, 'v1:cell', false)",
        "SELECT pzapi.declare_sealed(%(ws)s, 1, 'x')",
        "SELECT pzapi.put_wrapped_keys(%(ws)s, jsonb_build_array(jsonb_build_array(1, %(device)s, 'eA==')))",
        "SELECT pzapi.register_user(%(ws)s, %(ws)s, 'THERAPIST')",
    ],
)
def test_given_a_device_that_holds_rows_when_revoked_then_its_connection_ends_and_the_practice_goes_on(
    clinic: TestClinic, owner: TestDevice, thief: tuple[TestDevice, Raw], holding: str
) -> None:
    """Else an open transaction would keep the owner from shutting it out, or all others from pushing."""
    device, connection = thief
    connection.rows("SET idle_in_transaction_session_timeout = 0")
    connection.rows("BEGIN")
    connection.rows(holding, _values(clinic, device) if "%" in holding else ())

    assert owner.remote().revoke_device(owner.workspace_id, device.device_id)

    assert connection.state("SELECT 1") == "57P01"
    remote = owner.remote()
    answer = remote.push(owner.workspace_id, clinic.epoch(owner), [owner.client()])
    assert [result.status for result in answer.results] == ["ok"]
    keys = [WrappedKey(2, owner.device_id, b"x", owner.device_id)]
    remote.rotate_keys(owner.workspace_id, KeyRotation(1, 2, b"x", keys), 0)
    with pytest.raises(DeviceRevoked):
        device.remote().hello()
    assert clinic.as_superuser(
        "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
        " WHERE r.rolname = :name AND (m.inherit_option OR m.set_option)",
        {"name": device.login.role},
    ) == [(0,)]


def test_given_a_wipe_order_when_the_device_may_log_in_again_then_all_it_gets_is_the_order(
    clinic: TestClinic, owner: TestDevice, thief: tuple[TestDevice, Raw], raw: Callable[[TestDevice], Raw]
) -> None:
    device, _ = thief
    owner.remote().revoke_device(owner.workspace_id, device.device_id)
    order = "SELECT pzapi.order_wipe(%(ws)s, %(device)s, 'x')"
    raw(owner).rows(order, _values(clinic, device))

    again, values = raw(device), _values(clinic, device)

    assert {call: again.state(call, values) for call in CALLS} == dict.fromkeys(CALLS, REVOKED)
    assert again.rows("SELECT papers FROM pzapi.wipe_orders()") == [(b"x",)]


def test_given_a_login_that_somebody_else_made_when_revoked_then_it_is_refused_though_its_connection_stays(
    clinic: TestClinic, owner: TestDevice, thief: tuple[TestDevice, Raw]
) -> None:
    """Copied by an administrator's own tools, say: ending it needs a right over it, refusing it does not."""
    device, connection = thief
    clinic.as_superuser(f"REVOKE {device.login.role} FROM pz_prov")
    connection.rows("BEGIN")
    connection.rows("SELECT pzapi.sync_push(%(ws)s, %(epoch)s, 1, '[]')", _values(clinic, device))

    assert owner.remote().revoke_device(owner.workspace_id, device.device_id)

    assert connection.state("SELECT pzapi.hello(1)") == "PZT01"  # its transaction ends with that
    assert connection.state("SELECT pzapi.hello(1)") == REVOKED
    remote = owner.remote()
    answer = remote.push(owner.workspace_id, clinic.epoch(owner), [owner.client()])
    assert [result.status for result in answer.results] == ["ok"]
