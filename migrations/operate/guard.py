"""Ends connections of devices that are open for too long, hold too much, or are too many.

A device can lift every limit in time that PostgreSQL gives its login, and one connection can take all locks
of the whole server. So somebody else has to look: the operator's role, on a connection that was open before,
because a server without locks lets nobody in any more, no superuser either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from core.domain.ids import WorkspaceId
from migrations.operate.connection import operator, sqlstate
from migrations.operate.overstaying import Bounds, DeviceConnection, DeviceLogin, Reason, to_end
from migrations.operate.upgrade import installed_revision
from migrations.server.programs import execute

APPLICATION = "pazpaz guard"
"""By this name `doctor` knows that one is at work."""
# PostgreSQL says out of memory also when its table of locks is full.
_NO_LOCKS = "53200"
_HERE = sa.text("SELECT oid FROM pg_database WHERE datname = current_database()")
_MAY_SEE = sa.text("""SELECT rolsuper OR (pg_has_role(oid, 'pg_signal_backend', 'USAGE')
  AND pg_has_role(oid, 'pg_read_all_stats', 'USAGE')) FROM pg_roles WHERE rolname = current_user""")
_LOCK_TABLE = sa.text("""SELECT current_setting('max_locks_per_transaction')::int
  * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int)""")
_LOGINS = sa.text("""SELECT r.oid, r.rolname, d.device_id, d.name,
  (SELECT min(g.workspace_id::text)::uuid FROM pz.device_grants g WHERE g.device_id = d.device_id),
  d.revoked_at IS NOT NULL OR d.device_id IS NOT NULL AND r.rolcanlogin AND r.rolconnlimit = 2
FROM pg_roles r LEFT JOIN pz.devices d ON d.login_role = r.rolname WHERE r.rolname LIKE 'pzd\\_%'""")
"""By two connections a copy of an earlier day knows who is out and may only hear of it."""
_SESSIONS = sa.text("""WITH held AS MATERIALIZED (
  SELECT l.pid, count(*) AS locks FROM pg_lock_status() l GROUP BY l.pid
)
SELECT a.pid, a.usesysid AS login, a.datid AS place, a.backend_start AS began,
  extract(epoch FROM clock_timestamp() - a.backend_start)::float8 AS session_s,
  extract(epoch FROM clock_timestamp() - least(a.xact_start,
    CASE WHEN a.state = 'active' THEN a.query_start END))::float8 AS transaction_s,
  coalesce(held.locks, 0) AS locks
