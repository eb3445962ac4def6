"""What is being written about signed notes: kept on this laptop until it is signed or given up. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from core.domain.ids import NoteId
from desktop.kit.form_drafts import Content, FormDrafts, known_fields


class Writing(Protocol):
    """What one person writes about one note: a dataclass of texts."""

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed; what says nothing is not kept."""
        ...

    def as_json(self) -> dict[str, Any]:
        """Its fields by name."""
        ...


T = TypeVar("T")
W = TypeVar("W", bound=Writing)


@dataclass
class KeptByNote(Generic[W]):
    """By note. `open_note` is the one in front: it comes up again after a lock, a crash or the end."""

    kept: FormDrafts
    kind: type[W]
    open_note: NoteId | None = None
    _by_note: dict[NoteId, W] = field(default_factory=dict)

    def leave(self) -> None:
        """Another note comes to the front. What was typed waits until somebody goes on with it."""
        self.open_note = None
        self.kept.keep(self.content())

    def signing(self, note_id: NoteId, sign: Callable[[], T]) -> Callable[[], T]:
        """The job that signs what is written about a note, after which none of it waits in the store.

        Say `forget` when it is signed, and `refused` when it is not.
        """
        return self.kept.taking(note_id, sign, partial(_without, str(note_id)))

    def is_signing(self, note_id: NoteId) -> bool:
        """Whether the answer is awaited."""
        return self.kept.is_under_way(note_id)

    def refused(self, note_id: NoteId) -> None:
        """What was typed waits as before."""
        self.kept.answered(note_id)

    def forget(self, note_id: NoteId) -> None:
        """Signed, or given up."""
        self.kept.answered(note_id)
        self._by_note.pop(note_id, None)
        if self.open_note == note_id:
            self.open_note = None
        self.kept.keep(self.content())

    def content(self) -> Content | None:
        """As JSON; None when nothing is typed."""
        begun = {key: one for key, one in self._by_note.items() if one.is_begun}
        if not begun:
            return None
        is_open = self.open_note is not None and self.open_note in begun
        notes = {str(key): one.as_json() for key, one in begun.items()}
        return {"open": str(self.open_note) if is_open else None, "notes": notes}

    @property
    def unsaved(self) -> bool:
        """Whether words could not be stored."""
        return self.kept.failed and self.content() is not None

    def look(self, on_open: Callable[[NoteId], None]) -> None:
        """At the start; tells of the note that was in front when the program ended."""

        def on_found(content: Content) -> None:
            known = {key: known_fields(self.kind, one) for key, one in content["notes"].items()}
            self._by_note = {NoteId(UUID(key)): self.kind(**one) for key, one in known.items()}
            if content["open"]:
                self.open_note = NoteId(UUID(content["open"]))
                on_open(self.open_note)

        self.kept.look(on_found)


def _without(note: str, content: Content) -> Content | None:
    """The content without what is written about this note."""
    notes = {key: one for key, one in content["notes"].items() if key != note}
    if not notes:
        return None
    return {"open": None if content["open"] == note else content["open"], "notes": notes}
