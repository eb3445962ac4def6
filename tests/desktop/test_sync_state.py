"""What the pill says in every state, and how events lead from one to the next."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.sync_state import Phase, SyncState, pill_words
from sync.events import NeedsYou, Outcome, SyncFailed, SyncFinished, SyncProgress, SyncStarted
from sync.events import Phase as Doing

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        (SyncState(), "On this laptop", "secondary"),
        (SyncState(Phase.IDLE), "Connected", "good"),
        (SyncState(Phase.IDLE, saved_at=AT), "Saved to the clinic at 10:05", "good"),
        (SyncState(Phase.IDLE, saved_at=AT, waiting=1), "1 waiting", "warning"),
        (SyncState(Phase.IDLE, waiting=3), "3 waiting", "warning"),
        (SyncState(Phase.SYNCING), "Syncing", "accent"),
        (SyncState(Phase.SYNCING, done=2, total=9), "Syncing 2 of 9", "accent"),
        (SyncState(Phase.OFFLINE), "Offline", "secondary"),
        (SyncState(Phase.OFFLINE, waiting=2), "Offline, 2 waiting", "secondary"),
        (SyncState(Phase.FAILED, sentence="Revoked."), "Not syncing", "danger"),
        (SyncState(Phase.SYNCING, needs_you=1), "1 needs you", "danger"),
        (SyncState(Phase.IDLE, needs_you=4), "4 need you", "danger"),
    ],
)
def test_given_a_state_when_shown_then_the_pill_says_it_in_words(
    state: SyncState, text: str, tone: str
) -> None:
    words = pill_words(state, BERLIN)
    assert (words.text, words.tone) == (text, tone)


def test_given_a_failure_when_shown_then_its_sentence_is_the_detail() -> None:
    assert pill_words(SyncState(Phase.FAILED, sentence="Revoked."), BERLIN).detail == "Revoked."


def test_given_a_whole_pass_when_its_events_come_then_the_state_follows() -> None:
    state = SyncState(Phase.IDLE, waiting=5).after(SyncStarted())
    assert state.phase is Phase.SYNCING
    state = state.after(SyncProgress(3, 5, Doing.PUSH))
    assert (state.done, state.total) == (3, 5)
    state = state.after(SyncFinished(Outcome(waiting=0), AT))
    assert (state.phase, state.saved_at, state.waiting) == (Phase.IDLE, AT, 0)


def test_given_no_server_when_a_pass_fails_then_it_is_offline_and_not_a_fault() -> None:
    assert SyncState(Phase.SYNCING).after(SyncFailed("server_unreachable", "", 5)).phase is Phase.OFFLINE
    assert SyncState(Phase.SYNCING).after(SyncFailed("device_revoked", "", None)).phase is Phase.FAILED


def test_given_an_event_about_something_else_when_it_comes_then_nothing_changes() -> None:
    assert SyncState().after(NeedsYou(1)) == SyncState()
