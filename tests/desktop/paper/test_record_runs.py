"""Records that go out one after the other: each is stopped by itself, and ends what is its own alone."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.paper import printable
from desktop.paper.days import record_of_days
from desktop.paper.encrypted_pdf import encrypted
from desktop.paper.printable import Printable
from desktop.paper.progress_dialog import ProgressDialog
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


def recorded(room: Room, what: str) -> int:
    return [event.event_type for event in room.practice.audit.list()].count(f"calendar.{what}")


@pytest.mark.parametrize("password", [PASSWORD, ""], ids=["password", "no password"])
def test_given_one_that_is_stopped_while_it_is_encrypted_when_another_is_saved_then_only_that_is_written(
    room: Room, out: RecordOut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    held = Held()

    def slowly(pdf: bytes, password: str) -> bytes:
        held.wait()
        return encrypted(pdf, password)

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
    printers = [QPrinter(QPrinter.PrinterMode.HighResolution) for _ in range(2)]
    for number, printer in enumerate(printers):
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{number}.pdf"))
    out.print_with(Sheet(room, held.wait).source(), printers[0])
    assert held.reached.wait(30)
    (dialog,) = dialogs(out)
    dialog.stop.click()
    out.print_with(Sheet(room).source(), printers[1])
    held.may_go.set()
    room.qtbot.waitUntil(lambda: "Sent to the printer" in room.navigator.toasts)
    room.settle()
    assert [file.name for file in tmp_path.glob("*.pdf")] == ["1.pdf"]
    assert recorded(room, "print") == 1
    assert dialogs(out) == []
