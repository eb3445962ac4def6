"""The screen as the window uses it: opening a day, booking for a client, settings, sync, right to left."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.domain.changes import Changed
from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, Origin
from core.domain.errors import DiskFull, NotFound, UserError
from core.domain.ids import AppointmentId
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.pages import PageKind
from desktop.calendar.ports import AppointmentRow
from desktop.calendar.screen import CalendarScreen
from desktop.kit.bus import Bus
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme

CaptureBugs = Callable[[], list[BaseException]]
OFFSCREEN_MENU = pytest.mark.qt_log_ignore("plugin does not support")

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk, House
    from tests.desktop.conftest import FakeNavigator


def columns(desk: "Desk") -> list[int]:
    return [tile.piece.column for tile in desk.pane.grid.scene.tiles]


def test_nothing_is_read_before_the_screen_is_wanted(
    house: "House", jobs: Jobs, theme: Theme, clock: FixedClock, desk: "Desk"
) -> None:
    screen = CalendarScreen(ScreenContext(house.practice, jobs, desk.bus, theme, desk.navigator, clock))
    desk.bus.publish([Changed("workspaces", frozenset())])
    jobs.wait()
    assert screen.pane is None
    screen.deleteLater()


def test_opening_an_appointment_of_another_month_turns_there_and_shows_it(desk: "Desk") -> None:
    far = desk.house.book(24, "10:00")
    moved = desk.house.practice.appointments.move(
        far.id, far.scheduled_start + timedelta(days=60), far.scheduled_end + timedelta(days=60)
    ).value
    desk.screen.open_calendar(date(2027, 1, 23), moved.id)
    desk.settle()
    assert date(2027, 1, 23) in desk.pane.presenter.page.days
    assert desk.pane.details.isVisible()
    assert desk.pane.presenter.selected == moved.id


def test_booking_for_a_client_fills_the_client_in(desk: "Desk") -> None:
    desk.screen.book(desk.house.noam.id)
    desk.settle()
    assert desk.pane.form.picker.edit.text() == "Noam Peretz"
    desk.pane.form.save()
    desk.settle()
    assert [tile.entry.client_name for tile in desk.pane.grid.scene.tiles] == ["Noam Peretz"]


def test_given_a_page_that_cannot_be_read_again_when_saved_then_the_appointment_stands_there_and_is_chosen(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_start: datetime, _end: datetime) -> list[AppointmentRow]:
        raise UserError("The page cannot be read.")

    desk.screen.book(desk.house.noam.id)
    desk.settle()
    monkeypatch.setattr(desk.pane._desk, "between", unreadable)
    desk.pane.form.save()
    desk.settle()
    (tile,) = desk.pane.grid.scene.tiles
    assert tile.entry.client_name == "Noam Peretz"
    assert desk.pane.grid.scene.selected == tile.entry.id
    desk.pane.presenter.open(tile.entry.id)
    desk.pane.entry_actions.edit_selected()
    desk.settle()
    desk.pane.form.notes.set_text("Bring the scan.")
    desk.pane.form.save()
    desk.settle()
    (tile,) = desk.pane.grid.scene.tiles
    assert tile.entry.remark == "Bring the scan."


def test_given_an_appointment_that_is_taken_away_at_once_when_saved_then_it_counts_as_saved(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_appointment_id: AppointmentId) -> AppointmentRow:
        raise NotFound("This record is not here any more.")

    monkeypatch.setattr(desk.house.practice.appointments, "entry", missing)
    desk.screen.book(desk.house.noam.id)
    desk.settle()
    desk.pane.form.save()
    desk.settle()
    assert desk.pane.form.isHidden()
    assert len(desk.pane.grid.scene.tiles) == 1


def test_what_was_booked_is_chosen_afterwards(desk: "Desk") -> None:
    desk.screen.book(desk.house.noam.id)
    desk.settle()
    desk.pane.form.save()
    desk.settle()
    assert desk.pane.grid.scene.selected == desk.pane.grid.scene.tiles[0].entry.id


def test_other_hours_are_taken_up_and_another_zone_too(desk: "Desk") -> None:
    settings = desk.house.practice.settings
    pane = desk.pane
    desk.bus.publish(settings.set(week_start=0).changed)
    desk.settle()
    assert desk.screen.pane is pane
    assert pane.presenter.page.days[0] == date(2026, 11, 23)
    desk.bus.publish(settings.edit_workspace(timezone="America/New_York").changed)
    desk.settle()
    assert desk.pane.presenter.page.zone.key == "America/New_York"


def test_details_of_an_appointment_that_sync_removed_close(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.open(made.id)
    desk.bus.publish(desk.house.practice.appointments.delete(made.id).changed)
    desk.settle()
    assert not desk.pane.details.isVisible()
    assert desk.pane.presenter.selected is None


def test_a_form_under_way_survives_a_change_by_sync(desk: "Desk") -> None:
    desk.screen.new()
    desk.settle()
    desk.pane.form.picker.edit.setText("Dana Levi")
    desk.bus.publish([Changed("appointments", frozenset({desk.house.book(23, "9:00").id}))])
    desk.settle()
    assert desk.pane.form.isVisible()
    assert desk.pane.form.picker.edit.text() == "Dana Levi"


def test_an_appointment_with_a_note_is_not_deleted_and_the_reason_is_said(desk: "Desk") -> None:
    made = desk.house.book(24, "8:00")
    desk.house.practice.notes.start(made.client_id, made.id)
    desk.reload()
    desk.pane.presenter.select(made.id)
    desk.pane.actions_["delete"].trigger()
    desk.settle()
    assert "session note" in desk.navigator.toasts[-1]
    assert columns(desk) == [2]


def test_a_move_that_is_refused_goes_back(desk: "Desk", monkeypatch: pytest.MonkeyPatch) -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    entry = desk.pane.presenter.timeline.get(made.id)
    assert entry is not None
    monkeypatch.setattr(desk.screen._desk, "move", Mock(side_effect=DiskFull("The disk is full.")))
    start = made.scheduled_start + timedelta(days=1)
    desk.pane.presenter.drop(Ghost(GestureKind.MOVE, start, start + entry.duration, entry))
    assert columns(desk) == [3]
    desk.settle()
    assert columns(desk) == [2]
    assert desk.navigator.toasts == ["The disk is full."]


def test_a_move_shows_at_once_and_stays(desk: "Desk") -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    entry = desk.pane.presenter.timeline.get(made.id)
    assert entry is not None
    start = made.scheduled_start + timedelta(days=1)
    desk.pane.presenter.drop(Ghost(GestureKind.MOVE, start, start + entry.duration, entry))
    assert columns(desk) == [3]
    desk.settle()
    assert columns(desk) == [3]


def test_an_unknown_appointment_opens_nothing(desk: "Desk") -> None:
    desk.screen.open_calendar(date(2026, 11, 24), AppointmentId(desk.house.dana.id))
    desk.settle()
    assert not desk.pane.details.isVisible()


@OFFSCREEN_MENU
@pytest.mark.parametrize("with_entry", [True, False])
def test_the_menu_key_opens_the_menu_of_what_is_chosen(desk: "Desk", with_entry: bool) -> None:
    made = desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.select(made.id if with_entry else None)
    viewport = desk.pane.grid.viewport()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard,
        QPointF(5, 5).toPoint(),
        viewport.mapToGlobal(QPointF(5, 5)).toPoint(),
    )
    QApplication.sendEvent(viewport, event)
    (menu,) = desk.pane.findChildren(QMenu)
    names = {action.objectName() for action in menu.actions()}
    assert ("complete" in names, "book" in names) == (with_entry, not with_entry)
    menu.close()


def test_the_whole_screen_is_mirrored_right_to_left(desk: "Desk") -> None:
    desk.house.book(22, "10:00")
    desk.reload()
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        QApplication.processEvents()
        tile = desk.pane.grid.scene.tiles[0]
        grid = desk.pane.grid.scene.geometry
        assert tile.rect.right() == pytest.approx(grid.width - 1)
        assert desk.pane.toolbar.today.x() > desk.pane.toolbar.kinds.x()
        assert not desk.screen.grab().isNull()
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_an_undo_that_came_too_late_says_why(desk: "Desk", clock: FixedClock) -> None:
    made = desk.house.book(24, "8:00")
    desk.reload()
    desk.pane.presenter.select(made.id)
    desk.pane.actions_["complete"].trigger()
    desk.settle()
    clock.advance(timedelta(minutes=5))
    desk.pane.actions_["undo"].trigger()
    desk.settle()
    assert "within a minute" in desk.navigator.toasts[-1]
    assert desk.house.practice.appointments.get(made.id).status is AppointmentStatus.COMPLETED


def test_the_view_reads_well_at_the_change_of_the_clock(desk: "Desk") -> None:
    zone = desk.pane.presenter.page.zone
    desk.screen.open_calendar(date(2026, 3, 27))
    desk.settle()
    desk.pane.presenter.choose(datetime(2026, 3, 27, 1, 30, tzinfo=zone).astimezone(UTC))
    assert desk.pane.form.start.editor.text() == "01:30"
    assert desk.pane.form.end.editor.text() == "03:30"
    assert desk.pane.form.opening.text().startswith("1 h · ")


def test_answers_for_a_calendar_that_is_gone_are_dropped(desk: "Desk", capture_bugs: CaptureBugs) -> None:
    made = desk.house.book(24, "10:00")
    desk.bus.publish([Changed("appointments", frozenset({made.id}))])
    desk.pane.presenter.choose(made.scheduled_start)
    desk.pane.booking.type_client("dana")
    shiboken6.delete(desk.pane)
    desk.settle()
    assert capture_bugs() == []


def test_kind_and_zoom_are_found_again_on_the_next_start(
    desk: "Desk", house: "House", jobs: Jobs, theme: Theme, clock: FixedClock, qtbot: QtBot
) -> None:
    desk.pane.actions_["work_week"].trigger()
    desk.pane.actions_["zoom_in"].trigger()
    desk.screen.flush()
    desk.settle()
    again = CalendarScreen(ScreenContext(house.practice, jobs, desk.bus, theme, desk.navigator, clock))
    qtbot.addWidget(again)
    again.activate()
    jobs.wait()
    assert again.pane is not None
    assert (again.pane.presenter.page.kind, again.pane.grid.hour_px) == (PageKind.WORK_WEEK, 63)


@pytest.mark.parametrize(
    "kept",
    [
        {"kind": "month", "day": "2026-12-24", "colours": "bright"},
        {"kind": "year", "hour_px": 40},
        {"kind": ["week"], "hour_px": 40, "day": 20261224},
        {"day": "Christmas Eve", "hour_px": "wide", "minute": None},
        {"hour_px": 0, "minute": 10**12, "day": ""},
        "week",
    ],
)
def test_given_habits_that_a_newer_program_wrote_when_opened_then_what_is_not_known_is_as_usual(
    house: "House",
    jobs: Jobs,
    bus: Bus,
    theme: Theme,
    navigator: "FakeNavigator",
    clock: FixedClock,
    qtbot: QtBot,
    kept: object,
) -> None:
    house.practice.settings.set_local("calendar", kept)
    screen = CalendarScreen(ScreenContext(house.practice, jobs, bus, theme, navigator, clock))
    qtbot.addWidget(screen)
    screen.activate()
    jobs.wait()
    assert screen.pane is not None
    page, known = screen.pane.presenter.page, kept if isinstance(kept, dict) else {}
    is_month = known.get("kind") == "month"
    assert page.kind is (PageKind.MONTH if is_month else PageKind.WEEK)
    assert page.anchor == (date(2026, 12, 24) if is_month else date(2026, 11, 24))
    assert screen.pane.grid.hour_px == (known.get("hour_px") if known.get("hour_px") == 40 else 56)


def test_given_a_cancelled_appointment_when_shown_then_its_note_is_not_the_green_button(
    desk: "Desk",
) -> None:
    booked = desk.house.book(24, "10:00")
    desk.screen.open_calendar(date(2026, 11, 24), booked.id)
    desk.reload()
    details = desk.pane.details
    assert details.note_button.property("kind") == "primary"
    desk.house.practice.appointments.set_status(booked.id, AppointmentStatus.CANCELLED)
    desk.reload()
    desk.pane.presenter.open(booked.id)
    assert details.note_button.property("kind") == ""


@pytest.mark.parametrize("way", ["new", "button", "client"])
def test_given_a_running_hour_that_is_taken_when_booking_then_the_next_free_one_is_proposed(
    desk: "Desk", way: str
) -> None:
    desk.house.book(24, "10:00", 90)
    desk.reload()
    if way == "new":
        desk.screen.new()
    elif way == "button":
        desk.pane.toolbar.book.click()
    else:
        desk.screen.book(desk.house.noam.id)
    desk.settle()
    form = desk.pane.booking.form
    assert (form.day, form.start) == (date(2026, 11, 24), "11:30")


def test_given_a_kept_form_of_another_week_when_it_comes_back_then_that_week_is_beside_it(
    desk: "Desk",
) -> None:
    desk.pane.presenter.book_here()
    desk.pane.booking.set_day(date(2026, 12, 2))
    desk.pane.booking.write_notes("Bring the X-ray")
    kept = desk.pane.form.content()
    assert kept is not None
    desk.pane.booking.begin(desk.pane.presenter.cursor, desk.pane.presenter.cursor + timedelta(hours=1))
    desk.pane.close_panel()
    desk.pane.presenter.today()
    assert date(2026, 12, 2) not in desk.pane.presenter.page.days
    desk.pane.take_up(kept)
    assert date(2026, 12, 2) in desk.pane.presenter.page.days


def edit_first(desk: "Desk", appointment_id: AppointmentId) -> None:
    desk.reload()
    desk.screen.open_calendar(date(2026, 11, 24), appointment_id)
    desk.settle()
    desk.pane.details.edit_wanted.emit()
    desk.settle()


def test_given_a_service_and_a_location_when_edited_then_both_are_shown_and_stay(desk: "Desk") -> None:
    practice = desk.house.practice
    booked = desk.house.book(24, "10:00")
    practice.appointments.edit(booked.id, location_id=desk.house.room.id)
    edit_first(desk, booked.id)
    form = desk.pane.form
    assert (form.service.editor.currentText(), form.location.editor.currentText()) == ("Massage", "Room 1")
    for box in (form.service.editor, form.location.editor):
        QTest.keyClick(box, Qt.Key.Key_Tab)
        QApplication.sendEvent(box, wheel(box))
    form.notes.set_text("Bring the scan.")
    form.save()
    desk.settle()
    saved = practice.appointments.get(booked.id)
    assert (saved.service_id, saved.location_id) == (desk.house.massage.id, desk.house.room.id)


def wheel(box: QWidget) -> QWheelEvent:
    middle = QPointF(box.rect().center())
    none, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    turned = QPoint(0, 120)
    return QWheelEvent(
        middle, box.mapToGlobal(middle), turned, turned, Qt.MouseButton.NoButton, none, phase, False
    )


@pytest.mark.parametrize("gone", ["hidden", "removed"])
def test_given_a_service_that_is_no_longer_offered_when_edited_then_it_is_still_shown(
    desk: "Desk", gone: str
) -> None:
    practice = desk.house.practice
    booked = desk.house.book(24, "10:00")
    if gone == "hidden":
        practice.services.edit(desk.house.massage.id, is_active=False)
    else:
        practice.services.delete(desk.house.massage.id)
    edit_first(desk, booked.id)
    assert desk.pane.form.service.editor.currentText() == "Massage (no longer offered)"
    desk.screen.new()
    desk.pane.presenter.close()
    desk.screen.new()
    desk.settle()
    names = [desk.pane.form.service.editor.itemText(n) for n in range(desk.pane.form.service.editor.count())]
    assert names == ["None"]


def test_given_an_open_form_when_an_appointment_arrives_then_it_is_named_before_booking_anyway(
    desk: "Desk",
) -> None:
    desk.screen.book(desk.house.noam.id)
    desk.settle()
    form, span = desk.pane.form, desk.pane.booking.span
    assert span is not None
    assert form.save_button.text() == "Book"
    desk.house.book(24, "10:30", client=desk.house.dana)
    desk.bus.publish([Changed("appointments", frozenset(), Origin.SYNC)])
    desk.settle()
    assert form.save_button.text() == "Book anyway"
    assert "D.L." in form.taken.text()
    form.reason.set_text("Both can take place.")
    desk.house.book(24, "10:45", client=desk.house.noam)
    form.save()
    desk.settle()
    assert "N.P." in form.taken.text()
    assert form.reason.text == "Both can take place."
    assert len(desk.house.practice.appointments.between(*span)) == 2
    form.save()
    desk.settle()
    assert len(desk.house.practice.appointments.between(*span)) == 3
