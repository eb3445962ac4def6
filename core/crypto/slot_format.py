"""How key slots are laid out, and what can be read of one without opening it; this takes no cryptography."""

import struct

from core.crypto.guess_cost import KdfParams
from core.domain.errors import Tampered

UMK_BYTES = 32
FORMAT = b"\x01"
NONCE = 12
SEALED = NONCE + UMK_BYTES + 16
EXPIRY = struct.Struct(">q")
KEYRING_HEADER = 1 + EXPIRY.size
CHANGED_SLOT = "A key slot of this practice was changed by something else, so it was not used."


def slot_params(slot: bytes) -> KdfParams:
    """What a guess at this passphrase slot costs. Raises Tampered."""
    packed = slot[1 : 1 + KdfParams.SIZE]
    if len(packed) != KdfParams.SIZE:
        raise Tampered(CHANGED_SLOT)
    return KdfParams.unpack(packed)


def recovery_slot_key(slot: bytes) -> bytes:
    """The public key of the paper that opens this slot."""
    return slot[1:33]


def keyring_slot_expiry(slot: bytes) -> int:
    """When the slot stops being accepted, in microseconds. Raises Tampered."""
    if len(slot) != KEYRING_HEADER + SEALED or slot[:1] != FORMAT:
        raise Tampered(CHANGED_SLOT)
    expires_at: int = EXPIRY.unpack(slot[1:KEYRING_HEADER])[0]
    return expires_at
