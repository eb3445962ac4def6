"""The law of keys before anything is unlocked: Enter goes on, Esc steps back, help is there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from core.domain.clock import FixedClock
from desktop.kit.jobs import Jobs
from desktop.unlock.first_run_presenter import FirstRunStep, FirstRunWay
from desktop.unlock.first_run_view import FirstRunPage
from desktop.unlock.window import DoorWindow
from desktop.widgets.help_sheet import HelpSheet
from tests.desktop.list_rows import first_lines
from tests.desktop.unlock.conftest import Open, first_page, made, to_phrase, unlock_page


def press(window: DoorWindow, key: Qt.Key) -> None:
    """To what has the focus, as a person's key does."""
    QTest.keyClick(QApplication.focusWidget() or window, key)


def in_front(window: DoorWindow) -> DoorWindow:
    window.activateWindow()
    QApplication.processEvents()
    assert window.isActiveWindow()
    return window


def to_practice(window: DoorWindow) -> FirstRunPage:
    page = first_page(window)
    page.start_page.buttons[FirstRunWay.NEW].click()
    page.practice.name.set_text("Lindenhof")
    page.practice.therapist.set_text("Ruth Amsel")
    return page


def lines_of(page: QWidget) -> list[QLineEdit]:
    return [line for line in page.findChildren(QLineEdit) if line.isVisible()]


@pytest.mark.parametrize("number", range(4))
def test_given_the_practice_at_first_when_enter_in_a_field_then_it_goes_on(door: Open, number: int) -> None:
    window = in_front(door())
    page = to_practice(window)
    lines = lines_of(page.practice)
    assert len(lines) == 4
    lines[number].setFocus()
    press(window, Qt.Key.Key_Return)
    assert page.step is FirstRunStep.CATALOG


def test_given_hours_of_each_day_when_enter_in_one_then_it_goes_on(door: Open) -> None:
    window = in_front(door())
    page = to_practice(window)
    page.practice.hours.apart.setChecked(True)
    page.practice.hours.lines[2].setFocus()
    press(window, Qt.Key.Key_Return)
    assert page.step is FirstRunStep.CATALOG


def test_given_the_first_weekday_when_enter_then_it_goes_on(door: Open) -> None:
    window = in_front(door())
    page = to_practice(window)
    page.practice.week.editor.setFocus()
    press(window, Qt.Key.Key_Return)
    assert page.step is FirstRunStep.CATALOG


def test_given_a_day_button_when_enter_then_it_is_pressed_and_the_page_stays(door: Open) -> None:
    window = in_front(door())
    page = to_practice(window)
    day = page.practice.hours.days[5]
    day.setFocus()
    press(window, Qt.Key.Key_Return)
    assert (page.step, day.isChecked()) == (FirstRunStep.PRACTICE, True)


@pytest.mark.parametrize("number", range(7))
def test_given_what_is_offered_when_enter_in_a_field_then_it_goes_on_once(
    door: Open, jobs: Jobs, number: int
) -> None:
    window = in_front(door())
    page = to_practice(window)
    page.go_on.click()
    lines = lines_of(page.catalog)
    assert len(lines) == 7
    lines[number].setFocus()
    press(window, Qt.Key.Key_Return)
    jobs.wait()
    assert page.step is FirstRunStep.PHRASE


def test_given_a_device_that_joins_when_enter_in_its_name_then_it_goes_on(door: Open, jobs: Jobs) -> None:
    window = in_front(door())
    page = first_page(window)
    page.start_page.buttons[FirstRunWay.JOIN].click()
    page.device.name.set_text("Laptop")
    press(window, Qt.Key.Key_Return)
    jobs.wait()
    assert page.step is FirstRunStep.PHRASE


def test_given_the_first_steps_when_esc_in_a_field_then_it_steps_back_to_the_beginning(
    door: Open, jobs: Jobs
) -> None:
    window = in_front(door())
    page = to_phrase(window, jobs)
    steps = [page.step]
    for _ in range(3):
        press(window, Qt.Key.Key_Escape)
        steps.append(page.step)
    assert steps == [FirstRunStep.PHRASE, FirstRunStep.CATALOG, FirstRunStep.PRACTICE, FirstRunStep.START]
    press(window, Qt.Key.Key_Escape)
    assert (window.isVisible(), page.step) == (True, FirstRunStep.START)


def test_given_another_practice_being_set_up_when_esc_then_the_tiles_are_there_again(
    door: Open, home: Path, clock: FixedClock
) -> None:
    made(home, clock)
    window = in_front(door())
    window.show_first_run()
    press(window, Qt.Key.Key_Escape)
    assert unlock_page(window).isVisible()
    assert window.first_run_page is None


def test_given_the_code_of_the_paper_when_esc_then_the_passphrase_is_asked_for(
    door: Open, home: Path, clock: FixedClock
) -> None:
    made(home, clock)
    window = in_front(door())
    page = unlock_page(window)
    page.other_way.click()
    assert page.code.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert (page.field.isVisible(), page.code.isVisible()) == (True, False)


def test_given_an_attempt_under_way_when_esc_then_it_is_left(
    door: Open, home: Path, clock: FixedClock, jobs: Jobs
) -> None:
    made(home, clock)
    window = in_front(door())
    page = unlock_page(window)
    told: list[None] = []
    page.cancelled.connect(lambda: told.append(None))
    page.show_busy(True)
    press(window, Qt.Key.Key_Escape)
    assert told == [None]


def listed(window: DoorWindow) -> list[str]:
    (sheet,) = (each for each in window.findChildren(HelpSheet) if each.isVisible())
    return first_lines(sheet.list)


def test_given_the_unlock_page_when_f1_then_its_keys_are_listed_and_esc_leads_back_to_the_field(
    door: Open, home: Path, clock: FixedClock
) -> None:
    made(home, clock)
    window = in_front(door())
    page = unlock_page(window)
    page.field.set_text("half a phrase")
    page.field.editor.setCursorPosition(4)
    press(window, Qt.Key.Key_F1)
    assert listed(window) == [
        "Unlock",
        "Show or hide a passphrase being typed",
        "To the next field or button",
        "To the one before",
        "These keys",
    ]
    press(window, Qt.Key.Key_F1)
    press(window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.field.editor
    assert (page.field.text, page.field.editor.cursorPosition()) == ("half a phrase", 4)


def test_given_a_passphrase_being_typed_when_f8_then_it_can_be_read_and_again_then_not(
    door: Open, home: Path, clock: FixedClock
) -> None:
    made(home, clock)
    window = in_front(door())
    editor = unlock_page(window).field.editor
    seen = [editor.echoMode()]
    for _ in range(2):
        press(window, Qt.Key.Key_F8)
        seen.append(editor.echoMode())
    hidden, read = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal
    assert seen == [hidden, read, hidden]


def test_given_the_first_page_when_the_question_mark_then_its_keys_are_listed(door: Open) -> None:
    window = in_front(door())
    button = QApplication.focusWidget()
    press(window, Qt.Key.Key_Question)
    assert listed(window)[0] == "Press the button that has the focus"
    press(window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is button


def test_given_a_step_with_a_way_back_when_f1_then_enter_and_esc_say_what_they_do_there(
    door: Open, jobs: Jobs
) -> None:
    window = in_front(door())
    page = to_phrase(window, jobs)
    press(window, Qt.Key.Key_F1)
    assert listed(window)[:3] == ["Create", "Show or hide a passphrase being typed", "Back"]
    press(window, Qt.Key.Key_Escape)
    assert page.step is FirstRunStep.PHRASE
