"""Signatures on finalized notes: made by the device that finalized, verifiable without the server."""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto.base32 import encode, grouped
from core.crypto.signatures import SIGNATURE_BYTES, is_signed
from core.domain.clock import to_micros
from core.domain.errors import Tampered
from core.domain.ids import ClientId, DeviceId, NoteId, UserId, WorkspaceId
from core.domain.records import NoteVersion, SessionNote

_FORMAT = b"\x01"
_FIXED = struct.Struct(">16s16s16sIqq16s")
_LENGTH = struct.Struct(">I")
_NONE = b"\xff\xff\xff\xff"
_CODE_BYTES = 10
_SENTENCE = "This note's signature does not hold: its text is not what was signed."


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteContent:
    """What is signed: one version of a finalized note. Times in microseconds. Version 1 is the finalizing."""

    workspace_id: WorkspaceId
    note_id: NoteId
    client_id: ClientId
    version_number: int
    session_date: int
    signed_at: int
    signed_by: UserId
    subjective: str | None
    objective: str | None
    assessment: str | None
    plan: str | None
    reason: str | None = None

    def canonical(self) -> bytes:
        """One unambiguous form: fixed fields, then each text with its length. Absent is not empty."""
        fixed = _FIXED.pack(
            self.workspace_id.bytes,
            self.note_id.bytes,
            self.client_id.bytes,
            self.version_number,
            self.session_date,
            self.signed_at,
            self.signed_by.bytes,
        )
        texts = (self.subjective, self.objective, self.assessment, self.plan, self.reason)
        return b"pazpaz/note/1\0" + fixed + b"".join(_text(text) for text in texts)


def content_of(note: SessionNote, version: NoteVersion) -> NoteContent:
    """What the version's signature covers. A version that nobody signed yet has none (ValueError)."""
    if version.signed_at is None or version.created_by_user_id is None:
        raise ValueError("who signed the version, and when, is part of what is signed")
    return NoteContent(
        workspace_id=note.workspace_id,
        note_id=note.id,
        client_id=note.client_id,
        version_number=version.version_number,
        session_date=to_micros(note.session_date),
        signed_at=to_micros(version.signed_at),
        signed_by=version.created_by_user_id,
        subjective=version.subjective,
        objective=version.objective,
        assessment=version.assessment,
        plan=version.plan,
        reason=version.reason,
    )


def sign_note(sign_key: Ed25519PrivateKey, device_id: DeviceId, canonical: bytes) -> bytes:
    """81 bytes that name the device and prove that it signed this content."""
    return _FORMAT + device_id.bytes + sign_key.sign(_signed(device_id, canonical))


def verify_note(trusted: Mapping[DeviceId, bytes], signature: bytes, canonical: bytes) -> DeviceId:
    """The device that signed. `trusted` maps devices to signing keys, as `verify_chain` proved them.

    Raises Tampered when the content is not what was signed, or the signer is not trusted.
    """
    if len(signature) != 17 + SIGNATURE_BYTES or signature[:1] != _FORMAT:
        raise Tampered(_SENTENCE)
    device_id = DeviceId(UUID(bytes=signature[1:17]))
    public_key = trusted.get(device_id, b"")
    if not is_signed(public_key, signature[17:], _signed(device_id, canonical)):
        raise Tampered(_SENTENCE)
    return device_id


def short_code(canonical: bytes) -> str:
    """80 bits of the content's hash for the printed page: four groups of four characters."""
    return grouped(encode(hashlib.sha256(canonical).digest()[:_CODE_BYTES]))


def _text(text: str | None) -> bytes:
    if text is None:
        return _NONE
    data = text.encode()
    return _LENGTH.pack(len(data)) + data


def _signed(device_id: DeviceId, canonical: bytes) -> bytes:
    return b"pazpaz/note signature/1\0" + device_id.bytes + canonical
