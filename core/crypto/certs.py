"""Device certificates: who may read and write, chained to the workspace root pinned at enrolment."""

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.crypto.signatures import SIGNATURE_BYTES, is_signed
from core.crypto.words import pick_words
from core.domain.enums import Role
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId

# These 139 bytes are described in docs/signed-notes.md for programs that are not ours: another layout is
# another format.
_BODY = struct.Struct(">B16s16s16sB32s32sqB16s")
_FORMAT = 1
# The numbers are signed, so they never change, whatever becomes of the enum.
_ROLES = {Role.OWNER: 1, Role.THERAPIST: 2, Role.ASSISTANT: 3, Role.READONLY: 4}
_ROLE_OF = {code: role for role, code in _ROLES.items()}
_BY_ROOT, _BY_DEVICE = 0, 1
_SENTENCE = "A device's certificate is not readable, so the device is not trusted."


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCert:
    """What a certificate says. `issued_at` in microseconds; `issuer_device_id` None: the workspace root."""

    workspace_id: WorkspaceId
    user_id: UserId
    device_id: DeviceId
    role: Role
    sign_pub: bytes
    hpke_pub: bytes
    issued_at: int
    issuer_device_id: DeviceId | None = None


def issue(sign_key: Ed25519PrivateKey, cert: DeviceCert) -> bytes:
    """The certificate, signed by its issuer's key: the root's, or that of an OWNER's device."""
    if len(cert.sign_pub) != 32 or len(cert.hpke_pub) != 32:
        raise ValueError("public keys have 32 bytes")
    body = _pack(cert)
    return body + sign_key.sign(_signed(body))


def read_cert(blob: bytes) -> DeviceCert:
    """What the certificate claims; nothing is proven before `verify_chain`. Raises Tampered."""
    if len(blob) != _BODY.size + SIGNATURE_BYTES:
        raise Tampered(_SENTENCE)
    form, workspace, user, device, role, sign_pub, hpke_pub, issued_at, by, issuer = _BODY.unpack(
        blob[: _BODY.size]
    )
    if form != _FORMAT or role not in _ROLE_OF or by not in {_BY_ROOT, _BY_DEVICE}:
        raise Tampered(_SENTENCE)
    return DeviceCert(
        workspace_id=WorkspaceId(UUID(bytes=workspace)),
        user_id=UserId(UUID(bytes=user)),
        device_id=DeviceId(UUID(bytes=device)),
        role=_ROLE_OF[role],
        sign_pub=sign_pub,
        hpke_pub=hpke_pub,
        issued_at=issued_at,
        issuer_device_id=DeviceId(UUID(bytes=issuer)) if by == _BY_DEVICE else None,
    )


def verify_chain(
    certs: Mapping[DeviceId, bytes], root_pub: bytes, workspace_id: WorkspaceId | None = None
) -> Mapping[DeviceId, DeviceCert]:
    """Those certificates that lead to the root. The others are left out silently: a server may list anything.

    A certificate counts when it names the device it is filed under, when its workspace is the given one,
    and when it was signed by the root or by a device that itself counts and belongs to an OWNER.
    """
    claimed = _readable(certs, workspace_id)
    valid = {
        device_id: cert
        for device_id, cert in claimed.items()
        if cert.issuer_device_id is None and _is_issued_by(root_pub, certs[device_id])
    }
    # From the root outwards: devices that only vouch for each other in a ring are never reached.
    newly = valid
    while newly:
        newly = {
            device_id: cert
            for device_id, cert in claimed.items()
            if device_id not in valid and _is_issued_by_owner(cert, newly, certs[device_id])
        }
        valid = {**valid, **newly}
    return valid


@dataclass(frozen=True, slots=True)
class ProvenCerts:
    """What holds of all certificates that a server files: `newest` of each device, and whatever ever held."""

    newest: Mapping[DeviceId, bytes]
    genuine: frozenset[bytes]


