"""One laptop of the tour: the whole program with its window, and a look into its store and at the server."""

from datetime import datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from core.crypto.cells import KeyRing
from core.domain.clock import Clock
from core.domain.ids import NoteId
from core.domain.notes import SOAP, texts_of
from core.domain.records import SessionNote
from core.domain.registry import SESSIONS, TABLES, Table
from core.store.attachments.workspace_keys import load_keys
from core.store.practice.practice import Practice
from desktop.app import Program
from desktop.calendar.screen import CalendarScreen
from desktop.clients.screen import ClientsScreen
from desktop.demo.ui_driver import CheckFailedError, UiDriver
from desktop.inbox.screen import InboxScreen
from desktop.kit.screen import Screen
from desktop.notes.screen import NotesScreen
from desktop.session.open_practice import OpenPractice
from desktop.shell.main_window import MainWindow
from desktop.shell.unlocked import UnlockedSession
from desktop.sync_status.state import StatusPhase
from desktop.unlock.unlock_view import UnlockPage
from desktop.unlock.window import DoorWindow
from sync.enrolment import identity_store
from sync.remote import RemoteRow, WorkspaceHead

S = TypeVar("S", bound=Screen)
_SIZE = (1280, 800)


class Laptop:
    """Named A or B in what the tour prints."""

    def __init__(self, name: str, app: QApplication, home: Path, clock: Clock, hands: UiDriver) -> None:
        self.name = name
        self._hands = hands
        self.program = Program(app, home, clock)

    @property
    def work(self) -> UnlockedSession:
        """What the window is when it is unlocked. CheckFailedError while it is not."""
        work = self.program.workplace
        if work is None:
            raise CheckFailedError(f"laptop {self.name} is not unlocked")
        return work

    @property
    def window(self) -> MainWindow:
        """The main window; CheckFailedError while the laptop is locked."""
        return self.work.window

    @property
    def opened(self) -> OpenPractice:
        """The practice that the window itself works with. It belongs to the window: do not close it."""
        return self.work.opening.opened

    @property
    def practice(self) -> Practice:
        """Reads the store anew at every call, past everything that the window remembers."""
        return self.opened.practice

    @property
    def phase(self) -> StatusPhase:
        """What the pill at the top says of the sync."""
        return self.work.bridge.state.phase

    @property
    def clients(self) -> ClientsScreen:
        return self._screen("clients", ClientsScreen)

    @property
    def calendar(self) -> CalendarScreen:
        """The screen, also while another one is in front; `go` brings it there."""
        return self._screen("calendar", CalendarScreen)

    @property
    def notes(self) -> NotesScreen:
        return self._screen("notes", NotesScreen)

    @property
    def inbox(self) -> InboxScreen:
        return self._screen("inbox", InboxScreen)

    def _screen(self, key: str, kind: type[S]) -> S:
        screen = self.window.screens[key]
        if not isinstance(screen, kind):
            raise CheckFailedError(f"the place {key} holds another screen")
        return screen

    def take(self) -> None:
        """The person turns to this laptop."""
        self._hands.to_front(self.window)

    def go(self, key: str) -> None:
        """By the rail, as a person does."""
        self.take()
        self._hands.click(self.window.rail.button(key))
        self._hands.until(lambda: self.window.place == key, f"the screen {key} on laptop {self.name}")

    def unlock(self, passphrase: str) -> None:
        """Types into the unlock screen and waits for the window."""
        page = self._door()
        self._hands.rewrite(page.field.editor, passphrase)
        self._hands.click(page.unlock)
        self._hands.until(lambda: self.program.workplace, f"laptop {self.name} unlocked")
        self.window.resize(*_SIZE)
        self.take()

    def refuse(self, passphrase: str) -> str:
        """Types a wrong passphrase; the sentence that is shown."""
        page = self._door()
        self._hands.rewrite(page.field.editor, passphrase)
        self._hands.click(page.unlock)
        note = page.field.note
        return self._hands.until(
            lambda: note.text() if note.isVisible() else "", "a sentence about the wrong passphrase"
        )

    def show_door(self) -> DoorWindow:
        """What stands there before anything is unlocked."""
        if self.program.door is None:
            self.program.start()
        return self._hands.until(lambda: self.program.door, f"the door of laptop {self.name}")

    def _door(self) -> UnlockPage:
        door = self.show_door()
        return self._hands.until(lambda: door.unlock_page, f"the unlock screen of laptop {self.name}")

    def note(self, note_id: NoteId) -> SessionNote:
        """As this laptop's store has it, whatever its editor shows. NotFound where it has not come yet."""
        return self.practice.notes.get(note_id)

    def texts(self, note_id: NoteId) -> dict[str, str]:
        """The note's four texts as this laptop's store holds them."""
        return {name: text or "" for name, text in texts_of(self.note(note_id)).items()}

    def has(self, note_id: NoteId) -> bool:
        """Whether the note has come to this laptop's store."""
        with self.opened.store.read() as db:
            query = "SELECT count(*) FROM sessions WHERE id = ?"
            return bool(db.exec_driver_sql(query, (note_id.bytes,)).scalar_one())

    def sync(self) -> None:
        """Waits until a pass that began after this was asked has ended with nothing left to send."""
        # The pass that ends first may have begun before, and have missed what came to the clinic since.
        for _ in range(2):
            self._see_pass_end()

    def _see_pass_end(self) -> None:
        before = self.work.bridge.state.saved_at
        self._wake()
        self._hands.until(lambda: self._is_saved(before), f"laptop {self.name} saved to the clinic")

    def notice_offline(self) -> None:
        """Asks for a pass, which cannot reach the server, and waits until the laptop says so."""
        self._wake()
        self._hands.until(
            lambda: self.phase is StatusPhase.OFFLINE, f"laptop {self.name} says that it is offline"
        )

    def _wake(self) -> None:
        """The pill, as a person clicks it; where it leads to the inbox, the engine's own next turn."""
        engine = self.work.engine
        if self.work.bridge.state.needs_you == 0:
            self._hands.click(self.window.top.pill)
        elif engine is not None:
            engine.wake()

    def _is_saved(self, before: datetime | None) -> bool:
        state = self.work.bridge.state
        # Idle is also what it was before the pass began: only another time says that one has ended since.
        return state.phase is StatusPhase.IDLE and state.saved_at != before and self.practice.waiting() == 0

    def close(self) -> None:
        """The window's own close button, with everything that follows it."""
        gone: list[object] = []
        self.work.left.connect(gone.append)
        self.window.close()
        self._hands.until(lambda: len(gone) == 1, f"laptop {self.name} closed")


