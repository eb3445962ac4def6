"""What a search asks for, and where it stands in a text: words by their beginning, and phrases in quotes."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.text.folding import fold

CLITICS = "בהוכלמש"
"""Hebrew words that are one letter before the next: in, the, and, as, to, from, that."""
_WORD = re.compile(r"[^\W_]+")
# Marks of inches and of Hebrew abbreviations stand inside or behind a word, never before it.
_PHRASE = re.compile(r'(?<![^\W_])["„“”«״](?P<inside>[^"„“”«»״]*)(?P<close>["“”»״](?![^\W_])|$)')


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand together in this order. `is_whole`: the last one ends where it is typed."""

    words: tuple[str, ...]
    is_whole: bool = False
    is_quoted: bool = False

    @property
    def is_phrase(self) -> bool:
        """An index of words alone cannot find it."""
        return len(self.words) > 1


def terms_of(text: str) -> tuple[Term, ...]:
    """The terms of a search as it is typed: a phrase whose end is not typed yet goes to the end."""
    rest, terms = fold(text), []
    for phrase in _PHRASE.finditer(rest):
        words = tuple(_WORD.findall(phrase["inside"]))
        if words:
            terms.append(Term(words, is_whole=bool(phrase["close"]), is_quoted=True))
    terms += [Term((word,)) for word in _WORD.findall(_PHRASE.sub(" ", rest))]
    return tuple(dict.fromkeys(terms))


def clitics_of(word: str) -> str:
    """The letters that may stand before a Hebrew word without a space; none before other words."""
    return CLITICS if len(word) > 1 and "א" <= word[0] <= "ת" else ""


def holds(texts: Sequence[str], term: Term) -> bool:
    """Whether the term stands in one of the folded texts."""
    pattern = _pattern((term,))
    return any(pattern.search(text) for text in texts)


def first_place(text: str, terms: Sequence[Term]) -> int | None:
    """Where the first of the terms begins, in characters of the text."""
    found = _pattern(terms).search(fold(text)) if terms else None
    return None if found is None else _Places(text).start(_span(found)[0])


def places(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Beginning and end of each place, in characters of the text and in its order."""
    if not terms:
        return []
    where = _Places(text)
    found = map(_span, _pattern(terms).finditer(fold(text)))
    return [(where.start(start), where.end(end)) for start, end in found]


def _span(found: re.Match[str]) -> tuple[int, int]:
    return found.span(found.lastgroup or 0)


def _pattern(terms: Sequence[Term]) -> re.Pattern[str]:
    """The longest first: a word that is also the beginning of a phrase does not hide the phrase."""
    longest = sorted(terms, key=lambda term: -len(" ".join(term.words)))
    hebrew = [_letters(term) for term in longest if clitics_of(term.words[0])]
    others = [_letters(term) for term in longest if not clitics_of(term.words[0])]
    kinds = [f"[{CLITICS}]?(?P<hebrew>{'|'.join(hebrew)})"] if hebrew else []
    kinds += [f"(?P<other>{'|'.join(others)})"] if others else []
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(kinds)})")


def _letters(term: Term) -> str:
    words = r"[\W_]+".join(map(re.escape, term.words))
    return words + (r"(?![^\W_])" if term.is_whole else "")


class _Places:
    """From places in a folded text to those in the text, of which marks stand in no other."""

    def __init__(self, text: str) -> None:
        self._text, self._is_same = text, text.isascii()
        self._upto = range(len(text) + 1)

    def start(self, at: int) -> int:
        return at if self._is_same else bisect_right(self._upto, at, key=self._length) - 1

    def end(self, at: int) -> int:
        """Behind the marks of the last letter, and behind the whole of a letter that folds to several."""
        return max(self.start(at), self._behind(at))

    def _behind(self, at: int) -> int:
        return at if self._is_same else bisect_left(self._upto, at, key=self._length)

    def _length(self, upto: int) -> int:
        return len(fold(self._text[:upto]))
