"""One line of prose: its misspelt words are marked where they stand, and mended from the menu or with F7."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from desktop.calendar.actions import shortcut_table
from desktop.clients.screen_shortcuts import client_shortcuts
from desktop.kit.jobs import Jobs
from desktop.kit.question_words import QuestionWords
from desktop.spelling.dictionary_source import DictionarySource
from desktop.spelling.line_spelling import LineSpelling
from desktop.spelling.prose_lines import ProseLines
from desktop.spelling.spelling import Spelling
from desktop.widgets.fields import set_prose
from desktop.widgets.question import SentenceDialog
from tests.desktop.records_room import Room, practice, room
from tests.desktop.spelling.paper_speller import Shelf

__all__ = ["practice", "room"]
popups = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
REASON = "the nek is stiff againn"


class Lines:
    """A window with a line of prose and one of another kind; `settle` lets typing rest and answers come."""

    def __init__(self, room: Room, shelf: Shelf, own: Jobs) -> None:
        self.room, self.own = room, own
        self.spelling = Spelling(
            room.practice.settings, room.jobs, own, DictionarySource(shelf.start, shelf.find)
        )
        self.window = QWidget()
        ProseLines(self.spelling, room.context.theme, self.window)
        self.prose, self.name = QLineEdit(), QLineEdit()
        set_prose(self.prose)
        box = QVBoxLayout(self.window)
        for line in (self.name, self.prose):
            box.addWidget(line)
        room.show(self.window, 400, 120)

    def settle(self) -> None:
        for _ in range(2):
            for each in self.window.findChildren(LineSpelling):
                if each.pause.rest.isActive():
                    each.pause.rest.timeout.emit()
            self.room.settle()
            self.own.wait()

    def write(self, text: str = REASON) -> LineSpelling:
        self.prose.setFocus()
        self.room.keys(self.prose, text)
        self.settle()
        return self.made()

    def made(self) -> LineSpelling:
        found = self.prose.findChild(LineSpelling)
        assert isinstance(found, LineSpelling)
        return found


@pytest.fixture
def own() -> Iterator[Jobs]:
    made = Jobs(name="spelling")
    yield made
    made.close()


@pytest.fixture
def lines(room: Room, shelf: Shelf, own: Jobs) -> Lines:
    return Lines(room, shelf, own)


def words(spelling: LineSpelling) -> list[str]:
    return [mark.word.plain for mark in spelling.marks]


def rows(spelling: LineSpelling) -> list[str]:
    assert spelling.menu is not None
    return [row.text() for row in spelling.menu.actions() if row.text()]


def test_given_a_reason_when_typed_then_its_misspelt_words_are_marked_but_the_one_that_is_written(
    lines: Lines,
) -> None:
    made = lines.write()
    assert words(made) == ["nek", "againn"]
    assert [mark.word.plain for mark in made.shown] == ["nek"]
    lines.room.key(lines.prose, Qt.Key.Key_Home)
    assert [mark.word.plain for mark in made.shown] == ["nek", "againn"]


def test_given_the_window_of_another_practice_when_written_here_then_only_this_ones_dictionary_is_asked(
    room: Room, shelf: Shelf, own: Jobs
) -> None:
    others = Shelf()
    first = Lines(room, others, own)
    made = Lines(room, shelf, own).write()
    assert words(made) == ["nek", "againn"]
    assert others.made == []
    assert first.prose.text() == ""


def test_given_a_line_that_is_no_prose_when_typed_then_it_is_never_looked_at(
    lines: Lines, shelf: Shelf
) -> None:
    lines.name.setFocus()
    lines.room.keys(lines.name, REASON)
    lines.settle()
    assert lines.name.findChild(LineSpelling) is None
    assert shelf.made == []


def red_at(line: QLineEdit, colour: QColor) -> list[int]:
    image = line.grab().toImage()
    found = [
        x
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).name() == colour.name()
    ]
    return sorted(set(found))


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_given_a_marked_word_when_painted_then_the_wave_stands_below_it_alone(
    lines: Lines, direction: Qt.LayoutDirection
) -> None:
    lines.prose.setLayoutDirection(direction)
    made = lines.write("the nek is stiff ")
    (mark,) = made.shown
    assert mark.word.plain == "nek"
    lines.room.key(lines.prose, Qt.Key.Key_Home)
    found = red_at(lines.prose, made.theme.colour("danger"))
    assert found
    middle = QPoint(sum((found[0], found[-1])) // 2, lines.prose.height() // 2)
    assert lines.prose.cursorPositionAt(middle) in range(mark.start, mark.end + 1)
    width = lines.prose.fontMetrics().horizontalAdvance("nek")
    assert abs(found[-1] - found[0] - width) < 6


@popups
def test_given_f7_when_pressed_then_the_next_word_is_chosen_and_a_suggestion_takes_its_place(
    lines: Lines,
) -> None:
    made = lines.write()
    lines.room.key(lines.prose, Qt.Key.Key_Home)
    lines.room.key(lines.prose, Qt.Key.Key_F7)
    lines.settle()
    assert lines.prose.selectedText() == "nek"
    assert rows(made)[:7] == [
        *(f"nek{number}" for number in range(1, 6)),
        "Add to my words",
        "Ignore until the practice is locked",
    ]
    assert made.menu is not None
    made.menu.actions()[1].trigger()
    made.menu.close()
    assert lines.prose.text() == "the nek2 is stiff againn"
    lines.prose.undo()
    assert lines.prose.text() == REASON, "one step to undo"


@popups
def test_given_the_menu_key_in_a_marked_word_when_pressed_then_its_suggestions_come_above_the_usual_rows(
    lines: Lines,
) -> None:
    made = lines.write()
    lines.prose.setCursorPosition(5)
    at = lines.prose.rect().center()
    wish = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, lines.prose.mapToGlobal(at))
    QApplication.sendEvent(lines.prose, wish)
    lines.settle()
    assert rows(made)[0] == "nek1"
    assert any("Select All" in row for row in rows(made))
    ignore = next(row for row in made.menu.actions() if row.text().startswith("Ignore"))  # type: ignore[union-attr]
    ignore.trigger()
    assert words(made) == ["againn"]


def test_given_a_lock_when_it_comes_then_no_word_of_the_line_is_kept(lines: Lines) -> None:
    made = lines.write()
    lines.spelling.rest()
    assert words(made) == []


def test_given_a_question_for_a_reason_then_its_help_lists_the_key_and_one_for_a_name_does_not(
    lines: Lines,
) -> None:
    asked = [
        SentenceDialog(
            lines.window, QuestionWords("Why?", "", "Reason", "Go", is_prose=prose), lambda _: None
        )
        for prose in (True, False)
    ]
    listed = [["F7" in {key.keys for key in each.shortcuts()}] for each in asked]
    assert listed == [[True], [False]]


def test_given_a_lock_when_the_line_has_the_focus_again_then_its_words_are_marked_as_before(
    lines: Lines,
) -> None:
    made = lines.write()
    lines.spelling.rest()
    lines.name.setFocus()
    lines.prose.setFocus()
    lines.settle()
    lines.settle()
    assert words(made) == ["nek", "againn"]


def test_given_another_text_when_it_is_set_then_it_is_looked_at_as_if_it_was_typed(lines: Lines) -> None:
    made = lines.write()
    lines.prose.setText("the shouldr")
    lines.settle()
    assert [mark.word.plain for mark in made.shown] == ["shouldr"]


def test_given_a_line_out_of_sight_when_a_text_is_set_then_no_dictionary_is_woken(
    lines: Lines, shelf: Shelf
) -> None:
    lines.write()
    lines.spelling.rest()
    lines.prose.hide()
    begun = len(shelf.made)
    lines.prose.setText("the shouldr")
    lines.settle()
    assert len(shelf.made) == begun


@popups
@pytest.mark.parametrize("is_signed", [True, False])
def test_given_a_suggestion_when_the_line_takes_no_words_or_has_no_room_then_nothing_of_it_is_lost(
    lines: Lines, is_signed: bool
) -> None:
    lines.prose.setMaxLength(len(REASON) + is_signed)
    made = lines.write()
    lines.room.key(lines.prose, Qt.Key.Key_Home)
    lines.room.key(lines.prose, Qt.Key.Key_F7)
    lines.settle()
    assert made.menu is not None
    if is_signed:
        lines.prose.setReadOnly(True)
    else:
        assert rows(made)[0] == "nek1 (no room for it here)"
        assert not made.menu.actions()[0].isEnabled()
    made.menu.actions()[0].trigger()
    made.menu.close()
    assert lines.prose.text() == REASON


def test_given_a_screen_with_a_line_of_prose_when_its_help_is_asked_for_then_it_lists_the_key() -> None:
    listed = [shortcut_table(), *(client_shortcuts(reads_clinical=reads) for reads in (True, False))]
    assert [sum(key.keys == "F7" for key in table) for table in listed] == [1, 1, 0]
