"""The steps that a draft's text took: each leads back, however the text was written."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.domain.draft_trail import (
    MOST_CHARACTERS,
    MOST_STEPS,
    STRETCH_S,
    Step,
    Trail,
    digest_of,
    stepped,
    texts_along,
)

TEXTS = st.lists(st.text(st.sampled_from("ab \nשé😀"), max_size=12), min_size=1, max_size=12)


def written(texts: list[str], seconds: int = STRETCH_S) -> Trail | None:
    """The trail of a field that said each of the texts, so many seconds after the one before."""
    trail = None
    for number, (before, after) in enumerate(pairwise(texts)):
        trail = stepped(trail, before, after, number * seconds)
    return trail


@given(TEXTS)
def test_given_any_texts_when_each_followed_the_last_slowly_then_the_trail_leads_through_all(
    texts: list[str],
) -> None:
    trail = written(texts)
    assert trail is None or (trail.leads_to(texts[-1]) and texts_along(trail.steps, texts[-1]) == texts)


@given(TEXTS)
def test_given_any_texts_when_each_followed_the_last_at_once_then_the_trail_still_leads_to_the_first(
    texts: list[str],
) -> None:
    trail = written(texts, seconds=0)
    assert trail is None or texts_along(trail.steps, texts[-1])[0] == texts[0]


def test_given_words_typed_in_one_stretch_then_they_are_one_step() -> None:
    trail = written(["", "Slept", "Slept badly", "Slept badly."], seconds=5)
    assert trail is not None
    assert texts_along(trail.steps, "Slept badly.") == ["", "Slept badly."]


def test_given_long_typing_without_a_pause_then_a_stretch_ends_all_the_same() -> None:
    trail = written(["x" * count for count in range(10)], seconds=STRETCH_S // 2)
    assert trail is not None
    assert [len(text) for text in texts_along(trail.steps, "x" * 9)] == [0, 2, 4, 6, 8, 9]


def test_given_words_taken_out_while_typing_then_that_is_a_step_of_its_own() -> None:
    trail = written(["Slept badly.", "Slept", "Slept well."], seconds=1)
    assert trail is not None
    assert texts_along(trail.steps, "Slept well.") == ["Slept badly.", "Slept", "Slept well."]


def test_given_a_clock_that_was_set_back_then_what_is_typed_is_a_step_of_its_own() -> None:
    trail = stepped(stepped(None, "", "a", 1_000), "a", "ab", 10)
    assert texts_along(trail.steps, "ab") == ["", "a", "ab"]


def test_given_a_text_that_came_from_elsewhere_then_the_trail_begins_anew_there() -> None:
    trail = stepped(stepped(None, "", "mine", 0), "theirs", "theirs and mine", 50)
    assert texts_along(trail.steps, "theirs and mine") == ["theirs", "theirs and mine"]
    assert not trail.leads_to("theirs")


def test_given_more_steps_than_are_kept_then_the_oldest_go() -> None:
    texts = ["x" * count for count in range(MOST_STEPS + 5)]
    trail = written(texts)
    assert trail is not None
    assert texts_along(trail.steps, texts[-1]) == texts[4:]


def test_given_long_texts_taken_out_then_the_trail_keeps_what_fits() -> None:
    long = "y" * (MOST_CHARACTERS // 2)
    trail = written([long, "", long, "", long + "y", ""])
    assert trail is not None
    assert sum(len(step.text) for step in trail.steps) <= MOST_CHARACTERS
    assert texts_along(trail.steps, "")[-2] == long + "y"
    too_long = stepped(None, "y" * (MOST_CHARACTERS + 1), "", 0)
    assert too_long == Trail(digest_of(""), ())


def test_given_a_step_when_gone_back_then_only_its_characters_give_way() -> None:
    assert Step(start=6, length=4, text="badly", at=0).back("Slept well.") == "Slept badly."
