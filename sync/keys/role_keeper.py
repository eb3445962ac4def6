"""After an owner changed what somebody may read: certificates, keys and, where a right was taken, new keys.

The laptop on which the owner changed it does this at the end of a sync, so that no two of them do. It may
break off there and never come back as that device: of what another device wrote, an owner's laptop does at
its next sync whatever is left.
"""

import logging
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from core.crypto.cells import TWIN
from core.crypto.certs import DeviceCert, issue
from core.crypto.wrap import wrap_key
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import ServerRefused
from core.domain.ids import IdSource, UserId
from core.domain.registry import USERS
from core.domain.rights import CLINICIANS, reads_clinical
from core.store.attachments.workspace_keys import load_keys
from core.store.database.engine import Store
from core.store.database.facts import get_json, set_json
from core.store.database.rows import chunks
from core.store.outbox.journal import base_of
from core.store.outbox.sent_op import read_sent
from core.store.unit_of_work.certificates import kept_certificates
from core.store.unit_of_work.people import (
    people,
    people_written_by,
    practice_settings,
    practice_written_by,
)
from sync.keys.keychain import Identity, Keychain, seen_generation, trusted_devices
from sync.keys.rotation import KeyServer, rotate
from sync.remote import WrappedKey

log = logging.getLogger(__name__)

_SETTLED = "clinical/settled"
"""Fact: roles and rights of people for which this laptop saw to keys and certificates, or found them seen to;
beside them, on an owner's laptop, how often the keys had been changed by then."""
_HEARD = "clinical/heard"
"""Fact: those of which this laptop heard at its last sync that another device wrote them."""
_GENERATION = "generation"
_KEYS_AT_ONCE = 500
"""A server takes 1,000 in a call; a practice that changed its keys for years has more of them for all."""
_AGAIN = "again"
"""In the place of a role: whatever it is by now, it is to be seen to."""


@dataclass(frozen=True, slots=True)
class _Rights:
    """`by_us`: people whose right was written on this laptop last."""

    roles: Mapping[UserId, Role | None]
    readers: frozenset[UserId]
    by_us: frozenset[UserId]

    def told(self) -> dict[str, list[object]]:
        return {str(no): [role, no in self.readers] for no, role in self.roles.items()}


@dataclass(frozen=True, slots=True)
class _Due:
    """People whose rights changed: `ours` were written here, `left` elsewhere, and may be seen to already.

    `read_before` as this laptop knew when the keys had been changed `generation` times.
    """

    ours: AbstractSet[UserId]
    left: AbstractSet[UserId]
    read_before: AbstractSet[UserId]
    generation: int

    @classmethod
    def of(cls, ours: AbstractSet[UserId], left: AbstractSet[UserId], settled: Mapping[str, Any]) -> "_Due":
        read = {no for no in ours | left if settled.get(str(no), [None, False])[1]}
        return cls(ours, left, read, settled.get(_GENERATION, 0))

    def takes(self, cert: DeviceCert, now: _Rights, *, is_rotated: bool) -> bool:
        """Whether a right was taken from this device, and no new keys were made since."""
        person = cert.user_id
        if person in now.readers:
            return False
        # Certificates come first, so whoever wrote it did not even come that far.
        if person in self.left and cert.role in CLINICIANS and not _fits(cert, now.roles[person]):
            return True
        return person in self.read_before and not (person in self.left and is_rotated)


def _fits(cert: DeviceCert, role: Role | None) -> bool:
    """Whether a certificate need not be renewed. An owner's stays: others were let in by it."""
    return role is None or role is cert.role or cert.role is Role.OWNER


def see_to_again(db: Connection, user_id: UserId) -> None:
    """Before a device of this person is let in: its certificate and keys go by the role of that moment. Where
    that is changed back before the next sync, the role alone tells no more that something is to be done."""
    _unsettle(db, {str(user_id)})


def see_to_all_again(db: Connection) -> None:
    """When the server went back: it may have certificates and keys of before, or of a role that was lost."""
    _unsettle(db, (get_json(db, _SETTLED) or {}).keys() - {_GENERATION})


def _unsettle(db: Connection, people_of: AbstractSet[str]) -> None:
    settled = get_json(db, _SETTLED) or {}
    for person in people_of & settled.keys():
        # Whether they read what is clinical stays: by that it is known that keys have to change.
        settled[person][0] = _AGAIN
    set_json(db, _SETTLED, settled or None)


def role_to_tell(db: Connection, user_id: UserId, role: Role) -> Role:
    """Which role a server is told of somebody whom it does not know, or has shut out, so that a device of
    theirs can be let in; `role` is what they have here by now.

    What goes there later is the difference to what it has: a role that is told beside their row, and changed
    back before it was sent, would stand at the server for good.
    """
    # Sent, and perhaps taken: it goes again as it was.
    sent = [each.row for each in read_sent(db) if (each.table_no, each.row_id) == (USERS.no, user_id)]
    agreed = sent[0] if sent else base_of(db, USERS.no, user_id)
    return Role(str(agreed.fields[USERS.by_name["role"].no])) if agreed else role


