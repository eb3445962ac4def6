"""The process that holds one dictionary: answers on standard output what is asked on standard input.

One line of JSON each. First the files, answered once they are loaded; then words to check (a list), or a
word to find suggestions for (a text); the answer is a list. Nothing is kept and nothing is written anywhere
else. It ends when its input does, and without an answer where the files are no dictionary.
"""

import json
from pathlib import Path
from typing import TextIO

from desktop.session.child_bounds import alarm, bound_memory
from desktop.spelling.speller import DictionaryFiles, Language, SpellerLost

_MOST_MEMORY = 2**30
_LONGEST_S = 60
"""After that the system ends a process whose window is gone and whose library does not come back."""


def serve(questions: TextIO, answers: TextIO) -> int:
    """Status 0 when the questions end, 1 for files that are no dictionary."""
    bound_memory(_MOST_MEMORY)
    try:
        from desktop.spelling.hunspell_dictionary import HunspellDictionary  # noqa: PLC0415 - it may be missing

        with alarm(_LONGEST_S):
            dictionary = HunspellDictionary(_files(questions.readline()))
    except (ImportError, MemoryError, OSError, SpellerLost, ValueError):
        return 1
    _answer(answers, [])
    for line in questions:
        asked = json.loads(line)
        with alarm(_LONGEST_S):
            found = dictionary.suggest(asked) if isinstance(asked, str) else dictionary.wrong(asked)
        _answer(answers, found)
    return 0


def _files(line: str) -> DictionaryFiles:
    asked = json.loads(line)
    return DictionaryFiles(Language(asked["language"]), Path(asked["words"]))


def _answer(answers: TextIO, found: list[str]) -> None:
    answers.write(json.dumps(found) + "\n")
    answers.flush()
