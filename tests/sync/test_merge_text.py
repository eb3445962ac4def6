"""The merge of long texts: what joins, what is asked, and what may never happen."""

from collections.abc import Sequence
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import aligning
from core.text.aligning import matches
from core.text.merge import MAX_PARTS, TextMerge, merge_text
from core.text.related_lines import matters
from core.text.sentences import joined, lines, sentences

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
any_text = st.one_of(text, st.text(alphabet="ab .\n\r!א", max_size=40))


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


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("Slept well.\r", "\nSlept badly.", "Rested."),
        ("Rested.", "Slept well.\r", "\nSlept badly."),
        ("Rested.", "Slept well." + "\r" * 5000 + "\n", "Slept badly."),
    ],
)
def test_given_odd_ends_of_lines_when_merged_then_it_comes_to_an_end_and_no_word_is_lost(
    base: str, ours: str, theirs: str
) -> None:
    merged = merge_text(base, ours, theirs)
    assert words(ours, theirs) <= words(merged.ours, merged.theirs)


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


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("Takes ibuprofen\n600 mg a day.", "Takes naproxen\nStopped it.", "Takes ibuprofen\nPaused it."),
        ("Slept badly.\nGait normal.", "Slept well\nbecause of rest.", "Slept badly.\nGait stiff."),
        (
            "Takes ibuprofen\n- 600 mg a day.",
            "Takes naproxen\n- Stopped it.",
            "Takes ibuprofen\n- Paused it.",
        ),
    ],
)
def test_lines_of_which_one_carried_on_the_other_in_any_version_are_asked_about_together(
    base: str, ours: str, theirs: str
) -> None:
    assert merge_text(base, ours, theirs) == TextMerge(ours, theirs)
    assert merge_text(base, theirs, ours) == TextMerge(theirs, ours)


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
        ("Leg weak.", "Legs stiff."),
        ("אצבע נפוחה.", "אצבעות בתנועה מלאה."),
        ("תרגול בבית.", "תרגילים במרפאה."),
    ],
)
def test_added_paragraphs_on_one_matter_are_asked(first: str, second: str) -> None:
    merged = merge_text("Slept badly.", "Slept badly.\n" + first, "Slept badly.\n" + second)
    assert not merged.clean


def test_two_added_paragraphs_that_share_a_line_are_asked_about_and_the_rest_is_merged() -> None:
    base = "Slept badly.\nGait normal."
    ours = "Slept well.\nGait normal.\nHome exercises.\nKnee."
    theirs = "Slept badly.\nGait normal.\nWork resumed.\nKnee."
    assert merge_text(base, ours, theirs) == TextMerge(ours, theirs.replace("badly", "well"))
    assert merge_text(base, theirs, ours) == TextMerge(theirs.replace("badly", "well"), ours)


def test_sentences_added_to_one_paragraph_are_asked_because_they_lean_on_each_other() -> None:
    merged = merge_text(
        "Discussed surgery.", "Discussed surgery. She declined.", "Discussed surgery. Discussed rest."
    )
    assert not merged.clean


def test_an_empty_field_that_both_filled_is_asked_unless_one_carries_the_other_on() -> None:
    assert not merge_text("", "Improving.", "Worse.").clean
    for shorter in ("Improving.", "Improving.\n", "Improving. "):
        assert merge_text("", shorter, "Improving.\nWalks.").ours == "Improving.\nWalks."


def test_beside_repeated_lines_nothing_is_merged() -> None:
    base = "Rest.\nRest."
    merged = merge_text(base, "Rest.", "Rest.\nWalk 5 min.\nRest.")
    assert not merged.clean
    assert "Walk 5 min." in merged.theirs


def test_beside_a_line_that_one_side_wrote_a_second_time_nothing_is_merged() -> None:
    base = "Rest.\nGait normal.\nWalk."
    twice, edited = "Rest.\nGait normal.\nWalk.\nRest.", "Rest.\nGait stiff.\nWalk."
    assert not merge_text(base, twice, edited).clean
    assert not merge_text(base, edited, twice).clean


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


@pytest.mark.parametrize("gap", ["\n", " "])
def test_up_to_the_size_cap_lines_and_sentences_are_merged(gap: str) -> None:
    base = gap.join(f"V{number}." for number in range(MAX_PARTS - 1))
    merged = merge_text(base, f"First.{gap}{base}", f"{base}{gap}Last.")
    assert merged == TextMerge(f"First.{gap}{base}{gap}Last.", f"First.{gap}{base}{gap}Last.")


