"""Where marked words stand in a text that goes on changing. No Qt; positions as Qt counts them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.text.spelling import WrittenWord


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that no dictionary has, at positions `start` to `end` of the document (UTF-16 units)."""

    start: int
    end: int
    word: WrittenWord

    def touches(self, at: int) -> bool:
        """Whether a caret there stands in the word or at one of its ends."""
        return self.start <= at <= self.end


def marks_of(text: str, words: Iterable[WrittenWord], first: int) -> list[Mark]:
    """Of a paragraph that begins at position `first`."""
    # Here Qt and Python count alike, and nothing need be measured.
    if text.isascii():
        return [Mark(first + word.start, first + word.end, word) for word in words]
    return [Mark(first + units(text[: word.start]), first + units(text[: word.end]), word) for word in words]


def moved(marks: Sequence[Mark], at: int, removed: int, added: int) -> list[Mark]:
    """After a change at a position: those behind it move along, those that it went through are gone."""
    kept = []
    for mark in marks:
        if mark.end <= at:
            kept.append(mark)
        elif mark.start >= at + removed:
            kept.append(replace(mark, start=mark.start + added - removed, end=mark.end + added - removed))
    return kept


def within(marks: Sequence[Mark], start: int, end: int) -> Sequence[Mark]:
    """Those that begin at these positions; `marks` stand in the order of the text."""
    begin = bisect_left(marks, start, key=lambda mark: mark.start)
    return marks[begin : bisect_left(marks, end, key=lambda mark: mark.start)]


def units(text: str) -> int:
    """How long it is as Qt counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
