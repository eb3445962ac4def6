"""Reminders in the whole window: the key, the mark that syncing waits for, and what a lock leaves behind."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.domain.reminders import Channel, Standing
from desktop.app import Program
from desktop.reminders.dialog import RemindersDialog
from desktop.today.screen import TodayScreen
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]


def settle(program: Program) -> None:
    for _ in range(3):
        program.jobs.wait()
        QApplication.processEvents()


def opened(program: Program) -> RemindersDialog:
    """By the key, from Today."""
    today = cast("TodayScreen", work(program).window.go("today"))
    settle(program)
    QTest.keyClick(today, Qt.Key.Key_R)
    settle(program)
    (dialog,) = work(program).window.findChildren(RemindersDialog)
    return dialog


def test_given_the_window_when_a_text_is_copied_and_marked_then_it_waits_for_the_clinic_and_is_recorded(
    program: Program,
) -> None:
    place = work(program)
    dialog = opened(program)
    before = place.bridge.state.waiting
    reminder = dialog.model.items[0]
    dialog.letter.ways[Channel.OTHER].click()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    settle(program)
    assert place.bridge.state.waiting == before + 1
    assert dialog.model.items[0].standing is Standing.REMINDED
    events = place.opening.practice.audit.list(resource_id=reminder.appointment_id)
    assert "appointment.remind" in {event.event_type for event in events}


def test_given_open_reminders_when_the_window_locks_then_they_are_gone_and_so_is_the_copied_text(
    program: Program,
) -> None:
    dialog = opened(program)
    dialog.letter.ways[Channel.OTHER].click()
    assert QGuiApplication.clipboard().text()
    work(program).soft_lock()
    assert not dialog.isVisible()
    assert QGuiApplication.clipboard().text() == ""


def test_given_open_reminders_when_f9_is_pressed_then_no_name_of_anybody_is_in_the_dialog(
    program: Program,
) -> None:
    dialog = opened(program)
    QTest.keyClick(dialog.list, Qt.Key.Key_F9)
    settle(program)
    assert dialog.letter.graphicsEffect() is not None
    assert dialog.letter.name.text() == "נ.כ."
    assert "נועה" not in dialog.letter.contact.text()
