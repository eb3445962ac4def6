"""Cuts text into lines and sentences that join back to the same text, and tells which speak of one matter."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?…׃])[\"'”’)\]]*\s+")
"""A sentence ends at its punctuation followed by space; "2.5 mg" and "1:30" have no space and stay whole."""

_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[/])(?:(?:[^\W\d_]\.)+|(?:dr|mrs?|ms|prof|st|nos?|vs|ca|approx|max|min|incl|excl|resp|etc"
    r"|tabs?|caps?|inj|sol|susp|temp|avg|fig|ext|int|sup|inf|lat|med|bilat)\.)$",
    re.IGNORECASE,
)
_LIST_NUMBER = re.compile(r"(?:^|[\s(*•–—-])\d{1,3}\.$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNIT = re.compile(r"\d\s*([^\W\d_]{1,5}|%|°)")
_SIDE = re.compile(
    r"\b(?:left|right|both|bilat\w*|[lr]|[lr]t|upper|lower|medial|lateral|anterior|posterior|proximal|distal"
    r"|[ctls]\d{1,2}|\d{1,2}(?:st|nd|rd|th))\b"
    r"|ימינ|ימני|שמאל|דו[\s-]?צדדי|עליונ|תחתונ|קדמי|אחורי|מדיאלי|לטרלי"
)
"""Which side, part or level of the body a finding is about."""
_BULLET = re.compile(r"^[\s\-*•–—]+")
_ITEM = re.compile(r"\s*(?:[\-*•–—]|\[.?\]|\d{1,3}[.)])\s")
_LEANING = re.compile(
    r"(?:and|but|because|or|with|without|not|except|until|which|once|twice|thrice|daily|nightly|hourly|weekly"
    r"|כי|בגלל|אבל|אכ|או|עמ|בלי|למעט|עד|אשר|פעמ|פעמיימ)\b|ו(?!ו|יטמ)"
)
"""How a line begins that carries on the one above; in Hebrew without final letters, "and" being a prefix."""
_STEM_LENGTH = 5
_HEBREW_STEM_LENGTH = 3
_HEBREW_PREFIXES = "הובלמשכ"
_FINAL_LETTERS = str.maketrans("ךםןףץ", "כמנפצ")
_COMMON_WORDS = """
the and for was were are has had have been but not with that this from will would can could may she her him
his they them their all any did does done into than then when also per who our out its after before today
patient client now still more less very some there here
של את על לא אינ אינו אינה יש עמ הוא היא גמ כל או אמ כי מה זה זו זאת לפי ללא בלי היה היתה הייתה אחרי לפני היומ
מאוד יותר פחות עד כמו אבל כדי
"""
_COMMON = frozenset(re.findall(r"\S+", _COMMON_WORDS))
"""Words that say nothing of the matter; in Hebrew without final letters."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the white space that followed it in its paragraph."""

    text: str
    gap: str


def lines(text: str) -> list[str]:
    """The paragraphs; no text has none. `"\\n".join` is the inverse."""
    return text.split("\n") if text else []


def sentences(paragraph: str) -> list[Sentence]:
    """The sentences in order; joining texts and gaps gives the paragraph back."""
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(paragraph):
        gap_at = match.start() + len(match.group().rstrip())
        if not _goes_on(paragraph[start:gap_at], paragraph[match.end() :]):
            found.append(Sentence(paragraph[start:gap_at], paragraph[gap_at : match.end()]))
            start = match.end()
    if start < len(paragraph):
        last = paragraph[start:].rstrip()
        found.append(Sentence(last, paragraph[start + len(last) :]))
    return found


def _goes_on(before: str, after: str) -> bool:
    """Whether a full stop stands inside a sentence: "400 mg b.i.d. with food", "Dr. Levi", "1. Rest".

    Where it is uncertain the sentence goes on: a sentence too long is asked about, one too short is
    merged into something that nobody wrote.
    """
    opening = after.lstrip("\"'“‘([")[:1]
    if opening.isdigit() or opening.islower():
        return True
    return bool(_ABBREVIATION.search(before) or _LIST_NUMBER.search(before))


def joined(parts: Sequence[Sentence]) -> str:
    """A paragraph; sentences that came to stand next to each other without white space get one space."""
    text = "".join(part.text + (part.gap or " ") for part in parts[:-1])
    return text + (parts[-1].text + parts[-1].gap if parts else "")


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
