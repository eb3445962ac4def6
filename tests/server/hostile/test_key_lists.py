"""A stolen login of an owner's against the practice's keys: what it plants stands in nobody's way."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from core.domain.enums import Role
from core.domain.errors import ServerRefused
from migrations.operate.connection import operator
from sync.remote import KeyRotation, WrappedKey
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.cases import Case, check
from tests.server.hostile.hostile_fixture import Arena
from tests.server.raw import Raw

MOST_LISTS = 20
_PUT = (
    "SELECT pzapi.put_wrapped_keys(%(ws)s,"
    " jsonb_build_array(jsonb_build_array({no}, %(therapist_device)s::uuid, 'eA==')))"
)
_ENROL = (
    "SELECT pzapi.enrol_device(%(ws)s, %(therapist_user)s, %(device)s, %(login)s, %(verifier)s, 'x',"
    " sha256(''), sha256(''), 'x', jsonb_build_array(jsonb_build_array({no}, %(device)s, 'eA==')))"
)
CASES = tuple(
    Case(name=f"{name} {no}", by="owner", attack=sql.format(no=no), refused="PZB02", control=sql.format(no=1))
    for name, sql in (("plant a key under number", _PUT), ("let a device in with key", _ENROL))
    for no in (2, 3, 2_147_483_647)
)


@pytest.fixture
def thief(clinic: TestClinic, owner: TestDevice) -> TestDevice:
    """A stolen laptop of another owner."""
    return clinic.enrol(owner, Role.OWNER)


def _values(thief: TestDevice, owner: TestDevice, number: int = 1) -> dict[str, object]:
    keys = [[number + 1, str(device.device_id), "eA=="] for device in (owner, thief)]
    return {"ws": thief.workspace_id, "number": number, "keys": json.dumps(keys)}


_ROTATE = "SELECT pzapi.rotate_keys(%(ws)s, %(number)s, %(number)s + 1, 'junk', %(keys)s, 0)"
_DECLARE = "SELECT pzapi.declare_sealed(%(ws)s, %(number)s, 'junk')"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_an_owners_login_when_it_plants_keys_of_numbers_to_come_then_refused(
    arena: Arena, case: Case
) -> None:
    check(arena, case)


def test_given_keys_planted_under_the_next_numbers_when_an_owner_rotates_then_they_make_room(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice
) -> None:
    """As an earlier version let them in."""
    clinic.as_superuser(
        "INSERT INTO pz.wrapped_keys (workspace_id, key_no, device_id, blob, wrapped_by)"
        " SELECT :ws, no, :victim, 'junk', :thief FROM generate_series(2, 5) no",
        {"ws": owner.workspace_id, "victim": owner.device_id, "thief": thief.device_id},
    )
    fresh = [WrappedKey(2, each.device_id, b"fresh", owner.device_id) for each in (owner, thief)]

    owner.remote().rotate_keys(owner.workspace_id, KeyRotation(1, 2, b"list", fresh), 0)

    held = "SELECT key_no, blob, wrapped_by FROM pz.wrapped_keys WHERE device_id = :device AND key_no > 1"
    assert clinic.as_superuser(held, {"device": owner.device_id}) == [(2, b"fresh", owner.device_id)]


def test_given_keys_in_use_when_they_shall_be_taken_away_then_the_database_keeps_them(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice
) -> None:
    def delete(which: str) -> None:
        with operator(clinic.url) as db:
            db.execute(sa.text("SET LOCAL ROLE pz_prov"))
            db.execute(sa.text(f"DELETE FROM pz.wrapped_keys WHERE key_no {which}"))

    with pytest.raises(ServerRefused, match="PZA01"):
        delete("= 1")
    delete("> 1")

    assert clinic.as_superuser("SELECT count(*) FROM pz.wrapped_keys") == [(4,)]


@pytest.mark.parametrize("plant", [_ROTATE, _DECLARE])
def test_given_lists_without_end_when_one_login_plants_them_then_it_gets_no_further_and_others_may_rotate(
    clinic: TestClinic,
    owner: TestDevice,
    thief: TestDevice,
    raw: Callable[[TestDevice], Raw],
    plant: str,
) -> None:
    connection = raw(thief)
    for number in range(1, MOST_LISTS + 1):
        assert connection.state(plant, _values(thief, owner, number)) == "00000"

    assert connection.state(plant, _values(thief, owner, MOST_LISTS + 1)) == "PZK03"

    remote = owner.remote()
    (newest,) = remote.key_lists(owner.workspace_id)
    key_no = newest.key_no + 1
    keys = [WrappedKey(key_no, each.device_id, b"fresh", owner.device_id) for each in (owner, thief)]
    rotation = KeyRotation(newest.generation + 1, key_no, b"list", keys)
    remote.rotate_keys(owner.workspace_id, rotation, 0)
    assert [each.papers for each in remote.key_lists(owner.workspace_id)] == [b"list"]


def test_given_many_lists_when_they_are_asked_for_then_they_come_newest_first_and_in_parts(
    clinic: TestClinic, owner: TestDevice, thief: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    connection = raw(thief)
    for number in range(1, MOST_LISTS + 1):
        connection.rows(_DECLARE, _values(thief, owner, number))
    remote = owner.remote()

    first = remote.key_lists(owner.workspace_id)
    then = remote.key_lists(owner.workspace_id, first[-1].generation)
    last = remote.key_lists(owner.workspace_id, then[-1].generation)

    numbers = [each.generation for each in (*first, *then, *last)]
    assert numbers == list(range(MOST_LISTS, 0, -1))
    assert (len(first), len(then)) == (1, 16)
    assert remote.key_lists(owner.workspace_id, 1) == []
