"""Names that come from elsewhere, as they are shown: one line that a terminal or a window shows as it is."""

import re
import unicodedata

LONGEST_NAME = 60
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Control and direction marks, and what has no picture: terminals obey some, others mislead who reads."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(no) for no in range(0xE0000, 0xE0080)
}
"""Letters and marks of other kinds that are not seen either, so that two names would look alike."""
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]")
_APART = "\u200c"
"""Keeps two Arabic letters from joining, as Persian writes many names; anywhere else it is not seen."""


def one_line(name: str, longest: int = LONGEST_NAME) -> str:
    """Without them, on one line. Empty when nothing is left."""
    # Before the marks are taken out: a line end is one of them, and the words around it would grow together.
    spaced = "".join(" " if char.isspace() else char for char in name)
    seen = "".join(char for place, char in enumerate(spaced) if _is_seen(spaced, place))
    # The cut may have left a joiner at the end, where nobody sees it.
    return " ".join(seen.split())[:longest].removesuffix(_APART)


def _is_seen(name: str, place: int) -> bool:
    char = name[place]
    if char == _APART:
        # Slices: at either end there is no neighbour, and an empty text matches nothing.
        return all(map(_ARABIC.match, (name[place - 1 : place], name[place + 1 : place + 2])))
    return char not in _BLANK and unicodedata.category(char) not in _UNSEEN


def harmless(text: str) -> str:
    """Lines for a terminal: what could move its cursor or turn its writing round is gone."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in _UNSEEN)
