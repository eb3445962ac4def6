"""One sync pass: greet, push what waits, pull and settle what is new, compare, tell."""

import threading
from typing import cast

from core.domain.clock import Clock, to_micros
from core.domain.errors import Cancelled, ServerRefused
from core.domain.ids import IdSource
from core.store.database.engine import Store
from core.store.database.facts import set_fact
from core.store.database.me import Me
from core.store.outbox import feed_store
from core.store.outbox.journal import Journal
from sync.events import Listener, PassOutcome
from sync.keys.keychain import Identity, Keychain
from sync.keys.manifest_choice import FALSE_KEYS, false_keys
from sync.keys.role_keeper import RoleKeeper
from sync.keys.rotation import KeyServer
from sync.remote import Remote, WorkspaceHead
from sync.rows import resync
from sync.rows.adopted_seals import Sealing
from sync.rows.apply_page import FeedReading
from sync.rows.audit_witness import Witness
from sync.rows.codec import Codec
from sync.rows.greeting import Greeting, Here, restored_copy
from sync.rows.local_rows import LocalRows
from sync.rows.pull import CONSENT, Pull, Pulled
from sync.rows.push import Push
from sync.rows.reach_keeper import ReachKeeper
from sync.rows.resealing import Resealing
from sync.rows.tally import Tally
from sync.rows.verify import Verify

DAY_FULL = "day_full"
"""The device may send no more today: what waits stays where it is."""
_HOLD_BACK = {DAY_FULL, FALSE_KEYS, "lacks_keys"}
MOST_ROUNDS = 6
"""Push, pull, push again: enough for merges to settle; what then still waits goes in the next pass."""


