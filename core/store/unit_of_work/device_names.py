"""What the practice's devices are called, as far as this one has heard: for words, never for trust."""

import uuid
from collections.abc import Mapping

from sqlalchemy import Connection

from core.domain.ids import DeviceId
from core.domain.printable import one_line
from core.store.database.facts import get_json, set_json

_FACT = "device_names"


def device_names(db: Connection) -> dict[DeviceId, str]:
    """Each on one line and without marks that mislead, so that it may be shown as it is."""
    found: dict[str, str] = get_json(db, _FACT) or {}
    return {DeviceId(uuid.UUID(key)): one_line(name) for key, name in found.items()}


def keep_device_names(db: Connection, names: Mapping[DeviceId, str]) -> None:
    """Adds and replaces; a device that left keeps its name, for what it wrote."""
    told = {device_id: clean for device_id, name in names.items() if (clean := one_line(name))}
    known = device_names(db)
    if known | told != known:
        set_json(db, _FACT, {str(device_id): name for device_id, name in sorted((known | told).items())})
