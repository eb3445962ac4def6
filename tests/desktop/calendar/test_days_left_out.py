"""A new series leaves out the days that its form leaves out, in the preview and in the practice."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, first_days
from desktop.calendar.repeating import End, RepeatForm, Unit, repeat_of
from tests.desktop.calendar.conftest import ZONE, local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

TUESDAY = date(2026, 11, 24)


def test_given_days_that_are_left_out_then_the_first_days_are_the_others() -> None:
    both = Rule(frequency=Frequency.WEEKLY, weekdays=(1, 2))
    repeat = Repeat(rule=both, times=4, without=(date(2026, 11, 25),))
    assert first_days(repeat, TUESDAY, 4) == (TUESDAY, date(2026, 12, 1), date(2026, 12, 2))


def test_given_another_rule_then_only_those_of_its_days_are_left_out_that_it_still_gives() -> None:
    form = RepeatForm(Unit.WEEK, without=(TUESDAY, date(2026, 12, 1), date(2026, 12, 2)))
    repeat = repeat_of(form, TUESDAY, 0)
    assert repeat is not None
    assert repeat.without == (date(2026, 12, 1),)


def test_given_days_that_are_left_out_when_booked_then_the_series_is_without_them(desk: "Desk") -> None:
    form = RepeatForm(Unit.WEEK, end=End.TIMES, times=4, without=(date(2026, 12, 1), date(2026, 12, 8)))
    desk.pane.presenter.choose(local(24, "10:00"))
    desk.pane.booking.choose_client(desk.house.dana)
    desk.pane.booking.set_repeat(form)
    desk.pane.form.repeat.times.editor.setValue(5)  # another field of it changes nothing of that
    desk.settle()
    desk.pane.form.save()
    desk.settle()
    rows = desk.house.practice.appointments.between(local(24, "00:00"), datetime(2027, 2, 1, tzinfo=UTC))
    starts = [f"{row.appointment.scheduled_start.astimezone(ZONE):%d.%m}" for row in rows]
    assert starts == ["24.11", "15.12", "22.12"]


def test_given_a_day_that_is_taken_when_it_is_left_out_then_nothing_is_in_the_way(desk: "Desk") -> None:
    desk.house.book(24, "10:00")
    desk.reload()
    desk.pane.presenter.choose(local(17, "10:00"))
    desk.pane.booking.choose_client(desk.house.dana)
    desk.pane.booking.set_repeat(RepeatForm(Unit.WEEK, end=End.TIMES, times=4))
    desk.settle()
    assert not desk.pane.form.warning.isHidden()
    desk.pane.booking.set_repeat(RepeatForm(Unit.WEEK, end=End.TIMES, times=4, without=(TUESDAY,)))
    desk.settle()
    assert desk.pane.form.warning.isHidden()
