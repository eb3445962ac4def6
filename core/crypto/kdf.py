"""Keys from secrets: Argon2id for what people type, HKDF for what is already random."""

import math
import time
import unicodedata
from collections.abc import Callable
from os import urandom

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from core.crypto.guess_cost import CEILING, FLOOR
from core.crypto.guess_cost import KdfParams as KdfParams  # noqa: PLC0414 - given on: its cost and its use go together
from core.domain.errors import UserError

# What RFC 9106 (section 3.1) advises for passwords.
SALT_BYTES = 16
SLOWEST_S = 1.0
FASTEST_S = 0.5
_AIM_S = 0.75
_SMALL_COMPUTER = 3_500_000_000
"""A laptop sold with 4 GB shows as little as this of it, for the firmware and the graphics keep the rest."""


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
    # RFC 5869 (3.3) lets the step before this one go where the secret is as good as random already.
    return HKDFExpand(hashes.SHA256(), length, purpose).derive(secret)


def measure_s(params: KdfParams) -> float:
    """How long one guess takes on this computer, in seconds; infinite when it does not fit into memory."""
    started = time.perf_counter()
    try:
        stretch("how long does this take", urandom(SALT_BYTES), params)
    except UserError:
        return math.inf
    return time.perf_counter() - started


def least_memory_kib(memory_bytes: int | None) -> int:
    """What one guess takes of memory on a computer with this much; None: it does not say how much."""
    is_small = memory_bytes is not None and memory_bytes < _SMALL_COMPUTER
    return FLOOR[0] if is_small else KdfParams.DEFAULT.memory_kib


def calibrate(memory_bytes: int | None, measure: Callable[[KdfParams], float] = measure_s) -> KdfParams:
    """Parameters for 0.5 to 1.0 s on a computer with this much memory; None: it does not say how much.

    Only a small computer gets less memory than the default: what a computer does at this moment, which is all
    that a slow measurement may tell, must not make the passphrase cheaper to guess for years.
    """
    params = KdfParams.DEFAULT
    elapsed = measure(params)
    while elapsed > SLOWEST_S and params.memory_kib > least_memory_kib(memory_bytes):
        params = KdfParams(params.memory_kib // 2, params.iterations, params.lanes)
        elapsed = measure(params)
    if elapsed >= FASTEST_S:
        return params
    passes = math.floor(params.iterations * _AIM_S / max(elapsed, 0.001))
    return KdfParams(params.memory_kib, min(max(passes, params.iterations), CEILING[1]), params.lanes)
