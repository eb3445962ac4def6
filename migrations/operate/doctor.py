"""Looks a clinic's server over and says, for each thing, whether it is well and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from migrations.operate import hardening
from migrations.operate.connection import operator
from migrations.operate.guard import APPLICATION
from migrations.operate.room import OPERATORS_NEED, ConnectionRoom, room
from migrations.operate.upgrade import installed_revision
from migrations.server import chain, programs
from migrations.server.catalog import BEYOND_US, EVENT_TRIGGER, departures
from migrations.server.fingerprint import fingerprint, remembered
from migrations.server.limit_programs import BY_NAME

UNSEEN_DAYS = 60
HELD_MINUTES = 5
_ROOM = 10
"""Connections beyond those of devices, for the operator without reserved ones and for other programs."""
MOST_NUMBERS = 1_000_000_000
"""Of transactions: autovacuum takes them back from 200 million on, at 2,147 million all writing ends."""
_TOLD = 3
"""Lines of drift that a sentence quotes."""

# The view of settings is not asked: any device may lock it.
_SETTINGS = sa.text(
    "SELECT name, current_setting(name) AS setting FROM unnest("
    "ARRAY['server_version', 'ssl', 'fsync', 'full_page_writes', 'password_encryption']) name"
)
_ENCRYPTED = sa.text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
# A socket of this computer has no address: there the answer is NULL.
_IS_LOCAL = sa.text(
    "SELECT coalesce(inet_server_addr() <<= '127.0.0.0/8' OR inet_server_addr() = '::1', true)"
)
_IS_SUPERUSER = sa.text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
_EVENT_TRIGGERS = sa.text(
    f"SELECT {EVENT_TRIGGER} FROM pg_event_trigger e WHERE {BEYOND_US} ORDER BY e.evtname"
)
_TOO_BOLD = sa.text("""WITH logins AS (
  SELECT r.* FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.member
  WHERE a.roleid = 'pz_member'::regrole AND r.rolname LIKE 'pzd\\_%'
)
SELECT format('ALTER ROLE %I %s;', rolname, flags) FROM logins, concat_ws(' ',
    CASE WHEN rolsuper THEN 'NOSUPERUSER' END, CASE WHEN rolcreaterole THEN 'NOCREATEROLE' END,
    CASE WHEN rolcreatedb THEN 'NOCREATEDB' END, CASE WHEN rolbypassrls THEN 'NOBYPASSRLS' END,
    CASE WHEN rolreplication THEN 'NOREPLICATION' END) AS flags WHERE flags <> ''
UNION ALL SELECT format('REVOKE %I FROM %I;', o.rolname, l.rolname) FROM logins l
  JOIN pg_auth_members m ON m.member = l.oid JOIN pg_roles o ON o.oid = m.roleid
  WHERE o.rolname <> 'pz_member'
ORDER BY 1""")
"""What undoes the rights that a device's login has beside the API."""
_STILL_OPEN = sa.text("""SELECT d.device_id FROM pz.devices d JOIN pg_roles r ON r.rolname = d.login_role
WHERE d.revoked_at IS NOT NULL AND r.rolcanlogin
AND NOT EXISTS (SELECT FROM pz.wipe_orders o WHERE o.device_id = d.device_id AND o.obeyed_at IS NULL)""")
"""Whoever still has to obey a wipe order got its login back for that."""
_LOCKED_OUT = sa.text("""SELECT count(*) FROM pz.devices d JOIN pg_roles r ON r.rolname = d.login_role
WHERE d.revoked_at IS NULL AND r.rolcanlogin
AND NOT has_database_privilege(r.oid, current_database(), 'CONNECT')""")
_UNSEEN = sa.text("""SELECT count(*) FROM pz.devices d WHERE d.revoked_at IS NULL
AND coalesce(d.last_seen_at, d.enrolled_at) < now() - make_interval(days => :days)""")
_HELD = sa.text("""SELECT count(*) FROM pg_stat_activity a
WHERE a.usename LIKE 'pzd\\_%' AND a.xact_start < now() - make_interval(mins => :minutes)""")
# A device may call its connection by the guard's name.
_GUARDS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = :name AND usename !~ '^pzd_'"
)
_LARGEST = sa.text("""SELECT greatest(
  (SELECT max(pz.limit_of(w.workspace_id, 'connections')) FROM pz.sync_workspace w),
  (SELECT sum(r.rolconnlimit) FROM pz.devices d JOIN pg_roles r ON r.rolname = d.login_role
    WHERE d.revoked_at IS NULL))""")
