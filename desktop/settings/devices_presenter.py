"""Words of the devices page: what a row says, how a request is read."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.clock import from_micros
from core.domain.errors import BadInput
from core.domain.ids import DeviceId
from core.domain.records import User
from desktop.kit.dates import day_text, time_text
from desktop.kit.i18n import one_line, tr
from desktop.session.device_admin import DeviceLine
from desktop.widgets.rows import ListRow
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.enrolment.undoing import Undone
from sync.keys.rotation import Rotated


class DeviceAdminPort(Protocol):
    """What the page asks for; everything but `is_owners` goes to the server and belongs on the worker."""

    @property
    def is_owners(self) -> bool:
        """Whether the role in this device's certificate may let others in and out. Asks nobody."""
        ...

    def people(self) -> Sequence[User]:
        """Those of the team who are active: a device is let in for one of them."""
        ...

    def devices(self) -> list[DeviceLine]:
        """Those that are in first, then the removed ones."""
        ...

    def let_in(self, request: JoinRequest, user: User) -> JoinAnswer:
        """Only after a person has compared the six words. The answer goes back to the new device."""
        ...

    def remove(self, device_id: DeviceId, *, erase: bool = False) -> Rotated:
        """Shuts the device out and changes the keys; `erase` orders it to erase what it holds.

        Raises UserError with the code "not_ordered" or "not_rotated" where it is out, but not more than that.
        """
        ...

    def undo(self, device_id: DeviceId) -> Undone:
        """Sets aside, for all laptops, what a removed device left and nobody can verify."""
        ...


ROLES: dict[str, Callable[[], str]] = {
    "OWNER": lambda: tr("Devices", "Owner"),
    "THERAPIST": lambda: tr("Devices", "Therapist"),
    "ASSISTANT": lambda: tr("Devices", "Assistant"),
    "READONLY": lambda: tr("Devices", "Reads only"),
}


def role_name(role: str) -> str:
    """The role in a word; one of a newer program as that names it."""
    named = ROLES.get(role)
    return named() if named else role


def row_of(device: DeviceLine, now: datetime) -> ListRow:
    """Name, whose it is, in which role and with which program; when it was last seen, or removed."""
    whose = [device.person or tr("Devices", "Unknown person"), role_name(device.role)]
    if device.program is not None:
        whose.append(tr("Devices", "version {number}", number=device.program))
    return ListRow(
        first=tr("Devices", "{name} (this device)", name=device.name) if device.is_this else device.name,
        second=one_line(whose),
        trailing=_state(device),
        trailing_second=_when(device, now),
        icon="device",
        tone="secondary" if device.is_vouched and not _is_false(device) else "danger",
        faint=device.revoked_at is not None,
        struck=device.revoked_at is not None,
    )


def _state(device: DeviceLine) -> str:
    if device.revoked_at is not None:
        return tr("Devices", "Removed")
    if not device.is_vouched:
        return tr("Devices", "Let in by nobody")
    if _is_false(device):
        return tr("Devices", "Its login gave false certificates")
    return tr("Devices", "Never seen") if device.last_seen_at is None else tr("Devices", "Last seen")


def _is_false(device: DeviceLine) -> bool:
    """A removed one does no more harm."""
    return device.gave_false_certs and device.revoked_at is None


def _when(device: DeviceLine, now: datetime) -> str:
    micros = device.revoked_at or device.last_seen_at
    if micros is None:
        return ""
    at = from_micros(micros).astimezone(now.tzinfo)
    return tr("Dates", "{day}, {time}", day=day_text(at.date(), now.date()), time=time_text(at, now))


def undone_words(done: Undone) -> str:
    """How many records were set aside, put back, and had to stay: a line each."""
    words = [
        tr("Devices", "Set aside for all laptops: {count}.", count=done.set_aside),
        tr("Devices", "Put back from this laptop, by the next sync: {count}.", count=done.put_back),
    ]
    if done.left:
        words.append(tr("Devices", "Left where they are, for no laptop uses them: {count}.", count=done.left))
    return "\n".join(words)


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
