"""Letting a device in with the recovery paper alone: the root signs for it, the paper opens every key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.crypto.certs import newest_certs
from core.crypto.recovery import workspace_keys
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import BadInput
from core.domain.ids import DeviceId, UserId, WorkspaceId
from sync.enrolment.authority import Authority
from sync.enrolment.messages import JoinRequest
from sync.keys.certificates import devices_of
from sync.keys.manifest_choice import newest_genuine
from sync.keys.stored_papers import StoredPaper, newest_keys
from sync.postgres.logins import NewDevice
from sync.remote import ListedKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPractice:
    """What the server holds of a practice that the paper needs. `kept` and `lists` (of keys) newest first."""

    workspace_id: WorkspaceId
    kept: Sequence[StoredPaper]
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
    authority = Authority(workspace_id, root)
    device = authority.certify(request, user_id, Role.OWNER, keys, to_micros(clock.now()))
    return LetIn(device, root.sign_pub, papers.manifest.generation if papers else 0)
