"""Wherever something can be wrong: when it is said, nothing else in the window moves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.domain.errors import RuleBroken
from desktop.app import Program
from desktop.clients.form import FormValues
from desktop.files.presenter import Batch, NotAdded
from desktop.kit.i18n import Languages
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from desktop.notes.screen import NotesScreen
from desktop.reminders.dialog import RemindersDialog
from desktop.session.backend import ProgramBackend
from desktop.session.open_practice import PracticeDetails, create_practice
from desktop.session.relaunch import LockReason
from desktop.shell.clinic_connection import ConnectDialog
from desktop.shell.rejoin import RejoinDialog
from desktop.shell.window_state import WindowFile, WindowState
from desktop.today.screen import TodayScreen
from desktop.unlock.first_run_presenter import FirstRunWay
from desktop.unlock.window import DoorWindow
from sync.enrolment.messages import JoinRequest
from tests.desktop import sentences
from tests.desktop.conftest import MONDAY
from tests.desktop.stillness import LONG, complaints, moved, settle
from tests.desktop.test_workplace import PHRASE, model_home, program, settings_page, work
from tests.desktop.unsaved import clients, pane, section, show_section

__all__ = ["model_home", "program"]
Case = Iterator[tuple[str, QWidget, Callable[[], object]]]
"""What is opened, the window it is in, and what goes wrong there."""


@pytest.fixture(params=("en", "he"), autouse=True)
def language(request: pytest.FixtureRequest, qapp: QApplication, home: Path) -> Iterator[str]:
    """Before any window is made; the program reads its own."""
    WindowFile(home).write(WindowState(language=request.param))
    spoken = Languages(qapp)
    spoken.use(request.param)
    yield request.param
    spoken.use("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QLocale.setDefault(QLocale.system())


def found(jobs: Jobs, cases: Case) -> dict[str, list[str]]:
    """Of every case what moved: by its own mistake, then by a long sentence in each line of it."""
    wrong: dict[str, list[str]] = {}
    for name, window, cause in cases:
        told = {name: moved(window, jobs, cause)}
        told |= {f"{name}, {what}": moved(window, jobs, say) for what, say in list(complaints(window))}
        wrong |= {what: parts for what, parts in told.items() if parts}
    return wrong


def of_clients(program: Program) -> Case:
    place = work(program)
    window, form = place.window, clients(place).form
    place.navigator.new_client()
    yield "a client without a name", window, form.save_button.click
    form.lines["first_name"].set_text("Otto")
    form.lines["last_name"].set_text("Other")
    form.lines["date_of_birth"].set_text("soon")
    yield "a day of birth that is none", window, form.save_button.click
    form.lines["date_of_birth"].set_text("")
    yield "a client refused", window, lambda: form.refuse(RuleBroken(LONG))
    values = FormValues(first_name="Otto", last_name="Other")
    yield "changed elsewhere", window, lambda: form.show_moved(["phone"], values, values)
    known = place.opening.practice.clients.list()[0].client
    form.lines["first_name"].set_text(known.first_name)
    form.lines["last_name"].set_text(known.last_name)
    yield "the same person", window, form.save_button.click
    form.hide()
    files = clients(place).detail.files
    place.navigator.open_client(known.id)
    yield (
        "a file refused",
        window,
        lambda: files.show_trouble(Batch([NotAdded("letter.pdf", RuleBroken(LONG))])),
    )


def of_calendar(program: Program) -> Case:
    place = work(program)
    place.window.go("calendar")
    settle(program.jobs)
    form = pane(place).form
    pane(place).presenter.go_to(MONDAY.date())
    settle(program.jobs)
    pane(place).grid.slot_clicked.emit(MONDAY.replace(hour=19), None)
    yield "a booking without a client", place.window, form.save_button.click
    yield "an end that is none", place.window, lambda: form.end.editor.settled.emit("13:00")
    yield "a booking refused", place.window, lambda: form.show_failure(LONG)
    form.end.editor.settled.emit("20:00")
    yield "a time that is taken", place.window, lambda: form.start.editor.settled.emit("09:00")
    assert form.warning.isVisible()
    yield "a reason left out", place.window, form.save_button.click


def of_settings(program: Program) -> Case:
    window = work(program).window
    page: Any = show_section(program, 0)
    page.zone.set_text("Nowhere")
    yield "a zone that is none", window, page.save.click
    for number in (1, 2):
        page = show_section(program, number)
        page.begin_new()
        yield f"no name on page {number}", window, page.save.click
    page = show_section(program, 3)
    work(program).slow_jobs.wait()  # whether this computer has a keyring
    page.new.set_text("one thing")
    yield "two passphrases", window, page.change.click
    for number in (4, 5, 6, 7):
        page = show_section(program, number)
        yield f"refused on page {number}", window, partial(page.show_error, LONG)
    devices: Any = section(work(program), 6)
    show_section(program, 6)
    devices.letting_in.begin()
    yield "a damaged request", window, lambda: devices.letting_in.request.set_text("{")
    page = settings_page(work(program), "Import")
    yield "an import under way", window, lambda: page._tell(LONG)
    page = settings_page(work(program), "About")
    yield "news of an update", window, lambda: page._on_state(replace(page.presenter.state, news=LONG))


def of_reminders(program: Program) -> Case:
    place = work(program)
    today = cast("TodayScreen", place.window.go("today"))
    settle(program.jobs)
    today.remind()
    settle(program.jobs)
    (dialog,) = today.window().findChildren(RemindersDialog)
    yield "a reminder refused", dialog, lambda: dialog.say(LONG)
    dialog.reject()
    place.window.go("settings")
    page = settings_page(place, "Reminders")
    settle(program.jobs)
    page.texts["en"].set_text("{price}")
    yield "an unknown word in braces", place.window, page.save.click


def of_notes(program: Program) -> Case:
    place = work(program)
    place.navigator.open_note(place.opening.practice.notes.drafts()[0].note.id)
    settle(program.jobs)
    editor = cast("NotesScreen", place.window.screens["notes"]).editor
    yield "a note refused", place.window, lambda: editor.refuse(RuleBroken(LONG))
    editor.page.banner.hide()
    sentences.amend(program)
    yield "an amendment refused", place.window, lambda: editor.refuse(RuleBroken(LONG))


class _NoClinic:
    """Nothing was asked of it yet, and nobody answers."""

    def pending(self) -> JoinRequest | None:
        return None

    def request(self, device_name: str, code: str) -> JoinRequest:
        raise RuleBroken(LONG)

    def complete(self, answer: Path) -> None:
        raise RuleBroken(LONG)


def of_dialogs(program: Program) -> Case:
    place = work(program)
    dialog = sentences.begin(program, "the day of a note")
    yield "a sentence", dialog, lambda: None
    dialog.no.click()
    opened = place.opening.opened
    rejoin = RejoinDialog(place.window, program.jobs, cast("ProgramBackend", None), opened, lambda: None)
    rejoin.open()
    yield "an answer refused", rejoin, lambda: rejoin._on_refused(RuleBroken(LONG))
    rejoin.reject()
    connect = ConnectDialog(place.window, place.theme, program.jobs, _NoClinic(), MONDAY.date, lambda: None)
    connect.begin()
    yield "the paper of a clinic", connect, lambda: None
    connect.go_on.click()
    yield "a paper typed wrong", connect, connect.go_on.click
    connect.reject()
    place.soft_lock()
    place.overlay.field.set_text("no idea what it was")
    yield "a wrong passphrase at the curtain", place.window, place.overlay.submit


@pytest.mark.parametrize("cases", [of_clients, of_calendar, of_settings, of_reminders, of_notes, of_dialogs])
def test_given_something_wrong_in_the_window_when_it_is_said_then_nothing_else_moves(
    program: Program, language: str, cases: Callable[[Program], Case]
) -> None:
    work(program).window.resize(1280, 800)
    is_mirrored = work(program).window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert is_mirrored is (language == "he")
    assert found(program.jobs, cases(program)) == {}


def of_first_run(window: DoorWindow, jobs: Jobs) -> Case:
    page = window.first_run_page
    assert page is not None
    yield "the first page", window, lambda: page.show_error(LONG)
    page.start_page.buttons[FirstRunWay.NEW].click()
    yield "a practice without a name", window, page.go_on.click
    page.practice.name.set_text("Lindenhof")
    page.practice.therapist.set_text("Ruth Amsel")
    page.go_on.click()
    page.catalog.services[1].minutes.setText("soon")
    yield "minutes that are none", window, page.go_on.click
    page.catalog.services[1].minutes.setText("45")
    page.go_on.click()
    settle(jobs)
    page.phrase.field.set_text("short")
    yield "a passphrase that is judged", window, lambda: page.phrase.typed.emit("short")
    yield "two passphrases", window, page.go_on.click
    page.phrase.field.set_text(PHRASE)
    page.phrase.again.set_text(PHRASE)
    page.go_on.click()
    settle(jobs)
    yield "a paper not saved", window, lambda: page.kit.card.note.say(LONG)
    page.go_on.click()
    page.kit_back.field.set_text("ABCD")
    yield "a code typed wrong", window, page.go_on.click


def of_other_ways_in(window: DoorWindow, jobs: Jobs) -> Case:
    page = window.first_run_page
    assert page is not None
    page.start_page.buttons[FirstRunWay.RESTORE].click()
    yield "a backup without a file", window, page.go_on.click
    page.back.click()
    page.start_page.buttons[FirstRunWay.JOIN].click()
    yield "a laptop without a name", window, page.go_on.click
    page.device.name.set_text("Laptop")
    page.go_on.click()
    for field in (page.phrase.field, page.phrase.again):
        field.set_text(PHRASE)
    page.go_on.click()
    settle(jobs)
    code = page.kit.code.text()
    page.go_on.click()
    page.kit_back.field.set_text(code.replace("\n", " "))
    page.go_on.click()
    settle(jobs)
    yield "an answer that is none", window, lambda: page.request.answered.emit(Path(__file__))


def of_unlocking(window: DoorWindow, jobs: Jobs) -> Case:
    page = window.unlock_page
    assert page is not None
    page.field.set_text("no idea what it was")
    yield "a wrong passphrase", window, page.unlock.click
    page.other_way.click()
    page.code.set_text("ABCD")
    yield "a wrong code", window, page.unlock.click


@pytest.mark.parametrize("cases", [of_first_run, of_other_ways_in, of_unlocking])
def test_given_something_wrong_at_the_door_when_it_is_said_then_nothing_else_moves(
    qtbot: QtBot,
    theme: Theme,
    jobs: Jobs,
    home: Path,
    clock: FixedClock,
    cases: Callable[[DoorWindow, Jobs], Case],
) -> None:
    if cases is of_unlocking:
        details = PracticeDetails(name="Lindenhof", therapist="Ruth Amsel", timezone="Europe/Berlin")
        create_practice(home, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)[0].close()
    backend = ProgramBackend(home, clock, KdfParams.FAST_FOR_TESTS)
    window = DoorWindow(theme, jobs, backend, "Europe/Berlin", "en")
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.start(backend.vaults(), LockReason.ASKED)
    assert found(jobs, cases(window, jobs)) == {}
    window.close()


def test_given_the_recovery_paper_when_the_new_passphrase_is_refused_then_nothing_else_moves(
    qtbot: QtBot, theme: Theme, jobs: Jobs, home: Path, clock: FixedClock
) -> None:
    details = PracticeDetails(name="Lindenhof", therapist="Ruth Amsel", timezone="Europe/Berlin")
    opened, code = create_practice(home, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
    opened.close()
    backend = ProgramBackend(home, clock, KdfParams.FAST_FOR_TESTS)
    window = DoorWindow(theme, jobs, backend, "Europe/Berlin", "en")
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.start(backend.vaults(), LockReason.ASKED)
    assert window.unlock_page is not None
    window.unlock_page.other_way.click()
    window.unlock_page.code.set_text(code)
    window.unlock_page.unlock.click()
    settle(jobs)
    page = window.new_phrase_page
    assert page is not None
    page.phrase.field.set_text(PHRASE)

    def cases() -> Case:
        yield "two that differ", window, page.go_on.click

    assert found(jobs, cases()) == {}
    window.close()
