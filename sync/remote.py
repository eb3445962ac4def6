"""The server as the sync engine sees it: a Protocol that PostgreSQL and the model server both fulfil.

Wire values of plain columns: UUID as text, TIME as int microseconds, DATE as ISO text, BYTES as lower-case
hex, JSON as parsed JSON. Columns travel by their registry number, so that a newer server's unknown
columns can be kept and sent back untouched.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from core.crypto.chunks import ChunkPlace
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.domain.plain import Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Op:
    """One change of one row. `plain` and `cells` hold only the fields that changed, by column number.

    `op_no` runs per device and workspace without holes from 1; ops of one `group` are applied together
    or not at all.
    `deleted` None leaves the tombstone as it is; True sets it; False lifts it.
    `bad` ones travel without their content, which no server could take: they only use up their number, and
    are answered as refused (check).
    """

    op_no: int
    op_id: uuid.UUID
    group: int
    table_no: int
    row_id: uuid.UUID
    base_version: int
    deleted: bool | None = None
    plain: Mapping[int, Plain] = field(default_factory=dict)
    cells: Mapping[int, bytes | None] = field(default_factory=dict)
    mac: bytes
    seal: bytes
    bad: bool = False
    supersedes: bool = False
    """It takes the place of a row that nobody can verify. An owner's may even lift what that finalized."""
    offered: bool = False
    """It names others as who acted: what a server lost that was put back, or rubbish spoiled."""


class Status(StrEnum):
    """What became of one op."""

    OK = "ok"
    STALE = "stale"
    """The base version is not the server's present one: pull, merge, try again."""
    REFUSED = "refused"
    """A constraint, policy or rule said no; repeating it would not help."""


@dataclass(frozen=True, slots=True)
class Result:
    """Answer to one op. `version` is the row's version on the server now (0: no such row).

    `code` is a stable word when refused: unique, reference, check, frozen, forbidden, unknown_table,
    too_large, name (somebody else's), group (another op of the group was not applied).
    """

    op_no: int
    status: Status
    version: int
    code: str | None = None


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """The answers to one push, one for each op."""

    results: Sequence[Result]
    seq: int
    """The workspace's counter after this push."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRow:
    """One row of the feed, whole, as the server holds it. Times in microseconds.

    Of one that is not `readable` only its place, version and times are known.
    """

    seq: int
    table_no: int
    row_id: uuid.UUID
    version: int
    created_at: int
    updated_at: int
    deleted_at: int | None
    plain: Mapping[int, Plain]
    cells: Mapping[int, bytes]
    mac: bytes | None
    seal: bytes | None
    sealed_by: DeviceId | None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Rows with `after < seq`, ascending. `upto` is how far the cursor may move when all are applied."""

    rows: Sequence[RemoteRow]
    upto: int
    more: bool


@dataclass(frozen=True, slots=True)
class AuditHead:
    """Number and hash of the last link of a workspace's audit chain; number 0 before the first event."""

    chain_no: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class AuditLink:
    """One link: `hash` is SHA-256 of the hash before it and of `said`, a JSON array that names the event."""

    chain_no: int
    hash: bytes
    said: str


@dataclass(frozen=True, slots=True)
class AuditWitness:
    """A head that a device saw and signed."""

    device_id: DeviceId
    head: AuditHead
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceHead:
    """Where a practice stands on the server, and what the server remembers of this device."""

    workspace_id: WorkspaceId
    epoch: uuid.UUID
    seq: int
    role: str
    min_schema: int
    max_schema: int
    tombstone_floor: int
    """Tombstones at or below this seq may be gone: a cursor behind it needs a replacement resync."""
    last_op_no: int
    """Highest op_no of this device in the ledger of this workspace."""
    key_generation: int = 0
    """How often the workspace's keys were rotated; a hint, the signed list of keys proves it."""
    audit: AuditHead | None = None
    """Where the audit chain ends; a server that is not upgraded yet does not tell."""
    shown: Mapping[DeviceId, int] | None = None
    """How far the server remembers to have shown its feed to the devices of this person; None: it does not
    tell, for it is not upgraded yet."""


