"""Ed25519 verification that answers yes or no, whatever bytes it is given."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SIGNATURE_BYTES = 64
PUBLIC_KEY_BYTES = 32


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of `public_key` (32 bytes) signed the message."""
    # The library has a ValueError for another length, as if it were a mistake of ours.
    if len(public_key) != PUBLIC_KEY_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True
