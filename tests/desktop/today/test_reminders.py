"""Today says whom nobody has reminded, and one key begins with the first of them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.domain.enums import AppointmentStatus, Role
from core.domain.reminders import Channel
from core.store.practice.practice import Practice
from desktop.kit.context import ScreenContext
from desktop.kit.jobs import Jobs
from desktop.reminders.dialog import RemindersDialog
from desktop.today.screen import TodayScreen
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text
from tests.desktop.conftest import MONDAY

TUESDAY = date(2026, 11, 24)
Show = Callable[[], TodayScreen]


@pytest.fixture
def show(context: ScreenContext, jobs: Jobs, qtbot: QtBot) -> Show:
    def make() -> TodayScreen:
        screen = TodayScreen(context)
        qtbot.addWidget(screen)
        screen.resize(1216, 744)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        screen.activate()
        settle(jobs)
        return screen

    return make


def settle(jobs: Jobs) -> None:
    jobs.wait()
    QApplication.processEvents()
    jobs.wait()


def said(screen: TodayScreen) -> list[str]:
    return [
        one.text() for one in screen.findChildren(Text) if one.isVisible() and "not reminded" in one.text()
    ]


def dialogs(screen: TodayScreen) -> list[RemindersDialog]:
    return [one for one in screen.findChildren(RemindersDialog) if one.isVisible()]


def mark(practice: Practice, number: int) -> object:
    found = practice.reminders.to_remind(TUESDAY)[number]
    return practice.reminders.mark(
        found.appointment_id, found.entry.appointment.scheduled_start, Channel.EMAIL
    ).changed


def test_given_clients_of_tomorrow_then_it_counts_those_whom_nobody_told_and_goes_when_all_are(
    show: Show, practice: Practice, jobs: Jobs, context: ScreenContext
) -> None:
    screen = show()
    assert said(screen) == ["4 of tomorrow not reminded yet"]
    for number, left in enumerate((["3"], ["2"], ["1"], [])):
        context.bus.publish(mark(practice, number))  # type: ignore[arg-type]
        settle(jobs)
        assert [text.split()[0] for text in said(screen)] == left


def test_given_a_friday_then_it_is_about_the_next_day_with_appointments(
    show: Show, practice: Practice
) -> None:
    for entry in practice.appointments.between(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)):
        practice.appointments.set_status(entry.appointment.id, AppointmentStatus.CANCELLED)
    assert said(show()) == ["4 of Wed 25 Nov not reminded yet"]


def test_given_the_key_when_pressed_then_the_reminders_of_the_next_day_open_and_esc_leaves_them(
    show: Show, jobs: Jobs
) -> None:
    screen = show()
    assert [each.keys for each in screen.shortcuts()] == ["R"]
    QTest.keyClick(screen, Qt.Key.Key_R)
    settle(jobs)
    (dialog,) = dialogs(screen)
    assert dialog.title.text() == "Reminders for tomorrow"
    assert dialog.list.hasFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    assert dialogs(screen) == []


def test_given_the_button_or_the_palette_when_used_then_the_same_opens(show: Show, jobs: Jobs) -> None:
    screen = show()
    button = next(one for one in screen.findChildren(Button) if one.text() == "Remind them")
    button.click()
    settle(jobs)
    dialogs(screen)[0].reject()
    (command,) = screen.commands()
    command.run()
    settle(jobs)
    assert len(dialogs(screen)) == 1


@pytest.mark.parametrize(("role", "shown"), [(Role.ASSISTANT, True), (Role.READONLY, False)])
def test_given_a_role_then_whoever_may_not_mark_is_not_asked_to(
    show: Show, practice: Practice, role: Role, shown: bool
) -> None:
    practice.team.add("Jonas Weil", Role.OWNER)
    with practice.desk.write() as writer:
        writer.update("users", practice.me.user_id, {"role": role})
    assert bool(said(show())) == shown


def test_given_a_text_that_was_copied_when_the_window_locks_then_the_clipboard_has_it_no_more(
    show: Show, jobs: Jobs
) -> None:
    screen = show()
    screen.remind()
    settle(jobs)
    dialogs(screen)[0].letter.ways[Channel.OTHER].click()
    assert QGuiApplication.clipboard().text().startswith("שלום")
    screen.flush()
    assert QGuiApplication.clipboard().text() == ""
