"""Puts a question before a person, as a merge that found no end would."""

from uuid import UUID

from core.domain.enums import ConflictReason
from core.domain.ids import NoteId
from core.domain.records import Conflict
from core.domain.registry import Table
from core.store.practice.conflict_raising import raise_text
from core.store.practice.practice import Practice
from core.store.unit_of_work.conflicts import Question, put
from core.store.unit_of_work.repository import Done


def ask(
    practice: Practice, note_id: NoteId, field: str, base: str | None, ours: str | None, theirs: str | None
) -> Done[Conflict]:
    """Leaves two texts of one field to a person."""
    desk, texts = practice.desk, (base, ours, theirs)
    with desk.write() as writer:
        made = raise_text(desk, writer, note_id, field, ConflictReason.TEXT, texts)
        return Done(desk.get(writer.db, Conflict, "conflicts", made), writer.changed)


def ask_of(
    practice: Practice, table: Table, row_id: UUID, field: str, ours: str | None, theirs: str | None
) -> Done[Conflict]:
    """As `ask`, of a value of any record."""
    question = Question(
        table_no=table.no,
        row_id=row_id,
        field=field,
        reason=ConflictReason.VALUE,
        ours=ours,
        theirs=theirs,
        our_device=practice.me.device_id,
    )
    with practice.desk.write() as writer:
        made = put(writer, question)
        return Done(practice.desk.get(writer.db, Conflict, "conflicts", made), writer.changed)
