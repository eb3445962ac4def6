"""Found words in a list row: where they are painted."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from core.text.terms import terms_of
from desktop.kit.theme import Theme
from desktop.widgets.found_words import MarkedText, found_in, paint_found

WIDTH, HEIGHT = 400, 24


def painted(theme: Theme, text: str, asked: str, *, rtl: bool, width: int = WIDTH) -> list[int]:
    """The columns in which the ground of found words shows."""
    ground = theme.colour("warning_soft")
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    line = QRect(0, 0, width, HEIGHT)
    paint_found(
        painter, line, MarkedText(text, found_in(text, terms_of(asked))), theme, QApplication.font(), rtl=rtl
    )
    painter.end()
    rows = range(HEIGHT)
    return [x for x in range(WIDTH) if any(picture.pixelColor(x, y) == ground for y in rows)]


def test_given_a_found_word_then_the_ground_stands_behind_it_alone(theme: Theme) -> None:
    at_first = painted(theme, "knee and then more", "knee", rtl=False)
    later = painted(theme, "more and then knee", "knee", rtl=False)

    assert at_first[0] <= 1
    assert later[0] > at_first[-1]
    assert painted(theme, "more and more", "knee", rtl=False) == []


@pytest.mark.parametrize("rtl", [False, True])
def test_given_hebrew_then_its_first_word_is_marked_at_its_right_in_every_window(
    theme: Theme, rtl: bool
) -> None:
    text = "כאב חזק בברך שמאל"
    first, last = painted(theme, text, "כאב", rtl=rtl), painted(theme, text, "שמאל", rtl=rtl)

    assert last[-1] < first[0]
    assert (first[-1] >= WIDTH - 2) == rtl


def test_given_too_little_room_then_what_is_cut_off_is_not_marked(theme: Theme) -> None:
    text = "a long beginning that fills the line, then the knee"

    assert painted(theme, text, "knee", rtl=False, width=80) == []
    assert painted(theme, text, "long", rtl=False, width=80)
    assert max(painted(theme, text, "beginning", rtl=False, width=80)) < 80
