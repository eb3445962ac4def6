"""Device keys keep their secrets to themselves and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.keys import DeviceKeys
from core.crypto.signatures import is_signed
from core.domain.errors import Tampered


def test_keys_come_back_from_their_bytes() -> None:
    keys = DeviceKeys.generate()
    again = DeviceKeys.from_bytes(keys.to_bytes())
    assert (again.sign_pub, again.hpke_pub) == (keys.sign_pub, keys.hpke_pub)
    assert again.to_bytes() == keys.to_bytes()


def test_no_two_are_alike_and_none_shows_itself() -> None:
    keys = DeviceKeys.generate()
    assert keys.to_bytes() != DeviceKeys.generate().to_bytes()
    assert repr(keys) == "DeviceKeys()"


@given(st.binary(max_size=80))
def test_damaged_keys_are_refused(blob: bytes) -> None:
    for wrong in (blob.removeprefix(b"\1"), b"\2" + bytes(64), b"\1" + bytes(63)):
        with pytest.raises(Tampered):
            DeviceKeys.from_bytes(wrong)


@given(st.binary(max_size=70), st.binary(max_size=70))
def test_a_signature_check_says_no_to_anything(public_key: bytes, signature: bytes) -> None:
    assert not is_signed(public_key, signature, b"message")
    assert not is_signed(DeviceKeys.generate().sign_pub, signature, b"message")


def test_a_signature_check_says_yes_to_the_signer() -> None:
    keys = DeviceKeys.generate()
    assert is_signed(keys.sign_pub, keys.sign.sign(b"message"), b"message")
