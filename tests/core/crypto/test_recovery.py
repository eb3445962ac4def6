"""Recovery codes: every typing mistake is noticed before anything is tried."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.base32 import ALPHABET
from core.crypto.recovery import Paper, is_code, new_code, personal_key, read_code, workspace_keys
from core.domain.errors import BadInput

CODE = "JMDA-1DD3-KJJN-FRY0-DWRY-MMMP-31WM-CFYG-0YA2"
LETTERS = CODE.replace("-", "")


def test_a_code_reads_back_however_it_is_typed() -> None:
    assert len(CODE.split("-")) == 9
    secret = read_code(CODE, Paper.PERSONAL)
    assert len(secret) == 20
    assert read_code(f" {LETTERS.lower()} ", Paper.PERSONAL) == secret
    assert new_code(Paper.PERSONAL) != CODE


@given(st.integers(0, 35), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(position: int, letter: str) -> None:
    typed = LETTERS[:position] + letter + LETTERS[position + 1 :]
    if typed != LETTERS:
        with pytest.raises(BadInput, match="typing mistake"):
            read_code(typed, Paper.PERSONAL)


@given(st.integers(0, 34))
def test_two_swapped_characters_are_noticed(position: int) -> None:
    typed = LETTERS[:position] + LETTERS[position + 1] + LETTERS[position] + LETTERS[position + 2 :]
    if typed != LETTERS:
        with pytest.raises(BadInput):
            read_code(typed, Paper.PERSONAL)


@pytest.mark.parametrize("typed", ["", LETTERS[:-1], LETTERS + "0"])
def test_a_code_of_another_length_is_noticed(typed: str) -> None:
    with pytest.raises(BadInput, match=f"this one has {len(typed)}"):
        read_code(typed, Paper.PERSONAL)


def test_the_other_paper_is_recognised() -> None:
    with pytest.raises(BadInput, match="other recovery paper"):
        read_code(CODE, Paper.WORKSPACE)
    with pytest.raises(BadInput, match="other recovery paper"):
        personal_key(new_code(Paper.WORKSPACE))


def test_a_code_gives_the_same_keys_each_time() -> None:
    code = new_code(Paper.WORKSPACE)
    assert workspace_keys(code).to_bytes() == workspace_keys(code.lower()).to_bytes()
    assert personal_key(CODE).private_bytes_raw() == personal_key(CODE).private_bytes_raw()


def test_the_keys_of_a_written_code_are_frozen() -> None:
    """A paper in a drawer must open what it was made for."""
    personal = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-N43A"
    workspace = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-WV5E"
    assert (
        personal_key(personal).public_key().public_bytes_raw().hex()
        == "cf23d115b3a62ff2867537595beba3068ecb1b7aa27eacead1a2f50cb8aded4d"
    )
    assert (
        workspace_keys(workspace).sign_pub.hex()
        == "f658a54f59591b4cab35ecc0673601f7af5165a422cc3c4aa78a101636972478"
    )
    assert (
        workspace_keys(workspace).hpke_pub.hex()
        == "eb716686425f31d3a82bd44a4b67c1ac58cf3f3d19cfd38d8136c0ce9d02667c"
    )


def test_a_code_is_told_from_a_passphrase_and_from_the_other_paper() -> None:
    code = new_code(Paper.PERSONAL)
    assert is_code(code.lower(), Paper.PERSONAL)
    assert not is_code(code, Paper.WORKSPACE)
    assert not is_code(code[:-1], Paper.PERSONAL)
    assert not is_code("six words that open a practice", Paper.PERSONAL)
