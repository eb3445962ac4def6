"""A device whose journal is watched."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection

from core.domain.clock import FixedClock
from core.domain.ids import Uuid7Source
from core.domain.registry import CLIENTS
from core.store.database.engine import Store
from core.store.database.me import Me
from core.store.database.rows import stored_row
from core.store.outbox.journal import Journal
from core.store.outbox.sent_op import Sent
from core.store.unit_of_work.writer import Writer

T = TypeVar("T")


class Device:
    """One device's store, journal and writer, each call in a transaction of its own."""

    def __init__(self, store: Store, me: Me, clock: FixedClock) -> None:
        self.store, self.me, self.clock = store, me, clock
        self.ids = Uuid7Source(clock)
        self.journal = Journal(me.workspace_id, clock, self.ids)

    def run(self, work: Callable[[Connection], T]) -> T:
        with self.store.write() as db:
            return work(db)

    def write(self, work: Callable[[Writer], T]) -> T:
        return self.run(lambda db: work(Writer(db, self.me, self.clock, self.ids)))

    def client(self, first: str = "Ada", last: str = "Invented") -> UUID:
        return self.write(lambda w: w.insert("clients", {"first_name": first, "last_name": last}))

    def edit(self, client_id: UUID, **changes: object) -> bool:
        return self.write(lambda w: w.update("clients", client_id, changes))

    def stage(self, ops: int = 200) -> list[Sent]:
        return self.run(lambda db: self.journal.stage(db, ops, 256_000))

    def accept(self, sent: list[Sent]) -> None:
        self.run(lambda db: self.journal.answers_ok(db, [(op.op_no, op.base_version + 1) for op in sent]))

    def dirty(self) -> int:
        return self.run(self.journal.dirty)

    def value(self, client_id: UUID, name: str) -> object:
        return self.run(lambda db: stored_row(db, CLIENTS, self.me.workspace_id, client_id)[name])

    def accepted_client(self) -> UUID:
        client_id = self.client()
        self.accept(self.stage())
        return client_id
