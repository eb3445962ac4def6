"""The form of a block without a window: what its fields mean, and what they say of a stored one."""

import json
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.domain.errors import RuleBroken
from core.domain.ids import LocationId, TimeBlockId, UserId, WorkspaceId
from core.domain.records import TimeBlock
from desktop.calendar.block_form import (
    BlockForm,
    block_form,
    changed_values,
    form_at,
    form_from_json,
    form_to_json,
    problems,
    values_of,
    with_first,
)
from desktop.calendar.repeating import End, RepeatForm, Unit

TUESDAY = date(2026, 11, 24)
LUNCH = BlockForm(TUESDAY, TUESDAY, "12:00", "13:00", title="Lunch")
ME = UserId(uuid.UUID(int=2))


def stored(values: dict[str, Any]) -> TimeBlock:
    return TimeBlock(
        id=TimeBlockId(uuid.UUID(int=7)),
        workspace_id=WorkspaceId(uuid.UUID(int=1)),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        timezone="Asia/Jerusalem",
        **values,
    )


def test_given_a_time_when_a_form_begins_there_then_it_says_it_on_the_wall() -> None:
    start, end = datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC)
    form = form_at(start, end, ZoneInfo("Asia/Jerusalem"), ME)
    assert form == BlockForm(TUESDAY, TUESDAY, "12:00", "13:00", user_id=ME)


@pytest.mark.parametrize(
    "form",
    [
        LUNCH,
        replace(LUNCH, user_id=ME, repeat=RepeatForm(Unit.WEEK, also=(0, 2))),
        replace(LUNCH, repeat=RepeatForm(Unit.DAY, end=End.UNTIL, until=date(2026, 12, 1))),
        BlockForm(TUESDAY, date(2026, 12, 4), is_all_day=True, title="Away"),
        BlockForm(TUESDAY, TUESDAY, is_all_day=True, repeat=RepeatForm(Unit.YEAR)),
        replace(LUNCH, location_id=LocationId(uuid.UUID(int=3))),
        BlockForm(TUESDAY, date(2026, 11, 25), "22:00", "06:00"),
    ],
)
def test_given_a_form_when_stored_and_opened_again_then_it_says_the_same(form: BlockForm) -> None:
    again = block_form(stored(values_of(form, 6)))
    assert again == form == form_from_json(json.loads(json.dumps(form_to_json(form))))
    assert changed_values(values_of(again, 6), stored(values_of(form, 6))) == {}


def test_given_what_a_person_changed_when_saved_then_only_that_is_written() -> None:
    block = stored(values_of(LUNCH, 6))
    assert changed_values(values_of(replace(LUNCH, title=" Rest "), 6), block) == {"title": "Rest"}
    moved = changed_values(values_of(replace(LUNCH, start="11:30"), 6), block)
    assert moved == {"start_local": "2026-11-24T11:30", "duration_minutes": 90}


def test_given_so_many_times_when_stored_then_the_last_day_is() -> None:
    form = replace(LUNCH, repeat=RepeatForm(Unit.DAY, end=End.TIMES, times=3))
    assert values_of(form, 6)["until"] == date(2026, 11, 26)


def test_given_an_end_at_midnight_when_stored_then_it_is_that_of_the_day() -> None:
    form = replace(LUNCH, end="00:00")
    assert problems(form) == {}
    assert values_of(form, 6)["duration_minutes"] == 12 * 60


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"start": "noon"}, {"start"}),
        ({"start": "", "end": "x"}, {"start", "end"}),
        ({"end": "11:00"}, {"end"}),
        ({"last": date(2026, 11, 23)}, {"end"}),
        ({"last": date(2026, 11, 23), "is_all_day": True}, {"last"}),
    ],
)
def test_given_times_that_cannot_be_when_looked_at_then_the_field_is_named(
    changes: dict[str, Any], wrong: set[str]
) -> None:
    assert set(problems(replace(LUNCH, **changes))) == wrong


def test_given_another_first_day_when_chosen_then_it_stays_as_long_as_it_is() -> None:
    away = BlockForm(TUESDAY, date(2026, 11, 26), is_all_day=True)
    assert with_first(away, date(2026, 12, 1)).last == date(2026, 12, 3)


def test_given_a_repetition_that_ends_before_it_begins_when_stored_then_it_is_refused() -> None:
    form = replace(LUNCH, repeat=RepeatForm(Unit.DAY, end=End.UNTIL, until=date(2026, 11, 1)))
    with pytest.raises(RuleBroken):
        values_of(form, 6)


@pytest.mark.parametrize("rrule", ["FREQ=LUNAR", "FREQ=MONTHLY;BYMONTHDAY=-1"])
def test_given_a_repetition_that_the_fields_cannot_say_when_saved_then_it_stays_as_it_is(rrule: str) -> None:
    block = stored({**values_of(LUNCH, 6), "rrule": rrule})
    form = block_form(block)
    assert form.rrule == rrule
    assert changed_values(values_of(replace(form, title="Rest"), 6), block) == {"title": "Rest"}
