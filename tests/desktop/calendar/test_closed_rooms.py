"""A place that is closed: made in the form of blocks, drawn with its name, in the way of its own visits."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.cancellations import Canceller
from core.domain.enums import LocationType
from core.domain.ids import UserId
from core.domain.new_rows import AppointmentDraft, LocationDraft, WaitlistDraft
from core.domain.records import Appointment, Location, TimeBlock
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.block_texts import block_hover, block_spoken
from desktop.calendar.entry_filter import EVERYTHING, EntryFilter
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.pages import PageKind
from desktop.calendar.practice_gateway import PracticeDesk
from desktop.calendar.presenter import CalendarPresenter
from desktop.kit.slot_search import SlotWish, free_slots
from desktop.paper.days import record_of_days
from desktop.paper.hours_sheet import hours_sheet
from desktop.paper.month import month_sheet
from tests.desktop.calendar.conftest import ZONE, local
from tests.desktop.calendar.test_blocks import block

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

HOUR = timedelta(hours=1)


@pytest.fixture
def second(desk: "Desk") -> Location:
    """Another room, so that closing one does not close all."""
    draft = LocationDraft(name="Room 2", location_type=LocationType.CLINIC, address="1 Invented Street")
    made = desk.house.practice.locations.add(draft)
    desk.bus.publish(made.changed)
    desk.settle()
    return made.value


@pytest.fixture
def closed(desk: "Desk", second: Location) -> TimeBlock:
    """The first room, on Tuesday from twelve to two."""
    return block(
        desk,
        title="Renovation",
        user_id=None,
        location_id=desk.house.room.id,
        start_local="2026-11-24T12:00",
        duration_minutes=120,
    )


def drawn(desk: "Desk") -> list[tuple[str, bool]]:
    """What the grid says, and whether it shades the time."""
    pieces = desk.pane.grid.scene.block_pieces
    return [(piece.block.labels(named=False)[0], piece.block.counts) for piece in pieces]


def visit(desk: "Desk", room: Location | None, at: str = "10:00") -> Appointment:
    start = local(24, at)
    draft = AppointmentDraft(
        client_id=desk.house.dana.id,
        scheduled_start=start,
        scheduled_end=start + HOUR,
        location_id=room.id if room else None,
    )
    made = desk.house.practice.appointments.book(draft).value
    desk.reload()
    return made


def hint(desk: "Desk", row: Appointment, at: str) -> str:
    entry = desk.pane.presenter.timeline.get(row.id)
    start = local(24, at)
    ask = desk.pane.grid.scene.hint
    assert ask is not None
    return ask(Ghost(GestureKind.MOVE, start, start + HOUR, entry))


def form_into(desk: "Desk", room: Location | None, at: str = "12:30") -> str:
    """What the form for a new appointment warns of."""
    desk.screen.book(desk.house.noam.id)
    desk.settle()
    desk.pane.booking.retime(local(24, at), local(24, at) + HOUR)
    desk.settle()
    desk.pane.booking.choose_location(room.id if room else None)
    desk.pane.form.location.set_value(room.id if room else None)
    desk.settle()
    form = desk.pane.form
    return form.taken.text() if form.warning.isVisible() else ""


def test_given_a_room_when_it_is_closed_by_keys_then_it_is_stored_for_it_alone_and_can_be_taken_back(
    desk: "Desk", second: Location
) -> None:
    desk.pane.presenter.cursor = local(24, "14:00")
    desk.pane.views.take_focus()
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    panel = desk.pane.blocks.panel
    names = [panel.who.editor.itemText(number) for number in range(panel.who.editor.count())]
    assert names == ["Owner Person", "The whole practice (closed)", "Room 1 (closed)", "Room 2 (closed)"]
    QTest.keyClicks(panel.title_field.editor, "Renovation")
    for _ in range(3):
        QTest.keyClick(panel.who.editor, Qt.Key.Key_Down)
    QTest.keyClick(panel.title_field.editor, Qt.Key.Key_Return)
    desk.settle()
    (span,) = desk.house.practice.blocks.between(local(24, "00:00"), local(25, "00:00"))
    assert (span.block.user_id, span.block.location_id) == (None, second.id)
    assert drawn(desk) == [("Renovation · Room 2", False)]
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert drawn(desk) == []


def test_given_a_closed_room_when_it_is_opened_and_made_the_practices_then_the_place_goes(
    desk: "Desk", closed: TimeBlock, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = desk.house.practice.me.user_id
    desk.pane.presenter.cursor = local(24, "12:30")
    monkeypatch.setattr(CalendarPresenter, "treats", property(lambda _presenter: me))  # in a column of a day
    desk.pane.blocks.open_here()
    panel = desk.pane.blocks.panel
    assert panel.who.editor.currentText() == "Room 1 (closed)"
    QTest.keyClick(panel.who.editor, Qt.Key.Key_Up)
    panel.save()
    desk.settle()
    changed = desk.house.practice.blocks.get(closed.id)
    assert (changed.user_id, changed.location_id) == (None, None)


def test_given_a_closed_room_that_was_removed_when_its_form_opens_then_it_can_stay(
    desk: "Desk", closed: TimeBlock
) -> None:
    desk.bus.publish(desk.house.practice.locations.delete(desk.house.room.id).changed)
    desk.settle()
    assert drawn(desk)[0][0] == "Renovation · A place that was removed"
    desk.pane.presenter.cursor = local(24, "12:30")
    desk.pane.blocks.open_here()
    assert desk.pane.blocks.panel.who.editor.currentText() == "A place that was removed (closed)"


def test_given_two_rooms_when_only_the_closed_one_is_shown_or_booked_into_then_it_shades_the_time(
    desk: "Desk", closed: TimeBlock, second: Location
) -> None:
    assert drawn(desk) == [("Renovation · Room 1", False)]
    desk.pane.presenter.set_filter(EntryFilter(locations=frozenset({second.id})))
    assert drawn(desk) == [("Renovation · Room 1", True)]
    desk.pane.presenter.set_filter(EntryFilter(locations=frozenset({desk.house.room.id})))
    assert drawn(desk) == []
    desk.pane.presenter.set_filter(EntryFilter())
    form_into(desk, second)
    assert drawn(desk) == [("Renovation · Room 1", False)]
    desk.pane.form.location.set_value(desk.house.room.id)
    assert drawn(desk) == [("Renovation · Room 1", True)]
    desk.pane.show_panel(None)
    assert drawn(desk) == [("Renovation · Room 1", False)]


def test_given_a_closed_room_when_booked_into_it_then_the_form_names_it_and_a_reason_books_anyway(
    desk: "Desk", closed: TimeBlock, second: Location
) -> None:
    assert form_into(desk, second) == ""
    said = form_into(desk, desk.house.room)
    assert said == "This time is taken:\nRoom 1 is closed: Renovation  \u200e12:00–14:00"
    desk.pane.form.save()
    desk.settle()
    assert not desk.pane.form.isHidden()
    desk.pane.form.reason.set_text("The painters are late.")
    desk.pane.form.save()
    desk.settle()
    assert len(desk.house.practice.appointments.between(local(24, "12:00"), local(24, "14:00"))) == 1


def test_given_a_visit_when_dragged_onto_the_time_of_a_closed_room_then_only_one_of_that_room_is_warned(
    desk: "Desk", closed: TimeBlock, second: Location
) -> None:
    inside, beside = visit(desk, desk.house.room), visit(desk, second, "16:00")
    nowhere = visit(desk, None, "17:00")
    assert hint(desk, inside, "12:30") == "Room 1 is closed: Renovation"
    assert hint(desk, beside, "12:30") == ""
    assert hint(desk, nowhere, "12:30") == ""
    desk.bus.set_blurred(True)
    assert hint(desk, inside, "12:30") == "Room 1 is closed"


def test_given_a_closed_room_when_free_times_are_looked_for_then_only_a_search_for_it_passes_them_over(
    desk: "Desk", closed: TimeBlock, second: Location
) -> None:
    blocks = desk.house.practice.blocks.between(local(22, "00:00"), local(29, "00:00"))
    hours, me = desk.pane.presenter.page.hours, desk.house.practice.me.user_id
    for whoever in ((me,), (None,), (UserId(desk.house.dana.id),)):
        for room, starts in ((desk.house.room, "14:00"), (second, "12:00"), (None, "12:00")):
            wish = SlotWish(length=HOUR, practitioners=whoever, room=room.id if room else None)
            found = free_slots(wish, local(24, "12:00"), hours, ZONE, (), blocks)
            assert found[0].start == local(24, starts)


def test_given_a_visit_to_a_closed_room_when_it_is_cancelled_then_its_time_is_offered_to_nobody(
    desk: "Desk", closed: TimeBlock, second: Location
) -> None:
    practice = desk.house.practice
    gateway = PracticeDesk(practice)
    practice.waitlist.add(WaitlistDraft(client_id=desk.house.noam.id, duration_minutes=60))
    for room, count in ((desk.house.room, 0), (second, 1)):
        start = local(24, "12:00")
        draft = AppointmentDraft(
            client_id=desk.house.dana.id,
            scheduled_start=start,
            scheduled_end=start + HOUR,
            location_id=room.id,
        )
        gone = practice.appointments.book(draft, "It was booked before.").value
        assert len(gateway.who_fits(gateway.cancel(gone.id, "", Canceller.CLIENT).freed)) == count


def test_given_a_closed_room_when_listed_told_and_printed_then_its_name_is_there(
    desk: "Desk", closed: TimeBlock
) -> None:
    entry = desk.pane.grid.scene.block_pieces[0].block
    assert block_spoken(entry, ZONE).endswith("Renovation, Room 1, closed")
    assert "Room 1" in block_hover(entry, ZONE, blurred=True)
    desk.pane.presenter.set_kind(PageKind.AGENDA)
    desk.settle()
    agenda = desk.pane.views.agenda
    (item,) = (one for one in agenda.model.items if isinstance(one, BlockEntry))
    assert (agenda._row(item).first, agenda._row(item).second) == ("Renovation", "Room 1")
    day = date(2026, 11, 24)
    (section,) = record_of_days(desk.house.practice, day, day).sections()
    assert [row[2] for row in next(iter(section.parts)).rows] == ["closed · Room 1"]
    lines = [
        line
        for week in month_sheet(desk.house.practice, day).weeks
        for cell in week.cells
        for line in cell.lines
    ]
    assert [line.text for line in lines] == ["Renovation · closed · Room 1"]


def test_given_a_closed_room_that_was_deleted_when_printed_then_not_the_whole_practice_seems_closed(
    desk: "Desk", closed: TimeBlock
) -> None:
    practice, day = desk.house.practice, date(2026, 11, 24)
    assert closed.location_id is not None
    practice.locations.delete(closed.location_id)
    (section,) = record_of_days(practice, day, day).sections()
    assert [row[2] for row in next(iter(section.parts)).rows] == ["closed · a place that was removed"]
    cells = [cell for week in month_sheet(practice, day).weeks for cell in week.cells]
    told = [line.text for cell in cells for line in cell.lines]
    assert told == ["Renovation · closed · a place that was removed"]
    (box,) = hours_sheet(practice, [day], (), EVERYTHING).columns[0].boxes
    assert box.rest == ["closed", "a place that was removed"]
