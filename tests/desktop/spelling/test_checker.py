"""The dictionaries of all languages as one: whom it asks, and what is left when one breaks down."""

import pytest

from desktop.spelling import checker as module
from desktop.spelling.checker import Checker
from desktop.spelling.speller import Language
from tests.desktop.spelling.paper_speller import Shelf


@pytest.fixture
def checker(shelf: Shelf) -> Checker:
    return Checker(shelf.find({}).values(), shelf.start)


def wrong(checker: Checker, text: str) -> list[str]:
    return [word.plain for word in checker.check([text])[text]]


def test_given_two_languages_in_a_text_then_each_dictionary_judges_its_own_letters(
    checker: Checker, shelf: Shelf
) -> None:
    assert wrong(checker, "Nek is stiff, כתף כואבתת, Жук") == ["Nek", "כואבתת"]
    assert shelf[Language.ENGLISH].asked == [["Nek", "is", "stiff"]]
    assert shelf[Language.HEBREW].asked == [["כואבתת", "כתף"]]


def test_given_words_that_were_judged_then_nobody_is_asked_again(checker: Checker, shelf: Shelf) -> None:
    assert wrong(checker, "Nek is stiff") == wrong(checker, "stiff Nek") == ["Nek"]
    assert len(shelf[Language.ENGLISH].asked) == 1


def test_given_very_many_words_then_the_oldest_verdicts_are_asked_for_again(
    checker: Checker, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_VERDICTS", 1)
    wrong(checker, "Nek is")
    assert wrong(checker, "Nek") == ["Nek"]
    assert len(shelf[Language.ENGLISH].asked) == 2


def test_given_a_dictionary_that_breaks_down_then_its_words_are_right_and_the_other_goes_on(
    checker: Checker, shelf: Shelf
) -> None:
    wrong(checker, "stiff כתף")
    shelf[Language.HEBREW].is_broken = True
    assert wrong(checker, "Nek כואבתת") == ["Nek"]
    assert checker.lost == {Language.HEBREW}
    assert shelf[Language.HEBREW].is_closed
    assert wrong(checker, "ברכיי") == []


def test_given_a_dictionary_that_cannot_be_started_then_the_other_is_asked(
    checker: Checker, shelf: Shelf
) -> None:
    shelf.missing = {Language.ENGLISH}
    assert wrong(checker, "Nek כואבתת") == ["כואבתת"]
    assert checker.lost == {Language.ENGLISH}
    assert not checker.loads()


def test_given_dictionaries_that_load_then_it_says_so(checker: Checker) -> None:
    assert checker.loads()


def test_given_it_is_closed_then_every_dictionary_ends_and_none_is_started_again(
    checker: Checker, shelf: Shelf
) -> None:
    (word,) = checker.check(["Nek"])["Nek"]
    assert checker.suggest(word) == ["Nek1", "Nek2", "Nek3", "Nek4", "Nek5"]
    checker.close()
    assert all(each.is_closed for each in shelf.made)
    assert wrong(checker, "Nek") == []
    assert checker.suggest(word) == []
    unused = Checker(shelf.find({}).values(), shelf.start)
    unused.close()
    assert wrong(unused, "Nek") == []
    assert len(shelf.made) == 2
