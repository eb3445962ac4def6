"""What must hold of the store after the process was killed; each finding is one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from core.domain.clock import FixedClock
from core.domain.ids import NoteId
from core.domain.registry import BY_NAME, BY_NO, Table
from core.store.database.engine import Store
from core.store.database.rows import stored_rows
from core.store.database.tables import SEARCHED
from core.store.outbox import feed_store
from core.store.outbox.journal import Journal, WaitingRow
from core.store.outbox.search_index import document
from core.store.outbox.sent_op import Sent
from core.store.outbox.wire_row import WireRow, row_to_wire
from core.store.unit_of_work.half_written import written_in
from tests.kills.clinic import LINKS, Clinic
from tests.sync.laptops import START

SAFE_MS = 1000
"""What was typed longer ago than this is never lost."""
Text = tuple[UUID, str]


@dataclass
class Witness:
    """What the process told before it died: by note and field the texts in the order they were typed."""

    typed: dict[Text, list[tuple[int, str]]] = field(default_factory=dict)
    saved: dict[Text, str] = field(default_factory=dict)
    did: dict[tuple[str, UUID], dict[str, Any]] = field(default_factory=dict)
    doing: tuple[str, UUID] | None = None
    """A command that was given and did not return: it may have taken effect or not."""
    failed: list[str] = field(default_factory=list)
    at_ms: int = 0

    def hear(self, message: tuple[Any, ...]) -> None:
        kind, *rest = message
        if kind == "typed":
            self._hear_typed(*rest)
        elif kind == "saved":
            note, texts = rest
            self.saved.update({(note, name): text for name, text in texts.items()})
        elif kind == "did":
            table, row_id, values = rest
            self.doing = None
            self.did.setdefault((table, row_id), {}).update(values)
        elif kind == "time":
            self.at_ms = max(self.at_ms, rest[0])
        elif kind == "doing":
            self.doing = (rest[0], rest[1])
        elif kind == "failed":
            self.failed.append(str(rest[0]))

    def _hear_typed(self, at_ms: int, note: UUID, name: str, text: str) -> None:
        self.typed.setdefault((note, name), []).append((at_ms, text))
        self.at_ms = max(self.at_ms, at_ms)


def findings(clinic: Clinic, store: Store, witness: Witness) -> list[str]:
    """Everything that is wrong, empty when nothing is."""
    found = [f"the process met {each}" for each in witness.failed] + store.integrity_problems()
    with store.read() as db:
        found += _references(db)
        found += _search(db, clinic)
        found += _typed(db, witness)
        found += _did(db, witness)
        found += _waiting(db, clinic)
    return found


def _references(db: Connection) -> Iterator[str]:
    if db.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield "a foreign key leads nowhere"
    for table, column, target in LINKS:
        sql = (
            f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL"
            f" AND {column} NOT IN (SELECT id FROM {target})"
        )
        if db.exec_driver_sql(sql).scalar():
            yield f"{table}.{column} leads nowhere"


def _search(db: Connection, clinic: Clinic) -> Iterator[str]:
    """A row and its place in the index are one transaction."""
    for name, index in SEARCHED.items():
        rows = _rows(db, BY_NAME[name], clinic).values()
        wanted = {row["rid"] for row in rows if document(name, row) is not None}
        if wanted != {row[0] for row in db.exec_driver_sql(f"SELECT rowid FROM {index}")}:
            yield f"{index} is not of the rows of {name}"


def _rows(db: Connection, table: Table, clinic: Clinic) -> dict[UUID, dict[str, Any]]:
    ids = [UUID(bytes=row[0]) for row in db.exec_driver_sql(f"SELECT id FROM {table.name}")]
    return stored_rows(db, table, clinic.laptop.me.workspace_id, ids)


def _typed(db: Connection, witness: Witness) -> Iterator[str]:
    for (note, name), texts in witness.typed.items():
        due, place = _due(witness, note, name), _place(db, texts, note, name)
        if place < due:
            yield f"{name}: typed {due + 1} texts that must be there, and the store has {place + 1}"


def _due(witness: Witness, note: UUID, name: str) -> int:
    """Which of the typed texts the store must have reached."""
    texts = witness.typed[note, name]
    old = [place for place, (at_ms, _) in enumerate(texts) if at_ms < witness.at_ms - SAFE_MS]
    # The same words may have stood there before and again after: the first time is what was saved for sure.
    saved = [place for place, (_, text) in enumerate(texts) if text == witness.saved.get((note, name))]
    return max([*old[-1:], *saved[:1]], default=-1)


def _place(db: Connection, texts: list[tuple[int, str]], note: UUID, name: str) -> int:
    """How far the store came: half a sentence stands beside its note."""
    row = db.exec_driver_sql(f"SELECT {name} FROM sessions WHERE id = ?", (note.bytes,)).scalar() or ""
    beside = written_in(db, NoteId(note)).get(name)
    stored = row if beside is None else beside.text
    return max((place for place, (_, text) in enumerate(texts) if text == stored), default=-1)


def unsaved(store: Store, witness: Witness) -> int:
    """How many keys the kill cost; all of them younger than the promised second."""
    with store.read() as db:
        return sum(
            len(texts) - 1 - _place(db, texts, note, name) for (note, name), texts in witness.typed.items()
        )


def _did(db: Connection, witness: Witness) -> Iterator[str]:
    for (table, row_id), values in witness.did.items():
        sql = f"SELECT {', '.join(values)} FROM {table} WHERE id = ?"
        row = db.exec_driver_sql(sql, (row_id.bytes,)).mappings().first()
        if row is None:
            yield f"a row of {table} that was made is gone"
        elif witness.doing != (table, row_id) and dict(row) != values:
            yield f"a row of {table} is not as the command that returned left it"


def _waiting(db: Connection, clinic: Clinic) -> Iterator[str]:
    """The journal says exactly what differs from what the server has."""
    me = clinic.laptop.me
    journal = Journal(me.workspace_id, FixedClock(START), clinic.room.ids)
    sent = {(each.table_no, each.row_id): each for each in journal.unanswered(db)}
    yield from _numbers(sent, feed_store.cursor(db, me.workspace_id).op_no, clinic)
    for table in BY_NO.values():
        rows = _rows(db, table, clinic)
        for row_id, stored in rows.items():
            key = table.no, row_id
            entry = journal.entry(db, *key)
            row = row_to_wire(table, stored)
            yield from _one(table, row, entry, sent.pop(key, None), clinic.agreed.get(key))
        if {key for key in clinic.agreed if key[0] == table.no} - {(table.no, each) for each in rows}:
            yield f"the server has rows of {table.name} that are not here"
    if sent or db.exec_driver_sql("SELECT count(*) FROM refused").scalar():
        yield "ops of rows that are not here, or refused ones"


def _numbers(sent: dict[Any, Sent], last: int, clinic: Clinic) -> Iterator[str]:
    numbers = sorted(each.op_no for each in sent.values())
    if numbers and numbers != list(range(last - len(numbers) + 1, last + 1)):
        yield "the outbox is not the end of what was numbered"
    heard = clinic.room.head().ledgers[clinic.laptop.me.device_id].last_op_no
    if not last - len(numbers) <= heard <= last:
        yield "the server's ledger and the outbox do not meet"


def _one(
    table: Table, row: WireRow, entry: WaitingRow | None, sent: Sent | None, server: WireRow | None
) -> Iterator[str]:
    if entry is None:
        if sent is not None:
            yield f"{table.name}: an op without an entry in the journal"
        if server is None or not _same(row, server):
            yield f"{table.name}: differs from the server, and the journal does not say so"
        return
    if sent is not None and server is not None and server.version == sent.base_version + 1:
        if not _same(sent.row, server):
            yield f"{table.name}: the op under way is not what the server got"
        return
    if (entry.base is None) != (server is None):
        yield f"{table.name}: the journal's base and the server disagree on whether there was a row"
    elif entry.base is not None and server is not None and not _same(entry.base, server):
        yield f"{table.name}: the journal's base is not what the server has"
    elif sent is None and entry.base is not None and _same(entry.base, row) and entry.edits == 1:
        yield f"{table.name}: waits without a difference"


def _same(one: WireRow, other: WireRow) -> bool:
    return one.fields == other.fields and (one.deleted_at is None) == (other.deleted_at is None)
