"""A booking typed in one line: name, day, hour, length, service and repetition in any order."""

import uuid
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.ids import ServiceId, WorkspaceId
from core.domain.records import Service
from desktop.kit.day_words import booking_words
from desktop.kit.typed_booking import Misfit, TypedBooking, booking_meant, bookings_of_names, misfit

NOW = datetime(2026, 11, 24, 10, 40, tzinfo=ZoneInfo("Asia/Jerusalem"))
"""A Tuesday."""
TUESDAY, TODAY, TOMORROW = date(2026, 12, 1), date(2026, 11, 24), date(2026, 11, 25)


def service(name: str, minutes: int = 45) -> Service:
    made = datetime(2026, 1, 1, tzinfo=UTC)
    return Service(
        id=ServiceId(uuid.uuid4()),
        workspace_id=WorkspaceId(uuid.UUID(int=1)),
        name=name,
        default_duration_minutes=minutes,
        created_at=made,
        updated_at=made,
        version=1,
    )


MASSAGE, DEEP, FIRST = service("Massage"), service("Deep tissue massage"), service("עיסוי רקמות")
SERVICES = (DEEP, MASSAGE, FIRST)


def meant(text: str, now: datetime = NOW) -> TypedBooking | None:
    return booking_meant(text, now, booking_words(6), SERVICES)


def test_given_all_of_it_when_typed_then_each_part_is_understood() -> None:
    assert meant("Dana tue 10 60m massage every week x8") == TypedBooking(
        who="Dana",
        day=TUESDAY,
        start=time(10),
        minutes=60,
        service=MASSAGE,
        every=(1, "week"),
        times=8,
    )


@given(st.permutations(["Dana Levi", "12 dec", "9:30", "90 min", "deep tissue", "every 2 weeks", "5 times"]))
def test_given_any_order_of_the_parts_when_typed_then_they_mean_the_same(parts: list[str]) -> None:
    assert meant(" ".join(parts)) == TypedBooking(
        who="Dana Levi",
        day=date(2026, 12, 12),
        start=time(9, 30),
        minutes=90,
        service=DEEP,
        every=(2, "week"),
        times=5,
    )


@pytest.mark.parametrize(
    ("text", "day", "start", "minutes"),
    [
        ("dana 930 tomorrow", TOMORROW, time(9, 30), None),
        ("dana at 14 next tue", TUESDAY, time(14), None),
        ("dana @14:15 +1w", TUESDAY, time(14, 15), None),
        ("dana 10-11:30 tue", TUESDAY, time(10), 90),
        ("dana 11", TODAY, time(11), None),
        ("dana 10", TOMORROW, time(10), None),
        ("dana 14h 1.5h", TODAY, time(14), 90),
        ("dana 2pm 1.5h", TODAY, time(14), 90),
        ("dana 2:30 pm 60m", TODAY, time(14, 30), 60),
        ("dana at 2pm 60m", TODAY, time(14), 60),
        ("dana tue at 2 pm", TUESDAY, time(14), None),
        ("dana tue @ 2 pm", TUESDAY, time(14), None),
        ("dana tue 2 p.m.", TUESDAY, time(14), None),
        ("dana tue 2p.m.", TUESDAY, time(14), None),
        ("dana tue 2-3pm", TUESDAY, time(14), 60),
        ("dana tue 2-3 pm", TUESDAY, time(14), 60),
        ("dana tue at 2-3 p.m.", TUESDAY, time(14), 60),
        ("dana tue 2pm-3pm", TUESDAY, time(14), 60),
        ("dana tue 2pm-3", TUESDAY, time(14), 60),
        ("dana tue 11-1pm", TUESDAY, time(11), 120),
        ("dana tue 11am-1", TUESDAY, time(11), 120),
        ("dana tue 12-1pm", TUESDAY, time(12), 60),
        ("dana tue 14-3pm", TUESDAY, time(14), 60),
        ("dana 9h 1h30 tue", TUESDAY, time(9), 90),
        ("דנה מחר ב-10:30 45 דק'", TOMORROW, time(10, 30), 45),
        ("דנה יום שלישי 16:00 שעתיים", TUESDAY, time(16), 120),
        ("dana in 2 weeks 8", date(2026, 12, 8), time(8), None),
        ("dana 3.12. 10", date(2026, 12, 3), time(10), None),
        ("dana 3.12. 1030", date(2026, 12, 3), time(10, 30), None),
        ("dana 3.12. 10 60m", date(2026, 12, 3), time(10), 60),
        ("dana 3/12/ 10", date(2026, 12, 3), time(10), None),
        ("דנה 3.12. 10", date(2026, 12, 3), time(10), None),
        ("dana 3. 12.26 10", date(2026, 12, 3), time(10), None),
        ("dana tue 1 dec 10", TUESDAY, time(10), None),
        ("dana tue, 1.12., 10", TUESDAY, time(10), None),
        ("dana tue 1.12. 10", TUESDAY, time(10), None),
        ("dana every tue 10.15-11.15", TUESDAY, time(10, 15), 60),
        ("dana weekly 1.12 10", TUESDAY, time(10), None),
        ("dana mon 30 nov 10", date(2026, 11, 30), time(10), None),
        ("dana tue 10 in 2 weeks", date(2026, 12, 8), time(10), None),
        ("dana next week thu 10", date(2026, 12, 3), time(10), None),
        ("dana thu next week 10", date(2026, 12, 3), time(10), None),
        ("dana day after tomorrow 10", date(2026, 11, 26), time(10), None),
        ("דנה שלישי 1 בדצמבר ב-10", TUESDAY, time(10), None),
        ("דנה יום ג' 1.12 ב-10", TUESDAY, time(10), None),
        ("דנה בשבוע הבא 10", TUESDAY, time(10), None),
        ("דנה בשבוע הבא ביום ה' 10", date(2026, 12, 3), time(10), None),
    ],
)
def test_given_a_line_when_typed_then_day_hour_and_length_are_those(
    text: str, day: date, start: time, minutes: int | None
) -> None:
    found = meant(text)
    assert found is not None
    assert (found.day, found.start, found.minutes) == (day, start, minutes)
    assert found.who in {"dana", "דנה"}


