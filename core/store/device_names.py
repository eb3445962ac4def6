"""What the practice's devices are called, as far as this one has heard: for words, never for trust."""

import unicodedata
import uuid
from collections.abc import Mapping

from sqlalchemy import Connection

from core.domain.ids import DeviceId
from core.store.facts import get_json, set_json

_FACT = "device_names"
_LONGEST = 60


def device_names(db: Connection) -> dict[DeviceId, str]:
    found: dict[str, str] = get_json(db, _FACT) or {}
    return {DeviceId(uuid.UUID(key)): name for key, name in found.items()}


def keep_device_names(db: Connection, names: Mapping[DeviceId, str]) -> None:
    """Adds and replaces; a device that left keeps its name, for what it wrote."""
    told = {device_id: clean for device_id, name in names.items() if (clean := _clean(name))}
    known = device_names(db)
    if known | told != known:
        set_json(db, _FACT, {str(device_id): name for device_id, name in sorted((known | told).items())})


def _clean(name: str) -> str:
    """One line without control and direction marks: the name comes from a server."""
    marks = {"Cc", "Cf", "Co", "Cs"}
    visible = "".join(" " if char.isspace() else char for char in name)
    return " ".join("".join(char for char in visible if unicodedata.category(char) not in marks).split())[
        :_LONGEST
    ]
