"""One finder for every list: what is typed, whom it finds, and whom it must not."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.domain.clients import folded
from core.domain.people_search import (
    MARKS,
    Findable,
    Phone,
    find,
    findable,
    plain,
    read_phone,
    same_number,
)

NAMES = ("José", "Mira", "Noa", "Shaun", "Anna-Lena", "Łukasz", "Gershon", "Talbot", "Madonna")


def people() -> dict[str, Findable]:
    return {
        "José": findable(("José", "Ångström", None), None, "+49 30 555-0103", ("Neck pain", "VIP")),
        "Mira": findable(("Mira", "Talbot", "Mimi"), "m.talbot@example.org", "", None),
        "Noa": findable(("נועה", "כהן", None), None, "050-555-0100", None),
        "Shaun": findable(("Shaun", "O'Brien", ""), None, "+972 (0)54 555 0100", None),
        "Anna-Lena": findable(("Anna-Lena", "Cohen-Levi", None), None, "0612 5550177", None),
        "Łukasz": findable(("Łukasz", "Grünæs", None), None, "00 972 52-555-0199", None),
        "Gershon": findable(("ג׳רשון", "שלום", None), None, "5550166", None),
        "Talbot": findable(("Talbot", "Anders", None), None, None, ("0612",)),
        "Madonna": findable(("Madonna", "", None), None, "+1 212 555 0123", None),
    }


def found(text: str) -> list[str]:
    return find(NAMES, text, people().__getitem__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jose", ["José"]),
        ("JOSÉ angs", ["José"]),
        ("angstrom jo", ["José"]),
        ("pain", ["José"]),
        ("vip neck", ["José"]),
        ("mimi", ["Mira"]),
        ("m.tal", ["Mira"]),
        ("m.talbot@example.org", ["Mira"]),
        ("example", ["Mira"]),
        ("albot", []),
        ("talbot", ["Talbot", "Mira"]),
        ("כהן", ["Noa"]),
        ("כהנ", ["Noa"]),
        ("נוֹעָה", ["Noa"]),
        ("obrien", ["Shaun"]),
        ("o'brien", ["Shaun"]),
        ("O’Brien", ["Shaun"]),
        ("brien", ["Shaun"]),
        ("annalena", ["Anna-Lena"]),
        ("anna lena", ["Anna-Lena"]),
        ("cohen levi", ["Anna-Lena"]),
        ("cohenl", ["Anna-Lena"]),
        ("levi-cohen", ["Anna-Lena"]),
        ("lukasz", ["Łukasz"]),
        ("grunaes", ["Łukasz"]),
        ("גרשון", ["Gershon"]),
        ("ג'רשון", ["Gershon"]),
        ("שלומ", ["Gershon"]),
        ("mt", ["Mira"]),
        ("M.T.", ["Mira"]),
        ("tm", ["Mira"]),
        ("m t", ["Mira"]),
        ("נכ", ["Noa"]),
        ("alcl", ["Anna-Lena"]),
        ("ac", ["Anna-Lena"]),
        ("m", ["Mira", "Madonna"]),
        ("tab", []),
        ("mira -", ["Mira"]),
    ],
)
def test_given_a_name_in_part_when_typed_then_whoever_has_it_is_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0505550100", ["Noa"]),
        ("050-555-0100", ["Noa"]),
        ("+972 50 555 0100", ["Noa"]),
        ("00972505550100", ["Noa"]),
        ("+972 50 5", ["Noa"]),
        ("050 55", ["Noa"]),
        ("0545550100", ["Shaun"]),
        ("+972545550100", ["Shaun"]),
        ("972545550100", ["Shaun"]),
        ("054", ["Shaun"]),
        ("0535550100", []),
        ("+972535550100", []),
        ("+1 212", ["Madonna"]),
        ("+7 212", []),
        ("0305550103", ["José"]),
        ("+4930", ["José"]),
        ("555-01", ["José", "Noa", "Shaun", "Anna-Lena", "Łukasz", "Gershon", "Madonna"]),
        ("0100", ["Noa", "Shaun"]),
        ("0612", ["Anna-Lena", "Talbot"]),
        ("06 12", ["Anna-Lena", "Talbot"]),
        ("+", list(NAMES)),
        ("talbot 0612", ["Talbot"]),
        ("noa 0100", []),
        ("jose 0103", ["José"]),
        ("+972", ["Shaun", "Łukasz"]),
        ("0", ["José", "Noa", "Shaun", "Anna-Lena", "Łukasz", "Gershon", "Talbot", "Madonna"]),
    ],
)
def test_given_a_number_however_it_is_written_when_typed_then_its_owner_is_found_and_nobody_else(
    text: str, expected: list[str]
) -> None:
    assert found(text) == expected


def test_given_nothing_or_only_signs_when_typed_then_everybody_is_there() -> None:
    assert found("  ") == found("' -") == list(NAMES)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("050-555-0100", "+972 50 5550100", True),
        ("050-555-0100", "0505550100", True),
        ("+972 (0)50 555 0100", "00972505550100", True),
        ("050-555-0100", "054-555-0100", False),
        ("+972505550100", "+49505550100", False),
        ("5550100", "050-555-0100", False),
    ],
)
def test_given_two_numbers_then_the_same_end_alone_does_not_make_them_one(
    one: str, other: str, same: bool
) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same


def test_given_no_number_then_nothing_is_read_of_it() -> None:
    assert read_phone(None) == read_phone("") == read_phone("none")


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("050-555 0100", Phone("0505550100", "", "505550100")),
        ("+972 (0)50 5550100", Phone("972505550100", "972505550100", "505550100")),
        ("00972 050 5550100", Phone("009720505550100", "9720505550100", "505550100")),
        ("+49 30 5550103", Phone("49305550103", "49305550103", "305550103")),
        ("+1 212 5550123", Phone("12125550123", "12125550123", "2125550123")),
        ("+7 495 5550123", Phone("74955550123", "74955550123", "4955550123")),
        ("none", Phone("", "", "")),
    ],
)
def test_given_a_number_when_taken_apart_then_its_countrys_code_and_trunk_zero_are_known(
    text: str, phone: Phone
) -> None:
    assert read_phone(text) == phone


def test_given_names_parts_and_tags_that_begin_so_then_they_are_listed_in_this_order() -> None:
    named = {
        "tag": findable(("Rosa", "Lind", None), None, None, ("Anders",)),
        "part": findable(("Talbot", "Anders", None), None, None, None),
        "beginning": findable(("Anders", "Holm", None), None, None, None),
    }
    assert find(list(named), "anders", named.__getitem__) == ["beginning", "part", "tag"]
    assert find(list(named), "anders h", named.__getitem__) == ["beginning"]


def test_given_a_name_that_was_kept_without_its_sign_when_typed_with_it_then_it_is_found() -> None:
    una = findable(("Una", "OBrien", None), None, None, None)
    assert find([una], "o'brien", lambda one: one) == [una]


def test_given_names_when_read_then_words_first_letters_and_the_beginnings_of_names_are_known() -> None:
    anna = findable(("Anna  Maria", "Levi", "Ani"), None, None, None)
    letters = "\x01al\x02 \x01la\x02 \x01aml\x02"
    heads = "anna maria levi\x03anna maria\x03levi\x03ani"
    assert anna == Findable(f" anna maria levi ani {letters}", heads, Phone())
    assert findable((None, "Levi", None), None, None, None) == Findable(
        " levi", "levi\x03\x03levi\x03", Phone()
    )


def test_given_two_names_in_both_orders_when_typed_then_whoever_begins_so_stands_first() -> None:
    named = {
        "Holm": findable(("Holm", "Anders", None), None, None, None),
        "Anders": findable(("Anders", "Holm", None), None, None, None),
    }
    assert find(list(named), "anders holm", named.__getitem__) == ["Anders", "Holm"]


@example("𝕬").via("a letter that is small only without its form")
@example("ͺ").via("a mark that is a letter when folded")
@given(st.text())
def test_given_any_text_when_made_plain_then_it_is_what_unicode_says_letter_by_letter(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    wanted = "".join(char for char in decomposed if not unicodedata.combining(char))
    assert plain(text) == plain(wanted)
    assert not any(unicodedata.combining(char) for char in plain(text))


@given(st.text() | st.text(alphabet="aB\t\n  é"))
def test_given_any_name_when_folded_then_no_short_way_shows(text: str) -> None:
    assert folded(text) == " ".join(plain(text).split())


def test_given_all_of_unicode_when_asked_for_combining_marks_then_they_stand_where_they_are_looked_for() -> (
    None
):
    marks = [code for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code))]
    assert set(marks) <= set(MARKS)
