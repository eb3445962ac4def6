"""What the events of a file become together: series with what was moved, lonely occurrences, one of two."""

from datetime import UTC, date, datetime

import pytest

from core.calendar_file.planning import COUNTED_AHEAD, PlannedBooking, PlannedSeries
from core.calendar_file.rules import MOST_COUNTED
from tests.core.calendar_file.files import TODAY, at, calendar, event, plan, reasons

START, HOUR = "DTSTART:20260304T100000", "DURATION:PT1H"
WEEKLY = event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=4")


def instead(day: int, *lines: str) -> str:
    """Stands for the occurrence of a day of March."""
    return event(f"RECURRENCE-ID:202603{day:02}T100000", *lines)


def later(day: int, sequence: int = 0) -> str:
    return instead(day, f"DTSTART:202603{day:02}T160000", HOUR, f"SEQUENCE:{sequence}")


def series(*parts: str) -> PlannedSeries:
    (booking,) = plan(calendar(*parts)).bookings
    assert booking.series is not None
    return booking.series


def single(booking: PlannedBooking) -> datetime:
    (time,) = booking.times
    return time.start


def test_given_an_occurrence_that_was_cancelled_when_planned_then_its_day_is_left_out_of_the_series() -> None:
    found = series(WEEKLY, instead(11, "DTSTART:20260311T100000", HOUR, "STATUS:CANCELLED"))
    assert (found.without, found.moved) == (frozenset({date(2026, 3, 11)}), ())


def test_given_two_versions_of_an_occurrence_when_planned_then_the_newer_one_counts() -> None:
    found = plan(calendar(WEEKLY, later(11, 2), instead(11, "DTSTART:20260312T090000", HOUR, "SEQUENCE:5")))
    assert reasons(found) == ["again"]
    assert found.bookings[0].series is not None
    assert [time.start.day for _, time in found.bookings[0].series.moved] == [12]


def test_given_two_versions_of_an_event_when_planned_then_the_newer_one_counts() -> None:
    newer = event("DTSTART:20260304T120000", HOUR, "SEQUENCE:3")
    found = plan(calendar(event(START, HOUR), newer))
    assert [each.start.hour for each in found.bookings] == [11]
    assert reasons(found) == ["again"]


def test_given_an_occurrence_of_a_day_that_the_series_does_not_have_when_planned_then_it_stands_alone() -> (
    None
):
    found = plan(calendar(WEEKLY, later(12), later(25)))
    weekly, alone = found.bookings
    assert weekly.series is not None
    assert [day.day for day, _ in weekly.series.moved] == [25]
    assert single(alone) == datetime(2026, 3, 12, 15, 0, tzinfo=UTC)


def test_given_occurrences_without_their_series_when_planned_then_each_is_an_appointment() -> None:
    gone = instead(18, "DTSTART:20260318T100000", HOUR, "STATUS:CANCELLED")
    found = plan(calendar(later(4), later(11), later(11), gone))
    assert [single(each).day for each in found.bookings] == [4, 11]
    assert sorted(reasons(found)) == ["again", "cancelled"]


def test_given_an_occurrence_of_an_event_that_does_not_repeat_when_planned_then_both_are_there() -> None:
    found = plan(calendar(event(START, HOUR), later(11)))
    assert [single(each).day for each in found.bookings] == [4, 11]


def test_given_a_cancelled_series_when_planned_then_it_goes_with_all_that_was_moved() -> None:
    found = plan(calendar(event(START, HOUR, "RRULE:FREQ=WEEKLY", "STATUS:CANCELLED"), later(11)))
    assert (found.bookings, reasons(found)) == ((), ["cancelled", "cancelled"])


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;COUNT=2", "FREQ=MONTHLY;BYMONTHDAY=4,11;COUNT=2"])
def test_given_a_series_of_which_every_day_is_left_out_when_planned_then_there_is_nothing(rule: str) -> None:
    days = "EXDATE:20260304T100000,20260311T100000"
    assert reasons(plan(calendar(event(START, HOUR, f"RRULE:{rule}", days)))) == ["cancelled"]


