"""The workspace's keys and its directory of devices, fetched when a row needs one that is not here yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from core.crypto.cells import KeyRing
from core.crypto.certs import DeviceCert, verify_chain
from core.crypto.keys import DeviceKeys
from core.crypto.manifests import owners
from core.crypto.seals import SealVerifier
from core.crypto.wrap import unwrap_key
from core.domain.enums import Role
from core.domain.errors import ServerRefused, Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.store.device_names import device_names, keep_device_names
from core.store.engine import Store
from core.store.facts import get_fact, set_fact
from core.store.workspace_keys import load_keys, save_key
from sync.key_papers import KeyPapers, open_papers, without_late_guests
from sync.remote import DeviceEntry, Remote

_GENERATION = "key_generation"
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
        self._out: frozenset[DeviceId] = frozenset()
        self._seen: int | None = None
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

    def role(self) -> Role | None:
        """What this device's certificate says; None without a valid one."""
        self.verifier()
        own = self._trusted.get(self._me.device_id)
        return own.role if own else None

    def heed(self, generation: int) -> None:
        """Fetches the keys when the server's count of rotations is not the one that was seen last."""
        if self._seen is None:
            with self._store.read() as db:
                self._seen = seen_generation(db)
        if generation != self._seen:
            self.refresh()

    def refresh(self) -> None:
        """Reads directory, list of keys and wrapped keys again: something that we do not know was used."""
        self._load()
        papers = self._read_directory(with_papers=True)
        current = papers.manifest.current_key_no if papers else 1
        fetched = self._fetch_keys(current)
        with self._store.write() as db:
            for key_no, key in fetched.items():
                save_key(db, key_no, key)
            if papers is not None:
                save_generation(db, papers.manifest.generation)
        self._keys.update(fetched)
        if not (REQUIRED | {current}).issubset(self._keys):
            raise lacks_keys()
        self._seen = papers.manifest.generation if papers else 0
        self._ring = KeyRing(self._me.workspace_id, self._keys)

    def _load(self) -> None:
        with self._store.read() as db:
            self._keys = load_keys(db)

    def _read_directory(self, *, with_papers: bool = False) -> KeyPapers | None:
        """Also the newest signed list of keys, when this device has seen one or is told to look.

        Raises Tampered when the server shows an older list than before, or none any more.
        """
        me = self._me
        entries = self._remote.directory(me.workspace_id)
        trusted = trusted_devices(entries, me)
        with self._store.read() as db:
            seen = seen_generation(db)
        papers = read_papers(self._remote, me.workspace_id, trusted, seen) if seen or with_papers else None
        self._trusted = without_late_guests(trusted, papers) if papers else trusted
        self._out = frozenset(entry.device_id for entry in entries if entry.revoked_at is not None)
        self._out |= papers.removed if papers else frozenset()
        self._verifier = SealVerifier({no: cert.sign_pub for no, cert in self._trusted.items()})
        self._keep_names({entry.device_id: entry.name for entry in entries})
        return papers

    def _keep_names(self, names: Mapping[DeviceId, str]) -> None:
        """What people read beside a text that another device wrote; only of devices that are trusted."""
        told = {device_id: name for device_id, name in names.items() if device_id in self._trusted}
        with self._store.read() as db:
            known = device_names(db)
        if any(known.get(device_id) != name for device_id, name in told.items()):
            with self._store.write() as db:
                keep_device_names(db, told)

    def _fetch_keys(self, current: int) -> dict[int, bytes]:
        """Keys up to the current one, wrapped for this device by one that may; any other is left aside."""
        me, found = self._me, {}
        wrappers = allowed_wrappers(self._trusted, self._out, me.workspace_id, me.root_pub)
        for wrapped in self._remote.wrapped_keys(me.workspace_id):
            signer = wrappers.get(wrapped.wrapped_by)
            if signer is None or wrapped.device_id != me.device_id or wrapped.key_no in self._keys:
                continue
            if wrapped.key_no > current:
                continue
            try:
                found[wrapped.key_no] = unwrap_key(
                    wrapped.blob, me.keys.hpke, me.workspace_id, wrapped.key_no, me.device_id, signer
                )
            except Tampered:
                continue
        return found


def lacks_keys() -> ServerRefused:
    """A key that every device has is missing here: nothing can be read until an owner gives it again."""
    return ServerRefused(
        "The clinic has not given this device its keys yet. Ask the owner to approve it again."
    )


def allowed_wrappers(
    trusted: Mapping[DeviceId, DeviceCert],
    out: frozenset[DeviceId],
    workspace_id: WorkspaceId,
    root_pub: bytes,
) -> dict[DeviceId, bytes]:
    """Signing keys by device of those who may hand out workspace keys: owners who are not removed, and the
    recovery paper, which goes by the workspace's own id."""
    allowed = {
        device_id: trusted[device_id].sign_pub for device_id in owners(trusted) if device_id not in out
    }
    return {**allowed, DeviceId(workspace_id): root_pub}


def read_papers(
    remote: Remote, workspace_id: WorkspaceId, trusted: Mapping[DeviceId, DeviceCert], seen: int
) -> KeyPapers | None:
    """The list of keys that the server shows; None before the first rotation."""
    blob = remote.key_manifest(workspace_id)
    if blob is None and seen:
        raise Tampered("The server no longer shows the list of the practice's keys that it showed before.")
    return None if blob is None else open_papers(blob, workspace_id, trusted, seen)


def trusted_devices(entries: Sequence[DeviceEntry], me: Identity) -> Mapping[DeviceId, DeviceCert]:
    """Devices whose certificates lead to the pinned root; removed ones too, for what they wrote before."""
    certs = {entry.device_id: entry.cert for entry in entries}
    return verify_chain(certs, me.root_pub, me.workspace_id)


def seen_generation(db: Connection) -> int:
    """The newest list of keys that this store has seen; 0 before the first rotation."""
    return int(get_fact(db, _GENERATION) or b"0")


def save_generation(db: Connection, generation: int) -> None:
    set_fact(db, _GENERATION, b"%d" % generation)
