"""Two people at two laptops with one note open: real stores and windows, a model server, real keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.ids import NoteId
from desktop.kit.context import ScreenContext
from desktop.kit.theme import Theme
from desktop.notes.field import NoteText
from desktop.notes.screen import NotesScreen
from tests.desktop.inbox.two_laptops import Meeting, Seat, meeting


@dataclass
class Writing:
    """One laptop with the note open; whoever types is in front."""

    seat: Seat
    screen: NotesScreen

    def open(self, note: NoteId) -> None:
        self.come()
        self.screen.open_note(note)
        self.seat.settle()

    def come(self) -> None:
        """Sit down in front of this laptop's window. In one process only one window has the keys."""
        self.screen.show()
        self.screen.activateWindow()
        QTest.qWaitForWindowActive(self.screen)

    def go_to(self, name: str) -> NoteText:
        self.come()
        text = self.text(name)
        text.setFocus()
        text.moveCursor(text.textCursor().MoveOperation.End)
        return text

    def text(self, name: str) -> NoteText:
        return self.screen.editor.page.cards[name].text

    def type(self, letters: str) -> None:
        """Into the field that has the keys; each letter a stroke."""
        focused = QApplication.focusWidget()
        assert focused is not None
        for letter in letters:
            if letter == "\n":
                QTest.keyClick(focused, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(focused, letter)

    def pause(self) -> None:
        """A short pause: autosave has its turn."""
        self.screen.editor.pause._on_timeout()
        self.seat.settle()

    def rest(self) -> None:
        """A long one."""
        self.screen.editor.rest._on_timeout()
        self.seat.settle()

    def sync(self) -> None:
        self.seat.sync()

    def says(self, note: NoteId, name: str) -> str:
        """What the note says in this laptop's store."""
        return getattr(self.seat.practice.notes.get(note), name) or ""


@dataclass
class Pair:
    met: Meeting
    there: Writing
    here: Writing
    note: NoteId

    def sync_both(self) -> None:
        for _ in range(2):
            for one in (self.there, self.here):
                one.sync()


@contextmanager
def pair(folder: Path, theme: Theme, **texts: str) -> Iterator[Pair]:
    """One note open on both, as it was synced."""
    with meeting(folder, theme) as met:
        note = met.note(None, **texts)
        met.meet()
        there, here = _open(met.there), _open(met.here)
        try:
            for one in (there, here):
                one.open(note)
            yield Pair(met, there, here, note)
        finally:
            for one in (there, here):
                one.screen.close()
                one.seat.settle()
                one.screen.deleteLater()
            QApplication.processEvents()


def _open(seat: Seat) -> Writing:
    context = ScreenContext(
        seat.practice, seat.jobs, seat.bus, seat.screen._context.theme, seat.navigator, seat.laptop.clock
    )
    screen = NotesScreen(context)
    screen.resize(1216, 744)
    return Writing(seat, screen)
