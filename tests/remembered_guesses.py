"""Argon2id, which takes a sixth of a second on purpose, once for each guess."""

from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_DERIVED: dict[tuple[object, ...], bytes] = {}


class RememberedArgon2id:
    """In the place of Argon2id, and as true: tests unlock the same vault again and again."""

    def __init__(self, **parameters: Any) -> None:
        self._parameters = parameters

    def derive(self, secret: bytes) -> bytes:
        guess = (secret, *sorted(self._parameters.items()))
        if guess not in _DERIVED:
            _DERIVED[guess] = Argon2id(**self._parameters).derive(secret)
        return _DERIVED[guess]
