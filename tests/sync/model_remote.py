"""One device's connection to the in-memory server, with faults on demand."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from typing_extensions import override

from core.crypto.cells import twin_no
from core.domain.enums import Role
from core.domain.errors import (
    DeviceRevoked,
    ServerChanged,
    ServerRefused,
    ServerUnreachable,
)
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.registry import (
    BY_NAME,
)
from sync.remote import (
    AuditLink,
    AuditWitness,
    DeviceEntry,
    FeedPage,
    Hello,
    KeyRotation,
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
    WorkspaceHead,
    WrappedKey,
)
from sync.rows.resealing import has_no_digest
from tests.sync.model_rules import (
    belongs_under_twin,
)
from tests.sync.model_server import Key, Ledger, ModelServer, ModelWorkspace

FINALIZED = BY_NAME["sessions"].by_name["finalized_at"].no


class ModelRemote(Remote):
    """One device's connection. `fault(step)` may raise before a call took effect, or after it."""

    def __init__(self, server: ModelServer, device_id: DeviceId, user_id: UserId) -> None:
        self._server, self._device_id, self._user_id = server, device_id, user_id
        self.fault: Callable[[str], None] = _no_fault
        self.calls: list[str] = []
        self.closed = False

    @override
    def hello(self) -> Hello:
        self._enter("hello")
        heads = [
            WorkspaceHead(
                workspace_id=workspace_id,
                epoch=workspace.epoch,
                seq=workspace.seq,
                role=entry.role,
                min_schema=self._server.min_schema,
                max_schema=self._server.max_schema,
                tombstone_floor=workspace.tombstone_floor,
                last_op_no=workspace.ledgers.get(self._device_id, Ledger()).last_op_no,
                key_generation=workspace.generation,
                audit=workspace.audit_head() if self._server.tells_audit else None,
                shown=workspace.reach(self._user_id) if self._server.tells_reach else None,
            )
            for workspace_id, workspace in self._server.workspaces.items()
            if (entry := self._server.entry(workspace, self._device_id)) is not None
        ]
        if not heads:
            raise ServerRefused("The clinic's server does not know this device.")
        self._leave("hello")
        now = self._server.tick() if self._server.tells_time else None
        return Hello(self._device_id, self._user_id, heads, now)

    @override
    def push(self, workspace_id: WorkspaceId, epoch: uuid.UUID, ops: Sequence[Op]) -> PushAnswer:
        self._enter("push")
        workspace, entry = self._workspace(workspace_id, epoch)
        answer = self._server.push(workspace, entry, ops)
        self._leave("push")
        return answer

    @override
    def pull(self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int) -> FeedPage:
        self._enter("pull")
        workspace, entry = self._workspace(workspace_id, epoch)
        visible = workspace.shown_to(entry, self._server.visible(workspace_id, after))
        rows = sorted(visible, key=lambda row: row.seq)
        limit = min(limit, self._server.page_limit)
        more = len(rows) > limit
        upto = rows[limit - 1].seq if more else workspace.seq
        if rows:
            workspace.shown[self._device_id] = max(upto, workspace.shown.get(self._device_id, 0))
        self._leave("pull")
        return FeedPage(rows[:limit], upto, more)

    @override
    def key_lists(self, workspace_id: WorkspaceId, below: int | None = None) -> Sequence[ListedKeys]:
        """Keeps the newest alone."""
        held = self._server.workspaces[workspace_id]
        if held.papers is None or below is not None:
            return []
        return [ListedKeys(held.generation, held.current_key_no, held.papers)]

    @override
    def stale_cells(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RemoteRow]:
        workspace = self._server.workspaces[workspace_id]
        rows = (
            workspace.rows[key] for key in sorted(workspace.rows) if key[0] == table_no and key[1] > after
        )
        entry = self._server.entry(workspace, self._device_id)
        shown = workspace.shown_to(entry, rows) if entry else []
        return [row for row in shown if _is_stale(row, workspace)][:limit]

    @override
    def replace_cells(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[NewCells]) -> int:
        held, taken = self._server.workspaces[workspace_id].rows, 0
        for new in rows:
            old = held[table_no, new.row_id]
            if old.version == new.version:
                held[table_no, new.row_id] = replace(old, cells={**old.cells, **new.cells})
                taken += 1
        return taken

    @override
    def unsealed_rows(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[UnsealedRow]:
        self._enter("unsealed_rows")
        held = self._server.workspaces[workspace_id].rows
        rows = [held[key] for key in sorted(held) if key[0] == table_no and key[1] > after]
        self._leave("unsealed_rows")
        return [
            UnsealedRow(row.row_id, row.version, row.deleted_at is not None, row.mac)
            for row in rows
            if row.mac is not None and row.seal is None and row.sealed_by is None
        ][:limit]

    @override
    def seal_rows(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowSeal]) -> int:
        self._enter("seal_rows")
        held, taken = self._server.workspaces[workspace_id].rows, 0
        for new in rows:
            old = held[table_no, new.row_id]
            if (old.version, old.mac, old.seal) == (new.version, new.mac, None):
                held[table_no, new.row_id] = replace(old, seal=new.seal, sealed_by=self._device_id)
                taken += 1
        self._leave("seal_rows")
        return taken

    @override
    def declare_sealed(self, workspace_id: WorkspaceId, generation: int, papers: bytes) -> None:
        self._enter("declare_sealed")
        workspace = self._server.workspaces[workspace_id]
        if generation != workspace.generation + 1:
            raise ServerRefused("The practice's keys changed meanwhile.", code="keys_changed")
        workspace.papers, workspace.generation = papers, generation
        self._leave("declare_sealed")

    def set_rows_aside(
        self, workspace_id: WorkspaceId, of: DeviceId, table_no: int, rows: Sequence[RowMark]
    ) -> int:
        self._enter("set_rows_aside")
        workspace, taken = self._server.workspaces[workspace_id], 0
        for key, mark in self._marked(workspace, table_no, rows):
            row = workspace.rows[key]
            final = table_no == BY_NAME["sessions"].no and FINALIZED in row.plain
            if row.sealed_by != of or key in workspace.aside or final:
                continue
            workspace.aside[key] = mark, row.deleted_at
            self._server.touch(workspace_id, *key, deleted_at=row.deleted_at or self._server.tick())
            taken += 1
        self._leave("set_rows_aside")
        return taken

    @override
    def rows_set_aside(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RowMark]:
        self._enter("rows_set_aside")
        held = self._server.workspaces[workspace_id].hidden()
        return [held[key] for key in sorted(held) if key[0] == table_no and key[1] > after][:limit]

    @override
    def bring_rows_back(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowMark]) -> int:
        self._enter("bring_rows_back")
        workspace, taken = self._server.workspaces[workspace_id], 0
        for key, mark in self._marked(workspace, table_no, rows):
            if workspace.hidden().get(key) == mark:
                _, deleted_at = workspace.aside.pop(key)
                self._server.touch(workspace_id, *key, deleted_at=deleted_at)
                taken += 1
        self._leave("bring_rows_back")
        return taken

    def _marked(
        self, workspace: ModelWorkspace, table_no: int, rows: Sequence[RowMark]
    ) -> list[tuple[Key, RowMark]]:
        """Those that still are as they were seen."""
        found = [((table_no, mark.row_id), mark) for mark in rows]
        return [
            (key, mark)
            for key, mark in found
            if (row := workspace.rows.get(key)) and (row.version, row.mac) == (mark.version, mark.mac)
        ]

    @override
    def tell_went_back(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> None:
        self._enter("tell_went_back")
        workspace, _ = self._workspace(workspace_id, epoch)
        workspace.went_back.add(epoch)
        self._leave("tell_went_back")

    @override
    def digests(self, workspace_id: WorkspaceId, hi: int) -> Sequence[TableDigest]:
        self._enter("digests")
        sums: dict[int, tuple[int, int]] = {}
        workspace = self._server.workspaces[workspace_id]
        entry = self._server.entry(workspace, self._device_id)
        hidden = workspace.hidden() if workspace.aside else {}
        for row in workspace.shown_to(entry, workspace.rows.values()) if entry else ():
            if row.seq <= hi and (row.table_no, row.row_id) not in hidden:
                count, total = sums.get(row.table_no, (0, 0))
                sums[row.table_no] = count + 1, (total + int.from_bytes((row.mac or b"")[:8])) % 2**64
        self._leave("digests")
        return [TableDigest(table_no, *both) for table_no, both in sorted(sums.items())]

    @override
    def directory(self, workspace_id: WorkspaceId) -> Sequence[DeviceEntry]:
        self._enter("directory")
        return list(self._server.workspaces[workspace_id].devices)

    @override
    def wrapped_keys(self, workspace_id: WorkspaceId) -> Sequence[WrappedKey]:
        self._enter("wrapped_keys")
        keys = self._server.workspaces[workspace_id].keys
        return [key for key in keys if key.device_id == self._device_id]

    def put_wrapped_keys(self, workspace_id: WorkspaceId, keys: Sequence[WrappedKey]) -> int:
        self._enter("put_wrapped_keys")
        if len(keys) > 1000:
            raise ServerRefused("The clinic's server refused this.", code="protocol")
        self._owned(workspace_id).keys.extend(keys)
        self._leave("put_wrapped_keys")
        return len(keys)

    def renew_cert(self, workspace_id: WorkspaceId, device_id: DeviceId, cert: bytes) -> None:
        self._enter("renew_cert")
        workspace = self._owned(workspace_id)
        workspace.devices = [
            replace(each, cert=cert) if each.device_id == device_id else each for each in workspace.devices
        ]
        self._leave("renew_cert")

    def rotate_keys(self, workspace_id: WorkspaceId, rotation: KeyRotation, grace_s: int) -> None:
        self._enter("rotate_keys")
        workspace = self._owned(workspace_id)
        if rotation.generation != workspace.generation + 1:
            raise ServerRefused("The practice's keys changed meanwhile.", code="keys_changed")
        workspace.papers, workspace.generation = rotation.papers, rotation.generation
        workspace.current_key_no = rotation.key_no
        workspace.keys = [*workspace.keys, *rotation.keys]
        if rotation.clinical:
            workspace.clinical_key_no = twin_no(rotation.key_no)
        self._leave("rotate_keys")

    def _owned(self, workspace_id: WorkspaceId) -> ModelWorkspace:
        """For an owner's device alone."""
        workspace = self._server.workspaces[workspace_id]
        entry = self._server.entry(workspace, self._device_id)
        if entry is None or entry.role != Role.OWNER:
            raise ServerRefused("The clinic's server refused this.", code="denied")
        return workspace

    @override
    def audit_links(
        self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int
    ) -> Sequence[AuditLink]:
        self._enter("audit_links")
        links = self._workspace(workspace_id, epoch)[0].chain[after : after + limit]
        self._leave("audit_links")
        return links

    @override
    def audit_witnesses(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> Sequence[AuditWitness]:
        self._enter("audit_witnesses")
        return list(self._workspace(workspace_id, epoch)[0].witnesses.values())

    @override
    def witness_audit(self, workspace_id: WorkspaceId, epoch: uuid.UUID, witness: AuditWitness) -> bool:
        self._enter("witness_audit")
        workspace, _ = self._workspace(workspace_id, epoch)
        place, old = witness.head.chain_no - 1, workspace.witnesses.get(self._device_id)
        stands = place < len(workspace.chain) and workspace.chain[place].hash == witness.head.hash
        is_newer = old is None or old.head.chain_no < witness.head.chain_no
        if stands and is_newer:
            workspace.witnesses[self._device_id] = witness
        self._leave("witness_audit")
        return stands and is_newer

    @override
    def close(self) -> None:
        self.closed = True

    def _enter(self, call: str) -> None:
        self.calls.append(call)
        assert len(self.calls) < 2000, "this device calls for ever"
        if self.closed:
            raise ServerUnreachable("The connection is closed.")
        self.fault(call + ".request")
        for workspace in self._server.workspaces.values():
            entry = self._server.entry(workspace, self._device_id)
            if entry is not None and entry.revoked_at is not None:
                raise DeviceRevoked("This device was removed from the practice.")

    def _leave(self, call: str) -> None:
        self.fault(call + ".answer")

    def _workspace(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> tuple[ModelWorkspace, DeviceEntry]:
        workspace = self._server.workspaces[workspace_id]
        entry = self._server.entry(workspace, self._device_id)
        if entry is None:
            raise ServerRefused("The clinic's server does not know this device.")
        if workspace.epoch != epoch:
            raise ServerChanged("The clinic's server was restored from a backup.")
        return workspace, entry


def _is_stale(row: RemoteRow, workspace: ModelWorkspace) -> bool:
    """Whether a cell lies under an older key than it should, or no digest stands for clinical ones."""
    clinical = {no for no in row.cells if belongs_under_twin(row, no)}
    keys = {no: int(cell[1 : cell.index(b":")]) for no, cell in row.cells.items()}
    wanted = workspace.clinical_key_no or workspace.current_key_no
    lacks = workspace.clinical_key_no is not None and has_no_digest(row)
    return lacks or any(
        key < (wanted if no in clinical else workspace.current_key_no) for no, key in keys.items()
    )


def _no_fault(step: str) -> None:
    """A good day."""
