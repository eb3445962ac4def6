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
    """What a search for `text` found, and what of the notes it could not look at yet.

    `back_to`: it goes on by itself with notes that are older than this. `goes_on_from`: how many notes were
    looked at before this step.
    """

    text: str
    hits: Sequence[SearchHit]
    unsearched: Unsearched | None = None
    back_to: datetime | None = None
    goes_on_from: int = 0


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
            self._look(Found(self._text, ()), 0)
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

    def _look(self, so_far: Found, looked_at: int) -> None:
        self._runner.run(partial(self._find, so_far, looked_at), partial(self._on_found, self._asked))

    def _find(self, so_far: Found, looked_at: int) -> tuple[Found, int | None]:
        """One step; a phrase takes several, between which others have their turn."""
        # Asked first: what is made ready meanwhile is found and still told of, never the other way round.
        unsearched = self._practice.search.unsearched()
        left = FOUND_LIMIT - len(so_far.hits)
        step = self._practice.search.look(so_far.text, left, looked_at)
        hits = [*so_far.hits, *step.hits]
        goes_on = step.looked_at if len(hits) < FOUND_LIMIT else None
        back_to = None if goes_on is None else step.back_to
        return Found(so_far.text, hits, unsearched, back_to, looked_at), goes_on

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

    def _on_found(self, asked: int, step: tuple[Found, int | None]) -> None:
        if asked == self._asked:
            found, looked_at = step
            self._view.show_found(found)
            if looked_at is not None:
                self._look(found, looked_at)


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
