"""The door left while something is under way: closed, cancelled, or gone back from."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop

from core.domain.clock import FixedClock
from core.store.vault.listing import list_vaults
from core.store.vault.vault import open_vault
from desktop.kit.jobs import Jobs
from desktop.session.backend import ProgramBackend
from desktop.session.open_practice import OpenPractice
from desktop.unlock.first_run_presenter import FirstRunStep, FirstRunWay
from desktop.unlock.window import DoorWindow
from tests.desktop.unlock.conftest import (
    PHRASE,
    Open,
    backed_up,
    first_page,
    made,
    to_phrase,
    unlock_page,
)


@pytest.mark.parametrize("secret", ["passphrase", "paper"])
def test_given_the_window_is_closed_while_it_unlocks_then_what_opens_is_closed_again(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, opened: list[OpenPractice], secret: str
) -> None:
    code = made(home, clock)
    window = door()
    unlock_page(window).field.set_text(PHRASE if secret == "passphrase" else code)
    unlock_page(window).unlock.click()
    window.close()
    jobs.wait()
    assert opened == []
    open_vault(list_vaults(home)[0].path, PHRASE).close()


def test_given_the_window_is_closed_while_it_looks_what_was_unlocked_then_that_is_closed_again(
    door: Open,
    jobs: Jobs,
    home: Path,
    clock: FixedClock,
    opened: list[OpenPractice],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made(home, clock)
    window = door()
    looked = threading.Event()
    real = ProgramBackend.waiting

    def look(self: ProgramBackend, practice: OpenPractice) -> object:
        looked.wait()
        return real(self, practice)

    monkeypatch.setattr(ProgramBackend, "waiting", look)
    unlocked: list[object] = []
    real_look = DoorWindow._look_whether_waiting

    def note(self: DoorWindow, practice: OpenPractice) -> None:
        unlocked.append(practice)
        real_look(self, practice)

    monkeypatch.setattr(DoorWindow, "_look_whether_waiting", note)
    unlock_page(window).field.set_text(PHRASE)
    unlock_page(window).unlock.click()
    loop = QEventLoop()
    while not unlocked:
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.close()
    looked.set()
    jobs.wait()
    assert opened == []
    open_vault(list_vaults(home)[0].path, PHRASE).close()


@pytest.mark.parametrize("way", [FirstRunWay.NEW, FirstRunWay.JOIN])
def test_given_the_window_is_closed_while_a_vault_is_made_then_nothing_is_left_whose_code_nobody_saw(
    door: Open, jobs: Jobs, home: Path, way: FirstRunWay
) -> None:
    window = door()
    page = to_phrase(window, jobs) if way is FirstRunWay.NEW else first_page(window)
    if way is FirstRunWay.JOIN:
        page.start_page.buttons[way].click()
        page.device.name.set_text("Laptop of Ruth")
        page.go_on.click()
    page.phrase.field.set_text(PHRASE)
    page.phrase.again.set_text(PHRASE)
    page.go_on.click()
    window.close()
    jobs.wait()
    assert list_vaults(home) == []
    assert [path for path in home.rglob("*") if path.is_file() and path.suffix != ".lock"] == []


@pytest.mark.parametrize("moment", ["while it opens", "once it is open"])
def test_given_an_attempt_cancelled_when_the_passphrase_is_typed_again_then_the_practice_opens(
    door: Open,
    jobs: Jobs,
    home: Path,
    clock: FixedClock,
    opened: list[OpenPractice],
    moment: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made(home, clock)
    is_open, go_on = threading.Event(), threading.Event()
    real = ProgramBackend.open

    def open_slowly(self: ProgramBackend, path: Path, typed: str) -> OpenPractice:
        practice = real(self, path, typed)
        is_open.set()
        go_on.wait()
        return practice

    monkeypatch.setattr(ProgramBackend, "open", open_slowly)
    page = unlock_page(door())
    page.field.set_text(PHRASE)
    page.unlock.click()
    is_open.wait()
    if moment == "once it is open":
        go_on.set()
        wait_for_worker(jobs)
    page.cancel.click()
    page.field.set_text(PHRASE)
    page.unlock.click()
    go_on.set()
    jobs.wait()
    assert page.field.note.text() == ""
    assert [practice.practice.settings.workspace().name for practice in opened] == ["Lindenhof"]
    assert page.cancel.isHidden()


def wait_for_worker(jobs: Jobs) -> None:
    """Until it has done what it was asked for, though nobody here has heard of that."""
    done = threading.Event()
    jobs.run(done.set)
    done.wait()


@pytest.mark.parametrize("secret", ["passphrase", "paper"])
def test_given_the_window_is_closed_while_a_backup_is_restored_then_what_opens_is_closed_again(
    door: Open,
    jobs: Jobs,
    home: Path,
    clock: FixedClock,
    opened: list[OpenPractice],
    tmp_path: Path,
    secret: str,
) -> None:
    code = backed_up(tmp_path, clock)
    window = door()
    page = first_page(window)
    page.start_page.buttons[FirstRunWay.RESTORE].click()
    page.restore.set_file(tmp_path / "kept.pazpaz")
    page.restore.field.set_text(PHRASE if secret == "passphrase" else code)
    page.go_on.click()
    window.close()
    jobs.wait()
    assert (opened, window.new_phrase_page) == ([], None)
    open_vault(list_vaults(home)[0].path, PHRASE).close()


def test_given_the_first_steps_when_gone_back_from_then_their_page_is_gone_and_later_ones_begin_anew(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, tmp_path: Path
) -> None:
    made(home, clock)
    window = door()
    for _ in range(3):
        unlock_page(window).setup.click()
        unlock_page(window).setup.click()
        jobs.wait()
        page = to_phrase(window, jobs)
        page.phrase.typed.emit("short")  # its answer comes to a page that is gone
        for _ in range(4):
            page.back.click()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        jobs.wait()
    assert window._stack.count() == 1
    assert unlock_page(window).isVisible()
    window.bring_back(tmp_path / "kept.pazpaz")
    assert first_page(window).isVisible()
    assert first_page(window).step is FirstRunStep.RESTORE


def test_given_the_page_of_the_new_passphrase_when_left_then_only_the_tiles_are_kept(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock
) -> None:
    code = made(home, clock)
    window = door()
    for _ in range(2):
        unlock_page(window).field.set_text(code)
        unlock_page(window).unlock.click()
        jobs.wait()
        assert window.new_phrase_page is not None
        window.new_phrase_page.leave.click()
        jobs.wait()
    assert window._stack.count() == 1
    assert unlock_page(window).isVisible()
