"""The owner of one practice reaches for another, through every argument of every function of the API."""

import pytest

from tests.server.hostile.cases import ANOTHER_EPOCH, DENIED, UNREADABLE, Case, check
from tests.server.hostile.hostile_fixture import Arena

CALLS = {
    "sync_push": "SELECT pzapi.sync_push(%({ws})s, %(epoch)s, 1, '[]')",
    "sync_pull": "SELECT * FROM pzapi.sync_pull(%({ws})s, %(epoch)s, 0, 10, 1000)",
    "digests": "SELECT * FROM pzapi.digests(%({ws})s, 100)",
    "directory": "SELECT * FROM pzapi.directory(%({ws})s)",
    "certificates": "SELECT * FROM pzapi.certificates(%({ws})s)",
    "wrapped_keys": "SELECT * FROM pzapi.wrapped_keys(%({ws})s)",
    "put_wrapped_keys": "SELECT pzapi.put_wrapped_keys(%({ws})s, '[]')",
    "register_user": "SELECT pzapi.register_user(%({ws})s, %(own_user)s, 'OWNER')",
    "revoke_device": "SELECT pzapi.revoke_device(%({ws})s, %(owner_device)s)",
    "renew_cert": "SELECT pzapi.renew_cert(%({ws})s, %(owner_device)s, 'x')",
    "enrol_device": (
        "SELECT pzapi.enrol_device(%({ws})s, %(own_user)s, %(device)s, %(login)s, %(verifier)s, 'x',"
        " sha256(''), sha256(''), '', '[]')"
    ),
    "reset_login": "SELECT pzapi.reset_login(%({ws})s, %(owner_device)s)",
    "key_manifest": "SELECT pzapi.key_manifest(%({ws})s)",
    "key_lists": "SELECT * FROM pzapi.key_lists(%({ws})s, NULL)",
    "stale_cells": "SELECT * FROM pzapi.stale_cells(%({ws})s, 3, NULL, 10)",
    "replace_cells": "SELECT pzapi.replace_cells(%({ws})s, 3, '[]')",
    "unsealed_rows": "SELECT * FROM pzapi.unsealed_rows(%({ws})s, 3, NULL, 10)",
    "seal_rows": "SELECT pzapi.seal_rows(%({ws})s, 3, '[]')",
    "declare_sealed": "SELECT pzapi.declare_sealed(%({ws})s, 1, 'x')",
    "tell_went_back": "SELECT pzapi.tell_went_back(%({ws})s, %(epoch)s)",
    "set_rows_aside": "SELECT pzapi.set_rows_aside(%({ws})s, %(owner_device)s, 3, '[]')",
    "rows_set_aside": "SELECT * FROM pzapi.rows_set_aside(%({ws})s, 3, NULL, 10)",
    "bring_rows_back": "SELECT pzapi.bring_rows_back(%({ws})s, 3, '[]')",
    "audit_links": "SELECT * FROM pzapi.audit_links(%({ws})s, %(epoch)s, 0, 10)",
    "audit_witnesses": "SELECT * FROM pzapi.audit_witnesses(%({ws})s, %(epoch)s)",
    "witness_audit": (
        "SELECT pzapi.witness_audit(%({ws})s, %(epoch)s, 1, sha256('a'), decode(repeat('00', 64), 'hex'))"
    ),
    "blob_have": "SELECT * FROM pzapi.blob_have(%({ws})s, ARRAY[sha256('a')])",
    "blob_put": "SELECT pzapi.blob_put(%({ws})s, sha256('a'), 1, 0, 'v1:cell', true)",
    "blob_get": "SELECT pzapi.blob_get(%({ws})s, sha256('a'), 1, 0)",
    "blob_earlier": "SELECT * FROM pzapi.blob_earlier(%({ws})s, sha256('a'), 1, 0, 0)",
    "rotate_keys": (
        "SELECT pzapi.rotate_keys(%({ws})s, 1, 2, 'x',"
        " jsonb_build_array(jsonb_build_array(2, %(own_device)s::uuid, 'eA==')), 0)"
    ),
    "order_wipe": "SELECT pzapi.order_wipe(%({ws})s, %(owner_device)s, 'x')",
    "wipe_obeyed": "SELECT pzapi.wipe_obeyed(%({ws})s)",
}
_OWN = {name: call.format(ws="own_ws").replace("%(epoch)s", "%(own_epoch)s") for name, call in CALLS.items()}
_OWN["renew_cert"] = "SELECT pzapi.renew_cert(%(own_ws)s, %(own_device)s, 'x')"
_OWN["revoke_device"] = "SELECT pzapi.revoke_device(%(own_ws)s, %(own_device)s)"
_OWN["reset_login"] = "SELECT pzapi.reset_login(%(own_ws)s, %(own_device)s)"
_OWN["set_rows_aside"] = _OWN["rows_set_aside"]  # it needs somebody shut out
_OWN["order_wipe"] = _OWN["wipe_obeyed"] = "SELECT * FROM pzapi.wipe_orders()"  # both need somebody shut out
_ENROL = (
    "SELECT pzapi.enrol_device(%(own_ws)s, {user}, {device}, {login}, {verifier}, 'x',"
    " sha256(''), sha256(''), {cert}, '[]')"
)


