"""The four roles that own and use a clinic's database, made by an ordinary CREATEROLE operator."""

import sqlalchemy as sa

from migrations.server import programs
from migrations.server.programs import execute

OWNING = ("pz_owner", "pz_authz", "pz_prov")
"""pz_owner owns tables and write functions, pz_authz the membership lookups, pz_prov makes device logins."""
MEMBER = "pz_member"
"""Group of all device logins: EXECUTE on the API schema and nothing else."""

# That somebody changed the row meanwhile ("tuple concurrently updated") PostgreSQL tells as an internal
# error.
_OPEN = """DO $$ BEGIN
  FOR attempt IN 1..3 LOOP
    BEGIN
      EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO pz_prov WITH GRANT OPTION', current_database());
      EXECUTE format('GRANT CREATE ON DATABASE %I TO pz_owner', current_database());
      RETURN;
    EXCEPTION WHEN internal_error THEN
      NULL;
    END;
  END LOOP;
  RAISE EXCEPTION 'busy' USING ERRCODE = 'lock_not_available';
END $$"""
"""One row of a catalog, which a device that lets another in may change at this moment: so once more."""


def create_roles(db: sa.Connection) -> None:
    """Makes those that are missing; cluster-wide, shared by all clinics of one server."""
    # An operator's own setting would give each new role to them in another way than below.
    execute(db, "SET LOCAL createrole_self_grant = ''")
    for name in (*OWNING, MEMBER):
        if not _exists(db, name):
            execute(db, f"CREATE ROLE {name} NOLOGIN NOINHERIT{_extra(name)}")
    for name in OWNING:
        # From PostgreSQL 16 on who makes a role may administer it, and neither becomes it nor has its rights.
        execute(db, f"GRANT {name} TO CURRENT_USER WITH SET TRUE, INHERIT TRUE")
    # It puts logins into the group and must gain nothing by that.
    execute(db, f"GRANT {MEMBER} TO pz_prov WITH ADMIN TRUE, INHERIT FALSE, SET FALSE")


def prepare_database(db: sa.Connection) -> None:
    """The two schemas, and who may connect; may be repeated."""
    execute(db, f"SET LOCAL lock_timeout = '{programs.PATIENCE_S}s'")
    execute(db, _OPEN)
    database = db.scalar(sa.text("SELECT quote_ident(current_database())"))
    for schema in ("pz", "pzapi"):
        execute(db, f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION pz_owner")
    execute(db, f"REVOKE CREATE ON DATABASE {database} FROM pz_owner")


def close_database(db: sa.Connection) -> None:
    """Lets in the logins of this database alone, as soon as there are functions that do; may be repeated.

    All logins of the server are in one group, which each database let in before.
    """
    execute(db, "SET LOCAL ROLE pz_prov")
    execute(db, "SELECT pz.let_all_connect()")
    execute(db, "RESET ROLE")
    database = db.scalar(sa.text("SELECT quote_ident(current_database())"))
    execute(db, f"REVOKE CONNECT ON DATABASE {database} FROM {MEMBER}")


def _exists(db: sa.Connection, name: str) -> bool:
    return bool(
        db.scalar(sa.text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :name)"), {"name": name})
    )


def _extra(name: str) -> str:
    return " CREATEROLE" if name == "pz_prov" else ""
