"""Whose signatures this store can check: devices of the practice, as their certificates proved them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Connection

from core.crypto.keys import DeviceKeys
from core.crypto.notes import Signer
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, UserId
from core.store.database.facts import get_fact, get_json, set_json
from core.store.unit_of_work.bootstrap import read_me

DEVICE_KEYS = "device_keys"
_FACT = "signers"


def signers(db: Connection) -> dict[DeviceId, Signer]:
    """This device, and every one that it has heard of; those that left too, for what they signed."""
    told: dict[str, list[str]] = get_json(db, _FACT) or {}
    found = {
        DeviceId(UUID(device)): Signer(UserId(UUID(user)), bytes.fromhex(key))
        for device, (user, key) in told.items()
    }
    return {**found, **_own(db)}


def keep_signers(db: Connection, found: Mapping[DeviceId, Signer], refuted: Iterable[DeviceId] = ()) -> None:
    """Adds and replaces; `refuted` are devices that turned out to have no valid certificate."""
    known = {device_id: signer for device_id, signer in signers(db).items() if device_id not in set(refuted)}
    now = {**known, **found}
    told = {str(no): [str(one.user_id), one.sign_pub.hex()] for no, one in sorted(now.items())}
    if told != get_json(db, _FACT):
        set_json(db, _FACT, told)


def keep_own_signer(db: Connection) -> None:
    """Before this device gets another identity: what it signed under this one can be checked afterwards."""
    keep_signers(db, {})


def _own(db: Connection) -> dict[DeviceId, Signer]:
    me, keys = read_me(db), get_fact(db, DEVICE_KEYS)
    if me is None or keys is None:
        return {}
    try:
        return {me.device_id: Signer(me.user_id, DeviceKeys.from_bytes(keys).sign_pub)}
    except Tampered:
        return {}  # damaged keys keep nobody from reading, nor from restoring
