"""Turning pages: from the key to the picture, in each view, with 100,000 appointments in the store."""

from collections.abc import Sequence
from functools import partial

from big import Big
from harness import Figure, Taken, check_count, slow_tail, taken, timed
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from stage import Stage
from week import calendar_pane
from window import HEIGHT, WIDTH

from core.runtime.yielding import FOREGROUND
from desktop.calendar.pages import PageKind
from desktop.calendar.pane import CalendarPane

_LIMITS_MS = {PageKind.DAY: 16.0, PageKind.WEEK: 16.0, PageKind.MONTH: 25.0, PageKind.AGENDA: 16.0}


def page_turns(stage: Stage) -> list[Figure]:
    """The neighbours of a page are read while somebody looks at it, so a turn paints what is at hand.

    Two of three turns lead to a page that nobody has seen yet.
    """
    with calendar_pane(stage.big) as (pane, _jobs), stage.phase("turning pages"):
        turner = _Turner(pane, stage.big)
        return [turner.figure(kind, stage.scale.rounds * 12) for kind in _LIMITS_MS]


class _Turner:
    def __init__(self, pane: CalendarPane, big: Big) -> None:
        self._pane, self._big = pane, big
        self._image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def figure(self, kind: PageKind, rounds: int) -> Figure:
        self._pane.presenter.set_kind(kind)
        self._settle()
        ours: list[Taken] = []
        bare: list[Taken] = []
        boxes = 0
        for number in range(rounds):
            by = -1 if number % 9 < 6 else 1
            ours.append(taken(partial(self._turn, by)))
            rectangles = self._rectangles()
            boxes = max(boxes, len(rectangles))
            bare.append(taken(partial(self._paint_bare, rectangles)))
            self._settle()
        check_count("pages turned", len(ours), rounds)
        note = f"up to {boxes} of the same rectangles and texts, bare"
        name = f"{kind.value} view, turned and painted, p95"
        return timed(name, "ms", slow_tail(ours), slow_tail(bare), note, limit=_LIMITS_MS[kind])

    def _turn(self, by: int) -> None:
        self._pane.presenter.turn(by)
        with FOREGROUND:  # as the window paints: what is read ahead waits
            self._pane.render(self._image)

    def _settle(self) -> None:
        self._pane._context.jobs.wait()  # noqa: SLF001 - between the turns, as somebody looks

    def _rectangles(self) -> Sequence[tuple[QRectF, str]]:
        """What was painted, without what it is painted with."""
        views = self._pane.views
        if views.front is views.month:
            return [
                (QRectF(*views.month.geometry_.row_box(day.number, row)), entry.client_name)
                for day in views.month.days
                for row, entry in enumerate(day.shown)
            ]
        if views.front is views.agenda:
            rows = range(HEIGHT // 52)
            return [(QRectF(8, 60 + row * 52, 880, 50), "A name and its second line") for row in rows]
        body = QRectF(views.grid.viewport().rect())
        tiles = [
            (views.grid.to_viewport(tile.rect), tile.entry.client_name) for tile in views.grid.scene.tiles
        ]
        return [(rect, name) for rect, name in tiles if rect.intersects(body)]

    def _paint_bare(self, rectangles: Sequence[tuple[QRectF, str]]) -> None:
        painter = QPainter(self._image)
        painter.fillRect(self._image.rect(), Qt.GlobalColor.white)
        for rect, name in rectangles:
            painter.fillRect(rect, QColor("#d7e6f5"))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft), name)
        painter.end()
