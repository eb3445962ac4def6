"""Appointments that other hours or closed days leave outside are named before these are saved."""

from datetime import date, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.cancellations import Canceller
from core.domain.enums import AppointmentStatus, Role
from core.domain.ids import AppointmentId, UserId
from core.domain.timegrid import at_wall
from core.store.practice.practice import AppointmentDraft, Practice
from desktop.app import Program
from desktop.calendar.outside_hours import OutsideHours
from desktop.calendar.screen import CalendarScreen
from desktop.settings.holidays import HolidaysSection
from desktop.settings.practice import PracticeSection
from tests.desktop import stillness
from tests.desktop.settings.test_buttons import section
from tests.desktop.settings.test_holidays import add
from tests.desktop.settings.test_holidays import stored as stored_holidays
from tests.desktop.settings.test_whose_hours import type_line
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]
ZONE = ZoneInfo("Europe/Berlin")
LATE = "20:30"
SUNDAYS = {"6": [["08:00", "22:00"]]}


def settle(program: Program) -> None:
    stillness.settle(program.jobs)


def practice_of(program: Program) -> Practice:
    return work(program).opening.practice


def book(program: Program, day: date, at: str, who: UserId | None = None) -> AppointmentId:
    """An hour of Mira's."""
    practice = practice_of(program)
    start = at_wall(day, time.fromisoformat(at), ZONE)
    draft = AppointmentDraft(
        client_id=practice.clients.find("mira", limit=1)[0].client.id,
        scheduled_start=start,
        scheduled_end=start + timedelta(hours=1),
        practitioner_user_id=who,
    )
    done = practice.appointments.book(draft, "both can take place")
    work(program).bus.publish(done.changed)
    return done.value.id


def today(program: Program) -> date:
    return practice_of(program).desk.clock.now().astimezone(ZONE).date()


def open_long(program: Program, **more: object) -> None:
    """The practice is open every day until ten at night."""
    week = {str(day): [["06:00", "22:00"]] for day in range(7)}
    practice_of(program).settings.set(working_hours=week, **more)


def hours_page(program: Program) -> PracticeSection:
    return cast("PracticeSection", section(program, "Practice"))


def named(page: PracticeSection | HolidaysSection) -> list[str]:
    card = page.outside
    return card.said.replace("\u200e", "").split("\n") if not card.isHidden() else []


def test_given_late_appointments_when_hours_are_shortened_then_they_are_named_and_saving_stays_possible(
    program: Program,
) -> None:
    open_long(program)
    day = today(program) + timedelta(days=3)
    book(program, day, LATE)
    page = hours_page(program)
    assert named(page) == []
    type_line(page, "6-20")
    settle(program)
    heading, line = named(page)
    assert heading == "1 appointment of the next 8 weeks would lie outside these hours:"
    assert line.endswith("M.T.  20:30–21:30")
    QTest.keyClick(page.hours.field.line, Qt.Key.Key_Return)
    settle(program)
    assert practice_of(program).settings.get("working_hours")["0"] == [["06:00", "20:00"]]
    assert named(page) == []


def test_given_hours_that_are_typed_back_or_given_up_then_nothing_is_named_any_more(program: Program) -> None:
    open_long(program)
    book(program, today(program) + timedelta(days=3), LATE)
    page = hours_page(program)
    for again in ("6-22", None):
        type_line(page, "6-20")
        settle(program)
        assert len(named(page)) == 2
        if again is None:
            page.discard.click()
        else:
            type_line(page, again)
        settle(program)
        assert named(page) == []


def test_given_named_appointments_when_the_button_is_pressed_then_the_calendar_shows_one_after_the_other(
    program: Program,
) -> None:
    open_long(program)
    days = [today(program) + timedelta(days=number) for number in (3, 9)]
    made = [book(program, day, LATE) for day in days]
    page = hours_page(program)
    type_line(page, "6-20")
    settle(program)
    for expected in (*made, made[0]):
        work(program).window.go("settings")
        QTest.keyClick(page.outside.show_button, Qt.Key.Key_Space)
        settle(program)
        pane = cast("CalendarScreen", work(program).window.screens["calendar"]).pane
        assert pane is not None
        assert work(program).window.place == "calendar"
        assert pane.presenter.selected == expected
    assert page.hours.field.line.text() == "06:00–20:00"
    assert page.in_hand


def test_given_a_named_appointment_when_it_is_cancelled_meanwhile_then_it_is_named_no_longer(
    program: Program,
) -> None:
    open_long(program)
    made = book(program, today(program) + timedelta(days=3), LATE)
    page = hours_page(program)
    type_line(page, "6-20")
    settle(program)
    mark = practice_of(program).appointments.set_status
    done = mark(made, AppointmentStatus.CANCELLED, "", cancelled_by=Canceller.CLIENT)
    work(program).bus.publish(done.changed)
    settle(program)
    assert named(page) == []


def test_given_a_colleague_with_hours_of_their_own_when_mine_change_then_theirs_do_not_lie_outside(
    program: Program,
) -> None:
    practice = practice_of(program)
    ben = practice.team.add("Ben Invented", Role.THERAPIST).value
    always = {str(day): [["06:00", "22:00"]] for day in range(7)}
    open_long(program, working_hours_of={str(ben.id): always})
    day = today(program) + timedelta(days=3)
    book(program, day, LATE, ben.id)
    shorter = {"working_hours": {str(day): [["06:00", "20:00"]] for day in range(7)}}
    desk = OutsideHours(practice)
    assert desk.newly(shorter).entries == ()
    assert len(desk.newly({"working_hours_of": {}} | shorter).entries) == 1
    assert len(desk.newly({"working_hours_of": {str(ben.id): {}}}).entries) == 1


