"""After a stolen login planted keys and devices: one command of an owner's laptop puts the practice right."""

import json
import uuid
from collections.abc import Iterator

import pytest

from core.store.practice.practice import ClientDraft
from sync.enrolment.identity_store import remote_of
from sync.postgres.logins import new_login
from sync.postgres.rows import PostgresRemote
from tests.desktop.terminal.conftest import Operator, Terminal, join, names


@pytest.fixture
def stolen(owner: Terminal, other_laptop: Terminal) -> Iterator[PostgresRemote]:
    """The login of an owner's second laptop, in other hands."""
    assert join(owner, other_laptop).status == 0
    with other_laptop.open() as opened:
        remote = remote_of(opened.require_enrolment())
    yield remote
    remote.close()


def _plant_list(owner: Terminal, stolen: PostgresRemote) -> None:
    with owner.open() as opened:
        me = opened.me
    devices = [str(entry.device_id) for entry in stolen.directory(me.workspace_id)]
    keys = json.dumps([[2, device, "eA=="] for device in devices])
    stolen._rows("SELECT pzapi.rotate_keys(%s, 1, 2, 'junk', %s, 0)", me.workspace_id, keys)


def _plant_devices(owner: Terminal, stolen: PostgresRemote, count: int) -> None:
    with owner.open() as opened:
        me = opened.me
    for _ in range(count):
        login = new_login()
        values = (me.workspace_id, me.user_id, uuid.uuid4(), login.role, login.verifier)
        stolen._rows(
            "SELECT pzapi.enrol_device(%s, %s, %s, %s, %s, 'x', sha256(''), sha256(''), '', '[]')", *values
        )


def _write(laptop: Terminal, name: str) -> None:
    with laptop.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name=name, last_name="Sampleton"))


def test_given_a_planted_list_when_the_keys_are_changed_then_laptops_sync_again(
    owner: Terminal, stolen: PostgresRemote
) -> None:
    _write(owner, "Unsent")
    _plant_list(owner, stolen)
    assert "`pazpaz rotate-key`" in owner("sync").refusal()

    said = owner("rotate-key")

    assert said.status == 0, said.err
    assert owner("sync", "--json").document["waiting"] == 0


def test_given_a_planted_list_when_the_stolen_laptop_is_removed_then_that_one_command_is_enough(
    owner: Terminal, other_laptop: Terminal, stolen: PostgresRemote
) -> None:
    _write(owner, "Unsent")
    _plant_list(owner, stolen)
    with other_laptop.open() as opened:
        thief = str(opened.me.device_id)

    said = owner("revoke", thief, "--yes")

    assert said.status == 0, said.err
    assert owner("sync", "--json").document["waiting"] == 0


def test_given_planted_devices_when_the_keys_are_changed_without_strangers_then_they_are_out_and_others_in(
    owner: Terminal, other_laptop: Terminal, stolen: PostgresRemote, operator: Operator
) -> None:
    assert other_laptop("sync").status == 0
    _plant_devices(owner, stolen, 3)
    assert "`pazpaz rotate-key --remove-strangers`" in owner("rotate-key").refusal()

    said = owner("rotate-key", "--remove-strangers", "--json")

    assert said.document["devices"] == 2
    listed = operator("devices", "--json").document["devices"]
    assert sum(each["revoked_at"] is None for each in listed) == 2
    assert other_laptop("sync").status == 0
    assert names(other_laptop) == {"Fern", "רקפת"}
