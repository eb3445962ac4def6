"""The clinic's counter may pass what 32 bits hold: signals, bars and words carry it whole."""

import threading

from pytestqt.qtbot import QtBot

from desktop.kit.bus import Bus
from desktop.kit.theme import Theme
from desktop.sync_status.bridge import SyncBridge
from desktop.sync_status.panel import fact_lines
from desktop.sync_status.state import StatusPhase as State
from desktop.sync_status.state import SyncState
from desktop.unlock.pull_page import PullPage
from sync.events import PassOutcome, PassPhase, SyncFinished, SyncProgress
from tests.desktop.conftest import NOW

FAR = 2**40


def test_given_progress_beyond_32_bits_when_heard_then_pill_and_panel_say_it_whole(
    qtbot: QtBot, bus: Bus
) -> None:
    bridge = SyncBridge(bus, SyncState(State.IDLE))
    with qtbot.waitSignal(bridge.state_changed):
        event = SyncProgress(FAR, FAR + 5, PassPhase.PULL)
        sender = threading.Thread(target=bridge.listen, args=(event,))
        sender.start()
        sender.join()
    assert bridge.words(NOW).text == f"Syncing {FAR} of {FAR + 5}"
    assert f"{FAR} of {FAR + 5} so far" in fact_lines(bridge.state, NOW)


def test_given_an_outcome_beyond_32_bits_when_heard_then_what_waits_is_told_whole(
    qtbot: QtBot, bus: Bus
) -> None:
    bridge = SyncBridge(bus, SyncState(State.IDLE))
    with qtbot.waitSignal(bridge.state_changed):
        bridge.listen(SyncFinished(PassOutcome(waiting=2**33), NOW))
    assert bridge.state.waiting == 2**33


def test_given_a_first_pull_beyond_32_bits_when_shown_then_the_bar_stands_where_it_should(
    qtbot: QtBot, theme: Theme
) -> None:
    page = PullPage(theme)
    qtbot.addWidget(page)
    page.show_progress(FAR // 4, FAR)
    share = (page.bar.value() - page.bar.minimum()) / (page.bar.maximum() - page.bar.minimum())
    assert share == 0.25
    assert page.count.text() == f"{FAR // 4} of {FAR} changes"
    page.show_progress(0, 0)
    assert page.bar.value() == page.bar.minimum()
