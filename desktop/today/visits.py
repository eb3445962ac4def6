"""The day's appointments as lines in a card; a line whose appointment stays the same stays."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.kit import tokens
from desktop.kit.theme import Theme
from desktop.today.presenter import Visit
from desktop.today.row import VisitRow
from desktop.widgets.card import Card


class VisitsCard(Card):
    """Each line takes a millisecond to make: a day made anew for every change would hold up the window."""

    opened = Signal(object)
    note_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(padding=tokens.S)
        self._theme = theme
        self._lines: dict[Visit, VisitRow] = {}
        self._empty: QWidget | None = None
        self.body.setSpacing(0)
        self.body.addStretch(1)

    def show_visits(self, visits: Sequence[Visit], empty: Callable[[], QWidget]) -> None:
        """`empty` makes what stands here on a day without any."""
        before, self._lines = self._lines, {}
        self._take(self._empty)
        self._empty = None if visits else empty()
        if self._empty is not None:
            self.body.insertWidget(0, self._empty)
        for number, visit in enumerate(visits):
            line = before.pop(visit, None) or self._line(visit)
            line.set_ruled(number > 0)
            if self.body.indexOf(line) != number:
                self.body.insertWidget(number, line)
            self._lines[visit] = line
        for line in before.values():
            self._take(line)

    def _line(self, visit: Visit) -> VisitRow:
        line = VisitRow(self._theme, visit)
        line.opened.connect(self.opened)
        line.note_requested.connect(self.note_requested)
        return line

    def _take(self, widget: QWidget | None) -> None:
        if widget is not None:
            self.body.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
