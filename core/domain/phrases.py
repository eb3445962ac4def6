"""Phrases that a client's earlier notes say and that the words before the caret may stand for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.text.folding import fold
from core.text.sentences import is_ended, lines, sentences
from core.text.terms import CLITICS

MOST_PHRASES = 1000
"""Of the newest notes: as many are looked through at every letter while the list is open."""
MOST_OFFERED = 8
PHRASE_LIMIT = 600
"""Characters. What is longer was written without full stops, and is copied from the note beside instead."""
_LEAST_WORDS = 2
_MOST_TYPED = 6
"""Words before the caret that are compared."""
_PIECE = re.compile(r"\w+")
_WORD = re.compile(r"\w[\w\u0300-\u036f\u0591-\u05c7]*")
"""With the accents and Hebrew points that stand behind its letters."""
_LIST_MARK = re.compile(r"^(?:[-*•–—]|\d{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence as the newest note has it. `key` is its words as they are compared, a space around each."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class OfferedPhrase:
    """A phrase, and how many characters before the caret it takes the place of."""

    text: str
    replaces: int


def phrases_of(texts: Iterable[str]) -> list[Phrase]:
    """The sentences of one field of several notes, newest note first.

    What was written lately and what was written often comes first: a sentence counts one for the newest
    note that has it, a half for the second newest, a third for the one before.
    """
    found: dict[str, Phrase] = {}
    weights: dict[str, float] = {}
    for number, text in enumerate(texts, start=1):
        said = {phrase.key: phrase for phrase in _phrases(text)}
        for key, phrase in said.items():
            if key in found or len(found) < MOST_PHRASES:
                found.setdefault(key, phrase)
                weights[key] = weights.get(key, 0.0) + 1 / number
    return sorted(found.values(), key=lambda phrase: -weights[phrase.key])


def offers(phrases: Sequence[Phrase], before: str, standing: str = "") -> list[OfferedPhrase]:
    """What may be meant by the text before the caret: phrases that begin with its last words, then those
    that have them anywhere; as many words as any phrase has in one row.

    Where a sentence begins and nothing of it is typed, every phrase may be meant. What `standing`, the
    whole field, says already is left out.
    """
    said = _key(standing)
    new = [phrase for phrase in phrases if phrase.key not in said]
    typed = _unfinished(before)
    words = list(_WORD.finditer(typed))
    if not words:
        return [OfferedPhrase(phrase.text, 0) for phrase in new[:MOST_OFFERED]]
    is_whole = words[-1].end() < len(typed)
    for word in words[-_MOST_TYPED:]:
        meant = _matching(new, typed[word.start() :], is_whole=is_whole)
        if meant:
            replaces = len(typed) - word.start()
            return [OfferedPhrase(phrase.text, replaces) for phrase in meant[:MOST_OFFERED]]
    return []


def _matching(phrases: Sequence[Phrase], typed: str, *, is_whole: bool) -> list[Phrase]:
    """`is_whole`: the last word is typed to its end."""
    key = _key(typed)
    wanted = key if is_whole else key.rstrip()
    if not wanted.strip():
        return []
    # A Hebrew word may bear a preposition, the article or "and" as its first letter.
    anywhere = re.compile(f" [{CLITICS}]?{re.escape(wanted[1:])}")
    first = [phrase for phrase in phrases if phrase.key.startswith(wanted)]
    others = [
        phrase for phrase in phrases if not phrase.key.startswith(wanted) and anywhere.search(phrase.key)
    ]
    return first + others


def _phrases(text: str) -> Iterable[Phrase]:
    for line in lines(text):
        for sentence in sentences(line):
            said = _LIST_MARK.sub("", sentence.text.strip())
            key = _key(said)
            if len(key.split()) >= _LEAST_WORDS and len(said) <= PHRASE_LIMIT:
                yield Phrase(said, key)


def _key(text: str) -> str:
    """ " neck is stiff " of "Neck is stiff."; a space alone where there is no word."""
    return " ".join(("", *_PIECE.findall(fold(text)), "")) or " "


def _unfinished(before: str) -> str:
    """What is typed of the sentence in which the caret stands."""
    line = before.rpartition("\n")[2]
    if is_ended(line):
        return ""
    parts = sentences(line)
    return parts[-1].text + parts[-1].gap if parts else ""
