"""What sync tells its listener: frozen values that carry ids and counts, never rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.changes import Changed
from sync.remote import Scarce


class PassPhase(StrEnum):
    """What a `SyncProgress` counts: rows to be sent, places in the feed, rows to be sealed, or chunks."""

    PUSH = "push"
    PULL = "pull"
    SEAL = "seal"
    """An adopted practice gets its seals; once."""
    SEND_FILES = "send_files"
    FETCH_FILES = "fetch_files"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOutcome:
    """One pass in numbers. `waiting` rows are still unsent, `refused` need a person.

    A pass of the queue of files counts chunks; `refused` are files whose content cannot be used.
    """

    pushed: int = 0
    pulled: int = 0
    merged: int = 0
    conflicts: int = 0
    refused: int = 0
    waiting: int = 0
    scarce: tuple[Scarce, ...] = ()
    """Limits of the clinic's server that are nearly reached."""


@dataclass(frozen=True, slots=True)
class SyncStarted:
    """A pass begins. `SyncFinished` or `SyncFailed` follows, and nothing where it was stopped."""


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """`done` of `total` in the unit of the phase; the total may grow while somebody types or others sync."""

    done: int
    total: int
    phase: PassPhase


@dataclass(frozen=True, slots=True)
class RowsChanged:
    """Rows that a pass changed here, told while it runs; screens read them anew."""

    changed: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class NeedsYou:
    """How many new questions or refusals this pass raised."""

    count: int


@dataclass(frozen=True, slots=True)
class SyncFinished:
    """A pass that reached its end. All is saved in the clinic only if `outcome.waiting` is 0."""

    outcome: PassOutcome
    at: datetime


@dataclass(frozen=True, slots=True)
class SyncFailed:
    """A pass that ended early. Nothing is lost; `next_try_s` None: not before `wake` or `resume`."""

    code: str
    sentence: str
    next_try_s: float | None


SyncEvent = SyncStarted | SyncProgress | RowsChanged | NeedsYou | SyncFinished | SyncFailed
Listener = Callable[[SyncEvent], None]
