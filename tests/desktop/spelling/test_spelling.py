"""Spelling for the window: lazily loaded, forgotten at a lock, a person's own words in the store alone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.changes import Changed
from core.store.practice.practice import Practice
from core.text.spelling import Script, WrittenWord, names_in
from desktop.kit.jobs import Jobs
from desktop.spelling.places import english_of_system, locate
from desktop.spelling.speller import Language
from desktop.spelling.spelling import DictionaryState, Spelling
from desktop.spelling.spelling_settings import NAME, SpellingSettings, from_json, to_json
from tests.desktop.local_double import LocalDouble
from tests.desktop.spelling.paper_speller import Shelf

TEXT = "Nek is stiff כואבתת"


class Window:
    """A spelling over settings in memory, and what it said."""

    def __init__(self, jobs: Jobs, store: LocalDouble, shelf: Shelf) -> None:
        self.jobs, self.store, self.shelf = jobs, store, shelf
        self.own = Jobs(name="spelling")
        self.clients: list[str] = []
        self.spelling = Spelling(store, jobs, self.own, shelf.source, self._names)
        self.said: list[str] = []
        self.spelling.changed.connect(lambda: self.said.append("changed"))
        self.spelling.forgotten.connect(lambda: self.said.append("forgotten"))

    def _names(self) -> frozenset[str]:
        return names_in(self.clients)

    def settle(self) -> None:
        self.jobs.wait()
        self.own.wait()

    def wake(self) -> None:
        self.spelling.wake()
        self.settle()

    def wrong(self, text: str = TEXT) -> list[str] | None:
        self.spelling.check([text])
        self.settle()
        found = self.spelling.seen(text)
        return None if found is None else self.unknown(text)

    def unknown(self, text: str = TEXT) -> list[str]:
        """Of a paragraph that was checked."""
        found = self.spelling.seen(text) or ()
        return [word.plain for word in found if not self.spelling.is_known(word)]

    def word(self) -> WrittenWord:
        self.wrong("Nek")
        (word,) = self.spelling.seen("Nek") or ()
        return word


@pytest.fixture
def store() -> LocalDouble:
    return LocalDouble()


@pytest.fixture
def window(jobs: Jobs, store: LocalDouble, shelf: Shelf) -> Iterator[Window]:
    made = Window(jobs, store, shelf)
    yield made
    made.spelling.close()


def test_given_nothing_was_asked_then_nothing_is_read_and_nothing_started(window: Window) -> None:
    assert (window.spelling.settings, window.spelling.works) == (None, False)
    window.wake()
    assert (window.spelling.settings, window.spelling.works) == (SpellingSettings(), True)
    assert window.spelling.state(Language.HEBREW) is DictionaryState.FOUND
    assert window.spelling.file(Language.HEBREW) == Path("he.dic")
    assert window.shelf.made == []


def test_given_the_first_paragraph_when_checked_then_it_wakes_and_tells_when_it_can_check(
    window: Window,
) -> None:
    assert window.wrong() is None
    assert window.said == ["changed"]
    assert window.wrong() == ["Nek", "כואבתת"]


def test_given_a_paragraph_that_is_being_checked_when_asked_again_then_it_is_checked_once(
    window: Window,
) -> None:
    window.wake()
    window.spelling.check([TEXT])
    window.spelling.check([TEXT])
    window.settle()
    assert window.wrong() == ["Nek", "כואבתת"]
    assert len(window.shelf[Language.ENGLISH].asked) == 1


def test_given_words_of_a_person_or_to_ignore_then_they_are_right_at_once(window: Window) -> None:
    window.wake()
    window.wrong()
    window.spelling.add_word("Nek")
    assert window.unknown() == ["כואבתת"]
    window.spelling.ignore("כואבתת")
    assert window.unknown() == []
    window.settle()
    assert window.store.values[NAME]["words"] == ["Nek"]
    window.spelling.remove_word("Nek")
    assert window.unknown() == ["Nek"]


def test_given_names_of_clients_then_they_are_right_where_they_are_written_as_names(window: Window) -> None:
    window.clients = ["Mira", "Nek", "נועה"]
    assert window.wrong("Mira's nek ולנועה כואבתת") is None
    window.spelling.check(["Mira's nek ולנועה כואבתת"])
    window.settle()
    assert window.unknown("Mira's nek ולנועה כואבתת") == ["nek", "כואבתת"]


def test_given_a_new_client_when_it_is_heard_then_the_name_is_right_and_a_lock_forgets_it(
    window: Window,
) -> None:
    window.wake()
    assert window.wrong("Mira") == ["Mira"]
    window.clients = ["Mira"]
    window.spelling.hear([Changed("appointments", frozenset())])
    window.settle()
    assert window.unknown("Mira") == ["Mira"], "nothing is read for other rows"
    window.spelling.hear([Changed("clients", frozenset())])
    window.settle()
    assert window.unknown("Mira") == []
    word = WrittenWord(0, 4, "Mira", Script.LATIN)
    assert window.spelling.is_known(word)
    window.spelling.rest()
    assert not window.spelling.is_known(word)
    window.spelling.hear([Changed("clients", frozenset())])
    window.settle()
    assert not window.spelling.is_known(word), "nobody reads behind the curtain"


def test_given_it_is_switched_off_then_nothing_is_checked_and_the_dictionaries_end(window: Window) -> None:
    window.wake()
    window.wrong()
    window.spelling.set_on(False)
    assert all(each.is_closed for each in window.shelf.made)
    assert window.wrong() is None
    window.spelling.set_on(True)
    window.spelling.set_language(Language.HEBREW, False)
    assert window.wrong() == ["Nek"]
    window.spelling.set_language(Language.HEBREW, True)
    assert window.wrong() == ["Nek", "כואבתת"]


def test_given_a_lock_while_a_check_is_under_way_then_it_ends_and_no_word_is_left(window: Window) -> None:
    window.wake()
    window.wrong("is")
    window.spelling.add_word("Tibialis")
    heard: list[str] = []
    speller = window.shelf[Language.ENGLISH]
    speller.may_answer.clear()
    window.spelling.checked.connect(lambda: heard.append("checked"))
    window.spelling.check([TEXT])
    window.spelling.suggest(WrittenWord(0, 3, "Nek", Script.LATIN), heard.extend)
    window.spelling.rest()
    window.settle()
    assert speller.is_closed
    assert heard == []
    assert window.said[-1] == "forgotten"
    assert window.spelling.settings is None
    assert window.spelling.seen(TEXT) is None


def test_given_it_was_locked_when_asked_again_then_it_has_the_words_of_the_store(
    window: Window,
) -> None:
    window.wake()
    window.spelling.add_word("Nek")
    window.settle()
    window.spelling.rest()
    window.wake()
    assert window.wrong() == ["כואבתת"]


def test_given_a_lock_while_it_wakes_then_what_was_read_is_dropped(window: Window) -> None:
    window.spelling.wake()
    window.spelling.rest()
    window.settle()
    assert window.spelling.settings is None


def test_given_it_is_closed_then_its_thread_has_ended(window: Window) -> None:
    window.wake()
    window.wrong()
    window.shelf[Language.ENGLISH].may_answer.clear()
    window.spelling.check(["stiffness"])
    window.spelling.close()
    assert not any(each.name.startswith("spelling") for each in threading.enumerate())


def test_given_suggestions_are_asked_then_they_come_later(window: Window) -> None:
    window.wake()
    word, got = window.word(), list[list[str]]()
    window.spelling.suggest(word, got.append)
    assert got == []
    window.settle()
    assert got == [["Nek1", "Nek2", "Nek3", "Nek4", "Nek5"]]


def test_given_a_dictionary_that_is_broken_then_it_says_so_once_and_the_other_goes_on(window: Window) -> None:
    window.wake()
    window.wrong("is")
    window.shelf[Language.HEBREW].is_broken = True
    window.said.clear()
    assert window.wrong() == ["Nek"]
    assert window.said == ["changed"]
    assert window.spelling.state(Language.HEBREW) is DictionaryState.BROKEN


def test_given_a_file_is_chosen_when_it_loads_then_it_is_used_and_kept(window: Window) -> None:
    window.wake()
    refused: list[str] = []
    window.spelling.try_file(Language.HEBREW, Path("own.dic"), lambda: refused.append("refused"))
    window.settle()
    window.settle()
    assert refused == []
    assert window.spelling.file(Language.HEBREW) == Path("own.dic")
    assert window.store.values[NAME]["hebrew_file"] == "own.dic"
    window.spelling.use_usual(Language.HEBREW)
    window.settle()
    assert window.spelling.file(Language.HEBREW) == Path("he.dic")


def test_given_a_file_is_chosen_when_it_is_no_dictionary_then_all_stays_as_it_was(window: Window) -> None:
    window.wake()
    window.shelf.missing = {Language.HEBREW}
    refused: list[str] = []
    window.spelling.try_file(Language.HEBREW, Path("own.dic"), lambda: refused.append("refused"))
    window.settle()
    assert refused == ["refused"]
    assert window.spelling.file(Language.HEBREW) == Path("he.dic")
    assert window.store.values == {}


def test_given_a_trial_under_way_when_locked_then_it_ends_unheard(window: Window) -> None:
    window.wake()
    refused: list[str] = []
    window.spelling.try_file(Language.HEBREW, Path("own.dic"), lambda: refused.append("refused"))
    window.spelling.rest()
    window.settle()
    assert refused == []
    assert all(each.is_closed for each in window.shelf.made)


def test_given_choices_that_are_not_read_yet_then_nothing_is_written_over_them(window: Window) -> None:
    window.spelling.add_word("Nek")
    window.settle()
    assert window.store.values == {}


def test_given_a_person_adds_a_word_then_it_lies_in_the_encrypted_store_and_in_no_file_beside_it(
    practice: Practice, jobs: Jobs, shelf: Shelf, tmp_path: Path
) -> None:
    own = Jobs()
    spelling = Spelling(practice.settings, jobs, own, shelf.source)
    spelling.wake()
    jobs.wait()
    own.wait()
    spelling.add_word("Zyxwolters")
    jobs.wait()
    spelling.close()
    assert from_json(practice.settings.local(NAME)).words == ("Zyxwolters",)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    written = b"".join(file.read_bytes() for file in files)
    assert b"Zyxwolters" not in written
    assert "Zyxwolters".encode("utf-16-le") not in written


def test_given_words_then_each_stands_once_in_the_order_of_the_alphabet() -> None:
    settings = SpellingSettings()
    for word in ("Tibialis", "anterior", "tibialis", "x" * 41, "כתפייה"):
        settings = settings.with_word(word)
    assert settings.words == ("anterior", "Tibialis", "כתפייה")
    settings = settings.with_language(Language.HEBREW, False)
    assert from_json(to_json(settings)) == settings
    assert from_json(None) == SpellingSettings()


def test_given_no_hebrew_on_this_computer_then_english_is_there_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.spelling.places._usual_places", lambda _extension: iter([tmp_path]))
    assert set(locate({})) == {Language.ENGLISH}
    assert set(locate({Language.HEBREW: tmp_path / "gone.dic"})) == {Language.ENGLISH}
    (tmp_path / "he.dic").touch()
    assert set(locate({})) == {Language.ENGLISH}
    (tmp_path / "he.aff").touch()
    assert locate({})[Language.HEBREW].words == tmp_path / "he.dic"


def test_given_english_of_other_countries_on_this_computer_then_each_is_offered_once_and_none_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "system", tmp_path / "office"
    for folder, names in ((first, ("en_GB", "en_US")), (second, ("en_GB", "en-AU", "en_GB-large", "de_DE"))):
        folder.mkdir()
        for name in names:
            (folder / f"{name}.dic").touch()
            (folder / f"{name}.aff").touch()
    (second / "en_ZA.dic").touch()  # without its endings
    places = {"dict-en": [first, second, tmp_path / "gone"], "dict-he": []}
    monkeypatch.setattr("desktop.spelling.places._usual_places", lambda extension: iter(places[extension]))
    assert english_of_system() == {"GB": first / "en_GB.dic", "AU": second / "en-AU.dic"}
    assert locate({})[Language.ENGLISH].words.name == "en_US.dic"


def test_given_a_chosen_english_when_its_file_is_gone_then_that_of_the_program_is_used(
    tmp_path: Path,
) -> None:
    british = tmp_path / "en_GB.dic"
    assert locate({Language.ENGLISH: british})[Language.ENGLISH].words.name == "en_US.dic"
    british.touch()
    british.with_suffix(".aff").touch()
    assert locate({Language.ENGLISH: british})[Language.ENGLISH].words == british


def test_given_british_is_chosen_when_it_loads_then_it_is_used_and_kept_beside_the_hebrew_file(
    window: Window,
) -> None:
    window.wake()
    assert set(window.spelling.english) == {"GB", "JM"}
    for language, name in ((Language.HEBREW, "own.dic"), (Language.ENGLISH, "en_GB.dic")):
        window.spelling.try_file(language, Path(name), lambda: None)
        window.settle()
        window.settle()
    assert window.spelling.file(Language.ENGLISH) == Path("en_GB.dic")
    kept = window.store.values[NAME]
    assert (kept["english_file"], kept["hebrew_file"]) == ("en_GB.dic", "own.dic")
    assert from_json(kept).files == {Language.ENGLISH: Path("en_GB.dic"), Language.HEBREW: Path("own.dic")}
    window.spelling.use_usual(Language.ENGLISH)
    window.settle()
    assert window.spelling.file(Language.ENGLISH) == Path("en.dic")
    assert window.spelling.file(Language.HEBREW) == Path("own.dic")
