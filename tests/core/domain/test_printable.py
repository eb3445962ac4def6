"""Names from elsewhere, as a terminal and a window may show them."""

import pytest

from core.domain.printable import harmless, one_line

MARKS = ["\0", "\x07", "\x1b[2J", "\r", "\x7f", "\x9b31m"]
MARKS += ["\u200f", "\u2028", "\u202e", "\u2066", "\ufeff", "\ud800"]


@pytest.mark.parametrize("mark", MARKS, ids=ascii)
def test_given_a_name_with_a_hidden_mark_when_shown_then_it_is_one_line_without_it(mark: str) -> None:
    told = one_line(f"Fern's{mark} laptop")

    assert told.isprintable()
    assert told.startswith("Fern's")
    assert told.endswith("laptop")


def test_given_a_name_in_any_script_when_shown_then_it_is_as_it_was() -> None:
    for name in ("Fern's laptop", "המחשב של דנה", "Ноутбук", "ノート 2", "Tablet 📱"):
        assert one_line(name) == name


def test_given_a_long_name_or_none_that_is_seen_when_shown_then_it_is_short_or_empty() -> None:
    assert (one_line("x" * 100), one_line("\u202e\n")) == ("x" * 60, "")


@pytest.mark.parametrize("mark", MARKS, ids=ascii)
def test_given_lines_with_a_hidden_mark_when_printed_then_it_is_gone_and_the_lines_stay(mark: str) -> None:
    assert harmless(f"one\n\ttwo{mark[0]}") == "one\n\ttwo"
