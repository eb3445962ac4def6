"""A managed PostgreSQL: the operator has CREATEROLE and CREATEDB and nothing else."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.domain.errors import UserError
from migrations.operate.backup import backup
from migrations.operate.connection import operator
from migrations.operate.devices import list_devices, revoke
from migrations.operate.doctor import doctor
from migrations.operate.embedded import OPERATOR, EmbeddedServer
from migrations.operate.guard import guarding
from migrations.operate.limits import limits
from migrations.operate.overstaying import Bounds, Reason
from migrations.operate.restore import restore
from migrations.operate.status import recount, status
from migrations.operate.upgrade import upgrade
from migrations.server.catalog import catalog, drift, golden
from migrations.server.fingerprint import fingerprint
from tests.plugins_pg import TestClinic, new_clinic, server_folder
from tests.server.raw import Raw

_RIGHTS = sa.text("""SELECT concat_ws(' ', CASE WHEN rolsuper THEN 'SUPERUSER' END,
  CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
  CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
  (SELECT string_agg(m.roleid::regrole::text, ' ' ORDER BY 1) FROM pg_auth_members m
    WHERE m.member = r.oid AND m.roleid::regrole::text LIKE 'pg\\_%'))
FROM pg_roles r WHERE rolname = current_user""")


_OF_ITS_MAKER = (
    "ALTER SYSTEM SET createrole_self_grant = 'set, inherit'",
    f"ALTER ROLE {OPERATOR} NOINHERIT",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OPERATOR} GRANT ALL ON TABLES TO PUBLIC",
    *(
        f"ALTER ROLE {OPERATOR} SET {setting}"
        for setting in (
            "standard_conforming_strings = off", "transform_null_equals = on", "check_function_bodies = off",
            "datestyle = 'German'", "intervalstyle = 'sql_standard'", "timezone = 'Asia/Kathmandu'",
            "bytea_output = 'escape'", "extra_float_digits = -10", "array_nulls = off",
            "quote_all_identifiers = on", "search_path = pz, nowhere", "default_transaction_read_only = on",
            "default_transaction_isolation = 'serializable'", "row_security = off",
        )
    ),
)  # fmt: skip
"""What a managed service or an administrator may have set for the operator's role, or for all."""


def _on_a_server_of_its_own(major: int, *settings: str) -> Iterator[TestClinic]:
    folder = server_folder()
    server = EmbeddedServer(folder / "data", major=major, fast=True)
    server.start()
    with operator(server.url(superuser=True), autocommit=True) as db:
        for statement in (*settings, "SELECT pg_reload_conf()"):
            db.exec_driver_sql(statement)
    made = TestClinic(server, "clinic")
    made.add_workspace()
    yield made
    made.close()
    server.destroy()
    shutil.rmtree(folder)


@pytest.fixture(params=[16, 18], ids=["pg16", "pg18"])
def managed(request: pytest.FixtureRequest) -> Iterator[TestClinic]:
    """A server of its own, on which nothing was ever granted to the operator."""
    yield from _on_a_server_of_its_own(request.param)


@pytest.fixture(params=[16, 18], ids=["pg16", "pg18"])
def strange(request: pytest.FixtureRequest) -> Iterator[TestClinic]:
    """One on which the operator's sessions are set up otherwise than this program expects."""
    yield from _on_a_server_of_its_own(request.param, *_OF_ITS_MAKER)


def test_given_a_managed_server_when_a_clinic_lives_on_it_then_every_command_of_its_operator_works(
    managed: TestClinic, tmp_path: Path
) -> None:
    owner, url = managed.owner, managed.url
    with operator(url) as db:
        assert (url.username, db.scalar(_RIGHTS)) == (OPERATOR, "CREATEROLE CREATEDB")
    other = managed.enrol(owner)
    owner.remote().push(owner.workspace_id, managed.epoch(owner), [owner.client()])

    assert upgrade(url).before == upgrade(url).after
    recount(url)
    assert limits(url, {"devices": 3})
    assert status(url).workspaces[0].rows == 1
    assert [each.name for each in doctor(url) if each.grave and not each.well] == ["durability"]
    made = backup(url, tmp_path / "clinic.backup", lambda _what, _done, _total: None)
    back = managed.server.url("clinic_back")
    restored = restore(back, made.path, lambda _what, _done, _total: None, create_database=True)
    assert len(restored.logins.kept) == 2
    assert limits(back)[0].values["devices"] == 3
    assert revoke(url, other.device_id)
    assert [each.revoked_at is None for each in list_devices(url)] == [True, False]
    with pytest.raises(UserError):
        other.remote().hello()


def test_given_a_managed_server_when_the_guard_looks_then_it_ends_what_outstays_by_right_of_their_maker(
    managed: TestClinic,
) -> None:
    holding, honest = Raw(managed.owner), Raw(managed.enrol(managed.owner))
    try:
        holding.rows("BEGIN")
        holding.rows("SELECT pzapi.hello(1)")
        honest.rows("ALTER ROLE CURRENT_USER SET statement_timeout = 0")
        with guarding(managed.url, Bounds(transaction_s=0)) as guard:
            found = guard.look()
            assert [each.reason for each in found.ended] == [Reason.TRANSACTION]
            assert len(found.settled) == 1
            assert guard.look().ended == ()
        assert honest.state("SELECT pzapi.hello(1)") == "00000"
        assert managed.as_superuser(
            "SELECT count(*) FROM pg_auth_members m WHERE m.member = 'pz_prov'::regrole AND m.inherit_option"
        ) == [(0,)]
    finally:
        holding.close()
        honest.close()


