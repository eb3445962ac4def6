"""Marked words keep their places while the text around them changes."""

from hypothesis import given
from hypothesis import strategies as st

from core.text.spelling import words_to_check
from desktop.spelling.mark_places import MisspeltWord, marks_of, moved, within

TEXT = st.text(st.sampled_from("ab ש😀\n"), max_size=30)


def units(text: str) -> bytes:
    """As Qt counts: two bytes a position."""
    return text.encode("utf-16-le")


def cut(text: str, start: int, end: int) -> str:
    return units(text)[2 * start : 2 * end].decode("utf-16-le")


def marks(text: str, first: int = 0) -> list[MisspeltWord]:
    return marks_of(text, words_to_check(text), first)


@given(TEXT)
def test_given_a_paragraph_then_each_mark_stands_at_its_word(text: str) -> None:
    found = marks(text, 7)
    assert [cut(text, mark.start - 7, mark.end - 7) for mark in found] == [
        text[word.start : word.end] for word in words_to_check(text)
    ]


@given(TEXT, TEXT, st.data())
def test_given_any_change_then_marks_that_are_left_stand_at_the_same_words(
    text: str, more: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at, removed, added = (len(units(part)) // 2 for part in (text[:start], text[start:end], more))
    after = text[:start] + more + text[end:]
    kept = moved(marks(text), at, removed, added)
    assert all(cut(after, mark.start, mark.end) == cut(text, *before(text, mark)) for mark in kept)
    untouched = [each for each in marks(text) if each.end <= at or each.start >= at + removed]
    assert len(kept) == len(untouched)


def before(text: str, mark: MisspeltWord) -> tuple[int, int]:
    found = next(each for each in marks(text) if each.word == mark.word)
    return found.start, found.end


def test_given_marks_in_order_then_those_of_one_paragraph_are_found() -> None:
    found = marks("aa bb cc dd")
    assert [mark.start for mark in within(found, 3, 9)] == [3, 6]
    assert [found[1].touches(at) for at in (2, 3, 5, 6)] == [False, True, True, False]
