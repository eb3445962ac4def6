"""What an editor has beside its note: text that is still being written, and what could not be merged.

Half a sentence must survive whatever ends the program, and must neither travel nor be merged as if it were
whole. So it stands here, on this laptop alone, until its sentence ends or the person pauses or leaves.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam

from core.domain.clock import to_micros
from core.domain.enums import ConflictReason
from core.domain.errors import UserError
from core.domain.ids import ConflictId, DeviceId, NoteId
from core.domain.records import Conflict, SessionNote
from core.domain.registry import SESSIONS
from core.store.database.facts import get_json, set_json
from core.store.database.me import Me
from core.store.database.tables import SYNCED
from core.store.outbox import feed_store
from core.store.unit_of_work import conflicts
from core.store.unit_of_work.conflicts import Question
from core.store.unit_of_work.repository import RepositoryContext, prepared
from core.store.unit_of_work.writer import Writer

_FACT = "writing/"
_AFTER = "writing0"
"""The first name behind all that begin with `_FACT`."""


@dataclass(frozen=True, slots=True)
class Written:
    """One field of a note while somebody writes in it.

    `text` stands on the screen; it grew from `base`, the last of it that went into the note or a question.
    """

    text: str
    base: str


Sides = tuple[str | None, str | None]
"""`ours` and `theirs` of a question."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A question whose sides go on with the hand that writes on in its field."""

    conflict_id: ConflictId
    before: Sides
    after: Sides


@dataclass(frozen=True, slots=True)
class Beside:
    """Stored in the transaction of a draft's texts. `written` None: nothing of the field is half written.

    `asked`: base, ours and theirs of a field that could not be merged.
    """

    written: Mapping[str, Written | None] = field(default_factory=dict)
    asked: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    followed: tuple[Followed, ...] = ()

    def store(self, desk: RepositoryContext, writer: Writer, note: SessionNote) -> None:
        """UserError "text_moved" when a question is no longer as it was when it was followed."""
        for each in self.followed:
            _follow(desk, writer, each)
        for name, texts in self.asked.items():
            _ask(desk, writer, note.id, name, texts)
        for name, text in self.written.items():
            keep(writer.db, note.id, name, text)


def keep(db: Connection, note_id: NoteId, name: str, written: Written | None) -> None:
    """Stores, replaces or (None) removes what is being written in one field."""
    value = None if written is None else {"text": written.text, "base": written.base}
    set_json(db, _fact(note_id, name), value)


def written_in(db: Connection, note_id: NoteId) -> dict[str, Written]:
    """What is being written in a note, by field."""
    # A tilde sorts behind the letters of any field.
    return _read(db, _fact(note_id, ""), _fact(note_id, "~"))


def notes_written_in(db: Connection) -> list[NoteId]:
    """Notes of which some words stand here alone."""
    # A note's id is 32 hexadecimal digits behind the prefix.
    sql = "SELECT DISTINCT substr(name, ?, 32) FROM facts WHERE name > ? AND name < ? ORDER BY 1"
    found = db.exec_driver_sql(sql, (len(_FACT) + 1, _FACT, _AFTER))
    return [NoteId(uuid.UUID(hex=row[0])) for row in found]


def open_questions(desk: RepositoryContext, db: Connection, note_id: NoteId) -> list[Conflict]:
    """What is still asked about a note's texts, oldest first."""
    return desk.prepared_rows(db, Conflict, "conflicts", _asked_about(), note_id=note_id)


@cache
def _asked_about() -> Select[Any]:
    c = SYNCED["conflicts"].c
    found = prepared(
        "conflicts",
        c.row_id == bindparam("note_id"),
        c.table_no == SESSIONS.no,
        c.reason == ConflictReason.TEXT.value,
        c.resolved_at.is_(None),
    )
    return found.order_by(c.noticed_at, c.id)


def last_writer(db: Connection, me: Me, note_id: NoteId) -> DeviceId | None:
    """The other device whose words came into the note last, by the note's seal or, once they were merged and
    sealed here, by the history of merging."""
    found = db.exec_driver_sql("SELECT origin_device FROM sessions WHERE id = ?", (note_id.bytes,)).scalar()
    sealed_by = DeviceId(uuid.UUID(bytes=found)) if found else None
    devices = (sealed_by, feed_store.last_other_device(db, note_id))
    return next((device for device in devices if device not in (None, me.device_id)), None)


def _fact(note_id: NoteId, name: str) -> str:
    return f"{_FACT}{note_id.hex}/{name}"


def _read(db: Connection, first: str, last: str) -> dict[str, Written]:
    found = db.exec_driver_sql("SELECT name FROM facts WHERE name > ? AND name < ?", (first, last)).all()
    texts = {row[0].rpartition("/")[2]: get_json(db, row[0]) for row in found}
    return {name: Written(told["text"], told["base"]) for name, told in texts.items()}


def _follow(desk: RepositoryContext, writer: Writer, followed: Followed) -> None:
    conflict = desk.get(writer.db, Conflict, "conflicts", followed.conflict_id)
    if conflict.resolved_at is not None or (conflict.ours, conflict.theirs) != followed.before:
        raise UserError("The question was changed from another device meanwhile.", code="text_moved")
    ours, theirs = followed.after
    conflicts.reword(writer, conflict.id, ours, theirs)


def _ask(
    desk: RepositoryContext, writer: Writer, note_id: NoteId, name: str, texts: tuple[str, str, str]
) -> None:
    """Leaves both texts to a person, here and in the history; not twice in the same words."""
    base, ours, theirs = texts
    other = last_writer(writer.db, writer.me, note_id)
    question = Question(
        table_no=SESSIONS.no,
        row_id=note_id,
        field=name,
        reason=ConflictReason.TEXT,
        base=base,
        ours=ours,
        theirs=theirs,
        our_device=writer.me.device_id,
        their_device=other,
    )
    if conflicts.is_open(writer.db, question):
        return
    conflicts.put(writer, question)
    entry = feed_store.HistoryEntry(
        id=desk.ids.new(),
        table_no=SESSIONS.no,
        row_id=note_id,
        field=name,
        base=base,
        ours=ours,
        theirs=theirs,
        result=theirs,
        our_device=writer.me.device_id,
        their_device=other,
        at=to_micros(writer.now),
        kind="conflict" if other else "replaced",
    )
    feed_store.add_history(writer.db, [entry])
