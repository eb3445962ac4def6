"""The store worker: order, delivery, errors by blame, and callbacks whose owner is gone."""

import threading
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from core.domain.errors import DiskFull, UserError
from desktop.kit.jobs import Jobs


class _Owner(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []

    def take(self, value: object) -> None:
        self.got.append(value)


def _refuse() -> None:
    raise DiskFull("The disk is full.")


def test_given_two_jobs_when_run_then_results_come_in_order_on_the_gui_thread(jobs: Jobs) -> None:
    seen: list[tuple[str, bool]] = []
    here = threading.current_thread()

    def note(name: str) -> Callable[[object], None]:
        return lambda _: seen.append((name, threading.current_thread() is here))

    jobs.run(lambda: 1, note("first"))
    jobs.run(lambda: 2, note("second"))
    jobs.wait()
    assert seen == [("first", True), ("second", True)]


def test_given_a_user_error_without_handler_when_run_then_the_window_hears_of_it(jobs: Jobs) -> None:
    refused: list[UserError] = []
    jobs.refused.connect(refused.append)
    jobs.run(_refuse)
    jobs.wait()
    assert [error.code for error in refused] == ["disk_full"]


def test_given_a_user_error_with_handler_when_run_then_only_the_handler_hears(jobs: Jobs) -> None:
    refused: list[UserError] = []
    handled: list[UserError] = []
    jobs.refused.connect(refused.append)
    jobs.run(_refuse, None, handled.append)
    jobs.wait()
    assert (len(handled), refused) == (1, [])


def test_given_a_bug_when_run_then_it_is_raised_on_the_gui_thread(
    jobs: Jobs, capture_bugs: Callable[[], list[BaseException]]
) -> None:
    jobs.run(lambda: 1 // 0)
    jobs.wait()
    assert [type(bug) for bug in capture_bugs()] == [ZeroDivisionError]


def test_given_a_cancelled_read_when_it_ends_then_nobody_hears(jobs: Jobs) -> None:
    got: list[object] = []
    begun, go_on = threading.Event(), threading.Event()

    def work() -> int:
        begun.set()
        go_on.wait()
        return 1

    job = jobs.run(work, got.append)
    begun.wait()
    job.cancel()
    go_on.set()
    jobs.wait()
    assert got == []


def test_given_a_widget_that_is_gone_when_its_job_ends_then_its_callback_is_dropped(
    jobs: Jobs,
) -> None:
    owner = _Owner()
    got = owner.got
    jobs.run(lambda: 1, owner.take)
    shiboken6.delete(owner)
    jobs.wait()
    assert got == []


def test_given_work_under_way_when_closed_then_it_is_finished_and_delivered(qapp: QApplication) -> None:
    jobs = Jobs()
    got: list[int] = []
    jobs.run(lambda: 7, got.append)
    jobs.close()
    assert got == [7]


def test_given_jobs_when_busy_changes_then_it_is_told_once_each_way(jobs: Jobs) -> None:
    told: list[bool] = []
    jobs.busy_changed.connect(told.append)
    jobs.run(lambda: 1)
    jobs.run(lambda: 2)
    jobs.wait()
    assert told == [True, False]
