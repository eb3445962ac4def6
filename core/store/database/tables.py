"""The local store's tables: the registry's, plus what only this device needs."""

from itertools import chain

from sqlalchemy import (
    BLOB,
    DDL,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.sql.elements import TextClause

from core.domain import registry
from core.store.database.columns import Micros, Uuid16, type_of
from core.store.database.digest_triggers import digest_triggers
from core.store.database.past_series import DRAWN_FROM, past_triggers

LOCAL = MetaData()

LOCAL_COLUMNS = ("seq", "mac", "extra", "origin_device")
"""What sync keeps beside a row: its place in the feed, its mac, unknown newer columns, who wrote it."""


def _default(column: registry.Column) -> TextClause | None:
    if column.default is None:
        return None
    if isinstance(column.default, str):
        return text(f"'{column.default}'")
    return text(str(int(column.default)))


def _column(column: registry.Column) -> Column[object]:
    return Column(
        column.name,
        type_of(column.kind),
        nullable=not column.required,
        server_default=_default(column),
    )


def _common() -> list[Column[object]]:
    # rid stands for the row in the search index: an alias of the rowid that VACUUM cannot renumber.
    return [
        Column("rid", Integer, primary_key=True),
        Column("id", Uuid16, nullable=False, unique=True),
        Column("workspace_id", Uuid16, nullable=False),
        Column("version", Integer, nullable=False, server_default=text("0")),
        Column("created_at", Micros, nullable=False),
        Column("updated_at", Micros, nullable=False),
        Column("deleted_at", Micros),
    ]


def _local() -> list[Column[object]]:
    return [
        Column("seq", Integer),
        Column("mac", BLOB),
        Column("extra", Text),
        Column("origin_device", Uuid16),
    ]


def _checks(table: registry.Table) -> list[CheckConstraint]:
    conditions = [column.check for column in table.columns if column.check]
    return [CheckConstraint(condition) for condition in (*conditions, *table.checks)]


# What a client's appointments come to is then read from the index alone. A look at each row would read pages
# in no order, and more of them than the cache holds: twenty times the time at a hundred thousand.
_BESIDE: dict[tuple[str, ...], tuple[str, ...]] = {
    ("client_id", "scheduled_start"): ("status", "deleted_at"),
}


def _indexes(table: registry.Table) -> list[Index]:
    found = [
        Index(f"ix_{table.name}_{'_'.join(names)}", "workspace_id", *names, *_BESIDE.get(names, ()))
        for names in table.indexes
    ]
    return [*found, Index(f"ix_{table.name}_seq", "workspace_id", "seq")]


def _build(table: registry.Table) -> Table:
    # What sync keeps stands before the texts: reading a mac must not walk through a long note's pages.
    # No foreign keys and no UNIQUE but the id: a page of the feed may hold a child before its re-edited
    # parent, and two devices may have made the same name. Repositories check both when a person writes.
    return Table(
        table.name,
        LOCAL,
        *_common(),
        *_local(),
        *(_column(column) for column in table.columns),
        *_checks(table),
        *_indexes(table),
    )


SYNCED: dict[str, Table] = {table.name: _build(table) for table in registry.TABLES}
BY_NO: dict[int, Table] = {table.no: SYNCED[table.name] for table in registry.TABLES}

# The list of clients begins with the names of all, which stand here together.
_LISTED = ("last_name", "first_name", "preferred_name", "is_active", "deleted_at")
Index("ix_clients_name", "workspace_id", *_LISTED, _table=SYNCED["clients"])

# Deleted notes are few among all; their list must not walk through the living ones.
_NOTES = SYNCED["sessions"]
Index(
    "ix_sessions_deleted",
    _NOTES.c.workspace_id,
    _NOTES.c.deleted_at,
    sqlite_where=_NOTES.c.deleted_at.is_not(None),
)

JOURNAL = Table(
    "journal",
    LOCAL,
    Column("table_no", Integer, primary_key=True, autoincrement=False),
    Column("row_id", Uuid16, primary_key=True),
    Column("base", Text),
    Column("base_version", Integer, nullable=False),
    Column("edits", Integer, nullable=False),
    Column("grp", Integer, nullable=False),
    Column("queued_at", Micros, nullable=False),
    Column("drawn", Text),
    Index("ix_journal_grp", "grp"),
)

OUTBOX = Table(
    "outbox",
    LOCAL,
    Column("op_no", Integer, primary_key=True, autoincrement=False),
    Column("op_id", Uuid16, nullable=False, unique=True),
    Column("table_no", Integer, nullable=False),
    Column("row_id", Uuid16, nullable=False),
    Column("base_version", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("edits", Integer, nullable=False),
    Column("grp", Integer, nullable=False),
    # A row's next op waits for the answer to this one.
    UniqueConstraint("table_no", "row_id"),
)

REFUSED = Table(
    "refused",
    LOCAL,
    Column("id", Uuid16, primary_key=True),
    Column("table_no", Integer, nullable=False),
    Column("row_id", Uuid16, nullable=False),
    Column("payload", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("at", Micros, nullable=False),
    Column("dismissed_at", Micros),
)

FEED = Table(
    "feed",
    LOCAL,
    Column("workspace_id", Uuid16, primary_key=True),
    Column("seq", Integer, nullable=False, server_default=text("0")),
    Column("epoch", Uuid16),
    Column("last_good_at", Micros),
    Column("op_no", Integer, nullable=False, server_default=text("0")),
)

HISTORY = Table(
    "history",
    LOCAL,
    Column("id", Uuid16, primary_key=True),
    Column("table_no", Integer, nullable=False),
    Column("row_id", Uuid16, nullable=False),
    Column("field", Text),
    Column("base", Text),
    Column("ours", Text),
    Column("theirs", Text),
    Column("result", Text),
    Column("our_device", Uuid16),
    Column("their_device", Uuid16),
    Column("at", Micros, nullable=False),
    Column("kind", Text, nullable=False),
    Index("ix_history_row", "table_no", "row_id"),
)

NOTICES = Table(
    "notices",
    LOCAL,
    Column("id", Uuid16, primary_key=True),
    Column("table_no", Integer, nullable=False),
    Column("row_id", Uuid16, nullable=False),
    Column("field", Text),
    Column("kind", Text, nullable=False),
    Column("history_id", Uuid16),
    Column("at", Micros, nullable=False),
    Column("seen_at", Micros),
)

FACTS = Table(
    "facts",
    LOCAL,
    Column("name", Text, primary_key=True),
    Column("value", BLOB, nullable=False),
)

KEPT_SEALS = Table(
    "kept_seals",
    LOCAL,
    Column("row_id", Uuid16, primary_key=True),
    Column("seal", BLOB, nullable=False),
)
"""Of other laptops, on rows that only grow."""

BLOBS = Table(
    "blobs",
    LOCAL,
    Column("blob_key", BLOB, primary_key=True),
    Column("in_clinic", Integer, nullable=False, server_default=text("0")),
    Column("wanted", Integer, nullable=False, server_default=text("0")),
    Column("verified", Integer, nullable=False, server_default=text("0")),
    Column("problem", Text),
)
"""What this device knows of a file's content: how many chunks the clinic has, whether they are to be fetched,
whether the whole was compared with its address, and what is wrong with it."""

SEARCHED = {
    "clients": "search_clients",
    "appointments": "search_appointments",
    "sessions": "search_notes",
    "session_attachments": "search_files",
}
"""Synced table to its full-text index; a document's rowid is the row's rid, its text is not kept twice."""

UNINDEXED = Table(
    "unindexed_notes",
    LOCAL,
    Column("rid", Integer, primary_key=True, autoincrement=False),
    Column("at", Micros, nullable=False),
    Index("ix_unindexed_notes_at", "at"),
)
"""Notes that wait for the index; `at` is when the treatment was."""

# Of each table what stands in the feed here, kept up with every write; see `core.store.outbox.digests`.
Table(
    "digest_sums",
    LOCAL,
    Column("workspace_id", Uuid16, primary_key=True),
    Column("table_no", Integer, primary_key=True, autoincrement=False),
    Column("rows", Integer, nullable=False),
    Column("total", BLOB, nullable=False),
)
DIGEST_NOTES = Table(
    "digest_notes",
    LOCAL,
    Column("no", Integer, primary_key=True),
    Column("workspace_id", Uuid16, nullable=False),
    Column("table_no", Integer, nullable=False),
    Column("mac", BLOB),
    Column("sign", Integer, nullable=False),
)
"""What came and went since, as triggers noted it."""

_SERIES = SYNCED["appointment_series"].c
PAST_SERIES = Table(
    "past_series",
    LOCAL,
    Column("no", Integer, primary_key=True),
    Column("series_id", Uuid16, nullable=False),
    *(Column(name, _SERIES[name].type) for name in DRAWN_FROM),
    Index("ix_past_series_series_id", "series_id"),
)
"""What series said before, as triggers kept it."""

for _statement in past_triggers():
    event.listen(PAST_SERIES, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
for _statement in chain.from_iterable(map(digest_triggers, registry.TABLES)):
    event.listen(DIGEST_NOTES, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
