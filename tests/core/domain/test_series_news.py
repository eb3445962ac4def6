"""Which slots of a series are new to another laptop, and which of two laptops' bookings collide."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.appointments import collides, slot_of
from core.domain.ids import AppointmentId, ClientId, SeriesId, UserId, WorkspaceId
from core.domain.records import Appointment, AppointmentSeries
from core.domain.series_news import Booking, SeriesNews, first_collisions
from tests.core.domain.test_series import series

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PEOPLE = [UserId(uuid.UUID(int=number)) for number in (1, 2)]
WHOLE: frozenset[str] = frozenset()


def weekly(**given_: object) -> AppointmentSeries:
    """Mondays at ten."""
    mondays = {"rrule": "FREQ=WEEKLY;BYDAY=MO", "start_local": "2026-03-02T10:00", "timezone": "UTC"}
    return series(**{**mondays, **given_})


def booking(number: int, hour: int, hours: int, person: int) -> Booking:
    """Of a client of its own."""
    start, made = NOW + timedelta(hours=hour), uuid.UUID(int=number)
    return made, Appointment(
        id=AppointmentId(made),
        workspace_id=WorkspaceId(uuid.UUID(int=8)),
        created_at=NOW,
        updated_at=NOW,
        client_id=ClientId(uuid.UUID(int=1000 + number)),
        practitioner_user_id=PEOPLE[person],
        scheduled_start=start,
        scheduled_end=start + timedelta(hours=hours),
        timezone="UTC",
    )


def begins(news: SeriesNews) -> list[str]:
    return [each.scheduled_start.strftime("%m-%d %H") for _, each in news.bookings()]


def test_given_a_series_that_nobody_knew_then_each_of_its_slots_is_new() -> None:
    until = datetime(2026, 3, 20, tzinfo=UTC).date()
    assert begins(SeriesNews(weekly(until=until), None, WHOLE)) == ["03-02 10", "03-09 10", "03-16 10"]


def test_given_a_series_that_was_known_when_its_end_moves_then_only_the_days_beyond_are_new() -> None:
    before = weekly(until=datetime(2026, 3, 10, tzinfo=UTC).date())
    after = weekly(until=datetime(2026, 3, 20, tzinfo=UTC).date())
    assert begins(SeriesNews(after, before, WHOLE)) == ["03-16 10"]


def test_given_a_series_whose_remark_alone_changed_then_nothing_is_new() -> None:
    assert begins(SeriesNews(weekly(notes="Brings a mat."), weekly(), WHOLE)) == []


def test_given_a_day_that_is_left_out_then_it_is_no_slot() -> None:
    mondays = weekly(until=datetime(2026, 3, 10, tzinfo=UTC).date())
    assert begins(SeriesNews(mondays, None, frozenset({"2026-03-02"}))) == ["03-09 10"]


@pytest.mark.parametrize(
    "start",
    [
        *(f"0001-01-0{day}T{hour}:00" for day in (1, 2, 3, 4) for hour in ("00", "12", "23")),
        *(f"999{year}-12-3{day}T23:30" for year in (4, 5, 9) for day in (0, 1)),
        "no time",
        "2026-03-02T10:00",
    ],
)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Nowhere/Nowhere"])
def test_given_a_series_that_no_calendar_holds_then_nothing_breaks(start: str, zone: str) -> None:
    hostile = weekly(start_local=start, timezone=zone, rrule="FREQ=DAILY")
    assert len(list(SeriesNews(hostile, weekly(), WHOLE).bookings())) < 2_000


_bookings = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5), st.integers(0, 1)), max_size=8)


@given(theirs=_bookings, ours=_bookings)
def test_given_any_bookings_of_two_laptops_then_each_pair_that_collides_is_found_and_no_other(
    theirs: list[tuple[int, int, int]], ours: list[tuple[int, int, int]]
) -> None:
    came = [booking(number, *each) for number, each in enumerate(theirs, start=1)]
    mine = [booking(number, *each) for number, each in enumerate(ours, start=101)]
    found = {(one.id, other.id) for one, other in first_collisions(came, mine)}
    assert found == {
        (one.id, other.id) for _, one in came for _, other in mine if collides(slot_of(one), other)
    }


@pytest.mark.parametrize(
    "edge", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC) - timedelta(hours=1)]
)
def test_given_bookings_at_the_edge_of_all_calendars_then_they_collide_like_others(edge: datetime) -> None:
    def at_the_edge(number: int) -> Booking:
        made, booked = booking(number, 0, 1, 0)
        return made, replace(booked, scheduled_start=edge, scheduled_end=edge + timedelta(hours=1))

    one, other, usual = at_the_edge(1), at_the_edge(101), booking(102, 0, 100, 0)
    assert first_collisions([one, booking(2, 0, 1, 0)], [other, usual]) == [
        (one[1], other[1]),
        (booking(2, 0, 1, 0)[1], usual[1]),
    ]


def test_given_two_series_that_collide_each_week_then_only_their_first_slots_are_told() -> None:
    one = list(SeriesNews(weekly(), None, WHOLE).bookings())
    other = list(SeriesNews(weekly(id=SeriesId(uuid.UUID(int=70))), None, WHOLE).bookings())
    ((first, second),) = first_collisions(one, other)
    assert (first, second) == (one[0][1], other[0][1])


def test_given_one_series_on_both_sides_then_it_does_not_collide_with_itself() -> None:
    same = list(SeriesNews(weekly(), None, WHOLE).bookings())
    later = list(SeriesNews(weekly(start_local="2026-03-02T10:30"), None, WHOLE).bookings())
    assert first_collisions(same, later) == []
