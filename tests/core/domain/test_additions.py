"""What counts as an addition to a signed note, and how its paragraph is put below."""

import pytest

from core.domain.additions import added_below, is_addition
from core.domain.errors import RuleBroken

DATED = "תוספת, 2 במרץ 2026 09:00, רות:\nHeat."
BEFORE = {"subjective": "Stiff.", "objective": None, "plan": "Rest.\nIce."}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Rest.", "Rest.\n\nAddendum, 2 Mar 2026 09:00, Ruth Amsel:\nHeat."),
        ("Rest. ", "Rest. \n\nAddendum, 2 Mar 2026 09:00, Ruth Amsel:\nHeat."),
        ("", "Addendum, 2 Mar 2026 09:00, Ruth Amsel:\nHeat."),
        (None, "Addendum, 2 Mar 2026 09:00, Ruth Amsel:\nHeat."),
    ],
)
def test_given_a_paragraph_when_added_then_it_stands_below_and_nothing_else_changed(
    before: str | None, after: str
) -> None:
    assert added_below(before, "Addendum, 2 Mar 2026 09:00, Ruth Amsel:", " Heat.\n") == after
    assert is_addition({"plan": before}, {"plan": after})


def test_given_nothing_to_add_then_it_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        added_below("Rest.", "Addendum, 2 Mar 2026 09:00, Ruth Amsel:", " \n ")
    assert refused.value.code == "no_text"


@pytest.mark.parametrize(("before", "room"), [("x" * 4_980, 8), ("x" * 5_000, 0)])
def test_given_a_plan_that_is_nearly_full_when_more_is_added_than_it_has_room_for_then_it_says_how_much(
    before: str, room: int
) -> None:
    with pytest.raises(RuleBroken, match=f"room for {room} more characters") as refused:
        added_below(before, "Ruth, 26:", "y" * (room + 1) if room else "y")
    assert refused.value.code == "too_long"


def test_given_a_plan_that_is_nearly_full_when_what_is_added_just_fits_then_it_is_taken() -> None:
    made = added_below("x" * 4_978, "Ruth, 26:", "y" * 10)
    assert len(made) == 5_000


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"plan": f"Rest.\nIce.\n\n{DATED}"}, True),
        ({"objective": DATED}, True),
        ({"plan": f"Rest.\nIce.\n\n{DATED}", "objective": DATED}, False),
        ({"plan": "Rest.\nIce.\n\nHeat."}, False),
        ({"objective": "Gait."}, False),
        ({"plan": f"Rest.\nIce. {DATED}"}, False),
        ({"plan": f"Rest.\n\n{DATED}"}, False),
        ({"plan": f"Rest.\nIce.\n\n{DATED}", "subjective": "Stiff"}, False),
        ({"subjective": None}, False),
        ({"objective": ""}, False),
    ],
)
def test_given_two_versions_then_only_what_leaves_every_word_is_an_addition(
    changes: dict[str, str | None], expected: bool
) -> None:
    assert is_addition(BEFORE, {**BEFORE, **changes}) is expected
