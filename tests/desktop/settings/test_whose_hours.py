"""Hours of the practice, of a person and of a room in Settings, chosen and typed by keyboard."""

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.domain.enums import LocationType, Role
from core.store.practice.practice import LocationDraft
from desktop.app import Program
from desktop.settings.practice import PracticeSection
from desktop.settings.whose_hours import WhoElse, WhoseHours, shown_hours
from tests.desktop.settings.test_buttons import section
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]
WEEK = {"0": [["09:00", "17:00"]]}
ADA, STUDIO = ("working_hours_of", "a"), ("working_hours_at", "s")


def type_line(page: PracticeSection, text: str) -> None:
    page.hours.field.line.setFocus()
    page.hours.field.line.selectAll()
    QTest.keyClicks(page.hours.field.line, text)


def test_given_a_colleague_when_their_hours_are_typed_then_they_alone_have_them(program: Program) -> None:
    practice = work(program).opening.practice
    ben = practice.team.add("Ben Invented", Role.THERAPIST).value
    page = cast("PracticeSection", section(program, "Practice"))
    before = practice.settings.get("working_hours")
    names = [page.hours.whose.editor.itemText(at) for at in range(page.hours.whose.editor.count())]
    assert names[0] == "The whole practice"
    assert "Ben Invented" in names

    page.hours.whose.editor.setCurrentIndex(names.index("Ben Invented"))
    assert page.hours.same.isChecked()
    assert not page.hours.field.isEnabled()
    QTest.keyClick(page.hours.same, Qt.Key.Key_Space)
    type_line(page, "8-12, 16-20")
    assert page.in_hand
    QTest.keyClick(page.hours.field.line, Qt.Key.Key_Return)
    program.jobs.wait()

    stored = practice.settings.get("working_hours_of")
    assert set(stored) == {str(ben.id)}
    assert stored[str(ben.id)]["0"] == [["08:00", "12:00"], ["16:00", "20:00"]]
    assert practice.settings.get("working_hours") == before

    QTest.keyClick(page.hours.same, Qt.Key.Key_Space)
    page.save.click()
    program.jobs.wait()
    assert practice.settings.get("working_hours_of") == {}


def test_given_one_who_treats_alone_when_looked_at_then_there_is_nobody_to_choose(program: Program) -> None:
    page = cast("PracticeSection", section(program, "Practice"))
    assert page.hours.whose.isHidden()
    assert page.hours.same.isHidden()


def test_given_two_rooms_when_one_is_open_on_some_days_then_that_is_stored_for_it(program: Program) -> None:
    practice = work(program).opening.practice
    for name in ("Studio North", "Studio South"):
        draft = LocationDraft(name=name, location_type=LocationType.CLINIC, address="Elm Street 4")
        practice.locations.add(draft)
    page = cast("PracticeSection", section(program, "Practice"))
    names = [page.hours.whose.editor.itemText(at) for at in range(page.hours.whose.editor.count())]

    page.hours.whose.editor.setCurrentIndex(names.index("Studio South"))
    assert page.hours.same.text() == "Open at all times"
    page.hours.same.click()
    for day in (0, 1, 2, 3, 4, 5, 6):
        page.hours.field.days[day].setChecked(day == 2)
    page.save.click()
    program.jobs.wait()

    (stored,) = practice.settings.get("working_hours_at").values()
    assert set(stored) == {"2"}


def test_given_hours_of_somebody_that_are_none_when_saved_then_they_come_to_the_front(
    program: Program,
) -> None:
    practice = work(program).opening.practice
    practice.team.add("Ben Invented", Role.THERAPIST)
    page = cast("PracticeSection", section(program, "Practice"))
    page.hours.whose.editor.setCurrentIndex(page.hours.whose.editor.count() - 1)
    chosen = page.hours.whose.value
    page.hours.same.setChecked(False)
    type_line(page, "9 until late")
    page.hours.whose.editor.setCurrentIndex(0)

    page.save.click()

    assert page.hours.whose.value == chosen
    assert page.hours.field.line.text() == "9 until late"
    assert page.error.text() == "Write hours such as 9–17, or with a break 9–12, 13–17."
    assert practice.settings.get("working_hours_of") is None


@pytest.fixture
def whose(qtbot: QtBot) -> WhoseHours:
    made = WhoseHours()
    qtbot.addWidget(made)
    made.set_who_else(WhoElse({ADA: "Ada Invented", STUDIO: "Studio"}))
    return made


def test_given_somebody_who_has_left_when_others_change_then_what_is_stored_of_them_stays(
    whose: WhoseHours,
) -> None:
    values = shown_hours(
        {"working_hours": WEEK, "working_hours_of": {"gone": WEEK, "a": WEEK}, "working_hours_at": {}}
    )
    whose.set_values(values)

    whose.whose.set_value(ADA)
    whose.same.setChecked(True)

    assert whose.values()["working_hours_of"] == {"gone": WEEK}


@pytest.mark.parametrize("broken", [None, "always", {"0": 7}, {"0": [["9"]]}])
def test_given_settings_of_another_program_when_shown_then_the_page_opens(
    whose: WhoseHours, broken: Any
) -> None:
    names = ("working_hours", "working_hours_of", "working_hours_at")

    whose.set_values(shown_hours(dict.fromkeys(names, broken)))

    assert whose.values() == {name: {} for name in names}
    assert whose.is_sound == bool(whose.field.line.text())
