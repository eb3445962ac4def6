"""Series through the practice: drawn by range, touched, parted, changed, ended, undone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.cancellations import Cancellation, Canceller
from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus
from core.domain.errors import NotFound, RuleBroken
from core.domain.ids import AppointmentId, ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.records import Appointment, AppointmentSeries
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, Scope
from core.store.practice.practice import Practice, SlotTaken
from core.store.practice.series_changes import Change

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
ZONE = ZoneInfo("Asia/Jerusalem")
MONDAYS = Rule(frequency=Frequency.WEEKLY, weekdays=(0,))
FAR = datetime(2027, 3, 2, tzinfo=UTC)


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


def draft(client_id: ClientId, start: datetime) -> AppointmentDraft:
    return AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=start + HOUR)


@pytest.fixture
def first(practice: Practice, client_id: ClientId, clock: FixedClock) -> Appointment:
    """Eight Mondays from tomorrow week on: 9 March at 11:00."""
    repeat = Repeat(rule=MONDAYS, times=8)
    return practice.series.book(draft(client_id, clock.now() + WEEK), repeat).value


def shown(practice: Practice, clock: FixedClock, days: int = 365) -> list[Appointment]:
    found = practice.appointments.between(
        clock.now() - timedelta(days=60), clock.now() + timedelta(days=days)
    )
    return [each.appointment for each in found]


def days(rows: list[Appointment]) -> list[str]:
    return [f"{row.scheduled_start.astimezone(ZONE):%d.%m %H:%M}" for row in rows]


MARCH = ["09.03 11:00", "16.03 11:00", "23.03 11:00", "30.03 11:00"]
APRIL = ["06.04 11:00", "13.04 11:00", "20.04 11:00", "27.04 11:00"]


def test_given_a_series_when_booked_then_its_range_shows_it_at_the_same_hour_and_nothing_is_stored_for_it(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    rows = shown(practice, clock)
    assert days(rows) == MARCH + APRIL
    assert rows[0] == first
    assert all(row.series_id == first.series_id and row.version == 0 for row in rows)
    with practice.store.read() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM appointments").scalar() == 0
    assert first.series_id is not None
    summary = practice.series.summary(first.series_id)
    assert (summary.rule, summary.times, summary.to_come, summary.until) == (MONDAYS, 8, 8, date(2026, 4, 27))


def test_given_a_series_without_end_when_a_far_week_is_shown_then_it_is_there(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    made = practice.series.book(draft(client_id, clock.now()), Repeat(rule=MONDAYS)).value
    far = clock.now() + timedelta(weeks=520)
    (entry,) = practice.appointments.between(far - HOUR, far + 2 * HOUR)
    assert entry.appointment.scheduled_start.astimezone(ZONE).hour == 11
    assert made.series_id is not None
    summary = practice.series.summary(made.series_id)
    assert (summary.times, summary.to_come, summary.until) == (None, None, None)


def test_given_an_occurrence_when_moved_then_it_alone_is_a_row_and_undo_draws_it_again(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    second = shown(practice, clock)[1]
    start = second.scheduled_start + timedelta(days=2)
    done = practice.appointments.move(second.id, start, start + HOUR)
    assert done.value.id == second.id
    assert done.value.original_start == second.scheduled_start
    assert days(shown(practice, clock))[:3] == ["09.03 11:00", "18.03 11:00", "23.03 11:00"]
    assert done.undo is not None
    practice.undo(done.undo)
    assert days(shown(practice, clock)) == MARCH + APRIL
    practice.appointments.move(second.id, start, start + HOUR)
    assert days(shown(practice, clock))[:3] == ["09.03 11:00", "18.03 11:00", "23.03 11:00"]


def test_given_an_occurrence_when_marked_or_deleted_then_the_others_stay_and_undo_takes_it_back(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    rows = shown(practice, clock)
    cancelled = practice.appointments.set_status(rows[1].id, AppointmentStatus.CANCELLED, "Flu")
    deleted = practice.appointments.delete(rows[2].id)
    assert {each.table for each in deleted.changed} == {"appointment_series"}
    now = shown(practice, clock)
    assert days(now) == [*MARCH[:2], MARCH[3], *APRIL]
    assert [row.status for row in now[:2]] == [AppointmentStatus.SCHEDULED, AppointmentStatus.CANCELLED]
    with pytest.raises(NotFound):
        practice.appointments.get(rows[2].id)
    for done in (deleted, cancelled):
        assert done.undo is not None
        practice.undo(done.undo)
    assert shown(practice, clock) == [
        replace(row, updated_at=each.updated_at)
        for row, each in zip(rows, shown(practice, clock), strict=True)
    ]


def test_given_an_edit_that_changes_nothing_when_saved_then_the_occurrence_stays_drawn(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    assert practice.appointments.edit(first.id, notes=None).changed == ()
    assert practice.appointments.get(first.id) == first


def test_given_an_occurrence_when_a_note_is_started_then_the_note_has_its_appointment(
    practice: Practice, first: Appointment, client_id: ClientId, clock: FixedClock
) -> None:
    clock.advance(WEEK + 2 * HOUR)
    note = practice.notes.start(client_id, first.id).value
    assert note.session_date == first.scheduled_start
    (entry, *_) = practice.appointments.between(clock.now() - timedelta(days=1), clock.now())
    assert entry.has_note
    assert entry.appointment.status is AppointmentStatus.COMPLETED
    assert practice.appointments.get(first.id).series_id == first.series_id


def test_given_a_note_that_was_begun_when_it_is_typed_in_then_the_occurrence_becomes_a_row(
    practice: Practice, first: Appointment, client_id: ClientId, clock: FixedClock
) -> None:
    begun = practice.notes.begin(client_id, first.id)
    with practice.store.read() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM appointments").scalar() == 0
    practice.notes.save_draft(begun.id, subjective="Better.")
    with practice.store.read() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM appointments").scalar() == 1
    assert days(shown(practice, clock)) == MARCH + APRIL


def test_given_this_and_following_when_moved_to_another_day_then_what_was_before_stays_and_as_many_are_left(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    fourth = shown(practice, clock)[3]
    start = fourth.scheduled_start + timedelta(days=1, hours=2)
    done = practice.series.change(fourth.id, Scope.FOLLOWING, Change({}, start, start + HOUR / 2))
    rows = shown(practice, clock)
    assert days(rows) == [
        *MARCH[:3],
        "31.03 13:00",
        "07.04 13:00",
        "14.04 13:00",
        "21.04 13:00",
        "28.04 13:00",
    ]
    assert done.value.scheduled_end - done.value.scheduled_start == HOUR / 2
    assert rows[3] == done.value
    assert done.undo is not None
    practice.undo(done.undo)
    assert days(shown(practice, clock)) == MARCH + APRIL
    practice.series.change(fourth.id, Scope.FOLLOWING, Change({"notes": "Bring the scans"}))
    assert [row.notes for row in shown(practice, clock)] == [None] * 3 + ["Bring the scans"] * 5


def test_given_touched_occurrences_when_all_change_then_they_and_the_past_stay_as_they_were(
    practice: Practice, first: Appointment, client_id: ClientId, clock: FixedClock
) -> None:
    rows = shown(practice, clock)
    clock.advance(2 * WEEK + 2 * HOUR)  # two have passed, nobody marked the second
    practice.notes.start(client_id, rows[0].id)
    practice.appointments.move(rows[4].id, rows[4].scheduled_start + HOUR, rows[4].scheduled_end + HOUR)
    practice.appointments.delete(rows[5].id)
    sixth = rows[6]
    start = sixth.scheduled_start + timedelta(days=1)
    done = practice.series.change(sixth.id, Scope.ALL, Change({}, start, start + HOUR))
    now = shown(practice, clock)
    assert days(now) == [
        *MARCH[:2],
        "24.03 11:00",
        "31.03 11:00",
        "06.04 12:00",
        "21.04 11:00",
        "28.04 11:00",
    ]
    assert now[0].status is AppointmentStatus.COMPLETED
    assert done.undo is not None
    practice.undo(done.undo)
    assert days(shown(practice, clock)) == [*MARCH, "06.04 12:00", *APRIL[2:]]


def test_given_nothing_passed_when_all_change_then_the_series_stays_one_row(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    start = first.scheduled_start + HOUR
    practice.series.change(first.id, Scope.ALL, Change({}, start, start + HOUR))
    assert {row.series_id for row in shown(practice, clock)} == {first.series_id}
    assert days(shown(practice, clock))[0] == "09.03 12:00"


def test_given_another_repetition_when_changed_from_one_on_then_the_rest_follows_it(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    third = shown(practice, clock)[2]
    repeat = Repeat(rule=Rule(frequency=Frequency.MONTHLY, nth=4, weekdays=(0,)), times=2)
    practice.series.change(third.id, Scope.FOLLOWING, Change({}, repeat=repeat))
    assert days(shown(practice, clock)) == [*MARCH[:3], "27.04 11:00"]


def test_given_this_and_following_when_cancelled_then_drawn_ones_go_and_scheduled_rows_are_cancelled(
    practice: Practice, first: Appointment, client_id: ClientId, clock: FixedClock
) -> None:
    rows = shown(practice, clock)
    practice.appointments.move(rows[6].id, rows[6].scheduled_start + HOUR, rows[6].scheduled_end + HOUR)
    practice.notes.start(client_id, rows[7].id)
    done = practice.series.end(rows[5].id, Scope.FOLLOWING, reason="Moves away")
    now = shown(practice, clock)
    assert days(now) == [*MARCH, APRIL[0], "20.04 12:00", APRIL[3]]
    assert [row.status.value for row in now[5:]] == ["CANCELLED", "SCHEDULED"]
    assert now[5].cancellation_reason == "Moves away"
    assert done.undo is not None
    practice.undo(done.undo)
    assert days(shown(practice, clock)) == [*MARCH, *APRIL[:2], "20.04 12:00", APRIL[3]]


def test_given_all_when_deleted_before_it_began_then_nothing_is_left_and_undo_brings_it_back(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    done = practice.series.end(first.id, Scope.ALL, deletes=True)
    assert shown(practice, clock) == []
    assert done.undo is not None
    practice.undo(done.undo)
    assert days(shown(practice, clock)) == MARCH + APRIL


def test_given_one_that_is_past_when_it_and_the_following_end_then_the_past_stays_as_it_was(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    rows = shown(practice, clock)
    practice.appointments.edit(rows[2].id, notes="Bring the scans")
    clock.advance(4 * WEEK + 2 * HOUR)  # four have passed, nobody marked them
    done = practice.series.end(rows[1].id, Scope.FOLLOWING)
    now = shown(practice, clock)
    assert days(now) == MARCH
    assert {row.status for row in now} == {AppointmentStatus.SCHEDULED}
    assert done.undo is not None
    practice.undo(done.undo)
    assert days(shown(practice, clock)) == MARCH + APRIL


def test_given_one_that_is_past_when_it_and_the_following_change_then_only_those_to_come_do(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    second = shown(practice, clock)[1]
    clock.advance(4 * WEEK + 2 * HOUR)
    start = second.scheduled_start + HOUR
    practice.series.change(second.id, Scope.FOLLOWING, Change({"notes": "Scans"}, start, start + HOUR))
    now = shown(practice, clock)
    assert days(now) == MARCH + [f"{day[:6]}12:00" for day in APRIL]
    assert [row.notes for row in now] == [None] * 4 + ["Scans"] * 4


def test_given_one_under_way_when_it_and_the_following_end_then_it_ends_too(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    third = shown(practice, clock)[2]
    clock.advance(3 * WEEK + HOUR / 2)
    practice.series.end(third.id, Scope.FOLLOWING)
    assert days(shown(practice, clock)) == MARCH[:2]


@pytest.mark.parametrize("scope", [Scope.FOLLOWING, Scope.ALL])
@pytest.mark.parametrize("by", list(Canceller))
def test_given_one_that_is_near_when_the_client_calls_off_the_rest_then_it_stays_as_cancelled_with_the_reason(
    practice: Practice,
    first: Appointment,
    client_id: ClientId,
    clock: FixedClock,
    scope: Scope,
    by: Canceller,
) -> None:
    rows = shown(practice, clock)
    clock.advance(3 * WEEK - 3 * HOUR)  # two have passed, nobody marked them; the third is in three hours
    done = practice.series.end(rows[2].id, scope, reason="Flu", cancelled_by=by)
    now = shown(practice, clock)
    assert days(now) == MARCH[:3]
    assert [row.status.value for row in now] == ["SCHEDULED", "SCHEDULED", "CANCELLED"]
    assert now[2].cancellation_reason == "Flu"
    assert practice.cancellations.of(now[2].id) == Cancellation(by, 3 * HOUR)
    late = [(each.no_shows, each.late) for each in practice.cancellations.missed(client_id)]
    assert late == ([(0, 1)] if by is Canceller.CLIENT else [])
    assert done.undo is not None
    practice.undo(done.undo)
    assert days(shown(practice, clock)) == MARCH + APRIL
    assert {row.status for row in shown(practice, clock)} == {AppointmentStatus.SCHEDULED}
    assert practice.cancellations.missed(client_id) == []


def test_given_the_first_one_near_when_all_are_called_off_then_it_alone_is_left_and_undo_brings_all_back(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    clock.advance(WEEK - HOUR)
    done = practice.series.end(first.id, Scope.ALL, cancelled_by=Canceller.CLIENT)
    assert [(row.id, row.status) for row in shown(practice, clock)] == [
        (first.id, AppointmentStatus.CANCELLED)
    ]
    assert done.undo is not None
    practice.undo(done.undo)
    assert days(shown(practice, clock)) == MARCH + APRIL


def test_given_a_later_one_when_it_and_the_following_are_called_off_then_the_near_one_stays_as_it_was(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    rows = shown(practice, clock)
    clock.advance(WEEK - HOUR)
    practice.series.end(rows[2].id, Scope.FOLLOWING, cancelled_by=Canceller.CLIENT)
    now = shown(practice, clock)
    assert days(now) == MARCH[:2]
    assert {row.status for row in now} == {AppointmentStatus.SCHEDULED}


def test_given_a_later_one_when_all_are_called_off_then_the_near_one_is_cancelled_too(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    rows = shown(practice, clock)
    clock.advance(WEEK - HOUR)
    practice.series.end(rows[2].id, Scope.ALL, cancelled_by=Canceller.CLIENT)
    assert [(row.id, row.status) for row in shown(practice, clock)] == [
        (first.id, AppointmentStatus.CANCELLED)
    ]


def test_given_one_a_day_ahead_when_the_rest_is_called_off_then_it_goes_with_the_rule(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    clock.advance(WEEK - 24 * HOUR)
    practice.series.end(first.id, Scope.FOLLOWING, cancelled_by=Canceller.CLIENT)
    assert shown(practice, clock) == []


def test_given_one_under_way_when_it_and_the_following_are_called_off_then_it_stays_as_cancelled(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    third = shown(practice, clock)[2]
    clock.advance(3 * WEEK + HOUR / 2)
    practice.series.end(third.id, Scope.FOLLOWING, cancelled_by=Canceller.CLIENT)
    assert days(shown(practice, clock)) == MARCH[:3]
    assert practice.cancellations.of(third.id) == Cancellation(Canceller.CLIENT, -HOUR / 2)


def test_given_another_series_of_the_client_that_is_near_when_one_is_called_off_then_the_other_stays(
    practice: Practice, first: Appointment, client_id: ClientId, clock: FixedClock
) -> None:
    other = draft(client_id, clock.now() + WEEK + 2 * HOUR)
    kept = practice.series.book(other, Repeat(rule=MONDAYS, times=2)).value
    clock.advance(WEEK - HOUR)
    practice.series.end(first.id, Scope.ALL, cancelled_by=Canceller.CLIENT)
    living = [row for row in shown(practice, clock) if row.status is AppointmentStatus.SCHEDULED]
    assert [row.series_id for row in living] == [kept.series_id] * 2


@pytest.mark.parametrize("scope", [Scope.FOLLOWING, Scope.ALL])
def test_given_one_put_off_and_one_brought_forward_when_the_series_ends_then_what_is_to_come_ends(
    practice: Practice, first: Appointment, clock: FixedClock, scope: Scope
) -> None:
    rows = shown(practice, clock)
    late, early = rows[4].scheduled_start + HOUR, rows[2].scheduled_start + HOUR
    practice.appointments.move(rows[1].id, late, late + HOUR)
    practice.appointments.move(rows[5].id, early, early + HOUR)
    clock.advance(4 * WEEK + 2 * HOUR)
    practice.series.end(rows[1].id, scope)
    now = shown(practice, clock)
    assert days(now) == [MARCH[0], MARCH[2], "23.03 12:00", MARCH[3], "06.04 12:00"]
    assert [row.status.value for row in now] == ["SCHEDULED"] * 4 + ["CANCELLED"]


def test_given_a_series_that_is_over_when_all_are_to_change_then_one_sentence_refuses(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=90))
    with pytest.raises(RuleBroken) as caught:
        practice.series.end(first.id, Scope.ALL)
    assert caught.value.code == "series_over"


def test_given_taken_times_when_a_series_is_booked_then_all_of_it_is_compared_and_named(
    practice: Practice, first: Appointment, client_id: ClientId, clock: FixedClock
) -> None:
    late = clock.now() + 20 * WEEK
    single = practice.appointments.book(draft(client_id, late)).value
    other = replace(draft(client_id, clock.now() + 3 * WEEK + HOUR / 2))
    with pytest.raises(SlotTaken) as caught:
        practice.series.book(other, Repeat(rule=MONDAYS))
    # Winter time ends on the 27th: 11:30 on the wall stays beside 11:00 on the wall, and so does the rest.
    told = [each.appointment for each in caught.value.conflicts]
    assert days(told) == ["23.03 11:00", "30.03 11:00", *APRIL, "20.07 12:00"]
    assert told[-1].id == single.id
    assert [each.appointment for each in practice.series.conflicts(other, Repeat(rule=MONDAYS))] == told
    made = practice.series.book(other, Repeat(rule=MONDAYS), "Two rooms", told).value
    assert made.notes == "Booked anyway: Two rooms"
    with pytest.raises(SlotTaken):
        practice.series.book(
            replace(other, scheduled_start=late, scheduled_end=late + HOUR), Repeat(rule=MONDAYS), "Why", told
        )


def test_given_a_series_when_a_single_appointment_is_booked_on_it_then_it_is_taken(
    practice: Practice, first: Appointment, client_id: ClientId, clock: FixedClock
) -> None:
    third = shown(practice, clock)[2]
    with pytest.raises(SlotTaken) as caught:
        practice.appointments.book(draft(client_id, third.scheduled_start + HOUR / 2))
    assert [each.appointment.id for each in caught.value.conflicts] == [third.id]
    practice.appointments.delete(third.id)
    practice.appointments.book(draft(client_id, third.scheduled_start + HOUR / 2))


def test_given_a_changed_series_when_it_stays_on_its_own_times_then_it_does_not_collide_with_itself(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    start = first.scheduled_start + HOUR / 2
    done = practice.series.change(first.id, Scope.ALL, Change({}, start, start + HOUR))
    assert done.value.notes is None


def test_given_another_start_of_the_program_when_an_id_is_asked_for_then_its_occurrence_is_found(
    practice: Practice, first: Appointment
) -> None:
    again = Practice(practice.store, practice.me, practice.desk.clock, practice.desk.ids)
    assert again.appointments.get(first.id) == first
    with pytest.raises(NotFound):
        again.appointments.get(AppointmentId(practice.me.user_id))


def test_given_a_series_when_its_client_is_looked_at_then_next_and_timeline_know_it(
    practice: Practice, first: Appointment, client_id: ClientId, clock: FixedClock
) -> None:
    assert practice.clients.summary(client_id).next_appointment == first.scheduled_start
    assert len(practice.clients.record_rows(client_id)) == 8
    assert len(practice.client_timeline.beginning(client_id).ahead) == 8
    clock.advance(2 * WEEK)
    assert days([first, *shown(practice, clock)])[0] == MARCH[0]
    found = practice.clients.summary(client_id).next_appointment
    assert found is not None
    assert f"{found.astimezone(ZONE):%d.%m}" == "23.03"


def test_given_a_series_when_its_client_is_archived_with_what_is_ahead_then_it_ends(
    practice: Practice, first: Appointment, client_id: ClientId, clock: FixedClock
) -> None:
    clock.advance(2 * WEEK)
    done = practice.clients.archive(client_id, cancel_future=True)
    assert days(shown(practice, clock)) == MARCH[:2]
    assert done.undo is not None
    practice.undo(done.undo)
    assert days(shown(practice, clock)) == MARCH + APRIL


def test_given_a_rule_of_a_newer_program_when_read_then_it_is_kept_and_not_drawn(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    with practice.store.write() as db:
        db.exec_driver_sql("UPDATE appointment_series SET rrule = 'FREQ=LUNAR'")
    assert shown(practice, clock) == []
    assert first.series_id is not None
    assert practice.series.summary(first.series_id).rule is None
    with practice.desk.read() as db:
        kept = practice.desk.get(db, AppointmentSeries, "appointment_series", first.series_id)
    assert kept.rrule == "FREQ=LUNAR"


def test_given_a_reader_when_they_book_a_series_then_their_role_refuses(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    with practice.store.write() as db:
        db.exec_driver_sql("UPDATE users SET role = 'READONLY'")
    with pytest.raises(RuleBroken) as caught:
        practice.series.book(draft(client_id, clock.now()), Repeat(rule=MONDAYS))
    assert caught.value.code == "role"


def test_given_a_rest_that_lives_when_its_series_runs_over_it_and_is_parted_there_again_then_it_stays(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    """As after two laptops parted it and the earlier one's end moved: both draw those days then."""
    assert first.series_id is not None
    third = shown(practice, clock)[2]
    with practice.desk.read() as db:
        before = practice.desk.get(db, AppointmentSeries, "appointment_series", first.series_id)
    moved = third.scheduled_start + HOUR
    practice.series.change(third.id, Scope.FOLLOWING, Change({}, moved, moved + HOUR))
    practice.appointments.delete(shown(practice, clock)[3].id)
    with practice.desk.write() as writer:
        writer.update("appointment_series", first.series_id, {"until": before.until})

    practice.series.change(third.id, Scope.FOLLOWING, Change({"notes": "Bring the scans"}))

    rows = [each for each in shown(practice, clock) if each.scheduled_start >= third.scheduled_start]
    assert days([each for each in rows if each.notes]) == MARCH[2:] + APRIL
    assert days([each for each in rows if not each.notes]) == [
        f"{day[:6]}12:00" for day in (MARCH[2], *APRIL)
    ]


def test_given_a_rest_that_was_ended_when_its_series_is_parted_there_again_then_what_was_left_out_stays_out(
    practice: Practice, first: Appointment, clock: FixedClock
) -> None:
    assert first.series_id is not None
    with practice.desk.read() as db:
        before = practice.desk.get(db, AppointmentSeries, "appointment_series", first.series_id)
    third = shown(practice, clock)[2]
    moved = third.scheduled_start + HOUR
    rest = practice.series.change(third.id, Scope.FOLLOWING, Change({}, moved, moved + HOUR)).value
    practice.appointments.delete(shown(practice, clock)[3].id)
    practice.series.end(rest.id, Scope.FOLLOWING)
    with practice.desk.write() as writer:
        writer.update("appointment_series", first.series_id, {"until": before.until})

    practice.series.change(third.id, Scope.FOLLOWING, Change({"notes": "Bring the scans"}))

    assert days([each for each in shown(practice, clock) if each.notes]) == [MARCH[2], *APRIL]
