"""The phase of a pass in which a laptop comes to read more or less than before."""

from core.domain.enums import Role
from core.domain.rights import reads_clinical
from core.store.database.engine import Store
from core.store.outbox import feed_store
from core.store.unit_of_work.people import practice_settings
from sync.keys.keychain import Keychain
from sync.rows import reach
from sync.rows.local_rows import LocalRows
from sync.rows.verify import Verify


class ReachKeeper:
    """What this laptop may read is decided by what an owner wrote, and by the keys that it was given."""

    def __init__(self, store: Store, ground: LocalRows, keychain: Keychain, verify: Verify) -> None:
        self._store, self._ground = store, ground
        self._keychain, self._verify = keychain, verify

    def heed(self) -> bool:
        """Whether this laptop reads more or less from here on, as an owner wrote it; then all is read anew.
        What waits of a client goes first, as it was made."""
        now = self.look()
        with self._store.read() as db:
            known = reach.known_reach(db)
            rises = now is reach.Reach.ALL and reach.waits_for_push(db)
        if now is known or rises:
            return self._tidied()
        with self._store.write(bulk=True) as db:
            reach.change(db, self._ground, now)
        self._verify.forget()
        return True

    def heed_shown(self, role: str) -> None:
        """The role by which the server shows what is clinical, as told at the greeting; whether it shows
        it to readers is said in the practice's settings."""
        known = _known(role)
        with self._store.read() as db:
            settings = practice_settings(db, self._ground.me.workspace_id)
            if known is Role.READONLY and not settings:
                return  # the practice's row is still to come
            is_less = not reads_clinical(known, settings)
            is_noted, holds_all = reach.was_shown_less(db), reach.known_reach(db) is reach.Reach.ALL
        if is_noted == is_less or not (is_noted or holds_all):
            return
        with self._store.write() as db:
            reach.heed_shown(db, self._ground, is_less=is_less)
        if not is_less:
            self._verify.forget()

    def _tidied(self) -> bool:
        """Whether the feed has to be read anew for it."""
        with self._store.read() as db:
            if not reach.is_untidy(db):
                return False
        with self._store.write(bulk=True) as db:
            before = feed_store.cursor(db, self._ground.me.workspace_id)
            reach.tidy(db, self._ground)
            return feed_store.cursor(db, self._ground.me.workspace_id) != before

    def look(self) -> reach.Reach:
        """Keys that an owner's laptop gave for a new role are fetched here."""
        keys = self._keychain
        with self._store.read() as db:
            known, told = reach.known_reach(db), reach.may_read(db, self._ground.me)
        # Before an owner's word is here the keys tell, which an owner gave.
        may_read = told if told is not None else keys.has_any_clinical() or not keys.is_parted()
        if may_read and known is not reach.Reach.ALL and keys.lacks_clinical():
            keys.refresh()
        lacks = keys.lacks_clinical()
        keys.set_reader(may_read=may_read and (known is reach.Reach.ALL or not lacks))
        return reach.reach_of(known, may_read=may_read, is_parted=keys.is_parted(), lacks_keys=lacks)


def _known(role: str) -> Role | None:
    """A server may tell of a role that this program does not know."""
    return Role(role) if role in list(Role) else None
