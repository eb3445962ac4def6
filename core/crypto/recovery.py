"""Recovery papers: 160 random bits as a code that a person can type back, and the keys that come of it."""

import hashlib
from enum import Enum
from os import urandom

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from core.crypto.base32 import clean, decode, encode, grouped
from core.crypto.kdf import expand
from core.crypto.keys import DeviceKeys
from core.domain.errors import BadInput

_SECRET_BYTES = 20
_LETTERS = 32
_CHECK_LETTERS = 4


class Paper(Enum):
    """What a code opens. The checksum differs, so that the wrong paper is noticed as it is typed."""

    PERSONAL = b"personal"
    WORKSPACE = b"workspace"


def new_code(paper: Paper) -> str:
    """A fresh code: nine groups of four characters, the last group a checksum."""
    letters = encode(urandom(_SECRET_BYTES))
    return grouped(letters + _checksum(letters, paper))


def read_code(text: str, paper: Paper) -> bytes:
    """The code's secret. Raises BadInput with a hint at what is wrong with it."""
    letters = clean(text)
    missing = _LETTERS + _CHECK_LETTERS - len(letters)
    if missing:
        raise BadInput(f"A recovery code has 36 characters; this one has {len(letters)}.")
    body, check = letters[:_LETTERS], letters[_LETTERS:]
    if check == _checksum(body, paper):
        return decode(body)
    if any(check == _checksum(body, other) for other in Paper):
        raise BadInput("This code is from the other recovery paper: one paper is yours, one is the clinic's.")
    raise BadInput("The recovery code has a typing mistake; compare it with the paper once more.")


def is_code(text: str, paper: Paper) -> bool:
    """Whether this is a code of such a paper, by its checksum: one passphrase in a million could pass for it,
    and none that is not 36 of its letters."""
    try:
        read_code(text, paper)
    except BadInput:
        return False
    return True


def personal_key(code: str) -> X25519PrivateKey:
    """The key to which a person's master key is sealed."""
    secret = read_code(code, Paper.PERSONAL)
    return X25519PrivateKey.from_private_bytes(expand(_digest(secret), b"pazpaz/paper/personal/1"))


def workspace_keys(code: str) -> DeviceKeys:
    """The workspace root: `sign` issues the first certificates, `hpke` opens every workspace key."""
    secret = read_code(code, Paper.WORKSPACE)
    seeds = expand(_digest(secret), b"pazpaz/paper/workspace/1", 64)
    return DeviceKeys.from_seeds(seeds[:32], seeds[32:])


def _checksum(letters: str, paper: Paper) -> str:
    digest = hashlib.sha256(b"pazpaz/paper/check/1\0" + paper.value + b"\0" + letters.encode()).digest()
    # Base32 takes whole groups of five bytes; of their eight letters four are written.
    return encode(digest[:5])[:_CHECK_LETTERS]


def _digest(secret: bytes) -> bytes:
    """HKDF-Expand wants a key as long as its hash."""
    return hashlib.sha256(b"pazpaz/paper/secret/1\0" + secret).digest()
