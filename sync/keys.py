"""The workspace's keys and its directory of devices, fetched when a row needs one that is not here yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from core.crypto.cells import KeyRing
from core.crypto.certs import DeviceCert, verify_chain
from core.crypto.keys import DeviceKeys
from core.crypto.seals import SealVerifier
from core.crypto.wrap import unwrap_key
from core.domain.errors import ServerRefused, Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.store.engine import Store
from core.store.tables import FACTS
from sync.remote import DeviceEntry, Remote

_PREFIX = "workspace_key/"
REQUIRED = frozenset({0, 1})
"""The index key and the first cell key: without them nothing can be read or written."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this device is. `root_pub` is the workspace root that was pinned when the device joined."""

    workspace_id: WorkspaceId
    user_id: UserId
    device_id: DeviceId
    keys: DeviceKeys = field(repr=False)
    root_pub: bytes


class Keychain:
    """Keys and trusted devices of one workspace. Used on the sync thread, or under its pull worker alone."""

    def __init__(self, store: Store, remote: Remote, identity: Identity) -> None:
        self._store, self._remote, self._me = store, remote, identity
        self._keys: dict[int, bytes] = {}
        self._trusted: Mapping[DeviceId, DeviceCert] = {}
        self._ring: KeyRing | None = None
        self._verifier: SealVerifier | None = None

    def ring(self) -> KeyRing:
        """The keys; asks the server for them when this device has none yet (ServerRefused without any)."""
        if self._ring is None:
            self._load()
            if not REQUIRED.issubset(self._keys):
                self.refresh()
        if self._ring is None:
            self._ring = KeyRing(self._me.workspace_id, self._keys)
        return self._ring

    def verifier(self) -> SealVerifier:
        """Checks seals of devices whose certificates lead to the workspace root."""
        if self._verifier is None:
            self._read_directory()
        assert self._verifier is not None  # noqa: S101 - set by the line above
        return self._verifier

    def trusts(self, device_id: DeviceId) -> bool:
        self.verifier()
        return device_id in self._trusted

    def refresh(self) -> None:
        """Reads directory and wrapped keys again: a device or a key that we do not know was used."""
        self._load()
        self._read_directory()
        fetched = self._fetch_keys()
        with self._store.write() as db:
            for key_no, key in fetched.items():
                save_key(db, key_no, key)
        self._keys.update(fetched)
        if not REQUIRED.issubset(self._keys):
            raise ServerRefused(
                "The clinic has not given this device its keys yet. Ask the owner to approve it again."
            )
        self._ring = KeyRing(self._me.workspace_id, self._keys)

    def _load(self) -> None:
        with self._store.read() as db:
            self._keys = load_keys(db)

    def _read_directory(self) -> None:
        entries = self._remote.directory(self._me.workspace_id)
        self._trusted = trusted_devices(entries, self._me)
        self._verifier = SealVerifier({no: cert.sign_pub for no, cert in self._trusted.items()})

    def _fetch_keys(self) -> dict[int, bytes]:
        """Keys wrapped for this device by a trusted one; any other is left aside."""
        me, found = self._me, {}
        for wrapped in self._remote.wrapped_keys(me.workspace_id):
            signer = self._trusted.get(wrapped.wrapped_by)
            if signer is None or wrapped.device_id != me.device_id or wrapped.key_no in self._keys:
                continue
            try:
                found[wrapped.key_no] = unwrap_key(
                    wrapped.blob, me.keys.hpke, me.workspace_id, wrapped.key_no, me.device_id, signer.sign_pub
                )
            except Tampered:
                continue
        return found


def trusted_devices(entries: Sequence[DeviceEntry], me: Identity) -> Mapping[DeviceId, DeviceCert]:
    """Devices whose certificates lead to the pinned root; removed ones too, for what they wrote before."""
    certs = {entry.device_id: entry.cert for entry in entries}
    return verify_chain(certs, me.root_pub, me.workspace_id)


def load_keys(db: Connection) -> dict[int, bytes]:
    """Workspace keys that this store holds, by number."""
    ours = FACTS.c.name.startswith(_PREFIX, autoescape=True)
    rows = db.execute(select(FACTS.c.name, FACTS.c.value).where(ours))
    return {int(name.removeprefix(_PREFIX)): bytes(value) for name, value in rows}


def save_key(db: Connection, key_no: int, key: bytes) -> None:
    """Keeps a workspace key; a key never changes under its number."""
    db.execute(insert(FACTS).values(name=f"{_PREFIX}{key_no}", value=key).on_conflict_do_nothing())
