"""Opens the program on a small screen, goes everywhere, and prints what is cut: run by test_narrow.py.

Usage: QT_SCALE_FACTOR=2 QT_QPA_PLATFORM=offscreen:configfile=FILE python -m tests.desktop.narrow_window
With a folder as argument it writes a picture of each place there.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from desktop.app import Program
from desktop.session.open_practice import PracticeDetails, create_practice
from desktop.session.relaunch import LockReason
from desktop.shell.main_window import MainWindow
from desktop.shell.rail import places
from desktop.shell.unlocked import UnlockedSession
from desktop.today.screen import TodayScreen
from desktop.unlock.first_run_presenter import FirstRunWay
from tests.desktop.conftest import MONDAY, NOW
from tests.desktop.people import fill
from tests.desktop.stillness import settle

_HAIR = QSize(4, 4)
"""Some things of a fixed size are drawn well in a little less than they ask for."""
PASSPHRASE = "seven paper lanterns hum quietly"


def is_scrolled(widget: QWidget) -> bool:
    """Inside something that scrolls nothing has to fit."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def cut(window: QWidget) -> Iterator[str]:
    """What of a window is off the screen, outside it, or smaller than it can be read."""
    screen = window.screen().availableGeometry()
    if not screen.contains(window.frameGeometry()):
        yield f"{type(window).__name__} is off the screen: {window.frameGeometry()} in {screen}"
    yield from cut_parts(window)
    yield from cut_pages(window)


def cut_parts(window: QWidget) -> Iterator[str]:
    """What in a window is outside it, or smaller than it can be read."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window or is_scrolled(widget):
            continue
        at = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        least = widget.minimumSizeHint() - _HAIR
        if not window.rect().contains(at) or at.width() < least.width() or at.height() < least.height():
            name = f"{type(widget).__name__} {widget.accessibleName()!r}"
            yield f"{name}: {at} of {window.rect()}, least {least}"


def cut_pages(window: QWidget) -> Iterator[str]:
    """Pages of a window that are scrolled up and down alone, and are wider than what shows them."""
    for area in window.findChildren(QScrollArea):
        off = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if (page := area.widget()) is not None and area.isVisible() and off:
            least, room = page.minimumSizeHint().width(), area.viewport().width()
            if least - _HAIR.width() > room:
                yield f"page of {type(area).__name__} {area.accessibleName()!r}: {least} px in {room}"


class Visit:
    """One look after the other, each with its name; `found` holds what was wrong."""

    def __init__(self, program: Program, folder: Path | None) -> None:
        self.program, self._folder = program, folder
        self.found: list[str] = []

    def look(self, name: str, window: QWidget) -> None:
        self._settle()
        if self._folder is not None:
            window.grab().save(str(self._folder / f"{name}.png"))
        self.found += [f"{name}: {each}" for each in cut(window)]

    def _settle(self) -> None:
        """What one answer asks for is waited for as well, then what it moved on its way up the window."""
        work = self.program.workplace
        for jobs in (self.program.jobs, *((work.jobs, work.slow_jobs) if work else ())) * 2:
            settle(jobs)

    def dialog(self, name: str, window: MainWindow, opened: Callable[[], object]) -> None:
        opened()
        self.look(name, window)
        if window.dialogs.front is None:
            self.found.append(f"{name}: it did not open")
        window.dialogs.reject_all()


def visit_work(visit: Visit, work: UnlockedSession) -> None:
    window = work.window
    for place in places():
        window.go(place.key)
        visit.look(place.key, window)
    note = work.opening.practice.notes.drafts()[0].note
    work.navigator.open_note(note.id)
    visit.look("note", window)
    window.go("calendar")
    visit.program.jobs.wait()
    window.new()
    visit.look("booking", window)
    client = work.opening.practice.clients.list()[0].client
    work.navigator.open_client(client.id)
    visit.look("client", window)
    window.new()
    visit.look("client form", window)
    visit.dialog("help", window, window.show_help)
    window.go("today")
    visit.dialog("reminders", window, cast("TodayScreen", window.screens["today"]).remind)
    visit.dialog("palette", window, work.open_palette)
    visit.dialog("question", window, lambda: work.navigator.confirm("Remove it?", "", "Remove", _nothing))


def _nothing() -> None: ...


def main(arguments: list[str]) -> int:
    app = QApplication([])
    folder = Path(arguments[0]) if arguments else None
    with tempfile.TemporaryDirectory() as home:
        clock = FixedClock(NOW)
        details = PracticeDetails(name="Lindenhof Practice", therapist="Ruth Amsel", timezone="Europe/Berlin")
        opened, _ = create_practice(Path(home), PASSPHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
        fill(opened.practice, MONDAY)
        opened.close()
        program = Program(app, Path(home), clock, KdfParams.FAST_FOR_TESTS)
        visit = Visit(program, folder)
        program.start(LockReason.IDLE)
        program.jobs.wait()
        assert program.door is not None
        visit.look("unlock", program.door)
        page = program.door.unlock_page
        assert page is not None
        page.field.set_text(PASSPHRASE)
        page.unlock.click()
        while program.workplace is None:
            program.jobs.wait()
            app.processEvents()
        visit_work(visit, program.workplace)
        program.workplace.hard_lock(LockReason.ASKED)
        program = Program(app, Path(home), clock, KdfParams.FAST_FOR_TESTS)
        visit.program = program
        program.start(None)
        program.jobs.wait()
        assert program.door is not None
        program.door.show_first_run()
        visit.look("first run", program.door)
        first = program.door.first_run_page
        assert first is not None
        first.start_page.buttons[FirstRunWay.NEW].click()
        visit.look("new practice", program.door)
        first.practice.name.set_text("Lindenhof")
        first.practice.therapist.set_text("Ruth Amsel")
        first.go_on.click()
        visit.look("catalog", program.door)
        program.door.close()
    print("\n".join(visit.found))
    return 1 if visit.found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
