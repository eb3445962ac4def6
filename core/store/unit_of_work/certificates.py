"""Certificates of the practice's laptops, kept so that others can check a signature without the clinic."""

import base64
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Connection

from core.crypto.base64_text import to_base64
from core.crypto.certs import DeviceCert, issue, read_cert
from core.crypto.keys import DeviceKeys
from core.domain.enums import Role
from core.domain.errors import UserError
from core.domain.ids import DeviceId, WorkspaceId
from core.store.database.facts import get_fact, get_json, set_json
from core.store.database.me import Me
from core.store.unit_of_work.signers import DEVICE_KEYS, signers

_FACT = "certificates"
_ROOT, _SERVER, _CERT = "root_pub", "server", "cert"
_NO_KEY = bytes(32)
"""Nothing is ever sealed to a laptop by such a certificate."""


def keep_certificates(db: Connection, found: Mapping[DeviceId, bytes]) -> None:
    """Adds and replaces; those that leave the practice stay, for what they signed."""
    set_json(db, _FACT, _kept(db) | _written(found))


def holds_certificates(db: Connection, found: Mapping[DeviceId, bytes]) -> bool:
    """Whether all of these are kept already."""
    return _written(found).items() <= _kept(db).items()


def kept_certificates(db: Connection) -> dict[DeviceId, bytes]:
    """As they were last proven here, whatever the clinic shows now."""
    return {DeviceId(UUID(no)): base64.b64decode(blob) for no, blob in _kept(db).items()}


def practice_root(db: Connection) -> bytes | None:
    """The key to which all certificates lead. In a practice without a clinic it is this laptop's own.

    None for a laptop that has no keys, or waits to be let in by its clinic.
    """
    root = get_fact(db, _ROOT)
    if root is not None or get_fact(db, _SERVER) is not None:
        return root
    keys = get_fact(db, DEVICE_KEYS)
    return None if keys is None else DeviceKeys.from_bytes(keys).sign_pub


def certificates_for(db: Connection, me: Me, wanted: Iterable[DeviceId], issued_at: int) -> tuple[bytes, ...]:
    """The certificates of these laptops and of all that issued them, in a fixed order.

    Raises UserError (no_certificate) when one of them is not known here.
    """
    known = (
        _known(db, me) if get_fact(db, _ROOT) is not None else _issued_here(db, me.workspace_id, issued_at)
    )
    found: dict[DeviceId, bytes] = {}
    waiting = set(wanted)
    while waiting:
        device_id = waiting.pop()
        if device_id not in known:
            raise UserError(
                "This laptop does not have the certificate of every laptop that signed this note; nothing "
                "was written. Sync with the clinic, then try again.",
                code="no_certificate",
            )
        found[device_id] = known[device_id]
        issuer = read_cert(known[device_id]).issuer_device_id
        waiting |= {issuer} - found.keys() if issuer is not None else set()
    return tuple(found[device_id] for device_id in sorted(found))


def _known(db: Connection, me: Me) -> dict[DeviceId, bytes]:
    kept, own = kept_certificates(db), get_fact(db, _CERT)
    return kept if own is None else {me.device_id: own, **kept}


def _kept(db: Connection) -> dict[str, str]:
    told: dict[str, str] = get_json(db, _FACT) or {}
    return told


def _written(found: Mapping[DeviceId, bytes]) -> dict[str, str]:
    return {str(no): to_base64(blob) for no, blob in found.items()}


def _issued_here(db: Connection, workspace_id: WorkspaceId, issued_at: int) -> dict[DeviceId, bytes]:
    """Without a clinic this laptop vouches for itself, and for those that it was before it was restored.

    Such certificates let nobody into a clinic: a clinic has another root.
    """
    blob = get_fact(db, DEVICE_KEYS)
    if blob is None:
        return {}
    keys = DeviceKeys.from_bytes(blob)
    return {
        device_id: issue(
            keys.sign,
            DeviceCert(
                workspace_id=workspace_id,
                user_id=signer.user_id,
                device_id=device_id,
                # An earlier identity of this laptop may have signed notes; it vouches for nobody.
                role=Role.OWNER if signer.sign_pub == keys.sign_pub else Role.THERAPIST,
                sign_pub=signer.sign_pub,
                hpke_pub=_NO_KEY,
                issued_at=issued_at,
            ),
        )
        for device_id, signer in signers(db).items()
    }
