"""What an oracle reports when a promise of syncing was broken."""

from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override


class Oracle(StrEnum):
    """The promises; the letters are those of docs/sync.md."""

    CONVERGENCE = "a convergence"
    NO_LOSS = "b no lost update"
    NOTHING_INVENTED = "c nothing invented"
    NO_FALSE_CONFLICT = "d no false conflict"
    EXACTLY_ONCE = "e exactly once"
    FEED_DENSITY = "f feed density"
    READ_YOUR_WRITES = "g read your writes"
    LIVENESS = "h liveness"
    ISOLATION = "i isolation"
    AUDIT = "j audit"
    PREFIX = "k any cursor"
    CARET = "l what stands at the caret"
    TOLD = "m refused in words"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise; `what` names rows and fields, so use invented people only."""

    oracle: Oracle
    what: str

    @override
    def __str__(self) -> str:
        return f"({self.oracle}) {self.what}"
