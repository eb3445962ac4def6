"""Closed days that wait for an answer: each is stored by its own answer alone, and none is forgotten."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.app import Program
from desktop.settings.holidays import HolidaysSection
from desktop.settings.screen import SettingsScreen
from tests.desktop.settings.test_holidays import add, stored
from tests.desktop.settings.test_outside_hours import christmas, named, practice_of, settle
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["christmas", "model_home", "program"]
CHRISTMAS, LABOUR, PURIM = "Christmas Day", "Labor Day", "Purim"
OPEN = {"closes": False, "worked": [], "closed": []}


@pytest.fixture
def page(program: Program, christmas: HolidaysSection) -> HolidaysSection:
    """Holidays of two countries that close nothing; somebody comes at Christmas."""
    practice_of(program).settings.set(holidays={"DE": OPEN, "IL": OPEN})
    christmas.refresh()
    settle(program)
    return christmas


def tick(page: HolidaysSection, code: str, key: str) -> None:
    box = page.cards[code].days[key]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)


def closed(program: Program, code: str) -> list[str]:
    return cast("list[str]", stored(program)[code]["closed"])


def once_asked(page: HolidaysSection, monkeypatch: pytest.MonkeyPatch, then: Callable[[], None]) -> None:
    """Does this while the worker looks what stands on the first choice."""
    look = page.outside.look
    calls: list[object] = []

    def looked(*given: Any) -> None:
        look(*given)
        if not calls:
            calls.append(given)
            then()

    monkeypatch.setattr(page.outside, "look", looked)


def test_given_a_free_day_that_is_being_checked_when_a_held_one_is_ticked_and_kept_open_then_it_is_not_closed(
    program: Program, page: HolidaysSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    once_asked(page, monkeypatch, lambda: tick(page, "DE", CHRISTMAS))
    tick(page, "DE", LABOUR)
    settle(program)
    assert len(named(page)) == 2
    assert CHRISTMAS not in closed(program, "DE")
    page.keep_button.click()
    settle(program)
    assert CHRISTMAS not in closed(program, "DE")
    assert not page.cards["DE"].days[CHRISTMAS].isChecked()
    assert named(page) == []


def test_given_two_days_of_one_country_when_ticked_at_once_then_both_are_stored(
    program: Program, page: HolidaysSection
) -> None:
    tick(page, "IL", PURIM)
    tick(page, "IL", "Yom Kippur")
    settle(program)
    assert closed(program, "IL") == [PURIM, "Yom Kippur"]


def test_given_a_question_about_one_country_when_a_day_of_another_is_ticked_then_both_wait_for_the_answer(
    program: Program, page: HolidaysSection
) -> None:
    tick(page, "DE", CHRISTMAS)
    settle(program)
    tick(page, "IL", PURIM)
    settle(program)
    assert len(named(page)) == 2
    assert (closed(program, "DE"), closed(program, "IL")) == ([], [])
    page.close_button.click()
    settle(program)
    assert (closed(program, "DE"), closed(program, "IL")) == ([CHRISTMAS], [PURIM])
    assert named(page) == []


def test_given_a_question_when_it_is_answered_before_a_further_day_is_checked_then_that_day_is_stored_too(
    program: Program, page: HolidaysSection
) -> None:
    tick(page, "DE", CHRISTMAS)
    settle(program)
    tick(page, "IL", PURIM)
    page.close_button.click()
    settle(program)
    assert (closed(program, "DE"), closed(program, "IL")) == ([CHRISTMAS], [PURIM])


def test_given_a_question_when_kept_open_before_a_further_country_is_checked_then_only_that_one_is_closed(
    program: Program, page: HolidaysSection
) -> None:
    tick(page, "DE", CHRISTMAS)
    settle(program)
    tick(page, "IL", PURIM)
    page.keep_button.click()
    settle(program)
    assert (closed(program, "DE"), closed(program, "IL")) == ([], [PURIM])
    assert named(page) == []


def test_given_a_question_when_the_program_ends_before_the_answer_then_it_is_asked_again(
    program: Program, page: HolidaysSection
) -> None:
    tick(page, "DE", CHRISTMAS)
    page.cards["IL"].remove.click()
    settle(program)
    work(program).window.screens["settings"].flush()
    settle(program)
    kept = practice_of(program).settings.local("unfinished_settings")["HolidaysSection"]
    again = HolidaysSection(page.context)
    again.take_up(kept)
    settle(program)
    assert len(named(again)) == 2
    assert again.cards["DE"].days[CHRISTMAS].isChecked()
    again.close_button.click()
    settle(program)
    assert closed(program, "DE") == [CHRISTMAS]
    assert "IL" not in stored(program)
    assert again.content() is None


def test_given_a_country_that_closes_a_held_day_when_it_is_added_then_its_name_stays_until_it_is_stored(
    program: Program, page: HolidaysSection
) -> None:
    add(program, page, "austria")
    settle(program)
    assert len(named(page)) == 2
    content = page.content()
    assert content is not None
    assert content["place"] == "Austria"
    page.close_button.click()
    settle(program)
    assert "AT" in stored(program)
    assert page.place.text == ""
    assert page.content() is None


def test_given_half_a_name_when_somebody_comes_back_to_the_page_then_it_stands_there_and_days_are_read_again(
    program: Program, page: HolidaysSection
) -> None:
    page.place.set_text("Aust")
    screen = cast("SettingsScreen", work(program).window.screens["settings"])
    screen.show_section(0)
    practice_of(program).settings.set(holidays={"IL": OPEN})
    screen.show_section(1)
    settle(program)
    assert set(page.cards) == {"IL"}
    assert page.place.text == "Aust"
    assert page.content() == {"place": "Aust", "changes": {}}


@pytest.mark.parametrize("first", ["DE", "IL"])
def test_given_a_box_at_the_foot_when_it_is_asked_about_then_the_question_is_in_sight_and_the_box_stays(
    program: Program, page: HolidaysSection, first: str
) -> None:
    """Also where the question stood in the card above."""
    second = "IL" if first == "DE" else "DE"
    keys = {"DE": CHRISTMAS, "IL": PURIM}
    work(program).window.resize(1280, 800)
    settle(program)
    tick(page, first, keys[first])
    settle(program)
    box = page.cards[second].days[keys[second]]
    page.ensureWidgetVisible(box)
    tick(page, second, keys[second])
    settle(program)
    assert len(named(page)) == 2
    assert page.outside.parentWidget() is page.cards[second]
    assert page.viewport().rect().contains(QRect(at(page, page.outside), page.outside.size()))
    assert page.viewport().rect().contains(at(page, box))


def test_given_a_question_above_when_a_box_further_down_is_ticked_then_it_moves_there_and_the_box_stays(
    program: Program, page: HolidaysSection
) -> None:
    practice_of(program).settings.set(holidays={"DE": OPEN, "IL": OPEN, "FR": OPEN})
    work(program).window.resize(1280, 800)
    page.refresh()
    settle(program)
    tick(page, "DE", CHRISTMAS)
    settle(program)
    box = page.cards["IL"].days[PURIM]
    page.ensureWidgetVisible(page.cards["FR"].closes)
    before = at(page, box)
    tick(page, "IL", PURIM)
    settle(program)
    assert page.outside.parentWidget() is page.cards["IL"]
    assert page.viewport().rect().contains(QRect(at(page, page.outside), page.outside.size()))
    assert at(page, box) == before


def test_given_a_question_in_a_card_when_its_calendar_goes_then_the_next_question_can_still_be_asked(
    program: Program, page: HolidaysSection
) -> None:
    tick(page, "DE", CHRISTMAS)
    settle(program)
    page.cards["DE"].remove.click()
    settle(program)
    assert set(page.cards) == {"IL"}
    assert named(page) == []
    add(program, page, "germany")
    settle(program)
    assert len(named(page)) == 2


def at(page: HolidaysSection, widget: QWidget) -> QPoint:
    return widget.mapTo(page.viewport(), QPoint(0, 0))
