"""Which notes the list shows: recent, drafts, to be signed, signed, or found by their text; free of Qt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import partial
from operator import attrgetter
from typing import Protocol

from core.domain.changes import Changed
from core.domain.clock import Clock
from core.store.practice.note_filter import DayAsked, NoteFilter
from core.store.practice.practice import NoteSummary, Practice, SearchHit, Unsearched
from desktop.kit.ports import Runner

DayIn = Callable[[str], tuple[str, date] | None]
LIMIT = 500
FOUND_LIMIT = 100
MOST_FILES = 20


class Which(Enum):
    """The filters over the list; they narrow a search, too."""

    RECENT = "recent"
    DRAFTS = "drafts"
    UNSIGNED = "unsigned"
    """Drafts of an earlier day that have something written in them."""
    FINALIZED = "finalized"
    DELETED = "deleted"
    """Those that can be restored; the last deletion first."""


class NotePeriod(Enum):
    """Of which days a search finds notes."""

    ANY = "any"
    YEAR = "year"
    """The last twelve months."""
    THIS_YEAR = "this year"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list answers; with a text it is a search."""

    which: Which = Which.RECENT
    text: str = ""
    period: NotePeriod = NotePeriod.ANY
    day: tuple[str, date] | None = None
    """Of a text that means a day: the words beside it, and the day."""


@dataclass(frozen=True, slots=True)
class FoundNotes:
    """The notes that a search found, and their files; and what of the notes it could not look at yet.

    `back_to`: it goes on by itself with notes that are older than this. `goes_on_from`: how many notes were
    looked at before this step.
    """

    asked: Asked
    hits: Sequence[SearchHit]
    unsearched: Unsearched | None = None
    back_to: datetime | None = None
    goes_on_from: int = 0


class NotesListView(Protocol):
    """Shows the list; called on the GUI thread."""

    def show_notes(self, notes: Sequence[NoteSummary], which: Which) -> None:
        """What a filter found; `which` says what to tell where there is nothing."""
        ...

    def show_found(self, found: FoundNotes) -> None:
        """What a search found."""
        ...


class NotesListPresenter:
    """The answer to the last question is the one that is shown; earlier ones are dropped."""

    def __init__(
        self, practice: Practice, runner: Runner, clock: Clock, view: NotesListView, day_in: DayIn
    ) -> None:
        """`day_in`: the words beside the day that a text means, if it means one, and the day."""
        self._practice, self._runner, self._clock, self._view = practice, runner, clock, view
        self._day_in = day_in
        self._wish = Asked()
        self._asked = 0

    def load(self) -> None:
        """Read again what is shown."""
        self._asked += 1
        if self._wish.text:
            self._look(FoundNotes(self._wish, ()), 0)
        else:
            which = self._wish.which
            self._runner.run(partial(self._read, which), partial(self._on_read, self._asked, which))

    def choose(self, which: Which) -> None:
        """Another filter; a search goes on in what it leaves, and ends where deleted notes are listed."""
        text = "" if which is Which.DELETED else self._wish.text
        self._wish = replace(self._wish, which=which, text=text)
        self.load()

    def choose_period(self, period: NotePeriod) -> None:
        """Of the search, and of the searches that follow."""
        self._wish = replace(self._wish, period=period)
        self.load()

    def search(self, text: str) -> None:
        """An empty text goes back to the filter; the text that was searched last is not searched again."""
        if text != self._wish.text:
            # No search finds what is deleted: words that are typed there are looked for in all notes.
            is_deleted = self._wish.which is Which.DELETED and bool(text)
            which = Which.RECENT if is_deleted else self._wish.which
            self._wish = replace(self._wish, text=text, which=which, day=self._day_in(text))
            self.load()

    def search_all(self, text: str) -> None:
        """As `search`, in all notes of all days."""
        self._wish = Asked(text=text, day=self._day_in(text))
        self.load()

    def list_drafts(self) -> None:
        """What nobody signed yet, and no search."""
        self._wish = Asked(Which.DRAFTS)
        self.load()

    @property
    def is_search(self) -> bool:
        """Whether the list answers a search, and not a filter."""
        return bool(self._wish.text)

    def rows_changed(self, changed: Iterable[Changed]) -> bool:
        """Whether these changes concern the list; the view then loads when it is in sight."""
        tables = {"sessions", "clients"} | ({"session_attachments"} if self.is_search else set())
        return any(change.table in tables for change in changed)

    def _look(self, so_far: FoundNotes, looked_at: int) -> None:
        self._runner.run(partial(self._find, so_far, looked_at), partial(self._on_found, self._asked))

    def _find(self, so_far: FoundNotes, looked_at: int) -> tuple[FoundNotes, int | None]:
        """One step; a phrase takes several, between which others have their turn."""
        # Asked first: what is made ready meanwhile is found and still told of, never the other way round.
        unsearched = self._practice.search.unsearched()
        notes = sum(hit.kind == "note" for hit in so_far.hits)
        asked = so_far.asked
        wanted = _filter(asked, self._clock.now())
        day = _day(asked, self._clock.now())
        step = self._practice.search.look(asked.text, FOUND_LIMIT - notes, looked_at, wanted, day)
        hits = [*so_far.hits, *step.hits]
        if not looked_at and asked.which is Which.RECENT:
            hits += self._files(asked.text, wanted.since)
        hits.sort(key=attrgetter("at"), reverse=True)
        goes_on = step.looked_at if notes + len(step.hits) < FOUND_LIMIT else None
        back_to = None if goes_on is None else step.back_to
        return FoundNotes(asked, hits, unsearched, back_to, looked_at), goes_on

    def _files(self, text: str, since: datetime | None) -> list[SearchHit]:
        """Of notes."""
        return [hit for hit in self._practice.search.files(text, MOST_FILES, since) if hit.note_id]

    def _read(self, which: Which) -> list[NoteSummary]:
        if which is Which.RECENT:
            return list(self._practice.notes.recent(LIMIT))
        if which is Which.DELETED:
            return list(self._practice.notes.deleted(LIMIT))
        if which is Which.FINALIZED:
            return list(self._practice.notes.finalized(LIMIT))
        drafts = list(self._practice.notes.drafts())
        return drafts if which is Which.DRAFTS else _to_sign(drafts, self._clock.now())

    def _on_read(self, asked: int, which: Which, notes: list[NoteSummary]) -> None:
        if asked == self._asked:
            self._view.show_notes(notes, which)

    def _on_found(self, asked: int, step: tuple[FoundNotes, int | None]) -> None:
        if asked == self._asked:
            found, looked_at = step
            self._view.show_found(found)
            if looked_at is not None:
                self._look(found, looked_at)


def _filter(asked: Asked, now: datetime) -> NoteFilter:
    today = datetime.combine(now.date(), time.min, now.tzinfo)
    is_to_sign = asked.which is Which.UNSIGNED
    begins = {NotePeriod.YEAR: _a_year_before(today), NotePeriod.THIS_YEAR: today.replace(month=1, day=1)}
    return NoteFilter(
        is_draft=None if asked.which is Which.RECENT else asked.which is not Which.FINALIZED,
        is_written=is_to_sign,
        since=begins.get(asked.period),
        before=today if is_to_sign else None,
    )


def _day(asked: Asked, now: datetime) -> DayAsked | None:
    if asked.day is None:
        return None
    rest, day = asked.day
    begins, ends = (datetime.combine(each, time.min, now.tzinfo) for each in (day, day + timedelta(days=1)))
    return DayAsked(rest, begins, ends)


def _a_year_before(day: datetime) -> datetime:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


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
