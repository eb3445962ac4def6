"""The server's chain of revisions: up, down, up again, and no drift from the models."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from core.domain.errors import UserError, VersionMismatch
from core.domain.registry import TABLES
from migrations.operate.connection import operator
from migrations.operate.doctor import doctor
from migrations.operate.guard import guarding
from migrations.operate.limits import limits
from migrations.operate.upgrade import upgrade
from migrations.server import chain, fingerprint, programs
from migrations.server.tables import SCHEMA, SERVER
from tests.plugins_pg import TestClinic, TestDevice


@pytest.fixture
def db(clinic: TestClinic) -> Iterator[sa.Connection]:
    """The operator's connection."""
    with operator(clinic.url) as connection:
        yield connection


def test_given_an_installed_server_when_compared_with_the_models_then_nothing_differs(
    clinic: TestClinic,
) -> None:
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        context = MigrationContext.configure(
            db,
            opts={
                "include_schemas": True,
                "include_name": _ours,
                "compare_type": True,
                "compare_server_default": True,
                "version_table": "schema_version",
                "version_table_schema": SCHEMA,
            },
        )
        assert compare_metadata(context, SERVER) == []


def _ours(name: str | None, kind: str, parents: Any) -> bool:
    return name == SCHEMA if kind == "schema" else True


def test_given_the_checks_of_the_models_when_compared_with_the_server_then_the_same_names_are_there(
    clinic: TestClinic,
) -> None:
    found = clinic.as_superuser(
        "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'f', 'u')"
        " AND connamespace = 'pz'::regnamespace"
    )
    expected = {
        constraint.name
        for table in SERVER.tables.values()
        for constraint in table.constraints
        if not isinstance(constraint, sa.PrimaryKeyConstraint)
    }

    assert {name for (name,) in found} == expected


def test_given_the_models_when_their_sql_is_made_then_revision_one_is_what_they_say(
    clinic: TestClinic,
) -> None:
    comments = clinic.as_superuser(
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'pz'::regnamespace"
        " AND col_description(a.attrelid, a.attnum) LIKE 'ENCRYPTED:%' AND a.atttypid = 'bytea'::regtype"
    )

    assert set(comments) == {(table.name, column.name) for table in TABLES for column in table.sealed} | {
        ("blob_chunks", "cell"),
        ("earlier_chunks", "cell"),
    }


def test_given_a_server_when_taken_down_and_up_again_then_it_is_as_before(
    clinic: TestClinic, owner: TestDevice, db: sa.Connection
) -> None:
    before = fingerprint.fingerprint(db)

    chain.downgrade(db, "base")
    tables = db.scalars(sa.text("SELECT relname FROM pg_class WHERE relnamespace = 'pz'::regnamespace"))
    assert {name for name in tables if not name.endswith("pkc")} == {"schema_version"}
    assert chain.current(db) is None
    chain.upgrade(db)

    assert chain.current(db) == chain.head()
    assert fingerprint.fingerprint(db) == before
    assert programs.is_current(db)


def test_given_a_server_with_rows_when_upgraded_again_then_the_rows_stay_and_devices_go_on(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote, epoch = owner.remote(), clinic.epoch(owner)
    remote.push(owner.workspace_id, epoch, [owner.client()])

    assert upgrade(clinic.url).after == chain.head()

    remote.push(owner.workspace_id, epoch, [owner.client()])
    assert [row.seq for row in remote.pull(owner.workspace_id, epoch, 0, 10).rows] == [1, 2]


def test_given_functions_of_another_program_when_upgraded_then_they_are_replaced_with_their_types(
    clinic: TestClinic, owner: TestDevice
) -> None:
    clinic.as_superuser("DROP FUNCTION pzapi.hello(int, text)")
    clinic.as_superuser("CREATE FUNCTION pzapi.hello(p_schema int) RETURNS text LANGUAGE sql RETURN 'old'")
    clinic.as_superuser("CREATE FUNCTION pzapi.gone() RETURNS text LANGUAGE sql RETURN 'old'")

    upgrade(clinic.url)

    assert owner.remote().hello().device_id == owner.device_id
    assert clinic.as_superuser("SELECT to_regproc('pzapi.gone')") == [(None,)]


def test_given_an_empty_database_when_upgraded_then_it_says_what_to_do(clinic: TestClinic) -> None:
    with operator(clinic.url) as db:
        chain.downgrade(db, "base")

    with pytest.raises(UserError) as refused:
        upgrade(clinic.url)
    assert refused.value.code == "not_initialised"


def test_given_a_newer_server_when_upgraded_then_it_is_left_alone(clinic: TestClinic) -> None:
    clinic.as_superuser("UPDATE pz.schema_version SET version_num = '9999'")

    with pytest.raises(VersionMismatch):
        upgrade(clinic.url)


def test_given_every_function_when_inspected_then_its_path_is_fixed_and_the_public_may_not_call_it(
    clinic: TestClinic,
) -> None:
    definers = clinic.as_superuser(
        "SELECT proname FROM pg_proc WHERE pronamespace IN ('pz'::regnamespace, 'pzapi'::regnamespace)"
        " AND prosecdef AND NOT coalesce(proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']"
    )
    public = clinic.as_superuser(
        "SELECT proname FROM pg_proc WHERE pronamespace IN ('pz'::regnamespace, 'pzapi'::regnamespace)"
        " AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) a WHERE a.grantee = 0))"
    )
    members = clinic.as_superuser(
        "SELECT proname FROM pg_proc, aclexplode(proacl) a WHERE a.grantee = 'pz_member'::regrole"
        " AND pronamespace = 'pz'::regnamespace"
    )

    assert (definers, public, members) == ([], [], [])


def test_given_every_table_when_inspected_then_row_security_is_forced(clinic: TestClinic) -> None:
    found = clinic.as_superuser(
        "SELECT relname FROM pg_class WHERE relnamespace = 'pz'::regnamespace AND relkind = 'r'"
        " AND NOT (relrowsecurity AND relforcerowsecurity) AND relname <> 'schema_version'"
    )

    assert found == []


def test_given_limits_when_taken_down_and_up_again_then_rows_stay_and_the_usual_ones_hold(
    clinic: TestClinic, owner: TestDevice
) -> None:
    remote, epoch = owner.remote(), clinic.epoch(owner)
    remote.push(owner.workspace_id, epoch, [owner.client()])
    usual = limits(clinic.url)
    assert limits(clinic.url, {"devices": 1}) != usual

    with operator(clinic.url) as db:
        chain.downgrade(db, "0007")
        assert db.scalar(sa.text("SELECT to_regclass('pz.limits')")) is None
    with pytest.raises(UserError, match="pazpaz server upgrade"):
        limits(clinic.url)
    upgrade(clinic.url)

    assert limits(clinic.url) == usual
    assert [row.seq for row in remote.pull(owner.workspace_id, epoch, 0, 10).rows] == [1]


def test_given_a_server_that_was_not_upgraded_yet_when_doctored_and_guarded_then_both_work(
    clinic: TestClinic,
) -> None:
    clinic.as_superuser("DROP FUNCTION pz.limit_of(uuid, text), pz.settle_logins()")

    assert {each.name: each.well for each in doctor(clinic.url)}["connections"]
    with guarding(clinic.url) as guard:
        assert guard.look().ended == ()
