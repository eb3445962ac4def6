"""A calendar file by a command: written for the days that were asked for, refused in one sentence."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from core.domain.clock import FixedClock
from core.domain.new_rows import AppointmentDraft, ClientDraft
from tests.desktop.terminal.conftest import Terminal


@pytest.fixture
def practice(tmp_path: Path) -> Terminal:
    """Appointments on three days from the clock's on, at nine in UTC."""
    laptop = Terminal(tmp_path / "laptop", FixedClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC)))
    laptop.new_practice()
    with laptop.open() as opened:
        client = opened.practice.clients.add(ClientDraft(first_name="Fern", last_name="Sampleton")).value
        for day in range(3):
            start = datetime(2026, 3, 2 + day, 9, 0, tzinfo=UTC)
            draft = AppointmentDraft(
                client_id=client.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
            )
            opened.practice.appointments.book(draft)
    return laptop


def events(file: Path) -> list[tuple[int, str]]:
    found = icalendar.Calendar.from_ical(file.read_bytes()).events
    return [(each.DTSTART.day, str(each["SUMMARY"])) for each in found]


def test_given_no_choice_when_a_calendar_is_exported_then_all_from_today_on_is_there_as_busy(
    practice: Terminal, tmp_path: Path
) -> None:
    said = practice("export-calendar", "--to", tmp_path / "a.ics")
    assert said.status == 0
    assert "3 appointments" in said.out
    assert events(tmp_path / "a.ics") == [(2, "Busy"), (3, "Busy"), (4, "Busy")]


def test_given_a_choice_when_a_calendar_is_exported_then_it_is_followed(
    practice: Terminal, tmp_path: Path
) -> None:
    said = practice(
        "export-calendar", "--to", tmp_path / "a.ics", "--naming", "initials", "--mine", "--json",
        "--first", "2026-03-03", "--last", "2026-03-03",
    )  # fmt: skip
    assert said.document == {"ok": True, "file": str(tmp_path / "a.ics"), "appointments": 1}
    assert events(tmp_path / "a.ics") == [(3, "F.S.")]


def test_given_no_place_or_no_day_when_a_calendar_is_exported_then_it_is_refused_and_nothing_is_written(
    practice: Terminal, tmp_path: Path
) -> None:
    refused = practice("export-calendar", "--to", tmp_path / "nowhere" / "a.ics").refusal()
    assert "nothing was written" in refused
    late = practice("export-calendar", "--to", tmp_path / "a.ics", "--last", "2026-03-01").refusal()
    assert "nothing was written" in late
    assert practice("export-calendar", "--to", tmp_path / "a.ics", "--first", "spring").status == 2
    assert not list(tmp_path.glob("*.ics"))
