"""Days of a new series on which it is closed are told in the form, and left out where one wants it."""

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from desktop.calendar.closed_series import closed_days
from desktop.calendar.closed_words import Place
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.calendar.repeating import End, RepeatForm, Unit
from desktop.kit.holiday_calendars import calendars_of
from desktop.kit.hours import Hours
from tests.desktop.calendar.conftest import ZONE, local
from tests.desktop.calendar.test_blocks import block

if TYPE_CHECKING:
    from desktop.calendar.closed_days_line import ClosedDaysLine
    from tests.desktop.calendar.conftest import Desk

TUESDAY = date(2026, 11, 24)
WEEKLY = Rule(frequency=Frequency.WEEKLY, weekdays=(1,))
TEN: tuple[datetime, datetime] = (local(24, "10:00"), local(24, "11:00"))
GERMAN = calendars_of({"DE": {}}, "en")


def page(hours: Hours) -> CalendarPage:
    return CalendarPage(PageKind.WEEK, TUESDAY, hours, ZONE)


def closed(
    hours: Hours, repeat: Repeat, span: tuple[datetime, datetime] = TEN, blocks: object = ()
) -> list[str]:
    found = closed_days(repeat, span, page(hours), Place(), blocks)  # type: ignore[arg-type]
    return [f"{day:%d.%m.%y}" for day in found]


def on_tuesdays(*spans: tuple[int, int]) -> dict[int, tuple[tuple[int, int], ...]]:
    return {1: spans}


def test_given_holidays_then_a_weekly_series_is_closed_on_those_of_two_years() -> None:
    hours = Hours(dict.fromkeys(range(7), ((480, 1140),)), holidays=GERMAN)
    fridays = Rule(frequency=Frequency.WEEKLY, weekdays=(4,))
    span = local(27, "10:00"), local(27, "11:00")
    assert closed(hours, Repeat(rule=fridays), span) == ["25.12.26", "01.01.27", "26.03.27", "14.04.28"]


def test_given_an_end_then_no_day_after_it_is_told() -> None:
    hours = Hours(dict.fromkeys(range(7), ((480, 1140),)), holidays=GERMAN)
    fridays = Rule(frequency=Frequency.WEEKLY, weekdays=(4,))
    span = local(27, "10:00"), local(27, "11:00")
    assert closed(hours, Repeat(rule=fridays, times=5), span) == ["25.12.26"]
    assert closed(hours, Repeat(rule=fridays, until=date(2026, 12, 24)), span) == []


def test_given_a_weekday_without_hours_then_all_its_days_are_closed() -> None:
    both = Rule(frequency=Frequency.WEEKLY, weekdays=(1, 2))
    assert closed(Hours(on_tuesdays((480, 1140))), Repeat(rule=both, times=4)) == ["25.11.26", "02.12.26"]


def test_given_a_first_one_outside_opening_hours_then_only_holidays_and_blocks_are_told() -> None:
    evenings = Hours(on_tuesdays((480, 600)), holidays=calendars_of({"US": {}}, "en"))
    thursdays = Rule(frequency=Frequency.WEEKLY, weekdays=(3,))
    span = local(19, "20:00"), local(19, "21:00")
    assert closed(evenings, Repeat(rule=thursdays, times=3), span) == ["26.11.26"]
    vacation = [(datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 8, tzinfo=UTC))]
    assert closed(evenings, Repeat(rule=thursdays, times=3), span, vacation) == ["26.11.26", "03.12.26"]


def test_given_days_that_are_left_out_then_they_are_not_told_again() -> None:
    both = Rule(frequency=Frequency.WEEKLY, weekdays=(1, 2))
    repeat = Repeat(rule=both, times=4, without=(date(2026, 11, 25),))
    assert closed(Hours(on_tuesdays((480, 1140))), repeat) == ["02.12.26"]


def closed_all_day(desk: "Desk", day: str) -> None:
    start = f"{day}T00:00"
    block(desk, user_id=None, title="Fair", start_local=start, duration_minutes=1440, is_all_day=True)


@pytest.fixture
def weekly(desk: "Desk") -> "ClosedDaysLine":
    """The form of five Tuesdays at ten, of which the practice is closed on the second and the third."""
    for day in ("2026-12-01", "2026-12-08"):
        closed_all_day(desk, day)
    desk.pane.presenter.choose(TEN[0])
    desk.pane.booking.choose_client(desk.house.dana)
    desk.pane.booking.set_repeat(RepeatForm(Unit.WEEK, end=End.TIMES, times=5))
    desk.settle()
    return desk.pane.form.closed_days


