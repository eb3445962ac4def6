"""A backup that is opened from outside stands on the restore page; only its passphrase is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.store.transfer.backup import backup
from core.store.vault.listing import list_vaults
from desktop.app import Program
from desktop.session.open_practice import PracticeDetails, create_practice
from desktop.unlock.first_run_presenter import FirstRunStep
from desktop.unlock.first_run_view import FirstRunPage
from desktop.unlock.unlock_view import UnlockPage
from desktop.unlock.window import DoorWindow

PHRASE = "seven paper lanterns hum quietly"


@pytest.fixture
def file(tmp_path: Path, clock: FixedClock) -> Path:
    details = PracticeDetails(name="Lindenhof", therapist="Ruth Amsel", timezone="Europe/Berlin")
    opened, _ = create_practice(tmp_path / "old", PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
    with opened:
        return backup(opened.vault, opened.store, tmp_path / "יום שני.pazpaz").path


@pytest.fixture
def program(qapp: QApplication, home: Path, clock: FixedClock, file: Path) -> Iterator[Program]:
    made = Program(qapp, home, clock, KdfParams.FAST_FOR_TESTS)
    yield made
    window: QMainWindow | None = made.door
    if made.workplace is not None:
        made.workplace.hard_lock()
        window = made.workplace.window
    if window is not None:
        window.close()
        window.deleteLater()
    made.theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def door(program: Program) -> DoorWindow:
    assert program.door is not None
    return program.door


def begun(program: Program, file: Path) -> FirstRunPage:
    program.start(backup=file)
    program.jobs.wait()
    page = door(program).first_run_page
    assert page is not None
    return page


def test_given_an_empty_computer_when_a_backup_is_opened_then_its_passphrase_is_all_it_takes(
    qtbot: QtBot, program: Program, file: Path
) -> None:
    page = begun(program, file)
    assert (page.step, page.restore.file, page.restore.chosen.text()) == (
        FirstRunStep.RESTORE,
        file,
        file.name,
    )
    assert door(program).focusWidget() is page.restore.field.focusProxy() or page.restore.field.isAncestorOf(
        door(program).focusWidget()
    )
    page.restore.field.set_text(PHRASE)
    page.go_on.click()
    qtbot.waitUntil(lambda: program.workplace is not None, timeout=20_000)
    assert program.workplace is not None
    assert program.workplace.opening.name == "Lindenhof"
    assert file.exists()


def test_given_practices_here_when_a_backup_is_opened_then_one_can_go_back_to_them(
    program: Program, file: Path, home: Path, clock: FixedClock
) -> None:
    details = PracticeDetails(name="Rosengarten", therapist="Ada Stern", timezone="Europe/Berlin")
    create_practice(home, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)[0].close()
    page = begun(program, file)
    steps = [page.step]
    page.back.click()
    steps.append(page.step)
    page.back.click()
    assert steps == [FirstRunStep.RESTORE, FirstRunStep.START]
    assert isinstance(door(program)._stack.currentWidget(), UnlockPage)
    assert len(list_vaults(home)) == 1


def test_given_a_file_that_is_gone_when_restored_then_it_is_named_and_nothing_is_made(
    program: Program, tmp_path: Path, home: Path
) -> None:
    page = begun(program, tmp_path / "gone.pazpaz")
    page.restore.field.set_text(PHRASE)
    page.go_on.click()
    program.jobs.wait()
    assert "gone.pazpaz cannot be read" in page.error.text()
    assert not list_vaults(home)