def newest_certs(
    filed: Mapping[DeviceId, Sequence[bytes]], root_pub: bytes, workspace_id: WorkspaceId
) -> ProvenCerts:
    """Of each device's certificates, given with the newest first, the newest that leads to the root.

    Anybody with an owner's login can file rubbish; it is passed over, also where it was filed for an issuer.
    An owner's first one stays whatever came after it, for others were let in by it.
    """
    held = {device_id: _held(device_id, blobs, workspace_id) for device_id, blobs in filed.items()}
    genuine = _reached(held, root_pub)
    chosen = {}
    for device_id, blobs in held.items():
        proven = [blob for blob in blobs if blob in genuine]
        owners = [blob for blob in proven if read_cert(blob).role is Role.OWNER]
        if proven:
            # The newest stands first, so the last one is the owner's first certificate.
            chosen[device_id] = owners[-1] if owners else proven[0]
    # What was genuine once may lead to the root over a certificate that counts no more: what counts must lead
    # there by the chosen ones alone.
    trusted = verify_chain(chosen, root_pub, workspace_id)
    return ProvenCerts({device_id: chosen[device_id] for device_id in trusted}, genuine)


def six_words(request: bytes) -> tuple[str, str, str, str, str, str]:
    """Six words that two people compare aloud: 66 bits of the request's hash."""
    digest = hashlib.sha256(b"pazpaz/request/1\0" + request).digest()
    one, two, three, four, five, six = pick_words(digest, 6)
    return one, two, three, four, five, six


def _pack(cert: DeviceCert) -> bytes:
    issuer = cert.issuer_device_id
    return _BODY.pack(
        _FORMAT,
        cert.workspace_id.bytes,
        cert.user_id.bytes,
        cert.device_id.bytes,
        _ROLES[cert.role],
        cert.sign_pub,
        cert.hpke_pub,
        cert.issued_at,
        _BY_ROOT if issuer is None else _BY_DEVICE,
        bytes(16) if issuer is None else issuer.bytes,
    )


def _signed(body: bytes) -> bytes:
    return b"pazpaz/cert/1\0" + body


def _readable(
    certs: Mapping[DeviceId, bytes], workspace_id: WorkspaceId | None
) -> dict[DeviceId, DeviceCert]:
    claimed = {}
    for device_id, blob in certs.items():
        try:
            cert = read_cert(blob)
        except Tampered:
            continue
        # A server may file a genuine certificate under another device, or show that of another practice.
        if cert.device_id == device_id and workspace_id in {None, cert.workspace_id}:
            claimed[device_id] = cert
    return claimed


def _held(device_id: DeviceId, blobs: Iterable[bytes], workspace_id: WorkspaceId) -> list[bytes]:
    return [blob for blob in blobs if _readable({device_id: blob}, workspace_id)]


def _reached(held: Mapping[DeviceId, Sequence[bytes]], root_pub: bytes) -> frozenset[bytes]:
    """All that lead to the root over certificates of whatever age, from the root outwards."""
    waiting = {blob: read_cert(blob) for blobs in held.values() for blob in blobs}
    keys: set[tuple[DeviceId | None, bytes]] = {(None, root_pub)}
    reached: frozenset[bytes] = frozenset()
    while newly := {blob for blob, cert in waiting.items() if _is_issued_by_one(cert, blob, keys)}:
        reached |= newly
        found = [waiting.pop(blob) for blob in newly]
        # Only those that were just reached: earlier keys were tried on all that still waits.
        keys = {(cert.device_id, cert.sign_pub) for cert in found if cert.role is Role.OWNER}
    return reached


def _is_issued_by_one(
    cert: DeviceCert, blob: bytes, keys: AbstractSet[tuple[DeviceId | None, bytes]]
) -> bool:
    return any(issuer == cert.issuer_device_id and _is_issued_by(pub, blob) for issuer, pub in keys)


def _is_issued_by_owner(cert: DeviceCert, issuers: Mapping[DeviceId, DeviceCert], blob: bytes) -> bool:
    if cert.issuer_device_id is None or cert.issuer_device_id not in issuers:
        return False
    issuer = issuers[cert.issuer_device_id]
    # Where no workspace was asked for, certificates of several practices may lie side by side.
    same_workspace = issuer.workspace_id == cert.workspace_id
    return issuer.role is Role.OWNER and same_workspace and _is_issued_by(issuer.sign_pub, blob)


def _is_issued_by(sign_pub: bytes, blob: bytes) -> bool:
    return is_signed(sign_pub, blob[-SIGNATURE_BYTES:], _signed(blob[: _BODY.size]))
