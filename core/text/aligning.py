"""Cuts three versions of a text at the parts that all of them share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stands at one place in the three versions; `stable` when all three agree."""

    base: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def stable(self) -> bool:
        """Whether neither side changed anything here."""
        return self.base == self.ours == self.theirs


class AlignedVersions(NamedTuple):
    """Three versions of a text by their parts, and where each part of `base` that stayed stands in the sides.

    Aligned once: for a text of thousands of lines that is what takes the time of a merge.
    """

    base: Sequence[str]
    ours: Sequence[str]
    theirs: Sequence[str]
    in_ours: Mapping[int, int]
    in_theirs: Mapping[int, int]


def aligned(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> AlignedVersions:
    """Aligns each side with `base`, by itself; `chunks_of` and the rules of merging then go by that."""
    return AlignedVersions(base, ours, theirs, matches(base, ours), matches(base, theirs))


def chunks(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[Chunk]:
    """Cuts the three versions at the parts that both sides left alone."""
    return chunks_of(aligned(base, ours, theirs))


def chunks_of(versions: AlignedVersions) -> list[Chunk]:
    """`chunks` of what is aligned already."""
    base, ours, theirs, in_ours, in_theirs = versions
    found: list[Chunk] = []
    at = (0, 0, 0)
    for index in range(len(base)):
        if index in in_ours and index in in_theirs:
            here = (index, in_ours[index], in_theirs[index])
            _add(found, base[at[0] : here[0]], ours[at[1] : here[1]], theirs[at[2] : here[2]])
            found.append(Chunk((base[index],), (base[index],), (base[index],)))
            at = (here[0] + 1, here[1] + 1, here[2] + 1)
    _add(found, base[at[0] :], ours[at[1] :], theirs[at[2] :])
    return found


def _add(found: list[Chunk], base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> None:
    if base or ours or theirs:
        found.append(Chunk(tuple(base), tuple(ours), tuple(theirs)))


def matches(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Where each part of `base` that stayed stands in `side`."""
    # Left on, autojunk passes over what stands often in a long text, such as an empty line, and aligns it
    # with nothing.
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    return {
        block.a + offset: block.b + offset
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }
