"""Forms and dialogs over the calendar, each opened as a person opens it by keys."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.domain.enums import Role
from core.domain.ids import AppointmentId
from core.domain.new_rows import AppointmentDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from desktop.app import Program
from desktop.calendar.block_panel import BlockPanel
from desktop.calendar.booking_panel import BookingPanel
from desktop.calendar.calendar_file_dialog import CalendarFileDialog
from desktop.calendar.day_picker import DayPicker
from desktop.calendar.details_panel import DetailsPanel
from desktop.calendar.filter_dialog import FilterDialog
from desktop.calendar.scope_question import ScopeQuestion
from desktop.calendar.slot_dialog import SlotDialog
from desktop.calendar.waitlist_dialog import WaitlistDialog
from desktop.calendar.waitlist_panel import WaitlistPanel
from desktop.widgets.question import SentenceDialog
from tests.desktop.conftest import MONDAY
from tests.desktop.opened_form import CONTROL, PLAIN, SHIFT, Form, Opened, dialog, of_dialog, press
from tests.desktop.stillness import settle
from tests.desktop.test_workplace import work
from tests.desktop.unsaved import first_entry, pane


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


def a_booking_where_several_treat(program: Program) -> Opened:
    """The form has one field more, and says which of them treats."""
    practice = work(program).opening.practice
    work(program).bus.publish(practice.team.add("Colleague Person", Role.THERAPIST).changed)
    opened = a_booking(program)
    assert pane(work(program)).form.treats.isVisible()
    return opened


def blocked_time(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_B, SHIFT)
    form = pane(work(program)).blocks.panel
    return Opened(form, (form, "save"), None, grid(program))


def a_wish(program: Program) -> Opened:
    in_calendar(program, Qt.Key.Key_Q, SHIFT)
    form = pane(work(program)).waitlist.panel
    return Opened(form, (form, "save"), None, grid(program))


def at_appointment(program: Program, entry: AppointmentId) -> None:
    """Marked in the grid, which has the focus; no panel is open."""
    work(program).window.go("calendar")
    settle(program.jobs)
    pane(work(program)).presenter.go_to(MONDAY.date())
    settle(program.jobs)
    pane(work(program)).presenter.select(entry)
    grid(program).setFocus()
    settle(program.jobs)


def an_appointment(program: Program) -> Opened:
    at_appointment(program, first_entry(work(program)))
    press(Qt.Key.Key_Return)
    settle(program.jobs)
    return Opened(pane(work(program)).details, None, None, grid(program))


def an_appointment_edited(program: Program) -> Opened:
    at_appointment(program, first_entry(work(program)))
    press(Qt.Key.Key_E)
    settle(program.jobs)
    form = pane(work(program)).form
    return Opened(form, (form, "save"), None, grid(program))


def why_cancelled(program: Program) -> Opened:
    at_appointment(program, first_entry(work(program)))
    press(Qt.Key.Key_X)
    found = dialog(program, SentenceDialog)
    return of_dialog(found, found.no, grid(program))


def how_much_of_a_series(program: Program) -> Opened:
    practice = work(program).opening.practice
    start = MONDAY.replace(hour=19)
    draft = AppointmentDraft(
        client_id=practice.clients.list()[0].client.id,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=50),
    )
    rule = Rule(frequency=Frequency.WEEKLY, weekdays=(start.weekday(),))
    booked = practice.series.book(draft, Repeat(rule=rule, times=4))
    work(program).bus.publish(booked.changed)
    at_appointment(program, booked.value.id)
    press(Qt.Key.Key_Delete)
    found = dialog(program, ScopeQuestion)
    return of_dialog(found, found.no, grid(program))


FORMS: dict[str, Form] = {
    "a day of the calendar": Form(DayPicker, a_day),
    "the filter": Form(FilterDialog, the_filter),
    "a free time": Form(SlotDialog, a_free_time),
    "the waitlist": Form(WaitlistDialog, the_waitlist),
    "a calendar file": Form(CalendarFileDialog, a_calendar_file),
    "a booking": Form(BookingPanel, a_booking),
    "a booking where several treat": Form(BookingPanel, a_booking_where_several_treat),
    "blocked time": Form(BlockPanel, blocked_time),
    "a wish": Form(WaitlistPanel, a_wish),
    "an appointment": Form(DetailsPanel, an_appointment),
    "an appointment edited": Form(BookingPanel, an_appointment_edited),
    "why it is cancelled": Form(SentenceDialog, why_cancelled),
    "how much of a series": Form(ScopeQuestion, how_much_of_a_series),
}
