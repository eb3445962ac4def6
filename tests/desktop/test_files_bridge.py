"""The queue of files as the window hears of it."""

import threading
import uuid
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.changes import Changed
from core.domain.enums import Origin
from desktop.kit.bus import Bus
from desktop.sync_status.files_bridge import FilesBridge, FilesState
from sync.events import (
    PassOutcome,
    PassPhase,
    RowsChanged,
    SyncEvent,
    SyncFailed,
    SyncFinished,
    SyncProgress,
    SyncStarted,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FULL = FilesState(waiting=6, sentence="Full.", code="disk_full")
MOVING = FilesState(PassPhase.SEND_FILES, 3, 9)


@pytest.mark.parametrize(
    ("before", "event", "after"),
    [
        (FilesState(), SyncStarted(), FilesState()),
        (FilesState(), SyncProgress(3, 9, PassPhase.SEND_FILES), MOVING),
        (MOVING, SyncFinished(PassOutcome(waiting=6), NOW), FilesState(waiting=6)),
        (FilesState(waiting=6), SyncFailed("disk_full", "Full.", 1.0), FULL),
        (FULL, SyncFinished(PassOutcome(), NOW), FilesState()),
    ],
)
def test_given_an_event_when_heard_then_the_state_says_what_is_so(
    before: FilesState, event: SyncEvent, after: FilesState
) -> None:
    assert before.after(event) == after


def test_given_the_thread_of_files_when_it_speaks_then_the_window_hears_on_its_own_thread(
    qapp: QApplication, qtbot: QtBot
) -> None:
    bus = Bus()
    bridge = FilesBridge(bus)
    moved = (Changed("session_attachments", frozenset({uuid.UUID(int=1)}), Origin.SYNC),)
    heard: list[object] = []
    bus.changed.connect(heard.append)

    def speak() -> None:
        bridge.listen(SyncProgress(1, 2, PassPhase.FETCH_FILES))
        bridge.listen(RowsChanged(moved))

    with qtbot.waitSignal(bus.changed):
        thread = threading.Thread(target=speak)
        thread.start()
        thread.join()
        assert heard == []  # not on that thread
    assert bridge.state == FilesState(PassPhase.FETCH_FILES, 1, 2)
    assert heard == [moved]
