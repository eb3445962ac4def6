"""A connection that counts its calls; each is one round trip."""

import uuid
from collections.abc import Sequence

from core.domain.ids import WorkspaceId
from sync.remote import (
    AuditLink,
    AuditWitness,
    DeviceEntry,
    FeedPage,
    Hello,
    ListedKeys,
    NewCells,
    Op,
    PushAnswer,
    Remote,
    RemoteRow,
    RowMark,
    RowSeal,
    TableDigest,
    UnsealedRow,
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

    def pull(self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int) -> FeedPage:
        return self._next().pull(workspace_id, epoch, after, limit)

    def digests(self, workspace_id: WorkspaceId, hi: int) -> Sequence[TableDigest]:
        return self._next().digests(workspace_id, hi)

    def directory(self, workspace_id: WorkspaceId) -> Sequence[DeviceEntry]:
        return self._next().directory(workspace_id)

    def wrapped_keys(self, workspace_id: WorkspaceId) -> Sequence[WrappedKey]:
        return self._next().wrapped_keys(workspace_id)

    def key_lists(self, workspace_id: WorkspaceId, below: int | None = None) -> Sequence[ListedKeys]:
        return self._next().key_lists(workspace_id, below)

    def stale_cells(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RemoteRow]:
        return self._next().stale_cells(workspace_id, table_no, after, limit)

    def replace_cells(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[NewCells]) -> int:
        return self._next().replace_cells(workspace_id, table_no, rows)

    def unsealed_rows(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[UnsealedRow]:
        return self._next().unsealed_rows(workspace_id, table_no, after, limit)

    def seal_rows(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowSeal]) -> int:
        return self._next().seal_rows(workspace_id, table_no, rows)

    def declare_sealed(self, workspace_id: WorkspaceId, generation: int, papers: bytes) -> None:
        self._next().declare_sealed(workspace_id, generation, papers)

    def audit_links(
        self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int
    ) -> Sequence[AuditLink]:
        return self._next().audit_links(workspace_id, epoch, after, limit)

    def audit_witnesses(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> Sequence[AuditWitness]:
        return self._next().audit_witnesses(workspace_id, epoch)

    def witness_audit(self, workspace_id: WorkspaceId, epoch: uuid.UUID, witness: AuditWitness) -> bool:
        return self._next().witness_audit(workspace_id, epoch, witness)

    def rows_set_aside(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RowMark]:
        return self._next().rows_set_aside(workspace_id, table_no, after, limit)

    def bring_rows_back(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowMark]) -> int:
        return self._next().bring_rows_back(workspace_id, table_no, rows)

    def tell_went_back(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> None:
        self._next().tell_went_back(workspace_id, epoch)

    def close(self) -> None:
        self._inner.close()
