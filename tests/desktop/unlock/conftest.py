"""A door over real vaults, and the ways through it that several tests take."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.store.transfer.backup import backup
from core.store.vault.listing import list_vaults
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from desktop.session.backend import ProgramBackend
from desktop.session.open_practice import OpenPractice, PracticeDetails, create_practice, open_practice
from desktop.session.relaunch import LockReason
from desktop.unlock.first_run_presenter import FirstRunWay
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
        backend = ProgramBackend(home, clock, KdfParams.FAST_FOR_TESTS)
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


def backed_up(folder: Path, clock: FixedClock) -> str:
    """`kept.pazpaz` of a practice on another computer, and the code of its paper."""
    code = made(folder / "elsewhere", clock)
    with open_practice(list_vaults(folder / "elsewhere")[0].path, PHRASE, clock) as practice:
        backup(practice.vault, practice.store, folder / "kept.pazpaz")
    return code


def first_page(window: DoorWindow) -> FirstRunPage:
    assert window.first_run_page is not None
    return window.first_run_page


def unlock_page(window: DoorWindow) -> UnlockPage:
    assert window.unlock_page is not None
    return window.unlock_page


def to_phrase(window: DoorWindow, jobs: Jobs) -> FirstRunPage:
    page = first_page(window)
    page.start_page.buttons[FirstRunWay.NEW].click()
    page.practice.name.set_text("Lindenhof")
    page.practice.therapist.set_text("Ruth Amsel")
    page.go_on.click()
    page.go_on.click()
    jobs.wait()
    return page
