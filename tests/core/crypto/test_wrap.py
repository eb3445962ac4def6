"""Workspace keys reach exactly the device for which they were wrapped, from a signer that is trusted."""

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.keys import DeviceKeys
from core.crypto.wrap import open_sealed, seal_to, unwrap_key, wrap_key
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, WorkspaceId
from tests.hpke_by_hand import open_base

WORKSPACE = WorkspaceId(UUID(int=1))
DEVICE = DeviceId(UUID(int=2))
MINE, SENDER, HOSTILE = (DeviceKeys.generate() for _ in range(3))
KEY = bytes(range(32))
BLOB = wrap_key(KEY, MINE.hpke_pub, WORKSPACE, 7, DEVICE, SENDER.sign)


def test_a_wrapped_key_opens_for_its_device() -> None:
    assert unwrap_key(BLOB, MINE.hpke, WORKSPACE, 7, DEVICE, SENDER.sign_pub) == KEY
    assert KEY not in BLOB
    assert len(BLOB) == 1 + 80 + 64


def test_a_wrapped_key_opens_by_the_letter_of_the_rfc() -> None:
    info = b"pazpaz/wk/1\0" + WORKSPACE.bytes + (7).to_bytes(4) + DEVICE.bytes
    assert open_base(MINE.hpke, BLOB[1:-64], info, b"", aead=2) == KEY


def test_the_letter_of_the_rfc_is_what_its_own_vector_says() -> None:
    """RFC 9180, appendix A.1.1, sequence number 0."""
    private = "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"
    sealed = (
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
    )
    opened = open_base(
        X25519PrivateKey.from_private_bytes(bytes.fromhex(private)),
        bytes.fromhex(sealed),
        b"Ode on a Grecian Urn",
        b"Count-0",
        aead=1,
    )
    assert opened == b"Beauty is truth, truth beauty"


def test_a_key_for_somebody_or_something_else_is_refused() -> None:
    attempts = [
        (MINE.hpke, WorkspaceId(UUID(int=9)), 7, DEVICE, SENDER.sign_pub),
        (MINE.hpke, WORKSPACE, 8, DEVICE, SENDER.sign_pub),
        (MINE.hpke, WORKSPACE, 7, DeviceId(UUID(int=9)), SENDER.sign_pub),
        (HOSTILE.hpke, WORKSPACE, 7, DEVICE, SENDER.sign_pub),
        (MINE.hpke, WORKSPACE, 7, DEVICE, HOSTILE.sign_pub),
        (MINE.hpke, WORKSPACE, 7, DEVICE, b""),
    ]
    for attempt in attempts:
        with pytest.raises(Tampered):
            unwrap_key(BLOB, *attempt)


def test_a_key_that_the_server_wrapped_itself_is_refused() -> None:
    forged = wrap_key(bytes(32), MINE.hpke_pub, WORKSPACE, 7, DEVICE, HOSTILE.sign)
    with pytest.raises(Tampered):
        unwrap_key(forged, MINE.hpke, WORKSPACE, 7, DEVICE, SENDER.sign_pub)


@given(st.integers(0, len(BLOB) - 1), st.integers(0, 7))
def test_any_flipped_bit_or_cut_is_refused(position: int, bit: int) -> None:
    flipped = bytearray(BLOB)
    flipped[position] ^= 1 << bit
    for wrong in (bytes(flipped), BLOB[:position], BLOB + b"\0"):
        with pytest.raises(Tampered):
            unwrap_key(wrong, MINE.hpke, WORKSPACE, 7, DEVICE, SENDER.sign_pub)


@given(st.binary(max_size=120))
def test_garbage_is_refused(garbage: bytes) -> None:
    with pytest.raises(Tampered):
        open_sealed(MINE.hpke, garbage, b"info")
    with pytest.raises(Tampered):
        unwrap_key(garbage, MINE.hpke, WORKSPACE, 7, DEVICE, SENDER.sign_pub)


@pytest.mark.parametrize("public_key", [bytes(32), b"\1" + bytes(31), b"short"])
def test_nothing_is_sealed_to_an_unusable_key(public_key: bytes) -> None:
    with pytest.raises(Tampered):
        seal_to(public_key, KEY, b"info")
