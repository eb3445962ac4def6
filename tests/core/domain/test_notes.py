"""The life of a session note."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

import pytest

from core.domain import notes as rules
from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.ids import UserId
from core.domain.records import Appointment, SessionNote

Make = Callable[..., SessionNote]


def test_given_text_in_one_field_when_finalizing_then_it_is_allowed(note: Make, now: datetime) -> None:
    rules.check_finalize(note(), now, ())


def test_given_a_finalized_note_when_its_day_is_changed_then_it_is_refused(note: Make, now: datetime) -> None:
    rules.check_day(note())
    with pytest.raises(RuleBroken) as refused:
        rules.check_day(note(finalized_at=now))
    assert refused.value.code == "finalized"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"subjective": " \n"}, "blank"),
        ({"subjective": "x" * 5001}, "too_long"),
        ({"deleted": True}, "deleted"),
        ({"finalized": True}, "finalized"),
        ({"ahead": True}, "future_session"),
        ({"disputed": ("plan",)}, "disputed"),
    ],
)
def test_given_something_wrong_when_finalizing_then_the_reason_is_said(
    note: Make, now: datetime, fields: dict[str, object], code: str
) -> None:
    wrong = note(
        subjective=fields.get("subjective", "text"),
        deleted_at=now if "deleted" in fields else None,
        finalized_at=now if "finalized" in fields else None,
        is_draft="finalized" not in fields,
        session_date=now + timedelta(days=1) if "ahead" in fields else now,
    )
    with pytest.raises(RuleBroken) as caught:
        rules.check_finalize(wrong, now, cast("tuple[str, ...]", fields.get("disputed", ())))
    assert caught.value.code == code


def test_the_limit_counts_characters_and_not_bytes(note: Make, now: datetime) -> None:
    rules.check_finalize(note(plan="ש" * 5000), now, ())
    assert rules.too_long({"plan": "ש" * 5001, "subjective": None}) == ["plan"]


def test_given_a_clock_slightly_off_when_dated_now_then_it_is_not_the_future(now: datetime) -> None:
    rules.check_session_date(now + timedelta(minutes=4), now)


def test_given_open_questions_when_finalizing_then_their_fields_are_named(note: Make, now: datetime) -> None:
    with pytest.raises(RuleBroken, match=r"^Plan, Session date: two devices"):
        rules.check_finalize(note(), now, ("plan", "session_date"))
    with pytest.raises(RuleBroken, match=r"^Plan, Body chart, Measures: two devices"):
        rules.check_finalize(note(), now, ("plan", "body_marks", "measures"))


@pytest.mark.parametrize("minutes", [-1, 481])
def test_given_a_duration_out_of_range_then_it_is_refused(minutes: int) -> None:
    with pytest.raises(RuleBroken, match="between 0 and 480"):
        rules.check_duration(minutes)
    rules.check_duration(None)
    rules.check_duration(480)


def test_an_amendment_needs_a_finalized_note_a_reason_and_text(note: Make, now: datetime) -> None:
    final = note(finalized_at=now, is_draft=False)
    rules.check_amend(final, "wrong side", {"subjective": "Left shoulder."})
    for wrong, reason, texts, code in (
        (note(), "r", {"subjective": "t"}, "draft"),
        (note(finalized_at=now, is_draft=False, deleted_at=now), "r", {"subjective": "t"}, "deleted"),
        (final, " ", {"subjective": "t"}, "no_reason"),
        (final, "r", {"subjective": ""}, "blank"),
        (final, "r", {"subjective": "x" * 5001}, "too_long"),
    ):
        with pytest.raises(RuleBroken) as caught:
            rules.check_amend(wrong, reason, texts)
        assert caught.value.code == code


def test_a_finalized_note_is_deleted_only_by_author_or_owner_with_a_reason(
    note: Make, now: datetime, therapist: UserId
) -> None:
    final, stranger = note(finalized_at=now, is_draft=False), UserId(uuid.uuid4())
    rules.check_delete(note(), None, stranger, Role.THERAPIST)
    rules.check_delete(final, "wrong client", therapist, Role.THERAPIST)
    rules.check_delete(final, "wrong client", stranger, Role.OWNER)
    with pytest.raises(RuleBroken, match="author"):
        rules.check_delete(final, "wrong client", stranger, Role.THERAPIST)
    with pytest.raises(RuleBroken, match="reason"):
        rules.check_delete(final, " ", therapist, Role.THERAPIST)


def test_a_deleted_draft_can_be_restored_for_thirty_days(note: Make, now: datetime) -> None:
    rules.check_restore(note(deleted_at=now - timedelta(days=30)), now)
    with pytest.raises(RuleBroken, match="more than 30 days"):
        rules.check_restore(note(deleted_at=now - timedelta(days=31)), now)
    with pytest.raises(RuleBroken, match="not deleted"):
        rules.check_restore(note(), now)


@pytest.mark.parametrize(
    ("ago", "days"),
    [
        (timedelta(0), 30),
        (timedelta(hours=1), 30),
        (timedelta(days=18), 12),
        (timedelta(days=29, hours=1), 1),
        (timedelta(days=31), 0),
    ],
)
def test_given_a_deleted_draft_then_its_days_left_count_down_to_the_last(
    note: Make, now: datetime, ago: timedelta, days: int
) -> None:
    assert rules.days_to_restore(note(deleted_at=now - ago), now) == days
    assert rules.days_to_restore(note(deleted_at=now - ago, finalized_at=now, is_draft=False), now) is None


@pytest.mark.parametrize(
    ("at", "now_at", "dated"),
    [
        (9, 12, 9),  # it was this morning
        (20, 12, 12),  # begun before it
        (48, 12, 48),  # the day after tomorrow
        (23.5, 12, 23.5),  # tomorrow already where it takes place
        (33, 23.5, 23.5),  # today already where it takes place
        (-20, 12, -20),
    ],
)
def test_given_an_appointment_when_its_note_is_begun_then_it_has_its_day_or_is_of_now(
    at: float, now_at: float, dated: float, appointment: Callable[..., Appointment], now: datetime
) -> None:
    midnight = now.replace(hour=0)
    booked, begun = appointment(at=at), midnight + timedelta(hours=now_at)
    assert rules.session_date_of(booked, begun) == midnight + timedelta(hours=dated)


@pytest.mark.parametrize(("minutes", "told"), [(0.5, 0), (50, 50), (480, 480), (600, 480)])
def test_given_an_appointment_then_its_note_has_its_whole_minutes_as_many_as_a_note_may_have(
    minutes: float, told: int, appointment: Callable[..., Appointment]
) -> None:
    duration = rules.duration_of(appointment(minutes=minutes))
    assert (duration, type(duration)) == (told, int)
