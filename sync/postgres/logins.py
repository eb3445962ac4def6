"""What a new device brings to the server: a login role, a SCRAM verifier, public keys and its certificate."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field

from core.crypto.base64_text import to_base64
from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from sync.remote import WrappedKey

_ITERATIONS = 4096
"""Enough: the password has 256 random bits, so there is nothing to guess."""


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
    password = secrets.token_urlsafe(32)
    return Login(f"pzd_{secrets.token_hex(16)}", password, scram_verifier(password, os.urandom(16)))


def scram_verifier(password: str, salt: bytes) -> str:
    """RFC 5803 as PostgreSQL stores it. `password` is ASCII, so SASLprep changes nothing."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, _ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    return f"SCRAM-SHA-256${_ITERATIONS}:{to_base64(salt)}${to_base64(stored_key)}:{to_base64(server_key)}"
