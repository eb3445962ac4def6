"""A check box whose words wrap: by mouse, by key, and at half the width that they need in one line."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Theme
from desktop.widgets.wrapped_check_box import WrappedCheckBox

WORDS = "Keep this one exactly as it is, with all of what it tells"


@pytest.fixture(params=[Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def made(request: pytest.FixtureRequest, qtbot: QtBot, theme: Theme) -> WrappedCheckBox:
    page = QWidget()
    page.setLayoutDirection(request.param)
    choice = WrappedCheckBox(WORDS)
    box = QVBoxLayout(page)
    box.addWidget(choice)
    box.addStretch(1)
    qtbot.addWidget(page)
    page.resize(220, 200)
    page.show()
    qtbot.waitExposed(page)
    return choice


def from_leading(choice: WrappedCheckBox, px: int, y: int) -> QPoint:
    return QPoint(choice.width() - 1 - px if choice.isRightToLeft() else px, y)


def click(choice: WrappedCheckBox, px: int, y: int = 12) -> None:
    at = from_leading(choice, px, y)
    on = choice.childAt(at)
    assert on is choice.words
    QTest.mouseClick(on, Qt.MouseButton.LeftButton, pos=on.mapFrom(choice, at))


def test_given_little_room_when_shown_then_the_words_wrap_and_the_box_stands_beside_their_first_line(
    made: WrappedCheckBox,
) -> None:
    line = made.words.fontMetrics().lineSpacing()
    assert made.words.height() >= 2 * line
    assert made.minimumSizeHint().width() < 150
    first = made.words.geometry().top() + made.words.contentsMargins().top() + line / 2
    assert abs(made.box.geometry().center().y() - first) <= 1.5
    assert made.words.alignment() & Qt.AlignmentFlag.AlignTop, "also where there is more room than words"
    assert (made.box.x() > made.words.x()) == made.isRightToLeft()


def test_given_a_click_on_the_words_when_made_then_it_is_one_on_the_box_and_none_beside_them(
    made: WrappedCheckBox,
) -> None:
    click(made, made.box.width() + 40)
    assert made.box.isChecked()
    assert made.box.hasFocus()
    made.window().resize(900, 200)
    QApplication.processEvents()
    click(made, made.width() - 10)
    assert made.box.isChecked(), "nothing is written there"
    click(made, made.box.width() + 40)
    assert not made.box.isChecked()
    made.setEnabled(False)
    click(made, made.box.width() + 40)
    assert not made.box.isChecked()


def test_given_a_screen_reader_when_it_comes_to_the_box_then_it_has_the_words(made: WrappedCheckBox) -> None:
    made.describe("Camera and place stay in it.")
    assert (made.box.accessibleName(), made.box.accessibleDescription()) == (
        WORDS,
        "Camera and place stay in it.",
    )
    made.setFocus()
    QTest.keyClick(made.box, Qt.Key.Key_Space)
    assert made.box.isChecked()


def test_given_a_larger_font_when_it_comes_then_the_box_is_beside_the_first_line_again(
    made: WrappedCheckBox,
) -> None:
    made.words.setStyleSheet("font-size: 30pt")
    QApplication.processEvents()
    line = made.words.fontMetrics().lineSpacing()
    assert line > 30
    assert made.box.height() == line
