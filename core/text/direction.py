"""In which direction a text reads."""

import unicodedata
from collections.abc import Iterable, Iterator

_STRONG = frozenset({"L", "R", "AL"})
_OPENING = frozenset({"LRI", "RLI", "FSI"})


def runs_right_to_left(text: str) -> bool:
    """By its first letter; without any, such as a telephone number, it does not."""
    return next(_directions(text), "L") != "L"


def is_without_letters(text: str) -> bool:
    """Such as a telephone number or a time, which reads from left to right in every window."""
    return bool(text) and next(_directions(text), None) is None


def isolated(text: str) -> str:
    """For a line or a column with others: it reads in its own direction and turns nothing around it.

    Without this "+49 30" stands as "30 49+" where a window runs from right to left, and the full stop of a
    Hebrew sentence at its beginning where it does not.
    """
    # First strong isolate, and its end (Unicode Annex 9, 2.4 and 2.5).
    return f"\u2068{text}\u2069" if text else ""


def in_one_line(parts: Iterable[str | None], *, right_to_left: bool) -> str:
    """Several things, those that are not empty, in the order of the page: each reads in its own direction,
    and none of them turns the line."""
    told = [part for part in parts if part]
    is_plain = not right_to_left and not any(map(runs_right_to_left, told))
    if is_plain or not told:
        return " · ".join(told)
    return ("\u200f" if right_to_left else "\u200e") + " · ".join(isolated(part) for part in told)


def left_to_right(text: str) -> str:
    """The same for numbers with their signs and units, which read from left to right in every language."""
    return f"\u2066{text}\u2069"


def _directions(text: str) -> Iterator[str]:
    """Those of its letters, as Unicode Annex 9 names them; what is isolated says nothing of the rest."""
    depth = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        # Rule P2 of the annex.
        depth += (kind in _OPENING) - (kind == "PDI" and depth > 0)
        if depth == 0 and kind in _STRONG:
            yield kind
