"""A dictionary that fits on a page, for tests that start a real process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.spelling.dictionary_process import DictionaryProcess
from desktop.spelling.speller import DictionaryFiles, Language
from tests.desktop.spelling.paper_speller import HEBREW, Shelf


def dictionary(folder: Path, *words: str, name: str = "he_IL") -> Path:
    """Its list of words; the file of endings lies beside it."""
    (folder / f"{name}.aff").write_text("SET UTF-8\nTRY כתףואבת\n", encoding="utf-8")
    listed = folder / f"{name}.dic"
    listed.write_text("\n".join((str(len(words)), *words)) + "\n", encoding="utf-8")
    return listed


@pytest.fixture
def hebrew(tmp_path: Path) -> DictionaryFiles:
    return DictionaryFiles(Language.HEBREW, dictionary(tmp_path, *HEBREW))


@pytest.fixture
def start() -> Iterator[Callable[..., DictionaryProcess]]:
    """Starts a process for the files and ends it with the test."""
    made: list[DictionaryProcess] = []

    def begin(files: DictionaryFiles, command: list[str] | None = None) -> DictionaryProcess:
        made.append(DictionaryProcess(files, command))
        return made[-1]

    yield begin
    for process in made:
        process.close()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()
