"""Scrolling through a client's timeline of 500 entries, from the wheel to the picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle

from clinic import practice_alone
from harness import Figure, Taken, check_count, processor, slow_tail, taken, timed
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from stage import Stage
from texts import Prose
from window import HEIGHT, WIDTH, application, context

from core.domain.ids import ClientId
from core.domain.measures import PAIN
from core.store.practice.practice import AppointmentDraft, ClientDraft, MeasureDraft, Practice
from desktop.clients.screen import ClientsScreen
from desktop.widgets.two_line import RowRole

_ENTRIES = 500
_STEP_PX = 120
"""As far as one notch of a wheel goes."""
_LIMIT_MS = 16.0
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def scroll_timeline(stage: Stage) -> list[Figure]:
    """Each round scrolls on by a notch; the floor paints the same rectangles and texts and nothing else."""
    entries = stage.scale.of(_ENTRIES, 40)
    with _practice(stage) as (practice, client_id), stage.phase("scrolling a timeline"):
        made = _fill(practice, client_id, entries)
        page = _Page(practice, client_id)
        try:
            check_count("entries", page.read_all(), made)
            rounds = stage.scale.rounds * 20
            times = [page.frame() for _ in range(rounds)]
        finally:
            page.close()
    mine, bare = ([each[side] for each in times] for side in (0, 1))
    slow, slow_bare = slow_tail(mine), slow_tail(bare)
    note = "bare rects and texts of the same rows"
    name = f"timeline of {made} entries, scrolled to painted, p95"
    return [
        timed(name, "ms", slow, slow_bare, note, limit=_LIMIT_MS),
        processor(slow, slow_bare, note, limit=_LIMIT_MS),
    ]


@contextmanager
def _practice(stage: Stage) -> Iterator[tuple[Practice, ClientId]]:
    with practice_alone(stage.folder / "timeline") as opened:
        draft = ClientDraft(first_name="Ann", last_name="Example")
        yield opened.practice, opened.practice.clients.add(draft).value.id


def _fill(practice: Practice, client_id: ClientId, entries: int) -> int:
    """A quarter of each kind."""
    prose, now = Prose(7), practice.desk.clock.now()
    for number in range(entries // 4):
        at = now - number * _DAY - _HOUR
        booking = AppointmentDraft(client_id=client_id, scheduled_start=at, scheduled_end=at + _HOUR / 2)
        practice.appointments.book(booking)
        note = practice.notes.start(client_id, session_date=at).value
        practice.notes.save_draft(note.id, subjective=prose.text(800))
        measure = MeasureDraft(client_id=client_id, taken_at=at, kind=PAIN, name="Pain", value="6")
        practice.measures.add(measure)
        practice.attachments.add(b"words", client_id, file_name=f"scan {number}.txt")
    return entries // 4 * 4


class _Page:
    def __init__(self, practice: Practice, client_id: ClientId) -> None:
        self._context = context(practice)
        self._screen = ClientsScreen(self._context)
        self._screen.resize(WIDTH, HEIGHT)
        self._screen.show()
        self._screen.activate()
        self._screen.open_client(client_id)
        self._context.jobs.wait()
        self._page, self._timeline = self._screen.detail, self._screen.detail.timeline
        self._image = QImage(self._page.size(), QImage.Format.Format_ARGB32_Premultiplied)
        self._places: Iterator[int] = cycle((0,))
        self._in_sight: list[tuple[QRect, list[str]]] = []

    def read_all(self) -> int:
        """Scrolls to the end until nothing more comes; the number of entries."""
        bar = self._page.verticalScrollBar()
        before = -1
        while before != self._timeline.model.rowCount():
            before = self._timeline.model.rowCount()
            bar.setValue(bar.maximum())
            self._context.jobs.wait()
            application().processEvents()
        top = bar.value() + self._timeline.list.mapTo(self._page, QPoint(0, 0)).y()
        self._places = cycle(range(top, bar.maximum(), _STEP_PX))
        return sum(bool(index.flags()) for index in map(self._timeline.model.index, range(before)))

    def frame(self) -> tuple[Taken, Taken]:
        """One notch, ours and bare."""
        ours = taken(self._scroll)
        application().processEvents()  # the window would paint the same once more
        self._note_in_sight()
        return ours, taken(self._paint_bare)

    def _scroll(self) -> None:
        self._page.verticalScrollBar().setValue(next(self._places))
        self._page.render(self._image)

    def _paint_bare(self) -> None:
        painter = QPainter(self._image)
        painter.fillRect(self._image.rect(), Qt.GlobalColor.white)
        for rect, texts in self._in_sight:
            painter.fillRect(rect, QColor("#d7e6f5"))
            for line, text in enumerate(texts):
                painter.drawText(rect.translated(0, line * 20), int(Qt.AlignmentFlag.AlignLeft), text)
        painter.end()

    def _note_in_sight(self) -> None:
        """What was painted, without what it is painted with."""
        view, model = self._timeline.list, self._timeline.model
        top = view.viewport().mapTo(self._page, QPoint(0, 0))
        rects = ((view.visualRect(model.index(at)).translated(top), at) for at in range(model.rowCount()))
        rows = [(rect, model.index(at)) for rect, at in rects if rect.intersects(self._page.rect())]
        roles = (Qt.ItemDataRole.DisplayRole, RowRole.SECOND, RowRole.TRAILING)
        self._in_sight = [
            (rect, [text for role in roles if (text := index.data(role))]) for rect, index in rows
        ]

    def close(self) -> None:
        self._screen.close()
        self._context.jobs.close()
