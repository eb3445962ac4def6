"""What a series says is found, also in the weeks that nobody touched."""

from datetime import datetime, timedelta

import pytest

from core.domain.clock import FixedClock
from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from core.store.practice.practice import Practice
from core.store.practice.search import SearchHit

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
WEEKLY = Rule(frequency=Frequency.WEEKLY, weekdays=(0,))


@pytest.fixture
def client_id(practice: Practice) -> ClientId:
    return practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value.id


def book(practice: Practice, client_id: ClientId, start: datetime, remark: str, times: int = 8) -> None:
    draft = AppointmentDraft(
        client_id=client_id, scheduled_start=start, scheduled_end=start + HOUR, notes=remark
    )
    practice.series.book(draft, Repeat(rule=WEEKLY, times=times))


def found(practice: Practice, text: str) -> list[SearchHit]:
    return practice.search.everything(text).hits


def test_given_a_remark_of_a_series_when_searched_then_its_next_appointment_is_found(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    first = clock.now() + WEEK
    book(practice, client_id, first, "Bring the zebra cushion")
    (hit,) = found(practice, "zeb cushion")
    assert (hit.kind, hit.title, hit.client_id, hit.at) == ("appointment", "Ada Invented", client_id, first)
    assert "zebra" in hit.snippet
    assert practice.appointments.get(hit.id).scheduled_start == first  # type: ignore[arg-type]
    assert found(practice, "zebra pillow") == []
    assert [each.at for each in found(practice, '"zebra cushion"')] == [first]


def test_given_a_series_under_way_or_over_when_searched_then_the_next_or_the_first_is_found(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    first = clock.now() + WEEK
    book(practice, client_id, first, "zebra")
    clock.advance(WEEK)
    assert [hit.at for hit in found(practice, "zebra")] == [first + WEEK]
    clock.advance(20 * WEEK)
    assert [hit.at for hit in found(practice, "zebra")] == [first]


def test_given_one_of_a_series_with_another_remark_when_searched_then_each_is_found_by_its_own(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    first = clock.now() + WEEK
    book(practice, client_id, first, "zebra")
    (hit,) = found(practice, "zebra")
    practice.appointments.edit(hit.id, notes="giraffe")  # type: ignore[arg-type]
    assert [each.at for each in found(practice, "giraffe")] == [first]
    assert [each.at for each in found(practice, "zebra")] == [first + WEEK]


def test_given_more_weeks_that_were_attended_than_are_asked_for_when_searched_then_the_next_is_among_them(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    first = clock.now() + WEEK
    book(practice, client_id, first, "zebra", times=9)
    for _ in range(5):
        clock.advance(WEEK)
        (entry, *_) = practice.appointments.between(clock.now() - 2 * HOUR, clock.now() + 2 * HOUR)
        practice.appointments.edit(entry.appointment.id, notes="zebra, as ever")
    hits = practice.search.everything("zebra", 4).hits
    assert len(hits) == 4
    assert hits[0].at > clock.now()


def test_given_a_series_at_the_end_of_all_calendars_when_searched_then_the_others_are_found(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    for _ in range(2):
        book(practice, client_id, clock.now() + WEEK, "zebra")
        clock.advance(2 * HOUR)
    with practice.store.write() as db:
        db.exec_driver_sql(
            "UPDATE appointment_series SET start_local = '9999-12-31T23:30', until = NULL, "
            "timezone = 'America/Los_Angeles' WHERE id = (SELECT min(id) FROM appointment_series)"
        )
    assert len(found(practice, "zebra")) == 1


def test_given_many_series_when_searched_then_no_more_than_asked_for_come_the_latest_first(
    practice: Practice, client_id: ClientId, clock: FixedClock
) -> None:
    for number in range(5):
        book(practice, client_id, clock.now() + WEEK + 2 * number * HOUR, "zebra")
    hits = practice.search.everything("zebra", 3).hits
    assert len(hits) == 3
    assert [hit.at for hit in hits] == sorted((hit.at for hit in hits), reverse=True)
