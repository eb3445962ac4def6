"""What differs between two texts, word by word; for showing only, never for merging."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

_WORD = re.compile(r"\w+[^\S\n]*|[^\w\s][^\S\n]*|\n|[^\S\n]+")
MAX_WORDS = 4000
"""Above this many words in one text whole lines are compared, so that the window never waits."""


class Mark(Enum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and whether both texts have it."""

    mark: Mark
    text: str


def words(text: str) -> list[str]:
    """The words with the space behind each; joined they give the text back."""
    return _WORD.findall(text)


def compare(old: str, new: str) -> list[Piece]:
    """Pieces in reading order: SAME and REMOVED join to `old`, SAME and ADDED join to `new`."""
    before, after = words(old), words(new)
    if max(len(before), len(after)) > MAX_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return list(_pieces(before, after))


def removed(pieces: Sequence[Piece]) -> list[Piece]:
    """The old text alone, with what is only there marked."""
    return [piece for piece in pieces if piece.mark is not Mark.ADDED]


def added(pieces: Sequence[Piece]) -> list[Piece]:
    """The new text alone, with what is only there marked."""
    return [piece for piece in pieces if piece.mark is not Mark.REMOVED]


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for kind, a_from, a_to, b_from, b_to in _opcodes(before, after):
        if kind == "equal":
            yield Piece(Mark.SAME, "".join(after[b_from:b_to]))
            continue
        if a_to > a_from:
            yield Piece(Mark.REMOVED, "".join(before[a_from:a_to]))
        if b_to > b_from:
            yield Piece(Mark.ADDED, "".join(after[b_from:b_to]))


def _opcodes(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return list(matcher.get_opcodes())


def shared_share(text: str, earlier: str) -> float:
    """How much of `text` (0..1, by characters) stands in runs of six words or more that `earlier` has too."""
    mine, theirs = words(text), words(earlier)
    if not text.strip() or not earlier.strip() or max(len(mine), len(theirs)) > MAX_WORDS:
        return 0.0
    blocks = SequenceMatcher(None, theirs, mine, autojunk=False).get_matching_blocks()
    runs = ("".join(mine[block.b : block.b + block.size]) for block in blocks if block.size >= 6)
    return sum(len(run) for run in runs) / len(text)
