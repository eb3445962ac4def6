"""What every repository works with: the store, who works here, and one way to read and to write."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.clock_doubt import ClockDoubt
from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.ids import IdSource
from core.domain.records import Row
from core.domain.registry import Access
from core.domain.rights import is_clinical_field, may_write, reads_clinical
from core.runtime.yielding import FOREGROUND
from core.store.database.columns import Uuid16
from core.store.database.engine import Store
from core.store.database.facts import get_fact
from core.store.database.me import Me
from core.store.database.rows import not_found, record_columns, to_record
from core.store.database.tables import SYNCED
from core.store.unit_of_work.timekeeping import clock_doubt
from core.store.unit_of_work.undo import Undo
from core.store.unit_of_work.writer import Writer

T = TypeVar("T")
R = TypeVar("R", bound=Row)
_PART = 50
"""Rows that are read in about a millisecond: one by one they take half as long again."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A command's outcome: the row as it is now, what screens must redraw, and how to take it back."""

    value: T
    changed: tuple[Changed, ...]
    undo: Undo | None = None


class RepositoryContext:
    """Shared by the repositories of one practice. Methods run on the calling thread."""

    def __init__(
        self, store: Store, me: Me, clock: Clock, ids: IdSource, *, doubts_clock: bool = True
    ) -> None:
        self.store = store
        self.me = me
        self.clock = clock
        self.ids = ids
        self._doubts_clock = doubts_clock

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot, for any role: what may not be read does not come to this laptop."""
        with self.store.read() as db:
            yield db

    @contextmanager
    def write(self, access: Access = Access.CARE) -> Iterator[Writer]:
        """One transaction and its writer. Refuses (RuleBroken) what this person's role may not write."""
        with self.store.write() as db:
            self.check_role(db, access)
            yield Writer(db, self.me, self.clock, self.ids)

    def clock_doubt(self, db: Connection) -> ClockDoubt | None:
        """Why the clock cannot be right; None as long as it may be."""
        now = self.clock.now()
        return clock_doubt(db, self.me.workspace_id, now) if self._doubts_clock else None

    def role(self, db: Connection) -> Role:
        """What an owner wrote of this person; THERAPIST where that is not here yet."""
        found = db.execute(_ROLE, {"workspace_id": self.me.workspace_id, "id": self.me.user_id}).scalar()
        # Before the first pull the person's own row is not here yet; the server has the last word anyway.
        return Role.THERAPIST if found is None else Role(found)

    def check_role(self, db: Connection, access: Access = Access.CARE) -> None:
        """Refuses (RuleBroken) who may not write this."""
        is_barred = access is Access.CLINICAL and not holds_clinical(db)
        if is_barred or not may_write(self.role(db), access):
            raise RuleBroken(
                "Your role in this practice may not change this; nothing was changed.", code="role"
            )

    def check_fields(self, db: Connection, table_name: str, fields: Iterable[str]) -> None:
        """Refuses (RuleBroken) clinical fields from whoever may not write what is clinical."""
        if any(is_clinical_field(table_name, name) for name in fields):
            self.check_role(db, Access.CLINICAL)

    def reads_clinical(self, db: Connection) -> bool:
        """Whether this person reads notes, files, medical histories and disputes about them, by their
        role."""
        practice = db.execute(_SETTINGS, {"id": self.me.workspace_id}).scalar()
        return holds_clinical(db) and reads_clinical(self.role(db), practice)

    def select(
        self, table_name: str, *conditions: ColumnElement[bool], deleted: bool = False, by_id: bool = False
    ) -> Select[Any]:
        """Rows of this practice; living ones unless `deleted`.

        `by_id` is for conditions on many ids: without it SQLite walks an index of the whole workspace.
        """
        table = SYNCED[table_name]
        owner: ColumnElement[Any] = table.c.workspace_id
        if by_id:
            owner = literal_column(f"+{table_name}.workspace_id", Uuid16())
        found = select(*record_column_list(table)).where(owner == self.me.workspace_id, *conditions)
        return found if deleted else found.where(table.c.deleted_at.is_(None))

    def rows(self, db: Connection, kind: type[R], table_name: str, query: Select[Any]) -> list[R]:
        """Records of what `select` made, in its order; between them the window has its turn."""
        parts = FOREGROUND.beside(db.execute(query).partitions(_PART))
        return [to_record(kind, table_name, row) for part in parts for row in part]

    def prepared_rows(
        self, db: Connection, kind: type[R], table_name: str, query: Select[Any], **given: Any
    ) -> list[R]:
        """As `rows`, of what `prepared` made; `given` are the values that its conditions name."""
        found = db.execute(query, {"workspace_id": self.me.workspace_id, **given})
        parts = FOREGROUND.beside(found.partitions(_PART))
        return [to_record(kind, table_name, row) for part in parts for row in part]

    def get(
        self, db: Connection, kind: type[R], table_name: str, row_id: uuid.UUID, *, deleted: bool = False
    ) -> R:
        """One row; NotFound when it is missing, deleted (unless asked for) or another practice's."""
        given = {"workspace_id": self.me.workspace_id, "id": row_id}
        found = db.execute(_one(table_name, deleted), given).first()
        if found is None:
            raise not_found()
        return to_record(kind, table_name, found)

    def done(self, writer: Writer, kind: type[R], table_name: str, row_id: uuid.UUID) -> Done[R]:
        """A command's outcome, with the row as it is now, also where the command deleted it."""
        row = self.get(writer.db, kind, table_name, row_id, deleted=True)
        return Done(row, writer.changed, writer.undo)


def prepared(table_name: str, *conditions: ColumnElement[bool], deleted: bool = False) -> Select[Any]:
    """As `RepositoryContext.select`, to be kept by who asks often: to build a statement anew takes longer
    than a short list takes to be read. Conditions name their values by `bindparam`."""
    table = SYNCED[table_name]
    owner: ColumnElement[bool] = table.c.workspace_id == bindparam("workspace_id")
    found = select(*record_column_list(table)).where(owner, *conditions)
    return found if deleted else found.where(table.c.deleted_at.is_(None))


@cache
def _one(table_name: str, deleted: bool) -> Select[Any]:
    """Asked for at nearly every step: building it anew takes longer than running it."""
    table = SYNCED[table_name]
    found = _by_id(select(*record_column_list(table)), table)
    return found if deleted else found.where(table.c.deleted_at.is_(None))


def _by_id(query: Select[T], table: Table) -> Select[T]:
    """Of one row of a practice, both given when it is run."""
    return query.where(table.c.workspace_id == bindparam("workspace_id"), table.c.id == bindparam("id"))


def record_column_list(table: Table) -> Sequence[ColumnElement[Any]]:
    """The columns of a table that its record has."""
    return [table.c[name] for name in record_columns(table.name)]


REACH, REACHES_ALL = "sync/reach", b"all"
"""Fact: what of the practice comes to this laptop; see sync/rows/reach.py. None where nothing was ever
withheld."""


def holds_clinical(db: Connection) -> bool:
    """Whether what is clinical is here; where a role was just given it comes with the next syncs, and whoever
    wrote into a field that only looks empty would write over it."""
    return get_fact(db, REACH) in {None, REACHES_ALL}


_SETTINGS = select(SYNCED["workspaces"].c.settings).where(SYNCED["workspaces"].c.id == bindparam("id"))
_ROLE = _by_id(select(SYNCED["users"].c.role), SYNCED["users"])
