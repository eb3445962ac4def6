"""Scales: how measures go on, which points a plot has, and a line as it is typed."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import RuleBroken
from core.domain.ids import ClientId, MeasureId, WorkspaceId
from core.domain.measure_entry import read_entry
from core.domain.measure_scales import (
    PAIN_SCALE,
    MeasurePoint,
    Scale,
    motion_scale,
    scale_of,
    thinned,
    trends,
)
from core.domain.measures import MOTION, OWN, PAIN
from core.domain.records import Measure

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
KNOWN = {"pain": PAIN_SCALE, "grip": Scale(OWN, "Grip", "kg")}


def measure(day: int, value: str, **odd: Any) -> Measure:
    values: dict[str, Any] = {"kind": PAIN, "name": "Pain", "low": "0", "high": "10", **odd}
    return Measure(
        id=MeasureId(uuid.UUID(int=day)),
        workspace_id=WorkspaceId(uuid.UUID(int=1)),
        created_at=START,
        updated_at=START,
        client_id=ClientId(uuid.UUID(int=2)),
        taken_at=START + timedelta(days=day),
        value=value,
        **values,
    )


def test_given_measures_in_any_order_when_put_together_then_each_scale_goes_by_time_pain_first() -> None:
    flexion = {"kind": MOTION, "unit": "°", "high": "360"}
    found = trends(
        [
            measure(5, "95", name="flexion", **flexion),
            measure(4, "3"),
            measure(1, "7.5"),
            measure(2, "80", name="Flexion", **flexion),
            measure(3, "many"),
            measure(6, "2", kind=OWN, name="Ankle", low=None, high=None),
        ]
    )
    assert [each.scale.name for each in found] == ["Pain", "Ankle", "flexion"]
    assert [each.scale.kind for each in found] == [PAIN, OWN, MOTION]
    pain, _, motion = found
    assert [str(point.value) for point in pain.points] == ["7.5", "3"]
    assert (pain.last.value, pain.change) == (Decimal(3), Decimal("-4.5"))
    assert pain.last.taken_at == START + timedelta(days=4)
    assert motion.scale == scale_of(measure(5, "95", name="flexion", **flexion)) == motion_scale("flexion")
    assert motion.change == 15


@given(st.lists(st.integers(0, 10), min_size=1, max_size=200), st.integers(4, 40))
def test_given_any_points_when_thinned_then_the_ends_and_every_peak_of_all_stay_in_their_order(
    values: list[int], most: int
) -> None:
    points = [MeasurePoint(measure(day, str(value)), Decimal(value)) for day, value in enumerate(values)]
    kept = thinned(points, most)
    assert len(kept) <= most
    assert kept == sorted(kept, key=lambda point: point.taken_at)
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert {min(values), max(values)} <= {int(point.value) for point in kept}
    assert len(values) > most or kept == points


@pytest.mark.parametrize(
    ("line", "scale", "value"),
    [
        ("pain 6", PAIN_SCALE, "6"),
        (" Pain: 7,5 ", PAIN_SCALE, "7,5"),
        ("pain 6/10", PAIN_SCALE, "6"),
        ("grip 32", KNOWN["grip"], "32"),
        ("grip 32 kg", KNOWN["grip"], "32"),
        ("Shoulder flexion, left 140°", motion_scale("Shoulder flexion, left"), "140"),
        ("Stress 3 / 5", Scale(OWN, "Stress", None, Decimal(0), Decimal(5)), "3"),
        ("Step test 2 14", Scale(OWN, "Step test 2"), "14"),
        ("Weight 71,5 kg", Scale(OWN, "Weight", "kg"), "71,5"),
        ("כאב בברך 4", Scale(OWN, "כאב בברך"), "4"),
    ],
)
def test_given_a_line_when_read_then_it_is_a_scale_and_a_number(line: str, scale: Scale, value: str) -> None:
    assert read_entry(line, KNOWN) == (scale, value)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "entry"),
        ("6", "entry"),
        ("pain", "entry"),
        ("pain six", "entry"),
        ("pain 1e5", "entry"),
        ("pain nan", "entry"),
        ("pain 12345678", "entry"),
        ("pain 3/5", "other_scale"),
        ("pain 3 kg", "other_scale"),
        ("grip 3 lb", "other_scale"),
        ("grip 3/5", "other_scale"),
    ],
)
def test_given_a_line_that_says_too_little_or_means_another_scale_when_read_then_it_is_refused(
    line: str, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_entry(line, KNOWN)
    assert refused.value.code == code
