"""Keys from secrets: Argon2id for what people type, HKDF for what is already random."""

import math
import struct
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from os import urandom
from typing import ClassVar

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from core.domain.errors import Tampered, UserError

SALT_BYTES = 16
SLOWEST_S = 1.0
FASTEST_S = 0.5
_AIM_S = 0.75
_PACKED = struct.Struct(">III")
_FLOOR = (64 * 1024, 3, 1)
_CEILING = (2 * 1024 * 1024, 16, 16)


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
        return _PACKED.pack(self.memory_kib, self.iterations, self.lanes)

    @classmethod
    def unpack(cls, packed: bytes) -> "KdfParams":
        """Raises Tampered outside floor and ceiling: a lowered cost invites guessing, a raised one hangs."""
        params = cls(*_PACKED.unpack(packed))
        if not params.is_acceptable:
            raise Tampered("The cost settings of this practice's key were changed by something else.")
        return params

    @property
    def is_acceptable(self) -> bool:
        values = (self.memory_kib, self.iterations, self.lanes)
        return all(low <= value <= high for low, value, high in zip(_FLOOR, values, _CEILING, strict=True))


KdfParams.DEFAULT = KdfParams(256 * 1024, 3, 4)
KdfParams.FAST_FOR_TESTS = KdfParams(*_FLOOR)


def stretch(passphrase: str, salt: bytes, params: KdfParams) -> bytes:
    """Argon2id (RFC 9106) of a passphrase: 32 bytes. Takes long on purpose: not on the GUI thread."""
    kdf = Argon2id(
        salt=salt,
        length=32,
        iterations=params.iterations,
        lanes=params.lanes,
        memory_cost=params.memory_kib,
    )
    try:
        return kdf.derive(normalised(passphrase).encode())
    except MemoryError:
        raise UserError(
            "There is not enough free memory to unlock. Close other programs and try again.",
            code="out_of_memory",
        ) from None


def normalised(passphrase: str) -> str:
    """One form for what different keyboards produce (RFC 8265, OpaqueString): NFC, every space U+0020."""
    spaced = "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in passphrase)
    return unicodedata.normalize("NFC", spaced)


def expand(secret: bytes | bytearray, purpose: bytes, length: int = 32) -> bytes:
    """HKDF-Expand with SHA-256 of a secret that is uniformly random already."""
    return HKDFExpand(hashes.SHA256(), length, purpose).derive(secret)


def measure_s(params: KdfParams) -> float:
    """How long one guess takes on this computer, in seconds; infinite when it does not fit into memory."""
    started = time.perf_counter()
    try:
        stretch("how long does this take", urandom(SALT_BYTES), params)
    except UserError:
        return math.inf
    return time.perf_counter() - started


def calibrate(measure: Callable[[KdfParams], float] = measure_s) -> KdfParams:
    """Parameters for 0.5 to 1.0 s here: less memory on a slow computer, more passes on a fast one."""
    params = KdfParams.DEFAULT
    elapsed = measure(params)
    while elapsed > SLOWEST_S and params.memory_kib > _FLOOR[0]:
        params = KdfParams(params.memory_kib // 2, params.iterations, params.lanes)
        elapsed = measure(params)
    if elapsed >= FASTEST_S:
        return params
    passes = math.floor(params.iterations * _AIM_S / max(elapsed, 0.001))
    return KdfParams(params.memory_kib, min(max(passes, params.iterations), _CEILING[1]), params.lanes)
