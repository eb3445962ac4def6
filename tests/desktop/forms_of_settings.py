"""Forms and dialogs over Settings, and of the window itself, each opened as a person opens it by keys."""

from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from core.domain.errors import RuleBroken
from desktop.app import Program
from desktop.paper.progress_dialog import ProgressDialog
from desktop.session.backend import ProgramBackend
from desktop.settings.admit_device import LettingIn
from desktop.settings.calendar_preview import CalendarPreviewDialog
from desktop.settings.client_choice import ClientChoice
from desktop.settings.licences import LicencesDialog
from desktop.shell.clinic_connection import ConnectDialog
from desktop.shell.rejoin import RejoinDialog
from desktop.shell.unsaved_dialog import LeavingDialog
from desktop.sync_status.panel import SyncPanel
from desktop.widgets.card import Card
from sync.enrolment.messages import JoinRequest
from tests.core.calendar_file.files import calendar, event
from tests.desktop.conftest import MONDAY
from tests.desktop.devices.office_double import FakeOffice
from tests.desktop.opened_form import Form, Opened, dialog, of_dialog, on_page, press
from tests.desktop.stillness import settle
from tests.desktop.test_workplace import work


def a_row_of(title: str) -> Form:
    """A form for a new row of a page of Settings."""

    def opens(program: Program) -> Opened:
        page = on_page(program, title)
        page.add.setFocus()
        press(Qt.Key.Key_Return)
        settle(program.jobs)
        return Opened(page.form, (page.save, "click"), page.cancel, page.add)

    return Form(Card, opens)


class _NoClinic:
    def pending(self) -> JoinRequest | None:
        return None

    def request(self, device_name: str, code: str) -> JoinRequest:
        raise RuleBroken("Nobody is there; nothing was changed. Try again.")

    def complete(self, answer: object) -> None:
        raise RuleBroken("Nobody is there; nothing was changed. Try again.")


def a_paper(program: Program) -> Opened:
    """Read back, before a practice goes to a clinic."""
    place = work(program)
    on_page(program, "Clinic and device").sync.setFocus()
    made = ConnectDialog(place.window, place.theme, program.jobs, _NoClinic(), MONDAY.date, lambda: None)
    made.begin()
    settle(program.jobs)
    made.go_on.click()
    return Opened(made, (made, "_check"), made.cancel)


def licences(program: Program) -> Opened:
    page = on_page(program, "About")
    page.licences.setFocus()
    press(Qt.Key.Key_Return)
    return of_dialog(dialog(program, LicencesDialog), None, page.licences)


def a_calendar_file(program: Program) -> Opened:
    """Of another program, looked at before it is taken."""
    page = on_page(program, "Import")
    file = work(program).opening.opened.home / "other.ics"
    file.write_bytes(calendar(event("DTSTART:20261205T200000", "DURATION:PT50M", uid="1")))
    page.file.setFocus()
    before = QApplication.focusWidget()
    page.calendar.read(file)
    work(program).slow_jobs.wait()
    found = dialog(program, CalendarPreviewDialog)
    return of_dialog(found, found.cancel_button, before)


def whose_event(program: Program) -> Opened:
    preview = cast("CalendarPreviewDialog", a_calendar_file(program).form)
    press(Qt.Key.Key_Return)
    found = dialog(program, ClientChoice)
    return of_dialog(found, found.cancel_button, preview.list)


def a_device(program: Program) -> Opened:
    """Let in, from its request."""
    page = on_page(program, "Team and devices")
    page.take_office(FakeOffice(work(program).opening.practice, MONDAY))
    settle(program.jobs)
    page.begin.setFocus()
    press(Qt.Key.Key_Return)
    settle(program.jobs)
    return Opened(page.letting_in, None, None, page.begin)


def in_clients(program: Program) -> QWidget | None:
    work(program).window.go("clients")
    settle(program.jobs)
    return QApplication.focusWidget()


def something_under_way(program: Program) -> Opened:
    before = in_clients(program)
    ProgressDialog("Reading the file", work(program).window).open()
    return of_dialog(dialog(program, ProgressDialog), None, before)


def joining_again(program: Program) -> Opened:
    place, before = work(program), in_clients(program)
    door = cast("ProgramBackend", None)
    made = RejoinDialog(place.window, program.jobs, door, place.opening.opened, lambda: None)
    made.page.show_request("{}", ("one", "two", "three", "four", "five", "six"))
    made.open()
    return of_dialog(dialog(program, RejoinDialog), None, before)


def leaving(program: Program) -> Opened:
    before = in_clients(program)
    LeavingDialog(work(program).window, "Typed last.", lambda: None, lambda: None).open()
    return of_dialog(dialog(program, LeavingDialog), None, before)


def syncing(program: Program) -> Opened:
    pill: Any = work(program).window.top.pill
    work(program).panel.toggle()
    return Opened(work(program).panel, None, None, pill)


FORMS: dict[str, Form] = {
    "a paper read back": Form(ConnectDialog, a_paper),
    "licences": Form(LicencesDialog, licences),
    "a service": a_row_of("Services"),
    "a location": a_row_of("Locations"),
    "a template": a_row_of("Note templates"),
    "a snippet": a_row_of("Text snippets"),
    "a calendar file of another program": Form(CalendarPreviewDialog, a_calendar_file),
    "whose event it is": Form(ClientChoice, whose_event),
    "a device let in": Form(LettingIn, a_device),
    "something under way": Form(ProgressDialog, something_under_way),
    "joining again": Form(RejoinDialog, joining_again),
    "leaving": Form(LeavingDialog, leaving),
    "syncing": Form(SyncPanel, syncing),
}
