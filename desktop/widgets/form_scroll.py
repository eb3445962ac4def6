"""The page of a form at the side: it scrolls up and down where the window is low, and never sideways."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.widgets.steady_bar import keep_bar


def scroll_form(area: QScrollArea, page: QWidget) -> None:
    """Puts the page into the area."""
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click beside a field leaves the caret in it
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    keep_bar(area)
    area.setWidget(page)
