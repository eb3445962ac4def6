"""Blocks of time in the store: added, changed, left out on a day, taken back; by whom; imported."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.errors import BadInput, NotFound, RuleBroken
from core.domain.ids import UserId
from core.domain.new_rows import TimeBlockDraft
from core.store.practice.practice import Practice
from core.store.transfer.import_lines import import_files
from core.store.unit_of_work.writer import Writer

LUNCH: dict[str, Any] = {
    "start_local": "2026-03-02T12:00",
    "duration_minutes": 60,
    "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
}
MONDAY, WEEK = datetime(2026, 3, 1, 22, 0, tzinfo=UTC), timedelta(days=7)
"""Midnight in Jerusalem."""


def _days(practice: Practice) -> list[int]:
    return [each.day.day for each in practice.blocks.between(MONDAY, MONDAY + WEEK)]


def test_given_a_lunch_when_added_changed_skipped_and_deleted_then_each_is_recorded_and_can_be_taken_back(
    practice: Practice,
) -> None:
    added = practice.blocks.add(TimeBlockDraft(title=" Lunch ", user_id=practice.me.user_id, **LUNCH))
    lunch = added.value
    assert (lunch.title, lunch.timezone) == ("Lunch", "Asia/Jerusalem")
    assert {change.table for change in added.changed} == {"time_blocks"}
    assert _days(practice) == [2, 3, 4, 5, 6]
    practice.blocks.edit(lunch.id, title="Rest")
    practice.blocks.edit(lunch.id, title="Rest")
    skipped = practice.blocks.skip(lunch.id, date(2026, 3, 4))
    practice.blocks.skip(lunch.id, date(2026, 3, 4))
    assert _days(practice) == [2, 3, 5, 6]
    assert skipped.undo is not None
    practice.undo(skipped.undo)
    gone = practice.blocks.delete(lunch.id)
    assert _days(practice) == []
    assert gone.undo is not None
    practice.undo(gone.undo)
    assert practice.blocks.get(lunch.id).title == "Rest"
    assert _days(practice) == [2, 3, 4, 5, 6]
    events = sorted(event.event_type for event in practice.audit.list(resource_id=lunch.id))
    assert events == ["block.add", "block.delete", "block.edit", "block.skip", "block.undo", "block.undo"]


def test_given_blocks_when_a_range_is_read_then_they_come_by_start_and_the_others_stay_out(
    practice: Practice,
) -> None:
    one = TimeBlockDraft(start_local="2026-03-03T15:00", duration_minutes=60)
    practice.blocks.add(one)
    practice.blocks.add(TimeBlockDraft(**LUNCH))
    long = {"start_local": "2025-12-01T00:00", "duration_minutes": 120 * 1440, "is_all_day": True}
    practice.blocks.add(TimeBlockDraft(**long))  # type: ignore[arg-type]
    practice.blocks.add(TimeBlockDraft(start_local="2026-03-09T00:00", duration_minutes=5))
    practice.blocks.add(TimeBlockDraft(**{**LUNCH, "until": date(2026, 3, 2)}))
    day = practice.blocks.between(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    assert [each.block.start_local[:13] for each in day] == [
        "2025-12-01T00",
        "2026-03-02T12",
        "2026-03-03T15",
    ]


def test_given_a_block_of_one_day_when_a_day_of_it_is_left_out_then_it_is_refused(practice: Practice) -> None:
    once = practice.blocks.add(TimeBlockDraft(start_local="2026-03-03T15:00", duration_minutes=60)).value
    with pytest.raises(RuleBroken, match="does not repeat"):
        practice.blocks.skip(once.id, date(2026, 3, 3))


def test_given_somebody_who_is_not_here_when_their_time_is_blocked_then_it_is_refused(
    practice: Practice,
) -> None:
    stranger = UserId(uuid.uuid4())
    with pytest.raises(NotFound):
        practice.blocks.add(TimeBlockDraft(user_id=stranger, **LUNCH))
    lunch = practice.blocks.add(TimeBlockDraft(**LUNCH)).value
    with pytest.raises(NotFound):
        practice.blocks.edit(lunch.id, user_id=stranger)
    with pytest.raises(RuleBroken):
        practice.blocks.edit(lunch.id, duration_minutes=0)
    assert practice.blocks.get(lunch.id) == lunch


@pytest.mark.parametrize(
    ("role", "may"), [(Role.ASSISTANT, True), (Role.THERAPIST, True), (Role.READONLY, False)]
)
def test_given_a_role_when_time_is_blocked_for_a_colleague_then_all_but_readers_may(
    practice: Practice, clock: FixedClock, role: Role, may: bool
) -> None:
    lunch = practice.blocks.add(TimeBlockDraft(**LUNCH)).value
    with practice.store.write() as db:
        writer = Writer(db, practice.me, clock, practice.desk.ids)
        colleague = UserId(writer.insert("users", {"full_name": "Noa Example", "role": Role.THERAPIST}))
        writer.update("users", practice.me.user_id, {"role": role})
    attempts: tuple[Callable[[], object], ...] = (
        lambda: practice.blocks.add(TimeBlockDraft(user_id=colleague, **LUNCH)),
        lambda: practice.blocks.edit(lunch.id, user_id=colleague),
        lambda: practice.blocks.skip(lunch.id, date(2026, 3, 4)),
        lambda: practice.blocks.delete(lunch.id),
    )
    for attempt in attempts:
        if may:
            attempt()
            continue
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "role"


LINE: dict[str, object] = {
    "table": "time_blocks",
    "title": "Supervision",
    "start_local": "2026-03-03T15:00",
    "timezone": "Europe/Berlin",
    "duration_minutes": 90,
}


@pytest.mark.parametrize(
    "odd",
    [
        {"rrule": "FREQ=HOURLY"},
        {"rrule": "FREQ=WEEKLY;BYDAY=MO"},
        {"start_local": "2026-03-03 15:00"},
        {"duration_minutes": 0},
        {"is_all_day": True},
        {"exceptions": {"2026-03-10": True}},
        {"rrule": "FREQ=DAILY", "until": "2026-03-01"},
    ],
)
def test_given_a_block_that_nobody_could_see_when_imported_then_it_is_refused_and_a_good_one_is_taken(
    practice: Practice, tmp_path: Path, odd: dict[str, object]
) -> None:
    source = tmp_path / "lines.jsonl"
    source.write_text(json.dumps({**LINE, **odd}), encoding="utf-8")
    with pytest.raises((BadInput, RuleBroken)):
        import_files(practice, source)
    source.write_text(json.dumps(LINE), encoding="utf-8")
    assert import_files(practice, source).created == 1
