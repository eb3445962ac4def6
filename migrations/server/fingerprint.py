"""One hash over everything that guards access, kept in the database so that drift shows."""

import hashlib

import sqlalchemy as sa

_GUARDS = (
    """SELECT pg_get_functiondef(p.oid), p.proowner::regrole::text, p.proacl::text FROM pg_proc p
    WHERE p.pronamespace IN ('pz'::regnamespace, 'pzapi'::regnamespace)""",
    """SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text, c.relacl::text
    FROM pg_class c WHERE c.relnamespace = 'pz'::regnamespace AND c.relkind IN ('r', 'v', 'S')""",
    """SELECT a.attrelid::regclass::text, a.attname, a.attacl::text
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'pz'::regnamespace AND a.attacl IS NOT NULL""",
    """SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check
    FROM pg_policies WHERE schemaname = 'pz'""",
    """SELECT pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'pz'::regnamespace AND NOT t.tgisinternal""",
    """SELECT nspname, nspacl::text, nspowner::regrole::text
    FROM pg_namespace WHERE nspname IN ('pz', 'pzapi')""",
)


def fingerprint(db: sa.Connection) -> str:
    """Functions, owners, privileges, policies and triggers as they stand now."""
    digest = hashlib.sha256()
    for query in _GUARDS:
        # Without ORDER BY a query gives its rows in any order.
        for line in sorted(repr(tuple(row)) for row in db.execute(sa.text(query))):
            digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def remembered(db: sa.Connection) -> tuple[str, str] | None:
    """Digest of the program and fingerprint that `programs.install` left; None when they are gone."""
    comment = db.scalar(sa.text("SELECT obj_description('pzapi'::regnamespace, 'pg_namespace')"))
    program, _, guards = str(comment or "").partition(" ")
    return (program, guards) if guards else None
