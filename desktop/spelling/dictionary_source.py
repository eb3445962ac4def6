"""From where dictionaries come: which ones a computer has, and who reads them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.spelling.checker import StartSpeller
from desktop.spelling.dictionary_process import DictionaryProcess
from desktop.spelling.places import english_of_system, locate
from desktop.spelling.speller import DictionaryFiles, Language

Dictionaries = Mapping[Language, DictionaryFiles]


@dataclass(frozen=True, slots=True)
class DictionarySource:
    """Called on the thread that waits for dictionaries."""

    start: StartSpeller = DictionaryProcess
    """Loads one, in a process of its own."""
    find: Callable[[Mapping[Language, Path]], Dictionaries] = locate
    """Given the files that the person chose, which go before those that are found."""
    others: Callable[[], Mapping[str, Path]] = english_of_system
    """Other kinds of English, by country."""
