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
def test_given_a_thread_that_builds_a_tuple_when_it_is_looked_whether_to_collect_then_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    died: list[SystemError] = []
    ends = threading.Event()

    def build() -> None:
        try:
            while not ends.is_set():
                assert len(tuple(number for number in range(200))) == 200
        except SystemError as error:
            died.append(error)

    tidying, built = GcControl(), threading.Thread(target=build)
    monkeypatch.setattr(gc, "get_count", lambda: (1_000, 100, 100))
    built.start()
    until = time.monotonic() + 1
    while not died and time.monotonic() < until:
        tidying.look()
    ends.set()
    built.join()
    assert asked
    assert died == []


class Front:
    """Whether a window of the program is in front."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window: QWindow | None = QWindow()
        monkeypatch.setattr(QGuiApplication, "focusWindow", lambda: self.window)


@pytest.mark.usefixtures("qapp")
def test_given_a_window_in_front_when_a_full_collection_is_due_then_it_waits_until_nobody_looks(
    monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    tidying, front = GcControl(), Front(monkeypatch)
    monkeypatch.setattr(gc, "get_count", lambda: (1_000, 100, 100))
    tidying.look()
    front.window = None
    tidying.look()
    assert asked == [1, 2]


@pytest.mark.parametrize(("took_s", "next_one"), [(0.05, 1), (0.001, 2)])
@pytest.mark.usefixtures("qapp")
def test_given_a_full_collection_when_the_next_is_due_then_it_is_judged_by_how_long_that_took(
    monkeypatch: pytest.MonkeyPatch, asked: list[int], took_s: float, next_one: int
) -> None:
    tidying, front = GcControl(), Front(monkeypatch)
    monkeypatch.setattr(gc, "get_count", lambda: (1_000, 100, 100))
    monkeypatch.setattr(time, "perf_counter", lambda: len(asked) * took_s)
    window, front.window = front.window, None
    tidying.look()
    front.window = window
    tidying.look()
    assert asked == [2, next_one]


@pytest.mark.usefixtures("qapp")
def test_given_a_large_list_just_read_when_a_collection_is_due_then_even_the_youngest_waits(
    monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    tidying, front = GcControl(), Front(monkeypatch)
    tidying._made = 90_000
    monkeypatch.setattr(gc, "get_count", lambda: (90_000, 0, 0))
    tidying.look()
    assert asked == []
    front.window = None
    tidying._made = 90_000
    tidying.look()
    assert asked == [0]


@pytest.mark.usefixtures("qapp")
def test_given_many_young_objects_that_stayed_when_the_next_generation_is_due_then_it_waits(
    monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    tidying, _ = GcControl(), Front(monkeypatch)
    for count in ((30_000, 0, 0), (30_000, 0, 0), (1_000, 100, 0)):
        tidying._made = 30_000
        monkeypatch.setattr(gc, "get_count", lambda count=count: count)
        tidying.look()
    assert asked == [0, 0, 0], "60,000 came to the middle one"


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
