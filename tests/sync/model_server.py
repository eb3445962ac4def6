"""An in-memory server with the contract of the PostgreSQL functions, and with faults on demand."""

import sqlite3
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from typing_extensions import override

from core.crypto.chunks import Place
from core.domain.enums import Role
from core.domain.errors import DeviceRevoked, ServerChanged, ServerRefused, ServerUnreachable
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.registry import BY_NAME, BY_NO, SCHEMA_VERSION, Access, Column, Kind, Table
from sync.remote import (
    DeviceEntry,
    Hello,
    NewCells,
    Op,
    Page,
    PushAnswer,
    Remote,
    RemoteRow,
    Result,
    Status,
    TableDigest,
    WorkspaceHead,
    WrappedKey,
)

_CALCULATOR = sqlite3.connect(":memory:", check_same_thread=False)
"""Evaluates the conditions of tables; holds nothing."""

T = TypeVar("T")
Key = tuple[int, uuid.UUID]

FROZEN = tuple(
    BY_NAME["sessions"].by_name[name].no
    for name in (
        "client_id",
        "subjective",
        "objective",
        "assessment",
        "plan",
        "session_date",
        "is_draft",
        "finalized_at",
        "finalized_by",
        "signature",
    )
)


class Refusal(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Ledger:
    last_op_no: int = 0
    answers: dict[int, tuple[uuid.UUID, Result]] = field(default_factory=dict)


@dataclass
class ModelWorkspace:
    """One workspace: its counter, its rows as they stand, its ledgers."""

    epoch: uuid.UUID
    seq: int = 0
    tombstone_floor: int = 0
    rows: dict[Key, RemoteRow] = field(default_factory=dict)
    log: list[tuple[int, Key]] = field(default_factory=list)
    """Which row took each number of the feed."""
    ledgers: dict[DeviceId, Ledger] = field(default_factory=dict)
    devices: list[DeviceEntry] = field(default_factory=list)
    keys: list[WrappedKey] = field(default_factory=list)
    papers: bytes | None = None
    generation: int = 0
    current_key_no: int = 1
    chunks: dict[Place, bytes] = field(default_factory=dict)

    def copied(self) -> "ModelWorkspace":
        """Rows, results and entries never change, so only what holds them is copied."""
        ledgers = {no: Ledger(each.last_op_no, dict(each.answers)) for no, each in self.ledgers.items()}
        return replace(
            self,
            rows=dict(self.rows),
            log=list(self.log),
            ledgers=ledgers,
            devices=list(self.devices),
            keys=list(self.keys),
            chunks=dict(self.chunks),
        )


class ModelServer:
    """State of the clinic's server. `bugs` switch on planted faults that tests must catch."""

    def __init__(self, bugs: Iterable[str] = ()) -> None:
        self.workspaces: dict[WorkspaceId, ModelWorkspace] = {}
        self.bugs = frozenset(bugs)
        self.min_schema = SCHEMA_VERSION
        self.max_schema = SCHEMA_VERSION
        self.page_limit = 1000
        self._now = 1_800_000_000_000_000
        self._late: set[int] = set()
        """Numbers of the last push: with the bug `late_commit` the next reader does not see them yet."""

    def add_workspace(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> ModelWorkspace:
        self.workspaces[workspace_id] = ModelWorkspace(epoch)
        return self.workspaces[workspace_id]

    def snapshot(self) -> dict[WorkspaceId, ModelWorkspace]:
        return {no: workspace.copied() for no, workspace in self.workspaces.items()}

    def restore(self, snapshot: dict[WorkspaceId, ModelWorkspace], epoch: uuid.UUID | None) -> None:
        """As from an older dump; the proper procedure gives a new epoch."""
        self.workspaces = {no: workspace.copied() for no, workspace in snapshot.items()}
        if epoch is not None:
            for workspace in self.workspaces.values():
                workspace.epoch = epoch

    def tick(self) -> int:
        self._now += 1000
        return self._now

    def entry(self, workspace: ModelWorkspace, device_id: DeviceId) -> DeviceEntry | None:
        return next((each for each in workspace.devices if each.device_id == device_id), None)

    def touch(self, workspace_id: WorkspaceId, table_no: int, row_id: uuid.UUID, **changes: object) -> None:
        """A write from anywhere else (an admin, a newer program): numbered like any other."""
        workspace = self.workspaces[workspace_id]
        workspace.seq += 1
        old = workspace.rows[table_no, row_id]
        workspace.rows[table_no, row_id] = replace(old, seq=workspace.seq, **changes)  # type: ignore[arg-type]
        workspace.log.append((workspace.seq, (table_no, row_id)))

    def visible(self, workspace_id: WorkspaceId, after: int) -> list[RemoteRow]:
        """Rows behind a cursor, in no order."""
        shown = [self.workspaces[workspace_id]]
        if "no_workspace_filter" in self.bugs:
            shown = list(self.workspaces.values())
        late, self._late = self._late if "late_commit" in self.bugs else set(), set()
        return [
            row for each in shown for row in each.rows.values() if row.seq > after and row.seq not in late
        ]

    # push

    def push(self, workspace: ModelWorkspace, device: DeviceEntry, ops: Sequence[Op]) -> PushAnswer:
        ledger = workspace.ledgers.setdefault(device.device_id, Ledger())
        results: list[Result] = []
        for group in _groups(ops):
            replayed = [self._replay(workspace, ledger, op) for op in group]
            known = [result for result in replayed if result is not None]
            fresh = len(known) < len(group)
            before = workspace.seq
            results.extend(self._fresh(workspace, device, ledger, group) if fresh else known)
            self._late = set(range(before + 1, workspace.seq + 1))
        return PushAnswer(results, workspace.seq)

    def _replay(self, workspace: ModelWorkspace, ledger: Ledger, op: Op) -> Result | None:
        if "no_ledger" in self.bugs:
            return None
        if op.op_no > ledger.last_op_no:
            return None
        op_id, result = ledger.answers[op.op_no]
        if op_id != op.op_id:
            raise ServerRefused("This device's numbering was used by another copy of it.", code="cloned")
        if result.status is Status.OK:
            return result
        row = workspace.rows.get((op.table_no, op.row_id))
        return replace(result, version=row.version if row else 0)

    def _fresh(
        self, workspace: ModelWorkspace, device: DeviceEntry, ledger: Ledger, group: Sequence[Op]
    ) -> list[Result]:
        if group[0].op_no > ledger.last_op_no + 1:
            raise ServerRefused("A change of this device is missing.", code="op_gap")
        results = self._apply_group(workspace, device, group)
        for op, result in zip(group, results, strict=True):
            ledger.answers[op.op_no] = (op.op_id, result)
            ledger.last_op_no = max(ledger.last_op_no, op.op_no)
        return results

    def _apply_group(
        self, workspace: ModelWorkspace, device: DeviceEntry, group: Sequence[Op]
    ) -> list[Result]:
        before, seq, logged = dict(workspace.rows), workspace.seq, len(workspace.log)
        results = [self._apply(workspace, device, op) for op in group]
        if all(result.status is Status.OK for result in results) or "split_groups" in self.bugs:
            return results
        workspace.rows, workspace.seq = before, seq
        del workspace.log[logged:]
        return [self._without_group(workspace, op, result) for op, result in zip(group, results, strict=True)]

    def _without_group(self, workspace: ModelWorkspace, op: Op, result: Result) -> Result:
        if result.status is not Status.OK:
            return result
        row = workspace.rows.get((op.table_no, op.row_id))
        return Result(op.op_no, Status.REFUSED, row.version if row else 0, "group")

    def _apply(self, workspace: ModelWorkspace, device: DeviceEntry, op: Op) -> Result:
        old = workspace.rows.get((op.table_no, op.row_id))
        version = old.version if old else 0
        try:
            table = _table(op, device)
            if op.base_version != version:
                return Result(op.op_no, Status.STALE, version)
            row = self._changed(workspace, device, op, old)
            if "never_frozen" not in self.bugs:
                _check_frozen(table, op, old)
            _check_row(table, workspace, row)
        except Refusal as refusal:
            return Result(op.op_no, Status.REFUSED, version, refusal.code)
        workspace.rows[op.table_no, op.row_id] = row
        workspace.log.append((row.seq, (op.table_no, op.row_id)))
        return Result(op.op_no, Status.OK, row.version)

    def _changed(
        self, workspace: ModelWorkspace, device: DeviceEntry, op: Op, old: RemoteRow | None
    ) -> RemoteRow:
        workspace.seq += 1
        now = self.tick()
        deleted_at = old.deleted_at if old else None
        if op.deleted is not None:
            deleted_at = (deleted_at or now) if op.deleted else None
        return RemoteRow(
            seq=workspace.seq,
            table_no=op.table_no,
            row_id=op.row_id,
            version=op.base_version + 1,
            created_at=old.created_at if old else now,
            updated_at=now,
            deleted_at=deleted_at,
            plain=_without_nulls({**(old.plain if old else {}), **op.plain}),
            cells=_without_nulls({**(old.cells if old else {}), **op.cells}),
            mac=op.mac,
            seal=op.seal,
            sealed_by=device.device_id,
        )


def _is_stale(row: RemoteRow, key_no: int) -> bool:
    return any(int(cell[1 : cell.index(b":")]) < key_no for cell in row.cells.values())


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
            )
            for workspace_id, workspace in self._server.workspaces.items()
            if (entry := self._server.entry(workspace, self._device_id)) is not None
        ]
        if not heads:
            raise ServerRefused("The clinic's server does not know this device.")
        self._leave("hello")
        return Hello(self._device_id, self._user_id, heads)

    @override
    def push(self, workspace_id: WorkspaceId, epoch: uuid.UUID, ops: Sequence[Op]) -> PushAnswer:
        self._enter("push")
        workspace, entry = self._workspace(workspace_id, epoch)
        answer = self._server.push(workspace, entry, ops)
        self._leave("push")
        return answer

    @override
    def pull(self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int) -> Page:
        self._enter("pull")
        workspace, _ = self._workspace(workspace_id, epoch)
        rows = sorted(self._server.visible(workspace_id, after), key=lambda row: row.seq)
        limit = min(limit, self._server.page_limit)
        more = len(rows) > limit
        upto = rows[limit - 1].seq if more else workspace.seq
        self._leave("pull")
        return Page(rows[:limit], upto, more)

    @override
    def key_manifest(self, workspace_id: WorkspaceId) -> bytes | None:
        return self._server.workspaces[workspace_id].papers

    @override
    def stale_cells(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RemoteRow]:
        workspace = self._server.workspaces[workspace_id]
        rows = (
            workspace.rows[key] for key in sorted(workspace.rows) if key[0] == table_no and key[1] > after
        )
        return [row for row in rows if _is_stale(row, workspace.current_key_no)][:limit]

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
    def digests(self, workspace_id: WorkspaceId, hi: int) -> Sequence[TableDigest]:
        self._enter("digests")
        sums: dict[int, tuple[int, int]] = {}
        for row in self._server.workspaces[workspace_id].rows.values():
            if row.seq <= hi:
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


