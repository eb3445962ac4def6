"""The catalog is what was reviewed (migrations/server/catalog.txt), and shows any weakening."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.server.catalog import catalog, drift, golden
from tests.plugins_pg import TestClinic, new_clinic

WEAKENINGS = (
    "ALTER TABLE pz.clients NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE pz.clients DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE pz.clients OWNER TO pz_prov",
    "DROP POLICY narrow ON pz.clients",
    "DROP POLICY member_insert ON pz.sessions",
    "ALTER POLICY member_read ON pz.clients USING (true)",
    "ALTER POLICY member_insert ON pz.users WITH CHECK (true)",
    "CREATE POLICY open ON pz.clients USING (true)",
    "GRANT SELECT ON pz.clients TO pz_member",
    "GRANT UPDATE (notes) ON pz.clients TO pz_member",
    "GRANT USAGE ON SCHEMA pz TO pz_member",
    "GRANT CREATE ON SCHEMA pzapi TO PUBLIC",
    "GRANT INSERT ON pz.members TO pz_authz",
    "GRANT EXECUTE ON FUNCTION pz.my_role(uuid) TO pz_member",
    "GRANT EXECUTE ON FUNCTION pzapi.hello(int, text) TO PUBLIC",
    "ALTER DEFAULT PRIVILEGES FOR ROLE pz_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
    "ALTER DEFAULT PRIVILEGES FOR ROLE pz_owner GRANT SELECT ON TABLES TO pz_member",
    "ALTER TABLE pz.sessions DISABLE TRIGGER guard",
    "ALTER TABLE pz.sessions DISABLE TRIGGER ALL",
    "DROP TRIGGER guard ON pz.sessions",
    "DROP TRIGGER keep_rows ON pz.ledger",
    "DROP TRIGGER members_follow ON pz.users",
    "ALTER FUNCTION pz.my_role(uuid) RESET search_path",
    "ALTER FUNCTION pz.my_role(uuid) SET search_path = public",
    "ALTER FUNCTION pz.my_role(uuid) SECURITY INVOKER",
    "ALTER FUNCTION pz.my_role(uuid) OWNER TO pz_owner",
    "ALTER FUNCTION pz.narrowed() LEAKPROOF",
    "CREATE FUNCTION pzapi.extra() RETURNS int LANGUAGE sql RETURN 1",
    "DROP FUNCTION pzapi.wipe_orders()",
    "CREATE VIEW pzapi.all_clients AS SELECT * FROM pz.clients",
    "CREATE RULE silent AS ON INSERT TO pz.access_events DO INSTEAD NOTHING",
    "ALTER TABLE pz.sessions DROP CONSTRAINT fk_sessions_client_id",
    "ALTER TABLE pz.clients DROP CONSTRAINT ck_clients_notes_size",
    "ALTER TABLE pz.clients DROP CONSTRAINT ck_clients_seal_size",
    "ALTER TABLE pz.audit_events DROP CONSTRAINT ck_audit_events_metadata_document",
    "DROP INDEX pz.uq_services_living",
    "ALTER ROLE pz_member CREATEROLE",
    "ALTER ROLE pz_prov SUPERUSER",
    "ALTER ROLE pz_authz BYPASSRLS",
    "ALTER ROLE pz_owner LOGIN",
    "GRANT pz_owner TO pz_prov",
    "GRANT pg_read_all_data TO pz_authz",
    "GRANT pz_prov TO pz_owner",
    "ALTER ROLE pz_owner SET row_security = off",
    "GRANT TEMPORARY ON DATABASE {database} TO PUBLIC",
    "ALTER DATABASE {database} SET session_replication_role = replica",
    "ALTER ROLE {login} CREATEDB",
    "ALTER ROLE {login} CONNECTION LIMIT 100",
    "GRANT pg_read_all_data TO {login}",
    "GRANT pz_member TO {login} WITH SET TRUE",
    "GRANT {login} TO pz_owner",
)


@pytest.fixture(scope="module")
def clinic(any_server: EmbeddedServer) -> Iterator[TestClinic]:
    """One for the module: every weakening is taken back."""
    made = new_clinic(any_server)
    yield made
    made.close()


def test_given_an_installed_server_when_its_catalog_is_read_then_it_is_the_reviewed_one(
    clinic: TestClinic,
) -> None:
    """After a deliberate change: `python -m tests.server.renew_catalog`, and review what changed."""
    with operator(clinic.url) as db:
        found = catalog(db)

    assert list(drift(found, golden())) == []


@pytest.mark.parametrize("weakening", WEAKENINGS)
def test_given_any_weakening_when_the_catalog_is_compared_then_it_shows(
    clinic: TestClinic, weakening: str
) -> None:
    names = {"database": clinic.database, "login": clinic.owner.login.role}
    with operator(clinic.server.url(clinic.database, superuser=True)) as db:
        before = catalog(db)
        db.execute(sa.text(weakening.format(**names)))
        found = catalog(db)
        db.rollback()

    assert list(drift(found, before)) != []
    assert list(drift(before, golden())) == []
