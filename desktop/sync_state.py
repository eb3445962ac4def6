"""What the sync pill knows and says. No Qt."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from desktop.i18n import plural, tr
from sync.events import SyncEvent, SyncFailed, SyncFinished, SyncProgress, SyncStarted


class Phase(StrEnum):
    LOCAL = "local"
    """No clinic is connected: everything is on this laptop."""
    IDLE = "idle"
    SYNCING = "syncing"
    OFFLINE = "offline"
    FAILED = "failed"
    """The server answered and said no, or a person has to look."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """`waiting` rows are not in the clinic yet; `needs_you` is the number of open questions in the inbox."""

    phase: Phase = Phase.LOCAL
    saved_at: datetime | None = None
    done: int = 0
    total: int = 0
    waiting: int = 0
    needs_you: int = 0
    sentence: str = ""
    code: str = ""
    """Of the failure in `sentence`, such as "wipe_out"."""

    def after(self, event: SyncEvent) -> "SyncState":
        """The state that follows an event of the engine; other events change nothing here."""
        if isinstance(event, SyncStarted):
            return replace(self, phase=Phase.SYNCING, done=0, total=0)
        if isinstance(event, SyncProgress):
            return replace(self, phase=Phase.SYNCING, done=event.done, total=event.total)
        if isinstance(event, SyncFinished):
            return replace(
                self, phase=Phase.IDLE, saved_at=event.at, waiting=event.outcome.waiting, sentence="", code=""
            )
        if isinstance(event, SyncFailed):
            phase = Phase.OFFLINE if event.code == "server_unreachable" else Phase.FAILED
            return replace(self, phase=phase, sentence=event.sentence, code=event.code)
        return self


@dataclass(frozen=True, slots=True)
class PillWords:
    """`tone` is a role of the palette; `detail` is the tool tip."""

    text: str
    tone: str
    detail: str


def pill_words(state: SyncState, zone: tzinfo) -> PillWords:
    """Open questions come first, then what is happening, then what is saved where."""
    if state.needs_you:
        text = plural("Sync", "1 needs you", "{n} need you", state.needs_you)
        return PillWords(text, "danger", tr("Sync", "Open the inbox to answer."))
    if state.phase is Phase.LOCAL:
        detail = tr("Sync", "This practice lives on this laptop. Connect a clinic in Settings.")
        return PillWords(tr("Sync", "On this laptop"), "secondary", detail)
    if state.phase is Phase.FAILED:
        return PillWords(tr("Sync", "Not syncing"), "danger", state.sentence)
    if state.phase is Phase.SYNCING:
        return PillWords(_syncing(state), "accent", tr("Sync", "You can go on working."))
    return _resting(state, zone)


def _syncing(state: SyncState) -> str:
    if state.total <= 0:
        return tr("Sync", "Syncing")
    return tr("Sync", "Syncing {done} of {total}", done=min(state.done, state.total), total=state.total)


def _resting(state: SyncState, zone: tzinfo) -> PillWords:
    saved = _saved(state.saved_at, zone)
    waiting = plural("Sync", "1 waiting", "{n} waiting", state.waiting)
    if state.phase is Phase.OFFLINE:
        text = tr("Sync", "Offline, {waiting}", waiting=waiting) if state.waiting else tr("Sync", "Offline")
        safe = tr("Sync", "Everything is saved on this laptop and goes to the clinic by itself.")
        return PillWords(text, "secondary", f"{safe} {saved}".strip())
    if state.waiting:
        return PillWords(waiting, "warning", saved)
    return PillWords(saved or tr("Sync", "Connected"), "good", "")


def _saved(at: datetime | None, zone: tzinfo) -> str:
    if at is None:
        return ""
    return tr("Sync", "Saved to the clinic at {time}", time=at.astimezone(zone).strftime("%H:%M"))
