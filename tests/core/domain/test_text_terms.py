"""What a search asks for, and where it stands in a text."""

import pytest

from core.text.terms import Term, first_place, holds, places, terms_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Knee  pain", [("knee",), ("pain",)]),
        ('"knee pain" left', [("knee", "pain"), ("left",)]),
        ("„Übung heute“", [("ubung", "heute")]),
        ("״כאב ברך״ שמאל", [("כאב", "ברך"), ("שמאל",)]),
        ('צה"ל', [("צה",), ("ל",)]),
        ('"knee pa', [("knee", "pa")]),
        ('"', []),
        ('""', []),
    ],
)
def test_given_what_is_typed_then_words_in_quotation_marks_are_one_term(
    text: str, terms: list[tuple[str, ...]]
) -> None:
    assert [term.words for term in terms_of(text)] == terms


def test_given_a_phrase_when_its_end_is_not_typed_then_its_last_word_may_go_on() -> None:
    (open_end,), (closed,) = terms_of('"knee pa'), terms_of('"knee pa"')

    assert holds(["the knee pain"], open_end)
    assert not holds(["the knee pain"], closed)
    assert holds(["a knee, pa"], closed)
    assert not holds(["pain in the knee"], open_end)
    assert not holds(["knee", "pain"], open_end)


def found(text: str, asked: str) -> list[str]:
    return [text[start:end] for start, end in places(text, terms_of(asked))]


@pytest.mark.parametrize(
    ("text", "asked", "pieces"),
    [
        ("Knees and knee-pain", "knee", ["Knee", "knee"]),
        ("Übung für das Knie", "ubung kni", ["Übung", "Kni"]),
        ("כְּאֵב בַּצַּוָּאר", "צואר כאב", ["כְּאֵב", "צַּוָּאר"]),
        ("הכאב בברך", "כאב", ["כאב"]),
        ("Straße, lang", "lang strass", ["Straß", "lang"]),
        ("Straße", "stras", ["Straß"]),
        ("pain: knee  pain, pain", '"knee pain" pain', ["pain", "knee  pain", "pain"]),
        ("unneedful", "need", []),
        ("😀 knee", "knee", ["knee"]),
    ],
)
def test_given_terms_then_each_place_is_that_of_the_letters_as_they_are_written(
    text: str, asked: str, pieces: list[str]
) -> None:
    assert found(text, asked) == pieces


def test_given_nothing_to_ask_for_then_it_stands_nowhere() -> None:
    assert places("knee", ()) == []
    assert first_place("knee", ()) is None
    assert first_place("no such word", (Term(("knee",)),)) is None
