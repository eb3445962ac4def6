"""In which direction a text reads."""

import unicodedata
from collections.abc import Iterator

_MARK = "\u200e"
"""A letter that is not seen, for whatever has none of its own."""
_STRONG = frozenset({"L", "R", "AL"})


def runs_right_to_left(text: str) -> bool:
    """By its first letter; without any, such as a telephone number, it does not."""
    return next(_directions(text), "L") != "L"


def is_without_letters(text: str) -> bool:
    """Such as a telephone number or a time, which reads from left to right in every window."""
    return bool(text) and next(_directions(text), None) is None


def kept_in_order(text: str) -> str:
    """For painting: "+49 30" would stand as "30 49+" where the window runs from right to left."""
    return _MARK + text if is_without_letters(text) else text


def _directions(text: str) -> Iterator[str]:
    """Those of its letters, as Unicode Annex 9 names them."""
    return (kind for letter in text if (kind := unicodedata.bidirectional(letter)) in _STRONG)