class Clinic:
    """The server as a device may see it, decrypted here and read past both stores."""

    def __init__(self, opened: OpenPractice) -> None:
        self._enrolment = opened.require_enrolment()
        with opened.store.read() as db:
            ring = KeyRing(self._enrolment.identity.workspace_id, load_keys(db))
        self._ring = ring
        self._from = self._head().seq

    def _head(self) -> WorkspaceHead:
        remote = identity_store.remote_of(self._enrolment)
        try:
            return remote.hello().heads[0]
        finally:
            remote.close()

    def note(self, note_id: NoteId) -> RemoteRow:
        """As the server has it now. CheckFailedError when it is not there."""
        head = self._head()
        remote = identity_store.remote_of(self._enrolment)
        try:
            # One page is enough: after the tour began, far fewer than 1,000 rows come to the server.
            page = remote.pull(head.workspace_id, head.epoch, self._from, 1000)
        finally:
            remote.close()
        for row in page.rows:
            if (row.table_no, row.row_id) == (SESSIONS.no, note_id):
                return row
        raise CheckFailedError("the note is not on the server")

    def texts(self, note_id: NoteId) -> dict[str, str]:
        """Opens the note's cells with the workspace key."""
        row = self.note(note_id)
        found = dict.fromkeys(SOAP, "")
        for name in SOAP:
            column_no = SESSIONS.by_name[name].no
            if column_no in row.cells:
                cell = row.cells[column_no]
                found[name] = self._ring.open(cell, SESSIONS.no, note_id, column_no).decode()
        return found


def differing_tables(one: Laptop, other: Laptop) -> list[str]:
    """Tables whose synced rows are not the same, column for column, in both stores."""
    return [table.name for table in TABLES if _rows(one, table) != _rows(other, table)]


def _rows(laptop: Laptop, table: Table) -> list[tuple[object, ...]]:
    names = ("id", "version", "deleted_at", *(column.name for column in table.columns))
    with laptop.opened.store.read() as db:
        query = f"SELECT {', '.join(names)} FROM {table.name} ORDER BY id"
        return [tuple(row) for row in db.exec_driver_sql(query)]
