"""Going to a date: by key, by a click on the title, typed or chosen, and by the arrows of a small month."""

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.calendar.day_picker import DayPicker
from desktop.calendar.pages import PageKind

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def picker(desk: "Desk") -> DayPicker:
    (found,) = desk.screen.window().findChildren(DayPicker)
    return found


@pytest.fixture
def opened(desk: "Desk") -> DayPicker:
    QTest.keyClick(desk.pane.grid, Key.Key_J)
    return picker(desk)


def test_given_j_when_a_day_is_typed_then_enter_goes_there_and_the_calendar_has_the_keys(
    desk: "Desk", opened: DayPicker
) -> None:
    assert opened.field.hasFocus()
    QTest.keyClicks(opened.field, "12 dec")
    assert opened.meant.text() == "Saturday, 12 December 2026"
    QTest.keyClick(opened.field, Key.Key_Return)
    desk.settle()
    assert date(2026, 12, 12) in desk.pane.presenter.page.days
    assert desk.pane.presenter.cursor_day == date(2026, 12, 12)
    assert desk.pane.grid.hasFocus()


def test_given_hebrew_when_typed_then_it_is_understood(desk: "Desk", opened: DayPicker) -> None:
    opened.field.setText("רביעי הבא")
    QTest.keyClick(opened.field, Key.Key_Return)
    assert desk.pane.presenter.cursor_day == date(2026, 12, 2)


def test_given_words_that_are_no_day_when_enter_then_it_stays_and_says_what_to_write(
    desk: "Desk", opened: DayPicker
) -> None:
    QTest.keyClicks(opened.field, "xyz")
    QTest.keyClick(opened.field, Key.Key_Return)
    assert opened.isVisible()
    assert "12 dec" in opened.meant.text()
    assert desk.pane.presenter.cursor_day == date(2026, 11, 24)


def test_given_the_title_when_clicked_and_a_day_is_clicked_then_it_is_shown_in_the_same_view(
    desk: "Desk",
) -> None:
    desk.pane.actions_["day"].trigger()
    QTest.mouseClick(desk.pane.toolbar.title, LEFT)
    found = picker(desk)
    (button,) = [one for one in found.month.buttons if one.accessibleName() == "Friday, 27 November 2026"]
    QTest.mouseClick(button, LEFT)
    desk.settle()
    page = desk.pane.presenter.page
    assert (page.kind, page.anchor) == (PageKind.DAY, date(2026, 11, 27))


def test_given_the_small_month_when_arrows_are_pressed_then_enter_takes_the_day_reached(
    desk: "Desk", opened: DayPicker
) -> None:
    QTest.keyClick(opened.field, Key.Key_Down)
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_PageDown, Key.Key_Up, Key.Key_Left):
        QTest.keyClick(opened.month.buttons[opened.month.days.index(opened.month.day)], key)
    assert opened.month.day == date(2026, 12, 25)
    QTest.keyClick(opened.month.buttons[opened.month.days.index(opened.month.day)], Key.Key_Return)
    assert desk.pane.presenter.cursor_day == date(2026, 12, 25)


def test_given_a_mirrored_month_when_left_is_pressed_then_the_day_after_is_reached(
    desk: "Desk", opened: DayPicker
) -> None:
    opened.month.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    opened.month.take_focus()
    QTest.keyClick(opened.month.buttons[opened.month.days.index(opened.month.day)], Key.Key_Left)
    assert opened.month.day == date(2026, 11, 25)


def test_given_escape_then_nothing_moved(desk: "Desk", opened: DayPicker) -> None:
    QTest.keyClicks(opened.field, "12 dec")
    QTest.keyClick(opened.field, Key.Key_Escape)
    assert desk.pane.presenter.cursor_day == date(2026, 11, 24)


def test_months_turn_by_their_buttons_and_today_is_told(opened: DayPicker) -> None:
    names = [button.accessibleName() for button in opened.month.buttons]
    assert "Tuesday, 24 November 2026, today" in names
    QTest.mouseClick(opened.month.next, LEFT)
    assert opened.month.month.text() == "December 2026"
    QTest.mouseClick(opened.month.previous, LEFT)
    assert opened.month.month.text() == "November 2026"
    assert len(opened.month.days) == 42
