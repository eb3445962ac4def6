"""The store worker's side of autosave: writes what was typed and merges it where sync came in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import NoteId
from core.domain.records import SessionNote
from sync.diff3 import merge_text

MOVED = "text_moved"
_TRIES = 5


class NoteDone(Protocol):
    @property
    def value(self) -> SessionNote: ...
    @property
    def changed(self) -> tuple[Changed, ...]: ...


class Writer(Protocol):
    """The part of the practice's notes that saving needs."""

    def get(self, note_id: NoteId, /) -> SessionNote: ...

    def save(
        self, note_id: NoteId, texts: Mapping[str, str], based_on: Mapping[str, str | None] | None, /
    ) -> NoteDone:
        """Raises `UserError` "text_moved", writing nothing, when a stored text is not as `based_on` says."""
        ...

    def keep_both(
        self, note_id: NoteId, field: str, base: str, ours: str, theirs: str, /
    ) -> tuple[Changed, ...]:
        """Leave both texts to a person, in the inbox."""
        ...


@dataclass(frozen=True, slots=True)
class Typed:
    """One field as it stands in the editor, and the stored text that it grew from.

    `generation` counts how often the editor took over a text that somebody else wrote.
    """

    text: str
    base: str
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """What the store holds now; `results` differ from `sent` where another device's text was merged in."""

    note: SessionNote
    sent: Mapping[str, str]
    results: Mapping[str, str]
    clashed: frozenset[str] = frozenset()
    changed: tuple[Changed, ...] = ()

    @property
    def merged(self) -> frozenset[str]:
        return frozenset(name for name, text in self.results.items() if text != self.sent[name])


class Saver:
    """Saves one draft. Call on the store worker only.

    What the editor shows grows from what it loaded and from what it sent before, also while an answer is
    under way; a stored text that is neither came from another device and is merged, never overwritten.
    """

    def __init__(self, note_id: NoteId, writer: Writer) -> None:
        self._note_id = note_id
        self._writer = writer
        self._sent: dict[tuple[str, int], str] = {}

    def save(self, typed: Mapping[str, Typed]) -> Saved:
        """Returns when it is in the store; raises UserError (disk full, ...) with nothing written."""
        for _ in range(_TRIES):
            try:
                return self._try(typed)
            except UserError as error:
                if error.code != MOVED:
                    raise
        raise UserError("The note is being changed from another device; your text is kept here. Try again.")

    def _try(self, typed: Mapping[str, Typed]) -> Saved:
        row = self._writer.get(self._note_id)
        if row.finalized_at is not None:
            return self._propose(typed)
        stored = {name: getattr(row, name) or "" for name in typed}
        merges = {
            name: merge_text(self._base(name, typed[name]), typed[name].text, stored[name]) for name in typed
        }
        results = {name: merge.ours for name, merge in merges.items()}
        based_on = {name: getattr(row, name) for name in typed}
        done = self._writer.save(self._note_id, results, based_on)
        clashed = frozenset(name for name, merge in merges.items() if not merge.clean)
        extra = [change for name in clashed for change in self._clash(name, typed[name], merges[name].theirs)]
        self._remember(typed)
        return Saved(done.value, _texts(typed), results, clashed, (*done.changed, *extra))

    def _propose(self, typed: Mapping[str, Typed]) -> Saved:
        """Finalized meanwhile: the practice keeps the text as a proposed amendment."""
        sent = _texts(typed)
        done = self._writer.save(self._note_id, sent, None)
        self._remember(typed)
        return Saved(done.value, sent, sent, changed=done.changed)

    def _clash(self, name: str, typed: Typed, theirs: str) -> tuple[Changed, ...]:
        return self._writer.keep_both(self._note_id, name, self._base(name, typed), typed.text, theirs)

    def _base(self, name: str, typed: Typed) -> str:
        return self._sent.get((name, typed.generation), typed.base)

    def _remember(self, typed: Mapping[str, Typed]) -> None:
        self._sent.update({(name, field.generation): field.text for name, field in typed.items()})


def _texts(typed: Mapping[str, Typed]) -> dict[str, str]:
    return {name: field.text for name, field in typed.items()}
