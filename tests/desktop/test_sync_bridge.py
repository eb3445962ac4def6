"""Events of another thread arrive on the GUI thread, in order, as states and as changed rows."""

import threading
import uuid
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.changes import Changed
from core.domain.enums import Origin
from desktop.kit.bus import Bus
from desktop.sync_status.bridge import SyncBridge
from desktop.sync_status.state import StatusPhase, SyncState
from sync.events import PassOutcome, RowsChanged, SyncFinished, SyncStarted

AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def test_given_events_of_the_sync_thread_when_heard_then_they_come_on_the_gui_thread(
    qtbot: QtBot, bus: Bus
) -> None:
    bridge = SyncBridge(bus, SyncState(StatusPhase.IDLE))
    threads: list[threading.Thread] = []
    bridge.state_changed.connect(lambda _state: threads.append(threading.current_thread()))
    with qtbot.waitSignal(bridge.state_changed):
        sender = threading.Thread(target=bridge.listen, args=(SyncStarted(),))
        sender.start()
        sender.join()
    assert threads == [threading.main_thread()]
    assert bridge.state.phase is StatusPhase.SYNCING


def test_given_rows_that_sync_changed_when_heard_then_the_bus_tells_every_screen(
    qtbot: QtBot, bus: Bus
) -> None:
    changed = (Changed("clients", frozenset({uuid.uuid4()}), Origin.SYNC),)
    bridge = SyncBridge(bus, SyncState(StatusPhase.IDLE))
    with qtbot.waitSignal(bus.changed) as told:
        bridge.listen(RowsChanged(changed))
    assert told.args == [changed]


def test_given_the_same_counts_when_set_again_then_nobody_is_told(qapp: QApplication, bus: Bus) -> None:
    bridge = SyncBridge(bus, SyncState(StatusPhase.IDLE))
    states: list[SyncState] = []
    bridge.state_changed.connect(states.append)
    bridge.set_counts(waiting=2, needs_you=1)
    bridge.set_counts(waiting=2)
    assert [(state.waiting, state.needs_you) for state in states] == [(2, 1)]


def test_given_page_after_page_when_heard_then_the_screens_are_told_once_and_before_the_end(
    qtbot: QtBot, bus: Bus
) -> None:
    bridge = SyncBridge(bus, SyncState(StatusPhase.IDLE))
    first, second, visit = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    told: list[object] = []
    bus.changed.connect(told.append)
    bus.synced.connect(lambda: told.append("synced"))
    for change in (("clients", first), ("clients", second), ("appointments", visit)):
        bridge.listen(RowsChanged((Changed(change[0], frozenset({change[1]}), Origin.SYNC),)))
    with qtbot.waitSignal(bus.synced):
        bridge.listen(SyncFinished(PassOutcome(pulled=3), AT))
    clients = Changed("clients", frozenset({first, second}), Origin.SYNC)
    assert told == [(clients, Changed("appointments", frozenset({visit}), Origin.SYNC)), "synced"]


def test_given_typing_while_a_pass_ends_when_not_counted_yet_then_it_is_not_called_saved(
    qtbot: QtBot, bus: Bus
) -> None:
    bridge = SyncBridge(bus, SyncState(StatusPhase.SYNCING))
    bridge.expect_unsent()
    with qtbot.waitSignal(bus.synced):
        bridge.listen(SyncFinished(PassOutcome(waiting=0), AT))
    assert (bridge.state.waiting, bridge.state.saved_at) == (1, None)
    bridge.set_counts(waiting=0)
    with qtbot.waitSignal(bus.synced):
        bridge.listen(SyncFinished(PassOutcome(waiting=0), AT))
    assert (bridge.state.waiting, bridge.state.saved_at) == (0, AT)
