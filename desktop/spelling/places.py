"""Where dictionaries are on this computer."""

import os
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from desktop.spelling.speller import DictionaryFiles, Language

_HEBREW_NAMES = ("he_IL.dic", "he-IL.dic", "he.dic")


def locate(hebrew_file: Path | None) -> dict[Language, DictionaryFiles]:
    """English comes with the program; Hebrew is the file that a person chose, or the system's.

    Looks at names of files only: whether they are dictionaries is known once they are loaded.
    """
    hebrew = [hebrew_file] if hebrew_file else _hebrew_of_system()
    found = (_whole(Language.ENGLISH, _english_of_library()), _whole(Language.HEBREW, hebrew))
    return {files.language: files for files in found if files is not None}


def _english_of_library() -> Iterator[Path]:
    """The library is looked for here and not loaded."""
    spec = find_spec("hunspell")
    for place in (spec.submodule_search_locations if spec else None) or ():
        yield Path(place, "dictionaries", "en_US.dic")


def _hebrew_of_system() -> Iterator[Path]:
    """Of Hunspell or of LibreOffice; its licence (AGPL) keeps it out of our bundle."""
    return (folder / name for folder in _usual_places() for name in _HEBREW_NAMES)


def _whole(language: Language, candidates: Iterable[Path]) -> DictionaryFiles | None:
    """The first whose two files are there."""
    for words in candidates:
        files = DictionaryFiles(language, words)
        if words.is_file() and files.endings.is_file():
            return files
    return None


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramFiles(x86)"):
            if folder := os.environ.get(variable):
                yield Path(folder, "LibreOffice/share/extensions/dict-he")
    elif sys.platform == "darwin":
        yield Path.home() / "Library/Spelling"
        yield Path("/Library/Spelling")
        yield Path("/Applications/LibreOffice.app/Contents/Resources/extensions/dict-he")
    else:
        yield Path.home() / ".local/share/hunspell"
        yield from map(Path, ("/usr/local/share/hunspell", "/usr/share/hunspell", "/usr/share/myspell/dicts"))
        yield from map(Path, ("/usr/share/myspell", "/usr/lib/libreoffice/share/extensions/dict-he"))
        yield from sorted(Path("/opt").glob("libreoffice*/share/extensions/dict-he"), reverse=True)
