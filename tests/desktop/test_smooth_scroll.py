"""Scrolling moves to its place in a short time, never behind the hand, and at once where that is calm."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QAbstractAnimation, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar
from pytestqt.qtbot import QtBot

from desktop.kit.theme import Theme
from desktop.widgets.smooth_scroll import MOVE_MS, NOTCH, SmoothScroll

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bar(qtbot: QtBot) -> QScrollBar:
    made = QScrollBar(Qt.Orientation.Vertical)
    qtbot.addWidget(made)
    made.setRange(0, 1000)
    made.setPageStep(400)
    made.setSingleStep(20)
    made.setValue(300)
    return made


@pytest.fixture
def scroll(bar: QScrollBar, theme: Theme) -> SmoothScroll:
    theme.calm = False
    return SmoothScroll(bar, theme, bar)


def after(scroll: SmoothScroll, ms: int) -> None:
    """Time goes on as far as this since the movement began, by hand."""
    scroll.movement.setCurrentTime(ms)


def is_moving(scroll: SmoothScroll) -> bool:
    return scroll.movement.state() is QAbstractAnimation.State.Running


def turn(y: int, px: int = 0, held: Qt.KeyboardModifier = PLAIN) -> QWheelEvent:
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    at = QPointF(5, 5)
    return QWheelEvent(at, at, QPoint(0, px), QPoint(0, y), buttons, held, phase, False)


def test_given_a_place_when_wanted_then_the_bar_moves_there_in_a_short_time_and_slows_down(
    bar: QScrollBar, scroll: SmoothScroll
) -> None:
    scroll.to(500)
    places = []
    for ms in range(0, MOVE_MS + 1, MOVE_MS // 4):
        after(scroll, ms)
        places.append(bar.value())
    steps = [later - earlier for earlier, later in pairwise(places)]
    assert (places[0], places[-1]) == (300, 500)
    assert steps == sorted(steps, reverse=True)
    assert min(steps) > 0


def test_given_a_movement_when_the_wheel_goes_on_then_it_bends_to_all_that_was_turned(
    bar: QScrollBar, scroll: SmoothScroll
) -> None:
    notch = QApplication.wheelScrollLines() * bar.singleStep()
    scroll.wheel(turn(-NOTCH))
    after(scroll, MOVE_MS // 2)
    on_the_way = bar.value()
    assert 300 < on_the_way < 300 + notch
    scroll.wheel(turn(-NOTCH))
    assert bar.value() == on_the_way  # it does not jump back to where it began
    after(scroll, MOVE_MS)
    assert bar.value() == 300 + 2 * notch


def test_given_a_movement_when_the_wheel_turns_back_then_it_goes_back(
    bar: QScrollBar, scroll: SmoothScroll
) -> None:
    scroll.wheel(turn(-NOTCH))
    scroll.wheel(turn(NOTCH))
    after(scroll, MOVE_MS)
    assert bar.value() == 300


def test_given_a_fine_wheel_when_turned_in_small_parts_then_none_is_lost(
    bar: QScrollBar, scroll: SmoothScroll
) -> None:
    for _ in range(NOTCH // 8):
        scroll.wheel(turn(-8))
    after(scroll, MOVE_MS)
    assert bar.value() == 300 + QApplication.wheelScrollLines() * bar.singleStep()


def test_given_a_touchpad_when_fingers_move_then_the_bar_is_with_them_at_once(
    bar: QScrollBar, scroll: SmoothScroll
) -> None:
    scroll.wheel(turn(-NOTCH))
    scroll.wheel(turn(-30, px=-7))
    assert (bar.value(), is_moving(scroll)) == (307, False)


def test_given_shift_when_turned_then_it_goes_by_pages(bar: QScrollBar, scroll: SmoothScroll) -> None:
    scroll.wheel(turn(-NOTCH, held=SHIFT))
    after(scroll, MOVE_MS)
    assert bar.value() == 700


def test_given_the_end_when_turned_further_then_turning_back_answers_at_once(
    bar: QScrollBar, scroll: SmoothScroll
) -> None:
    for _ in range(40):
        scroll.wheel(turn(-NOTCH))
    scroll.wheel(turn(NOTCH))
    after(scroll, MOVE_MS)
    assert bar.value() == 1000 - QApplication.wheelScrollLines() * bar.singleStep()


def test_given_a_movement_when_something_else_sets_the_bar_then_that_stands(
    bar: QScrollBar, scroll: SmoothScroll
) -> None:
    scroll.to(800)
    after(scroll, MOVE_MS // 2)
    bar.setValue(100)
    after(scroll, MOVE_MS)
    assert (bar.value(), scroll.target, is_moving(scroll)) == (100, 100, False)
    scroll.by(50)
    after(scroll, MOVE_MS)
    assert bar.value() == 150


def test_given_a_movement_when_the_slider_is_taken_then_it_ends(
    bar: QScrollBar, scroll: SmoothScroll
) -> None:
    scroll.to(800)
    bar.setSliderDown(True)
    assert not is_moving(scroll)
    bar.setSliderDown(False)


def test_given_a_calm_program_when_turned_then_the_bar_is_there_at_once(
    bar: QScrollBar, scroll: SmoothScroll, theme: Theme
) -> None:
    theme.calm = True
    scroll.wheel(turn(-NOTCH))
    assert (bar.value(), is_moving(scroll)) == (
        300 + QApplication.wheelScrollLines() * bar.singleStep(),
        False,
    )
