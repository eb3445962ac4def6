"""Passages that stand word for word in earlier texts."""

import pytest

from core.text.earlier_words import EarlierWords

HEAT = "Heat and rest, then exercise twice a day."
KNEE = "כאבים בברך שמאל בעלייה במדרגות מאז השבוע."
EARLIER = EarlierWords.of([HEAT, f"Before. {KNEE} After that.", "- - - - - - -"])


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        (HEAT, [HEAT]),
        (f"Own words.\n{HEAT}\nMore.", [HEAT]),
        ("Heat and rest,\nthen exercise twice  a day.", ["Heat and rest,\nthen exercise twice  a day."]),
        (f"{HEAT} My own. {KNEE}", [HEAT, KNEE]),
        ("Heat and rest, then exercise once a day.", ["Heat and rest, then exercise"]),
        ("Heat and rest, then.", []),
        ("heat and rest, then exercise twice a day.", ["and rest, then exercise twice a day."]),
        (f"{HEAT} {KNEE}", [f"{HEAT} {KNEE}"]),
        ("- - - - - - -", []),
        ("", []),
    ],
)
def test_given_a_text_then_only_what_earlier_ones_have_word_for_word_is_found(
    text: str, passages: list[str]
) -> None:
    assert EARLIER.passages(text) == passages


def test_given_carried_text_then_its_share_is_told_by_characters() -> None:
    own = "x" * len(HEAT)
    assert EARLIER.share(HEAT) == 1.0
    assert EARLIER.share(f"{HEAT}\n{own}") == pytest.approx(0.5, abs=0.02)
    assert EARLIER.share("All good today.") == 0.0
    assert EARLIER.share("") == 0.0


def test_given_two_sources_when_joined_then_the_words_of_both_are_known() -> None:
    joined = EarlierWords.of([HEAT]).joined(EarlierWords.of([KNEE]))
    assert joined.passages(f"{KNEE} And: {HEAT}") == [KNEE, HEAT]
