"""A passphrase is being checked at the curtain when all is to be shut: nothing comes into sight again."""

import threading
from collections.abc import Callable, Iterator

import pytest

from core.store.vault.vault import open_vault
from desktop.app import Program
from desktop.shell.unlocked import UnlockedSession
from tests.desktop.test_workplace import PHRASE, model_home, program, work

__all__ = ["model_home", "program"]
ENDS: dict[str, Callable[[UnlockedSession], object]] = {
    "sleep": UnlockedSession.sleep,
    "a long time alone": lambda place: place.long_idle.idled.emit(),
    "closing": lambda place: place.window.close(),
}


@pytest.fixture
def checked(program: Program) -> Iterator[threading.Event]:
    """The curtain hangs; a passphrase that is entered is checked once this is set."""
    place, goes = work(program), threading.Event()
    place.soft_lock()
    place.jobs.run(lambda: goes.wait(60))
    yield goes
    goes.set()


def enter(place: UnlockedSession, phrase: str) -> None:
    place.overlay.field.set_text(phrase)
    place.overlay.submit()


def seen_meanwhile(place: UnlockedSession) -> list[tuple[bool, bool]]:
    """Whether the curtain hung, and the window took keys, each time something was done while all was shut."""
    seen: list[tuple[bool, bool]] = []

    def look() -> None:
        seen.append((place.overlay.isVisible(), place.window.stack.isEnabled()))

    place.jobs.run(lambda: None, lambda _: look())
    place.jobs.busy_changed.connect(look)
    return seen


@pytest.mark.parametrize("ends", ENDS)
def test_given_the_right_passphrase_that_is_checked_when_all_is_shut_then_nothing_is_uncovered(
    program: Program, checked: threading.Event, ends: str
) -> None:
    place = work(program)
    asked_again: list[None] = []
    place.overlay.unlocked.connect(lambda: asked_again.append(None))
    enter(place, PHRASE)
    seen = seen_meanwhile(place)
    checked.set()
    ENDS[ends](place)
    assert seen
    assert set(seen) == {(True, False)}
    assert asked_again == []
    open_vault(place.opening.opened.vault.path, PHRASE).close()


@pytest.mark.parametrize("ends", ENDS)
def test_given_a_fifth_wrong_passphrase_that_is_checked_when_all_is_shut_then_it_says_nothing(
    program: Program, checked: threading.Event, ends: str
) -> None:
    place = work(program)
    given_up: list[None] = []
    place.overlay.given_up.connect(lambda: given_up.append(None))
    place.overlay._tries = 4
    enter(place, "no idea what it was")
    checked.set()
    ENDS[ends](place)
    assert given_up == []
    assert place.overlay.field.note.text() == ""


def test_given_a_wrong_passphrase_was_said_when_the_next_is_checked_then_it_is_said_no_more(
    program: Program,
) -> None:
    place = work(program)
    place.soft_lock()
    enter(place, "no idea what it was")
    place.jobs.wait()
    assert place.overlay.field.note.text() != ""
    enter(place, PHRASE)
    assert place.overlay.field.note.text() == ""


def test_given_a_passphrase_that_is_checked_when_the_lock_goes_on_then_another_person_cannot_be_chosen(
    program: Program, checked: threading.Event
) -> None:
    place = work(program)
    assert place.overlay.switch.isEnabled()
    enter(place, "no idea what it was")
    assert not place.overlay.switch.isEnabled()
    checked.set()
    program.jobs.wait()
    assert place.overlay.switch.isEnabled()


def test_given_words_that_cannot_be_stored_when_it_stays_covered_then_the_next_passphrase_opens(
    program: Program, checked: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = work(program)
    monkeypatch.setattr(place.window, "unsaved", lambda: ["notes"])
    enter(place, PHRASE)
    checked.set()
    place.sleep()
    assert place.overlay.isVisible()
    assert "could not be stored" in place.overlay.field.note.text()
    enter(place, PHRASE)
    program.jobs.wait()
    assert not place.overlay.isVisible()
    monkeypatch.undo()
