"""Working hours are typed as people think of them, on days in the order of the chosen week."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.widgets.hours_field import HoursField

BREAK = [["09:00", "12:00"], ["13:00", "17:00"]]


@pytest.fixture
def hours(qtbot: QtBot) -> HoursField:
    made = HoursField("You work")
    qtbot.addWidget(made)
    return made


def typed(edit: QLineEdit, text: str) -> None:
    edit.clear()
    QTest.keyClicks(edit, text)
    edit.editingFinished.emit()


def test_given_short_times_when_typed_then_they_are_understood_and_written_out(hours: HoursField) -> None:
    typed(hours.line, "915-17")

    assert hours.is_sound
    assert hours.value["0"] == [["09:15", "17:00"]]
    assert hours.line.text() == "09:15–17:00"


def test_given_a_break_when_typed_in_one_line_then_every_open_day_has_it(hours: HoursField) -> None:
    typed(hours.line, "9-12, 13-17")

    assert hours.is_sound
    assert hours.value == {str(day): BREAK for day in range(5)}


@pytest.mark.parametrize("text", ["18-9", "soon", "9-", "9-12, 11-15", ""])
def test_given_hours_that_cannot_be_when_typed_then_they_are_not_sound_and_stay_as_typed(
    hours: HoursField, text: str
) -> None:
    typed(hours.line, text)

    assert not hours.is_sound
    assert hours.line.text() == text


def test_given_what_is_no_hours_when_kept_and_shown_again_then_it_stands_as_it_was_typed(
    hours: HoursField, qtbot: QtBot
) -> None:
    typed(hours.line, "9 until late")
    again = HoursField("You work")
    qtbot.addWidget(again)

    again.set_value(hours.value)

    assert again.line.text() == "9 until late"
    assert not again.is_sound


def test_given_days_that_differ_when_typed_by_keyboard_then_each_keeps_its_own(hours: HoursField) -> None:
    hours.apart.setFocus()
    QTest.keyClick(hours.apart, Qt.Key.Key_Space)
    typed(hours.lines[4], "8-13")

    assert hours.line.isHidden()
    assert not hours.lines[4].isHidden()
    assert hours.lines[5].isHidden()
    assert hours.value["4"] == [["08:00", "13:00"]]
    assert hours.value["0"] == [["09:00", "18:00"]]


def test_given_a_day_of_its_own_when_its_line_is_emptied_then_it_is_closed(hours: HoursField) -> None:
    hours.apart.setChecked(True)
    typed(hours.lines[2], "")

    assert hours.is_sound
    assert "2" not in hours.value


def test_given_days_that_differ_when_they_are_joined_then_all_have_the_hours_of_the_first_of_the_week(
    hours: HoursField,
) -> None:
    hours.set_first_weekday(6)
    hours.set_value({"0": BREAK, "6": [["10:00", "14:00"]]})
    assert hours.apart.isChecked()

    hours.apart.setChecked(False)

    assert hours.value == {"0": [["10:00", "14:00"]], "6": [["10:00", "14:00"]]}


@pytest.mark.parametrize(("first", "name"), [(0, "Mon"), (6, "Sun"), (5, "Sat")])
def test_given_a_start_of_the_week_when_chosen_then_the_days_begin_with_it(
    hours: HoursField, first: int, name: str
) -> None:
    hours.set_first_weekday(first)
    hours.show()

    days = sorted(hours.findChildren(QPushButton), key=lambda button: button.x())
    assert days[0].text() == name
    assert len(days) == 7


def test_given_midnight_as_the_end_when_shown_and_typed_then_it_stays_midnight(hours: HoursField) -> None:
    hours.set_value({"0": [["10:00", "24:00"]]})
    assert hours.line.text() == "10:00–24:00"
    assert hours.value == {"0": [["10:00", "24:00"]]}

    typed(hours.line, "10-0")
    assert hours.value == {"0": [["10:00", "24:00"]]}


def test_given_hours_when_a_stored_week_is_shown_then_nobody_is_told_of_a_change(
    hours: HoursField, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(hours.changed):
        hours.set_value({"1": BREAK, "2": [["08:00", "12:00"]]})
    with qtbot.waitSignal(hours.changed):
        hours.days[3].click()
