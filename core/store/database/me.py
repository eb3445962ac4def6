"""Who works at this device, in which practice."""

from dataclasses import dataclass

from core.domain.ids import DeviceId, UserId, WorkspaceId


@dataclass(frozen=True, slots=True)
class Me:
    """Every query is scoped by `workspace_id`; every audit event carries all three."""

    workspace_id: WorkspaceId
    user_id: UserId
    device_id: DeviceId
