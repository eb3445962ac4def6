"""Cuts text into lines and sentences that join back to the same text, and tells which speak of one matter."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?;…׃])[\"'”’)\]]*\s+")
"""A sentence ends at its punctuation followed by space; "2.5 mg" and "1:30" have no space and stay whole."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_UNIT = re.compile(r"\d\s*([^\W\d_]{1,5}|%|°)")
_BULLET = re.compile(r"^[\s\-*•–—]+")
_STEM_LENGTH = 5
_HEBREW_PREFIXES = "הובלמשכ"
_COMMON = frozenset(
    {"with", "that", "this", "have", "been", "from", "were", "will", "after", "befor", "today", "patie"}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the white space that followed it in its paragraph."""

    text: str
    gap: str


def lines(text: str) -> list[str]:
    """The paragraphs; no text has none. `"\\n".join` is the inverse."""
    return text.split("\n") if text else []


def sentences(paragraph: str) -> list[Sentence]:
    """The sentences in order; joining texts and gaps gives the paragraph back."""
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(paragraph):
        gap_at = match.start() + len(match.group().rstrip())
        found.append(Sentence(paragraph[start:gap_at], paragraph[gap_at : match.end()]))
        start = match.end()
    if start < len(paragraph):
        found.append(Sentence(paragraph[start:], ""))
    return found


def joined(parts: Sequence[Sentence]) -> str:
    """A paragraph; sentences that came to stand next to each other without white space get one space."""
    text = "".join(part.text + (part.gap or " ") for part in parts[:-1])
    return text + (parts[-1].text + parts[-1].gap if parts else "")


def repeated(*versions: Sequence[str]) -> frozenset[str]:
    """What stands twice in any version: beside it an edit cannot be placed with certainty."""
    doubles: set[str] = set()
    for version in versions:
        counts = Counter(item.strip() for item in version)
        doubles.update(item for item, count in counts.items() if item and count > 1)
    return frozenset(doubles)


def same_matter(ours: str, theirs: str) -> bool:
    """Whether two added passages share a word or a unit, as "pain 4/10 left" and "pain 7/10 right" do."""
    return not _matters(ours).isdisjoint(_matters(theirs))


def continues(line: str) -> bool:
    """Whether a line may carry on the sentence of the line above ("600 mg twice a day")."""
    text = _BULLET.sub("", line)
    return bool(text) and (text[0].isdigit() or text[0].islower())


def _matters(text: str) -> set[str]:
    folded = text.casefold()
    found = {_stem(word) for word in _WORD.findall(folded)}
    found.update("unit:" + unit for unit in _UNIT.findall(folded))
    return found - _COMMON


def _stem(word: str) -> str:
    """Five letters, so that "allergic" meets "allergies"; a Hebrew one-letter prefix is left out."""
    if len(word) > 4 and word[0] in _HEBREW_PREFIXES:
        word = word[1:]
    return word[:_STEM_LENGTH]
