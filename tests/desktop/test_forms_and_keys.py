"""Every form and dialog of the window against the law of keys: Enter, Esc, help, focus, the order of Tab."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget

from core.domain.errors import RuleBroken
from desktop.app import Program
from desktop.calendar.calendar_file_dialog import CalendarFileDialog
from desktop.calendar.client_picker import ClientPicker
from desktop.calendar.day_picker import DayPicker
from desktop.calendar.filter_dialog import FilterDialog
from desktop.calendar.slot_dialog import SlotDialog
from desktop.calendar.waitlist_dialog import WaitlistDialog
from desktop.palette.view import PaletteDialog
from desktop.paper.pdf_dialog import PdfDialog
from desktop.reminders.dialog import RemindersDialog
from desktop.settings.licences import LicencesDialog
from desktop.shell.clinic_connection import ConnectDialog
from desktop.widgets.help_sheet import HelpSheet
from desktop.widgets.question import QuestionDialog
from desktop.widgets.search_field import SearchField
from sync.enrolment.messages import JoinRequest
from tests.desktop import forms_of_records
from tests.desktop.conftest import MONDAY
from tests.desktop.opened_form import CONTROL, PLAIN, SHIFT, Opened, Opens, dialog, of_dialog, on_page, press
from tests.desktop.stillness import settle
from tests.desktop.tab_order import order
from tests.desktop.test_workplace import model_home, program, work
from tests.desktop.unsaved import pane

__all__ = ["model_home", "program"]


def grid(program: Program) -> QWidget:
    return pane(work(program)).grid


def in_calendar(program: Program, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    work(program).window.go("calendar")
    settle(program.jobs)
    pane(work(program)).presenter.go_to(MONDAY.date())
    settle(program.jobs)
    grid(program).setFocus()
    press(key, modifiers)
    settle(program.jobs)


def a_question(program: Program) -> Opened:
    work(program).window.go("clients")
    settle(program.jobs)
    before = QApplication.focusWidget()
    work(program).navigator.confirm("Really?", "", "Archive", lambda: None)
    found = dialog(program, QuestionDialog)
    return of_dialog(found, found.no, before)


def the_palette(program: Program) -> Opened:
    work(program).window.go("clients")
    settle(program.jobs)
    before = QApplication.focusWidget()
    press(Qt.Key.Key_K, CONTROL)
    return Opened(dialog(program, PaletteDialog), None, asked_from=before)


def a_day(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_J)
    found = dialog(program, DayPicker)
    return Opened(found, (found, "_enter"), None, grid(program))


def the_filter(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_F)
    return of_dialog(dialog(program, FilterDialog), None, grid(program))


def a_free_time(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_F, SHIFT)
    return of_dialog(dialog(program, SlotDialog), None, grid(program))


def the_waitlist(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_Q)
    found = dialog(program, WaitlistDialog)
    return of_dialog(found, found.close_button, grid(program))


def a_calendar_file(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_E, CONTROL | SHIFT)
    return of_dialog(dialog(program, CalendarFileDialog), None, grid(program))


def a_booking(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_B)
    form = pane(work(program)).form
    return Opened(form, (form, "save"), None, grid(program))


def blocked_time(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_B, SHIFT)
    form = pane(work(program)).blocks.panel
    return Opened(form, (form, "save"), None, grid(program))


def a_wish(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_Q, SHIFT)
    form = pane(work(program)).waitlist.panel
    return Opened(form, (form, "save"), None, grid(program))


def reminders(program: Program) -> Opened:
    work(program).window.go("today")
    settle(program.jobs)
    before = QApplication.focusWidget()
    press(Qt.Key.Key_R)
    return of_dialog(dialog(program, RemindersDialog), None, before)


def a_pdf(program: Program) -> Opened:
    """Of the day that is shown among the reminders."""
    reminders(program)
    found = dialog(program, RemindersDialog)
    found.pdf_button.setFocus()
    press(Qt.Key.Key_Return)
    question = dialog(program, PdfDialog)
    return of_dialog(question, question.no, found.pdf_button)


def a_row_of(title: str) -> Opens:
    """A form for a new row of a page of Settings."""

    def opens(program: Program) -> Opened:
        page = on_page(program, title)
        page.add.setFocus()
        press(Qt.Key.Key_Return)
        settle(program.jobs)
        return Opened(page.form, (page.save, "click"), page.cancel, page.add)

    return opens


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


FORMS: dict[str, Opens] = {
    "a question": a_question,
    "the palette": the_palette,
    "a day of the calendar": a_day,
    "the filter": the_filter,
    "a free time": a_free_time,
    "the waitlist": the_waitlist,
    "a calendar file": a_calendar_file,
    "reminders": reminders,
    "a PDF": a_pdf,
    "a paper read back": a_paper,
    "licences": licences,
    "a booking": a_booking,
    "blocked time": blocked_time,
    "a wish": a_wish,
    "a service": a_row_of("Services"),
    "a location": a_row_of("Locations"),
    "a template": a_row_of("Note templates"),
    "a snippet": a_row_of("Text snippets"),
} | forms_of_records.FORMS


def lines_of(form: QWidget) -> list[QLineEdit]:
    """Fields of one line that say nothing of Enter themselves, as a search or a choice does."""
    own = (SearchField, ClientPicker)
    found = [line for line in form.findChildren(QLineEdit) if line.isVisible() and line.isEnabled()]
    return [line for line in found if not isinstance(line, own) and not isinstance(line.parent(), QComboBox)]


def stop_of(line: QLineEdit) -> QWidget:
    """What has the focus when the line is written in, and where Tab stops."""
    box = line.parentWidget()
    return box if isinstance(box, QAbstractSpinBox) else line


def help_and_back(program: Program, line: QWidget) -> str:
    line.setFocus()
    before = QApplication.focusWidget()
    press(Qt.Key.Key_F1)
    sheets = [each for each in work(program).window.findChildren(HelpSheet) if each.isVisible()]
    if not sheets:
        return f"no help in {line.accessibleName()!r}"
    press(Qt.Key.Key_Escape)
    now = QApplication.focusWidget()
    return "" if now is before else f"help leads back from {before} to {now}"


@pytest.mark.parametrize("name", FORMS)
def test_given_a_form_when_its_keys_are_pressed_then_the_law_of_keys_holds(
    program: Program, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = FORMS[name](program)
    form = opened.form
    assert form.isVisible()
    lines = [stop_of(line) for line in lines_of(form)]
    wrong = [help_and_back(program, line) for line in lines or [QApplication.focusWidget() or form]]
    if opened.does is not None:
        done: list[str] = []
        monkeypatch.setattr(*opened.does, lambda *_: done.append(""))
        for line in lines:
            done.clear()
            line.setFocus()
            press(Qt.Key.Key_Return)
            wrong.append("" if len(done) == 1 else f"Enter in {line.accessibleName()!r}: {len(done)} times")
        monkeypatch.undo()
    if opened.cancel is not None:
        stops = order(form)
        wrong += [
            f"Cancel before {line.accessibleName()!r}"
            for line in lines
            if stops.index(line) > stops.index(opened.cancel)
        ]
    assert [each for each in wrong if each] == []


@pytest.mark.parametrize("name", FORMS)
def test_given_a_form_when_esc_then_it_is_left_and_the_focus_is_where_it_was(
    program: Program, name: str
) -> None:
    opened = FORMS[name](program)
    form = opened.form
    press(Qt.Key.Key_Escape)
    settle(program.jobs)
    if form.isVisible():  # something is typed in it: that is asked about first
        dialog(program, QuestionDialog).yes.click()
        settle(program.jobs)
    focused = QApplication.focusWidget()
    assert not form.isVisible()
    assert focused is not None
    assert focused.isVisible()
    assert not form.isAncestorOf(focused)
    assert focused is not work(program).window
    assert opened.asked_from in {None, focused}
