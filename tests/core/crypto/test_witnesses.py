"""Signed heads of the audit chain: what holds, and what nobody can make hold."""

import uuid

import pytest

from core.crypto.keys import DeviceKeys
from core.crypto.witnesses import first_hash, is_head_signed, next_hash, sign_head
from core.domain.ids import DeviceId, WorkspaceId

WS, DEVICE = WorkspaceId(uuid.UUID(int=1)), DeviceId(uuid.UUID(int=2))
KEYS = DeviceKeys.from_seeds(b"s" * 32, b"h" * 32)
DIGEST = next_hash(first_hash(WS), "said")
SIGNED = sign_head(KEYS.sign, WS, DEVICE, 7, DIGEST)


def test_given_a_head_when_its_device_signed_it_then_it_holds() -> None:
    assert is_head_signed(KEYS.sign_pub, SIGNED, WS, DEVICE, 7, DIGEST)


@pytest.mark.parametrize(
    ("ws", "device", "number", "digest"),
    [
        (WorkspaceId(uuid.UUID(int=3)), DEVICE, 7, DIGEST),
        (WS, DeviceId(uuid.UUID(int=3)), 7, DIGEST),
        (WS, DEVICE, 8, DIGEST),
        (WS, DEVICE, 7, bytes(32)),
        (WS, DEVICE, 7, DIGEST[:-1]),
        (WS, DEVICE, 0, DIGEST),
        (WS, DEVICE, -1, DIGEST),
        (WS, DEVICE, 1 << 64, DIGEST),
    ],
)
def test_given_a_signature_when_anything_else_is_said_then_it_does_not_hold(
    ws: WorkspaceId, device: DeviceId, number: int, digest: bytes
) -> None:
    assert not is_head_signed(KEYS.sign_pub, SIGNED, ws, device, number, digest)
