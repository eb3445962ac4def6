"""Codes survive being read aloud and typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.base32 import ALPHABET, decode, encode, grouped
from core.domain.errors import BadInput


@given(st.integers(0, 8).flatmap(lambda n: st.binary(min_size=5 * n, max_size=5 * n)))
def test_bytes_come_back(data: bytes) -> None:
    assert decode(grouped(encode(data))) == data
    assert decode(encode(data).lower()) == data


def test_lookalikes_and_separators_are_forgiven() -> None:
    assert decode("oIl1-0000 ") == decode("0111 0000")
    assert decode("ABCD\u2011EFGH") == decode("abcdefgh")
    assert decode("\u200e“ABCD—EFGH”.") == decode("abcdefgh")


@pytest.mark.parametrize(
    "pasted",
    [
        "\u202aABCD-EFGH\u202c",
        "\u2068ABCD-EFGH\u2069",
        "ABCD-\u200bEFGH",
        "AB\u00adCD\u2212EFGH",
        "\u201aABCD-EFGH\u2018",
        "«ABCD-EFGH»",
        "\ufeffABCD-EFGH",
    ],
)
def test_a_code_pasted_from_a_mail_or_a_print_is_the_same_one(pasted: str) -> None:
    assert decode(pasted) == decode("ABCDEFGH")


@pytest.mark.parametrize("text", ["ABCDEFGU", "ABCDEFG!", "ABCDEFGH?", "\u05d0BCDEFGH"])
def test_a_foreign_character_is_pointed_out(text: str) -> None:
    with pytest.raises(BadInput, match="character"):
        decode(text)


def test_half_a_code_is_pointed_out() -> None:
    with pytest.raises(BadInput, match="complete"):
        decode("ABCD")


def test_a_length_that_does_not_fit_is_a_bug() -> None:
    with pytest.raises(ValueError, match="five"):
        encode(b"1234")


def test_the_alphabet_holds_no_lookalikes() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)
