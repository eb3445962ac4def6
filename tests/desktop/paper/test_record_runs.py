"""Records that go out one after the other: each is stopped by itself, and ends what is its own alone."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtGui import QPagedPaintDevice, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.domain.errors import UserError
from desktop.kit.unfinished import Unfinished
from desktop.paper import printable, record_drawing
from desktop.paper.days import record_of_days
from desktop.paper.encrypted_pdf import encrypted
from desktop.paper.file_page import FilePage
from desktop.paper.printable import Printable, encrypted_pdf
from desktop.paper.progress_dialog import ProgressDialog
from desktop.paper.record import Record
from desktop.paper.record_out import RecordOut, RecordSource
from tests.desktop.conftest import MONDAY
from tests.desktop.paper.pdf_question import PASSWORD
from tests.desktop.records_room import Room, practice, room

__all__ = ["practice", "room"]


@pytest.fixture
def out(room: Room) -> RecordOut:
    return RecordOut(room.context, room.show(QWidget()))


@dataclass
class Held:
    """A worker comes to here and waits."""

    reached: threading.Event = field(default_factory=threading.Event)
    may_go: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        self.reached.set()
        assert self.may_go.wait(30)


@dataclass
class Sheet:
    """The day's sheet, and how often it was closed."""

    room: Room
    before: Callable[[], None] = lambda: None
    closed: int = 0

    def source(self) -> RecordSource:
        return RecordSource(self.read, "calendar", (), "day.pdf", close=self.close)

    def read(self) -> Printable:
        self.before()
        return record_of_days(self.room.practice, MONDAY.date(), MONDAY.date())

    def close(self) -> None:
        self.closed += 1


def dialogs(out: RecordOut) -> list[ProgressDialog]:
    QTest.qWait(0)
    found = out._over.window().findChildren(ProgressDialog)
    return [each for each in found if each.isVisible()]


def printer_to(file: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(file))
    return made


def recorded(room: Room, what: str) -> int:
    return [event.event_type for event in room.practice.audit.list()].count(f"calendar.{what}")


