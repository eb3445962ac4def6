"""What the window knows of syncing, and how the engine's events lead from one state to the next. No Qt."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sync.events import SyncEvent, SyncFailed, SyncFinished, SyncProgress, SyncStarted
from sync.remote import Scarce


class StatusPhase(StrEnum):
    """What syncing does just now; with the counts it decides what the pill says."""

    LOCAL = "local"
    """No clinic is connected: everything is on this laptop."""
    IDLE = "idle"
    SYNCING = "syncing"
    OFFLINE = "offline"
    FAILED = "failed"
    """The server answered and said no, or a person has to look."""


UNREACHED = frozenset({"server_unreachable", "server_busy"})
"""Codes of failures that only mean: not now."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """`waiting` rows are not in the clinic yet; `needs_you` is the number of open questions in the inbox.

    `saved_at`: when everything here was last in the clinic; a pass that left something behind keeps it.
    """

    phase: StatusPhase = StatusPhase.LOCAL
    saved_at: datetime | None = None
    done: int = 0
    total: int = 0
    waiting: int = 0
    needs_you: int = 0
    sentence: str = ""
    code: str = ""
    """Of the failure in `sentence`, such as "wipe_out"."""
    tries_again: bool = True
    """After a failure: whether the engine comes back to it by itself."""
    unsent_files: int = 0
    """Files whose content is on this laptop and not wholly in the clinic."""
    scarce: tuple[Scarce, ...] = ()
    """Limits of the clinic's server that are nearly reached, as the last pass heard."""
    paused: bool = False
    """A person asked for quiet; until they say otherwise or the program starts again."""

    def after(self, event: SyncEvent) -> "SyncState":
        """The state that follows an event of the engine; other events change nothing here."""
        if isinstance(event, SyncStarted):
            return replace(self, phase=StatusPhase.SYNCING, done=0, total=0)
        if isinstance(event, SyncProgress):
            return replace(self, phase=StatusPhase.SYNCING, done=event.done, total=event.total)
        if isinstance(event, SyncFinished):
            waiting = event.outcome.waiting
            saved_at = self.saved_at if waiting else event.at
            return replace(
                self,
                phase=StatusPhase.IDLE,
                saved_at=saved_at,
                waiting=waiting,
                scarce=event.outcome.scarce,
                sentence="",
                code="",
                tries_again=True,
            )
        if isinstance(event, SyncFailed):
            phase = StatusPhase.OFFLINE if event.code in UNREACHED else StatusPhase.FAILED
            tries_again = event.next_try_s is not None
            return replace(
                self, phase=phase, sentence=event.sentence, code=event.code, tries_again=tries_again
            )
        return self
