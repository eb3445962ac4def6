"""Text as the search index keeps it: no case, no diacritics, no Hebrew points."""

import re
import unicodedata

_MARKS = re.compile(
    "["
    r"\u0300-\u036f\u0483-\u0489"  # Latin, Greek, Cyrillic
    # The maqaf (U+05BE) is none of them: it stands between two words.
    r"\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points and cantillation
    r"\u0610-\u061a\u064b-\u065f"  # Arabic
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "]+"
)


def fold(text: str) -> str:
    """For indexing and for asking; the same text typed with or without marks folds equally."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return bare.casefold()  # again: the bold A of mathematics is a great A only without its form
