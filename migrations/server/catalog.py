"""Who may do what on a clinic's server, as lines that a person can read and compare."""

from collections.abc import Iterable, Iterator
from difflib import ndiff
from importlib.resources import files

import sqlalchemy as sa

_CORE = "('pz_owner', 'pz_authz', 'pz_prov', 'pz_member')"
_OPERATOR = f"""SELECT r.rolname FROM pg_roles r, pg_database b
WHERE b.datname = current_database() AND r.rolcreaterole AND NOT r.rolsuper AND r.rolname NOT IN {_CORE}
  AND (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid AND m.inherit_option
    AND m.roleid IN ('pz_owner'::regrole, 'pz_authz'::regrole, 'pz_prov'::regrole)) >= 3
ORDER BY r.oid = b.datdba DESC, r.oid LIMIT 1"""
_FLAGS = """concat_ws(' ',
  CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
  CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolreplication THEN 'REPLICATION' END,
  CASE WHEN rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
  CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END, 'connections ' || rolconnlimit)"""
# Whether a login is shut and its part of the connections differ from server to server, and are no drift.
_FLAGS_OF_LOGINS = (
    _FLAGS.replace("'LOGIN'", "'LOGIN or NOLOGIN'")
    .replace("'NOLOGIN'", "'LOGIN or NOLOGIN'")
    .replace(
        "'connections ' || rolconnlimit",
        "'connections ' || CASE WHEN rolconnlimit BETWEEN 2 AND 4 THEN '2 to 4' ELSE rolconnlimit::text END",
    )
)
_OPTIONS = """concat_ws(' ', CASE WHEN m.admin_option THEN 'ADMIN' END,
  CASE WHEN m.inherit_option THEN 'INHERIT' END, CASE WHEN m.set_option THEN 'SET' END)"""
# An operator may bound a server by these; they let nobody do more.
_HARMLESS = "^(temp_file_limit|work_mem|statement_timeout|lock_timeout|timezone|log_)"
_SETTINGS = f"ARRAY(SELECT x FROM unnest(s.setconfig) x WHERE x !~ '{_HARMLESS}' ORDER BY 1)"
_NO_SUPERUSER = "NOT (SELECT rolsuper FROM pg_roles r WHERE r.oid = m.member)"
"""A superuser may anything as it is; whoever set a server up as one became a member on the way."""
_OURS = "('pz'::regnamespace, 'pzapi'::regnamespace)"
_MAY = """string_agg(CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END
  || ': ' || g.privileges, '; ' ORDER BY g.grantee::regrole::text)"""
_DATABASE_ACL = """(SELECT array_agg(x) FROM unnest(datacl) x WHERE x::text !~ '^pzd_[0-9a-f]{32}=c/pz_prov$'
  OR split_part(x::text, '=', 1) NOT IN (SELECT d.login_role FROM pz.devices d))"""
"""Without its own devices, which may connect and nothing else."""
EVENT_TRIGGER = """format('%I of %s, on %s, runs %s', e.evtname, e.evtowner::regrole, e.evtevent,
  e.evtfoid::regproc)"""
BEYOND_US = """(SELECT bool_and(r.rolsuper AND r.rolname !~ '^pzd?_' AND NOT pg_has_role(r.oid, 'MEMBER'))
  FROM pg_roles r, pg_proc p WHERE p.oid = e.evtfoid AND r.oid IN (e.evtowner, p.proowner))"""
"""Whether an event trigger e, and what it runs, belong to superusers who are neither the operator nor ours.
Managed services have such, and a superuser may anything without one."""
_GRANTS = """(SELECT a.grantee, string_agg(a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END,
  ' ' ORDER BY a.privilege_type) AS privileges FROM aclexplode({acl}) a WHERE a.grantee <> {owner}
  GROUP BY a.grantee) g"""


def _granted(acl: str, owner: str) -> str:
    """Who beside its owner may use a thing; the owner may anything and is told on its own."""
    return f"coalesce((SELECT {_MAY} FROM {_GRANTS.format(acl=acl, owner=owner)}), 'nobody else')"


