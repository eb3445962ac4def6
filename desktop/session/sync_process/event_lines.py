"""The events of sync as they go through the pipe: JSON lists of words, numbers and ids, never a row."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from core.domain.changes import Changed
from core.domain.clock import from_micros, to_micros
from core.domain.enums import Origin
from core.domain.ids import WorkspaceId
from core.domain.registry import BY_NAME
from sync.events import (
    NeedsYou,
    PassOutcome,
    PassPhase,
    RowsChanged,
    SyncEvent,
    SyncFailed,
    SyncFinished,
    SyncProgress,
    SyncStarted,
)
from sync.remote import Scarce


def line_of(event: SyncEvent) -> list[Any]:
    """A word for the kind of event, then what it carries."""
    match event:
        case SyncStarted():
            return ["started"]
        case SyncProgress():
            return ["progress", event.done, event.total, event.phase.value]
        case RowsChanged():
            return ["rows", [[each.table, [row.hex for row in each.ids]] for each in event.changed]]
        case NeedsYou():
            return ["needs", event.count]
        case SyncFinished():
            return ["finished", _numbers(event.outcome), _scarce(event.outcome), to_micros(event.at)]
        case SyncFailed():
            return ["failed", event.code, event.sentence, event.next_try_s]


def event_of(line: Sequence[Any]) -> SyncEvent:
    """Raises ValueError for a line that tells no event."""
    try:
        word, *rest = line
        return _READ[word](*rest)
    except (ArithmeticError, AttributeError, LookupError, TypeError) as error:
        raise ValueError("tells no event") from error


def _numbers(outcome: PassOutcome) -> dict[str, int]:
    return {name: value for name, value in asdict(outcome).items() if name != "scarce"}


def _scarce(outcome: PassOutcome) -> list[list[Any]]:
    return [[each.name, each.used, each.most, each.workspace_id.hex] for each in outcome.scarce]


def _finished(numbers: Mapping[str, int], scarce: Sequence[Sequence[Any]], at: int) -> SyncFinished:
    limits = tuple(
        Scarce(str(name), int(used), int(most), WorkspaceId(uuid.UUID(hex=practice)))
        for name, used, most, practice in scarce
    )
    known = {name: int(value) for name, value in numbers.items()}
    return SyncFinished(PassOutcome(**known, scarce=limits), from_micros(at))


def _rows(changed: Sequence[Sequence[Any]]) -> RowsChanged:
    return RowsChanged(
        tuple(
            Changed(BY_NAME[table].name, frozenset(uuid.UUID(hex=row) for row in rows), Origin.SYNC)
            for table, rows in changed
        )
    )


def _failed(code: str, sentence: str, next_try_s: float | None) -> SyncFailed:
    return SyncFailed(str(code), str(sentence), None if next_try_s is None else float(next_try_s))


_READ: dict[str, Callable[..., SyncEvent]] = {
    "started": SyncStarted,
    "progress": lambda done, total, phase: SyncProgress(int(done), int(total), PassPhase(phase)),
    "rows": _rows,
    "needs": lambda count: NeedsYou(int(count)),
    "finished": _finished,
    "failed": _failed,
}
