"""A server that shows lies in the place of news, whichever server it is."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace

from core.domain.registry import BY_NAME
from core.store.outbox import adoption
from core.store.outbox.adoption import Adoption
from sync.remote import Remote, RemoteRow
from tests.sync.laptops import Laptop
from tests.sync.lies import EDITS, Truth, two_of_each
from tests.sync.rotating import lying_page, over

Key = tuple[int, uuid.UUID]
Rows = Mapping[Key, RemoteRow]


class Scene:
    """A writer, a laptop that read everything, and what the server had before and after an edit."""

    def __init__(self, writer: Laptop, reader: Laptop, remote: Remote, rows: Callable[[], Rows]) -> None:
        self.writer, self.reader, self.remote = writer, reader, remote
        self.made = two_of_each(writer)
        writer.sync()
        before = rows()
        for table, (column, value, _) in EDITS.items():
            writer.edit(table, self.made[table][0], **{column: value})
        writer.sync()
        reader.sync()
        now = rows()
        self.truths = {
            table: Truth(now[key := (BY_NAME[table].no, ids[0])], before[key], now[key[0], ids[-1]])
            for table, ids in self.made.items()
        }

    def show(self, *lies: RemoteRow) -> None:
        """The server has news, and shows the lies in its place."""
        self.writer.add_client("Wakes it")
        self.writer.sync()
        page = lying_page(lambda rows: [replace(lie, seq=rows[0].seq) for lie in lies] if rows else [])
        over(self.reader, self.remote, pull=page)

    def told(self) -> list[str]:
        return [notice["kind"] for notice in self.reader.told("notices")]

    def tell_truth(self, table: str) -> None:
        """The control: what is true is taken, of this row and of others."""
        row_id, (column, _, value) = self.made[table][0], EDITS.get(table, ("", None, None))
        if column:
            self.writer.edit(table, row_id, **{column: value})
        news = self.writer.add_client("News")
        self.writer.sync()
        self.reader.sync()
        assert news in self.reader.rows("clients")
        if column:
            assert self.reader.value(table, row_id, column) == value


def said(laptop: Laptop, table: str, row_id: uuid.UUID) -> tuple[object, ...] | None:
    row = laptop.rows(table).get(row_id)
    return None if row is None else (row.version, row.deleted_at is not None, row.fields)


def stand(laptop: Laptop, standing: Adoption) -> None:
    with laptop.store.write() as db:
        adoption.set_standing(db, standing)
