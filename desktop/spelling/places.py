"""Where dictionaries are on this computer."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from desktop.spelling.speller import DictionaryFiles, Language

_HEBREW_NAMES = ("he_IL.dic", "he-IL.dic", "he.dic")
_ENGLISH = re.compile(r"en[_-]([A-Z]{2})\.dic")
BUNDLED = "US"
"""The English that comes with the program."""


def locate(chosen: Mapping[Language, Path]) -> dict[Language, DictionaryFiles]:
    """The files that a person chose; else the English that comes with the program, and the system's Hebrew.

    English goes on with the program's own where the chosen file is gone. Looks at names of files only:
    whether they are dictionaries is known once they are loaded.
    """
    english, hebrew = chosen.get(Language.ENGLISH), chosen.get(Language.HEBREW)
    found = (
        _whole(Language.ENGLISH, [*([english] if english else []), *_english_of_library()]),
        _whole(Language.HEBREW, [hebrew] if hebrew else _hebrew_of_system()),
    )
    return {files.language: files for files in found if files is not None}


def english_of_system() -> dict[str, Path]:
    """Dictionaries of other kinds of English on this computer, by country: {"GB": …/en_GB.dic}."""
    found: dict[str, Path] = {}
    for folder in _usual_places("dict-en"):
        for words in sorted(folder.glob("en[_-]*.dic")):
            name = _ENGLISH.fullmatch(words.name)
            if name and name[1] != BUNDLED and _whole(Language.ENGLISH, [words]):
                found.setdefault(name[1], words)
    return found


def _english_of_library() -> Iterator[Path]:
    """The library is looked for here and not loaded."""
    spec = find_spec("hunspell")
    for place in (spec.submodule_search_locations if spec else None) or ():
        yield Path(place, "dictionaries", "en_US.dic")


def _hebrew_of_system() -> Iterator[Path]:
    """Of Hunspell or of LibreOffice; its licence (AGPL) keeps it out of our bundle."""
    return (folder / name for folder in _usual_places("dict-he") for name in _HEBREW_NAMES)


def _whole(language: Language, candidates: Iterable[Path]) -> DictionaryFiles | None:
    """The first whose two files are there."""
    for words in candidates:
        files = DictionaryFiles(language, words)
        if words.is_file() and files.endings.is_file():
            return files
    return None


def _usual_places(extension: str) -> Iterator[Path]:
    """Folders of the system, and that of LibreOffice's extension of this name."""
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramFiles(x86)"):
            if folder := os.environ.get(variable):
                yield Path(folder, "LibreOffice/share/extensions", extension)
    elif sys.platform == "darwin":
        yield Path.home() / "Library/Spelling"
        yield Path("/Library/Spelling")
        yield Path("/Applications/LibreOffice.app/Contents/Resources/extensions", extension)
    else:
        yield Path.home() / ".local/share/hunspell"
        yield from map(Path, ("/usr/local/share/hunspell", "/usr/share/hunspell", "/usr/share/myspell/dicts"))
        yield from map(Path, ("/usr/share/myspell", f"/usr/lib/libreoffice/share/extensions/{extension}"))
        yield from sorted(Path("/opt").glob(f"libreoffice*/share/extensions/{extension}"), reverse=True)
