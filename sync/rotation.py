"""A new workspace key after a device was removed, made by an owner's device for all that remain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, select

from core.crypto.cells import new_key
from core.crypto.certs import DeviceCert
from core.crypto.manifests import KeyManifest
from core.crypto.wrap import wrap_key
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import ServerRefused, UserError
from core.domain.ids import DeviceId, IdSource, WorkspaceId
from core.store.engine import Store
from core.store.me import Me
from core.store.tables import SYNCED
from core.store.workspace_keys import load_keys, save_key
from core.store.writer import Writer
from sync.key_papers import KeyPapers, list_digest, without_late_guests, write_papers
from sync.keys import (
    Identity,
    Keychain,
    read_papers,
    save_generation,
    seen_generation,
    trusted_devices,
)
from sync.paper import SETTING, extended_paper, missing_in_paper
from sync.remote import DeviceEntry, Remote, WrappedKey

GRACE_S = 86_400
"""A day: devices hear of a rotation at their next greeting; the grace is for those that are in the middle."""


class KeyServer(Remote, Protocol):
    """The server as an owner's device sees it when it makes keys."""

    def rotate_keys(
        self,
        workspace_id: WorkspaceId,
        generation: int,
        key_no: int,
        papers: bytes,
        keys: Sequence[WrappedKey],
        grace_s: int,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Rotated:
    generation: int
    key_no: int
    devices: int
    """How many devices hold the new key."""


def rotate(
    store: Store, server: KeyServer, me: Identity, clock: Clock, ids: IdSource, *, grace_s: int = GRACE_S
) -> Rotated:
    """Makes the next key and hands it to every device that is in, in one transaction of the server.

    When the answer is lost the next sync finds the key: it is wrapped for this device as well. Raises
    UserError for a device that is no owner's, or when the directory lists a device that nobody vouches for.
    """
    keychain = Keychain(store, server, me)
    keychain.refresh()
    present = _present(store, server, me)
    key, key_no = new_key(), keychain.ring().current + 1
    generation = (present.papers.manifest.generation if present.papers else 0) + 1
    wrapped = [_wrapped(key, key_no, device_id, pub, me) for device_id, pub in present.recipients.items()]
    papers = _papers(me, present, generation, key_no, clock)
    server.rotate_keys(me.workspace_id, generation, key_no, papers, wrapped, grace_s)
    with store.write() as db:
        save_key(db, key_no, key)
        save_generation(db, generation)
        keep_paper_whole(db, Me(me.workspace_id, me.user_id, me.device_id), clock, ids)
    return Rotated(generation, key_no, len(wrapped))


def keep_paper_whole(db: Connection, me: Me, clock: Clock, ids: IdSource) -> bool:
    """Seals keys that the recovery paper lacks to its public key; True when there were any."""
    place = SYNCED["workspaces"].c
    settings = db.execute(select(place.settings).where(place.id == me.workspace_id)).scalar() or {}
    held, keys = settings.get(SETTING), load_keys(db)
    if not isinstance(held, dict) or not missing_in_paper(held, keys):
        return False
    whole = {**settings, SETTING: extended_paper(held, me.workspace_id, keys)}
    Writer(db, me, clock, ids).update("workspaces", me.workspace_id, {"settings": whole})
    return True


@dataclass(frozen=True, slots=True)
class _Present:
    """Who is in, by proven certificates, and who was removed so far."""

    papers: KeyPapers | None
    recipients: Mapping[DeviceId, bytes]
    removed: frozenset[DeviceId]


def _present(store: Store, server: KeyServer, me: Identity) -> _Present:
    entries = server.directory(me.workspace_id)
    trusted = trusted_devices(entries, me)
    own = trusted.get(me.device_id)
    if own is None or own.role is not Role.OWNER:
        raise UserError("Only an owner's device can change the keys; nothing was changed.", code="forbidden")
    with store.read() as db:
        papers = read_papers(server, me.workspace_id, trusted, seen_generation(db))
    trusted = without_late_guests(trusted, papers) if papers else trusted
    before = papers.removed if papers else frozenset()
    living = [entry for entry in entries if entry.revoked_at is None]
    _refuse_strangers(living, trusted, before)
    recipients = {entry.device_id: trusted[entry.device_id].hpke_pub for entry in living}
    out = frozenset(entry.device_id for entry in entries if entry.revoked_at is not None)
    return _Present(papers, recipients, before | out)


def _refuse_strangers(
    living: Sequence[DeviceEntry], trusted: Mapping[DeviceId, DeviceCert], removed: frozenset[DeviceId]
) -> None:
    """A server must not add itself as a reader, nor bring a removed device back."""
    if any(entry.device_id not in trusted or entry.device_id in removed for entry in living):
        raise ServerRefused(
            "The clinic's list holds a device that no owner let in. Remove it, then change the keys; "
            "nothing was changed.",
            code="stranger",
        )


def _wrapped(key: bytes, key_no: int, device_id: DeviceId, hpke_pub: bytes, me: Identity) -> WrappedKey:
    blob = wrap_key(key, hpke_pub, me.workspace_id, key_no, device_id, me.keys.sign)
    return WrappedKey(key_no, device_id, blob, me.device_id)


def _papers(me: Identity, present: _Present, generation: int, key_no: int, clock: Clock) -> bytes:
    manifest = KeyManifest(
        workspace_id=me.workspace_id,
        generation=generation,
        current_key_no=key_no,
        issued_at=to_micros(clock.now()),
        issuer_device_id=me.device_id,
        recipients=list_digest(present.recipients, present.removed),
    )
    return write_papers(me.keys.sign, manifest, present.recipients, present.removed)
