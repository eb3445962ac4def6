"""What a command or a sync pass changed: the one message that every screen listens to."""

import uuid
from dataclasses import dataclass

from core.domain.enums import Origin


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows of one table that changed. Carries ids, never content."""

    table: str
    ids: frozenset[uuid.UUID]
    origin: Origin = Origin.PERSON
