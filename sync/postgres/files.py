"""The clinic's PostgreSQL as a `FilesRemote`: chunks of attachments, each a call of its own."""

from collections.abc import Sequence

from core.crypto.chunks import ChunkPlace
from core.domain.errors import VersionMismatch
from core.domain.ids import WorkspaceId
from sync.postgres.rows import PostgresRemote
from sync.remote import HaveChunks

_HAVE = "SELECT * FROM pzapi.blob_have(%b, %b)"
_PUT = "SELECT pzapi.blob_put(%b, %b, %b::int, %b::int, %b, %b)"
_EARLIER = "SELECT * FROM pzapi.blob_earlier(%b, %b, %b::int, %b::int, %b::int)"
_GET = "SELECT pzapi.blob_get(%b, %b, %b::int, %b::int)"


class PostgresFiles(PostgresRemote):
    """Chunks travel as they are, without a text form that would double them. For one thread at a time."""

    def have_chunks(self, workspace_id: WorkspaceId, blob_keys: Sequence[bytes]) -> Sequence[HaveChunks]:
        """A file comes once for each count of chunks that a device claimed; one of which nothing is there
        does not."""
        found = self._rows(_HAVE, workspace_id, list(blob_keys))
        return [HaveChunks(bytes(key), count, frozenset(numbers)) for key, count, numbers in found]

    def put_chunk(
        self, workspace_id: WorkspaceId, place: ChunkPlace, cell: bytes, *, again: bool = False
    ) -> bool:
        """The cell travels as bytes. False when there is such a chunk already, which stays."""
        ((stored,),) = self._rows(_PUT, workspace_id, place.blob_key, place.count, place.number, cell, again)
        return bool(stored)

    def get_earlier_chunk(
        self, workspace_id: WorkspaceId, place: ChunkPlace, after: int
    ) -> tuple[int, bytes] | None:
        """None as well from a server that keeps none yet."""
        try:
            found = self._rows(_EARLIER, workspace_id, place.blob_key, place.count, place.number, after)
        except VersionMismatch:
            return None
        return next(((int(number), bytes(cell)) for number, cell in found), None)

    def get_chunk(self, workspace_id: WorkspaceId, place: ChunkPlace) -> bytes | None:
        """None when there is none of this count and number. The server keeps that this device read it."""
        ((cell,),) = self._rows(_GET, workspace_id, place.blob_key, place.count, place.number)
        return None if cell is None else bytes(cell)
