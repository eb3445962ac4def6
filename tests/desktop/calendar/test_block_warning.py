"""Time that is blocked over appointments: said in the form, after it is saved, and until they are moved."""

from datetime import date, timedelta
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.cancellations import Canceller
from core.domain.changes import Changed
from core.domain.errors import StoreBusy
from core.domain.ids import AppointmentId, TimeBlockId, UserId
from core.domain.new_rows import AppointmentDraft
from desktop.calendar.block_warning import BlockWarning
from desktop.calendar.entry import CalendarEntry
from desktop.calendar.repeating import RepeatForm, Unit
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

WEDNESDAY = date(2026, 11, 25)


def begin(desk: "Desk", at: str = "10:00") -> None:
    """Shift+B at a time of Wednesday: an hour of whoever works here."""
    desk.reload()
    desk.pane.presenter.go_to(WEDNESDAY)
    desk.pane.presenter.cursor = local(25, at)
    QTest.keyClick(desk.pane.views.front, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert desk.pane.blocks.panel.isVisible()


def save(desk: "Desk") -> None:
    QTest.keyClick(desk.pane.blocks.panel.title_field.editor, Qt.Key.Key_Return)
    desk.settle()


def warned(desk: "Desk") -> list[str]:
    card = desk.pane.blocks.warning.card
    return card.said.replace("\u200e", "").split("\n") if card.isVisible() else []


def choose(desk: "Desk", whose: str) -> None:
    """By keys, further down the list."""
    who = desk.pane.blocks.panel.who.editor
    who.setFocus()
    while who.currentText() != whose:
        before = who.currentIndex()
        QTest.keyClick(who, Qt.Key.Key_Down)
        assert who.currentIndex() > before
    desk.settle()


def warning(desk: "Desk") -> BlockWarning:
    return desk.pane.blocks.warning


def book_with(desk: "Desk", who: UserId, day: int, at: str) -> AppointmentId:
    draft = AppointmentDraft(
        client_id=desk.house.noam.id,
        scheduled_start=local(day, at),
        scheduled_end=local(day, at) + timedelta(minutes=50),
        practitioner_user_id=who,
    )
    return desk.house.practice.appointments.book(draft).value.id


def test_given_appointments_when_their_time_is_to_be_blocked_then_the_form_names_them_and_holds_nothing_up(
    desk: "Desk",
) -> None:
    desk.house.book(25, "10:00")
    desk.house.book(25, "10:30", client=desk.house.noam)
    begin(desk)
    assert warned(desk) == ["2 appointments stand there:", "D.L.  10:00–10:50", "N.P.  10:30–11:20"]
    save(desk)
    assert len(desk.house.practice.blocks.between(local(25, "10:00"), local(25, "11:00"))) == 1
    assert desk.navigator.toasts[-1] == "The time is blocked. 2 appointments stand there."


def test_given_a_room_that_is_to_be_closed_then_only_the_appointments_in_it_stand_there(desk: "Desk") -> None:
    elsewhere = desk.house.book(25, "10:00", 20)
    assert elsewhere.location_id is None
    inside = desk.house.book(25, "10:30", client=desk.house.noam)
    desk.house.practice.appointments.edit(inside.id, location_id=desk.house.room.id)
    begin(desk)
    choose(desk, "Room 1 (closed)")
    assert warned(desk) == ["1 appointment stands there:", "N.P.  10:30–11:20"]


def test_given_a_free_time_when_it_is_blocked_then_nothing_is_said_of_appointments(desk: "Desk") -> None:
    desk.house.book(25, "12:00")
    begin(desk)
    assert warned(desk) == []
    save(desk)
    assert desk.navigator.toasts[-1] == "The time is blocked"
    assert warning(desk).banner.isHidden()


def test_given_an_open_form_when_its_time_changes_then_it_says_what_stands_at_the_new_one(
    desk: "Desk",
) -> None:
    desk.house.book(25, "12:00")
    begin(desk)
    end = desk.pane.blocks.panel.end.editor
    end.setText("12:30")
    end.editingFinished.emit()
    desk.settle()
    assert warned(desk) == ["1 appointment stands there:", "D.L.  12:00–12:50"]
    end.setText("12:00")
    end.editingFinished.emit()
    desk.settle()
    assert warned(desk) == []


def test_given_a_colleagues_appointment_when_the_practice_is_closed_all_day_then_it_stands_there_too(
    desk: "Desk",
) -> None:
    book_with(desk, desk.hire(), 25, "15:00")
    begin(desk)
    panel = desk.pane.blocks.panel
    panel.all_day.click()
    desk.settle()
    assert warned(desk) == []
    choose(desk, "The whole practice (closed)")
    assert warned(desk) == ["1 appointment stands there:", "N.P.  15:00–15:50"]


def test_given_a_repetition_when_it_is_to_be_blocked_then_the_first_weeks_of_it_are_looked_at(
    desk: "Desk",
) -> None:
    for day in (25, 26, 30):
        desk.house.book(day, "10:00")
    me = desk.house.practice.me.user_id
    far = desk.house.book(25, "16:00")
    start = local(25, "10:00") + timedelta(days=70)
    desk.house.practice.appointments.edit(
        far.id, scheduled_start=start, scheduled_end=start + timedelta(hours=1), practitioner_user_id=me
    )
    begin(desk)
    desk.pane.blocks.panel._set(repeat=RepeatForm(Unit.DAY, 1))
    desk.settle()
    assert warned(desk) == [
        "3 appointments stand there:",
        "Wed 25 Nov  D.L.  10:00–10:50",
        "Thu 26 Nov  D.L.  10:00–10:50",
        "Mon 30 Nov  D.L.  10:00–10:50",
    ]


@pytest.mark.parametrize("at", ["08:00", "10:00"])
def test_given_what_is_over_or_cancelled_when_its_time_is_to_be_blocked_then_it_stands_in_nobodys_way(
    desk: "Desk", at: str
) -> None:
    if at == "08:00":
        desk.house.book(24, at)
        desk.pane.presenter.cursor = local(24, at)
        QTest.keyClick(desk.pane.views.front, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
        desk.settle()
    else:
        made = desk.house.book(25, at)
        desk.pane.commands.cancel(made.id, "", Canceller.CLIENT)
        desk.settle()
        begin(desk)
    assert desk.pane.blocks.panel.isVisible()
    assert warned(desk) == []


def test_given_an_open_form_when_an_appointment_comes_there_then_it_is_said(desk: "Desk") -> None:
    begin(desk)
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=local(25, "10:00"),
        scheduled_end=local(25, "10:50"),
    )
    desk.bus.publish(desk.house.practice.appointments.book(draft).changed)
    desk.settle()
    assert warned(desk)[0] == "1 appointment stands there:"


def test_given_a_block_over_appointments_when_saved_then_they_are_shown_one_by_one_until_none_is_left(
    desk: "Desk",
) -> None:
    first = desk.house.book(25, "10:00")
    second = desk.house.book(25, "10:30", client=desk.house.noam)
    begin(desk)
    save(desk)
    banner = warning(desk).banner
    assert banner.isVisible()
    assert banner.text == "2 appointments stand in the time that was blocked."
    for expected in (first.id, second.id, first.id):
        QTest.keyClick(banner.button, Qt.Key.Key_Space)
        desk.settle()
        assert desk.pane.presenter.selected == expected
        assert desk.pane.details.isVisible()
    desk.pane.commands.cancel(first.id, "", Canceller.PRACTICE)
    desk.settle()
    assert banner.text == "1 appointment stands in the time that was blocked."
    hour = timedelta(hours=3)
    moved = desk.house.practice.appointments.move(
        second.id, second.scheduled_start + hour, second.scheduled_end + hour
    )
    desk.bus.publish(moved.changed)
    desk.settle()
    assert banner.isHidden()


def test_given_the_banner_when_the_block_is_taken_back_or_it_is_closed_then_it_is_gone(desk: "Desk") -> None:
    made = desk.house.book(25, "10:00")
    begin(desk)
    save(desk)
    banner = warning(desk).banner
    assert banner.isVisible()
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert banner.isHidden()
    assert desk.navigator.toasts[-1] == "Undone: The time is blocked"
    begin(desk)
    save(desk)
    banner.hide()
    desk.house.book(25, "10:05", client=desk.house.noam)
    desk.bus.publish(desk.house.practice.appointments.edit(made.id, notes="Side door").changed)
    desk.settle()
    assert banner.isHidden()


def test_given_a_block_when_it_is_opened_then_the_form_names_what_stands_in_it(desk: "Desk") -> None:
    begin(desk)
    save(desk)
    desk.house.book(25, "10:00")
    desk.pane.presenter.cursor = local(25, "10:00")
    desk.pane.blocks.open_here()
    desk.settle()
    assert warned(desk) == ["1 appointment stands there:", "D.L.  10:00–10:50"]


@pytest.fixture
def looked_at(desk: "Desk", monkeypatch: pytest.MonkeyPatch) -> list[TimeBlockId]:
    """Of which blocks the store is asked what stands there."""
    asked: list[TimeBlockId] = []
    gateway, of_block = warning(desk)._desk, warning(desk)._desk.of_block

    def look(block_id: TimeBlockId) -> tuple[CalendarEntry, ...]:
        asked.append(block_id)
        return of_block(block_id)

    monkeypatch.setattr(gateway, "of_block", look)
    return asked


def change_something(desk: "Desk") -> None:
    made = desk.house.book(26, "16:00")
    desk.bus.publish([Changed("appointments", frozenset({made.id}))])
    desk.settle()


def test_given_a_banner_that_was_closed_when_appointments_change_then_nothing_is_looked_up_for_it(
    desk: "Desk", looked_at: list[TimeBlockId]
) -> None:
    desk.house.book(25, "10:00")
    begin(desk)
    save(desk)
    change_something(desk)
    assert warning(desk).banner.isVisible()
    warning(desk).banner.hide()
    looked_at.clear()
    change_something(desk)
    assert looked_at == []
    assert warning(desk).banner.isHidden()


def test_given_a_block_in_which_none_stands_when_appointments_change_then_nothing_is_looked_up_for_it(
    desk: "Desk", looked_at: list[TimeBlockId]
) -> None:
    begin(desk)
    save(desk)
    assert looked_at
    looked_at.clear()
    change_something(desk)
    assert looked_at == []


def test_given_a_store_that_cannot_be_read_for_once_when_it_can_again_then_the_banner_comes_back(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.house.book(25, "10:00")
    begin(desk)
    save(desk)
    with monkeypatch.context() as busy:
        busy.setattr(warning(desk)._desk, "of_block", Mock(side_effect=StoreBusy("The store is busy.")))
        change_something(desk)
    assert warning(desk).banner.isHidden()
    change_something(desk)
    assert warning(desk).banner.isVisible()
