"""The list model tells its view of rows page by page, and renders only what is asked for."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Theme
from desktop.widgets.rows import PAGE, ListRow, RowsModel
from desktop.widgets.two_line import RowRole, TwoLineDelegate, reading_list

rendered: list[int] = []
"""What was asked for, emptied for each test."""


def render(item: int) -> ListRow:
    rendered.append(item)
    return ListRow(first=f"Name {item}", second="tag", trailing="Mon", heading=item < 0)


@pytest.fixture
def model() -> RowsModel:
    rendered.clear()
    return RowsModel(render)


def fill(model: RowsModel, items: Sequence[int]) -> RowsModel:
    model.set_items(items)
    return model


def test_given_ten_thousand_items_then_one_page_is_told_of_and_nothing_rendered(model: RowsModel) -> None:
    fill(model, range(10_000))
    assert (model.rowCount(), rendered) == (PAGE, [])
    assert model.canFetchMore(QModelIndex())


def test_given_scrolling_then_the_next_page_comes_up_to_the_end(model: RowsModel) -> None:
    fill(model, range(PAGE + 5))
    model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE + 5
    assert not model.canFetchMore(QModelIndex())


def test_given_an_item_further_down_then_its_row_is_told_of(model: RowsModel) -> None:
    fill(model, range(1000))
    index = model.row_of(700)
    assert (model.item(index), index.data()) == (700, "Name 700")


def test_given_a_row_then_it_is_rendered_once_until_it_looks_different(model: RowsModel) -> None:
    index = fill(model, range(3)).index(1)
    assert (index.data(), index.data(RowRole.SECOND)) == ("Name 1", "tag")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Name 1, Mon, tag"
    assert rendered == [1]
    model.render_again()
    assert index.data(RowRole.TRAILING) == "Mon"
    assert rendered == [1, 1]


def test_given_a_heading_then_it_cannot_be_chosen(model: RowsModel) -> None:
    fill(model, [-1, 1])
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_given_a_view_as_high_as_its_rows_then_all_are_told_of() -> None:
    assert fill(RowsModel(render, whole=True), range(1000)).rowCount() == 1000


def test_given_a_short_beginning_when_the_rest_follows_then_no_row_moves_under_the_eyes(
    model: RowsModel, qtbot: QtBot
) -> None:
    fill(model, range(60))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        model.set_items(range(1000))
    assert model.rowCount() == PAGE
    assert model.item(model.index(199)) == 199


@pytest.mark.parametrize("other", [range(1, 1000), range(60), range(20), ()])
def test_given_a_beginning_when_something_else_follows_then_all_is_told_anew(
    model: RowsModel, qtbot: QtBot, other: Sequence[int]
) -> None:
    fill(model, range(60))
    with qtbot.waitSignal(model.modelReset):
        model.set_items(other)
    assert model.rowCount() == min(PAGE, len(other))


@pytest.mark.parametrize("whole", [False, True])
def test_given_a_view_that_trusts_its_model_when_items_come_go_and_change_then_no_rule_of_qt_is_broken(
    qtmodeltester: ModelTester, qapp: QApplication, *, whole: bool
) -> None:
    model = RowsModel(render, qapp, whole=whole)
    model.set_items([1, -1, 2])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_items([1, -1, 2, *range(3, PAGE + 9)])
    model.fetchMore(QModelIndex())
    model.row_of(PAGE + 5)
    model.render_again()
    model.set_items(range(3 * PAGE))
    model.row_of(2 * PAGE + 1)
    model.set_items([])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_given_a_wide_list_of_rows_that_are_not_when_painted_then_they_stand_at_its_leading_edge(
    qtbot: QtBot, theme: Theme, model: RowsModel, way: Qt.LayoutDirection
) -> None:
    view = reading_list(theme, "Agenda")
    view.setItemDelegate(TwoLineDelegate(theme, view, widest_px=300))
    view.setLayoutDirection(way)
    view.setModel(fill(model, range(3)))
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show()
    view.setCurrentIndex(model.row_of(1))
    y = view.visualRect(model.row_of(1)).center().y()
    image = view.viewport().grab().toImage()
    soft = theme.colour("accent_soft").name()
    marked = [x for x in range(image.width()) if image.pixelColor(x, y).name() == soft]
    lead = image.width() - max(marked) if way is Qt.LayoutDirection.RightToLeft else min(marked)
    assert max(marked) - min(marked) <= 300
    assert lead < 12
