"""Invented text with the word statistics of language: few words are everywhere, most are rare."""

import random
from functools import cache
from importlib.resources import files

_PARAGRAPHS = 3000
_PARAGRAPH_CHARS = 500
_SEED = 7


@cache
def words() -> tuple[str, ...]:
    """The program's own word list, in an order of our own: the first are the frequent ones."""
    listed = files("resources").joinpath("words/english.txt").read_text(encoding="utf-8").split()
    plain = sorted({word for word in listed if word.isalpha()})
    random.Random(_SEED).shuffle(plain)  # noqa: S311 - a run that repeats itself
    return tuple(plain)


@cache
def _paragraphs() -> tuple[str, ...]:
    rng = random.Random(_SEED)  # noqa: S311 - a run that repeats itself
    weights = [1 / (rank + 2) for rank in range(len(words()))]
    count = _PARAGRAPH_CHARS // 5
    return tuple(
        " ".join(rng.choices(words(), weights, k=count))[:_PARAGRAPH_CHARS] for _ in range(_PARAGRAPHS)
    )


class Prose:
    """Text of a wanted length, the same at every run."""

    def __init__(self, seed: int = 1) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a run that repeats itself

    def text(self, chars: int) -> str:
        parts = -(-chars // _PARAGRAPH_CHARS)
        return "\n".join(self.rng.choices(_paragraphs(), k=parts))[:chars]
