"""A vertical scroll bar whose room is always kept: one that came and went would move every line sideways."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar


def keep_bar(area: QAbstractScrollArea) -> None:
    """While there is nothing to scroll the bar is off, and nothing of it is seen."""
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    bar = _SteadyBar(area)
    area.setVerticalScrollBar(bar)


class _SteadyBar(QScrollBar):
    def __init__(self, parent: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.rangeChanged.connect(self._on_range_changed)

    def _on_range_changed(self, least: int, most: int) -> None:
        self.setEnabled(most > least)
