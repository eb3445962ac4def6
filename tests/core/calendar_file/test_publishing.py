"""A calendar file as any program reads it: when something is, and a word that tells no more than it may."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from core.calendar_file.publishing import PublishedEvent, client_code, pieces, published_uid

STAMP = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def event(start: datetime = STAMP, summary: str = "Busy") -> PublishedEvent:
    return PublishedEvent(uuid.UUID(int=7), start, start + HOUR, summary)


def written(*events: PublishedEvent) -> bytes:
    return b"".join(pieces(events, STAMP))


def test_given_nothing_when_written_then_it_is_a_whole_file_that_names_its_maker() -> None:
    calendar = icalendar.Calendar.from_ical(written())
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//PazPaz//PazPaz Desktop//EN")
    assert not calendar.events


def test_given_a_time_of_any_zone_when_written_then_it_stands_in_utc_private_and_taken() -> None:
    there = datetime(2026, 7, 1, 10, 0, tzinfo=ZoneInfo("Asia/Jerusalem"))
    text = written(event(there)).decode()
    assert "DTSTART:20260701T070000Z\r\n" in text
    assert "DTEND:20260701T080000Z\r\n" in text
    assert "DTSTAMP:20260302T090000Z\r\n" in text
    assert "CLASS:PRIVATE\r\n" in text
    assert "TRANSP:OPAQUE\r\n" in text
    assert "TZID" not in text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters=",;\\:\"'"), min_size=1))
def test_given_any_word_when_written_then_it_is_read_back_and_no_line_is_longer_than_others_take(
    summary: str,
) -> None:
    content = written(event(summary=summary))
    (read,) = icalendar.Calendar.from_ical(content).events
    assert read["SUMMARY"] == summary
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_given_one_appointment_when_written_twice_then_its_mark_is_the_same_and_is_not_its_id() -> None:
    one, other = uuid.UUID(int=7), uuid.UUID(int=8)
    assert published_uid(one) == published_uid(uuid.UUID(int=7))
    assert published_uid(one) != published_uid(other)
    assert one.hex not in published_uid(one).replace("-", "")


@given(st.uuids())
def test_given_any_client_when_a_code_is_made_then_it_is_short_readable_and_always_the_same(
    client_id: uuid.UUID,
) -> None:
    code = client_code(client_id)
    assert code == client_code(uuid.UUID(client_id.hex))
    assert len(code) == 7
    assert code[3] == "-"
    assert not set(code) & set("ILOU")


def test_given_a_thousand_clients_when_codes_are_made_then_hardly_two_are_alike() -> None:
    codes = {client_code(uuid.uuid5(uuid.NAMESPACE_URL, str(number))) for number in range(1000)}
    assert len(codes) >= 999
