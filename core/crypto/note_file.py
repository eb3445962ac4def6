"""A signed note in one file that anybody can check: docs/signed-notes.md describes every byte of it.

The file holds what was signed, the certificates up to the practice's root, and a statement of the laptop that
wrote it: which names belong to the ids, because signatures of notes cover ids alone.
"""

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto import base32
from core.crypto.base64_text import from_base64, to_base64
from core.crypto.certs import read_cert, verify_chain
from core.crypto.notes import NoteContent, Signer, device_of, verify_note
from core.crypto.signatures import PUBLIC_KEY_BYTES, SIGNATURE_BYTES, is_signed
from core.domain.errors import BadInput, Tampered
from core.domain.ids import ClientId, DeviceId, NoteId, UserId, WorkspaceId
from core.domain.notes import SOAP

FORMAT = "pazpaz note 1"
LONGEST = 4_000_000
"""Bytes of a file that is read at all."""
_STATED = struct.Struct(">16sqI")
# 80 bits are sixteen letters without a remainder, and too many to look for a second key that has the same
# code.
_CODE_BYTES = 10
_NOT_ONE = "This is no signed note of PazPaz, or its file is damaged; nothing can be said about it."


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedVersion:
    """`signature` as `sign_note` made it; `signer_name` is what the statement calls the signer."""

    content: NoteContent
    signature: bytes
    signer_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFile:
    """`versions` oldest first, never empty. `statement` is empty until `stated` signs it."""

    root_pub: bytes
    practice: str
    client: str
    timezone: str
    versions: tuple[SignedVersion, ...]
    certificates: tuple[bytes, ...]
    stated_at: int
    statement: bytes = b""

    @property
    def workspace_id(self) -> WorkspaceId:
        """The practice whose note this is: a file states it once, for all versions."""
        return self.versions[0].content.workspace_id

    @property
    def note_code(self) -> str:
        """Sixteen letters, which a printed sheet shows too: others once a version is added or left out."""
        return note_code([version.signature for version in self.versions])

    @property
    def practice_code(self) -> str:
        """Sixteen letters, to be compared with what the practice says elsewhere: anybody can make keys."""
        return practice_code(self.root_pub)


def practice_code(root_pub: bytes) -> str:
    """Sixteen letters that stand for the practice's root key: 80 bits of its hash."""
    return _code(b"pazpaz/practice code/1\0" + root_pub)


def note_code(signatures: list[bytes]) -> str:
    """Sixteen letters that stand for a note in exactly these signed versions."""
    return _code(b"pazpaz/note code/1\0" + b"".join(signatures))


def stated(file: NoteFile, sign_key: Ed25519PrivateKey, device_id: DeviceId) -> NoteFile:
    """The file with the statement of the laptop that writes it."""
    signature = sign_key.sign(_statement(file, device_id))
    return replace(file, statement=device_id.bytes + signature)


def check_statement(file: NoteFile) -> None:
    """Raises Tampered when no laptop of the practice stated these names for these signatures."""
    device_id = DeviceId(UUID(bytes=file.statement[:16]))
    signer = signers_of(file).get(device_id)
    if signer is None or not is_signed(signer.sign_pub, file.statement[16:], _statement(file, device_id)):
        raise Tampered("The names in this file are not those that the practice stated.")


def check_version(file: NoteFile, version: SignedVersion) -> None:
    """Raises Tampered when the version is not what a laptop of the practice signed."""
    signer = signers_of(file).get(device_of(version.signature))
    if signer is None:
        raise Tampered("No certificate of the practice names the laptop that signed this.")
    verify_note(signer, version.signature, version.content)


def signers_of(file: NoteFile) -> Mapping[DeviceId, Signer]:
    """Devices whose certificates lead to the file's root."""
    certs = {}
    for blob in file.certificates:
        try:
            certs[read_cert(blob).device_id] = blob
        except Tampered:
            continue
    trusted = verify_chain(certs, file.root_pub, file.workspace_id)
    return {device_id: Signer(cert.user_id, cert.sign_pub) for device_id, cert in trusted.items()}


