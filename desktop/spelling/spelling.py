"""Spelling for the whole window: a person's choices, the checker, and the thread that waits for it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.domain.changes import Changed
from core.text.spelling import Script, WrittenWord, is_name, known_form
from desktop.kit.form_drafts import LocalSettings
from desktop.kit.jobs import Jobs
from desktop.kit.ports import Runner
from desktop.spelling.checker import Checker
from desktop.spelling.dictionary_source import Dictionaries, DictionarySource
from desktop.spelling.speller import DictionaryFiles, Language
from desktop.spelling.spelling_settings import NAME, SpellingSettings, from_json, to_json

_MOST_PARAGRAPHS = 400
_OF_THIS_COMPUTER = DictionarySource()


class DictionaryState(Enum):
    """Whether words of a language can be looked at."""

    MISSING = auto()
    """There is no dictionary on this computer."""
    FOUND = auto()
    BROKEN = auto()
    """Its files are here, and could not be loaded."""


class Spelling(QObject):
    """GUI thread; nothing here blocks. Nothing is read or started before `wake` or the first `check`.

    `changed`: choices, own words or dictionaries are others, so marks have to be looked at again.
    `checked`: `seen` knows paragraphs that were asked about.
    `forgotten`: the practice is locked, and nobody may keep a word. It wakes again when it is asked again.
    """

    changed = Signal()
    checked = Signal()
    forgotten = Signal()

    def __init__(
        self,
        store: LocalSettings,
        runner: Runner,
        own: Jobs,
        source: DictionarySource = _OF_THIS_COMPUTER,
        names: Callable[[], frozenset[str]] = frozenset,
        parent: QObject | None = None,
    ) -> None:
        """`store` and `names` are called on the store worker, through `runner`; `source` on `own`. `names`
        are those of the people whom the practice treats (`names_in`)."""
        super().__init__(parent)
        self._store, self._runner = store, runner
        self._source, self._names_of_people = source, names
        self.english: Mapping[str, Path] = {}
        """Dictionaries of other kinds of English on this computer, by country."""
        self._jobs = own
        self._wakes = self._edition = 0
        self._is_awake = False
        self._settings: SpellingSettings | None = None
        self._files: Dictionaries = {}
        self._checker: Checker | None = None
        self._trial: Checker | None = None
        self._lost: frozenset[Language] = frozenset()
        self._seen: dict[str, tuple[WrittenWord, ...]] = {}
        self._asked: frozenset[str] = frozenset()
        self._ignored: frozenset[str] = frozenset()
        self._names: frozenset[str] = frozenset()
        self._known: frozenset[str] = frozenset()

    @property
    def edition(self) -> int:
        """Counts sets of dictionaries: what an earlier one had of a paragraph holds no longer."""
        return self._edition

    @property
    def settings(self) -> SpellingSettings | None:
        """What the person chose; None until it is read."""
        return self._settings

    @property
    def works(self) -> bool:
        """Whether words are checked at all: it is switched on and a dictionary is there."""
        return bool(self._checked_files())

    def state(self, language: Language) -> DictionaryState:
        """Of its dictionary, as far as it is known: it is loaded with the first word only."""
        if language in self._lost:
            return DictionaryState.BROKEN
        return DictionaryState.FOUND if language in self._files else DictionaryState.MISSING

    def file(self, language: Language) -> Path | None:
        """Its list of words on this computer."""
        files = self._files.get(language)
        return files.words if files else None

    def wake(self) -> None:
        """Read what the person chose and look for dictionaries; `changed` tells when that is known."""
        if not self._is_awake:
            self._is_awake = True
            self._wakes += 1
            self._runner.run(lambda: self._store.local(NAME), partial(self._on_read, self._wakes))

    def hear(self, changed: Iterable[Changed]) -> None:
        """Rows are others: somebody may have come, or be called otherwise."""
        if self._checker is not None and any(change.table == "clients" for change in changed):
            self._read_names()

    def seen(self, text: str) -> tuple[WrittenWord, ...] | None:
        """Words of a paragraph that no dictionary has; None for one that was not checked of late."""
        return self._seen.get(text)

    def is_known(self, word: WrittenWord) -> bool:
        """Whether it is one of the person's own, to be ignored, or somebody's name and written as one: in
        small letters "teh" is wrong, though there may be a client Teh."""
        is_written_as_name = word.script is Script.HEBREW or word.plain[0].isupper()
        return known_form(word.plain) in self._known or (is_written_as_name and is_name(word, self._names))

    def check(self, texts: Iterable[str]) -> None:
        """`checked` tells once `seen` knows these paragraphs, for whoever shows them to keep; nobody hears
        where nothing is checked."""
        self.wake()
        asked = frozenset(texts) - self._asked
        if asked and self.works:
            checker = self._present_checker()
            self._asked |= asked
            self._jobs.run(partial(checker.check, asked), partial(self._on_checked, checker))

    def suggest(self, word: WrittenWord, on_done: Callable[[list[str]], None]) -> None:
        """What may have been meant; it can take seconds."""
        if self.works:
            checker = self._present_checker()
            self._jobs.run(partial(checker.suggest, word), partial(self._on_suggested, checker, on_done))

    def add_word(self, word: str) -> None:
        """To the person's own, in the encrypted store."""
        self._change(lambda settings: settings.with_word(word))

    def remove_word(self, word: str) -> None:
        """From the person's own: it is checked again."""
        self._change(lambda settings: settings.without_word(word))

    def ignore(self, word: str) -> None:
        """Until the practice is locked."""
        self._ignored |= {known_form(word)}
        self._on_known_changed()

    def set_on(self, on: bool) -> None:
        """All of it; dictionaries leave the memory."""
        self._change(lambda settings: replace(settings, on=on), anew=True)

    def set_language(self, language: Language, on: bool) -> None:
        """One of the languages."""
        self._change(lambda settings: settings.with_language(language, on), anew=True)

    def use_usual(self, language: Language) -> None:
        """No longer the file that was chosen: the English of the program, the Hebrew of the system."""
        self._use(language, None)

    def try_file(self, language: Language, words: Path, on_refused: Callable[[], None]) -> None:
        """Load a list of words (.dic) in a process of its own, and use it from now on if that goes well."""
        self._end_trial()
        files = DictionaryFiles(language, words)
        trial = self._trial = Checker([files], self._source.start)
        self._jobs.run(trial.loads, partial(self._on_tried, trial, files, on_refused))

    def rest(self) -> None:
        """At a lock: ends what is under way and forgets every word, on screens too."""
        self._drop_dictionaries()
        self._end_trial()
        self._is_awake, self._settings, self._files = False, None, {}
        self._ignored = self._known = self._names = frozenset()
        self.forgotten.emit()

    def close(self) -> None:
        """For good; its own thread has ended when this returns, which takes some milliseconds."""
        self.rest()
        self._jobs.close()

    def _on_read(self, wake: int, stored: object) -> None:
        # A lock may have come between, and another time to wake after it.
        if self._is_awake and wake == self._wakes:
            self._settings = from_json(stored)
            self._look_for_files()

    def _on_names_read(self, wake: int, names: frozenset[str]) -> None:
        if self._checker is not None and wake == self._wakes and names != self._names:
            self._names = names
            self.changed.emit()

    def _read_names(self) -> None:
        self._runner.run(self._names_of_people, partial(self._on_names_read, self._wakes))

    def _look_for_files(self) -> None:
        settings = self._settings
        if settings is not None:
            self._jobs.run(partial(self._look, settings.files), partial(self._on_found, settings))

    def _look(self, chosen: Mapping[Language, Path]) -> tuple[Dictionaries, Mapping[str, Path]]:
        return self._source.find(chosen), self._source.others()

    def _on_found(self, settings: SpellingSettings, found: tuple[Dictionaries, Mapping[str, Path]]) -> None:
        # Another file may have been chosen while it looked for these.
        if self._settings is not None and self._settings.files == settings.files:
            self._files, self.english = found
            self._on_known_changed()

    def _checked_files(self) -> list[DictionaryFiles]:
        settings = self._settings
        if settings is None:
            return []
        return [files for language, files in self._files.items() if settings.checks(language)]

    def _present_checker(self) -> Checker:
        if self._checker is None:
            self._checker = Checker(self._checked_files(), self._source.start)
            self._read_names()
        return self._checker

    def _on_checked(self, checker: Checker, found: Mapping[str, tuple[WrittenWord, ...]]) -> None:
        """What another checker found was asked before a lock, or of other dictionaries."""
        if checker is not self._checker:
            return
        if len(self._seen) > _MOST_PARAGRAPHS:
            self._seen = {}
        self._seen |= found
        self._asked -= found.keys()
        if checker.lost != self._lost:
            self._lost = checker.lost
            self.changed.emit()
        self.checked.emit()

    def _on_suggested(self, checker: Checker, on_done: Callable[[list[str]], None], found: list[str]) -> None:
        if checker is self._checker:
            on_done(found)

    def _on_tried(
        self, trial: Checker, files: DictionaryFiles, on_refused: Callable[[], None], loads: bool
    ) -> None:
        if trial is not self._trial:
            return
        self._end_trial()
        if loads:
            self._use(files.language, files.words)
        else:
            on_refused()

    def _use(self, language: Language, words: Path | None) -> None:
        self._change(lambda settings: settings.with_file(language, words), anew=True)
        self._look_for_files()

    def _change(self, edit: Callable[[SpellingSettings], SpellingSettings], *, anew: bool = False) -> None:
        """Nothing before the present choices are read: they would be written over."""
        if self._settings is None:
            return
        settings = self._settings = edit(self._settings)
        self._runner.run(lambda: self._store.set_local(NAME, to_json(settings)))
        if anew:
            self._drop_dictionaries()
        self._on_known_changed()

    def _on_known_changed(self) -> None:
        own = self._settings.words if self._settings is not None else ()
        self._known = self._ignored | {known_form(word) for word in own}
        self.changed.emit()

    def _drop_dictionaries(self) -> None:
        if self._checker is not None:
            self._checker.close()
        self._checker, self._lost = None, frozenset()
        self._names = frozenset()
        self._seen, self._asked = {}, frozenset()
        self._edition += 1

    def _end_trial(self) -> None:
        if self._trial is not None:
            self._trial.close()
        self._trial = None