def _no_fault(step: str) -> None:
    """A good day."""


def _groups(ops: Sequence[Op]) -> list[list[Op]]:
    groups: list[list[Op]] = []
    for op in ops:
        if groups and groups[-1][-1].group == op.group:
            groups[-1].append(op)
        else:
            groups.append([op])
    return groups


def _table(op: Op, device: DeviceEntry) -> Table:
    table = BY_NO.get(op.table_no)
    if table is None:
        raise Refusal("unknown_table")
    if device.role == Role.READONLY or (table.access is Access.OWNER and device.role != Role.OWNER):
        raise Refusal("forbidden")
    return table


def _check_frozen(table: Table, op: Op, old: RemoteRow | None) -> None:
    if old is None:
        return
    if table.insert_only:
        raise Refusal("frozen")
    finalized = table.name == "sessions" and table.by_name["finalized_at"].no in old.plain
    if finalized and any(no in op.plain or no in op.cells for no in FROZEN):
        raise Refusal("frozen")


def _check_row(table: Table, workspace: ModelWorkspace, row: RemoteRow) -> None:
    for column in table.columns:
        present = column.no in (row.cells if column.enc else row.plain)
        if column.required and not present:
            raise Refusal("check")
        if column.references and present:
            target = BY_NAME[column.references].no, uuid.UUID(str(row.plain[column.no]))
            if target not in workspace.rows:
                raise Refusal("reference")
    _check_unique(table, workspace, row)
    _check_conditions(table, row)


