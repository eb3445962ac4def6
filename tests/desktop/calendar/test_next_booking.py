"""A booking at the next free time: searched for weeks ahead, and never under somebody's hands."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.new_rows import AppointmentDraft
from desktop.calendar.ports import Practitioner
from tests.desktop.calendar.conftest import ZONE, local
from tests.desktop.calendar.test_slots import book_for

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk


def begins(desk: "Desk") -> str:
    span = desk.pane.booking.span
    return f"{span[0].astimezone(ZONE):%d.%m %H:%M}" if span and desk.pane.form.isVisible() else ""


def new(desk: "Desk") -> str:
    desk.screen.new()
    desk.settle()
    return begins(desk)


def weekly(desk: "Desk") -> None:
    """Dana came three times for 50 minutes of massage in room 1."""
    for day in (3, 10, 17):
        booked = desk.house.book(day, "10:00")
        desk.house.practice.appointments.edit(booked.id, location_id=desk.house.room.id)


def set_hours(desk: "Desk", **settings: object) -> None:
    desk.house.practice.settings.set(**settings)
    desk.pane.presenter.set_hours(desk.screen._desk.opening().hours)


def test_given_two_full_weeks_when_booking_then_the_first_free_time_after_them_is_proposed(
    desk: "Desk",
) -> None:
    for days in range(12):
        draft = AppointmentDraft(
            client_id=desk.house.noam.id,
            scheduled_start=local(24, "08:00") + timedelta(days=days),
            scheduled_end=local(24, "19:00") + timedelta(days=days),
        )
        desk.house.practice.appointments.book(draft)
    assert new(desk) == "06.12 08:00"
    assert date(2026, 12, 6) in desk.pane.presenter.page.days
    assert not desk.pane.form.unfound.isVisible()


def test_given_closed_weeks_when_booking_then_the_form_is_at_the_cursor_and_says_why(desk: "Desk") -> None:
    set_hours(desk, working_hours={})
    assert new(desk) == "24.11 10:30"
    form = desk.pane.form
    assert form.unfound.isVisible()
    assert form.unfound.text() == (
        "No free 60 minutes in the next 8 weeks, so this is the time marked in the calendar."
    )
    desk.pane.booking.set_start("15:00")
    assert not form.unfound.isVisible()


def test_given_closed_weeks_when_a_client_is_booked_then_the_words_tell_of_their_usual_length(
    desk: "Desk",
) -> None:
    weekly(desk)
    set_hours(desk, working_hours={})
    desk.screen.book(desk.house.dana.id)
    desk.settle()
    assert begins(desk) == "24.11 10:30"
    assert desk.pane.form.unfound.text().startswith("No free 50 minutes")
    assert desk.pane.form.unfound.isVisible()


def test_given_a_search_under_way_when_its_answer_is_not_there_then_nothing_is_shown(desk: "Desk") -> None:
    desk.screen.new()
    assert desk.pane.form.isHidden()
    desk.settle()
    assert begins(desk) == "24.11 10:45"


def test_given_a_search_under_way_when_another_time_is_clicked_then_the_form_stays_there(
    desk: "Desk",
) -> None:
    desk.screen.new()
    desk.pane.presenter.choose(local(26, "15:00"))
    desk.settle()
    assert begins(desk) == "26.11 15:00"


def test_given_a_search_under_way_when_another_week_is_turned_to_then_no_form_comes(desk: "Desk") -> None:
    desk.screen.new()
    desk.pane.presenter.turn(1)
    desk.settle()
    assert begins(desk) == ""


def test_given_a_search_from_an_open_form_when_a_start_is_typed_meanwhile_then_it_stays(
    desk: "Desk",
) -> None:
    desk.pane.presenter.choose(local(26, "15:00"))
    desk.settle()
    desk.screen.new()
    start = desk.pane.form.start.editor
    start.selectAll()
    start.insert("17:")
    desk.settle()
    assert start.text() == "17:"


def test_given_a_form_that_is_being_saved_when_the_next_is_begun_then_it_opens(desk: "Desk") -> None:
    desk.pane.presenter.choose(local(26, "15:00"))
    desk.pane.booking.choose_client(desk.house.noam)
    desk.settle()
    desk.pane.form.save()
    desk.screen.new()
    desk.settle()
    assert begins(desk) == "26.11 16:00"
    assert desk.pane.booking.form.client_id is None


def test_given_an_open_form_when_the_next_time_is_wanted_then_it_is_one_for_what_the_form_says(
    desk: "Desk",
) -> None:
    desk.house.book(26, "15:00")
    desk.pane.presenter.choose(local(26, "13:30"))
    desk.pane.booking.choose_client(desk.house.noam)
    desk.settle()
    desk.pane.booking.set_end("15:30")
    assert new(desk) == "26.11 16:00"
    form = desk.pane.booking.form
    assert (form.client_id, form.end) == (desk.house.noam.id, "18:00")


def test_given_a_client_with_a_habit_when_booked_then_its_service_room_and_length_are_in_the_form(
    desk: "Desk",
) -> None:
    weekly(desk)
    desk.screen.book(desk.house.dana.id)
    desk.settle()
    form = desk.pane.form
    assert begins(desk) == "24.11 10:45"
    assert (form.service.value, form.location.value) == (desk.house.massage.id, desk.house.room.id)
    assert (form.picker.edit.text(), form.end.editor.text()) == ("Dana Levi", "11:35")
    assert form.content() is None


@pytest.mark.parametrize(("after", "found"), [(0, "10:45"), (30, "12:45")])
def test_given_a_usual_service_with_a_buffer_when_booked_then_the_time_has_room_for_it(
    desk: "Desk", after: int, found: str
) -> None:
    weekly(desk)
    set_hours(desk, buffers={str(desk.house.massage.id): [0, after]})
    draft = AppointmentDraft(
        client_id=desk.house.noam.id, scheduled_start=local(24, "11:45"), scheduled_end=local(24, "12:45")
    )
    desk.house.practice.appointments.book(draft)
    desk.screen.book(desk.house.dana.id)
    desk.settle()
    assert begins(desk) == f"24.11 {found}"


def test_given_a_colleague_when_booking_then_only_a_usual_room_that_they_use_holds_one_up(
    desk: "Desk",
) -> None:
    weekly(desk)
    book_for(desk, desk.hire(), "10:40", 120)
    assert new(desk) == "24.11 10:45"
    desk.pane.presenter.close()
    desk.pane.presenter.today()
    desk.screen.book(desk.house.dana.id)
    desk.settle()
    assert begins(desk) == "24.11 12:45"


def test_given_somebody_who_treats_nobody_when_they_book_then_the_time_is_free_for_all(desk: "Desk") -> None:
    other, me = desk.hire(), desk.house.practice.me.user_id
    book_for(desk, other, "10:40", 120)
    desk.pane.set_team([Practitioner(me, "Office", is_active=False), Practitioner(other, "Colleague")])
    assert new(desk) == "24.11 12:45"
