"""The one interface of a spelling dictionary, and the languages that there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from core.text.spelling import Script

MOST_SUGGESTIONS = 5


class Language(StrEnum):
    """By its code in the settings of this device."""

    ENGLISH = "en"
    HEBREW = "he"

    @property
    def script(self) -> Script:
        """The letters that its words are written in."""
        return Script.HEBREW if self is Language.HEBREW else Script.LATIN


class SpellerLost(Exception):
    """The dictionary cannot be read, broke down or took too long. It says nothing of any word."""


@dataclass(frozen=True, slots=True)
class DictionaryFiles:
    """The two files of a Hunspell dictionary: its words, and beside it, of the same name, their endings."""

    language: Language
    words: Path

    @property
    def endings(self) -> Path:
        """In the same folder; Hunspell is given the folder and the name that both have."""
        return self.words.with_suffix(".aff")


class Speller(Protocol):
    """A dictionary of one language. Called on one thread, which may wait; raises SpellerLost."""

    def wrong(self, words: Sequence[str]) -> list[str]:
        """Those that the dictionary does not have, in their order."""
        ...

    def suggest(self, word: str) -> list[str]:
        """Words that may have been meant, the likeliest first, `MOST_SUGGESTIONS` at most."""
        ...

    def close(self) -> None:
        """Ends it and what it is doing, from any thread; whoever waits for an answer gets SpellerLost."""
        ...
