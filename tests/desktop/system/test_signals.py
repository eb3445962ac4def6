"""The practice locks with the desktop and with the lid, on whatever system."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.store.vault.vault import open_vault
from desktop.app import Program
from desktop.session.open_practice import PracticeDetails, create_practice
from desktop.session.relaunch import LockReason
from desktop.shell.unlocked import UnlockedSession
from desktop.system import windows
from desktop.system.signals import SystemSignals
from tests.desktop.programs import destroy

ROOT = Path(__file__).resolve().parents[3]
PHRASE = "seven paper lanterns hum quietly"


class FakeSource:
    def __init__(self, refuses: bool = False) -> None:
        self.refuses, self.steps = refuses, list[str]()

    def begin(self) -> None:
        self.steps.append("begin")
        if self.refuses:
            raise OSError("no such service")

    def end(self) -> None:
        self.steps.append("end")


@pytest.fixture
def source() -> FakeSource:
    return FakeSource()


@pytest.fixture
def program(qapp: QApplication, home: Path, clock: FixedClock, source: FakeSource) -> Iterator[Program]:
    signals = SystemSignals(make=lambda _signals: source)
    made = Program(qapp, home, clock, KdfParams.FAST_FOR_TESTS, lambda: None, signals)
    details = PracticeDetails(name="Lindenhof", therapist="Ruth Amsel", timezone="Europe/Berlin")
    made.open(create_practice(home, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)[0])
    made.jobs.wait()
    qapp.processEvents()
    yield made
    destroy(made)


def work(program: Program) -> UnlockedSession:
    assert program.workplace is not None
    return program.workplace


def test_given_a_desktop_that_is_locked_then_the_curtain_falls_once_and_the_practice_stays_open(
    qtbot: QtBot, program: Program, source: FakeSource
) -> None:
    qtbot.waitUntil(lambda: source.steps == ["begin"])
    program._system.locked.emit()
    assert work(program).overlay.isVisible()
    work(program).overlay.field.set_text("seven")
    program._system.locked.emit()
    assert work(program).overlay.field.text == "seven"
    assert program.relaunch_reason is None


def test_given_a_computer_that_goes_to_sleep_then_the_practice_is_shut_and_the_door_will_say_why(
    qapp: QApplication, program: Program, source: FakeSource
) -> None:
    path = work(program).opening.opened.vault.path
    program._system.sleeping.emit()
    assert program.relaunch_reason is LockReason.SLEEP
    assert source.steps[-1] == "end"
    open_vault(path, PHRASE).close()
    program._system.locked.emit()
    assert not work(program).overlay.isVisible()


def test_given_words_that_cannot_be_stored_when_the_computer_goes_to_sleep_then_they_stay_under_the_curtain(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(work(program), "_unsaved", lambda: ["notes"])
        program._system.sleeping.emit()
        assert program.relaunch_reason is None
        assert work(program).overlay.isVisible()
        assert work(program).window.dialogs.front is None


def test_given_a_system_that_refuses_to_tell_then_the_program_goes_on_without() -> None:
    source = FakeSource(refuses=True)
    signals = SystemSignals(make=lambda _signals: source)
    signals.begin()
    signals.begin()
    signals.end()
    assert source.steps == ["begin"]


def test_given_a_system_without_such_signals_then_nothing_is_told_and_nothing_breaks() -> None:
    signals = SystemSignals(make=lambda _signals: None)
    signals.begin()
    signals.end()


@pytest.mark.parametrize(
    ("message", "what", "told"),
    [
        (0x02B1, 7, "lock"),
        (0x02B1, 8, ""),  # unlocked
        (0x0218, 4, "sleep"),
        (0x0218, 7, ""),  # awake again
        (0x0010, 7, ""),
    ],
)
def test_given_a_message_of_windows_when_read_then_only_lock_and_sleep_mean_something(
    message: int, what: int, told: str
) -> None:
    assert windows.heard(message, what) == told


@pytest.mark.skipif(sys.platform != "linux", reason="buses are Linux's")
@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="dbus-run-session is not installed")
def test_given_a_real_bus_when_desktop_and_logind_speak_then_lock_and_sleep_are_heard() -> None:
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.desktop.system.bus_process"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["locked", "locked", "sleeping"]


@pytest.mark.skipif(sys.platform != "win32", reason="windows that are never shown are Windows's")
def test_given_windows_when_its_messages_come_then_lock_and_sleep_are_heard(qapp: QApplication) -> None:
    heard: list[str] = []
    signals = SystemSignals()
    signals.locked.connect(lambda: heard.append("lock"))
    signals.sleeping.connect(lambda: heard.append("sleep"))
    signals.begin()
    send: Callable[..., int] = signals._source._user.SendMessageW  # type: ignore[union-attr]
    window = signals._source.window  # type: ignore[union-attr]
    send(window, windows.SESSION_CHANGE, windows.LOCKED, 0)
    send(window, windows.POWER, windows.SUSPEND, 0)
    signals.end()
    assert heard == ["lock", "sleep"]