_QUERIES = {
    "Roles": (f"SELECT format('role %s: %s', rolname, {_FLAGS}) FROM pg_roles WHERE rolname IN {_CORE}"),
    "Memberships": f"""SELECT format('%s in %s: %s', m.member::regrole, m.roleid::regrole, {_OPTIONS})
FROM pg_auth_members m WHERE m.roleid IN (SELECT oid FROM pg_roles WHERE rolname IN {_CORE})
  AND m.member::regrole::text NOT LIKE 'pzd\\_%' AND {_NO_SUPERUSER}
UNION SELECT format('%s in %s: %s', m.member::regrole, m.roleid::regrole, {_OPTIONS}) FROM pg_auth_members m
WHERE m.member IN (SELECT oid FROM pg_roles WHERE rolname IN {_CORE})
  AND m.roleid::regrole::text NOT LIKE 'pzd\\_%'""",
    "Logins of devices": f"""SELECT format('device login: %s; %s', {_FLAGS_OF_LOGINS},
  (SELECT string_agg(format('in %s: %s', m.roleid::regrole, {
        _OPTIONS
    }), ', ' ORDER BY m.roleid::regrole::text)
    FROM pg_auth_members m WHERE m.member = r.oid))
FROM pg_roles r JOIN pz.devices d ON d.login_role = r.rolname
UNION SELECT format('who else has a device login: %s', m.member::regrole) FROM pg_auth_members m
  JOIN pg_roles r ON r.oid = m.roleid JOIN pz.devices d ON d.login_role = r.rolname
  WHERE m.member <> 'pz_prov'::regrole""",
    "Database and schemas": f"""SELECT format('database: %s', {_granted(_DATABASE_ACL, "datdba")})
FROM pg_database WHERE datname = current_database()
UNION SELECT format('schema %s of %s: %s', nspname, nspowner::regrole, {_granted("nspacl", "nspowner")})
FROM pg_namespace WHERE nspname IN ('pz', 'pzapi')
UNION SELECT format('settings of %s: %s',
  CASE s.setrole WHEN 0 THEN 'the database' ELSE s.setrole::regrole::text END,
  {_SETTINGS}) FROM pg_db_role_setting s
WHERE cardinality({_SETTINGS}) > 0
  AND (s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
    OR s.setrole IN (SELECT oid FROM pg_roles WHERE rolname IN {_CORE}))""",
    "Default privileges": """SELECT format('new %s of %s%s: %s', d.defaclobjtype, d.defaclrole::regrole,
  CASE WHEN d.defaclnamespace <> 0 THEN ' in ' || d.defaclnamespace::regnamespace ELSE '' END,
  (SELECT string_agg(x, ' ' ORDER BY x) FROM unnest(d.defaclacl::text[]) x)) FROM pg_default_acl d
WHERE d.defaclrole IN ('pz_owner'::regrole, 'pz_authz'::regrole, 'pz_prov'::regrole)""",
    # Indexes, row types and TOAST tables (i, c, t) go with the tables that they belong to.
    "Tables": f"""SELECT format('%s %s of %s, row security %s%s: %s',
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'S' THEN 'sequence' ELSE 'other ' || c.relkind::text END,
  c.relname, c.relowner::regrole, CASE WHEN c.relrowsecurity THEN 'on' ELSE 'off' END,
  CASE WHEN c.relforcerowsecurity THEN ' and forced' ELSE '' END, {_granted("c.relacl", "c.relowner")})
FROM pg_class c WHERE c.relnamespace IN {_OURS} AND c.relkind NOT IN ('i', 'c', 't')
UNION SELECT format('column %s.%s: %s', c.relname, a.attname, {_granted("a.attacl", "c.relowner")})
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace IN {_OURS} AND a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped""",
    "Policies": """SELECT format('%s.%s: %s %s to %s%s%s', tablename, policyname, lower(permissive), cmd,
  array_to_string(roles, ', '), ' using ' || regexp_replace(qual, '\\s+', ' ', 'g'),
  ' check ' || regexp_replace(with_check, '\\s+', ' ', 'g'))
FROM pg_policies WHERE schemaname IN ('pz', 'pzapi')""",
    "Functions": f"""SELECT format('%s.%s(%s) of %s, %s %s%s%s: %s', p.pronamespace::regnamespace, p.proname,
  oidvectortypes(p.proargtypes), p.proowner::regrole, CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END,
  CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
  CASE WHEN p.proleakproof THEN ' LEAKPROOF' ELSE '' END,
  coalesce(' set ' || array_to_string(p.proconfig, ', '), ''),
  CASE WHEN p.proacl IS NULL THEN 'PUBLIC' ELSE {_granted("p.proacl", "p.proowner")} END)
FROM pg_proc p WHERE p.pronamespace IN {_OURS}""",
    "Triggers and rules": f"""SELECT format('%s%s', regexp_replace(pg_get_triggerdef(t.oid), '^CREATE ', ''),
  CASE t.tgenabled WHEN 'O' THEN '' ELSE ' (' || t.tgenabled::text || ')' END)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace IN {_OURS} AND NOT t.tgisinternal
UNION SELECT format('keys of %s are not watched', c.relname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace IN {_OURS} AND t.tgisinternal AND t.tgenabled <> 'O'
UNION SELECT format('rule %s on %s', rulename, tablename) FROM pg_rules WHERE schemaname IN ('pz', 'pzapi')
UNION SELECT format('event trigger %s', {EVENT_TRIGGER}) FROM pg_event_trigger e WHERE NOT {BEYOND_US}""",
    # PostgreSQL 18 lists NOT NULL among them and 16 does not.
    "Constraints": f"""SELECT format('%s.%s: %s', c.conrelid::regclass, c.conname,
  pg_get_constraintdef(c.oid))
FROM pg_constraint c WHERE c.connamespace IN {_OURS} AND c.contype <> 'n'
UNION SELECT regexp_replace(indexdef, '^CREATE ', '') FROM pg_indexes i
WHERE schemaname = 'pz' AND indexdef LIKE 'CREATE UNIQUE%'
  AND NOT EXISTS (SELECT FROM pg_constraint c
    WHERE c.conname = i.indexname AND c.connamespace = 'pz'::regnamespace)""",
}


