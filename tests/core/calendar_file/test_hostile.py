"""Hostile and broken calendar files: refused in one sentence or read without them, never waited for."""

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar_file.lines import LARGEST_BYTES, MOST_EVENTS
from core.calendar_file.planning import plan_of
from core.calendar_file.rules import MOST_COUNTED
from core.domain.errors import BadInput, Cancelled
from tests.core.calendar_file.files import (
    BERLIN,
    PRODUCERS,
    TODAY,
    at,
    calendar,
    event,
    plan,
    reasons,
)

START = "DTSTART:20260304T100000"
HOUR = "DTEND:20260304T110000"


def test_given_more_than_anybody_has_when_read_then_it_is_refused_and_says_what_to_do() -> None:
    for content in (
        b"x" * (LARGEST_BYTES + 1),
        calendar(*(["BEGIN:VEVENT\r\nEND:VEVENT"] * (MOST_EVENTS + 1))),
    ):
        with pytest.raises(BadInput, match="Export a shorter time"):
            plan(content)


def test_given_ten_megabytes_of_remarks_and_pictures_when_read_then_the_events_are_found() -> None:
    noise = "DESCRIPTION:" + "lorem ipsum \\n" * 5000
    found = plan(calendar(*[event(noise, START, HOUR, uid=f"{number}") for number in range(150)]))
    assert len(found.bookings) + len(found.left_out) == 150


def test_given_a_line_of_five_megabytes_when_read_then_it_is_cut_and_the_rest_is_read() -> None:
    assert len(plan(calendar(event("ATTACH:" + "A" * 5_000_000, START, HOUR), at("1200"))).bookings) == 2
    (long,) = plan(calendar("BEGIN:VEVENT", "SUMMARY:" + "B" * 5_000_000, START, HOUR, "END:VEVENT")).bookings
    assert len(long.summary) == 200


def test_given_a_megabyte_of_empty_and_folded_lines_when_read_then_it_is_read() -> None:
    assert plan(calendar("\r\n" * 500_000, at("1000"), "\r\n ".join(["X-A:b"] * 200_000))).bookings


def test_given_components_within_each_other_when_they_are_ten_thousand_deep_then_the_file_is_refused() -> (
    None
):
    with pytest.raises(BadInput, match="within each other"):
        plan(calendar(*(["BEGIN:VEVENT"] * 10_000), *(["END:VEVENT"] * 10_000)))


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 1000, b"%PDF-1.7", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"\xff\xfe\xff\xff", b"END:VCALENDAR"],
)
def test_given_what_is_no_calendar_when_read_then_it_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match="not a calendar file"):
        plan(content)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "rule"),
        ("FREQ=MINUTELY;COUNT=2000000000", "rule"),
        ("FREQ=HOURLY;INTERVAL=1", "rule"),
        ("FREQ=DAILY;COUNT=1000000", "rule"),
        ("FREQ=DAILY;INTERVAL=100000", "rule"),
        ("FREQ=DAILY;INTERVAL=0", "rule"),
        ("FREQ=DAILY;INTERVAL=-1", "rule"),
        ("FREQ=YEARLY;BYWEEKNO=20", "rule"),
        ("FREQ=YEARLY;BYYEARDAY=100", "rule"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "rule"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "rule"),
        ("FREQ=WEEKLY;BYDAY=XX", "broken"),
        ("FREQ=WEEKLY;UNTIL=PT1H", "broken"),
        ("FREQ=WEEKLY;UNTIL=20250101", "rule"),
        ("FREQ=SOMETIMES", "broken"),
        ("COUNT=3", "rule"),
        (";;;=;", "rule"),
    ],
)
def test_given_a_rule_that_no_series_keeps_when_read_then_the_event_is_left_out_with_the_reason(
    rule: str, reason: str
) -> None:
    assert reasons(plan(calendar(event(START, HOUR, f"RRULE:{rule}"), at("1200")))) == [reason]