def test_given_a_series_of_which_only_moved_days_are_left_when_planned_then_it_begins_with_them() -> None:
    found = plan(
        calendar(event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:20260304T100000"), later(11))
    )
    assert found.bookings[0].start == datetime(2026, 3, 11, 15, 0, tzinfo=UTC)


def test_given_a_first_day_that_is_left_out_when_planned_then_the_preview_begins_with_the_next() -> None:
    found = plan(
        calendar(event(START, HOUR, "RRULE:FREQ=WEEKLY", "EXDATE;VALUE=DATE:20260304", "EXDATE:nonsense"))
    )
    assert found.bookings[0].start == datetime(2026, 3, 11, 9, 0, tzinfo=UTC)


def test_given_counted_days_when_some_are_moved_or_cancelled_then_they_stand_so() -> None:
    twice = event(START, HOUR, "RRULE:FREQ=MONTHLY;BYMONTHDAY=4,18;COUNT=3")
    gone = event("RECURRENCE-ID:20260404T100000", "DTSTART:20260404T100000", HOUR, "STATUS:CANCELLED")
    (found,) = plan(calendar(twice, later(18), gone)).bookings
    assert [f"{each.start:%d.%m %H}" for each in found.times] == ["04.03 09", "18.03 15"]
    assert (found.series, found.has_more) == (None, False)
    assert [each.key for each in found.times] == [
        "one@invented.example/2026-03-04",
        "one@invented.example/2026-03-18",
    ]


def test_given_days_without_an_end_when_counted_then_it_stops_in_two_years_or_at_a_number() -> None:
    (seldom,) = plan(calendar(event(START, HOUR, "RRULE:FREQ=MONTHLY;BYMONTHDAY=4,18"))).bookings
    assert seldom.times[-1].start.date() <= TODAY + COUNTED_AHEAD
    assert (len(seldom.times), seldom.has_more) == (48, True)
    (long_ago,) = plan(
        calendar(event("DTSTART:20100304T100000", HOUR, "RRULE:FREQ=MONTHLY;BYMONTHDAY=4,18"))
    ).bookings
    assert (len(long_ago.times), long_ago.has_more) == (MOST_COUNTED, True)


def test_given_the_same_words_at_the_same_time_under_two_marks_when_planned_then_they_count_once() -> None:
    found = plan(
        calendar(event(START, HOUR, uid="a"), event(START, HOUR, uid="b"), at("1000").replace("Fern", "Ivy"))
    )
    assert (len(found.bookings), reasons(found)) == (2, ["again"])


def test_given_events_without_a_mark_when_planned_then_they_are_told_apart_by_what_they_say() -> None:
    bare = (
        event(f"DTSTART:202603{day:02}T100000", HOUR).replace("UID:one@invented.example\r\n", "")
        for day in (4, 5)
    )
    found = plan(calendar(*bare))
    assert len({each.uid for each in found.bookings}) == 2


def test_given_times_in_no_zone_and_in_utc_when_planned_then_they_are_the_practices_and_utc() -> None:
    (floating, utc) = plan(
        calendar(event(START, HOUR), event("DTSTART:20260304T100000Z", HOUR, uid="b"))
    ).bookings
    assert [each.start.hour for each in (floating, utc)] == [9, 10]
    assert [each.times[0].zone for each in (floating, utc)] == ["Europe/Berlin", "UTC"]


def test_given_an_hour_that_the_clocks_leave_out_when_planned_then_it_is_the_first_after_it() -> None:
    (found,) = plan(calendar(event("DTSTART:20260329T023000", HOUR))).bookings
    assert found.start == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Berlin", "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "W. Europe Standard Time",
        "/citadel.org/20211207_1/Europe/Berlin", "/America/Argentina/Buenos_Aires",
    ],
)  # fmt: skip
def test_given_a_zone_by_any_of_its_names_when_read_then_it_is_that_of_everybody(name: str) -> None:
    (found,) = plan(calendar(event(f"DTSTART;TZID={name}:20260704T100000", HOUR))).bookings
    assert found.times[0].zone == ("America/Argentina/Buenos_Aires" if "America" in name else "Europe/Berlin")


def test_given_a_zone_that_is_only_described_when_it_does_what_one_does_then_it_is_that_one() -> None:
    described = "\r\n".join(
        ("BEGIN:VTIMEZONE", "TZID:(UTC-05:00) Somewhere", "BEGIN:STANDARD", "DTSTART:16010101T020000",
         "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "TZOFFSETTO:-0500", "END:STANDARD", "BEGIN:DAYLIGHT",
         "DTSTART:16010101T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
         "TZOFFSETTO:-0400", "END:DAYLIGHT",
         "BEGIN:DAYLIGHT", "DTSTART:19700101T020000", "TZOFFSETTO:-0300",
         "RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1SU;UNTIL=19800101T000000Z", "END:DAYLIGHT", "END:VTIMEZONE")
    )  # fmt: skip
    there = event('DTSTART;TZID="(UTC-05:00) Somewhere":20260704T100000', HOUR)
    (found,) = plan(calendar(described, there)).bookings
    assert found.start == datetime(2026, 7, 4, 14, 0, tzinfo=UTC)


def test_given_a_file_in_the_letters_of_windows_when_read_then_its_names_are_whole() -> None:
    content = calendar(event(START, HOUR).replace("Fern", "פנינה")).decode()
    for encoding in ("utf-16", "utf-8-sig"):
        assert plan(content.encode(encoding)).bookings[0].summary == "פנינה Sampleton"
