"""Where one reads from right to left, margins and the lines of frames stand at the other side."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import desktop
from desktop.kit.i18n import Languages
from desktop.kit.theme import Theme
from desktop.notes.side import SideColumn
from desktop.shell.rail import Rail, places
from desktop.widgets.mirrored import set_margins
from desktop.widgets.side_panel import SidePanel

_MARGINS = re.compile(r"setContentsMargins\((.+?), .+?, (.+?), .+?\)")


@pytest.fixture(params=["en", "he"])
def is_hebrew(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[bool]:
    languages = Languages(qapp)
    languages.use(request.param)
    yield request.param == "he"
    languages.use("en")


def test_given_a_language_when_margins_are_set_then_the_leading_one_is_where_reading_begins(
    qtbot: QtBot, is_hebrew: bool
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    box = QVBoxLayout(widget)
    set_margins(box, 16, 1, 8, 2)
    margins = box.contentsMargins()
    found = margins.left(), margins.top(), margins.right(), margins.bottom()
    assert found == ((8, 1, 16, 2) if is_hebrew else (16, 1, 8, 2))


def test_given_margins_that_differ_when_set_then_nobody_names_left_and_right() -> None:
    """What is written for one direction touches the edge in the other."""
    folder = Path(desktop.__file__).parent
    found = [
        f"{path.relative_to(folder)}: {call.group(0)}"
        for path in folder.rglob("*.py")
        for call in _MARGINS.finditer(path.read_text(encoding="utf-8"))
        if call.group(1) != call.group(2) and call.group(1) != "left"
    ]
    assert found == []


def line_is_left(widget: QWidget, theme: Theme) -> bool:
    """Whether the line of its frame is at its left; it must be at one side alone."""
    image, y = widget.grab().toImage(), widget.height() // 2
    left, right = (
        image.pixelColor(QPoint(x, y)).name() == theme.colour("line").name() for x in (0, image.width() - 1)
    )
    assert left != right
    return left


def side(theme: Theme) -> QWidget:
    return SideColumn(theme, "Previous note")


def panel(theme: Theme) -> QWidget:
    return SidePanel(theme, "New appointment")


def rail(theme: Theme) -> QWidget:
    return Rail(theme, places())


@pytest.mark.parametrize(("make", "is_leading"), [(side, False), (panel, False), (rail, True)])
def test_given_a_language_when_a_column_stands_at_a_side_then_its_line_is_towards_the_middle(
    qtbot: QtBot, theme: Theme, is_hebrew: bool, make: Callable[[Theme], QWidget], is_leading: bool
) -> None:
    widget = make(theme)
    qtbot.addWidget(widget)
    widget.resize(widget.width(), 400)
    widget.show()
    assert line_is_left(widget, theme) == (is_leading == is_hebrew)
