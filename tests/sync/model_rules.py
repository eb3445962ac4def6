"""What the model server refuses: the rules that PostgreSQL has as functions, checks and triggers."""

import math
import re
import sqlite3
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from core.crypto.cells import base_no
from core.domain.counters import MOST_AT_ONCE, MOST_COUNTED
from core.domain.enums import Role
from core.domain.errors import ContentRefused
from core.domain.names import DEVICES, PERSONS
from core.domain.registry import (
    BY_NAME,
    BY_NO,
    CLINICAL_DIGEST,
    CONFLICTS,
    SESSION_VERSIONS,
    Column,
    ColumnKind,
    Table,
)
from core.domain.rights import (
    CLINICAL_TABLES,
    CLINICIANS,
    is_clinical_dispute,
    may_write,
)
from migrations.server.columns import MAX_CELL_BYTES
from sync.remote import DeviceEntry, Op, RemoteRow

_CALCULATOR = sqlite3.connect(":memory:", check_same_thread=False)
"""Evaluates the conditions of tables; holds nothing."""

Rows = Mapping[tuple[int, uuid.UUID], RemoteRow]

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
_LABEL = re.compile(rb"v([1-9][0-9]{0,7}):")
_NOTE, _NUMBER = (SESSION_VERSIONS.by_name[name].no for name in ("session_id", "version_number"))


def is_clinical_column(table_no: int, column_no: int) -> bool:
    """Like `is_clinical_field`, by numbers; False for what this program does not know."""
    table = BY_NO.get(table_no)
    column = table.by_no.get(column_no) if table else None
    return table is not None and (table.is_clinical or (column is not None and column.clinical))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a server takes: ops and bytes of one call, bytes of one cell."""

    call_ops: int = 1000
    call_bytes: int = 12_000_000
    cell_bytes: int = MAX_CELL_BYTES


class Refusal(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_batch(ops: Sequence[Op], limits: Limits) -> None:
    """As the server counts them: bytes of cells as base64, and of texts."""
    cells = sum(len(cell or b"") * 4 // 3 for op in ops for cell in op.cells.values())
    texts = sum(len(value) for op in ops for value in op.plain.values() if isinstance(value, str))
    if len(ops) > limits.call_ops or cells + texts > limits.call_bytes:
        raise ContentRefused("Too much was sent to the server at once.", code="batch_too_large")


def is_json(value: object) -> bool:
    """Whether PostgreSQL could read it as JSON and keep its texts."""
    if isinstance(value, str):
        return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, Mapping):
        return all(is_json(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return all(is_json(each) for each in value)
    return not isinstance(value, float) or math.isfinite(value)


def are_cells(op: Op, current_key_no: int) -> bool:
    """Whether each says under which of the practice's keys it lies."""
    labels = [_LABEL.match(cell) for cell in op.cells.values() if cell is not None]
    return all(label and base_no(int(label[1])) <= current_key_no for label in labels)


def table_of(op: Op, device: DeviceEntry) -> Table:
    table = BY_NO.get(op.table_no)
    if table is None:
        raise Refusal("unknown_table")
    role = Role(device.role)
    touched = any(is_clinical_column(op.table_no, no) for no in op.cells) or CLINICAL_DIGEST in op.plain
    if not may_write(role, table.access) or (role not in CLINICIANS and touched):
        raise Refusal("forbidden")
    return table


def is_shown(row: RemoteRow, *, reads_clinical: bool) -> bool:
    """Whether a row comes to who may or may not read what is clinical."""
    if reads_clinical:
        return True
    if row.table_no == CONFLICTS.no:
        subject, name = (row.plain.get(CONFLICTS.by_name[each].no) for each in ("table_no", "field"))
        return not is_clinical_dispute(int(str(subject)), None if name is None else str(name))
    return row.table_no not in CLINICAL_TABLES


def belongs_under_twin(row: RemoteRow, column_no: int) -> bool:
    """Whether a cell is clinical, so that it lies under a clinical key where there are such."""
    return is_clinical_column(row.table_no, column_no) or not is_shown(row, reads_clinical=False)


def as_shown(row: RemoteRow) -> RemoteRow:
    """Without the clinical cells, in a practice where they have keys of their own."""
    cells = {no: cell for no, cell in row.cells.items() if not is_clinical_column(row.table_no, no)}
    return row if len(cells) == len(row.cells) else replace(row, cells=cells)


