"""Who was reminded is known on every laptop, also of an occurrence that no laptop has as a row."""

from datetime import timedelta

import pytest

from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.reminders import Channel, Standing
from core.domain.series import Repeat
from core.store.practice.reminders import Reminder
from tests.sync.laptops import START, Laptop, meet, person

HOUR = timedelta(hours=1)
FIRST = (START + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
Two = tuple[Laptop, Laptop]


@pytest.fixture
def weekly(laptops: Two, someone_works_here: None) -> None:
    one, _ = laptops
    one.add("workspaces", one.me.workspace_id, name="Practice", timezone="UTC")
    draft = AppointmentDraft(
        client_id=ClientId(one.add_client()), scheduled_start=FIRST, scheduled_end=FIRST + HOUR
    )
    rule = Rule(frequency=Frequency.WEEKLY, weekdays=(FIRST.weekday(),))
    person(one).series.book(draft, Repeat(rule=rule, times=8), "On purpose.")
    meet(*laptops)


def tomorrow(laptop: Laptop) -> Reminder:
    (found,) = person(laptop).reminders.to_remind(FIRST.date())
    return found


def mark(laptop: Laptop) -> None:
    person(laptop).reminders.mark(tomorrow(laptop).appointment_id, FIRST, Channel.EMAIL)


def test_given_a_mark_on_one_laptop_when_they_meet_then_the_other_reminds_nobody_again(
    laptops: Two, weekly: None
) -> None:
    one, other = laptops
    mark(one)
    assert tomorrow(other).standing is Standing.OPEN
    meet(*laptops)
    assert tomorrow(other).standing is Standing.REMINDED
    assert tomorrow(other).told == tomorrow(one).told


def test_given_a_move_on_the_other_laptop_when_they_meet_then_both_say_that_the_client_heard_another_time(
    laptops: Two, weekly: None
) -> None:
    one, other = laptops
    mark(one)
    person(other).appointments.move(tomorrow(other).appointment_id, FIRST + HOUR, FIRST + 2 * HOUR)
    meet(*laptops)
    assert [tomorrow(each).standing for each in laptops] == [Standing.MOVED, Standing.MOVED]


def test_given_marks_on_both_laptops_when_one_is_taken_back_later_then_both_follow_the_later_event(
    laptops: Two, weekly: None
) -> None:
    one, other = laptops
    mark(one)
    mark(other)
    meet(*laptops)
    assert [tomorrow(each).standing for each in laptops] == [Standing.REMINDED, Standing.REMINDED]
    other.clock.advance(timedelta(minutes=1))
    person(other).reminders.take_back(tomorrow(other).appointment_id)
    meet(*laptops)
    assert [tomorrow(each).standing for each in laptops] == [Standing.OPEN, Standing.OPEN]
