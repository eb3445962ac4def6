"""What an adoption keeps beside the clinic's tables: how far it came, and originals that found no column."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.crypto.cells import KeyRing
from core.domain.clock import from_micros, to_micros
from core.domain.errors import UserError
from core.domain.ids import UserId, WorkspaceId
from core.store.database.columns import compact_json
from migrations.operate.adopting.expected import REVISION
from migrations.operate.adopting.source import Reading
from migrations.server.programs import execute

SCHEMA = "pz_adopted"
"""A schema of its own: devices reach nothing in it, and the clinic's schema stays what `doctor` knows."""
ATTACHMENTS_NO = 10
_WHOLE_ROW = 0
"""In a cell's place: no column has the number 0."""
_OF_WORKSPACE = "workspace_id uuid NOT NULL REFERENCES pz.sync_workspace ON DELETE CASCADE"
_TABLES = f"""
CREATE TABLE IF NOT EXISTS {SCHEMA}.adoptions (
  {_OF_WORKSPACE} PRIMARY KEY, revision text NOT NULL, owner_id uuid NOT NULL, root_pub bytea NOT NULL,
  paper jsonb NOT NULL, options jsonb NOT NULL, digests jsonb NOT NULL, request text,
  started_at timestamptz NOT NULL, finished_at timestamptz, proof bytea);
CREATE TABLE IF NOT EXISTS {SCHEMA}.progress (
  {_OF_WORKSPACE}, part text NOT NULL, done bigint NOT NULL, PRIMARY KEY (workspace_id, part));
CREATE TABLE IF NOT EXISTS {SCHEMA}.originals (
  {_OF_WORKSPACE}, table_no int NOT NULL, row_id uuid NOT NULL, cell bytea NOT NULL,
  PRIMARY KEY (workspace_id, table_no, row_id));
CREATE TABLE IF NOT EXISTS {SCHEMA}.attachments (
  {_OF_WORKSPACE}, id uuid NOT NULL, session_id uuid NOT NULL, cell bytea NOT NULL,
  PRIMARY KEY (workspace_id, id));
COMMENT ON COLUMN {SCHEMA}.originals.cell IS 'ENCRYPTED: json, sealed with the workspace key';
COMMENT ON COLUMN {SCHEMA}.attachments.cell IS 'ENCRYPTED: json, sealed with the workspace key';
"""
# In JSON a bytea is \x and hexadecimal digits.
_FIND = sa.text(f"""SELECT workspace_id, owner_id, root_pub, paper, options, digests, request,
started_at, finished_at IS NOT NULL, decode(substr(to_jsonb(a) ->> 'proof', 3), 'hex')
FROM {SCHEMA}.adoptions a WHERE workspace_id = :ws""")
"""An adoption that an older program began has no column for its proof."""
_ADD_PROOF = f"ALTER TABLE {SCHEMA}.adoptions ADD COLUMN IF NOT EXISTS proof bytea"
_BEGIN = sa.text(f"""INSERT INTO {SCHEMA}.adoptions
(workspace_id, revision, owner_id, root_pub, paper, options, digests, started_at)
VALUES (:ws, :revision, :owner, :root, CAST(:paper AS jsonb), CAST(:options AS jsonb),
  CAST(:digests AS jsonb), :started)""")
