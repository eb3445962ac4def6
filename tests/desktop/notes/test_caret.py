"""What stands around the caret: which changes leave it alone, and where it stands after them."""

import random

import pytest

from desktop.notes.caret import hunks, is_whole, leaves_alone, moved

WAS = "One here. Two here. Three here.\nFour here."


@pytest.mark.parametrize(
    ("before", "whole"),
    [
        ("", True),
        ("Slept badly.\n", True),
        ("Slept badly. ", True),
        ("Slept badly.", False),
        ("Slept badly. Wak", False),
        ("Ibuprofen 2.", False),
        ("Referred by Dr. ", False),
        ("1. ", False),
        ('Says "it burns." ', True),
        ("כאב בלילה? ", True),
        ("כאב בלי", False),
        ("  ", True),
    ],
)
def test_given_what_stands_before_the_caret_then_it_is_known_whether_it_is_whole(
    before: str, whole: bool
) -> None:
    assert is_whole(before + "Rest. Of it.\nMore.", len(before)) is whole


@pytest.mark.parametrize(
    ("new", "alone"),
    [
        (f"Zero here.\n{WAS}", True),
        (f"{WAS}\nFive here.", True),
        (WAS.replace("Three", "Third"), True),
        (WAS.replace("Four", "Fourth"), True),
        (WAS.replace("One", "Once"), False),
        (WAS.replace("Two", "Both"), False),
        (f"Zero here. {WAS}", False),
        (WAS.replace("\nFour here.", ""), True),
        ("", False),
    ],
)
def test_given_a_change_when_the_caret_stands_behind_the_first_sentence_then_what_is_next_to_it_counts(
    new: str, alone: bool
) -> None:
    assert leaves_alone(WAS, new, len("One here.")) is alone


def test_given_lines_above_and_below_then_the_caret_stays_with_its_line() -> None:
    old, new = "First.\n\nLast.", "Zero.\nFirst.\n\nMore.\nLast."
    at = old.index("\n\n") + 1
    assert leaves_alone(old, new, at)
    assert new[: moved(old, new, at)] == "Zero.\nFirst.\n"


def test_given_a_line_above_that_goes_then_the_caret_stays_with_its_line() -> None:
    old, new = "Zero.\nFirst.", "First."
    assert leaves_alone(old, new, len(old))
    assert moved(old, new, len(old)) == len(new)


@pytest.mark.parametrize("seed", range(100))
def test_given_any_two_texts_then_the_hunks_make_the_one_of_the_other(seed: int) -> None:
    rnd = random.Random(seed)  # noqa: S311 - a repeatable order, no secret
    old, new = (_text(rnd) for _ in range(2))
    made = old
    for hunk in reversed(hunks(old, new)):
        made = made[: hunk.start] + hunk.text + made[hunk.end :]
    assert made == new
    caret = rnd.randrange(len(old) + 1)
    if leaves_alone(old, new, caret):
        at = moved(old, new, caret)
        line = old[:caret].rpartition("\n")[2]
        assert new[:at].rpartition("\n")[2] == line


def _text(rnd: random.Random) -> str:
    parts = [f"{rnd.choice('abcd').upper()}{rnd.choice('xyz')} here." for _ in range(rnd.randrange(7))]
    return "".join(part + rnd.choice((" ", "\n")) for part in parts)
