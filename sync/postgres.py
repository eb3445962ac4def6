"""The clinic's PostgreSQL as a `Remote`: one round trip per call, on one autocommit connection."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from core.domain.clock import Clock, to_micros
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.program import program_version
from core.domain.registry import SCHEMA_VERSION
from sync.postgres_logins import NewDevice
from sync.postgres_wire import decode_answer, decode_page, encode_cells, encode_keys, encode_ops
from sync.refusals import call_error
from sync.remote import (
    DeviceEntry,
    Hello,
    NewCells,
    Op,
    Page,
    PushAnswer,
    RemoteRow,
    TableDigest,
    WorkspaceHead,
    WrappedKey,
)
from sync.transport import ServerAddress, connect

PAGE_BYTES = 4_000_000
"""A page ends early when its cells are more than this."""

_HELLO = "SELECT pzapi.hello(%s, %s)"
_PUSH = "SELECT pzapi.sync_push(%s, %s, %s, %s)"
_PULL = sql.SQL(
    "COPY (SELECT * FROM pzapi.sync_pull({}::uuid, {}::uuid, {}::bigint, {}::int, {}::bigint))"
    " TO STDOUT (FORMAT binary)"
)
_STALE = sql.SQL(
    "COPY (SELECT * FROM pzapi.stale_cells({}::uuid, {}::int, {}::uuid, {}::int)) TO STDOUT (FORMAT binary)"
)
_ENROL = "SELECT pzapi.enrol_device(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


class PostgresRemote:
    """Fulfils `sync.remote.Remote`, and the calls of an owner's device. For one thread at a time.

    Connects at the first call, and again at the next call after a connection broke.
    """

    def __init__(
        self,
        address: ServerAddress,
        *,
        schema_version: int = SCHEMA_VERSION,
        program: str | None = None,
        page_bytes: int = PAGE_BYTES,
        clock: Clock | None = None,
    ) -> None:
        self._address = address
        self._schema_version = schema_version
        self._program = program or program_version()
        self._page_bytes = page_bytes
        self._clock = clock
        self._connection: psycopg.Connection | None = None

    def hello(self) -> Hello:
        ((found,),) = self._rows(_HELLO, self._schema_version, self._program)
        heads = [_head(head) for head in found["heads"]]
        return Hello(DeviceId(uuid.UUID(found["device"])), UserId(uuid.UUID(found["user"])), heads)

    def push(self, workspace_id: WorkspaceId, epoch: uuid.UUID, ops: Sequence[Op]) -> PushAnswer:
        ((answer,),) = self._rows(_PUSH, workspace_id, epoch, self._schema_version, encode_ops(ops))
        return decode_answer(answer)

    def pull(self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int) -> Page:
        query = _PULL.format(workspace_id, epoch, after, limit, self._page_bytes)
        with self._call() as connection, connection.cursor() as cursor, cursor.copy(query) as copy:
            return decode_page(copy)

    def digests(self, workspace_id: WorkspaceId, hi: int) -> Sequence[TableDigest]:
        found = self._rows("SELECT * FROM pzapi.digests(%s, %s)", workspace_id, hi)
        return [TableDigest(no, count, int(total) % 2**64) for no, count, total in found if count]

    def directory(self, workspace_id: WorkspaceId) -> Sequence[DeviceEntry]:
        return [_entry(row) for row in self._rows("SELECT * FROM pzapi.directory(%s)", workspace_id)]

    def wrapped_keys(self, workspace_id: WorkspaceId) -> Sequence[WrappedKey]:
        """Those wrapped for this device."""
        found = self._rows("SELECT * FROM pzapi.wrapped_keys(%s)", workspace_id)
        return [WrappedKey(no, DeviceId(device), blob, DeviceId(by)) for no, device, blob, by in found]

    def key_manifest(self, workspace_id: WorkspaceId) -> bytes | None:
        ((papers,),) = self._rows("SELECT pzapi.key_manifest(%s)", workspace_id)
        return None if papers is None else bytes(papers)

    def stale_cells(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RemoteRow]:
        query = _STALE.format(workspace_id, table_no, after, limit)
        with self._call() as connection, connection.cursor() as cursor, cursor.copy(query) as copy:
            return sorted(decode_page(copy).rows, key=lambda row: row.row_id)

    def replace_cells(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[NewCells]) -> int:
        query = "SELECT pzapi.replace_cells(%s, %s, %s)"
        ((taken,),) = self._rows(query, workspace_id, table_no, encode_cells(rows))
        return int(taken)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def register_user(self, workspace_id: WorkspaceId, user_id: UserId, role: str) -> None:
        """Makes a member before their `users` row was pushed; for the owner."""
        self._rows("SELECT pzapi.register_user(%s, %s, %s)", workspace_id, user_id, role)

    def enrol_device(self, device: NewDevice) -> None:
        """Lets a device of a member in, with its keys, or nothing of it; for the owner. May be repeated."""
        self._rows(
            _ENROL,
            device.workspace_id,
            device.user_id,
            device.device_id,
            device.login_role,
            device.verifier,
            device.name,
            device.sign_pub,
            device.hpke_pub,
            device.cert,
            encode_keys(device.keys),
        )

    def put_wrapped_keys(self, workspace_id: WorkspaceId, keys: Sequence[WrappedKey]) -> int:
        """Stores keys wrapped by this device; returns how many were new. For the owner."""
        ((stored,),) = self._rows("SELECT pzapi.put_wrapped_keys(%s, %s)", workspace_id, encode_keys(keys))
        return int(stored)

    def revoke_device(self, workspace_id: WorkspaceId, device_id: DeviceId) -> bool:
        """Closes the workspace to a device; True when it has no other. For the owner, or for oneself."""
        ((out,),) = self._rows("SELECT pzapi.revoke_device(%s, %s)", workspace_id, device_id)
        return bool(out)

    def rotate_keys(
        self,
        workspace_id: WorkspaceId,
        generation: int,
        key_no: int,
        papers: bytes,
        keys: Sequence[WrappedKey],
        grace_s: int,
    ) -> None:
        """A new key for every device that is in, with its signed list: all or nothing. For the owner."""
        query = "SELECT pzapi.rotate_keys(%s, %s, %s, %s, %s, %s)"
        self._rows(query, workspace_id, generation, key_no, papers, encode_keys(keys), grace_s)

    def order_wipe(self, workspace_id: WorkspaceId, device_id: DeviceId, papers: bytes) -> None:
        """Leaves an order for a device that was shut out. For the owner."""
        self._rows("SELECT pzapi.order_wipe(%s, %s, %s)", workspace_id, device_id, papers)

    def wipe_orders(self) -> Sequence[tuple[WorkspaceId, bytes]]:
        """Orders for this device, which may have been shut out; unproven."""
        found = self._rows("SELECT * FROM pzapi.wipe_orders()")
        return [(WorkspaceId(workspace), bytes(papers)) for workspace, papers in found]

    def wipe_obeyed(self, workspace_id: WorkspaceId) -> None:
        """The last call of a device that erased itself."""
        self._rows("SELECT pzapi.wipe_obeyed(%s)", workspace_id)

    def _rows(self, query: str, *arguments: object) -> list[tuple[Any, ...]]:
        with self._call() as connection, connection.cursor(binary=True) as cursor:
            return cursor.execute(query, arguments).fetchall()

    @contextmanager
    def _call(self) -> Iterator[psycopg.Connection]:
        if self._connection is None or self._connection.closed:
            self._connection = connect(self._address, self._clock)
        try:
            yield self._connection
        except psycopg.Error as error:
            raise call_error(error) from None


def _head(found: Sequence[Any]) -> WorkspaceHead:
    workspace, epoch, seq, role, oldest, newest, floor, op_no, generation = found
    return WorkspaceHead(
        workspace_id=WorkspaceId(uuid.UUID(str(workspace))),
        epoch=uuid.UUID(str(epoch)),
        seq=seq,
        role=role,
        min_schema=oldest,
        max_schema=newest,
        tombstone_floor=floor,
        last_op_no=op_no,
        key_generation=generation,
    )


def _entry(row: Sequence[Any]) -> DeviceEntry:
    device_id, user_id, login_role, name, role, sign_pub, hpke_pub, cert, *later = row
    enrolled, seen, revoked, program = later
    return DeviceEntry(
        device_id=device_id,
        user_id=user_id,
        login_role=login_role,
        name=name,
        role=role,
        sign_pub=sign_pub,
        hpke_pub=hpke_pub,
        cert=cert,
        enrolled_at=to_micros(enrolled),
        last_seen_at=_micros(seen),
        revoked_at=_micros(revoked),
        program=program,
    )


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)