def check_frozen(table: Table, op: Op, old: RemoteRow | None, device: DeviceEntry) -> None:
    if old is None:
        return
    if table.insert_only:
        raise Refusal("frozen")
    lifted = op.supersedes and device.role == Role.OWNER
    finalized = table.name == "sessions" and not lifted and table.by_name["finalized_at"].no in old.plain
    if finalized and any(no in op.plain or no in op.cells for no in FROZEN):
        raise Refusal("frozen")


class Remembering(Protocol):
    """Of a workspace, what names are compared with."""

    epoch: uuid.UUID
    devices: list[DeviceEntry]
    former: set[tuple[int, uuid.UUID, int, object]]
    went_back: set[uuid.UUID]


def check_names(held: Remembering, op: Op, old: RemoteRow | None, device: DeviceEntry) -> None:
    """Who acted is the login's person, unless it stood there or is offered after the server went back."""
    table, owners = BY_NO[op.table_no], {str(each.device_id): each.user_id for each in held.devices}
    before = old.plain if old else {}
    for no, is_own in _named(table, op, owners, device):
        if no not in op.plain or (value := op.plain[no]) == before.get(no):
            continue
        if before.get(no) is not None:
            held.former.add((table.no, op.row_id, no, before[no]))
        stood = (table.no, op.row_id, no, value) in held.former
        if not (is_own or stood or (op.offered and held.epoch in held.went_back)):
            raise Refusal("name")


def _named(
    table: Table, op: Op, owners: Mapping[str, uuid.UUID], device: DeviceEntry
) -> Iterator[tuple[int, bool]]:
    def is_anothers(name: str) -> bool:
        return owners.get(str(op.plain.get(table.by_name[name].no)), device.user_id) != device.user_id

    for person in PERSONS.get(table.name, ()):
        no = table.by_name[person.name].no
        yield no, op.plain.get(no) in (None, str(device.user_id))
    for laptop in DEVICES.get(table.name, ()):
        is_own = not is_anothers(laptop.name)
        if laptop.other and op.plain.get(table.by_name[laptop.other].no) is not None:
            is_own = is_own or not is_anothers(laptop.other)
        yield table.by_name[laptop.name].no, is_own


def check_row(table: Table, rows: Rows, row: RemoteRow, limits: Limits) -> None:
    if any(len(cell) > limits.cell_bytes for cell in row.cells.values()):
        raise Refusal("too_large")
    for column in table.columns:
        present = column.no in (row.cells if column.enc else row.plain)
        if column.required and not present:
            raise Refusal("check")
        if column.references and present:
            target = BY_NAME[column.references].no, uuid.UUID(str(row.plain[column.no]))
            if target not in rows:
                raise Refusal("reference")
    _check_unique(table, rows, row)
    _check_conditions(table, row)
    _check_steps(table, rows, row)


def _check_steps(table: Table, rows: Rows, row: RemoteRow) -> None:
    """Counts stay in reach, and a version of a note follows another."""
    old = rows.get((row.table_no, row.row_id))
    for column in table.counters:
        count, before = (_count(each, column.no) for each in (row, old))
        if not 0 <= count <= max(MOST_COUNTED, before) or (old and count > before + MOST_AT_ONCE):
            raise Refusal("check")
    if table is SESSION_VERSIONS and (number := _count(row, _NUMBER)) > 2:
        note = row.plain[_NOTE]
        if not any(
            other.table_no == table.no and (other.plain[_NOTE], other.plain[_NUMBER]) == (note, number - 1)
            for other in rows.values()
        ):
            raise Refusal("reference")


def _count(row: RemoteRow | None, no: int) -> int:
    value = row.plain.get(no) if row else 0
    return value if isinstance(value, int) else 0


def _check_unique(table: Table, rows: Rows, row: RemoteRow) -> None:
    numbers = [table.by_name[name].no for name in table.unique_living]
    if not numbers or row.deleted_at is not None:
        return
    for other in rows.values():
        if other.table_no != row.table_no or other.row_id == row.row_id or other.deleted_at is not None:
            continue
        if all(other.plain.get(no) == row.plain.get(no) for no in numbers):
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
    if column.kind is ColumnKind.BYTES and isinstance(value, str):
        return bytes.fromhex(value)
    return value if isinstance(value, int | str) else None