@pytest.mark.parametrize("password", [PASSWORD, ""], ids=["password", "no password"])
def test_given_one_that_is_stopped_while_it_is_encrypted_when_another_is_saved_then_only_that_is_written(
    room: Room, out: RecordOut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    held = Held()

    def slowly(pdf: bytes, password: str, check: Callable[[], None]) -> bytes:
        held.wait()
        return encrypted(pdf, password, check)

    monkeypatch.setattr(printable, "encrypted", slowly)
    out.save_to(Sheet(room).source(), tmp_path / "first.pdf", PASSWORD)
    assert held.reached.wait(30)
    (dialog,) = dialogs(out)
    dialog.stop.click()
    out.save_to(Sheet(room).source(), tmp_path / "second.pdf", password)
    held.may_go.set()
    room.settle()
    assert [file.name for file in tmp_path.glob("*.pdf")] == ["second.pdf"]
    assert recorded(room, "export") == 1
    assert room.navigator.toasts[0] == "Stopped; nothing was written."
    assert room.navigator.toasts[1].startswith("PDF saved")
    assert dialogs(out) == []


def test_given_one_that_was_stopped_when_it_ends_then_the_next_keeps_its_dialog_and_its_source(
    room: Room, out: RecordOut, tmp_path: Path
) -> None:
    first, second = Held(), Held()
    one, other = Sheet(room, first.wait), Sheet(room, second.wait)
    out.save_to(one.source(), tmp_path / "first.pdf")
    assert first.reached.wait(30)
    (dialog,) = dialogs(out)
    dialog.stop.click()
    out.save_to(other.source(), tmp_path / "second.pdf")
    first.may_go.set()
    room.qtbot.waitUntil(lambda: room.navigator.toasts == ["Stopped; nothing was written."])
    assert second.reached.wait(30)
    assert len(dialogs(out)) == 1
    assert (one.closed > 0, other.closed) == (True, 0)
    second.may_go.set()
    room.settle()
    assert dialogs(out) == []
    assert other.closed > 0


def test_given_a_printing_that_is_stopped_while_it_is_read_when_another_begins_then_only_that_is_printed(
    room: Room, out: RecordOut, tmp_path: Path
) -> None:
    held = Held()
    out.print_with(Sheet(room, held.wait).source(), printer_to(tmp_path / "0.pdf"))
    assert held.reached.wait(30)
    (dialog,) = dialogs(out)
    dialog.stop.click()
    out.print_with(Sheet(room).source(), printer_to(tmp_path / "1.pdf"))
    held.may_go.set()
    room.qtbot.waitUntil(lambda: "Sent to the printer" in room.navigator.toasts)
    room.settle()
    assert [file.name for file in tmp_path.glob("*.pdf")] == ["1.pdf"]
    assert recorded(room, "print") == 1
    assert dialogs(out) == []


TOO_LARGE = (
    "The record with its files is too large to be encrypted; nothing was written. Save it without the files."
)
NO_MEMORY_FOR_PDF = (
    "There is not enough free memory to make this PDF; nothing was written. Save it without the files, or "
    "close other programs and try again."
)
NO_MEMORY_FOR_PRINTER = (
    "There is not enough free memory to print this; the printing was stopped. Print it without the files, or "
    "close other programs and try again."
)


def fail(error: BaseException) -> Callable[..., NoReturn]:
    def failing(*_: object) -> NoReturn:
        raise error

    return failing


@pytest.fixture
def painters(monkeypatch: pytest.MonkeyPatch) -> list[QPainter]:
    """All that were made; each is to be ended."""
    made: list[QPainter] = []

    def note(device: QPagedPaintDevice) -> QPainter:
        made.append(QPainter(device))
        return made[-1]

    monkeypatch.setattr(record_drawing, "QPainter", note)
    return made


@pytest.mark.parametrize("password", [PASSWORD, ""], ids=["password", "no password"])
def test_given_too_little_memory_when_a_page_is_drawn_then_it_is_said_and_nothing_is_written_or_left_open(
    room: Room,
    out: RecordOut,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    painters: list[QPainter],
    password: str,
) -> None:
    sheet = Sheet(room)
    monkeypatch.setattr(record_drawing._Sheet, "draw", fail(MemoryError()))
    out.save_to(sheet.source(), tmp_path / "day.pdf", password)
    room.settle()
    assert room.navigator.toasts == [NO_MEMORY_FOR_PDF]
    assert list(tmp_path.glob("*day.pdf*")) == []
    assert recorded(room, "export") == 0
    assert (dialogs(out), sheet.closed > 0) == ([], True)
    assert [painter.isActive() for painter in painters] == [False]


def test_given_too_little_memory_when_it_is_encrypted_then_it_is_said_and_nothing_is_written(
    room: Room, out: RecordOut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printable, "encrypted", fail(MemoryError()))
    out.save_to(Sheet(room).source(), tmp_path / "day.pdf", PASSWORD)
    room.settle()
    assert room.navigator.toasts == [NO_MEMORY_FOR_PDF]
    assert list(tmp_path.glob("*day.pdf*")) == []
    assert dialogs(out) == []


def test_given_a_record_that_is_too_large_then_it_is_refused_with_a_password_and_saved_without_one(
    room: Room, out: RecordOut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, painters: list[QPainter]
) -> None:
    monkeypatch.setattr(record_drawing, "_MOST_IN_MEMORY", 1000)
    out.save_to(Sheet(room).source(), tmp_path / "day.pdf", PASSWORD)
    room.settle()
    assert room.navigator.toasts == [TOO_LARGE]
    assert list(tmp_path.glob("*day.pdf*")) == []
    out.save_to(Sheet(room).source(), tmp_path / "day.pdf")
    room.settle()
    assert (tmp_path / "day.pdf").exists()
    assert [painter.isActive() for painter in painters] == [False] * 2


def test_given_a_size_that_is_passed_when_drawing_then_the_next_page_is_not_drawn(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def make() -> str:
        asked.append("a page")
        return "Not shown."

    record = with_pages(Sheet(room).read(), [make] * 3)
    monkeypatch.setattr(record_drawing, "_MOST_IN_MEMORY", 1)
    with pytest.raises(UserError, match="too large"):
        list(encrypted_pdf(record, PASSWORD))
    assert len(asked) < 3


def with_pages(record: Printable, makes: Sequence[Callable[[], str]]) -> Record:
    assert isinstance(record, Record)
    pages = [FilePage("scan.pdf", "", make) for make in makes]
    return replace(record, files=lambda: iter(pages))


@pytest.mark.parametrize("is_page", [True, False], ids=["page of a file", "section"])
def test_given_too_little_memory_when_printing_then_it_is_said_and_neither_recorded_nor_left_open(
    room: Room,
    out: RecordOut,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    painters: list[QPainter],
    is_page: bool,
) -> None:
    sheet = Sheet(room)
    source = sheet.source()
    if is_page:
        source = replace(source, read=lambda: with_pages(sheet.read(), [fail(MemoryError())]))
    else:
        monkeypatch.setattr(record_drawing._Sheet, "draw", fail(MemoryError()))
    out.print_with(source, printer_to(tmp_path / "printed.pdf"))
    room.qtbot.waitUntil(lambda: bool(room.navigator.toasts))
    room.settle()
    assert room.navigator.toasts == [NO_MEMORY_FOR_PRINTER]
    assert recorded(room, "print") == 0
    assert (dialogs(out), sheet.closed > 0) == ([], True)
    assert [painter.isActive() for painter in painters] == [False]


@pytest.mark.parametrize("password", [PASSWORD, ""], ids=["password", "no password"])
def test_given_a_bug_when_a_pdf_is_made_then_it_stays_one_and_nothing_is_left_open(
    room: Room, out: RecordOut, tmp_path: Path, password: str
) -> None:
    sheet = Sheet(room, fail(ZeroDivisionError()))
    with room.qtbot.captureExceptions() as bugs:
        out.save_to(sheet.source(), tmp_path / "day.pdf", password)
        room.settle()
    assert [bug[0] for bug in bugs] == [ZeroDivisionError]
    assert (dialogs(out), sheet.closed > 0) == ([], True)
    assert list(tmp_path.glob("*day.pdf*")) == []


def test_given_a_bug_when_a_printer_is_painted_then_it_stays_one_and_nothing_is_recorded_or_left_open(
    room: Room, out: RecordOut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, painters: list[QPainter]
) -> None:
    sheet = Sheet(room)
    monkeypatch.setattr(record_drawing._Sheet, "draw", fail(ZeroDivisionError()))
    with room.qtbot.captureExceptions() as bugs:
        out.print_with(sheet.source(), printer_to(tmp_path / "printed.pdf"))
        room.qtbot.waitUntil(lambda: bool(bugs))
        room.settle()
    assert [bug[0] for bug in bugs] == [ZeroDivisionError]
    assert recorded(room, "print") == 0
    assert (dialogs(out), sheet.closed > 0) == ([], True)
    assert [painter.isActive() for painter in painters] == [False]


def test_given_a_bug_when_a_printing_is_recorded_then_nothing_is_left_open(
    room: Room, out: RecordOut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(room)
    monkeypatch.setattr(out, "_record", fail(ZeroDivisionError()))
    with room.qtbot.captureExceptions() as bugs:
        out.print_with(sheet.source(), printer_to(tmp_path / "printed.pdf"))
        room.qtbot.waitUntil(lambda: bool(bugs))
    assert (dialogs(out), sheet.closed > 0) == ([], True)


def test_given_a_printing_that_is_painted_when_locked_then_it_ends_at_once_and_is_told_after_unlocking(
    room: Room, out: RecordOut, tmp_path: Path, painters: list[QPainter]
) -> None:
    told: list[tuple[object, int]] = []
    room.bus.cut_short.connect(lambda kind, count: told.append((kind, count)))
    sheet, printer = Sheet(room), printer_to(tmp_path / "printed.pdf")
    run = out._begin("Printing", sheet.source(), printer)
    out._on_read(run, printer, sheet.read())
    room.bus.locking.emit()
    run.dialog.reject()
    assert (run.is_over, told, room.navigator.toasts) == (True, [(Unfinished.PRINT, 1)], [])
    assert [painter.isActive() for painter in painters] in ([], [False])
    assert recorded(room, "print") == 0
