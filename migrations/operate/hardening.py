"""What only a superuser can take from everybody: large objects, locks by number, naps, statistics, room for
files, and a lock on the list of settings."""

from dataclasses import dataclass

import sqlalchemy as sa

from migrations.operate.connection import operator
from migrations.operate.upgrade import installed_revision

_FUNCTIONS = """(p.proname LIKE 'lo\\_%' OR p.proname IN ('loread', 'lowrite', 'pg_notify', 'pg_sleep',
  'pg_sleep_for', 'pg_sleep_until', 'pg_logical_emit_message', 'pg_export_snapshot')
  OR p.proname LIKE 'pg\\_%advisory%')"""
_OPEN_FUNCTIONS = f"""SELECT count(*) FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace
AND {_FUNCTIONS} AND has_function_privilege('pz_member', p.oid, 'EXECUTE')"""
_STATISTICS = """(p.proname IN ('pg_stat_get_activity', 'pg_stat_get_progress_info', 'pg_stat_get_io',
    'pg_stat_get_slru', 'pg_lock_status', 'pg_blocking_pids', 'pg_safe_snapshot_blocking_pids')
  OR p.proname ~ '^pg_stat_get_(db|backend|bgwriter|buf|checkpointer|wal)($|_)'
  OR p.proname ~ '^pg_current_wal_(flush_|insert_)?lsn$')"""
_OPEN_STATISTICS = _OPEN_FUNCTIONS.replace(_FUNCTIONS, _STATISTICS)
_ENDLESS = "p.prokind = 'a' AND p.proname ~ '^jsonb_(object_)?agg'"
"""For each text of a document they measure all that comes after it, and hear no order to end meanwhile."""
_OPEN_ENDLESS = _OPEN_FUNCTIONS.replace(_FUNCTIONS, _ENDLESS)
_OPEN_LANGUAGES = """SELECT count(*) FROM pg_language l WHERE l.lanname IN ('plpgsql', 'sql')
AND has_language_privilege('pz_member', l.oid, 'USAGE')"""
_OPEN_DATABASES = """SELECT count(*) FROM pg_database b WHERE b.datname IN ('postgres', 'template1')
AND has_database_privilege('pz_member', b.oid, 'CONNECT, TEMPORARY')"""
_OPEN_SETTINGS = "SELECT has_table_privilege('pz_member', 'pg_catalog.pg_settings', 'UPDATE')"
_NO_FILE_LIMIT = "SELECT current_setting('temp_file_limit') = '-1'"
_LOGS_ERRORS = "SELECT current_setting('log_min_messages') NOT IN ('fatal', 'panic')"
_PREPARABLE = "SELECT current_setting('max_prepared_transactions')::int"
_CANNOT_END = """SELECT count(*) FROM pg_roles r WHERE r.rolname = current_user
AND NOT (r.rolsuper OR pg_has_role(r.oid, 'pg_signal_backend', 'MEMBER'))"""


@dataclass(frozen=True, slots=True)
class Hardening:
    """`missing` counts what is still open, or says that it is; `sql` is for a superuser, connected to the
    clinic's database."""

    name: str
    missing: str
    why: str
    sql: str


_CLOSE = "EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);"
# What PUBLIC had, our own roles need as well.
_KEEP = "EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pz_owner, pz_authz, pz_prov', f);"
# The operator's name stands between $o$: it comes with quotes of its own where it needs them.
_GIVE_BACK = "EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pz_prov, pg_monitor, %s', f, $o${operator}$o$);"


def _for_each(which: str, *statements: str) -> str:
    """SQL that runs the statements for each function of PostgreSQL's own that is such a one, called `f`."""
    body = "".join(f"    {statement}\n" for statement in statements)
    return f"""DO $$ DECLARE f regprocedure; BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace
      AND {which} LOOP
{body}  END LOOP;
END $$;"""


HARDENING = (
    Hardening(
        "functions for all",
        _OPEN_FUNCTIONS,
        "A device can fill the disk with large objects, take locks by number, or keep a connection asleep.",
        _for_each(_FUNCTIONS, _CLOSE),
    ),
    Hardening(
        "functions without end",
        _OPEN_ENDLESS,
        "A device can keep a statement at work that PostgreSQL does not end, and hold up its practice by it.",
        _for_each(_ENDLESS, _KEEP, _CLOSE),
    ),
    Hardening(
        "statistics for all",
        _OPEN_STATISTICS,
        "A device can watch who is connected, and how much the server and each database of it does.",
        _for_each(_STATISTICS, _CLOSE, _GIVE_BACK),
    ),
    Hardening(
        # The three roles and the operator get them back: every upgrade makes functions.
        "languages for all",
        _OPEN_LANGUAGES,
        "A device can run programs of its own in the server, within its four connections.",
        """REVOKE USAGE ON LANGUAGE plpgsql, sql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql, sql TO pz_owner, pz_authz, pz_prov, {operator};""",
    ),
    Hardening(
        # Whoever may change a view may lock it. SET and SHOW need no right to it.
        "settings for all",
        _OPEN_SETTINGS,
        "A device can lock the list of the server's settings, for which pg_dump and others then wait.",
        "REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC;",
    ),
    Hardening(
        "other databases",
        _OPEN_DATABASES,
        "A device can connect to the databases that every server has, and make temporary tables there.",
        """REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO {operator};""",
    ),
    Hardening(
        # Only a superuser changes this setting, and the next one: no login lifts either for itself.
        "temporary files",
        _NO_FILE_LIMIT,
        "A device can fill the disk with the temporary files of one large query.",
        "ALTER DATABASE {database} SET temp_file_limit = '1GB';",
    ),
    Hardening(
        "errors in the log",
        _LOGS_ERRORS,
        "A device can fill the disk with the server's log, by errors and by lines of its own.",
        "ALTER DATABASE {database} SET log_min_messages = 'fatal';",
    ),
    Hardening(
        "prepared transactions",
        _PREPARABLE,
        "A device can leave a transaction behind that holds its locks after it is gone.",
        "ALTER SYSTEM SET max_prepared_transactions = 0;  -- and restart the server",
    ),
    Hardening(
        "ending connections",
        _CANNOT_END,
        "You cannot end a connection that holds up a practice, nor see how long it has.",
        "GRANT pg_signal_backend, pg_read_all_stats TO {operator};",
    ),
)


def advice(address: str | sa.URL) -> str:
    """The SQL that is still to be run; empty when nothing is."""
    with operator(address) as db:
        installed_revision(db)
        return statements(db, missing(db))


def missing(db: sa.Connection) -> tuple[Hardening, ...]:
    """What is still open, seen from any role."""
    # Their patterns hold a %, which the driver takes for the beginning of a parameter.
    as_it_is = {"no_parameters": True}
    return tuple(
        each for each in HARDENING if db.exec_driver_sql(each.missing, execution_options=as_it_is).scalar()
    )


def statements(db: sa.Connection, wanted: tuple[Hardening, ...] = HARDENING) -> str:
    """SQL for a superuser, to be run by hand; may be repeated."""
    names = db.execute(sa.text("SELECT quote_ident(current_user), quote_ident(current_database())")).one()
    filled = (each.sql.replace("{operator}", names[0]).replace("{database}", names[1]) for each in wanted)
    return "\n".join(filled)
