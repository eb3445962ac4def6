"""A device's own keys: Ed25519 to sign, X25519 to receive workspace keys."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from core.domain.errors import Tampered

_FORMAT = b"\x01"


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """Private keys of one device of one user; they never leave its store."""

    sign: Ed25519PrivateKey = field(repr=False)
    hpke: X25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls) -> "DeviceKeys":
        """New random keys, in memory alone until the caller stores them."""
        return cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, blob: bytes) -> "DeviceKeys":
        """The inverse of `to_bytes`; raises Tampered when it is not one."""
        if len(blob) != 65 or blob[:1] != _FORMAT:
            raise Tampered("This device's keys are damaged and were not used.")
        return cls.from_seeds(blob[1:33], blob[33:])

    @classmethod
    def from_seeds(cls, sign: bytes, hpke: bytes) -> "DeviceKeys":
        """From two secrets of 32 bytes each."""
        return cls(Ed25519PrivateKey.from_private_bytes(sign), X25519PrivateKey.from_private_bytes(hpke))

    def to_bytes(self) -> bytes:
        """Both secrets in the clear, to be kept inside the encrypted store only."""
        return _FORMAT + self.sign.private_bytes_raw() + self.hpke.private_bytes_raw()

    @property
    def sign_pub(self) -> bytes:
        """As the device's certificate has it, 32 bytes; signatures of this device are checked with it."""
        return self.sign.public_key().public_bytes_raw()

    @property
    def hpke_pub(self) -> bytes:
        """As the device's certificate has it, 32 bytes; workspace keys are wrapped to it."""
        return self.hpke.public_key().public_bytes_raw()