def test_given_a_managed_server_when_doctored_then_what_only_its_maker_can_give_is_told_and_is_not_grave(
    managed: TestClinic,
) -> None:
    missing = {each.name for each in doctor(managed.url) if not each.well and not each.grave}

    assert missing == {
        "guard",
        "reserved connections",
        "hardening: functions for all",
        "hardening: functions without end",
        "hardening: statistics for all",
        "hardening: languages for all",
        "hardening: settings for all",
        "hardening: other databases",
        "hardening: temporary files",
        "hardening: errors in the log",
        "hardening: ending connections",
    }


_WATCHES = (
    "CREATE FUNCTION public.watches() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$",
    "CREATE ROLE provider SUPERUSER",
    "ALTER FUNCTION public.watches() OWNER TO provider",
    "CREATE EVENT TRIGGER upkeep ON ddl_command_end EXECUTE FUNCTION public.watches()",
    "ALTER EVENT TRIGGER upkeep OWNER TO provider",
)


def test_given_a_service_with_an_event_trigger_of_its_own_when_doctored_then_told_as_what_it_is_and_not_grave(
    managed: TestClinic,
) -> None:
    for statement in _WATCHES:
        managed.as_superuser(statement)
    found = {each.name: each for each in doctor(managed.url)}

    assert not found["event triggers"].well
    assert not found["event triggers"].grave
    assert "upkeep of provider, on ddl_command_end, runs watches" in found["event triggers"].sentence
    assert found["privileges"].well
    assert upgrade(managed.url).before == upgrade(managed.url).after
    with operator(managed.url) as db:
        assert list(drift(catalog(db), golden())) == []


_HANDS = {
    f"ALTER FUNCTION watches() OWNER TO {OPERATOR}": "ALTER FUNCTION watches() OWNER TO provider",
    "ALTER ROLE provider NOSUPERUSER": "ALTER ROLE provider SUPERUSER",
    f"GRANT provider TO {OPERATOR}": f"REVOKE provider FROM {OPERATOR}",
}
"""Ways in which somebody else than a superuser could change what runs, and how each is undone."""


def test_given_an_event_trigger_in_which_others_have_a_hand_when_doctored_then_it_is_grave(
    managed: TestClinic,
) -> None:
    for statement in _WATCHES:
        managed.as_superuser(statement)
    for hand, undone in _HANDS.items():
        managed.as_superuser(hand)
        found = {each.name: each for each in doctor(managed.url)}
        managed.as_superuser(undone)

        assert found["event triggers"].well
        assert found["privileges"].grave
        assert "+ event trigger upkeep of provider" in found["privileges"].sentence
    assert {each.name: each.well for each in doctor(managed.url)}["privileges"]


def test_given_an_administrator_with_settings_of_their_own_when_a_clinic_is_set_up_then_nothing_is_otherwise(
    strange: TestClinic, request: pytest.FixtureRequest
) -> None:
    """To the last function, so what the suite shows of other servers holds: such a role sets those up too."""
    usual = new_clinic(request.getfixturevalue(f"pg{strange.server.major}"))
    try:
        with operator(usual.url) as db:
            assert db.scalar(_RIGHTS) == "CREATEROLE CREATEDB"
            expected = fingerprint(db)
    finally:
        usual.close()
    with operator(strange.url) as db:
        assert fingerprint(db) == expected
    upgrade(strange.url)
    with operator(strange.url) as db:
        assert list(drift(catalog(db), golden())) == []
    assert {each.name for each in doctor(strange.url) if each.grave and not each.well} == {"durability"}


def test_given_an_administrator_with_settings_of_their_own_when_restored_elsewhere_then_each_day_is_the_same(
    strange: TestClinic, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """A backup is text: 01.02.2026 would be the second of January where dates are read otherwise."""
    owner, elsewhere = strange.owner, request.getfixturevalue(f"pg{strange.server.major}")
    block = owner.op(
        "time_blocks", rrule="FREQ=WEEKLY", start_local="2026-01-05T10:00", timezone="UTC",
        duration_minutes=50, until="2026-02-01", title=b"v1:\\\xff",
    )  # fmt: skip
    assert owner.remote().push(owner.workspace_id, strange.epoch(owner), [block]).results[0].status == "ok"
    query = "SELECT until::text, title, created_at FROM pz.time_blocks"
    before = strange.as_superuser(query)
    made = backup(strange.url, tmp_path / "clinic.backup", lambda _what, _done, _total: None)
    back = TestClinic(elsewhere, "strange_back")
    try:
        restore(back.url, made.path, lambda _what, _done, _total: None, create_database=True)

        assert before == back.as_superuser(query) != []
    finally:
        back.close()