_FINISH = sa.text(
    f"UPDATE {SCHEMA}.adoptions SET finished_at = now(), request = :request, proof = :proof"
    " WHERE workspace_id = :ws"
)
_DONE = sa.text(f"SELECT done FROM {SCHEMA}.progress WHERE workspace_id = :ws AND part = :part")
_START_PART = sa.text(f"INSERT INTO {SCHEMA}.progress VALUES (:ws, :part, 0)")
_ADVANCE = sa.text(
    f"UPDATE {SCHEMA}.progress SET done = :after WHERE workspace_id = :ws AND part = :part AND done = :before"
)
_KEEP = sa.text(f"INSERT INTO {SCHEMA}.originals VALUES (:ws, :table_no, :row_id, :cell)")
_KEEP_ATTACHMENT = sa.text(f"INSERT INTO {SCHEMA}.attachments VALUES (:ws, :row_id, :session_id, :cell)")
_ORIGINALS = sa.text(
    f"SELECT row_id, cell FROM {SCHEMA}.originals WHERE workspace_id = :ws AND table_no = :table_no"
)
_ATTACHMENTS = sa.text(f"SELECT id, cell FROM {SCHEMA}.attachments WHERE workspace_id = :ws ORDER BY id")
_FINISHED = sa.text(
    f"SELECT workspace_id FROM {SCHEMA}.adoptions WHERE finished_at IS NOT NULL ORDER BY started_at, 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionRecord:
    """One adoption. `paper` holds the workspace keys, sealed to the practice's recovery paper."""

    workspace_id: WorkspaceId
    owner_id: UserId
    root_pub: bytes
    paper: Mapping[str, Any] = field(repr=False)
    options: Mapping[str, Any]
    digests: Mapping[str, str]
    request: str | None = None
    started_at: int
    is_finished: bool = False
    proof: bytes | None = None


def make(db: sa.Connection) -> None:
    """In the caller's transaction; may be repeated. `db` is the operator's."""
    execute(db, f"CREATE SCHEMA IF NOT EXISTS {SCHEMA} AUTHORIZATION pz_owner")
    execute(db, "SET LOCAL ROLE pz_owner")
    execute(db, _TABLES)
    execute(db, "RESET ROLE")


def exists(db: sa.Connection) -> bool:
    return bool(db.scalar(sa.text(f"SELECT to_regclass('{SCHEMA}.adoptions') IS NOT NULL")))


def find(db: sa.Connection, workspace_id: WorkspaceId) -> AdoptionRecord | None:
    row = db.execute(_FIND, {"ws": workspace_id}).one_or_none()
    if row is None:
        return None
    ws, owner, root, paper, options, digests, request, started, is_finished, proof = row
    return AdoptionRecord(
        workspace_id=ws,
        owner_id=owner,
        root_pub=bytes(root),
        paper=paper,
        options=options,
        digests=digests,
        request=request,
        started_at=to_micros(started),
        is_finished=is_finished,
        proof=None if proof is None else bytes(proof),
    )


def begin(db: sa.Connection, record: AdoptionRecord, parts: tuple[str, ...]) -> None:
    ws = {"ws": record.workspace_id}
    values = {
        "revision": REVISION,
        "owner": record.owner_id,
        "root": record.root_pub,
        "paper": json.dumps(record.paper),
        "options": json.dumps(record.options),
        "digests": json.dumps(record.digests),
        "started": from_micros(record.started_at),
    }
    db.execute(_BEGIN, ws | values)
    db.execute(_START_PART, [ws | {"part": part} for part in parts])


def finish(db: sa.Connection, workspace_id: WorkspaceId, request_digest: str, proof: bytes) -> None:
    execute(db, _ADD_PROOF)
    db.execute(_FINISH, {"ws": workspace_id, "request": request_digest, "proof": proof})


def done(db: sa.Connection, workspace_id: WorkspaceId, part: str) -> int:
    """How many rows of the source this part has behind it."""
    return int(db.scalar(_DONE, {"ws": workspace_id, "part": part}) or 0)


def advance(db: sa.Connection, workspace_id: WorkspaceId, part: str, before: int, after: int) -> None:
    """In the transaction of the rows themselves. Raises UserError when somebody else goes on as well."""
    values = {"ws": workspace_id, "part": part, "before": before, "after": after}
    if db.execute(_ADVANCE, values).rowcount != 1:
        raise UserError(
            "Another adoption of this practice is running; this one stopped. Nothing is half done.",
            code="adoption_runs",
        )


def keep_originals(db: sa.Connection, ring: KeyRing, table_no: int, rows: Mapping[UUID, Reading]) -> None:
    """What the new columns do not tell, one cell per row."""
    values = [
        {
            "ws": ring.workspace_id,
            "table_no": table_no,
            "row_id": row_id,
            "cell": _seal(ring, table_no, row_id, reading),
        }
        for row_id, reading in rows.items()
    ]
    if values:
        db.execute(_KEEP, values)


def keep_attachments(db: sa.Connection, ring: KeyRing, rows: list[Reading]) -> None:
    values = []
    for reading in rows:
        row_id = UUID(str(reading["id"]))
        cell = _seal(ring, ATTACHMENTS_NO, row_id, reading)
        session_id = UUID(str(reading["session_id"]))
        values.append({"ws": ring.workspace_id, "row_id": row_id, "session_id": session_id, "cell": cell})
    db.execute(_KEEP_ATTACHMENT, values)


def originals(db: sa.Connection, ring: KeyRing, table_no: int) -> dict[UUID, Reading]:
    rows = db.execute(_ORIGINALS, {"ws": ring.workspace_id, "table_no": table_no})
    return {row_id: _open(ring, table_no, row_id, bytes(cell)) for row_id, cell in rows}


def attachments(db: sa.Connection, ring: KeyRing) -> list[Reading]:
    rows = db.execute(_ATTACHMENTS, {"ws": ring.workspace_id})
    return [_open(ring, ATTACHMENTS_NO, row_id, bytes(cell)) for row_id, cell in rows]


def finished(db: sa.Connection) -> list[WorkspaceId]:
    """Practices whose adoption ended."""
    return [WorkspaceId(each) for each in db.scalars(_FINISHED)]


def sealed_attachments(db: sa.Connection, workspace_id: WorkspaceId) -> list[tuple[UUID, bytes]]:
    """As they are kept: nobody without the practice's keys reads them."""
    rows = db.execute(_ATTACHMENTS, {"ws": workspace_id})
    return [(row_id, bytes(cell)) for row_id, cell in rows]


def open_attachment(ring: KeyRing, row_id: UUID, cell: bytes) -> Reading:
    """Raises Tampered for anything but what was kept for this attachment."""
    return _open(ring, ATTACHMENTS_NO, row_id, cell)


def _seal(ring: KeyRing, table_no: int, row_id: UUID, reading: Reading) -> bytes:
    return ring.seal(compact_json(reading).encode(), table_no, row_id, _WHOLE_ROW)


def _open(ring: KeyRing, table_no: int, row_id: UUID, cell: bytes) -> Reading:
    found: Reading = json.loads(ring.open(cell, table_no, row_id, _WHOLE_ROW))
    return found
