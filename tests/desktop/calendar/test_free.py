"""The next free time: ahead, open, and taken by nobody."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.enums import AppointmentStatus
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.free_time import next_free
from desktop.kit.hours import Hours
from tests.desktop.calendar.conftest import local

HOURS = Hours({0: ((540, 720), (780, 1080)), 1: ((540, 1080),)}, first_weekday=0)
"""Mondays from nine to six with an hour at noon, Tuesdays through."""
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "at", "found"),
    [
        (23, "10:00", (23, "10:00")),
        (23, "10:07", (23, "10:15")),
        (23, "07:00", (23, "09:00")),
        (23, "11:15", (23, "13:00")),
        (23, "17:30", (24, "09:00")),
        (25, "10:00", (30, "09:00")),
    ],
)
def test_given_hours_when_looked_for_then_the_first_whole_hour_in_them_is_proposed(
    zone: ZoneInfo, day: int, at: str, found: tuple[int, str]
) -> None:
    assert next_free(local(day, at), HOUR, HOURS, zone, ()) == local(*found)


def test_given_appointments_when_looked_for_then_the_gap_behind_them_is_proposed(
    zone: ZoneInfo, entry: Callable[..., CalendarEntry]
) -> None:
    taken = [entry(24, "10:00", 50), entry(24, "11:30", 45)]
    assert next_free(local(24, "10:00"), HOUR, HOURS, zone, taken) == local(24, "12:15")
    assert next_free(local(24, "10:00"), timedelta(minutes=30), HOURS, zone, taken) == local(24, "11:00")


def test_given_a_cancelled_appointment_when_looked_for_then_its_time_is_free(
    zone: ZoneInfo, entry: Callable[..., CalendarEntry]
) -> None:
    gone = entry(24, "10:00", 60, status=AppointmentStatus.CANCELLED)
    assert next_free(local(24, "10:00"), HOUR, HOURS, zone, [gone]) == local(24, "10:00")


def test_given_a_practice_that_is_never_open_when_looked_for_then_nothing_is_proposed(
    zone: ZoneInfo,
) -> None:
    assert next_free(local(24, "10:00"), HOUR, Hours({}), zone, ()) is None