def test_given_a_rule_without_an_end_when_read_then_it_is_a_series_or_counted_to_a_limit() -> None:
    (endless,) = plan(calendar(event(START, HOUR, "RRULE:FREQ=DAILY"))).bookings
    assert endless.series is not None
    assert endless.series.until is None
    (counted,) = plan(
        calendar(event(START, HOUR, "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,4,8,15,20,22,25,28"))
    ).bookings
    assert (counted.series, counted.has_more) == (None, True)
    assert len(counted.times) <= MOST_COUNTED
    (never,) = plan(
        calendar(event(START, HOUR, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=900"))
    ).bookings
    assert len(never.times) == 1


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("DTSTART:20260304T100000", "DTEND:20260304T090000"), "backwards"),
        (("DTSTART:20260304T100000", "DURATION:-PT1H"), "backwards"),
        (("DTSTART:20260304T100000", "DTEND:20260304T100000"), "no_length"),
        (("DTSTART:20260304T100000",), "no_length"),
        (("DTSTART:20260304T100000", "DURATION:P9999999D"), "too_long"),
        (("DTSTART:20260304T100000", "DTEND:20260306T100000"), "too_long"),
        (("DTSTART:20260304T100000", "DTEND;VALUE=DATE:20260305"), "broken"),
        (("DTSTART:00000101T100000", "DURATION:PT1H"), "broken"),
        (("DTSTART:00010101T000000", "DURATION:PT1H"), "too_far"),
        (("DTSTART:99991231T235959", "DURATION:PT1H"), "too_far"),
        (("DTSTART:20261399T100000", "DURATION:PT1H"), "broken"),
        (("DTSTART:nonsense", "DURATION:PT1H"), "broken"),
        (("DTSTART:PT1H", "DURATION:PT1H"), "broken"),
        (("DTSTART:20260304T100000", "DURATION:soon"), "broken"),
        (("DTSTART:20260304T100000", "DURATION:20260304"), "broken"),
        (("DURATION:PT1H",), "broken"),
        (("DTSTART;TZID=Nowhere/Such:20260304T100000", "DURATION:PT1H"), "zone"),
        (("DTSTART;TZID=../../etc/passwd:20260304T100000", "DURATION:PT1H"), "zone"),
        (("DTSTART;TZID=Europe:20260304T100000", "DURATION:PT1H"), "zone"),
        (("DTSTART;TZID=\0:20260304T100000", "DURATION:PT1H"), "broken"),
        (("DTSTART;VALUE=DATE:20260304",), "all_day"),
        (("DTSTART:20260304T100000", "DURATION:PT1H", "STATUS:CANCELLED"), "cancelled"),
        (("DTSTART;;;:20260304T100000", "DURATION:PT1H"), "broken"),
    ],
)
def test_given_an_event_that_is_no_appointment_when_read_then_its_reason_is_told_and_the_rest_goes_on(
    lines: tuple[str, ...], reason: str
) -> None:
    found = plan(calendar(event(*lines), at("1200")))
    assert reasons(found) == [reason]
    assert len(found.bookings) == 1


def test_given_nul_bytes_and_controls_in_a_name_when_read_then_one_harmless_line_is_left() -> None:
    (found,) = plan(calendar(event(START, HOUR).replace("Fern", "Fe\0r\x1b[31mn \u202e"))).bookings
    assert found.summary == "Fer[31mn Sampleton"


def test_given_a_file_that_ends_within_an_event_when_read_then_that_one_alone_is_broken() -> None:
    content = calendar(at("1000"), event(START, HOUR, uid="b"))
    cut = content[: content.rindex(b"DTEND")]
    found = plan(cut)
    assert (len(found.bookings), reasons(found)) == (1, ["broken"])


def test_given_more_lines_than_any_program_writes_when_read_then_that_event_is_broken() -> None:
    many = event(START, HOUR, *["EXDATE:20260311T100000"] * 3000)
    assert reasons(plan(calendar(many, at("1200")))) == ["broken"]


def test_given_lines_outside_of_everything_and_ends_without_beginnings_when_read_then_they_mean_nothing() -> (
    None
):
    content = b"SUMMARY:Nobody\r\nEND:VEVENT\r\n" + calendar("END:VTODO", at("1000")) + b"SUMMARY:Nobody\r\n"
    (found,) = plan(content).bookings
    assert found.summary == "Fern Sampleton"


