"""A new workspace key after a device was removed, made by an owner's device for all that remain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

from core.crypto.cells import new_key, twin_no
from core.crypto.manifests import KeyManifest
from core.crypto.wrap import wrap_key
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import ServerRefused, UserError
from core.domain.ids import DeviceId, IdSource, UserId, WorkspaceId
from core.store.attachments.workspace_keys import is_parted, load_keys, save_key, set_parted
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.outbox import adoption
from core.store.outbox.adoption import Adoption
from core.store.unit_of_work.certificates import kept_certificates
from core.store.unit_of_work.workspace_settings import stored_settings
from core.store.unit_of_work.writer import Writer
from sync.keys.certificates import devices_of, proven_certs
from sync.keys.clinical_readers import clinical_readers
from sync.keys.keychain import (
    REQUIRED,
    Identity,
    Keychain,
    lacks_keys,
    save_generation,
    seen_generation,
)
from sync.keys.manifest import KeyList, without_late_guests, write_papers
from sync.keys.manifest_choice import ShownKeys, shown_keys
from sync.keys.recovery_paper import SETTING, extended_paper, missing_in_paper, sign_paper
from sync.remote import DeviceEntry, KeyRotation, Remote, WrappedKey

GRACE_S = 86_400
"""A day: devices hear of a rotation at their next greeting; the grace is for those that are in the middle."""


class KeyServer(Remote, Protocol):
    """The server as an owner's device sees it when it makes keys."""

    def rotate_keys(self, workspace_id: WorkspaceId, rotation: KeyRotation, grace_s: int) -> None:
        """All or nothing. For `grace_s` seconds cells under the key before are taken as well."""
        ...

    def revoke_device(self, workspace_id: WorkspaceId, device_id: DeviceId) -> bool:
        """Closes the practice to a device; True when it is in no other."""
        ...

    def renew_cert(self, workspace_id: WorkspaceId, device_id: DeviceId, cert: bytes) -> None:
        """Gives a device another certificate, or shows one that it has once more."""
        ...

    def put_wrapped_keys(self, workspace_id: WorkspaceId, keys: Sequence[WrappedKey]) -> int:
        """Stores keys that this device wrapped; returns how many were new."""
        ...


@dataclass(frozen=True, slots=True)
class Rotated:
    """The numbers of the list and of the key that were made."""

    generation: int
    key_no: int
    devices: int
    """How many devices hold the new key."""


def rotate(
    store: Store, server: KeyServer, me: Identity, clock: Clock, ids: IdSource, *, grace_s: int = GRACE_S
) -> Rotated:
    """Makes the next key and its clinical twin and hands them out, in one transaction of the server: the
    key to every device that is in, the twin to those whose people may read what is clinical.

    When the answer is lost the next sync finds the key: it is wrapped for this device as well. What somebody
    without an owner's signature put on top is passed over and replaced. Raises UserError for a device that is
    no owner's, or when the directory lists a device that nobody vouches for.
    """
    # The paper gets the keys that are here: one that only the server has would be missing in it.
    _catch_up(store, server, me)
    present = _vouched(store, server, me)
    _mend_certificates(server, me, present.spoiled)
    # Above whatever was planted, so that it takes neither the number of the list nor that of the key.
    key, key_no = new_key(), present.shown.next_key_no()
    twin, generation = new_key(), present.shown.next_generation()
    wrapped = [_wrapped(key, key_no, device_id, pub, me) for device_id, pub in present.recipients.items()]
    with store.read() as db:
        readers = clinical_readers(db, me.workspace_id, present.roles)
        # An older program that changed the keys since did not carry the word on.
        all_sealed = adoption.standing(db) is Adoption.OVER
        paper = _paper(db, me, {**load_keys(db), key_no: key, twin_no(key_no): twin})
    wrapped += [
        _wrapped(twin, twin_no(key_no), device_id, present.recipients[device_id], me)
        for device_id in sorted(readers)
    ]
    listed = present.listed(me.workspace_id, all_sealed=all_sealed, parted=True)
    papers = _papers(me, listed, generation, key_no, clock)
    rotation = KeyRotation(generation, key_no, papers, wrapped, paper, clinical=True)
    server.rotate_keys(me.workspace_id, rotation, grace_s)
    with store.write() as db:
        save_key(db, key_no, key)
        save_key(db, twin_no(key_no), twin)
        set_parted(db)
        save_generation(db, generation)
        keep_paper_whole(db, Me(me.workspace_id, me.user_id, me.device_id), clock, ids)
    return Rotated(generation, key_no, len(present.recipients))


def remove_strangers(store: Store, server: KeyServer, me: Identity) -> Sequence[DeviceEntry]:
    """Shuts out every device that no owner let in, so that the keys can be changed; a person must want it."""
    strangers = _present(store, server, me).strangers
    for entry in strangers:
        server.revoke_device(me.workspace_id, entry.device_id)
    return strangers


def _catch_up(store: Store, server: Remote, me: Identity) -> None:
    """Fetches what this device lacks. A key that a list tells of and nobody has is no reason to keep it."""
    try:
        Keychain(store, server, me).refresh()
    except ServerRefused as error:
        with store.read() as db:
            held = load_keys(db)
        if error.code != lacks_keys().code or not held.keys() >= REQUIRED:
            raise


def _mend_certificates(server: KeyServer, me: Identity, spoiled: Mapping[DeviceId, bytes]) -> None:
    """For earlier programs, which go by the certificate that was given last; this one needs none of it."""
    for device_id, cert in spoiled.items():
        try:
            server.renew_cert(me.workspace_id, device_id, cert)
        except ServerRefused:
            continue  # a server that is not upgraded yet refuses it for a device that was removed


