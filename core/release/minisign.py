"""Signatures in minisign's format: Ed25519 over the BLAKE2b-512 of a text, and over a trusted comment.

A public key is base64 of `Ed` | key id (8) | key (32). A signature file has four lines: an untrusted comment;
base64 of `ED` | key id (8) | signature (64); `trusted comment: ...`; base64 of the signature (64) over the
first signature followed by the trusted comment. `minisign -V` reads what we write, and we read what
`minisign -S` writes.
"""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ID, _KEY, _SIGNATURE = 8, 32, 64
_PUBLIC, _HASHED = b"Ed", b"ED"
_TRUSTED = "trusted comment: "


class BadSignature(Exception):
    """It is no signature of ours, of another key, or of another text. The caller says so in a sentence."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`key_id` tells which of several keys signed; it proves nothing."""

    key_id: bytes
    raw: bytes

    @classmethod
    def of(cls, key: Ed25519PublicKey) -> "PublicKey":
        """The id follows from the key, so that it need not be kept beside the private one."""
        raw = key.public_bytes_raw()
        return cls(hashlib.blake2b(raw, digest_size=_ID).digest(), raw)

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """The base64 line, as in the last line of a `.pub` file. Raises BadSignature."""
        raw = _decoded(text, len(_PUBLIC) + _ID + _KEY)
        if not raw.startswith(_PUBLIC):
            raise BadSignature
        return cls(raw[2 : 2 + _ID], raw[2 + _ID :])

    def line(self) -> str:
        """Base64 on one line, as core/release/keys.py keeps it; `parse` reads it."""
        return base64.b64encode(_PUBLIC + self.key_id + self.raw).decode("ascii")


def sign(text: bytes, key: Ed25519PrivateKey, trusted_comment: str) -> str:
    """The signature file. The comment is signed too, and must be one line."""
    signature = key.sign(hashlib.blake2b(text).digest())
    head = _HASHED + PublicKey.of(key.public_key()).key_id + signature
    # Over the signature as well, so that nobody puts this comment under another one.
    whole = key.sign(signature + trusted_comment.encode())
    lines = (
        "untrusted comment: signature of a release of PazPaz Desktop",
        base64.b64encode(head).decode("ascii"),
        _TRUSTED + trusted_comment,
        base64.b64encode(whole).decode("ascii"),
    )
    return "\n".join(lines) + "\n"


def verify(text: bytes, signature_file: str, keys: tuple[PublicKey, ...]) -> None:
    """Returns when one of `keys` signed exactly this text and this comment; else raises BadSignature."""
    lines = signature_file.splitlines()
    if len(lines) != 4 or not lines[2].startswith(_TRUSTED):
        raise BadSignature
    head = _decoded(lines[1], len(_HASHED) + _ID + _SIGNATURE)
    # The older kind, without hashing first, begins with Ed: nothing of ours writes it, so it is not taken.
    if not head.startswith(_HASHED):
        raise BadSignature
    key_id, signature = head[2 : 2 + _ID], head[2 + _ID :]
    whole = _decoded(lines[3], _SIGNATURE)
    signed_by = next((key for key in keys if key.key_id == key_id), None)
    if signed_by is None:
        raise BadSignature
    public = Ed25519PublicKey.from_public_bytes(signed_by.raw)
    try:
        public.verify(signature, hashlib.blake2b(text).digest())
        public.verify(whole, signature + lines[2].removeprefix(_TRUSTED).encode())
    except InvalidSignature:
        raise BadSignature from None


def _decoded(text: str, length: int) -> bytes:
    try:
        # Without validate Python skips what is no base64, and one key would have many lines.
        raw = base64.b64decode(text.strip().encode("ascii"), validate=True)
    except ValueError:
        raise BadSignature from None
    if len(raw) != length:
        raise BadSignature
    return raw