def write_note_file(file: NoteFile) -> bytes:
    """UTF-8 JSON, the same bytes for the same file."""
    content = file.versions[0].content
    document = {
        "format": FORMAT,
        "practice": {
            "id": content.workspace_id.hex,
            "name": file.practice,
            "root": to_base64(file.root_pub),
            "timezone": file.timezone,
        },
        "client": {"id": content.client_id.hex, "name": file.client},
        "note": {"id": content.note_id.hex, "session_date": content.session_date},
        "versions": [_version_document(version) for version in file.versions],
        "certificates": [to_base64(blob) for blob in file.certificates],
        "statement": {"at": file.stated_at, "signature": to_base64(file.statement)},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_note_file(data: bytes) -> NoteFile:
    """What a file claims; nothing is proven before the checks. Raises BadInput when it is none."""
    if len(data) > LONGEST:
        raise BadInput(_NOT_ONE)
    try:
        return _read(json.loads(data.decode()))
    # RecursionError comes from a document that is nested a thousand levels deep.
    except (UnicodeError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(_NOT_ONE) from None


def _version_document(version: SignedVersion) -> dict[str, Any]:
    content = version.content
    return {
        "number": content.version_number,
        "signed_at": content.signed_at,
        "signed_by": {"id": content.signed_by.hex, "name": version.signer_name},
        **{name: getattr(content, name) for name in (*SOAP, "reason")},
        "signature": to_base64(version.signature),
    }


def _read(document: dict[str, Any]) -> NoteFile:
    practice, client, statement = document["practice"], document["client"], document["statement"]
    if document["format"] != FORMAT or not document["versions"]:
        raise ValueError("another format")
    root, signature = _unb64(practice["root"]), _unb64(statement["signature"])
    if len(root) != PUBLIC_KEY_BYTES or len(signature) != 16 + SIGNATURE_BYTES:
        raise ValueError("keys and signatures have one length")
    return NoteFile(
        root_pub=root,
        practice=_text(practice["name"]),
        client=_text(client["name"]),
        timezone=_text(practice["timezone"]),
        versions=tuple(_read_version(document, version) for version in document["versions"]),
        certificates=tuple(_unb64(blob) for blob in document["certificates"]),
        stated_at=_number(statement["at"]),
        statement=signature,
    )


def _read_version(document: dict[str, Any], version: dict[str, Any]) -> SignedVersion:
    signed_by = version["signed_by"]
    content = NoteContent(
        workspace_id=WorkspaceId(_id(document["practice"]["id"])),
        note_id=NoteId(_id(document["note"]["id"])),
        client_id=ClientId(_id(document["client"]["id"])),
        version_number=_number(version["number"], 1, 1 << 31),
        session_date=_number(document["note"]["session_date"]),
        signed_at=_number(version["signed_at"]),
        signed_by=UserId(_id(signed_by["id"])),
        subjective=_text_or_none(version["subjective"]),
        objective=_text_or_none(version["objective"]),
        assessment=_text_or_none(version["assessment"]),
        plan=_text_or_none(version["plan"]),
        reason=_text_or_none(version["reason"]),
    )
    return SignedVersion(
        content=content, signature=_unb64(version["signature"]), signer_name=_text(signed_by["name"])
    )


def _statement(file: NoteFile, device_id: DeviceId) -> bytes:
    """Which names belong to which signatures, unambiguous: each text stands behind its length."""
    head = _STATED.pack(device_id.bytes, file.stated_at, len(file.versions))
    names = b"".join(_sized(name) for name in (file.practice, file.timezone, file.client))
    signed = b"".join(
        _sized_bytes(version.signature) + _sized(version.signer_name) for version in file.versions
    )
    return b"pazpaz/note statement/1\0" + head + names + signed


def _sized(text: str) -> bytes:
    return _sized_bytes(text.encode())


def _sized_bytes(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _code(hashed: bytes) -> str:
    return base32.grouped(base32.encode(hashlib.sha256(hashed).digest()[:_CODE_BYTES]))


def _unb64(text: str) -> bytes:
    return from_base64(_text(text))


def _id(text: str) -> UUID:
    """32 hexadecimal digits, as they were written: two spellings of one id would be two files."""
    found = UUID(hex=_text(text))
    if found.hex != text:
        raise ValueError("an id in another spelling")
    return found


def _number(value: object, least: int = -(1 << 52), below: int = 1 << 52) -> int:
    """Such as every browser holds exactly."""
    # True and False are instances of int, and would be read as 1 and 0.
    if type(value) is not int or not least <= value < below:
        raise ValueError("no number, or one out of range")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    value.encode()  # half a surrogate pair is no text
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)
