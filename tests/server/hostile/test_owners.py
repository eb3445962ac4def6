"""Owners against owners: what two do at once is decided one after the other, and an owner stays."""

from collections.abc import Callable

import pytest

from core.domain.enums import Role
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.hostile.at_once import both_behind_a_push, second_of_two
from tests.server.raw import Raw

DENIED = "PZD01"
_DEGRADE = "SELECT pzapi.register_user(%(ws)s, %({whom}_user)s, '{to}')"
_OWNERS = "SELECT count(*) FROM pz.members WHERE role = 'OWNER' AND revoked_at IS NULL"


@pytest.fixture
def partner(clinic: TestClinic, owner: TestDevice) -> TestDevice:
    """Another owner of the same practice."""
    return clinic.enrol(owner, Role.OWNER)


def _values(owner: TestDevice, partner: TestDevice) -> dict[str, object]:
    people = {"owner_user": owner.user_id, "partner_user": partner.user_id}
    devices = {"owner_device": owner.device_id, "partner_device": partner.device_id}
    return {"ws": owner.workspace_id, **people, **devices}


@pytest.mark.parametrize("to", ["THERAPIST", "READONLY"])
def test_given_two_owners_who_degrade_each_other_at_once_when_decided_then_one_is_refused_and_one_stays(
    clinic: TestClinic, owner: TestDevice, partner: TestDevice, raw: Callable[[TestDevice], Raw], to: str
) -> None:
    values = _values(owner, partner)
    first = raw(owner), _DEGRADE.format(whom="partner", to=to)
    second = raw(partner), _DEGRADE.format(whom="owner", to=to)

    assert second_of_two(clinic, first, second, values) == DENIED

    assert clinic.as_superuser(_OWNERS) == [(1,)]
    # The one who stayed may still take the decision back.
    assert raw(owner).state(_DEGRADE.format(whom="partner", to="OWNER"), values) == "00000"
    assert clinic.as_superuser(_OWNERS) == [(2,)]


def test_given_two_owners_who_step_down_at_once_when_decided_then_the_second_is_told_that_the_last_stays(
    clinic: TestClinic, owner: TestDevice, partner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    first = raw(owner), _DEGRADE.format(whom="owner", to="THERAPIST")
    second = raw(partner), _DEGRADE.format(whom="partner", to="THERAPIST")

    assert second_of_two(clinic, first, second, _values(owner, partner)) == "PZM01"

    assert clinic.as_superuser(_OWNERS) == [(1,)]


def test_given_two_owners_who_shut_each_other_out_at_once_when_decided_then_one_of_them_stays_in(
    clinic: TestClinic, owner: TestDevice, partner: TestDevice, raw: Callable[[TestDevice], Raw]
) -> None:
    revoke = "SELECT pzapi.revoke_device(%(ws)s, %({whom}_device)s)"
    calls = (raw(owner), revoke.format(whom="partner")), (raw(partner), revoke.format(whom="owner"))

    told = both_behind_a_push(clinic, calls, _values(owner, partner))

    assert told.count("00000") == 1
    stays = (owner, partner)[told.index("00000")]
    held = clinic.as_superuser("SELECT device_id FROM pz.device_grants WHERE revoked_at IS NULL")
    assert held == [(stays.device_id,)]
    assert raw(stays).state("SELECT pzapi.hello(1)") == "00000"


@pytest.mark.parametrize(
    ("call", "control"),
    [
        (
            "register_user(%(ws)s, %(owner_user)s, 'OWNER')",
            "register_user(%(ws)s, %(partner_user)s, 'OWNER')",
        ),
        ("put_wrapped_keys(%(ws)s, '[]')", "put_wrapped_keys(%(ws)s, '[]')"),
    ],
)
def test_given_an_owner_who_is_degraded_while_a_call_waits_when_it_goes_on_then_it_is_refused(
    clinic: TestClinic,
    owner: TestDevice,
    partner: TestDevice,
    raw: Callable[[TestDevice], Raw],
    call: str,
    control: str,
) -> None:
    """What was asked before the lock was had is asked again."""
    values = _values(owner, partner)
    first = raw(owner), _DEGRADE.format(whom="partner", to="THERAPIST")

    assert second_of_two(clinic, first, (raw(partner), f"SELECT pzapi.{call}"), values) == DENIED

    assert raw(owner).state(f"SELECT pzapi.{control}", values) == "00000"
