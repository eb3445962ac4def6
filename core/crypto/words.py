"""The program's own list of 2,048 plain English words, for phrases and for comparing over the telephone."""

from functools import cache
from importlib import resources

COUNT = 2048
BITS = 11


@cache
def word_list() -> tuple[str, ...]:
    """All words, in a frozen order: two versions of the program must say the same words."""
    text = resources.files("resources").joinpath("words/english.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def pick_words(digest: bytes, count: int) -> tuple[str, ...]:
    """Words for the first `count` times eleven bits of a digest."""
    number = int.from_bytes(digest)
    length = len(digest) * 8
    words = word_list()
    return tuple(words[(number >> (length - BITS * (i + 1))) & (COUNT - 1)] for i in range(count))
