"""What stands around the caret, and which changes leave it alone. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.text.sentences import is_ended, lines, sentences


@dataclass(frozen=True, slots=True)
class Hunk:
    """Characters `start` to `end` of the old text give way to `text`."""

    start: int
    end: int
    text: str


def is_whole(text: str, caret: int) -> bool:
    """Whether nothing before the caret is half a sentence."""
    return is_ended(text[:caret].rpartition("\n")[2])


def hunks(old: str, new: str) -> list[Hunk]:
    """What makes `new` of `old`, by sentences, so that whatever lies between two changes is not touched."""
    before, after = _parts(old), _parts(new)
    starts = _starts(before)
    # `autojunk` would leave out what stands often in a long text, such as the ends of its lines.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        _trimmed(starts[a_from], "".join(before[a_from:a_to]), "".join(after[b_from:b_to]))
        for kind, a_from, a_to, b_from, b_to in matcher.get_opcodes()
        if kind != "equal"
    ]


def leaves_alone(old: str, new: str, caret: int) -> bool:
    """Whether a change keeps what stands under and next to the caret.

    That is its paragraph up to the end of the next sentence: words further on in the paragraph may come,
    those before the caret would move it along its line.
    """
    first = _paragraph(old, caret)
    last = _end_of_next(old, first, caret)
    return all(_is_above(hunk, first) or _is_below(hunk, last) for hunk in hunks(old, new))


def moved(old: str, new: str, caret: int) -> int:
    """Where the caret stands after a change that leaves it alone."""
    first = _paragraph(old, caret)
    above = [hunk for hunk in hunks(old, new) if _is_above(hunk, first)]
    return caret + sum(len(hunk.text) - (hunk.end - hunk.start) for hunk in above)


def _paragraph(text: str, caret: int) -> int:
    return text.rfind("\n", 0, caret) + 1


def _is_above(hunk: Hunk, first: int) -> bool:
    """Whole lines may come and go above."""
    if hunk.end != first:
        return hunk.end < first
    return hunk.text.endswith("\n") or (not hunk.text and hunk.start < hunk.end)


def _is_below(hunk: Hunk, last: int) -> bool:
    return hunk.start > last or (hunk.start == last and hunk.text.startswith("\n"))


def _end_of_next(text: str, first: int, caret: int) -> int:
    """Where the sentence behind the caret's own one ends, or the paragraph."""
    at, own = first, False
    for part in sentences(text[first:].partition("\n")[0]):
        at += len(part.text)
        if own:
            return at
        own = at >= caret
        at += len(part.gap)
    return max(at, caret)


def _parts(text: str) -> list[str]:
    """Sentences, the space behind them, and the ends of lines; joined they give the text."""
    return list(_cut(text))


def _cut(text: str) -> Iterator[str]:
    for number, line in enumerate(lines(text)):
        if number:
            yield "\n"
        for part in sentences(line):
            yield part.text
            if part.gap:
                yield part.gap


def _starts(parts: list[str]) -> list[int]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts


def _trimmed(start: int, old: str, new: str) -> Hunk:
    """Without what is alike at both ends."""
    lead = 0
    while lead < min(len(old), len(new)) and old[lead] == new[lead]:
        lead += 1
    tail = 0
    while tail < min(len(old), len(new)) - lead and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Hunk(start + lead, start + len(old) - tail, new[lead : len(new) - tail])