FROM pg_stat_get_activity(NULL) a LEFT JOIN held ON held.pid = a.pid
WHERE a.usesysid = ANY (CAST(:logins AS oid[])) AND a.backend_start IS NOT NULL""")
"""Functions alone: the views of the same would ask for locks on tables of the whole server. A program that
commits in a loop begins a transaction each time, but is one statement."""
_LET_IN = sa.text("""SELECT b.oid, a.grantee FROM pg_database b, aclexplode(b.datacl) a
WHERE a.privilege_type = 'CONNECT'""")
_END = sa.text("""SELECT pg_terminate_backend(a.pid) FROM pg_stat_get_activity(:pid) a
WHERE a.usesysid = CAST(:login AS oid) AND a.backend_start = :began""")
_CATALOGS = ("pg_roles", "pg_auth_members", "pg_database")
_LIMITS = sa.text("SELECT workspace_id, pz.limit_of(workspace_id, 'connections') FROM pz.sync_workspace")
_IS_UPGRADED = sa.text(
    "SELECT to_regproc('pz.limit_of') IS NOT NULL AND to_regproc('pz.settle_logins') IS NOT NULL"
)
_CONNECTED = sa.text(
    "SELECT DISTINCT usesysid FROM pg_stat_get_activity(NULL) WHERE usesysid = ANY (CAST(:logins AS oid[]))"
)
_TAKE = sa.text("SELECT pz.take_logins(CAST(:names AS name[]))")
_SETTLE = sa.text("SELECT pz.settle_logins()")


@dataclass(frozen=True, slots=True)
class Ended:
    """A connection that was ended. `goes_on`: it was told to in the look before, and is still there."""

    login: DeviceLogin
    reason: Reason
    transaction_s: float | None
    session_s: float
    locks: int
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class GuardReport:
    """What one look did. `settled` are logins whose settings were put back."""

    ended: tuple[Ended, ...]
    settled: tuple[str, ...] = ()


class Guard:
    """Looks as often as it is asked to, on one connection. Made by `guarding`.

    Between two looks a transaction stays open that has locked the catalogs of roles for reading, which stops
    nobody. So ending a connection needs no lock that was not there before.
    """

    def __init__(self, db: sa.Connection, bounds: Bounds) -> None:
        self._db = db
        self._bounds = replace(bounds, lock_table=int(db.scalar(_LOCK_TABLE) or 0))
        self._here = int(db.scalar(_HERE) or 0)
        self._may_see = bool(db.scalar(_MAY_SEE))
        self._logins: dict[int, DeviceLogin] = {}
        self._let_in: set[tuple[int, int]] = set()
        self._connections: dict[WorkspaceId, int] = {}
        self._is_upgraded = False
        self._told: set[tuple[int, datetime]] = set()
        self._make_ready()

    def look(self) -> GuardReport:
        """Ends what has to end, then puts back what logins changed of themselves."""
        ended: list[Ended] = []
        settled: tuple[str, ...] = ()
        try:
            self._end_all(ended)
            settled = self._settle()
            # Already for the next look: on a server without locks nothing of this could be read.
            self._make_ready()
        except OperationalError as error:
            # The connection stays: without locks there would be no other one.
            if sqlstate(error) != _NO_LOCKS:
                raise
            self._db.rollback()
        return GuardReport(tuple(ended), settled)

    def _make_ready(self) -> None:
        found = self._db.execute(_LOGINS).all()
        self._let_in = {(row[0], row[1]) for row in self._db.execute(_LET_IN)}
        # A guard may be newer than the server: limits and settling are not there before the upgrade.
        self._is_upgraded = bool(self._db.scalar(_IS_UPGRADED))
        if self._is_upgraded:
            self._connections = {WorkspaceId(row[0]): row[1] for row in self._db.execute(_LIMITS)}
        # Gives back the locks on the clinic's tables: what stays open must not hold up an upgrade.
        self._db.rollback()
        self._logins = {row[0]: DeviceLogin(row[1], row[2], row[3] or "", row[4], row[5]) for row in found}
        for catalog in _CATALOGS:
            execute(self._db, f"SELECT count(*) FROM {catalog}")

    def _end_all(self, ended: list[Ended]) -> None:
        if not self._may_see:
            self._become_their_maker()
        told, self._told = self._told, set()
        for session, reason in to_end(self._sessions(), self._bounds, self._connections):
            if self._end(session):
                took = session.transaction_s, session.session_s, session.locks
                ended.append(Ended(session.login, reason, *took, (session.pid, session.began) in told))
                self._told.add((session.pid, session.began))
        self._db.rollback()

    def _sessions(self) -> list[DeviceConnection]:
        known = {"logins": list(self._logins)}
        return [self._session(row) for row in self._db.execute(_SESSIONS, known)]

    def _session(self, row: Any) -> DeviceConnection:
        return DeviceConnection(
            pid=row.pid,
            login=self._logins[row.login],
            is_here=row.place == self._here,
            is_at_home=row.place != self._here and (row.place, row.login) in self._let_in,
            began=row.began,
            session_s=row.session_s,
            transaction_s=row.transaction_s,
            locks=row.locks,
        )

    def _end(self, session: DeviceConnection) -> bool:
        """False when it was gone already; a process number may have been given to somebody else."""
        login = next(oid for oid, each in self._logins.items() if each is session.login)
        return bool(self._db.scalar(_END, {"pid": session.pid, "login": login, "began": session.began}))

    def _become_their_maker(self) -> None:
        """Whoever made a login may see and end what it has open; the transaction is taken back."""
        connected = self._db.scalars(_CONNECTED, {"logins": list(self._logins)}).all()
        # Only of those that are connected: each GRANT needs locks of its own.
        names = [self._logins[oid].name for oid in connected]
        execute(self._db, "SET LOCAL ROLE pz_prov")
        self._db.execute(_TAKE, {"names": names})

    def _settle(self) -> tuple[str, ...]:
        if not self._is_upgraded:
            return ()
        execute(self._db, "SET LOCAL ROLE pz_prov")
        settled = tuple(self._db.scalars(_SETTLE))
        self._db.commit()
        return settled


@contextmanager
def guarding(address: str | sa.URL, bounds: Bounds | None = None) -> Iterator[Guard]:
    """A guard on a connection of its own, which stays open until the block ends."""
    with operator(address, application=APPLICATION) as db:
        installed_revision(db)
        yield Guard(db, bounds or Bounds())
