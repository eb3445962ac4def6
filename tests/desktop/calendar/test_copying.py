"""An appointment once more: copied and pasted, or booked again one week on, by keys on the real screen."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.cancellations import Canceller
from core.domain.enums import AppointmentStatus, Role
from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from desktop.calendar.pages import PageKind
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WEEK = timedelta(weeks=1)


def press(desk: "Desk", key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(desk.pane.views.front, key, modifier)
    desk.settle()


def enter(desk: "Desk") -> None:
    """To whatever has the focus."""
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, Key.Key_Return)
    desk.settle()


def known(desk: "Desk", day: int = 24, at: str = "10:00") -> Appointment:
    """Forty minutes in a room with a remark, which is chosen."""
    start = local(day, at)
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=40),
        service_id=desk.house.massage.id,
        location_id=desk.house.room.id,
        notes="Bring the shoes",
    )
    made = desk.house.practice.appointments.book(draft, "Twins").value
    choose(desk, made)
    return made


def choose(desk: "Desk", appointment: Appointment) -> None:
    desk.pane.presenter.go_to(appointment.scheduled_start.date())
    desk.reload()
    desk.pane.presenter.select(appointment.id)
    desk.pane.presenter.cursor = appointment.scheduled_start
    desk.pane.views.take_focus()


def others(desk: "Desk", appointment: Appointment) -> list[Appointment]:
    rows = desk.house.practice.appointments.between(local(1, "00:00"), local(1, "00:00") + 12 * WEEK)
    return [row.appointment for row in rows if row.appointment.id != appointment.id]


def facts(row: Appointment) -> tuple[object, ...]:
    """All but its time."""
    length = row.scheduled_end - row.scheduled_start
    place = row.location_id, row.location_type
    return row.client_id, row.service_id, place, row.practitioner_user_id, row.notes, length, row.series_id


def shown_time(desk: "Desk") -> str:
    form = desk.pane.booking.form
    return f"{form.day:%d.%m} {form.start}–{form.end}"


@pytest.mark.parametrize("kind", [PageKind.DAY, PageKind.WORK_WEEK, PageKind.WEEK])
def test_given_a_copied_appointment_when_pasted_at_the_cursor_then_the_form_has_all_of_it_and_enter_books(
    desk: "Desk", kind: PageKind
) -> None:
    row = known(desk)
    desk.pane.presenter.set_kind(kind)
    desk.settle()
    press(desk, Key.Key_C, CTRL)
    assert desk.navigator.toasts == ["Appointment copied. Ctrl+V books it at the cursor."]
    for _ in range(4):
        press(desk, Key.Key_Down)
    assert desk.pane.presenter.selected is None
    desk.pane.presenter.cursor = local(24, "12:30")
    press(desk, Key.Key_V, CTRL)
    assert desk.pane.form.isVisible()
    assert shown_time(desk) == "24.11 12:30–13:10"
    assert desk.pane.form.picker.edit.text() == "Dana Levi"
    assert desk.pane.form.service.value == desk.house.massage.id
    assert desk.pane.form.location.value == desk.house.room.id
    assert desk.pane.form.notes.text == "Bring the shoes"
    assert not desk.pane.form.warning.isVisible()
    assert others(desk, row) == []
    enter(desk)
    (made,) = others(desk, row)
    assert made.scheduled_start == local(24, "12:30")
    assert facts(made) == (*facts(row)[:4], "Bring the shoes", timedelta(minutes=40), None)
    assert desk.navigator.toasts[-1] == "Booked for Tuesday, 24 November at 12:30"
    assert desk.pane.presenter.selected == made.id


@pytest.mark.parametrize("kind", [PageKind.MONTH, PageKind.AGENDA])
def test_given_a_page_without_hours_when_pasted_then_the_day_is_the_cursors_and_the_hour_is_its_own(
    desk: "Desk", kind: PageKind
) -> None:
    row = known(desk)
    press(desk, Key.Key_C, CTRL)
    desk.pane.presenter.set_kind(kind)
    desk.pane.presenter.put_cursor_on(local(26, "12:00").date())
    desk.settle()
    press(desk, Key.Key_V, CTRL)
    assert shown_time(desk) == "26.11 10:00–10:40"
    assert desk.pane.presenter.page.kind is kind
    enter(desk)
    assert [made.scheduled_start for made in others(desk, row)] == [local(26, "10:00")]


def test_given_a_time_that_is_taken_when_pasted_there_then_the_form_names_who_has_it_before_it_is_booked(
    desk: "Desk",
) -> None:
    row = known(desk)
    taken = desk.house.book(25, "10:00", client=desk.house.noam)
    desk.reload()
    press(desk, Key.Key_C, CTRL)
    desk.pane.presenter.put_cursor_on(local(25, "10:00").date())
    press(desk, Key.Key_V, CTRL)
    assert desk.pane.form.warning.isVisible()
    assert "N.P." in desk.pane.form.taken.text()
    enter(desk)
    assert others(desk, row) == [taken]


def test_given_nothing_copied_when_pasted_then_it_is_said_and_no_form_opens(desk: "Desk") -> None:
    press(desk, Key.Key_V, CTRL)
    assert desk.navigator.toasts == ["Nothing is copied yet. Select an appointment and copy it first."]
    assert desk.pane.form.isHidden()


def test_given_an_appointment_when_copied_then_the_clipboard_of_the_system_has_nothing_of_it(
    desk: "Desk",
) -> None:
    QGuiApplication.clipboard().setText("before")
    known(desk)
    press(desk, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "before"


def test_given_a_cancelled_appointment_when_copied_then_the_copy_is_scheduled_and_has_no_reason(
    desk: "Desk",
) -> None:
    row = known(desk)
    desk.house.practice.appointments.set_status(
        row.id, AppointmentStatus.CANCELLED, "Flu", cancelled_by=Canceller.CLIENT
    )
    choose(desk, row)
    press(desk, Key.Key_C, CTRL)
    press(desk, Key.Key_V, CTRL)
    enter(desk)
    (made,) = others(desk, row)
    assert (made.status, made.cancellation_reason) == (AppointmentStatus.SCHEDULED, None)


def test_given_a_form_with_something_typed_when_pasted_then_it_is_asked_about_first(desk: "Desk") -> None:
    known(desk)
    press(desk, Key.Key_C, CTRL)
    desk.pane.presenter.choose(local(25, "14:00"))
    desk.settle()
    desk.pane.booking.write_notes("Half a thought")
    desk.pane.views.take_focus()
    press(desk, Key.Key_V, CTRL)
    assert desk.navigator.asked[-1][0] == "confirm"
    assert desk.pane.booking.form.notes == "Half a thought"
    assert desk.navigator.on_yes is not None
    desk.navigator.on_yes()
    desk.settle()
    assert desk.pane.booking.form.notes == "Bring the shoes"


def test_given_a_client_who_was_deleted_since_when_pasted_then_it_is_said_and_no_form_opens(
    desk: "Desk",
) -> None:
    row = known(desk)
    press(desk, Key.Key_C, CTRL)
    desk.house.practice.appointments.delete(row.id)
    with desk.house.practice.desk.write() as writer:
        writer.delete("clients", desk.house.dana.id)
    press(desk, Key.Key_V, CTRL)
    assert len(desk.navigator.toasts) == 2
    assert desk.pane.form.isHidden()


@pytest.mark.parametrize("kind", list(PageKind))
def test_given_a_free_week_when_booked_again_by_its_key_then_it_is_there_and_chosen_and_can_be_undone(
    desk: "Desk", kind: PageKind
) -> None:
    row = known(desk)
    desk.pane.presenter.set_kind(kind)
    desk.settle()
    desk.pane.presenter.select(row.id)
    press(desk, Key.Key_N, SHIFT)
    (made,) = others(desk, row)
    assert (made.scheduled_start, made.status) == (local(24, "10:00") + WEEK, AppointmentStatus.SCHEDULED)
    assert facts(made) == (*facts(row)[:4], "Bring the shoes", timedelta(minutes=40), None)
    assert desk.navigator.toasts == ["Booked for Tuesday, 1 December at 10:00"]
    assert desk.pane.form.isHidden()
    assert desk.pane.presenter.entry is not None
    assert desk.pane.presenter.entry.id == made.id
    assert desk.pane.presenter.cursor == made.scheduled_start
    press(desk, Key.Key_Z, CTRL)
    assert others(desk, row) == []
    press(desk, Key.Key_Y, CTRL)
    assert [again.id for again in others(desk, row)] == [made.id]


def test_given_the_open_panel_when_its_button_is_pressed_twice_then_two_weeks_follow_and_it_tells_the_last(
    desk: "Desk",
) -> None:
    row = known(desk)
    desk.pane.presenter.open(row.id)
    desk.settle()
    for _ in range(2):
        desk.pane.details.again_button.click()
        desk.settle()
    assert [made.scheduled_start for made in others(desk, row)] == [
        row.scheduled_start + WEEK,
        row.scheduled_start + 2 * WEEK,
    ]
    assert desk.pane.details.day.text() == "Tuesday, 8 December"


def test_given_a_week_in_which_the_time_is_taken_when_booked_again_then_the_filled_form_names_the_collision(
    desk: "Desk",
) -> None:
    row = known(desk)
    start = row.scheduled_start + WEEK
    draft = AppointmentDraft(
        client_id=desk.house.noam.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=30)
    )
    taken = desk.house.practice.appointments.book(draft).value
    press(desk, Key.Key_N, SHIFT)
    assert desk.pane.form.isVisible()
    assert shown_time(desk) == "01.12 10:00–10:40"
    assert start.date() in desk.pane.presenter.page.days
    assert "N.P." in desk.pane.form.taken.text()
    assert others(desk, row) == [taken]
    desk.pane.form.reason.set_text("Twins")
    desk.pane.form.save()
    desk.settle()
    made = next(each for each in others(desk, row) if each != taken)
    assert (made.scheduled_start, made.client_id) == (start, desk.house.dana.id)


def test_given_an_occurrence_when_booked_again_then_the_next_one_is_in_the_way_and_the_copy_is_a_single(
    desk: "Desk",
) -> None:
    start = local(24, "14:00")
    draft = AppointmentDraft(
        client_id=desk.house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
    )
    biweekly = Rule(frequency=Frequency.WEEKLY, interval=2, weekdays=(1,))
    row = desk.house.practice.series.book(draft, Repeat(rule=biweekly, times=2)).value
    choose(desk, row)
    press(desk, Key.Key_N, SHIFT)
    between = next(each for each in others(desk, row) if each.scheduled_start == start + WEEK)
    assert between.series_id is None
    press(desk, Key.Key_N, SHIFT)
    assert desk.pane.form.isVisible()
    assert "D.L." in desk.pane.form.taken.text()
    assert not desk.pane.booking.form.repeat.repeats


def closed(desk: "Desk") -> None:
    """No Tuesdays any more."""
    hours = {str(day): [["08:00", "19:00"]] for day in (6, 0, 2, 3)}
    desk.bus.publish(desk.house.practice.settings.set(working_hours=hours).changed)
    desk.settle()


def test_given_an_hour_that_is_never_open_when_booked_again_then_nobody_is_asked_again(desk: "Desk") -> None:
    row = known(desk)
    closed(desk)
    desk.pane.presenter.select(row.id)
    press(desk, Key.Key_N, SHIFT)
    assert len(others(desk, row)) == 1


def test_given_a_holiday_one_week_on_when_booked_again_then_the_form_opens_and_says_so(desk: "Desk") -> None:
    zone = desk.pane.presenter.page.zone
    full = {str(day): [["08:00", "19:00"]] for day in range(7)}
    settings = desk.house.practice.settings
    desk.bus.publish(settings.set(working_hours=full, holidays={"IL": {}}).changed)
    desk.settle()
    start = datetime(2027, 4, 15, 10, tzinfo=zone)  # Pesach is a week later
    draft = AppointmentDraft(
        client_id=desk.house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
    )
    choose(desk, desk.house.practice.appointments.book(draft).value)
    press(desk, Key.Key_N, SHIFT)
    assert desk.pane.form.isVisible()
    assert "Pesach" in desk.pane.form.opening.text()
    assert desk.house.practice.appointments.between(start + timedelta(days=1), start + 2 * WEEK) == []


def second(desk: "Desk") -> UserId:
    """Somebody else who treats."""
    done = desk.house.practice.team.add("Second Person", Role.THERAPIST)
    desk.bus.publish(done.changed)
    desk.settle()
    return done.value.id


def theirs(desk: "Desk", row: Appointment, whose: UserId) -> None:
    desk.house.practice.appointments.edit(row.id, practitioner_user_id=whose)
    choose(desk, row)


def test_given_somebody_elses_appointment_when_copied_then_it_stays_theirs_unless_a_column_says_whose(
    desk: "Desk",
) -> None:
    row, other = known(desk), second(desk)
    theirs(desk, row, other)
    press(desk, Key.Key_C, CTRL)
    desk.pane.presenter.put_cursor_on(local(25, "10:00").date())
    press(desk, Key.Key_V, CTRL)
    enter(desk)
    desk.pane.presenter.set_kind(PageKind.DAY)
    desk.settle()
    desk.pane.presenter.practitioner = desk.house.practice.me.user_id
    desk.pane.presenter.select(None)
    desk.pane.presenter.cursor = local(25, "16:00")
    press(desk, Key.Key_V, CTRL)
    enter(desk)
    assert [(made.scheduled_start, made.practitioner_user_id) for made in others(desk, row)] == [
        (local(25, "10:00"), other),
        (local(25, "16:00"), desk.house.practice.me.user_id),
    ]


def test_given_somebody_who_left_when_their_appointment_is_booked_again_then_the_form_opens_for_who_books(
    desk: "Desk",
) -> None:
    row, other = known(desk), second(desk)
    theirs(desk, row, other)
    desk.bus.publish(desk.house.practice.team.edit(other, is_active=False).changed)
    desk.settle()
    press(desk, Key.Key_N, SHIFT)
    assert desk.pane.form.isVisible()
    enter(desk)
    assert [made.practitioner_user_id for made in others(desk, row)] == [desk.house.practice.me.user_id]


def test_given_a_week_that_is_past_when_booked_again_then_the_form_opens_and_nothing_is_booked_yet(
    desk: "Desk",
) -> None:
    row = known(desk, 10)
    press(desk, Key.Key_N, SHIFT)
    assert others(desk, row) == []
    assert shown_time(desk) == "17.11 10:00–10:40"
    enter(desk)
    assert [made.scheduled_start for made in others(desk, row)] == [local(17, "10:00")]


def test_given_a_service_that_is_gone_when_booked_again_then_the_form_opens_to_choose_another(
    desk: "Desk",
) -> None:
    row = known(desk)
    desk.house.practice.services.delete(desk.house.massage.id)
    press(desk, Key.Key_N, SHIFT)
    assert desk.pane.form.isVisible()
    assert others(desk, row) == []


def test_given_a_change_of_the_clock_when_booked_again_then_the_hour_on_the_wall_stays(desk: "Desk") -> None:
    zone = desk.pane.presenter.page.zone
    start = datetime(2027, 3, 23, 10, tzinfo=zone)  # the clock changes on 26 March
    draft = AppointmentDraft(
        client_id=desk.house.dana.id, scheduled_start=start, scheduled_end=start + timedelta(minutes=50)
    )
    row = desk.house.practice.appointments.book(draft).value
    choose(desk, row)
    press(desk, Key.Key_N, SHIFT)
    later = desk.house.practice.appointments.between(start + timedelta(days=1), start + 2 * WEEK)
    assert [f"{each.appointment.scheduled_start.astimezone(zone):%d.%m %H:%M}" for each in later] == [
        "30.03 10:00"
    ]


def test_given_nothing_selected_when_copied_or_booked_again_then_nothing_happens(desk: "Desk") -> None:
    row = known(desk)
    desk.pane.presenter.select(None)
    press(desk, Key.Key_C, CTRL)
    press(desk, Key.Key_N, SHIFT)
    assert others(desk, row) == []
    assert desk.navigator.toasts == []
