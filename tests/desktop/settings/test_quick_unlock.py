"""Quick unlock from the switch in Settings to the unlock page: offered, used, over, or absent and why."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication

from core.crypto.kdf import KdfParams
from core.crypto.quick_unlock import SecretStore
from core.domain.clock import FixedClock
from core.domain.errors import RuleBroken, UserError
from core.store.vault.document import read_document
from core.store.vault.listing import list_vaults
from core.store.vault.quick_unlock import USUAL
from desktop.app import Program
from desktop.session.backend import ProgramBackend
from desktop.session.open_practice import open_practice
from desktop.session.quick_unlock import QuickUnlock
from desktop.session.relaunch import LockReason
from desktop.settings.device import SecuritySection
from desktop.settings.quick_unlock import QuickUnlockCard
from desktop.unlock.unlock_view import UnlockPage
from tests.desktop.programs import destroy
from tests.desktop.settings.test_buttons import section
from tests.desktop.test_workplace import PHRASE, model_home, work
from tests.keyrings import MemoryKeyring

__all__ = ["model_home"]
FAST = KdfParams.FAST_FOR_TESTS
Start = Callable[[SecretStore | None], Program]


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def start(qapp: QApplication, model_home: Path, home: Path, clock: FixedClock) -> Iterator[Start]:
    """The window over an unlocked practice, with this keyring or with none."""
    shutil.copytree(model_home, home, dirs_exist_ok=True)
    made: list[Program] = []

    def begin(secrets: SecretStore | None) -> Program:
        program = Program(qapp, home, clock, FAST, lambda: secrets)
        made.append(program)
        program.open(open_practice(list_vaults(home)[0].path, PHRASE, clock))
        program.jobs.wait()
        return program

    yield begin
    for program in made:
        destroy(program)


@pytest.fixture
def show(qapp: QApplication, home: Path, clock: FixedClock) -> Iterator[Start]:
    """The unlock page of the next process; what it opens becomes its workplace."""
    made: list[Program] = []

    def begin(secrets: SecretStore | None) -> Program:
        program = Program(qapp, home, clock, FAST, lambda: secrets)
        made.append(program)
        program.start(LockReason.ASKED)
        program.jobs.wait()
        return program

    yield begin
    for program in made:
        program.jobs.wait()
        destroy(program)


def unlock_page(program: Program) -> UnlockPage:
    assert program.door is not None
    assert program.door.unlock_page is not None
    return program.door.unlock_page


def card(program: Program) -> QuickUnlockCard:
    page = cast("SecuritySection", section(program, "Security"))
    work(program).slow_jobs.wait()
    return page.quick


def turn_on(program: Program) -> QuickUnlockCard:
    shown = card(program)
    shown.turn_on.click()
    work(program).slow_jobs.wait()
    return shown


def is_on(home: Path) -> bool:
    return read_document(list_vaults(home)[0].path).keyring_slot is not None


def test_given_a_keyring_when_turned_on_then_the_unlock_page_opens_without_the_passphrase(
    start: Start, show: Start, keyring: MemoryKeyring
) -> None:
    program = start(keyring.store())
    shown = card(program)
    assert (shown.turn_on.isVisible(), shown.turn_off.isVisible()) == (True, False)
    turn_on(program)
    assert (shown.turn_on.isVisible(), shown.turn_off.isVisible()) == (False, True)
    assert "7 December 2026" in shown.words.text()
    work(program).hard_lock()
    again = show(keyring.store())
    assert unlock_page(again).quick.isVisible()
    unlock_page(again).quick.click()
    again.jobs.wait()
    assert work(again).opening.name == "Lindenhof Practice"


def test_given_it_is_off_when_the_unlock_page_comes_then_nothing_is_offered(
    start: Start, show: Start, keyring: MemoryKeyring
) -> None:
    work(start(keyring.store())).hard_lock()
    assert not unlock_page(show(keyring.store())).quick.isVisible()


def test_given_quick_unlock_when_its_time_is_over_then_it_says_so_and_is_offered_no_more(
    start: Start, show: Start, keyring: MemoryKeyring, clock: FixedClock
) -> None:
    program = start(keyring.store())
    turn_on(program)
    work(program).hard_lock()
    again = show(keyring.store())
    clock.advance(USUAL)
    unlock_page(again).quick.click()
    again.jobs.wait()
    assert again.workplace is None
    assert "expired" in unlock_page(again).field.note.text()
    assert not unlock_page(again).quick.isVisible()
    assert not unlock_page(show(keyring.store())).quick.isVisible()


def test_given_quick_unlock_when_turned_off_then_the_secret_is_gone_and_nothing_is_offered(
    start: Start, show: Start, keyring: MemoryKeyring
) -> None:
    program = start(keyring.store())
    shown = turn_on(program)
    assert keyring.kept
    shown.turn_off.click()
    work(program).slow_jobs.wait()
    assert (keyring.kept, shown.turn_on.isVisible()) == ({}, True)
    work(program).hard_lock()
    assert not unlock_page(show(keyring.store())).quick.isVisible()


def test_given_quick_unlock_when_the_curtain_is_guessed_at_then_it_is_off(
    start: Start, keyring: MemoryKeyring, home: Path
) -> None:
    program = start(keyring.store())
    turn_on(program)
    assert is_on(home)
    work(program).soft_lock()
    for _ in range(5):
        work(program).overlay.field.set_text("no idea what it was")
        work(program).overlay.submit()
        program.jobs.wait()
    assert program.relaunch_reason is LockReason.TRIES
    assert not is_on(home)


def test_given_quick_unlock_when_the_passphrase_is_changed_then_it_is_off(
    start: Start, keyring: MemoryKeyring, home: Path
) -> None:
    program = start(keyring.store())
    shown = turn_on(program)
    page = cast("SecuritySection", section(program, "Security"))
    page.old.set_text(PHRASE)
    page.new.set_text("eleven quiet harbours under rain")
    page.again.set_text("eleven quiet harbours under rain")
    page.change.click()
    program.jobs.wait()
    work(program).slow_jobs.wait()
    assert not is_on(home)
    assert shown.turn_on.isVisible()


def test_given_no_keyring_that_is_trusted_then_the_reason_stands_there_and_nothing_can_be_clicked(
    start: Start,
) -> None:
    program = start(None)
    shown = card(program)
    assert "Windows Credential Manager" in shown.words.text()
    assert (shown.turn_on.isVisible(), shown.turn_off.isVisible()) == (False, False)
    with pytest.raises(RuleBroken, match="stays off"):
        QuickUnlock(work(program).opening.opened.vault, program._clock, lambda: None).turn_on()


def test_given_a_keyring_that_is_gone_when_the_unlock_page_is_used_then_it_asks_for_the_passphrase(
    start: Start, show: Start, keyring: MemoryKeyring, home: Path
) -> None:
    program = start(keyring.store())
    turn_on(program)
    work(program).hard_lock()
    assert not unlock_page(show(None)).quick.isVisible()
    with pytest.raises(UserError, match="Type the passphrase"):
        ProgramBackend(home, program._clock, FAST, lambda: None).open_quickly(list_vaults(home)[0].path)
    again = show(keyring.store())
    keyring.answers = False
    unlock_page(again).quick.click()
    again.jobs.wait()
    assert "did not answer" in unlock_page(again).field.note.text()


def test_given_several_practices_on_one_desktop_then_it_is_never_offered_nor_used(
    start: Start, show: Start, keyring: MemoryKeyring, home: Path
) -> None:
    program = start(keyring.store())
    shown = turn_on(program)
    other = home / "vaults" / uuid.uuid4().hex
    other.mkdir()
    (other / "store.db").write_bytes(b"sealed")
    shown.refresh()
    work(program).slow_jobs.wait()
    assert "several practices" in shown.words.text()
    assert (shown.turn_on.isVisible(), shown.turn_off.isVisible()) == (False, False)
    work(program).hard_lock()
    again = show(keyring.store())
    page = unlock_page(again)
    mine = next(tile for tile in page.tiles.tiles if tile.vault.problem is None)
    mine.click()
    again.jobs.wait()
    assert not page.quick.isVisible()


def test_given_a_keyring_that_keeps_nothing_when_turned_on_then_it_stays_off_and_says_so(
    start: Start, home: Path
) -> None:
    program = start(MemoryKeyring(keeps=False).store())
    shown = turn_on(program)
    assert "did not keep the secret" in shown.error.text()
    assert shown.turn_on.isVisible()
    assert not is_on(home)