@pytest.mark.parametrize(
    ("days", "at", "count"), [(3, LATE, 1), (3, "12:00", 0), (80, LATE, 0), (-3, LATE, 0)]
)
def test_given_hours_that_end_earlier_then_only_what_is_ahead_and_near_and_late_lies_outside(
    program: Program, days: int, at: str, count: int
) -> None:
    open_long(program)
    desk = OutsideHours(practice_of(program))
    shorter = {"working_hours": {str(day): [["06:00", "20:00"]] for day in range(7)}}
    before = len(desk.newly(shorter).entries)
    book(program, today(program) + timedelta(days=days), at)
    assert len(desk.newly(shorter).entries) - before == count


def test_given_what_lies_outside_already_when_hours_change_elsewhere_then_it_is_not_named_again(
    program: Program,
) -> None:
    open_long(program)
    book(program, today(program) + timedelta(days=3), "04:00")
    shorter = {"working_hours": {str(day): [["08:00", "22:00"]] for day in range(7)}}
    ids = [
        one.start.astimezone(ZONE).hour for one in OutsideHours(practice_of(program)).newly(shorter).entries
    ]
    assert 4 not in ids


@pytest.fixture
def christmas(program: Program) -> HolidaysSection:
    """With an appointment on the day after next Christmas' eve."""
    open_long(program)
    first = today(program)
    year = first.year if first < date(first.year, 12, 25) else first.year + 1
    book(program, date(year, 12, 25), "10:00")
    return cast("HolidaysSection", section(program, "Holidays"))


def test_given_an_appointment_on_a_holiday_when_its_calendar_is_added_then_it_is_asked_first(
    program: Program, christmas: HolidaysSection
) -> None:
    page = christmas
    add(program, page, "germany")
    settle(program)
    heading, line = named(page)
    assert heading == "1 appointment stands on a day that would be closed:"
    assert "25 Dec" in line
    assert "M.T." in line
    assert stored_holidays(program) is None
    QTest.keyClick(page.keep_button, Qt.Key.Key_Space)
    settle(program)
    assert stored_holidays(program) is None
    assert page.place.text == "Germany"
    assert named(page) == []
    QTest.keyClick(page.place.editor, Qt.Key.Key_Return)
    settle(program)
    QTest.keyClick(page.close_button, Qt.Key.Key_Space)
    settle(program)
    assert set(stored_holidays(program)) == {"DE"}
    assert named(page) == []
    assert page.cards["DE"].closes.isChecked()


def test_given_a_calendar_that_closes_nothing_when_its_days_are_chosen_then_all_chosen_wait_for_the_answer(
    program: Program, christmas: HolidaysSection
) -> None:
    practice_of(program).settings.set(holidays={"DE": {"closes": False, "worked": [], "closed": []}})
    page = christmas
    page.refresh()
    settle(program)
    days = page.cards["DE"].days
    held = next(key for key in days if "Christmas" in key and "ve" not in key and "econd" not in key)
    other = next(key for key in days if "Labor" in key or "Labour" in key)
    for key in (held, other):
        QTest.mouseClick(days[key], Qt.MouseButton.LeftButton, pos=days[key].rect().center())
        QTest.keyClick(days[key], Qt.Key.Key_Space) if not days[key].isChecked() else None
        settle(program)
    assert stored_holidays(program)["DE"]["closed"] == []
    page.refresh()
    settle(program)
    assert (days[held].isChecked(), days[other].isChecked()) == (True, True)
    page.close_button.click()
    settle(program)
    assert set(stored_holidays(program)["DE"]["closed"]) == {held, other}


def ask_and_delete(program: Program, page: HolidaysSection) -> None:
    """Adds German holidays, is asked about the one appointment on them, and deletes it meanwhile."""
    add(program, page, "germany")
    settle(program)
    (entry,) = page.outside.entries
    work(program).bus.publish(practice_of(program).appointments.delete(entry.id).changed)
    settle(program)


def test_given_the_question_when_the_appointment_goes_meanwhile_then_it_says_so_and_still_waits(
    program: Program, christmas: HolidaysSection
) -> None:
    page = christmas
    ask_and_delete(program, page)
    assert named(page) == ["No appointment stands there any more."]
    assert page.outside.show_button.isHidden()
    assert stored_holidays(program) is None
    page.close_button.click()
    settle(program)
    assert set(stored_holidays(program)) == {"DE"}


def test_given_the_question_about_a_deleted_appointment_when_another_changes_then_it_still_waits(
    program: Program, christmas: HolidaysSection
) -> None:
    page = christmas
    ask_and_delete(program, page)
    book(program, today(program) + timedelta(days=2), "18:00")
    settle(program)
    assert named(page) == ["No appointment stands there any more."]
    page.close_button.click()
    settle(program)
    assert set(stored_holidays(program)) == {"DE"}
    assert named(page) == []


def test_given_another_zone_and_other_hours_in_one_save_then_they_are_told_as_the_new_zone_has_them(
    program: Program,
) -> None:
    """Nine in Berlin is three at night in New York."""
    open_long(program)
    made = book(program, today(program) + timedelta(days=3), "09:00")
    page = hours_page(program)
    page.zone.set_text("America/New_York")
    settle(program)
    assert made in [entry.id for entry in page.outside.entries]
    page.zone.set_text("Asia/Kolkata")
    type_line(page, "6-13")
    settle(program)
    assert made in [entry.id for entry in page.outside.entries]
    type_line(page, "6-24")
    settle(program)
    assert named(page) == []
    page.zone.set_text("America/New")
    settle(program)
    assert named(page) == []
