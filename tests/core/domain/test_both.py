"""Both texts, one after the other: every word of both, and nothing twice that both have once."""

import random
from collections import Counter

import pytest

from core.text.keep_both import both


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Ice.", "Heat.", "Ice.\n\nHeat."),
        (
            "Rest.\nIbuprofen 800 mg.",
            "Rest.\nIbuprofen 600 mg.",
            "Rest.\nIbuprofen 800 mg.\nIbuprofen 600 mg.",
        ),
        (
            "Slept badly. Ibuprofen 800 mg.",
            "Slept badly. Ibuprofen 600 mg. Take with food.",
            "Slept badly. Ibuprofen 800 mg. Ibuprofen 600 mg. Take with food.",
        ),
        ("Walks.\nSwims.", "Swims.\nWalks.", "Walks.\nSwims."),
        (
            "Take 400 mg b.i.d. with food.",
            "Take 600 mg b.i.d. with food.",
            "Take 400 mg b.i.d. with food.\n\nTake 600 mg b.i.d. with food.",
        ),
        (
            "ישנה היטב. איבופרופן 400.",
            "ישנה היטב. איבופרופן 600.",
            "ישנה היטב. איבופרופן 400. איבופרופן 600.",
        ),
        ("Rest.", "Rest.", "Rest."),
        ("", "Rest.", "Rest."),
        ("Rest.", "  ", "Rest."),
        ("Rest.\n\nIce.", "Rest.\n\nHeat.\n\nTape.", "Rest.\n\nIce.\nHeat.\n\nTape."),
        ("Rest. Ice. ", "Heat. Rest.", "Heat. Rest. Ice."),
        ("Rest. Ice.", "Heat.\nRest. Tape.", "Rest. Ice. Tape.\nHeat."),
        ("Rest.\nIce.", "Rest.\nHeat. Ice.\nTape.", "Rest.\nHeat. Ice.\nTape."),
        ("Rest.\nIce.\nSwims.", "Rest.\nIce. Heat.\nWalks.", "Rest.\nIce. Heat.\nSwims.\nWalks."),
    ],
)
def test_given_two_texts_when_both_are_kept_then_what_they_share_stands_once(
    first: str, second: str, expected: str
) -> None:
    kept = both(first, second)
    assert Counter(kept.split()) == Counter(expected.split())
    assert kept == expected


@pytest.mark.parametrize("gap", ["\n", " "])
def test_given_a_diary_of_hundreds_of_equal_words_when_both_are_kept_then_what_is_new_stands_at_its_place(
    gap: str,
) -> None:
    half = ["Walked."] * 125
    kept = both(gap.join(["Day one.", *half, *half]), gap.join([*half, "Swam.", *half]))
    assert kept == gap.join(["Day one.", *half, "Swam.", *half])


@pytest.mark.parametrize("seed", range(200))
def test_given_any_two_texts_when_both_are_kept_then_no_sentence_is_lost_and_none_doubled(seed: int) -> None:
    rnd = random.Random(seed)  # noqa: S311 - a repeatable order, no secret
    first, second = (_text(rnd) for _ in range(2))
    said, here, there = (Counter(text.split()) for text in (both(first, second), first, second))
    assert said == here | there or not {*here} & {*there}
    assert {*here, *there} == {*said}


def _text(rnd: random.Random) -> str:
    parts = [f"{letter}{letter}{letter}." for letter in rnd.sample("ABCDEFGH", rnd.randrange(6))]
    return "".join(part + rnd.choice((" ", "\n", "\n\n")) for part in parts).rstrip()