@dataclass(frozen=True, slots=True)
class Hello:
    """Whom the server takes this login for, and the practices that it is in."""

    device_id: DeviceId
    user_id: UserId
    heads: Sequence[WorkspaceHead]
    now: int | None = None
    """The server's time in microseconds; a server that is not upgraded yet does not tell."""
    scarce: Sequence["Scarce"] = ()
    """Limits that are nearly reached."""


@dataclass(frozen=True, slots=True)
class Scarce:
    """A limit of the practice, or of this device for today (`_day`), by the name that the operator sets."""

    name: str
    used: int
    most: int
    workspace_id: WorkspaceId


@dataclass(frozen=True, slots=True)
class FiledCert:
    """A certificate as the server files it, and the login that gave it; None where that is not known."""

    cert: bytes
    given_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEntry:
    """One enrolled device as the directory tells it. `cert` is the certificate that was given last; `certs`
    are all, the newest first, and none from a server that keeps the last one alone."""

    device_id: DeviceId
    user_id: UserId
    login_role: str
    name: str
    role: str
    sign_pub: bytes
    hpke_pub: bytes
    cert: bytes
    enrolled_at: int
    last_seen_at: int | None
    revoked_at: int | None
    program: str | None = None
    """The version that it last said it runs."""
    certs: Sequence[FiledCert] = ()

    def filed(self) -> Sequence[bytes]:
        """Certificates of whatever worth, the newest first."""
        return [each.cert for each in self.certs] or [self.cert]


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A workspace key sealed to one device (HPKE) and signed. Key number 0 is the mac and index key."""

    key_no: int
    device_id: DeviceId
    blob: bytes
    wrapped_by: DeviceId


@dataclass(frozen=True, slots=True)
class KeyRotation:
    """The next list of keys with the keys that it tells of, which a server takes as a whole or not at all."""

    generation: int
    key_no: int
    papers: bytes = field(repr=False)
    """The list, signed; `sync.keys.manifest` writes it."""
    keys: Sequence[WrappedKey]
    paper: bytes | None = field(default=None, repr=False)
    """All keys sealed to the practice's recovery paper, and signed; None where it has no such paper."""
    clinical: bool = False
    """Whether the clinical twin of the key is among the keys."""


@dataclass(frozen=True, slots=True)
class ListedKeys:
    """A list of keys as the server files it; `sync.keys.manifest` reads it and tells whether it holds."""

    generation: int
    key_no: int
    papers: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewCells:
    """Cells of one row under the current key; the row keeps its version, its seal and its place."""

    row_id: uuid.UUID
    version: int
    cells: Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class UnsealedRow:
    """A row that an adoption brought in and no device has sealed, as the server tells it."""

    row_id: uuid.UUID
    version: int
    deleted: bool
    mac: bytes


@dataclass(frozen=True, slots=True)
class RowSeal:
    """A seal for a row that has none; the row keeps its version and its place."""

    row_id: uuid.UUID
    version: int
    mac: bytes
    seal: bytes


@dataclass(frozen=True, slots=True)
class RowMark:
    """A row as it was seen: what is done to it is done only while it is still that."""

    row_id: uuid.UUID
    version: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class TableDigest:
    """Count and sum (mod 2**64) of the first 8 bytes of every row's mac, rows with seq <= hi."""

    table_no: int
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class HaveChunks:
    """Which chunks of a file the server has, of those that claim a count of chunks."""

    blob_key: bytes
    count: int
    numbers: frozenset[int]


