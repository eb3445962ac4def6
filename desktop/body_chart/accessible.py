"""The chart for those who listen to it: a list whose items are the marks of the page."""

import shiboken6
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.body_chart.canvas import BodyCanvas
from desktop.body_chart.words import mark_text
from desktop.kit.i18n import tr
from desktop.widgets.painted_list import Item, PaintedInterface, PaintedViews


class CanvasInterface(PaintedInterface):
    """Marks in the order in which they were put; each has its sentence and its place."""

    def __init__(self, canvas: BodyCanvas) -> None:
        super().__init__(canvas, tr("BodyChart", "Body chart"))
        self._canvas = canvas

    @override
    def childCount(self) -> int:
        return len(self._canvas.shown()) if shiboken6.isValid(self._canvas) else 0

    @override
    def item(self, index: int) -> Item | None:
        shown = self._canvas.shown() if shiboken6.isValid(self._canvas) else []
        if index >= len(shown):
            return None
        mark, box = shown[index]
        place = tr("BodyChart", "{number} of {count}", number=index + 1, count=len(shown))
        return Item(mark_text(mark), place, box, mark.id)

    @override
    def chosen(self) -> object:
        mark = self._canvas.chosen_mark()
        return None if mark is None else mark.id

    @override
    def painted_on(self) -> QWidget:
        return self._canvas


def accessible_charts() -> PaintedViews:
    """To be installed and kept."""
    return PaintedViews({BodyCanvas: CanvasInterface})
