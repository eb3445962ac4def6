"""Measures that stand half typed beside a note: kept on this laptop until they are added. No Qt."""

from dataclasses import dataclass, field

from core.domain.ids import NoteId
from desktop.kit.form_drafts import Content, FormDrafts


@dataclass
class LineDrafts:
    """By note. What is left in one comes up again with it, also after a lock, a crash or the end."""

    kept: FormDrafts
    _texts: dict[str, str] = field(default_factory=dict)

    def left(self, note_id: NoteId) -> str:
        """What stands in the entry of this note."""
        return self._texts.get(str(note_id), "")

    def write(self, note_id: NoteId, text: str) -> None:
        """An empty entry is forgotten."""
        self._texts[str(note_id)] = text
        if not text.strip():
            del self._texts[str(note_id)]

    def content(self) -> Content | None:
        """As JSON; None when nothing is typed."""
        return dict(self._texts) or None

    def look(self) -> None:
        """At the start. What was typed since then goes before what was kept."""
        self.kept.look(self._on_found)

    def _on_found(self, content: Content) -> None:
        self._texts = {**content, **self._texts}
