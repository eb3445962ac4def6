"""Texts of twice the usual size: rows grow with them, and at the usual size are as high as ever."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.body_chart.course_row import CourseRow
from desktop.body_chart.courses import courses
from desktop.body_chart.mark_row import MarkRow
from desktop.calendar.client_picker import ClientPicker
from desktop.kit import tokens
from desktop.kit.theme import Appearance, Theme
from desktop.measures.scale_row import ScaleRow
from tests.desktop.body_chart.test_courses import NOW, chart, mark
from tests.desktop.clients.test_form import CLIENT
from tests.desktop.measures.test_words import PAIN, trend

ROWS: dict[str, tuple[int, Callable[[Theme], QWidget]]] = {
    "mark": (48, lambda theme: MarkRow(theme, mark("6"), "was 4 last week")),
    "mark that can be taken off": (48, lambda theme: MarkRow(theme, mark("6"), "", lambda: None)),
    "course": (48, lambda theme: CourseRow(theme, courses([chart(0, mark("6"))])[0], NOW)),
    "scale": (40, lambda theme: ScaleRow(theme, trend(PAIN, "6", "4"), NOW)),
}


@pytest.fixture(params=[1, 2], ids=["usual", "twice"])
def times(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    before = QFont(qapp.font())
    font = QFont(before)
    font.setPointSizeF(tokens.BASE_PT * request.param)
    qapp.setFont(font)
    yield int(request.param)
    qapp.setFont(before)


@pytest.fixture
def large(times: int, qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, Appearance.LIGHT)
    yield made
    made.deleteLater()
    qapp.processEvents()


@pytest.mark.parametrize("name", ROWS)
def test_given_texts_of_any_size_when_a_row_is_shown_then_none_is_cut(
    qtbot: QtBot, large: Theme, times: int, name: str
) -> None:
    usual_px, make = ROWS[name]
    page = QWidget()
    box = QVBoxLayout(page)
    row = make(large)
    box.addWidget(row)
    box.addStretch(1)
    qtbot.addWidget(page)
    page.resize(600, 300)
    page.show()
    QApplication.processEvents()
    texts = [label for label in row.findChildren(QLabel) if label.text()]
    assert texts
    for text in texts:
        assert text.height() >= text.fontMetrics().height(), text.text()
        assert row.rect().contains(text.geometry())
    below = [one for one in texts if one is not texts[0] and one.x() == texts[0].x()]
    assert all(one.y() >= texts[0].geometry().bottom() for one in below)
    assert (row.height() == usual_px) is (times == 1)


def test_given_texts_of_any_size_when_clients_are_found_then_every_row_is_whole(
    qtbot: QtBot, large: Theme
) -> None:
    picker = ClientPicker(large)
    qtbot.addWidget(picker)
    picker.show()
    for found, typed in (([CLIENT, CLIENT], "Mira Tal"), ([], "Mi"), ([], "Mira Tal")):
        picker.edit.setText(typed)
        picker.show_found(found)
        results = picker.results
        last = results.visualItemRect(results.item(results.count() - 1))
        assert last.bottom() <= results.viewport().height(), typed
        assert results.viewport().height() - last.bottom() < 8, "nor is there a hole below them"
