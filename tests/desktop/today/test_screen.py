"""Today on a real store: visits, drafts, what needs a person, empty days, one click to a note."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus
from core.domain.new_rows import TimeBlockDraft
from core.domain.records import Appointment
from core.store.practice.practice import Practice
from core.store.unit_of_work.repository import Done
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.today.row import VisitRow
from desktop.today.screen import TodayScreen
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text
from tests.desktop.conftest import MONDAY, FakeNavigator, Flashes


@pytest.fixture
def screen(context: ScreenContext, jobs: Jobs, qtbot: QtBot) -> TodayScreen:
    return shown(TodayScreen(context), jobs, qtbot)


def shown(screen: TodayScreen, jobs: Jobs, qtbot: QtBot) -> TodayScreen:
    qtbot.addWidget(screen)
    screen.resize(1216, 744)
    screen.show()
    screen.activate()
    jobs.wait()
    return screen


def settle(jobs: Jobs) -> None:
    """Read again, and shown: a layout shows what it was given from the event loop."""
    jobs.wait()
    QApplication.processEvents()


def texts(screen: TodayScreen) -> list[str]:
    return [one.text() for one in screen.findChildren(Text) if one.isVisible()]


def rows(screen: TodayScreen) -> list[VisitRow]:
    return [one for one in screen.findChildren(VisitRow) if one.isVisible()]


def free_the_day(
    screen: TodayScreen, practice: Practice, jobs: Jobs, context: ScreenContext
) -> list[Done[Appointment]]:
    """Delete every visit that is shown."""
    undone = [practice.appointments.delete(row.visit.appointment_id) for row in rows(screen)]
    context.bus.publish(undone[0].changed)
    settle(jobs)
    return undone


def test_given_a_day_with_visits_when_shown_then_each_has_its_row_and_the_head_counts_the_living(
    screen: TodayScreen,
) -> None:
    assert [f"{row.visit.start:%H:%M}" for row in rows(screen)] == ["09:00", "10:30", "13:00", "15:15"]
    assert any("3 appointments" in text for text in texts(screen))
    gone = [row for row in rows(screen) if row.visit.is_gone]
    assert len(gone) == 1
    assert not gone[0].note.isVisible()


def test_given_a_day_when_its_rows_are_made_then_no_part_of_them_comes_up_as_a_window(
    context: ScreenContext, jobs: Jobs, qtbot: QtBot, flashes: Flashes
) -> None:
    shown(TodayScreen(context), jobs, qtbot)
    assert flashes.kinds == ["TodayScreen"]


def test_given_a_visit_when_its_note_is_asked_for_then_it_starts_with_one_click(
    screen: TodayScreen, navigator: FakeNavigator
) -> None:
    row = rows(screen)[0]
    row.note.click()
    assert navigator.asked == [("start_note", row.visit.client_id, row.visit.appointment_id)]


def test_given_a_visit_when_entered_or_clicked_then_the_calendar_shows_it(
    screen: TodayScreen, navigator: FakeNavigator
) -> None:
    row = rows(screen)[1]
    QTest.keyClick(row, Qt.Key.Key_Return)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    wanted = ("open_calendar", row.visit.start.date(), row.visit.appointment_id)
    assert navigator.asked == [wanted, wanted]


def test_given_an_unsigned_note_when_opened_then_it_is_that_note(
    screen: TodayScreen, navigator: FakeNavigator, practice: Practice
) -> None:
    draft = practice.notes.drafts()[0].note
    button = next(
        one for one in screen.findChildren(Button) if one.accessibleName().startswith("Open the note")
    )
    button.click()
    assert navigator.asked == [("open_note", draft.id)]


def test_given_more_unsigned_notes_than_fit_when_the_rest_is_opened_then_all_are_listed(
    screen: TodayScreen, navigator: FakeNavigator, practice: Practice, context: ScreenContext, jobs: Jobs
) -> None:
    client = practice.notes.drafts()[0].note.client_id
    made = [practice.notes.start(client) for _ in range(8)]
    context.bus.publish(made[-1].changed)
    settle(jobs)
    more = next(one for one in screen.findChildren(Button) if one.accessibleName() == "All unsigned notes")
    assert more.text() == f"and {len(practice.notes.drafts()) - 6} more"
    more.click()
    assert navigator.asked == [("list_drafts",)]


def test_given_a_change_of_one_visit_when_sync_brings_it_then_the_other_lines_stay_and_the_order_holds(
    screen: TodayScreen, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    before = rows(screen)
    moved = before[0].visit.appointment_id
    done = practice.appointments.set_status(moved, AppointmentStatus.CANCELLED)
    context.bus.publish(done.changed)
    settle(jobs)
    after = sorted(rows(screen), key=lambda row: row.y())
    assert [row.visit.start for row in after] == [row.visit.start for row in before]
    assert after[0].visit.is_gone
    assert after[0] is not before[0]
    assert after[1:] == before[1:]


def test_given_the_last_visit_when_it_goes_then_the_day_is_called_free_and_filled_again(
    screen: TodayScreen, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    undone = free_the_day(screen, practice, jobs, context)
    assert rows(screen) == []
    assert "A free day" in texts(screen)
    for done in undone:
        assert done.undo is not None
        practice.undo(done.undo)
    context.bus.publish(undone[0].changed)
    settle(jobs)
    assert len(rows(screen)) == 4
    assert "A free day" not in texts(screen)


def test_given_a_day_under_way_then_the_note_is_offered_for_now_and_next_and_elsewhere_when_one_is_there(
    screen: TodayScreen, qtbot: QtBot
) -> None:
    now, following, gone, later = rows(screen)
    assert [row.note.isVisible() for row in (now, following, gone, later)] == [True, True, False, False]
    later.setFocus()
    qtbot.waitUntil(later.note.isVisible)
    QTest.keyClick(later, Qt.Key.Key_Tab)
    assert later.note.hasFocus()
    assert later.note.isVisible()
    QTest.keyClick(later.note, Qt.Key.Key_Tab)
    assert not later.note.isVisible()
    QTest.mouseMove(later)
    qtbot.waitUntil(later.note.isVisible)


def test_given_a_visit_that_was_and_has_no_note_then_its_note_is_offered(
    screen: TodayScreen, jobs: Jobs, clock: FixedClock
) -> None:
    clock.advance(timedelta(hours=9))
    screen.activate()
    settle(jobs)
    assert [row.note.isVisible() for row in rows(screen)] == [True, True, False, True]


def test_given_a_day_with_a_gap_then_it_says_when_there_is_time_and_when_tomorrow_begins(
    screen: TodayScreen,
) -> None:
    said = texts(screen)
    assert said[said.index("Next free time") + 1 :][:2] == ["10:00 to 10:30", "30 min"]
    assert any(text.startswith("09:00 to ") and "4 appointments" in text for text in said)


def test_given_time_that_is_blocked_for_who_works_here_then_it_is_no_free_time(
    screen: TodayScreen, practice: Practice, jobs: Jobs
) -> None:
    start = f"{MONDAY:%Y-%m-%d}T10:00"
    practice.blocks.add(TimeBlockDraft(user_id=practice.me.user_id, start_local=start, duration_minutes=30))
    screen.activate()
    settle(jobs)
    said = texts(screen)
    assert said[said.index("Next free time") + 1] != "10:00 to 10:30"


def test_given_an_unsigned_note_then_its_age_is_said(screen: TodayScreen) -> None:
    assert "Thu 19 Nov · 4 days ago" in texts(screen)


def test_given_a_free_day_then_the_next_appointment_is_named(
    screen: TodayScreen, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    free_the_day(screen, practice, jobs, context)
    (said,) = [text for text in texts(screen) if text.startswith("Your next appointment")]
    assert said.startswith("Your next appointment: tomorrow at 09:00, ")
    assert said.endswith("and 3 more that day.")


def test_given_a_mirrored_window_then_words_stand_at_its_leading_side(
    context: ScreenContext, jobs: Jobs, qtbot: QtBot
) -> None:
    screen = TodayScreen(context)
    screen.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    shown(screen, jobs, qtbot)
    settle(jobs)
    head = next(one for one in screen.findChildren(Text) if one.text().startswith("Good "))
    gap = next(one for one in screen.findChildren(Text) if one.text() == "10:00 to 10:30")
    for label in (head, gap):
        pane = label.parentWidget()
        assert pane is not None
        assert label.width() <= label.sizeHint().width()
        assert label.geometry().center().x() > pane.width() / 2
