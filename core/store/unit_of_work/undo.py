"""What taking a command back needs: former values, field by field."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One row's change in stored values; undone only while the row still holds `after`."""

    table_name: str
    row_id: uuid.UUID
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Undo:
    """Handed out by a command, given to `Practice.undo`. It holds personal data: keep it in memory only."""

    steps: tuple[UndoStep, ...]