def test_given_an_event_within_an_event_when_read_then_neither_is_mistaken_for_the_other() -> None:
    found = plan(calendar(event(START, at("1200"), HOUR)))
    assert [each.start.hour for each in found.bookings] == [9, 11]


def test_given_occurrences_that_replace_each_other_in_a_ring_when_read_then_each_day_stands_once() -> None:
    weekly = event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=3")
    there = event(
        "RECURRENCE-ID:20260304T100000", "DTSTART:20260311T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY"
    )
    back = event(
        "RECURRENCE-ID:20260311T100000", "DTSTART:20260304T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY"
    )
    (found,) = plan(calendar(weekly, there, back, there, back)).bookings
    assert found.series is not None
    assert [str(day) for day, _ in found.series.moved] == ["2026-03-04", "2026-03-11"]
    assert reasons(plan(calendar(weekly, there, back, there))) == ["again"]


def zone(*rules: str) -> str:
    return "\r\n".join(("BEGIN:VTIMEZONE", "TZID:Own", *rules, "END:VTIMEZONE"))


def times(rule: str, start: str = "19700329T020000", offset: str = "+0200") -> str:
    lines = (f"DTSTART:{start}", "TZOFFSETFROM:+0100", f"TZOFFSETTO:{offset}", rule)
    return "\r\n".join(("BEGIN:DAYLIGHT", *lines, "END:DAYLIGHT"))


@pytest.mark.parametrize(
    "described",
    [
        zone(),
        zone(times("RRULE:FREQ=SECONDLY")),
        zone(times("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")),
        zone(times("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=XX")),
        zone(times("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=7SU")),
        zone(times("RRULE:FREQ=YEARLY;BYMONTH=3,4;BYDAY=1SU")),
        zone(times("RRULE:FREQ=YEARLY;BYDAY=1SU;UNTIL=PT1H")),
        zone(times("", start="nonsense")),
        zone(times("", offset="+99")),
        zone(times("", offset="+1745")),
        zone(times("", start="99991231T000000")),
        zone(*[times("", offset="+0333")] * 600),
        zone("TZID;;;:Own", "TZID"),
        zone("BEGIN:VTIMEZONE\r\nTZID:Own\r\nEND:VTIMEZONE"),
        "BEGIN:VTIMEZONE\r\nX-LIC-LOCATION:Own\r\nTZID:Own\r\nEND:VTIMEZONE",
        "",
    ],
)
def test_given_a_broken_zone_when_its_event_is_read_then_only_that_event_is_left_out(described: str) -> None:
    own = event("DTSTART;TZID=Own:20260304T100000", "DURATION:PT1H", uid="own")
    found = plan(calendar(described, own, at("1200")))
    assert (len(found.bookings), reasons(found)) == (1, ["zone"])


def test_given_a_long_file_when_it_is_stopped_then_reading_ends() -> None:
    content = calendar(*[event(START, HOUR, uid=str(number)) for number in range(3000)])

    def stop(_done: int, _of: int) -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        plan_of(content, BERLIN, TODAY, stop)


@given(st.binary(max_size=400))
def test_given_any_bytes_within_a_calendar_when_read_then_nothing_but_a_sentence_is_raised(
    noise: bytes,
) -> None:
    with suppress(BadInput):
        plan(b"BEGIN:VCALENDAR\r\n" + noise)


@pytest.mark.parametrize("seed", range(60))
def test_given_a_real_file_with_bytes_changed_when_read_then_it_is_read_or_refused_in_a_sentence(
    seed: int,
) -> None:
    draw = random.Random(seed)  # noqa: S311 - to spoil files
    content = bytearray(draw.choice(PRODUCERS).read_bytes())
    for _ in range(draw.randint(1, 30)):
        place = draw.randrange(len(content))
        if draw.random() < 0.5:
            content[place] = draw.choice(b'\0\r\n:;=,"\\0129TZPW- ')
        else:
            del content[place : place + draw.randint(1, 40)]
    with suppress(BadInput):
        plan(bytes(content))
