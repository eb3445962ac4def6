"""Blocked time is warned of in the form, booked anyway, and passed over by everything that looks for time."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.ids import UserId
from core.domain.new_rows import TimeBlockDraft
from core.domain.time_blocks import BlockSpan
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.slot_dialog import SlotDialog
from desktop.kit.slot_search import SlotWish, free_slots
from tests.desktop.calendar.conftest import NOW, ZONE, local
from tests.desktop.calendar.test_blocks import block, closure
from tests.desktop.list_rows import first_lines

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

HOUR = timedelta(hours=1)


def found(desk: "Desk") -> list[BlockSpan]:
    return desk.house.practice.blocks.between(local(22, "00:00"), local(29, "00:00"))


def test_given_a_lunch_when_booked_over_in_the_form_then_it_is_named_with_its_times_and_booked_anyway(
    desk: "Desk",
) -> None:
    block(desk, start_local="2026-11-24T12:00")
    desk.screen.book(desk.house.noam.id)
    desk.settle()
    desk.pane.booking.retime(local(24, "12:30"), local(24, "13:15"))
    desk.settle()
    form = desk.pane.form
    assert form.taken.text() == "This time is taken:\nLunch  \u200e12:00–13:00"
    form.save()
    desk.settle()
    assert not form.isHidden()
    form.reason.set_text("She can only come then.")
    form.save()
    desk.settle()
    (booked,) = desk.house.practice.appointments.between(local(24, "12:00"), local(24, "13:00"))
    assert booked.appointment.notes == "Booked anyway: She can only come then."


def test_given_blocks_with_titles_when_the_screen_is_blurred_then_the_form_says_only_that_the_time_is_taken(
    desk: "Desk",
) -> None:
    block(desk, start_local="2026-11-24T12:00")
    room = {"user_id": None, "location_id": desk.house.room.id, "duration_minutes": 90}
    block(desk, start_local="2026-11-24T12:00", title="Mould", **room)
    desk.pane.presenter.choose(local(24, "12:00"))
    desk.pane.booking.choose_location(desk.house.room.id)
    desk.settle()
    form = desk.pane.form
    seen = "This time is taken:\nLunch  \u200e12:00–13:00\nRoom 1 is closed: Mould  \u200e12:00–13:30"
    hidden = "This time is taken:\nBlocked  \u200e12:00–13:00\nRoom 1 is closed  \u200e12:00–13:30"
    assert form.taken.text() == seen
    desk.bus.set_blurred(True)
    assert form.taken.text() == hidden
    desk.pane.booking.set_end("12:45")
    desk.settle()
    assert form.taken.text() == hidden
    desk.bus.set_blurred(False)
    assert form.taken.text() == seen


def test_given_an_open_form_when_its_time_is_blocked_meanwhile_then_it_warns_at_once_and_when_saved(
    desk: "Desk",
) -> None:
    desk.screen.book(desk.house.noam.id)
    desk.settle()
    desk.pane.booking.retime(local(25, "09:00"), local(25, "10:00"))
    desk.settle()
    assert not desk.pane.form.warning.isVisible()
    closure(desk, 25)
    assert desk.pane.form.taken.text() == "This time is taken:\nHoliday  all day"
    desk.house.practice.blocks.add(
        TimeBlockDraft(title="Unseen", start_local="2026-11-25T09:30", duration_minutes=10)
    )
    desk.pane.form.reason.set_text("On purpose.")
    desk.pane.form.save()
    desk.settle()
    assert "Unseen" in desk.pane.form.taken.text()
    assert desk.house.practice.appointments.between(local(25, "00:00"), local(26, "00:00")) == []


def test_given_an_appointment_when_dragged_onto_a_lunch_then_the_form_asks_and_it_stays_where_it_was(
    desk: "Desk",
) -> None:
    block(desk, start_local="2026-11-24T12:00")
    made = desk.house.book(24, "10:00")
    desk.reload()
    entry = desk.pane.presenter.timeline.get(made.id)
    desk.pane.presenter.drop(Ghost(GestureKind.MOVE, local(24, "12:00"), local(24, "12:50"), entry))
    desk.settle()
    assert "Lunch" in desk.pane.form.taken.text()
    assert desk.house.practice.appointments.get(made.id).scheduled_start == made.scheduled_start


def test_given_now_and_blocks_when_the_next_free_time_is_booked_then_it_is_after_them(desk: "Desk") -> None:
    block(desk, start_local="2026-11-24T10:30", duration_minutes=90)
    block(desk, start_local="2026-11-24T12:00", duration_minutes=30, user_id=None)
    block(desk, start_local="2026-11-24T12:30", duration_minutes=60, user_id=None)
    desk.screen.new()
    desk.settle()
    assert desk.pane.booking.span is not None
    assert desk.pane.booking.span[0] == local(24, "13:30")


@pytest.mark.parametrize("whose", ["mine", "another's", "everybody's"])
def test_given_a_block_when_free_times_are_looked_for_then_only_whose_time_it_is_is_not_offered(
    desk: "Desk", whose: str
) -> None:
    me, other = desk.house.practice.me.user_id, UserId(desk.house.dana.id)
    block(desk, start_local="2026-11-24T11:00", duration_minutes=120, user_id=None if whose[0] == "e" else me)
    wish = SlotWish(length=HOUR, practitioners=(other if whose[0] == "a" else me,))
    hours = desk.pane.presenter.page.hours
    slots = free_slots(wish, NOW, hours, ZONE, (), found(desk))
    first = local(24, "10:45") if whose[0] == "a" else local(24, "13:00")
    assert slots[0].start == first
    nobody = free_slots(SlotWish(length=HOUR), NOW, hours, ZONE, (), found(desk))
    assert nobody[0].start == local(24, "13:00")


def test_given_a_block_when_a_free_time_is_wanted_then_the_dialog_passes_it_over(desk: "Desk") -> None:
    closure(desk, 24)
    desk.screen.find_slot()
    desk.settle()
    dialog = desk.screen.window().findChildren(SlotDialog)[-1]
    assert first_lines(dialog.list)[0] == "Tomorrow, 08:00"
