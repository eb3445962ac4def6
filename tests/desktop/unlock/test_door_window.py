"""The door's window over real vaults: first run to the end, unlocking, restoring, refusals."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.store.backup import backup
from desktop.jobs import Jobs
from desktop.relaunch import LockReason
from desktop.terminal.practices import OpenPractice, PracticeDetails, create_practice
from desktop.theme import Theme
from desktop.unlock.door import ProgramDoor
from desktop.unlock.first_run_presenter import Step, Way
from desktop.unlock.first_run_view import FirstRunPage
from desktop.unlock.unlock_view import UnlockPage
from desktop.unlock.window import DoorWindow

PHRASE = "seven paper lanterns hum quietly"
Open = Callable[[], DoorWindow]


@pytest.fixture
def opened() -> Iterator[list[OpenPractice]]:
    found: list[OpenPractice] = []
    yield found
    for practice in found:
        practice.close()


@pytest.fixture
def door(
    qtbot: QtBot, theme: Theme, jobs: Jobs, home: Path, clock: FixedClock, opened: list[OpenPractice]
) -> Open:
    """Opens the door over what is in `home`."""

    def make() -> DoorWindow:
        backend = ProgramDoor(home, clock, KdfParams.FAST_FOR_TESTS)
        window = DoorWindow(theme, jobs, backend, "Europe/Berlin", "en")
        window.opened.connect(opened.append)
        qtbot.addWidget(window)
        window.show()
        window.start(backend.vaults(), LockReason.ASKED)
        return window

    return make


def made(home: Path, clock: FixedClock) -> str:
    details = PracticeDetails(name="Lindenhof", therapist="Ruth Amsel", timezone="Europe/Berlin")
    practice, code = create_practice(home, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
    practice.close()
    return code


def first_page(window: DoorWindow) -> FirstRunPage:
    assert window.first_run_page is not None
    return window.first_run_page


def unlock_page(window: DoorWindow) -> UnlockPage:
    assert window.unlock_page is not None
    return window.unlock_page


def test_given_nothing_here_when_opened_then_a_new_practice_is_made_to_the_end(
    door: Open, jobs: Jobs, opened: list[OpenPractice]
) -> None:
    page = first_page(door())
    page.start_page.buttons[Way.NEW].click()
    page.practice.name.set_text("Lindenhof")
    page.practice.therapist.set_text("Ruth Amsel")
    page.go_on.click()
    jobs.wait()
    assert (page.step, page.count.text()) == (Step.PHRASE, "Step 2 of 4")
    phrase = page.phrase.suggestion.text()
    page.phrase.field.set_text(phrase)
    page.phrase.again.set_text(phrase)
    page.go_on.click()
    jobs.wait()
    assert page.step is Step.KIT
    code = page.kit.code.text()
    page.go_on.click()
    page.kit_back.field.set_text(code.replace("\n", " ").lower())
    page.go_on.click()
    jobs.wait()
    workspace = opened[0].practice.settings.workspace()
    assert (workspace.name, workspace.timezone) == ("Lindenhof", "Europe/Berlin")
    assert opened[0].practice.settings.all()["working_hours"]["0"] == [["09:00", "18:00"]]


def test_given_names_left_out_when_continued_then_it_asks_for_them(door: Open) -> None:
    page = first_page(door())
    page.start_page.buttons[Way.NEW].click()
    page.go_on.click()
    assert (page.step, page.error.isVisible()) == (Step.PRACTICE, True)


@pytest.mark.parametrize(("zone", "said"), [("Mars/Phobos", "not a time zone"), ("", "not a time zone")])
def test_given_a_zone_that_is_none_when_continued_then_it_says_so(door: Open, zone: str, said: str) -> None:
    page = first_page(door())
    page.start_page.buttons[Way.NEW].click()
    page.practice.zone.set_text(zone)
    page.go_on.click()
    assert said in page.error.text()


def test_given_two_passphrases_that_differ_when_created_then_nothing_is_made(
    door: Open, jobs: Jobs, home: Path
) -> None:
    page = to_phrase(door(), jobs)
    page.phrase.field.set_text(PHRASE)
    page.phrase.again.set_text(PHRASE + "!")
    page.go_on.click()
    jobs.wait()
    assert "not the same" in page.error.text()
    assert not (home / "vaults").exists()


def test_given_a_weak_passphrase_when_created_then_it_is_refused_and_nothing_is_made(
    door: Open, jobs: Jobs, home: Path
) -> None:
    page = to_phrase(door(), jobs)
    page.phrase.field.set_text("short")
    page.phrase.again.set_text("short")
    page.go_on.click()
    jobs.wait()
    assert "15 characters" in page.error.text()
    assert not (home / "vaults").exists()


def to_phrase(window: DoorWindow, jobs: Jobs) -> FirstRunPage:
    page = first_page(window)
    page.start_page.buttons[Way.NEW].click()
    page.practice.name.set_text("Lindenhof")
    page.practice.therapist.set_text("Ruth Amsel")
    page.go_on.click()
    jobs.wait()
    return page


def test_given_typing_when_it_pauses_then_the_passphrase_is_judged(
    door: Open, jobs: Jobs, qtbot: QtBot
) -> None:
    page = to_phrase(door(), jobs)
    page.phrase.field.set_text("short")
    with qtbot.waitSignal(page.phrase.typed):
        pass
    jobs.wait()
    assert "15 characters" in page.phrase.field.note.text()


def test_given_a_code_typed_wrong_when_checked_then_it_stays_and_can_be_shown_again(
    door: Open, jobs: Jobs, opened: list[OpenPractice]
) -> None:
    window = door()
    page = to_phrase(window, jobs)
    page.phrase.field.set_text(PHRASE)
    page.phrase.again.set_text(PHRASE)
    page.go_on.click()
    jobs.wait()
    page.go_on.click()
    page.kit_back.field.set_text("ABCD")
    page.go_on.click()
    jobs.wait()
    assert (page.step, opened) == (Step.KIT_BACK, [])
    assert "36 characters" in page.error.text()
    assert not page.back.isVisible()
    page.kit_back.show_again.click()
    assert page.step is Step.KIT
    window.close()


def test_given_back_when_clicked_then_the_page_before_is_in_front(door: Open, jobs: Jobs) -> None:
    page = to_phrase(door(), jobs)
    page.back.click()
    assert page.step is Step.PRACTICE


def test_given_a_vault_when_opened_then_the_passphrase_opens_it_and_its_field_is_empty(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, opened: list[OpenPractice]
) -> None:
    made(home, clock)
    window = door()
    page = unlock_page(window)
    assert [tile.text() for tile in page.tiles.tiles] == ["RA"]
    page.field.set_text(PHRASE)
    page.unlock.click()
    assert page.cancel.isVisible()
    jobs.wait()
    assert opened[0].practice.settings.workspace().name == "Lindenhof"
    assert page.field.text == ""
    assert window.isVisible()


def test_given_the_recovery_code_when_typed_then_it_opens_too(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, opened: list[OpenPractice]
) -> None:
    code = made(home, clock)
    page = unlock_page(door())
    page.field.set_text(code.lower())
    page.unlock.click()
    jobs.wait()
    assert opened[0].practice.settings.workspace().name == "Lindenhof"


def test_given_a_wrong_passphrase_when_typed_then_the_field_says_so(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, opened: list[OpenPractice]
) -> None:
    made(home, clock)
    page = unlock_page(door())
    page.field.set_text("not this one at all")
    page.unlock.click()
    jobs.wait()
    assert "not the passphrase" in page.field.note.text()
    assert opened == []


def test_given_a_vault_when_setting_up_another_then_back_leads_to_the_door(
    door: Open, home: Path, clock: FixedClock
) -> None:
    made(home, clock)
    window = door()
    unlock_page(window).setup.click()
    page = first_page(window)
    assert page.back.isVisible()
    page.back.click()
    assert unlock_page(window).isVisible()


def test_given_a_device_that_asked_to_join_when_unlocked_again_then_it_goes_on_waiting(
    door: Open, jobs: Jobs, home: Path, opened: list[OpenPractice], tmp_path: Path, qapp: QApplication
) -> None:
    window = door()
    page = first_page(window)
    page.start_page.buttons[Way.JOIN].click()
    page.device.name.set_text("Laptop of Ruth")
    page.go_on.click()
    page.phrase.field.set_text(PHRASE)
    page.phrase.again.set_text(PHRASE)
    page.go_on.click()
    jobs.wait()
    page.go_on.click()
    page.kit_back.field.set_text(page.kit.code.text())
    page.go_on.click()
    jobs.wait()
    assert page.step is Step.REQUEST
    words = page.request.words.text()
    page.request.save_to(tmp_path / "request.json")
    assert len(words.split(" · ")) == 6
    window.close()
    again = door()
    unlock_page(again).field.set_text(PHRASE)
    unlock_page(again).unlock.click()
    jobs.wait()
    assert (first_page(again).step, first_page(again).request.words.text()) == (Step.REQUEST, words)
    bad = tmp_path / "answer.json"
    bad.write_text("{}", encoding="utf-8")
    first_page(again).request.answered.emit(bad)
    jobs.wait()
    assert first_page(again).error.text()
    assert opened == []
    again.close()


def test_given_a_backup_when_restored_then_its_practice_is_open(
    door: Open, jobs: Jobs, clock: FixedClock, tmp_path: Path, opened: list[OpenPractice]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    details = PracticeDetails(name="Lindenhof", therapist="Ruth Amsel", timezone="Europe/Berlin")
    practice, _ = create_practice(elsewhere, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
    file = tmp_path / "kept.pazpaz"
    with practice:
        backup(practice.vault, practice.store, file)
    page = first_page(door())
    page.start_page.buttons[Way.RESTORE].click()
    page.go_on.click()
    assert page.error.text()
    page.restore.set_file(file)
    page.restore.field.set_text(PHRASE)
    page.go_on.click()
    jobs.wait()
    assert opened[0].practice.settings.workspace().name == "Lindenhof"


def test_given_the_program_starts_when_it_is_loaded_then_migrations_wait_until_a_practice_is_opened() -> None:
    asked = "import sys, desktop.app; print(sorted({'alembic', 'migrations.local'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
