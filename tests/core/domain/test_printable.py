"""Names from elsewhere, as a terminal and a window may show them."""

import pytest

from core.domain.printable import harmless, one_line

MARKS = ["\0", "\x07", "\x1b[2J", "\r", "\x7f", "\x9b31m"]
MARKS += [
    "\u061c",
    "\u00ad",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\U000e0041",
    "\u200f",
    "\u2028",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\ud800",
]


@pytest.mark.parametrize("mark", MARKS, ids=ascii)
def test_given_a_name_with_a_hidden_mark_when_shown_then_it_is_one_line_without_it(mark: str) -> None:
    told = one_line(f"Fern's{mark} laptop")

    assert told.isprintable()
    assert told.startswith("Fern's")
    assert told.endswith("laptop")


def test_given_a_name_in_any_script_when_shown_then_it_is_as_it_was() -> None:
    for name in (
        "Fern's laptop",
        "המחשב של דָּנָה",
        "حاسوب مُنى",
        "خانه\u200cی ما",
        "Ноутбук",
        "ノート 2",
        "Tablet 📱",
    ):
        assert one_line(name) == name


@pytest.mark.parametrize("blank", ["\u034f", "\u115f", "\u2800", "\u3164", "\uffa0"], ids=ascii)
def test_given_a_letter_that_is_not_seen_when_shown_then_it_is_gone(blank: str) -> None:
    assert one_line(f"Fern{blank}'s") == "Fern's"


@pytest.mark.parametrize(
    "name", ["\u200cخانه", "خانه\u200c", "خ\u200c\u200cا", "a\u200cخ", "خ\u200c1"], ids=ascii
)
def test_given_a_mark_between_arabic_letters_when_it_keeps_none_apart_then_it_is_gone(name: str) -> None:
    assert "\u200c" not in one_line(name)


def test_given_a_long_name_or_none_that_is_seen_when_shown_then_it_is_short_or_empty() -> None:
    assert (one_line("x" * 100), one_line("\u202e\n")) == ("x" * 60, "")


def test_given_a_name_that_is_cut_behind_a_mark_between_letters_then_the_mark_is_gone_as_well() -> None:
    cut = one_line("خ" * 59 + "\u200cخ")
    assert cut == one_line(cut) == "خ" * 59


@pytest.mark.parametrize("mark", MARKS, ids=ascii)
def test_given_lines_with_a_hidden_mark_when_printed_then_it_is_gone_and_the_lines_stay(mark: str) -> None:
    assert harmless(f"one\n\ttwo{mark[0]}") == "one\n\ttwo"
