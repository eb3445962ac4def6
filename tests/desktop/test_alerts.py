"""A client's alert stands wherever treatment begins, and follows the store while it is shown."""

from typing import cast

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QScrollArea, QWidget

from core.domain.changes import Changed
from core.domain.enums import AppointmentStatus, Origin
from core.domain.ids import ClientId
from desktop.app import Program
from desktop.calendar.pane import CalendarPane
from desktop.calendar.screen import CalendarScreen
from desktop.calendar.texts import spoken
from desktop.clients.screen import ClientsScreen
from desktop.notes.screen import NotesScreen
from desktop.shell.unlocked import UnlockedSession
from desktop.today.row import VisitRow
from desktop.today.screen import TodayScreen
from desktop.widgets.alert import AlertBox
from desktop.widgets.pill import Pill
from tests.desktop.conftest import MONDAY
from tests.desktop.stillness import settle
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]
ALERT = "Pacemaker: no electrotherapy."


def somebody(program: Program) -> ClientId:
    """Who comes first today."""
    entries = work(program).opening.practice.appointments.between(MONDAY, MONDAY.replace(hour=12))
    return entries[0].appointment.client_id


def warn(program: Program, alert: str | None = ALERT) -> ClientId:
    place, client = work(program), somebody(program)
    done = place.opening.practice.clients.edit(client, alerts=alert)
    place.bus.publish([Changed(row.table, row.ids, Origin.SYNC) for row in done.changed])
    program.jobs.wait()
    return client


def pane(place: UnlockedSession) -> CalendarPane:
    found = cast("CalendarScreen", place.window.screens["calendar"]).pane
    assert found is not None
    return found


def on_today(program: Program) -> AlertBox:
    screen = cast("TodayScreen", work(program).window.go("today"))
    program.jobs.wait()
    client = somebody(program)
    return next(row.alert for row in screen.findChildren(VisitRow) if row.visit.client_id == client)


def in_the_panel(program: Program) -> AlertBox:
    place = work(program)
    entry = place.opening.practice.appointments.between(MONDAY, MONDAY.replace(hour=12))[0]
    place.navigator.open_calendar(MONDAY.date(), entry.appointment.id)
    program.jobs.wait()
    return pane(place).details.alert


def while_booking(program: Program) -> AlertBox:
    place = work(program)
    place.navigator.book(somebody(program))
    program.jobs.wait()
    return pane(place).form.alert


def while_editing(program: Program) -> AlertBox:
    in_the_panel(program)
    pane(work(program)).details.edit_wanted.emit()
    program.jobs.wait()
    return pane(work(program)).form.alert


def above_the_note(program: Program) -> AlertBox:
    place = work(program)
    place.navigator.start_note(somebody(program))
    program.jobs.wait()
    return cast("NotesScreen", place.window.screens["notes"]).editor.header.alert


def on_the_page(program: Program) -> AlertBox:
    place = work(program)
    place.navigator.open_client(somebody(program))
    program.jobs.wait()
    return cast("ClientsScreen", place.window.screens["clients"]).detail.alert


PLACES = {
    "today": on_today,
    "appointment": in_the_panel,
    "booking": while_booking,
    "editing": while_editing,
    "note": above_the_note,
    "page": on_the_page,
}


