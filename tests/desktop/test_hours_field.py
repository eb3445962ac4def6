"""Working hours are typed as people think of them, on days in the order of the chosen week."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.widgets.hours_field import HoursField


@pytest.fixture
def hours(qtbot: QtBot) -> HoursField:
    made = HoursField("You work")
    qtbot.addWidget(made)
    return made


def typed(hours: HoursField, start: str, end: str) -> None:
    for edit, text in ((hours._start, start), (hours._end, end)):
        edit.clear()
        QTest.keyClicks(edit, text)
        edit.editingFinished.emit()


def test_given_short_times_when_typed_then_they_are_understood_and_written_out(hours: HoursField) -> None:
    typed(hours, "915", "17")

    assert hours.is_sound
    assert hours.value["0"] == [["09:15", "17:00"]]
    assert (hours._start.text(), hours._end.text()) == ("09:15", "17:00")


@pytest.mark.parametrize(("start", "end"), [("18", "9"), ("soon", "17"), ("9", "")])
def test_given_hours_that_cannot_be_when_typed_then_they_are_not_sound(
    hours: HoursField, start: str, end: str
) -> None:
    typed(hours, start, end)

    assert not hours.is_sound


@pytest.mark.parametrize(("first", "name"), [(0, "Mon"), (6, "Sun"), (5, "Sat")])
def test_given_a_start_of_the_week_when_chosen_then_the_days_begin_with_it(
    hours: HoursField, first: int, name: str
) -> None:
    hours.set_first_weekday(first)
    hours.show()

    days = sorted(hours.findChildren(QPushButton), key=lambda button: button.x())
    assert days[0].text() == name
    assert len(days) == 7


def test_given_midnight_as_the_end_when_shown_then_it_is_the_last_minute_and_stays_midnight(
    hours: HoursField,
) -> None:
    hours.set_value({"0": [["10:00", "24:00"]]})

    assert hours._end.text() == "23:59"
    assert hours.value == {"0": [["10:00", "24:00"]]}