def test_above_the_size_cap_a_paragraph_is_kept_whole() -> None:
    base = " ".join(f"S{number}." for number in range(MAX_PARTS + 1))
    merged = merge_text(base, "First. " + base, base + " Last.")
    assert (merged.ours, merged.theirs) == ("First. " + base, base + " Last.")


def test_a_sentence_moved_to_the_end_gets_its_space() -> None:
    assert joined([*sentences("One."), *sentences("Two.")]) == "One. Two."


def test_given_a_diary_of_hundreds_of_equal_lines_when_one_is_put_above_then_each_still_has_its_place() -> (
    None
):
    diary = ["Walked."] * 250
    assert matches(diary, ["Day one:", *diary]) == {at: at + 1 for at in range(250)}


def test_given_two_edits_of_a_long_text_when_merged_then_its_lines_are_aligned_once_with_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To align a thousand lines that are alike takes a good part of a second."""
    seen: list[int] = []

    def counted(junk: None, base: Sequence[str], side: Sequence[str], **given: bool) -> SequenceMatcher[str]:
        seen.append(len(base))
        return SequenceMatcher(junk, base, side, **given)

    monkeypatch.setattr(aligning, "SequenceMatcher", counted)
    base = "\n".join(f"Visit {number}." for number in range(100))

    merged = merge_text(base, f"{base}\nHeat put on.", f"Swam on Monday.\n{base}")

    assert merged.clean
    assert seen.count(100) == 2


@pytest.mark.parametrize(
    ("first", "second"), [("Walking again.", "Wallet lost."), ("Heat put on.", "Swam on Monday.")]
)
def test_added_paragraphs_that_share_only_a_beginning_or_a_small_word_both_stay(
    first: str, second: str
) -> None:
    assert merge_text("Slept badly.", "Slept badly.\n" + first, "Slept badly.\n" + second).clean


@pytest.mark.parametrize(
    ("word", "stems"),
    [("לב", {"לב"}), ("דלקת", {"דלק"}), ("בגב", {"בגב", "גב"}), ("בברך", {"בבר", "ברכ"})],
)
def test_a_hebrew_word_is_known_with_and_without_its_prefix(word: str, stems: set[str]) -> None:
    assert matters(word) == stems


def test_notes_all_in_small_letters_merge_line_by_line() -> None:
    base = "slept badly\ngait normal\nmoves daily"
    merged = merge_text(base, base.replace("badly", "well"), base.replace("daily", "rarely"))
    assert merged == TextMerge(*["slept well\ngait normal\nmoves rarely"] * 2)


@pytest.mark.parametrize("between", ["", "Right hip:"])
@pytest.mark.parametrize("below", ["", "Swollen.\n"])
def test_a_renamed_heading_and_a_line_that_is_not_below_it_both_stay(between: str, below: str) -> None:
    base = f"Left knee:\n{below}{between}\nSlept badly."
    merged = merge_text(base, base.replace("Left", "Inner"), base.replace("badly", "well"))
    assert merged == TextMerge(*[f"Inner knee:\n{below}{between}\nSlept well."] * 2)


@pytest.mark.parametrize("colon", [":", ": "])
def test_a_renamed_heading_and_a_line_below_it_are_asked_about(colon: str) -> None:
    base = f"Knee{colon}\nGait normal.\nPain 4/10."
    renamed, written = base.replace("Knee", "Hip"), base.replace("4", "5")
    assert merge_text(base, renamed, written) == TextMerge(renamed, written)


def test_another_side_above_an_empty_line_says_nothing_of_what_is_below_it() -> None:
    base = "Left knee stiff.\n\nSlept badly."
    merged = merge_text(base, base.replace("Left", "Right"), base.replace("badly", "well"))
    assert merged == TextMerge(*["Right knee stiff.\n\nSlept well."] * 2)


def test_another_side_above_what_the_other_one_wrote_is_asked_about_whatever_stands_below() -> None:
    base = "Left knee stiff.\nGait normal.\nPain 4/10.\n\nLeft hip weak.\nSlept badly."
    ours, theirs = base.replace("Left", "Right"), base.replace("4/10", "5/10")
    merged = merge_text(base, ours, theirs)
    assert merged.ours == ours
    assert merged.theirs.startswith("Left knee stiff.\nGait normal.\nPain 5/10.")


def test_two_orders_that_run_over_lines_and_were_both_changed_by_both_are_both_asked_about() -> None:
    base = "Take ibuprofen\nwith water\ntwice daily\nRest.\nStep slowly\nwith sticks\neach morning"
    ours = base.replace("ibuprofen", "naproxen").replace("slowly", "fast")
    theirs = base.replace("twice", "once").replace("morning", "evening")
    assert merge_text(base, ours, theirs) == TextMerge(ours, theirs)
