"""The page of a form at the side: it scrolls up and down where the window is low, and never sideways."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.kit import tokens
from desktop.widgets.focus_return import focus_in
from desktop.widgets.steady_bar import keep_bar


def scroll_form(area: QScrollArea, page: QWidget) -> None:
    """Puts the page into the area, which stands in its panel: best before anything is in the page.

    An area asks at once how large its page is. For that all in it is dressed, and again each time that
    the area is put into something.
    """
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click beside a field leaves the caret in it
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    keep_bar(area)
    area.setWidget(page)
    area.verticalScrollBar().rangeChanged.connect(partial(_keep_in_sight, area, page))


def _keep_in_sight(area: QScrollArea, page: QWidget, _least: int, _most: int) -> None:
    """What comes below the page, such as an alert, does not cover the field that is written in.

    The page is moved for that alone. The bar still has the height of before while it tells its new range.
    """
    field, height = focus_in(page), area.viewport().height()
    if field is None:
        return
    bottom = field.mapTo(area.viewport(), field.rect().bottomLeft()).y()
    if height <= bottom < area.verticalScrollBar().pageStep():
        area.ensureVisible(0, field.mapTo(page, field.rect().bottomLeft()).y(), 0, tokens.S)
        area.ensureWidgetVisible(field, 0, 0)  # the caret first, where there is no room for all of it
