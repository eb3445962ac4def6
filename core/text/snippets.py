"""The piece of a text in which a search term stands."""

from collections.abc import Iterable, Sequence

from core.text.terms import Term, first_place

WIDTH = 140


def snippet(texts: Iterable[str], terms: Sequence[Term]) -> str:
    """About WIDTH characters around the first word that begins with a term, cut at word boundaries."""
    full = [text for text in texts if text]
    for text in full:
        at = first_place(text, terms)
        if at is not None:
            return _around(text, at)
    return _around(full[0], 0) if full else ""


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
