"""What a removed device left on the server and nobody can verify: set aside for all, by an owner's laptop.

Whoever stole a login can add rows that no laptop takes, and they would stay for ever, with the numbers and
names that they hold. This laptop reads the whole feed once. What it holds itself goes to the clinic in the
place of rubbish; the rest that only that device sealed, and whose seal does not hold, is shown to nobody any
more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from core.domain.clock import Clock
from core.domain.enums import AuditAction, Role
from core.domain.errors import UserError
from core.domain.ids import DeviceId, IdSource, RowKey, WorkspaceId
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.outbox.journal import Journal
from core.store.unit_of_work.settlement import Settlement
from core.store.unit_of_work.writer import Writer
from sync.keys.keychain import Identity, Keychain
from sync.remote import Remote, RowMark
from sync.rows.codec import Bad, Codec
from sync.rows.local_rows import LocalRows
from sync.rows.superseding import Superseding

PAGE = 1000
EVENT = "device.set_aside"


class OwnersServer(Remote, Protocol):
    """The server as an owner's device sees it."""

    def set_rows_aside(
        self, workspace_id: WorkspaceId, of: DeviceId, table_no: int, rows: Sequence[RowMark]
    ) -> int:
        """Hides rows that the removed device `of` left; returns how many. A row that is another one by now
        stays."""
        ...


@dataclass(frozen=True, slots=True)
class Undone:
    """Rows of the device that do not verify, by what became of them."""

    set_aside: int = 0
    put_back: int = 0
    """What this laptop holds instead; the next sync sends it."""
    left: int = 0
    """Finalized notes, people and the practice's own row are not set aside."""


def undo(
    store: Store, server: OwnersServer, me: Identity, clock: Clock, ids: IdSource, of: DeviceId
) -> Undone:
    """Raises UserError where this is no owner's device, or where the other one was not removed before."""
    keychain = Keychain(store, server, me)
    # With old keys and certificates what is genuine would look like rubbish.
    keychain.refresh()
    if keychain.role() is not Role.OWNER:
        raise UserError("Only an owner's device can undo that; nothing was changed.", code="forbidden")
    if not any(each.device_id == of and each.revoked_at for each in server.directory(me.workspace_id)):
        raise still_in()
    here = Me(me.workspace_id, me.user_id, me.device_id)
    ground = LocalRows(here, Journal(me.workspace_id, clock, ids), clock, ids)
    codec = Codec(me, keychain)
    found = list(_unverified(server, me.workspace_id, codec, of))
    with store.write() as db:
        bases = Superseding(ground, codec).bases(db, found)
        # On such a base ours waits, and the next sync sends it in the place of what does not hold.
        ground.settle(db, Settlement(bases=tuple(bases.values())))
        held = {each.key for each in found if _is_held(db, ground, each)}
        ours = {key for key in held if _waits(db, ground, key)}
    # What this laptop holds is never set aside, whatever the server's is.
    rest = [each for each in found if each.key not in held]
    aside = sum(server.set_rows_aside(me.workspace_id, of, table_no, part) for table_no, part in _parts(rest))
    done = Undone(aside, len(ours), len(found) - len(ours) - aside)
    with store.write() as db:
        told = {"set_aside": done.set_aside, "put_back": done.put_back, "left": done.left}
        Writer(db, here, clock, ids).audit(AuditAction.UPDATE, EVENT, of, told)
    return done


def _is_held(db: Connection, ground: LocalRows, bad: Bad) -> bool:
    mine = ground.known(db, bad.table_no, [bad.row_id]).get(bad.row_id)
    return mine is not None and mine.version > 0


def _waits(db: Connection, ground: LocalRows, key: RowKey) -> bool:
    """Whether ours goes to the clinic in its place, from now or from before on."""
    entry = ground.journal.entry(db, *key)
    return entry is not None and entry.base is not None and entry.base.spoiled is not None


def still_in() -> UserError:
    """For a laptop that was not removed before: the server sets nothing of it aside."""
    return UserError(
        "That laptop was not removed, so nothing was changed. Remove it first (Settings, Team and devices; "
        "in a terminal, `pazpaz revoke`), then set aside what it left.",
        code="device_is_in",
    )


def _unverified(server: Remote, workspace_id: WorkspaceId, codec: Codec, of: DeviceId) -> Iterator[Bad]:
    head = next(each for each in server.hello().heads if each.workspace_id == workspace_id)
    after, more = 0, True
    while more:
        page = server.pull(workspace_id, head.epoch, after, PAGE)
        for each in codec.decode(page.rows):
            if isinstance(each, Bad) and each.row is not None and each.row.sealed_by == of:
                yield each
        after, more = page.upto, page.more


def _parts(rows: Sequence[Bad]) -> Iterator[tuple[int, list[RowMark]]]:
    tables: dict[int, list[RowMark]] = {}
    for each in rows:
        if each.row is not None and each.row.mac is not None:
            mark = RowMark(each.row_id, each.row.version, each.row.mac)
            tables.setdefault(each.table_no, []).append(mark)
    for table_no, of_table in sorted(tables.items()):
        for start in range(0, len(of_table), PAGE):
            yield table_no, of_table[start : start + PAGE]
