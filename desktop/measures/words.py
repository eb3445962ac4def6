"""Measures in words: names of scales, numbers with their unit, how they went on."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from core.domain.measure_scales import DEGREES, PAIN_SCALE, Scale, Trend, thinned
from core.domain.measures import PAIN, number_text
from core.domain.records import Measure
from core.text.direction import left_to_right
from desktop.kit.dates import day_text
from desktop.kit.i18n import tr
from desktop.widgets.trend_plot import PlotEnds, PlotPoint

SPOKEN = 10
"""So many of the newest numbers are read aloud."""
SMALL_POINTS, TALL_POINTS = 60, 600


def scale_name(scale: Scale) -> str:
    """What everybody is asked about is called as the language has it."""
    return tr("Measures", "Pain") if scale.key == PAIN_SCALE.key else scale.name


def value_text(value: str, unit: str | None) -> str:
    """A number with its unit, which a text from right to left does not turn around."""
    shown = value if unit is None else f"{value}{unit}" if unit == DEGREES else f"{value} {unit}"
    return left_to_right(shown)


def measure_text(measure: Measure) -> str:
    """The number of one measure."""
    return value_text(measure.value, measure.unit)


def last_text(trend: Trend) -> str:
    """The newest number."""
    return value_text(number_text(trend.last.value), trend.scale.unit)


def change_text(trend: Trend) -> str:
    """From the first to the last; nothing where there is one alone."""
    if len(trend.points) == 1:
        return ""
    sign = "±" if not trend.change else "+" if trend.change > 0 else "−"
    return left_to_right(f"{sign}{number_text(abs(trend.change))}")


def spoken(trend: Trend) -> str:
    """As a screen reader says it: "Pain: 7, 5, 3; falling"."""
    numbers = ", ".join(number_text(point.value) for point in trend.points[-SPOKEN:])
    way = tr("Measures", "unchanged")
    if trend.change:
        way = tr("Measures", "rising") if trend.change > 0 else tr("Measures", "falling")
    if len(trend.points) == 1:
        return tr("Measures", "{name}: {numbers}", name=scale_name(trend.scale), numbers=numbers)
    return tr("Measures", "{name}: {numbers}; {way}", name=scale_name(trend.scale), numbers=numbers, way=way)


def known_scales(trends: Iterable[Trend]) -> dict[str, Scale]:
    """The client's scales and pain, by every name that a person may type, in small letters."""
    everybody = {name.casefold(): PAIN_SCALE for name in (PAIN_SCALE.name, scale_name(PAIN_SCALE))}
    return everybody | {scale_name(each.scale).casefold(): each.scale for each in trends}


def plot_points(trend: Trend, most: int) -> list[PlotPoint]:
    """So few that they can be told apart; peaks stay."""
    return [PlotPoint(each.taken_at, float(each.value)) for each in thinned(trend.points, most)]


def plot_ends(trend: Trend, now: datetime) -> PlotEnds:
    """Pain and scales of a few steps from end to end; others as far as the numbers go."""
    low, high = _ends(trend)
    first, last = (each.taken_at.astimezone(now.tzinfo).date() for each in (trend.points[0], trend.last))
    today = now.date()
    return PlotEnds(
        float(low),
        float(high),
        value_text(number_text(low), trend.scale.unit),
        value_text(number_text(high), trend.scale.unit),
        day_text(first, today),
        day_text(last, today) if last != first else "",
    )


def _ends(trend: Trend) -> tuple[Decimal, Decimal]:
    scale = trend.scale
    if scale.low is not None and scale.high is not None and (scale.kind == PAIN or scale.unit != DEGREES):
        return scale.low, scale.high
    values = [each.value for each in trend.points]
    low, high = min(values), max(values)
    # Numbers that are all the same need some height to be drawn in.
    return (low, high) if low < high else (low - 1, high + 1)
