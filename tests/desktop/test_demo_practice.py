"""The demo of the first run: its passphrase is told, the window says Demo, and it goes with one question."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.store.vault.listing import list_vaults
from core.text.direction import runs_right_to_left
from desktop.app import Program
from desktop.session.backend import ProgramBackend
from desktop.session.open_practice import PracticeDetails, create_practice, open_practice
from desktop.session.sample.marking import PASSPHRASE, is_marked, mark
from desktop.shell.unlocked import UnlockedSession
from desktop.widgets.question import QuestionDialog
from sync.enrolment import identity_store
from tests.desktop.programs import destroy
from tests.desktop.test_workplace import settings_page

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def demo(home: Path) -> Path:
    """A small practice marked as the demo is, and a real one beside it."""
    clock = FixedClock(NOW)
    for name, therapist in (("Demo Practice", "Dana Demoson"), ("Lindenhof", "Ruth Amsel")):
        details = PracticeDetails(name=name, therapist=therapist)
        opened, _ = create_practice(home, PASSPHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
        if name == "Demo Practice":
            with opened.store.write() as db:
                identity_store.write_facts(db, {identity_store.ONLY_DEMO: b"1"})
            mark(opened.vault.path)
        opened.close()
    return home


@pytest.fixture
def program(qapp: QApplication, demo: Path) -> Iterator[Program]:
    made = Program(qapp, demo, FixedClock(NOW), KdfParams.FAST_FOR_TESTS)
    yield made
    destroy(made)


def opened(program: Program, initials: str) -> UnlockedSession:
    info = next(info for info in list_vaults(program._home) if info.initials == initials)
    program.open(open_practice(info.path, PASSPHRASE, FixedClock(NOW)))
    program.jobs.wait()
    assert program.workplace is not None
    return program.workplace


@pytest.mark.parametrize("in_front", ["passphrase", "paper"])
def test_given_a_demo_at_the_door_when_chosen_then_its_passphrase_is_told_and_one_click_opens_it(
    program: Program, in_front: str
) -> None:
    program.start()
    program.jobs.wait()
    door = program.door
    assert door is not None
    assert door.unlock_page is not None
    page = door.unlock_page
    by_initials = {tile.text(): tile for tile in page.tiles.tiles}
    by_initials["RA"].click()
    assert not page.demo.isVisible()
    by_initials["DD"].click()
    assert PASSPHRASE in page.demo_words.text()
    if in_front == "paper":
        page.other_way.click()
    page.use_demo.click()
    assert page.field.isVisible()
    assert not page.use_demo.isEnabled()
    program.jobs.wait()
    program.jobs.wait()
    assert program.workplace is not None
    assert program.workplace.opening.is_demo


def test_given_the_demo_when_open_then_the_window_says_so_and_a_real_practice_does_not(
    program: Program,
) -> None:
    place = opened(program, "DD")
    assert place.window.top.demo.isVisible()


def clinic_page(place: UnlockedSession) -> Any:
    place.window.go("settings")
    return settings_page(place, "Clinic and device")


def test_given_a_real_practice_when_settings_open_then_no_demo_is_offered_to_remove(program: Program) -> None:
    place = opened(program, "RA")
    assert not place.window.top.demo.isVisible()
    assert not clinic_page(place).demo.isVisible()
    place.remove_demo()
    assert place.window.isVisible()


def test_given_the_demo_when_removed_then_one_question_later_only_the_real_practice_is_left(
    program: Program,
) -> None:
    place = opened(program, "DD")
    clinic_page(place).remove_demo.click()
    (question,) = [one for one in place.window.findChildren(QuestionDialog) if one.isVisible()]
    assert question.focusWidget() is question.no
    question.yes.click()
    assert not place.window.isVisible()
    assert [info.initials for info in list_vaults(program._home)] == ["RA"]


def test_given_the_demo_of_the_first_run_when_made_then_its_vault_is_marked(home: Path) -> None:
    door = ProgramBackend(home, FixedClock(NOW), KdfParams.FAST_FOR_TESTS)
    told: list[tuple[int, int]] = []
    with door.demo(lambda done, of: told.append((done, of))) as made:
        assert is_marked(made.vault.path)
        assert door.demo_passphrase(made.vault.path) == PASSPHRASE
        today = made.practice.appointments.between(NOW.replace(hour=0), NOW.replace(hour=23))
        assert len(today) > 2
    assert told[-1][0] == told[-1][1] > 600


def test_given_a_window_in_hebrew_when_somebody_looks_around_then_the_practice_speaks_it_too(
    home: Path,
) -> None:
    door = ProgramBackend(home, FixedClock(NOW), KdfParams.FAST_FOR_TESTS)
    with door.demo(lambda _done, _of: None, "he") as made:
        practice = made.practice
        assert practice.settings.workspace().locale == "he"
        named = [practice.settings.workspace().name, *(each.name for each in practice.services.list())]
        named += [each.block.title or "" for each in practice.blocks.between(NOW, NOW + timedelta(days=7))]
        assert [text for text in named if not runs_right_to_left(text)] == []
