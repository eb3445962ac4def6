"""Tells which lines and sentences speak of one matter, lean on each other, or stand there twice."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from core.text.languages import any_of, words

_WORD = re.compile(r"[^\W\d_]{2,}")
_UNIT = re.compile(r"\d\s*([^\W\d_]{1,5}|%|°)")
_SIDE = re.compile(rf"\b(?:{any_of('sides')})\b|{any_of('sides_inside_words')}")
"""Which side, part or level of the body a finding is about."""
_BULLET = re.compile(r"^[\s\-*•–—]+")
_ITEM = re.compile(r"\s*(?:[\-*•–—]|\[.?\]|\d{1,3}[.)])\s")
_LEANING = re.compile(rf"(?:{any_of('leaning')})\b|{any_of('leaning_prefixes')}")
"""How a line begins that carries on the one above; in Hebrew without final letters, "and" being a prefix."""
_STEM_LENGTH = 5
# Roots of Hebrew have three letters.
_HEBREW_STEM_LENGTH = 3
_HEBREW_PREFIXES = "הובלמשכ"
_FINAL_LETTERS = str.maketrans("ךםןףץ", "כמנפצ")
_COMMON = frozenset(words("common"))
"""Words that say nothing of the matter; in Hebrew without final letters."""


def repeated(*versions: Sequence[str]) -> frozenset[str]:
    """What stands twice in any version: beside it an edit cannot be placed with certainty."""
    doubles: set[str] = set()
    for version in versions:
        counts = Counter(item.strip() for item in version)
        doubles.update(item for item, count in counts.items() if item and count > 1)
    return frozenset(doubles)


def same_matter(ours: str, theirs: str) -> bool:
    """Whether two added passages share a word or a unit, as "pain 4/10 left" and "pain 7/10 right" do."""
    return not matters(ours).isdisjoint(matters(theirs))


def continues(line: str) -> bool:
    """Whether a line may carry on the sentence of the line above ("600 mg daily", "Because of pain")."""
    text = _BULLET.sub("", line)
    if not text:
        return False
    return text[0].isdigit() or text[0].islower() or _LEANING.match(_bare(text)) is not None


def is_item(line: str) -> bool:
    """Whether a line is an item of a list, which stands for itself."""
    return _ITEM.match(line) is not None


def is_heading(line: str) -> bool:
    """Whether a line names what the lines below it speak of ("Left knee:")."""
    return line.rstrip().endswith(":")


def sides(text: str) -> Counter[str]:
    """How often a passage names which side, part or level of the body."""
    return Counter(_SIDE.findall(_bare(text)))


def matters(text: str) -> set[str]:
    """What a passage speaks of: stems of its words, and the units of its numbers."""
    bare = _bare(text)
    found = {stem for word in _WORD.findall(bare) if word not in _COMMON for stem in _stems(word)}
    return found | {"unit:" + unit for unit in _UNIT.findall(bare)}


def _bare(text: str) -> str:
    """Lower case, without niqqud and accents; final letters as the others."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return letters.translate(_FINAL_LETTERS)


def _stems(word: str) -> set[str]:
    """Enough of a word that "allergic" meets "allergies" and "flag" meets "flags"; often short in Hebrew."""
    if "א" <= word[0] <= "ת":
        return _hebrew_stems(word)
    if len(word) > 3:
        word = word.removesuffix("s")
    return {word[:_STEM_LENGTH]} if len(word) > 2 else set()


def _hebrew_stems(word: str) -> set[str]:
    """With and without a one-letter prefix: nobody can tell "in the knee" from "knee" by its letters."""
    found = {word[:_HEBREW_STEM_LENGTH]}
    if len(word) > 2 and word[0] in _HEBREW_PREFIXES:
        found.add(word[1 : _HEBREW_STEM_LENGTH + 1])
    return found
