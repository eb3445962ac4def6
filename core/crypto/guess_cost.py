"""What one guess at a passphrase costs, as it is written beside the slot that the passphrase opens.

Reading it takes no cryptography, so that a list of vaults can be shown before that is loaded.
"""

import struct
from dataclasses import dataclass
from typing import ClassVar

from core.domain.errors import Tampered

# 64 MiB and three passes: what RFC 9106 (section 4) advises where memory is scarce.
FLOOR = (64 * 1024, 3, 1)
CEILING = (256 * 1024, 16, 4)
"""The most that `calibrate` ever writes: what asks for more is not ours, and would keep this computer at work
for minutes before it said anything."""
_PACKED = struct.Struct(">III")


@dataclass(frozen=True, slots=True)
class KdfParams:
    """Cost of one guess. Memory in KiB."""

    memory_kib: int
    iterations: int
    lanes: int

    DEFAULT: ClassVar["KdfParams"]
    FAST_FOR_TESTS: ClassVar["KdfParams"]
    SIZE: ClassVar[int] = _PACKED.size

    def pack(self) -> bytes:
        """The twelve bytes that stand in a passphrase slot: three big-endian numbers, in the order of the
        fields."""
        return _PACKED.pack(self.memory_kib, self.iterations, self.lanes)

    @classmethod
    def unpack(cls, packed: bytes) -> "KdfParams":
        """Raises Tampered outside floor and ceiling: a lowered cost invites guessing, a raised one hangs."""
        params = cls(*_PACKED.unpack(packed))
        if not params.is_acceptable:
            raise Tampered(
                "The cost settings in the key file of this practice are none that this program writes: "
                "something else changed them. It was not opened, and nothing was changed."
            )
        return params

    @property
    def is_acceptable(self) -> bool:
        """Whether each of the three numbers lies between FLOOR and CEILING."""
        values = (self.memory_kib, self.iterations, self.lanes)
        return all(low <= value <= high for low, value, high in zip(FLOOR, values, CEILING, strict=True))


# 0.62 s on the machine with two cores on which it was chosen.
KdfParams.DEFAULT = KdfParams(256 * 1024, 3, 4)
KdfParams.FAST_FOR_TESTS = KdfParams(*FLOOR)
