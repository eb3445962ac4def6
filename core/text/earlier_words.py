"""Passages of a text that stand word for word in earlier texts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

LEAST_WORDS = 6
"""Fewer stand in two texts by chance."""
_WORD = re.compile(r"\w+|[^\w\s]")
_Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarlierWords:
    """Every run of `LEAST_WORDS` words that the earlier texts have; how words are spaced does not matter."""

    runs: frozenset[_Run] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> "EarlierWords":
        """Reads them all: for a worker where there are many."""
        return cls(frozenset(chain.from_iterable(_runs(_WORD.findall(text)) for text in texts)))

    def joined(self, other: "EarlierWords") -> "EarlierWords":
        """Those of both."""
        return EarlierWords(self.runs | other.runs)

    def passages(self, text: str) -> list[str]:
        """Longest stretches of which every word stands in such a run, as they stand in the text."""
        return [text[start:end] for start, end in self._stretches(text)]

    def share(self, text: str) -> float:
        """How much of the text (0..1, by characters) stands in earlier ones."""
        found = sum(end - start for start, end in self._stretches(text))
        return found / len(text.strip()) if found else 0.0

    def _stretches(self, text: str) -> Iterator[tuple[int, int]]:
        words = list(_WORD.finditer(text))
        for first, last in self._known([word.group() for word in words]):
            # The full stop of the sentence before is not carried with this one.
            begun = next((word for word in words[first : last + 1] if word.group()[0].isalnum()), None)
            if begun is not None:
                yield begun.start(), words[last].end()

    def _known(self, said: Sequence[str]) -> Iterator[tuple[int, int]]:
        """First and last word of each stretch; runs that overlap or touch are one."""
        first = last = -1
        for at, run in enumerate(_runs(said)):
            if run in self.runs:
                if first >= 0 and at > last + 1:
                    yield first, last
                    first = -1
                first = at if first < 0 else first
                last = at + LEAST_WORDS - 1
        if first >= 0:
            yield first, last


def _runs(words: Sequence[str]) -> Iterator[_Run]:
    return zip(*(words[at:] for at in range(LEAST_WORDS)), strict=False)
