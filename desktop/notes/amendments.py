"""Amendments that are being written: kept on this laptop until they are saved or given up. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from core.domain.ids import NoteId
from desktop.kit.form_drafts import Content, FormDrafts, known_fields

Texts = Mapping[str, str]


@dataclass
class Amendment:
    """What is typed over what was signed, and why. `began` is what the note said when it was begun."""

    began: Texts
    typed: dict[str, str]
    reason: str = ""

    @property
    def is_begun(self) -> bool:
        """Whether a text or a reason was typed: an amendment that says nothing new is not kept."""
        return self.typed != self.began or bool(self.reason.strip())

    def over(self, present: Texts) -> "Amendment":
        """The same on a note that was amended meanwhile: a field left alone says what the note says now."""
        typed = {
            name: present[name] if text == self.began[name] else text for name, text in self.typed.items()
        }
        return Amendment(dict(present), typed, self.reason)


@dataclass
class Amendments:
    """By note. `open_note` is the one in front: it comes up again after a lock, a crash or the end."""

    kept: FormDrafts
    open_note: NoteId | None = None
    _by_note: dict[NoteId, Amendment] = field(default_factory=dict)

    def begin(self, note_id: NoteId, present: Texts) -> Amendment:
        """Where it was left, or the note as it is."""
        self.open_note = note_id
        left = self._by_note.get(note_id) or Amendment(present, dict(present))
        self._by_note[note_id] = left.over(present)
        return self._by_note[note_id]

    def write_reason(self, reason: str) -> None:
        """Of the one in front."""
        if self.open_note in self._by_note:
            self._by_note[self.open_note].reason = reason

    def leave(self) -> None:
        """Another note comes to the front. What was typed waits until its note is amended again."""
        self.open_note = None
        self.kept.keep(self.content())

    def forget(self, note_id: NoteId) -> None:
        """Saved, or given up."""
        self._by_note.pop(note_id, None)
        if self.open_note == note_id:
            self.open_note = None
        self.kept.keep(self.content())

    def content(self, *, without: NoteId | None = None) -> Content | None:
        """As JSON; None when nothing is typed."""
        begun = {key: one for key, one in self._by_note.items() if one.is_begun and key != without}
        if not begun:
            return None
        is_open = self.open_note is not None and self.open_note in begun
        notes = {str(key): _json(one) for key, one in begun.items()}
        return {"open": str(self.open_note) if is_open else None, "notes": notes}

    def text(self) -> str:
        """Of the one in front, to copy to another place."""
        one = self._by_note.get(self.open_note) if self.open_note is not None else None
        return "" if one is None else "\n\n".join(filter(None, (*one.typed.values(), one.reason)))

    @property
    def unsaved(self) -> bool:
        """Whether words could not be stored."""
        return self.kept.failed and self.content() is not None

    def look(self, on_open: Callable[[NoteId], None]) -> None:
        """At the start; tells of a note that was being amended when the program ended."""
        self.kept.look(partial(self._on_found, on_open))

    def _on_found(self, on_open: Callable[[NoteId], None], content: Content) -> None:
        known = {key: known_fields(Amendment, one) for key, one in content["notes"].items()}
        self._by_note = {NoteId(UUID(key)): Amendment(**one) for key, one in known.items()}
        if content["open"]:
            self.open_note = NoteId(UUID(content["open"]))
            on_open(self.open_note)


def _json(one: Amendment) -> dict[str, Any]:
    return {"began": dict(one.began), "typed": dict(one.typed), "reason": one.reason}
