"""Spelling on this device, as the encrypted store has it: what is checked, and a person's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.text.spelling import LONGEST, known_form
from desktop.spelling.speller import Language

NAME = "spelling"
"""Of the setting. It never leaves the encrypted store: words of a person's own can name people."""
MOST_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class SpellingSettings:
    """`hebrew_file`: the list of words (.dic) that a person chose; None for what is found on the system."""

    on: bool = True
    off_languages: frozenset[Language] = frozenset()
    hebrew_file: Path | None = None
    words: tuple[str, ...] = ()

    def checks(self, language: Language) -> bool:
        """Whether words of this language are looked at."""
        return self.on and language not in self.off_languages

    def with_language(self, language: Language, on: bool) -> "SpellingSettings":
        return replace(
            self, off_languages=self.off_languages - {language} if on else self.off_languages | {language}
        )

    def with_word(self, word: str) -> "SpellingSettings":
        """In the order of the alphabet; unchanged where it is there already, is no word, or too many are."""
        known = known_form(word)
        is_new = known not in {known_form(each) for each in self.words}
        if not is_new or not 0 < len(word) <= LONGEST or len(self.words) >= MOST_WORDS:
            return self
        return replace(self, words=tuple(sorted((*self.words, word), key=known_form)))

    def without_word(self, word: str) -> "SpellingSettings":
        return replace(self, words=tuple(each for each in self.words if each != word))


def from_json(stored: Any) -> SpellingSettings:
    """What `to_json` gave; None gives what holds before anybody chose."""
    if not isinstance(stored, Mapping):
        return SpellingSettings()
    file = stored.get("hebrew_file")
    return SpellingSettings(
        on=bool(stored.get("on", True)),
        off_languages=frozenset(each for each in Language if each in stored.get("off_languages", ())),
        hebrew_file=Path(file) if file else None,
        words=tuple(stored.get("words", ())),
    )


def to_json(settings: SpellingSettings) -> dict[str, Any]:
    """As the store keeps it."""
    return {
        "on": settings.on,
        "off_languages": sorted(settings.off_languages),
        "hebrew_file": str(settings.hebrew_file) if settings.hebrew_file else None,
        "words": list(settings.words),
    }