def _check_unique(table: Table, workspace: ModelWorkspace, row: RemoteRow) -> None:
    for names, living_only in ((table.unique_living, True), (table.unique, False)):
        numbers = [table.by_name[name].no for name in names]
        if not numbers or (living_only and row.deleted_at is not None):
            continue
        for other in workspace.rows.values():
            if other.table_no != row.table_no or other.row_id == row.row_id:
                continue
            if (other.deleted_at is None or not living_only) and all(
                other.plain.get(no) == row.plain.get(no) for no in numbers
            ):
                raise Refusal("unique")


def _check_conditions(table: Table, row: RemoteRow) -> None:
    conditions = [*table.checks, *(column.check for column in table.columns if column.check)]
    if not conditions:
        return
    names = [column.name for column in table.plain]
    values = [_sql(column, row.plain.get(column.no)) for column in table.plain]
    given = ", ".join(f"? AS {name}" for name in names)
    holds = " AND ".join(f"COALESCE(({each}), 1)" for each in conditions)
    if not _CALCULATOR.execute(f"SELECT {holds} FROM (SELECT {given})", values).fetchone()[0]:
        raise Refusal("check")


def _sql(column: Column, value: object) -> object:
    if column.kind is Kind.BYTES and isinstance(value, str):
        return bytes.fromhex(value)
    return value if isinstance(value, int | str) else None


def _without_nulls(values: dict[int, T | None]) -> dict[int, T]:
    return {no: value for no, value in values.items() if value is not None}
