"""Where each sentence of a merged text came from: every one is accounted for, and nothing else is shown."""

from hypothesis import given
from hypothesis import strategies as st

from core.text.merge import merge_text
from desktop.inbox.origins import Passage, SentenceOrigin, Versions, passages

SAID = ["Pain at night.", "Sleeps badly.", "Sleeps well.", "Works half days.", "ישן רע.", "Swims."]
TEXTS = st.lists(st.lists(st.sampled_from(SAID), max_size=3).map(" ".join), max_size=4).map("\n".join)


def test_a_line_of_each_laptop_and_one_taken_out_are_told_apart() -> None:
    base, here, there = "Rest.\nIce.\nReview.", "Rest.\nReview.", "Rest.\nIce.\nReview.\nBring the X-ray."
    merged = merge_text(base, here, there)
    assert merged.clean
    assert passages(Versions(base, here, there, merged.ours)) == [
        Passage("Rest.\n", SentenceOrigin.BEFORE),
        Passage("Ice.\n", SentenceOrigin.HERE, removed=True),
        Passage("Review.\n", SentenceOrigin.BEFORE),
        Passage("Bring the X-ray.", SentenceOrigin.THERE),
    ]


def test_sentences_of_one_paragraph_are_told_apart() -> None:
    base = "Pain at night. Sleeps badly. Works. Swims."
    here, there = base.replace("badly", "well"), base.replace("Swims", "Swims often")
    result = merge_text(base, here, there).ours
    assert [
        (one.text, one.origin) for one in passages(Versions(base, here, there, result)) if not one.removed
    ] == [
        ("Pain at night. ", SentenceOrigin.BEFORE),
        ("Sleeps well. ", SentenceOrigin.HERE),
        ("Works. ", SentenceOrigin.BEFORE),
        ("Swims often.", SentenceOrigin.THERE),
    ]


def test_what_both_wrote_or_took_out_alike_is_of_both() -> None:
    found = passages(Versions("Rest.\nIce.", "Rest.\nTape.", "Rest.\nTape.", "Rest.\nTape."))
    assert found[1:] == [
        Passage("Ice. ", SentenceOrigin.ALIKE, removed=True),
        Passage("Tape.", SentenceOrigin.ALIKE),
    ]


def test_what_was_moved_was_taken_out_by_nobody() -> None:
    found = passages(Versions("A.\nB.\nC.", "C.\nA.\nB.", "A.\nB.\nC.", "C.\nA.\nB."))
    assert not any(one.removed for one in found)


@given(TEXTS, TEXTS, TEXTS)
def test_the_passages_join_to_the_result_and_name_who_wrote_them(base: str, here: str, there: str) -> None:
    result = merge_text(base, here, there).ours
    found = passages(Versions(base, here, there, result))
    assert "".join(one.text for one in found if not one.removed) == result
    for one in found:
        if one.removed:
            assert one.text.strip() not in result.split("\n")
        elif one.origin is SentenceOrigin.HERE:
            assert one.text.split()[0] in here
        elif one.origin is SentenceOrigin.THERE:
            assert one.text.split()[0] in there
