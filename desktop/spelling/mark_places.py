"""Where marked words stand in a text that goes on changing. No Qt; positions as Qt counts them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.text.spelling import WrittenWord


@dataclass(frozen=True, slots=True)
class MisspeltWord:
    """A word that no dictionary has, at positions `start` to `end` of the document (UTF-16 units)."""

    start: int
    end: int
    word: WrittenWord

    def touches(self, at: int) -> bool:
        """Whether a caret there stands in the word or at one of its ends."""
        return self.start <= at <= self.end


def marks_of(text: str, words: Iterable[WrittenWord], first: int) -> list[MisspeltWord]:
    """Of a paragraph that begins at position `first`."""
    # Here Qt and Python count alike, and nothing need be measured.
    if text.isascii():
        return [MisspeltWord(first + word.start, first + word.end, word) for word in words]
    return [
        MisspeltWord(first + units(text[: word.start]), first + units(text[: word.end]), word)
        for word in words
    ]


def moved(marks: Sequence[MisspeltWord], at: int, removed: int, added: int) -> list[MisspeltWord]:
    """After a change at a position: those behind it move along, those that it went through are gone."""
    kept = []
    for mark in marks:
        if mark.end <= at:
            kept.append(mark)
        elif mark.start >= at + removed:
            kept.append(replace(mark, start=mark.start + added - removed, end=mark.end + added - removed))
    return kept


def within(marks: Sequence[MisspeltWord], start: int, end: int) -> Sequence[MisspeltWord]:
    """Those that begin at these positions; `marks` stand in the order of the text."""
    begin = bisect_left(marks, start, key=lambda mark: mark.start)
    return marks[begin : bisect_left(marks, end, key=lambda mark: mark.start)]


def units(text: str) -> int:
    """How long it is as Qt counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
