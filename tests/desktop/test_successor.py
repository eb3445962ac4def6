"""After a lock the next door stands before this window goes, and no file tells it whose it is."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.crypto.kdf import KdfParams
from core.domain.clock import SystemClock
from desktop.session.open_practice import PracticeDetails, create_practice
from desktop.session.relaunch import LockReason, command
from desktop.session.vault_label import VaultLabel
from desktop.shell.successor import Successor, awaited

ROOT = Path(__file__).parents[2]
PHRASE = "seven paper lanterns hum quietly"
WHOSE = VaultLabel("ab" * 16, "Testa Invented", "Invented Practice")


@pytest.fixture
def successor() -> Iterator[Successor]:
    made = Successor()
    yield made
    if made.process is not None:
        made.process.kill()
        made.process.wait()


def stands(successor: Successor, qtbot: QtBot, program: list[str], whose: VaultLabel = WHOSE) -> bool:
    told: list[bool] = []
    successor.start(program, whose, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    return told[0]


def test_given_a_process_that_says_it_stands_when_waited_for_then_it_does(
    successor: Successor, qtbot: QtBot
) -> None:
    assert stands(successor, qtbot, [sys.executable, "-c", "input(); print('ready', flush=True)"])


@pytest.mark.parametrize("program", [["no such program"], [sys.executable, "-c", "raise SystemExit(1)"]])
def test_given_no_process_that_comes_up_when_waited_for_then_it_does_not_stand(
    program: list[str], successor: Successor, qtbot: QtBot
) -> None:
    assert not stands(successor, qtbot, program)


def test_given_a_process_that_a_person_started_then_nobody_waits_for_it() -> None:
    assert awaited({}) is None


def test_given_a_practice_when_its_next_door_stands_then_it_says_so_and_no_file_says_whose_it_is(
    successor: Successor, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    details = PracticeDetails(name="Invented Practice", therapist="Testa Invented", timezone="Europe/Berlin")
    opened, _ = create_practice(tmp_path, PHRASE, details, SystemClock(), kdf=KdfParams.FAST_FOR_TESTS)
    whose = VaultLabel(opened.vault.id.hex, "Testa Invented", "Invented Practice")
    opened.close()
    monkeypatch.chdir(ROOT)

    assert stands(successor, qtbot, command(tmp_path, LockReason.ASKED), whose)

    assert successor.process is not None
    assert successor.process.poll() is None
    assert not any(b"Testa" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
