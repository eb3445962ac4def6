"""What speaks against a time is told while an appointment is dragged there, or moved there by keys."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.domain.enums import Role
from core.domain.records import Appointment
from desktop.calendar.gesture import GestureKind, Ghost
from desktop.calendar.ghost_painter import label_box
from desktop.calendar.pages import PageKind
from tests.desktop.calendar.conftest import local
from tests.desktop.calendar.places import entry_rect
from tests.desktop.calendar.test_blocks import block, closure
from tests.desktop.calendar.test_buffers import buffered
from tests.desktop.calendar.test_screen_mouse import LEFT, at, drag, place, send
from tests.desktop.calendar.test_slots import book_for

__all__ = ["buffered"]
if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

Key = Qt.Key


@pytest.fixture
def later(buffered: "Desk") -> Appointment:
    """A massage at two; the one from ten to eleven keeps ten minutes free after it."""
    made = buffered.house.book(24, "14:00", 60, buffered.house.noam)
    buffered.reload()
    return made


def carry(desk: "Desk", row: Appointment, day: int, clock: str) -> str:
    """Drag it there without letting go, and what is told then; the drag ends where it began."""
    grid = desk.pane.grid
    grid.reveal(at(desk, day, clock), row.scheduled_end)
    grip = entry_rect(grid, row.id).topLeft().toPoint() + QPoint(20, 14)
    target = place(desk, at(desk, day, clock))
    drag(desk, grip, QPoint(target.x(), target.y() + 12), drop=False)
    ghost = grid.scene.ghost
    assert ghost is not None
    assert ghost.start == local(day, clock)
    grid.grab()
    told = grid.scene.ghost_hint
    QTest.keyClick(grid, Key.Key_Escape)
    send(desk, QEvent.Type.MouseButtonRelease, grip, LEFT)
    return told


def test_given_a_drag_into_the_buffer_of_another_then_it_is_told_before_it_is_dropped(
    buffered: "Desk", later: Appointment
) -> None:
    assert carry(buffered, later, 24, "11:00") == "Needs 10 min after 11:00"
    assert carry(buffered, later, 24, "11:15") == ""
    assert carry(buffered, later, 25, "11:00") == ""


def test_given_a_drag_to_just_before_another_then_its_own_buffer_is_told(
    buffered: "Desk", later: Appointment
) -> None:
    assert carry(buffered, later, 24, "09:00") == "Needs 10 min before 10:00"


def test_given_a_drag_into_a_block_or_closed_hours_then_that_is_told_in_the_same_place(
    buffered: "Desk", later: Appointment
) -> None:
    block(buffered, start_local="2026-11-24T12:00")
    closure(buffered, 26)
    assert carry(buffered, later, 24, "12:30") == "Blocked: Lunch"
    assert carry(buffered, later, 26, "12:30") == "Closed: Holiday"
    buffered.bus.set_blurred(True)
    assert carry(buffered, later, 24, "12:30") == "Blocked"
    assert carry(buffered, later, 24, "19:30") == "Outside opening hours"


def test_given_an_appointment_that_comes_back_to_its_place_then_nothing_is_told(
    buffered: "Desk", later: Appointment
) -> None:
    block(buffered, start_local="2026-11-24T14:00")
    assert carry(buffered, later, 24, "14:15") == "Blocked: Lunch"
    assert carry(buffered, later, 24, "14:00") == ""


def test_given_a_move_by_keys_when_it_comes_too_close_then_it_is_told_and_listeners_hear_it(
    buffered: "Desk", later: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("desktop.calendar.pane.announce", lambda _view, text: heard.append(text))
    pane = buffered.pane
    pane.presenter.select(later.id)
    pane.grid.setFocus()
    QTest.keyClick(pane.grid, Key.Key_M)
    for _ in range(12):
        QTest.keyClick(pane.grid, Key.Key_Up)
    assert ["Needs" in text for text in heard] == [False] * 12 + [True]
    assert heard[-1].startswith("Needs 10 min after 11:00, \u200e11:00–12:00 – Enter keeps it")
    assert "Needs" not in pane.toolbar.mode.text()  # it stands beside the ghost
    ghost = pane.grid.scene.ghost
    assert ghost is not None
    assert pane.grid.scene.ghost_hint == "Needs 10 min after 11:00"


def test_given_a_month_that_has_no_hours_when_moved_onto_a_closed_day_then_that_stands_beside_the_ghost(
    buffered: "Desk", later: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("desktop.calendar.pane.announce", lambda _view, text: heard.append(text))
    closure(buffered, 25)
    pane = buffered.pane
    pane.presenter.set_kind(PageKind.MONTH)
    buffered.settle()
    pane.presenter.select(later.id)
    pane.presenter.begin(GestureKind.MOVE)
    pane.presenter.step(1, 0)
    assert pane.views.month.ghost is not None
    assert pane.views.month.ghost.hint == "Closed: Holiday"
    where = "Wednesday, 25 November, \u200e14:00–15:00 – Enter keeps it, Esc does not"
    assert pane.toolbar.mode.text() == where
    assert heard[-1] == f"Closed: Holiday, {where}"


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_given_a_move_by_keys_when_shown_then_the_toolbar_says_all_of_it_or_ends_it_with_a_tip(
    buffered: "Desk", later: Appointment, way: Qt.LayoutDirection
) -> None:
    pane, toolbar = buffered.pane, buffered.pane.toolbar
    pane.setLayoutDirection(way)
    pane.presenter.set_kind(PageKind.MONTH)
    pane.window().resize(1208, 744)
    buffered.settle()
    pane.presenter.select(later.id)
    pane.presenter.begin(GestureKind.MOVE)
    pane.presenter.step(1, 0)
    buffered.settle()
    assert toolbar.width() == 1208
    assert toolbar.mode.width() >= toolbar.mode.sizeHint().width()
    assert (toolbar.title.text(), toolbar.mode.toolTip()) == ("November 2026", "")
    pane.window().resize(600, 744)
    buffered.settle()
    assert toolbar.mode.toolTip() == toolbar.mode.text()
    parts = [part for part in toolbar.findChildren(QWidget) if part.parent() is toolbar and part.isVisible()]
    assert all(toolbar.rect().contains(part.geometry()) for part in parts)
    pane.presenter.leave_mode()
    assert (toolbar.mode.isHidden(), toolbar.kinds.isHidden()) == (True, True)
    pane.window().resize(1208, 744)
    buffered.settle()
    assert not toolbar.kinds.isHidden()


def test_given_a_resize_to_just_before_another_then_it_is_told(buffered: "Desk", later: Appointment) -> None:
    scene = buffered.pane.grid.scene
    entry = buffered.pane.presenter.timeline.get(later.id)
    ghost = Ghost(GestureKind.RESIZE_START, local(24, "11:05"), local(24, "15:00"), entry)
    assert scene.hint(ghost) == "Needs 10 min after 11:00"


def test_given_a_colleagues_column_then_only_what_they_have_booked_counts(
    buffered: "Desk", later: Appointment
) -> None:
    colleague = buffered.house.practice.team.add("Ben Invented", Role.THERAPIST)
    buffered.bus.publish(colleague.changed)
    buffered.settle()
    buffered.pane.presenter.set_kind(PageKind.DAY)
    buffered.settle()
    entry = buffered.pane.presenter.timeline.get(later.id)
    span, scene = (local(24, "11:00"), local(24, "12:00")), buffered.pane.grid.scene
    assert scene.hint(Ghost(GestureKind.MOVE, *span, entry, colleague.value.id)) == ""
    mine = buffered.house.practice.me.user_id
    assert scene.hint(Ghost(GestureKind.MOVE, *span, entry, mine)) == "Needs 10 min after 11:00"


def test_given_an_open_form_when_a_time_is_drawn_in_a_column_then_its_person_is_judged(
    desk: "Desk",
) -> None:
    ben, me = desk.hire("Ben Invented"), desk.house.practice.me.user_id
    book_for(desk, ben, "15:00", 50)
    desk.reload()
    desk.pane.presenter.set_kind(PageKind.DAY)
    desk.settle()
    desk.pane.presenter.choose(local(24, "09:00"), me)
    desk.settle()
    span, scene = (local(24, "15:00"), local(24, "15:30")), desk.pane.grid.scene
    of_ben, of_mine = (Ghost(GestureKind.CREATE, *span, None, who) for who in (ben, me))
    assert scene.hint(of_ben).startswith("Overlaps ")
    assert scene.hint(of_mine) == ""
    desk.pane.booking.choose_treats(ben)
    assert scene.hint(of_mine) == ""


def test_given_a_colleague_in_the_open_form_when_a_time_is_drawn_in_a_week_then_they_are_judged(
    desk: "Desk",
) -> None:
    ben = desk.hire("Ben Invented")
    block(desk, start_local="2026-11-24T12:00", user_id=ben)
    block(desk, start_local="2026-11-24T14:00", title="Errand")
    desk.pane.presenter.set_kind(PageKind.WEEK)
    desk.settle()
    lunch = Ghost(GestureKind.CREATE, local(24, "12:00"), local(24, "12:30"))
    errand = Ghost(GestureKind.CREATE, local(24, "14:00"), local(24, "14:30"))
    hint = desk.pane.grid.scene.hint
    assert (hint(lunch), hint(errand)) == ("", "Blocked: Errand")
    desk.pane.presenter.choose(local(24, "09:00"))
    desk.pane.booking.choose_treats(ben)
    desk.settle()
    assert (hint(lunch), hint(errand)) == ("Blocked: Lunch", "")


def test_given_the_form_that_says_it_then_the_grid_does_not_say_it_again(buffered: "Desk") -> None:
    closure(buffered, 25)
    pane, scene = buffered.pane, buffered.pane.grid.scene
    ghost = Ghost(GestureKind.CREATE, local(25, "11:00"), local(25, "12:00"))
    assert scene.hint(ghost) == "Closed: Holiday"
    pane.presenter.choose(local(25, "11:00"))
    assert scene.ghost is not None
    assert scene.ghost_hint == ""
    moved = Ghost(GestureKind.CREATE, ghost.start + timedelta(hours=1), ghost.end + timedelta(hours=1))
    assert scene.hint(moved) == "Closed: Holiday"


VISIBLE = QRectF(0, 300, 700, 500)


@given(st.floats(0, 650), st.floats(200, 780), st.floats(20, 300), st.floats(10, 400), st.booleans())
def test_wherever_the_box_is_in_sight_then_its_label_is_in_sight_too(
    left: float, top: float, height: float, width: float, is_mirrored: bool
) -> None:
    box = QRectF(left, top, 50, height)
    label = label_box(box, width, 14, VISIBLE, mirrored=is_mirrored)
    assert VISIBLE.left() <= label.left()
    assert label.right() <= VISIBLE.right()
    if box.bottom() > VISIBLE.top() + 40:
        assert VISIBLE.top() <= label.top()
        assert label.bottom() <= VISIBLE.bottom()
