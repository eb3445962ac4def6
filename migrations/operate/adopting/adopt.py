"""Takes over a PazPaz database at revision 430584776d5b into a clinic's new one, and proves nothing was lost.

The source is read in one read-only snapshot and never written: it stays the way back. The target gets the
rows in batches, each in one transaction with the note of how far it came, so that a killed adoption goes on
where it was. Nobody can log in before the last transaction, which first reads everything back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from uuid import UUID, uuid4

import sqlalchemy as sa

from core.crypto.cells import INDEX_KEY_NO, KeyRing, new_key
from core.crypto.keys import DeviceKeys
from core.crypto.recovery import workspace_keys
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import BadInput, NotFound, ServerRefused, Tampered, UserError
from core.domain.ids import UserId, WorkspaceId
from core.domain.registry import BY_NAME, SCHEMA_VERSION, SESSION_VERSIONS, Table
from migrations.operate.adopting import holding
from migrations.operate.adopting.expected import ATTACHMENTS, TABLES
from migrations.operate.adopting.findings import Findings
from migrations.operate.adopting.handover import Handover, hand_over
from migrations.operate.adopting.holding import Record
from migrations.operate.adopting.legacy import LegacyCells
from migrations.operate.adopting.mapping import Facts, first_version, mapped, settings_text
from migrations.operate.adopting.rows import Row, originals_of, retold
from migrations.operate.adopting.source import Reading, Source, is_source, reading
from migrations.operate.adopting.survey import Digest, Progress, Survey, readings, survey
from migrations.operate.adopting.target import as_adopter, is_whole, read_rows, write_rows
from migrations.operate.connection import operator
from migrations.operate.init import install
from migrations.operate.upgrade import installed_revision
from migrations.server import chain
from migrations.server.programs import execute
from sync.enrol_papers import JoinRequest
from sync.paper import open_paper, sealed_for_paper

BATCH = 500
VERSIONS = "session_versions"
PARTS = (*TABLES[: TABLES.index("sessions") + 1], VERSIONS, *TABLES[TABLES.index("sessions") + 1 :])
"""In the order in which rows are written; versions come from the notes once more."""
_MAKE_WORKSPACE = sa.text("""INSERT INTO pz.sync_workspace
(workspace_id, epoch, min_client_schema, max_client_schema) VALUES (:ws, :epoch, 1, :newest)""")
_MAKE_CHAIN = sa.text("INSERT INTO pz.audit_head (workspace_id, hash) VALUES (:ws, sha256(:seed))")
_MAKE_OWNER = sa.text("SELECT pz.register_member(:ws, :user, 'OWNER', true)")
_IS_TAKEN = sa.text("SELECT count(*) FROM pz.sync_workspace WHERE workspace_id = :ws")


def _quiet(_what: str, _done: int, _total: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be adopted and how. `owner` is the e-mail address of who gets the first device."""

    workspace_id: WorkspaceId | None = None
    owner: str | None = None
    timezone: str
    locale: str = "en"
    master_keys: Sequence[bytes] = field(default=(), repr=False)
    mend: bool = False
    batch: int = BATCH

    def options(self) -> dict[str, object]:
        """What a resumed adoption must not change."""
        return {"timezone": self.timezone, "locale": self.locale, "mend": self.mend}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """`digests` were equal before and after. `was_finished`: an earlier run had done it all."""

    workspace_id: WorkspaceId
    owner_id: UserId
    root_pub: bytes
    counts: Mapping[str, int]
    digests: Mapping[str, str]
    resumed: bool
    was_finished: bool


def look(source_address: str | sa.URL, plan: Plan, progress: Progress = _quiet) -> Survey:
    """The dry run: reads and checks everything, writes nothing anywhere."""
    with reading(source_address) as source:
        return _survey(source, plan, new_key(), progress)


