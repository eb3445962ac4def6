"""Two laptops with one series: each touches, parts or ends it apart, and they meet."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from core.domain.enums import AppointmentStatus
from core.domain.ids import AppointmentId, ClientId
from core.domain.new_rows import AppointmentDraft
from core.domain.records import Appointment
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat, Scope
from core.store.practice.practice import Practice as Books
from core.store.practice.series_changes import Change
from tests.sync.laptops import START, Laptop, field_of, meet, person

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
FIRST = (START + timedelta(days=7)).replace(hour=10, minute=0, second=0, microsecond=0)
RULE = Rule(frequency=Frequency.WEEKLY, weekdays=(FIRST.weekday(),))


@dataclass
class Pair:
    """Both laptops, what their people work with, and a series of eight that both know."""

    laptops: tuple[Laptop, Laptop]
    series: Appointment

    @property
    def people(self) -> tuple[Books, Books]:
        one, other = self.laptops
        return person(one), person(other)

    def rows(self) -> list[Appointment]:
        """What each of the two shows is the same; this is it."""
        both = [
            [each.appointment for each in books.appointments.between(START, START + 30 * WEEK)]
            for books in self.people
        ]
        starts = [[(row.id, row.scheduled_start, row.status) for row in rows] for rows in both]
        assert starts[0] == starts[1]
        return both[0]

    def days(self) -> list[int]:
        """Whole weeks and hours after the first one, as numbers: 0, 168, 336 ..."""
        return [round((row.scheduled_start - FIRST) / HOUR) for row in self.rows()]

    def nth(self, number: int) -> AppointmentId:
        return self.rows()[number].id

    def meet(self) -> None:
        meet(*self.laptops)


@pytest.fixture
def pair(laptops: tuple[Laptop, Laptop], someone_works_here: None) -> Pair:
    one, _ = laptops
    one.add("workspaces", one.me.workspace_id, name="Practice", timezone="UTC")
    client_id = ClientId(one.add_client())
    draft = AppointmentDraft(client_id=client_id, scheduled_start=FIRST, scheduled_end=FIRST + HOUR)
    booked = person(one).series.book(draft, Repeat(rule=RULE, times=8)).value
    meet(*laptops)
    return Pair(laptops, booked)


WEEKS = [168 * week for week in range(8)]


def test_given_a_series_when_it_syncs_then_both_draw_the_same_under_the_same_ids(pair: Pair) -> None:
    assert pair.days() == WEEKS
    assert pair.laptops[1].rows("appointments") == {}


def test_given_two_occurrences_when_each_laptop_touches_one_then_both_are_touched_and_nobody_is_asked(
    pair: Pair,
) -> None:
    one, other = pair.people
    second, third = pair.nth(1), pair.nth(2)
    start = FIRST + WEEK + 5 * HOUR
    one.appointments.move(second, start, start + HOUR)
    other.appointments.delete(third)
    pair.meet()
    assert pair.days() == [0, 168 + 5, *WEEKS[3:]]
    assert all(laptop.open_conflicts() == [] for laptop in pair.laptops)
    assert all(laptop.told("notices") == [] for laptop in pair.laptops)


def test_given_one_occurrence_when_one_moves_it_and_the_other_cancels_it_then_both_are_kept_unasked(
    pair: Pair,
) -> None:
    one, other = pair.people
    second = pair.nth(1)
    start = FIRST + WEEK + 5 * HOUR
    one.appointments.move(second, start, start + HOUR)
    other.appointments.set_status(second, AppointmentStatus.CANCELLED, "Flu")
    pair.meet()
    row = pair.rows()[1]
    assert (row.scheduled_start, row.status, row.cancellation_reason) == (
        start,
        AppointmentStatus.CANCELLED,
        "Flu",
    )
    assert pair.laptops[0].open_conflicts() == []


def test_given_one_occurrence_when_both_move_it_elsewhere_then_it_is_asked_once(pair: Pair) -> None:
    second = pair.nth(1)
    for books, hours in zip(pair.people, (2, 4), strict=True):
        start = FIRST + WEEK + hours * HOUR
        books.appointments.move(second, start, start + HOUR)
    pair.meet()
    (asked,) = pair.laptops[0].open_conflicts()
    assert field_of("conflicts", asked, "field") == "scheduled_start,scheduled_end"
    assert len(pair.rows()) == 8


def test_given_both_change_all_when_one_moves_and_the_other_writes_a_remark_then_one_series_has_both(
    pair: Pair,
) -> None:
    pair.laptops[0].practice.clock.advance(4 * WEEK - HOUR)
    one, other = pair.people
    fourth = pair.nth(3)
    start = FIRST + 3 * WEEK + 2 * HOUR
    one.series.change(fourth, Scope.ALL, Change({}, start, start + HOUR))
    other.series.change(fourth, Scope.ALL, Change({"notes": "Bring the scans"}))
    pair.meet()
    rows = pair.rows()
    assert pair.days() == [0, 168, 336, *(each + 2 for each in WEEKS[3:])]
    assert {row.notes for row in rows[3:]} == {"Bring the scans"}
    assert pair.laptops[0].open_conflicts() == []


def test_given_the_rest_changes_when_the_other_touches_one_of_it_then_that_one_is_not_drawn_twice(
    pair: Pair,
) -> None:
    one, other = pair.people
    start = FIRST + 2 * WEEK + 2 * HOUR
    fifth, sixth = pair.nth(5), pair.nth(6)
    one.series.change(pair.nth(2), Scope.FOLLOWING, Change({}, start, start + HOUR))
    other.appointments.set_status(fifth, AppointmentStatus.CANCELLED)
    other.appointments.delete(sixth)
    pair.meet()
    assert pair.days() == [0, 168, *(WEEKS[week] + 2 for week in (2, 3, 4)), WEEKS[5], WEEKS[7] + 2]


def test_given_both_part_it_on_different_days_when_they_meet_then_its_end_is_asked_about(pair: Pair) -> None:
    one, other = pair.people
    third, fifth = pair.nth(2), pair.nth(4)
    early, late = FIRST + 2 * WEEK + 2 * HOUR, FIRST + 4 * WEEK + 3 * HOUR
    one.series.change(third, Scope.FOLLOWING, Change({}, early, early + HOUR))
    other.series.change(fifth, Scope.FOLLOWING, Change({}, late, late + HOUR))
    pair.meet()
    (asked,) = pair.laptops[0].open_conflicts()
    assert field_of("conflicts", asked, "field") == "until"
    shown = pair.days()
    assert {2 * 168 + 2, 4 * 168 + 3, 7 * 168 + 2, 7 * 168 + 3} <= set(shown)


def test_given_the_series_is_ended_when_the_other_moves_one_of_the_rest_then_that_one_stays(
    pair: Pair,
) -> None:
    one, other = pair.people
    start = FIRST + 6 * WEEK + 2 * HOUR
    sixth = pair.nth(6)
    one.series.end(pair.nth(3), Scope.FOLLOWING)
    other.appointments.move(sixth, start, start + HOUR)
    pair.meet()
    assert pair.days() == [*WEEKS[:3], WEEKS[6] + 2]


def test_given_all_was_moved_and_parted_here_when_the_other_parted_what_it_knew_then_nobody_is_asked(
    pair: Pair,
) -> None:
    one, other = pair.people
    first, third = pair.nth(0), pair.nth(2)
    start = FIRST + HOUR
    one.series.change(first, Scope.ALL, Change({}, start, start + HOUR))
    one.series.change(third, Scope.FOLLOWING, Change({}, start + 2 * WEEK, start + 2 * WEEK + 2 * HOUR))
    other.series.change(third, Scope.FOLLOWING, Change({"notes": "Bring the scans"}))
    pair.meet()
    rows = pair.rows()
    assert pair.days() == [each + 1 for each in WEEKS]
    assert {row.notes for row in rows[2:]} == {"Bring the scans"}
    assert {row.scheduled_end - row.scheduled_start for row in rows[2:]} == {2 * HOUR}
    assert pair.laptops[0].open_conflicts() == []


def test_given_a_changed_series_when_the_other_touches_what_it_was_drawn_with_before_then_nobody_is_asked(
    pair: Pair,
) -> None:
    one, other = pair.people
    second = pair.nth(1)
    one.series.change(pair.nth(0), Scope.FOLLOWING, Change({"notes": "Bring the scans"}))
    pair.laptops[0].sync()
    one.appointments.edit(second, notes="Bring the scans\nRunning shoes")
    other.appointments.set_status(second, AppointmentStatus.CANCELLED, "Flu")
    pair.meet()
    row = pair.rows()[1]
    assert (row.notes, row.status) == ("Bring the scans\nRunning shoes", AppointmentStatus.CANCELLED)
    assert pair.laptops[0].open_conflicts() == []


def test_given_an_occurrence_that_was_moved_when_its_series_moved_as_well_then_it_stays_where_it_was_put(
    pair: Pair,
) -> None:
    one, other = pair.people
    second, start = pair.nth(1), FIRST + WEEK + 5 * HOUR
    moved = FIRST + HOUR
    one.series.change(pair.nth(0), Scope.ALL, Change({}, moved, moved + HOUR))
    one.appointments.edit(second, notes="Running shoes")
    other.appointments.move(second, start, start + HOUR)
    pair.meet()
    row = pair.rows()[1]
    assert (row.scheduled_start, row.notes) == (start, "Running shoes")
    assert pair.laptops[0].open_conflicts() == []
