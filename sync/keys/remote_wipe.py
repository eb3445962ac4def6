"""Orders to erase: what an owner signs for a removed device, and the proof that device asks for.

A removed device has no more say on the server, so the order brings the certificates that lead from its
issuer to the workspace root. The root was pinned when the device joined; nothing else is believed.
"""

import struct
from collections.abc import Mapping, Sequence
from typing import Protocol

from core.crypto.certs import DeviceCert, read_cert, verify_chain
from core.crypto.manifests import is_wipe_order, sign_wipe_order
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import Tampered, UserError
from core.domain.ids import DeviceId, WorkspaceId
from sync.keys.certificates import devices_of, proven_certs
from sync.keys.keychain import Identity
from sync.remote import Remote

_LENGTH = struct.Struct(">H")
_MOST_LINKS = 32


class WipeServer(Remote, Protocol):
    """The server as an owner's device sees it when it orders."""

    def order_wipe(self, workspace_id: WorkspaceId, device_id: DeviceId, papers: bytes) -> None:
        """Leaves a signed order for a device that was shut out; `papers` bring what proves it."""
        ...


class LastWord(Protocol):
    """What a removed device may still ask."""

    def wipe_orders(self) -> Sequence[tuple[WorkspaceId, bytes]]:
        """Orders for this device, each with its practice; nothing of them is proven."""
        ...

    def wipe_obeyed(self, workspace_id: WorkspaceId) -> None:
        """Tells that this device erased what it held of the practice: its last call."""
        ...


def order_wipe(
    server: WipeServer,
    me: Identity,
    target: DeviceId,
    clock: Clock,
    kept: Mapping[DeviceId, bytes] | None = None,
) -> None:
    """Leaves a signed order for a removed device. Raises UserError when this is no owner's device.

    `kept`: certificates that were proven here before, for a server on which they were spoiled.
    """
    if target == me.device_id:
        raise UserError("A device cannot order itself to erase; nothing was changed.", code="forbidden")
    entries = server.directory(me.workspace_id)
    certs = proven_certs(entries, me.workspace_id, me.root_pub, kept).newest
    trusted = devices_of(certs)
    own = trusted.get(me.device_id)
    if own is None or own.role is not Role.OWNER:
        raise UserError("Only an owner's device can order that; nothing was changed.", code="forbidden")
    chain = _chain(me.device_id, trusted, certs)
    order = sign_wipe_order(me.keys.sign, me.workspace_id, target, to_micros(clock.now()), me.device_id)
    server.order_wipe(me.workspace_id, target, _pack([order, *chain]))


def is_ordered(server: LastWord, me: Identity) -> bool:
    """Whether an owner, proven to the pinned root, ordered this device to erase what it holds.

    False for everything else that a server may hand out: it can refuse us, but not make us forget.
    """
    return any(
        workspace_id == me.workspace_id and _is_proven(papers, me)
        for workspace_id, papers in server.wipe_orders()
    )


def _is_proven(papers: bytes, me: Identity) -> bool:
    try:
        order, *chain = _unpack(papers)
        certs = {read_cert(blob).device_id: blob for blob in chain}
    except (Tampered, ValueError):
        return False
    trusted = verify_chain(certs, me.root_pub, me.workspace_id)
    return is_wipe_order(order, me.workspace_id, me.device_id, trusted)


def _chain(
    device_id: DeviceId, trusted: Mapping[DeviceId, DeviceCert], certs: Mapping[DeviceId, bytes]
) -> list[bytes]:
    """Certificates from the device up to one that the root issued."""
    found: list[bytes] = []
    link: DeviceId | None = device_id
    while link is not None:
        found.append(certs[link])
        link = trusted[link].issuer_device_id
    return found


def _pack(parts: Sequence[bytes]) -> bytes:
    return b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def _unpack(papers: bytes) -> list[bytes]:
    """Raises ValueError unless it is whole and of a sane length."""
    parts: list[bytes] = []
    at = 0
    while at < len(papers):
        if at + _LENGTH.size > len(papers):
            raise ValueError("cut short")
        (length,) = _LENGTH.unpack_from(papers, at)
        at += _LENGTH.size + length
        if at > len(papers) or len(parts) > _MOST_LINKS:
            raise ValueError("cut short")
        parts.append(papers[at - length : at])
    # So that there is always a first part; one that is empty proves nothing.
    return parts or [b""]
