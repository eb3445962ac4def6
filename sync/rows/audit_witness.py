"""What this laptop saw of the clinic's audit chain must stay in it, whoever owns the server."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from core.crypto.witnesses import sign_head
from core.domain.clock import to_micros
from core.store.database.engine import Store
from core.store.database.facts import get_json, set_json
from core.store.outbox import notices
from core.store.unit_of_work.settlement import Settled, Settlement, Told
from sync.audit.chain import AUDIT, Broken, Event, follow, proven
from sync.keys.keychain import Identity, Keychain
from sync.remote import AuditHead, AuditWitness, Remote, WorkspaceHead
from sync.rows.local_rows import LocalRows

BROKEN_CHAIN = "chain"
"""Kind of the notice: the chain lacks what was in it, or says it otherwise."""
BROUGHT_BACK_EARLIER = "earlier"
"""Kind of the notice: another life of the server began, without links that were seen in the one before."""
_SEEN, _SIGNED = "sync/audit_seen", "sync/audit_signed"
_HOUR = 3_600_000_000
_MANY = 64
"""A head is signed once an hour, or after so many links."""


class Witness:
    """Follows the chain from where it was left. Another epoch is another life of the server: the chain is
    taken up anew, from the newest head that a trusted device signed. Whoever owns the server can begin one as
    well as its operator, so a person is told where what was seen before does not stand in it."""

    def __init__(
        self, store: Store, remote: Remote, identity: Identity, keychain: Keychain, ground: LocalRows
    ) -> None:
        self._store, self._remote, self._me = store, remote, identity
        self._keychain, self._ground = keychain, ground

    def run(self, head: WorkspaceHead, *, moved: bool) -> Settled:
        """No round trip when the chain stands where it stood. `moved`: this pass sent events itself."""
        with self._store.read() as db:
            seen, before = seen_head(db, head.epoch), seen_head(db)
        if head.audit is None:
            return self._headless(head, seen, before)
        # What this pass sent itself came after the greeting told of the head.
        if seen == head.audit and not moved:
            return Settled()
        try:
            start = self._first(head, head.audit) if seen is None else self._still(seen, head.audit)
            end = self._followed(head.epoch, start, head.audit)
        except Broken:
            return self._alarm(head, head.audit)
        is_there = before is None or before == seen or self._stands(head.epoch, before)
        return self._keep(head.epoch, end, () if is_there else (self._told(BROUGHT_BACK_EARLIER),))

    def _headless(self, head: WorkspaceHead, seen: AuditHead | None, before: AuditHead | None) -> Settled:
        """A server that has no chain, or says so: else another epoch without one would pass in silence."""
        if seen is not None:
            return self._alarm(head, seen)
        if before is None or before.chain_no == 0:
            return Settled()
        with self._store.write() as db:
            _set_seen(db, head.epoch, None)
            return self._ground.settle(db, Settlement(told=(self._told(BROUGHT_BACK_EARLIER),)))

    def _first(self, head: WorkspaceHead, told: AuditHead) -> AuditHead:
        """The newest head that a trusted device signed; it may be newer than what the greeting told."""
        ws, epoch = self._me.workspace_id, head.epoch
        signed = [
            each.head for each in self._remote.audit_witnesses(ws, epoch) if proven(self._keychain, ws, each)
        ]
        if not signed:
            return told
        newest = max(signed, key=lambda each: each.chain_no)
        # The link itself: a signed head is only worth something if the chain still has it as it was signed.
        if not self._stands(epoch, newest):
            raise Broken(newest.chain_no)
        return newest

    def _stands(self, epoch: uuid.UUID, head: AuditHead) -> bool:
        """Whether the chain has this link; of one that has none yet there is nothing to miss."""
        if head.chain_no == 0:
            return True
        links = self._remote.audit_links(self._me.workspace_id, epoch, head.chain_no - 1, 1)
        return [AuditHead(each.chain_no, each.hash) for each in links] == [head]

    def _still(self, seen: AuditHead, told: AuditHead) -> AuditHead:
        if told.chain_no < seen.chain_no or (told.chain_no == seen.chain_no and told.hash != seen.hash):
            raise Broken(told.chain_no)
        return seen

    def _followed(self, epoch: uuid.UUID, start: AuditHead, told: AuditHead) -> AuditHead:
        end = start
        for events in follow(self._remote, self._me.workspace_id, epoch, start):
            self._compare(events)
            if any(each.head.chain_no == told.chain_no and each.head != told for each in events):
                raise Broken(told.chain_no)
            end = events[-1].head
        if end.chain_no < told.chain_no:
            raise Broken(end.chain_no + 1)
        return end

    def _compare(self, events: list[Event]) -> None:
        """An event that we hold is the one of which the chain speaks."""
        told_of = {each.row_id: each for each in events if each.row_id is not None}
        with self._store.read() as db:
            known = self._ground.known(db, AUDIT.no, list(told_of))
        for row_id, mine in known.items():
            if mine.seq is not None and mine.mac != told_of[row_id].mac:
                raise Broken(told_of[row_id].head.chain_no)

    def _keep(self, epoch: uuid.UUID, end: AuditHead, told: tuple[Told, ...]) -> Settled:
        now = to_micros(self._ground.clock.now())
        with self._store.read() as db:
            signed = get_json(db, _SIGNED) or {}
        due = end.chain_no > 0 and is_due(signed, epoch, end, now)
        # The clinic gets it before this laptop notes it: where the call fails, the next pass does both.
        if due:
            self._remote.witness_audit(self._me.workspace_id, epoch, self._signed(end))
        with self._store.write(bulk=True) as db:
            _set_seen(db, epoch, end)
            if due:
                set_json(db, _SIGNED, {"epoch": epoch.hex, "chain_no": end.chain_no, "at": now})
            return self._ground.settle(db, Settlement(told=told)) if told else Settled()

    def _told(self, kind: str) -> Told:
        return Told(key=(AUDIT.no, self._me.workspace_id), notices=((kind, None),))

    def _signed(self, head: AuditHead) -> AuditWitness:
        me = self._me
        signature = sign_head(me.keys.sign, me.workspace_id, me.device_id, head.chain_no, head.hash)
        return AuditWitness(me.device_id, head, signature)

    def _alarm(self, head: WorkspaceHead, seen: AuditHead) -> Settled:
        """Once: what the server says now is what is watched from here on."""
        broken = Settlement(told=(replace(self._told(BROKEN_CHAIN), is_alarm=True),))
        with self._store.write() as db:
            _set_seen(db, head.epoch, seen if head.audit else None)
            return self._ground.settle(db, broken)


def is_due(signed: dict[str, Any], epoch: uuid.UUID, end: AuditHead, now: int) -> bool:
    """Whether to sign this head, after the one that was signed last."""
    if signed.get("epoch") != epoch.hex:
        return True
    further = end.chain_no - signed["chain_no"]
    # A clock that was put back counts as an hour: else nothing would be signed until it caught up.
    return further >= _MANY or (further > 0 and not 0 <= now - signed["at"] < _HOUR)


def seen_head(db: Connection, epoch: uuid.UUID | None = None) -> AuditHead | None:
    """What was followed last in this life of the server (in any, without an epoch)."""
    seen = get_json(db, _SEEN)
    if seen is None or (epoch is not None and seen["epoch"] != epoch.hex):
        return None
    return AuditHead(seen["chain_no"], bytes.fromhex(seen["hash"]))


def open_alarms(db: Connection) -> int:
    """Alarms that nobody put away yet."""
    return notices.count_unseen(db, BROKEN_CHAIN)


def _set_seen(db: Connection, epoch: uuid.UUID, head: AuditHead | None) -> None:
    told = head and {"epoch": epoch.hex, "chain_no": head.chain_no, "hash": head.hash.hex()}
    set_json(db, _SEEN, told)
