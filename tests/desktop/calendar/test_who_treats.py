"""Who treats, in the form that a person sees: by keys, from the office, for what is booked already."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.enums import Role
from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from core.domain.recurrence import parse_rule
from core.domain.series import Repeat, Scope
from desktop.calendar.entry_filter import EntryFilter
from desktop.calendar.pages import PageKind
from desktop.calendar.scope_question import ScopeQuestion
from desktop.calendar.slot_dialog import SlotDialog
from desktop.kit.typed_booking import TypedBooking
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def ben(desk: "Desk") -> UserId:
    return desk.hire("Ben Invented")


@pytest.fixture
def office(desk: "Desk", ben: UserId) -> "Desk":
    """Whoever works at this laptop does not treat; Ben and Carla do."""
    desk.hire("Carla Invented")
    with desk.house.practice.desk.write() as writer:
        writer.update("users", desk.house.practice.me.user_id, {"role": Role.ASSISTANT})
    desk.pane.set_team(desk.screen._desk.opening().team)
    return desk


def begin(desk: "Desk", at: str = "15:00") -> None:
    desk.pane.presenter.choose(local(24, at))
    desk.settle()


def choose_client(desk: "Desk", text: str = "noam") -> None:
    QTest.keyClicks(desk.pane.form.picker.edit, text)
    desk.settle()
    QTest.keyClick(desk.pane.form.picker.edit, Qt.Key.Key_Return)
    desk.settle()


def names(desk: "Desk") -> list[str]:
    box = desk.pane.form.treats.editor
    return [box.itemText(row) for row in range(box.count())]


def booked(desk: "Desk", at: str = "15:00") -> list[tuple[str, UserId | None]]:
    rows = desk.house.practice.appointments.between(local(24, at), local(24, at) + timedelta(minutes=5))
    return [(row.client_name, row.appointment.practitioner_user_id) for row in rows]


def book_with(desk: "Desk", who: UserId, at: str = "15:00") -> Appointment:
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=local(24, at),
        scheduled_end=local(24, at) + timedelta(minutes=50),
        practitioner_user_id=who,
    )
    return desk.house.practice.appointments.book(draft).value


def edit(desk: "Desk", made: Appointment) -> None:
    desk.reload()
    desk.pane.presenter.go_to(TUESDAY, made.id)
    desk.settle()
    desk.pane.entry_actions.edit_selected()
    desk.settle()


def test_given_one_who_treats_when_a_form_opens_then_it_asks_nothing_of_them(desk: "Desk") -> None:
    begin(desk)
    assert desk.pane.form.treats.isHidden()
    choose_client(desk)
    desk.pane.form.save()
    desk.settle()
    assert booked(desk) == [("Noam Peretz", desk.house.practice.me.user_id)]


def test_given_a_colleague_when_a_therapist_books_by_keys_then_either_can_be_chosen(
    desk: "Desk", ben: UserId
) -> None:
    begin(desk)
    form = desk.pane.form
    assert names(desk) == ["Ben Invented", "Owner Person"]
    assert form.treats.value == desk.house.practice.me.user_id
    choose_client(desk)
    form.treats.editor.setFocus()
    QTest.keyClick(form.treats.editor, Qt.Key.Key_Up)
    QTest.keyClick(form.treats.editor, Qt.Key.Key_Return)
    desk.settle()
    assert booked(desk) == [("Noam Peretz", ben)]


def test_given_the_office_when_it_books_in_a_week_then_it_is_asked_who_treats_before_anything_is_booked(
    office: "Desk", ben: UserId
) -> None:
    office.pane.presenter.set_kind(PageKind.WEEK)
    office.settle()
    office.pane.presenter.go_to(TUESDAY)
    office.pane.views.take_focus()
    QTest.keyClick(office.pane.views.front, Qt.Key.Key_B)
    office.settle()
    form = office.pane.form
    office.pane.booking.retime(local(24, "15:00"), local(24, "16:00"), whole=True)
    assert (names(office), form.treats.value) == (["Not chosen yet", "Ben Invented", "Carla Invented"], None)
    choose_client(office)
    form.save_button.setFocus()
    form.save_button.click()
    office.settle()
    assert booked(office) == []
    assert form.treats.note.text() == "Choose who treats."
    assert form.treats.editor.hasFocus()
    QTest.keyClick(form.treats.editor, Qt.Key.Key_Down)
    assert form.treats.note.text() == ""
    QTest.keyClick(form.treats.editor, Qt.Key.Key_Return)
    office.settle()
    assert booked(office) == [("Noam Peretz", ben)]
    office.pane.presenter.open_day(TUESDAY)
    office.settle()
    columns = [one.name for one in office.pane.presenter.page.practitioners]
    assert columns == ["Ben Invented", "Carla Invented"]


def test_given_an_open_form_when_a_colleague_is_renamed_then_the_new_name_is_in_its_list(
    desk: "Desk", ben: UserId
) -> None:
    begin(desk)
    desk.pane.booking.choose_treats(ben)
    with desk.house.practice.desk.write() as writer:
        writer.update("users", ben, {"full_name": "Ben Renamed"})
    desk.pane.set_team(desk.screen._desk.opening().team)
    assert names(desk) == ["Ben Renamed", "Owner Person"]
    assert desk.pane.form.treats.editor.currentText() == "Ben Renamed"


def test_given_somebody_was_chosen_then_the_form_no_longer_offers_nobody(office: "Desk", ben: UserId) -> None:
    begin(office)
    choose_client(office)
    box = office.pane.form.treats.editor
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert names(office) == ["Ben Invented", "Carla Invented"]
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.hasFocus()
    assert (box.currentText(), office.pane.booking.treats) == ("Ben Invented", ben)
    office.pane.form.save()
    office.settle()
    assert booked(office) == [("Noam Peretz", ben)]


def test_given_an_appointment_that_names_nobody_when_somebody_is_chosen_then_nobody_is_no_choice_any_more(
    desk: "Desk", ben: UserId
) -> None:
    made = book_with(desk, ben)
    desk.house.practice.appointments.edit(made.id, practitioner_user_id=None)
    edit(desk, made)
    assert names(desk) == ["Not chosen yet", "Ben Invented", "Owner Person"]
    box = desk.pane.form.treats.editor
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert (names(desk)[0], box.currentText()) == ("Ben Invented", "Ben Invented")


def test_given_a_client_who_comes_to_ben_when_the_office_books_from_the_palette_then_ben_treats(
    office: "Desk", ben: UserId
) -> None:
    book_with(office, ben, "08:00")
    line = TypedBooking(who="dana", day=TUESDAY, start=time(15))
    office.screen.book(office.house.dana.id, line)
    office.settle()
    assert office.pane.form.treats.value == ben
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, Qt.Key.Key_Return)
    office.settle()
    assert booked(office) == [("Dana Levi", ben)]


def test_given_a_booking_of_ben_when_the_office_chooses_him_then_the_form_says_that_the_time_is_taken(
    office: "Desk", ben: UserId
) -> None:
    book_with(office, ben)
    begin(office)
    choose_client(office)
    form = office.pane.form
    assert form.warning.isHidden()
    form.treats.editor.setFocus()
    QTest.keyClick(form.treats.editor, Qt.Key.Key_Down)
    office.settle()
    assert form.warning.isVisible()
    assert "15:00–15:50" in form.taken.text()
    QTest.keyClick(form.treats.editor, Qt.Key.Key_Down)
    office.settle()
    assert form.warning.isHidden()


def test_given_ben_in_the_form_when_a_free_time_is_looked_for_then_it_is_bens(
    office: "Desk", ben: UserId
) -> None:
    book_with(office, ben, "10:40")
    begin(office, "10:45")
    office.pane.booking.choose_treats(ben)
    office.pane.form.slot_button.click()
    office.settle()
    dialog = office.screen.window().findChildren(SlotDialog)[-1]
    assert dialog.treats.value == ben
    dialog.treats.set_value(next(one.id for one in office.pane.presenter.team if one.name[:5] == "Carla"))
    dialog.book()
    office.settle()
    assert office.pane.form.treats.editor.currentText() == "Carla Invented"
    assert office.pane.booking.form.start == "10:45"


def test_given_the_office_when_it_looks_for_a_free_time_without_a_form_then_anyone_may_treat(
    office: "Desk",
) -> None:
    office.pane.finder.find()
    office.settle()
    dialog = office.screen.window().findChildren(SlotDialog)[-1]
    assert dialog.treats.editor.currentText() == "Anyone"


def test_given_an_appointment_when_a_colleague_takes_over_in_the_form_then_undo_gives_it_back(
    desk: "Desk", ben: UserId
) -> None:
    me = desk.house.practice.me.user_id
    made = book_with(desk, me)
    edit(desk, made)
    form = desk.pane.form
    form.treats.editor.setFocus()
    QTest.keyClick(form.treats.editor, Qt.Key.Key_Up)
    assert form.content() is not None
    form.save()
    desk.settle()
    assert booked(desk) == [("Dana Levi", ben)]
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert booked(desk) == [("Dana Levi", me)]


def test_given_a_series_when_a_colleague_takes_over_then_it_is_asked_how_much_of_it(
    desk: "Desk", ben: UserId
) -> None:
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=local(24, "15:00"),
        scheduled_end=local(24, "15:50"),
    )
    repeat = Repeat(rule=parse_rule("FREQ=WEEKLY;BYDAY=TU"), times=3)
    edit(desk, desk.house.practice.series.book(draft, repeat).value)
    desk.pane.form.treats.set_value(ben)
    desk.pane.booking.choose_treats(ben)
    desk.pane.form.save()
    desk.settle()
    question = desk.screen.window().findChildren(ScopeQuestion)[-1]
    question.buttons[Scope.ALL].click()
    desk.settle()
    rows = desk.house.practice.appointments.between(
        local(24, "00:00"), local(24, "00:00") + timedelta(days=30)
    )
    assert [row.appointment.practitioner_user_id for row in rows] == [ben] * 3


def test_given_an_open_form_when_a_time_in_another_column_is_chosen_then_its_person_treats(
    desk: "Desk", ben: UserId
) -> None:
    desk.pane.presenter.open_day(TUESDAY)
    desk.settle()
    desk.pane.presenter.choose(local(24, "15:00"), desk.house.practice.me.user_id)
    desk.settle()
    assert desk.pane.form.treats.value == desk.house.practice.me.user_id
    desk.pane.presenter.choose(local(24, "16:00"), ben)
    desk.settle()
    assert (desk.pane.form.treats.value, desk.pane.booking.form.start) == (ben, "16:00")


def test_given_a_form_with_a_colleague_in_it_when_a_crash_comes_then_it_is_taken_up_with_them(
    desk: "Desk", ben: UserId
) -> None:
    begin(desk)
    desk.pane.booking.choose_treats(ben)
    content = desk.pane.form.content()
    assert content is not None
    desk.pane.show_panel(None)
    desk.pane.take_up(content)
    desk.settle()
    assert desk.pane.form.treats.editor.currentText() == "Ben Invented"


def test_given_an_appointment_that_names_nobody_when_the_office_books_it_again_then_the_form_asks(
    office: "Desk", ben: UserId
) -> None:
    made = book_with(office, ben)
    office.house.practice.appointments.edit(made.id, practitioner_user_id=None)
    office.reload()
    office.pane.presenter.go_to(TUESDAY, made.id)
    office.settle()
    office.pane.copying.book_again()
    office.settle()
    assert office.pane.form.isVisible()
    assert office.pane.form.treats.editor.currentText() == "Not chosen yet"


def test_given_ben_in_the_open_form_when_the_next_free_time_is_taken_in_a_day_then_it_stays_with_ben(
    desk: "Desk", ben: UserId
) -> None:
    book_with(desk, ben, "10:40")
    desk.pane.presenter.open_day(TUESDAY)
    desk.settle()
    desk.pane.presenter.choose(local(24, "10:45"), desk.house.practice.me.user_id)
    desk.pane.booking.choose_treats(ben)
    desk.settle()
    desk.pane.next_booking.begin()
    desk.settle()
    assert (desk.pane.form.treats.value, desk.pane.booking.form.start) == (ben, "11:30")
    assert desk.pane.presenter.practitioner == ben


@pytest.mark.parametrize("is_hidden", [False, True])
def test_given_ben_in_the_open_form_when_the_next_free_time_is_on_another_day_then_it_stays_with_ben(
    desk: "Desk", ben: UserId, is_hidden: bool
) -> None:
    hidden = frozenset({ben}) if is_hidden else frozenset()
    desk.hire("Carla Invented")
    desk.pane.presenter.set_filter(EntryFilter(practitioners=hidden))
    desk.pane.presenter.open_day(TUESDAY)
    desk.settle()
    desk.pane.presenter.choose(local(24, "12:00"), desk.house.practice.me.user_id)
    desk.pane.booking.choose_treats(ben)
    desk.settle()
    desk.pane.presenter.cursor = local(24, "18:45")
    desk.pane.next_booking.begin()
    desk.settle()
    assert desk.pane.presenter.page.days == (date(2026, 11, 25),)
    assert desk.pane.form.treats.value == ben


def test_given_ben_in_the_open_form_when_no_time_is_free_then_it_stays_with_ben(
    desk: "Desk", ben: UserId
) -> None:
    desk.house.practice.settings.set(working_hours={})
    desk.pane.presenter.set_hours(desk.screen._desk.opening().hours)
    desk.pane.presenter.open_day(TUESDAY)
    desk.settle()
    desk.pane.presenter.choose(local(24, "12:00"), desk.house.practice.me.user_id)
    desk.pane.booking.choose_treats(ben)
    desk.pane.next_booking.begin()
    desk.settle()
    assert desk.pane.form.unfound.isVisible()
    assert desk.pane.form.treats.value == ben
