"""Which words of a text have a spelling that can be right or wrong, in English and in Hebrew."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.text.prompts import prompts

LONGEST = 40
"""Letters; what is longer is no word of a language."""
_POINTS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
"""Hebrew vowel points and accents. The maqaf stands among them in Unicode, and parts words."""
_ACCENTS = "\u0300-\u036f"
_JOINS = "'’׳\"״"
"""Between two letters these belong to the word: don't, ג'ירף, ארה"ב."""
_LETTER = rf"[\w{_POINTS}{_ACCENTS}]"
_WORD = re.compile(rf"\w{_LETTER}*(?:[{_JOINS}]{_LETTER}+)*")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|@|\w\.\w")
"""Of a page or of a person, a file's name, e.g. and i.e."""
_MARKS = re.compile(rf"[{_POINTS}]")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ']+")
_HEBREW = re.compile(r"[א-ת'\"]+")
_TO_PLAIN = str.maketrans("’׳״", "''\"")
_GERESH = "'’׳"
_PARTICLE = re.compile("[והבלמשכ]{1,3}(?=..)")
"""And, the, in, to, from, that, as: in Hebrew they are written as one word with the name that follows."""


class Script(StrEnum):
    """The letters of a word, which tell the languages that it can be of."""

    LATIN = "latin"
    HEBREW = "hebrew"


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A word where it stands: characters `start` to `end` of the text; `plain` as dictionaries have it."""

    start: int
    end: int
    plain: str
    script: Script


def words_to_check(text: str) -> list[WrittenWord]:
    """In the order of the text.

    Left out is what no dictionary can judge: addresses, prompts of snippets, words with digits, abbreviations
    (in capitals, with gershayim, with a geresh at the end), names such as McKenzie, single letters.
    """
    blanked = _blanked(text)
    found = (_judged(blanked, match) for match in _WORD.finditer(blanked))
    return [word for word in found if word is not None]


def plain_form(word: str) -> str:
    """Without vowel points, with straight signs, composed: as dictionaries and lists of words have it."""
    return unicodedata.normalize("NFC", _MARKS.sub("", word)).translate(_TO_PLAIN)


def script_of(plain: str) -> Script | None:
    """None where letters are mixed, or of a language that nobody checks here."""
    if _LATIN.fullmatch(plain):
        return Script.LATIN
    return Script.HEBREW if _HEBREW.fullmatch(plain) else None


def known_form(plain: str) -> str:
    """What two words must have alike to count as one in a person's own list: large letters do not matter."""
    return plain.casefold().removesuffix("'s")


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of names, such as a client's or a service's, in the form in which they are compared."""
    return frozenset(
        known_form(plain_form(found.group())) for text in texts for found in _WORD.finditer(text)
    )


def is_name(word: WrittenWord, names: frozenset[str]) -> bool:
    """Whether it is one of `names_in`, in Hebrew also behind particles."""
    known = known_form(word.plain)
    if known in names or word.script is not Script.HEBREW:
        return known in names
    particles = _PARTICLE.match(known)
    return particles is not None and any(known[cut:] in names for cut in range(1, particles.end() + 1))


def _judged(text: str, match: re.Match[str]) -> WrittenWord | None:
    plain = plain_form(match.group())
    script = script_of(plain)
    if script is None or not 1 < len(plain) <= LONGEST:
        return None
    if script is Script.LATIN and plain[1:] != plain[1:].lower():
        return None
    if script is Script.HEBREW and ('"' in plain or _is_cut_short(text, match)):
        return None
    return WrittenWord(match.start(), match.end(), plain, script)


def _is_cut_short(text: str, match: re.Match[str]) -> bool:
    """A geresh at the end says so, where it does not close a quotation."""
    after, before = text[match.end() : match.end() + 1], text[max(0, match.start() - 1) : match.start()]
    return bool(after) and after in _GERESH and (not before or before not in _GERESH)


def _blanked(text: str) -> str:
    """Spaces in place of addresses and prompts, so that everything else stays where it is."""
    apart = [found.span() for found in _CHUNK.finditer(text) if _ADDRESS.search(found.group())]
    letters = list(text)
    for start, end in apart + prompts(text):
        letters[start:end] = " " * (end - start)
    return "".join(letters)
