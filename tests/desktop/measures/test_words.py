"""Measures in words and as points: names, numbers with a unit, ends of a plot."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from core.domain.ids import ClientId, MeasureId, WorkspaceId
from core.domain.measure_scales import Trend, trends
from core.domain.records import Measure
from desktop.measures.words import change_text, known_scales, last_text, plot_ends, plot_points, spoken

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAIN: dict[str, Any] = {"kind": "PAIN", "name": "Pain", "low": "0", "high": "10"}
MOTION: dict[str, Any] = {"kind": "MOTION", "name": "Flexion", "unit": "°", "low": "0", "high": "360"}
WEIGHT: dict[str, Any] = {"kind": "OWN", "name": "Weight", "unit": "kg"}
STRESS: dict[str, Any] = {"kind": "OWN", "name": "Stress", "low": "0", "high": "5"}


def trend(scale: dict[str, Any], *values: str) -> Trend:
    (found,) = trends(
        Measure(
            id=MeasureId(UUID(int=day)),
            workspace_id=WorkspaceId(UUID(int=1)),
            created_at=START,
            updated_at=START,
            client_id=ClientId(UUID(int=2)),
            taken_at=START + timedelta(days=day),
            value=value,
            **scale,
        )
        for day, value in enumerate(values)
    )
    return found


@pytest.mark.parametrize(
    ("scale", "values", "told", "last", "change"),
    [
        (PAIN, ("7", "5", "3"), "Pain: 7, 5, 3; falling", "3", "−4"),
        (MOTION, ("90", "120.5"), "Flexion: 90, 120.5; rising", "120.5°", "+30.5"),
        (WEIGHT, ("71.5", "71.5"), "Weight: 71.5, 71.5; unchanged", "71.5 kg", "±0"),
        (STRESS, ("3",), "Stress: 3", "3", ""),
    ],
)
def test_given_a_scale_when_told_then_its_numbers_and_its_way_are_said(
    scale: dict[str, Any], values: tuple[str, ...], told: str, last: str, change: str
) -> None:
    found = trend(scale, *values)
    assert spoken(found) == told
    assert last_text(found).strip("\u2066\u2069") == last
    assert change_text(found).strip("\u2066\u2069") == change


def test_given_many_numbers_when_told_then_only_the_newest_are_said() -> None:
    assert spoken(trend(PAIN, *("1",) * 20, *("2",) * 10)) == f"Pain: {', '.join('2' * 10)}; rising"


@pytest.mark.parametrize(
    ("scale", "values", "low", "high"),
    [
        (PAIN, ("4", "5"), 0, 10),
        (STRESS, ("4",), 0, 5),
        (MOTION, ("90", "140"), 90, 140),
        (WEIGHT, ("70", "70"), 69, 71),
    ],
)
def test_given_a_scale_when_drawn_then_short_ones_have_their_ends_and_others_those_of_their_numbers(
    scale: dict[str, Any], values: tuple[str, ...], low: float, high: float
) -> None:
    ends = plot_ends(trend(scale, *values), START + timedelta(days=30))
    assert (ends.low, ends.high) == (low, high)
    assert ends.low_text.strip("\u2066\u2069").startswith(str(low))
    assert bool(ends.last_text) == (len(values) > 1)


def test_given_a_trend_when_drawn_small_then_its_points_are_few() -> None:
    points = plot_points(trend(WEIGHT, *(str(70 + day % 7) for day in range(500))), 60)
    assert 4 < len(points) <= 60
    assert {70.0, 76.0} <= {point.value for point in points}


def test_given_a_client_without_measures_when_a_line_is_read_then_pain_is_known_already() -> None:
    assert list(known_scales([])) == ["pain"]
    assert list(known_scales([trend(WEIGHT, "70")])) == ["pain", "weight"]
