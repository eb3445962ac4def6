"""Takes over a PazPaz database at revision 430584776d5b into a clinic's new one, and proves nothing was lost.

The source is read in one read-only snapshot and never written: it stays the way back. The target gets the
rows in batches, each in one transaction with the note of how far it came, so that a killed adoption goes on
where it was. Nobody can log in before the last transaction, which first reads everything back.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa

from core.crypto.cells import INDEX_KEY_NO, KeyRing, new_key
from core.crypto.keys import DeviceKeys
from core.crypto.recovery import workspace_keys
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import BadInput, NotFound, ServerRefused, UserError
from core.domain.ids import UserId, WorkspaceId
from migrations.operate.adopting import holding
from migrations.operate.adopting.holding import AdoptionRecord
from migrations.operate.adopting.legacy import LegacyCells
from migrations.operate.adopting.plan import Adopted, AdoptionPlan, AdoptionProgress, quiet
from migrations.operate.adopting.run import AdoptionRun
from migrations.operate.adopting.source import SourceDatabase, is_source, reading
from migrations.operate.adopting.survey import Survey, survey
from migrations.operate.adopting.target import inventory
from migrations.operate.connection import operator, parse_address
from migrations.operate.enrolment import enrol
from migrations.operate.init import install
from migrations.operate.upgrade import installed_revision
from migrations.server import chain
from migrations.server.programs import execute
from sync.enrolment.authority import Authority
from sync.enrolment.messages import JoinRequest
from sync.keys.recovery_paper import open_paper, sealed_for_paper

_HAS_LOGIN = sa.text("SELECT count(*) FROM pg_roles WHERE rolname = :login")
_IS_TAKEN = sa.text("SELECT count(*) FROM pz.sync_workspace WHERE workspace_id = :ws")


def look(source_address: str | sa.URL, plan: AdoptionPlan, progress: AdoptionProgress = quiet) -> Survey:
    """The dry run: reads and checks everything, writes nothing anywhere."""
    with reading(source_address) as source:
        return _survey(source, plan, new_key(), progress)


def adopt(
    source_address: str | sa.URL,
    target: str | sa.URL,
    plan: AdoptionPlan,
    request: JoinRequest,
    code: str,
    clock: Clock,
    *,
    create_database: bool = False,
    progress: AdoptionProgress = quiet,
) -> Adopted:
    """Does it, or goes on with it. `code` is that of the practice's recovery paper, the same every time.

    Raises UserError, with the target as it was or as far as an earlier run had come.
    """
    root = workspace_keys(code)
    if request.first is not None:
        raise BadInput(
            "This request brings a practice of its own. The owner's laptop must ask by “Join a practice” "
            "(in a terminal, `pazpaz join`); nothing was changed."
        )
    with reading(source_address) as source:
        plan = replace(plan, workspace_id=source.choose(plan.workspace_id).workspace_id)
        known = _known(target, plan, root, may_be_missing=create_database)
        # The last run may have been killed after its end, before it told the answer: it is told again.
        if known is not None and known.is_finished:
            _refuse_other_request(known, request)
            told = known.proof or _proof_now(target, known, code)
            counts = source.counts(known.workspace_id)
            return _adopted(known, counts, told, resumed=True, was_finished=True)
        # The last step would refuse it, after all rows were written.
        _refuse_used_request(target, request)
        keys = _keys(known, code, plan)
        found = _survey(source, plan, keys[INDEX_KEY_NO], progress)
        found.refuse_obstacles(mend=plan.mend)
        record = known or _record(found, source, plan, root, keys, clock)
        _refuse_other_source(record, found)
        # The first write: whatever stands in the way has been found by now.
        install(target, create_database=create_database)
        run = AdoptionRun(source, found, plan, record, KeyRing(record.workspace_id, keys), progress)
        with operator(target) as db:
            if known is None:
                run.begin(db)
            run.write_all(db)
            told = run.verify(db)
            _finish(db, record, root, keys, request, told)
    return _adopted(record, found.counts, told, resumed=known is not None, was_finished=False)


def state_of(target: str | sa.URL, workspace_id: WorkspaceId) -> str:
    """For the dry run: `new`, `begun` or `finished`; refuses a target that is no place for this practice."""
    try:
        with operator(target) as db:
            known = _look_up(db, workspace_id)
    except ServerRefused as error:
        if error.code == "no_database":
            return "new"
        raise
    if known is None:
        return "new"
    return "finished" if known.is_finished else "begun"


def _refuse_used_request(target: str | sa.URL, request: JoinRequest) -> None:
    """Logins belong to the whole server, also those of a database that is gone."""
    try:
        is_used = _has_login(target, request)
    except ServerRefused as error:
        if error.code != "no_database":
            raise
        # The database is still to be made, and this one is on every server.
        is_used = _has_login(parse_address(target).set(database="postgres"), request)
    if is_used:
        raise UserError(
            "This request was answered before. Make a new one by “Join a practice” (in a terminal, `pazpaz "
            "join`); nothing was changed.",
            code="used_request",
        )


def _has_login(address: str | sa.URL, request: JoinRequest) -> bool:
    with operator(address) as db:
        return bool(db.scalar(_HAS_LOGIN, {"login": request.login_role}))


def _finish(
    db: sa.Connection,
    record: AdoptionRecord,
    root: DeviceKeys,
    keys: Mapping[int, bytes],
    request: JoinRequest,
    proof: bytes,
) -> None:
    """With the check before it in one transaction: the device may come in, and the adoption is over."""
    ws, owner = record.workspace_id, record.owner_id
    execute(db, "SET LOCAL ROLE pz_prov")
    # By the practice's id, as with the recovery paper: its root signs the keys.
    enrol(db, Authority(ws, root).certify(request, owner, Role.OWNER, keys, record.started_at), ws)
    execute(db, "SET LOCAL ROLE pz_owner")
    holding.finish(db, ws, request.digest(), proof)


def _survey(source: SourceDatabase, plan: AdoptionPlan, key: bytes, progress: AdoptionProgress) -> Survey:
    workspace = source.choose(plan.workspace_id)
    cells = LegacyCells(workspace.workspace_id, plan.master_keys)
    return survey(
        source, workspace, cells, key, timezone=plan.timezone, locale=plan.locale, progress=progress
    )


def _known(
    target: str | sa.URL, plan: AdoptionPlan, root: DeviceKeys, *, may_be_missing: bool
) -> AdoptionRecord | None:
    """An earlier run's record; refuses a target that is no place for this practice."""
    try:
        with operator(target) as db:
            known = _look_up(db, _chosen(plan))
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


