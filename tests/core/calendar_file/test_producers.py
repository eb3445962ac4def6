"""Files in the shape in which six programs write them: the same appointments, whichever wrote them."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.calendar_file.events import SkipReason
from core.domain.recurrence import Frequency
from tests.core.calendar_file.files import PRODUCERS, plan

ELSEWHERE = ZoneInfo("Asia/Jerusalem")


def test_given_the_folder_of_files_when_listed_then_all_six_programs_are_there() -> None:
    names = [path.stem for path in PRODUCERS]
    assert names == ["apple", "google", "korganizer", "nextcloud", "outlook", "thunderbird"]
    assert all(b"\r\n" in path.read_bytes() for path in PRODUCERS), (
        "as they travel, not as an editor saves them"
    )


@pytest.mark.parametrize("file", PRODUCERS, ids=lambda path: path.stem)
def test_given_a_file_of_any_program_when_read_then_times_series_exceptions_and_moves_are_the_same(
    file: Path,
) -> None:
    """The practice is in another zone, so that every zone must be read from the file."""
    found = plan(file.read_bytes(), ELSEWHERE)
    weekly, single = found.bookings
    assert (single.start, single.end) == (
        datetime(2026, 3, 4, 9, 0, tzinfo=UTC), datetime(2026, 3, 4, 10, 0, tzinfo=UTC),
    )  # fmt: skip
    assert single.series is None
    series = weekly.series
    assert series is not None
    assert (series.rule.frequency, series.rule.weekdays) == (Frequency.WEEKLY, (0,))
    assert (series.wall, series.zone, series.minutes) == (datetime(2026, 3, 2, 14, 0), "Europe/Berlin", 50)  # noqa: DTZ001 - on the wall
    assert (series.until, series.without) == (date(2026, 4, 27), frozenset({date(2026, 3, 16)}))
    ((day, moved),) = series.moved
    assert (day, moved.start) == (date(2026, 4, 6), datetime(2026, 4, 7, 14, 0, tzinfo=UTC))


@pytest.mark.parametrize("file", PRODUCERS, ids=lambda path: path.stem)
def test_given_a_file_of_any_program_when_read_then_a_whole_day_is_left_out_with_its_line_and_reason(
    file: Path,
) -> None:
    (left_out,) = plan(file.read_bytes()).left_out
    assert (left_out.reason, left_out.summary) == (SkipReason.ALL_DAY, "Closed")
    assert file.read_bytes().split(b"\r\n")[left_out.line - 1] == b"BEGIN:VEVENT"


@pytest.mark.parametrize("file", PRODUCERS, ids=lambda path: path.stem)
def test_given_a_file_of_any_program_when_read_then_somebody_is_named(file: Path) -> None:
    weekly, single = plan(file.read_bytes()).bookings
    told = [single.summary, *(each.name for each in single.attendees)]
    assert any({"Fern", "Sampleton"} == set(text.split()) for text in told)
    assert "Placeholder" in weekly.summary
    assert "\\" not in weekly.summary
