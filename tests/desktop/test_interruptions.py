"""What a lock did not let finish is said at once, or as soon as nothing covers the window, and all of it."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.kit.bus import Bus
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from desktop.kit.unfinished import Unfinished
from desktop.shell.interruptions import SETTING, Interruptions
from desktop.widgets.banner import Banner
from tests.desktop.local_double import LocalDouble

PDF = "The PDF was not finished"


@pytest.fixture
def banner(theme: Theme, qtbot: QtBot) -> Banner:
    made = Banner(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def bus(banner: Banner, jobs: Jobs) -> Bus:
    """With one that listens to it."""
    made = Bus(banner)
    Interruptions(LocalDouble(), jobs, made, banner, banner)
    return made


def test_given_the_curtain_when_work_ends_behind_it_then_it_is_said_after_unlocking(
    bus: Bus, banner: Banner
) -> None:
    bus.locking.emit()
    bus.cut_short.emit(Unfinished.PDF, 1)
    assert banner.isHidden()
    bus.unlocked.emit()
    assert banner.text.startswith(PDF)


def test_given_a_window_unlocked_already_when_the_work_that_was_stopped_ends_then_it_is_said_at_once(
    bus: Bus, banner: Banner
) -> None:
    bus.locking.emit()
    bus.unlocked.emit()
    assert banner.isHidden()
    bus.cut_short.emit(Unfinished.PDF, 1)
    assert not banner.isHidden()
    assert banner.text.startswith(PDF)


def test_given_something_said_that_nobody_closed_when_more_comes_then_both_are_said(
    bus: Bus, banner: Banner
) -> None:
    bus.cut_short.emit(Unfinished.FILES, 2)
    bus.cut_short.emit(Unfinished.PDF, 1)
    bus.cut_short.emit(Unfinished.FILES, 1)
    files, pdf = banner.text.split("\n")
    assert files.startswith("3 files were not added")
    assert pdf.startswith(PDF)


def test_given_something_said_that_was_closed_when_more_comes_then_that_alone_is_said(
    bus: Bus, banner: Banner
) -> None:
    bus.cut_short.emit(Unfinished.FILES, 2)
    banner.hide()
    bus.cut_short.emit(Unfinished.PDF, 1)
    assert banner.text.startswith(PDF)
    assert "\n" not in banner.text


def test_given_work_that_ended_under_the_curtain_when_all_is_shut_then_it_is_kept_for_the_next_run(
    banner: Banner, jobs: Jobs
) -> None:
    bus, settings = Bus(banner), LocalDouble()
    one = Interruptions(settings, jobs, bus, banner, banner)
    bus.cut_short.emit(Unfinished.BACKUP, 1)
    bus.locking.emit()
    bus.cut_short.emit(Unfinished.PDF, 1)
    one.keep()
    jobs.wait()
    assert settings.values == {SETTING: {"pdf": 1}}, "what was said is not said again"
