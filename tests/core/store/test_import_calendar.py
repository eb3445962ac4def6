"""A calendar file into a practice: a preview that writes nothing, then all that was chosen or nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.calendar_file.publishing import Naming, client_code
from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus
from core.domain.errors import BadInput, Cancelled, NotFound
from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from core.store.practice.practice import Practice
from core.store.transfer import import_calendar
from core.store.transfer.export_calendar import CalendarChoice, export_calendar
from core.store.transfer.import_calendar import CalendarPreview, preview_calendar
from core.store.transfer.take_calendar import CalendarImport, NewClient, Who, take_calendar
from core.store.unit_of_work.writer import Writer
from tests.core.calendar_file.files import PRODUCERS, at, calendar, event

ZONE = ZoneInfo("Asia/Jerusalem")
HOUR, YEAR = timedelta(hours=1), timedelta(days=366)
Look = Callable[[bytes], CalendarPreview]


def silent(_done: int, _of: int) -> None:
    """Nobody watches."""


@pytest.fixture
def fern(practice: Practice) -> ClientId:
    draft = ClientDraft(first_name="Fern", last_name="Sampleton", email="fern@sampleton.example")
    return practice.clients.add(draft).value.id


@pytest.fixture
def look(practice: Practice, tmp_path: Path) -> Look:
    def preview(content: bytes) -> CalendarPreview:
        (tmp_path / "a.ics").write_bytes(content)
        return preview_calendar(practice, tmp_path / "a.ics", silent)

    return preview


def take(practice: Practice, preview: CalendarPreview, who: Who | None = None) -> CalendarImport:
    """All that is for somebody, or for `who`."""
    chosen = {place: who or row.client_id for place, row in enumerate(preview.rows)}
    return take_calendar(
        practice, preview, {place: one for place, one in chosen.items() if one is not None}, silent
    )


def booked(practice: Practice, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> list[str]:
    found = practice.appointments.between(start, start + YEAR)
    return [
        f"{each.appointment.scheduled_start.astimezone(ZONE):%d.%m %H:%M} {each.client_name}"
        for each in found
    ]


def everything(practice: Practice) -> dict[str, list[tuple[object, ...]]]:
    """All that a transaction could leave behind."""
    tables = ("appointments", "appointment_series", "clients", "audit_events", "journal")
    with practice.store.read() as db:
        return {name: [tuple(row) for row in db.exec_driver_sql(f"SELECT * FROM {name}")] for name in tables}


@pytest.mark.parametrize("file", PRODUCERS, ids=lambda path: path.stem)
def test_given_a_file_of_any_program_when_imported_then_its_appointments_stand_in_the_calendar_once(
    practice: Practice, fern: ClientId, file: Path
) -> None:
    oskar = practice.clients.add(ClientDraft(first_name="Oskar", last_name="Placeholder")).value.id
    before = everything(practice)
    preview = preview_calendar(practice, file, silent)
    assert everything(practice) == before, "looking writes nothing"
    assert [row.client_id for row in preview.rows] == [oskar, fern]
    done = take(practice, preview)
    assert (done.events, done.clients) == (2, 0)
    name = "Oskar Placeholder"
    assert booked(practice)[:5] == [
        f"02.03 15:00 {name}", "04.03 11:00 Fern Sampleton", f"09.03 15:00 {name}", f"23.03 15:00 {name}",
        f"30.03 15:00 {name}",
    ]  # fmt: skip
    assert f"07.04 17:00 {name}" in booked(practice)
    assert len(booked(practice)) == 9
    again = preview_calendar(practice, file, silent)
    assert all(row.is_here for row in again.rows)
    assert take(practice, again).events == 0


def test_given_our_own_file_when_it_is_imported_then_every_appointment_is_here_already(
    practice: Practice, fern: ClientId, clock: FixedClock, tmp_path: Path
) -> None:
    start = clock.now() + timedelta(days=1)
    draft = AppointmentDraft(client_id=fern, scheduled_start=start, scheduled_end=start + HOUR)
    practice.appointments.book(draft)
    later = AppointmentDraft(client_id=fern, scheduled_start=start + HOUR * 3, scheduled_end=start + HOUR * 4)
    weekly = practice.series.book(
        later, Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(1,)), times=20)
    ).value
    practice.appointments.move(weekly.id, start + HOUR * 6, start + HOUR * 7)
    for naming in Naming:
        choice = CalendarChoice(first=date(2026, 3, 1), last=None, naming=naming, busy="Busy")
        assert export_calendar(practice, tmp_path / "own.ics", choice) == 21
        preview = preview_calendar(practice, tmp_path / "own.ics", silent)
        assert [row.is_here for row in preview.rows] == [True] * 21


def test_given_who_may_be_meant_when_read_then_only_one_certain_client_is_proposed(
    practice: Practice, fern: ClientId, look: Look
) -> None:
    for first in ("Twin", "Twin"):
        practice.clients.add(ClientDraft(first_name=first, last_name="Sampleton", preferred_name="Fernanda"))
    summaries = {
        "fern  SAMPLETON": fern,
        "Sampleton, Fern": fern,
        "Fern Sampleton, first visit": fern,
        "Sampleton Fern": fern,
        "Massage - Fern Sampleton (first visit)": fern,
        client_code(fern): fern,
        "Fern": None,
        "Fern S.": None,
        "Twin Sampleton": None,
        "Fern Sampleton, Twin Sampleton": None,
        "Fernanda Sampleton": None,
        "Busy": None,
    }
    content = calendar(
        *(
            at(f"{hour:02}00", uid=str(hour)).replace("SUMMARY:Fern Sampleton", f"SUMMARY:{said}")
            for hour, said in enumerate(summaries)
        )
    )
    assert [row.client_id for row in look(content).rows] == list(summaries.values())
    asked = at("1000", "ATTENDEE;CN=Somebody:mailto:Fern@Sampleton.example").replace(
        "SUMMARY:Fern Sampleton", "X-A:b"
    )
    assert look(calendar(asked)).rows[0].client_id == fern


def test_given_somebody_new_when_imported_then_one_client_is_added_and_what_else_was_said_is_a_remark(
    practice: Practice, look: Look
) -> None:
    said = "SUMMARY:Nova Newcomer\\, knee"
    two = (at(hour, uid=hour).replace("SUMMARY:Fern Sampleton", said) for hour in ("1000", "1200"))
    done = take(practice, look(calendar(*two)), NewClient("Nova", "Newcomer"))
    assert (done.events, done.clients) == (2, 1)
    assert [each.client.first_name for each in practice.clients.list()] == ["Nova"]
    entries = practice.appointments.between(
        datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)
    )
    assert [each.appointment.notes for each in entries] == ["Nova Newcomer, knee"] * 2
    assert {each.appointment.practitioner_user_id for each in entries} == {practice.me.user_id}


def test_given_a_new_client_who_came_with_another_file_when_imported_then_nobody_is_added_twice(
    practice: Practice, look: Look
) -> None:
    for uid in ("a", "b"):
        preview = look(
            calendar(at("1000" if uid == "a" else "1200", uid=uid).replace("Fern", "See note, Fern"))
        )
        done = take(practice, preview, NewClient("Fern", "Sampleton"))
        assert (done.events, done.clients) == (1, 1 if uid == "a" else 0)
    assert len(practice.clients.list()) == 1


def test_given_the_clients_own_appointment_of_that_start_when_chosen_then_the_event_is_left_out(
    practice: Practice, fern: ClientId, look: Look
) -> None:
    start = datetime(2026, 3, 4, 10, 0, tzinfo=ZONE)
    draft = AppointmentDraft(client_id=fern, scheduled_start=start, scheduled_end=start + HOUR)
    practice.appointments.book(draft)
    (row,) = look(calendar(at("1000"))).rows
    assert row.is_here
    unnamed = look(calendar(at("1000").replace("Fern Sampleton", "Busy")))
    assert (unnamed.rows[0].is_here, unnamed.rows[0].is_taken) == (False, True)
    assert unnamed.is_double(unnamed.rows[0], fern)
    assert take(practice, unnamed, fern).events == 0
    assert len(booked(practice)) == 1


def test_given_a_taken_time_when_imported_then_it_was_named_before_and_is_booked_all_the_same(
    practice: Practice, fern: ClientId, look: Look
) -> None:
    other = practice.clients.add(ClientDraft(first_name="Oskar", last_name="Placeholder")).value.id
    for day in (4, 11):
        start = datetime(2026, 3, day, 10, 30, tzinfo=ZONE)
        draft = AppointmentDraft(client_id=other, scheduled_start=start, scheduled_end=start + HOUR)
        practice.appointments.book(draft)
    weekly = event("DTSTART:20260225T100000", "DURATION:PT50M", "RRULE:FREQ=WEEKLY;COUNT=4")
    preview = look(calendar(at("1000").replace("Fern", "Nova"), at("1300", uid="free"), weekly))
    assert [row.is_taken for row in preview.rows] == [True, True, False]
    assert take(practice, preview, fern).events == 3


def test_given_more_times_than_are_compared_when_read_then_it_says_so(
    practice: Practice, fern: ClientId, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = datetime(2026, 3, 4, 10, 30, tzinfo=ZONE)
    draft = AppointmentDraft(client_id=fern, scheduled_start=start, scheduled_end=start + HOUR)
    practice.appointments.book(draft)
    monkeypatch.setattr(import_calendar, "MOST_COMPARED", 2)
    content = [at(hour, uid=hour).replace("Fern", "Nova") for hour in ("0700", "0800", "1000")]
    assert look(calendar(*content[1:])).is_compared
    preview = look(calendar(*content))
    assert (preview.is_compared, preview.rows[2].is_taken) == (False, False)


def test_given_an_import_when_it_is_undone_then_nothing_of_it_is_left_and_it_can_come_again(
    practice: Practice, look: Look
) -> None:
    weekly = event("DTSTART:20260304T120000", "DURATION:PT50M", "RRULE:FREQ=WEEKLY;COUNT=4")
    moved = event("RECURRENCE-ID:20260311T120000", "DTSTART:20260312T120000", "DURATION:PT50M")
    content = calendar(at("1000"), weekly, moved)
    done = take(practice, look(content), NewClient("Fern", "Sampleton"))
    before = booked(practice)
    assert len(before) == 5
    assert done.undo is not None
    practice.undo(done.undo)
    assert (booked(practice), practice.clients.list()) == ([], [])
    again = look(content)
    assert not any(row.is_here for row in again.rows)
    assert take(practice, again, NewClient("Fern", "Sampleton")).events == 2
    assert booked(practice) == before


def test_given_a_write_that_fails_midway_when_imported_then_everything_is_as_it_was(
    practice: Practice, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = look(calendar(*(at(f"{hour:02}00", uid=str(hour)) for hour in range(8, 18))))
    before, inserted = everything(practice), Writer.insert

    def insert(self: Writer, table: str, *rest: object, **more: object) -> object:
        if table == "appointments" and practice_rows(self) == 6:
            raise OSError("the disk went away")
        return inserted(self, table, *rest, **more)  # type: ignore[arg-type]

    def practice_rows(writer: Writer) -> int:
        return int(writer.db.exec_driver_sql("SELECT count(*) FROM appointments").scalar_one())

    monkeypatch.setattr(Writer, "insert", insert)
    with pytest.raises(OSError, match="the disk went away"):
        take(practice, preview, NewClient("Fern", "Sampleton"))
    assert everything(practice) == before


def test_given_an_import_when_it_is_stopped_midway_then_everything_is_as_it_was(
    practice: Practice, look: Look
) -> None:
    preview = look(calendar(*(at(f"{hour:02}00", uid=str(hour)) for hour in range(8, 18))))
    before = everything(practice)

    def stop(done: int, of: int) -> None:
        assert of == 10
        if done == 7:
            raise Cancelled("Stopped; nothing was imported.")

    with pytest.raises(Cancelled):
        take_calendar(practice, preview, dict.fromkeys(range(10), NewClient("Fern", "Sampleton")), stop)
    assert everything(practice) == before


def test_given_a_client_who_was_deleted_meanwhile_when_imported_then_nothing_is(
    practice: Practice, fern: ClientId, look: Look
) -> None:
    preview = look(calendar(at("1000"), at("1200", uid="b").replace("Fern", "Nova")))
    with practice.desk.write() as writer:
        writer.delete("clients", fern)
    before = everything(practice)
    with pytest.raises(NotFound, match="nothing was imported"):
        take_calendar(practice, preview, {0: NewClient("Nova", "Newcomer"), 1: fern}, silent)
    assert everything(practice) == before


def test_given_a_new_name_that_a_deleted_client_had_when_imported_then_the_old_record_stays_deleted(
    practice: Practice, look: Look
) -> None:
    content = calendar(at("1000"))
    first = take(practice, look(content), NewClient("Fern", "Sampleton"))
    assert first.undo is not None
    practice.undo(first.undo)
    take(practice, look(content), NewClient("Fern", "Sampleton"))
    with practice.store.read() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM clients").scalar_one() == 2


def test_given_an_import_when_done_then_it_is_recorded_with_counts_and_no_name(
    practice: Practice, look: Look
) -> None:
    take(practice, look(calendar(at("1000"))), NewClient("Fern", "Sampleton"))
    events = {each.event_type: each for each in practice.audit.list()}
    assert events["calendar.import"].metadata == {"form": "ics", "count": 1, "clients": 1}
    assert events["calendar.import"].resource_id is None
    assert "client.add" in events
    assert "Fern" not in str([each.metadata for each in events.values()])


def test_given_two_laptops_when_both_import_the_same_file_then_they_make_the_same_rows(
    practice: Practice, look: Look
) -> None:
    content = calendar(
        at("1000"), event("DTSTART:20260304T120000", "DURATION:PT50M", "RRULE:FREQ=DAILY;COUNT=3")
    )
    take(practice, look(content), NewClient("Fern", "Sampleton"))
    with practice.store.read() as db:
        ids = {
            name: db.exec_driver_sql(f"SELECT hex(id) FROM {name}").scalars().all()
            for name in ("appointments", "appointment_series", "clients")
        }
    with practice.store.write() as db:
        for name in ids:
            db.exec_driver_sql(f"DELETE FROM {name}")
    take(practice, look(content), NewClient("Fern", "Sampleton"))
    with practice.store.read() as db:
        for name, known in ids.items():
            assert db.exec_driver_sql(f"SELECT hex(id) FROM {name}").scalars().all() == known


def test_given_a_file_that_is_not_there_when_read_then_a_sentence_says_so(
    practice: Practice, tmp_path: Path
) -> None:
    for path in (tmp_path / "gone.ics", tmp_path):
        with pytest.raises(BadInput, match="Nothing was imported"):
            preview_calendar(practice, path, silent)


def test_given_what_was_cancelled_here_when_its_file_comes_again_then_it_stays_cancelled(
    practice: Practice, fern: ClientId, look: Look
) -> None:
    take(practice, look(calendar(at("1000"))))
    (entry,) = practice.appointments.between(
        datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)
    )
    practice.appointments.set_status(entry.appointment.id, AppointmentStatus.CANCELLED)
    again = look(calendar(at("1000")))
    assert [row.is_here for row in again.rows] == [True]
    assert take(practice, again).events == 0