@pytest.mark.parametrize(
    "text",
    [
        "dana tue 2 pm - 3 pm",
        "dana tue 2 pm-3 pm",
        "dana tue 2 - 3 pm",
        "dana tue 14 - 15",
        "dana 14 – 15 tue",
        "dana on tuesday from 14 to 15",
        "dana tue between 2 and 3 pm",
        "dana, tue, 14:00 until 15:00",
        "dana 1. 12. 14-15",
        "dana 1. 12. 2 pm for an hour",
        "dana 1st of december 14,00 60m",
        "dana tue 2 o'clock in the afternoon 1h",
        "dana this tue afternoon 2 - 3",
        "דנה שלישי מ-14 עד 15",
        "דנה בג' בין 14 ל-15",
        'דנה יום שלישי ב-2 אחה"צ שעה',
        "דנה שלישי בצהריים ב-2 60 דק'",
        "דנה ביום שלישי 14:00 למשך שעה",
    ],
)
def test_given_a_span_in_any_words_when_typed_then_it_is_that_hour_of_tuesday(text: str) -> None:
    found = meant(text)
    assert found is not None
    assert (found.day, found.start, found.minutes) == (TUESDAY, time(14), 60)
    assert found.who in {"dana", "דנה"}


@pytest.mark.parametrize(
    ("text", "start", "minutes"),
    [
        ("dana noon", time(12), None),
        ("dana 11-1", time(11), 120),
        ("dana half past 9", None, None),
        ("דנה 9 וחצי בבוקר", time(9, 30), None),
        ("דנה 8 וחצי שעה וחצי", time(8, 30), 90),
        ("דנה 17:00 אחר הצהריים", time(17), None),
        ("דנה מחר ב-4 אחהצ", time(16), None),
        ("דנה מחר ב-4 אחה''צ", time(16), None),
        ("דנה מחר ב-5 לפנות ערב", time(17), None),
        ("דנה מחר 10 לשעה", time(10), 60),
        ("דנה מחר 10 לשעתיים", time(10), 120),
        ("dana 17 in the morning", None, None),
        ("דנה מחר 11 בצהריים", time(11), None),
        ("דנה מחר מ-11 עד 12 בצהריים", time(11), 60),
        ("דנה מחר 1 בצהריים", time(13), None),
        ("dana tue 11 in the afternoon", None, None),
        ("dana tue 12 in the evening", None, None),
        ("dana tue 12 in the morning", None, None),
        ("דנה מחר 10 בערב", time(22), None),
        ("dana 3. 12. 26 10", None, None),
        ("dana 9 30", None, None),
        ("dana 31.11. 10", None, None),
        ("dana tonight 7", None, None),
        ("dana 050-5550100 9", time(9), None),
    ],
)
def test_given_an_hour_in_words_then_it_is_that_one_and_what_is_unclear_is_no_booking(
    text: str, start: time | None, minutes: int | None
) -> None:
    found = meant(text)
    assert (found and found.start, found and found.minutes) == (start, minutes)
    assert found is None or found.who in {"dana", "דנה", "dana 050-5550100"}


