"""Puts a question before a person, as a merge that found no end would."""

from core.domain.enums import ConflictReason
from core.domain.ids import NoteId
from core.domain.records import Conflict
from core.store.practice.conflict_raising import raise_text
from core.store.practice.practice import Practice
from core.store.unit_of_work.repository import Done


def ask(
    practice: Practice, note_id: NoteId, field: str, base: str | None, ours: str | None, theirs: str | None
) -> Done[Conflict]:
    """Leaves two texts of one field to a person."""
    desk, texts = practice.desk, (base, ours, theirs)
    with desk.write() as writer:
        made = raise_text(desk, writer, note_id, field, ConflictReason.TEXT, texts)
        return Done(desk.get(writer.db, Conflict, "conflicts", made), writer.changed)
