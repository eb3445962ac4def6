"""Where one reads in a list that is as high as its rows and scrolls with its page."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPersistentModelIndex, QPoint
from PySide6.QtWidgets import QListView, QScrollArea


class ReadingPlace:
    """Keeps what one reads where it is while rows come and go above it."""

    def __init__(self, page: QScrollArea, view: QListView) -> None:
        self._page, self._view = page, view

    @contextmanager
    def kept(self) -> Iterator[None]:
        """At the top of the page, where the list only begins, nothing scrolls."""
        bar = self._page.verticalScrollBar()
        # Such an index follows its row while others come and go.
        before = [(QPersistentModelIndex(self._view.model().index(row, 0)), y) for row, y in self._in_sight()]
        yield
        if not bar.value():
            return
        stays = next(((index, y) for index, y in before if index.isValid()), None)
        if stays is not None:
            self.lay_out_now()
            bar.setValue(bar.value() + self._y(stays[0].row()) - stays[1])

    def is_near_end(self) -> bool:
        """Whether less than a page is left below what is in sight."""
        inner, viewport = self._page.widget(), self._page.viewport()
        below = inner.y() + inner.height() - viewport.height() if inner is not None else 0
        return below < viewport.height()

    def lay_out_now(self) -> None:
        """Each part around the list would tell the next of its new height later; so far the page scrolls."""
        around = self._view.parentWidget()
        while around is not None and around is not self._page.viewport():
            if (layout := around.layout()) is not None:
                layout.invalidate()
                layout.activate()
            around = around.parentWidget()
        if (inner := self._page.widget()) is not None:
            height_px = inner.heightForWidth(inner.width())
            inner.resize(inner.width(), max(height_px, self._page.viewport().height()))

    def _in_sight(self) -> Iterator[tuple[int, int]]:
        """Rows from the first that is wholly in sight on, each with its place on the page."""
        top = -self._y_of_list()
        first = self._view.indexAt(QPoint(self._view.width() // 2, max(0, top)))
        for row in range(max(0, first.row()), self._view.model().rowCount()):
            y = self._y(row)
            if y >= self._page.viewport().height():
                return
            if y >= 0:
                yield row, y

    def _y(self, row: int) -> int:
        return self._y_of_list() + self._view.visualRect(self._view.model().index(row, 0)).y()

    def _y_of_list(self) -> int:
        return self._view.viewport().mapTo(self._page.viewport(), QPoint(0, 0)).y()