def _enrol(**given: str) -> str:
    usual = {"user": "%(own_user)s", "device": "%(device)s", "login": "%(login)s", "verifier": "%(verifier)s"}
    return _ENROL.format(**usual | {"cert": "''"} | given)


CASES = (
    *(
        Case(
            name=f"{name} of {whose}",
            attack=call.format(ws=ws) if ws else call.format(ws="ws").replace("%(ws)s", "NULL"),
            refused=DENIED,
            control=_OWN[name],
        )
        for name, call in CALLS.items()
        for whose, ws in (("the other practice", "ws"), ("no practice", "nobody"), ("NULL", ""))
    ),
    Case(
        name="push with the other's epoch",
        attack="SELECT pzapi.sync_push(%(own_ws)s, %(epoch)s, 1, '[]')",
        refused=ANOTHER_EPOCH,
        control=_OWN["sync_push"],
    ),
    Case(
        name="pull with the other's epoch",
        attack="SELECT * FROM pzapi.sync_pull(%(own_ws)s, %(epoch)s, 0, 10, 1000)",
        refused=ANOTHER_EPOCH,
        control=_OWN["sync_pull"],
    ),
    Case(
        name="pull from beyond the end",
        attack="SELECT * FROM pzapi.sync_pull(%(own_ws)s, %(own_epoch)s, 9223372036854775807, 10, 1000)",
        refused=ANOTHER_EPOCH,
        control=_OWN["sync_pull"],
    ),
    Case(
        name="revoke the other's device in the own practice",
        attack="SELECT pzapi.revoke_device(%(own_ws)s, %(owner_device)s)",
        refused=DENIED,
        control=_OWN["revoke_device"],
    ),
    Case(
        name="revoke no device",
        attack="SELECT pzapi.revoke_device(%(own_ws)s, NULL)",
        refused=DENIED,
        control=_OWN["revoke_device"],
    ),
    *(
        Case(name=name, attack=attack, refused=state, control=_OWN["enrol_device"])
        for name, attack, state in (
            ("enrol somebody who is no member", _enrol(user="%(owner_user)s"), DENIED),
            ("enrol nobody", _enrol(user="NULL"), DENIED),
            ("enrol over the other's device", _enrol(device="%(owner_device)s"), DENIED),
            ("enrol over the other's login", _enrol(login="%(owner_login)s"), DENIED),
            ("enrol as the operator", _enrol(login="'pz_operator'"), UNREADABLE),
            ("enrol as the owner role", _enrol(login="'pz_owner'"), UNREADABLE),
            ("enrol with SQL in the login", _enrol(login="'pzd_\" SUPERUSER --'"), UNREADABLE),
            ("enrol with a line more", _enrol(login="%(login)s || E'\\n'"), UNREADABLE),
            ("enrol without a login", _enrol(login="NULL"), UNREADABLE),
            ("enrol with a plain password", _enrol(verifier="'secret'"), UNREADABLE),
            ("enrol with md5", _enrol(verifier="'md5' || repeat('0', 32)"), UNREADABLE),
            ("enrol with SQL in the verifier", _enrol(verifier="%(verifier)s || ''' SUPERUSER'"), UNREADABLE),
            ("enrol without a verifier", _enrol(verifier="NULL"), UNREADABLE),
            ("enrol without a certificate", _enrol(cert="NULL"), UNREADABLE),
            ("enrol with a huge certificate", _enrol(cert="decode(repeat('00', 513), 'hex')"), UNREADABLE),
        )
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_another_practice_when_a_device_reaches_for_it_then_refused(arena: Arena, case: Case) -> None:
    check(arena, case)


def test_given_the_functions_of_the_api_when_listed_then_each_that_names_a_practice_is_tried(
    arena: Arena,
) -> None:
    query = "SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'pzapi'::regnamespace AND 'p_ws' = ANY"
    found = {name for (name,) in arena.clinic.as_superuser(f"{query} (proargnames)")}

    assert found == set(CALLS)