@pytest.mark.parametrize("where", PLACES)
def test_given_an_alert_when_treatment_begins_then_it_stands_there_in_amber(
    program: Program, where: str
) -> None:
    warn(program)
    box = PLACES[where](program)
    assert (box.isVisible(), box.text, box.accessibleName()) == (True, ALERT, f"Alert: {ALERT}")
    ground = box.grab().toImage().pixelColor(3, box.height() // 2)
    assert ground == QColor(work(program).theme.colour("warning_soft"))


@pytest.mark.parametrize("where", PLACES)
def test_given_an_open_screen_when_an_alert_arrives_or_goes_then_it_follows(
    program: Program, where: str
) -> None:
    box = PLACES[where](program)
    assert not box.isVisible()
    warn(program)
    box = on_today(program) if where == "today" else box
    assert box.text == ALERT
    warn(program, None)
    box = on_today(program) if where == "today" else box
    assert not box.isVisible()


@pytest.mark.parametrize("where", [where for where in PLACES if where != "today"])
def test_given_names_hidden_from_others_when_an_alert_stands_there_then_it_is_hidden_too(
    program: Program, where: str
) -> None:
    warn(program)
    box = PLACES[where](program)
    work(program).window.toggle_blur()
    assert not box.isVisible()
    work(program).window.toggle_blur()
    assert box.isVisible()


def is_scrolled(widget: QWidget) -> bool:
    at = widget.parentWidget()
    while at is not None and not isinstance(at, QScrollArea):
        at = at.parentWidget()
    return at is not None


@pytest.mark.parametrize("where", ["appointment", "booking", "editing", "note"])
def test_given_a_low_window_when_everything_below_is_scrolled_then_the_alert_is_in_sight(
    program: Program, where: str
) -> None:
    warn(program)
    box = PLACES[where](program)
    work(program).window.resize(1000, 560)
    settle(program.jobs)
    assert not is_scrolled(box)
    assert box.visibleRegion().boundingRect() == box.rect()


def where_written(program: Program, field: QWidget) -> int:
    """How far down the window the field stands."""
    settle(program.jobs)
    return field.mapTo(work(program).window, QPoint(0, 0)).y()


@pytest.mark.parametrize("name", ["start", "notes"])
def test_given_a_booking_when_an_alert_comes_and_goes_then_the_line_written_in_stays_where_it_is(
    program: Program, name: str
) -> None:
    while_booking(program)
    field = getattr(pane(work(program)).form, name).editor
    field.setFocus()
    at = where_written(program, field)
    for alert in (ALERT, None):
        warn(program, alert)
        assert where_written(program, field) == at


def test_given_the_last_field_of_a_low_form_when_an_alert_comes_over_it_then_the_field_comes_into_sight(
    program: Program,
) -> None:
    while_booking(program)
    form = pane(work(program)).form
    work(program).window.resize(1000, 600)
    settle(program.jobs)
    field = form.notes.editor
    field.setFocus()
    form.page.ensureWidgetVisible(field)
    at = where_written(program, field)
    for alert in (" ".join([ALERT] * 4), None):
        warn(program, alert)
        settle(program.jobs)
        assert field.visibleRegion().boundingRect().height() == field.height()
    assert where_written(program, field) == at


def test_given_a_booking_when_the_client_is_let_go_then_the_alert_goes_with_them(program: Program) -> None:
    warn(program)
    box = while_booking(program)
    picker = pane(work(program)).form.picker
    picker.edit.setText("Some")
    picker.typed.emit("Some")
    program.jobs.wait()
    assert not box.isVisible()
    client = work(program).opening.practice.clients.get(somebody(program))
    picker.chosen.emit(client)
    assert box.isVisible()


def test_given_an_alert_when_the_day_is_shown_then_its_box_says_it_and_a_reader_hears_it(
    program: Program,
) -> None:
    warn(program)
    in_the_panel(program)
    place = work(program)
    pane(place).presenter.close()
    pane(place).actions_["day"].trigger()
    program.jobs.wait()
    tile = next(one for one in pane(place).grid.scene.tiles if one.entry.alerts)
    assert f"! {ALERT}" in [line.text.text() for line in tile.art.lines]
    zone = pane(place).presenter.page.zone
    assert f"alert: {ALERT}" in spoken(tile.entry, zone)
    assert ALERT not in spoken(tile.entry, zone, blurred=True)


@pytest.mark.parametrize(
    ("status", "words"), [(AppointmentStatus.NO_SHOW, "No-show"), (AppointmentStatus.CANCELLED, "Cancelled")]
)
def test_given_who_did_not_come_when_today_is_shown_then_it_is_called_what_it_is(
    program: Program, status: AppointmentStatus, words: str
) -> None:
    place = work(program)
    practice = place.opening.practice
    entry = practice.appointments.between(MONDAY, MONDAY.replace(hour=12))[0]
    place.bus.publish(practice.appointments.set_status(entry.appointment.id, status).changed)
    on_today(program)
    screen = place.window.screens["today"]
    # Rows that were shown before may not be gone yet; the newest is the last.
    rows = [one for one in screen.findChildren(VisitRow) if one.visit.appointment_id == entry.appointment.id]
    row = rows[-1]
    assert [pill.text() for pill in row.findChildren(Pill)] == [words]
    assert not row.note.isVisible()