def _look_up(db: sa.Connection, workspace_id: WorkspaceId) -> AdoptionRecord | None:
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
    # Also ends the role that was taken on for looking.
    db.rollback()
    if known is None and is_taken:
        raise UserError("This practice is on that server already; nothing was changed.", code="taken")
    return known


def _chosen(plan: AdoptionPlan) -> WorkspaceId:
    assert plan.workspace_id is not None  # noqa: S101 - chosen at the start
    return plan.workspace_id


def _keys(known: AdoptionRecord | None, code: str, plan: AdoptionPlan) -> dict[int, bytes]:
    if known is not None:
        return open_paper(code, _chosen(plan), known.paper)
    return {INDEX_KEY_NO: new_key(), 1: new_key()}


def _record(
    found: Survey,
    source: SourceDatabase,
    plan: AdoptionPlan,
    root: DeviceKeys,
    keys: Mapping[int, bytes],
    clock: Clock,
) -> AdoptionRecord:
    workspace_id = found.workspace.workspace_id
    return AdoptionRecord(
        workspace_id=workspace_id,
        owner_id=_owner(source, workspace_id, plan.owner),
        root_pub=root.sign_pub,
        paper=sealed_for_paper(root, workspace_id, keys),
        options=plan.options(),
        digests=found.digests,
        started_at=to_micros(clock.now()),
    )


def _owner(source: SourceDatabase, workspace_id: WorkspaceId, email: str | None) -> UserId:
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


def _refuse_other_source(record: AdoptionRecord, found: Survey) -> None:
    if dict(record.digests) != found.digests:
        changed = sorted(name for name, digest in found.digests.items() if record.digests.get(name) != digest)
        raise UserError(
            f"The old database changed since the adoption began ({', '.join(changed)}). Stop the old "
            "program, drop the new database and begin again; nothing was changed now.",
            code="source_changed",
        )


def _refuse_other_request(known: AdoptionRecord, request: JoinRequest) -> None:
    if known.request != request.digest():
        raise UserError(
            "This practice was adopted already, by another device; its owner lets further devices in "
            "(Settings, Team and devices; in a terminal, `pazpaz approve`). Nothing was changed.",
            code="adopted_already",
        )


def _proof_now(target: str | sa.URL, known: AdoptionRecord, code: str) -> bytes:
    """Of an adoption that an older program finished."""
    ring = KeyRing(known.workspace_id, open_paper(code, known.workspace_id, known.paper))
    with operator(target) as db:
        return inventory(db, ring).proof()


def _adopted(
    record: AdoptionRecord, counts: Mapping[str, int], proof: bytes, *, resumed: bool, was_finished: bool
) -> Adopted:
    return Adopted(
        workspace_id=record.workspace_id,
        owner_id=record.owner_id,
        root_pub=record.root_pub,
        counts=dict(counts),
        digests=dict(record.digests),
        proof=proof,
        resumed=resumed,
        was_finished=was_finished,
    )