def declare_sealed(store: Store, server: Remote, me: Identity, clock: Clock) -> int:
    """Signs that from here on no row without a seal is genuine; the keys stay. Returns the list's generation.

    When the answer is lost the next sync finds the list. Raises as `rotate` does.
    """
    present = _vouched(store, server, me)
    generation, key_no = present.shown.next_generation(), present.shown.current_key_no()
    # Opened once more: no transaction stands open over a call to the server.
    with store.read() as db:
        parted = is_parted(db)
    listed = present.listed(me.workspace_id, all_sealed=True, parted=parted)
    papers = _papers(me, listed, generation, key_no, clock)
    server.declare_sealed(me.workspace_id, generation, papers)
    with store.write() as db:
        save_generation(db, generation)
        adoption.set_standing(db, Adoption.OVER)
    return generation


def keep_paper_whole(db: Connection, me: Me, clock: Clock, ids: IdSource) -> bool:
    """Seals keys that the recovery paper lacks to its public key; True when there were any."""
    settings = stored_settings(db, me.workspace_id)
    held, keys = settings.get(SETTING), load_keys(db)
    if not isinstance(held, dict) or not missing_in_paper(held, keys):
        return False
    whole = {**settings, SETTING: extended_paper(held, me.workspace_id, keys)}
    Writer(db, me, clock, ids).update("workspaces", me.workspace_id, {"settings": whole})
    return True


def _paper(db: Connection, me: Identity, keys: Mapping[int, bytes]) -> bytes | None:
    """The keys for the recovery paper under this device's signature; None where the practice has no paper."""
    held = stored_settings(db, me.workspace_id).get(SETTING)
    if not isinstance(held, dict):
        return None
    whole = extended_paper(held, me.workspace_id, keys)
    return sign_paper(me.keys.sign, me.workspace_id, me.device_id, whole)


@dataclass(frozen=True, slots=True)
class _Present:
    """Who is in, by proven certificates, who was removed so far, and who is in and should not be."""

    shown: ShownKeys
    recipients: Mapping[DeviceId, bytes]
    removed: frozenset[DeviceId]
    strangers: Sequence[DeviceEntry] = ()
    roles: Mapping[DeviceId, tuple[UserId, Role]] = field(default_factory=dict)
    """Of the recipients: whose they are, and the role that their certificates say."""
    spoiled: Mapping[DeviceId, bytes] = field(default_factory=dict)
    """Certificates that hold, of devices to which something else was given last."""

    def listed(self, workspace_id: WorkspaceId, *, all_sealed: bool, parted: bool) -> KeyList:
        """Those who are in, as a list of keys has them."""
        return KeyList(
            workspace_id=workspace_id,
            recipients=self.recipients,
            removed=self.removed,
            all_sealed=all_sealed,
            parted=parted,
        )


def _vouched(store: Store, server: Remote, me: Identity) -> _Present:
    """A server must not add itself as a reader, nor bring a removed device back."""
    present = _present(store, server, me)
    if present.strangers:
        raise ServerRefused(
            "The clinic's list holds a device that no owner let in; the keys were not changed. Remove each "
            "that is “let in by nobody” (Settings, Team and devices), which changes the keys as well; in a "
            "terminal, `pazpaz rotate-key --remove-strangers` does both.",
            code="stranger",
        )
    return present


def _present(store: Store, server: Remote, me: Identity) -> _Present:
    entries = server.directory(me.workspace_id)
    with store.read() as db:
        kept = kept_certificates(db)
    certs = proven_certs(entries, me.workspace_id, me.root_pub, kept).newest
    trusted = devices_of(certs)
    own = trusted.get(me.device_id)
    if own is None or own.role is not Role.OWNER:
        raise UserError("Only an owner's device can change the keys; nothing was changed.", code="forbidden")
    with store.read() as db:
        shown = shown_keys(server, me.workspace_id, trusted, seen_generation(db))
    papers = shown.papers
    trusted = without_late_guests(trusted, papers) if papers else trusted
    before = papers.removed if papers else frozenset()
    living = [entry for entry in entries if entry.revoked_at is None]
    vouched = trusted.keys() - before
    strangers = [entry for entry in living if entry.device_id not in vouched]
    recipients = {no: trusted[no].hpke_pub for no in (each.device_id for each in living) if no in vouched}
    # Who was never vouched for need not be named: a thief could let in more than a list has room for.
    out = frozenset(entry.device_id for entry in entries if entry.revoked_at is not None) & certs.keys()
    roles = {no: (trusted[no].user_id, trusted[no].role) for no in recipients}
    spoiled = {
        entry.device_id: certs[entry.device_id]
        for entry in entries
        if entry.device_id in certs and entry.cert != certs[entry.device_id]
    }
    return _Present(shown, recipients, before | out, strangers, roles, spoiled)


def _wrapped(key: bytes, key_no: int, device_id: DeviceId, hpke_pub: bytes, me: Identity) -> WrappedKey:
    blob = wrap_key(key, hpke_pub, me.workspace_id, key_no, device_id, me.keys.sign)
    return WrappedKey(key_no, device_id, blob, me.device_id)


def _papers(me: Identity, listed: KeyList, generation: int, key_no: int, clock: Clock) -> bytes:
    manifest = KeyManifest(
        workspace_id=me.workspace_id,
        generation=generation,
        current_key_no=key_no,
        issued_at=to_micros(clock.now()),
        issuer_device_id=me.device_id,
        recipients=listed.digest(),
    )
    return write_papers(me.keys.sign, manifest, listed)
