"""The server suite through PgBouncer in session mode, and what a pooler cannot do for a laptop.

The imported tests are those of the server suite; here their servers stand behind the pooler.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.errors import DeviceRevoked, ServerRefused
from sync.postgres.transport import connect
from tests.plugins_pg import TestClinic, TestDevice, server_folder
from tests.server import test_devices, test_isolation, test_push_basics
from tests.server.hostile import (
    test_chunks,
    test_other_practice,
    test_people,
    test_pushes,
    test_roles,
    test_switches,
    test_tables,
)
from tests.server.pooled.pooler import PROGRAM, PooledServer, is_installed
from tests.server.tls.authority import Authority

_SUITE = (
    test_chunks,
    test_devices,
    test_isolation,
    test_other_practice,
    test_people,
    test_push_basics,
    test_pushes,
    test_roles,
    test_switches,
    test_tables,
)
_OTHERWISE = {
    # A pooled connection is made at its first statement, so a revoked login is refused there, in other words.
    "test_given_a_revoked_device_when_it_asks_on_an_open_connection_then_the_next_statement_is_refused"
}
globals().update(
    {
        name: found
        for module in _SUITE
        for name, found in vars(module).items()
        if name.startswith("test_") and name not in _OTHERWISE
    }
)


def test_given_a_pooler_when_a_device_calls_then_the_server_knows_it_by_its_own_login(
    clinic: TestClinic, owner: TestDevice
) -> None:
    other = clinic.enrol(owner)
    for device in (owner, other, owner):
        remote = device.remote()
        assert remote.hello().device_id == device.device_id
        remote.close()

    assert isinstance(clinic.server, PooledServer)
    assert clinic.server.port != clinic.server.own_port


def test_given_a_pooled_connection_that_was_left_when_its_device_is_revoked_then_it_is_refused_on_it_too(
    clinic: TestClinic, owner: TestDevice
) -> None:
    device = clinic.enrol(owner)
    remote = device.remote()
    remote.hello()
    assert owner.remote().revoke_device(owner.workspace_id, device.device_id)
    with pytest.raises(DeviceRevoked):
        remote.hello()


@pytest.fixture
def with_tls(tmp_path: Path) -> Iterator[tuple[TestClinic, Authority]]:
    if not is_installed():
        pytest.skip(f"{PROGRAM} is not installed (Debian's package {PROGRAM})")
    folder, authority = server_folder(), Authority()
    server = PooledServer(folder / "data", fast=True)
    server.start()
    made = TestClinic(server, "clinic")
    made.add_workspace()
    authority.write(folder)
    for name in ("server.crt", "server.key"):
        server._user.give(folder / name)
    server.tls = {"cert": folder / "server.crt", "key": folder / "server.key"}
    yield made, authority
    made.close()
    server.destroy()
    shutil.rmtree(folder)


def test_given_a_pooler_that_ends_tls_when_a_laptop_connects_then_it_refuses_for_somebody_stands_between(
    with_tls: tuple[TestClinic, Authority],
) -> None:
    clinic, authority = with_tls
    assert isinstance(clinic.server, PooledServer)
    connect(clinic.owner.address()).close()
    port = clinic.server.own_port
    clinic.server.pool()

    with pytest.raises(ServerRefused) as refused:
        connect(replace(clinic.owner.address(), ca_pem=authority.pem))

    clinic.server._pooler_port = 0  # what ends the test speaks no TLS
    assert refused.value.code == "wrong_server"
    assert "Somebody may stand between" in refused.value.sentence
    connect(clinic.owner.address(port)).close()
