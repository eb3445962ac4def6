"""Nothing typed is lost at a lock or at the end: full disks, open forms, and keys behind the curtain."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.clock import FixedClock
from core.domain.errors import DiskFull
from core.domain.ids import NoteId
from core.store.vault.vault import open_vault
from desktop.app import Program
from desktop.calendar.screen import CalendarScreen
from desktop.clients.screen import ClientsScreen
from desktop.kit.unfinished import Unfinished
from desktop.notes.screen import NotesScreen
from desktop.session.open_practice import open_practice
from desktop.session.relaunch import LockReason
from desktop.shell.curtain_words import stayed_words
from desktop.shell.unlocked import UnlockedSession
from desktop.shell.unsaved_dialog import LeavingDialog
from desktop.widgets.question import QuestionDialog
from tests.desktop.programs import destroy
from tests.desktop.test_workplace import PHRASE, model_home, press, program, work

__all__ = ["model_home", "program"]
LAST = "The last words before the disk was full."


class FullDisk:
    """Every write of this store fails while it is on."""

    def __init__(self, place: UnlockedSession, monkeypatch: pytest.MonkeyPatch) -> None:
        self.on = True
        store = place.opening.opened.store
        write = store.write

        @contextmanager
        def full(*args: Any, **named: Any) -> Any:
            if self.on:
                raise DiskFull("The disk is full; nothing was lost.")
            with write(*args, **named) as db:
                yield db

        monkeypatch.setattr(store, "write", full)


def typed_note(program: Program, text: str = LAST) -> NoteId:
    place = work(program)
    note = place.opening.practice.notes.drafts()[0].note
    place.navigator.open_note(note.id)
    program.jobs.wait()
    notes(place).editor.page.cards["subjective"].text.setPlainText(text)
    return note.id


def notes(place: UnlockedSession) -> NotesScreen:
    return cast("NotesScreen", place.window.screens["notes"])


def dialog(place: UnlockedSession) -> LeavingDialog:
    found = [one for one in place.window.findChildren(LeavingDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def stored(program: Program, note_id: NoteId) -> str | None:
    place = work(program)
    with open_practice(place.opening.opened.vault.path, PHRASE, program._clock) as again:
        return again.practice.notes.get(note_id).subjective


@pytest.mark.parametrize("ends", ["close", "lock"])
def test_given_a_full_disk_when_leaving_then_the_window_stays_and_says_why(
    program: Program, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    place = work(program)
    typed_note(program)
    disk = FullDisk(place, monkeypatch)
    place.window.go("today")
    if ends == "close":
        place.window.close()
    else:
        place.hard_lock()
    assert (place.window.isVisible(), place.window.place) == (True, "notes")
    assert notes(place).editor.page.banner.isVisible()
    assert LAST in notes(place).editor.page.cards["subjective"].text.toPlainText()
    dialog(place).copy.click()
    assert LAST in QApplication.clipboard().text()
    disk.on = False


@pytest.mark.parametrize("ends", ["close", "lock"])
def test_given_a_full_disk_when_all_was_not_shut_then_nothing_counts_as_locked_any_more(
    program: Program, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    place = work(program)
    typed_note(program)
    section = cast("ClientsScreen", place.window.screens["clients"]).detail.files
    place.bus.locking.connect(lambda: place.bus.cut_short.emit(Unfinished.BACKUP, 1))
    disk = FullDisk(place, monkeypatch)
    if ends == "close":
        place.window.close()
    else:
        place.hard_lock()
    assert not section._locked
    assert not place.overlay.isVisible()
    assert place.window.stack.isEnabled()
    assert place.window.told.text.startswith("The backup was not finished")
    disk.on = False


def test_given_room_again_when_tried_again_then_it_is_stored_and_closed(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = work(program)
    note_id = typed_note(program)
    disk = FullDisk(place, monkeypatch)
    place.window.close()
    disk.on = False
    dialog(place).again.click()
    assert not place.window.isVisible()
    assert stored(program, note_id) == LAST


def test_given_words_given_up_when_asked_twice_then_it_closes(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = work(program)
    typed_note(program)
    FullDisk(place, monkeypatch)
    place.window.close()
    dialog(place).anyway.click()
    assert place.window.isVisible()
    question = next(one for one in place.window.findChildren(QuestionDialog) if one.isVisible())
    assert question.focusWidget() is question.no
    question.yes.click()
    assert not place.window.isVisible()


def test_given_a_full_disk_and_nobody_there_when_the_keys_should_go_then_the_words_stay_covered(
    program: Program, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    place = work(program)
    typed_note(program)
    disk = FullDisk(place, monkeypatch)
    clock.advance(timedelta(minutes=place.opening.lock_minutes * 4))
    place.long_idle.look()
    assert program.relaunch_reason is None
    assert place.overlay.isVisible()
    assert "could not be stored" in place.overlay.field.note.text()
    disk.on = False
    place.hard_lock(LockReason.IDLE)
    open_vault(place.opening.opened.vault.path, PHRASE).close()


CAUSES: dict[str, Callable[[Program], object]] = {
    "Nobody used the window for a while. Your work is saved.": lambda each: work(each).idle.idled.emit(),
    "The computer was locked. Your work is saved.": lambda each: each._system.locked.emit(),
}


@pytest.mark.parametrize("words", CAUSES)
def test_given_a_curtain_when_it_falls_then_it_says_why(program: Program, words: str) -> None:
    CAUSES[words](program)
    overlay = work(program).overlay
    assert (overlay.isVisible(), overlay._words.text(), overlay.field.note.text()) == (True, words, "")


@pytest.mark.parametrize("reason", [*LockReason, None])
def test_given_words_that_cannot_be_stored_when_all_should_be_shut_then_the_curtain_says_what_for(
    program: Program, monkeypatch: pytest.MonkeyPatch, reason: LockReason | None
) -> None:
    place = work(program)
    place.soft_lock()
    monkeypatch.setattr(place.window, "unsaved", lambda: ["notes"])
    place._leave(reason)
    told = place.overlay._words.text()
    assert place.overlay.isVisible()
    assert told == stayed_words(reason)
    assert "saved" not in told
    assert "could not be stored" in place.overlay.field.note.text()
    assert ("nobody" in told) is (reason is LockReason.IDLE)
    monkeypatch.undo()


def calendar(program: Program) -> CalendarScreen:
    screen = cast("CalendarScreen", work(program).window.go("calendar"))
    program.jobs.wait()
    return screen


def booking(program: Program) -> CalendarScreen:
    screen = calendar(program)
    screen.new()
    program.jobs.wait()
    assert screen.pane is not None
    screen.pane.form.picker.typed.emit("Somebody New")
    screen.pane.form.notes.set_text("Rings twice.")
    program.jobs.wait()
    return screen


def test_given_an_open_booking_when_soft_locked_then_it_is_there_after_unlocking(program: Program) -> None:
    screen = booking(program)
    place = work(program)
    place.soft_lock()
    place.overlay.field.set_text(PHRASE)
    place.overlay.submit()
    program.jobs.wait()
    assert screen.pane is not None
    assert screen.pane.form.isVisible()
    assert screen.pane.booking.form.notes == "Rings twice."


def reopened(program: Program, qapp: QApplication, made: list[Program]) -> Program:
    """The next run of the window over the same vault."""
    vault = work(program).opening.opened.vault.path
    destroy(program)
    again = Program(qapp, program._home, program._clock)
    again.open(open_practice(vault, PHRASE, program._clock))
    again.jobs.wait()
    made.append(again)
    return again


@pytest.fixture
def reopen(program: Program, qapp: QApplication) -> Any:
    made: list[Program] = []
    yield lambda: reopened(program, qapp, made)
    for one in made:
        destroy(one)


def test_given_an_open_booking_when_closed_then_the_next_run_goes_on_with_it(
    program: Program, reopen: Callable[[], Program]
) -> None:
    screen = booking(program)
    assert screen.pane is not None
    form = screen.pane.booking.form
    work(program).window.close()
    again = work(reopen())
    assert again.window.place == "calendar"
    pane = cast("CalendarScreen", again.window.screens["calendar"]).pane
    assert pane is not None
    assert pane.form.isVisible()
    assert pane.booking.form == form
    pane.close_panel()
    again.jobs.wait()
    assert again.opening.practice.settings.local("unfinished_booking") is None


def test_given_an_open_client_form_when_closed_then_the_next_run_goes_on_with_it(
    program: Program, reopen: Callable[[], Program]
) -> None:
    place = work(program)
    client = place.opening.practice.clients.list()[0].client
    place.navigator.open_client(client.id)
    program.jobs.wait()
    screen = cast("ClientsScreen", place.window.screens["clients"])
    screen.form.begin_edit(client, ())
    screen.form.lines["phone"].set_text("030 555 0199")
    place.hard_lock()
    next_one = reopen()
    form = cast("ClientsScreen", work(next_one).window.screens["clients"]).form
    assert work(next_one).window.place == "clients"
    assert form.lines["phone"].text == "030 555 0199"
    assert form.presenter.editing == client.id
    form.save_button.click()
    next_one.jobs.wait()
    practice = work(next_one).opening.practice
    assert practice.clients.get(client.id).phone == "030 555 0199"
    assert practice.settings.local("unfinished_client") is None


def test_given_a_form_opened_and_left_empty_when_closed_then_the_next_run_opens_nothing(
    program: Program, reopen: Callable[[], Program]
) -> None:
    calendar(program).new()
    program.jobs.wait()
    work(program).window.close()
    again = work(reopen())
    pane = cast("CalendarScreen", again.window.screens["calendar"]).pane
    assert pane is None or not pane.form.isVisible()


def test_given_the_curtain_when_tab_and_letters_are_pressed_then_nothing_behind_it_answers(
    program: Program,
) -> None:
    place = work(program)
    place.window.go("clients")
    program.jobs.wait()
    place.soft_lock()
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert place.overlay.isAncestorOf(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    QTest.keyClicks(place.window, "s")
    press(program, Qt.Key.Key_N)
    assert not cast("ClientsScreen", place.window.screens["clients"]).form.isVisible()
    assert place.window.place == "clients"


def test_given_letters_off_when_pressed_then_screens_and_calendar_do_not_answer(program: Program) -> None:
    place = work(program)
    screen = calendar(program)
    assert screen.pane is not None
    before = screen.pane.presenter.page.kind
    place.window.set_letters(False)
    screen.pane.grid.setFocus()
    QTest.keyClicks(screen.pane.grid, "d")
    assert screen.pane.presenter.page.kind is before
    place.window.go("clients")
    program.jobs.wait()
    clients = cast("ClientsScreen", place.window.screens["clients"])
    clients.presenter.select(place.opening.practice.clients.list()[0].client.id)
    program.jobs.wait()
    QTest.keyClicks(clients.list, "e")
    assert not clients.form.isVisible()
    place.window.set_letters(True)
    QTest.keyClicks(clients.list, "e")
    assert clients.form.isVisible()
