"""What a screen reader is told of the painted grid."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest

from core.domain.enums import AppointmentStatus
from desktop.calendar.accessible import GridInterface, MonthInterface
from tests.desktop.calendar.places import entry_rect

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

NAME = QAccessible.Text.Name


def interface(desk: "Desk") -> GridInterface:
    found = QAccessible.queryAccessibleInterface(desk.pane.grid)
    assert isinstance(found, GridInterface)
    return found


def test_the_grid_is_a_list_of_appointments_in_the_order_of_time(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.house.book(23, "9:00", client=desk.house.noam)
    desk.house.practice.appointments.set_status(made.id, AppointmentStatus.COMPLETED)
    desk.reload()
    found = interface(desk)
    assert found.role() == QAccessible.Role.List
    assert [found.child(at).text(NAME) for at in range(found.childCount())] == [
        "Monday 09:00 to 09:50, Noam Peretz, Massage, scheduled",
        "Tuesday 10:00 to 10:50, Dana Levi, Massage, completed",
    ]
    assert found.child(1).role() == QAccessible.Role.ListItem
    assert found.child(1).text(QAccessible.Text.Description) == "Tuesday, 24 November, 1 of 1"


def test_what_is_blurred_is_not_read_out_either(desk: "Desk") -> None:
    desk.house.book(24, "10:00")
    desk.reload()
    desk.bus.set_blurred(True)
    assert interface(desk).child(0).text(NAME) == "Tuesday 10:00 to 10:50, D.L., Massage, scheduled"


def test_an_item_knows_its_place_and_whether_it_is_chosen(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.select(made.id)
    found = interface(desk)
    item = found.child(0)
    assert found.childAt(item.rect().center().x(), item.rect().center().y()) is item
    assert found.indexOfChild(item) == 0
    assert found.focusChild() is item
    assert item.state().selected
    grid = desk.pane.grid
    assert (
        item.rect().topLeft() - grid.viewport().mapToGlobal(QPoint())
        == entry_rect(grid, made.id).toRect().topLeft()
    )


def test_an_item_of_a_deleted_appointment_is_no_longer_valid(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    item = interface(desk).child(0)
    desk.house.practice.appointments.delete(made.id)
    desk.reload()
    assert not item.isValid()
    assert item.text(NAME) == ""
    assert interface(desk).childCount() == 0


def test_panels_and_buttons_have_names(desk: "Desk") -> None:
    toolbar = desk.pane.toolbar
    assert toolbar.previous.accessibleName() == "Previous"
    assert toolbar.next.accessibleName() == "Next"
    assert desk.pane.form.start.editor.accessibleName() == "Start"
    assert desk.pane.form.picker.edit.accessibleName() == "Client"


def test_a_screen_reader_hears_which_appointment_has_the_focus(desk: "Desk") -> None:
    heard: list[tuple[QAccessible.Event, int]] = []

    made = desk.house.book(24, "10:00")
    desk.reload()
    QAccessible.setActive(True)
    old = QAccessible.updateAccessibility
    QAccessible.updateAccessibility = lambda event: heard.append((event.type(), event.child()))  # type: ignore[method-assign]
    try:
        desk.pane.grid.setFocus()
        desk.pane.presenter.select(made.id)
    finally:
        QAccessible.updateAccessibility = old  # type: ignore[method-assign]
        QAccessible.setActive(False)
    assert (QAccessible.Event.Focus, 0) in heard


def test_given_two_at_one_time_then_both_are_told_as_a_conflict(desk: "Desk") -> None:
    desk.house.book(24, "10:00")
    desk.house.book(24, "10:30", client=desk.house.noam)
    desk.house.book(24, "12:00")
    desk.reload()
    found = interface(desk)
    names = [found.child(at).text(NAME) for at in range(found.childCount())]
    assert [name.endswith(", conflict") for name in names] == [True, True, False]
    assert found.child(1).text(QAccessible.Text.Description) == "Tuesday, 24 November, 2 of 3"


def month(desk: "Desk") -> MonthInterface:
    desk.pane.actions_["month"].trigger()
    desk.settle()
    found = QAccessible.queryAccessibleInterface(desk.pane.views.month)
    assert isinstance(found, MonthInterface)
    return found


def test_a_month_is_a_list_of_days_their_appointments_and_the_way_to_the_others(desk: "Desk") -> None:
    for number in range(20):
        desk.house.book(24, f"{8 + number // 4}:{number % 4 * 15:02}", 15)
    desk.reload()
    found = month(desk)
    view = desk.pane.views.month
    shown = view.days[23].shown
    names = [found.child(at).text(NAME) for at in range(found.childCount())]
    day = names.index("Tuesday, 24 November, 20 appointments")
    assert names[day + 1] == "Tuesday 08:00 to 08:15, Dana Levi, Massage, scheduled"
    assert names[day + 1 + len(shown)] == f"+{20 - len(shown)} more"
    assert found.child(day + 1 + len(shown)).role() == QAccessible.Role.Button
    assert "Friday, 27 November, 0 appointments, closed" in names
    assert found.child(day + 1).text(QAccessible.Text.Description) == "Tuesday, 24 November, 1 of 20"


def test_an_item_of_a_month_knows_its_place_and_whether_it_is_chosen(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    found = month(desk)
    desk.pane.presenter.select(made.id)
    item = found.focusChild()
    assert item is not None
    assert item.state().selected
    centre = item.rect().center()
    assert found.childAt(centre.x(), centre.y()) is item
    view = desk.pane.views.month
    box = view.geometry_.row_box(23, 0)
    corner = item.rect().topLeft() - view.mapToGlobal(QPoint())
    assert (abs(corner.x() - box.x) <= 1, abs(corner.y() - box.y) <= 1) == (True, True)
    desk.bus.set_blurred(True)
    assert "D.L." in item.text(NAME)


def test_given_free_time_when_the_arrows_reach_it_then_it_is_told(desk: "Desk") -> None:
    heard: list[str] = []
    old = QAccessible.updateAccessibility

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    QAccessible.updateAccessibility = hear  # type: ignore[method-assign]
    try:
        QTest.keyClick(desk.pane.grid, Qt.Key.Key_Down)
        for _ in range(3):
            QTest.keyClick(desk.pane.grid, Qt.Key.Key_Right)
        desk.pane.actions_["month"].trigger()
        desk.settle()
        QTest.keyClick(desk.pane.views.month, Qt.Key.Key_Left)
    finally:
        QAccessible.updateAccessibility = old  # type: ignore[method-assign]
    assert heard[0] == "Tuesday, 24 November, 11:00, free"
    assert heard[3] == "Friday, 27 November, 11:00, free, outside opening hours"
    assert heard[-1] == "Thursday, 26 November, 0 appointments"
