"""What a client usually has, by the last few appointments."""

import uuid
from datetime import UTC, datetime, timedelta

from core.domain.ids import LocationId, ServiceId, UserId
from core.domain.usual_booking import BookedBefore, usual_booking

MASSAGE, TALK = ServiceId(uuid.UUID(int=1)), ServiceId(uuid.UUID(int=2))
ROOM, HOME = LocationId(uuid.UUID(int=3)), LocationId(uuid.UUID(int=4))
ADA, BEN = UserId(uuid.UUID(int=5)), UserId(uuid.UUID(int=6))
LAST = datetime(2026, 11, 24, 8, tzinfo=UTC)


def before(
    weeks: int,
    service: ServiceId | None = MASSAGE,
    room: LocationId | None = ROOM,
    minutes: int = 60,
    treats: UserId | None = None,
) -> BookedBefore:
    start = LAST - timedelta(weeks=weeks)
    return BookedBefore(start, start + timedelta(minutes=minutes), service, room, treats)


def test_given_nothing_booked_when_asked_then_nothing_is_usual() -> None:
    assert usual_booking([]) is None


def test_given_one_exception_when_asked_then_what_most_have_is_usual() -> None:
    usual = usual_booking([before(0, TALK, HOME, 30), before(1), before(2)])
    assert usual is not None
    assert (usual.service_id, usual.location_id, usual.length) == (MASSAGE, ROOM, timedelta(hours=1))


def test_given_two_equally_frequent_when_asked_then_the_newer_is_usual() -> None:
    usual = usual_booking([before(0, TALK), before(1), before(2, TALK), before(3)])
    assert usual is not None
    assert usual.service_id == TALK


def test_given_another_length_with_another_service_when_asked_then_it_is_the_usual_services() -> None:
    booked = [before(0, minutes=45), before(1, TALK), before(2, TALK), before(3, minutes=45), before(4)]
    usual = usual_booking(booked)
    assert usual is not None
    assert (usual.service_id, usual.length) == (MASSAGE, timedelta(minutes=45))


def test_given_an_old_habit_when_the_last_five_are_another_then_only_these_count() -> None:
    usual = usual_booking([*(before(week, TALK) for week in range(3)), *map(before, range(3, 12))])
    assert usual is not None
    assert usual.service_id == TALK


def test_given_several_who_treated_when_asked_then_the_one_of_most_is_usual_whatever_the_service() -> None:
    booked = [before(0, treats=BEN), before(1, TALK, treats=ADA), before(2, TALK, treats=ADA), before(3)]
    usual = usual_booking([*booked, before(4)])
    assert usual is not None
    assert (usual.service_id, usual.practitioner_id) == (MASSAGE, ADA)


def test_given_appointments_that_name_nobody_when_asked_then_nobody_is_usual() -> None:
    usual = usual_booking([before(0), before(1)])
    assert usual is not None
    assert usual.practitioner_id is None
