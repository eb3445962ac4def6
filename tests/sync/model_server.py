"""An in-memory server with the contract of the PostgreSQL functions."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from core.crypto.chunks import ChunkPlace
from core.crypto.witnesses import first_hash, next_hash
from core.domain.enums import Role
from core.domain.errors import (
    ServerRefused,
)
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.registry import (
    BY_NAME,
    SCHEMA_VERSION,
    USERS,
    WORKSPACES,
)
from core.domain.rights import reads_clinical
from sync.remote import (
    AuditHead,
    AuditLink,
    AuditWitness,
    DeviceEntry,
    Op,
    PushAnswer,
    RemoteRow,
    Result,
    RowMark,
    Status,
    WrappedKey,
)
from tests.sync.model_rules import (
    Limits,
    Refusal,
    are_cells,
    as_shown,
    check_batch,
    check_frozen,
    check_names,
    check_row,
    is_json,
    is_shown,
    table_of,
)

T = TypeVar("T")
Key = tuple[int, uuid.UUID]

AUDIT = BY_NAME["audit_events"]


@dataclass
class Ledger:
    last_op_no: int = 0
    answers: dict[int, tuple[uuid.UUID, Result]] = field(default_factory=dict)


@dataclass
class ModelWorkspace:
    """One workspace: its counter, its rows as they stand, its ledgers."""

    workspace_id: WorkspaceId
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
    clinical_key_no: int | None = None
    """The newest twin; None where what is clinical has no keys of its own."""
    chunks: dict[ChunkPlace, bytes] = field(default_factory=dict)
    earlier_chunks: dict[ChunkPlace, list[bytes]] = field(default_factory=dict)
    chain: list[AuditLink] = field(default_factory=list)
    witnesses: dict[DeviceId, AuditWitness] = field(default_factory=dict)
    former: set[tuple[int, uuid.UUID, int, object]] = field(default_factory=set)
    """Names that stood in a row: table, row, column, whom."""
    went_back: set[uuid.UUID] = field(default_factory=set)
    """Epochs of which somebody told that the server was put back."""
    aside: dict[Key, tuple[RowMark, int | None]] = field(default_factory=dict)
    """Rows that an owner set aside, and when they had been deleted."""
    shown: dict[DeviceId, int] = field(default_factory=dict)
    """How far each device was shown the feed."""

    def reach(self, user_id: UserId) -> dict[DeviceId, int]:
        """How far the devices of a person were shown the feed."""
        return {
            each.device_id: self.shown.get(each.device_id, 0)
            for each in self.devices
            if each.user_id == user_id
        }

    def reads_clinical(self, entry: DeviceEntry) -> bool:
        practice = self.rows.get((WORKSPACES.no, self.workspace_id))
        held = practice.plain.get(WORKSPACES.by_name["settings"].no) if practice else None
        return reads_clinical(Role(entry.role), held if isinstance(held, dict) else None)

    def shown_to(self, entry: DeviceEntry, rows: Iterable[RemoteRow]) -> list[RemoteRow]:
        """Those of the rows that this device may have, as it may have them."""
        reads = self.reads_clinical(entry)
        found = [row for row in rows if is_shown(row, reads_clinical=reads)]
        if reads or self.clinical_key_no is None:
            return found
        return [as_shown(row) for row in found]

    def give_role(self, user_id: UserId, role: str) -> None:
        """The next call of a device of this person is a call of this role."""
        self.devices = [
            replace(each, role=role) if each.user_id == user_id else each for each in self.devices
        ]

    def heed_list(self, user_id: UserId) -> None:
        """Somebody's role is what the list of users says, which a device that is let in does not change."""
        listed = self.rows.get((USERS.no, user_id))
        if listed is not None:
            self.give_role(user_id, str(listed.plain[USERS.by_name["role"].no]))

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
            earlier_chunks={place: list(cells) for place, cells in self.earlier_chunks.items()},
            chain=list(self.chain),
            witnesses=dict(self.witnesses),
            shown=dict(self.shown),
            former=set(self.former),
            aside=dict(self.aside),
            went_back=set(self.went_back),
        )

    def hidden(self) -> dict[Key, RowMark]:
        """Set aside, and not written over since."""
        return {key: mark for key, (mark, _) in self.aside.items() if self.rows[key].version == mark.version}

    def audit_head(self) -> AuditHead:
        if not self.chain:
            return AuditHead(0, first_hash(self.workspace_id))
        return AuditHead(self.chain[-1].chain_no, self.chain[-1].hash)

    def chain_up(self, row: RemoteRow) -> None:
        """One link more, for a new audit event."""
        head = self.audit_head()
        mac = (row.mac or b"").hex()
        said = json.dumps(["model", str(self.workspace_id), head.chain_no + 1, str(row.row_id), mac, None])
        self.chain.append(AuditLink(head.chain_no + 1, next_hash(head.hash, said), said))


