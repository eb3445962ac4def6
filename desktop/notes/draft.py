"""The four texts of an open draft: typed, under way to the store, stored. No word is ever dropped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from core.domain.changes import Changed
from core.domain.errors import DiskFull, StoreBusy, StoreUnreadable, UserError
from core.domain.notes import SOAP
from core.domain.records import Conflict, SessionNote
from core.text.merge import merge_text
from desktop.kit.ports import Runner
from desktop.notes.autosave import NoteWriter, SavedDraft, Saver, Typed
from desktop.notes.caret import is_whole, leaves_alone

_PASSING = frozenset({DiskFull.code, StoreUnreadable.code, StoreBusy.code})
"""Failures that end by themselves, or by what somebody does outside this program."""


class SaveState(Enum):
    """What the words beside the title say."""

    SAVED = "saved"
    TYPING = "typing"
    FAILED = "failed"


class Pause(Protocol):
    """Calls back once after typing paused, and at the latest some time after it began."""

    def restart(self) -> None:
        """Something was typed: the pause begins anew, and the latest moment stays where it is."""
        ...

    def stop(self) -> None:
        """Does not call back until it is started again."""
        ...


class CaretPlace(Protocol):
    """Where the person writes."""

    def caret(self, field: str, /) -> int | None:
        """How many characters stand before the caret; None when nobody writes in this field."""
        ...


class DraftListener(Protocol):
    """Who shows the draft. Called on the thread that calls the draft."""

    def on_state(self, state: SaveState, error: UserError | None) -> None:
        """After every change and every answer. `error` is the last failure, None once a save went well."""
        ...

    def on_text_replaced(self, field: str, text: str) -> None:
        """Another device's words came into this field; keep the cursor where it is."""
        ...

    def on_merged(self, fields: frozenset[str]) -> None:
        """What was just saved in these fields was put together with another device's words."""
        ...

    def on_stored(self, changed: tuple[Changed, ...]) -> None:
        """`draft.note` is now the note as the store has it."""
        ...

    def on_others(self, fields: frozenset[str]) -> None:
        """Another device wrote in these fields of the note."""
        ...

    def on_questions(self, questions: Sequence[Conflict]) -> None:
        """What is asked about the note's texts by now."""
        ...


@dataclass(slots=True)
class _Field:
    """`text` stands on the screen. Of it `whole` has no half sentence, and `kept` is in the store.

    `base` is what of it went into the note last; `record` is what the note says, by others as well.
    """

    text: str
    whole: str
    kept: str
    base: str
    record: str
    generation: int = 0

    def typed(self) -> Typed:
        return Typed(self.text, self.whole, self.base, self.generation)

    def said(self) -> tuple[str, str]:
        return self.text, self.whole


