"""A number in a mirrored window reads from left to right, with its sign before it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.text.direction import left_to_right
from desktop.widgets.text import ElidedText


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("number", ["+972-50-555-0135", "+49 30 555 0100", "-12"])
def test_given_a_mirrored_window_when_a_number_is_painted_then_its_sign_stands_before_it(
    qtbot: QtBot, mirrored: None, number: str
) -> None:
    pictures = []
    for text in (number, left_to_right(number)):
        label = ElidedText(text)
        qtbot.addWidget(label)
        label.resize(200, 24)
        pictures.append(label.grab().toImage())
    assert pictures[0] == pictures[1]
