"""Moving one day of a block that repeats moves all of them, and those that were left out stay left out."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, Qt

from core.domain.changes import Changed
from core.domain.errors import RuleBroken
from core.domain.records import TimeBlock
from core.domain.time_blocks import spans
from core.domain.timegrid import at_wall
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_shift import moved_values
from desktop.calendar.gesture import GestureKind, Ghost, on_another_day
from tests.desktop.calendar.conftest import ZONE
from tests.desktop.calendar.test_block_moving import press, stand_at
from tests.desktop.calendar.test_blocks import block

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

SUNDAY = 6


def entry_on(row: TimeBlock, day: date) -> BlockEntry:
    start = at_wall(day, datetime.min.time(), ZoneInfo(row.timezone))
    return BlockEntry(next(one for one in spans(row, start, start + timedelta(days=1)) if one.day == day))


def moved(desk: "Desk", row: TimeBlock, day: date, by: int) -> TimeBlock:
    """After one of its days was dragged by so many days."""
    values = moved_values(on_another_day(entry_on(row, day), by, ZONE), SUNDAY)
    return desk.house.practice.blocks.edit(row.id, **values).value


def days(row: TimeBlock, count: int = 4) -> list[str]:
    start = datetime.fromisoformat(row.start_local).replace(tzinfo=UTC) - timedelta(days=1)
    return [f"{one.day:%d.%m.}" for one in spans(row, start, start + timedelta(days=400))[:count]]


@pytest.mark.parametrize(
    ("rule", "first", "left_out", "by", "expected"),
    [
        # April's first Wednesday comes before its first Tuesday.
        (
            "BYDAY=1TU",
            "2026-02-03",
            ["2026-03-03", "2026-04-07"],
            1,
            ["04.02.", "06.05.", "03.06.", "01.07."],
        ),
        ("BYMONTHDAY=30", "2026-01-30", ["2026-03-30"], 2, ["01.02.", "01.03.", "01.05.", "01.06."]),
    ],
)
def test_given_a_monthly_block_with_days_left_out_when_moved_then_those_months_stay_without_it(
    desk: "Desk", rule: str, first: str, left_out: list[str], by: int, expected: list[str]
) -> None:
    row = block(desk, start_local=f"{first}T12:00", rrule=f"FREQ=MONTHLY;{rule}")
    for day in left_out:
        row = desk.house.practice.blocks.skip(row.id, date.fromisoformat(day)).value
    assert days(moved(desk, row, date.fromisoformat(first), by)) == expected


def test_given_an_end_on_a_monthly_day_when_moved_to_one_that_comes_later_then_none_is_lost(
    desk: "Desk",
) -> None:
    row = block(
        desk,
        start_local="2026-02-04T12:00",
        rrule="FREQ=MONTHLY;BYDAY=1WE",
        until=date(2026, 4, 1),
    )
    assert len(days(row)) == 3
    assert days(moved(desk, row, date(2026, 2, 4), -1)) == ["03.02.", "03.03.", "07.04."]


def test_given_two_days_of_every_second_week_when_moved_apart_then_nothing_moves_and_it_is_said(
    desk: "Desk",
) -> None:
    row = block(desk, start_local="2026-11-02T12:00", rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;WKST=SU")
    with pytest.raises(RuleBroken) as refused:
        moved(desk, row, date(2026, 11, 2), 1)
    assert refused.value.code == "other_weeks"
    assert days(row) == ["02.11.", "07.11.", "16.11.", "21.11."]


def test_given_two_days_of_every_second_week_when_moved_within_it_then_both_move(desk: "Desk") -> None:
    row = block(desk, start_local="2026-11-02T12:00", rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU")
    assert days(moved(desk, row, date(2026, 11, 2), 1)) == ["03.11.", "05.11.", "17.11.", "19.11."]


@pytest.mark.parametrize("rrule", [None, "FREQ=WEEKLY;BYDAY=SA"])
def test_given_an_hour_that_comes_twice_when_a_block_is_dropped_on_the_second_then_it_takes_the_first(
    desk: "Desk", rrule: str | None
) -> None:
    row = block(desk, start_local="2026-10-24T14:00", duration_minutes=30, rrule=rrule)
    held = entry_on(row, date(2026, 10, 24))
    second = datetime(2026, 10, 25, 1, 30, tzinfo=ZONE, fold=1).astimezone(UTC)
    ghost = Ghost(GestureKind.MOVE, second, second + timedelta(minutes=30), block=held)
    after = desk.house.practice.blocks.edit(row.id, **moved_values(ghost, SUNDAY)).value
    assert after.start_local == "2026-10-25T01:30"
    assert days(after, 1) == ["25.10."]


def test_given_keys_that_would_part_the_days_of_a_block_then_it_is_said_and_it_stays(desk: "Desk") -> None:
    row = block(desk, start_local="2026-11-23T12:00", rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;WKST=SU")
    desk.bus.publish([Changed("time_blocks", frozenset({row.id}))])
    stand_at(desk, 23, "12:00")
    press(desk, "m", Qt.Key.Key_Right, Qt.Key.Key_Return)
    desk.settle()
    (said,) = desk.navigator.toasts
    assert said.startswith("The days of this block would lie in other weeks than now; nothing was changed.")
    assert desk.house.practice.blocks.get(row.id).rrule == row.rrule


def asked_about(desk: "Desk") -> TimeBlock:
    """A block of Tuesdays without the 17th, moved to Wednesdays, where on the 25th somebody is booked."""
    desk.house.book(25, "12:00")
    desk.reload()
    row = block(desk, start_local="2026-11-10T12:00", rrule="FREQ=WEEKLY;BYDAY=TU")
    desk.house.practice.blocks.skip(row.id, date(2026, 11, 17))
    desk.bus.publish([Changed("time_blocks", frozenset({row.id}))])
    desk.settle()
    stand_at(desk, 24, "12:00")
    press(desk, "m", Qt.Key.Key_Right, Qt.Key.Key_Return)
    desk.settle()
    return row


@pytest.mark.parametrize("comes_back", [False, True])
def test_given_a_day_left_out_when_the_form_asks_about_a_move_then_it_stays_left_out_after_saving(
    desk: "Desk", comes_back: bool
) -> None:
    row = asked_about(desk)
    blocks = desk.pane.blocks
    assert blocks.panel.isVisible()
    if comes_back:
        content = json.loads(json.dumps(blocks.content()))
        desk.pane.presenter.close()
        desk.pane.take_up(content)
        desk.settle()
    blocks.panel.save()
    desk.settle()
    assert days(desk.house.practice.blocks.get(row.id), 3) == ["11.11.", "25.11.", "02.12."]


def test_given_the_form_of_a_move_when_another_day_is_chosen_in_it_then_the_days_left_out_stay_as_they_were(
    desk: "Desk",
) -> None:
    row = asked_about(desk)
    panel = desk.pane.blocks.panel
    panel.first.editor.setDate(QDate(2026, 11, 12))
    panel.save()
    desk.settle()
    assert desk.house.practice.blocks.get(row.id).exceptions == ("2026-11-17",)
