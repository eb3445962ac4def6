"""The four texts of an open draft: typed, under way to the store, stored. No word is ever dropped."""

from collections.abc import Mapping
from enum import Enum
from typing import Protocol

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.notes import SOAP
from core.domain.records import SessionNote
from desktop.notes.saving import Saved, Saver, Typed, Writer
from desktop.ports import Runner
from sync.diff3 import merge_text


class SaveState(Enum):
    """What the words beside the title say."""

    SAVED = "saved"
    TYPING = "typing"
    FAILED = "failed"


class Pause(Protocol):
    """Calls back once after typing paused (and at the latest a few seconds after it began)."""

    def restart(self) -> None: ...

    def stop(self) -> None: ...


class DraftListener(Protocol):
    """Who shows the draft. Called on the thread that calls the draft."""

    def on_state(self, state: SaveState, error: UserError | None) -> None: ...

    def on_text_replaced(self, field: str, text: str) -> None:
        """Another device's words came into this field; keep the cursor where it is."""
        ...

    def on_merged(self, fields: frozenset[str], clashed: frozenset[str]) -> None: ...

    def on_stored(self, changed: tuple[Changed, ...]) -> None:
        """`draft.note` is now the note as the store has it."""
        ...


class Draft:
    """Autosave of one note. GUI thread; saving runs on the store worker.

    A text is given up only when the store has said that it holds it. What another device wrote is
    taken over at once where nobody types, and merged by the saver where somebody does.
    """

    def __init__(
        self, note: SessionNote, writer: Writer, runner: Runner, pause: Pause, listener: DraftListener
    ) -> None:
        self.note = note
        self._writer, self._runner = writer, runner
        self._pause, self._listener = pause, listener
        self._saver = Saver(note.id, writer)
        self._texts = {name: getattr(note, name) or "" for name in SOAP}
        self._stored = dict(self._texts)
        self._generation = dict.fromkeys(SOAP, 0)
        self._under_way: list[dict[str, str]] = []
        self._error: UserError | None = None

    @property
    def texts(self) -> Mapping[str, str]:
        return self._texts

    @property
    def state(self) -> SaveState:
        if self._error is not None:
            return SaveState.FAILED
        return SaveState.TYPING if self._unsaved() or self._under_way else SaveState.SAVED

    def type(self, field: str, text: str) -> None:
        """The field now reads `text`."""
        if text == self._texts[field]:
            return
        self._texts[field] = text
        self._pause.restart()
        self._tell()

    def flush(self) -> None:
        """Hand everything that is not stored to the store worker now; also the way to try again."""
        self._pause.stop()
        fields = self._unsent()
        if not fields:
            return
        typed = {name: self._typed(name) for name in fields}
        sent = {name: field.text for name, field in typed.items()}
        self._under_way.append(sent)
        self._runner.run(lambda: self._saver.save(typed), self._on_saved, self._on_failed)
        self._tell()

    def refresh(self) -> None:
        """The stored note changed elsewhere: read it, and merge where somebody types."""
        self._runner.run(lambda: self._writer.get(self.note.id), self._on_read, self._on_read_failed)

    def _typed(self, name: str) -> Typed:
        return Typed(self._texts[name], self._stored[name], self._generation[name])

    def _unsaved(self) -> list[str]:
        return [name for name in SOAP if self._texts[name] != self._stored[name]]

    def _unsent(self) -> list[str]:
        """Fields whose last words are neither stored nor on their way there."""
        return [name for name in SOAP if self._texts[name] != self._last_sent(name)]

    def _last_sent(self, name: str) -> str:
        for sent in reversed(self._under_way):
            if name in sent:
                return sent[name]
        return self._stored[name]

    def _on_saved(self, saved: Saved) -> None:
        self._under_way.pop(0)
        self._error = None
        for name, result in saved.results.items():
            self._settle(name, saved.sent[name], result)
        self._take(saved.note, saved.changed)
        if saved.merged or saved.clashed:
            self._listener.on_merged(saved.merged, saved.clashed)
        self._tell()
        self._flush_leftovers()

    def _settle(self, name: str, sent: str, result: str) -> None:
        """The store holds `result` for what was sent; where it differs the editor takes it over."""
        if result == sent:
            self._stored[name] = sent
            return
        self._take_over(name, merge_text(sent, self._texts[name], result).ours, result)

    def _take_over(self, name: str, text: str, stored: str) -> None:
        self._stored[name] = stored
        self._generation[name] += 1
        if text != self._texts[name]:
            self._texts[name] = text
            self._listener.on_text_replaced(name, text)

    def _on_failed(self, error: UserError) -> None:
        self._under_way.pop(0)
        self._error = error
        self._tell()

    def _on_read(self, note: SessionNote) -> None:
        self._take(note, ())
        self._tell()

    def _on_read_failed(self, error: UserError) -> None:
        self._error = error
        self._tell()

    def _take(self, note: SessionNote, changed: tuple[Changed, ...]) -> None:
        """Fields that nobody touched show what the store has; touched ones are left to the next save."""
        self.note = note
        for name in SOAP:
            stored = getattr(note, name) or ""
            untouched = self._texts[name] == self._stored[name] == self._last_sent(name)
            if untouched and stored != self._stored[name]:
                self._take_over(name, stored, stored)
        self._listener.on_stored(changed)

    def _flush_leftovers(self) -> None:
        if self._unsent() and not self._under_way:
            self._pause.restart()

    def _tell(self) -> None:
        self._listener.on_state(self.state, self._error)