@pytest.mark.parametrize(
    "text", ["דנה הערב ב-7", "דנה 7 הערב", "dana this evening at 7", "dana, 7 This Evening"]
)
def test_given_this_evening_and_an_hour_that_is_over_then_it_is_of_today_all_the_same(text: str) -> None:
    found = meant(text, NOW.replace(hour=20))
    assert found is not None
    assert (found.day, found.start, found.who) == (TODAY, time(19), text.partition(" ")[0].strip(","))


@pytest.mark.parametrize(
    ("text", "who", "words", "is_timed"),
    [
        ("dana 9 30", "dana", "30", True),
        ("dana tue 25", "dana", "25", False),
        ("dana 25:00", "dana", "25:00", True),
        ("dana 3p", "dana", "3p", True),
        ("dana tue", "dana", "", False),
        ("Dana Levi 31.11. 10", "Dana Levi", "31.11.", True),
        ("דנה 9 ורבע בלילה", "דנה", "בלילה", True),
        ("dana tue 2 dec 10", "dana", "tue", True),
        ("dana every t 10", "dana t", "every", True),
        ("dana every tue and thu 10", "dana and", "thu", True),
        ("dana every other 10", "dana", "every other", True),
        ("dana twice 10", "dana", "twice", True),
        ("דנה פעמיים בשבוע 10", "דנה", "פעמיים בשבוע", True),
        ("דנה כל יום שלישי שני 10", "דנה", "שני", True),
        ("dana every tue 10 until 2.12", "dana", "until 2.12", True),
        ("dana weekly 10 - 2.12", "dana", "- 2.12", True),
        ("dana every tue 10-2.12", "dana", "10-2.12", False),
        ("dana tomorrow 1.12.", "dana", "1.12.", False),
        ("dana 7 tue pm", "dana", "pm", True),
        ("dana 7-8 tue pm", "dana", "pm", True),
        ("dana tue 14 pm", "dana", "pm", True),
        ("דנה הלילה 10", "דנה", "הלילה", True),
        ("dana tue & thu 10", "dana &", "thu", True),
        ("dana mon-tue 10", "dana", "mon-tue", True),
        ("dana this week 10", "dana this", "week", True),
        ("dana last tue 10", "dana", "last", True),
        ("dana today tomorrow 10", "dana", "tomorrow", True),
        ("דנה יום רביעי 26.11 ב-9", "דנה", "יום רביעי", True),
    ],
)
def test_given_a_line_that_is_no_booking_then_what_is_not_understood_is_named(
    text: str, who: str, words: str, is_timed: bool
) -> None:
    assert misfit(text, NOW, booking_words(6), SERVICES) == Misfit(who, words, is_timed)


@pytest.mark.parametrize(
    "text", ["dana 10", "dana", "10", "tue 10", "0505550100", "dana 600 mg", "dana 12.1.26"]
)
def test_given_a_booking_or_another_search_then_nothing_is_said_to_be_unclear(text: str) -> None:
    assert misfit(text, NOW, booking_words(6), SERVICES) is None


@pytest.mark.parametrize(
    ("text", "every", "times"),
    [
        ("dana 10 weekly", (1, "week"), None),
        ("dana 10 every other week", (2, "week"), None),
        ("dana every other tuesday 10", (2, "week"), None),
        ("dana every 2nd tue 10", (2, "week"), None),
        ("דנה כל שבוע שני 10", (2, "week"), None),
        ("דנה כל שני שבועות 10", (2, "week"), None),
        ("דנה כל יום שני 10", (1, "week"), None),
        ("דנה כל שני 10", (1, "week"), None),
        ("דנה 10 כל יום שלישי", (1, "week"), None),
        ("דנה 10 כל שבועיים", (2, "week"), None),
        ("דנה 10 כל יום", (1, "day"), None),
        ("dana 10 every 3 months", (3, "month"), None),
        ("dana 10 every day 10x", (1, "day"), 10),
        ("dana 10 x6", (1, "week"), 6),
        ("dana 10 every thu", (1, "week"), None),
        ("dana 10 every 99 years 999 times", (99, "year"), 999),
        ("דנה 10 כל שבוע 8 פעמים", (1, "week"), 8),
        ("דנה 10 כל 2 שבועות", (2, "week"), None),
    ],
)
def test_given_a_repetition_when_typed_then_it_is_understood(
    text: str, every: tuple[int, str] | None, times: int | None
) -> None:
    found = meant(text)
    assert found is not None
    assert (found.every, found.times) == (every, times)
    assert found.who in {"dana", "דנה"}


