"""The page of spelling: what is chosen there, what it says of dictionaries, and a person's own words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.kit.jobs import Jobs
from desktop.settings.spelling import SpellingSection
from desktop.spelling.speller import Language
from desktop.spelling.spelling import Spelling
from desktop.spelling.spelling_settings import NAME
from tests.desktop.records_room import Room, practice, room
from tests.desktop.spelling.conftest import shelf
from tests.desktop.spelling.paper_speller import Shelf

__all__ = ["practice", "room", "shelf"]


class Page:
    """The page in front, over a spelling whose dictionaries are in memory."""

    def __init__(self, room: Room, shelf: Shelf) -> None:
        self.room, self.own = room, Jobs(name="spelling")
        self.spelling = Spelling(room.practice.settings, room.jobs, self.own, shelf.source)
        self.section = room.show(SpellingSection(room.context, self.spelling))
        self.section.refresh()
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.room.settle()
            self.own.wait()

    def kept(self) -> dict[str, object]:
        self.settle()
        found = self.room.practice.settings.local(NAME)
        assert isinstance(found, dict)
        return found

    def listed(self) -> list[str]:
        model = self.section.model
        return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def page(room: Room, shelf: Shelf) -> Iterator[Page]:
    made = Page(room, shelf)
    yield made
    made.spelling.close()


def test_given_nothing_chosen_yet_then_all_is_on_and_each_dictionary_is_told(page: Page) -> None:
    assert page.section.on.isChecked()
    assert all(box.isChecked() for box in page.section.languages.values())
    assert "comes with" in page.section.states[Language.ENGLISH].text()
    assert "he.dic" in page.section.states[Language.HEBREW].text()
    assert page.section.none_yet.isVisible()
    assert page.section.own.isHidden()
    assert page.section.of_system.isHidden()
    assert page.room.practice.settings.local(NAME) is None


def test_given_switches_then_they_hold_at_once_and_are_kept(page: Page) -> None:
    page.section.languages[Language.HEBREW].setChecked(False)
    assert page.kept()["off_languages"] == ["he"]
    page.section.languages[Language.HEBREW].setChecked(True)
    assert page.kept()["off_languages"] == []
    page.section.on.setChecked(False)
    assert page.kept()["on"] is False
    assert not page.spelling.works
    assert not page.section.languages[Language.ENGLISH].isEnabled()
    assert not page.section.choose.isEnabled()
    page.section.on.setChecked(True)
    assert page.spelling.works


def test_given_words_of_a_person_when_one_is_removed_then_it_can_be_brought_back(page: Page) -> None:
    assert not page.section.remove.isEnabled()
    page.spelling.add_word("Tibialis")
    page.spelling.add_word("כתפייה")
    assert page.listed() == ["Tibialis", "כתפייה"]
    page.section.own.setCurrentIndex(page.section.model.index(0, 0))
    page.section.remove.click()
    assert page.listed() == ["כתפייה"]
    assert page.kept()["words"] == ["כתפייה"]
    assert page.room.navigator.undo is not None
    page.room.navigator.undo()
    assert page.kept()["words"] == ["Tibialis", "כתפייה"]


def test_given_a_dictionary_is_chosen_when_it_loads_then_it_is_used_until_that_of_the_system_is(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("own.dic", ""))
    page.section.choose.click()
    assert not page.section.choose.isEnabled()
    page.settle()
    assert page.section.choose.isEnabled()
    assert "own.dic" in page.section.states[Language.HEBREW].text()
    page.section.of_system.click()
    page.settle()
    assert "he.dic" in page.section.states[Language.HEBREW].text()


def test_given_a_file_is_chosen_when_it_is_no_dictionary_then_a_sentence_says_what_to_do(
    page: Page, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.missing = {Language.HEBREW}
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("letter.dic", ""))
    page.section.choose.click()
    page.settle()
    assert "Nothing was changed" in page.section.error.text()
    assert page.section.choose.isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    page.section.choose.click()
    assert page.section.choose.isEnabled()


def test_given_a_dictionary_that_broke_down_then_the_page_says_so(page: Page, shelf: Shelf) -> None:
    shelf.missing = {Language.ENGLISH}
    page.spelling.check(["neck"])
    page.settle()
    assert "could not be loaded" in page.section.states[Language.ENGLISH].text()


def test_given_no_dictionary_at_all_then_the_page_says_where_one_comes_from(
    room: Room, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "find", lambda _chosen: {})
    page = Page(room, shelf)
    assert "is missing" in page.section.states[Language.ENGLISH].text()
    assert "LibreOffice" in page.section.states[Language.HEBREW].text()
    page.spelling.close()


def test_given_british_english_on_this_computer_when_chosen_then_it_is_used_until_american_is(
    page: Page,
) -> None:
    english, section = page.section.english, page.section
    assert [english.itemText(row) for row in range(english.count())] == [
        *("American English", "British English", "English (JM)"),
    ]
    assert english.currentText() == "American English"
    assert "British" not in section.states[Language.ENGLISH].text()
    choose(page, "British English")
    assert english.isEnabled()
    assert english.currentText() == "British English"
    assert section.states[Language.ENGLISH].text() == "The dictionary: en_GB.dic"
    assert page.kept()["english_file"] == "en_GB.dic"
    choose(page, "American English")
    assert page.kept()["english_file"] is None
    assert "comes with PazPaz" in section.states[Language.ENGLISH].text()


def choose(page: Page, name: str) -> None:
    row = page.section.english.findText(name)
    page.section.english.setCurrentIndex(row)
    page.section.english.activated.emit(row)
    page.settle()


def test_given_a_file_of_english_is_chosen_then_it_is_listed_too_and_one_that_is_none_changes_nothing(
    page: Page, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("medical.dic", ""))
    page.section.choose_english.click()
    assert not page.section.english.isEnabled()
    page.settle()
    assert page.section.english.currentText() == "medical.dic"
    shelf.missing = {Language.ENGLISH}
    choose(page, "British English")
    assert page.section.english.currentText() == "medical.dic"
    assert "no dictionary of English" in page.section.error.text()
    assert page.kept()["english_file"] == "medical.dic"


def test_given_no_british_english_on_this_computer_then_it_is_said_where_it_comes_from(
    room: Room, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "others", dict)
    page = Page(room, shelf)
    assert "hunspell-en-gb" in page.section.states[Language.ENGLISH].text()
    page.spelling.close()


def test_given_the_file_of_english_that_was_chosen_is_gone_then_it_says_that_another_one_is_used(
    room: Room, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "find", lambda _chosen: Shelf.find({}))
    page = Page(room, shelf)
    page.spelling.try_file(Language.ENGLISH, Path("gone.dic"), lambda: None)
    page.settle()
    page.settle()
    assert "no longer there" in page.section.states[Language.ENGLISH].text()
    assert page.section.english.currentText() == "gone.dic"
    page.spelling.close()


def test_given_a_lock_then_the_list_holds_no_word(page: Page) -> None:
    page.spelling.add_word("Tibialis")
    page.spelling.rest()
    assert page.listed() == []
    page.section.refresh()
    page.settle()
    assert page.listed() == ["Tibialis"]
