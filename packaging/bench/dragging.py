"""The hand on the week: a frame of scrolling and of a drag, and an appointment from saving to its picture."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle

from big import Big
from harness import Figure, Taken, check_count, slow_tail, taken, timed
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication
from stage import Stage
from week import calendar_pane
from window import HEIGHT, WIDTH

from core.domain import timegrid
from core.domain.records import Client
from desktop.calendar.pages import PageKind
from desktop.calendar.pane import CalendarPane
from desktop.kit.jobs import Jobs

_FRAME_MS, _CREATION_MS = 8.0, 16.0
_PART_OF_NOTCH_PX = 7
"""What a frame of a movement adds, about: a notch of the wheel takes a dozen frames."""
_NIGHT_MINUTE = 3 * 60
"""Nobody has an appointment then."""
_HOUR = timedelta(hours=1)


def hand(stage: Stage) -> list[Figure]:
    """Each beside painting the rectangles and texts that stand there, bare."""
    rounds = stage.scale.rounds * 12
    with calendar_pane(stage.big) as (pane, jobs), stage.phase("dragging and booking"):
        pane.presenter.set_kind(PageKind.WEEK)
        jobs.wait()
        ours = _Hand(pane, jobs, stage.big)
        return [ours.scroll(rounds), ours.drag(rounds), ours.book(rounds)]


class _Hand:
    """Does with mouse and form what a person does, and paints what that changed."""

    def __init__(self, pane: CalendarPane, jobs: Jobs, big: Big) -> None:
        self._pane, self._jobs, self._grid = pane, jobs, pane.grid
        self._client = _anybody(big)
        self._whole = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
        self._inner = QImage(self._grid.viewport().size(), QImage.Format.Format_ARGB32_Premultiplied)

    def scroll(self, rounds: int) -> Figure:
        """A frame of the movement that a turned wheel begins, to the painted columns."""
        bar = self._grid.verticalScrollBar()
        offsets = cycle(range(0, bar.maximum(), _PART_OF_NOTCH_PX))
        self._scroll_to(next(offsets))  # with the first picture come the letters of its font
        ours: list[Taken] = []
        bare: list[Taken] = []
        for _ in range(rounds):
            ours.append(taken(partial(self._scroll_to, next(offsets))))
            bare.append(taken(partial(_paint_bare, self._inner, self._rectangles())))
        return self._figure("scrolling in the week, a frame, p95", ours, bare, _FRAME_MS)

    def drag(self, rounds: int) -> Figure:
        """From a move of the mouse to another time, with what stands there named, to the painted columns."""
        tile = next(tile for tile in self._grid.scene.tiles if tile.entry.movable)
        self._grid.reveal(tile.entry.start, tile.entry.end)
        grip = self._grid.to_viewport(tile.rect).center().toPoint()
        self._send(QEvent.Type.MouseButtonPress, grip)
        self._send(QEvent.Type.MouseMove, grip + QPoint(0, 12))
        places, ghosts = self._places(grip), set()
        self._move(next(places))  # with the first picture come the letters of its font
        ours: list[Taken] = []
        bare: list[Taken] = []
        for _ in range(rounds):
            ours.append(taken(partial(self._move, next(places))))
            ghosts.add(self._grid.scene.ghost)
            bare.append(taken(partial(_paint_bare, self._inner, self._rectangles())))
        escape = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._grid, escape)
        self._send(QEvent.Type.MouseButtonRelease, grip)
        check_count("drags without a ghost", len(ghosts & {None}), 0)
        return self._figure("drag in the week, a frame, p95", ours, bare, _FRAME_MS)

    def book(self, rounds: int) -> Figure:
        """From Enter in the filled form to the appointment in its place; the store's commit is in it."""
        ours: list[Taken] = []
        bare: list[Taken] = []
        for number in range(rounds + 1):  # the first one makes the form
            self._fill_in()
            mine = taken(self._save)
            plain = taken(partial(_paint_bare, self._whole, self._rectangles()))
            if number:
                ours.append(mine)
                bare.append(plain)
            self._jobs.wait()
            self._pane.commands.undo()
            self._jobs.wait()
        check_count("appointments that stayed", self._at_night(), 0)
        return self._figure("an appointment saved, to its place painted, p95", ours, bare, _CREATION_MS)

    def _figure(self, name: str, ours: Sequence[Taken], bare: Sequence[Taken], limit: float) -> Figure:
        note = f"{len(self._rectangles())} of the same rectangles and texts, bare"
        return timed(name, "ms", slow_tail(ours), slow_tail(bare), note, limit=limit)

    def _move(self, at: QPoint) -> None:
        self._send(QEvent.Type.MouseMove, at)
        self._grid.viewport().render(self._inner)

    def _scroll_to(self, offset: int) -> None:
        self._grid.verticalScrollBar().setValue(offset)
        self._grid.viewport().render(self._inner)

    def _places(self, grip: QPoint) -> Iterator[QPoint]:
        """Up and down by a quarter of an hour and more, over the days beside it."""
        aside = self._grid.viewport().width() // 7
        return cycle(grip + QPoint(by % 3 * aside - aside, by * 14 - 56) for by in range(9))

    def _fill_in(self) -> None:
        page = self._pane.presenter.page
        start = timegrid.day_scale(page.days[0], page.zone).moment_at(_NIGHT_MINUTE)
        self._pane.presenter.book_at(start, start + _HOUR, drawn=True)
        self._pane.booking.choose_client(self._client)
        self._jobs.wait()

    def _save(self) -> None:
        self._pane.form.save()
        loop = QEventLoop()
        while not self._at_night():  # asleep meanwhile: a loop that asks again and again would count as work
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._pane.render(self._whole)

    def _at_night(self) -> int:
        zone = self._pane.presenter.page.zone
        starts = (entry.start.astimezone(zone) for entry in self._pane.presenter.timeline.entries)
        return sum(start.hour * 60 + start.minute == _NIGHT_MINUTE for start in starts)

    def _rectangles(self) -> Sequence[tuple[QRectF, str]]:
        body = QRectF(self._grid.viewport().rect())
        tiles = [
            (self._grid.to_viewport(tile.rect), tile.entry.client_name) for tile in self._grid.scene.tiles
        ]
        return [(rect, name) for rect, name in tiles if rect.intersects(body)]

    def _send(self, kind: QEvent.Type, at: QPoint) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind is QEvent.Type.MouseMove else left
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        viewport = self._grid.viewport()
        place = QPointF(viewport.mapToGlobal(at))
        event = QMouseEvent(kind, QPointF(at), place, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)


def _anybody(big: Big) -> Client:
    now = datetime.now(UTC)
    rows = big.practice.appointments.between(now - timedelta(weeks=8), now)
    return big.practice.clients.get(rows[0].appointment.client_id)


def _paint_bare(image: QImage, rectangles: Sequence[tuple[QRectF, str]]) -> None:
    painter = QPainter(image)
    painter.fillRect(image.rect(), Qt.GlobalColor.white)
    for rect, name in rectangles:
        painter.fillRect(rect, QColor("#d7e6f5"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft), name)
    painter.end()
