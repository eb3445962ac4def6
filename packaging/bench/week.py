"""The week view: from the wish to see a week to its picture, with 100,000 appointments in the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count

from big import Big
from harness import Figure, Taken, check_count, medians, processor, slow_tail, taken, timed
from PySide6.QtCore import QEventLoop, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from stage import Stage
from window import HEIGHT, WIDTH, application, context

from core.domain.clock import to_micros
from core.runtime.yielding import FOREGROUND
from desktop.calendar.pane import CalendarPane
from desktop.calendar.screen import CalendarScreen
from desktop.kit.jobs import Jobs

_WEEK = timedelta(days=7)
_FRAME_MS = 16.0
BARE = (
    "SELECT a.scheduled_start, a.scheduled_end, a.status, c.first_name, c.last_name"
    " FROM appointments a JOIN clients c ON c.id = a.client_id"
    " WHERE a.workspace_id = ? AND a.scheduled_start >= ? AND a.scheduled_start < ? AND a.deleted_at IS NULL"
)


def week_view(stage: Stage) -> list[Figure]:
    """Each round opens a week that was not read before; the floor reads and paints it bare."""
    big = stage.big
    with calendar_pane(big) as (pane, jobs), stage.phase("week view"):
        ours, floor = _Weeks(pane, jobs), _Bare(big)
        mine, bare = _opened(ours, floor, stage.scale.rounds * 12)
        paints = [taken(ours.paint) for _ in range(stage.scale.rounds * 10)]
        bare_paints = [taken(floor.paint) for _ in range(stage.scale.rounds * 10)]
        seen = check_count("the week's appointments", len(pane.presenter.timeline.entries), floor.seen)
    note = f"bare SQL of the week, {seen} plain rects and texts"
    again = (slow_tail(paints), slow_tail(bare_paints))
    slow, slow_bare = slow_tail(mine), slow_tail(bare)
    return [
        timed("week view, build and paint", "ms", medians(mine), medians(bare), note),
        timed("week never read before, to painted, p95", "ms", slow, slow_bare, note, limit=_FRAME_MS),
        processor(slow, slow_bare, note, limit=_FRAME_MS),
        timed("week view, paint again, p95", "ms", *again, "the same paints", limit=_FRAME_MS),
    ]


def _opened(ours: "_Weeks", floor: "_Bare", rounds: int) -> tuple[list[Taken], list[Taken]]:
    """Between two weeks a person looks: what is read ahead and painted then is nobody's wait."""
    mine, bare = [], []
    for _ in range(rounds):
        mine.append(taken(ours.open_next))
        ours.jobs.wait()
        application().processEvents()
        bare.append(taken(floor.open_next))
    return mine, bare


@contextmanager
def calendar_pane(big: Big) -> Iterator[tuple[CalendarPane, Jobs]]:
    """The calendar of the practice, shown at this week."""
    given = context(big.practice)
    screen = CalendarScreen(given)
    screen.resize(WIDTH, HEIGHT)
    screen.show()
    screen.activate()
    given.jobs.wait()
    assert screen.pane is not None  # noqa: S101 - made by the first read
    try:
        yield screen.pane, given.jobs
    finally:
        screen.close()
        given.jobs.close()


def _far_weeks() -> Iterator[date]:
    """Weeks of the past that nobody looked at, never neighbours: those would be read ahead."""
    today = datetime.now(UTC).date()
    return (today - _WEEK * 3 * back for back in count(2))


class _Weeks:
    def __init__(self, pane: CalendarPane, jobs: Jobs) -> None:
        self._pane, self._days, self.jobs = pane, _far_weeks(), jobs
        self._image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def open_next(self) -> None:
        timeline = self._pane.presenter.timeline
        self._pane.presenter.go_to(next(self._days))
        loop = QEventLoop()
        while not timeline.entries:  # asleep meanwhile: a loop that asks again and again would count as work
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.paint()

    def paint(self) -> None:
        with FOREGROUND:  # as the window paints: what is read ahead waits
            self._pane.render(self._image)


class _Bare:
    """The same week without a program around it."""

    def __init__(self, big: Big) -> None:
        self._days, self._workspace = _far_weeks(), big.practice.me.workspace_id.bytes
        self._store = big.opened.store
        self._image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
        self._rows: list[tuple[int, int, str, str, str]] = []

    @property
    def seen(self) -> int:
        return len(self._rows)

    def open_next(self) -> None:
        day = next(self._days)
        monday = datetime.combine(day - timedelta(days=day.weekday()), datetime.min.time(), UTC)
        asked = (self._workspace, to_micros(monday), to_micros(monday + _WEEK))
        with self._store.read() as db:
            self._rows = [tuple(row) for row in db.exec_driver_sql(BARE, asked)]
        self.paint()

    def paint(self) -> None:
        painter = QPainter(self._image)
        painter.fillRect(self._image.rect(), Qt.GlobalColor.white)
        for place, (_, _, status, first, last) in enumerate(self._rows):
            box = QRectF(place % 7 * 170, place // 7 * 24 % HEIGHT, 160, 40)
            painter.fillRect(box, QColor("#d7e6f5"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), f"{first} {last}\n{status}")
        painter.end()
