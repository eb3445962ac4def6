"""What a superuser can close beside what we close: open before, closed after, and all else still works."""

import shutil
from collections.abc import Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa

from migrations.operate import hardening
from migrations.operate.connection import operator
from migrations.operate.doctor import Diagnosis, doctor
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.guard import guarding
from migrations.operate.status import status
from migrations.operate.upgrade import upgrade
from tests.plugins_pg import TestClinic, TestDevice, server_folder
from tests.server.raw import Raw

OPEN_TO_ALL = (
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock(1)",
    "SELECT pg_sleep(0)",
    "SELECT pg_notify('x', 'y')",
    "SELECT pg_logical_emit_message(false, 'x', 'y')",
    "SELECT pg_export_snapshot()",
    "SELECT jsonb_agg(1)",
    "SELECT jsonb_object_agg('a', 1)",
    "SELECT JSON_ARRAYAGG(1 RETURNING jsonb)",
    "DO $$ BEGIN END $$",
    "UPDATE pg_catalog.pg_settings SET setting = 'on' WHERE name = 'enable_sort'",
    "SELECT datname, xact_commit FROM pg_stat_database",
    "SELECT datname, usename FROM pg_stat_activity",
    "SELECT database, mode FROM pg_locks",
    "SELECT pg_stat_get_backend_activity_start(1)",
    "SELECT wal_records, wal_bytes FROM pg_stat_wal",
    "SELECT backend_type, reads FROM pg_stat_io",
    "SELECT buffers_alloc FROM pg_stat_bgwriter",
    "SELECT name, blks_hit FROM pg_stat_slru",
    "SELECT pg_current_wal_lsn()",
    "SELECT pg_current_wal_insert_lsn()",
    "SELECT pg_blocking_pids(1)",
)


@pytest.fixture(params=[16, 18], ids=["pg16", "pg18"])
def hardened(request: pytest.FixtureRequest) -> Iterator[TestClinic]:
    """A server of its own, for its databases share what is hardened; with the SQL not run yet."""
    folder = server_folder()
    server = EmbeddedServer(folder / "data", major=request.param, fast=True)
    server.start()
    made = TestClinic(server, "clinic")
    made.add_workspace()
    yield made
    made.close()
    server.destroy()
    shutil.rmtree(folder)


def test_given_a_server_as_it_comes_when_hardened_by_a_superuser_then_closed_and_all_else_works(
    hardened: TestClinic,
) -> None:
    owner = hardened.owner
    assert _states(hardened) == dict.fromkeys(OPEN_TO_ALL, "00000")
    logged = _logged(hardened)
    assert min(logged.values()) > _LONG, logged
    before = {finding.name: finding for finding in doctor(hardened.url)}
    assert not before["hardening: functions for all"].well

    _harden(hardened)

    assert _states(hardened) == dict.fromkeys(OPEN_TO_ALL, "42501")
    assert _logged(hardened) == dict.fromkeys(_LOUD, 0)
    with guarding(hardened.url) as guard:
        assert guard.look().settled == (owner.login.role,)  # what it made while it could
    after = {finding.name: finding for finding in doctor(hardened.url)}
    assert {name for name, finding in after.items() if not finding.well} == {
        "durability",
        "guard",
        "reserved connections",
    }
    upgrade(hardened.url)
    epoch = hardened.epoch(owner)
    owner.remote().push(owner.workspace_id, epoch, [owner.client()])
    device = hardened.enrol(owner)
    assert len(device.remote().pull(owner.workspace_id, epoch, 0, 10).rows) == 1
    assert owner.remote().revoke_device(owner.workspace_id, device.device_id)
    assert status(hardened.url).devices[0].connections > 0
    assert hardened.add_workspace().remote().hello().heads


_LONG = 200_000
_LOUD = {
    "an error": "SELECT '{text}'::int",
    "a program's own line": "DO $$ BEGIN RAISE LOG '{text}'; END $$",
}
"""What PostgreSQL repeats in its log."""


def _logged(clinic: TestClinic) -> dict[str, int]:
    """Bytes that each of them adds to the server's log."""
    log, found = clinic.server.cluster_dir / "server.log", {}
    device = Raw(clinic.owner)
    try:
        for name, statement in _LOUD.items():
            before = log.stat().st_size
            device.state(statement.format(text="x" * _LONG))
            found[name] = log.stat().st_size - before
    finally:
        device.close()
    return found


def _harden(clinic: TestClinic) -> None:
    with operator(clinic.url) as db:
        parts = [hardening.statements(db, (each,)) for each in hardening.missing(db)]
    with operator(clinic.server.url(clinic.database, superuser=True), autocommit=True) as db:
        for part in parts:
            db.exec_driver_sql(part, execution_options={"no_parameters": True})


def _states(clinic: TestClinic) -> dict[str, str]:
    device = Raw(clinic.owner)
    try:
        return {each: device.state(each) for each in OPEN_TO_ALL}
    finally:
        device.close()


def test_given_a_superuser_or_an_operator_when_asked_then_each_missing_part_says_how_to_mend_it(
    clinic: TestClinic,
) -> None:
    found = [finding for finding in doctor(clinic.url) if finding.name.startswith("hardening")]

    assert len(found) == len(hardening.HARDENING)
    for finding in found:
        assert finding.well or ("superuser" in finding.mend and "pz_operator" not in finding.sentence)


def test_given_a_device_that_holds_a_transaction_when_doctored_by_who_may_see_then_it_is_told(
    clinic: TestClinic,
) -> None:
    device = Raw(clinic.owner)
    try:
        device.rows("BEGIN")
        device.rows("SELECT 1")
        with operator(clinic.server.url(clinic.database, superuser=True)) as db:
            assert db.scalar(sa.text(_AGE)) == 1
        found = {finding.name: finding for finding in doctor(clinic.url)}
        assert found["held transactions"].well  # not for five minutes yet
    finally:
        device.close()


_AGE = "SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'pzd%' AND xact_start <= now()"


def test_given_a_privilege_more_when_doctored_then_its_line_is_quoted_until_upgraded(
    clinic: TestClinic,
) -> None:
    clinic.as_superuser("GRANT SELECT ON pz.clients TO pz_member")
    found = {finding.name: finding for finding in doctor(clinic.url)}["privileges"]

    assert not found.well
    assert "+ table clients of pz_owner" in found.sentence
    upgrade(clinic.url)
    assert {finding.name: finding for finding in doctor(clinic.url)}["privileges"].well


def test_given_a_superuser_who_once_set_a_server_up_when_doctored_then_that_is_no_privilege_more(
    clinic: TestClinic,
) -> None:
    clinic.as_superuser("GRANT pz_owner TO CURRENT_USER WITH SET TRUE, INHERIT TRUE")
    try:
        found = {finding.name: finding for finding in doctor(clinic.url)}["privileges"]
    finally:
        clinic.as_superuser("REVOKE pz_owner FROM CURRENT_USER")
    assert found.well


def test_given_a_device_that_uses_up_transaction_numbers_when_doctored_then_told_from_half_of_them_on(
    clinic: TestClinic, owner: TestDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finding() -> Diagnosis:
        return {each.name: each for each in doctor(clinic.url)}["transaction numbers"]

    ((before,),) = clinic.as_superuser("SELECT max(age(datfrozenxid)) FROM pg_database")
    monkeypatch.setattr("migrations.operate.doctor.MOST_NUMBERS", int(str(before)) + 5_000)
    assert finding().well
    with closing(Raw(owner)) as device:
        device.rows(
            "DO $$ BEGIN FOR i IN 1..6000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
        )

    assert not finding().well
    assert not finding().grave
