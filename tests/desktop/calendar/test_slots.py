"""Find a free time: from the calendar, the form or the palette to a booking that collides with nothing."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft
from desktop.calendar.slot_dialog import SlotDialog
from tests.desktop.calendar.conftest import local
from tests.desktop.list_rows import first_lines

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

TODAY = date(2026, 11, 24)


def opened(desk: "Desk") -> SlotDialog:
    desk.settle()
    return desk.screen.window().findChildren(SlotDialog)[-1]


def find(desk: "Desk") -> SlotDialog:
    QTest.keyClick(desk.pane.views.front, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    return opened(desk)


def starts(dialog: SlotDialog) -> list[str]:
    return first_lines(dialog.list)


def test_given_a_taken_hour_when_enter_is_pressed_in_the_list_then_the_form_stands_at_the_first_free_time(
    desk: "Desk",
) -> None:
    desk.house.book(24, "11:00", 50)
    dialog = find(desk)
    assert starts(dialog)[:2] == ["Today, 12:00", "Tomorrow, 08:00"]
    assert dialog.first() is dialog.list
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    desk.settle()
    form = desk.pane.booking.form
    assert (form.day, form.start, form.end) == (TODAY, "12:00", "13:00")
    assert desk.pane.form.isVisible()
    assert desk.pane.form.picker.hasFocus() or desk.pane.form.picker.isAncestorOf(desk.screen.focusWidget())


def test_given_other_wishes_then_the_model_of_the_times_keeps_the_rules_of_models(
    desk: "Desk", qtmodeltester: ModelTester
) -> None:
    dialog = find(desk)
    assert dialog.model.rowCount() > 0
    qtmodeltester.check(dialog.model)  # type: ignore[no-untyped-call]
    for minutes in (90, 720, 60):
        dialog.minutes.editor.setValue(minutes)
        desk.settle()
    qtmodeltester.check(dialog.model)  # type: ignore[no-untyped-call]


def test_given_a_service_and_another_length_when_booked_then_the_form_has_both(desk: "Desk") -> None:
    dialog = find(desk)
    dialog.service.set_value(desk.house.massage.id)
    assert dialog.minutes.editor.value() == 45
    dialog.minutes.editor.setValue(90)
    dialog.book()
    desk.settle()
    form = desk.pane.booking.form
    assert (form.service_id, form.start, form.end) == (desk.house.massage.id, "10:45", "12:15")
    assert desk.pane.form.service.value == desk.house.massage.id
    assert desk.pane.form.end.editor.text() == "12:15"


def test_given_an_open_form_when_a_time_is_found_then_only_its_times_change(desk: "Desk") -> None:
    desk.house.book(24, "10:40", 240)
    desk.screen.book(desk.house.noam.id)
    desk.settle()
    desk.pane.booking.choose_service(desk.house.massage.id)
    desk.pane.booking.write_notes("Bring the X-ray")
    desk.pane.form.slot_button.click()
    dialog = opened(desk)
    assert (dialog.service.value, dialog.minutes.editor.value()) == (desk.house.massage.id, 45)
    dialog.list.setCurrentIndex(dialog.model.index(1))
    dialog.book()
    desk.settle()
    form = desk.pane.booking.form
    assert (form.client_id, form.notes) == (desk.house.noam.id, "Bring the X-ray")
    assert (form.day, form.start, form.end) == (TODAY + timedelta(days=1), "08:00", "08:45")


def test_given_an_appointment_that_is_edited_when_a_time_is_looked_for_then_its_own_counts_as_free(
    desk: "Desk",
) -> None:
    booked = desk.house.book(24, "11:00", 50)
    desk.reload()
    desk.screen.open_calendar(TODAY, booked.id)
    desk.settle()
    desk.pane.details.edit_wanted.emit()
    desk.settle()
    desk.pane.form.slot_button.click()
    dialog = opened(desk)
    assert starts(dialog)[0] == "Today, 10:45"
    dialog.list.setCurrentIndex(dialog.model.index(2))
    dialog.book()
    desk.settle()
    desk.pane.form.save()
    desk.settle()
    moved = desk.house.practice.appointments.get(booked.id)
    assert moved.scheduled_start == local(26, "08:00")
    assert moved.scheduled_end - moved.scheduled_start == timedelta(minutes=50)


def test_given_nothing_that_fits_when_looked_for_then_it_is_said_and_nothing_can_be_booked(
    desk: "Desk",
) -> None:
    dialog = find(desk)
    for button in dialog.days.buttons.values():
        button.setChecked(False)
    assert "No free 60 minutes in the next 8 weeks" in dialog.empty.text()
    assert not dialog.book_button.isEnabled()
    dialog.book()
    assert desk.pane.form.isHidden()
    assert dialog.isVisible()


def test_given_closed_weekdays_then_they_cannot_be_wished(desk: "Desk") -> None:
    buttons = find(desk).days.buttons
    assert [day for day, button in buttons.items() if not button.isEnabled()] == [4, 5]


def test_given_a_colleague_in_the_room_when_the_room_is_wished_then_its_time_is_taken(desk: "Desk") -> None:
    other = desk.hire()
    book_for(desk, other, "10:40", 120)
    dialog = find(desk)
    assert dialog.treats.value == desk.house.practice.me.user_id
    assert starts(dialog)[0] == "Today, 10:45"
    dialog.location.set_value(desk.house.room.id)
    assert starts(dialog)[0] == "Today, 12:45"


def test_given_two_who_treat_when_anyone_may_then_the_booking_is_with_whoever_is_free(desk: "Desk") -> None:
    other = desk.hire()
    desk.house.book(24, "10:40", 240)
    dialog = find(desk)
    dialog.treats.set_value(None)
    assert starts(dialog)[0] == "Today, 10:45"
    assert dialog.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("Colleague Person")
    dialog.book()
    desk.settle()
    desk.pane.booking.choose_client(desk.house.noam)
    desk.settle()
    assert not desk.pane.form.warning.isVisible()
    desk.pane.form.save()
    desk.settle()
    rows = desk.house.practice.appointments.between(local(24, "10:45"), local(24, "10:50"))
    assert [row.appointment.practitioner_user_id for row in rows if row.client_name == "Noam Peretz"] == [
        other
    ]


def test_given_a_client_who_is_with_a_colleague_when_a_time_is_looked_for_from_the_form_then_theirs_is_none(
    desk: "Desk",
) -> None:
    book_for(desk, desk.hire(), "10:40", 120)
    desk.screen.book(desk.house.dana.id)
    desk.settle()
    desk.pane.form.slot_button.click()
    dialog = opened(desk)
    assert dialog.treats.value == desk.house.practice.me.user_id
    assert starts(dialog)[0] == "Today, 12:45"
    dialog.book()
    desk.settle()
    assert not desk.pane.form.warning.isVisible()


def test_given_no_client_in_the_form_when_a_time_is_looked_for_then_nobodys_appointments_are_in_the_way(
    desk: "Desk",
) -> None:
    book_for(desk, desk.hire(), "10:40", 120)
    desk.pane.presenter.book_here()
    desk.settle()
    desk.pane.form.slot_button.click()
    assert starts(opened(desk))[0] == "Today, 10:45"


@pytest.mark.parametrize("part", ["Afternoon", "Evening"])
def test_given_a_part_of_the_day_when_it_is_clicked_then_the_list_begins_there(
    desk: "Desk", part: str
) -> None:
    dialog = find(desk)
    (button,) = (each for each in dialog.part._group.buttons() if each.text() == part)
    button.click()
    assert starts(dialog)[0] == {"Afternoon": "Today, 12:00", "Evening": "Today, 17:00"}[part]


def test_given_the_dialog_when_esc_is_pressed_then_nothing_is_booked_and_the_keys_are_the_grids(
    desk: "Desk",
) -> None:
    dialog = find(desk)
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert desk.pane.form.isHidden()
    assert desk.pane.views.front.hasFocus()


def test_given_another_place_in_front_when_the_palettes_command_runs_then_the_dialog_opens(
    desk: "Desk",
) -> None:
    (command,) = (each for each in desk.screen.commands() if each.title == "Find a free time")
    command.run()
    assert opened(desk).isVisible()


def book_for(desk: "Desk", who: UserId, at: str, minutes: int) -> None:
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=local(24, at),
        scheduled_end=local(24, at) + timedelta(minutes=minutes),
        location_id=desk.house.room.id,
        practitioner_user_id=who,
    )
    desk.house.practice.appointments.book(draft)
