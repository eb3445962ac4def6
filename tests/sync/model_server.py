"""An in-memory server with the contract of the PostgreSQL functions, and with faults on demand."""

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from typing_extensions import override

from core.crypto.cells import twin_no
from core.crypto.chunks import ChunkPlace
from core.crypto.witnesses import first_hash, next_hash
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
    FeedPage,
    Hello,
    ListedKeys,
    NewCells,
    Op,
    PushAnswer,
    Remote,
    RemoteRow,
    Result,
    RowMark,
    RowSeal,
    Status,
    TableDigest,
    UnsealedRow,
    WorkspaceHead,
    WrappedKey,
)
from sync.rows.resealing import has_no_digest
from tests.sync.model_rules import (
    Limits,
    Refusal,
    are_cells,
    as_shown,
    belongs_under_twin,
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
FINALIZED = BY_NAME["sessions"].by_name["finalized_at"].no


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


def _is_stale(row: RemoteRow, workspace: ModelWorkspace) -> bool:
    """Whether a cell lies under an older key than it should, or no digest stands for clinical ones."""
    clinical = {no for no in row.cells if belongs_under_twin(row, no)}
    keys = {no: int(cell[1 : cell.index(b":")]) for no, cell in row.cells.items()}
    wanted = workspace.clinical_key_no or workspace.current_key_no
    lacks = workspace.clinical_key_no is not None and has_no_digest(row)
    return lacks or any(
        key < (wanted if no in clinical else workspace.current_key_no) for no, key in keys.items()
    )


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

    def rotate_keys(
        self,
        workspace_id: WorkspaceId,
        generation: int,
        key_no: int,
        papers: bytes,
        keys: Sequence[WrappedKey],
        grace_s: int,
        paper: bytes | None = None,
        *,
        clinical: bool = False,
    ) -> None:
        self._enter("rotate_keys")
        workspace = self._owned(workspace_id)
        if generation != workspace.generation + 1:
            raise ServerRefused("The practice's keys changed meanwhile.", code="keys_changed")
        workspace.papers, workspace.generation, workspace.current_key_no = papers, generation, key_no
        workspace.keys = [*workspace.keys, *keys]
        if clinical:
            workspace.clinical_key_no = twin_no(key_no)
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


def _without_nulls(values: dict[int, T | None]) -> dict[int, T]:
    return {no: value for no, value in values.items() if value is not None}
