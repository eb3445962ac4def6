"""What a synced table and its columns say of themselves: the words in which the registry is written."""

from dataclasses import dataclass, field
from enum import Enum
from typing import TypedDict, Unpack


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


def text(no: int, name: str, **options: Unpack[_Options]) -> Column:
    return Column(no=no, name=name, kind=ColumnKind.TEXT, **options)


def secret(no: int, name: str, kind: ColumnKind = ColumnKind.TEXT, **options: Unpack[_Options]) -> Column:
    return Column(no=no, name=name, kind=kind, enc=True, **options)


def link(no: int, name: str, references: str, **options: Unpack[_Options]) -> Column:
    return Column(no=no, name=name, kind=ColumnKind.UUID, references=references, **options)


def of(kind: ColumnKind, no: int, name: str, **options: Unpack[_Options]) -> Column:
    return Column(no=no, name=name, kind=kind, **options)
