"""The clinic's PostgreSQL as a `Remote`: one round trip per call, on one autocommit connection."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from core.domain.clock import Clock, to_micros
from core.domain.errors import ServerRefused, VersionMismatch
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.printable import one_line
from core.domain.program import program_version
from core.domain.registry import SCHEMA_VERSION
from sync.postgres.errors import call_error
from sync.postgres.logins import NewDevice
from sync.postgres.pages import TooMuch, decode_page
from sync.postgres.transport import ServerAddress, connect
from sync.postgres.wire import (
    decode_answer,
    encode_cells,
    encode_keys,
    encode_marks,
    encode_ops,
    encode_seals,
)
from sync.remote import (
    AuditHead,
    AuditLink,
    AuditWitness,
    DeviceEntry,
    FeedPage,
    FiledCert,
    Hello,
    KeyRotation,
    ListedKeys,
    NewCells,
    Op,
    PushAnswer,
    RemoteRow,
    RowMark,
    RowSeal,
    Scarce,
    TableDigest,
    UnsealedRow,
    WorkspaceHead,
    WrappedKey,
)

PAGE_BYTES = 4_000_000
"""A page ends early when its cells are more than this."""

MOST_ROWS = 5000
"""What any server gives at once."""

_HELLO = "SELECT pzapi.hello(%s, %s)"
_PUSH = "SELECT pzapi.sync_push(%s, %s, %s, %s)"
# COPY takes no parameters, so psycopg writes the values into it, each quoted.
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
        self._page_rows = MOST_ROWS

    def hello(self) -> Hello:
        """Tells this program's schema and version; what an older server does not say is None or empty."""
        ((found,),) = self._rows(_HELLO, self._schema_version, self._program)
        heads = [_head(each, found.get("audit", {}), found.get("shown")) for each in found["heads"]]
        ids = DeviceId(uuid.UUID(found["device"])), UserId(uuid.UUID(found["user"]))
        scarce = [_scarce(each) for each in found.get("scarce", ())]
        return Hello(*ids, heads, found.get("now"), scarce)

    def push(self, workspace_id: WorkspaceId, epoch: uuid.UUID, ops: Sequence[Op]) -> PushAnswer:
        """All ops in one JSON text, taken in one transaction with their answers."""
        ((answer,),) = self._rows(_PUSH, workspace_id, epoch, self._schema_version, encode_ops(ops))
        return decode_answer(answer)

    def pull(self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int) -> FeedPage:
        """By binary COPY, and fewer rows than `limit` where those would be more than is held of a page."""

        def page(rows: int) -> sql.Composed:
            return _PULL.format(workspace_id, epoch, after, rows, self._page_bytes)

        return self._page(page, limit)

    def digests(self, workspace_id: WorkspaceId, hi: int) -> Sequence[TableDigest]:
        """Tables without rows are left out; PostgreSQL's sum goes on where ours begins anew, at 2**64."""
        found = self._rows("SELECT * FROM pzapi.digests(%s, %s)", workspace_id, hi)
        return [TableDigest(no, count, int(total) % 2**64) for no, count, total in found if count]

    def directory(self, workspace_id: WorkspaceId) -> Sequence[DeviceEntry]:
        """Names and versions on one line and without marks: whoever runs the device chose them."""
        # In this order: one that comes in between is filed by then, and newer than the one that is listed.
        rows = self._rows("SELECT * FROM pzapi.directory(%s)", workspace_id)
        filed = self._certificates(workspace_id)
        return [_entry(row, filed.get(row[0], ())) for row in rows]

    def _certificates(self, workspace_id: WorkspaceId) -> dict[uuid.UUID, list[FiledCert]]:
        """The newest of each device first; none from a server that is not upgraded yet."""
        filed: dict[uuid.UUID, list[FiledCert]] = {}
        after: uuid.UUID | None = None
        try:
            while rows := self._rows("SELECT * FROM pzapi.certificates(%s, %s)", workspace_id, after):
                for device_id, _number, cert, given_by in rows:
                    filed.setdefault(device_id, []).append(FiledCert(bytes(cert), given_by))
                before, after = after, max(row[0] for row in rows)
                if before is not None and after <= before:
                    break  # a server that goes round in a circle
        except VersionMismatch:  # of before there were pages, or of before certificates were filed
            with suppress(VersionMismatch):
                for device_id, _number, cert, given_by in self._rows(
                    "SELECT * FROM pzapi.certificates(%s)", workspace_id
                ):
                    filed.setdefault(device_id, []).append(FiledCert(bytes(cert), given_by))
        return filed

    def wrapped_keys(self, workspace_id: WorkspaceId) -> Sequence[WrappedKey]:
        """Those wrapped for this device."""
        found = self._rows("SELECT * FROM pzapi.wrapped_keys(%s)", workspace_id)
        return [WrappedKey(no, DeviceId(device), blob, DeviceId(by)) for no, device, blob, by in found]

    def key_lists(self, workspace_id: WorkspaceId, below: int | None = None) -> Sequence[ListedKeys]:
        """Sixteen at most of those below a number, as they were stored, signed or not."""
        found = self._rows("SELECT * FROM pzapi.key_lists(%s, %s)", workspace_id, below)
        return [ListedKeys(generation, key_no, bytes(papers)) for generation, key_no, papers in found]

    def stale_cells(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RemoteRow]:
        """By COPY as a page of the feed; put into the order of ids here."""

        def page(rows: int) -> sql.Composed:
            return _STALE.format(workspace_id, table_no, after, rows)

        return sorted(self._page(page, limit).rows, key=lambda row: row.row_id)

    def replace_cells(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[NewCells]) -> int:
        """The rows are one JSON text, in which a row may stand once."""
        query = "SELECT pzapi.replace_cells(%s, %s, %s)"
        ((taken,),) = self._rows(query, workspace_id, table_no, encode_cells(rows))
        return int(taken)

    def unsealed_rows(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[UnsealedRow]:
        """VersionMismatch from a server of before rows could be sealed afterwards."""
        query = "SELECT * FROM pzapi.unsealed_rows(%s, %s, %s, %s)"
        return [UnsealedRow(*row) for row in self._rows(query, workspace_id, table_no, after, limit)]

    def seal_rows(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowSeal]) -> int:
        """One JSON text; returns how many rows took their seal."""
        query = "SELECT pzapi.seal_rows(%s, %s, %s)"
        ((taken,),) = self._rows(query, workspace_id, table_no, encode_seals(rows))
        return int(taken)

    def declare_sealed(self, workspace_id: WorkspaceId, generation: int, papers: bytes) -> None:
        """Nothing comes back: where the answer is lost, the next sync finds the list."""
        self._rows("SELECT pzapi.declare_sealed(%s, %s, %s)", workspace_id, generation, papers)

    def audit_links(
        self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int
    ) -> Sequence[AuditLink]:
        """As the server has them; whoever follows the chain finds out whether they hold."""
        query = "SELECT * FROM pzapi.audit_links(%s, %s, %s, %s)"
        return [AuditLink(*found) for found in self._rows(query, workspace_id, epoch, after, limit)]

    def audit_witnesses(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> Sequence[AuditWitness]:
        """With their signatures, which nobody has checked."""
        found = self._rows("SELECT * FROM pzapi.audit_witnesses(%s, %s)", workspace_id, epoch)
        return [
            AuditWitness(DeviceId(device_id), AuditHead(chain_no, digest), signature)
            for device_id, chain_no, digest, signature in found
        ]

    def witness_audit(self, workspace_id: WorkspaceId, epoch: uuid.UUID, witness: AuditWitness) -> bool:
        """Which device it is the server takes from the login, whatever the witness says."""
        head, query = witness.head, "SELECT pzapi.witness_audit(%s, %s, %s, %s, %s)"
        ((added,),) = self._rows(query, workspace_id, epoch, head.chain_no, head.hash, witness.signature)
        return bool(added)

    def set_rows_aside(
        self, workspace_id: WorkspaceId, of: DeviceId, table_no: int, rows: Sequence[RowMark]
    ) -> int:
        """Rows of a removed device that nobody can verify; returns how many it set aside. For the owner."""
        query = "SELECT pzapi.set_rows_aside(%s, %s, %s, %s)"
        ((done,),) = self._rows(query, workspace_id, of, table_no, encode_marks(rows))
        return int(done)

    def rows_set_aside(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RowMark]:
        """VersionMismatch from a server of before anything could be set aside."""
        query = "SELECT * FROM pzapi.rows_set_aside(%s, %s, %s, %s)"
        return [RowMark(*row) for row in self._rows(query, workspace_id, table_no, after, limit)]

    def bring_rows_back(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowMark]) -> int:
        """Those alone that still are as they are named."""
        query = "SELECT pzapi.bring_rows_back(%s, %s, %s)"
        ((done,),) = self._rows(query, workspace_id, table_no, encode_marks(rows))
        return int(done)

    def tell_went_back(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> None:
        """VersionMismatch from a server that does not compare names yet, and takes such rows without."""
        self._rows("SELECT pzapi.tell_went_back(%s, %s)", workspace_id, epoch)

    def close(self) -> None:
        """A later call connects again."""
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

    def renew_cert(self, workspace_id: WorkspaceId, device_id: DeviceId, cert: bytes) -> None:
        """Gives a device another certificate, or shows one that it has once more. For the owner."""
        self._rows("SELECT pzapi.renew_cert(%s, %s, %s)", workspace_id, device_id, cert)

    def revoke_device(self, workspace_id: WorkspaceId, device_id: DeviceId) -> bool:
        """Closes the workspace to a device; True when it has no other. For the owner, or for oneself."""
        ((out,),) = self._rows("SELECT pzapi.revoke_device(%s, %s)", workspace_id, device_id)
        return bool(out)

    def reset_login(self, workspace_id: WorkspaceId, device_id: DeviceId) -> bool:
        """Gives a device back the password that it came in with; False when none was kept. For the owner."""
        ((done,),) = self._rows("SELECT pzapi.reset_login(%s, %s)", workspace_id, device_id)
        return bool(done)

    def rotate_keys(self, workspace_id: WorkspaceId, rotation: KeyRotation, grace_s: int) -> None:
        """A new key for every device that is in and for the recovery paper, with its signed list: all or
        nothing. For the owner."""
        self._rows(
            "SELECT pzapi.rotate_keys(%s, %s, %s, %s, %s, %s, %s, %s)",
            workspace_id,
            rotation.generation,
            rotation.key_no,
            rotation.papers,
            encode_keys(rotation.keys),
            grace_s,
            rotation.paper,
            rotation.clinical,
        )

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

    def _page(self, query: Callable[[int], sql.Composed], limit: int) -> FeedPage:
        """Of fewer rows where so many would be more than is held: a server may not know our bounds."""
        while True:
            rows = min(limit, self._page_rows)
            try:
                page = self._copied(query(rows))
            except TooMuch:
                if rows == 1:
                    raise ServerRefused(
                        "The clinic's server sent more at once than any record is. Work goes on here.",
                        code="protocol",
                    ) from None
                # Eight times fewer at once: each try takes up to 64 MB over the line before it is given up.
                self._page_rows = max(1, rows // 8)
            else:
                # One heavy place in the feed is no reason to ask for few rows ever after.
                self._page_rows = min(MOST_ROWS, self._page_rows * 2)
                return page

    def _copied(self, query: sql.Composed) -> FeedPage:
        with self._call() as connection, connection.cursor() as cursor, cursor.copy(query) as copy:
            return decode_page(copy)

    def _rows(self, query: str, *arguments: object) -> list[tuple[Any, ...]]:
        # Bytes would come as hexadecimal text otherwise, twice as long.
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


def _head(
    found: Sequence[Any], audit: Mapping[str, Any], shown: Mapping[str, Mapping[str, int]] | None
) -> WorkspaceHead:
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
        audit=_audit_head(*audit[workspace]) if workspace in audit else None,
        shown=None if shown is None else _shown(shown.get(str(workspace), {})),
    )


def _audit_head(chain_no: int, digest: str) -> AuditHead:
    return AuditHead(chain_no, bytes.fromhex(digest))


def _shown(found: Mapping[str, int]) -> dict[DeviceId, int]:
    return {DeviceId(uuid.UUID(device)): seq for device, seq in found.items()}


def _scarce(found: Sequence[Any]) -> Scarce:
    name, used, most, workspace = found
    return Scarce(str(name), int(used), int(most), WorkspaceId(uuid.UUID(str(workspace))))


def _entry(row: Sequence[Any], certs: Sequence[FiledCert]) -> DeviceEntry:
    device_id, user_id, login_role, name, role, sign_pub, hpke_pub, cert, *later = row
    enrolled, seen, revoked, program = later
    return DeviceEntry(
        device_id=device_id,
        user_id=user_id,
        login_role=login_role,
        name=one_line(name),
        role=role,
        sign_pub=sign_pub,
        hpke_pub=hpke_pub,
        cert=cert,
        enrolled_at=to_micros(enrolled),
        last_seen_at=_micros(seen),
        revoked_at=_micros(revoked),
        program=None if program is None else one_line(program),
        certs=certs,
    )


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)
