"""Which notes, or files, a search looks at, as conditions on their rows."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.domain.clock import to_micros
from core.text.terms import Term

_MOST_NAMESAKES = 2000
"""What begins so many names narrows nothing."""
_LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """By itself all. `since` and `before` are about the treatment, or about when a file was added."""

    is_draft: bool | None = None
    """Only what nobody has signed, or only what is signed."""
    is_written: bool = False
    """Only what has something written in it."""
    since: datetime | None = None
    before: datetime | None = None

    def conditions(self, workspace: bytes, at: str) -> Iterator[tuple[str, tuple[object, ...]]]:
        """Each with its values; `t` is the row, `at` its time. A plus: SQLite finds no rows by it."""
        if self.is_draft is not None:
            # Whether a note is signed stands behind its texts; the index of drafts says it without reading.
            drafts = "SELECT d.rid FROM sessions d WHERE d.workspace_id = ? AND d.is_draft = 1"
            yield f"+t.rid {'IN' if self.is_draft else 'NOT IN'} ({drafts})", (workspace,)
        if self.is_written:
            yield "concat(t.subjective, t.objective, t.assessment, t.plan) <> ''", ()
        if self.since is not None:
            yield f"{at} >= ?", (to_micros(self.since),)
        if self.before is not None:
            yield f"{at} < ?", (to_micros(self.before),)


EVERY_NOTE = NoteFilter()


@dataclass(frozen=True, slots=True)
class DayAsked:
    """A day as a part of a search: what is typed beside it, and when it begins and ends."""

    rest: str
    since: datetime
    before: datetime


@dataclass(frozen=True, slots=True)
class LooserMatch:
    """Rows that need not hold all words of a search, since some are their client's name or their day."""

    terms: tuple[Term, ...]
    clients: Sequence[uuid.UUID] | None = None
    since: datetime | None = None
    before: datetime | None = None


def names_in(terms: Sequence[Term]) -> list[str]:
    """Words that may be a client's name: not what stands in quotation marks."""
    words = [term.words[0] for term in terms if not term.is_quoted]
    return [word for word in words if len(word) >= _LEAST_LETTERS]


def besides_names(terms: Sequence[Term], named: Mapping[uuid.UUID, frozenset[str]]) -> list[LooserMatch]:
    """Of each client's notes what they must hold besides the words with which the name begins."""
    found: dict[tuple[Term, ...], list[uuid.UUID]] = {}
    for client_id, words in named.items():
        rest = tuple(term for term in terms if term.is_quoted or term.words[0] not in words)
        found.setdefault(rest, []).append(client_id)
    return [LooserMatch(rest, clients) for rest, clients in found.items() if len(clients) <= _MOST_NAMESAKES]


def besides_day(
    day: DayAsked, terms: tuple[Term, ...], named: Mapping[uuid.UUID, frozenset[str]]
) -> list[LooserMatch]:
    """The same for the notes of one day; `terms` are what is typed beside it."""
    every = [LooserMatch(terms), *besides_names(terms, named)]
    return [replace(each, since=day.since, before=day.before) for each in every]
