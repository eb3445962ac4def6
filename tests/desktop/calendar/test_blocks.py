"""Blocks of time on the real screen: seen, made, changed, left out on a day, deleted and taken back."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from core.domain.changes import Changed
from core.domain.clock import FixedClock
from core.domain.enums import Origin, Role
from core.domain.ids import UserId
from core.domain.new_rows import TimeBlockDraft
from core.domain.records import TimeBlock
from core.store.unit_of_work.writer import Writer
from desktop.calendar.entry_filter import EntryFilter
from desktop.calendar.pages import PageKind
from desktop.calendar.repeating import RepeatForm, Unit
from desktop.calendar.screen import CalendarScreen
from desktop.kit.context import ScreenContext
from desktop.kit.theme import Theme
from tests.desktop.calendar.conftest import local

if TYPE_CHECKING:
    from tests.desktop.calendar.conftest import Desk

WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"


def block(desk: "Desk", **values: Any) -> TimeBlock:
    usual: dict[str, Any] = {
        "title": "Lunch",
        "user_id": desk.house.practice.me.user_id,
        "start_local": "2026-11-23T12:00",
        "duration_minutes": 60,
    }
    made = desk.house.practice.blocks.add(TimeBlockDraft(**{**usual, **values})).value
    desk.bus.publish([Changed("time_blocks", frozenset({made.id}), Origin.SYNC)])
    desk.settle()
    return made


def closure(desk: "Desk", day: int, title: str = "Holiday", days: int = 1) -> TimeBlock:
    start = f"2026-11-{day}T00:00"
    return block(
        desk, title=title, user_id=None, start_local=start, duration_minutes=1440 * days, is_all_day=True
    )


def shown(desk: "Desk") -> list[tuple[int, str]]:
    """Column and title; the week begins on Sunday the 22nd."""
    return [(piece.column, piece.block.title()) for piece in desk.pane.grid.scene.block_pieces]


def days(desk: "Desk") -> list[int]:
    found = desk.house.practice.blocks.between(local(22, "00:00"), local(29, "00:00"))
    return [span.day.day for span in found]


def press(desk: "Desk", rect: QPoint) -> None:
    QTest.mouseClick(desk.pane.grid.viewport(), Qt.MouseButton.LeftButton, pos=rect)
    desk.settle()


def middle(desk: "Desk", day: int, at: str) -> QPoint:
    start = local(day, at)
    desk.pane.grid.reveal(start, start)
    rect = desk.pane.grid.slot_rect(start, start + timedelta(minutes=15))
    return rect.center().toPoint()


def test_given_a_lunch_that_repeats_when_the_week_is_shown_then_it_stands_behind_each_day(
    desk: "Desk",
) -> None:
    block(desk, rrule=WORKDAYS)
    assert shown(desk) == [(1, "Lunch"), (2, "Lunch"), (3, "Lunch"), (4, "Lunch")]
    desk.pane.presenter.turn(1)
    assert len(shown(desk)) == 4  # read with this page, so nothing has to be waited for
    desk.settle()
    desk.pane.presenter.turn(-2)
    desk.settle()
    assert shown(desk) == []


def test_given_whole_days_when_shown_then_the_heads_have_a_row_for_them_and_the_hours_none_of_their_clicks(
    desk: "Desk",
) -> None:
    before = desk.pane.grid.scene.geometry.head_px
    made = closure(desk, 25, days=2)
    grid = desk.pane.grid
    assert shown(desk) == [(3, "Holiday"), (4, "Holiday")]
    assert grid.scene.geometry.head_px > before
    press(desk, middle(desk, 25, "10:00"))
    assert not desk.pane.form.isHidden()  # its hours can still be booked
    desk.pane.presenter.close()
    press(desk, grid.block_rect(grid.scene.block_pieces[0]).center().toPoint())
    assert desk.pane.blocks.panel.form.title == "Holiday"
    desk.pane.blocks.panel.delete_button.click()
    desk.settle()
    assert grid.scene.geometry.head_px == before
    assert made.id not in {span.block.id for span in desk.pane.blocks._found}


def test_given_a_block_when_it_is_clicked_then_its_form_opens_and_it_is_framed(desk: "Desk") -> None:
    made = block(desk, rrule=WORKDAYS)
    press(desk, middle(desk, 24, "12:15"))
    panel = desk.pane.blocks.panel
    assert not panel.isHidden()
    assert desk.pane.form.isHidden()
    assert panel.form.title == "Lunch"
    assert desk.pane.grid.scene.blocks.selected == (made.id, date(2026, 11, 24))
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert desk.pane.grid.scene.blocks.selected is None


def test_given_an_appointment_over_a_block_when_it_is_clicked_then_the_appointment_opens(
    desk: "Desk",
) -> None:
    block(desk, start_local="2026-11-24T12:00")
    made = desk.house.book(24, "12:00")
    desk.reload()
    press(desk, middle(desk, 24, "12:15"))
    assert desk.pane.presenter.selected == made.id
    assert desk.pane.blocks.panel.isHidden()


def test_given_the_cursor_when_time_is_blocked_by_keys_alone_then_it_is_stored_and_can_be_taken_back(
    desk: "Desk",
) -> None:
    desk.pane.presenter.cursor = local(24, "14:00")
    desk.pane.views.take_focus()
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    panel = desk.pane.blocks.panel
    QTest.keyClicks(panel.title_field.editor, "Supervision")
    QTest.keyClick(panel.title_field.editor, Qt.Key.Key_Return)
    desk.settle()
    (span,) = desk.house.practice.blocks.between(local(24, "00:00"), local(25, "00:00"))
    assert (span.start, span.end) == (local(24, "14:00"), local(24, "15:00"))
    assert span.block.user_id == desk.house.practice.me.user_id
    assert shown(desk) == [(2, "Supervision")]
    assert desk.navigator.toasts[-1] == "The time is blocked"
    assert desk.navigator.undo is not None
    desk.navigator.undo()
    desk.settle()
    assert shown(desk) == []


def test_given_a_dragged_time_when_it_is_to_be_blocked_instead_then_the_form_has_its_times(
    desk: "Desk",
) -> None:
    desk.pane.presenter.choose(local(24, "15:00"))
    desk.settle()
    desk.pane.form.block_button.click()
    assert desk.pane.form.isHidden()
    assert desk.pane.blocks.panel.form.start == "15:00"


def test_given_a_colleague_in_the_form_when_its_time_is_to_be_blocked_instead_then_it_is_theirs(
    desk: "Desk",
) -> None:
    ben = desk.hire("Ben Invented")
    desk.pane.presenter.set_kind(PageKind.WEEK)
    desk.settle()
    desk.pane.presenter.choose(local(24, "09:00"))
    desk.pane.booking.choose_treats(ben)
    desk.settle()
    desk.pane.form.block_button.click()
    desk.settle()
    assert desk.navigator.on_yes is not None
    desk.navigator.on_yes()
    desk.settle()
    assert desk.pane.blocks.panel.isVisible()
    assert desk.pane.blocks.panel.form.user_id == ben


def test_given_a_block_at_the_cursor_when_opened_by_its_key_then_its_form_opens_else_it_is_said(
    desk: "Desk",
) -> None:
    block(desk, start_local="2026-11-24T12:00")
    closure(desk, 24)
    desk.pane.presenter.cursor = local(24, "12:30")
    desk.pane.views.take_focus()
    QTest.keyClick(desk.pane.grid, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    assert desk.pane.blocks.panel.form.title == "Lunch"
    desk.pane.presenter.close()
    desk.pane.presenter.cursor = local(23, "09:00")
    desk.pane.blocks.open_here()
    assert desk.navigator.toasts[-1] == "No time is blocked here."


def test_given_a_lunch_when_changed_left_out_and_deleted_then_each_can_be_taken_back(desk: "Desk") -> None:
    block(desk, rrule=WORKDAYS)
    panel = desk.pane.blocks.panel
    press(desk, middle(desk, 24, "12:15"))
    assert panel.skip_button.text() == "Not on Tue 24 Nov"
    panel.skip_button.click()
    desk.settle()
    assert days(desk) == [23, 25, 26]
    desk.pane.commands.undo()
    desk.settle()
    assert days(desk) == [23, 24, 25, 26]
    press(desk, middle(desk, 24, "12:15"))
    panel.title_field.set_text("Rest")
    panel.save()
    desk.settle()
    assert {title for _, title in shown(desk)} == {"Rest"}
    press(desk, middle(desk, 24, "12:15"))
    panel.delete_button.click()
    desk.settle()
    assert days(desk) == []
    desk.pane.commands.undo()
    desk.settle()
    assert days(desk) == [23, 24, 25, 26]


def test_given_changes_in_the_form_when_something_else_is_wanted_then_it_is_asked_first(desk: "Desk") -> None:
    block(desk, start_local="2026-11-24T12:00")
    press(desk, middle(desk, 24, "12:15"))
    panel = desk.pane.blocks.panel
    panel.title_field.set_text("Dentist")
    desk.pane.presenter.choose(local(25, "09:00"))
    assert not panel.isHidden()
    assert desk.navigator.asked[-1][0] == "confirm"
    assert desk.navigator.on_yes is not None
    desk.navigator.on_yes()
    assert panel.isHidden()
    assert not desk.pane.form.isHidden()


def test_given_nothing_was_changed_when_saved_then_the_form_closes_without_a_word(desk: "Desk") -> None:
    block(desk, start_local="2026-11-24T12:00")
    press(desk, middle(desk, 24, "12:15"))
    desk.pane.blocks.panel.save()
    desk.settle()
    assert desk.pane.blocks.panel.isHidden()
    assert desk.navigator.toasts == []


def test_given_times_that_cannot_be_when_saved_then_the_field_says_so_and_nothing_is_stored(
    desk: "Desk",
) -> None:
    desk.pane.blocks.begin()
    panel = desk.pane.blocks.panel
    panel.start.editor.setText("13")
    panel.end.editor.setText("12")
    panel.save()
    desk.settle()
    assert panel.wrong.text() != ""
    assert desk.house.practice.blocks.between(local(22, "00:00"), local(29, "00:00")) == []
    panel.end.editor.setText("25:99")
    panel.save()
    assert not panel.isHidden()


def test_given_all_day_when_chosen_then_times_give_way_and_come_back(desk: "Desk") -> None:
    desk.pane.presenter.cursor = local(24, "14:00")
    desk.pane.blocks.begin()
    panel = desk.pane.blocks.panel
    panel.all_day.setChecked(True)
    assert panel.start.isHidden()
    panel._on_repeat_changed(RepeatForm(Unit.WEEK))
    panel.who.set_value(None)
    panel._on_who_activated(0)
    panel.save()
    desk.settle()
    found = desk.house.practice.blocks.between(local(24, "00:00"), local(25, "00:00"))
    assert [(each.block.is_all_day, each.block.user_id) for each in found] == [(True, None)]
    press(desk, desk.pane.grid.block_rect(desk.pane.grid.scene.block_pieces[0]).center().toPoint())
    panel.all_day.setChecked(False)
    assert panel.form.start == "12:00"


def test_given_who_may_only_read_when_they_block_time_then_the_form_says_why_not(desk: "Desk") -> None:
    practice = desk.house.practice
    with practice.store.write() as db:
        writer = Writer(db, practice.me, practice.desk.clock, practice.desk.ids)
        writer.update("users", practice.me.user_id, {"role": Role.READONLY})
    desk.pane.blocks.begin()
    desk.pane.blocks.panel.save()
    desk.settle()
    assert "role" in desk.pane.blocks.panel.failure.text()
    assert not desk.pane.blocks.panel.isHidden()


def test_given_several_who_treat_when_one_day_is_shown_then_each_column_has_its_own_and_closures_all(
    desk: "Desk",
) -> None:
    practice = desk.house.practice
    with practice.store.write() as db:
        writer = Writer(db, practice.me, practice.desk.clock, practice.desk.ids)
        colleague = UserId(writer.insert("users", {"full_name": "Noa Example", "role": Role.THERAPIST}))
    desk.bus.publish([Changed("users", frozenset({colleague}), Origin.SYNC)])
    desk.settle()
    block(desk, start_local="2026-11-24T12:00")
    block(desk, start_local="2026-11-24T12:30", user_id=colleague, title="Rest")
    closure(desk, 24)
    texts = {piece.block.labels()[0] for piece in desk.pane.grid.scene.block_pieces}
    assert texts == {"Lunch · Owner Person", "Rest · Noa Example", "Holiday"}
    desk.pane.presenter.set_kind(PageKind.DAY)
    desk.settle()
    names = [one.name for one in desk.pane.grid.scene.board.practitioners]
    own = {"Owner Person": "Lunch", "Noa Example": "Rest"}
    assert sorted(shown(desk)) == sorted(
        (column, title) for column, name in enumerate(names) for title in (own[name], "Holiday")
    )
    desk.pane.presenter.set_filter(EntryFilter(practitioners=frozenset({colleague})))
    assert "Rest" not in {title for _, title in shown(desk)}


def test_given_a_month_and_an_agenda_when_shown_then_blocks_are_named_there_and_open(desk: "Desk") -> None:
    block(desk, start_local="2026-11-24T12:00")
    closure(desk, 25)
    desk.pane.presenter.set_kind(PageKind.MONTH)
    desk.settle()
    month = desk.pane.views.month
    number = month.page.days.index(date(2026, 11, 25))
    box = month.geometry_.words_box(number)
    at = QPointF(box.x + 4, box.y + 4)
    assert month.block_under(at) is month.blocked[number][0]
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert desk.pane.blocks.panel.form.title == "Holiday"
    desk.pane.presenter.close()
    desk.pane.presenter.set_kind(PageKind.AGENDA)
    desk.settle()
    agenda = desk.pane.views.agenda
    rows = [agenda._row(item) for item in agenda.model.items]
    assert [(row.first, row.trailing) for row in rows if not row.heading] == [
        ("Lunch", "\u200e12:00–13:00"),
        ("Holiday", "All day"),
    ]
    agenda._on_opened(agenda.model.row_of(1))
    assert desk.pane.blocks.panel.form.title == "Lunch"


def test_given_a_closure_of_several_days_then_an_agenda_has_it_on_each_of_them(desk: "Desk") -> None:
    closure(desk, 21, days=5)  # from the last day of the weeks before
    desk.pane.presenter.set_kind(PageKind.AGENDA)
    desk.settle()
    agenda = desk.pane.views.agenda
    rows = [agenda._row(item) for item in agenda.model.items]
    assert [row.first.split(" · ")[-1] for row in rows if row.heading] == [
        *("Sunday, 22 November", "Monday, 23 November", "Tuesday, 24 November", "Wednesday, 25 November"),
    ]
    assert [(row.first, row.trailing_second) for row in rows if not row.heading] == [
        ("Holiday", "Closed")
    ] * 4


def test_given_blocks_when_listened_to_then_each_is_an_item_with_its_words(desk: "Desk") -> None:
    block(desk, start_local="2026-11-24T12:00")
    closure(desk, 25, days=2)
    name = QAccessible.Text.Name
    found: Any = QAccessible.queryAccessibleInterface(desk.pane.grid)
    assert [found.child(at).text(name) for at in range(found.childCount())] == [
        "Tuesday 12:00 to 13:00, Lunch, blocked",
        *["Wednesday, 25 November to Thursday, 26 November, all day, Holiday, closed"] * 2,
    ]
    assert found.child(0).role() == QAccessible.Role.ListItem
    desk.bus.set_blurred(True)
    assert found.child(0).text(name) == "Tuesday 12:00 to 13:00, blocked"
    desk.pane.presenter.cursor = local(24, "12:30")
    assert desk.pane.blocks.spoken_here() == "Tuesday 12:00 to 13:00, blocked"


@pytest.mark.parametrize("kind", [PageKind.WEEK, PageKind.DAY, PageKind.MONTH])
def test_given_each_view_when_painted_right_to_left_then_blocks_are_drawn_without_a_fault(
    desk: "Desk", kind: PageKind
) -> None:
    block(desk, start_local="2026-11-24T12:00", title="A very long title that has no room in a column")
    closure(desk, 24)
    desk.screen.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    desk.pane.presenter.set_kind(kind)
    desk.settle()
    plain = desk.pane.views.grab().toImage()
    desk.house.practice.blocks.delete(desk.pane.blocks._found[0].block.id)
    desk.pane.blocks.on_changed([Changed("time_blocks", frozenset())])
    desk.settle()
    assert desk.pane.views.grab().toImage() != plain


def again(desk: "Desk", theme: Theme, clock: FixedClock) -> CalendarScreen:
    """The screen of the next start, after what was left unfinished was looked for."""
    screen = CalendarScreen(
        ScreenContext(desk.house.practice, desk.jobs, desk.bus, theme, desk.navigator, clock)
    )
    screen.resume(lambda: None)
    desk.settle()
    return screen


@pytest.mark.parametrize("is_new", [True, False])
def test_given_a_form_that_is_left_unfinished_when_the_program_starts_again_then_it_comes_back_as_it_was(
    desk: "Desk", theme: Theme, clock: FixedClock, is_new: bool
) -> None:
    made = block(desk, start_local="2026-11-24T12:00")
    if is_new:
        desk.pane.blocks.begin()
    else:
        press(desk, middle(desk, 24, "12:15"))
    desk.pane.blocks.panel.title_field.set_text("Dentist")
    desk.pane.blocks.panel.end.editor.setText("13:4")
    desk.screen.flush()
    desk.settle()
    assert desk.screen.unsaved_text().startswith("Dentist\n2026-11-24 ")
    screen = again(desk, theme, clock)
    assert screen.pane is not None
    panel = screen.pane.blocks.panel
    assert (panel.form.title, panel.form.end) == ("Dentist", "13:4")
    assert panel.delete_button.isHidden() is is_new
    panel.end.editor.setText("13:45")
    panel.save()
    desk.settle()
    titles = {span.block.id == made.id: span.block.title for span in screen.pane.blocks._found}
    assert titles == ({True: "Lunch", False: "Dentist"} if is_new else {True: "Dentist"})
    assert desk.house.practice.settings.local("unfinished_booking") is None
    screen.deleteLater()


def test_given_an_unfinished_form_when_its_block_was_deleted_meanwhile_then_its_words_make_a_new_one(
    desk: "Desk", theme: Theme, clock: FixedClock
) -> None:
    made = block(desk, start_local="2026-11-24T12:00")
    press(desk, middle(desk, 24, "12:15"))
    desk.pane.blocks.panel.title_field.set_text("Dentist")
    desk.screen.flush()
    desk.settle()
    desk.house.practice.blocks.delete(made.id)
    screen = again(desk, theme, clock)
    assert screen.pane is not None
    screen.pane.blocks.panel.save()
    desk.settle()
    (span,) = desk.house.practice.blocks.between(local(24, "00:00"), local(25, "00:00"))
    assert span.block.title == "Dentist"
    assert span.block.id != made.id
    screen.deleteLater()
