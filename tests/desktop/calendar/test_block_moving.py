"""Blocks of time are moved and resized as appointments are: by mouse, by keys, and taken back."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from core.domain.changes import Changed
from core.domain.enums import LocationType
from core.domain.errors import StoreBusy
from core.domain.ids import UserId
from core.domain.new_rows import LocationDraft
from core.domain.records import TimeBlock
from core.domain.time_blocks import BlockSpan
from desktop.calendar.pages import PageKind
from tests.desktop.calendar import test_month_drag as month_drag
from tests.desktop.calendar.conftest import ZONE, local
from tests.desktop.calendar.test_block_warning import warned
from tests.desktop.calendar.test_blocks import WORKDAYS, block, closure
from tests.desktop.calendar.test_screen_mouse import drag, ghost_shown, place, send

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
GRIP = QPoint(0, 20)
"""Below the top edge, which resizes."""


def stored(desk: "Desk", first: int = 22, last: int = 30) -> list[str]:
    found = desk.house.practice.blocks.between(local(first, "00:00"), local(last, "00:00"))
    return [f"{start:%d %H:%M}-{end:%H:%M}" for start, end in (_walls(span) for span in found)]


def _walls(span: BlockSpan) -> tuple[datetime, datetime]:
    return span.start.astimezone(ZONE), span.end.astimezone(ZONE)


def lunch(desk: "Desk") -> TimeBlock:
    """Mine, on Tuesday from twelve to one."""
    return block(desk, start_local="2026-11-24T12:00")


def press(desk: "Desk", *keys: Qt.Key | str) -> None:
    """In the view in front, one after the other; a letter may need Shift."""
    for key in keys:
        if isinstance(key, str):
            shift = Qt.KeyboardModifier.ShiftModifier if key.isupper() else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(desk.pane.views.front, getattr(Qt.Key, f"Key_{key.upper()}"), shift)
        else:
            QTest.keyClick(desk.pane.views.front, key)


def stand_at(desk: "Desk", day: int, at: str) -> None:
    """By the presenter, as after arrows."""
    desk.pane.presenter._put_cursor(local(day, at))
    desk.pane.views.take_focus()


def is_in_mode(desk: "Desk") -> bool:
    return desk.pane.presenter.mode is not None


def undo_by_toast(desk: "Desk") -> None:
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()


def mode_text(desk: "Desk") -> str:
    return desk.pane.toolbar.mode.text().replace("\u200e", "")


def test_given_a_block_when_it_is_dragged_then_it_stands_there_and_a_toast_and_a_key_take_it_back(
    desk: "Desk",
) -> None:
    lunch(desk)
    drag(desk, place(desk, local(24, "12:00")) + GRIP, place(desk, local(26, "13:30")) + GRIP)
    assert stored(desk) == ["26 13:30-14:30"]
    assert desk.navigator.toasts == ["Moved to Thursday, 26 November at 13:30"]
    assert not ghost_shown(desk)
    assert desk.pane.blocks.panel.isHidden()
    undo_by_toast(desk)
    assert stored(desk) == ["24 12:00-13:00"]
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_Z, CTRL_SHIFT)
    desk.settle()
    assert stored(desk) == ["26 13:30-14:30"]
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert stored(desk) == ["24 12:00-13:00"]


@pytest.mark.parametrize(
    ("edge", "to", "expected"), [("12:00", "11:15", "24 11:15-13:00"), ("13:00", "14:00", "24 12:00-14:00")]
)
def test_given_an_edge_of_a_block_when_it_is_dragged_then_that_end_changes(
    desk: "Desk", edge: str, to: str, expected: str
) -> None:
    lunch(desk)
    inside = QPoint(0, 1) if edge == "12:00" else QPoint(0, -4)
    drag(desk, place(desk, local(24, edge)) + inside, place(desk, local(24, to)))
    assert stored(desk) == [expected]
    assert desk.navigator.toasts[-1].replace("\u200e", "") == f"Now {expected[3:].replace('-', '–')}"
    undo_by_toast(desk)
    assert stored(desk) == ["24 12:00-13:00"]


def test_given_five_pixels_on_a_block_then_it_is_a_click(desk: "Desk") -> None:
    lunch(desk)
    at = place(desk, local(24, "12:00")) + GRIP
    drag(desk, at, at + QPoint(2, 3))
    assert stored(desk) == ["24 12:00-13:00"]
    assert desk.pane.blocks.panel.isVisible()


def test_given_a_block_in_the_hand_when_escape_is_pressed_then_nothing_moves(desk: "Desk") -> None:
    lunch(desk)
    target = place(desk, local(26, "13:30")) + GRIP
    drag(desk, place(desk, local(24, "12:00")) + GRIP, target, drop=False)
    assert ghost_shown(desk)
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_Escape)
    assert not ghost_shown(desk)
    send(desk, QEvent.Type.MouseButtonRelease, target, Qt.MouseButton.NoButton)
    desk.settle()
    assert stored(desk) == ["24 12:00-13:00"]


def test_given_a_block_in_the_hand_at_the_edge_then_the_hours_come_to_it_but_not_to_whole_days(
    desk: "Desk",
) -> None:
    lunch(desk)
    grid = desk.pane.grid
    foot = QPoint(place(desk, local(24, "12:00")).x(), grid.viewport().height() - 2)
    drag(desk, place(desk, local(24, "12:00")) + GRIP, foot, drop=False)
    assert grid._mouse._edge._timer.isActive()
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    closure(desk, 25)
    (band,) = (one for one in grid.scene.block_pieces if one.block.is_all_day)
    drag(desk, grid.block_rect(band).center().toPoint(), foot, drop=False)
    assert ghost_shown(desk)
    assert not grid._mouse._edge._timer.isActive()


def test_given_appointments_where_a_block_is_dragged_then_they_are_named_in_the_hand_and_before_it_is_saved(
    desk: "Desk",
) -> None:
    desk.house.book(26, "13:30")
    desk.house.book(26, "14:00", client=desk.house.noam)
    desk.reload()
    made = lunch(desk)
    target = place(desk, local(26, "13:15")) + GRIP
    drag(desk, place(desk, local(24, "12:00")) + GRIP, target, drop=False)
    hint = desk.pane.grid.scene.ghost_hint.replace("\u200e", "")
    assert hint == "Overlaps D.L. 13:30–14:20 and 1 more"
    send(desk, QEvent.Type.MouseButtonRelease, target, Qt.MouseButton.NoButton)
    desk.settle()
    assert stored(desk) == ["24 12:00-13:00"]
    assert warned(desk) == ["2 appointments stand there:", "D.L.  13:30–14:20", "N.P.  14:00–14:50"]
    panel = desk.pane.blocks.panel
    assert (panel.form.first, panel.form.start, panel.form.end) == (date(2026, 11, 26), "13:15", "14:15")
    assert {span.start for span in desk.pane.blocks._found} == {local(24, "12:00")}
    panel.save_button.click()
    desk.settle()
    assert stored(desk) == ["26 13:15-14:15"]
    assert desk.navigator.toasts[-1] == "The block was changed. 2 appointments stand there."
    assert desk.pane.blocks._found[0].block.id == made.id


def test_given_an_appointment_that_stands_in_a_block_already_when_it_is_resized_then_nothing_is_asked(
    desk: "Desk",
) -> None:
    desk.house.book(24, "12:00", 30)
    desk.reload()
    lunch(desk)
    stand_at(desk, 24, "12:30")
    press(desk, "r", Qt.Key.Key_Down, Qt.Key.Key_Return)
    desk.settle()
    assert stored(desk) == ["24 12:00-13:15"]
    assert desk.pane.blocks.warning.banner.isVisible()


def test_given_the_cursor_in_a_block_when_moved_by_keys_then_each_step_is_told_and_it_can_be_moved_again(
    desk: "Desk",
) -> None:
    lunch(desk)
    stand_at(desk, 24, "12:00")
    press(desk, "m", Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert mode_text(desk) == "12:15–13:15 – Enter keeps it, Esc does not"
    press(desk, Qt.Key.Key_Return)
    desk.settle()
    assert stored(desk) == ["25 12:15-13:15"]
    assert desk.navigator.toasts == ["Moved to Wednesday, 25 November at 12:15"]
    press(desk, "m", Qt.Key.Key_Up, Qt.Key.Key_Return)
    desk.settle()
    assert stored(desk) == ["25 12:00-13:00"]
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert stored(desk) == ["25 12:15-13:15"]


@pytest.mark.parametrize(("key", "expected"), [("r", "24 12:00-13:15"), ("R", "24 12:15-13:00")])
def test_given_the_cursor_in_a_block_when_an_end_is_changed_by_keys_then_it_is_stored(
    desk: "Desk", key: str, expected: str
) -> None:
    lunch(desk)
    stand_at(desk, 24, "12:30")
    press(desk, key, Qt.Key.Key_Down, Qt.Key.Key_Return)
    desk.settle()
    assert stored(desk) == [expected]


def test_given_a_block_moved_by_keys_to_another_week_when_escape_is_pressed_then_the_keys_are_back_at_it(
    desk: "Desk",
) -> None:
    lunch(desk)
    stand_at(desk, 24, "12:00")
    press(desk, "m", *[Qt.Key.Key_Right] * 6)
    assert desk.pane.presenter.page.days[0] == date(2026, 11, 29)
    press(desk, Qt.Key.Key_Escape)
    desk.settle()
    assert stored(desk) == ["24 12:00-13:00"]
    assert not ghost_shown(desk)
    assert date(2026, 11, 24) in desk.pane.presenter.page.days
    entry = desk.pane.blocks.at_cursor()
    assert entry is not None
    assert entry.title() == "Lunch"


def test_given_a_block_when_its_keys_are_told_then_its_name_and_what_stands_there_are_said(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "desktop.calendar.pane.announce", lambda _at, text: said.append(text.replace("\u200e", ""))
    )
    desk.house.book(24, "13:00")
    desk.reload()
    lunch(desk)
    stand_at(desk, 24, "12:00")
    press(desk, "m", Qt.Key.Key_Down)
    assert said[-2:] == [
        "Lunch, 12:00–13:00 – Enter keeps it, Esc does not",
        "Overlaps D.L. 13:00–13:50, 12:15–13:15 – Enter keeps it, Esc does not",
    ]


def test_given_a_lunch_that_repeats_when_one_day_is_dragged_then_all_move_and_all_were_shown(
    desk: "Desk",
) -> None:
    block(desk, rrule=WORKDAYS)
    target = place(desk, local(24, "13:00")) + GRIP
    drag(desk, place(desk, local(24, "12:00")) + GRIP, target, drop=False)
    shown = [start for start, _ in desk.pane.grid.scene._ghost_fellows]
    assert shown == [local(day, "13:00") for day in (23, 25, 26)]
    send(desk, QEvent.Type.MouseButtonRelease, target, Qt.MouseButton.NoButton)
    desk.settle()
    assert stored(desk) == [f"{day} 13:00-14:00" for day in (23, 24, 25, 26)]
    assert desk.navigator.toasts == ["Moved on all of its days"]


def test_given_a_weekly_block_with_a_day_left_out_when_moved_to_another_day_then_that_stays_left_out(
    desk: "Desk",
) -> None:
    made = block(
        desk, start_local="2026-11-16T12:00", rrule="FREQ=WEEKLY;BYDAY=MO,WE", until=date(2026, 11, 30)
    )
    desk.house.practice.blocks.skip(made.id, date(2026, 11, 23))
    desk.bus.publish([Changed("time_blocks", frozenset({made.id}))])
    desk.settle()
    drag(desk, place(desk, local(25, "12:00")) + GRIP, place(desk, local(26, "12:00")) + GRIP)
    assert stored(desk, 15, 30) == ["17 12:00-13:00", "19 12:00-13:00", "26 12:00-13:00"]
    (moved,) = {span.block.id: span.block for span in desk.pane.blocks._found}.values()
    assert (moved.until, moved.exceptions) == (date(2026, 12, 1), ("2026-11-24",))


def test_given_whole_days_when_dragged_then_they_are_on_other_days_and_no_hour_scrolls(desk: "Desk") -> None:
    closure(desk, 24, days=2)
    grid = desk.pane.grid
    piece = next(one for one in grid.scene.block_pieces if one.column == 2)
    before = grid.first_minute
    at = grid.block_rect(piece).center().toPoint()
    drag(desk, at, QPoint(place(desk, local(26, "10:00")).x(), at.y()))
    assert stored(desk) == ["26 00:00-00:00"]
    assert [piece.column for piece in grid.scene.block_pieces] == [4, 5]
    assert desk.navigator.toasts == ["Moved to Thursday, 26 November to Friday, 27 November"]
    assert grid.first_minute == before
    undo_by_toast(desk)
    assert [piece.column for piece in grid.scene.block_pieces] == [2, 3]


def test_given_whole_days_when_moved_and_resized_by_keys_then_the_arrows_go_by_days(desk: "Desk") -> None:
    closure(desk, 24)
    stand_at(desk, 24, "10:00")
    press(desk, "m", Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert mode_text(desk).startswith("Wed 25 Nov –")
    press(desk, Qt.Key.Key_Return)
    desk.settle()
    press(desk, "r", Qt.Key.Key_Right, Qt.Key.Key_Return)
    desk.settle()
    assert [piece.column for piece in desk.pane.grid.scene.block_pieces] == [3, 4]
    assert desk.navigator.toasts[-1] == "Now Wednesday, 25 November to Thursday, 26 November"
    press(desk, "r", *[Qt.Key.Key_Left] * 4, Qt.Key.Key_Return)
    desk.settle()
    assert [piece.column for piece in desk.pane.grid.scene.block_pieces] == [3]


def test_given_a_page_without_whole_days_when_one_is_moved_onto_it_by_keys_then_its_head_makes_room(
    desk: "Desk",
) -> None:
    closure(desk, 28)
    grid = desk.pane.grid
    stand_at(desk, 28, "10:00")
    press(desk, "m", Qt.Key.Key_Right)
    desk.settle()
    assert desk.pane.presenter.page.days[0] == date(2026, 11, 29)
    assert grid.scene.geometry.bands == 1
    press(desk, Qt.Key.Key_Escape)
    desk.settle()
    desk.pane.presenter.turn(1)
    desk.settle()
    assert grid.scene.geometry.bands == 0


@pytest.mark.parametrize("kind", [PageKind.WEEK, PageKind.DAY])
def test_given_a_block_of_somebody_else_then_neither_hand_nor_keys_move_it_and_the_keys_say_why(
    desk: "Desk", kind: PageKind
) -> None:
    ben = desk.hire("Ben Invented")
    block(desk, start_local="2026-11-24T12:00", user_id=ben, title="Supervision")
    desk.pane.presenter.set_kind(kind)
    desk.settle()
    if kind is PageKind.WEEK:
        drag(desk, place(desk, local(24, "12:00")) + GRIP, place(desk, local(24, "14:00")))
        assert stored(desk) == ["24 12:00-13:00"]
        assert desk.pane.form.isVisible()  # there somebody else can still be booked, who has the time
        desk.pane.presenter.close()
    desk.pane.presenter.practitioner = ben if kind is PageKind.DAY else None
    stand_at(desk, 24, "12:00")
    press(desk, "m", Qt.Key.Key_Down, Qt.Key.Key_Return)
    desk.settle()
    assert stored(desk) == ["24 12:00-13:00"]
    assert desk.navigator.toasts[-1] == "This is the time of somebody else, so it stays. Open it to see it."


def test_given_several_who_treat_when_my_block_is_dragged_into_another_column_then_it_stays_mine(
    desk: "Desk",
) -> None:
    desk.hire("Ben Invented")
    made = lunch(desk)
    desk.pane.presenter.set_kind(PageKind.DAY)
    desk.settle()
    grid = desk.pane.grid
    (piece,) = grid.scene.block_pieces
    start = grid.block_rect(piece).center().toPoint()
    there = QPoint(grid.viewport().width() - start.x(), start.y() + 56)
    drag(desk, start, there)
    assert stored(desk) == ["24 13:00-14:00"]
    assert _whose(desk) == made.user_id


def _whose(desk: "Desk") -> UserId | None:
    return desk.pane.blocks._found[0].block.user_id


def test_given_a_closed_room_when_dragged_then_only_the_appointments_in_it_stand_in_its_way(
    desk: "Desk",
) -> None:
    practice = desk.house.practice
    desk.house.book(26, "12:00", 30)
    inside = desk.house.book(26, "12:30", client=desk.house.noam)
    practice.appointments.edit(inside.id, location_id=desk.house.room.id)
    desk.reload()
    block(desk, start_local="2026-11-24T12:00", user_id=None, location_id=desk.house.room.id)
    target = place(desk, local(26, "12:00")) + GRIP
    drag(desk, place(desk, local(24, "12:00")) + GRIP, target, drop=False)
    assert "N.P." in desk.pane.grid.scene.ghost_hint
    assert "more" not in desk.pane.grid.scene.ghost_hint
    send(desk, QEvent.Type.MouseButtonRelease, target, Qt.MouseButton.NoButton)
    desk.settle()
    assert warned(desk) == ["1 appointment stands there:", "N.P.  12:30–13:20"]


def test_given_a_store_that_refuses_when_a_block_is_dropped_then_it_stands_where_it_did_and_this_is_said(
    desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    lunch(desk)

    def refuse(*_args: object) -> None:
        raise StoreBusy("The store is busy; nothing was changed.")

    monkeypatch.setattr(desk.pane.blocks._desk, "edit", refuse)
    drag(desk, place(desk, local(24, "12:00")) + GRIP, place(desk, local(26, "13:30")) + GRIP)
    assert [span.start for span in desk.pane.blocks._found] == [local(24, "12:00")]
    assert desk.navigator.toasts == ["The store is busy; nothing was changed."]


def test_given_a_block_in_the_mode_when_another_laptop_deletes_it_then_the_mode_ends(desk: "Desk") -> None:
    made = lunch(desk)
    stand_at(desk, 24, "12:00")
    press(desk, "m", Qt.Key.Key_Down)
    assert is_in_mode(desk)
    desk.house.practice.blocks.delete(made.id)
    desk.bus.publish([Changed("time_blocks", frozenset({made.id}))])
    desk.settle()
    assert not is_in_mode(desk)
    assert not ghost_shown(desk)


def test_given_something_typed_in_its_form_when_the_block_is_dragged_then_the_words_stay(
    desk: "Desk",
) -> None:
    lunch(desk)
    panel = desk.pane.blocks.panel
    stand_at(desk, 24, "12:00")
    press(desk, "E")
    panel.title_field.set_text("Dentist")
    drag(desk, place(desk, local(24, "12:00")) + GRIP, place(desk, local(24, "14:00")) + GRIP)
    assert stored(desk) == ["24 14:00-15:00"]
    assert panel.isVisible()
    panel.save()
    desk.settle()
    (span,) = desk.pane.blocks._found
    assert (span.block.title, span.start) == ("Dentist", local(24, "14:00"))


def test_given_a_month_when_a_block_is_dragged_to_another_day_then_it_keeps_its_hour(desk: "Desk") -> None:
    lunch(desk)
    desk.pane.presenter.set_kind(PageKind.MONTH)
    desk.settle()
    month = desk.pane.views.month
    box = month.geometry_.words_box(month.page.days.index(date(2026, 11, 24)))
    there = month_drag.on_day(month, date(2026, 11, 26))
    month_drag.carry(month, QPoint(int(box.x) + 6, int(box.y) + 6), there)
    assert month.ghost is not None
    assert month.ghost.words(ZONE, blurred=False) == "12:00 Lunch"
    month_drag.send(month, QEvent.Type.MouseButtonRelease, there)
    desk.settle()
    assert stored(desk) == ["26 12:00-13:00"]
    press(desk, "m", Qt.Key.Key_Left, Qt.Key.Key_Return)
    desk.settle()
    assert stored(desk) == ["25 12:00-13:00"]


@pytest.mark.parametrize("mirrored", [False, True])
def test_given_a_ghost_of_whole_days_when_painted_then_it_is_seen_above_the_hours(
    desk: "Desk", mirrored: bool
) -> None:
    closure(desk, 24)
    if mirrored:
        desk.screen.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    desk.settle()
    grid = desk.pane.grid
    plain = grid.grab().toImage()
    stand_at(desk, 24, "10:00")
    press(desk, "m", Qt.Key.Key_Right)
    head = grid.grab().toImage().copy(0, 0, grid.width(), grid.head_px)
    assert head != plain.copy(0, 0, grid.width(), grid.head_px)


def test_given_the_night_of_a_clock_change_when_a_block_is_moved_over_it_then_it_keeps_its_times_on_the_wall(
    desk: "Desk",
) -> None:
    made = block(desk, start_local="2026-10-23T22:00", duration_minutes=10 * 60)
    desk.pane.presenter.go_to(date(2026, 10, 24))
    desk.settle()
    desk.pane.presenter._put_cursor(local(24, "22:00") - timedelta(days=32, hours=1))
    desk.pane.views.take_focus()
    press(desk, "m", Qt.Key.Key_Right, Qt.Key.Key_Return)
    desk.settle()
    row = desk.house.practice.blocks.get(made.id)
    assert (row.start_local, row.duration_minutes) == ("2026-10-24T22:00", 600)


def test_given_a_place_that_does_not_count_here_when_drawn_over_then_a_time_is_drawn(desk: "Desk") -> None:
    desk.house.practice.locations.add(
        LocationDraft(name="Room 2", location_type=LocationType.CLINIC, address="2 Invented Street")
    )
    block(desk, start_local="2026-11-24T12:00", user_id=None, location_id=desk.house.room.id)
    drag(desk, place(desk, local(24, "12:00")) + GRIP, place(desk, local(24, "14:00")) + GRIP)
    assert stored(desk) == ["24 12:00-13:00"]
    assert desk.pane.form.isVisible()
