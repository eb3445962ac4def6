"""Abbreviations at the end of a text, and the prompts in it."""

import pytest

from core.text.prompts import abbreviation_before, prompt_words, prompts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shoulder ;rom", "rom"),
        (";כאב", "כאב"),
        ("a;rom", "rom"),
        (";rom ", None),
        (";", None),
        ("rom", None),
        (";ro\nm", None),
    ],
)
def test_given_a_text_then_the_abbreviation_at_its_end_is_found(text: str, found: str | None) -> None:
    assert abbreviation_before(text) == found


def test_given_a_text_with_prompts_then_each_is_found_and_told_once() -> None:
    text = "{side} knee: {degrees}, {side}. {} {a\nb} {" + "x" * 61 + "}"
    assert [text[start:end] for start, end in prompts(text)] == ["{side}", "{degrees}", "{side}"]
    assert prompt_words("{ side } {degrees} {side}") == ["side", "degrees"]
