"""Measures: what a number is, and what one needs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import RuleBroken
from core.domain.measures import OWN, kept_values, number, number_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7.5", "7.5"),
        (" 7,50 ", "7.5"),
        ("10", "10"),
        ("-3", "-3"),
        ("+4", "4"),
        ("-0.0", "0"),
        ("100", "100"),
    ],
)
def test_given_a_number_with_a_point_or_a_comma_when_kept_then_it_is_the_same_number(
    typed: str, kept: str
) -> None:
    found = number(typed)
    assert found is not None
    assert number_text(found) == kept
    assert number(kept) == found


@pytest.mark.parametrize(
    "typed",
    [
        None,
        "",
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "1e5",
        "1E-2",
        "7.5.1",
        ".5",
        "5.",
        "1_0",
        "٣",
        "0x1",
        "1234567",
    ],
)
def test_given_what_is_no_plain_decimal_when_read_then_it_is_no_number(typed: str | None) -> None:
    assert number(typed) is None


@given(st.decimals(-999999, 999999, places=3))
def test_given_any_decimal_when_kept_and_read_then_it_survives_exactly(value: Decimal) -> None:
    assert number(number_text(value)) == value


def test_given_what_was_typed_when_kept_then_blanks_go_and_numbers_are_written_one_way() -> None:
    kept = kept_values(
        {"name": " Grip ", "unit": " ", "value": "7,50", "high": "080", "note": "", "kind": OWN}
    )
    assert kept == {
        "name": "Grip",
        "unit": None,
        "value": "7.5",
        "low": None,
        "high": "80",
        "note": None,
        "kind": OWN,
    }


@pytest.mark.parametrize("value", ["0", "10", "7,5"])
def test_given_a_number_on_its_scale_when_checked_then_it_is_taken(value: str) -> None:
    assert kept_values({"name": "Pain", "low": "0", "high": "10", "value": value})


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"name": "x" * 81}, "name_too_long"),
        ({"unit": "x" * 21}, "unit_too_long"),
        ({"note": "x" * 501}, "note_too_long"),
        ({"value": "six"}, "number"),
        ({"value": None}, "number"),
        ({"low": "nil"}, "number"),
        ({"low": "10"}, "ends"),
        ({"value": "10.5"}, "off_scale"),
        ({"value": "-1"}, "off_scale"),
        ({"value": "-1", "high": None}, "off_scale"),
    ],
)
def test_given_a_measure_that_says_nothing_when_checked_then_it_is_refused(
    odd: dict[str, str | None], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        kept_values({"name": "Pain", "low": "0", "high": "10", "value": "6", **odd})
    assert refused.value.code == code
