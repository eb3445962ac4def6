"""The dictionaries of all languages as one. No Qt; it works on one thread, which may wait."""

import threading
from collections.abc import Callable, Iterable, Sequence

from core.text.spelling import Script, WrittenWord, words_to_check
from desktop.spelling.dictionary_process import DictionaryProcess
from desktop.spelling.speller import DictionaryFiles, Language, Speller, SpellerLost

MOST_VERDICTS = 50_000
"""Five megabytes of English words, six of Hebrew ones."""
StartSpeller = Callable[[DictionaryFiles], Speller]


class Checker:
    """Used from the first check to the next lock; `close` ends it for good and forgets every word.

    A dictionary that breaks down is not asked again: words of its language count as right.
    """

    def __init__(self, files: Iterable[DictionaryFiles], start: StartSpeller = DictionaryProcess) -> None:
        """Nothing is started before the first check."""
        self._files, self._start = tuple(files), start
        self._guard = threading.Lock()
        self._is_closed = False
        self._spellers: dict[Script, Speller] | None = None
        self._is_right: dict[str, bool] = {}
        self.lost: frozenset[Language] = frozenset()
        """Languages whose dictionary could not be loaded, or broke down."""

    def check(self, texts: Iterable[str]) -> dict[str, tuple[WrittenWord, ...]]:
        """The words of each text that no dictionary has."""
        words = {text: words_to_check(text) for text in texts}
        for script in Script:
            self._judge(script, (word for found in words.values() for word in found))
        return {
            text: tuple(word for word in found if not self._is_right.get(word.plain, True))
            for text, found in words.items()
        }

    def suggest(self, word: WrittenWord) -> list[str]:
        """Words that may have been meant; none where there is no dictionary of its language."""
        return self._asked(word.script, lambda speller: speller.suggest(word.plain)) or []

    def loads(self) -> bool:
        """Whether every dictionary can be loaded; it takes as long as that takes."""
        for files in self._files:
            self._asked(files.language.script, lambda speller: speller.wrong(()))
        return not self.lost

    def close(self) -> None:
        """From any thread: ends what is under way."""
        with self._guard:
            self._is_closed = True
            spellers, self._spellers = self._spellers or {}, {}
            self._is_right = {}
        for speller in spellers.values():
            speller.close()

    def _judge(self, script: Script, words: Iterable[WrittenWord]) -> None:
        """Asks once for all words that were not judged before."""
        if len(self._is_right) > MOST_VERDICTS:
            self._is_right = {}
        unseen = {word.plain for word in words if word.script is script} - self._is_right.keys()
        if unseen:
            wrong = self._asked(script, lambda speller: speller.wrong(sorted(unseen)))
            self._is_right |= dict.fromkeys(unseen, True) | dict.fromkeys(wrong or (), False)

    def _asked(self, script: Script, ask: Callable[[Speller], Sequence[str]]) -> list[str] | None:
        """None where no dictionary answers."""
        speller = self._started().get(script)
        if speller is None:
            return None
        try:
            return list(ask(speller))
        except SpellerLost:
            self._lose(script)
            return None

    def _started(self) -> dict[Script, Speller]:
        """All at once, so that they load beside each other."""
        with self._guard:
            if self._spellers is None:
                self._spellers = {}
                for files in () if self._is_closed else self._files:
                    try:
                        self._spellers[files.language.script] = self._start(files)
                    except SpellerLost:
                        self.lost |= {files.language}
            return self._spellers

    def _lose(self, script: Script) -> None:
        with self._guard:
            speller = (self._spellers or {}).pop(script, None)
            if speller is not None:
                self.lost |= {each for each in Language if each.script is script}
        if speller is not None:
            speller.close()
