"""Base64: one spelling of the same bytes, and none that Python alone would let pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.base64_text import from_base64, to_base64


@given(st.binary(max_size=80))
def test_given_any_bytes_when_written_and_read_then_they_are_the_same(raw: bytes) -> None:
    assert from_base64(to_base64(raw)) == raw


@pytest.mark.parametrize("text", ["aGk", "aGk=\n", "aG k=", "aGk=?", "aGk=aGk=", "שלום"])
def test_given_another_spelling_when_read_then_it_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64|ASCII"):
        from_base64(text)