@pytest.mark.parametrize(
    ("text", "who", "day"),
    [
        ("שני לוי מחר 10", "שני לוי", TOMORROW),
        ("שני לוי יום שלישי 10", "שני לוי", TUESDAY),
        ("Sunday Adeyemi tue 10", "Sunday Adeyemi", TUESDAY),
        ("שני דנה 10", "דנה", date(2026, 11, 30)),
    ],
)
def test_given_a_name_that_is_a_weekday_then_another_day_in_the_line_is_the_day(
    text: str, who: str, day: date
) -> None:
    found = meant(text)
    assert found is not None
    assert (found.who, found.day) == (who, day)


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("שני לוי 10", "שני", TOMORROW),
        ("אור שני מחר 11", "שני", TOMORROW),
        ("Sam Mon tue 10", "mon", TUESDAY),
        ("May 10", "may", TOMORROW),
        ("Doris Day tue 10", "day", TUESDAY),
        ("Noon Cohen tue 10", "noon", TUESDAY),
    ],
)
def test_given_a_word_that_may_be_a_name_then_that_is_another_reading(
    text: str, word: str, day: date
) -> None:
    found = dict(bookings_of_names(text, NOW, booking_words(6), SERVICES))
    assert word in found[word].who.casefold()
    assert (found[word].day, found[word].every) == (day, None)


def test_given_every_and_a_weekday_then_it_begins_on_that_day() -> None:
    found = meant("dana every thu 10")
    assert found is not None
    assert found.day == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "service", "who"),
    [
        ("mass dana 10", MASSAGE, "dana"),
        ("dana 10 deep", DEEP, "dana"),
        ("dana 10 deep tissue mass", DEEP, "dana"),
        ("דנה 10 עיסוי רקמות", FIRST, "דנה"),
        ("dana ma 10", None, "dana ma"),
        ("tissue dana 10", None, "tissue dana"),
    ],
)
def test_given_the_beginning_of_a_service_when_typed_then_it_is_that_one(
    text: str, service: Service | None, who: str
) -> None:
    found = meant(text)
    assert found is not None
    assert (found.service, found.who) == (service, who)


@pytest.mark.parametrize(
    "text",
    ["", "dana", "10", "tue 10", "massage 10", "dana tue", "0505550100", "dana 25:00", "12 dec", "weekly"],
)
def test_given_no_name_or_no_hour_when_typed_then_it_is_no_booking(text: str) -> None:
    assert meant(text) is None


@pytest.mark.parametrize(
    "text",
    ["dana 14 pm", "dana at 14 p.m.", "dana 2-99pm", "dana 11-1am", "dana 2 pm am", "dana 2-99"],
)
def test_given_a_half_of_the_day_that_fits_no_hour_when_typed_then_it_is_no_booking(text: str) -> None:
    assert meant(text) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Sam 10", "Sam"),
        ("Adam 10", "Adam"),
        ("Pm 10", "Pm"),
        ("Am Cohen 10", "Am Cohen"),
        ("3.12. Am Cohen 10", "Am Cohen"),
        ("Dana Am 10", "Dana Am"),
    ],
)
def test_given_a_name_like_a_half_of_the_day_before_the_hour_then_it_is_a_name(text: str, who: str) -> None:
    found = meant(text)
    assert found is not None
    assert (found.who, found.start) == (who, time(10))


_HALVES = ["pm", "a.m.", "2-3pm", "11-1"]
_WORDS = "dana tue 10 930 60m 1h x8 every week 2 12 dec next in +1w at @9 10-11 99999 ×3 כל שבוע - 0 31.2. h"


@given(st.lists(st.sampled_from(_WORDS.split() + _HALVES), max_size=9))
def test_given_any_words_when_typed_then_nothing_breaks_and_numbers_are_sane(words: list[str]) -> None:
    found = meant(" ".join(words))
    if found is not None:
        assert found.who
        assert found.minutes is None or 0 < found.minutes < 24 * 60
        assert found.times is None or (found.times > 0 and found.every is not None)
