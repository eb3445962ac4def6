"""Holidays in the calendar: named and shaded, told to who listens, left out of searches, never in the way."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from core.domain.enums import Role
from core.domain.timegrid import at_wall, start_of_day
from desktop.calendar.agenda_rows import AgendaDay
from desktop.calendar.pages import PageKind
from desktop.calendar.texts import title_texts
from desktop.kit.hours import hours_of
from desktop.kit.slot_search import SlotWish, free_slots
from desktop.paper.days import record_of_days
from desktop.today.gap import next_gap
from tests.desktop.calendar.conftest import ZONE

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

PESACH = date(2027, 4, 22)
"""A Thursday."""
FULL_WEEK = {str(day): [["09:00", "17:00"]] for day in range(7)}
ISRAEL = {"working_hours": FULL_WEEK, "week_start": 6, "holidays": {"IL": {}}}
NINE = time(9)
Key = Qt.Key


def keep(desk: "Desk", **settings: object) -> None:
    desk.bus.publish(desk.house.practice.settings.set(**settings).changed)
    desk.settle()


@pytest.fixture
def pesach(desk: "Desk") -> "Desk":
    """The calendar on the week of Pesach, in a practice that keeps Israel's holidays."""
    keep(desk, **ISRAEL)
    desk.pane.presenter.go_to(PESACH)
    desk.settle()
    return desk


def test_given_a_holiday_when_the_week_is_shown_then_its_day_is_named_and_closed(pesach: "Desk") -> None:
    ground = pesach.pane.grid.scene.ground

    assert ground.holidays[2:6] == ("", "Eve of Pesach", "Pesach", "Pesach holiday")
    whole = [rect for rect in ground.closed if rect.height() == ground.geometry.height]
    assert [round(rect.left()) for rect in whole] == [round(ground.geometry.x_of(4))]


def test_given_a_holiday_on_which_the_practice_works_when_that_is_said_then_it_is_open_and_named(
    pesach: "Desk",
) -> None:
    keep(pesach, holidays={"IL": {"worked": ["Pesach"]}})
    ground = pesach.pane.grid.scene.ground
    assert ground.holidays[4] == "Pesach"
    assert all(rect.height() < ground.geometry.height for rect in ground.closed)


def test_given_a_month_when_shown_then_who_listens_hears_the_holiday_and_that_it_is_closed(
    pesach: "Desk",
) -> None:
    pesach.pane.presenter.set_kind(PageKind.MONTH)
    pesach.settle()
    spoken = pesach.pane.views.spoken_place(at_wall(PESACH, NINE, ZONE), None)
    assert spoken == "Thursday, 22 April, Pesach, 0 appointments, closed"
    scene = pesach.pane.views.month._scene()
    assert scene.holidays[PESACH] == "Pesach"
    assert PESACH in scene.closed
    assert PESACH - timedelta(days=1) not in scene.closed


def test_given_a_place_on_a_holiday_when_the_arrows_stand_there_then_it_is_told(pesach: "Desk") -> None:
    spoken = pesach.pane.views.spoken_place(at_wall(PESACH, NINE, ZONE), None)
    assert spoken == "Thursday, 22 April, Pesach, 09:00, free, outside opening hours"


def test_given_an_agenda_when_a_day_has_appointments_then_its_heading_names_the_holiday(
    pesach: "Desk",
) -> None:
    pesach.pane.presenter.set_kind(PageKind.AGENDA)
    row = pesach.pane.views.agenda._row(AgendaDay(PESACH, 2))
    assert row.first == "Thursday, 22 April · Pesach · 2 appointments · closed"


def agenda_rows(desk: "Desk") -> list[str]:
    desk.pane.presenter.set_kind(PageKind.AGENDA)
    desk.settle()
    agenda = desk.pane.views.agenda
    return [agenda._row(item).first for item in agenda.model.items]


def test_given_an_agenda_when_nothing_is_booked_then_holidays_have_a_line_of_their_own(
    pesach: "Desk",
) -> None:
    keep(pesach, holidays={"IL": {"worked": ["Pesach"]}})
    rows = agenda_rows(pesach)
    assert "Thursday, 22 April · Pesach" in rows
    assert not any(row.startswith("Tuesday, 20 April") for row in rows)
    assert pesach.pane.views.agenda.empty.isVisible()
    keep(pesach, holidays={"IL": {}})
    pesach.settle()
    assert "Thursday, 22 April · Pesach · closed" in agenda_rows(pesach)


def test_given_no_holidays_then_the_agenda_has_no_line_without_anything_below_it(pesach: "Desk") -> None:
    keep(pesach, holidays={})
    assert agenda_rows(pesach) == []


def test_given_columns_of_people_when_a_day_is_shown_then_its_title_names_the_holiday(pesach: "Desk") -> None:
    pesach.pane.presenter.set_kind(PageKind.DAY)
    assert title_texts(pesach.pane.presenter.page)[0] == "Thursday, 22 April 2027 · Pesach"


