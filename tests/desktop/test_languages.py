"""The window in Hebrew: its words, the sentences of errors, what is filled in, and how it is chosen."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.domain.errors import NotFound, RuleBroken
from core.text.direction import runs_right_to_left
from desktop.app import Program
from desktop.calendar.screen import CalendarScreen
from desktop.kit import i18n
from desktop.kit.dates import long_day
from desktop.kit.i18n import Languages, one_line, plural, told, tr
from desktop.session.backend import ProgramBackend
from desktop.settings.device import LookSection
from desktop.shell.window_state import WindowFile, WindowState
from desktop.unlock.window import DoorWindow
from desktop.widgets.day_edit import DayEdit
from desktop.widgets.text import Text
from tests.desktop.conftest import MONDAY
from tests.desktop.test_workplace import model_home, program, settings_page, work

__all__ = ["model_home", "program"]
ISOLATED, NUMBERS, END, MARK = "\u2068", "\u2066", "\u2069", "\u200f"


@pytest.fixture
def hebrew(qapp: QApplication) -> Iterator[Languages]:
    languages = Languages(qapp)
    languages.use("he")
    yield languages
    languages.use("en")
    QLocale.setDefault(QLocale.system())


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_a_text_is_asked_for_then_it_is_hebrew_and_runs_from_right_to_left() -> None:
    assert tr("Calendar", "Today") == "היום"
    assert plural("Today", "1 appointment", "{n} appointments", 1) == "תור אחד"
    assert plural("Today", "1 appointment", "{n} appointments", 4) == "4 תורים"
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert long_day(MONDAY.date()) == "יום שני, 23 בנובמבר 2026"


def test_given_hebrew_when_english_is_chosen_again_then_nothing_of_it_stays(hebrew: Languages) -> None:
    hebrew.use("en")
    assert tr("Calendar", "Today") == "Today"
    assert QApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert NotFound("Write the text first; nothing was changed.").sentence.startswith("Write")


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_names_and_times_are_filled_in_then_each_keeps_its_direction() -> None:
    assert tr("Palette", "Book {name}", name="Mira Talbot").endswith(f"{ISOLATED}Mira Talbot{END}")
    assert tr("Palette", "Book {name}", name="נועם פרץ").endswith("נועם פרץ")
    assert f"{NUMBERS}+49 30{END}" in tr("Palette", "Book {name}", name="+49 30")
    assert NUMBERS not in tr("Palette", "Book {name}", name="12")


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_a_sentence_begins_with_a_value_then_its_own_words_say_how_it_runs() -> None:
    text = tr("Shortcuts", "{one} then {other}", one="G", other="T")
    assert text == f"{ISOLATED}G{END} ואז {ISOLATED}T{END}"
    assert runs_right_to_left(text)


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_something_fails_then_the_sentence_is_hebrew_and_the_report_is_not() -> None:
    error = NotFound("This record is not here any more; nothing was changed.")
    assert error.sentence.endswith("; דבר לא שונה.")
    assert str(error).endswith("; nothing was changed.")


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_a_sentence_carries_values_then_they_are_in_the_translation() -> None:
    told_so = RuleBroken("A recovery code has 36 characters; this one has 35.").sentence
    assert "35" in told_so
    assert "characters" not in told_so


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_a_sentence_is_filled_into_another_then_both_are_translated() -> None:
    whole = told("This is easy to guess. Add a word or two that are far from the rest. Nothing was made.")
    assert not [letter for letter in whole if letter.isascii() and letter.isalpha()]


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_nobody_translated_a_sentence_then_it_stands_in_english() -> None:
    assert told("The moon is full.") == "The moon is full."


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_a_day_is_shown_in_a_field_then_its_parts_stand_in_their_order() -> None:
    edit = DayEdit(MONDAY.date, 6)
    edit.setDate(QDate(2026, 11, 23))
    assert edit.text() == "יום ב׳ 23 בנוב׳ 2026"
    edit.lineEdit().setText("24.11.2026")
    assert edit.settle()
    assert edit.date().toPython() == MONDAY.date().replace(day=24)


@pytest.mark.parametrize(("system", "spoken"), [("he_IL", "he"), ("en_GB", "en"), ("de_AT", "en")])
def test_given_nothing_chosen_when_the_program_starts_then_it_speaks_as_the_computer_does(
    monkeypatch: pytest.MonkeyPatch, system: str, spoken: str
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(system))
    assert i18n.language_of_system() == spoken


def test_given_a_language_that_is_none_of_ours_when_the_program_starts_then_it_speaks_as_the_computer_does(
    qapp: QApplication, home: Path
) -> None:
    WindowFile(home).write(WindowState(language="xx"))
    made = Program(qapp, home)
    assert made.state.language == i18n.language_of_system()
    made.jobs.close()
    made.theme.deleteLater()


def test_given_settings_when_another_language_is_chosen_then_the_next_start_speaks_it(
    program: Program, home: Path
) -> None:
    page = cast("LookSection", settings_page(work(program), "Look and language"))
    assert page.change_now.isHidden()
    page.language.chosen.emit("he")
    assert not page.change_now.isHidden()
    assert WindowFile(home).read().language == "he"
    assert tr("Calendar", "Today") == "Today"
    page.language.chosen.emit("en")
    assert page.change_now.isHidden()


def test_given_a_first_start_when_hebrew_is_chosen_then_the_page_comes_back_in_it(
    qapp: QApplication, home: Path, clock: Any
) -> None:
    WindowFile(home).write(WindowState(language="en"))
    made = Program(qapp, home, clock)
    made.start()
    made.jobs.wait()
    door = made.door
    assert door is not None
    try:
        start_page(door).language.chosen.emit("he")
        made.jobs.wait()
        assert "ברוכים הבאים" in [label.text() for label in start_page(door).findChildren(QLabel)]
        assert start_page(door).language.value == "he"
        assert json.loads((home / "window.json").read_text())["language"] == "he"
    finally:
        made.languages.use("en")
        QLocale.setDefault(QLocale.system())
        door.close()
        door.deleteLater()
        made.theme.deleteLater()


def start_page(door: DoorWindow) -> Any:
    assert door.first_run_page is not None
    return door.first_run_page.start_page


def test_given_practices_when_another_is_set_up_then_no_language_is_offered_over_pages_that_keep_theirs(
    program: Program, home: Path
) -> None:
    window = DoorWindow(
        program.theme, program.jobs, ProgramBackend(home, program._clock), "Europe/Berlin", "en"
    )
    window.show_first_run(can_leave=True)
    assert start_page(window).language.isHidden()
    window.deleteLater()


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_several_things_stand_in_a_line_then_they_follow_from_the_right() -> None:
    assert one_line(("Massage", "60 דק׳")) == f"{MARK}{ISOLATED}Massage{END} · {ISOLATED}60 דק׳{END}"
    assert one_line(("", "Massage", "")) == f"{MARK}{ISOLATED}Massage{END}"
    assert one_line(("", "")) == ""
    assert tr("Notes", "{day} · {state}", day="24 Nov", state="חתום").startswith(MARK)


def test_given_english_when_several_things_stand_in_a_line_then_no_sign_is_put_among_them() -> None:
    assert one_line(("Massage", "60 min")) == "Massage · 60 min"
    assert tr("Notes", "{day} · {state}", day="24 Nov", state="Signed") == "24 Nov · Signed"


@pytest.mark.usefixtures("hebrew")
def test_given_hebrew_when_a_latin_text_is_shown_then_it_begins_at_the_window_s_edge(qtbot: QtBot) -> None:
    label = Text("Physiotherapy")
    qtbot.addWidget(label)
    label.resize(400, 30)
    picture = label.grab().toImage()
    ground = picture.pixelColor(0, 0)
    inked = [x for x in range(400) if any(picture.pixelColor(x, y) != ground for y in range(30))]
    assert min(inked) > 200


BY_HAND = pytest.mark.qt_log_ignore("keyToAscii", "propagateSizeHints", extend=True)
"""Qt's tool for tests knows no letter but Latin ones, and says so."""


