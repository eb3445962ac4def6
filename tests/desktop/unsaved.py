"""Forms of the window with words in them that nobody saved."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from core.domain.ids import AppointmentId
from desktop.app import Program
from desktop.calendar.pane import CalendarPane
from desktop.calendar.screen import CalendarScreen
from desktop.clients.screen import ClientsScreen
from desktop.inbox.screen import InboxScreen
from desktop.settings.catalog import CatalogSection
from desktop.settings.practice import PracticeSection
from desktop.settings.screen import _NUMBERED, SettingsScreen
from desktop.shell.unlocked import UnlockedSession
from tests.asking import ask
from tests.desktop.conftest import MONDAY
from tests.desktop.test_workplace import work

WORDS = "Rings twice, then waits."


@dataclass(frozen=True)
class Form:
    """`fill` opens it and types `WORDS` into `editor`; `key` names its screen."""

    key: str
    fill: Callable[[Program], None]
    editor: Callable[[UnlockedSession], QWidget]
    section: int | None = None

    def text(self, place: UnlockedSession) -> str:
        """What stands in it, and nothing once it is closed."""
        editor = self.editor(place)
        if not editor.isVisibleTo(place.window.screens[self.key]):
            return ""
        return editor.text() if isinstance(editor, QLineEdit) else cast("QTextEdit", editor).toPlainText()


def screen(place: UnlockedSession, key: str) -> Any:
    return place.window.screens[key]


def pane(place: UnlockedSession) -> CalendarPane:
    found = cast("CalendarScreen", screen(place, "calendar")).pane
    assert found is not None
    return found


def first_entry(place: UnlockedSession) -> AppointmentId:
    return place.opening.practice.appointments.between(MONDAY, MONDAY.replace(hour=12))[0].appointment.id


def fill_new_client(program: Program) -> None:
    work(program).navigator.new_client()
    clients(work(program)).form.areas["notes"].set_text(WORDS)


def fill_known_client(program: Program) -> None:
    place = work(program)
    place.navigator.open_client(place.opening.practice.clients.list()[0].client.id)
    program.jobs.wait()
    clients(place).detail.edit_requested.emit()
    clients(place).form.areas["notes"].set_text(WORDS)


def clients(place: UnlockedSession) -> ClientsScreen:
    return cast("ClientsScreen", screen(place, "clients"))


def client_editor(place: UnlockedSession) -> QWidget:
    return clients(place).form.areas["notes"].editor


def fill_new_booking(program: Program) -> None:
    place = work(program)
    place.window.go("calendar")
    program.jobs.wait()
    pane(place).presenter.book_here()
    pane(place).form.notes.set_text(WORDS)


def fill_known_booking(program: Program) -> None:
    place = work(program)
    place.navigator.open_calendar(MONDAY.date(), first_entry(place))
    program.jobs.wait()
    pane(place).details.edit_wanted.emit()
    pane(place).form.notes.set_text(WORDS)


def booking_editor(place: UnlockedSession) -> QWidget:
    return pane(place).form.notes.editor


def section(place: UnlockedSession, number: int) -> Any:
    settings = cast("SettingsScreen", screen(place, "settings"))
    return settings.pages.page(_place(settings, number))


def _place(settings: SettingsScreen, number: int) -> int:
    """Pages are numbered as they were before others came between them."""
    return [entry.kind.__name__ for entry in settings.pages.entries].index(_NUMBERED[number])


def show_section(program: Program, number: int) -> Any:
    settings = cast("SettingsScreen", work(program).window.go("settings"))
    settings.show_section(_place(settings, number))
    program.jobs.wait()
    return section(work(program), number)


def fill_practice(program: Program) -> None:
    cast("PracticeSection", show_section(program, 0)).name.set_text(WORDS)


def practice_editor(place: UnlockedSession) -> QWidget:
    return cast("PracticeSection", section(place, 0)).name.editor


def fill_catalog(number: int, row: int | None, program: Program) -> None:
    page = cast("CatalogSection", show_section(program, number))
    if row is None:
        page.begin_new()
    else:
        page.list.clicked.emit(page.model.index(row, 0))
    page.name.set_text(WORDS)


def catalog_editor(number: int, place: UnlockedSession) -> QWidget:
    return cast("CatalogSection", section(place, number)).name.editor


def inbox(place: UnlockedSession) -> InboxScreen:
    return cast("InboxScreen", screen(place, "inbox"))


def question(program: Program, *, signed: bool) -> None:
    """A question about a note, in front; asked once."""
    place = work(program)
    practice = place.opening.practice
    if not practice.inbox.conflicts():
        notes = practice.notes
        note = notes.start(practice.clients.list()[0].client.id).value
        notes.save_draft(note.id, plan="Stretch daily.")
        done = notes.finalize(note.id) if signed else None
        ask(practice, note.id, "plan", "Stretch.", "Stretch daily.", "Walk daily.")
        ask(practice, note.id, "objective", "", "", "Stiff.")
        place.bus.publish(done.changed if done else ())
    place.window.go("inbox")
    program.jobs.wait()
    wanted = next(one.id for one in practice.inbox.conflicts() if one.theirs == "Walk daily.")
    inbox(place).presenter.select(wanted)
    program.jobs.wait()


def fill_wording(program: Program) -> None:
    question(program, signed=False)
    inbox(work(program)).compare.begin_editing()
    inbox(work(program)).compare.editor.text.setPlainText(WORDS)


def wording_editor(place: UnlockedSession) -> QWidget:
    return inbox(place).compare.editor.text


def fill_reason(program: Program) -> None:
    question(program, signed=True)
    compare = inbox(work(program)).compare
    compare.keep(left="Walk" in compare.texts()[0])
    compare.reason.line.setText(WORDS)


def reason_editor(place: UnlockedSession) -> QWidget:
    return inbox(place).compare.reason.line


FORMS = {
    "a new client": Form("clients", fill_new_client, client_editor),
    "a client being edited": Form("clients", fill_known_client, client_editor),
    "a new appointment": Form("calendar", fill_new_booking, booking_editor),
    "an appointment being edited": Form("calendar", fill_known_booking, booking_editor),
    "the practice": Form("settings", fill_practice, practice_editor, 0),
    "a new service": Form("settings", partial(fill_catalog, 1, None), partial(catalog_editor, 1), 1),
    "a service being edited": Form("settings", partial(fill_catalog, 1, 0), partial(catalog_editor, 1), 1),
    "a new location": Form("settings", partial(fill_catalog, 2, None), partial(catalog_editor, 2), 2),
    "a wording of a question": Form("inbox", fill_wording, wording_editor),
    "a reason of an amendment": Form("inbox", fill_reason, reason_editor),
}
OF_THE_INBOX = frozenset({"a wording of a question", "a reason of an amendment"})