class RoleKeeper:
    """Does nothing, without a round trip, on a laptop on which no role was changed."""

    def __init__(
        self,
        store: Store,
        server: KeyServer,
        identity: Identity,
        keychain: Keychain,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._store, self._server, self._me = store, server, identity
        self._keychain, self._clock, self._ids = keychain, clock, ids

    def run(self) -> bool:
        """Whether something was to be done."""
        if not self._keychain.is_parted():
            return False
        with self._store.read() as db:
            now, settled, heard = self._rights(db), get_json(db, _SETTLED) or {}, get_json(db, _HEARD) or {}
        told = now.told()
        changed = {no for no in now.roles if told[str(no)] != settled.get(str(no))}
        ours = changed & now.by_us
        theirs = changed - ours
        if not changed or self._keychain.role() is not Role.OWNER:
            self._note(told, settled, heard, set())
            return bool(ours)
        # What is heard of for the first time may still be under way on the laptop that wrote it; of a device
        # that was let in here nobody else knows, and each laptop hears by itself that the server went back.
        again = {no for no in theirs if settled.get(str(no), [None])[0] == _AGAIN}
        left = again | {no for no in theirs if told[str(no)] == heard.get(str(no))}
        if ours or left:
            self._settle(now, _Due.of(ours, left, settled))
        self._note(told, settled, heard, {str(no) for no in theirs - left})
        return bool(ours or left)

    def _note(
        self, told: dict[str, Any], settled: dict[str, Any], heard: dict[str, Any], waits: set[str]
    ) -> None:
        """What is settled by now, and what was only heard of so far."""
        done = {no: each for no, each in told.items() if no not in waits}
        done |= {no: settled[no] for no in waits & settled.keys()}
        with self._store.read() as db:
            is_owner = people(db, self._me.workspace_id).get(self._me.user_id) is Role.OWNER
            # What waits is measured by the keys of before it was heard of.
            is_now = is_owner and not waits
            done[_GENERATION] = seen_generation(db) if is_now else settled.get(_GENERATION, 0)
        heard_now = {no: told[no] for no in waits}
        if done != {_GENERATION: 0, **settled} or heard_now != heard:
            with self._store.write() as db:
                set_json(db, _SETTLED, done)
                set_json(db, _HEARD, heard_now or None)

    def _rights(self, db: Connection) -> _Rights:
        workspace_id = self._me.workspace_id
        roles, settings = people(db, workspace_id), practice_settings(db, workspace_id)
        written = people_written_by(db, self._me.device_id)
        is_ours = practice_written_by(db, workspace_id, self._me.device_id)
        return _Rights(
            roles=roles,
            readers=frozenset(no for no, role in roles.items() if reads_clinical(role, settings)),
            by_us=frozenset(
                # What readers may read is said in the practice's settings, not in the person's row.
                no
                for no, role in roles.items()
                if no in written or (is_ours and role is Role.READONLY)
            ),
        )

    def _settle(self, now: _Rights, due: _Due) -> None:
        me = self._me
        listed = self._server.directory(me.workspace_id)
        with self._store.read() as db:
            certs = trusted_devices(listed, me, kept_certificates(db))
            is_rotated = seen_generation(db) > due.generation
        theirs = [
            certs[entry.device_id]
            for entry in listed
            if entry.revoked_at is None and entry.user_id in due.ours | due.left
            if entry.device_id in certs and entry.device_id != me.device_id
        ]
        takes = any(due.takes(cert, now, is_rotated=is_rotated) for cert in theirs)
        for cert in theirs:
            # First, for the new keys go by what certificates allow. Handing out comes last, so that the new
            # keys are among those.
            self._certify_if_taken(cert, now.roles[cert.user_id])
        if takes:
            rotate(self._store, self._server, me, self._clock, self._ids)
        self._hand_out(cert for cert in theirs if cert.user_id in now.readers)

    def _certify_if_taken(self, cert: DeviceCert, role: Role | None) -> None:
        """A server that takes no more from this login holds up no change of the keys: what an owner wrote
        decides on these as well."""
        try:
            self._certify(cert, role)
        except ServerRefused as error:
            if error.code != "too_many_certificates":
                raise
            log.warning("a certificate for another role was not taken: too many of this login's")

    def _certify(self, cert: DeviceCert, role: Role | None) -> None:
        if role is None or _fits(cert, role):
            return
        fresh = DeviceCert(
            workspace_id=cert.workspace_id,
            user_id=cert.user_id,
            device_id=cert.device_id,
            role=role,
            sign_pub=cert.sign_pub,
            hpke_pub=cert.hpke_pub,
            issued_at=to_micros(self._clock.now()),
            issuer_device_id=self._me.device_id,
        )
        self._server.renew_cert(self._me.workspace_id, cert.device_id, issue(self._me.keys.sign, fresh))

    def _hand_out(self, certs: Iterable[DeviceCert]) -> None:
        with self._store.read() as db:
            twins = {no: key for no, key in load_keys(db).items() if no > TWIN}
        keys = [
            WrappedKey(no, cert.device_id, self._wrapped(no, key, cert), self._me.device_id)
            for cert in certs
            for no, key in sorted(twins.items())
        ]
        for some in chunks(keys, _KEYS_AT_ONCE):
            self._server.put_wrapped_keys(self._me.workspace_id, some)

    def _wrapped(self, no: int, key: bytes, cert: DeviceCert) -> bytes:
        me = self._me
        return wrap_key(key, cert.hpke_pub, me.workspace_id, no, cert.device_id, me.keys.sign)
