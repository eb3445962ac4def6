"""The strip across the window while the computer's clock is plainly wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.clock import FixedClock
from core.domain.clock_doubt import Heard
from core.store.practice.practice import Practice
from core.store.unit_of_work.timekeeping import hear
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from desktop.shell.clock_notice import ClockNotice
from desktop.widgets.banner import Banner
from tests.desktop.people import empty_practice


@pytest.fixture
def practice(home: Path, clock: FixedClock) -> Iterator[Practice]:
    made = empty_practice(home, clock)
    yield made
    made.store.close()


class Strip:
    """The notice on a page of its own."""

    def __init__(self, practice: Practice, jobs: Jobs, theme: Theme) -> None:
        self.page, self.jobs = QWidget(), jobs
        self.banner = Banner(theme, closable=False, parent=self.page)
        self.notice = ClockNotice(practice, jobs, self.banner, self.page)

    def look(self) -> str:
        """What it says after another look; nothing while the clock is believed."""
        self.notice.look()
        self.jobs.wait()
        return "" if self.banner.isHidden() else self.banner.text


@pytest.fixture
def strip(qapp: QApplication, practice: Practice, jobs: Jobs, theme: Theme) -> Iterator[Strip]:
    made = Strip(practice, jobs, theme)
    yield made
    made.page.deleteLater()


def test_given_a_clock_that_may_be_right_then_nothing_is_said(strip: Strip) -> None:
    assert strip.look() == ""


def test_given_a_clock_of_2019_then_it_is_said_until_it_is_set(strip: Strip, clock: FixedClock) -> None:
    right = clock.now()
    clock.advance(datetime(2019, 3, 4, tzinfo=UTC) - right)
    said = strip.look()
    assert "is at Monday, 4 March 2019, which cannot be right: this program was made later." in said
    assert "What you write is kept; signing waits until the clock is set." in said
    assert not strip.banner.button.isVisibleTo(strip.banner)

    clock.advance(right - clock.now())
    assert strip.look() == ""


def test_given_rows_that_are_newer_then_a_person_may_say_that_the_clock_is_right(
    strip: Strip, clock: FixedClock
) -> None:
    clock.advance(-timedelta(days=30))
    assert "something was written here on Monday, 23 November 2026" in strip.look()
    assert strip.banner.button.text() == "The clock is right"
    QTest.mouseClick(strip.banner.button, Qt.MouseButton.LeftButton)
    strip.jobs.wait()
    assert strip.look() == ""


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (5, "the clinic's server is at Wednesday, 18 November 2026."),
        (-5, "is at Saturday, 28 November 2026 already"),
    ],
)
def test_given_another_time_at_the_clinic_then_the_strip_tells_it(
    strip: Strip, practice: Practice, clock: FixedClock, off: int, words: str
) -> None:
    with practice.store.write() as db:
        hear(db, Heard(clock.now() - timedelta(days=off), clock.now()))
    assert words in strip.look()
