"""Whether the signatures of finalized notes hold: checked when a note comes in, and when it is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from core.crypto.notes import NoteContent, Signer, device_of, verify_note
from core.domain.clock import from_micros
from core.domain.enums import SignatureState
from core.domain.errors import Tampered
from core.domain.ids import ClientId, DeviceId, NoteId, UserId, WorkspaceId
from core.domain.notes import SOAP
from core.runtime.yielding import FOREGROUND
from core.store.database.rows import chunks, marks

_NOTE = ("id", "client_id", "session_date", "finalized_at", "finalized_by", "signature", *SOAP)
_VERSION = ("session_id", "version_number", "signed_at", "created_by_user_id", "signature", "reason", *SOAP)
_Row = Mapping[str, Any]
_PART = 200


@dataclass(frozen=True, slots=True)
class Proof:
    """Who signed a version of a note, when, and whether that holds. Version 1 is the finalizing."""

    version_number: int
    signed_by: UserId | None
    signed_at: datetime | None
    state: SignatureState


def proofs(
    db: Connection, workspace_id: WorkspaceId, note_ids: Iterable[UUID], known: Mapping[DeviceId, Signer]
) -> dict[NoteId, list[Proof]]:
    """Of each finalized note, oldest first. `known` are the devices whose signatures can be checked."""
    found: dict[NoteId, list[Proof]] = {}
    for part in chunks(sorted(note_id.bytes for note_id in note_ids), _PART):
        versions: dict[bytes, list[_Row]] = {}
        for version in _rows(db, "session_versions", _VERSION, workspace_id, part, "session_id"):
            versions.setdefault(version["session_id"], []).append(version)
        for note in FOREGROUND.behind(_rows(db, "sessions", _NOTE, workspace_id, part, "id")):
            if note["finalized_at"] is not None:
                signed = versions.get(note["id"], [])
                found[NoteId(UUID(bytes=note["id"]))] = _of_note(workspace_id, note, signed, known)
    return found


def _rows(
    db: Connection,
    table: str,
    names: Sequence[str],
    workspace_id: WorkspaceId,
    ids: Sequence[bytes],
    by: str,
) -> list[_Row]:
    """Living versions, and notes whether living or not. The plus keeps SQLite on the ids' index."""
    sql = f"SELECT {', '.join(names)} FROM {table} WHERE +workspace_id = ? AND {by} IN ({marks(len(ids))})"
    if table == "session_versions":
        sql += " AND deleted_at IS NULL ORDER BY version_number, signed_at, id"
    return [dict(zip(names, row, strict=True)) for row in db.exec_driver_sql(sql, (workspace_id.bytes, *ids))]


def _of_note(
    workspace_id: WorkspaceId, note: _Row, versions: Sequence[_Row], known: Mapping[DeviceId, Signer]
) -> list[Proof]:
    found = [_proof(workspace_id, note, version, known) for version in versions]
    first = _first_version(note)
    signed = [(each["version_number"], each["signature"]) for each in versions]
    if (1, first["signature"]) not in signed:
        # Its first version has not come in yet, or gives way: the note has all that was signed.
        return [_proof(workspace_id, note, first, known), *found]
    at = signed.index((1, first["signature"]))
    # What was checked is the row of the version. People read the note's own texts, so they must be the same.
    if found[at].state is not SignatureState.UNSIGNED and _differ(versions[at], first):
        found[at] = replace(found[at], state=SignatureState.BROKEN)
    return found


def _differ(version: _Row, first: _Row) -> bool:
    return any((version[name] or "") != (first[name] or "") for name in SOAP)


def _first_version(note: _Row) -> _Row:
    """The note as its first version, for where that is not here."""
    return {
        **{name: note[name] for name in SOAP},
        "version_number": 1,
        "reason": None,
        "signed_at": note["finalized_at"],
        "created_by_user_id": note["finalized_by"],
        "signature": note["signature"],
    }


def _proof(workspace_id: WorkspaceId, note: _Row, version: _Row, known: Mapping[DeviceId, Signer]) -> Proof:
    at, by = version["signed_at"], version["created_by_user_id"]
    return Proof(
        version["version_number"],
        None if by is None else UserId(UUID(bytes=by)),
        None if at is None else from_micros(at),
        _state(workspace_id, note, version, known),
    )


def _state(
    workspace_id: WorkspaceId, note: _Row, version: _Row, known: Mapping[DeviceId, Signer]
) -> SignatureState:
    signature, at, by = (version[name] for name in ("signature", "signed_at", "created_by_user_id"))
    if signature is None:
        return SignatureState.UNSIGNED
    try:
        signer = known.get(device_of(signature))
        if signer is None:
            return SignatureState.UNKNOWN
        if at is None or by is None:
            return SignatureState.BROKEN
        verify_note(signer, signature, _content(workspace_id, note, version))
    except Tampered:
        return SignatureState.BROKEN
    return SignatureState.VERIFIED


def _content(workspace_id: WorkspaceId, note: _Row, version: _Row) -> NoteContent:
    return NoteContent(
        workspace_id=workspace_id,
        note_id=NoteId(UUID(bytes=note["id"])),
        client_id=ClientId(UUID(bytes=note["client_id"])),
        version_number=version["version_number"],
        session_date=note["session_date"],
        signed_at=version["signed_at"],
        signed_by=UserId(UUID(bytes=version["created_by_user_id"])),
        subjective=version["subjective"],
        objective=version["objective"],
        assessment=version["assessment"],
        plan=version["plan"],
        reason=version["reason"],
    )
