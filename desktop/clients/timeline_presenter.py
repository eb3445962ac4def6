"""What a client's timeline does, free of Qt: reads page by page, keeps to a filter, follows changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import ClientId, NoteId
from core.store.practice.client_timeline import (
    KINDS,
    PAGE,
    TimelineEntry,
    TimelineKind,
    TimelinePage,
    TimelinePlace,
)
from core.store.practice.practice import Practice
from desktop.kit.ports import Runner

OWN_TABLES = frozenset({"measures", "session_attachments"})
"""What the timeline shows and the rest of a client's page does not: it is read anew for these alone."""


@dataclass(frozen=True, slots=True)
class ShownTimeline:
    """What was read so far; `is_read` is False before the first answer about a client."""

    ahead: Sequence[TimelineEntry] = ()
    past: Sequence[TimelineEntry] = ()
    counts: Mapping[TimelineKind, int] = field(default_factory=dict)
    is_read: bool = False


class TimelineView(Protocol):
    """The timeline as its presenter sees it. GUI thread."""

    def show_entries(self, shown: ShownTimeline) -> None:
        """Called for each page, and whenever something about the client changed."""
        ...

    def unfinished_found(self, note_id: NoteId | None) -> None:
        """The client's newest note that is not signed; None where there is none."""
        ...

    def refuse(self, error: UserError) -> None:
        """Nothing could be read; what is shown stays."""
        ...


class TimelinePresenter:
    """An answer about what is no longer asked for, a former client or filter, is dropped."""

    def __init__(self, practice: Practice, runner: Runner, view: TimelineView) -> None:
        self._practice, self._runner, self._view = practice, runner, view
        self.client_id: ClientId | None = None
        self.kind: TimelineKind | None = None
        """The one kind that is shown; None for all of them."""
        self._shown = ShownTimeline()
        self._after: TimelinePlace | None = None
        self._asked = 0
        self._is_reading = False

    def show(self, client_id: ClientId) -> None:
        """Reads a client's timeline; nothing of a former one stays in sight."""
        if client_id != self.client_id:
            self.client_id = client_id
            self._forget()
        self.load()

    def show_kind(self, kind: TimelineKind | None) -> None:
        """One kind alone, or all of them; stays so for the clients that are shown next."""
        if kind != self.kind:
            self.kind = kind
            self._after = None
            self._shown = ShownTimeline(counts=self._shown.counts, is_read=self._shown.is_read)
            self.load()

    def load(self) -> None:
        """Reads again as much as is shown."""
        if self.client_id is None:
            return
        self._asked += 1
        self._is_reading = True
        most = max(PAGE, len(self._shown.past))
        read = partial(self._practice.client_timeline.beginning, self.client_id, self._kinds, most)
        self._run(read, self._on_beginning)

    def more(self) -> None:
        """The next page, unless something is on its way or there is none."""
        if self.client_id is None or self._after is None or self._is_reading:
            return
        self._is_reading = True
        read = partial(self._practice.client_timeline.more, self.client_id, self._after, self._kinds)
        self._run(read, self._on_more)

    def find_unfinished(self) -> None:
        """The note that a person would go on with, whatever is shown of the timeline."""
        if (client_id := self.client_id) is not None:
            self._runner.run(
                lambda: self._practice.client_timeline.unfinished(client_id),
                partial(self._on_unfinished, client_id),
                self._view.refuse,
            )

    def rows_changed(self, changed: Iterable[Changed]) -> None:
        """Reads again where something is among them that no other part of the page listens to."""
        if any(change.table in OWN_TABLES for change in changed):
            self.load()

    @property
    def _kinds(self) -> Sequence[TimelineKind]:
        return KINDS if self.kind is None else (self.kind,)

    def _run(self, read: Callable[[], TimelinePage], answer: Callable[[int, TimelinePage], None]) -> None:
        self._runner.run(read, partial(answer, self._asked), partial(self._on_refused, self._asked))

    def _forget(self) -> None:
        self._shown, self._after = ShownTimeline(), None
        self._view.show_entries(self._shown)

    def _on_beginning(self, asked: int, page: TimelinePage) -> None:
        if asked == self._asked:
            self._is_reading, self._after = False, page.after
            self._shown = ShownTimeline(page.ahead, page.past, page.counts, is_read=True)
            self._view.show_entries(self._shown)

    def _on_more(self, asked: int, page: TimelinePage) -> None:
        if asked == self._asked:
            self._is_reading, self._after = False, page.after
            past = (*self._shown.past, *page.past)
            self._shown = ShownTimeline(self._shown.ahead, past, self._shown.counts, is_read=True)
            self._view.show_entries(self._shown)

    def _on_unfinished(self, client_id: ClientId, note_id: NoteId | None) -> None:
        if client_id == self.client_id:
            self._view.unfinished_found(note_id)

    def _on_refused(self, asked: int, error: UserError) -> None:
        if asked == self._asked:
            self._is_reading = False
            self._view.refuse(error)
