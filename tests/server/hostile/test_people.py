"""Members who want more than their role: let people in, take keys, become owners, speak for others."""

import json

import pytest

from tests.server.hostile.cases import DENIED, PUSH, Case, check
from tests.server.hostile.hostile_fixture import Arena

_PULL = "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 100, 100000)"
_KEYS = "SELECT * FROM pzapi.wrapped_keys(%(ws)s)"
_TRIES = {
    "make itself an owner": "SELECT pzapi.register_user(%(ws)s, %({who}_user)s, 'OWNER')",
    "make a friend a member": "SELECT pzapi.register_user(%(ws)s, %(nobody)s, 'THERAPIST')",
    "degrade the owner": "SELECT pzapi.register_user(%(ws)s, %(owner_user)s, 'READONLY')",
    "enrol a device of its own": (
        "SELECT pzapi.enrol_device(%(ws)s, %({who}_user)s, %(device)s, %(login)s, %(verifier)s, 'x',"
        " sha256(''), sha256(''), '', '[]')"
    ),
    "enrol a device of the owner's": (
        "SELECT pzapi.enrol_device(%(ws)s, %(owner_user)s, %(device)s, %(login)s, %(verifier)s, 'x',"
        " sha256(''), sha256(''), '', '[]')"
    ),
    "put the owner's password back": "SELECT pzapi.reset_login(%(ws)s, %(owner_device)s)",
    "revoke the owner's device": "SELECT pzapi.revoke_device(%(ws)s, %(owner_device)s)",
    "plant a key": (
        "SELECT pzapi.put_wrapped_keys(%(ws)s,"
        " jsonb_build_array(jsonb_build_array(9, %(owner_device)s::uuid, 'eA==')))"
    ),
    "rotate the keys": "SELECT pzapi.rotate_keys(%(ws)s, 1, 2, 'x', '[]', 0)",
    "list rows that nobody sealed": "SELECT * FROM pzapi.unsealed_rows(%(ws)s, 3, NULL, 10)",
    "seal rows for the owner": "SELECT pzapi.seal_rows(%(ws)s, 3, '[]')",
    "say that every row has a seal": "SELECT pzapi.declare_sealed(%(ws)s, 1, 'x')",
    "order a wipe": "SELECT pzapi.order_wipe(%(ws)s, %(owner_device)s, 'x')",
    "certify the owner's device": "SELECT pzapi.renew_cert(%(ws)s, %(owner_device)s, 'x')",
    "obey an order it never got": "SELECT pzapi.wipe_obeyed(%(ws)s)",
}
_ENROL_WITHOUT_KEYS = (
    "SELECT pzapi.enrol_device(%(own_ws)s, %(own_user)s, %(device)s, %(login)s, %(verifier)s, 'x',"
    " sha256(''), sha256(''), '', '[]')"
)
CASES = (
    *(
        Case(name=f"{who}: {name}", by=who, attack=attack.format(who=who), refused=DENIED, control=_PULL)
        for who in ("therapist", "assistant", "readonly")
        for name, attack in _TRIES.items()
    ),
    *(
        Case(name=name, by="owner", attack=attack, refused=state, control=_KEYS)
        for name, attack, state in (
            (
                "owner: leave the practice without one",
                "SELECT pzapi.register_user(%(ws)s, %(owner_user)s, 'READONLY')",
                "PZM01",
            ),
            ("owner: a role that is none", "SELECT pzapi.register_user(%(ws)s, %(nobody)s, 'GOD')", "23514"),
            ("owner: no role", "SELECT pzapi.register_user(%(ws)s, %(nobody)s, NULL)", "23502"),
            ("owner: keys that are none", "SELECT pzapi.put_wrapped_keys(%(ws)s, '{}')", "PZB02"),
            ("owner: no keys", "SELECT pzapi.put_wrapped_keys(%(ws)s, NULL)", "PZB02"),
            (
                "owner: a key too large",
                (
                    "SELECT pzapi.put_wrapped_keys(%(ws)s, jsonb_build_array(jsonb_build_array(1,"
                    " %(owner_device)s::uuid, repeat('AAAA', 2000))))"
                ),
                "23514",
            ),
            (
                "owner: a key below zero",
                (
                    "SELECT pzapi.put_wrapped_keys(%(ws)s,"
                    " jsonb_build_array(jsonb_build_array(-1, %(owner_device)s::uuid, 'eA==')))"
                ),
                "PZB02",
            ),
            (
                "owner: wipe a device that is in",
                "SELECT pzapi.order_wipe(%(ws)s, %(therapist_device)s, 'x')",
                DENIED,
            ),
            ("owner: seals that are none", "SELECT pzapi.seal_rows(%(ws)s, 3, '[{}]')", "PZB02"),
            ("owner: seals of no table", "SELECT pzapi.seal_rows(%(ws)s, 99, '[]')", "PZB02"),
            ("owner: declare past a number", "SELECT pzapi.declare_sealed(%(ws)s, 7, 'x')", "PZK01"),
            ("owner: declare without a list", "SELECT pzapi.declare_sealed(%(ws)s, 1, NULL)", "PZB02"),
            (
                "owner: rotate past a number",
                "SELECT pzapi.rotate_keys(%(ws)s, 1, 7, 'x', '[]', 0)",
                "PZB02",
            ),
            (
                "owner: rotate and leave a device without its key",
                (
                    "SELECT pzapi.rotate_keys(%(ws)s, 1, 2, 'x',"
                    " jsonb_build_array(jsonb_build_array(2, %(owner_device)s::uuid, 'eA==')), 0)"
                ),
                "PZK01",
            ),
        )
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_a_member_when_it_reaches_beyond_its_role_then_refused(arena: Arena, case: Case) -> None:
    check(arena, case)


def test_given_somebody_who_may_only_read_when_pushing_then_refused_and_reading_works(arena: Arena) -> None:
    device = arena.open("readonly")
    try:
        op = arena.op("readonly", "services", "service", 1, name="Mine")
        ((answer,),) = device.rows(PUSH, arena.names | {"batch": json.dumps([op])})
        assert answer["results"][0][1::2] == ["refused", "forbidden"]
        assert len(device.rows(_PULL, arena.names)) > 1
    finally:
        device.close()


def test_given_keys_of_another_practices_device_when_put_then_none_is_stored(arena: Arena) -> None:
    device = arena.open("stranger")
    values = arena.values()
    planted = json.dumps([[1, str(values["owner_device"]), "eA=="]])
    own = json.dumps([[1, str(values["device"]), "eA=="]])
    query = "SELECT pzapi.put_wrapped_keys(%(own_ws)s, %(keys)s)"
    try:
        assert device.rows(query, values | {"keys": planted}) == [(0,)]
        device.rows(_ENROL_WITHOUT_KEYS, values)
        assert device.rows(query, values | {"keys": own}) == [(1,)]
    finally:
        device.close()
