"""Letting a device in with the recovery paper alone: the root signs for it, the paper opens every key."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.crypto.certs import DeviceCert, issue, verify_chain
from core.crypto.keys import DeviceKeys
from core.crypto.recovery import workspace_keys
from core.crypto.seals import SealVerifier, leaf, row_mac
from core.crypto.wrap import wrap_key
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import BadInput, Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.registry import WORKSPACES
from core.store.wire import WireRow, canonical
from sync.enrol_papers import JoinRequest
from sync.key_papers import open_papers
from sync.paper import SETTING, open_paper
from sync.postgres_logins import NewDevice
from sync.remote import WrappedKey

_SETTINGS_NO = WORKSPACES.by_name["settings"].no


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPractice:
    """What the server holds of a practice that the paper needs; nothing of it is believed unproven."""

    workspace_id: WorkspaceId
    row: WireRow
    mac: bytes | None
    seal: bytes | None
    sealed_by: DeviceId | None
    certs: Mapping[DeviceId, bytes]
    papers: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class LetIn:
    device: NewDevice
    root_pub: bytes
    generation: int


def let_in_by_paper(
    request: JoinRequest, code: str, held: HeldPractice, user_id: UserId, clock: Clock
) -> LetIn:
    """An owner's device, certified by the root. Raises BadInput for a mistyped code, Tampered otherwise.

    Anybody can seal a key to the paper's public half, so the row that holds them must be an owner's.
    """
    if request.first is not None:
        raise BadInput("This request brings a new practice; it needs no recovery paper.")
    root, workspace_id = workspace_keys(code), held.workspace_id
    settings = held.row.fields.get(_SETTINGS_NO)
    paper = settings.get(SETTING) if isinstance(settings, dict) else None
    keys = open_paper(code, workspace_id, paper if isinstance(paper, dict) else {})
    devices = verify_chain(held.certs, root.sign_pub, workspace_id)
    _prove(held, keys, devices)
    papers = open_papers(held.papers, workspace_id, devices) if held.papers else None
    if papers is not None and papers.manifest.current_key_no not in keys:
        raise Tampered("The recovery paper does not open the newest key; an owner's device must sync first.")
    device = _device(request, root, workspace_id, user_id, keys, to_micros(clock.now()))
    return LetIn(device, root.sign_pub, papers.manifest.generation if papers else 0)


def _device(
    request: JoinRequest,
    root: DeviceKeys,
    workspace_id: WorkspaceId,
    user_id: UserId,
    keys: Mapping[int, bytes],
    issued_at: int,
) -> NewDevice:
    cert = DeviceCert(
        workspace_id=workspace_id,
        user_id=user_id,
        device_id=request.device_id,
        role=Role.OWNER,
        sign_pub=request.sign_pub,
        hpke_pub=request.hpke_pub,
        issued_at=issued_at,
    )
    return NewDevice(
        workspace_id=workspace_id,
        user_id=user_id,
        user_role=Role.OWNER,
        device_id=request.device_id,
        name=request.device_name,
        login_role=request.login_role,
        verifier=request.verifier,
        sign_pub=request.sign_pub,
        hpke_pub=request.hpke_pub,
        cert=issue(root.sign, cert),
        keys=tuple(_wrapped(no, key, request, root, workspace_id) for no, key in sorted(keys.items())),
    )


def _wrapped(
    no: int, key: bytes, request: JoinRequest, root: DeviceKeys, workspace_id: WorkspaceId
) -> WrappedKey:
    """The paper is no device: it goes by the workspace's own id, and its signature by the root."""
    blob = wrap_key(key, request.hpke_pub, workspace_id, no, request.device_id, root.sign)
    return WrappedKey(no, request.device_id, blob, DeviceId(workspace_id))


def _prove(held: HeldPractice, keys: Mapping[int, bytes], devices: Mapping[DeviceId, DeviceCert]) -> None:
    row, by = held.row, held.sealed_by
    deleted = row.deleted_at is not None
    if by is None or held.seal is None or held.mac is None or 0 not in keys:
        raise Tampered("The practice's settings carry no owner's seal, so the paper's keys were not used.")
    mac = row_mac(keys[0], held.workspace_id, row.table_no, row.row_id, deleted, canonical(row))
    owners = {no: cert.sign_pub for no, cert in devices.items() if cert.role is Role.OWNER}
    told = leaf(held.workspace_id, row.table_no, row.row_id, row.version, deleted, held.mac)
    SealVerifier(owners).check(by, told, held.seal)
    if mac != held.mac:
        raise Tampered("The practice's settings are not what its owner signed.")
