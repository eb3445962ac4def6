"""One laptop whose process will be killed, and the server that heard what it sent before it died."""

from pathlib import Path
from typing import Any

from core.domain.clock import FixedClock
from core.domain.ids import RowKey
from core.domain.registry import BY_NAME, BY_NO
from core.store.database.engine import Store
from core.store.outbox.wire_row import WireRow
from core.store.practice.practice import Practice
from sync.keys.keychain import Keychain
from sync.remote import Op
from sync.rows.codec import Bad, Codec
from tests.sync import laptops
from tests.sync.laptops import KEY, START
from tests.sync.model_remote import ModelRemote


class Clinic:
    """The store's file lives through all kills; `agreed` is the server's content, opened and verified."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.room = laptops.Practice(folder, seed)
        # Only what a killed process was sent outlives it here, not how far it was shown the feed.
        self.room.server.tells_reach = False
        self.laptop = self.room.enrol()
        self.path = self.laptop.store.path
        self.agreed: dict[RowKey, WireRow] = {}
        self._seen = 0
        self._found()
        self.laptop.sync()
        self.learn(self.laptop.store)
        self.laptop.store.close()

    def _found(self) -> None:
        place = {"name": "Invented practice", "timezone": "Asia/Jerusalem"}
        self.laptop.add("workspaces", self.room.workspace_id, **place)
        self.laptop.add("users", self.room.user_id, full_name="Dana Demo", role="OWNER")
        self.laptop.add_client()
        self.laptop.add("locations", name="Room", location_type="ONLINE")

    def open_store(self, path: Path) -> Store:
        return Store.open(path, KEY, FixedClock(START), create=False)

    def practice_in(self, store: Store, clock: Any, ids: Any) -> Practice:
        return Practice(store, self.laptop.me, clock, ids)

    def hear(self, ops: list[Op]) -> None:
        """What reached the server before the process died."""
        entry = self.room.head().devices[0]
        self.room.server.push(self.room.head(), entry, ops)

    def learn(self, store: Store) -> list[str]:
        """Opens what the server has got since, with the keys of the store; tells what does not hold."""
        me = self.laptop.identity
        remote = ModelRemote(self.room.server, me.device_id, me.user_id)
        codec = Codec(me, Keychain(store, remote, me))
        fresh = [row for row in self.room.head().rows.values() if row.seq > self._seen]
        broken = []
        for each in codec.decode(fresh):
            if isinstance(each, Bad):
                broken.append(f"{BY_NO[each.table_no].name} was sent and does not hold its seal")
            else:
                self.agreed[each.row.table_no, each.row.row_id] = each.row
        self._seen = self.room.head().seq
        return broken


LINKS = [
    (table.name, column.name, column.references)
    for table in BY_NAME.values()
    for column in table.columns
    if column.references
]
"""Every column that points to another table's row."""
