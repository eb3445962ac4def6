"""The practice's appointments in a calendar file: what stands in it, and what never does."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from core.calendar_file.publishing import Naming, client_code
from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, Role
from core.domain.errors import BadInput, Cancelled
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.records import Appointment, Client
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from core.store.practice.practice import Practice
from core.store.transfer.export_calendar import CalendarChoice, export_calendar

ZONE = ZoneInfo("Asia/Jerusalem")
DAY = date(2026, 3, 4)
SECRETS = ("Ada", "Inventedson", "555-0100", "peanuts", "knee", "Massage")


@pytest.fixture
def client(practice: Practice) -> Client:
    draft = ClientDraft(
        first_name="Ada", last_name="Inventedson", phone="050-555-0100", alerts="peanuts", notes="knee"
    )
    return practice.clients.add(draft).value


def book(practice: Practice, client: Client, day: date = DAY, hour: int = 10) -> Appointment:
    start = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
    draft = AppointmentDraft(
        client_id=client.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1), notes="knee"
    )
    return practice.appointments.book(draft, "both can take place").value


def choice(
    naming: Naming = Naming.BUSY, first: date = DAY, last: date | None = DAY, **more: object
) -> CalendarChoice:
    return CalendarChoice(first=first, last=last, naming=naming, busy="Busy", **more)  # type: ignore[arg-type]


def events(file: Path) -> list[tuple[str, str]]:
    """Day and hour on the practice's wall, and what is said."""
    found = icalendar.Calendar.from_ical(file.read_bytes()).events
    return [(f"{each.DTSTART.astimezone(ZONE):%d.%m %H:%M}", str(each["SUMMARY"])) for each in found]


@pytest.mark.parametrize("naming", Naming)
def test_given_an_appointment_when_exported_then_it_says_what_was_chosen_and_nothing_else_of_anybody(
    practice: Practice, client: Client, tmp_path: Path, naming: Naming
) -> None:
    booked = book(practice, client)
    assert export_calendar(practice, tmp_path / "a.ics", choice(naming)) == 1
    said = {Naming.BUSY: "Busy", Naming.INITIALS: "A.I.", Naming.CODE: client_code(client.id)}[naming]
    assert events(tmp_path / "a.ics") == [("04.03 10:00", said)]
    text = (tmp_path / "a.ics").read_text(encoding="utf-8")
    assert not [secret for secret in SECRETS if secret in text]
    assert str(booked.id) not in text
    assert str(client.id) not in text


def test_given_what_was_cancelled_or_missed_when_exported_then_it_is_left_out_and_what_was_done_is_not(
    practice: Practice, client: Client, tmp_path: Path, clock: FixedClock
) -> None:
    statuses = {
        9: AppointmentStatus.CANCELLED,
        10: AppointmentStatus.NO_SHOW,
        11: AppointmentStatus.COMPLETED,
    }
    clock.advance(timedelta(days=7))
    for hour, status in statuses.items():
        practice.appointments.set_status(book(practice, client, hour=hour).id, status)
    export_calendar(practice, tmp_path / "a.ics", choice())
    assert events(tmp_path / "a.ics") == [("04.03 11:00", "Busy")]


def test_given_days_when_exported_then_all_that_begins_on_them_is_there_once_in_order(
    practice: Practice, client: Client, tmp_path: Path
) -> None:
    for day in (date(2026, 3, 3), DAY, date(2026, 4, 5), date(2026, 6, 1), date(2026, 6, 2)):
        book(practice, client, day, 23)
    export_calendar(practice, tmp_path / "a.ics", choice(last=date(2026, 6, 1)))
    assert [at for at, _ in events(tmp_path / "a.ics")] == ["04.03 23:00", "05.04 23:00", "01.06 23:00"]


