"""What an adoption kept of the old attachments: handed out by the operator sealed, opened on a laptop.

The operator holds no key of the practice. So the records leave the server as the cells that they are, with
the adoption's keyed digest of all of them: whoever changes, adds or withholds one is noticed where they are
opened.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa

from core.crypto.base64_text import from_base64, to_base64
from core.crypto.cells import KeyRing
from core.domain.errors import BadInput, NotFound, Tampered, UserError
from core.domain.ids import AttachmentId, NoteId, UserId, WorkspaceId
from migrations.operate.adopting import holding
from migrations.operate.adopting.expected import ATTACHMENTS
from migrations.operate.adopting.source import Reading
from migrations.operate.adopting.survey import SurveyDigest
from migrations.operate.connection import operator
from migrations.server.programs import execute

_KIND = "pazpaz/adopted-attachments/1"
_NOTHING = "No practice was adopted into this database, so it holds no records of old attachments."


@dataclass(frozen=True, slots=True, kw_only=True)
class OldFile:
    """A row of the old `session_attachments`. `made_at` is microseconds since 1970, `key` its object's."""

    attachment_id: AttachmentId
    session_id: NoteId
    uploaded_by: UserId | None
    name: str = field(repr=False)
    media_type: str
    size: int
    key: str = field(repr=False)
    made_at: int
    is_deleted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRecords:
    """All records of one practice. `digest` is over what they say, keyed with the practice's index key."""

    workspace_id: WorkspaceId
    digest: str
    cells: Sequence[tuple[UUID, bytes]] = field(repr=False)

    def to_text(self) -> str:
        records = [[str(row_id), to_base64(cell)] for row_id, cell in self.cells]
        told = {"kind": _KIND, "workspace": str(self.workspace_id), "digest": self.digest, "records": records}
        return json.dumps(told) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Raises BadInput for anything that `to_text` did not write."""
        try:
            told: dict[str, Any] = json.loads(text)
            if told["kind"] != _KIND:
                raise ValueError("another kind")
            cells = [(UUID(row_id), from_base64(cell)) for row_id, cell in told["records"]]
            return cls(
                workspace_id=WorkspaceId(UUID(told["workspace"])), digest=str(told["digest"]), cells=cells
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise BadInput(
                "This file does not hold records of old attachments; nothing was changed. The operator makes "
                "one with `pazpaz server adopt-files --url-file FILE --to FILE`."
            ) from None


def handed_out(target: str | sa.URL, wanted: WorkspaceId | None = None) -> SealedRecords:
    """For the operator: the sealed records of a practice that was adopted; without an id, of the only one."""
    with operator(target) as db:
        if not holding.exists(db):
            raise NotFound(_NOTHING)
        execute(db, "SET LOCAL ROLE pz_owner")
        workspace_id = _chosen(holding.finished(db), wanted)
        record = holding.find(db, workspace_id)
        assert record is not None  # noqa: S101 - it is one of the finished
        cells = holding.sealed_attachments(db, workspace_id)
        return SealedRecords(workspace_id=workspace_id, digest=record.digests[ATTACHMENTS], cells=cells)


def _chosen(finished: list[WorkspaceId], wanted: WorkspaceId | None) -> WorkspaceId:
    if wanted in finished:
        return wanted
    if wanted is not None or not finished:
        raise NotFound(_NOTHING)
    if len(finished) > 1:
        listed = ", ".join(str(each) for each in finished)
        raise UserError(
            f"Choose one practice with --workspace ID; nothing was written. There are: {listed}.",
            code="choose_workspace",
        )
    return finished[0]


def opened(sealed: SealedRecords, ring: KeyRing) -> list[OldFile]:
    """On a laptop of the practice. Raises Tampered unless they are all records, as the adoption kept them."""
    if sealed.workspace_id != ring.workspace_id:
        raise BadInput("These records are another practice's; nothing was changed.")
    digest = SurveyDigest(ring.index_key)
    found = []
    for row_id, cell in sealed.cells:
        reading = holding.open_attachment(ring, row_id, cell)
        digest.add(ATTACHMENTS, reading)
        found.append(_old_file(reading))
    if not hmac.compare_digest(str(digest).encode(), sealed.digest.encode()):
        raise Tampered(
            "These are not all the records of attachments that were adopted, so none was used and nothing "
            "was changed. Let the operator hand them out again, and find out who changed them."
        )
    return found


def _old_file(reading: Reading) -> OldFile:
    by = reading["uploaded_by_user_id"]
    return OldFile(
        attachment_id=AttachmentId(UUID(str(reading["id"]))),
        session_id=NoteId(UUID(str(reading["session_id"]))),
        uploaded_by=None if by is None else UserId(UUID(str(by))),
        name=str(reading["file_name"]),
        media_type=str(reading["file_type"]),
        size=int(str(reading["file_size_bytes"])),
        key=str(reading["s3_key"]),
        made_at=int(str(reading["created_at"])),
        is_deleted=reading["deleted_at"] is not None,
    )
