"""The line that is painted: where its points stand, in which colour, in any look and size."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Appearance, Theme
from desktop.widgets.trend_plot import PlotEnds, PlotPoint, TrendPlot

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENDS = PlotEnds(0, 10, "0", "10", "Mon 2 Mar", "Mon 9 Mar")


def painted(theme: Theme, *values: float, axes: bool = False) -> tuple[TrendPlot, QImage]:
    plot = TrendPlot(theme, axes=axes)
    if axes:
        plot.resize(400, plot.height())
    points = [PlotPoint(START + timedelta(days=day), value) for day, value in enumerate(values)]
    plot.show_trend(points, ENDS, "Pain: falling")
    return plot, plot.grab().toImage()


def inked(image: QImage, colour: QColor) -> list[tuple[int, int]]:
    """Where the colour is, or nearly."""
    return [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if _far(image.pixelColor(x, y), colour) < 60
    ]


def _far(one: QColor, other: QColor) -> int:
    return sum(
        abs(a - b)
        for a, b in ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    )


@pytest.mark.parametrize("look", list(Appearance))
def test_given_numbers_that_fall_when_painted_then_the_line_does_in_the_accent_of_every_look(
    qtbot: QtBot, theme: Theme, look: Appearance
) -> None:
    theme.set_look(look)
    plot, image = painted(theme, 9, 5, 1)
    qtbot.addWidget(plot)
    ink = inked(image, theme.colour("accent"))
    left, right = min(ink), max(ink)
    assert left[1] < right[1]
    assert plot.accessibleName() == "Pain: falling"


@pytest.mark.parametrize("values", [(), (4.0,), (4.0, 4.0), (-5.0, 50.0)])
@pytest.mark.parametrize("axes", [False, True])
def test_given_few_equal_or_wild_numbers_when_painted_then_all_ink_is_inside(
    qtbot: QtBot, theme: Theme, values: tuple[float, ...], axes: bool
) -> None:
    theme.set_look(Appearance.LIGHT)
    plot, image = painted(theme, *values, axes=axes)
    qtbot.addWidget(plot)
    ink = inked(image, theme.colour("accent"))
    assert bool(ink) is bool(values)
    assert all(0 < y < image.height() - 1 for _, y in ink)


def test_given_axes_when_painted_then_there_are_words_below_and_beside(qtbot: QtBot, theme: Theme) -> None:
    theme.set_look(Appearance.LIGHT)
    plot, image = painted(theme, 9, 5, axes=True)
    qtbot.addWidget(plot)
    words = inked(image, theme.colour("secondary"))
    assert min(x for x, _ in words) < 20
    assert max(y for _, y in words) > image.height() - 16
    assert plot.sizeHint().height() == plot.height()
