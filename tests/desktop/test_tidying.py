"""Widgets in reference cycles are destroyed on the GUI thread, never on a worker."""

import gc
import threading
import time

import pytest
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication

from desktop.kit.jobs import Jobs
from desktop.shell.gc_control import GcControl


class Knot:
    """Holds itself, so that only the collector frees it; tells on which thread that was."""

    def __init__(self, freed: list[threading.Thread]) -> None:
        self.me = self
        self._freed = freed

    def __del__(self) -> None:
        self._freed.append(threading.current_thread())


@pytest.fixture(autouse=True)
def frozen_already() -> None:
    """Here a program freezes in earnest."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The generations that are to be collected; none is."""
    generations: list[int] = []
    monkeypatch.setattr(gc, "collect", generations.append)
    return generations


def _litter() -> None:
    for _ in range(20_000):
        knot: list[object] = []
        knot.append(knot)


@pytest.mark.usefixtures("qapp")
def test_given_rubbish_when_a_worker_allocates_then_only_the_gui_thread_collects(
    qapp: QApplication, jobs: Jobs
) -> None:
    tidying = GcControl()
    freed: list[threading.Thread] = []
    gc.collect()
    Knot(freed)
    jobs.run(_litter)
    jobs.wait()
    assert set(freed) <= {threading.main_thread()}
    gc.collect()
    tidying.look()
    assert freed == [threading.main_thread()]


@pytest.mark.usefixtures("qapp")
def test_given_a_window_in_front_when_a_full_collection_is_due_then_it_waits_until_nobody_looks(
    monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    tidying = GcControl()
    monkeypatch.setattr(gc, "get_count", lambda: (1_000, 100, 100))
    monkeypatch.setattr(gc, "get_objects", lambda *, generation: [None] * (10, 1_000, 90_000)[generation])
    front: list[QWindow | None] = [QWindow()]
    monkeypatch.setattr(QGuiApplication, "focusWindow", lambda: front[0])
    tidying.look()
    front[0] = None
    tidying.look()
    assert asked == [1, 2]


@pytest.mark.usefixtures("qapp")
def test_given_a_large_list_just_read_when_a_collection_is_due_then_even_the_youngest_waits(
    monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    tidying = GcControl()
    monkeypatch.setattr(gc, "get_count", lambda: (1_000, 0, 0))
    monkeypatch.setattr(gc, "get_objects", lambda *, generation: [generation] * 90_000)
    front: list[QWindow | None] = [QWindow()]
    monkeypatch.setattr(QGuiApplication, "focusWindow", lambda: front[0])
    tidying.look()
    assert asked == []
    front[0] = None
    tidying.look()
    assert asked == [0]


@pytest.mark.usefixtures("qapp")
def test_given_a_sync_that_makes_much_when_a_collection_is_due_then_it_waits_until_it_is_quiet(
    monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 0))
    tidying = GcControl()
    for made in (50_000, 90_000, 91_000):
        monkeypatch.setattr(gc, "get_count", lambda made=made: (made, 0, 0))
        tidying.look()
    assert asked == [0]


@pytest.mark.usefixtures("qapp")
def test_given_a_sync_that_goes_on_when_half_a_minute_has_passed_then_it_is_collected_all_the_same(
    monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 0))
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    tidying = GcControl()
    for moment in (110.0, 129.0, 131.0):
        now[0] = moment
        monkeypatch.setattr(gc, "get_count", lambda moment=moment: (int(moment) * 10_000, 0, 0))
        tidying.look()
    assert asked == [0]


@pytest.mark.usefixtures("qapp")
def test_given_a_program_that_has_settled_when_collected_then_what_was_there_is_not_looked_at_again() -> None:
    gc.unfreeze()
    tidying = GcControl()
    tidying.settle()
    assert gc.get_freeze_count() > 10_000
