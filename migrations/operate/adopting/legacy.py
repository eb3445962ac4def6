"""The installation's master key, and the cells it sealed: no AAD, with or without a label."""

import base64
import binascii
import re
from collections.abc import Sequence
from uuid import UUID

from core.crypto.cells import KEY_BYTES, KeyRing
from core.domain.errors import BadInput, Tampered
from core.domain.ids import WorkspaceId

_HEX = re.compile(rb"[0-9a-fA-F]{64}")
_NOWHERE = UUID(int=0)


def read_master_key(raw: bytes) -> bytes:
    """32 bytes as they are, as 64 hex digits, or as base64. Raises BadInput for anything else."""
    text = raw.strip()
    if _HEX.fullmatch(text):
        return bytes.fromhex(text.decode())
    for decode in (base64.b64decode, base64.urlsafe_b64decode):
        try:
            key = decode(text)
        except (binascii.Error, ValueError):
            continue
        if len(key) == KEY_BYTES:
            return key
    # As it is and not stripped: the bytes of a key may look like blanks.
    if len(raw) == KEY_BYTES:
        return raw
    raise BadInput(
        "The master key must be 32 bytes: as they are, as 64 hex digits or as base64; nothing was changed."
    )


class LegacyCells:
    """Opens cells with any of the installation's keys."""

    def __init__(self, workspace_id: WorkspaceId, keys: Sequence[bytes]) -> None:
        self.has_keys = bool(keys)
        self._ring = KeyRing(workspace_id, {}, legacy=keys)

    def open(self, blob: bytes) -> bytes | None:
        """None when no key opens it. Such cells know no place of theirs."""
        try:
            return self._ring.open(blob, 0, _NOWHERE, 0)
        except Tampered:
            return None
