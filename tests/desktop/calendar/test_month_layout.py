"""Where a month's days and rows are, which appointments have room, and what is hidden."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from core.domain.timegrid import day_scale, days_from
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.month_layout import MonthGeometry, lay_out_month
from desktop.calendar.pages import CalendarPage, PageKind
from desktop.kit.hours import Hours

MakeEntry = Callable[..., CalendarEntry]
ZONE = ZoneInfo("Asia/Jerusalem")
DAYS = [day_scale(day, ZONE) for day in days_from(date(2026, 11, 1), 35)]


def test_given_more_than_fit_then_the_last_row_says_how_many(entry: MakeEntry) -> None:
    made = [entry(24, f"{hour}:00") for hour in range(8, 15)]
    day = lay_out_month(made, DAYS, rows=4)[23]
    assert [one.start for one in day.shown] == [one.start for one in made[:3]]
    assert (day.hidden, day.count) == (4, 7)


def test_given_as_many_as_fit_then_nothing_is_hidden(entry: MakeEntry) -> None:
    day = lay_out_month([entry(24, f"{hour}:00") for hour in range(8, 12)], DAYS, rows=4)[23]
    assert (len(day.shown), day.hidden) == (4, 0)


def test_given_a_hidden_one_that_is_selected_then_it_is_shown(entry: MakeEntry) -> None:
    made = [entry(24, f"{hour}:00") for hour in range(8, 15)]
    day = lay_out_month(made, DAYS, 4, made[-1].id)[23]
    assert made[-1] in day.shown
    assert day.count == 7


def test_given_an_appointment_over_midnight_then_both_days_have_it(entry: MakeEntry) -> None:
    days = lay_out_month([entry(24, "23:30", 60)], DAYS, 4)
    assert [day.day.day for day in days if day.count] == [24, 25]


def test_given_an_appointment_until_midnight_then_one_day_has_it(entry: MakeEntry) -> None:
    days = lay_out_month([entry(24, "23:00", 60)], DAYS, 4)
    assert [day.day.day for day in days if day.count] == [24]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 34 * 96), st.integers(1, 300)), max_size=60), st.integers(1, 6))
def test_every_appointment_is_shown_or_counted_on_each_of_its_days(
    spans: list[tuple[int, int]], rows: int
) -> None:
    made = [an_entry(DAYS[0].start + timedelta(minutes=15 * at), minutes) for at, minutes in spans]
    days = lay_out_month(made, DAYS, rows)
    for scale, day in zip(DAYS, days, strict=True):
        touching = [one for one in made if one.start < scale.end and scale.start < one.end]
        assert day.count == len(touching)
        assert len(day.shown) + (day.hidden > 0) <= max(rows, 1)
        assert all(one in touching for one in day.shown)
        assert all(one.start <= other.start for one, other in pairwise(day.shown))


def an_entry(start: datetime, minutes: int) -> CalendarEntry:
    return CalendarEntry(
        id=AppointmentId(uuid.uuid4()),
        client_id=ClientId(uuid.uuid4()),
        client_name="A B",
        start=start.astimezone(UTC),
        end=start.astimezone(UTC) + timedelta(minutes=minutes),
        status=AppointmentStatus.SCHEDULED,
    )


@settings(deadline=None)
@given(
    st.floats(350, 3000), st.floats(300, 2000), st.integers(4, 6), st.booleans(), st.floats(1, 2), st.data()
)
def test_a_day_is_found_again_from_its_pixels(
    width: float, height: float, weeks: int, mirrored: bool, scale: float, data: st.DataObject
) -> None:
    geometry = MonthGeometry(width, height, weeks, mirrored, scale)
    number = data.draw(st.integers(0, weeks * 7 - 1))
    box = geometry.day_box(number)
    assert geometry.day_at(box.x + box.width / 2, box.y + box.height / 2) == number
    mirror = MonthGeometry(width, height, weeks, not mirrored, scale).day_box(number)
    assert mirror.x == pytest.approx(width - box.x - box.width, abs=0.01)


def test_no_day_is_above_the_days_or_beside_them() -> None:
    geometry = MonthGeometry(800, 600, 5)
    assert geometry.day_at(400, 10) is None
    assert geometry.day_at(10, 300) is None


@pytest.mark.parametrize("first", [0, 5, 6])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_whole_weeks_that_hold_it(first: int, month: int) -> None:
    hours = Hours(first_weekday=first)
    days = CalendarPage(PageKind.MONTH, date(2026, month, 17), hours, ZONE).days
    assert len(days) % 7 == 0
    assert days[0].weekday() == first
    inside = [day for day in days if day.month == month]
    assert inside[0].day == 1
    assert len(inside) == (date(2026 + month // 12, month % 12 + 1, 1) - date(2026, month, 1)).days
    assert len(days) - len(inside) < 14


def test_turning_a_month_keeps_the_day_or_takes_the_last_one() -> None:
    page = CalendarPage(PageKind.MONTH, date(2027, 1, 31), Hours(), ZONE)
    assert page.turned(1).anchor == date(2027, 2, 28)
    assert page.turned(-1).anchor == date(2026, 12, 31)
    assert page.turned(-13).anchor == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("day", "first", "number"),
    [
        (date(2026, 11, 22), 6, 48),
        (date(2026, 11, 22), 0, 47),
        (date(2027, 1, 1), 0, 53),
        (date(2027, 1, 3), 6, 1),
    ],
)
def test_the_week_number_is_that_of_the_weeks_thursday(day: date, first: int, number: int) -> None:
    assert CalendarPage(PageKind.WEEK, day, Hours(first_weekday=first), ZONE).week_number == number
