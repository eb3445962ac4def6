"""Two laptops of one clinic, each with the Inbox open: real stores, a model server, and hands on the keys."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.changes import Changed
from core.domain.enums import AuditAction, Origin
from core.domain.ids import NoteId
from core.store.practice.practice import Practice
from desktop.inbox.screen import InboxScreen
from desktop.kit.bus import Bus
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from sync.events import RowsChanged, SyncEvent
from tests.desktop.conftest import FakeNavigator
from tests.sync import laptops

CLINIC, HOME = "Clinic desk", "Home laptop"
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@dataclass
class Seat:
    """One laptop and the person in front of it."""

    laptop: laptops.Laptop
    practice: Practice
    jobs: Jobs
    bus: Bus
    navigator: FakeNavigator
    screen: InboxScreen

    def sync(self) -> None:
        """One pass; the window hears of it as in the program."""
        heard: list[SyncEvent] = []
        self.laptop.session().run_once(heard.append, laptops.NEVER)
        for event in heard:
            if isinstance(event, RowsChanged):
                self.bus.publish(event.changed)
        self.settle()

    def settle(self) -> None:
        self.jobs.wait()

    def look(self) -> InboxScreen:
        """The window comes to the front with its Inbox."""
        self.screen.show()
        self.screen.activateWindow()
        QTest.qWaitForWindowActive(self.screen)
        self.screen.activate()
        self.settle()
        return self.screen

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        QTest.keyClick(self.focused, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focused, text)
        self.settle()

    @property
    def focused(self) -> QWidget:
        return QApplication.focusWidget() or self.screen

    def plan(self, note: NoteId) -> str | None:
        return self.practice.notes.get(note).plan

    def edited(self, table: str, row_id: uuid.UUID, **values: Any) -> None:
        """Typed on this laptop while it had no connection."""
        self.laptop.edit(table, row_id, **values)
        with self.laptop.store.write() as db:
            self.laptop._writer(db).audit(AuditAction.UPDATE, f"{table.removesuffix('s')}.edit", row_id)
        self.bus.publish([Changed(table, frozenset({row_id}), Origin.PERSON)])
        self.settle()


@dataclass
class Meeting:
    """`here` makes the questions: it syncs last."""

    clinic: laptops.Practice
    there: Seat
    here: Seat

    def meet(self) -> None:
        for _ in range(3):
            for seat in (self.there, self.here):
                seat.sync()
        assert self.there.laptop.content() == self.here.laptop.content()

    def later(self, minutes: int = 10) -> datetime:
        self.clinic.clock.advance(timedelta(minutes=minutes))
        return self.clinic.clock.now()

    def disagree(self, table: str, row_id: uuid.UUID, there: dict[str, Any], here: dict[str, Any]) -> None:
        """Both change one record apart, then meet."""
        self.meet()
        self.later()
        self.there.edited(table, row_id, **there)
        self.later()
        self.here.edited(table, row_id, **here)
        self.later()
        self.meet()

    def book_at_once(self) -> datetime:
        """Each laptop books another client at one time while they are apart; when that is."""
        start = self.clinic.clock.now() + timedelta(days=1)
        one, other = self.client(), self.client("Otto", "Lindqvist")
        self.meet()
        for seat, client in ((self.there, one), (self.here, other)):
            self.later()
            seat.laptop.add(
                "appointments",
                client_id=client,
                timezone="Europe/Berlin",
                scheduled_start=start,
                scheduled_end=start + timedelta(hours=1),
            )
        self.meet()
        return start

    def client(self, first: str = "Mira", last: str = "Talbot", **values: Any) -> uuid.UUID:
        return self.there.laptop.add("clients", first_name=first, last_name=last, **values)

    def note(self, client: uuid.UUID | None = None, **texts: Any) -> NoteId:
        return NoteId(self.there.laptop.add_note(client or self.client(), **texts))

    def dispute(self, was: str, there: str, here: str) -> NoteId:
        """One note whose plan both changed."""
        note = self.note(plan=was)
        self.disagree("sessions", note, {"plan": there}, {"plan": here})
        return note


@contextmanager
def meeting(folder: Path, theme: Theme) -> Iterator[Meeting]:
    clinic = laptops.Practice(folder)
    there, here = (clinic.enrol(name=name) for name in (CLINIC, HOME))
    there.add("workspaces", clinic.workspace_id, name="Lindenhof Practice", timezone="Europe/Berlin")
    there.add("users", clinic.user_id, full_name="Ruth Amsel", email="ruth@example.org", role="OWNER")
    for laptop in (there, here):
        laptop.sync()
    seats = _seat(there, theme), _seat(here, theme)
    try:
        yield Meeting(clinic, *seats)
    finally:
        for seat in seats:
            seat.screen.close()
            seat.jobs.close()
            seat.screen.deleteLater()
        QApplication.processEvents()
        clinic.close()


def _seat(laptop: laptops.Laptop, theme: Theme) -> Seat:
    clinic = laptop.practice
    practice = Practice(laptop.store, laptop.me, clinic.clock, clinic.ids)
    jobs, bus, navigator = Jobs(), Bus(), FakeNavigator()
    screen = InboxScreen(ScreenContext(practice, jobs, bus, theme, navigator, clinic.clock))
    screen.resize(1216, 744)
    jobs.wait()
    return Seat(laptop, practice, jobs, bus, navigator, screen)
