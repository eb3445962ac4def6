"""The store worker's side of autosave: writes what was typed and merges it where sync came in between."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from core.domain.changes import Changed
from core.domain.errors import NotFound, UserError
from core.domain.ids import NoteId
from core.domain.records import Conflict, SessionNote
from core.store.unit_of_work.half_written import Beside, Followed, Sides, Written
from core.text.merge import TextMerge, merge_text

MOVED = "text_moved"
_TRIES = 5


class NoteDone(Protocol):
    """What a command on a note gives back; the practice's `Done` is one."""

    @property
    def value(self) -> SessionNote:
        """The note as the store has it afterwards; where `finalized_at` is set, the texts are a proposal."""
        ...

    @property
    def changed(self) -> tuple[Changed, ...]:
        """The rows that were written, for every screen to hear of."""
        ...


class NoteWriter(Protocol):
    """The part of the practice's notes that saving needs."""

    def get(self, note_id: NoteId, /) -> SessionNote:
        """The note in the words of its last amendment. Raises `NotFound` for one that was deleted."""
        ...

    def questions(self, note_id: NoteId, /) -> Sequence[Conflict]:
        """What is still asked about the note's texts."""
        ...

    def save(
        self,
        note_id: NoteId,
        texts: Mapping[str, str],
        based_on: Mapping[str, str | None] | None,
        beside: Beside | None = None,
        /,
    ) -> NoteDone:
        """Raises `UserError` "text_moved", writing nothing, when a stored text is not as `based_on` says."""
        ...

    def restore(self, note_id: NoteId, /) -> tuple[Changed, ...]:
        """Brings a deleted note back. Raises `RuleBroken` where that is too late."""
        ...


@dataclass(frozen=True, slots=True)
class Typed:
    """One field as it stands in the editor, and the stored text that it grew from.

    `whole` is the last that it said while no sentence was half typed: that much goes into the note.
    `generation` counts how often the editor took over a text that somebody else wrote.
    """

    text: str
    whole: str
    base: str
    generation: int = 0


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What the store holds now; `results` differ from what was sent where another device wrote as well."""

    note: SessionNote
    sent: Mapping[str, Typed]
    results: Mapping[str, str]
    clashed: frozenset[str] = frozenset()
    changed: tuple[Changed, ...] = ()
    questions: Sequence[Conflict] = ()

    @property
    def merged(self) -> frozenset[str]:
        """Fields in which the words sent were put together with another device's, and nothing is asked."""
        parted = {name for name, text in self.results.items() if text != self.sent[name].whole}
        return frozenset(parted - self.clashed)


class Saver:
    """Saves one draft. Call on the store worker only.

    What the editor shows grows from what it loaded and from what it sent before, also while an answer is
    under way; a stored text that is neither came from another device and is merged, never overwritten.
    Where it cannot be merged the note keeps what is there, and a question holds both.
    """

    def __init__(self, note_id: NoteId, writer: NoteWriter) -> None:
        self._note_id = note_id
        self._writer = writer
        self._sent: dict[tuple[str, int], str] = {}

    def save(self, typed: Mapping[str, Typed]) -> SavedDraft:
        """Returns when it is in the store; raises UserError (disk full, ...) with nothing written."""
        # Each further try is for words that sync brought in between reading and writing.
        for _ in range(_TRIES):
            try:
                return self._try(typed)
            except UserError as error:
                if error.code != MOVED:
                    raise
        raise UserError("The note is being changed from another device; your text is kept here. Try again.")

    def _try(self, typed: Mapping[str, Typed]) -> SavedDraft:
        row, restored = self._row()
        if row.finalized_at is not None:
            return self._propose(typed)
        merges = {name: self._merge(name, field, row) for name, field in typed.items()}
        results = {name: merge.theirs for name, merge in merges.items()}
        clashed = frozenset(name for name, merge in merges.items() if not merge.clean)
        followed, carried = self._followed(typed)
        asked = {
            name: (self._base(name, typed[name]), typed[name].whole, results[name])
            for name in clashed - carried
        }
        beside = Beside(dict(_half_written(typed)), asked, followed)
        # What follows holds only once this is stored: texts that were refused are the base of nothing.
        done = self._writer.save(self._note_id, results, {name: getattr(row, name) for name in typed}, beside)
        self._sent.update({(name, field.generation): field.whole for name, field in typed.items()})
        questions = self._writer.questions(self._note_id)
        return SavedDraft(done.value, typed, results, clashed, (*restored, *done.changed), questions)

    def _row(self) -> tuple[SessionNote, tuple[Changed, ...]]:
        """Deleted elsewhere while somebody types here: an edit wins over a delete."""
        try:
            return self._writer.get(self._note_id), ()
        except NotFound:
            changed = self._writer.restore(self._note_id)
            return self._writer.get(self._note_id), changed

    def _merge(self, name: str, field: Typed, row: SessionNote) -> TextMerge:
        return merge_text(self._base(name, field), field.whole, getattr(row, name) or "")

    def _followed(self, typed: Mapping[str, Typed]) -> tuple[tuple[Followed, ...], frozenset[str]]:
        """Open questions that what was typed goes on in, and the fields whose words stand there by that."""
        followed: list[Followed] = []
        carried: set[str] = set()
        for question in self._writer.questions(self._note_id):
            name = str(question.field)
            sides = self._grown(name, typed[name], question) if name in typed else None
            if sides is not None:
                followed.append(Followed(question.id, (question.ours, question.theirs), sides))
                carried.add(name)
        return tuple(followed), frozenset(carried)

    def _grown(self, name: str, field: Typed, question: Conflict) -> Sides | None:
        """The sides with what was typed since in them; None when nothing was, or it fits nowhere."""
        base, before = self._base(name, field), (question.ours, question.theirs)
        ours, theirs = (_on_side(base, field.whole, side) for side in before)
        return (ours, theirs) if ours != theirs and (ours, theirs) != before else None

    def _propose(self, typed: Mapping[str, Typed]) -> SavedDraft:
        """Finalized meanwhile: the practice keeps the text as a proposed amendment."""
        texts = {name: field.text for name, field in typed.items()}
        done = self._writer.save(self._note_id, texts, None)
        self._sent.update({(name, field.generation): field.text for name, field in typed.items()})
        sent = {name: replace(field, whole=field.text) for name, field in typed.items()}
        return SavedDraft(done.value, sent, texts, changed=done.changed)

    def _base(self, name: str, typed: Typed) -> str:
        return self._sent.get((name, typed.generation), typed.base)


def _on_side(base: str, whole: str, side: str | None) -> str | None:
    """What a question's side says with what was typed since `base`; as it is where that does not fit."""
    merge = merge_text(base, whole, side or "")
    return merge.ours if merge.clean else side


def _half_written(typed: Mapping[str, Typed]) -> Iterator[tuple[str, Written | None]]:
    for name, field in typed.items():
        yield name, None if field.text == field.whole else Written(field.text, field.whole)