def adopt(
    source_address: str | sa.URL,
    target: str | sa.URL,
    plan: Plan,
    request: JoinRequest,
    code: str,
    clock: Clock,
    *,
    create_database: bool = False,
    progress: Progress = _quiet,
) -> Adopted:
    """Does it, or goes on with it. `code` is that of the practice's recovery paper, the same every time.

    Raises UserError, with the target as it was or as far as an earlier run had come.
    """
    root = workspace_keys(code)
    if request.first is not None:
        raise BadInput(
            "This request brings a practice of its own. The owner's laptop must ask with `pazpaz join`; "
            "nothing was changed."
        )
    with reading(source_address) as source:
        workspace_id = source.choose(plan.workspace_id).workspace_id
        known = _known(target, workspace_id, plan, root, may_be_missing=create_database)
        if known is not None and known.is_finished:
            return _finished(known, request, source)
        keys = _keys(known, code, workspace_id)
        found = _survey(source, replace(plan, workspace_id=workspace_id), keys[INDEX_KEY_NO], progress)
        found.refuse_obstacles(mend=plan.mend)
        record = known or _record(found, source, plan, root, keys, clock)
        _refuse_other_source(record, found)
        install(target, create_database=create_database)
        run = _Run(source, found, plan, record, KeyRing(workspace_id, keys), progress)
        with operator(target) as db:
            if known is None:
                run.begin(db)
            run.write_all(db)
            run.verify(db)
            given = Handover(
                workspace_id=workspace_id,
                owner_id=record.owner_id,
                root=root,
                keys=keys,
                at=record.started_at,
            )
            hand_over(db, given, request)
            execute(db, "SET LOCAL ROLE pz_owner")
            holding.finish(db, workspace_id, request.digest())
    return _adopted(record, found.counts, resumed=known is not None, was_finished=False)


def _survey(source: Source, plan: Plan, key: bytes, progress: Progress) -> Survey:
    workspace = source.choose(plan.workspace_id)
    cells = LegacyCells(workspace.workspace_id, plan.master_keys)
    return survey(
        source, workspace, cells, key, timezone=plan.timezone, locale=plan.locale, progress=progress
    )


def _known(
    target: str | sa.URL, workspace_id: WorkspaceId, plan: Plan, root: DeviceKeys, *, may_be_missing: bool
) -> Record | None:
    """An earlier run's record; refuses a target that is no place for this practice."""
    try:
        with operator(target) as db:
            known = _look_up(db, workspace_id)
    except ServerRefused as error:
        if may_be_missing and error.code == "no_database":
            return None
        raise
    if known is not None and known.root_pub != root.sign_pub:
        raise UserError(
            "This recovery paper is not the one with which the adoption began; nothing was changed.",
            code="other_paper",
        )
    if known is not None and not known.is_finished and dict(known.options) != plan.options():
        raise UserError(
            "This adoption began with another time zone, language or --mend; give the same ones again. "
            "Nothing was changed.",
            code="other_options",
        )
    return known


def _look_up(db: sa.Connection, workspace_id: WorkspaceId) -> Record | None:
    if is_source(db):
        raise UserError(
            "The target is itself a database of the old program. Adopt into a database of its own, so "
            "that the old one stays untouched as the way back; nothing was changed.",
            code="same_database",
        )
    if chain.current(db) is None:
        return None
    installed_revision(db)
    execute(db, "SET LOCAL ROLE pz_owner")
    known = holding.find(db, workspace_id) if holding.exists(db) else None
    execute(db, "SET LOCAL ROLE pz_authz")
    is_taken = bool(db.scalar(_IS_TAKEN, {"ws": workspace_id}))
    db.rollback()
    if known is None and is_taken:
        raise UserError("This practice is on that server already; nothing was changed.", code="taken")
    return known


def _keys(known: Record | None, code: str, workspace_id: WorkspaceId) -> dict[int, bytes]:
    if known is not None:
        return open_paper(code, workspace_id, known.paper)
    return {INDEX_KEY_NO: new_key(), 1: new_key()}


