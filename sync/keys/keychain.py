"""The workspace's keys and its directory of devices, fetched when a row needs one that is not here yet."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection

from core.crypto.cells import KeyRing, base_no, twin_no
from core.crypto.certs import DeviceCert
from core.crypto.keys import DeviceKeys
from core.crypto.manifests import owners
from core.crypto.notes import Signer
from core.crypto.seals import SealVerifier
from core.crypto.wrap import unwrap_key
from core.domain.enums import Role
from core.domain.errors import ServerRefused, Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.store.attachments.workspace_keys import is_parted, load_keys, save_key, set_parted
from core.store.database.engine import Store
from core.store.database.facts import get_fact, set_fact
from core.store.outbox import adoption
from core.store.outbox.adoption import Adoption
from core.store.outbox.kept_seals import kept_seals
from core.store.unit_of_work.certificates import (
    holds_certificates,
    keep_certificates,
    kept_certificates,
)
from core.store.unit_of_work.device_names import device_names, keep_device_names
from core.store.unit_of_work.signers import keep_signers, signers
from sync.keys.certificates import devices_of, proven_certs
from sync.keys.manifest import without_late_guests
from sync.keys.manifest_choice import ShownKeys, shown_keys
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
        self._standing: Adoption | None = None
        self._shown = ShownKeys()
        self._parted = False
        self._may_read = True

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
        """Whether its certificate leads to the pinned root. A device that was removed is trusted for what it
        wrote."""
        self.verifier()
        return device_id in self._trusted

    def signing_key(self, device_id: DeviceId) -> bytes | None:
        """Of a trusted device."""
        return self._trusted[device_id].sign_pub if self.trusts(device_id) else None

    def person(self, device_id: DeviceId) -> UserId | None:
        """Whose a trusted device is."""
        return self._trusted[device_id].user_id if self.trusts(device_id) else None

    def devices_of(self, user_id: UserId) -> list[DeviceId]:
        """A person's trusted devices, those that left too."""
        self.verifier()
        return [device_id for device_id, cert in self._trusted.items() if cert.user_id == user_id]

    def kept_seals(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """Seals that other laptops gave to rows, which go along when they are offered again."""
        with self._store.read() as db:
            return kept_seals(db, ids)

    def role(self) -> Role | None:
        """What this device's certificate says; None without a valid one."""
        self.verifier()
        own = self._trusted.get(self._me.device_id)
        return own.role if own else None

    def is_parted(self) -> bool:
        """Whether what is clinical has keys of its own in this practice."""
        self.ring()
        return self._parted

    def lacks_clinical(self) -> bool:
        """Whether what is clinical has keys of its own here and this device has not the newest of them."""
        ring = self.ring()
        return self._parted and twin_no(ring.current) not in ring.numbers

    def has_any_clinical(self) -> bool:
        """Whether this device was given a clinical key, of whatever time."""
        return self.ring().clinical is not None

    def withholds(self) -> bool:
        """Whether this device goes without what is clinical."""
        return self._parted and not self._may_read

    def set_reader(self, *, may_read: bool) -> None:
        """What the practice's owner wrote of this device's person, once the keys for it are here."""
        self._may_read = may_read

    def standing(self) -> Adoption:
        """Whether rows without a seal may come from an adoption, as this store last knew."""
        if self._standing is None:
            with self._store.read() as db:
                known, found = adoption.recorded(db), adoption.standing(db)
            if known is None:
                self.set_standing(found)
            self._standing = found
        return self._standing

    def set_standing(self, now: Adoption) -> None:
        """Kept in the store as well, in a transaction of its own."""
        with self._store.write() as db:
            adoption.set_standing(db, now)
        self._standing = now

    def declared(self, generation: int) -> None:
        """This device signed the list of that number itself: every genuine row has a seal."""
        self._standing, self._seen = Adoption.OVER, generation

    def heed(self, generation: int) -> bool:
        """Fetches the keys when the server's count of lists is not the one that was heard last; True then."""
        if self._seen is None:
            with self._store.read() as db:
                self._seen = seen_generation(db)
        if generation == self._seen:
            return False
        self.refresh()
        self._seen = generation  # also where a list on top is worth nothing: it is looked at once
        return True

    def is_spoiled(self) -> bool:
        """Whether a list that no owner signed stands on top: the server goes by it, this laptop does not."""
        return self._shown.is_spoiled

    def refresh(self) -> None:
        """Reads directory, list of keys and wrapped keys again: something that we do not know was used."""
        # Rows and files have a keychain each, and the other one may have stored keys since.
        self._load()
        shown = self._read_directory(with_papers=True)
        papers, current = shown.papers, shown.current_key_no()
        fetched = self._fetch_keys(current)
        with self._store.write() as db:
            for key_no, key in fetched.items():
                save_key(db, key_no, key)
            if papers is not None:
                save_generation(db, papers.manifest.generation)
                if papers.parted:
                    set_parted(db)
        self._keys.update(fetched)
        self._parted = self._parted or (papers is not None and papers.parted)
        # After what came was stored: the next try lacks less.
        if not (REQUIRED | {current}).issubset(self._keys):
            raise lacks_keys()
        self._seen = papers.manifest.generation if papers else 0
        self._ring = KeyRing(self._me.workspace_id, self._keys)

    def _load(self) -> None:
        with self._store.read() as db:
            self._keys, self._parted = load_keys(db), is_parted(db)

    def _read_directory(self, *, with_papers: bool = False) -> ShownKeys:
        """Also the newest signed list of keys, when this device has seen one or is told to look.

        Raises Tampered when the server shows an older list than before, or none any more.
        """
        me = self._me
        entries = self._remote.directory(me.workspace_id)
        with self._store.read() as db:
            seen, kept = seen_generation(db), kept_certificates(db)
        certs = proven_certs(entries, me.workspace_id, me.root_pub, kept).newest
        trusted = devices_of(certs)
        if seen or with_papers:
            self._shown = shown_keys(self._remote, me.workspace_id, trusted, seen)
        papers = self._shown.papers
        # Signed by an owner, so it holds for this laptop too, whatever it thought of rows without a seal.
        if papers is not None and papers.all_sealed and self.standing() is not Adoption.OVER:
            self.set_standing(Adoption.OVER)
        self._trusted = without_late_guests(trusted, papers) if papers else trusted
        self._out = frozenset(entry.device_id for entry in entries if entry.revoked_at is not None)
        # From the signed list too: a server can leave out that a device was removed.
        self._out |= papers.removed if papers else frozenset()
        self._verifier = SealVerifier({no: cert.sign_pub for no, cert in self._trusted.items()})
        self._keep_names({entry.device_id: entry.name for entry in entries})
        self._keep_signers(trusted.keys() - self._trusted.keys())
        self._keep_certificates(certs)
        return self._shown

    def _keep_signers(self, refuted: AbstractSet[DeviceId]) -> None:
        """Signatures of notes are checked without the server too."""
        now = {no: Signer(cert.user_id, cert.sign_pub) for no, cert in self._trusted.items()}
        with self._store.read() as db:
            # Looked up before anything is written: most of the time nothing is new, and a write waits for its
            # turn.
            known = signers(db)
        if refuted & known.keys() or any(known.get(no) != signer for no, signer in now.items()):
            with self._store.write() as db:
                keep_signers(db, now, refuted)

    def _keep_certificates(self, certs: Mapping[DeviceId, bytes]) -> None:
        """With them others can check a note without the clinic, and this laptop goes on when they are
        spoiled there."""
        found = {device_id: cert for device_id, cert in certs.items() if device_id in self._trusted}
        with self._store.read() as db:
            is_known = holds_certificates(db, found)
        if not is_known:
            with self._store.write() as db:
                keep_certificates(db, found)

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
            # No list that an owner signed tells of it: a stolen login may have put it there for the next
            # number.
            if base_no(wrapped.key_no) > current:
                continue
            try:
                found[wrapped.key_no] = unwrap_key(
                    wrapped.blob, me.keys.hpke, me.workspace_id, wrapped.key_no, me.device_id, signer
                )
            # One that does not open must not keep the others out.
            except Tampered:
                continue
        return found


def lacks_keys() -> ServerRefused:
    """A key that every device has is missing here: nothing can be read until an owner gives it again."""
    return ServerRefused(
        "The clinic has not given this device its keys yet. Nothing is lost here. Ask the owner to change "
        "the keys: removing a laptop that nobody uses any more does it (Settings, Team and devices; in a "
        "terminal, `pazpaz rotate-key`). If that does not help, ask the owner to approve this device again.",
        code="lacks_keys",
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


def trusted_devices(
    entries: Sequence[DeviceEntry], me: Identity, kept: Mapping[DeviceId, bytes] | None = None
) -> Mapping[DeviceId, DeviceCert]:
    """Devices whose certificates lead to the pinned root; removed ones too, for what they wrote before.

    `kept` are certificates that this device proved before (`kept_certificates`).
    """
    return devices_of(proven_certs(entries, me.workspace_id, me.root_pub, kept).newest)


def seen_generation(db: Connection) -> int:
    """The newest list of keys that this store has seen; 0 before the first rotation."""
    return int(get_fact(db, _GENERATION) or b"0")


def save_generation(db: Connection, generation: int) -> None:
    """The newest list of keys that was seen: from here on an older one is refused."""
    set_fact(db, _GENERATION, b"%d" % generation)
