"""What every repository works with: the store, who works here, and one way to read and to write."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.foreground import FOREGROUND
from core.domain.ids import IdSource
from core.domain.records import Row
from core.domain.registry import Access
from core.store.columns import Uuid16
from core.store.engine import Store
from core.store.me import Me
from core.store.rows import not_found, record_columns, to_record
from core.store.tables import SYNCED
from core.store.undo import Undo
from core.store.writer import Writer

T = TypeVar("T")
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A command's outcome: the row as it is now, what screens must redraw, and how to take it back."""

    value: T
    changed: tuple[Changed, ...]
    undo: Undo | None = None


class Desk:
    """Shared by the repositories of one practice. Methods run on the calling thread."""

    def __init__(self, store: Store, me: Me, clock: Clock, ids: IdSource) -> None:
        self.store = store
        self.me = me
        self.clock = clock
        self.ids = ids

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.store.read() as db:
            yield db

    @contextmanager
    def write(self, access: Access = Access.CARE) -> Iterator[Writer]:
        """One transaction and its writer. Refuses (RuleBroken) what this person's role may not write."""
        with self.store.write() as db:
            self._check_role(db, access)
            yield Writer(db, self.me, self.clock, self.ids)

    def role(self, db: Connection) -> Role:
        found = db.execute(_ROLE, {"workspace_id": self.me.workspace_id, "id": self.me.user_id}).scalar()
        # Before the first pull the person's own row is not here yet; the server has the last word anyway.
        return Role.THERAPIST if found is None else Role(found)

    def _check_role(self, db: Connection, access: Access) -> None:
        role = self.role(db)
        if role is Role.READONLY or (access is Access.OWNER and role is not Role.OWNER):
            raise RuleBroken(
                "Your role in this practice may not change this; nothing was changed.", code="role"
            )

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
        return [to_record(kind, table_name, row) for row in FOREGROUND.beside(db.execute(query))]

    def get(
        self, db: Connection, kind: type[R], table_name: str, row_id: uuid.UUID, *, deleted: bool = False
    ) -> R:
        """One row; NotFound when it is missing, deleted (unless asked for) or another practice's."""
        given = {"workspace_id": self.me.workspace_id, "id": row_id}
        found = db.execute(_one(table_name, deleted), given).first()
        if found is None:
            raise not_found()
        return to_record(kind, table_name, found)


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


_ROLE = _by_id(select(SYNCED["users"].c.role), SYNCED["users"])
