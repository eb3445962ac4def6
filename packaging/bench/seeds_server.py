"""The same practice on PostgreSQL 16, whose tables the practice's owner reads without row security."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from seeds_practice import A_CLIENT, BOOKED_EACH, DRAFT_EACH, FIELD_CHARS

from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import install

_DATABASE = "seeds"
_TABLES = ("clients", "appointments", "sessions")
_LARGE = 1_000
_OVERHEAD = 40
"""Bytes of a cell beside its text."""
_BEGUN = datetime.now(UTC) - timedelta(days=5 * 365)
_DAYS = 3650
_FILL = """
SET session_replication_role = replica;
INSERT INTO pz.clients (id, workspace_id, version, created_at, updated_at, first_name, last_name, seq)
  SELECT md5('client' || n)::uuid, %(mine)s, 1, now(), now(), 'a', 'b', n
  FROM generate_series(0, %(clients)s - 1) n;
INSERT INTO pz.appointments (id, workspace_id, version, created_at, updated_at, client_id, scheduled_start,
    scheduled_end, timezone, status, seq)
  SELECT md5('appointment' || n)::uuid, %(mine)s, 1, now(), now(), md5('client' || n %% %(clients)s)::uuid,
    at, at + interval '45 minutes', 'UTC', CASE WHEN at < now() THEN 'COMPLETED' ELSE 'SCHEDULED' END, n
  FROM (SELECT n, %(begun)s + n * (interval '1 day' * %(days)s / %(appointments)s) AS at
        FROM generate_series(0, %(appointments)s - 1) n) made;
CREATE TEMP TABLE cells AS
  SELECT n, decode(string_agg(md5(random()::text), ''), 'hex') AS cell
  FROM generate_series(0, 99) n, generate_series(1, %(pieces)s) GROUP BY n;
INSERT INTO pz.sessions (id, workspace_id, version, created_at, updated_at, client_id, appointment_id,
    subjective, objective, assessment, plan, session_date, is_draft, draft_last_saved_at, seq)
  SELECT md5('session' || m)::uuid, %(mine)s, 1, now(), now(), md5('client' || m %% %(with_notes)s)::uuid,
    CASE WHEN m %% %(booked)s = 0 THEN md5('appointment' || m)::uuid END, cell, cell, cell, cell,
    now() - (m + 1) * interval '8 hours', m %% %(draft)s = 0, CASE WHEN m %% %(draft)s = 0 THEN now() END, m
  FROM generate_series(0, %(notes)s - 1) m JOIN cells ON cells.n = m %% 100;
SET session_replication_role = origin"""


@dataclass(frozen=True, slots=True)
class SeedsServer:
    """`is_large`: so many rows that a plan which reads a table from end to end is refused (RuntimeError)."""

    db: psycopg.Connection
    workspace_id: UUID
    is_large: bool

    def rows(self, sql: str, values: Mapping[str, object]) -> int:
        """How many are read; each comes over whole."""
        return len(self.db.execute(sql, {"mine": self.workspace_id, **values}).fetchall())

    def plan(self, sql: str, values: Mapping[str, object]) -> str:
        """The indexes by which the server reads."""
        (found,) = self.db.execute(f"EXPLAIN (FORMAT JSON) {sql}", {"mine": self.workspace_id, **values})
        told = found[0] if isinstance(found[0], list) else json.loads(found[0])
        nodes = list(_nodes(told[0]["Plan"]))
        scans = {node.get("Index Name") or node["Node Type"] for node in nodes if "Scan" in node["Node Type"]}
        if self.is_large and any(node["Node Type"] == "Seq Scan" for node in nodes):
            raise RuntimeError(f"a table is read from end to end: {sql}")
        return ", ".join(sorted(scans - {"Bitmap Heap Scan"}))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


@contextmanager
def seeds_server(
    server: EmbeddedServer, workspace_id: UUID, clients: int, appointments: int, notes: int
) -> Iterator[SeedsServer]:
    install(server.url(_DATABASE), create_database=True)
    url = server.url(_DATABASE, superuser=True)
    with psycopg.connect(
        host=url.host, port=url.port, dbname=url.database, user=url.username, password=str(url.password)
    ) as db:
        db.autocommit = True
        db.prepare_threshold = 0
        values = {
            "mine": workspace_id,
            "clients": clients,
            "appointments": appointments,
            "notes": notes,
            "with_notes": max(1, notes // A_CLIENT),
            "booked": BOOKED_EACH,
            "draft": DRAFT_EACH,
            "begun": _BEGUN,
            "days": _DAYS,
            "pieces": (FIELD_CHARS + _OVERHEAD) // 16,
        }
        with psycopg.ClientCursor(db) as cursor:  # it takes several statements at once
            cursor.execute(_FILL, values)
        for name in _TABLES:
            db.execute(f"ALTER TABLE pz.{name} NO FORCE ROW LEVEL SECURITY")
        db.execute("VACUUM ANALYZE")
        db.execute("SET ROLE pz_owner")
        yield SeedsServer(db, workspace_id, notes >= _LARGE)
