"""Command line of the window, its remembered place, idling, restarting, hardening."""

import stat
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.domain.clock import FixedClock
from desktop.session.hardening import forbid_dumps
from desktop.session.relaunch import LockReason, command, relaunch
from desktop.session.start import read_arguments, wants_window
from desktop.shell.idle import IdleWatch
from desktop.shell.unsaved_dialog import LeavingDialog
from desktop.shell.window_state import WindowFile, WindowState, encode_geometry
from desktop.widgets.question import QuestionDialog
from desktop.widgets.weekdays import WeekdaySwitches
from tests.desktop.conftest import Flashes


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--home", "x"], True),
        (["--home=x", "--locked", "idle"], True),
        (["--home"], False),
        (["sync"], False),
        (["--syncer"], False),
        (["--home", "x", "sync"], False),
        (["--help"], False),
        (["Monday.pazpaz"], True),
        (["--home", "x", "C:\\Users\\דנה\\MONDAY.PAZPAZ"], True),
        (["one.pazpaz", "two.pazpaz"], False),
        (["restore", "one.pazpaz"], False),
        (["one.pazpaz", "--json"], False),
    ],
)
def test_given_a_command_line_when_read_then_only_the_windows_own_options_open_it(
    arguments: list[str], window: bool
) -> None:
    assert wants_window(arguments) is window


def test_given_window_options_when_read_then_home_and_reason_come_out() -> None:
    found = read_arguments(["--home", "there", "--locked", "tries"])
    assert (found.home, found.locked, found.backup) == (Path("there"), LockReason.TRIES, None)


def test_given_a_backup_that_was_clicked_when_read_then_it_is_the_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_arguments(["Monday.pazpaz"]).backup == tmp_path / "Monday.pazpaz"


def test_given_an_unknown_reason_when_read_then_it_ends_with_the_status_of_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        read_arguments(["--locked", "whim"])
    assert stopped.value.code == 2


def test_given_a_lock_when_the_process_is_replaced_then_it_says_only_home_and_reason(tmp_path: Path) -> None:
    calls: list[tuple[str, list[str]]] = []
    relaunch(command(tmp_path, LockReason.ASKED), lambda path, arguments: calls.append((path, arguments)))
    assert calls == [
        (sys.executable, [sys.executable, "-m", "desktop", "--home", str(tmp_path), "--locked", "asked"])
    ]


def test_given_a_window_state_when_written_and_read_then_it_is_the_same(tmp_path: Path) -> None:
    state = WindowState(geometry=encode_geometry(b"\x01\x02"), screen="notes", look="dark", letters=False)
    WindowFile(tmp_path).write(state)
    assert WindowFile(tmp_path).read() == state
    assert state.geometry_bytes() == b"\x01\x02"


def test_given_a_window_state_when_written_then_nobody_else_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    file.write_text("{}", encoding="utf-8")
    file.chmod(0o644)
    WindowFile(tmp_path).write(WindowState(screen="notes"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_given_no_home_yet_when_a_window_state_is_written_then_it_is_let_be(tmp_path: Path) -> None:
    WindowFile(tmp_path / "none").write(WindowState())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"[1]", b"[" * 60_000, b"\xff", b'{"screen": 1}', b'{"odd": "x"}'])
def test_given_a_window_state_that_says_nothing_when_read_then_it_counts_as_none(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "window.json").write_bytes(content)
    assert WindowFile(tmp_path).read() == WindowState()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"screen": 5}', '{"novel": 1}', '{"letters": "no"}'])
def test_given_a_file_that_makes_no_sense_when_read_then_the_window_opens_as_new(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "window.json").write_text(text, encoding="utf-8")
    assert WindowFile(tmp_path).read() == WindowState()


def test_given_a_geometry_that_makes_no_sense_when_read_then_there_is_none() -> None:
    assert WindowState(geometry="!").geometry_bytes() == b""


def test_given_a_folder_that_is_gone_when_written_then_nothing_breaks(tmp_path: Path) -> None:
    WindowFile(tmp_path / "gone").write(WindowState())


def test_given_nobody_there_when_time_passes_then_it_is_told_once(
    qapp: QApplication, clock: FixedClock
) -> None:
    watch = IdleWatch(clock, 600)
    told: list[bool] = []
    watch.idled.connect(lambda: told.append(True))
    clock.advance(timedelta(seconds=599))
    watch.look()
    clock.advance(timedelta(seconds=1))
    watch.look()
    watch.look()
    assert told == [True]


def test_given_a_key_press_when_time_passes_then_the_time_begins_anew(
    qapp: QApplication, clock: FixedClock
) -> None:
    watch = IdleWatch(clock, 600)
    told: list[bool] = []
    watch.idled.connect(lambda: told.append(True))
    window = QWidget()
    field, other = QLineEdit(window), QLineEdit(window)
    window.show()
    window.activateWindow()
    watch.start()
    field.setFocus()
    qapp.processEvents()
    lives: list[Callable[[], object]] = [
        lambda: QTest.keyClick(field, Qt.Key.Key_A),
        lambda: (other.setFocus(), QTest.keyClick(other, Qt.Key.Key_A)),
        lambda: QApplication.sendEvent(other, QInputMethodEvent("\u05d0", [])),
        lambda: QTest.mouseMove(window.windowHandle(), QPoint(5, 5)),
        lambda: QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(9, 9)),
    ]
    for live in lives:
        clock.advance(timedelta(seconds=500))
        live()
        qapp.processEvents()
        watch.look()
    watch.stop()
    assert told == []
    clock.advance(timedelta(seconds=700))
    QTest.keyClick(other, Qt.Key.Key_A)
    watch.look()
    assert told == [True]


def test_given_a_clock_set_back_when_nobody_is_there_then_it_is_told_all_the_same(
    qapp: QApplication, clock: FixedClock
) -> None:
    watch = IdleWatch(clock, 600)
    told: list[bool] = []
    watch.idled.connect(lambda: told.append(True))
    clock.advance(timedelta(days=-3650))
    clock.advance(timedelta(seconds=600))
    watch.look()
    assert told == [True]


def test_given_no_limit_when_time_passes_then_it_never_locks(qapp: QApplication, clock: FixedClock) -> None:
    watch = IdleWatch(clock, 0)
    told: list[bool] = []
    watch.idled.connect(lambda: told.append(True))
    clock.advance(timedelta(days=1))
    watch.look()
    assert told == []


def test_given_this_system_when_dumps_are_forbidden_then_it_holds() -> None:
    assert forbid_dumps()


def test_given_a_dialog_when_made_then_no_part_of_it_comes_up_as_a_window(
    qtbot: QtBot, flashes: Flashes
) -> None:
    above = QWidget()
    qtbot.addWidget(above)
    question = QuestionDialog(above, "Delete it?", "It is gone then.", "Delete", lambda: None)
    leaving = LeavingDialog(above, "The last words.", lambda: None, lambda: None)
    assert flashes.kinds == []
    assert not question.isVisible()
    assert leaving.copy.isVisibleTo(leaving)


def test_given_a_week_that_begins_on_sunday_then_the_row_of_days_does(qtbot: QtBot) -> None:
    days = WeekdaySwitches(6)
    qtbot.addWidget(days)
    row = days.layout()
    assert row is not None
    shown = [item.widget() for place in range(row.count()) if (item := row.itemAt(place)) is not None]
    assert shown == [days.buttons[day] for day in (6, 0, 1, 2, 3, 4, 5)]
