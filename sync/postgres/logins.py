"""What a new device brings to the server: a login role, a SCRAM verifier, public keys and its certificate."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from core.crypto.base64_text import to_base64
from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from sync.remote import WrappedKey

_ITERATIONS = 4096
"""Enough: the password has 256 random bits, so there is nothing to guess."""
_SALTED = "2."
"""So begins a password whose salt is made of it: whoever has it needs no word of the server to prove it."""


@dataclass(frozen=True, slots=True)
class Login:
    """A device's database login. The password never leaves the device; the server sees `verifier` only."""

    role: str
    password: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice:
    """A device to be let in, as its join request and the approving device's certificate tell it."""

    workspace_id: WorkspaceId
    user_id: UserId
    user_role: Role
    device_id: DeviceId
    name: str
    login_role: str
    verifier: str = field(repr=False)
    sign_pub: bytes
    hpke_pub: bytes
    cert: bytes
    keys: tuple[WrappedKey, ...] = ()
    """Workspace keys wrapped for this device, stored in the same transaction."""


def new_login() -> Login:
    """A role name that no one can guess and a random 256-bit password."""
    password = _SALTED + secrets.token_urlsafe(32)
    return Login(f"pzd_{secrets.token_hex(16)}", password, scram_verifier(password, _salt(password)))


def scram_verifier(password: str, salt: bytes) -> str:
    """RFC 5803 as PostgreSQL stores it. `password` is ASCII, so SASLprep changes nothing."""
    client_key, server_key = _keys(password, salt)
    stored_key = hashlib.sha256(client_key).digest()
    return f"SCRAM-SHA-256${_ITERATIONS}:{to_base64(salt)}${to_base64(stored_key)}:{to_base64(server_key)}"


def scram_keys(password: str) -> tuple[bytes, bytes] | None:
    """Client's and server's key of SCRAM; None for a login of before, whose salt only the server tells.

    Who makes them of what the server tells counts as many rounds as it says: two thousand million are half an
    hour of work that nothing ends.
    """
    return _keys(password, _salt(password)) if password.startswith(_SALTED) else None


def _keys(password: str, salt: bytes) -> tuple[bytes, bytes]:
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, _ITERATIONS)
    return hmac.digest(salted, b"Client Key", "sha256"), hmac.digest(salted, b"Server Key", "sha256")


def _salt(password: str) -> bytes:
    return hmac.digest(password.encode("ascii"), b"pazpaz/login/salt", "sha256")[:16]
