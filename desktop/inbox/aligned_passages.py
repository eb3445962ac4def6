"""Two texts side by side: passages that stand at one height, alike ones and those that differ. No Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.text.word_diff import Mark, Piece, added, compare, removed

MANY = 400
"""Above this many passages the rest stands in one, so that a page never holds thousands of widgets."""
_SHOWN = 2
"""Lines that a long passage alike shows at its beginning and end while it is folded."""


@dataclass(frozen=True, slots=True)
class Block:
    """One row of both columns. `label` names the value where a question is about several."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    alike: bool
    label: str = ""

    @property
    def lines(self) -> int:
        """Of the left text; a passage that is alike has as many on the right."""
        return sum(piece.text.count("\n") for piece in self.left) + 1

    @property
    def hidden(self) -> int:
        """How many lines `folded` leaves out."""
        return self.lines - 2 * _SHOWN if self.alike and self.lines > 2 * _SHOWN + 1 else 0


def blocks(left: str, right: str) -> list[Block]:
    """Cuts both texts where they agree; the left pieces join to `left`, the right ones to `right`."""
    found = list(_blocks(left.split("\n"), right.split("\n")))
    if len(found) <= MANY:
        return found
    head, rest = found[: MANY - 1], found[MANY - 1 :]
    return [*head, _differing(_joined(rest, is_left=True), _joined(rest, is_left=False))]


def value_block(left: str, right: str, label: str = "") -> Block:
    """One value of a question, whole."""
    return _differing([left], [right], label) if left != right else _alike([left], label)


def ends(block: Block) -> tuple[str, str]:
    """The first and the last lines of a folded passage."""
    lines = "".join(piece.text for piece in block.left).split("\n")
    return "\n".join(lines[:_SHOWN]), "\n".join(lines[-_SHOWN:])


def _blocks(left: Sequence[str], right: Sequence[str]) -> Iterator[Block]:
    # `autojunk` would leave out lines that stand often in a long text, such as the empty ones.
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for kind, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        here, there = left[a_from:a_to], right[b_from:b_to]
        if kind == "equal":
            yield _alike(here)
        elif len(here) == len(there):
            yield from (_differing([one], [other]) for one, other in zip(here, there, strict=True))
        else:
            yield _differing(here, there)


def _alike(lines: Sequence[str], label: str = "") -> Block:
    same = (Piece(Mark.SAME, "\n".join(lines)),)
    return Block(same, same, True, label)


def _differing(here: Sequence[str], there: Sequence[str], label: str = "") -> Block:
    pieces = compare("\n".join(here), "\n".join(there))
    return Block(tuple(removed(pieces)), tuple(added(pieces)), False, label)


def _joined(found: Sequence[Block], *, is_left: bool) -> list[str]:
    sides = (block.left if is_left else block.right for block in found)
    return ["".join(piece.text for piece in side) for side in sides]
