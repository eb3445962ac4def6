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
    """Who has a piece: both texts, the old one alone, or the new one alone."""

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
            yield from _equal(before[a_from:a_to], after[b_from:b_to])
            continue
        if a_to > a_from:
            yield Piece(Mark.REMOVED, "".join(before[a_from:a_to]))
        if b_to > b_from:
            yield Piece(Mark.ADDED, "".join(after[b_from:b_to]))


def _equal(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """The same words; where only the space behind one differs, only that space is marked."""
    same = ""
    for old, new in zip(before, after, strict=True):
        if old == new:
            same += new
            continue
        same += _word(new)
        yield Piece(Mark.SAME, same)
        same = ""
        gaps = (Mark.REMOVED, old[len(_word(old)) :]), (Mark.ADDED, new[len(_word(new)) :])
        yield from (Piece(mark, gap) for mark, gap in gaps if gap)
    if same:
        yield Piece(Mark.SAME, same)


def _opcodes(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    keys = [_word(token) for token in before], [_word(token) for token in after]
    # With autojunk words that come often would count for nothing in a text of two hundred words (difflib).
    return list(SequenceMatcher(None, *keys, autojunk=False).get_opcodes())


def _word(token: str) -> str:
    """A token without the space behind it; a token that is all space stays as it is."""
    return token.rstrip() or token
