"""Which notes the list shows: recent, drafts, to be signed, or found by their text; free of Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial
from typing import Protocol

from core.domain.changes import Changed
from core.domain.clock import Clock
from core.store.practice.practice import NoteSummary, Practice, SearchHit, Unsearched
from desktop.kit.ports import Runner

LIMIT = 500
FOUND_LIMIT = 100


class Which(Enum):
    """The filters over the list; a search looks in all notes."""

    RECENT = "recent"
    DRAFTS = "drafts"
    UNSIGNED = "unsigned"
    """Drafts of an earlier day that have something written in them."""
    DELETED = "deleted"
    """Those that can be restored; the last deletion first."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for `text` found, and what of the notes it could not look at yet."""

    text: str
    hits: Sequence[SearchHit]
    unsearched: Unsearched | None = None


class NotesListView(Protocol):
    """Shows the list; called on the GUI thread."""

    def show_notes(self, notes: Sequence[NoteSummary], which: Which) -> None:
        """What a filter found; `which` says what to tell where there is nothing."""
        ...

    def show_found(self, found: Found) -> None:
        """What a search found."""
        ...


class NotesListPresenter:
    """The answer to the last question is the one that is shown; earlier ones are dropped."""

    def __init__(self, practice: Practice, runner: Runner, clock: Clock, view: NotesListView) -> None:
        self._practice, self._runner, self._clock, self._view = practice, runner, clock, view
        self._which = Which.RECENT
        self._text = ""
        self._asked = 0

    def load(self) -> None:
        """Read again what is shown."""
        self._asked += 1
        if self._text:
            self._runner.run(partial(self._find, self._text), partial(self._on_found, self._asked))
        else:
            self._runner.run(
                partial(self._read, self._which), partial(self._on_read, self._asked, self._which)
            )

    def choose(self, which: Which) -> None:
        """Another filter, which also ends the search."""
        self._which, self._text = which, ""
        self.load()

    def search(self, text: str) -> None:
        """An empty text goes back to the filter; the text that was searched last is not searched again."""
        if text != self._text:
            self._text = text
            self.load()

    @property
    def is_search(self) -> bool:
        """Whether the list answers a search, and not a filter."""
        return bool(self._text)

    def rows_changed(self, changed: Iterable[Changed]) -> bool:
        """Whether these changes concern the list; the view then loads when it is in sight."""
        return any(change.table in {"sessions", "clients"} for change in changed)

    def _find(self, text: str) -> Found:
        # Asked first: what is made ready meanwhile is found and still told of, never the other way round.
        unsearched = self._practice.search.unsearched()
        return Found(text, self._practice.search.notes(text, FOUND_LIMIT), unsearched)

    def _read(self, which: Which) -> list[NoteSummary]:
        if which is Which.RECENT:
            return list(self._practice.notes.recent(LIMIT))
        if which is Which.DELETED:
            return list(self._practice.notes.deleted(LIMIT))
        drafts = list(self._practice.notes.drafts())
        return drafts if which is Which.DRAFTS else _to_sign(drafts, self._clock.now())

    def _on_read(self, asked: int, which: Which, notes: list[NoteSummary]) -> None:
        if asked == self._asked:
            self._view.show_notes(notes, which)

    def _on_found(self, asked: int, found: Found) -> None:
        if asked == self._asked:
            self._view.show_found(found)


def _to_sign(drafts: Iterable[NoteSummary], now: datetime) -> list[NoteSummary]:
    today = now.date()
    return [
        summary
        for summary in drafts
        if summary.note.session_date.astimezone(now.tzinfo).date() < today and _begun(summary)
    ]


def _begun(summary: NoteSummary) -> bool:
    note = summary.note
    return any((note.subjective, note.objective, note.assessment, note.plan))
