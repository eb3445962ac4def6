"""What a series said before is kept for a merge: as much as can matter, and no longer than the series."""

from datetime import timedelta

import pytest

from core.domain.ids import SeriesId
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.registry import APPOINTMENT_SERIES
from core.domain.series import Repeat, Scope
from core.store.database.past_series import MOST_KEPT
from core.store.outbox.past_series import past_states
from core.store.practice.practice import Practice
from core.store.practice.series_changes import Change

_NOTES = APPOINTMENT_SERIES.by_name["notes"].no
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@pytest.fixture
def series_id(practice: Practice) -> SeriesId:
    client_id = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id
    start = practice.desk.clock.now() + WEEK
    draft = AppointmentDraft(client_id=client_id, scheduled_start=start, scheduled_end=start + HOUR)
    rule = Rule(frequency=Frequency.WEEKLY, weekdays=(start.weekday(),))
    booked = practice.series.book(draft, Repeat(rule=rule, times=8)).value
    assert booked.series_id is not None
    return booked.series_id


def write(practice: Practice, note: str) -> None:
    start = practice.desk.clock.now()
    first = practice.appointments.between(start, start + 9 * WEEK)[0].appointment
    practice.series.change(first.id, Scope.ALL, Change({"notes": note}))


def past_notes(practice: Practice, series_id: SeriesId) -> list[object]:
    with practice.desk.read() as db:
        return [each.fields.get(_NOTES) for each in past_states(db, series_id)]


def test_given_changes_when_asked_then_the_newest_state_before_comes_first(
    practice: Practice, series_id: SeriesId
) -> None:
    write(practice, "Bring the scans")
    write(practice, "Running shoes")
    assert past_notes(practice, series_id) == ["Bring the scans", None]


def test_given_very_many_changes_when_asked_then_only_the_newest_are_there(
    practice: Practice, series_id: SeriesId
) -> None:
    for number in range(MOST_KEPT + 3):
        write(practice, f"Change {number}")
    kept = past_notes(practice, series_id)
    assert kept[0] == f"Change {MOST_KEPT + 1}"
    assert len(kept) == MOST_KEPT


def test_given_a_series_when_its_row_goes_then_nothing_of_it_is_left(
    practice: Practice, series_id: SeriesId
) -> None:
    write(practice, "Bring the scans")
    with practice.store.write() as db:
        db.exec_driver_sql("DELETE FROM appointment_series WHERE id = ?", (series_id.bytes,))
    assert past_notes(practice, series_id) == []
