"""What an adoption wrote, in 32 bytes: by these the first laptop knows that a server shows all of it."""

import hmac
import struct
from uuid import UUID

from core.domain.errors import Tampered
from core.domain.ids import WorkspaceId

_ROW = struct.Struct(">H16sI32s")
_TOTAL = struct.Struct(">16sI32s")
_MAC = 32


class RowInventory:
    """Rows by place, version and mac, whatever their order.

    A mac tells nothing of the version, so a server could number adopted rows as it likes. Each row is hashed
    under the index key before it is added: a plain sum could be met with numbers chosen to fit.
    """

    def __init__(self, index_key: bytes, workspace_id: WorkspaceId) -> None:
        self._key, self._workspace_id = index_key, workspace_id
        self._sum = 0
        self.count = 0

    def add(self, table_no: int, row_id: UUID, version: int, mac: bytes) -> None:
        """Raises Tampered for what no adoption writes."""
        if len(mac) != _MAC or not 0 <= version < 1 << 32:
            raise Tampered("A row of the adoption is not readable, so nothing was sealed.")
        told = b"pazpaz/adopted/row/1\0" + _ROW.pack(table_no, row_id.bytes, version, mac)
        self._sum = (self._sum + int.from_bytes(hmac.digest(self._key, told, "sha256"))) % (1 << 256)
        self.count += 1

    def proof(self) -> bytes:
        """The same for the same rows; nobody without the index key can make one for others."""
        total = _TOTAL.pack(self._workspace_id.bytes, self.count, self._sum.to_bytes(32))
        return hmac.digest(self._key, b"pazpaz/adopted/1\0" + total, "sha256")
