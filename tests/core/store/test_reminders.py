"""Whom nobody has reminded yet: of rows and of series, over moves, clock changes and a practice's roles."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, AuditAction, LocationType, Role
from core.domain.errors import NotFound, RuleBroken
from core.domain.ids import AppointmentId, ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft, LocationDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.reminders import REMIND, UNREMIND, Channel, Standing
from core.domain.series import Repeat
from core.domain.timegrid import at_wall
from core.store.practice.practice import Practice
from core.store.practice.reminders import Reminder

ZONE = ZoneInfo("Asia/Jerusalem")
HOUR = timedelta(hours=1)
TOMORROW = date(2026, 3, 3)
"""The clock of these tests stands on Monday, 2 March 2026."""


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    draft = ClientDraft(first_name="Ada", last_name="Invented", phone="054 5550 123", email="ada@example.org")
    return practice.clients.add(draft).value.id


def at(day: date, hour: int) -> datetime:
    return at_wall(day, datetime.min.time().replace(hour=hour), ZONE)


def book(practice: Practice, client_id: ClientId, start: datetime, **fields: object) -> AppointmentId:
    draft = AppointmentDraft(
        client_id=client_id,
        scheduled_start=start,
        scheduled_end=start + HOUR,
        **fields,  # type: ignore[arg-type]
    )
    return practice.appointments.book(draft).value.id


def only(practice: Practice, day: date = TOMORROW) -> Reminder:
    (found,) = practice.reminders.to_remind(day)
    return found


def test_given_an_appointment_of_tomorrow_then_it_stands_there_with_all_that_a_reminder_needs(
    practice: Practice, client_id: ClientId
) -> None:
    place = practice.locations.add(
        LocationDraft(name="Room", location_type=LocationType.CLINIC, address="Elm 1")
    ).value
    book(practice, client_id, at(TOMORROW, 9), location_id=place.id)
    found = only(practice)
    assert (found.first_name, found.last_name) == ("Ada", "Invented")
    assert (found.phone, found.email, found.treats) == ("054 5550 123", "ada@example.org", "Dana Demo")
    assert found.entry.location == place
    assert (found.told, found.told_by, found.standing) == (None, "", Standing.OPEN)


def test_given_a_reminder_when_marked_then_it_says_when_and_by_whom_and_screens_hear_of_it(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    made = book(practice, client_id, at(TOMORROW, 9))
    clock.advance(timedelta(minutes=1))
    done = practice.reminders.mark(made, at(TOMORROW, 9), Channel.SMS)
    found = only(practice)
    assert found.told == done.value
    assert found.told is not None
    assert (found.told.at, found.told.channel, found.told_by) == (clock.now(), Channel.SMS, "Dana Demo")
    assert found.standing is Standing.REMINDED
    assert done.undo is None
    (event,) = practice.audit.list(limit=1, resource_id=made)
    assert (event.event_type, event.action) == (REMIND, AuditAction.SHARE)
    assert event.metadata == {"start": "2026-03-03T07:00:00+00:00", "channel": "sms"}
    assert [(each.table, each.ids) for each in done.changed] == [("audit_events", frozenset({event.id}))]


def test_given_a_mark_when_it_was_not_sent_after_all_then_the_later_event_holds_and_both_stay(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    made = book(practice, client_id, at(TOMORROW, 9))
    clock.advance(timedelta(minutes=1))
    practice.reminders.mark(made, at(TOMORROW, 9), Channel.EMAIL)
    clock.advance(timedelta(minutes=1))
    practice.reminders.take_back(made)
    assert only(practice).standing is Standing.OPEN
    clock.advance(timedelta(minutes=1))
    practice.reminders.mark(made, at(TOMORROW, 9), Channel.OTHER)
    assert only(practice).standing is Standing.REMINDED
    kinds = [event.event_type for event in practice.audit.list(resource_id=made)]
    assert kinds == [REMIND, UNREMIND, REMIND, "appointment.book"]


def test_given_a_reminder_when_the_appointment_moves_then_the_client_was_told_of_another_time(
    practice: Practice, client_id: ClientId
) -> None:
    made = book(practice, client_id, at(TOMORROW, 9))
    practice.reminders.mark(made, at(TOMORROW, 9), Channel.EMAIL)
    practice.appointments.move(made, at(TOMORROW, 11), at(TOMORROW, 12))
    assert only(practice).standing is Standing.MOVED
    practice.appointments.move(made, at(TOMORROW, 9), at(TOMORROW, 10))
    assert only(practice).standing is Standing.REMINDED


def test_given_a_move_while_the_text_was_on_its_way_then_the_mark_is_for_what_the_text_said(
    practice: Practice, client_id: ClientId
) -> None:
    made = book(practice, client_id, at(TOMORROW, 9))
    practice.appointments.move(made, at(TOMORROW, 11), at(TOMORROW, 12))
    practice.reminders.mark(made, at(TOMORROW, 9), Channel.EMAIL)
    assert only(practice).standing is Standing.MOVED


def test_given_an_untouched_occurrence_when_marked_then_it_stays_drawn_and_is_reminded_also_as_a_row(
    practice: Practice, client_id: ClientId
) -> None:
    draft = AppointmentDraft(
        client_id=client_id, scheduled_start=at(TOMORROW, 9), scheduled_end=at(TOMORROW, 10)
    )
    practice.series.book(draft, Repeat(rule=Rule(frequency=Frequency.DAILY), times=5))
    first = only(practice).appointment_id
    practice.reminders.mark(first, at(TOMORROW, 9), Channel.EMAIL)
    with practice.store.read() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM appointments").scalar() == 0
    assert only(practice).standing is Standing.REMINDED
    assert only(practice, TOMORROW + timedelta(days=1)).standing is Standing.OPEN
    practice.appointments.edit(first, notes="Bring the letter.")
    assert only(practice).standing is Standing.REMINDED
    practice.appointments.move(first, at(TOMORROW, 15), at(TOMORROW, 16))
    assert only(practice).standing is Standing.MOVED


@pytest.mark.parametrize("status", [AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW])
def test_given_an_appointment_that_does_not_take_place_then_nobody_is_reminded_of_it(
    practice: Practice, client_id: ClientId, clock: FixedClock, status: AppointmentStatus
) -> None:
    made = book(practice, client_id, at(TOMORROW, 9))
    if status is AppointmentStatus.NO_SHOW:
        clock.advance(timedelta(days=2))
    practice.appointments.set_status(made, status)
    assert practice.reminders.to_remind(TOMORROW) == []
    with pytest.raises(RuleBroken, match="does not take place"):
        practice.reminders.mark(made, at(TOMORROW, 9), Channel.EMAIL)


def test_given_an_appointment_that_was_deleted_when_marked_then_nothing_is_written(
    practice: Practice, client_id: ClientId
) -> None:
    made = book(practice, client_id, at(TOMORROW, 9))
    practice.appointments.delete(made)
    before = len(practice.audit.list())
    with pytest.raises(NotFound):
        practice.reminders.mark(made, at(TOMORROW, 9), Channel.EMAIL)
    with pytest.raises(NotFound):
        practice.reminders.take_back(made)
    assert len(practice.audit.list()) == before


@pytest.mark.parametrize(
    ("role", "may"), [(Role.ASSISTANT, True), (Role.THERAPIST, True), (Role.READONLY, False)]
)
def test_given_a_role_then_whoever_may_book_may_mark_and_everybody_sees_it(
    practice: Practice, client_id: ClientId, role: Role, may: bool
) -> None:
    made = book(practice, client_id, at(TOMORROW, 9))
    practice.team.add("Jonas Weil", Role.OWNER)
    with practice.desk.write() as writer:
        writer.update("users", practice.me.user_id, {"role": role})
    if may:
        practice.reminders.mark(made, at(TOMORROW, 9), Channel.EMAIL)
    else:
        with pytest.raises(RuleBroken, match="role"):
            practice.reminders.mark(made, at(TOMORROW, 9), Channel.EMAIL)
    assert (only(practice).standing is Standing.REMINDED) == may


def test_given_a_client_who_was_removed_then_the_line_has_no_way_to_reach_anybody(
    practice: Practice, client_id: ClientId
) -> None:
    book(practice, client_id, at(TOMORROW, 9))
    with practice.desk.write() as writer:
        writer.delete("clients", client_id)
    assert (only(practice).phone, only(practice).email) == ("", "")


def test_given_a_friday_then_the_next_day_is_the_next_one_with_an_appointment_and_none_where_all_are_far(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    assert practice.reminders.next_day() is None
    book(practice, client_id, at(date(2026, 3, 2), 18))
    book(practice, client_id, at(date(2026, 3, 31), 9))
    assert practice.reminders.next_day() is None
    gone = book(practice, client_id, at(date(2026, 3, 7), 9))
    practice.appointments.set_status(gone, AppointmentStatus.CANCELLED)
    book(practice, client_id, at(date(2026, 3, 9), 0))
    clock.advance(timedelta(days=4))
    assert clock.now().weekday() == 4
    assert practice.reminders.next_day() == date(2026, 3, 9)


@pytest.mark.parametrize("day", [date(2026, 3, 27), date(2026, 10, 25)])
def test_given_a_day_on_which_clocks_change_then_its_first_and_last_hour_belong_to_it(
    practice: Practice, client_id: ClientId, clock: FixedClock, day: date
) -> None:
    edges = [at(day, 0), at(day, 23)]
    for start in [*edges, at(day + timedelta(days=1), 0), at(day, 0) - 2 * HOUR]:
        book(practice, client_id, start)
    assert [each.entry.appointment.scheduled_start for each in practice.reminders.to_remind(day)] == edges
    clock.advance(at(day, 0) - HOUR - clock.now())
    assert practice.reminders.next_day() == day


def test_given_a_long_audit_then_only_the_events_of_the_day_are_looked_at(practice: Practice) -> None:
    sql = (
        "EXPLAIN QUERY PLAN SELECT * FROM audit_events WHERE workspace_id = ? AND resource_id IN (?, ?)"
        " AND event_type IN (?, ?) AND deleted_at IS NULL"
    )
    with practice.store.read() as db:
        plan = db.exec_driver_sql(sql, (b"", b"", b"", REMIND, UNREMIND)).all()
    assert "ix_audit_events_resource_id (workspace_id=? AND resource_id=?)" in str(plan)