@pytest.fixture
def tips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What tool tips said; "" where one was taken away."""
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _over: said.append(text))
    monkeypatch.setattr(QToolTip, "hideText", lambda: said.append(""))
    return said


def hover(desk: "Desk", at: QPoint) -> None:
    viewport = desk.pane.grid.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QHelpEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))


def test_given_a_pointer_over_a_closed_time_when_it_rests_then_the_tool_tip_says_why(
    pesach: "Desk", tips: list[str]
) -> None:
    grid = pesach.pane.grid

    def place(day: date) -> QPoint:
        start = at_wall(day, NINE, ZONE)
        box: QRect = grid.slot_rect(start, start + timedelta(minutes=30)).toRect()
        return box.center()

    on_pesach = place(PESACH)
    for at in (on_pesach, QPoint(on_pesach.x(), 10), place(PESACH - timedelta(days=1))):
        hover(pesach, at)
    assert tips == ["Closed: Pesach", "Pesach", ""]


def test_given_a_pointer_over_a_day_of_a_month_when_it_rests_then_the_tool_tip_names_the_holiday(
    pesach: "Desk", tips: list[str]
) -> None:
    pesach.pane.presenter.set_kind(PageKind.MONTH)
    pesach.settle()
    month = pesach.pane.views.month
    for day in (PESACH, PESACH - timedelta(days=3)):
        box = month.geometry_.day_box(pesach.pane.presenter.page.days.index(day))
        at = QPoint(int(box.x + box.width / 2), int(box.y + box.height / 2))
        QApplication.sendEvent(month, QHelpEvent(QHelpEvent.Type.ToolTip, at, month.mapToGlobal(at)))
    assert tips == ["Pesach", ""]


def said(desk: "Desk") -> str:
    """Beside the length of the appointment."""
    _, _, hint = desk.pane.form.opening.text().partition(" · ")
    return hint


def test_given_the_form_when_the_day_is_changed_by_keys_then_a_hint_says_so_and_holds_nobody_up(
    pesach: "Desk",
) -> None:
    form = pesach.pane.form
    pesach.pane.presenter.choose(at_wall(PESACH - timedelta(days=2), NINE, ZONE))
    pesach.settle()
    assert said(pesach) == ""

    form.start.editor.setFocus()
    form.start.editor.selectAll()
    QTest.keyClicks(form.start.editor, "20")
    QTest.keyClick(form.start.editor, Key.Key_Tab)
    assert said(pesach) == "Outside opening hours"

    for day, hint in ((PESACH, "Closed: Pesach"), (PESACH + timedelta(days=1), "Outside opening hours")):
        form.day.editor.setDate(QDate(day.year, day.month, day.day))
        assert said(pesach) == hint
    form.start.editor.setFocus()
    form.start.editor.selectAll()
    QTest.keyClicks(form.start.editor, "9")
    QTest.keyClick(form.start.editor, Key.Key_Tab)
    assert said(pesach) == "Holiday: Pesach holiday"

    form.day.editor.setDate(QDate(PESACH.year, PESACH.month, PESACH.day))
    pesach.pane.booking.choose_client(pesach.house.dana)
    form.save()
    pesach.settle()
    start = start_of_day(PESACH, ZONE)
    (booked,) = pesach.house.practice.appointments.between(start, start + timedelta(days=1))
    assert booked.appointment.client_id == pesach.house.dana.id


def test_given_hours_of_a_person_and_a_room_when_a_time_is_outside_then_the_hint_names_them(
    desk: "Desk",
) -> None:
    house = desk.house
    desk.bus.publish(house.practice.team.add("Ben Invented", Role.THERAPIST).changed)
    ben = next(one for one in house.practice.team.list() if one.full_name == "Ben Invented")
    keep(
        desk,
        working_hours=FULL_WEEK,
        working_hours_of={str(ben.id): {"1": [["12:00", "20:00"]]}},
        working_hours_at={str(house.room.id): {"1": [["09:00", "12:00"]]}},
    )
    tuesday = at_wall(date(2026, 11, 24), NINE, ZONE)
    desk.pane.presenter.choose(tuesday)
    desk.settle()
    form = desk.pane.form
    assert said(desk) == ""

    desk.pane.booking.choose_treats(ben.id)
    desk.pane.booking.retime(tuesday, tuesday + timedelta(hours=1))
    assert said(desk) == "Outside the hours of Ben Invented"

    desk.pane.booking.retime(tuesday + timedelta(hours=4), tuesday + timedelta(hours=5))
    assert said(desk) == ""
    form.location.editor.setFocus()
    QTest.keyClick(form.location.editor, Key.Key_Down)
    assert form.location.value == house.room.id
    assert said(desk) == "Outside the hours of Room 1"


def test_given_a_week_with_holidays_when_a_free_time_is_searched_then_closed_days_have_none() -> None:
    hours, zone = hours_of(ISRAEL), ZoneInfo("Asia/Jerusalem")
    after = start_of_day(date(2027, 4, 20), zone)

    found = free_slots(SlotWish(length=timedelta(hours=1)), after, hours, zone, ())

    days = [slot.start.astimezone(zone).date() for slot in found[:8]]
    assert days == [date(2027, 4, day) for day in (20, 21, 23, 24, 25, 26, 27, 29)]
    assert next_gap(at_wall(PESACH, NINE, zone).astimezone(zone), hours, zone, ()) is None


def test_given_a_printed_week_when_read_then_the_heading_of_a_day_names_its_holiday(desk: "Desk") -> None:
    keep(desk, **ISRAEL)
    record = record_of_days(desk.house.practice, PESACH, PESACH + timedelta(days=7))
    (section,) = record.sections()
    headings = [part.heading for part in section.parts]
    assert headings[0] == "Thursday, 22.04.2027, Pesach"
    assert headings[-1] == "Thursday, 29.04.2027"
