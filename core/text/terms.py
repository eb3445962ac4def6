"""What a search asks for, and where it stands in a text: words by their beginning, and phrases in quotes."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

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
    letters, pattern = re.compile(_letters(term)), _pattern((term,))
    # What begins with plain letters is looked for many times as quickly as what begins at a word.
    begun = ((text, letters.search(text)) for text in texts)
    return any(pattern.search(text, max(0, found.start() - 1)) for text, found in begun if found)


def first_place(text: str, terms: Sequence[Term]) -> int | None:
    """Where about the first of the terms begins, in characters of the text: for a piece around it."""
    folded = fold(text)
    found = _first(folded, terms)
    if found is None:
        return None
    start, _ = _span(found)
    return start if len(folded) == len(text) else _start(_lengths(text), start)


def places(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Beginning and end of each place, in characters of the text and in its order."""
    found = [_span(match) for match in _pattern(terms).finditer(fold(text))] if terms else []
    if text.isascii() or not found:
        return found
    lengths = _lengths(text)
    return [(_start(lengths, start), _end(lengths, end)) for start, end in found]


def _first(folded: str, terms: Sequence[Term]) -> re.Match[str] | None:
    """A search for the bare letters, many times as quick as a pattern, leads to where one may stand."""
    begins = [at for at in (folded.find(term.words[0]) for term in terms) if at >= 0]
    # One letter more: it may be one before a Hebrew word.
    return _pattern(terms).search(folded, max(0, min(begins) - 1)) if begins else None


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


def _lengths(text: str) -> list[int]:
    """How long the folded text is before each letter of the text, and in all."""
    return list(accumulate((len(fold(letter)) for letter in text), initial=0))


def _start(lengths: Sequence[int], at: int) -> int:
    return bisect_right(lengths, at) - 1


def _end(lengths: Sequence[int], at: int) -> int:
    """Behind the marks of the last letter, and behind the whole of a letter that folds to several."""
    return max(_start(lengths, at), bisect_left(lengths, at))
