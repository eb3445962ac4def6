"""Functions, triggers, policies and privileges of the server: dropped and made anew by every upgrade."""

import hashlib
import re
from collections.abc import Iterable
from importlib.resources import files

import sqlalchemy as sa

from core.domain.registry import TABLES
from migrations.server import (
    aside_programs,
    clinical_programs,
    feed_programs,
    limit_programs,
    policies,
    reseal_programs,
    row_programs,
    sealing_programs,
)
from migrations.server.fingerprint import fingerprint, remembered

# With their arguments: functions of one name may differ in these alone.
_LISTED = """SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('pz', 'pzapi')"""
_POLICIES = (
    "SELECT format('%I ON %I.%I', policyname, schemaname, tablename) FROM pg_policies WHERE schemaname = 'pz'"
)
# Internal ones are those by which PostgreSQL itself keeps foreign keys.
_TRIGGERS = """SELECT format('%I ON pz.%I', t.tgname, c.relname) FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'pz'::regnamespace AND NOT t.tgisinternal"""
# `aclexplode` has 0 for PUBLIC, which is no role.
_GRANTS = """SELECT DISTINCT format('%s FROM %s', g.place,
  CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END)
FROM (
  SELECT format('TABLE %I.%I', n.nspname, c.relname) AS place, c.relowner AS owner, a.grantee
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
    WHERE n.nspname = 'pz' AND c.relkind IN ('r', 'v')
  UNION SELECT format('TABLE %I.%I', n.nspname, c.relname), c.relowner, a.grantee
    FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
      aclexplode(t.attacl) a WHERE n.nspname = 'pz'
  UNION SELECT format('SCHEMA %I', n.nspname), n.nspowner, a.grantee
    FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname IN ('pz', 'pzapi')
) g WHERE g.grantee <> g.owner"""
PATIENCE_S = 10
"""Longer than any call of an honest device takes: while we wait for one, all others wait behind us."""
_CALL = re.compile(r"CREATE FUNCTION pzapi\.[^$]*\$\$\n(?:DECLARE\n.*?\n)?BEGIN\n", re.DOTALL)
"""The head of a function that devices call: none runs in a transaction in which another one wrote."""
_ENTRANCE = """DO $$ BEGIN
  IF to_regclass('pz.sync_workspace') IS NOT NULL THEN
    LOCK TABLE pz.devices, pz.device_grants, pz.members, pz.sync_workspace IN ACCESS EXCLUSIVE MODE;
  END IF;
END $$"""
"""In the order in which every call of a device touches them: calls wait here and nothing deadlocks."""
_PROVISIONING = ("logins", "certificates", "enrolment", "recovery", "rotation", "password")


def install(db: sa.Connection) -> None:
    """Brings all of it to this program's state; in the caller's transaction, so devices see old or new."""
    remove(db)
    for role, statements in _programs():
        _as(db, role, statements)
    execute(db, f"COMMENT ON SCHEMA pzapi IS '{digest()} {fingerprint(db)}'")


def digest() -> str:
    """One hash over what this program installs."""
    found = hashlib.sha256()
    for role, statements in _programs():
        found.update("\0".join((role, *statements)).encode())
    return found.hexdigest()


def is_current(db: sa.Connection) -> bool:
    """True when this very program installed the functions and nobody changed them since."""
    return remembered(db) == (digest(), fingerprint(db))


def _programs() -> list[tuple[str, list[str]]]:
    """Role that owns them, and what it makes, in order."""
    return [
        ("pz_owner", [_hidden("pz_owner"), *policies.schema_privileges()]),
        # What is called stands before its caller: a body in the form RETURN is looked up when it is made.
        ("pz_authz", [_hidden("pz_authz"), *_lookups()]),
        (
            "pz_owner",
            [*_table_programs(), *map(sql_file, ("push", "pull", "reseal", "sealing", "aside", "blobs"))],
        ),
        ("pz_authz", [*map(sql_file, ("audit", "directory", "went_back"))]),
        ("pz_prov", [_hidden("pz_prov"), *map(sql_file, _PROVISIONING)]),
        ("pz_owner", [*_triggers(), *policies.statements()]),
    ]


def _lookups() -> list[str]:
    return [
        *map(sql_file, ("lookups", "counter", "labels", "alone", "names")),
        *clinical_programs.lookups(),
        limit_programs.default_limit(),
        *map(sql_file, ("limits", "quotas")),
    ]


def _hidden(role: str) -> str:
    # PostgreSQL lets everybody run a new function unless told otherwise.
    return f"ALTER DEFAULT PRIVILEGES FOR ROLE {role} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"


def remove(db: sa.Connection) -> None:
    """Drops every function, policy, trigger and grant, whoever made it; tables and rows stay."""
    execute(db, f"SET LOCAL lock_timeout = '{PATIENCE_S}s'")
    execute(db, _ENTRANCE)
    # Policies and triggers before the functions that they call.
    for kind, listing in (("POLICY", _POLICIES), ("TRIGGER", _TRIGGERS), ("FUNCTION", _LISTED)):
        for name in db.scalars(sa.text(listing)).all():
            execute(db, f"DROP {kind} IF EXISTS {name} CASCADE")
    # After the functions that return it.
    execute(db, "DROP TYPE IF EXISTS pz.feed_row")
    for grant in db.scalars(sa.text(_GRANTS)).all():
        # REVOKE takes back only what the role gave that says it.
        _as(db, "pz_owner", [f"REVOKE ALL ON {grant}"])


def execute(db: sa.Connection, statements: str) -> None:
    """Runs SQL as it is: no parameters, `%` and `:` mean themselves."""
    db.exec_driver_sql(statements, execution_options={"no_parameters": True})


def sql_file(name: str) -> str:
    text = (files("migrations.server") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    return _CALL.sub(r"\g<0>  PERFORM pz.check_alone();\n", text)


def _as(db: sa.Connection, role: str, statements: Iterable[str]) -> None:
    execute(db, f"SET LOCAL ROLE {role}")
    for statement in statements:
        execute(db, statement)
    execute(db, "RESET ROLE")


def _table_programs() -> list[str]:
    found = [row_programs.moment(), row_programs.known_tables(), row_programs.versions()]
    found += clinical_programs.statements()
    for table in TABLES:
        found += [row_programs.guard(table), row_programs.apply_function(table)]
    found += [
        row_programs.apply_part(),
        row_programs.apply_ops(),
        feed_programs.feed_row(),
        feed_programs.mac_head(),
    ]
    return [
        *found,
        feed_programs.feed_bounds(),
        feed_programs.feed(),
        feed_programs.digest(),
        row_programs.VERSION_STEPS,
        *reseal_programs.statements(),
        *sealing_programs.statements(),
        *aside_programs.statements(),
    ]


def _triggers() -> list[str]:
    found = [statement for table in TABLES for statement in row_programs.triggers(table)]
    follow = (
        "CREATE TRIGGER members_follow AFTER INSERT OR UPDATE OF role, is_active, deleted_at ON pz.users"
        " FOR EACH ROW EXECUTE FUNCTION pz.members_follow_users()"
    )
    keep = (
        "CREATE TRIGGER keep_keys BEFORE DELETE ON pz.wrapped_keys FOR EACH ROW"
        " EXECUTE FUNCTION pz.keep_keys()"
    )
    paper = (
        "CREATE TRIGGER keep_recovery_paper AFTER INSERT OR UPDATE ON pz.workspaces FOR EACH ROW"
        " EXECUTE FUNCTION pz.keep_recovery_paper()"
    )
    return [*found, row_programs.STEPPING, follow, keep, paper]
