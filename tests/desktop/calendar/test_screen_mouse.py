"""The mouse on the real screen: click, drag, move, resize, conflicts, the form."""

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from core.domain.enums import AppointmentStatus
from core.domain.records import Appointment
from tests.desktop.calendar.places import entry_rect

OFFSCREEN_MENU = pytest.mark.qt_log_ignore("plugin does not support")

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

LEFT = Qt.MouseButton.LeftButton


def place(desk: "Desk", moment: datetime) -> QPoint:
    """The middle of a column at a moment, in px of the viewport."""
    grid = desk.pane.grid
    grid.reveal(moment, moment)
    rect = grid.slot_rect(moment, moment.fromtimestamp(moment.timestamp() + 900, tz=moment.tzinfo))
    return QPoint(int(rect.center().x()), int(rect.top()) + 2)


def send(desk: "Desk", kind: QEvent.Type, at: QPoint, buttons: Qt.MouseButton) -> None:
    viewport = desk.pane.grid.viewport()
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else LEFT
    event = QMouseEvent(
        kind,
        QPointF(at),
        QPointF(viewport.mapToGlobal(at)),
        button,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def drag(desk: "Desk", start: QPoint, end: QPoint, *, drop: bool = True) -> None:
    none = Qt.MouseButton.NoButton
    send(desk, QEvent.Type.MouseMove, start, none)
    send(desk, QEvent.Type.MouseButtonPress, start, LEFT)
    send(desk, QEvent.Type.MouseMove, (start + end) / 2, LEFT)
    send(desk, QEvent.Type.MouseMove, end, LEFT)
    if drop:
        send(desk, QEvent.Type.MouseButtonRelease, end, none)
        desk.settle()


def click(desk: "Desk", at: QPoint) -> None:
    QTest.mouseClick(desk.pane.grid.viewport(), LEFT, pos=at)
    desk.settle()


def ghost_shown(desk: "Desk") -> bool:
    return desk.pane.grid.scene.ghost is not None


def times(desk: "Desk", row: Appointment) -> str:
    zone = desk.pane.presenter.page.zone
    start, end = (at.astimezone(zone) for at in (row.scheduled_start, row.scheduled_end))
    return f"{start:%d %H:%M}-{end:%H:%M}"


def rows(desk: "Desk") -> list[Appointment]:
    page = desk.pane.presenter.page.period
    return [row.appointment for row in desk.house.practice.appointments.between(page.start, page.end)]


def at(desk: "Desk", day: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=desk.pane.presenter.page.zone)


def fill_client(desk: "Desk", text: str) -> None:
    QTest.keyClicks(desk.pane.form.picker.edit, text)
    desk.settle()
    QTest.keyClick(desk.pane.form.picker.edit, Qt.Key.Key_Return)
    desk.settle()


def test_a_click_on_a_free_time_books_there_in_a_few_keys(desk: "Desk") -> None:
    click(desk, place(desk, at(desk, 25, "14:15")))
    assert desk.pane.form.start.editor.text() == "14:15"
    fill_client(desk, "dana")
    QTest.keyClick(desk.pane.form.picker.edit, Qt.Key.Key_Return)
    desk.settle()
    (row,) = rows(desk)
    assert (row.client_id, times(desk, row)) == (desk.house.dana.id, "25 14:15-15:15")
    assert desk.navigator.toasts == ["Booked for Wednesday, 25 November at 14:15"]
    assert not desk.pane.form.isVisible()
    assert not ghost_shown(desk)


def test_a_drag_on_a_free_time_chooses_start_and_end(desk: "Desk") -> None:
    drag(desk, place(desk, at(desk, 25, "12:00")), place(desk, at(desk, 25, "13:30")))
    form = desk.pane.form
    assert (form.start.editor.text(), form.end.editor.text()) == ("12:00", "13:30")
    assert ghost_shown(desk)


def test_five_pixels_are_still_a_click(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    point = place(desk, made.scheduled_start) + QPoint(0, 20)
    drag(desk, point, point + QPoint(2, 3))
    assert rows(desk) == [made]
    assert desk.pane.details.isVisible()


def test_a_drag_moves_to_another_day_and_hour_and_can_be_undone(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    grip = QPoint(0, 20)
    drag(desk, place(desk, made.scheduled_start) + grip, place(desk, at(desk, 26, "12:30")) + grip)
    assert [times(desk, row) for row in rows(desk)] == ["26 12:30-13:20"]
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert [times(desk, row) for row in rows(desk)] == ["24 10:00-10:50"]


def test_escape_ends_a_drag_and_nothing_moves(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    grip = QPoint(0, 20)
    target = place(desk, at(desk, 26, "12:30")) + grip
    drag(desk, place(desk, made.scheduled_start) + grip, target, drop=False)
    assert ghost_shown(desk)
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_Escape)
    assert not ghost_shown(desk)
    send(desk, QEvent.Type.MouseButtonRelease, target, Qt.MouseButton.NoButton)
    desk.settle()
    assert rows(desk) == [made]


@pytest.mark.parametrize(
    ("edge", "target", "expected"), [("bottom", "11:30", "24 10:00-11:30"), ("top", "9:30", "24 09:30-10:50")]
)
def test_a_drag_on_an_edge_changes_that_end(desk: "Desk", edge: str, target: str, expected: str) -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.grid.scroll_to_minute(8 * 60)
    rect = entry_rect(desk.pane.grid, made.id)
    y = rect.bottom() - 2 if edge == "bottom" else rect.top() + 1
    end = desk.pane.grid.slot_rect(at(desk, 24, target), at(desk, 24, "18:00")).top()
    drag(desk, QPoint(int(rect.center().x()), int(y)), QPoint(int(rect.center().x()), int(end)))
    assert [times(desk, row) for row in rows(desk)] == [expected]


def test_a_cancelled_appointment_is_not_dragged(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.house.practice.appointments.set_status(made.id, AppointmentStatus.CANCELLED)
    desk.reload()
    grip = QPoint(0, 20)
    drag(desk, place(desk, made.scheduled_start) + grip, place(desk, at(desk, 26, "12:30")) + grip)
    assert [times(desk, row) for row in rows(desk)] == ["24 10:00-10:50"]


def test_a_move_onto_a_taken_time_asks_and_a_reason_moves_anyway(desk: "Desk") -> None:
    made, other = desk.house.book(24, "10:00"), desk.house.book(25, "10:00", client=desk.house.noam)
    desk.reload()
    grip = QPoint(0, 20)
    drag(desk, place(desk, made.scheduled_start) + grip, place(desk, other.scheduled_start) + grip)
    form = desk.pane.form
    assert form.isVisible()
    assert "N.P." in form.taken.text()
    assert "10:00" in form.taken.text()
    assert form.save_button.text() == "Save anyway"
    assert times(desk, rows(desk)[0]) == "24 10:00-10:50"
    QTest.mouseClick(form.save_button, LEFT)
    assert form.reason.note.text() == "Say in a few words why both can take place."
    QTest.keyClicks(form.reason.editor, "group hour")
    QTest.keyClick(form.reason.editor, Qt.Key.Key_Return)
    desk.settle()
    assert [times(desk, row) for row in rows(desk)] == ["25 10:00-10:50", "25 10:00-10:50"]


def test_booking_onto_a_taken_time_warns_before_and_needs_a_reason(desk: "Desk") -> None:
    desk.house.book(25, "10:00", client=desk.house.noam)
    desk.reload()
    click(desk, place(desk, at(desk, 25, "9:30")))
    form = desk.pane.form
    assert form.warning.isVisible()
    fill_client(desk, "dana")
    QTest.mouseClick(form.save_button, LEFT)
    desk.settle()
    assert len(rows(desk)) == 1
    form.end.editor.setText("10:00")
    form.end.editor.settled.emit("10:00")
    desk.settle()
    assert not form.warning.isVisible()
    QTest.mouseClick(form.save_button, LEFT)
    desk.settle()
    assert len(rows(desk)) == 2


def test_an_end_before_the_start_is_said_beside_the_field(desk: "Desk") -> None:
    click(desk, place(desk, at(desk, 25, "14:00")))
    form = desk.pane.form
    form.end.editor.setFocus()
    form.end.editor.setText("13")
    QTest.keyClick(form.end.editor, Qt.Key.Key_Return)
    desk.settle()
    assert form.end.note.text() == "The end is not after the start. Set a later end."
    assert form.client.note.text() == "Choose a client, or add the name as a new one."
    assert rows(desk) == []


def test_a_name_that_nobody_has_becomes_a_client(desk: "Desk") -> None:
    click(desk, place(desk, at(desk, 25, "14:00")))
    fill_client(desk, "Mia Ito")
    QTest.mouseClick(desk.pane.form.save_button, LEFT)
    desk.settle()
    (row,) = rows(desk)
    client = desk.house.practice.clients.get(row.client_id)
    assert (client.first_name, client.last_name) == ("Mia", "Ito")


def test_a_service_sets_how_long_it_takes(desk: "Desk") -> None:
    click(desk, place(desk, at(desk, 25, "14:00")))
    service = desk.pane.form.service.editor
    service.setFocus()
    QTest.keyClick(service, Qt.Key.Key_Down)
    desk.settle()
    assert service.currentText() == "Massage"
    assert desk.pane.form.end.editor.text() == "14:45"


def test_a_click_opens_the_details_and_their_buttons_work(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    click(desk, place(desk, made.scheduled_start) + QPoint(0, 20))
    details = desk.pane.details
    assert details.title.text() == "Dana Levi"
    completed = details._buttons.get(AppointmentStatus.COMPLETED)
    assert completed is not None
    QTest.mouseClick(completed, LEFT)
    desk.settle()
    assert desk.house.practice.appointments.get(made.id).status is AppointmentStatus.COMPLETED
    assert details.status.text() == "Completed"
    QTest.mouseClick(details.note_button, LEFT)
    assert desk.navigator.asked == [("start_note", made.client_id, made.id)]


def test_blurring_leaves_initials(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.open(made.id)
    desk.bus.set_blurred(True)
    assert desk.pane.details.title.text() == "D.L."
    texts = [line.text.text() for line in desk.pane.grid.scene.tiles[0].art.lines]
    assert texts[0] == "D.L."


def test_ctrl_and_the_wheel_zoom_around_the_pointer(desk: "Desk") -> None:
    grid = desk.pane.grid
    at_y = QPointF(300, 300)
    before = grid.scene.geometry.minute_of(grid.verticalScrollBar().value() + 300 - 58)
    for delta in (120, 120, -120):
        QApplication.sendEvent(
            grid.viewport(),
            QWheelEvent(
                at_y,
                QPointF(grid.viewport().mapToGlobal(at_y.toPoint())),
                QPoint(),
                QPoint(0, delta),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.ControlModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )
    after = grid.scene.geometry.minute_of(grid.verticalScrollBar().value() + 300 - 58)
    assert grid.hour_px == 63
    assert after == pytest.approx(before, abs=3)


def test_given_ctrl_and_a_wheel_to_the_side_when_turned_then_the_zoom_stays(desk: "Desk") -> None:
    viewport, at = desk.pane.grid.viewport(), QPointF(300, 300)
    QApplication.sendEvent(
        viewport,
        QWheelEvent(
            at,
            QPointF(viewport.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(120, 0),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )
    assert desk.pane.grid.hour_px == 56


@pytest.mark.parametrize(("y", "asked"), [(-20, False), (20, True)])
def test_given_a_scrolled_grid_when_its_heads_are_right_clicked_then_what_is_beneath_them_is_not_meant(
    desk: "Desk", y: int, asked: bool
) -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    grid = desk.pane.grid
    (tile,) = grid.scene.tiles
    grid.verticalScrollBar().setValue(int(tile.rect.center().y()) - y)
    at = grid.to_viewport(tile.rect).center().toPoint()
    wanted: list[object] = []
    grid.menu_wanted.disconnect()
    grid.menu_wanted.connect(lambda entry_id, _start, _at: wanted.append(entry_id))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, grid.viewport().mapToGlobal(at))
    QApplication.sendEvent(grid.viewport(), event)
    assert wanted == ([made.id] if asked else [])


@OFFSCREEN_MENU
def test_the_context_menu_is_about_what_is_under_the_pointer(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane._on_menu_wanted(made.id, made.scheduled_start, QPoint(10, 10))
    assert desk.pane.presenter.selected == made.id
    assert desk.pane.actions_["complete"].isEnabled()
    assert not desk.pane.actions_["restore"].isEnabled()
    for menu in desk.pane.findChildren(QMenu):
        menu.close()


def test_a_change_by_sync_is_shown(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    move = desk.house.practice.appointments.move
    desk.bus.publish(move(made.id, at(desk, 25, "9:00"), at(desk, 25, "9:30")).changed)
    desk.settle()
    assert [tile.piece.column for tile in desk.pane.grid.scene.tiles] == [3]


def test_a_drag_at_the_lower_edge_scrolls_on(qtbot: QtBot, desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    grid = desk.pane.grid
    grid.scroll_to_minute(8 * 60)
    before = grid.verticalScrollBar().value()
    start = place(desk, made.scheduled_start) + QPoint(0, 20)
    edge = QPoint(start.x(), grid.viewport().height() - 5)
    drag(desk, start, edge, drop=False)
    qtbot.waitUntil(lambda: grid.verticalScrollBar().value() > before + 20)
    ghost = grid.scene.ghost
    assert ghost is not None
    assert ghost.start > made.scheduled_start
    QTest.keyClick(grid, Qt.Key.Key_Escape)


def test_the_pointer_shows_what_a_press_would_do(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    grid, none = desk.pane.grid, Qt.MouseButton.NoButton
    rect = entry_rect(grid, made.id).toRect()
    shapes = []
    for y in (rect.top() + 1, rect.center().y(), rect.bottom() - 1, rect.bottom() + 40, 10):
        send(desk, QEvent.Type.MouseMove, QPoint(rect.center().x(), y), none)
        shapes.append(grid.viewport().cursor().shape())
    shape = Qt.CursorShape
    assert shapes == [
        shape.SizeVerCursor,
        shape.PointingHandCursor,
        shape.SizeVerCursor,
        shape.ArrowCursor,
        shape.ArrowCursor,
    ]
