"""Writes one practice in batches, each with the note of how far it came, and reads everything back."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import islice
from uuid import UUID, uuid4

import sqlalchemy as sa

from core.crypto.cells import KeyRing
from core.domain.errors import Tampered
from core.domain.registry import BY_NAME, SCHEMA_VERSION, SESSION_VERSIONS, Table
from migrations.operate.adopting import holding
from migrations.operate.adopting.expected import ATTACHMENTS, TABLES
from migrations.operate.adopting.findings import Findings
from migrations.operate.adopting.holding import AdoptionRecord
from migrations.operate.adopting.legacy import LegacyCells
from migrations.operate.adopting.mapping import Facts, first_version, mapped, settings_text
from migrations.operate.adopting.plan import AdoptionPlan, AdoptionProgress
from migrations.operate.adopting.rows import AdoptedRow, originals_of, retold
from migrations.operate.adopting.source import Reading, SourceDatabase
from migrations.operate.adopting.survey import Survey, SurveyDigest, readings
from migrations.operate.adopting.target import as_adopter, inventory, is_whole, read_rows, write_rows
from migrations.server.programs import execute

VERSIONS = "session_versions"
PARTS = (*TABLES[: TABLES.index("sessions") + 1], VERSIONS, *TABLES[TABLES.index("sessions") + 1 :])
"""In the order in which rows are written; versions come from the notes once more."""
_MAKE_WORKSPACE = sa.text("""INSERT INTO pz.sync_workspace
(workspace_id, epoch, min_client_schema, max_client_schema) VALUES (:ws, :epoch, 1, :newest)""")
_MAKE_CHAIN = sa.text("INSERT INTO pz.audit_head (workspace_id, hash) VALUES (:ws, sha256(:seed))")
_MAKE_OWNER = sa.text("SELECT pz.register_member(:ws, :user, 'OWNER', true)")


class AdoptionRun:
    """One run over one practice; every method leaves the target whole."""

    def __init__(
        self,
        source: SourceDatabase,
        found: Survey,
        plan: AdoptionPlan,
        record: AdoptionRecord,
        ring: KeyRing,
        progress: AdoptionProgress,
    ) -> None:
        assert found.facts is not None  # noqa: S101 - a survey without obstacles has them
        settings = settings_text(record.paper, record.started_at)
        self._facts: Facts = replace(found.facts, settings=settings)
        self._source, self._found, self._record, self._ring = source, found, record, ring
        self._cells = LegacyCells(ring.workspace_id, plan.master_keys)
        self._batch, self._progress = plan.batch, progress

    def begin(self, db: sa.Connection) -> None:
        """The practice's place, without any member that could log in."""
        ws = {"ws": self._ring.workspace_id}
        holding.make(db)
        execute(db, "SET LOCAL ROLE pz_authz")
        db.execute(_MAKE_WORKSPACE, ws | {"epoch": uuid4(), "newest": SCHEMA_VERSION})
        db.execute(_MAKE_CHAIN, ws | {"seed": self._ring.workspace_id.bytes})
        execute(db, "SET LOCAL ROLE pz_prov")
        db.execute(_MAKE_OWNER, ws | {"user": self._record.owner_id})
        execute(db, "SET LOCAL ROLE pz_owner")
        holding.begin(db, self._record, PARTS)
        db.commit()

    def write_all(self, db: sa.Connection) -> None:
        for part in PARTS:
            self._write_part(db, part)

    def _write_part(self, db: sa.Connection, part: str) -> None:
        table = "sessions" if part == VERSIONS else part
        total = self._found.counts[table]
        execute(db, "SET LOCAL ROLE pz_owner")
        done = holding.done(db, self._ring.workspace_id, part)
        # So that each batch is a transaction of its own.
        db.rollback()
        # What is to be said of the rows was said by the survey.
        told = readings(self._source, table, self._ring.workspace_id, self._cells, Findings(), done)
        # Where a batch fails, the cursor on the source is closed with it.
        with closing(told) as rows:
            while batch := list(islice(rows, self._batch)):
                self._write_batch(db, part, batch)
                execute(db, "SET LOCAL ROLE pz_owner")
                holding.advance(db, self._ring.workspace_id, part, done, done + len(batch))
                db.commit()
                done += len(batch)
                self._progress(f"Writing {part}", done, total)

    def _write_batch(self, db: sa.Connection, part: str, batch: list[Reading]) -> None:
        if part == ATTACHMENTS:
            execute(db, "SET LOCAL ROLE pz_owner")
            holding.keep_attachments(db, self._ring, batch)
            return
        if part == VERSIONS:
            versions = [first_version(mapped("sessions", each, self._facts)[0]) for each in batch]
            self._write_rows(db, [row for row in versions if row is not None], {})
            return
        rows = [mapped(part, each, self._facts)[0] for each in batch]
        kept = {
            row.row_id: originals
            for row, each in zip(rows, batch, strict=True)
            if (originals := originals_of(row, self._ring.workspace_id, each))
        }
        self._write_rows(db, rows, kept)

    def _write_rows(
        self, db: sa.Connection, rows: list[AdoptedRow], originals: Mapping[UUID, Reading]
    ) -> None:
        if not rows:
            return
        with as_adopter(db, rows[0].table, write=True):
            write_rows(db, self._ring, rows)
            holding.keep_originals(db, self._ring, rows[0].table.no, originals)

    def verify(self, db: sa.Connection) -> bytes:
        """Reads everything back, opens it and tells it in the old form: it must be what the source says.

        Returns the proof by which the owner's laptop knows these rows.
        """
        versions: dict[UUID, bytes] = {}
        after = {name: str(digest) for name, digest in self._retold(db, versions)}
        if after != self._found.digests or self._versions(db) != versions:
            raise Tampered(
                "What was written does not tell what the old database says; nothing was handed over. Drop "
                "the new database and report this."
            )
        if not is_whole(db, self._ring.workspace_id):
            raise Tampered("The audit trail does not hold together; nothing was handed over.")
        return inventory(db, self._ring).proof()

    def _retold(self, db: sa.Connection, versions: dict[UUID, bytes]) -> Iterator[tuple[str, SurveyDigest]]:
        """By table; fills in which first versions the notes must have."""
        for name in TABLES:
            digest = SurveyDigest(self._ring.index_key)
            if name == ATTACHMENTS:
                execute(db, "SET LOCAL ROLE pz_owner")
                for told in holding.attachments(db, self._ring):
                    digest.add(name, told)
            else:
                self._retell(db, BY_NAME[name], digest, versions)
            self._progress("Checking", digest.count, self._found.counts[name])
            yield name, digest

    def _retell(
        self, db: sa.Connection, table: Table, digest: SurveyDigest, versions: dict[UUID, bytes]
    ) -> None:
        ring = self._ring
        with as_adopter(db, table):
            kept = holding.originals(db, ring, table.no)
            for row in read_rows(db, ring, table):
                digest.add(table.name, retold(row, ring.workspace_id, kept.get(row.row_id, {})))
                if table.name == "sessions" and (version := first_version(row)) is not None:
                    versions[version.row_id] = version.mac(ring.index_key, ring.workspace_id)

    def _versions(self, db: sa.Connection) -> dict[UUID, bytes]:
        """The digests of the first versions that are there."""
        ring = self._ring
        with as_adopter(db, SESSION_VERSIONS):
            rows = read_rows(db, ring, SESSION_VERSIONS)
            return {row.row_id: row.mac(ring.index_key, ring.workspace_id) for row in rows}