def press_as_hebrew(window: QWidget, letter: str) -> None:
    """The key of this letter on a keyboard that is set to Hebrew."""
    QTest.keySequence(window, QKeySequence(letter))
    QApplication.processEvents()


@BY_HAND
def test_given_a_keyboard_set_to_hebrew_when_bare_letters_are_pressed_then_their_keys_do_what_they_do(
    program: Program,
) -> None:
    place = work(program)
    for letter, screen in (("ב", "calendar"), ("ך", "clients"), ("מ", "notes"), ("א", "today")):
        press_as_hebrew(place.window, "ע")
        press_as_hebrew(place.window, letter)
        program.jobs.wait()
        assert place.window.place == screen
    place.window.go("calendar")
    program.jobs.wait()
    pane = cast("CalendarScreen", place.window.screens["calendar"]).pane
    assert pane is not None
    pane.views.front.setFocus()
    press_as_hebrew(pane.views.front, "נ")
    program.jobs.wait()
    assert pane.form.isVisible()


@BY_HAND
def test_given_letters_switched_off_when_pressed_in_hebrew_then_nothing_happens(program: Program) -> None:
    place = work(program)
    place.window.go("clients")
    place.window.set_letters(False)
    press_as_hebrew(place.window, "ע")
    press_as_hebrew(place.window, "א")
    assert place.window.place == "clients"


@BY_HAND
def test_given_a_field_when_hebrew_is_typed_into_it_then_no_key_of_the_window_answers(
    program: Program,
) -> None:
    place = work(program)
    place.navigator.new_client("")
    program.jobs.wait()
    editor = QApplication.focusWidget()
    assert editor is not None
    for letter in "עא":
        press_as_hebrew(editor, letter)
    assert (place.window.place, QApplication.focusWidget()) == ("clients", editor)