class SyncSession:
    """Passes of one device over one connection. Use from one thread; raises the `UserError`s of Remote."""

    def __init__(self, store: Store, remote: Remote, identity: Identity, clock: Clock, ids: IdSource) -> None:
        self._store, self._remote, self._clock = store, remote, clock
        me = Me(identity.workspace_id, identity.user_id, identity.device_id)
        self._journal = Journal(me.workspace_id, clock, ids)
        self._ground = LocalRows(me, self._journal, clock, ids)
        self._keychain = Keychain(store, remote, identity)
        self._codec = Codec(identity, self._keychain)
        self._greeting = Greeting(store, remote, self._ground, clock)
        self._push = Push(store, self._ground, self._codec, remote)
        self._pull = Pull(store, self._ground, self._codec, remote)
        self._verify = Verify(store, self._ground, self._codec, remote)
        self._resealing = Resealing(store, remote, identity, self._keychain, self._codec, self._ground)
        self._sealing = Sealing(store, remote, identity, self._keychain, self._ground)
        self._reach = ReachKeeper(store, self._ground, self._keychain, self._verify)
        self._roles = RoleKeeper(store, cast(KeyServer, remote), identity, self._keychain, clock, ids)
        self._witness = Witness(store, remote, identity, self._keychain, self._ground)

    def check(self) -> None:
        """One round trip that changes nothing: raises the UserError with which a pass would end at once."""
        self._greeting.check()

    def run_once(self, listener: Listener, stop: threading.Event) -> PassOutcome:
        """One pass; when nothing changed on either side it is one round trip."""
        greeted = self._greeting.greet()
        head, tally = greeted.head, Tally(listener, greeted.head.seq)
        has_news = self._keychain.heed(head.key_generation)
        # A pass may have broken off between an owner's word and what it changes here: rows that come while
        # this laptop passes over what is clinical would never come again.
        self._reach.heed()
        self._reach.heed_shown(head.role)
        # After the reach: where that changed, the cursor is at the start again, which has to be seen here.
        here = self._greeting.prepared(head)
        if here.differs_from(head):
            self._exchange(here, head, tally, stop)
        if self._reach.heed():
            self._exchange(self._greeting.look(), head, tally, stop)
        if has_news and self._greeting.look().is_level_with(head):
            self._compare_again(head, tally)
        if self._roles.run() and self._waiting():
            self._exchange(self._greeting.look(), head, tally, stop)
        if self._sealing.run(listener, stop) and self._waiting():
            self._exchange(self._greeting.look(), head, tally, stop)
        if not self._keychain.is_spoiled():
            before = self._waiting()
            self._resealing.run(head.key_generation, stop)
            if self._waiting() > before and not stop.is_set():
                self._exchange(self._greeting.look(), head, tally, stop)
        tally.add(self._witness.run(head, moved=tally.pushed > 0))
        return tally.outcome(self._ended(), greeted.scarce)

    def _exchange(self, here: Here, head: WorkspaceHead, tally: Tally, stop: threading.Event) -> None:
        """Pull first when the feed is read anew, otherwise push first; until nothing waits or moves."""
        why, waiting, moved = here.replacing, here.dirty, True
        held_back: ServerRefused | None = None
        tally.told(here.cursor.seq)
        try:
            for _ in range(MOST_ROUNDS):
                if waiting and why is None and held_back is None and not self._sealing.holds_back():
                    moved, held_back = self._send(head, tally, stop)
                pulled = self._fetch(head, tally, stop, why)
                why = None if pulled.drained else why
                before, waiting = waiting, self._waiting()
                if stop.is_set():
                    raise Cancelled("Syncing was stopped; nothing is lost.")
                # What was neither sent nor merged in this round will not be in the next one either.
                if not waiting or (waiting == before and not moved):
                    break
            # Of a feed that was not read to its end, what is still to come would seem to be missing.
            if pulled.drained and tally.settled.applied:
                self._verify.run(head.epoch, pulled.seq, tally.redraw)
        finally:
            tally.tell_changes()
        if held_back is not None:
            raise held_back

    def _send(
        self, head: WorkspaceHead, tally: Tally, stop: threading.Event
    ) -> tuple[bool, ServerRefused | None]:
        """Whether anything moved. A full day or false keys hold up what goes out, and nothing else: told when
        all has come in."""
        try:
            pushed = self._push.run(head.epoch, stop, lambda sent: tally.told_sent(sent, self._waiting()))
        except ServerRefused as error:
            if error.code == "cloned":
                raise restored_copy() from None
            refused = false_keys() if error.code == "old_key" and self._keychain.is_spoiled() else error
            if refused.code not in _HOLD_BACK:
                raise
            return False, refused
        tally.add_pushed(pushed)
        return bool(pushed.accepted or pushed.behind or pushed.refused), None

    def _fetch(
        self, head: WorkspaceHead, tally: Tally, stop: threading.Event, why: resync.Why | None
    ) -> Pulled:
        reading = FeedReading(restored=why is resync.Why.RESTORED, anew=why is not None)
        pulled = self._pull.run(head.epoch, stop, tally.told_page, reading)
        if pulled.drained:
            with self._store.write() as db:
                if why is not None:
                    tally.redraw(resync.finish(db, self._ground, why))
                # A person agreed to this removal, not to the next one.
                set_fact(db, CONSENT, None)
        tally.tell_changes()
        return pulled

    def _compare_again(self, head: WorkspaceHead, tally: Tally) -> None:
        """Rows that were refused for want of a key or a seal may hold now."""
        self._verify.forget()
        self._verify.run(head.epoch, self._greeting.look().cursor.seq, tally.redraw)
        tally.tell_changes()

    def _ended(self) -> int:
        """How many rows still wait; when none does, everything was agreed with the server just now."""
        with self._store.write(bulk=True) as db:
            # Counted and noted in one transaction: somebody who types in between would be told that all was
            # saved.
            waiting = self._journal.dirty(db)
            if not waiting:
                feed_store.set_last_good(db, self._ground.me.workspace_id, to_micros(self._clock.now()))
        return waiting

    def _waiting(self) -> int:
        with self._store.read() as db:
            return self._journal.dirty(db)


def allow_removal(store: Store) -> None:
    """A person agreed that the server may remove many records; holds until the next drained pull."""
    with store.write() as db:
        set_fact(db, CONSENT, b"1")