class Remote(Protocol):
    """Every call is one round trip and raises a `UserError`: ServerUnreachable (nothing is known about what
    happened), ServerRefused, DeviceRevoked, VersionMismatch, ServerChanged (epoch differs)."""

    def hello(self) -> Hello:
        """The greeting, first in every pass; it changes nothing of the practice."""
        ...

    def push(self, workspace_id: WorkspaceId, epoch: uuid.UUID, ops: Sequence[Op]) -> PushAnswer:
        """Takes each group of ops whole or not at all; the same ops sent again get the same answers."""
        ...

    def pull(self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int) -> FeedPage:
        """The page of the feed behind `after`: `limit` rows at most, fewer where these are heavy."""
        ...

    def digests(self, workspace_id: WorkspaceId, hi: int) -> Sequence[TableDigest]:
        """Of the rows up to `hi`, by table, to be compared with what is here."""
        ...

    def directory(self, workspace_id: WorkspaceId) -> Sequence[DeviceEntry]:
        """All devices that were ever let in, removed ones too; unproven."""
        ...

    def wrapped_keys(self, workspace_id: WorkspaceId) -> Sequence[WrappedKey]:
        """Keys wrapped for this device; who wrapped them is for the caller to check."""
        ...

    def key_lists(self, workspace_id: WorkspaceId, below: int | None = None) -> Sequence[ListedKeys]:
        """The newest list of keys, or the next few below a number, newest first; none before the first
        rotation."""
        ...

    def stale_cells(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RemoteRow]:
        """Rows of a table with cells under an older key, by id, those after `after`."""
        ...

    def replace_cells(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[NewCells]) -> int:
        """Stores cells under the current key; rows that moved on are left alone. Returns how many took."""
        ...

    def unsealed_rows(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[UnsealedRow]:
        """Rows of a table that an adoption wrote and nobody sealed, by id, those after `after`."""
        ...

    def seal_rows(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowSeal]) -> int:
        """Stores seals of this device, an owner's; rows that moved on or have one are left alone."""
        ...

    def declare_sealed(self, workspace_id: WorkspaceId, generation: int, papers: bytes) -> None:
        """The next list of keys, with the same key: from here on every genuine row has a seal."""
        ...

    def audit_links(
        self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int
    ) -> Sequence[AuditLink]:
        """Links after that number, in their order; none at the end."""
        ...

    def audit_witnesses(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> Sequence[AuditWitness]:
        """The newest of every device, unproven."""
        ...

    def witness_audit(self, workspace_id: WorkspaceId, epoch: uuid.UUID, witness: AuditWitness) -> bool:
        """Leaves a head that this device signed; False when it has a newer one, or one of this hour."""
        ...

    def rows_set_aside(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RowMark]:
        """Rows after that id that an owner set aside, in the order of ids."""
        ...

    def bring_rows_back(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowMark]) -> int:
        """Shows them to all again; returns how many."""
        ...

    def tell_went_back(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> None:
        """This device has seen more than the server knows: it will offer that again, whoever did it."""
        ...

    def close(self) -> None:
        """Ends the connection, if there is one."""
        ...


class FilesRemote(Remote, Protocol):
    """The calls of the queue of files, on a connection of its own; raises as `Remote`."""

    def have_chunks(self, workspace_id: WorkspaceId, blob_keys: Sequence[bytes]) -> Sequence[HaveChunks]:
        """Of at most 1,000 files."""
        ...

    def put_chunk(
        self, workspace_id: WorkspaceId, place: ChunkPlace, cell: bytes, *, again: bool = False
    ) -> bool:
        """False when the chunk was there already. `again` replaces it, which is for an owner's device."""
        ...

    def get_earlier_chunk(
        self, workspace_id: WorkspaceId, place: ChunkPlace, after: int
    ) -> tuple[int, bytes] | None:
        """What stood there before an owner's device replaced it, the first with a number above `after`."""
        ...

    def get_chunk(self, workspace_id: WorkspaceId, place: ChunkPlace) -> bytes | None:
        """The sealed chunk; None when the server does not have it."""
        ...
