"""The one registry of synced tables and columns: numbers, secrecy and merge rules for both stores.

Numbers are frozen for ever: they are part of the sealed cells (AAD), of row seals and of the wire.
Never reuse or renumber; add new columns at the end of their table with the next free number.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import TypedDict, Unpack

SCHEMA_VERSION = 2
"""What this program speaks; the server advertises the range that it accepts. 2 came with the clinical
digest."""


class ColumnKind(Enum):
    """Type of a column. On the wire: UUID as text, TIME as int microseconds since 1970, DATE as ISO text."""

    UUID = "uuid"
    TEXT = "text"
    INT = "int"
    BOOL = "bool"
    TIME = "time"
    DATE = "date"
    JSON = "json"
    BYTES = "bytes"


class Merge(Enum):
    """What to do when two devices changed the same field differently (sync/rows/merge.py)."""

    ASK = "ask"
    """Never merge, never pick: a conflict that a person resolves."""
    TEXT = "text"
    """Three-way merge by lines, then sentences; a conflict where that is not clean."""
    UNION = "union"
    """A set: union of what was added, minus what was removed."""
    DAYS = "days"
    """A set that the program keeps by itself: as UNION, and nobody is told."""
    LATEST = "latest"
    """Bookkeeping stamps and counters: the greater value."""


class Access(Enum):
    """Which members may write a table."""

    OWNER = "owner"
    CARE = "care"
    """Everybody but READONLY."""
    CLINICAL = "clinical"
    """Owners and therapists; such a table is clinical as a whole, and others do not even read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `enc` columns are ciphertext (bytea) on the server and plain in the local store."""

    no: int
    name: str
    kind: ColumnKind
    enc: bool = False
    clinical: bool = False
    """In a table that is not clinical as a whole: only for whoever may read what is clinical."""
    required: bool = False
    default: str | int | bool | None = None
    merge: Merge = Merge.ASK
    references: str | None = None
    check: str | None = None
    """SQL condition that both stores understand; only over plain columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One synced table; `columns` are those beyond the common ones."""

    no: int
    name: str
    columns: tuple[Column, ...]
    access: Access = Access.CARE
    insert_only: bool = False
    unique_living: tuple[str, ...] = ()
    """Columns that are unique together within the workspace among rows that are not deleted."""
    checks: tuple[str, ...] = ()
    """Table conditions over plain columns, in SQL that both stores understand."""
    indexes: tuple[tuple[str, ...], ...] = ()
    """Each starts after workspace_id, which every index of a synced table begins with."""
    by_no: dict[int, Column] = field(init=False, repr=False, compare=False)
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_no", {column.no: column for column in self.columns})
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def is_clinical(self) -> bool:
        """Whether all of its rows are, whatever they say."""
        return self.access is Access.CLINICAL

    @property
    def clinical(self) -> tuple[Column, ...]:
        """Columns that are clinical in a table that is not clinical as a whole."""
        return tuple(column for column in self.columns if column.clinical)

    @property
    def plain(self) -> tuple[Column, ...]:
        """Columns that the server can read."""
        return tuple(column for column in self.columns if not column.enc)

    @property
    def counters(self) -> tuple[Column, ...]:
        """Columns that count what was done to the row (core/domain/counters.py)."""
        return tuple(
            each for each in self.plain if each.kind is ColumnKind.INT and each.merge is Merge.LATEST
        )

    @property
    def sealed(self) -> tuple[Column, ...]:
        """Columns that the server holds as cells only."""
        return tuple(column for column in self.columns if column.enc)


COMMON = ("id", "workspace_id", "version", "created_at", "updated_at", "deleted_at")
"""Columns of every synced table, numbers 1 to 6; table columns start at 10."""
CLINICAL_DIGEST, CLINICAL_DIGEST_NAME = 9, "clinical_digest"
"""Of a table with clinical columns: it stands for them in the digest of its rows, for who may not read
them."""


class _Options(TypedDict, total=False):
    clinical: bool
    required: bool
    default: str | int | bool | None
    merge: Merge
    check: str | None


def _text(no: int, name: str, **options: Unpack[_Options]) -> Column:
    return Column(no=no, name=name, kind=ColumnKind.TEXT, **options)


def _secret(no: int, name: str, kind: ColumnKind = ColumnKind.TEXT, **options: Unpack[_Options]) -> Column:
    return Column(no=no, name=name, kind=kind, enc=True, **options)


def _link(no: int, name: str, references: str, **options: Unpack[_Options]) -> Column:
    return Column(no=no, name=name, kind=ColumnKind.UUID, references=references, **options)


def _of(kind: ColumnKind, no: int, name: str, **options: Unpack[_Options]) -> Column:
    return Column(no=no, name=name, kind=kind, **options)


WORKSPACES = Table(
    no=1,
    name="workspaces",
    access=Access.OWNER,
    columns=(
        _text(10, "name", required=True),
        _of(ColumnKind.BOOL, 11, "is_active", required=True, default=True),
        _text(12, "timezone", required=True),
        _text(13, "locale", required=True, default="en"),
        _of(ColumnKind.JSON, 14, "settings"),
    ),
)

USERS = Table(
    no=2,
    name="users",
    access=Access.OWNER,
    columns=(
        _secret(10, "email"),
        _secret(11, "full_name", required=True),
        _text(12, "role", required=True),
        _of(ColumnKind.BOOL, 13, "is_active", required=True, default=True),
    ),
    checks=("role IN ('OWNER', 'THERAPIST', 'ASSISTANT', 'READONLY')",),
)

CLIENTS = Table(
    no=3,
    name="clients",
    columns=(
        _secret(10, "first_name", required=True),
        _secret(11, "last_name", required=True),
        _secret(12, "email"),
        _secret(13, "phone"),
        _secret(14, "date_of_birth", ColumnKind.DATE),
        _secret(15, "address"),
        _secret(16, "medical_history", clinical=True, merge=Merge.TEXT),
        _secret(17, "emergency_contact_name"),
        _secret(18, "emergency_contact_phone"),
        _secret(19, "notes", clinical=True, merge=Merge.TEXT),
        _secret(20, "tags", ColumnKind.JSON, clinical=True, merge=Merge.UNION),
        _of(ColumnKind.BOOL, 21, "consent_status", required=True, default=False),
        _of(ColumnKind.TIME, 22, "consent_at"),
        _text(23, "consent_version"),
        _of(ColumnKind.BOOL, 24, "is_active", required=True, default=True),
        _secret(25, "preferred_name"),
        _secret(26, "pronouns"),
        _secret(27, "alerts", clinical=True, merge=Merge.TEXT),
        _of(ColumnKind.BYTES, 28, "email_digest", merge=Merge.LATEST),
    ),
)

SERVICES = Table(
    no=4,
    name="services",
    columns=(
        _text(10, "name", required=True),
        _text(11, "description", merge=Merge.TEXT),
        _of(
            ColumnKind.INT,
            12,
            "default_duration_minutes",
            required=True,
            check="default_duration_minutes > 0",
        ),
        _text(13, "colour"),
        _of(ColumnKind.BOOL, 14, "is_active", required=True, default=True),
    ),
    unique_living=("name",),
)

LOCATIONS = Table(
    no=5,
    name="locations",
    columns=(
        _text(10, "name", required=True),
        _text(11, "location_type", required=True),
        _text(12, "address"),
        _text(13, "details", merge=Merge.TEXT),
        _of(ColumnKind.BOOL, 14, "is_active", required=True, default=True),
    ),
    unique_living=("name",),
    checks=(
        "location_type IN ('CLINIC', 'HOME', 'ONLINE')",
        "location_type = 'ONLINE' OR (address IS NOT NULL AND address <> '')",
    ),
)

APPOINTMENT_SERIES = Table(
    no=7,
    name="appointment_series",
    columns=(
        _link(10, "client_id", "clients", required=True),
        _link(11, "practitioner_user_id", "users"),
        _link(12, "service_id", "services"),
        _link(13, "location_id", "locations"),
        _text(14, "location_type", required=True, default="CLINIC"),
        _secret(15, "location_details"),
        _text(16, "rrule", required=True),
        _text(17, "start_local", required=True, check="length(start_local) = 16"),
        _text(18, "timezone", required=True),
        _of(
            ColumnKind.INT, 19, "duration_minutes", required=True, check="duration_minutes BETWEEN 1 AND 1440"
        ),
        _of(ColumnKind.DATE, 20, "until"),
        _of(ColumnKind.JSON, 21, "exceptions", merge=Merge.DAYS),
        _secret(22, "notes", merge=Merge.TEXT),
        _of(ColumnKind.UUID, 23, "follows_id"),
    ),
    checks=("location_type IN ('CLINIC', 'HOME', 'ONLINE')",),
    indexes=(("start_local", "until"), ("client_id", "start_local"), ("follows_id",)),
)

APPOINTMENTS = Table(
    no=6,
    name="appointments",
    columns=(
        _link(10, "client_id", "clients", required=True),
        _link(11, "practitioner_user_id", "users"),
        _link(12, "service_id", "services"),
        _link(13, "location_id", "locations"),
        _of(ColumnKind.TIME, 14, "scheduled_start", required=True),
        _of(ColumnKind.TIME, 15, "scheduled_end", required=True),
        _text(16, "timezone", required=True),
        _text(17, "location_type", required=True, default="CLINIC"),
        _secret(18, "location_details"),
        _text(19, "status", required=True, default="SCHEDULED"),
        _secret(20, "notes", merge=Merge.TEXT),
        _secret(21, "cancellation_reason", merge=Merge.TEXT),
        _of(ColumnKind.UUID, 22, "series_id"),
        _of(ColumnKind.TIME, 23, "original_start"),
        _of(ColumnKind.TIME, 24, "edited_at", merge=Merge.LATEST),
        _of(ColumnKind.INT, 25, "edit_count", required=True, default=0, merge=Merge.LATEST),
    ),
    checks=(
        "scheduled_end > scheduled_start",
        "status IN ('SCHEDULED', 'COMPLETED', 'CANCELLED', 'NO_SHOW')",
        "location_type IN ('CLINIC', 'HOME', 'ONLINE')",
    ),
    indexes=(("scheduled_start", "scheduled_end"), ("client_id", "scheduled_start"), ("status",)),
)

SESSIONS = Table(
    no=8,
    name="sessions",
    access=Access.CLINICAL,
    columns=(
        _link(10, "client_id", "clients", required=True),
        _link(11, "appointment_id", "appointments"),
        _link(12, "created_by_user_id", "users"),
        _secret(13, "subjective", merge=Merge.TEXT),
        _secret(14, "objective", merge=Merge.TEXT),
        _secret(15, "assessment", merge=Merge.TEXT),
        _secret(16, "plan", merge=Merge.TEXT),
        _of(ColumnKind.TIME, 17, "session_date", required=True),
        _of(ColumnKind.INT, 18, "duration_minutes", check="duration_minutes BETWEEN 0 AND 480"),
        _of(ColumnKind.BOOL, 19, "is_draft", required=True, default=True),
        _of(ColumnKind.TIME, 20, "draft_last_saved_at", merge=Merge.LATEST),
        _of(ColumnKind.TIME, 21, "finalized_at"),
        _link(22, "finalized_by", "users"),
        _of(ColumnKind.BYTES, 23, "signature"),
        _of(ColumnKind.TIME, 24, "amended_at", merge=Merge.LATEST),
        _of(ColumnKind.INT, 25, "amendment_count", required=True, default=0, merge=Merge.LATEST),
        _secret(26, "deleted_reason"),
        _link(27, "deleted_by_user_id", "users"),
        _of(ColumnKind.TIME, 28, "permanent_delete_after"),
    ),
    checks=("finalized_at IS NULL OR NOT is_draft",),
    indexes=(
        ("client_id", "session_date"),
        ("is_draft", "draft_last_saved_at"),
        ("session_date",),
        ("appointment_id",),
    ),
)

SESSION_VERSIONS = Table(
    no=9,
    name="session_versions",
    access=Access.CLINICAL,
    insert_only=True,
    columns=(
        _link(10, "session_id", "sessions", required=True),
        _of(ColumnKind.INT, 11, "version_number", required=True, check="version_number > 0"),
        _secret(12, "subjective"),
        _secret(13, "objective"),
        _secret(14, "assessment"),
        _secret(15, "plan"),
        _secret(16, "reason"),
        _link(17, "created_by_user_id", "users"),
        _of(ColumnKind.BYTES, 18, "signature"),
        _of(ColumnKind.TIME, 19, "signed_at"),
    ),
    # A version that gave way to another one of its number stays, as a tombstone.
    unique_living=("session_id", "version_number"),
    indexes=(("session_id", "version_number"),),
)

SESSION_ATTACHMENTS = Table(
    no=10,
    name="session_attachments",
    access=Access.CLINICAL,
    columns=(
        _link(10, "client_id", "clients", required=True),
        _link(11, "session_id", "sessions"),
        _link(12, "uploaded_by_user_id", "users"),
        _secret(13, "file_name", required=True),
        _text(14, "file_type", required=True, default="application/octet-stream"),
        _of(ColumnKind.INT, 15, "file_size_bytes", required=True, check="file_size_bytes > 0"),
        _of(ColumnKind.BYTES, 16, "blob_key", required=True, check="length(blob_key) = 32"),
        _of(ColumnKind.INT, 17, "chunk_count", required=True, check="chunk_count > 0"),
        _secret(18, "caption", merge=Merge.TEXT),
    ),
    indexes=(
        ("session_id", "created_at"),
        ("client_id", "created_at"),
        ("blob_key",),
    ),
)

NOTE_TEMPLATES = Table(
    no=12,
    name="note_templates",
    access=Access.CLINICAL,
    columns=(
        _link(10, "service_id", "services"),
        _secret(11, "name", required=True),
        _secret(12, "subjective", merge=Merge.TEXT),
        _secret(13, "objective", merge=Merge.TEXT),
        _secret(14, "assessment", merge=Merge.TEXT),
        _secret(15, "plan", merge=Merge.TEXT),
    ),
    indexes=(("service_id",),),
)

TEXT_SNIPPETS = Table(
    no=13,
    name="text_snippets",
    access=Access.CLINICAL,
    columns=(
        _secret(10, "abbreviation", required=True),
        _secret(11, "text", required=True, merge=Merge.TEXT),
    ),
)

TIME_BLOCKS = Table(
    no=16,
    name="time_blocks",
    columns=(
        _link(10, "user_id", "users"),
        _secret(11, "title"),
        _text(12, "start_local", required=True, check="length(start_local) = 16"),
        _text(13, "timezone", required=True),
        _of(
            ColumnKind.INT,
            14,
            "duration_minutes",
            required=True,
            check="duration_minutes BETWEEN 1 AND 576000",
        ),
        _of(ColumnKind.BOOL, 15, "is_all_day", required=True, default=False),
        _text(16, "rrule"),
        _of(ColumnKind.DATE, 17, "until"),
        _of(ColumnKind.JSON, 18, "exceptions", merge=Merge.DAYS),
    ),
    indexes=(("start_local", "until"),),
)

MEASURES = Table(
    no=17,
    name="measures",
    access=Access.CLINICAL,
    columns=(
        _link(10, "client_id", "clients", required=True),
        _link(11, "session_id", "sessions"),
        _of(ColumnKind.TIME, 12, "taken_at", required=True),
        _secret(13, "kind", required=True),
        _secret(14, "name", required=True),
        _secret(15, "unit"),
        _secret(16, "low"),
        _secret(17, "high"),
        _secret(18, "value", required=True),
        _secret(19, "note", merge=Merge.TEXT),
    ),
    indexes=(("client_id", "taken_at"), ("session_id",)),
)

AUDIT_EVENTS = Table(
    no=14,
    name="audit_events",
    insert_only=True,
    columns=(
        _text(10, "event_type", required=True),
        _text(11, "resource_type"),
        _of(ColumnKind.UUID, 12, "resource_id"),
        _text(13, "action", required=True),
        _of(ColumnKind.UUID, 14, "user_id"),
        _of(ColumnKind.UUID, 15, "device_id"),
        _of(ColumnKind.TIME, 16, "client_time", required=True),
        _of(ColumnKind.JSON, 17, "metadata"),
    ),
    indexes=(("client_time",), ("resource_id",)),
)

CONFLICTS = Table(
    no=15,
    name="conflicts",
    columns=(
        _of(ColumnKind.INT, 10, "table_no", required=True),
        _of(ColumnKind.UUID, 11, "row_id", required=True),
        _text(12, "field"),
        _text(13, "reason", required=True),
        _secret(14, "base"),
        _secret(15, "ours"),
        _secret(16, "theirs"),
        _of(ColumnKind.UUID, 17, "our_device_id"),
        _of(ColumnKind.UUID, 18, "their_device_id"),
        _of(ColumnKind.TIME, 19, "noticed_at", required=True),
        _of(ColumnKind.TIME, 20, "resolved_at", merge=Merge.LATEST),
        _of(ColumnKind.UUID, 21, "resolved_by_user_id", merge=Merge.LATEST),
        _text(22, "resolution", merge=Merge.LATEST),
    ),
    indexes=(("resolved_at",), ("row_id",)),
)

TABLES: tuple[Table, ...] = (
    WORKSPACES,
    USERS,
    CLIENTS,
    SERVICES,
    LOCATIONS,
    APPOINTMENT_SERIES,
    APPOINTMENTS,
    SESSIONS,
    SESSION_VERSIONS,
    SESSION_ATTACHMENTS,
    NOTE_TEMPLATES,
    TEXT_SNIPPETS,
    TIME_BLOCKS,
    MEASURES,
    AUDIT_EVENTS,
    CONFLICTS,
)
"""In order of reference: a parent stands before its children, so ops apply in this order."""

BY_NAME = {table.name: table for table in TABLES}
BY_NO = {table.no: table for table in TABLES}
