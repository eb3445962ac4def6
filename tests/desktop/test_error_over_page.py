"""A sentence that is wider than its line, on a page that scrolls and has no margin."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.error_line import ErrorLine
from desktop.widgets.text import Text
from tests.desktop.stillness import LONG


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("margin", [0, 2, 4, 8])
def test_given_a_narrow_margin_when_a_long_sentence_is_said_then_all_of_it_is_on_the_page(
    qtbot: QtBot, direction: Qt.LayoutDirection, margin: int
) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setLayoutDirection(direction)
    area.setWidgetResizable(True)
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(margin, 0, margin, 0)
    line = ErrorLine(lines=1)
    box.addWidget(line)
    box.addStretch(1)
    area.setWidget(page)
    area.resize(300, 200)
    area.show()
    line.say(LONG)
    (words,) = (text for text in page.findChildren(Text) if text.property("over"))
    assert words.isVisible()
    assert page.rect().contains(words.geometry()), (page.rect(), words.geometry())
    assert words.height() >= words.heightForWidth(words.width())