def booked(desk: "Desk") -> list[str]:
    desk.pane.form.save()
    desk.settle()
    found = desk.house.practice.appointments.between(TEN[0], datetime(2027, 2, 1, tzinfo=UTC))
    return [f"{row.appointment.scheduled_start.astimezone(ZONE):%d.%m}" for row in found]


def test_given_closed_days_when_left_out_then_the_rest_is_booked_without_a_reason(
    desk: "Desk", weekly: "ClosedDaysLine"
) -> None:
    assert weekly.text() == "Closed or blocked on Tue 1 Dec, Tue 8 Dec"
    assert not desk.pane.form.warning.isHidden()
    weekly.button.click()
    desk.settle()
    assert weekly.text() == "Left out: Tue 1 Dec, Tue 8 Dec"
    assert desk.pane.form.warning.isHidden()
    assert "1 Dec" not in desk.pane.form.repeat.preview.text()
    assert booked(desk) == ["24.11", "15.12", "22.12"]


def test_given_days_that_were_left_out_when_put_back_then_they_are_closed_again(
    desk: "Desk", weekly: "ClosedDaysLine"
) -> None:
    for _ in range(2):
        weekly.button.click()
        desk.settle()
    assert weekly.text() == "Closed or blocked on Tue 1 Dec, Tue 8 Dec"
    assert weekly.button.text() == "Leave these out"


def test_given_a_field_in_which_somebody_types_when_the_key_is_pressed_then_they_are_left_out(
    desk: "Desk", weekly: "ClosedDaysLine", monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(
        "desktop.calendar.closed_series_hint.announce", lambda _form, text: heard.append(text)
    )
    start = desk.pane.form.start.editor
    start.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(start, Qt.Key.Key_X, both)
    desk.settle()
    assert heard == ["Left out: Tue 1 Dec, Tue 8 Dec"]
    assert start.hasFocus()


def test_given_a_form_that_is_taken_up_again_then_what_was_left_out_still_is(
    desk: "Desk", weekly: "ClosedDaysLine"
) -> None:
    weekly.button.click()
    content = json.loads(json.dumps(desk.pane.form.content()))
    desk.pane.show_panel(None)
    desk.pane.take_up(content)
    desk.settle()
    assert weekly.text() == "Left out: Tue 1 Dec, Tue 8 Dec"


def test_given_another_number_of_times_then_what_was_left_out_stays_and_new_closed_days_are_told(
    desk: "Desk", weekly: "ClosedDaysLine"
) -> None:
    weekly.button.click()
    closed_all_day(desk, "2026-12-29")
    desk.pane.form.repeat.times.editor.setValue(6)
    desk.settle()
    assert weekly.text() == "Closed or blocked on Tue 29 Dec, Left out: Tue 1 Dec, Tue 8 Dec"
    weekly.button.click()
    desk.settle()
    assert weekly.text() == "Left out: Tue 1 Dec, Tue 8 Dec, Tue 29 Dec"


def test_given_many_closed_days_then_three_are_named_and_the_others_counted(desk: "Desk") -> None:
    desk.pane.presenter.choose(local(26, "10:00"))
    desk.pane.booking.set_repeat(RepeatForm(Unit.WEEK, also=(4,), end=End.TIMES, times=12))
    desk.settle()
    line = desk.pane.form.closed_days
    assert line.text() == "Closed or blocked on Fri 27 Nov, Fri 4 Dec, Fri 11 Dec and 3 more"
    desk.pane.booking.set_repeat(RepeatForm())
    assert line.isHidden()


def test_given_one_appointment_or_one_of_a_series_that_is_edited_then_nothing_is_told(desk: "Desk") -> None:
    closed_all_day(desk, "2026-11-25")
    form, booking = desk.pane.form, desk.pane.booking
    desk.pane.presenter.choose(local(25, "10:00"))
    desk.settle()
    assert form.closed_days.isHidden()
    desk.pane.presenter.choose(local(26, "10:00"))
    booking.choose_client(desk.house.dana)
    booking.set_repeat(RepeatForm(Unit.WEEK, also=(4,), end=End.TIMES, times=4))
    desk.settle()
    assert not form.closed_days.isHidden()
    form.save()
    desk.settle()
    desk.pane.entry_actions.edit_selected()
    desk.settle()
    assert booking.form.repeat.repeats
    assert form.closed_days.isHidden()
