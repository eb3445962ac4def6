"""The practice as the note editor uses it. Every method but `now` runs on the store worker."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.domain.changes import Changed
from core.domain.clock import Clock
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.notes import SOAP
from core.domain.records import Client, NoteVersion, SessionNote
from core.store.practice import Practice
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
        note = self.get(note_id)
        previous = self._practice.notes.previous(note_id)
        client = self._practice.clients.get(note.client_id)
        return OpenNote(note, client, self._latest(previous) if previous else None)

    def get(self, note_id: NoteId, /) -> SessionNote:
        """The note as it reads now: an amended one with the words of its last amendment."""
        return self._latest(self._practice.notes.get(note_id))

    def save(
        self, note_id: NoteId, texts: Mapping[str, str], based_on: Mapping[str, str | None] | None, /
    ) -> NoteDone:
        typed: dict[str, Any] = dict(texts)
        return self._practice.notes.save_draft(note_id, based_on=based_on, **typed)

    def keep_both(
        self, note_id: NoteId, field: str, base: str, ours: str, theirs: str, /
    ) -> tuple[Changed, ...]:
        return self._practice.inbox.raise_text(note_id, field, base, ours, theirs).changed

    def set_session_date(self, note_id: NoteId, at: datetime) -> tuple[Changed, ...]:
        return self._practice.notes.save_draft(note_id, session_date=at).changed

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

    def _latest(self, note: SessionNote) -> SessionNote:
        if not note.amendment_count:
            return note
        last = self._practice.notes.versions(note.id)[-1]
        return replace(
            note,
            subjective=last.subjective,
            objective=last.objective,
            assessment=last.assessment,
            plan=last.plan,
        )