def catalog(db: sa.Connection) -> list[str]:
    """The same lines on every server and for every name of the operator, when nothing was tampered with."""
    operator = str(db.scalar(sa.text(_OPERATOR)) or "")
    found: list[str] = []
    for title, query in _QUERIES.items():
        lines = sorted(_neutral(line, operator) for line in _lines(db, query))
        found += [f"# {title}", *lines, ""]
    return found


def _lines(db: sa.Connection, query: str) -> list[str]:
    result = db.exec_driver_sql(query, execution_options={"no_parameters": True})
    return [" ".join(str(line).split()) for (line,) in result]


def _neutral(line: str, operator: str) -> str:
    return (
        line.replace(f"{operator} in ", "<operator> in ") if operator and line.startswith(operator) else line
    )


def golden() -> list[str]:
    """What the catalog should say, reviewed and kept beside this module."""
    return (files("migrations.server") / "catalog.txt").read_text(encoding="utf-8").splitlines()


def drift(found: Iterable[str], expected: Iterable[str]) -> Iterator[str]:
    """`+ line` for what is there and should not be, `- line` for what should be and is not."""
    return (line for line in ndiff(list(expected), list(found)) if line[:2] in {"+ ", "- "})


def departures(db: sa.Connection) -> list[str]:
    """Drift of this database from what was reviewed. Before anybody was let in, no login has a line."""
    lines = drift(catalog(db), golden())
    if db.scalar(sa.text("SELECT EXISTS (SELECT FROM pz.devices)")):
        return list(lines)
    return [line for line in lines if not line.startswith("- device login:")]
