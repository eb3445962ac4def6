"""A booking typed into the palette: the form stands filled beside its day, and one Enter books it."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.calendar.repeating import End, Unit
from desktop.kit.typed_booking import TypedBooking
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

MONDAY = date(2026, 11, 30)


def typed(**more: Any) -> TypedBooking:
    return replace(TypedBooking(who="noam", day=MONDAY, start=time(10)), **more)


def book(desk: "Desk", line: TypedBooking) -> None:
    desk.screen.book(desk.house.noam.id, line)
    desk.settle()


def test_given_a_whole_line_when_it_is_chosen_then_the_form_says_all_of_it_and_enter_books_the_series(
    desk: "Desk",
) -> None:
    book(desk, typed(minutes=60, service=desk.house.massage, every=(2, "week"), times=8))
    form, panel = desk.pane.booking.form, desk.pane.form
    assert (form.client_id, form.service_id) == (desk.house.noam.id, desk.house.massage.id)
    assert (form.day, form.start, form.end) == (MONDAY, "10:00", "11:00")
    assert (form.repeat.unit, form.repeat.interval, form.repeat.end, form.repeat.times) == (
        Unit.WEEK,
        2,
        End.TIMES,
        8,
    )
    assert (panel.service.value, panel.end.editor.text()) == (desk.house.massage.id, "11:00")
    assert MONDAY in desk.pane.presenter.page.days
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, Qt.Key.Key_Return)
    desk.settle()
    rows = desk.house.practice.appointments.between(
        local(30, "10:00"), local(30, "10:00") + timedelta(days=120)
    )
    assert len(rows) == 8
    assert {row.client_name for row in rows} == {"Noam Peretz"}


@pytest.mark.parametrize("with_service", [True, False])
def test_given_no_length_when_it_is_chosen_then_it_is_the_services_or_the_usual_one(
    desk: "Desk", with_service: bool
) -> None:
    book(desk, typed(service=desk.house.massage if with_service else None))
    assert desk.pane.booking.form.end == ("10:45" if with_service else "11:00")
    assert not desk.pane.booking.form.repeat.repeats


def test_given_a_taken_hour_when_it_is_chosen_then_that_is_named_before_anything_is_booked(
    desk: "Desk",
) -> None:
    desk.house.book(30, "10:15")
    book(desk, typed())
    assert desk.pane.form.warning.isVisible()


def test_given_a_form_with_typed_words_when_a_line_is_chosen_then_it_is_asked_first(desk: "Desk") -> None:
    desk.pane.presenter.book_here()
    desk.pane.booking.write_notes("Bring the X-ray")
    book(desk, typed())
    assert desk.pane.booking.form.notes == "Bring the X-ray"
    assert desk.navigator.on_yes is not None
    desk.navigator.on_yes()
    desk.settle()
    form = desk.pane.booking.form
    assert (form.client_id, form.notes, form.start) == (desk.house.noam.id, "", "10:00")


def test_given_an_untouched_form_when_a_line_is_chosen_then_it_becomes_that_booking(desk: "Desk") -> None:
    desk.pane.presenter.book_here()
    book(desk, typed())
    form = desk.pane.booking.form
    assert (form.client_id, form.day, form.start) == (desk.house.noam.id, MONDAY, "10:00")
