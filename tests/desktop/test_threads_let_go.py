"""What a screen asked another thread for never makes that thread destroy the screen."""

import gc
import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from core.domain.errors import DiskFull
from desktop.kit.background import Background
from desktop.kit.jobs import Job, Jobs
from desktop.sync_status.metered import Meter


class _SlowToReturn(Jobs):
    """Its thread still stands in the work that it has delivered."""

    def __init__(self) -> None:
        super().__init__()
        self.may_return = threading.Event()

    @override
    def _work(self, job: Job) -> None:
        super()._work(job)
        self.may_return.wait()


class _Screen(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []

    def ask(self) -> int:
        return 7

    def take(self, answer: object) -> None:
        self.got.append(answer)

    def refuse(self) -> int:
        raise DiskFull(str(self.got))


def _watch(screen: QObject) -> list[bool]:
    """True once it is destroyed on this thread, False on another."""
    here, seen = threading.current_thread(), list[bool]()
    weakref.finalize(screen, lambda: seen.append(threading.current_thread() is here))
    return seen


@pytest.mark.parametrize("refused", [False, True])
def test_given_a_screen_that_goes_when_it_is_answered_then_the_worker_holds_nothing_of_it(
    refused: bool, qapp: QApplication
) -> None:
    jobs, screen = _SlowToReturn(), _Screen()
    seen = _watch(screen)
    jobs.run(screen.refuse if refused else screen.ask, screen.take, screen.take)
    del screen
    jobs.wait()
    gc.collect(0)
    held = list(seen)
    jobs.may_return.set()
    jobs.close()
    assert held == [True]


class _Slow:
    def __init__(self) -> None:
        self.may_answer = threading.Event()

    def answer(self) -> None:
        self.may_answer.wait()


def test_given_a_meter_that_goes_before_the_system_tells_then_it_ends_on_its_own_thread(
    qtbot: QtBot,
) -> None:
    slow = _Slow()
    meter = Meter(load=slow.answer)
    meter.begin()
    seen = _watch(meter)
    del meter
    slow.may_answer.set()

    def is_gone() -> bool:
        gc.collect(0)
        return bool(seen)

    qtbot.waitUntil(is_gone)
    assert seen == [True]


def test_given_an_asker_that_is_gone_when_its_answer_comes_then_nobody_is_called(qtbot: QtBot) -> None:
    slow, screen, other = _Slow(), _Screen(), _Screen()
    Background(screen).run(slow.answer, other.take)
    shiboken6.delete(screen)
    answered = _Screen()
    Background(answered).run(slow.answer, answered.take)
    slow.may_answer.set()
    qtbot.waitUntil(lambda: bool(answered.got))
    assert other.got == []


def test_given_a_second_question_when_the_first_is_answered_late_then_only_the_second_is_heard(
    qtbot: QtBot,
) -> None:
    slow, screen = _Slow(), _Screen()
    background = Background(screen)
    background.run(slow.answer, lambda _: screen.take("first"))
    background.run(slow.answer, lambda _: screen.take("second"))
    slow.may_answer.set()
    qtbot.waitUntil(lambda: bool(screen.got))
    assert screen.got == ["second"]
