"""What a screen reader is told of the painted grid."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible

from core.domain.enums import AppointmentStatus
from desktop.calendar.accessible import GridInterface

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
        "09:00 to 09:50, Noam Peretz, Massage, scheduled",
        "10:00 to 10:50, Dana Levi, Massage, completed",
    ]
    assert found.child(1).role() == QAccessible.Role.ListItem
    assert found.child(1).text(QAccessible.Text.Description) == "Tuesday, 24 November"


def test_what_is_blurred_is_not_read_out_either(desk: "Desk") -> None:
    desk.house.book(24, "10:00")
    desk.reload()
    desk.bus.set_blurred(True)
    assert interface(desk).child(0).text(NAME) == "10:00 to 10:50, D.L., Massage, scheduled"


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
        == grid.entry_rect(made.id).toRect().topLeft()
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
