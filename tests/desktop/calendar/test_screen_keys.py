"""Every key of the calendar, pressed on the real screen."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.enums import AppointmentStatus
from core.domain.records import Appointment
from desktop.calendar.actions import specs
from desktop.calendar.pages import PageKind

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

Key = Qt.Key


def press(desk: "Desk", key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.pane.grid, key, modifier)
    desk.settle()


def chosen_id(desk: "Desk") -> object:
    return desk.pane.presenter.selected


def stored(desk: "Desk", appointment: Appointment) -> Appointment:
    return desk.house.practice.appointments.get(appointment.id)


def clock_time(desk: "Desk", moment: datetime) -> str:
    return moment.astimezone(desk.pane.presenter.page.zone).strftime("%d %H:%M")


@pytest.fixture
def chosen(desk: "Desk") -> Appointment:
    """An appointment on Tuesday at ten, chosen with the keyboard."""
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.cursor = made.scheduled_start
    press(desk, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert chosen_id(desk) == made.id
    return made


def test_m_arrows_enter_moves_by_quarters_and_days(desk: "Desk", chosen: Appointment) -> None:
    press(desk, Key.Key_M)
    press(desk, Key.Key_Down)
    press(desk, Key.Key_Right)
    assert desk.pane.grid.scene.ghost is not None
    press(desk, Key.Key_Return)
    assert clock_time(desk, stored(desk, chosen).scheduled_start) == "25 10:15"
    assert desk.navigator.toasts == ["Moved to Wednesday, 25 November at 10:15"]


def test_m_arrows_escape_moves_nothing(desk: "Desk", chosen: Appointment) -> None:
    press(desk, Key.Key_M)
    press(desk, Key.Key_Down)
    press(desk, Key.Key_Escape)
    assert desk.pane.grid.scene.ghost is None
    assert stored(desk, chosen) == chosen


def test_r_arrows_enter_changes_the_end(desk: "Desk", chosen: Appointment) -> None:
    press(desk, Key.Key_R)
    press(desk, Key.Key_Down)
    press(desk, Key.Key_Return)
    row = stored(desk, chosen)
    assert (row.scheduled_start, clock_time(desk, row.scheduled_end)) == (chosen.scheduled_start, "24 11:05")


def test_shift_r_arrows_enter_changes_the_start(desk: "Desk", chosen: Appointment) -> None:
    QTest.keyClick(desk.pane.grid, Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    press(desk, Key.Key_Up)
    press(desk, Key.Key_Return)
    row = stored(desk, chosen)
    assert (clock_time(desk, row.scheduled_start), row.scheduled_end) == ("24 09:45", chosen.scheduled_end)
    assert [each.replace("\u200e", "") for each in desk.navigator.toasts] == ["Now 09:45–10:50"]


def test_moving_off_the_page_turns_it(desk: "Desk", chosen: Appointment) -> None:
    press(desk, Key.Key_M)
    for _ in range(5):
        press(desk, Key.Key_Right)
    assert date(2026, 11, 29) in desk.pane.presenter.page.days
    press(desk, Key.Key_Return)
    assert clock_time(desk, stored(desk, chosen).scheduled_start) == "29 10:00"


def press_and_confirm(desk: "Desk", key: Qt.Key) -> None:
    """A letter that takes an appointment off the day asks first."""
    press(desk, key)
    if key is Key.Key_X:
        assert desk.navigator.on_text is not None
        desk.navigator.on_text("")
    else:
        assert desk.navigator.on_yes is not None
        desk.navigator.on_yes()
    desk.settle()


@pytest.mark.parametrize(
    ("key", "status"),
    [
        (Key.Key_C, AppointmentStatus.COMPLETED),
        (Key.Key_H, AppointmentStatus.NO_SHOW),
        (Key.Key_X, AppointmentStatus.CANCELLED),
    ],
)
def test_letters_change_the_status_and_ctrl_z_takes_it_back(
    desk: "Desk", chosen: Appointment, key: Qt.Key, status: AppointmentStatus
) -> None:
    (press if status is AppointmentStatus.COMPLETED else press_and_confirm)(desk, key)
    assert stored(desk, chosen).status is status
    press(desk, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored(desk, chosen).status is AppointmentStatus.SCHEDULED


def test_given_an_appointment_when_a_letter_would_take_it_off_the_day_then_it_only_asks(
    desk: "Desk", chosen: Appointment
) -> None:
    press(desk, Key.Key_H)
    ((asked, _title, text, *_),) = desk.navigator.asked
    assert (asked, "Dana Levi" in str(text)) == ("confirm", True)
    assert stored(desk, chosen).status is AppointmentStatus.SCHEDULED


def test_given_an_appointment_that_has_not_begun_when_h_then_nobody_is_a_no_show_yet(
    desk: "Desk", chosen: Appointment
) -> None:
    press(desk, Key.Key_M)
    press(desk, Key.Key_Right)
    press(desk, Key.Key_Return)
    press(desk, Key.Key_H)
    assert desk.navigator.asked == []


def test_s_sets_a_cancelled_one_back_to_scheduled(desk: "Desk", chosen: Appointment) -> None:
    press_and_confirm(desk, Key.Key_X)
    press(desk, Key.Key_S)
    assert stored(desk, chosen).status is AppointmentStatus.SCHEDULED


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_removes_and_the_toast_brings_back(desk: "Desk", chosen: Appointment, key: Qt.Key) -> None:
    press(desk, key)
    assert desk.pane.grid.scene.tiles == []
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert [tile.entry.id for tile in desk.pane.grid.scene.tiles] == [chosen.id]


def test_undo_twice_takes_back_two_things(desk: "Desk", chosen: Appointment) -> None:
    press(desk, Key.Key_M)
    press(desk, Key.Key_Down)
    press(desk, Key.Key_Return)
    press_and_confirm(desk, Key.Key_X)
    for _ in range(2):
        press(desk, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    row = stored(desk, chosen)
    assert (row.status, row.scheduled_start) == (AppointmentStatus.SCHEDULED, chosen.scheduled_start)


def test_a_toasts_undo_after_ctrl_z_does_nothing_more(desk: "Desk", chosen: Appointment) -> None:
    press_and_confirm(desk, Key.Key_X)
    undo = desk.navigator.undo
    press(desk, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undo is not None
    undo()
    desk.settle()
    assert stored(desk, chosen).status is AppointmentStatus.SCHEDULED


def test_enter_opens_the_chosen_and_escape_closes_and_lets_go(desk: "Desk", chosen: Appointment) -> None:
    press(desk, Key.Key_Return)
    assert desk.pane.details.isVisible()
    desk.pane.grid.setFocus()
    press(desk, Key.Key_Escape)
    assert not desk.pane.details.isVisible()
    assert chosen_id(desk) is None


def test_enter_on_a_free_time_books_there(desk: "Desk") -> None:
    press(desk, Key.Key_Down)
    press(desk, Key.Key_Return)
    assert desk.pane.form.isVisible()
    assert desk.pane.form.start.editor.text() == "11:00"


def test_b_books_at_the_cursor(desk: "Desk") -> None:
    press(desk, Key.Key_B)
    assert (desk.pane.form.start.editor.text(), desk.pane.form.end.editor.text()) == ("10:30", "11:30")


@pytest.mark.parametrize(("key", "call"), [(Key.Key_O, "start_note"), (Key.Key_L, "open_client")])
def test_o_and_l_leave_for_the_note_and_the_client(
    desk: "Desk", chosen: Appointment, key: Qt.Key, call: str
) -> None:
    press(desk, key)
    assert desk.navigator.asked[-1][:2] == (call, chosen.client_id)


def test_e_opens_the_form_with_what_is_booked(desk: "Desk", chosen: Appointment) -> None:
    press(desk, Key.Key_E)
    form = desk.pane.form
    assert form.isVisible()
    assert (form.picker.edit.text(), form.start.editor.text(), form.end.editor.text()) == (
        "Dana Levi",
        "10:00",
        "10:50",
    )


@pytest.mark.parametrize(
    ("key", "first"),
    [
        (Key.Key_N, date(2026, 11, 29)),
        (Key.Key_PageDown, date(2026, 11, 29)),
        (Key.Key_P, date(2026, 11, 15)),
        (Key.Key_PageUp, date(2026, 11, 15)),
    ],
)
def test_pages_turn_and_t_comes_back(desk: "Desk", key: Qt.Key, first: date) -> None:
    press(desk, key)
    assert desk.pane.presenter.page.days[0] == first
    press(desk, Key.Key_T)
    assert desk.pane.presenter.page.days[0] == date(2026, 11, 22)


def test_d_w_and_shift_w_change_the_columns(desk: "Desk") -> None:
    press(desk, Key.Key_D)
    assert [day.day for day in desk.pane.presenter.page.days] == [24]
    press(desk, Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert [day.day for day in desk.pane.presenter.page.days] == [22, 23, 24, 25, 26]
    press(desk, Key.Key_W)
    assert len(desk.pane.presenter.page.days) == 7
    assert desk.pane.toolbar.kinds.value is PageKind.WEEK


def test_ctrl_plus_minus_and_zero_zoom(desk: "Desk") -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    press(desk, Key.Key_Plus, ctrl)
    press(desk, Key.Key_Equal, ctrl)
    assert desk.pane.grid.hour_px == 71
    press(desk, Key.Key_Minus, ctrl)
    assert desk.pane.grid.hour_px == 63
    press(desk, Key.Key_0, ctrl)
    assert desk.pane.grid.hour_px == 56


def test_arrows_go_through_appointments_and_free_times(desk: "Desk") -> None:
    first, beside = desk.house.book(24, "10:00"), desk.house.book(24, "10:30", client=desk.house.noam)
    desk.reload()
    presenter = desk.pane.presenter
    presenter.select(first.id)
    presenter.cursor = first.scheduled_start
    press(desk, Key.Key_Down)
    assert chosen_id(desk) == beside.id
    press(desk, Key.Key_Down)
    assert chosen_id(desk) is None
    press(desk, Key.Key_Up)
    assert chosen_id(desk) == beside.id
    press(desk, Key.Key_Left)
    assert chosen_id(desk) == first.id
    press(desk, Key.Key_Left)
    assert clock_time(desk, presenter.cursor).startswith("23")


def test_left_is_later_where_the_week_runs_from_right_to_left(desk: "Desk") -> None:
    desk.pane.grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(desk, Key.Key_Left)
    assert desk.pane.presenter.cursor_day == date(2026, 11, 25)


def test_ctrl_up_goes_back_to_the_appointment_before(desk: "Desk", chosen: Appointment) -> None:
    later = desk.house.book(26, "9:00")
    desk.reload()
    ctrl = Qt.KeyboardModifier.ControlModifier
    press(desk, Key.Key_Down, ctrl)
    assert chosen_id(desk) == later.id
    press(desk, Key.Key_Up, ctrl)
    assert chosen_id(desk) == chosen.id


def test_every_action_stands_in_a_context_menu(desk: "Desk") -> None:
    actions = desk.pane.actions_
    menus = [actions.menu(desk.pane, on_entry=on_entry) for on_entry in (True, False)]
    listed = {action.objectName() for menu in menus for action in menu.actions()}
    assert {spec.name for spec in specs()} <= listed


def test_the_help_lists_every_key(desk: "Desk") -> None:
    listed = {(entry.keys, entry.action) for entry in desk.screen.shortcuts()}
    assert {(key, spec.name) for spec in specs() for key in spec.keys} <= listed


def test_letters_can_be_switched_off(desk: "Desk") -> None:
    desk.pane.actions_.set_letters(False)
    press(desk, Key.Key_N)
    assert desk.pane.presenter.page.days[0] == date(2026, 11, 22)
    press(desk, Key.Key_PageDown)
    assert desk.pane.presenter.page.days[0] == date(2026, 11, 29)


def test_ctrl_n_books(desk: "Desk") -> None:
    desk.screen.new()
    desk.settle()
    assert desk.pane.form.isVisible()
    assert desk.pane.form.picker.edit.hasFocus()
