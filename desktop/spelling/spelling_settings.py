"""Spelling on this device, as the encrypted store has it: what is checked, and a person's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.text.spelling import LONGEST, known_form
from desktop.spelling.speller import Language

NAME = "spelling"
"""Of the setting. It never leaves the encrypted store: words of a person's own can name people."""
MOST_WORDS = 10_000
_FILES = {Language.ENGLISH: "english_file", Language.HEBREW: "hebrew_file"}


@dataclass(frozen=True, slots=True)
class SpellingSettings:
    """`files`: the list of words (.dic) that a person chose for a language; without one, the usual."""

    on: bool = True
    off_languages: frozenset[Language] = frozenset()
    files: Mapping[Language, Path] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def checks(self, language: Language) -> bool:
        """Whether words of this language are looked at."""
        return self.on and language not in self.off_languages

    def with_language(self, language: Language, on: bool) -> "SpellingSettings":
        return replace(
            self, off_languages=self.off_languages - {language} if on else self.off_languages | {language}
        )

    def with_file(self, language: Language, words: Path | None) -> "SpellingSettings":
        """None: the usual one from now on."""
        others = {each: file for each, file in self.files.items() if each is not language}
        return replace(self, files=others if words is None else {**others, language: words})

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
    files = {language: stored.get(name) for language, name in _FILES.items()}
    return SpellingSettings(
        on=bool(stored.get("on", True)),
        off_languages=frozenset(each for each in Language if each in stored.get("off_languages", ())),
        files={language: Path(file) for language, file in files.items() if file},
        words=tuple(stored.get("words", ())),
    )


def to_json(settings: SpellingSettings) -> dict[str, Any]:
    """As the store keeps it."""
    return {
        "on": settings.on,
        "off_languages": sorted(settings.off_languages),
        **{
            name: str(settings.files[each]) if each in settings.files else None
            for each, name in _FILES.items()
        },
        "words": list(settings.words),
    }
