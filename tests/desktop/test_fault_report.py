"""A fault leaves a line that says where and of which kind, also where a program has no terminal."""

import sys
import threading
from io import StringIO
from pathlib import Path

import pytest

from core.domain.clock import FixedClock
from desktop.session.fault_report import LONGEST, FaultReport

SECRET = "Miriam was late again"


@pytest.fixture
def report(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> FaultReport:
    for name in ("excepthook", "unraisablehook", "stderr"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = FaultReport(tmp_path / "home", clock)
    made.install()
    return made


def break_something() -> None:
    raise ValueError(SECRET)


def tell_the_hook() -> None:
    try:
        break_something()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_given_a_window_without_a_terminal_when_it_breaks_then_a_private_file_says_where(
    report: FaultReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    tell_the_hook()
    line = report.path.read_text(encoding="utf-8")
    assert "ValueError at test_fault_report.py:" in line
    assert line.startswith("2026-")
    if sys.platform != "win32":
        assert report.path.stat().st_mode & 0o077 == 0


def test_given_a_fault_when_told_then_nothing_of_its_text_and_no_folder_is_in_it(
    report: FaultReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    tell_the_hook()
    for told in (said.getvalue(), report.path.read_text(encoding="utf-8")):
        assert "ValueError" in told
        assert SECRET not in told
        assert str(Path(__file__).parent) not in told


def test_given_a_thread_that_breaks_then_it_is_told_without_its_text_too(
    report: FaultReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    thread = threading.Thread(target=break_something)
    thread.start()
    thread.join()
    assert "ValueError" in report.path.read_text(encoding="utf-8")
    assert SECRET not in said.getvalue()


def test_given_something_that_breaks_while_it_goes_away_then_it_is_told_without_its_text_too(
    report: FaultReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = StringIO()
    monkeypatch.setattr(sys, "stderr", said)

    class Fragile:
        def __del__(self) -> None:
            break_something()

    Fragile()
    assert "ValueError" in report.path.read_text(encoding="utf-8")
    assert SECRET not in said.getvalue()


def test_given_the_same_fault_for_days_when_told_then_the_file_stays_small_and_has_the_last_one(
    report: FaultReport, clock: FixedClock
) -> None:
    report.path.parent.mkdir()
    report.path.write_text("an old line\n" * (LONGEST // 6), encoding="utf-8")
    tell_the_hook()
    kept = report.path.read_text(encoding="utf-8")
    assert len(kept) <= LONGEST
    assert "ValueError" in kept.splitlines()[-1]
    assert set(kept.splitlines()[:-1]) == {"an old line"}


def test_given_a_home_that_cannot_be_written_when_it_breaks_then_the_program_goes_on(
    report: FaultReport,
) -> None:
    report.path.parent.write_text("a file in the folder's place", encoding="utf-8")
    tell_the_hook()
    assert not report.path.exists()


def test_given_a_file_that_somebody_put_in_its_place_as_a_link_then_it_is_not_followed(
    report: FaultReport, tmp_path: Path
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows makes links only for administrators")
    report.path.parent.mkdir()
    other = tmp_path / "other.txt"
    other.write_text("untouched", encoding="utf-8")
    report.path.symlink_to(other)
    tell_the_hook()
    assert other.read_text(encoding="utf-8") == "untouched"
