"""Widgets in reference cycles are destroyed on the GUI thread, never on a worker."""

import gc
import threading

import pytest
from PySide6.QtWidgets import QApplication

from desktop.jobs import Jobs
from desktop.tidying import Tidying


class Knot:
    """Holds itself, so that only the collector frees it; tells on which thread that was."""

    def __init__(self, freed: list[threading.Thread]) -> None:
        self.me = self
        self._freed = freed

    def __del__(self) -> None:
        self._freed.append(threading.current_thread())


def _litter() -> None:
    for _ in range(20_000):
        knot: list[object] = []
        knot.append(knot)


@pytest.mark.usefixtures("qapp")
def test_given_rubbish_when_a_worker_allocates_then_only_the_gui_thread_collects(
    qapp: QApplication, jobs: Jobs
) -> None:
    tidying = Tidying()
    freed: list[threading.Thread] = []
    gc.collect()
    Knot(freed)
    jobs.run(_litter)
    jobs.wait()
    assert set(freed) <= {threading.main_thread()}
    gc.collect()
    tidying.look()
    assert freed == [threading.main_thread()]
