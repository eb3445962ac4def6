"""What the pill says in every state, and how events lead from one to the next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.sync_status.state import StatusPhase, SyncState
from desktop.sync_status.texts import pill_words, reason_words
from sync.events import NeedsYou, PassOutcome, SyncFailed, SyncFinished, SyncProgress, SyncStarted
from sync.events import PassPhase as Doing

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
NOW = AT.astimezone(BERLIN)
REVOKED = SyncState(StatusPhase.FAILED, code="device_revoked")


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        (SyncState(), "On this laptop", "secondary"),
        (SyncState(StatusPhase.IDLE), "Connecting", "secondary"),
        (SyncState(StatusPhase.IDLE, saved_at=AT), "All saved to the clinic at 10:05", "good"),
        (SyncState(StatusPhase.IDLE, saved_at=AT, waiting=1), "1 waiting", "warning"),
        (SyncState(StatusPhase.IDLE, waiting=3), "3 waiting", "warning"),
        (SyncState(StatusPhase.SYNCING), "Syncing", "accent"),
        (SyncState(StatusPhase.SYNCING, done=2, total=9), "Syncing 2 of 9", "accent"),
        (SyncState(StatusPhase.OFFLINE), "Offline", "secondary"),
        (SyncState(StatusPhase.OFFLINE, waiting=2), "Offline, 2 waiting", "secondary"),
        (SyncState(StatusPhase.IDLE, paused=True), "Paused", "secondary"),
        (SyncState(StatusPhase.OFFLINE, paused=True, waiting=2), "Paused, 2 waiting", "warning"),
        (SyncState(StatusPhase.SYNCING, paused=True), "Syncing", "accent"),
        (SyncState(StatusPhase.IDLE, saved_at=AT, unsent_files=1), "1 file waiting", "warning"),
        (SyncState(StatusPhase.OFFLINE, unsent_files=2), "Offline, 2 files waiting", "secondary"),
        (SyncState(StatusPhase.IDLE, waiting=3, unsent_files=2), "3 waiting", "warning"),
        (SyncState(StatusPhase.FAILED, sentence="No."), "Not syncing", "danger"),
        (SyncState(StatusPhase.FAILED, code="disk_full", waiting=2), "Not syncing, 2 waiting", "danger"),
        (SyncState(StatusPhase.FAILED, code="wipe_out"), "Needs you", "danger"),
        (SyncState(StatusPhase.FAILED, code="restored_copy", needs_you=2), "Needs you", "danger"),
        (replace(REVOKED, needs_you=2, paused=True), "Removed from the clinic", "danger"),
        (SyncState(StatusPhase.SYNCING, needs_you=1), "1 needs you", "danger"),
        (SyncState(StatusPhase.IDLE, needs_you=4), "4 need you", "danger"),
        (SyncState(StatusPhase.OFFLINE, needs_you=3), "Offline; 3 need you", "danger"),
        (SyncState(StatusPhase.OFFLINE, needs_you=1, waiting=2), "Offline, 2 waiting; 1 needs you", "danger"),
        (SyncState(StatusPhase.IDLE, needs_you=3, paused=True), "Paused; 3 need you", "danger"),
    ],
)
def test_given_a_state_when_shown_then_the_pill_says_it_in_words(
    state: SyncState, text: str, tone: str
) -> None:
    words = pill_words(state, NOW)
    assert (words.text, words.tone) == (text, tone)


@pytest.mark.parametrize(
    ("later", "text"),
    [
        (timedelta(hours=13, minutes=54), "All saved to the clinic at 10:05"),
        (timedelta(hours=13, minutes=55), "All saved to the clinic yesterday, 10:05"),
        (timedelta(days=3), "All saved to the clinic Mon 23 Nov, 10:05"),
        (timedelta(days=60), "All saved to the clinic 23 Nov 2026, 10:05"),
    ],
)
def test_given_midnight_and_days_when_they_pass_then_the_time_says_of_which_day_it_is(
    later: timedelta, text: str
) -> None:
    assert pill_words(SyncState(StatusPhase.IDLE, saved_at=AT), NOW + later).text == text


@pytest.mark.parametrize("phase", StatusPhase)
@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize(("waiting", "files"), [(1, 0), (0, 1)])
def test_given_something_unsent_when_shown_in_any_phase_then_nothing_says_that_all_is_saved(
    phase: StatusPhase, paused: bool, waiting: int, files: int
) -> None:
    state = SyncState(phase, AT, waiting=waiting, unsent_files=files, paused=paused, sentence="No.")
    assert "All saved" not in pill_words(state, NOW).text
    assert pill_words(state, NOW).tone != "good"


def test_given_a_pass_that_left_something_behind_when_it_ends_then_the_good_time_stays() -> None:
    before = SyncState(StatusPhase.SYNCING, saved_at=AT)
    after = before.after(SyncFinished(PassOutcome(waiting=1), AT + timedelta(hours=1)))
    assert (after.saved_at, after.waiting) == (AT, 1)


@pytest.mark.parametrize(
    ("code", "what", "safe"),
    [
        ("server_unreachable", "cannot be reached", "saved on this laptop"),
        ("server_busy", "busy", "saved on this laptop"),
        ("server_refused", "did not let this laptop in", "saved here"),
        ("wrong_server", "date and time", "saved here"),
        ("device_revoked", "removed this laptop", "stays"),
        ("disk_full", "disk is full", "safe"),
        ("store_damaged", "damaged", "backup"),
        ("program_too_old", "Install the update", "saved on this laptop"),
        ("server_too_old", "older than this program", "saved on this laptop"),
        ("old_key", "lacks a key", "saved here"),
        ("tampered", "seal", "saved on this laptop"),
        ("not_adopted", "old database", "saved on this laptop"),
        ("internal", "fault in the program", "saved on this laptop"),
    ],
)
def test_given_a_code_when_syncing_is_stuck_then_the_reason_says_what_and_what_is_safe(
    code: str, what: str, safe: str
) -> None:
    reason = reason_words(SyncState().after(SyncFailed(code, "Raw.", None)))
    assert what in reason
    assert safe in reason


def test_given_a_code_without_words_when_stuck_then_the_sentence_it_came_with_is_told() -> None:
    state = SyncState().after(SyncFailed("of_tomorrow", "Something new.", 3.0))
    assert pill_words(state, NOW).detail == reason_words(state) == "Something new."


def test_given_a_whole_pass_when_its_events_come_then_the_state_follows() -> None:
    state = SyncState(StatusPhase.IDLE, waiting=5).after(SyncStarted())
    assert state.phase is StatusPhase.SYNCING
    state = state.after(SyncProgress(3, 5, Doing.PUSH))
    assert (state.done, state.total) == (3, 5)
    state = state.after(SyncFinished(PassOutcome(waiting=0), AT))
    assert (state.phase, state.saved_at, state.waiting) == (StatusPhase.IDLE, AT, 0)


def test_given_no_server_when_a_pass_fails_then_it_is_offline_and_not_a_fault() -> None:
    unreached = SyncState(StatusPhase.SYNCING).after(SyncFailed("server_unreachable", "", 5))
    assert (unreached.phase, unreached.tries_again) == (StatusPhase.OFFLINE, True)
    assert (
        SyncState(StatusPhase.SYNCING).after(SyncFailed("device_revoked", "", None)).phase
        is StatusPhase.FAILED
    )


def test_given_an_event_about_something_else_when_it_comes_then_nothing_changes() -> None:
    assert SyncState().after(NeedsYou(1)) == SyncState()
