"""Drafts whose four texts are as long as a field may be."""

from typing import Any

from stage import NOTE_FIELD_CHARS
from texts import Prose

from core.domain.ids import NoteId
from core.domain.new_rows import ClientDraft
from core.domain.notes import SOAP
from core.store.practice.practice import Practice


def long_drafts(practice: Practice, count: int) -> list[NoteId]:
    """So many, of one client, in the order in which they were written."""
    prose = Prose(3)
    person = practice.clients.add(ClientDraft(first_name="Ann", last_name="Long")).value.id
    made = []
    for _ in range(count):
        begun = practice.notes.start(person).value
        texts: dict[str, Any] = {name: prose.text(NOTE_FIELD_CHARS) for name in SOAP}
        made.append(practice.notes.save_draft(begun.id, **texts).value.id)
    return made
