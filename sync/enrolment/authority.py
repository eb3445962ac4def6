"""Who lets devices into a practice: one of its owner's devices, or the root that its recovery paper holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.crypto.certs import DeviceCert, issue
from core.crypto.keys import DeviceKeys
from core.crypto.wrap import wrap_key
from core.domain.enums import Role
from core.domain.ids import DeviceId, UserId, WorkspaceId
from sync.enrolment.messages import JoinRequest
from sync.postgres.logins import NewDevice
from sync.remote import WrappedKey


@dataclass(frozen=True, slots=True)
class Authority:
    """`device_id` None: the root, which is no device. Keys that it wraps go by the workspace's own id."""

    workspace_id: WorkspaceId
    keys: DeviceKeys = field(repr=False)
    device_id: DeviceId | None = None

    def certify(
        self, request: JoinRequest, user_id: UserId, role: Role, keys: Mapping[int, bytes], issued_at: int
    ) -> NewDevice:
        """The device as the server is to take it, with these workspace keys (by number) wrapped for it.

        `issued_at` in microseconds.
        """
        cert = DeviceCert(
            workspace_id=self.workspace_id,
            user_id=user_id,
            device_id=request.device_id,
            role=role,
            sign_pub=request.sign_pub,
            hpke_pub=request.hpke_pub,
            issued_at=issued_at,
            issuer_device_id=self.device_id,
        )
        wrapped = tuple(self._wrapped(number, key, request) for number, key in sorted(keys.items()))
        return device_of(request, cert, issue(self.keys.sign, cert), wrapped)

    def _wrapped(self, number: int, key: bytes, request: JoinRequest) -> WrappedKey:
        ws, device_id = self.workspace_id, request.device_id
        blob = wrap_key(key, request.hpke_pub, ws, number, device_id, self.keys.sign)
        return WrappedKey(number, device_id, blob, self.device_id or DeviceId(ws))


def device_of(
    request: JoinRequest, cert: DeviceCert, signed: bytes, keys: tuple[WrappedKey, ...]
) -> NewDevice:
    """Who asked, as the server is to take it. `signed`: the certificate as it travels."""
    return NewDevice(
        workspace_id=cert.workspace_id,
        user_id=cert.user_id,
        user_role=cert.role,
        device_id=request.device_id,
        name=request.device_name,
        login_role=request.login_role,
        verifier=request.verifier,
        sign_pub=request.sign_pub,
        hpke_pub=request.hpke_pub,
        cert=signed,
        keys=keys,
    )
