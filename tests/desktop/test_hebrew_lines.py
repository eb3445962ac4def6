"""Texts of several lines in a window that runs from right to left."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from desktop.widgets.text import Text, _lines, lead

WORDS = "לשמור את מה שהודפס בהן, ולכן כדאי להשתמש במדפסת פרטית; קובץ יש לשמור בכונן אחר, לעולם לא במחשב הזה."


def right_edges(text: Text) -> list[int]:
    """Of every line, how far its ink goes."""
    picture = text.grab().toImage()
    high = text.fontMetrics().lineSpacing()
    return [
        max(
            x
            for x in range(picture.width())
            for y in range(top, top + high)
            if picture.pixelColor(x, y).lightness() < 128
        )
        for top in range(0, picture.height() - high + 1, high)
    ]


def from_right_to_left(qtbot: QtBot, words: str) -> Text:
    text = Text(words, wrap=True)
    qtbot.addWidget(text)
    text.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    lead(text)
    text.setStyleSheet("background: white; color: black")
    text.resize(220, text.heightForWidth(220))
    return text


def test_given_several_lines_from_right_to_left_when_shown_then_all_begin_at_the_edge(
    qtbot: QtBot,
) -> None:
    text = from_right_to_left(qtbot, WORDS)
    edges = right_edges(text)
    assert len(edges) > 2
    # Letters stand a pixel beside their own edge, a space is some wide.
    assert max(edges) - min(edges) <= 2, edges


def test_given_words_that_can_be_copied_when_some_are_selected_then_they_are_seen_to_be(qtbot: QtBot) -> None:
    text = from_right_to_left(qtbot, WORDS)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    palette = text.palette()
    palette.setColor(QPalette.ColorRole.Highlight, QColor("blue"))
    text.setPalette(palette)
    before = right_edges(text)
    text.setSelection(0, WORDS.index(" "))
    picture = text.grab().toImage()
    high = text.fontMetrics().lineSpacing()
    blue = [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) == QColor("blue")
    ]
    assert blue, "nothing is seen of it"
    assert min(x for x, _ in blue) > text.width() // 2
    assert max(y for _, y in blue) <= high + 1
    text.setSelection(0, 0)
    assert right_edges(text) == before


def test_given_a_tab_in_what_is_written_when_broken_into_lines_then_all_have_room(qtbot: QtBot) -> None:
    text = from_right_to_left(qtbot, f"a\tb {WORDS}")
    cut = [
        width
        for width in range(120, 420)
        if _lines(text, width).boundingRect().height() > text.heightForWidth(width) + 1
    ]
    assert cut == []
