"""Today on a real store: visits, drafts, what needs a person, empty days, one click to a note."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.enums import AppointmentStatus
from core.store.practice import Practice
from desktop.context import ScreenContext
from desktop.jobs import Jobs
from desktop.today.row import VisitRow
from desktop.today.screen import TodayScreen
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text
from tests.desktop.conftest import FakeNavigator, Flashes


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
    button = next(one for one in screen.findChildren(Button) if one.accessibleName().startswith("Open the"))
    button.click()
    assert navigator.asked == [("open_note", draft.id)]


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
    undone = [practice.appointments.delete(row.visit.appointment_id) for row in rows(screen)]
    context.bus.publish(undone[0].changed)
    settle(jobs)
    assert rows(screen) == []
    assert "A free day" in texts(screen)
    for done in undone:
        assert done.undo is not None
        practice.undo(done.undo)
    context.bus.publish(undone[0].changed)
    settle(jobs)
    assert len(rows(screen)) == 4
    assert "A free day" not in texts(screen)
