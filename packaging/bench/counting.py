"""A connection that counts its calls; each is one round trip."""

import uuid
from collections.abc import Sequence

from core.domain.ids import WorkspaceId
from sync.remote import (
    DeviceEntry,
    Hello,
    NewCells,
    Op,
    Page,
    PushAnswer,
    Remote,
    RemoteRow,
    TableDigest,
    WrappedKey,
)


class CountingRemote:
    """Fulfils `Remote` with another one."""

    def __init__(self, inner: Remote) -> None:
        self._inner, self.calls = inner, 0

    def _next(self) -> Remote:
        self.calls += 1
        return self._inner

    def hello(self) -> Hello:
        return self._next().hello()

    def push(self, workspace_id: WorkspaceId, epoch: uuid.UUID, ops: Sequence[Op]) -> PushAnswer:
        return self._next().push(workspace_id, epoch, ops)

    def pull(self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int) -> Page:
        return self._next().pull(workspace_id, epoch, after, limit)

    def digests(self, workspace_id: WorkspaceId, hi: int) -> Sequence[TableDigest]:
        return self._next().digests(workspace_id, hi)

    def directory(self, workspace_id: WorkspaceId) -> Sequence[DeviceEntry]:
        return self._next().directory(workspace_id)

    def wrapped_keys(self, workspace_id: WorkspaceId) -> Sequence[WrappedKey]:
        return self._next().wrapped_keys(workspace_id)

    def key_manifest(self, workspace_id: WorkspaceId) -> bytes | None:
        return self._next().key_manifest(workspace_id)

    def stale_cells(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RemoteRow]:
        return self._next().stale_cells(workspace_id, table_no, after, limit)

    def replace_cells(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[NewCells]) -> int:
        return self._next().replace_cells(workspace_id, table_no, rows)

    def close(self) -> None:
        self._inner.close()
