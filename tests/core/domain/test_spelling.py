"""Words that have a spelling: what a check may mark, and what it must leave alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.spelling import (
    Script,
    is_name,
    known_form,
    names_in,
    plain_form,
    script_of,
    words_to_check,
)

TEXTS = st.text(
    st.sampled_from("aB éאבש\u05b8־'’׳\"״.,/-@{}: \n1_\u0301Жﬁ😀"),  # what joins, parts and points words
    max_size=60,
)


def checked(text: str) -> list[str]:
    return [text[word.start : word.end] for word in words_to_check(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The neck is stiff, again.", ["The", "neck", "is", "stiff", "again"]),
        ("don't, patient’s, 'quoted'", ["don't", "patient’s", "quoted"]),
        ("self-care and/or rest", ["self", "care", "and", "or", "rest"]),
        ("הכתף כואבת, גם בלילה.", ["הכתף", "כואבת", "גם", "בלילה"]),
        ("תל־אביב, ג'ירף, שָׁלוֹם", ["תל", "אביב", "ג'ירף", "שָׁלוֹם"]),
        ("'שלום' אמרה", ["שלום", "אמרה"]),
        ("Massage של הכתף", ["Massage", "של", "הכתף"]),
        ("", []),
    ],
)
def test_given_sentences_then_their_words_are_checked(text: str, words: list[str]) -> None:
    assert checked(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "ROM MRIs McKenzie iPhone",
        "L4/5 C5-C6 3x 2nd T1",
        "www.example.com https://example.com/a-page?q=wrd mira@example.com report.pdf e.g. i.e.",
        "{wich side} {צד}",
        "ד\"ר צה״ל רח' עמ׳ גב׳",
        "a ב I",
        "x" * 41,
        "mixedעברית snake_case Жук",
    ],
)
def test_given_what_no_dictionary_can_judge_then_nothing_of_it_is_checked(text: str) -> None:
    assert checked(text) == []


def test_given_a_word_then_it_is_told_as_dictionaries_have_it() -> None:
    (english, hebrew) = words_to_check("don’t שָׁלוֹם")
    assert (english.plain, english.script) == ("don't", Script.LATIN)
    assert (hebrew.plain, hebrew.script) == ("שלום", Script.HEBREW)
    assert plain_form("e\u0301tude") == "étude"
    assert script_of("Жук") is None


def test_given_names_then_their_words_are_known_in_any_case_and_with_an_s() -> None:
    known = names_in(["Mira O’Talbot", "Lymph drainage 60"])
    assert known >= {"mira", "o'talbot", "drainage"}
    assert known_form("Drainage") in known
    assert known_form("Mira's") in known


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        *((text, True) for text in ("Mira", "Mira's", "נועה", "לנועה", "ושלנועה", "בת", "לבת")),
        *((text, False) for text in ("Miras", "Mir", "נוע", "לנוע", "כשולנועה", "לה")),
    ],
)
def test_given_a_name_behind_particles_then_it_is_one(text: str, is_known: bool) -> None:
    names = names_in(["Mira", "נועה", "בת", "ה"])
    assert [is_name(word, names) for word in words_to_check(text)] == [is_known]


@given(TEXTS)
def test_given_any_text_then_words_stand_apart_in_their_order_and_have_word_characters_alone(
    text: str,
) -> None:
    found = words_to_check(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for word in found:
        written = text[word.start : word.end]
        assert plain_form(written) == word.plain
        assert written[0].isalpha()
        assert not set(written) & set(" \n.,/-@{}:1_־😀")


@given(TEXTS, TEXTS)
def test_given_two_paragraphs_then_each_has_the_words_that_it_has_alone(first: str, second: str) -> None:
    alone = [(word.start, word.plain) for word in words_to_check(first)]
    alone += [(len(first) + 1 + word.start, word.plain) for word in words_to_check(second)]
    assert [(word.start, word.plain) for word in words_to_check(f"{first}\n{second}")] == alone


def test_given_a_very_long_text_without_a_space_then_it_is_read_in_one_go() -> None:
    assert checked("a.b" * 100_000) == []
