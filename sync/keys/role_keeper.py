"""After an owner changed what somebody may read: certificates, keys and, where a right was taken, new keys.

The laptop on which the owner changed it does this at the end of a sync, so that no two of them do.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from core.crypto.cells import TWIN
from core.crypto.certs import DeviceCert, issue
from core.crypto.wrap import wrap_key
from core.domain.clock import Clock, to_micros
from core.domain.enums import Role
from core.domain.errors import ServerRefused
from core.domain.ids import IdSource, UserId
from core.domain.rights import reads_clinical
from core.store.attachments.workspace_keys import load_keys
from core.store.database.engine import Store
from core.store.database.facts import get_json, set_json
from core.store.unit_of_work.certificates import kept_certificates
from core.store.unit_of_work.people import (
    people,
    people_written_by,
    practice_settings,
    practice_written_by,
)
from sync.keys.keychain import Identity, Keychain, trusted_devices
from sync.keys.rotation import KeyServer, rotate
from sync.remote import WrappedKey

log = logging.getLogger(__name__)

_SETTLED = "clinical/settled"
"""Fact: roles and rights of people for which this laptop saw to keys and certificates."""


@dataclass(frozen=True, slots=True)
class _Rights:
    """`by_us`: people whose right was written on this laptop last."""

    roles: Mapping[UserId, Role | None]
    readers: frozenset[UserId]
    by_us: frozenset[UserId]

    def told(self) -> dict[str, list[object]]:
        return {str(no): [role, no in self.readers] for no, role in self.roles.items()}


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
            now, before = self._rights(db), get_json(db, _SETTLED) or {}
        told = now.told()
        changed = {no for no in now.by_us if told[str(no)] != before.get(str(no))}
        if changed and self._keychain.role() is Role.OWNER:
            self._settle(now, changed, {no for no in changed if (before.get(str(no)) or [0, False])[1]})
        if told != before:
            with self._store.write() as db:
                set_json(db, _SETTLED, told)
        return bool(changed)

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

    def _settle(self, now: _Rights, changed: set[UserId], read_before: set[UserId]) -> None:
        me = self._me
        listed = self._server.directory(me.workspace_id)
        with self._store.read() as db:
            certs = trusted_devices(listed, me, kept_certificates(db))
        entries = [each for each in listed if each.revoked_at is None]
        theirs = [
            (entry, certs[entry.device_id])
            for entry in entries
            if entry.user_id in changed and entry.device_id in certs and entry.device_id != me.device_id
        ]
        for _, cert in theirs:
            # First, for the new keys go by what certificates allow. Handing out comes last, so that the new
            # keys are among those.
            self._certify_if_taken(cert, now.roles[cert.user_id])
        if any(cert.user_id in read_before - now.readers for _, cert in theirs):
            rotate(self._store, self._server, me, self._clock, self._ids)
        self._hand_out(cert for _, cert in theirs if cert.user_id in now.readers)

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
        """An owner's certificate stays: others were let in by it."""
        if role is None or role is cert.role or cert.role is Role.OWNER:
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
        if keys:
            self._server.put_wrapped_keys(self._me.workspace_id, keys)

    def _wrapped(self, no: int, key: bytes, cert: DeviceCert) -> bytes:
        me = self._me
        return wrap_key(key, cert.hpke_pub, me.workspace_id, no, cert.device_id, me.keys.sign)
