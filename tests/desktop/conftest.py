"""What tests of windows share: an offscreen application, a practice of invented people, the joints."""

import gc
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from core.domain.clock import FixedClock
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.domain.waitlist_matching import Fit
from core.store.practice.practice import Practice
from desktop.kit.booking_line import BookingLine
from desktop.kit.bus import Bus
from desktop.kit.context import ANYWHERE, NotePlace, QuestionSubject, ScreenContext
from desktop.kit.icons import Icons
from desktop.kit.jobs import Jobs
from desktop.kit.question_words import QuestionWords
from desktop.kit.theme import Appearance, Theme
from desktop.kit.typed_booking import TypedBooking
from tests.desktop.people import empty_practice, filled_practice

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
"""A Monday, half past nine in the invented practice's Europe/Berlin."""
MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo("Europe/Berlin"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says this whenever a dialog of fixed size opens; it means nothing."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@dataclass
class FakeNavigator:
    """Writes down what a screen asked of the window; `confirm` and `ask_text` wait for the test's answer."""

    asked: list[tuple[object, ...]] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    undo: Callable[[], None] | None = None
    redo: Callable[[], None] | None = None
    on_yes: Callable[[], None] | None = None
    on_left: Callable[[], None] | None = None
    on_text: Callable[[str], None] | None = None
    on_second: Callable[[str], None] | None = None
    words: QuestionWords | None = None

    def open_client(self, client_id: ClientId) -> None:
        self.asked.append(("open_client", client_id))

    def new_client(self, name: str = "", booking: BookingLine | None = None) -> None:
        self.asked.append(("new_client", name) if booking is None else ("new_client", name, booking))

    def search(self, text: str) -> None:
        self.asked.append(("search", text))

    def open_note(self, note_id: NoteId, at: NotePlace = ANYWHERE) -> None:
        self.asked.append(("open_note", note_id) if at == ANYWHERE else ("open_note", note_id, at))

    def start_note(self, client_id: ClientId, appointment_id: AppointmentId | None = None) -> None:
        self.asked.append(("start_note", client_id, appointment_id))

    def search_notes(self, text: str) -> None:
        self.asked.append(("search_notes", text))

    def list_drafts(self) -> None:
        self.asked.append(("list_drafts",))

    def open_calendar(self, day: date, appointment_id: AppointmentId | None = None) -> None:
        self.asked.append(("open_calendar", day, appointment_id))

    def book(self, client_id: ClientId, typed: TypedBooking | None = None) -> None:
        self.asked.append(("book", client_id) if typed is None else ("book", client_id, typed))

    def put_on_waitlist(self, client_id: ClientId) -> None:
        self.asked.append(("put_on_waitlist", client_id))

    def offer_freed(self, fits: tuple[Fit, ...]) -> None:
        self.asked.append(("offer_freed", fits))

    def open_inbox(self, row_id: UUID | None = None) -> None:
        self.asked.append(("open_inbox",) if row_id is None else ("open_inbox", row_id))

    def toast(
        self, text: str, undo: Callable[[], None] | None = None, redo: Callable[[], None] | None = None
    ) -> None:
        self.toasts.append(text)
        self.undo, self.redo = undo, redo

    def confirm(
        self,
        title: str,
        text: str,
        action: str,
        on_yes: Callable[[], None],
        *,
        danger: bool = False,
        on_left: Callable[[], None] | None = None,
    ) -> None:
        self.asked.append(("confirm", title, text, action, danger))
        self.on_yes, self.on_left = on_yes, on_left

    def ask_text(
        self,
        words: QuestionWords,
        asked: QuestionSubject,
        on_text: Callable[[str], None],
        present: str = "",
        on_second: Callable[[str], None] | None = None,
    ) -> None:
        self.asked.append(("ask_text", asked.kind, asked.about, present))
        self.on_text, self.on_second, self.words = on_text, on_second, words


@pytest.fixture(autouse=True)
def collect_here() -> Iterator[None]:
    """As in the program: what a test leaves behind is never collected on a worker."""
    gc.disable()
    yield
    gc.collect(1)


@pytest.fixture(autouse=True)
def frozen_already(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that was seen freezes all there is: it would stay, after a look at what all tests share."""
    for name in ("freeze", "unfreeze"):
        monkeypatch.setattr(gc, name, lambda: None)


@pytest.fixture(scope="session", autouse=True)
def icons_of_all_looks() -> Iterator[None]:
    """Painted once in a process: a run of the window has one look, and each test makes one."""
    painted = Icons()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop.kit.theme.Icons", lambda: painted)
        yield


@pytest.fixture(scope="module", autouse=True)
def collect_all() -> Iterator[None]:
    """No collection looks at what earlier files hold: each window that is seen does a full one."""
    gc.collect()
    gc.freeze()
    yield
    gc.collect()


class Flashes(QObject):
    """What came up as a window of its own; a part that is shown too early does, and takes the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.append(type(watched).__name__)
        return False


@pytest.fixture
def flashes(qapp: QApplication) -> Iterator[Flashes]:
    made = Flashes()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Holds every widget to the test's end: a window that nobody holds goes when a collection runs."""
    held: list[QWidget] = []

    def hold(widget: QWidget, **more: Any) -> None:
        held.append(widget)
        add(widget, **more)

    add = qtbot.addWidget
    monkeypatch.setattr(qtbot, "addWidget", hold)
    return qtbot


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """What a test gave up is gone before the next one, whose look would restyle it."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, Appearance.LIGHT)
    made.calm = True
    yield made
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def bus(qapp: QApplication) -> Bus:
    return Bus()


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def navigator() -> FakeNavigator:
    return FakeNavigator()


@pytest.fixture
def capture_bugs(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[BaseException]]:
    """Collects exceptions that reach Qt's event loop, for tests that mean to cause one."""
    caught: list[BaseException] = []

    def hook(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
        caught.append(error)

    monkeypatch.setattr(sys, "excepthook", hook)
    return lambda: caught


@pytest.fixture
def empty(tmp_path: Path, clock: FixedClock) -> Iterator[Practice]:
    """A founded practice with nobody in it."""
    made = empty_practice(tmp_path, clock)
    yield made
    made.store.close()


@pytest.fixture
def practice(tmp_path: Path, clock: FixedClock) -> Iterator[Practice]:
    """As `empty`, with the people of `tests/desktop/people.py` in it."""
    made = filled_practice(tmp_path, clock, MONDAY)
    yield made
    made.store.close()


@pytest.fixture
def context(
    practice: Practice, jobs: Jobs, bus: Bus, theme: Theme, navigator: FakeNavigator, clock: FixedClock
) -> ScreenContext:
    """What a screen is given, over the invented practice."""
    return ScreenContext(practice, jobs, bus, theme, navigator, clock)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder
