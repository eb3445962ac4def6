"""Events of another thread arrive on the GUI thread, in order, as states and as changed rows."""

import threading
import uuid
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.changes import Changed
from core.domain.enums import Origin
from desktop.bus import Bus
from desktop.sync_bridge import SyncBridge
from desktop.sync_state import Phase, SyncState
from sync.events import RowsChanged, SyncStarted


def test_given_events_of_the_sync_thread_when_heard_then_they_come_on_the_gui_thread(
    qtbot: QtBot, bus: Bus
) -> None:
    bridge = SyncBridge(bus, ZoneInfo("UTC"), connected=True)
    threads: list[threading.Thread] = []
    bridge.state_changed.connect(lambda _state: threads.append(threading.current_thread()))
    with qtbot.waitSignal(bridge.state_changed):
        sender = threading.Thread(target=bridge.listen, args=(SyncStarted(),))
        sender.start()
        sender.join()
    assert threads == [threading.main_thread()]
    assert bridge.state.phase is Phase.SYNCING


def test_given_rows_that_sync_changed_when_heard_then_the_bus_tells_every_screen(
    qtbot: QtBot, bus: Bus
) -> None:
    changed = (Changed("clients", frozenset({uuid.uuid4()}), Origin.SYNC),)
    bridge = SyncBridge(bus, ZoneInfo("UTC"), connected=True)
    with qtbot.waitSignal(bus.changed) as told:
        bridge.listen(RowsChanged(changed))
    assert told.args == [changed]


def test_given_the_same_counts_when_set_again_then_nobody_is_told(qapp: QApplication, bus: Bus) -> None:
    bridge = SyncBridge(bus, ZoneInfo("UTC"), connected=True)
    states: list[SyncState] = []
    bridge.state_changed.connect(states.append)
    bridge.set_counts(waiting=2, needs_you=1)
    bridge.set_counts(waiting=2)
    assert [(state.waiting, state.needs_you) for state in states] == [(2, 1)]
