"""Dictionaries in memory, for tests of what is made of their answers."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.spelling.dictionary_source import DictionarySource
from desktop.spelling.speller import DictionaryFiles, Language, SpellerLost

HEBREW = ("כתף", "כואבת", "שלום", "ברך", "גב")


class PaperSpeller:
    """Knows a few words of both languages, keeps what it was asked, and can be held up or broken."""

    WORDS = frozenset({"neck", "is", "stiff", "the", "again", "heat", *HEBREW})

    def __init__(self, files: DictionaryFiles) -> None:
        self.files = files
        self.asked: list[list[str]] = []
        self.is_broken = self.is_closed = False
        self.may_answer = threading.Event()
        self.may_answer.set()

    def wrong(self, words: Sequence[str]) -> list[str]:
        self.asked.append(list(words))
        self._wait()
        return [word for word in words if word.lower() not in self.WORDS]

    def suggest(self, word: str) -> list[str]:
        self._wait()
        return [f"{word}{number}" for number in "12345"]

    def close(self) -> None:
        self.is_closed = True
        self.may_answer.set()

    def _wait(self) -> None:
        self.may_answer.wait()
        if self.is_closed or self.is_broken:
            raise SpellerLost


class Shelf:
    """Starts paper spellers; `made` are all of them, by their language the last one."""

    def __init__(self) -> None:
        self.made: list[PaperSpeller] = []
        self.missing: set[Language] = set()

    def start(self, files: DictionaryFiles) -> PaperSpeller:
        if files.language in self.missing:
            raise SpellerLost
        self.made.append(PaperSpeller(files))
        return self.made[-1]

    @property
    def source(self) -> DictionarySource:
        """With other kinds of English."""
        return DictionarySource(self.start, self.find, self.others)

    def __getitem__(self, language: Language) -> PaperSpeller:
        return next(each for each in reversed(self.made) if each.files.language is language)

    @staticmethod
    def find(chosen: Mapping[Language, Path]) -> dict[Language, DictionaryFiles]:
        files = {language: chosen.get(language, Path(f"{language}.dic")) for language in Language}
        return {language: DictionaryFiles(language, words) for language, words in files.items()}

    @staticmethod
    def others() -> dict[str, Path]:
        return {"GB": Path("en_GB.dic"), "JM": Path("en_JM.dic")}
