"""A device reaches its own practice and nothing else, whatever it sends."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest

from core.domain.enums import Role
from core.domain.errors import DeviceRevoked, ServerRefused
from core.domain.registry import TABLES
from core.store.server_tables import INFRASTRUCTURE
from sync.remote import WrappedKey
from tests.plugins_pg import TestClinic, TestDevice
from tests.server.raw import DENIED, Raw

OpenRaw = Callable[[TestDevice], Raw]

CALLS = {
    "sync_push": "SELECT pzapi.sync_push(%(ws)s, %(epoch)s, 1, '[]')",
    "sync_pull": "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 10, 1000)",
    "digests": "SELECT * FROM pzapi.digests(%(ws)s, 100)",
    "directory": "SELECT * FROM pzapi.directory(%(ws)s)",
    "wrapped_keys": "SELECT * FROM pzapi.wrapped_keys(%(ws)s)",
    "put_wrapped_keys": "SELECT pzapi.put_wrapped_keys(%(ws)s, '[]')",
    "register_user": "SELECT pzapi.register_user(%(ws)s, %(user)s, 'OWNER')",
    "revoke_device": "SELECT pzapi.revoke_device(%(ws)s, %(device)s)",
    "enrol_device": (
        "SELECT pzapi.enrol_device(%(ws)s, %(user)s, %(device)s, %(login)s, %(verifier)s, 'x',"
        " sha256(''), sha256(''), '', '[]')"
    ),
}


def _arguments(clinic: TestClinic, target: TestDevice, by: TestDevice) -> dict[str, object]:
    asked = clinic.request(target, by.user_id)
    return {
        "ws": target.workspace_id,
        "epoch": clinic.epoch(target),
        "user": by.user_id,
        "device": target.device_id,
        "login": asked.login_role,
        "verifier": asked.verifier,
    }


def test_given_another_practice_when_any_function_is_asked_for_it_then_denied_as_if_it_were_not_there(
    clinic: TestClinic, owner: TestDevice, stranger: TestDevice, raw: OpenRaw
) -> None:
    attacker = raw(stranger)
    theirs = _arguments(clinic, owner, stranger)
    nobodys = theirs | {"ws": uuid.uuid4()}

    assert {call: attacker.state(query, theirs) for call, query in CALLS.items()} == dict.fromkeys(
        CALLS, "PZD01"
    )
    assert {call: attacker.state(query, nobodys) for call, query in CALLS.items()} == dict.fromkeys(
        CALLS, "PZD01"
    )


def test_given_the_own_practice_when_the_same_functions_are_asked_then_they_answer(
    clinic: TestClinic, owner: TestDevice, raw: OpenRaw
) -> None:
    device = raw(owner)
    other = clinic.request(owner, owner.user_id)
    own = _arguments(clinic, owner, owner) | {"device": other.device_id}
    order = sorted(CALLS, key=lambda call: call == "revoke_device")

    assert {call: device.state(CALLS[call], own) for call in order} == dict.fromkeys(CALLS, "00000")


def test_given_every_function_of_the_api_when_listed_then_this_suite_tries_each(clinic: TestClinic) -> None:
    found = clinic.as_superuser("SELECT proname FROM pg_proc WHERE pronamespace = 'pzapi'::regnamespace")

    assert {name for (name,) in found} == set(CALLS) | {"hello"}


TOUCHES = (
    "SELECT * FROM pz.{}",
    "SELECT count(*) FROM pz.{}",
    "UPDATE pz.{} SET workspace_id = workspace_id",
    "DELETE FROM pz.{}",
    "TRUNCATE pz.{}",
    "INSERT INTO pz.{} DEFAULT VALUES",
    "DO $$ BEGIN LOCK TABLE pz.{} IN ACCESS SHARE MODE; END $$",
    "EXPLAIN SELECT * FROM pz.{}",
    "COPY pz.{} TO STDOUT",
    "ALTER TABLE pz.{} DISABLE ROW LEVEL SECURITY",
)


def test_given_any_table_when_a_device_touches_it_then_denied(owner: TestDevice, raw: OpenRaw) -> None:
    device = raw(owner)
    names = [table.name for table in TABLES] + [table.name for table in INFRASTRUCTURE]
    tries = [touch.format(name) for touch in TOUCHES for name in names]

    assert {each: device.state(each) for each in tries} == dict.fromkeys(tries, "42501")


ESCALATIONS = (
    "SET ROLE pz_owner",
    "SET ROLE pz_prov",
    "SET ROLE pz_member",
    "SET SESSION AUTHORIZATION pz_owner",
    "CREATE ROLE pzd_mine LOGIN",
    "ALTER ROLE pz_member CREATEROLE",
    "CREATE SCHEMA mine",
    "CREATE TABLE public.mine (a int)",
    "CREATE TEMPORARY TABLE mine (a int)",
    "CREATE FUNCTION pzapi.mine() RETURNS int LANGUAGE sql RETURN 1",
    "SELECT pz.my_workspaces('{OWNER}')",
    "SELECT pz.reserve(gen_random_uuid(), 1000)",
    "SELECT pz.register_member(gen_random_uuid(), gen_random_uuid(), 'OWNER', true)",
    "SELECT pz.withdraw(gen_random_uuid(), gen_random_uuid())",
    "SELECT pz.make_login('pzd_00000000000000000000000000000000', 'x')",
    "GRANT pz_owner TO pz_member",
    "SELECT pg_read_file('postgresql.conf')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT rolpassword FROM pg_authid",
)


def test_given_a_device_when_it_tries_to_become_more_then_denied(owner: TestDevice, raw: OpenRaw) -> None:
    device = raw(owner)

    assert {each for each in ESCALATIONS if device.state(each) not in DENIED} == set()


def test_given_settings_of_ours_when_a_device_sets_them_then_it_sees_no_more(
    clinic: TestClinic, owner: TestDevice, stranger: TestDevice, raw: OpenRaw
) -> None:
    owner.remote().push(owner.workspace_id, clinic.epoch(owner), [owner.client()])
    attacker = raw(stranger)
    attacker.rows(f"SET app.current_workspace_id = '{owner.workspace_id}'")
    attacker.rows("SET search_path = pg_temp, public")
    attacker.rows("SET statement_timeout = 0")

    assert attacker.state(CALLS["sync_pull"], _arguments(clinic, owner, stranger)) == "PZD01"
    attacker.rows("SET row_security = off")
    assert attacker.state(CALLS["sync_pull"], _arguments(clinic, owner, stranger)) in DENIED
    attacker.rows("SET row_security = on")
    own = _arguments(clinic, stranger, stranger)
    assert len(attacker.rows(CALLS["sync_pull"], own)) == 1
    assert attacker.rows("SELECT count(*) FROM pzapi.digests(%(ws)s, 10) WHERE row_count > 0", own) == [(0,)]


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
    keys = [WrappedKey(no, owner.device_id, b"other", owner.device_id) for no in (1, 2)]

    assert remote.put_wrapped_keys(owner.workspace_id, keys) == 1
    assert [key.blob for key in remote.wrapped_keys(owner.workspace_id)] == [
        b"wrapped 0",
        b"wrapped 1",
        b"other",
    ]
