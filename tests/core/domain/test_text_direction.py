"""In which direction texts read: by their letters, and what has none from left to right."""

import pytest

from core.text.direction import in_one_line, is_without_letters, isolated, runs_right_to_left


@pytest.mark.parametrize(
    ("text", "expected"),
    [("(כאב) 40°", True), ("Neck כאב", False), ("+49 30 5550101", False), ("", False), ("ألم", True)],
)
def test_given_a_text_then_its_first_letter_says_where_it_begins(text: str, expected: bool) -> None:
    assert runs_right_to_left(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("+49 30 5550101", True), ("10:30–11:00", True), ("40 min", False), ("כ 4", False), ("", False)],
)
def test_given_a_text_then_only_one_without_letters_is_kept_in_its_order(text: str, expected: bool) -> None:
    assert is_without_letters(text) is expected
    assert isolated(text) == (f"\u2068{text}\u2069" if text else "")


def test_given_something_isolated_when_asked_how_a_text_runs_then_only_what_is_around_it_counts() -> None:
    assert runs_right_to_left(f"{isolated('Mira')} הגיעה")
    assert not runs_right_to_left(f"{isolated('נועם')} came")
    assert not runs_right_to_left("a\u2069 b")


@pytest.mark.parametrize(
    ("parts", "right_to_left", "line"),
    [
        ((), True, ""),
        (("", None), False, ""),
        (("09:00", None, "Massage"), False, "09:00 · Massage"),
        (("עיסוי", "09:00"), False, f"\u200e{isolated('עיסוי')} · {isolated('09:00')}"),
        (("Massage", "", "09:00"), True, f"\u200f{isolated('Massage')} · {isolated('09:00')}"),
    ],
)
def test_given_several_things_when_put_in_one_line_then_it_runs_as_the_page_does(
    parts: tuple[str | None, ...], right_to_left: bool, line: str
) -> None:
    assert in_one_line(parts, right_to_left=right_to_left) == line
