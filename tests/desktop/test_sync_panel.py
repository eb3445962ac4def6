"""What the pill's panel says in every state, and what only a person can answer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.clock import FixedClock
from core.store.facts import get_fact
from desktop.app import Program
from desktop.field_words import field_word, record_word
from desktop.inbox.texts import refusal_text
from desktop.sync_panel import fact_lines, panel_verbs
from desktop.sync_state import Phase, SyncState
from desktop.sync_words import reason_words
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
    "unknown_table",
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
            ["again", "pause"],
        ),
        (
            SyncState(Phase.IDLE, saved_at=AT, unsent_files=2),
            "Connected",
            ["Last saved to the clinic: today, 09:05", "No change is waiting here"],
            ["again", "pause"],
        ),
        (
            SyncState(Phase.OFFLINE, saved_at=AT, waiting=2, code="server_unreachable"),
            "cannot be reached",
            ["Last saved to the clinic: today, 09:05", "2 changes are waiting here"],
            ["again", "pause"],
        ),
        (
            SyncState(Phase.SYNCING, done=3, total=9, needs_you=1),
            "go on working",
            ["3 of 9 so far", "1 question for you"],
            ["inbox", "again", "pause"],
        ),
        (
            SyncState(Phase.FAILED, code="disk_full"),
            "disk is full",
            ["It is tried again by itself"],
            ["again", "pause"],
        ),
        (
            SyncState(Phase.FAILED, sentence="So many.", code="wipe_out"),
            "So many.",
            [],
            ["answer", "again", "pause"],
        ),
        (SyncState(Phase.IDLE, paused=True, needs_you=1), "is paused", [], ["inbox", "resume"]),
    ],
)
def test_given_a_state_when_the_panel_shows_it_then_it_says_why_what_and_what_to_do(
    state: SyncState, reason: str, facts: list[str], verbs: list[str]
) -> None:
    assert reason in reason_words(state)
    assert set(facts) <= set(fact_lines(state, AT))
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

        def pause(self) -> None:
            asked.append("pause")

        def resume(self) -> None:
            asked.append("resume")

        def stop_and_join(self, _timeout_s: float) -> bool:
            return True

    place.engine = Engine()  # type: ignore[assignment]
    yield asked
    place.engine = None


def fail(program: Program, code: str, sentence: str) -> None:
    work(program).bridge.listen(SyncFailed(code, sentence, None))
    program.jobs.wait()
    QTest.qWait(0)


def test_given_an_open_panel_when_the_window_changes_its_size_then_it_stays_under_the_pill(
    program: Program,
) -> None:
    window, panel = work(program).window, work(program).panel
    window.resize(1600, 900)
    QApplication.processEvents()
    panel.toggle()
    window.resize(1100, 700)
    QApplication.processEvents()
    pill = window.top.pill
    right = pill.mapTo(window.host, QPoint(pill.width(), 0)).x()
    assert panel.x() + panel.width() == right
    panel.close_panel()


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
    pill, reason = place.window.top.pill, place.panel.reason.text()
    assert pill.text().startswith("Removed from the clinic" if code == "device_revoked" else "Not syncing")
    assert reason == reason_words(SyncState(Phase.FAILED, code=code))
    assert pill.accessibleDescription() == reason
    assert place.panel.accessibleDescription().splitlines()[:2] == [pill.text(), reason]
    place.panel.buttons["again"].click()
    assert woken == ["wake"]
    place.bridge.listen(SyncFinished(Outcome(), AT))
    QTest.qWait(0)
    assert "saved to the clinic" in place.window.top.pill.text().lower()


def test_given_the_keyboard_alone_when_paused_and_resumed_then_the_engine_and_the_pill_follow(
    program: Program, woken: list[str]
) -> None:
    place = work(program)
    pill = place.window.top.pill
    place.bridge.listen(SyncFinished(Outcome(waiting=2), AT))
    QTest.qWait(0)
    pill.setFocus()
    QTest.keyClick(pill, Qt.Key.Key_Space)
    again = place.panel.focusWidget()
    assert again is place.panel.buttons["again"]
    woken.clear()
    QTest.keyClick(again, Qt.Key.Key_Tab)
    QTest.keyClick(place.panel.focusWidget(), Qt.Key.Key_Space)
    assert (woken, pill.text()) == (["pause"], "Paused, 2 waiting")
    QTest.keyClick(pill, Qt.Key.Key_Space)
    assert woken == ["pause"]
    QTest.keyClick(place.panel.focusWidget(), Qt.Key.Key_Space)
    assert (woken, place.bridge.state.paused) == (["pause", "resume"], False)


def test_given_midnight_when_it_passes_without_an_event_then_the_pill_says_yesterday(
    program: Program, clock: FixedClock, woken: list[str]
) -> None:
    place = work(program)
    place.bridge.listen(SyncFinished(Outcome(), clock.now()))
    QTest.qWait(0)
    assert place.window.top.pill.text() == "All saved to the clinic at 09:30"
    clock.advance(timedelta(days=1))
    place._minute.timeout.emit()
    assert place.window.top.pill.text() == "All saved to the clinic yesterday, 09:30"


def test_given_an_attachment_when_asked_about_then_it_and_its_name_have_words() -> None:
    assert record_word("session_attachments") == "Attachment"
    assert field_word("session_attachments", "file_name") == "Name of the file"
