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
from tests.plugins_pg import TestClinic, server_folder
from tests.server.raw import Raw

_RIGHTS = sa.text("""SELECT concat_ws(' ', CASE WHEN rolsuper THEN 'SUPERUSER' END,
  CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
  CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
  (SELECT string_agg(m.roleid::regrole::text, ' ' ORDER BY 1) FROM pg_auth_members m
    WHERE m.member = r.oid AND m.roleid::regrole::text LIKE 'pg\\_%'))
FROM pg_roles r WHERE rolname = current_user""")


@pytest.fixture(params=[16, 18], ids=["pg16", "pg18"])
def managed(request: pytest.FixtureRequest) -> Iterator[TestClinic]:
    """A server of its own, on which nothing was ever granted to the operator."""
    folder = server_folder()
    server = EmbeddedServer(folder / "data", major=request.param, fast=True)
    server.start()
    made = TestClinic(server, "clinic")
    made.add_workspace()
    yield made
    made.close()
    server.destroy()
    shutil.rmtree(folder)


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
        "hardening: statistics for all",
        "hardening: languages for all",
        "hardening: settings for all",
        "hardening: other databases",
        "hardening: temporary files",
        "hardening: errors in the log",
        "hardening: ending connections",
    }
