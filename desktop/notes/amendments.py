"""Amendments that are being written: kept on this laptop until they are saved or given up. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.ids import NoteId
from desktop.kit.form_drafts import FormDrafts
from desktop.notes.kept_by_note import KeptByNote


@dataclass
class Amendment:
    """What is typed over what was signed, and why. `began` is what the note said when it was begun."""

    began: Mapping[str, str]
    typed: dict[str, str]
    reason: str = ""

    @property
    def is_begun(self) -> bool:
        """Whether a text or a reason was typed: an amendment that says nothing new is not kept."""
        return self.typed != self.began or bool(self.reason.strip())

    def as_json(self) -> dict[str, Any]:
        return {"began": dict(self.began), "typed": dict(self.typed), "reason": self.reason}

    def over(self, present: Mapping[str, str]) -> "Amendment":
        """The same on a note that was amended meanwhile: a field left alone says what the note says now."""
        typed = {
            name: present[name] if text == self.began[name] else text for name, text in self.typed.items()
        }
        return Amendment(dict(present), typed, self.reason)


class Amendments(KeptByNote[Amendment]):
    """By note."""

    def __init__(self, kept: FormDrafts) -> None:
        super().__init__(kept, Amendment)

    def begin(self, note_id: NoteId, present: Mapping[str, str]) -> Amendment:
        """Where it was left, or the note as it is."""
        self.open_note = note_id
        left = self._by_note.get(note_id) or Amendment(present, dict(present))
        self._by_note[note_id] = left.over(present)
        return self._by_note[note_id]

    def write_reason(self, reason: str) -> None:
        """Of the one in front."""
        if self.open_note in self._by_note:
            self._by_note[self.open_note].reason = reason

    def text(self) -> str:
        """Of the one in front, to copy to another place."""
        one = self._by_note.get(self.open_note) if self.open_note is not None else None
        return "" if one is None else "\n\n".join(filter(None, (*one.typed.values(), one.reason)))
