"""Names that come from elsewhere, as they are shown: one line that a terminal or a window shows as it is."""

import unicodedata

LONGEST_NAME = 60
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Control and direction marks, and what has no picture: terminals obey some, others mislead who reads."""


def one_line(name: str, longest: int = LONGEST_NAME) -> str:
    """Without them, on one line. Empty when nothing is left."""
    # Before the marks are taken out: a line end is one of them, and the words around it would grow together.
    spaced = "".join(" " if char.isspace() else char for char in name)
    return " ".join("".join(char for char in spaced if unicodedata.category(char) not in _UNSEEN).split())[
        :longest
    ]


def harmless(text: str) -> str:
    """Lines for a terminal: what could move its cursor or turn its writing round is gone."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in _UNSEEN)
