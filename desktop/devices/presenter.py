"""Words of the devices page: what a row says, how a request is read."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from core.domain.clock import from_micros
from core.domain.errors import BadInput
from core.domain.ids import DeviceId
from core.domain.records import User
from desktop.devices.office import DeviceLine
from desktop.i18n import tr
from desktop.widgets.rows import Row
from sync.enrol_papers import JoinAnswer, JoinRequest
from sync.rotation import Rotated


class DeviceOffice(Protocol):
    """What the page asks for; everything but `is_owners` goes to the server and belongs on the worker."""

    @property
    def is_owners(self) -> bool: ...

    def people(self) -> Sequence[User]: ...

    def devices(self) -> list[DeviceLine]: ...

    def let_in(self, request: JoinRequest, user: User) -> JoinAnswer: ...

    def remove(self, device_id: DeviceId, *, erase: bool = False) -> Rotated: ...


ROLES: dict[str, Callable[[], str]] = {
    "OWNER": lambda: tr("Devices", "Owner"),
    "THERAPIST": lambda: tr("Devices", "Therapist"),
    "ASSISTANT": lambda: tr("Devices", "Assistant"),
    "READONLY": lambda: tr("Devices", "Reads only"),
}


def role_name(role: str) -> str:
    named = ROLES.get(role)
    return named() if named else role


def row_of(device: DeviceLine, zone: tzinfo) -> Row:
    """Name, whose it is, in which role and with which program; when it was last seen, or removed."""
    whose = [device.person or tr("Devices", "Unknown person"), role_name(device.role)]
    if device.program is not None:
        whose.append(tr("Devices", "version {number}", number=device.program))
    return Row(
        first=tr("Devices", "{name} (this device)", name=device.name) if device.is_this else device.name,
        second=" · ".join(whose),
        trailing=_state(device),
        trailing_second=_when(device, zone),
        icon="device",
        tone="secondary" if device.is_vouched else "danger",
        faint=device.revoked_at is not None,
        struck=device.revoked_at is not None,
    )


def _state(device: DeviceLine) -> str:
    if device.revoked_at is not None:
        return tr("Devices", "Removed")
    if not device.is_vouched:
        return tr("Devices", "Let in by nobody")
    return tr("Devices", "Never seen") if device.last_seen_at is None else tr("Devices", "Last seen")


def _when(device: DeviceLine, zone: tzinfo) -> str:
    moment = device.revoked_at or device.last_seen_at
    return "" if moment is None else _day(from_micros(moment).astimezone(zone))


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def read_request(text: str) -> JoinRequest:
    """Raises BadInput with a sentence, also for a request that the server's operator must approve."""
    request = JoinRequest.from_text(text)
    if request.first is not None:
        raise BadInput(
            tr("Devices", "This request brings a new practice; whoever runs the server approves it.")
        )
    return request


def two_lines(words: Sequence[str]) -> str:
    """Six words in two lines of three, as one reads them aloud."""
    return "   ".join(words[:3]) + "\n" + "   ".join(words[3:])
