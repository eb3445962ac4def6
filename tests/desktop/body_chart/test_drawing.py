"""Figures and marks as they are painted: every kind in a shape of its own, in every look; where they lie."""

import itertools

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from core.domain.body_chart import ENGLISH, KINDS, Point
from core.domain.body_regions import NAMES, VIEWS
from desktop.body_chart.drawing import MarkInk, paint_mark, radius_px
from desktop.body_chart.inks import faint_ink, mark_ink
from desktop.body_chart.kind_chooser import KindChooser
from desktop.body_chart.layout import HEAD_PX, PAGES, arranged, page_of
from desktop.body_chart.words import chart_words, kind_words, page_titles, view_titles
from desktop.kit.theme import Appearance, Theme
from desktop.paper.chart_words import ENGLISH_CHART

BLACK = MarkInk(QColor("black"), QColor("white"))


def painted(kind: str, intensity: str | None = None) -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_mark(painter, QPointF(30, 30), kind, intensity, BLACK)
    painter.end()
    return image


def ink(image: QImage) -> int:
    return sum(image.pixelColor(x, y).lightness() < 128 for x in range(60) for y in range(60))


def test_given_kinds_when_painted_in_one_colour_then_each_differs_from_every_other() -> None:
    shapes = {kind: painted(kind) for kind in KINDS}
    for one, other in itertools.combinations(KINDS, 2):
        assert shapes[one] != shapes[other], (one, other)
    assert painted("OF A NEWER PROGRAM") == shapes["OTHER"]


@pytest.mark.parametrize("kind", KINDS)
def test_given_a_stronger_mark_when_painted_then_it_is_larger_and_has_its_number(
    qtbot: QtBot, kind: str
) -> None:
    assert radius_px("10") > radius_px("3") > radius_px(None) - 0.1
    assert ink(painted(kind, "10")) > ink(painted(kind))
    assert painted(kind, "3") != painted(kind, "4")


@pytest.mark.parametrize("look", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def test_given_any_look_when_kinds_are_offered_then_a_mark_and_its_number_part_and_faint_ones_are_fainter(
    theme: Theme, look: Appearance
) -> None:
    theme.set_look(look)
    for kind in KINDS:
        made, faint = mark_ink(theme, kind), faint_ink(theme, kind)
        assert abs(made.shape.lightness() - made.text.lightness()) > 60
        assert faint.shape.alphaF() < made.shape.alphaF()


def test_given_the_kinds_when_stepped_through_then_all_come_around(theme: Theme, qtbot: QtBot) -> None:
    chooser = KindChooser(theme)
    qtbot.addWidget(chooser)
    assert chooser.kind == KINDS[0]
    assert [chooser.step(1) for _ in KINDS] == [*list(kind_words().values())[1:], "Pain"]
    chooser.step(-1)
    assert chooser.kind == KINDS[-1]
    with qtbot.waitSignal(chooser.chosen) as told:
        chooser.group.button(2).click()
    assert told.args == [KINDS[2]]


@pytest.mark.parametrize("size", [(200, 320), (380, 400), (900, 420), (380, 1000)])
@pytest.mark.parametrize("views", PAGES)
def test_given_any_room_when_views_are_laid_out_then_all_fit_apart_and_places_go_there_and_back(
    views: tuple[str, str], size: tuple[int, int]
) -> None:
    width, height = size
    placed = arranged(views, width, height)
    assert [view.view for view in placed] == list(views)
    for view in placed:
        assert view.left >= -0.5
        assert view.top >= HEAD_PX
        assert view.left + view.width <= width + 0.5
        assert view.top + view.height <= height + 0.5
        point = Point(view.view, 312, 204)
        assert view.under(*view.on_screen(point)) == point
        assert view.holds(*view.on_screen(point))
        assert not view.holds(-10, -10)
    one, other = placed
    assert one.left + one.width <= other.left or one.top + one.height < other.top


def test_given_each_view_when_looked_for_then_it_stands_on_one_page() -> None:
    assert sorted(view for views in PAGES for view in views) == sorted(VIEWS)
    assert [page_of(view) for views in PAGES for view in views] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert len(page_titles()) == len(PAGES)


def test_given_the_window_in_english_when_words_are_asked_for_then_all_are_there_and_as_on_paper() -> None:
    assert chart_words() == ENGLISH
    assert set(chart_words().regions) == set(NAMES)
    assert list(kind_words()) == list(KINDS)
    assert view_titles() == ENGLISH_CHART.titles
