"""A dictionary in Hunspell's format: the only file that knows the library. Never in the window's process.

The library keeps Python's lock while it loads and while it looks for suggestions, up to some seconds: on a
thread of the window it would stop the window. It reads the files in C++, where a damaged one may end the
process.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from hunspell import Hunspell

from core.text.spelling import LONGEST, Script, plain_form, script_of
from desktop.spelling.speller import MOST_SUGGESTIONS, DictionaryFiles, SpellerLost

MOST_BYTES = 32 * 2**20
"""Of each file; the largest dictionaries that are in use have a third of it."""
_SET = re.compile(rb"^SET[ \t]+([\w-]+)", re.MULTILINE)
_TRIED = 200
_STEP = 97
"""Entries lie in the order of the alphabet: in steps, those that are tried begin with several letters."""


class HunspellDictionary:
    """Loads when made. Raises SpellerLost for files that are no dictionary of their language."""

    def __init__(self, files: DictionaryFiles) -> None:
        for file in (files.words, files.endings):
            if not file.is_file() or not 0 < file.stat().st_size <= MOST_BYTES:
                raise SpellerLost
        try:
            self._hunspell = Hunspell(files.words.stem, str(files.words.parent), system_encoding="UTF-8")
        except OSError:
            raise SpellerLost from None
        if not self._knows_its_own(files):
            raise SpellerLost

    def wrong(self, words: Sequence[str]) -> list[str]:
        return [word for word in words if not self._has(word)]

    def suggest(self, word: str) -> list[str]:
        try:
            found = self._hunspell.suggest(word)
        except UnicodeEncodeError:
            return []
        return [str(each) for each in found if each][:MOST_SUGGESTIONS]

    def _has(self, word: str) -> bool:
        """A word with letters that the dictionary's encoding lacks is not for it to judge."""
        try:
            return bool(self._hunspell.spell(word))
        except UnicodeEncodeError:
            return True

    def _knows_its_own(self, files: DictionaryFiles) -> bool:
        """A file of another kind loads without a word said, and every word of every note would be wrong."""
        entries = _entries(files.words, _encoding(files.endings), files.language.script)
        return any(self._has_own(entry) for entry in islice(entries, 0, _TRIED * _STEP, _STEP))

    def _has_own(self, entry: str) -> bool:
        try:
            return bool(self._hunspell.spell(entry))
        except UnicodeEncodeError:
            return False


def _entries(file: Path, encoding: str, script: Script) -> Iterator[str]:
    """Words of the list that are written in these letters, without their flags."""
    with file.open(encoding=encoding, errors="replace") as lines:
        for line in lines:
            word = plain_form(line.partition("/")[0].strip())
            if 1 < len(word) <= LONGEST and script_of(word) is script:
                yield word


def _encoding(endings: Path) -> str:
    """As the file names it, or as Hunspell reads one that names none."""
    found = _SET.search(endings.read_bytes())
    name = found[1].decode("ascii") if found else "latin-1"
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise SpellerLost from None
