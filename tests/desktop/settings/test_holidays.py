"""Holidays in Settings: chosen by the name of a country or region, and closed or worked day by day."""

from typing import Any, cast

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest

from core.domain.enums import Role
from desktop.app import Program
from desktop.settings.holidays import HolidaysSection
from tests.desktop.settings.test_buttons import section
from tests.desktop.test_roles import become
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]


def page_of(program: Program) -> HolidaysSection:
    return cast("HolidaysSection", section(program, "Holidays"))


def add(program: Program, page: HolidaysSection, name: str) -> None:
    """The list of suggestions would take the keyboard, which a window without a screen has not."""
    page.place.editor.setFocus()
    page.place.set_text(name)
    QTest.keyClick(page.place.editor, Qt.Key.Key_Return)
    program.jobs.wait()


def stored(program: Program) -> Any:
    return work(program).opening.practice.settings.get("holidays")


def test_given_a_part_of_a_name_when_typed_then_countries_and_regions_are_offered(program: Program) -> None:
    page = page_of(program)
    completer = page.place.editor.completer()
    completer.setCompletionPrefix("bayern")
    offers: QAbstractItemModel = completer.completionModel()
    assert [offers.index(row, 0).data() for row in range(offers.rowCount())] == ["Germany – Bayern"]


def test_given_a_country_when_added_by_keys_then_its_public_holidays_are_closed_and_others_are_not(
    program: Program,
) -> None:
    page = page_of(program)
    add(program, page, "israel")

    card = page.cards["IL"]
    assert card.title.text() == "Israel"
    assert card.closes.isChecked()
    assert card.days["Yom Kippur"].isChecked()
    assert not card.days["Purim"].isChecked()
    assert not card.days["Eve of Yom Kippur"].isChecked()
    assert stored(program) == {"IL": {"closes": True, "worked": [], "closed": []}}
    assert page.place.text == ""


def test_given_single_days_when_switched_then_they_are_kept_by_name_and_the_box_keeps_the_focus(
    program: Program,
) -> None:
    page = page_of(program)
    add(program, page, "Israel")
    card = page.cards["IL"]

    for key in ("Independence Day", "Purim"):
        card.days[key].setFocus()
        QTest.keyClick(card.days[key], Qt.Key.Key_Space)
        program.jobs.wait()
    assert page.cards["IL"] is card
    assert card.days["Purim"].hasFocus()
    assert stored(program)["IL"] == {"closes": True, "worked": ["Independence Day"], "closed": ["Purim"]}

    for key in ("Independence Day", "Purim"):
        card.days[key].click()
        program.jobs.wait()
    assert stored(program)["IL"] == {"closes": True, "worked": [], "closed": []}


def test_given_all_of_them_when_switched_off_then_they_are_shown_only_until_one_is_closed(
    program: Program,
) -> None:
    page = page_of(program)
    add(program, page, "Israel")
    card = page.cards["IL"]

    card.closes.click()
    program.jobs.wait()
    assert not any(box.isChecked() for box in card.days.values())
    card.days["Yom Kippur"].click()
    program.jobs.wait()

    assert stored(program)["IL"] == {"closes": False, "worked": [], "closed": ["Yom Kippur"]}


def test_given_two_calendars_when_one_is_removed_then_the_other_and_what_is_unknown_stay(
    program: Program,
) -> None:
    practice = work(program).opening.practice
    newer = {"XX": {"closes": True}, "IL": {"worked": ["Shavuot"]}}
    practice.settings.set(holidays=newer)
    page = page_of(program)
    assert not page.cards["IL"].days["Shavuot"].isChecked()
    add(program, page, "Germany – Bayern")
    assert page.cards["DE-BY"].title.text() == "Germany – Bayern"

    page.cards["DE-BY"].remove.click()
    program.jobs.wait()

    assert set(page.cards) == {"IL"}
    assert stored(program) == newer


def test_given_what_is_no_country_when_added_then_the_field_says_what_to_do(program: Program) -> None:
    page = page_of(program)
    add(program, page, "Atlantis")
    assert page.place.note.text() == "Choose a country or region from the list, such as Israel."
    assert stored(program) is None
    assert page.cards == {}


def test_given_a_country_that_is_there_when_added_again_then_nothing_changes(program: Program) -> None:
    page = page_of(program)
    add(program, page, "Israel")
    page.cards["IL"].days["Purim"].click()
    program.jobs.wait()
    before = stored(program)

    add(program, page, "Israel")

    assert stored(program) == before


def test_given_settings_that_are_no_calendars_when_one_is_added_then_it_is_kept(program: Program) -> None:
    work(program).opening.practice.settings.set(holidays="IL")
    page = page_of(program)
    assert page.cards == {}
    add(program, page, "Israel")
    assert set(stored(program)) == {"IL"}


def test_given_somebody_who_does_not_own_the_practice_when_looked_at_then_nothing_can_be_changed(
    program: Program,
) -> None:
    practice = work(program).opening.practice
    practice.settings.set(holidays={"IL": {}})
    become(practice, Role.THERAPIST)
    page = page_of(program)
    assert not page.place.isEnabled()
    assert not page.cards["IL"].isEnabled()
    assert page.cards["IL"].days["Yom Kippur"].isChecked()
