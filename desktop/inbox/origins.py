"""Where each sentence of a merged text came from, and what either side took out. Free of Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from core.text.sentences import lines, sentences

_MOST = 4000
"""Above this many sentences the order of what was taken out is not worked out any more."""


class SentenceOrigin(Enum):
    """Which version a sentence came from; of one that is gone, which version left it out."""

    BEFORE = "before"
    """Both versions had it from before."""
    HERE = "here"
    THERE = "there"
    ALIKE = "alike"
    """Both wrote it, in the same words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text. `removed`: it stood there before, and that side took it out."""

    text: str
    origin: SentenceOrigin
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Versions:
    """What a merge began with and came to; `here` is this laptop's."""

    base: str
    here: str
    there: str
    result: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, and the white space or line end behind it."""

    text: str
    gap: str


def passages(versions: Versions) -> list[Passage]:
    """In reading order; those that are not removed join to the result."""
    base, here, there, result = (
        _units(text) for text in (versions.base, versions.here, versions.there, versions.result)
    )
    if max(len(base), len(result)) > _MOST:
        base = []
    known = [{unit.text for unit in units} for units in (_units(versions.base), here, there, result)]
    return _joined(_pieces(base, result, known))


def _pieces(base: Sequence[_Unit], result: Sequence[_Unit], known: Sequence[set[str]]) -> Iterator[Passage]:
    was, now = [unit.text for unit in base], [unit.text for unit in result]
    # `autojunk` would take a sentence that stands often in a long text for one that holds nothing together.
    for kind, a_from, a_to, b_from, b_to in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind != "equal":
            for unit in base[a_from:a_to]:
                yield from _taken_out(unit, known)
        for unit in result[b_from:b_to]:
            yield Passage(unit.text + unit.gap, _origin(unit.text, known))


def _origin(text: str, known: Sequence[set[str]]) -> SentenceOrigin:
    before, here, there, _ = known
    if text in before or not text.strip():
        return SentenceOrigin.BEFORE
    if text in here and text in there:
        return SentenceOrigin.ALIKE
    return SentenceOrigin.HERE if text in here else SentenceOrigin.THERE


def _taken_out(unit: _Unit, known: Sequence[set[str]]) -> Iterator[Passage]:
    """What was moved is in the result still, and was taken out by nobody."""
    _, here, there, result = known
    if unit.text in result or not unit.text.strip():
        return
    gone_here, gone_there = unit.text not in here, unit.text not in there
    origin = (
        SentenceOrigin.ALIKE
        if gone_here and gone_there
        else SentenceOrigin.HERE
        if gone_here
        else SentenceOrigin.THERE
    )
    yield Passage(unit.text + (unit.gap or " "), origin, removed=True)


def _joined(found: Iterator[Passage]) -> list[Passage]:
    """Neighbours of one kind as one stretch."""
    out: list[Passage] = []
    for one in found:
        if out and (out[-1].origin, out[-1].removed) == (one.origin, one.removed):
            out[-1] = Passage(out[-1].text + one.text, one.origin, one.removed)
        else:
            out.append(one)
    return out


def _units(text: str) -> list[_Unit]:
    every = lines(text)
    found: list[_Unit] = []
    for number, line in enumerate(every):
        end = "\n" if number + 1 < len(every) else ""
        cut = sentences(line) or ()
        found += [_Unit(part.text, part.gap) for part in cut[:-1]]
        found.append(_Unit(cut[-1].text, cut[-1].gap + end) if cut else _Unit("", end))
    return found
