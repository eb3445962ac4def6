"""What could not be merged, as its field shows it: whose two texts these are. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.enums import Resolution
from core.domain.ids import ConflictId, DeviceId
from core.domain.records import Conflict


@dataclass(frozen=True, slots=True)
class Version:
    """One of two texts. `device` is what another laptop is called, "" where nobody knows."""

    text: str
    here: bool
    device: str
    choice: Resolution


@dataclass(frozen=True, slots=True)
class FieldQuestion:
    """`first` is this laptop's text, where one of them is."""

    id: ConflictId
    field: str
    first: Version
    second: Version


def field_question(conflict: Conflict, me: DeviceId, names: Mapping[DeviceId, str]) -> FieldQuestion:
    """The text of this laptop (`me`) comes first, where one is its own; `names` are the others'."""
    ours = _version(conflict.ours, conflict.our_device_id, Resolution.MINE, me, names)
    theirs = _version(conflict.theirs, conflict.their_device_id, Resolution.THEIRS, me, names)
    first, second = (theirs, ours) if theirs.here else (ours, theirs)
    return FieldQuestion(conflict.id, conflict.field or "", first, second)


def _version(
    text: str | None,
    device: DeviceId | None,
    choice: Resolution,
    me: DeviceId,
    names: Mapping[DeviceId, str],
) -> Version:
    return Version(text or "", device == me, names.get(device, "") if device else "", choice)
