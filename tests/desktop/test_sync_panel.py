"""What the pill's panel says in every state, and what only a person can answer."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.clock import FixedClock
from core.domain.ids import WorkspaceId
from core.store.database.facts import get_fact
from desktop.app import Program
from desktop.inbox.texts import refusal_text
from desktop.kit.field_texts import field_word, record_word
from desktop.shell.unlocked import UnlockedSession
from desktop.sync_status.panel import fact_lines, panel_verbs
from desktop.sync_status.state import StatusPhase, SyncState
from desktop.sync_status.texts import reason_words
from desktop.widgets.question import QuestionDialog
from sync.events import PassOutcome, SyncFailed, SyncFinished
from sync.remote import Scarce
from sync.rows.pull import CONSENT, WipeOutStopped
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


_NO_ROOM = (
    "95 % of the practice's room at the clinic's server is used. When it is full, new files stay on this "
    "laptop, and text goes on. Tell whoever runs the server."
)
_DAY = (
    "80 % of what this laptop may send today is sent. Beyond it the rest waits here until tomorrow; nothing "
    "is lost."
)

_READ = (
    "85 % of what this laptop may fetch today is fetched. Beyond it the rest comes tomorrow; nothing is lost."
)


def _scarce(name: str, percent: int) -> Scarce:
    return Scarce(name, percent, 100, WorkspaceId(uuid.UUID(int=1)))


@pytest.mark.parametrize("code", SERVER_CODES)
def test_given_a_code_of_the_server_when_told_then_there_are_words_for_it(code: str) -> None:
    assert code not in refusal_text(code)


@pytest.mark.parametrize(
    ("state", "reason", "facts", "verbs"),
    [
        (SyncState(), "on this laptop alone", [], ["settings"]),
        (
            SyncState(StatusPhase.IDLE),
            "Connected",
            ["Not saved to the clinic yet", "Nothing is waiting here"],
            ["again", "pause"],
        ),
        (
            SyncState(StatusPhase.IDLE, saved_at=AT, unsent_files=2),
            "Connected",
            ["Last saved to the clinic: today, 09:05", "No change is waiting here"],
            ["again", "pause"],
        ),
        (
            SyncState(StatusPhase.OFFLINE, saved_at=AT, waiting=2, code="server_unreachable"),
            "cannot be reached",
            ["Last saved to the clinic: today, 09:05", "2 changes are waiting here"],
            ["again", "pause"],
        ),
        (
            SyncState(StatusPhase.SYNCING, done=3, total=9, needs_you=1),
            "go on working",
            ["3 of 9 so far", "1 question for you"],
            ["inbox", "again", "pause"],
        ),
        (
            SyncState(StatusPhase.FAILED, code="disk_full"),
            "disk is full",
            ["It is tried again by itself"],
            ["again", "pause"],
        ),
        (
            SyncState(StatusPhase.FAILED, sentence="So many.", code="wipe_out"),
            "So many.",
            [],
            ["answer", "again", "pause"],
        ),
        (
            SyncState(StatusPhase.IDLE, saved_at=AT, scarce=(_scarce("file_bytes", 81), _scarce("rows", 95))),
            "Connected",
            [_NO_ROOM],
            ["again", "pause"],
        ),
        (
            SyncState(StatusPhase.IDLE, saved_at=AT, scarce=(_scarce("rows_day", 80),)),
            "Connected",
            [_DAY],
            ["again", "pause"],
        ),
        (
            SyncState(StatusPhase.IDLE, saved_at=AT, scarce=(_scarce("reads_day", 85),)),
            "Connected",
            [_READ],
            ["again", "pause"],
        ),
        (SyncState(StatusPhase.IDLE, paused=True, needs_you=1), "is paused", [], ["inbox", "resume"]),
    ],
)
def test_given_a_state_when_the_panel_shows_it_then_it_says_why_what_and_what_to_do(
    state: SyncState, reason: str, facts: list[str], verbs: list[str]
) -> None:
    assert reason in reason_words(state)
    assert set(facts) <= set(fact_lines(state, AT))
    assert [verb.name for verb in panel_verbs(state)] == verbs


def questions(place: UnlockedSession) -> list[QuestionDialog]:
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


@pytest.mark.parametrize("code", ["restored_copy", "unknown_device"])
def test_given_a_laptop_that_its_clinic_does_not_take_when_heard_then_it_is_asked_to_join_again(
    program: Program, woken: list[str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = work(program)
    asked: list[None] = []
    monkeypatch.setattr(place.questions, "_join_again", lambda: asked.append(None))
    fail(program, code, "A plain sentence.")
    (question,) = questions(place)
    question.yes.click()
    assert (asked, woken) == ([None], [])
    assert place.panel.buttons["answer"].text() == "Join the clinic again"


def test_given_a_laptop_that_was_removed_when_heard_then_joining_again_is_offered_and_not_pressed_on_anybody(
    program: Program, woken: list[str]
) -> None:
    place = work(program)
    fail(program, "device_revoked", "A plain sentence.")
    assert questions(place) == []
    place.panel.buttons["answer"].click()
    (question,) = questions(place)
    question.no.click()
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
    assert reason == reason_words(SyncState(StatusPhase.FAILED, code=code))
    assert pill.accessibleDescription() == reason
    assert place.panel.accessibleDescription().splitlines()[:2] == [pill.text(), reason]
    place.panel.buttons["again"].click()
    assert woken == ["wake"]
    place.bridge.listen(SyncFinished(PassOutcome(), AT))
    QTest.qWait(0)
    assert "saved to the clinic" in place.window.top.pill.text().lower()


def test_given_the_keyboard_alone_when_paused_and_resumed_then_the_engine_and_the_pill_follow(
    program: Program, woken: list[str]
) -> None:
    place = work(program)
    pill = place.window.top.pill
    place.bridge.listen(SyncFinished(PassOutcome(waiting=2), AT))
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
    place.bridge.listen(SyncFinished(PassOutcome(), clock.now()))
    QTest.qWait(0)
    assert place.window.top.pill.text() == "All saved to the clinic at 09:30"
    clock.advance(timedelta(days=1))
    place._minute.timeout.emit()
    assert place.window.top.pill.text() == "All saved to the clinic yesterday, 09:30"


def test_given_an_attachment_when_asked_about_then_it_and_its_name_have_words() -> None:
    assert record_word("session_attachments") == "Attachment"
    assert field_word("session_attachments", "file_name") == "Name of the file"


@pytest.mark.parametrize("width", [960, 1280])
@pytest.mark.parametrize(
    "state",
    [
        SyncState(),
        SyncState(StatusPhase.FAILED, code="wrong_server", waiting=3, needs_you=2),
        SyncState(StatusPhase.OFFLINE, code="server_unreachable", saved_at=AT, waiting=1, needs_you=3),
        SyncState(StatusPhase.IDLE, saved_at=AT, paused=True),
    ],
)
def test_given_any_state_when_the_panel_opens_then_every_word_and_button_is_whole(
    program: Program, state: SyncState, width: int
) -> None:
    place = work(program)
    place.window.resize(width, 600)
    panel = place.panel
    files = ["2 files are waiting, 1 of 3 MB", "Files wait: this connection costs by volume."]
    panel.show_state("Offline, 1 waiting; 3 need you", state, AT, files)
    panel.toggle()
    for _ in range(2):
        QApplication.processEvents()
        whole = panel.rect()
        for part in (panel.title, panel.reason, panel.facts, *panel.buttons.values()):
            assert whole.contains(part.geometry())
            assert part.height() >= max(part.heightForWidth(part.width()), part.minimumSizeHint().height())
        for button in panel.buttons.values():
            assert button.width() >= button.sizeHint().width()
        assert place.window.host.rect().contains(panel.geometry())
        panel.show_state("Offline", state, AT, [*files, "Allow it in Settings, or go on without. " * 3])
    panel.close_panel()
