"""What an adoption is asked to do, and what it tells when it is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.domain.ids import UserId, WorkspaceId

BATCH = 500
AdoptionProgress = Callable[[str, int, int], None]
"""What is being done, how many rows of how many."""


def quiet(_what: str, _done: int, _total: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionPlan:
    """What is to be adopted and how. `owner` is the e-mail address of who gets the first device."""

    workspace_id: WorkspaceId | None = None
    owner: str | None = None
    timezone: str
    locale: str = "en"
    master_keys: Sequence[bytes] = field(default=(), repr=False)
    mend: bool = False
    batch: int = BATCH

    def options(self) -> dict[str, object]:
        """What a resumed adoption must not change."""
        return {"timezone": self.timezone, "locale": self.locale, "mend": self.mend}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """`digests` were equal before and after. `was_finished`: an earlier run had done it all."""

    workspace_id: WorkspaceId
    owner_id: UserId
    root_pub: bytes
    counts: Mapping[str, int]
    digests: Mapping[str, str]
    proof: bytes
    """What its rows come to; by this the owner's laptop knows them."""
    resumed: bool
    was_finished: bool