class Draft:
    """Autosave of one note. GUI thread; saving runs on the store worker.

    A text is given up only when the store has said that it holds it. What another device wrote comes in
    at once where nobody types, and where somebody does only if it leaves alone what stands at the caret;
    the rest waits until the person pauses or leaves the field. What cannot be merged never replaces what
    stands on the screen: a question holds both.
    """

    def __init__(
        self,
        note: SessionNote,
        writer: NoteWriter,
        runner: Runner,
        pauses: tuple[Pause, Pause],
        hands: CaretPlace,
        listener: DraftListener,
    ) -> None:
        """`pauses`: until what was typed is kept here, and until half a sentence goes as well."""
        self.note = note
        self.questions: Sequence[Conflict] = ()
        self._writer, self._runner = writer, runner
        self._pause, self._rest = pauses
        self._hands, self._listener = hands, listener
        self._saver = Saver(note.id, writer)
        self._fields = {name: _fresh(getattr(note, name) or "") for name in SOAP}
        self._under_way: list[dict[str, Typed]] = []
        self._error: UserError | None = None
        self._resting = True

    @property
    def texts(self) -> Mapping[str, str]:
        """What stands on the screen, by field, stored or not."""
        return {name: field.text for name, field in self._fields.items()}

    @property
    def state(self) -> SaveState:
        """SAVED also where half a sentence is stored beside the note; FAILED until a save goes well again."""
        if self._error is not None:
            return SaveState.FAILED
        unsaved = any(field.text != field.kept for field in self._fields.values())
        return SaveState.TYPING if unsaved or self._under_way else SaveState.SAVED

    def type(self, name: str, text: str) -> None:
        """The field now reads `text`."""
        field = self._fields[name]
        if text == field.text:
            return
        field.text = text
        self._resting = False
        caret = self._caret(name)
        # A space or an empty line more is nothing new for the note.
        if caret is None or (is_whole(text, caret) and text.split() != field.whole.split()):
            field.whole = text
        self._pause.restart()
        self._rest.restart()
        self._tell()

    def keep(self) -> None:
        """Hand what is not stored to the store worker: whole sentences for the note, the rest beside it."""
        self._pause.stop()
        self._send(name for name in SOAP if self._fields[name].said() != self._last_sent(name))

    def flush(self) -> None:
        """The person leaves a field, or the note: all that was typed is whole. Also the way to try again."""
        self._rest.stop()
        for field in self._fields.values():
            field.whole = field.text
        self.keep()
        self._bring_in()

    def rest(self) -> None:
        """The person has paused for long, so nothing is being typed."""
        self._resting = True
        self.flush()

    def refresh(self) -> None:
        """The stored note changed elsewhere: read it, and merge where somebody types."""
        self._runner.run(self._read, self._on_read, self._on_read_failed)

    def _read(self) -> tuple[SessionNote, Sequence[Conflict]]:
        return self._writer.get(self.note.id), self._writer.questions(self.note.id)

    def _caret(self, name: str) -> int | None:
        """None where nobody is typing just now: what is signed cannot be typed in."""
        is_idle = self._resting or self.note.finalized_at is not None
        return None if is_idle else self._hands.caret(name)

    def _send(self, names: Iterable[str]) -> None:
        typed = {name: self._fields[name].typed() for name in names}
        if not typed:
            return
        self._under_way.append(typed)
        self._runner.run(lambda: self._saver.save(typed), self._on_saved, self._on_failed)
        self._tell()

    def _last_sent(self, name: str) -> tuple[str, str]:
        """What of the field is on its way to the store, or is there: all of it, and what is whole."""
        for sent in reversed(self._under_way):
            if name in sent:
                return sent[name].text, sent[name].whole
        return self._fields[name].kept, self._fields[name].base

    def _on_saved(self, saved: SavedDraft) -> None:
        # Answers come in the order of the saves.
        self._under_way.pop(0)
        self._error = None
        parted = {name for name, sent in saved.sent.items() if saved.results[name] != sent.whole}
        # What was read from the note before this answer came was told then.
        others = frozenset(name for name in parted if saved.results[name] != self._fields[name].record)
        for name, sent in saved.sent.items():
            field = self._fields[name]
            field.kept, field.base, field.record = sent.text, sent.whole, saved.results[name]
        self._tell_of_others(others)
        self._take(saved.note, saved.questions, saved.changed)
        if saved.merged:
            self._listener.on_merged(saved.merged)
        self._tell()
        # Typed after that save had begun: nothing else would bring it to the store.
        if not self._under_way and any(field.text != field.kept for field in self._fields.values()):
            self._pause.restart()

    def _on_failed(self, error: UserError) -> None:
        self._under_way.pop(0)
        self._error = error
        if error.code in _PASSING:
            # Nobody has to type again before it is tried again; the pause goes on until the disk has room.
            self._pause.restart()
        self._tell()

    def _on_read(self, read: tuple[SessionNote, Sequence[Conflict]]) -> None:
        note, questions = read
        # Nobody can type here any more: what is not stored goes now and becomes a proposed amendment.
        if note.finalized_at is not None:
            self.flush()
        self._take(note, questions, ())
        self._tell()

    def _on_read_failed(self, error: UserError) -> None:
        self._error = error
        self._tell()

    def _take(self, note: SessionNote, questions: Sequence[Conflict], changed: tuple[Changed, ...]) -> None:
        self.note, self.questions = note, questions
        others = set()
        for name, field in self._fields.items():
            said = getattr(note, name) or ""
            # A save under way brings what others wrote with its own answer.
            if said != field.record and not self._is_under_way(name):
                field.record = said
                others.add(name)
        self._tell_of_others(frozenset(others))
        self._bring_in()
        self._listener.on_questions(questions)
        self._listener.on_stored(changed)

    def _bring_in(self) -> None:
        """What others wrote comes onto the screen, where it may; the rest waits."""
        for name, field in self._fields.items():
            if field.record != field.base and not self._is_under_way(name) and not self._is_asked(name):
                self._bring_into(name, field)

    def _bring_into(self, name: str, field: _Field) -> None:
        """Beside half a sentence it waits: that may speak of the same matter, and its save merges or asks."""
        merged, caret = merge_text(field.base, field.text, field.record), self._caret(name)
        if field.text != field.whole or not merged.clean:
            return
        if caret is not None and not leaves_alone(field.text, merged.ours, caret):
            return
        if field.kept == field.text:
            # All that stood here was stored, and what comes in is from the store.
            field.kept = merged.ours
        field.base = field.record
        # What was sent before grew from another text and is no base of this one.
        field.generation += 1
        if merged.ours != field.text:
            field.text = field.whole = merged.ours
            self._listener.on_text_replaced(name, merged.ours)

    def _is_under_way(self, name: str) -> bool:
        return any(name in sent for sent in self._under_way)

    def _is_asked(self, name: str) -> bool:
        """Whether a person is asked about the very text that stands here: it stays until they answered."""
        base, asked = self._fields[name].base, () if self.note.finalized_at else self.questions
        return any(each.field == name and base in (each.ours, each.theirs) for each in asked)

    def _tell_of_others(self, fields: frozenset[str]) -> None:
        if fields:
            self._listener.on_others(fields)

    def _tell(self) -> None:
        self._listener.on_state(self.state, self._error)


def _fresh(text: str) -> _Field:
    return _Field(text=text, whole=text, kept=text, base=text, record=text)