class ModelServer:
    """State of the clinic's server. `bugs` switch on planted faults that tests must catch."""

    def __init__(self, bugs: Iterable[str] = ()) -> None:
        self.workspaces: dict[WorkspaceId, ModelWorkspace] = {}
        self.bugs = frozenset(bugs)
        self.min_schema = 1
        self.max_schema = SCHEMA_VERSION
        self.page_limit = 1000
        self.limits = Limits()
        self.members_follow_users = False
        """Whether a role that an owner gives holds for the devices of its person, as on PostgreSQL."""
        self._now = 1_772_442_000_000_000
        self.tells_time = False
        """Whether hello says what time it is, as a server does that is upgraded."""
        self.tells_audit = True
        """Whether hello says where the audit chain ends, as a server does that is upgraded."""
        self.tells_reach = True
        """Whether hello says how far a device was shown the feed, as a server does that is upgraded."""
        self._late: set[int] = set()
        """Numbers of the last push: with the bug `late_commit` the next reader does not see them yet."""

    def add_workspace(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> ModelWorkspace:
        self.workspaces[workspace_id] = ModelWorkspace(workspace_id, epoch)
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
            row
            for each in shown
            for key, row in each.rows.items()
            if row.seq > after and row.seq not in late and not (each.aside and key in each.hidden())
        ]

    # push

    def push(self, workspace: ModelWorkspace, device: DeviceEntry, ops: Sequence[Op]) -> PushAnswer:
        check_batch(ops, self.limits)
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
        chained = len(workspace.chain)
        results = [self._apply(workspace, device, op) for op in group]
        if all(result.status is Status.OK for result in results) or "split_groups" in self.bugs:
            return results
        workspace.rows, workspace.seq = before, seq
        del workspace.log[logged:]
        del workspace.chain[chained:]
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
            table = table_of(op, device)
            if op.base_version != version:
                return Result(op.op_no, Status.STALE, version)
            if op.bad or not is_json(op.plain) or not are_cells(op, workspace.current_key_no):
                raise Refusal("check")
            row = self._changed(workspace, device, op, old)
            check_names(workspace, op, old, device)
            if "never_frozen" not in self.bugs:
                check_frozen(table, op, old, device)
            check_row(table, workspace.rows, row, self.limits)
        except Refusal as refusal:
            return Result(op.op_no, Status.REFUSED, version, refusal.code)
        workspace.rows[op.table_no, op.row_id] = row
        workspace.log.append((row.seq, (op.table_no, op.row_id)))
        if table.no == AUDIT.no:
            workspace.chain_up(row)
        if table is USERS and self.members_follow_users:
            workspace.give_role(UserId(op.row_id), str(row.plain[table.by_name["role"].no]))
        return Result(op.op_no, Status.OK, row.version)

    def _changed(
        self, workspace: ModelWorkspace, device: DeviceEntry, op: Op, old: RemoteRow | None
    ) -> RemoteRow:
        workspace.seq += 1
        now = self.tick()
        deleted_at = old.deleted_at if old else None
        if (key := (op.table_no, op.row_id)) in workspace.hidden():
            deleted_at = workspace.aside[key][1]
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


def _groups(ops: Sequence[Op]) -> list[list[Op]]:
    groups: list[list[Op]] = []
    for op in ops:
        if groups and groups[-1][-1].group == op.group:
            groups[-1].append(op)
        else:
            groups.append([op])
    return groups


def _without_nulls(values: dict[int, T | None]) -> dict[int, T]:
    return {no: value for no, value in values.items() if value is not None}
