"""Reads a PazPaz database: one snapshot, read only, and nothing that is not exactly as expected."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from core.domain.errors import NotFound, ServerRefused, ServerUnreachable, UserError
from core.domain.ids import WorkspaceId
from migrations.operate.adopting.expected import COLUMNS, LINKS, MARK, REVISION, SCHEMA, TABLES
from migrations.operate.adopting.findings import SurveyFinding
from migrations.operate.connection import parse_address, sqlstate

Value = str | int | bool | bytes | list[Any] | None
Reading = dict[str, Value]
"""One row of the source by column: ids and JSON as text, times in microseconds, dates as ISO text."""

_READ_AHEAD = 500
_COLUMNS = sa.text("""SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = to_regnamespace(:schema) AND c.relkind IN ('r', 'p', 'f')""")
_LEFT_OUT = sa.text("""SELECT n.nspname || '.' || c.relname, c.relkind
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE (c.relkind IN ('v', 'm') OR c.relkind IN ('r', 'p', 'f') AND n.nspname <> :schema)
AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
AND NOT EXISTS (SELECT FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1""")
"""Beside what PostgreSQL and its extensions bring along."""
_LEFT_KINDS = {"v": "view", "m": "materialized view", "f": "foreign table"}
_LONG = {"varchar": "character varying", "timestamptz": "timestamp with time zone"}
_FORMS = {
    "uuid": "{0}::text",
    "jsonb": "{0}::text",
    "timestamptz": "(extract(epoch FROM {0}) * 1000000)::bigint",
    "date": "to_char({0}, 'YYYY-MM-DD')",
}
# An aggregate, for PostgreSQL 16 has no min() of an uuid; all of them are the same here.
_AUTHORS = sa.text(f"""SELECT appointment_id::text, (array_agg(created_by_user_id))[1]::text
FROM {SCHEMA}.sessions WHERE workspace_id = :ws AND appointment_id IS NOT NULL
AND created_by_user_id IS NOT NULL
GROUP BY appointment_id HAVING count(DISTINCT created_by_user_id) = 1""")


@dataclass(frozen=True, slots=True)
class SourceWorkspace:
    """A practice in the source."""

    workspace_id: WorkspaceId
    name: str
    rows: int


@contextmanager
def reading(address: str | sa.URL) -> Iterator["SourceDatabase"]:
    """The source in one read-only snapshot. Refuses anything but revision 430584776d5b (UserError)."""
    url = parse_address(address)
    # For every transaction of this connection, whoever begins it.
    options = {"client_encoding": "utf8", "options": "-c default_transaction_read_only=on"}
    engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=options)
    try:
        with engine.connect() as db:
            db.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            # A policy that hides rows must be an error here, not rows left behind.
            db.execute(sa.text("SET LOCAL row_security = off"))
            _check(db)
            yield SourceDatabase(db)
            db.rollback()
    except OperationalError:
        raise ServerUnreachable(
            "The old database does not answer or does not let us in; nothing was changed in it."
        ) from None
    except DBAPIError as error:
        raise ServerRefused(
            f"The old database refused (SQLSTATE {sqlstate(error)}); nothing was changed in it.",
            code="source_refused",
        ) from None
    finally:
        engine.dispose()


class SourceDatabase:
    """A checked source; every read sees the same snapshot."""

    def __init__(self, db: sa.Connection) -> None:
        self._db = db

    def workspaces(self) -> list[SourceWorkspace]:
        """All practices of the source, oldest first, with the number of rows each has."""
        counted = " + ".join(
            f"(SELECT count(*) FROM {SCHEMA}.{table} t WHERE t.workspace_id = w.id)" for table in TABLES[1:]
        )
        query = f"SELECT w.id, w.name, 1 + {counted} FROM {SCHEMA}.workspaces w ORDER BY w.created_at, w.id"
        return [SourceWorkspace(*row) for row in self._db.execute(sa.text(query))]

    def choose(self, workspace_id: WorkspaceId | None) -> SourceWorkspace:
        """The practice to adopt; without an id, the only one."""
        known = self.workspaces()
        if workspace_id is None and len(known) == 1:
            return known[0]
        if workspace_id is None:
            listed = "; ".join(f"{one.workspace_id} {one.name}" for one in known) or "none"
            raise UserError(
                f"Choose one practice with --workspace ID; nothing was changed. There are: {listed}.",
                code="choose_workspace",
            )
        for one in known:
            if one.workspace_id == workspace_id:
                return one
        raise NotFound("The old database holds no such practice; nothing was changed.")

    def counts(self, workspace_id: WorkspaceId) -> dict[str, int]:
        return {table: self._count(f"SELECT count(*) FROM {_from(table)}", workspace_id) for table in TABLES}

    def left_out(self) -> list[str]:
        """Views, and tables of other schemas: nothing of them is read or taken over."""
        return [
            f"{name} ({_LEFT_KINDS.get(kind, 'table')})"
            for name, kind in self._db.execute(_LEFT_OUT, {"schema": SCHEMA})
        ]

    def rows(self, table: str, workspace_id: WorkspaceId, skip: int = 0) -> Iterator[Reading]:
        """Rows in the order in which they were made; `skip` leaves out as many from the start."""
        told = ", ".join(f"{_form(kind).format(name)} AS {name}" for name, kind in COLUMNS[table].items())
        # A fixed order: an adoption that goes on leaves out as many rows as it wrote.
        query = f"SELECT {told} FROM {_from(table)} ORDER BY t.created_at, t.id OFFSET :skip"
        # A cursor on the server, for the rows of a practice need not fit into memory.
        found = self._db.execution_options(stream_results=True, yield_per=_READ_AHEAD).execute(
            sa.text(query), {"ws": workspace_id, "skip": skip}
        )
        with found:
            for row in found.mappings():
                yield {
                    name: bytes(value) if isinstance(value, memoryview) else value
                    for name, value in row.items()
                }

    def unusable(self, workspace_id: WorkspaceId) -> list[SurveyFinding]:
        """Rows that cannot even be read on: odd times, and links into another practice."""
        found = []
        for table, columns in COLUMNS.items():
            for name, kind in columns.items():
                if kind.startswith(("timestamptz", "date")):
                    # A day less at both ends: in another zone it would be outside of what Python's times
                    # hold.
                    out = f"NOT (isfinite({name}) AND {name} >= '0001-01-02' AND {name} < '9999-12-31')"
                    found += self._named("odd_time", table, name, out, workspace_id)
        for table, column, parent in LINKS:
            out = (
                f"EXISTS (SELECT FROM {SCHEMA}.{parent} p WHERE p.id = t.{column}"
                " AND p.workspace_id <> t.workspace_id)"
            )
            found += self._named("foreign_link", table, column, out, workspace_id)
        return found

    def authors(self, workspace_id: WorkspaceId) -> dict[str, str]:
        """Appointments whose notes were all written by one person."""
        rows = self._db.execute(_AUTHORS, {"ws": workspace_id})
        return {str(appointment): str(author) for appointment, author in rows}

    def _named(
        self, code: str, table: str, column: str, condition: str, workspace_id: WorkspaceId
    ) -> list[SurveyFinding]:
        query = f"SELECT t.id::text FROM {_from(table)} AND {condition} ORDER BY t.id"
        rows = self._db.scalars(sa.text(query), {"ws": workspace_id})
        return [SurveyFinding(code, table, str(row_id), column) for row_id in rows]

    def _count(self, query: str, workspace_id: WorkspaceId) -> int:
        return int(self._db.scalar(sa.text(query), {"ws": workspace_id}) or 0)


def is_source(db: sa.Connection) -> bool:
    """Whether this database is one that could be adopted, so that it is no target."""
    return bool(db.scalar(sa.text(f"SELECT to_regclass('{SCHEMA}.{MARK}') IS NOT NULL")))


def _from(table: str) -> str:
    column = "id" if table == "workspaces" else "workspace_id"
    return f"{SCHEMA}.{table} t WHERE t.{column} = :ws"


def _form(kind: str) -> str:
    return _FORMS.get(kind.rstrip("!"), "{0}")


def _check(db: sa.Connection) -> None:
    """The exact revision, tables and columns; a difference is named and nothing is guessed."""
    # Such a database takes any bytes for text, and nobody knows what they mean.
    if db.scalar(sa.text("SHOW server_encoding")) == "SQL_ASCII":
        raise _unknown("its text has no declared encoding (SQL_ASCII)")
    if not is_source(db):
        raise _unknown(f"it has no table {MARK}, so it is no PazPaz database")
    revisions = db.scalars(sa.text(f"SELECT version_num FROM {SCHEMA}.{MARK}")).all()
    if revisions != [REVISION]:
        told = ", ".join(str(one)[:40] for one in revisions) or "none"
        raise _unknown(f"it is at revision {told}, and only {REVISION} can be adopted")
    differences = _differences(db)
    if differences:
        more = f" and {len(differences) - 5} more" if len(differences) > 5 else ""
        raise _unknown("; ".join(differences[:5]) + more)


def _differences(db: sa.Connection) -> list[str]:
    found: dict[str, dict[str, str]] = {}
    for table, column, kind, required in db.execute(_COLUMNS, {"schema": SCHEMA}):
        found.setdefault(table, {})[column] = kind + ("!" if required else "")
    found.pop(MARK, None)
    told = [f"unknown table {table}" for table in sorted(found.keys() - COLUMNS.keys())]
    for table, columns in COLUMNS.items():
        if table not in found:
            told.append(f"table {table} is missing")
            continue
        there, wanted = found[table], {name: _long(kind) for name, kind in columns.items()}
        told += [f"unknown column {table}.{name}" for name in sorted(there.keys() - wanted.keys())]
        told += [f"column {table}.{name} is missing" for name in wanted if name not in there]
        told += [
            f"column {table}.{name} is {there[name]}, not {wanted[name]}"
            for name in wanted
            if name in there and there[name] != wanted[name]
        ]
    return told


def _long(kind: str) -> str:
    for short, long in _LONG.items():
        kind = kind.replace(short, long)
    return kind


def _unknown(what: str) -> UserError:
    return UserError(f"This database cannot be adopted: {what}. Nothing was changed.", code="unknown_source")