def _record(
    found: Survey, source: Source, plan: Plan, root: DeviceKeys, keys: Mapping[int, bytes], clock: Clock
) -> Record:
    workspace_id = found.workspace.workspace_id
    return Record(
        workspace_id=workspace_id,
        owner_id=_owner(source, workspace_id, plan.owner),
        root_pub=root.sign_pub,
        paper=sealed_for_paper(root, workspace_id, keys),
        options=plan.options(),
        digests=found.digests,
        started_at=to_micros(clock.now()),
    )


def _owner(source: Source, workspace_id: WorkspaceId, email: str | None) -> UserId:
    """The one active OWNER, or the one with that e-mail address."""
    owners = [
        user
        for user in source.rows("users", workspace_id)
        if user["role"] == Role.OWNER and user["is_active"] and email in {None, user["email"]}
    ]
    if not owners:
        raise NotFound("The practice has no such active owner; nothing was changed.")
    if len(owners) > 1:
        raise UserError(
            "The practice has several owners: say with --owner EMAIL whose device this is. "
            "Nothing was changed.",
            code="choose_owner",
        )
    return UserId(UUID(str(owners[0]["id"])))


def _refuse_other_source(record: Record, found: Survey) -> None:
    if dict(record.digests) != found.digests:
        changed = sorted(name for name, digest in found.digests.items() if record.digests.get(name) != digest)
        raise UserError(
            f"The old database changed since the adoption began ({', '.join(changed)}). Stop the old "
            "program, drop the new database and begin again; nothing was changed now.",
            code="source_changed",
        )


def _finished(known: Record, request: JoinRequest, source: Source) -> Adopted:
    if known.request != request.digest():
        raise UserError(
            "This practice was adopted already, by another device; its owner lets further devices in with "
            "`pazpaz approve`. Nothing was changed.",
            code="adopted_already",
        )
    return _adopted(known, source.counts(known.workspace_id), resumed=True, was_finished=True)


def _adopted(record: Record, counts: Mapping[str, int], *, resumed: bool, was_finished: bool) -> Adopted:
    return Adopted(
        workspace_id=record.workspace_id,
        owner_id=record.owner_id,
        root_pub=record.root_pub,
        counts=dict(counts),
        digests=dict(record.digests),
        resumed=resumed,
        was_finished=was_finished,
    )


class _Run:
    """One run over one practice; every method leaves the target whole."""

    def __init__(
        self, source: Source, found: Survey, plan: Plan, record: Record, ring: KeyRing, progress: Progress
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
        db.rollback()
        rows = readings(self._source, table, self._ring.workspace_id, self._cells, Findings(), done)
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

    def _write_rows(self, db: sa.Connection, rows: list[Row], originals: Mapping[UUID, Reading]) -> None:
        if not rows:
            return
        with as_adopter(db, rows[0].table, write=True):
            write_rows(db, self._ring, rows)
            holding.keep_originals(db, self._ring, rows[0].table.no, originals)

    def verify(self, db: sa.Connection) -> None:
        """Reads everything back, opens it and tells it in the old form: it must be what the source says."""
        versions: dict[UUID, bytes] = {}
        after = {name: str(digest) for name, digest in self._retold(db, versions)}
        if after != self._found.digests or self._versions(db) != versions:
            raise Tampered(
                "What was written does not tell what the old database says; nothing was handed over. Drop "
                "the new database and report this."
            )
        if not is_whole(db, self._ring.workspace_id):
            raise Tampered("The audit trail does not hold together; nothing was handed over.")

    def _retold(self, db: sa.Connection, versions: dict[UUID, bytes]) -> Iterator[tuple[str, Digest]]:
        """By table; fills in which first versions the notes must have."""
        for name in TABLES:
            digest = Digest(self._ring.index_key)
            if name == ATTACHMENTS:
                execute(db, "SET LOCAL ROLE pz_owner")
                for told in holding.attachments(db, self._ring):
                    digest.add(name, told)
            else:
                self._retell(db, BY_NAME[name], digest, versions)
            self._progress("Checking", digest.count, self._found.counts[name])
            yield name, digest

    def _retell(self, db: sa.Connection, table: Table, digest: Digest, versions: dict[UUID, bytes]) -> None:
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
