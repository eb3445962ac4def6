"""Remembers on this device how the calendar is shown: kind, day, place and zoom, for the next start."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.domain import timegrid
from desktop.calendar.abstract_pane import AbstractPane
from desktop.calendar.ports import CalendarGateway, Habits

if TYPE_CHECKING:
    from desktop.kit.context import ScreenContext

_REMEMBER_MS = 800


class HabitKeeper(QObject):
    """Writes a while after the last change, and only where there is one. GUI thread."""

    def __init__(self, context: "ScreenContext", desk: CalendarGateway, pane: AbstractPane) -> None:
        super().__init__(pane)
        self._context, self._desk, self._pane = context, desk, pane
        self._known = Habits()
        self._soon = QTimer(self, singleShot=True, interval=_REMEMBER_MS)
        self._soon.timeout.connect(self.remember)
        pane.grid.zoom_changed.connect(self._on_changed)
        pane.grid.verticalScrollBar().valueChanged.connect(self._on_changed)

    def start(self) -> None:
        """From here on what differs from the present is kept."""
        self._known = self._present()

    def soon(self) -> None:
        """Something may have changed; more may follow."""
        self._soon.start()

    def remember(self) -> None:
        """Now, if anything changed."""
        habits = self._present()
        if habits != self._known:
            self._known = habits
            self._context.jobs.run(lambda: self._desk.remember(habits))

    def _present(self) -> Habits:
        page, grid = self._pane.presenter.page, self._pane.grid
        today = timegrid.day_of(self._context.clock.now(), page.zone)
        day = "" if today in page.days else page.anchor.isoformat()
        return Habits(page.kind.value, round(grid.hour_px), day, round(grid.first_minute))

    def _on_changed(self, _value: float) -> None:
        self._soon.start()
