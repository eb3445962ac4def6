"""The queue of files is held while it should not move, and everybody hears why."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Signal

from core.domain.records import Client
from desktop.kit.bus import FilesLine
from desktop.sync_status.files_bridge import FilesBridge
from desktop.sync_status.files_traffic import ON_METERED, FilesTraffic
from desktop.sync_status.state import StatusPhase, SyncState
from sync.events import PassOutcome, SyncFailed, SyncFinished
from tests.desktop.conftest import NOW
from tests.desktop.records_room import Room


class FakeMeter(QObject):
    changed = Signal()
    is_metered = False
    is_known = True

    def turn(self, metered: bool) -> None:
        self.is_metered = metered
        self.changed.emit()


@dataclass
class Engine:
    is_paused: bool = False

    def pause(self) -> None:
        self.is_paused = True

    def resume(self) -> None:
        self.is_paused = False


class Setting:
    """A traffic over fakes of what is around it."""

    def __init__(self, room: Room, *, connected: bool = True) -> None:
        self.meter, self.engine = FakeMeter(), Engine()
        self.bridge = FilesBridge(room.bus)
        self.traffic = FilesTraffic(
            room.practice,
            room.jobs,
            room.bus,
            self.bridge,
            self.meter,
            lambda: self.engine if connected else None,
        )
        self.traffic.start()
        self.traffic.hear(SyncState(StatusPhase.IDLE if connected else StatusPhase.LOCAL))
        room.settle()


@pytest.fixture
def setting(room: Room) -> Setting:
    return Setting(room)


def test_given_no_clinic_when_started_then_no_line_is_told(room: Room) -> None:
    Setting(room, connected=False)
    assert room.bus.line is FilesLine.NONE


def test_given_a_connection_by_volume_when_it_comes_and_goes_then_files_wait_and_go_on(
    room: Room, setting: Setting
) -> None:
    assert (room.bus.line, setting.engine.is_paused) == (FilesLine.OPEN, False)
    setting.meter.turn(True)
    assert (room.bus.line, setting.engine.is_paused) == (FilesLine.METERED, True)
    setting.meter.turn(False)
    assert (room.bus.line, setting.engine.is_paused) == (FilesLine.OPEN, False)


def test_given_a_person_who_allows_it_when_metered_then_files_move_also_after_the_next_start(
    room: Room, setting: Setting
) -> None:
    setting.meter.turn(True)
    setting.traffic.set_on_metered(True)
    assert (room.bus.line, setting.engine.is_paused) == (FilesLine.OPEN, False)
    room.settle()
    assert room.practice.settings.local(ON_METERED) is True
    again = Setting(room)
    again.meter.turn(True)
    assert (again.traffic.on_metered, again.engine.is_paused) == (True, False)


def test_given_a_pause_when_asked_for_then_files_wait_too(room: Room, setting: Setting) -> None:
    setting.traffic.hear(SyncState(StatusPhase.IDLE, paused=True))
    assert (room.bus.line, setting.engine.is_paused) == (FilesLine.PAUSED, True)
    setting.traffic.hear(SyncState(StatusPhase.IDLE))
    assert (room.bus.line, setting.engine.is_paused) == (FilesLine.OPEN, False)


def test_given_no_connection_when_either_queue_says_so_then_the_line_is_offline(
    room: Room, setting: Setting
) -> None:
    setting.traffic.hear(SyncState(StatusPhase.OFFLINE))
    assert (room.bus.line, setting.engine.is_paused) == (FilesLine.OFFLINE, False)
    setting.traffic.hear(SyncState(StatusPhase.IDLE))
    with room.qtbot.waitSignal(setting.bridge.state_changed):
        setting.bridge.listen(SyncFailed("server_unreachable", "Gone.", 5.0))
    assert (room.bus.line, setting.traffic.sentence) == (FilesLine.OFFLINE, "")


def test_given_another_failure_of_files_when_told_then_its_sentence_stays_until_a_pass_ends_well(
    room: Room, setting: Setting
) -> None:
    with room.qtbot.waitSignal(setting.bridge.state_changed):
        setting.bridge.listen(SyncFailed("disk_full", "The disk is full.", None))
    assert (room.bus.line, setting.traffic.sentence) == (FilesLine.OPEN, "The disk is full.")
    with room.qtbot.waitSignal(setting.bridge.state_changed):
        setting.bridge.listen(SyncFinished(PassOutcome(), NOW))
    assert setting.traffic.sentence == ""


def test_given_a_file_when_added_then_it_is_counted_as_unsent_and_the_shown_lists_read_again(
    room: Room, setting: Setting
) -> None:
    client: Client = room.add("Mira", "Talbot")
    done = room.practice.attachments.add(b"words", client.id, file_name="a.txt")
    with room.qtbot.waitSignals([setting.traffic.moved, room.bus.files_moved]):
        room.bus.publish(done.changed)
    assert (setting.traffic.moving.files, setting.traffic.moving.unsent) == (1, 1)


def test_given_a_system_that_has_not_told_yet_then_files_wait_for_it_and_the_line_says_nothing(
    room: Room, setting: Setting
) -> None:
    setting.meter.is_known = False
    setting.meter.turn(False)
    assert (room.bus.line, setting.engine.is_paused) == (FilesLine.OPEN, True)
    setting.meter.is_known = True
    setting.meter.turn(False)
    assert (room.bus.line, setting.engine.is_paused) == (FilesLine.OPEN, False)
