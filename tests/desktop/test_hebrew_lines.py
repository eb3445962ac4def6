"""Texts of several lines in a window that runs from right to left."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.widgets.text import Text, lead

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


def test_given_several_lines_from_right_to_left_when_shown_then_all_begin_at_the_edge(
    qtbot: QtBot,
) -> None:
    text = Text(WORDS, wrap=True)
    qtbot.addWidget(text)
    text.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    lead(text)
    text.setStyleSheet("background: white; color: black")
    text.resize(220, text.heightForWidth(220))
    edges = right_edges(text)
    assert len(edges) > 2
    # Letters stand a pixel beside their own edge, a space is some wide.
    assert max(edges) - min(edges) <= 2, edges
