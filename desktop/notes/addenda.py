"""Addenda that are being written: kept on this laptop until they are signed or given up. No Qt."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from uuid import UUID

from core.domain.ids import NoteId
from desktop.kit.form_drafts import Content, FormDrafts, known_fields


@dataclass(frozen=True, slots=True)
class Addendum:
    """What is added below a signed note, and why."""

    text: str = ""
    reason: str = ""

    @property
    def is_begun(self) -> bool:
        return bool(self.text.strip() or self.reason.strip())


@dataclass
class Addenda:
    """By note. `open_note` is the one in front: it comes up again after a lock, a crash or the end."""

    kept: FormDrafts
    open_note: NoteId | None = None
    _by_note: dict[NoteId, Addendum] = field(default_factory=dict)

    def begin(self, note_id: NoteId) -> Addendum:
        """As it was left, or an empty one."""
        self.open_note = note_id
        return self._by_note.get(note_id, Addendum())

    def write(self, addendum: Addendum) -> None:
        """Of the one in front."""
        if self.open_note is not None:
            self._by_note[self.open_note] = addendum

    def leave(self) -> None:
        """What was typed waits until somebody adds to its note again."""
        self.open_note = None
        self.kept.keep(self.content())

    def forget(self, note_id: NoteId) -> None:
        """Signed, or given up."""
        self._by_note.pop(note_id, None)
        if self.open_note == note_id:
            self.open_note = None
        self.kept.keep(self.content())

    def content(self, *, without: NoteId | None = None) -> Content | None:
        """As JSON; None when nothing is typed."""
        begun = {key: one for key, one in self._by_note.items() if one.is_begun and key != without}
        if not begun:
            return None
        is_open = self.open_note in begun
        notes = {str(key): asdict(one) for key, one in begun.items()}
        return {"open": str(self.open_note) if is_open else None, "notes": notes}

    def text(self) -> str:
        """Of all that are begun, to copy to another place."""
        texts = (text for one in self._by_note.values() for text in (one.text, one.reason))
        return "\n\n".join(filter(None, texts))

    @property
    def unsaved(self) -> bool:
        """Whether words could not be stored."""
        return self.kept.failed and self.content() is not None

    def look(self, on_open: Callable[[NoteId], None]) -> None:
        """At the start; tells of a note that was being added to when the program ended."""

        def on_found(content: Content) -> None:
            known = {key: known_fields(Addendum, one) for key, one in content["notes"].items()}
            self._by_note = {NoteId(UUID(key)): Addendum(**one) for key, one in known.items()}
            if content["open"]:
                self.open_note = NoteId(UUID(content["open"]))
                on_open(self.open_note)

        self.kept.look(on_found)
