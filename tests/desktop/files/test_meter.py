"""The system is asked what a connection costs without anybody waiting for its answer."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.kit.first_paint import FirstPaint
from desktop.sync_status.metered import Meter, NetworkFactory
from desktop.sync_status.windows_network import WindowsNetwork
from desktop.system.windows_cost import is_metered


class FakeNetwork(QObject):
    isMeteredChanged = Signal(bool)  # noqa: N815 - Qt's name
    metered = True

    def isMetered(self) -> bool:  # noqa: N802 - Qt's name
        return self.metered


class SlowSystem:
    """Answers when it is let."""

    def __init__(self, network: FakeNetwork | None) -> None:
        self.network, self.may_answer, self.asked_by = network, threading.Event(), 0

    def load(self) -> NetworkFactory | None:
        self.asked_by = threading.get_ident()
        self.may_answer.wait()
        network = self.network
        return None if network is None else lambda _parent: network


@pytest.fixture
def slow(qtbot: QtBot) -> Iterator[Callable[[FakeNetwork | None], SlowSystem]]:
    made: list[SlowSystem] = []

    def make(network: FakeNetwork | None) -> SlowSystem:
        made.append(SlowSystem(network))
        return made[-1]

    yield make
    for system in made:
        system.may_answer.set()


Slow = Callable[[FakeNetwork | None], SlowSystem]


def test_given_a_system_that_does_not_answer_when_asked_then_the_window_goes_on(
    qtbot: QtBot, slow: Slow
) -> None:
    system = slow(FakeNetwork())
    meter = Meter(load=system.load)
    meter.begin()
    assert (meter.is_known, meter.is_metered) == (False, False)
    with qtbot.waitSignal(meter.changed):
        meter.give_up()
    assert (meter.is_known, meter.is_metered) == (True, False)
    with qtbot.waitSignal(meter.changed):
        system.may_answer.set()
    assert meter.is_metered
    assert system.asked_by != threading.get_ident()


def test_given_a_connection_that_changes_then_it_is_told(qtbot: QtBot, slow: Slow) -> None:
    network = FakeNetwork()
    system = slow(network)
    system.may_answer.set()
    meter = Meter(load=system.load)
    with qtbot.waitSignal(meter.changed):
        meter.begin()
    network.metered = False
    with qtbot.waitSignal(meter.changed):
        network.isMeteredChanged.emit(False)
    assert not meter.is_metered


def test_given_a_system_that_knows_nothing_then_nothing_is_metered(qtbot: QtBot, slow: Slow) -> None:
    system = slow(None)
    system.may_answer.set()
    meter = Meter(load=system.load)
    with qtbot.waitSignal(meter.changed):
        meter.begin()
    assert (meter.is_known, meter.is_metered) == (True, False)


def test_given_this_system_when_asked_then_it_answers(qtbot: QtBot) -> None:
    meter = Meter()
    with qtbot.waitSignal(meter.changed):
        meter.begin()
    assert meter.is_metered in {True, False}


def test_given_a_meter_that_began_when_a_clinic_is_connected_then_the_system_is_not_asked_again(
    qtbot: QtBot,
) -> None:
    asked: list[None] = []

    def load() -> None:
        asked.append(None)

    meter = Meter(load=load)
    with qtbot.waitSignal(meter.changed):
        meter.begin()
        meter.begin()
    assert asked == [None]


def test_given_a_window_when_it_is_made_then_what_can_wait_comes_once_and_after_its_first_paint(
    qtbot: QtBot,
) -> None:
    window, calls = QWidget(), []
    qtbot.addWidget(window)
    FirstPaint(window, lambda: calls.append(window.isVisible()))
    assert calls == []
    window.show()
    qtbot.waitUntil(lambda: calls == [True])
    with qtbot.waitExposed(window):
        window.repaint()
    assert calls == [True]


def test_given_a_window_that_its_page_covers_when_it_is_seen_then_what_can_wait_comes_once(
    qtbot: QtBot,
) -> None:
    window, calls = QWidget(), []
    qtbot.addWidget(window)
    page = QWidget(window)
    page.setAutoFillBackground(True)
    page.resize(window.size())
    FirstPaint(window, lambda: calls.append(window.isVisible()))
    window.show()
    qtbot.waitUntil(lambda: calls == [True])
    window.hide()
    window.show()
    with qtbot.waitExposed(window):
        window.repaint()
    assert calls == [True]


@pytest.mark.parametrize(
    ("cost", "metered"),
    [(0, False), (0x1, False), (0x2, True), (0x4, True), (0x40001, False), (0x10001, True)],
)
def test_given_the_cost_in_windows_words_when_read_then_only_a_paid_or_ended_volume_is_metered(
    cost: int, metered: bool
) -> None:
    assert is_metered(cost) is metered


def test_given_windows_when_the_connection_becomes_another_then_it_is_told_once(qtbot: QtBot) -> None:
    costs = [0x1, 0x2]
    network = WindowsNetwork(None, 0x1, lambda: costs.pop(0))
    told: list[bool] = []
    network.isMeteredChanged.connect(told.append)
    with qtbot.waitSignal(network.looked):
        network.look()
    assert (network.isMetered(), told) == (False, [])
    with qtbot.waitSignal(network.isMeteredChanged):
        network.look()
    assert (network.isMetered(), told) == (True, [True])


def test_given_windows_that_stops_telling_when_looked_again_then_what_was_known_stays(qtbot: QtBot) -> None:
    def refuse() -> int:
        raise OSError("no such service")

    network = WindowsNetwork(None, 0x2, refuse)
    with qtbot.waitSignal(network.looked):
        network.look()
    assert network.isMetered()
