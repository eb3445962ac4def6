"""The merge of long texts: what joins, what is asked, and what may never happen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.diff3 import MAX_PARTS, merge_text
from sync.sentences import joined, lines, sentences

SENTENCES = [
    "Pain 4/10 left knee.",
    "Pain 7/10 right knee.",
    "Ibuprofen 600 mg twice a day.",
    "Ibuprofen 400 mg once a day.",
    "No known allergies.",
    "Allergic to penicillin.",
    "Slept well!",
    "Gait normal",
    "כאב בברך ימין 4/10.",
    "כאב בברך שמאל 7/10.",
    "אין אלרגיות ידועות.",
    "ישן טוב הלילה.",
    "Walks 2.5 km? Yes.",
]
sentence = st.sampled_from(SENTENCES)
paragraph = st.lists(sentence, max_size=4).map(" ".join)
text = st.lists(paragraph, max_size=5).map("\n".join)
any_text = st.one_of(text, st.text(alphabet="ab .\n!א", max_size=40))


def words(*texts: str) -> set[str]:
    return {word for each in texts for word in each.split()}


def sentence_set(value: str) -> set[str]:
    return {part.text.strip() for line in lines(value) for part in sentences(line)}


@given(any_text)
def test_cutting_and_joining_gives_the_text_back(value: str) -> None:
    assert "\n".join(lines(value)) == value
    for line in lines(value):
        assert "".join(part.text + part.gap for part in sentences(line)) == line


@given(any_text, any_text)
def test_one_sided_edits_are_taken_whole(base: str, edited: str) -> None:
    for ours, theirs in ((edited, base), (base, edited), (edited, edited)):
        merged = merge_text(base, ours, theirs)
        assert merged.clean
        assert merged.ours == edited


@settings(max_examples=300)
@given(any_text, any_text, any_text)
def test_swapping_the_sides_swaps_the_result(base: str, ours: str, theirs: str) -> None:
    there, back = merge_text(base, ours, theirs), merge_text(base, theirs, ours)
    assert (there.ours, there.theirs) == (back.theirs, back.ours)


@settings(max_examples=300)
@given(any_text, any_text, any_text)
def test_every_word_that_a_side_added_is_kept(base: str, ours: str, theirs: str) -> None:
    merged = merge_text(base, ours, theirs)
    added = words(ours, theirs) - words(base)
    assert added <= words(merged.ours, merged.theirs)


@settings(max_examples=300)
@given(any_text, any_text, any_text)
def test_no_sentence_appears_that_nobody_wrote(base: str, ours: str, theirs: str) -> None:
    merged = merge_text(base, ours, theirs)
    known = sentence_set(base) | sentence_set(ours) | sentence_set(theirs)
    assert sentence_set(merged.ours) | sentence_set(merged.theirs) <= known


def test_changes_of_different_paragraphs_merge() -> None:
    base = "Slept badly.\nGait normal.\nWalks daily."
    ours = "Slept well.\nGait normal.\nWalks daily."
    theirs = "Slept badly.\nGait normal.\nWalks twice daily."
    merged = merge_text(base, ours, theirs)
    assert merged.clean
    assert merged.ours == "Slept well.\nGait normal.\nWalks twice daily."


def test_changes_of_neighbouring_paragraphs_merge() -> None:
    merged = merge_text(
        "Slept badly.\nGait normal.", "Slept well.\nGait normal.", "Slept badly.\nGait stiff."
    )
    assert merged.clean
    assert merged.ours == "Slept well.\nGait stiff."


def test_a_line_that_carries_on_the_one_above_is_not_split_from_it() -> None:
    base = "Takes ibuprofen\n600 mg twice a day"
    merged = merge_text(base, "Takes naproxen\n600 mg twice a day", "Takes ibuprofen\n400 mg once a day")
    assert not merged.clean


def test_sentences_of_one_paragraph_merge_when_an_untouched_one_parts_them() -> None:
    base = "Slept badly. Gait normal. Walks daily."
    merged = merge_text(
        base, "Slept well. Gait normal. Walks daily.", "Slept badly. Gait normal. Walks twice."
    )
    assert merged.clean
    assert merged.ours == "Slept well. Gait normal. Walks twice."


def test_hebrew_sentences_merge_alike() -> None:
    base = "ישן רע. הליכה תקינה. מתאמן."
    merged = merge_text(base, "ישן טוב. הליכה תקינה. מתאמן.", "ישן רע. הליכה תקינה. נח.")
    assert merged.clean
    assert merged.ours == "ישן טוב. הליכה תקינה. נח."


def test_neighbouring_sentences_changed_apart_are_asked() -> None:
    base = "He takes ibuprofen. 600 mg twice a day."
    ours, theirs = "He takes naproxen. 600 mg twice a day.", "He takes ibuprofen. 400 mg once a day."
    merged = merge_text(base, ours, theirs)
    assert (merged.ours, merged.theirs) == (ours, theirs)


def test_trap_two_doses_never_become_a_third() -> None:
    base = "Ibuprofen 600 mg once daily."
    ours, theirs = "Ibuprofen 600 mg twice daily.", "Ibuprofen 400 mg once daily."
    merged = merge_text(base, ours, theirs)
    assert not merged.clean
    assert (merged.ours, merged.theirs) == (ours, theirs)


def test_what_can_be_merged_is_merged_before_a_person_is_asked() -> None:
    base = "Slept badly.\nGait normal.\nPain 4/10."
    merged = merge_text(
        base, "Slept well.\nGait normal.\nPain 5/10.", "Slept badly.\nGait normal.\nPain 6/10."
    )
    assert merged.ours == "Slept well.\nGait normal.\nPain 5/10."
    assert merged.theirs == "Slept well.\nGait normal.\nPain 6/10."


def test_two_added_paragraphs_on_different_matters_both_stay() -> None:
    merged = merge_text("Slept badly.", "Slept badly.\nHome exercises given.", "Slept badly.\nWork resumed.")
    assert merged.clean
    assert merged.ours == "Slept badly.\nHome exercises given.\nWork resumed."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Pain 4/10 left knee.", "Pain 7/10 right knee."),
        ("Takes 400 mg.", "Given 600 mg."),
        ("Allergic to penicillin.", "No known allergies."),
        ("כאב בברך ימין.", "אין כאבים בברך."),
    ],
)
def test_added_paragraphs_on_one_matter_are_asked(first: str, second: str) -> None:
    merged = merge_text("Slept badly.", "Slept badly.\n" + first, "Slept badly.\n" + second)
    assert not merged.clean


def test_sentences_added_to_one_paragraph_are_asked_because_they_lean_on_each_other() -> None:
    merged = merge_text(
        "Discussed surgery.", "Discussed surgery. She declined.", "Discussed surgery. Discussed rest."
    )
    assert not merged.clean


def test_an_empty_field_that_both_filled_is_asked_unless_one_carries_the_other_on() -> None:
    assert not merge_text("", "Improving.", "Worse.").clean
    assert merge_text("", "Improving.", "Improving.\nWalks.").ours == "Improving.\nWalks."


def test_beside_repeated_lines_nothing_is_merged() -> None:
    base = "Rest.\nRest."
    merged = merge_text(base, "Rest.", "Rest.\nWalk 5 min.\nRest.")
    assert not merged.clean
    assert "Walk 5 min." in merged.theirs


def test_repeated_sentences_keep_a_paragraph_whole() -> None:
    base = "Rest. Walk. Rest. Sleep."
    merged = merge_text(base, "Rest. Walk. Rest. Sleep more.", "Rest. Walk far. Rest. Sleep.")
    assert not merged.clean


def test_a_deleted_line_that_the_other_side_edited_is_asked() -> None:
    merged = merge_text(
        "A fall.\nPain.\nNo swelling.", "A fall.\nNo swelling.", "A fall.\nPain 5.\nNo swelling."
    )
    assert not merged.clean
    assert "Pain 5." in merged.theirs


def test_above_the_size_cap_both_texts_are_kept_as_they_are() -> None:
    base = "\n".join(f"line {number}" for number in range(MAX_PARTS + 1))
    merged = merge_text(base, "first\n" + base, base + "\nlast")
    assert (merged.ours, merged.theirs) == ("first\n" + base, base + "\nlast")


def test_above_the_size_cap_a_paragraph_is_kept_whole() -> None:
    base = " ".join(f"S{number}." for number in range(MAX_PARTS + 1))
    merged = merge_text(base, "First. " + base, base + " Last.")
    assert (merged.ours, merged.theirs) == ("First. " + base, base + " Last.")


def test_a_sentence_moved_to_the_end_gets_its_space() -> None:
    assert joined([*sentences("One."), *sentences("Two.")]) == "One. Two."
