"""A message floats over the window, and over no button that somebody may want to press."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.toast import Toast


class Stage:
    """A host with a page, and below it a bar with a button over the whole width, which comes and goes."""

    def __init__(self, qtbot: QtBot) -> None:
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.host.resize(800, 600)
        self.bar = QWidget()
        self.button = QPushButton("Sign and lock")
        QVBoxLayout(self.bar).addWidget(self.button)
        page = QVBoxLayout(self.host)
        page.addStretch(1)
        page.addWidget(self.bar)
        self.bar.hide()
        self.toast = Toast(self.host)
        self.host.show()

    def settle(self) -> None:
        for _ in range(3):  # what is laid out asks what it stands in to be laid out
            QApplication.processEvents()

    def covered(self) -> bool:
        at = QRect(self.button.mapTo(self.host, QPoint(0, 0)), self.button.size())
        return self.toast.isVisible() and at.intersects(self.toast.geometry())


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_given_a_message_that_can_be_undone_when_a_question_comes_below_it_then_its_button_is_seen(
    stage: Stage,
) -> None:
    stage.toast.show_text("Marked: pain at the left chest.", undo=lambda: None)
    stage.bar.show()
    stage.settle()
    assert stage.toast.isVisible()
    assert not stage.covered()


def test_given_a_message_above_a_button_when_the_button_goes_then_the_message_is_where_it_belongs(
    stage: Stage,
) -> None:
    stage.toast.show_text("Marked: pain at the left chest.", undo=lambda: None)
    low = stage.toast.y()
    stage.bar.show()
    stage.settle()
    assert stage.toast.y() < low
    stage.bar.hide()
    stage.settle()
    assert stage.toast.y() == low
