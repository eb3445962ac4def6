"""Searching 10,000 full notes as one types: a search for every letter, each beside the bare index."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from clinic import practice_alone
from feed import Feed
from finding import BareMatch, letters, times
from harness import Figure, processor, slow_tail, timed
from stage import NOTE_FIELD_CHARS, NOTES, Stage
from texts import Prose, words

from core.domain.clock import to_micros
from core.domain.notes import SOAP
from core.store.outbox import feed_store
from core.store.outbox.feed_store import FeedRow
from core.store.practice.note_filter import NoteFilter
from core.store.practice.practice import Practice
from desktop.session.open_practice import OpenPractice

_LIMIT_MS = 30.0
_HEBREW_LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
_HEBREW_WORDS = 3_000
_EVERY_HEBREW = 4
_EVERY_DRAFT = 10
_NOTES_A_CLIENT = 20
_FIRST = datetime(2017, 1, 2, 8, 0, tzinfo=UTC)
_AT_ONCE = 100
_LATELY_FROM = 5
"""Hours after the first note; what was written before that is not of late."""


def as_typed(stage: Stage) -> list[Figure]:
    """Each line is what somebody types, letter by letter; the slowest letters count."""
    with practice_alone(stage.folder / "searching") as opened:
        with stage.phase("wrote and indexed the notes that are searched"):
            _write(opened, _rows(stage.scale.of(NOTES)))
        with stage.phase("search as one types"):
            bare = BareMatch(opened.store)
            return [figure for line in _lines(opened.practice) for figure in _measured(line, bare)]


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    typed: Sequence[str]
    search: Callable[[str], object]


def _measured(line: _Line, bare: BareMatch) -> list[Figure]:
    ours, floor = slow_tail(times(line.search, line.typed)), slow_tail(times(bare, line.typed))
    note = "bare FTS5: rowids of the 50 best by rank, same words"
    return [
        timed(f"search as one types, {line.name}, p95", "ms", ours, floor, note, limit=_LIMIT_MS),
        processor(ours, floor, note, limit=_LIMIT_MS),
    ]


def _lines(practice: Practice) -> list[_Line]:
    search = practice.search
    common, rare = words()[:6], words()[-6:]
    pairs = [f"{one} {other}" for one, other in zip(common, rare, strict=True)]
    hebrew = _hebrew_words()
    signed_lately = NoteFilter(is_draft=False, since=_FIRST + timedelta(hours=_LATELY_FROM))

    def notes(text: str) -> list[object]:
        return list(search.look(text).hits)

    def everything(text: str) -> list[object]:
        return list(search.everything(text, 20).hits)

    def narrowed(wanted: NoteFilter) -> Callable[[str], list[object]]:
        return lambda text: list(search.look(text, wanted=wanted).hits)

    phrases = [f'"{part}"' for part in letters(_phrases())]
    nowhere = [*letters(["zzyzx", f"{common[0]} zzyzx"]), '"zzyzx qxqx"']
    return [
        _Line("notes", letters([*common, *rare, *pairs]), notes),
        _Line("everything", letters([*common, *rare, *pairs]), everything),
        _Line("a phrase", phrases, notes),
        _Line("drafts alone", letters([*common, *pairs]), narrowed(NoteFilter(is_draft=True))),
        _Line("signed lately", letters([*common, *pairs]), narrowed(signed_lately)),
        _Line("a client and a word", letters(f"nr{number} {common[0]}" for number in (3, 14)), notes),
        _Line("Hebrew", letters([*hebrew[:6], *hebrew[-6:], f"{hebrew[0]} {hebrew[-1]}"]), notes),
        _Line("one letter", [*"abcdefghijklmnopqrstuvwxyz", *_HEBREW_LETTERS], everything),
        _Line("a word that is nowhere", nowhere, everything),
    ]


def _phrases() -> list[str]:
    """Neighbours in some text, frequent and rare ones, and three that stand nowhere together."""
    text = Prose(2).text(NOTE_FIELD_CHARS).split()
    return [" ".join(text[at : at + 2]) for at in (3, 40, 200)] + [f"{words()[0]} {words()[-1]} {words()[1]}"]


def _hebrew_words() -> list[str]:
    """Invented ones: the first are the frequent ones."""
    rng = random.Random(11)  # noqa: S311 - a run that repeats itself
    return ["".join(rng.choices(_HEBREW_LETTERS, k=rng.randrange(3, 7))) for _ in range(_HEBREW_WORDS)]


class _HebrewProse:
    """Text with the word statistics of `Prose`."""

    def __init__(self) -> None:
        self._rng = random.Random(12)  # noqa: S311 - a run that repeats itself
        self._words = _hebrew_words()
        self._weights = [1 / (rank + 2) for rank in range(len(self._words))]

    def text(self, chars: int) -> str:
        count = chars // 5
        return " ".join(self._rng.choices(self._words, self._weights, k=count))[:chars]


def _rows(count: int) -> Iterator[FeedRow]:
    """Every fourth note in Hebrew and every tenth a draft, an hour apart."""
    feed, english, hebrew = Feed(), Prose(2), _HebrewProse()
    client = ""
    for number in range(count):
        if number % _NOTES_A_CLIENT == 0:
            last_name = f"Nr{number // _NOTES_A_CLIENT}"
            person = feed.row(
                "clients", first_name="Ann", last_name=last_name, consent_status=True, is_active=True
            )
            client = str(person.row.row_id)
            yield person
        prose = english if number % _EVERY_HEBREW else hebrew
        is_draft, at = number % _EVERY_DRAFT == 0, to_micros(_FIRST + timedelta(hours=number))
        texts = {name: prose.text(NOTE_FIELD_CHARS) for name in SOAP}
        yield feed.row(
            "sessions",
            client_id=client,
            session_date=at,
            is_draft=is_draft,
            finalized_at=None if is_draft else at,
            amendment_count=0,
            **texts,
        )


def _write(opened: OpenPractice, rows: Iterator[FeedRow]) -> None:
    """As a pull does: the words of the notes are indexed afterwards."""
    part: list[FeedRow] = []
    for row in rows:
        part.append(row)
        if len(part) == _AT_ONCE:
            _apply(opened, part)
            part = []
    _apply(opened, part)
    while opened.practice.search.catch_up():
        pass


def _apply(opened: OpenPractice, rows: Sequence[FeedRow]) -> None:
    with opened.store.write(bulk=True) as db:
        feed_store.apply_rows(db, opened.practice.me.workspace_id, rows)