"""What the largest practice may have, or all logins of this database together where that is more."""
_NUMBERS = sa.text("SELECT max(age(datfrozenxid)) FROM pg_database")
_EVERYWHERE = sa.text("""SELECT coalesce(sum(greatest(r.rolconnlimit, 0)), 0) FROM pg_auth_members m
JOIN pg_roles r ON r.oid = m.member
WHERE m.roleid = 'pz_member'::regrole AND r.rolname LIKE 'pzd\\_%' AND r.rolcanlogin""")
"""What all logins of devices may have on this server, in whatever database they are at home."""
_CHANGED = sa.text("""SELECT count(*) AS logins, coalesce(sum(x.settings), 0) AS size FROM pz.devices d
JOIN pg_roles r ON r.rolname = d.login_role,
LATERAL (SELECT pz.foreign_settings(r.rolname) AS settings, pz.owned_things(r.rolname) AS things) x
WHERE x.settings > 0 OR x.things > 0""")
_HAS_SETTLING = sa.text("SELECT to_regproc('pz.owned_things') IS NOT NULL")
_HAS_LIMITS = sa.text("SELECT to_regproc('pz.limit_of') IS NOT NULL")
_BROKEN_CHAINS = sa.text(
    "SELECT count(*) FROM pz.sync_workspace w WHERE pz.audit_break(w.workspace_id) IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`mend` is empty when all is well. `grave` findings make the command fail."""

    name: str
    well: bool
    sentence: str
    mend: str = ""
    grave: bool = True


def doctor(address: str | sa.URL) -> tuple[Diagnosis, ...]:
    """Everything that can be seen from the operator's role; changes nothing."""
    with operator(address) as db:
        revision = installed_revision(db)
        schema = _schema(db, revision)
        found = (*_settings(db), *_access(db), schema, *_devices(db), *_connections(db), *_hardening(db))
        if schema.well:  # another program has another catalog
            found = (*found, _drift(db))
        db.rollback()
    return found


def is_well(findings: tuple[Diagnosis, ...]) -> bool:
    return all(finding.well or not finding.grave for finding in findings)


def _finding(name: str, well: bool, good: str, bad: str, mend: str, *, grave: bool = True) -> Diagnosis:
    return Diagnosis(name, well, good if well else bad, "" if well else mend, grave)


def _settings(db: sa.Connection) -> Iterator[Diagnosis]:
    found = {row.name: str(row.setting) for row in db.execute(_SETTINGS)}
    yield Diagnosis("version", True, f"PostgreSQL {found['server_version']} (16 or later is needed).")
    yield _transport(db, found["ssl"] == "on")
    yield _finding(
        "durability",
        found["fsync"] == "on" and found["full_page_writes"] == "on",
        "What is accepted survives a power cut.",
        "A power cut may lose or damage what was accepted.",
        "Set fsync = on and full_page_writes = on in postgresql.conf and restart.",
    )
    yield _finding(
        "passwords",
        found["password_encryption"].startswith("scram"),
        "Passwords are stored as SCRAM verifiers.",
        "New passwords would be stored in the weak md5 form.",
        "Set password_encryption = 'scram-sha-256' in postgresql.conf and reload.",
    )


def _transport(db: sa.Connection, offered: bool) -> Diagnosis:
    if db.scalar(_IS_LOCAL) and not offered:
        return Diagnosis("transport", True, "Plain connections on this computer only (demo).")
    return _finding(
        "transport",
        offered and bool(db.scalar(_ENCRYPTED)),
        "This connection is encrypted with TLS.",
        "This connection is not encrypted; laptops will refuse to connect.",
        "Install a certificate, set ssl = on, and allow only hostssl lines in pg_hba.conf.",
    )


def _access(db: sa.Connection) -> Iterator[Diagnosis]:
    yield _finding(
        "operator",
        not db.scalar(_IS_SUPERUSER),
        "You are an ordinary operator role.",
        "You are connected as a superuser, whom no policy holds back.",
        "Make a role with LOGIN CREATEROLE CREATEDB and use it for `pazpaz server`.",
        grave=False,
    )
    yield _finding(
        "guards",
        (remembered(db) or ("", ""))[1] == fingerprint(db),
        "Functions, policies and privileges are as they were installed.",
        "Functions, policies or privileges were changed since they were installed.",
        "Run `pazpaz server upgrade`, which makes them anew, and find out who changed them.",
    )
    yield _event_triggers(db)
    yield _settings_of_logins(db)
    bold = db.scalars(_TOO_BOLD).all()
    yield _finding(
        "device roles",
        not bold,
        "Device logins have no rights beside the API.",
        "A device login has rights that no device needs.",
        f"As a superuser: {' '.join(bold)} Then find out who gave them.",
    )
    yield _finding(
        "audit chain",
        not db.scalar(_BROKEN_CHAINS),
        "The audit trail is whole.",
        "Audit events were changed or removed.",
        "Restore the audit trail from a backup and find out who changed it.",
    )


def _event_triggers(db: sa.Connection) -> Diagnosis:
    """Those of a managed service; whatever others made is drift of the privileges."""
    found = db.scalars(_EVENT_TRIGGERS).all()
    return _finding(
        "event triggers",
        not found,
        "No managed service's program runs at events of this database.",
        f"A superuser's program runs at events of this database: {'; '.join(found)}. Neither you nor a "
        "device can have made or changed it; managed services have such for their own upkeep.",
        "With a managed service nothing has to be done. On a machine of your own find out who made it; "
        "a superuser ends it with DROP EVENT TRIGGER.",
        grave=False,
    )


def _settings_of_logins(db: sa.Connection) -> Diagnosis:
    """A login changes its own settings in a catalog of the whole server; nobody can forbid that."""
    found = db.execute(_CHANGED).one() if db.scalar(_HAS_SETTLING) else None
    return _finding(
        "login settings",
        found is None or not found.logins,
        "Logins of devices have the settings that they were given, and own nothing.",
        f"{found.logins if found else 0} logins of devices changed their own settings, or own something; "
        f"{found.size if found else 0} bytes.",
        "Run `pazpaz server guard --once`, which undoes it; then find out whose they are.",
        grave=False,
    )


def _schema(db: sa.Connection, revision: str) -> Diagnosis:
    program = (remembered(db) or ("", ""))[0]
    return _finding(
        "schema",
        revision == chain.head() and program == programs.digest(),
        f"Tables ({revision}) and functions are those of this program.",
        f"Tables ({revision}) or functions are not those of this program ({chain.head()}).",
        "Run `pazpaz server upgrade`.",
    )


def _devices(db: sa.Connection) -> Iterator[Diagnosis]:
    still_open = db.scalars(_STILL_OPEN).all()
    yield _finding(
        "revoked devices",
        not still_open,
        "Revoked devices cannot log in.",
        f"{len(still_open)} revoked devices can still log in, though the server refuses all they ask.",
        f"Run {', '.join(f'`pazpaz server revoke {device}`' for device in still_open)} once more.",
        grave=False,
    )
    locked_out = db.scalar(_LOCKED_OUT) or 0
    yield _finding(
        "devices locked out",
        not locked_out,
        "Every device that is in may connect.",
        f"{locked_out} devices that are in may not connect to this database.",
        "Run `pazpaz server upgrade`, which lets them connect again.",
    )
    unseen = db.scalar(_UNSEEN, {"days": UNSEEN_DAYS}) or 0
    yield _finding(
        "unseen devices",
        not unseen,
        f"Every device was here within {UNSEEN_DAYS} days.",
        f"{unseen} devices were not here for {UNSEEN_DAYS} days.",
        "See `pazpaz server devices`; revoke those that are lost.",
        grave=False,
    )


def _connections(db: sa.Connection) -> Iterator[Diagnosis]:
    found = room(db)
    yield _finding(
        "reserved connections",
        found.may_use and found.for_operators >= OPERATORS_NEED and found.for_superusers > 0,
        f"{found.for_operators} connections are kept for you, {found.for_superusers} for a superuser.",
        "Devices can take all connections of the server, and then you cannot get in to shut them out.",
        f"As a superuser: GRANT pg_use_reserved_connections TO your role; set reserved_connections = "
        f"{OPERATORS_NEED} and superuser_reserved_connections = 3 in postgresql.conf, and restart.",
        grave=False,
    )
    largest = _largest(db)
    yield _finding(
        "connections",
        largest < found.for_all,
        f"Devices may have {largest} of {found.for_all} connections; {found.used} are in use.",
        f"Devices may have {largest} connections, and the server has {found.for_all} for all.",
        f"Set max_connections = {largest + found.reserved + _ROOM} or more in postgresql.conf and restart, "
        "or lower the limit: `pazpaz server limits --set connections=N`.",
        grave=False,
    )
    yield _all_clinics(db, found, largest)
    yield _held(db)
    yield _numbers(db)
    yield _guard(db)


def _all_clinics(db: sa.Connection, found: ConnectionRoom, own: int) -> Diagnosis:
    """Nothing in PostgreSQL bounds the logins of several databases together."""
    every = int(db.scalar(_EVERYWHERE) or 0)
    told = f"Devices of all clinics of this server may have {every} of {found.for_all} connections."
    return _finding(
        "connections of all clinics",
        # Where there is one clinic alone the line above says it.
        every < found.for_all or every <= own,
        told,
        f"{told} Those of one clinic could keep the others out.",
        f"Set max_connections = {every + found.reserved + _ROOM} or more in postgresql.conf and restart, or "
        "move clinics to another server; until then keep a guard running for each of them.",
        grave=False,
    )


def _largest(db: sa.Connection) -> int:
    """Of the limits for connections; a server that was not upgraded yet has none."""
    return int(db.scalar(_LARGEST) or 0) if db.scalar(_HAS_LIMITS) else BY_NAME["connections"].default


def _held(db: sa.Connection) -> Diagnosis:
    """Seen only by who may read all statistics; `_hardening` says when that is missing."""
    held = db.scalar(_HELD, {"minutes": HELD_MINUTES}) or 0
    return _finding(
        "held transactions",
        not held,
        "No device holds a transaction open.",
        f"{held} devices hold a transaction open for more than {HELD_MINUTES} minutes; their practice waits.",
        "Run `pazpaz server guard --once`, and keep one running as a unit of the system; what goes on after "
        "that only a restart of PostgreSQL ends. See the manual.",
        grave=False,
    )


def _numbers(db: sa.Connection) -> Diagnosis:
    """They are the whole server's: one device can use up 180,000 in a second."""
    used = int(db.scalar(_NUMBERS) or 0)
    return _finding(
        "transaction numbers",
        used < MOST_NUMBERS,
        f"{used / 1e6:,.0f} of 2,147 million transaction numbers are in use.",
        f"{used / 1e6:,.0f} of 2,147 million transaction numbers are in use; without any the server takes "
        "no changes of any clinic.",
        "Keep a guard running and autovacuum on, and run VACUUM in the database that is the oldest by "
        "age(datfrozenxid) in pg_database.",
        grave=False,
    )


def _guard(db: sa.Connection) -> Diagnosis:
    return _finding(
        "guard",
        bool(db.scalar(_GUARDS, {"name": APPLICATION})),
        "A guard looks after the connections of devices.",
        "No guard is running: one device can take all locks and connections until somebody notices.",
        "Run `pazpaz server guard` as a unit of the system; see the manual, *Connections*.",
        grave=False,
    )


def _hardening(db: sa.Connection) -> Iterator[Diagnosis]:
    missing = hardening.missing(db)
    for each in hardening.HARDENING:
        yield _finding(
            f"hardening: {each.name}",
            each not in missing,
            "Taken from everybody, or not there.",
            f"{each.why} Only a superuser can change that.",
            "Run what `pazpaz server harden` prints, as a superuser in this database.",
            grave=False,
        )


def _drift(db: sa.Connection) -> Diagnosis:
    lines = departures(db)
    told = "; ".join(lines[:_TOLD]) + ("; ..." if len(lines) > _TOLD else "")
    return _finding(
        "privileges",
        not lines,
        "Roles, privileges, policies and triggers are those that were reviewed.",
        f"{len(lines)} lines of who may do what are not as they were reviewed: {told}",
        "Run `pazpaz server upgrade`; what is left after that are roles or settings, to be undone by hand.",
    )
