"""Two texts of one field kept both, one after the other: what they share stands there once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from core.text.sentences import Sentence, joined, sentences


def both(first: str, second: str) -> str:
    """`first` with what only `second` has, each at its place; nothing shared: one below the other."""
    if not first.strip() or not second.strip():
        return first if first.strip() else second
    lines, others = first.split("\n"), second.split("\n")
    parts = list(_together(lines, others, _only_in_second(_parts(lines), _parts(others))))
    is_apart = not {part for part in _parts(lines) if part} & set(_parts(others))
    return f"{first}\n\n{second}" if is_apart else "\n".join(parts)


def _together(lines: Sequence[str], others: Sequence[str], fresh: Counter[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, lines, others, autojunk=False)
    for kind, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if kind == "equal":
            yield from lines[a_from:a_to]
        else:
            yield from _differing(lines[a_from:a_to], others[b_from:b_to], fresh)


def _differing(here: Sequence[str], there: Sequence[str], fresh: Counter[str]) -> Iterator[str]:
    """Lines of one place. Those that share a sentence become one; the others follow."""
    waiting = list(there)
    for line in here:
        partner = next((other for other in waiting if _shares(line, other)), None)
        if partner is None:
            yield line
        else:
            waiting.remove(partner)
            yield _one_line(sentences(line), sentences(partner), fresh)
    for line in waiting:
        left = [part for part in sentences(line) if _take(part, fresh)]
        if left or not line.strip():
            yield joined(left)


def _one_line(here: Sequence[Sentence], there: Sequence[Sentence], fresh: Counter[str]) -> str:
    first, second = ([part.text for part in version] for version in (here, there))
    found: list[Sentence] = []
    for _, a_from, a_to, b_from, b_to in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        found += here[a_from:a_to]
        found += [part for part in there[b_from:b_to] if _take(part, fresh)]
    return joined(found).rstrip()


def _take(part: Sentence, fresh: Counter[str]) -> bool:
    """Whether it stands in the second text alone, as often as it does."""
    fresh[part.text] -= 1
    return fresh[part.text] >= 0


def _only_in_second(first: Sequence[str], second: Sequence[str]) -> Counter[str]:
    return Counter(second) - Counter(first)


def _shares(line: str, other: str) -> bool:
    return not {part.text for part in sentences(line)}.isdisjoint(part.text for part in sentences(other))


def _parts(lines: Sequence[str]) -> list[str]:
    return [part.text for line in lines for part in sentences(line)]
