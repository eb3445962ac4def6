"""A login that changed its own password: the rightful laptop is told, and an owner puts it right."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from core.crypto.base64_text import to_base64
from core.domain.errors import DeviceRevoked, ServerRefused
from migrations.operate.connection import operator
from sync.postgres.logins import scram_verifier
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.raw import Raw

_CHANGE = "ALTER ROLE CURRENT_USER PASSWORD {to}"
CHANGES = ("'of-its-own-choice'", "NULL", "'SCRAM-SHA-256$4096:AAAA$BBBB:CCCC'")


@pytest.fixture
def laptop(clinic: TestClinic, owner: TestDevice) -> TestDevice:
    """A member's, whose login is in other hands as well."""
    return clinic.enrol(owner)


@pytest.mark.parametrize("to", CHANGES)
def test_given_a_changed_password_when_the_laptop_comes_then_it_is_told_and_an_owner_lets_it_in_again(
    clinic: TestClinic, owner: TestDevice, laptop: TestDevice, raw: Callable[[TestDevice], Raw], to: str
) -> None:
    thief = raw(laptop)
    thief.rows(_CHANGE.format(to=to))
    with pytest.raises(ServerRefused, match=r"changed its password.*`pazpaz reset-login`") as told:
        laptop.remote().hello()
    assert told.value.code == "unknown_device"

    assert owner.remote().reset_login(owner.workspace_id, laptop.device_id)

    assert laptop.remote().hello().device_id == laptop.device_id
    assert thief.state("SELECT 1") == "57P01"


_COMES = """import sys
from sync.postgres.transport import ServerAddress, connect
host, port, dbname, role = sys.argv[1:]
address = ServerAddress(host=host, port=int(port), dbname=dbname, login_role=role, password=sys.stdin.read())
try:
    connect(address)
except Exception as error:
    print(type(error).__name__, error.code)
"""
_ROUNDS = 2**31 - 1
"""What SCRAM lets a server ask of whoever logs in: some twenty minutes of work on a fast laptop."""


def test_given_a_verifier_of_endless_rounds_when_the_laptop_comes_then_it_is_told_at_once_and_counts_none(
    clinic: TestClinic, laptop: TestDevice
) -> None:
    """In a process of its own: nothing else would end it. A server that lies would tell the same."""
    key = to_base64(bytes(32))
    verifier = f"SCRAM-SHA-256${_ROUNDS}:{to_base64(bytes(16))}${key}:{key}"
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        # ALTER ROLE counts the rounds as well, to refuse an empty password.
        db.exec_driver_sql("SET allow_system_table_mods = on")
        changed = "UPDATE pg_authid SET rolpassword = %s WHERE rolname = %s"
        db.exec_driver_sql(changed, (verifier, laptop.login.role))
    address = laptop.address()
    command = [
        sys.executable,
        "-c",
        _COMES,
        address.host,
        str(address.port),
        address.dbname,
        laptop.login.role,
    ]

    done = subprocess.run(
        command, input=address.password, capture_output=True, text=True, timeout=30, check=True
    )

    assert done.stdout == "ServerRefused unknown_device\n"


def test_given_a_login_of_an_earlier_program_when_it_comes_then_it_is_let_in_by_its_password(
    owner: TestDevice,
) -> None:
    verifier = scram_verifier("of-before", b"a salt of before")
    with closing(Raw(owner)) as device:
        device.rows(_CHANGE.format(to=f"'{verifier}'"))
    owner.login = replace(owner.login, password="of-before")

    assert owner.remote().hello().device_id == owner.device_id


def test_given_a_change_that_is_not_committed_when_an_owner_resets_then_it_does_not_wait_for_the_thief(
    clinic: TestClinic, owner: TestDevice, laptop: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    thief = raw(laptop)
    thief.rows("SET idle_in_transaction_session_timeout = 0")
    thief.rows("BEGIN")
    thief.rows(_CHANGE.format(to="NULL"))

    assert owner.remote().reset_login(owner.workspace_id, laptop.device_id)

    assert laptop.remote().hello().device_id == laptop.device_id


def test_given_a_removed_device_when_its_login_shall_be_reset_then_refused_and_it_stays_out(
    clinic: TestClinic, owner: TestDevice, laptop: TestDevice
) -> None:
    remote = owner.remote()
    remote.revoke_device(owner.workspace_id, laptop.device_id)

    with pytest.raises(ServerRefused) as refused:
        remote.reset_login(owner.workspace_id, laptop.device_id)

    assert refused.value.code == "denied"
    with pytest.raises(DeviceRevoked):
        laptop.remote().hello()
    assert remote.reset_login(owner.workspace_id, owner.device_id)  # the control: one that is in


def test_given_a_device_whose_verifier_was_not_kept_when_reset_then_nothing_is_changed(
    clinic: TestClinic, owner: TestDevice, laptop: TestDevice
) -> None:
    clinic.as_superuser("UPDATE pz.devices SET verifier = NULL WHERE device_id = :d", {"d": laptop.device_id})

    assert not owner.remote().reset_login(owner.workspace_id, laptop.device_id)

    assert laptop.remote().hello().device_id == laptop.device_id


def test_given_an_owner_of_another_practice_when_it_resets_then_refused_and_the_laptop_goes_on(
    clinic: TestClinic, owner: TestDevice, laptop: TestDevice, stranger: TestDevice
) -> None:
    remote = laptop.remote()
    assert remote.hello().device_id == laptop.device_id

    for workspace in (stranger.workspace_id, owner.workspace_id):
        with pytest.raises(ServerRefused) as refused:
            stranger.remote().reset_login(workspace, laptop.device_id)
        assert refused.value.code == "denied"

    assert remote.hello().device_id == laptop.device_id
