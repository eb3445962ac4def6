"""Signatures on finalized notes: made by the device that finalized, verifiable without the server."""

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto.signatures import SIGNATURE_BYTES, is_signed
from core.domain.errors import Tampered
from core.domain.ids import ClientId, DeviceId, NoteId, UserId, WorkspaceId

_FORMAT = 2
_FIXED = struct.Struct(">16s16s16sIqq16s")
_LENGTH = struct.Struct(">I")
# A length that no text has, so that absent and empty are two things.
_NONE = b"\xff\xff\xff\xff"
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


@dataclass(frozen=True, slots=True)
class Signer:
    """A device whose certificate leads to the practice's root: whose it is, and its signing key."""

    user_id: UserId
    sign_pub: bytes


def sign_note(sign_key: Ed25519PrivateKey, device_id: DeviceId, content: NoteContent) -> bytes:
    """81 bytes that name the device and prove that it signed this content."""
    return bytes([_FORMAT]) + device_id.bytes + sign_key.sign(_signed(_FORMAT, device_id, content))


def device_of(signature: bytes) -> DeviceId:
    """The device that the signature names; nothing is proven yet. Raises Tampered when it is none."""
    if len(signature) != 17 + SIGNATURE_BYTES or signature[0] not in _FORMS:
        raise Tampered(_SENTENCE)
    return DeviceId(UUID(bytes=signature[1:17]))


def verify_note(signer: Signer, signature: bytes, content: NoteContent) -> None:
    """Raises Tampered when the content is not what `signer`, the device that is named, signed, or when it
    was signed in the name of somebody else than the device's person."""
    device_id = device_of(signature)
    signed = _signed(signature[0], device_id, content)
    if content.signed_by != signer.user_id or not is_signed(signer.sign_pub, signature[17:], signed):
        raise Tampered(_SENTENCE)


def _packed(content: NoteContent) -> bytes:
    """Form 2, unambiguous: fixed fields, then each text with its length. Absent is not empty."""
    fixed = _FIXED.pack(
        content.workspace_id.bytes,
        content.note_id.bytes,
        content.client_id.bytes,
        content.version_number,
        content.session_date,
        content.signed_at,
        content.signed_by.bytes,
    )
    texts = (content.subjective, content.objective, content.assessment, content.plan, content.reason)
    return b"pazpaz/note/2\0" + fixed + b"".join(_text(text) for text in texts)


def _text(text: str | None) -> bytes:
    if text is None:
        return _NONE
    data = text.encode()
    return _LENGTH.pack(len(data)) + data


def _listed(content: NoteContent) -> bytes:
    """Form 1, a list in JSON: what programs up to 0.1 signed. It is verified for ever and signed no more."""
    listed = [
        content.workspace_id.hex,
        content.note_id.hex,
        content.client_id.hex,
        content.session_date,
        content.version_number,
        content.reason,
        content.subjective,
        content.objective,
        content.assessment,
        content.plan,
        content.signed_by.hex,
        content.signed_at,
    ]
    return b"pazpaz/note/1\0" + json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()


_FORMS: Mapping[int, Callable[[NoteContent], bytes]] = {1: _listed, _FORMAT: _packed}
"""By the first byte of a signature."""


def _signed(form: int, device_id: DeviceId, content: NoteContent) -> bytes:
    return b"pazpaz/note signature/%d\0" % form + device_id.bytes + _FORMS[form](content)