def test_given_a_series_without_an_end_when_all_is_exported_then_two_years_of_it_are_there_as_they_stand(
    practice: Practice, client: Client, tmp_path: Path
) -> None:
    start = datetime(2026, 3, 4, 10, 0, tzinfo=ZONE)
    draft = AppointmentDraft(
        client_id=client.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1)
    )
    repeat = Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(2,)))
    first = practice.series.book(draft, repeat).value
    practice.appointments.move(first.id, start + timedelta(hours=2), start + timedelta(hours=3))
    export_calendar(practice, tmp_path / "a.ics", choice(last=None))
    found = [at for at, _ in events(tmp_path / "a.ics")]
    assert found[:2] == ["04.03 12:00", "11.03 10:00"]
    assert len(found) == 105
    assert found[30].endswith("10:00"), "on the same hour of the wall, whatever the clocks do"


def test_given_a_moved_appointment_when_exported_again_then_other_programs_know_it_by_its_mark(
    practice: Practice, client: Client, tmp_path: Path
) -> None:
    booked = book(practice, client)
    export_calendar(practice, tmp_path / "a.ics", choice())
    later = booked.scheduled_start + timedelta(hours=3)
    practice.appointments.move(booked.id, later, later + timedelta(hours=1))
    export_calendar(practice, tmp_path / "b.ics", choice())
    (before,), (after,) = (
        icalendar.Calendar.from_ical((tmp_path / name).read_bytes()).events for name in ("a.ics", "b.ics")
    )
    assert before["UID"] == after["UID"]
    assert before.start != after.start


def test_given_several_who_treat_when_one_is_chosen_then_only_theirs_are_there(
    practice: Practice, client: Client, tmp_path: Path
) -> None:
    other = practice.team.add("Colleague Person", Role.THERAPIST).value
    book(practice, client, hour=9)
    theirs = book(practice, client, hour=12)
    practice.appointments.edit(theirs.id, practitioner_user_id=other.id)
    export_calendar(practice, tmp_path / "a.ics", choice(treats=other.id))
    assert events(tmp_path / "a.ics") == [("04.03 12:00", "Busy")]


def test_given_a_client_who_was_deleted_when_initials_are_exported_then_the_time_is_only_taken(
    practice: Practice, client: Client, tmp_path: Path
) -> None:
    book(practice, client)
    with practice.desk.write() as writer:
        writer.delete("clients", client.id)
    export_calendar(practice, tmp_path / "a.ics", choice(Naming.INITIALS))
    assert events(tmp_path / "a.ics") == [("04.03 10:00", "Busy")]


def test_given_an_export_when_done_then_it_is_recorded_without_a_name(
    practice: Practice, client: Client, tmp_path: Path
) -> None:
    book(practice, client)
    export_calendar(practice, tmp_path / "a.ics", choice(Naming.INITIALS))
    (event,) = (each for each in practice.audit.list() if each.event_type == "calendar.export")
    assert event.resource_id is None
    assert event.metadata == {"form": "ics", "naming": "initials", "count": 1}


def test_given_a_long_export_when_it_is_stopped_then_the_older_file_stays_and_nothing_is_recorded(
    practice: Practice, client: Client, tmp_path: Path
) -> None:
    book(practice, client)
    file = tmp_path / "a.ics"
    file.write_bytes(b"older")
    told: list[tuple[int, int]] = []

    def stop_later(done: int, of: int) -> None:
        told.append((done, of))
        if len(told) == 3:
            raise Cancelled("Stopped; nothing was written.")

    with pytest.raises(Cancelled):
        export_calendar(practice, file, choice(last=None), stop_later)
    assert told == [(0, 733), (32, 733), (64, 733)]
    assert [path.name for path in tmp_path.glob("*.ics*")] == ["a.ics"]
    assert file.read_bytes() == b"older"
    assert "calendar.export" not in [event.event_type for event in practice.audit.list()]


@pytest.mark.parametrize(
    ("first", "last"),
    [(DAY, date(2026, 3, 3)), (DAY, date(9999, 12, 31)), (DAY, date(2126, 1, 1)), (date(9999, 1, 1), None)],
)
def test_given_days_that_are_no_range_when_exported_then_a_sentence_says_so_and_there_is_no_file(
    practice: Practice, tmp_path: Path, first: date, last: date | None
) -> None:
    with pytest.raises(BadInput, match="nothing was written"):
        export_calendar(practice, tmp_path / "a.ics", choice(first=first, last=last))
    assert not (tmp_path / "a.ics").exists()
