"""Sentences are cut only where it is certain, and join back to what they were."""

import pytest

from core.text.sentences import Sentence, is_ended, joined, lines, sentences


@pytest.mark.parametrize(
    ("paragraph", "texts"),
    [
        ("Slept well. Gait normal.", ["Slept well.", "Gait normal."]),
        ("Slept well!  Gait normal. ", ["Slept well!", "Gait normal."]),
        ("Slept well. Gait ", ["Slept well.", "Gait"]),
        ('Said "no pain." Gait normal.', ['Said "no pain."', "Gait normal."]),
        ("Slept. Xanax stopped.", ["Slept.", "Xanax stopped."]),
        ("Better. (a little) Rest.", ["Better. (a little) Rest."]),
        ("Took ibuprofen. 4 mg at night.", ["Took ibuprofen. 4 mg at night."]),
        ("Took 400 mg b.i.d. With food.", ["Took 400 mg b.i.d. With food."]),
        ("Dr. Levi called.", ["Dr. Levi called."]),
        ("1. Rest. 2. Ice.", ["1. Rest. 2. Ice."]),
        ("ישן טוב. הליכה תקינה.", ["ישן טוב.", "הליכה תקינה."]),
        ("", []),
    ],
)
def test_given_a_paragraph_then_its_sentences_are_cut_where_it_is_certain_and_join_back(
    paragraph: str, texts: list[str]
) -> None:
    found = sentences(paragraph)
    assert [part.text for part in found] == texts
    assert joined(found) == paragraph


def test_given_sentences_that_came_to_stand_side_by_side_then_one_space_parts_them() -> None:
    assert joined([Sentence("One.", ""), Sentence("Two.", " ")]) == "One. Two. "


@pytest.mark.parametrize(
    ("text", "found"),
    [("", []), ("Rest.", ["Rest."]), ("Rest.\n\nIce. Heat.\n", ["Rest.", "", "Ice. Heat.", ""])],
)
def test_given_a_text_then_its_lines_join_back(text: str, found: list[str]) -> None:
    assert lines(text) == found
    assert "\n".join(found) == text


@pytest.mark.parametrize(
    ("before", "ended"),
    [
        ("", True),
        ("  ", True),
        ("Rest. ", True),
        ("  Rest. ", True),
        ("Rest. Ice. ", True),
        ("Rest.", False),
        ("Rest. Ice", False),
        ("Rest ", False),
        ("Ibuprofen 2.", False),
        ("Saw Dr. ", False),
        ("1. ", False),
    ],
)
def test_given_a_caret_then_only_space_behind_a_certain_end_makes_what_is_before_it_whole(
    before: str, ended: bool
) -> None:
    assert is_ended(before) is ended
