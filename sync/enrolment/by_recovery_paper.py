"""Letting a device in with the recovery paper alone: the root signs for it, the paper opens every key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.crypto.certs import DeviceCert, issue, newest_certs
from core.crypto.keys import DeviceKeys
from core.crypto.recovery import workspace_keys
from core.crypto.wrap import wrap_key
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import BadInput
from core.domain.ids import DeviceId, UserId, WorkspaceId
from sync.enrolment.messages import JoinRequest
from sync.keys.certificates import devices_of
from sync.keys.manifest_choice import newest_genuine
from sync.keys.stored_papers import Kept, newest_keys
from sync.postgres.logins import NewDevice
from sync.remote import ListedKeys, WrappedKey


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPractice:
    """What the server holds of a practice that the paper needs. `kept` and `lists` (of keys) newest first."""

    workspace_id: WorkspaceId
    kept: Sequence[Kept]
    certs: Mapping[DeviceId, Sequence[bytes]]
    lists: Sequence[ListedKeys] = ()


@dataclass(frozen=True, slots=True)
class LetIn:
    """The device as the server is to take it, and what its answer says: the root, and the newest genuine list
    of keys."""

    device: NewDevice
    root_pub: bytes
    generation: int


def let_in_by_paper(
    request: JoinRequest, code: str, held: HeldPractice, user_id: UserId, clock: Clock
) -> LetIn:
    """An owner's device, certified by the root. Raises BadInput for a mistyped code, Tampered otherwise."""
    if request.first is not None:
        raise BadInput("This request brings a new practice; it needs no recovery paper.")
    root, workspace_id = workspace_keys(code), held.workspace_id
    devices = devices_of(newest_certs(held.certs, root.sign_pub, workspace_id).newest)
    papers = newest_genuine(held.lists, workspace_id, devices)
    keys = newest_keys(code, workspace_id, held.kept, devices, papers)
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
