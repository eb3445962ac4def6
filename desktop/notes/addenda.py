"""Addenda that are being written: kept on this laptop until they are signed or given up. No Qt."""

from dataclasses import asdict, dataclass
from typing import Any

from core.domain.ids import NoteId
from desktop.kit.form_drafts import FormDrafts
from desktop.notes.kept_by_note import KeptByNote


@dataclass(frozen=True, slots=True)
class Addendum:
    """What is added below a signed note, and why."""

    text: str = ""
    reason: str = ""

    @property
    def is_begun(self) -> bool:
        return bool(self.text.strip() or self.reason.strip())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Addenda(KeptByNote[Addendum]):
    """By note."""

    def __init__(self, kept: FormDrafts) -> None:
        super().__init__(kept, Addendum)

    def begin(self, note_id: NoteId) -> Addendum:
        """As it was left, or an empty one."""
        self.open_note = note_id
        return self._by_note.get(note_id, Addendum())

    def write(self, addendum: Addendum) -> None:
        """Of the one in front."""
        if self.open_note is not None:
            self._by_note[self.open_note] = addendum

    def text(self) -> str:
        """Of all that are begun, to copy to another place."""
        texts = (text for one in self._by_note.values() for text in (one.text, one.reason))
        return "\n\n".join(filter(None, texts))
