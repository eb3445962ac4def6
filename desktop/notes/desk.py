"""The practice as the note editor uses it. Every method but `now` runs on the store worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.store.practice import Practice

from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.domain.records import Client, NoteVersion, SessionNote
from desktop.notes.saving import NoteDone


@dataclass(frozen=True, slots=True)
class OpenNote:
    note: SessionNote
    client: Client
    previous: SessionNote | None


class NotesDesk:
    """Fulfils `saving.Writer`, so that autosave and the editor share one way to the store."""

    def __init__(self, practice: Practice, clock: Clock) -> None:
        self._practice = practice
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def open(self, note_id: NoteId) -> OpenNote:
        note = self._practice.notes.get(note_id)
        return OpenNote(
            note, self._practice.clients.get(note.client_id), self._practice.notes.previous(note_id)
        )

    def get(self, note_id: NoteId, /) -> SessionNote:
        return self._practice.notes.get(note_id)

    def save(
        self, note_id: NoteId, texts: Mapping[str, str], based_on: Mapping[str, str | None] | None, /
    ) -> NoteDone:
        return self._practice.notes.save_draft(note_id, based_on=based_on, **texts)

    def keep_both(
        self, note_id: NoteId, field: str, base: str, ours: str, theirs: str, /
    ) -> tuple[Changed, ...]:
        return self._practice.inbox.raise_text(note_id, field, base, ours, theirs).changed

    def finalize(self, note_id: NoteId, seen: Mapping[str, str]) -> tuple[Changed, ...]:
        """Signs only what the person has on the screen (UserError when the store holds another text)."""
        row = self._practice.notes.get(note_id)
        if any((getattr(row, name) or "") != seen[name] for name in SOAP):
            raise UserError(
                "The note on this laptop is not yet what you see here, so it was not signed. "
                "Your text is kept; try again in a moment.",
                code="not_saved",
            )
        return self._practice.notes.finalize(note_id).changed

    def amend(self, note_id: NoteId, reason: str, texts: Mapping[str, str]) -> tuple[Changed, ...]:
        return self._practice.notes.amend(note_id, reason, **texts).changed

    def versions(self, note_id: NoteId) -> list[NoteVersion]:
        return list(self._practice.notes.versions(note_id))

    def delete(self, note_id: NoteId, reason: str | None) -> tuple[Changed, ...]:
        return self._practice.notes.delete(note_id, reason).changed

    def restore(self, note_id: NoteId) -> tuple[Changed, ...]:
        return self._practice.notes.restore(note_id).changed

    def in_clinic(self, note_id: NoteId) -> bool | None:
        return self._practice.notes.in_clinic(note_id)
