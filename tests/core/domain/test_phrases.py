"""Phrases of earlier notes: which there are, in which order, and what is meant by the words typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.phrases import (
    MOST_OFFERED,
    MOST_PHRASES,
    PHRASE_LIMIT,
    OfferedPhrase,
    offers,
    phrases_of,
)
from core.text.folding import fold

NEWEST = "Pain in the neck, worse in the morning. Slept well.\n- Heat at home"
OLDER = "Slept well. Pain in the shoulder."
NECK, SLEPT, HEAT = "Pain in the neck, worse in the morning.", "Slept well.", "Heat at home"
SHOULDER = "Pain in the shoulder."

words = st.text(alphabet="abkäßשלםאב", min_size=1, max_size=6)
sentence = st.lists(words, min_size=2, max_size=5).map(lambda parts: " ".join(parts) + ".")
note = st.lists(sentence, max_size=5).map("\n".join)
notes = st.lists(note, max_size=6)


def told(*texts: str) -> list[str]:
    return [phrase.text for phrase in phrases_of(texts)]


def meant(before: str, *texts: str, standing: str = "") -> list[OfferedPhrase]:
    return offers(phrases_of(texts or (NEWEST, OLDER)), before, standing)


def test_given_notes_then_every_sentence_is_a_phrase_without_the_mark_of_a_list() -> None:
    assert told(NEWEST, OLDER) == [SLEPT, NECK, HEAT, SHOULDER]
    assert told("1. Rest and ice.\n2) Heat at home") == ["Rest and ice.", "Heat at home"]


def test_given_a_sentence_of_many_notes_then_it_comes_before_one_of_an_older_note() -> None:
    assert told("Slept well.", "Gait normal.", "Gait normal.", "Gait normal.") == [
        "Gait normal.",
        "Slept well.",
    ]


def test_given_a_sentence_that_stands_twice_in_one_note_then_it_counts_once() -> None:
    assert told("Slept well.", "Gait normal.\nGait normal.\nGait normal.") == ["Slept well.", "Gait normal."]


def test_given_a_sentence_written_otherwise_before_then_it_reads_as_in_the_newest_note() -> None:
    assert told("Slept WELL!", "slept, well") == ["Slept WELL!"]


def test_given_one_word_or_a_page_without_full_stops_then_it_is_no_phrase() -> None:
    assert told("Fine.", f"{'long ' * PHRASE_LIMIT}end.") == []


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Pain in", [(NECK, 7), (SHOULDER, 7)]),
        ("pain IN the sho", [(SHOULDER, 15)]),
        ("Pain in the neck and sho", [(SHOULDER, 3)]),
        ("She says: neck", [(NECK, 4)]),
        ("neck, ", [(NECK, 6)]),
        ("nec, ", []),
        ("Better. morn", [(NECK, 4)]),
        ("Better.\n- hea", [(HEAT, 3)]),
        ("no such thing", []),
        ("\u037a", []),  # a letter of which folding leaves nothing
        ("…", [(SLEPT, 0), (NECK, 0), (HEAT, 0), (SHOULDER, 0)]),
    ],
)
def test_given_words_before_the_caret_then_phrases_that_begin_with_them_come_first(
    before: str, expected: list[tuple[str, int]]
) -> None:
    assert meant(before) == [OfferedPhrase(*each) for each in expected]


def test_given_the_beginning_of_a_sentence_then_every_phrase_is_offered_in_its_order() -> None:
    for before in ("", "Better. ", "Better.\n"):
        assert meant(before) == [OfferedPhrase(text, 0) for text in (SLEPT, NECK, HEAT, SHOULDER)]


def test_given_a_word_within_one_phrase_and_at_the_beginning_of_another_then_that_comes_first() -> None:
    assert [each.text for each in meant("Hea", "Cold, then heat.", "Cold, then heat.\nHeat at home.")] == [
        "Heat at home.",
        "Cold, then heat.",
    ]


def test_given_what_the_field_says_already_then_it_is_not_offered_again() -> None:
    standing = f"{NECK} Pain in"
    assert meant("Pain in", standing=standing) == [OfferedPhrase(SHOULDER, 7)]


@pytest.mark.parametrize("before", ["כאב", "כְּאֵב", "צוואר", "בצוואר "])
def test_given_hebrew_then_points_and_letters_before_a_word_do_not_matter(before: str) -> None:
    said = "כְּאֵב בצוואר."
    assert meant(before, said) == [OfferedPhrase(said, len(before))]


def test_given_more_phrases_than_are_shown_then_the_first_ones_are_offered() -> None:
    many = "\n".join(f"Phrase number {chr(97 + number)}." for number in range(20))
    assert len(meant("phrase", many)) == MOST_OFFERED


def test_given_very_many_notes_then_the_phrases_of_the_newest_are_kept() -> None:
    texts = ["\n".join(f"Note {page} line {line}." for line in range(100)) for page in range(20)]
    found = phrases_of(texts)
    assert len(found) == MOST_PHRASES
    assert found[0].text == "Note 0 line 0."
    assert not any(phrase.text.startswith("Note 19 ") for phrase in found)


@given(notes)
def test_whatever_the_notes_say_then_each_phrase_stands_in_one_of_them_and_none_comes_twice(
    texts: list[str],
) -> None:
    found = phrases_of(texts)
    assert all(any(phrase.text in text for text in texts) for phrase in found)
    assert len({phrase.key for phrase in found}) == len(found)


@given(notes, sentence)
def test_whatever_the_notes_say_then_a_sentence_written_once_more_does_not_step_back(
    texts: list[str], more: str
) -> None:
    (wanted,) = (phrase.key for phrase in phrases_of([more]))
    # An older note of the same place in the order: the others weigh what they weighed.
    before = [phrase.key for phrase in phrases_of([more, *texts, ""])]
    after = [phrase.key for phrase in phrases_of([more, *texts, more])]
    assert after.index(wanted) <= before.index(wanted)


@given(notes, note, st.data())
def test_whatever_is_typed_then_what_is_offered_is_a_phrase_that_has_the_words_it_takes_the_place_of(
    texts: list[str], typed: str, data: st.DataObject
) -> None:
    before = typed[: data.draw(st.integers(0, len(typed)))]
    phrases = phrases_of(texts)
    for offer in offers(phrases, before):
        assert offer.text in {phrase.text for phrase in phrases}
        assert 0 <= offer.replaces <= len(before)
        taken = before[len(before) - offer.replaces :]
        assert "\n" not in taken
        assert _letters(taken) in _letters(offer.text)


@given(notes.filter(phrases_of), st.data())
def test_whatever_phrase_is_begun_then_it_is_offered_unless_better_ones_fill_the_list(
    texts: list[str], data: st.DataObject
) -> None:
    phrases = phrases_of(texts)
    wanted = data.draw(st.sampled_from(phrases))
    before = wanted.text[: data.draw(st.integers(1, len(wanted.text) - 1))]
    found = offers(phrases, before)
    assert len(found) == MOST_OFFERED or wanted.text in {offer.text for offer in found}


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
