"""The operator lets an owner's device in with the recovery paper, when no enrolled device is left."""

import json
import re
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.domain.clock import Clock
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.registry import WORKSPACES
from core.store.outbox.wire_row import WireRow
from migrations.operate.connection import operator
from migrations.operate.enrolment import enrol
from migrations.operate.make_owner import require_owner
from migrations.operate.paper_practice import PaperPractice, practice_of
from migrations.operate.upgrade import installed_revision
from sync.enrolment.by_recovery_paper import HeldPractice, LetIn, let_in_by_paper
from sync.enrolment.messages import JoinRequest
from sync.keys.stored_papers import KeptRow, SignedKeys, StoredPaper
from sync.remote import ListedKeys

_LISTS = sa.text("""SELECT generation, key_no, papers FROM pz.key_manifests
WHERE workspace_id = :ws ORDER BY generation DESC""")
_KEPT = sa.text(
    "SELECT practice::text, paper FROM pz.recovery_papers WHERE workspace_id = :ws ORDER BY number DESC"
)
_SPELT = re.compile(rb"\\(?:\\|([0-3][0-7]{2}))")


def let_in(
    address: str | sa.URL, request: JoinRequest, code: str, clock: Clock, user_id: UserId | None = None
) -> LetIn:
    """Finds the practice whose paper this is. Raises BadInput for a mistyped code, NotFound for another's."""
    with operator(address) as db:
        installed_revision(db)
        practice = practice_of(db, code)
        whose = require_owner(db, practice.workspace_id, user_id)
        found = let_in_by_paper(request, code, _held(db, practice), whose, clock)
        # The paper is no device: the practice's own id stands for it as who wrapped the keys.
        enrol(db, found.device, practice.workspace_id)
    return found


def _held(db: sa.Connection, practice: PaperPractice) -> HeldPractice:
    ws = {"ws": practice.workspace_id}
    lists = [ListedKeys(row.generation, row.key_no, bytes(row.papers)) for row in db.execute(_LISTS, ws)]
    return HeldPractice(
        workspace_id=practice.workspace_id,
        kept=list(filter(None, map(_kept, db.execute(_KEPT, ws)))),
        certs=practice.certs,
        lists=lists,
    )


def _kept(found: sa.Row[Any]) -> StoredPaper | None:
    """None for a row that no program of ours wrote."""
    if found.paper is not None:
        return SignedKeys(bytes(found.paper))
    try:
        return _kept_row(json.loads(found.practice))
    # Any owner's login may have written it, as deeply nested as jsonb takes and with whatever in it.
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def _kept_row(row: dict[str, Any]) -> KeptRow:
    """Of `workspaces`, as the database wrote it; the server's own times are not in its seal."""
    wire = WireRow(
        table_no=WORKSPACES.no,
        row_id=WorkspaceId(UUID(row["id"])),
        version=row["version"],
        created_at=0,
        updated_at=0,
        deleted_at=0 if row["deleted_at"] else None,
        fields={
            column.no: row[column.name]
            for column in WORKSPACES.columns  # none is a time or bytes
            if row.get(column.name) is not None
        },
    )
    sealed_by = row["sealed_by"]
    return KeptRow(
        row=wire,
        mac=_bytes(row["mac"]),
        seal=_bytes(row["seal"]),
        made_by=DeviceId(UUID(sealed_by)) if sealed_by else None,
    )


def _bytes(text: str | None) -> bytes | None:
    r"""PostgreSQL writes them as `\x...`; earlier servers as the login that wrote wished, also by octals."""
    if text is None:
        return None
    if text.startswith("\\x"):
        return bytes.fromhex(text[2:])
    return _SPELT.sub(_one_byte, text.encode("ascii"))


def _one_byte(spelt: re.Match[bytes]) -> bytes:
    return bytes([int(spelt[1], 8)]) if spelt[1] else b"\\"
