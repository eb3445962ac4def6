"""What the pill's panel says in every state, and what only a person can answer."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.store.facts import get_fact
from desktop.app import Program
from desktop.inbox.texts import refusal_text
from desktop.sync_panel import fact_lines, panel_verbs, reason_words
from desktop.sync_state import Phase, SyncState
from desktop.widgets.question import QuestionDialog
from desktop.workplace import Workplace
from sync.events import Outcome, SyncFailed, SyncFinished
from sync.pull import CONSENT, WipeOutStopped
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]
AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
SERVER_CODES = (
    "unique",
    "reference",
    "too_large",
    "frozen",
    "forbidden",
    "stale",
    "check",
    "group",
    "refused",
)


@pytest.mark.parametrize("code", SERVER_CODES)
def test_given_a_code_of_the_server_when_told_then_there_are_words_for_it(code: str) -> None:
    assert code not in refusal_text(code)


@pytest.mark.parametrize(
    ("state", "reason", "facts", "verbs"),
    [
        (SyncState(), "on this laptop alone", [], ["settings"]),
        (
            SyncState(Phase.IDLE),
            "Connected",
            ["Not saved to the clinic yet", "Nothing is waiting here"],
            ["again"],
        ),
        (
            SyncState(Phase.OFFLINE, saved_at=AT, waiting=2),
            "cannot be reached",
            ["Last saved to the clinic: today, 09:05", "2 changes are waiting here"],
            ["again"],
        ),
        (
            SyncState(Phase.SYNCING, done=3, total=9, needs_you=1),
            "go on working",
            ["3 of 9 so far", "1 question for you"],
            ["inbox", "again"],
        ),
        (SyncState(Phase.FAILED, sentence="Revoked.", code="device_revoked"), "Revoked.", [], ["again"]),
        (SyncState(Phase.FAILED, sentence="So many.", code="wipe_out"), "So many.", [], ["answer", "again"]),
    ],
)
def test_given_a_state_when_the_panel_shows_it_then_it_says_why_what_and_what_to_do(
    state: SyncState, reason: str, facts: list[str], verbs: list[str]
) -> None:
    assert reason in reason_words(state)
    assert set(facts) <= set(fact_lines(state, None, AT))
    assert [verb.name for verb in panel_verbs(state)] == verbs


def questions(place: Workplace) -> list[QuestionDialog]:
    return [one for one in place.window.findChildren(QuestionDialog) if one.isVisible()]


def test_given_the_pill_when_clicked_then_the_panel_opens_and_esc_closes_it(program: Program) -> None:
    place = work(program)
    place.window.top.pill.click()
    assert place.panel.isVisible()
    QTest.keyClick(place.panel, Qt.Key.Key_Escape)
    assert not place.panel.isVisible()
    place.window.top.pill.click()
    place.panel.buttons["settings"].click()
    assert (place.window.place, place.panel.isVisible()) == ("settings", False)


@pytest.fixture
def woken(program: Program) -> Iterator[list[str]]:
    """What the engine was asked for; this practice has none of its own."""
    asked: list[str] = []
    place = work(program)

    class Engine:
        def wake(self) -> None:
            asked.append("wake")

        def stop_and_join(self, _timeout_s: float) -> bool:
            return True

    place.engine = Engine()  # type: ignore[assignment]
    yield asked
    place.engine = None


def fail(program: Program, code: str, sentence: str) -> None:
    work(program).bridge.listen(SyncFailed(code, sentence, None))
    program.jobs.wait()
    QTest.qWait(0)


def test_given_a_mass_removal_when_heard_then_it_asks_with_counts_and_no_is_the_default(
    program: Program, woken: list[str]
) -> None:
    place = work(program)
    fail(program, "wipe_out", WipeOutStopped(40, 60).sentence)
    (question,) = questions(place)
    assert question.focusWidget() is question.no
    question.no.click()
    with place.opening.opened.store.read() as db:
        assert get_fact(db, CONSENT) is None
    assert woken == []
    fail(program, "wipe_out", WipeOutStopped(40, 60).sentence)
    assert questions(place) == []
    place.panel.buttons["answer"].click()
    (question,) = questions(place)
    question.yes.click()
    program.jobs.wait()
    with place.opening.opened.store.read() as db:
        assert get_fact(db, CONSENT) == b"1"
    assert woken == ["wake"]


def test_given_the_curtain_when_something_must_be_asked_then_it_waits_for_the_person(
    program: Program, woken: list[str]
) -> None:
    place = work(program)
    place.soft_lock()
    fail(program, "wipe_out", WipeOutStopped(40, 60).sentence)
    assert questions(place) == []
    place.overlay.hide()
    place.overlay.unlocked.emit()
    assert len(questions(place)) == 1


def test_given_a_copied_practice_when_heard_then_it_explains_and_leads_to_the_backup(
    program: Program, woken: list[str]
) -> None:
    place = work(program)
    fail(program, "restored_copy", "This is a copy of another device's practice.")
    (question,) = questions(place)
    question.yes.click()
    assert place.window.place == "settings"
    assert woken == []


@pytest.mark.parametrize("code", ["device_revoked", "program_too_old", "server_too_old"])
def test_given_a_refusal_for_good_when_heard_then_the_panel_says_it_and_nothing_is_asked(
    program: Program, woken: list[str], code: str
) -> None:
    place = work(program)
    fail(program, code, "A plain sentence.")
    assert questions(place) == []
    assert place.window.top.pill.text() == "Not syncing"
    assert place.panel.reason.text() == "A plain sentence."
    place.panel.buttons["again"].click()
    assert woken == ["wake"]
    place.bridge.listen(SyncFinished(Outcome(), AT))
    QTest.qWait(0)
    assert "saved to the clinic" in place.window.top.pill.text().lower()
