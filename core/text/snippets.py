"""The piece of a text in which a search term stands."""

import re
from collections.abc import Iterable, Sequence

from core.text.folding import fold

WIDTH = 140
CLITICS = "בהוכלמש"
"""Hebrew words that are one letter before the next: in, the, and, as, to, from, that."""
WORD = re.compile(r"\w[\w\u0300-\u036f\u0591-\u05c7]*")


def snippet(texts: Iterable[str], terms: Sequence[str]) -> str:
    """About WIDTH characters around the first word that begins with a term, cut at word boundaries."""
    full = [text for text in texts if text]
    for text in full:
        at = _first(text, terms)
        if at is not None:
            return _around(text, at)
    return _around(full[0], 0) if full else ""


def _first(text: str, terms: Sequence[str]) -> int | None:
    folded = fold(text)
    if len(folded) != len(text):
        return _first_word(text, terms)
    # One place per letter: what stands where in the folded text stands there in the text.
    found = re.search(rf"(?<![^\W_])[{CLITICS}]?(?:{'|'.join(map(re.escape, terms))})", folded)
    return found.start() if found else None


def _first_word(text: str, terms: Sequence[str]) -> int | None:
    wanted = tuple(terms)
    for word in WORD.finditer(text):
        folded = fold(word.group())
        if folded.startswith(wanted) or (folded[0] in CLITICS and folded[1:].startswith(wanted)):
            return word.start()
    return None


def _around(text: str, at: int) -> str:
    start = _word_start(text, max(0, at - WIDTH // 3))
    end = min(len(text), start + WIDTH)
    piece = text[start:end]
    if end < len(text) and " " in piece[at - start + 1 :]:
        piece = piece[: piece.rindex(" ")]
    piece = " ".join(piece.split())
    return f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}"


def _word_start(text: str, at: int) -> int:
    """The next beginning of a word at or after `at`; 0 stays."""
    if at == 0:
        return 0
    space = text.find(" ", at)
    return at if space < 0 else space + 1
