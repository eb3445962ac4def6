"""A signed note as a file that whoever gets it can check, without this program's store."""

from pathlib import Path

from sqlalchemy import Connection

from core.crypto.keys import DeviceKeys
from core.crypto.note_file import NoteFile, SignedVersion, practice_code, stated, write_note_file
from core.crypto.notes import NoteContent, device_of
from core.domain.clients import full_name
from core.domain.clock import to_micros
from core.domain.enums import AuditAction, SignatureState
from core.domain.errors import UserError
from core.domain.ids import NoteId, UserId
from core.domain.records import NoteVersion, SessionNote
from core.store.database.facts import get_fact
from core.store.database.private_files import write_atomically
from core.store.practice.practice import Practice
from core.store.unit_of_work.certificates import certificates_for, practice_root
from core.store.unit_of_work.signers import DEVICE_KEYS

ENDING = ".pazpaz-note"


def export_signed_note(practice: Practice, note_id: NoteId, target: Path) -> None:
    """Writes the file, readable by whoever has it, and records that. UserError: nothing was written."""
    content = signed_note_file(practice, note_id)
    write_atomically(target, content)
    practice.audit.record(AuditAction.EXPORT, "session.export", note_id)


def signed_note_file(practice: Practice, note_id: NoteId) -> bytes:
    """All signed versions with certificates up to the practice's root."""
    note, versions = practice.notes.get(note_id), practice.notes.versions(note_id)
    _check_signed(practice, note, versions)
    names = {user.id: user.full_name for user in practice.team.list(include_inactive=True)}
    client, place = practice.clients.get(note.client_id), practice.settings.workspace()
    signed = tuple(_version(note, version, names) for version in versions)
    now = to_micros(practice.desk.clock.now())
    with practice.store.read() as db:
        keys, root = _keys(db), _root(db)
        # This laptop's own too: its key signs the file, beside those of the versions.
        devices = {device_of(version.signature) for version in signed} | {practice.me.device_id}
        file = NoteFile(
            root_pub=root,
            practice=place.name,
            client=full_name(client.first_name, client.last_name),
            timezone=place.timezone,
            versions=signed,
            certificates=certificates_for(db, practice.me, devices, now),
            stated_at=now,
        )
    return write_note_file(stated(file, keys.sign, practice.me.device_id))


def code_of_practice(practice: Practice) -> str:
    """What others compare with the code of a file; empty while the practice has no root."""
    with practice.store.read() as db:
        root = practice_root(db)
    return "" if root is None else practice_code(root)


def _check_signed(practice: Practice, note: SessionNote, versions: list[NoteVersion]) -> None:
    """Only what is genuine here leaves as such."""
    if note.finalized_at is None:
        raise UserError(
            "This note is a draft, and only a signed note can be checked by others; nothing was written. "
            "Sign it first.",
            code="draft",
        )
    proofs = practice.notes.proofs(note.id)
    if any(proof.state is not SignatureState.VERIFIED for proof in proofs):
        raise UserError(
            "Not every signature of this note is genuine, or it cannot be checked yet; nothing was written. "
            "The foot of the note says which.",
            code="not_genuine",
        )
    if len(proofs) != len(versions):
        raise UserError(
            "Not every version of this note is on this laptop yet; nothing was written. Sync with the "
            "clinic, then try again.",
            code="incomplete",
        )


def _version(note: SessionNote, version: NoteVersion, names: dict[UserId, str]) -> SignedVersion:
    by, at = version.created_by_user_id, version.signed_at
    assert by is not None  # noqa: S101 - it was verified with both
    assert at is not None  # noqa: S101
    assert version.signature is not None  # noqa: S101
    content = NoteContent(
        workspace_id=note.workspace_id,
        note_id=note.id,
        client_id=note.client_id,
        version_number=version.version_number,
        session_date=to_micros(note.session_date),
        signed_at=to_micros(at),
        signed_by=by,
        subjective=version.subjective,
        objective=version.objective,
        assessment=version.assessment,
        plan=version.plan,
        reason=version.reason,
    )
    return SignedVersion(content=content, signature=version.signature, signer_name=names.get(by, ""))


def _keys(db: Connection) -> DeviceKeys:
    blob = get_fact(db, DEVICE_KEYS)
    if blob is None:
        raise _no_root()
    return DeviceKeys.from_bytes(blob)


def _root(db: Connection) -> bytes:
    root = practice_root(db)
    if root is None:
        raise _no_root()
    return root


def _no_root() -> UserError:
    return UserError(
        "This laptop has no key of the practice with which others could check the note; nothing was written. "
        "Let it join its clinic first, then sync.",
        code="no_certificate",
    )
