"""Makes notes that came many at a time ready to be found, step by step, while nothing else is to be done."""

from PySide6.QtCore import QObject, QTimer

from core.domain.errors import UserError
from core.store.practice.practice import Search
from desktop.kit.bus import Bus
from desktop.kit.jobs import Jobs
from desktop.sync_status.state import StatusPhase

TELL_MS = 1_000
"""How often whoever shows what was found hears that there is more, and reads again."""


class SearchUpkeep(QObject):
    """GUI thread; the steps run on a worker. What one could not store is begun anew after the next pass."""

    def __init__(self, search: Search, jobs: Jobs, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search, self._jobs, self._bus = search, jobs, bus
        self._phase: StatusPhase | None = None
        self._is_at_work = self._has_news = self._is_paused = False
        self._tell = QTimer(self, interval=TELL_MS)
        self._tell.timeout.connect(self._on_tell)

    def hear(self, phase: StatusPhase) -> None:
        """How syncing stands, at the start and when that changes. What a pass brings goes first."""
        if phase is self._phase:
            return
        self._phase = phase
        if not self._is_held and not self._is_at_work:
            self._step()

    def pause(self, on: bool) -> None:
        """While all is about to be shut no step follows the one under way, for which nobody should wait."""
        self._is_paused = on
        if not on and not self._is_held and not self._is_at_work:
            self._step()

    @property
    def _is_held(self) -> bool:
        return self._is_paused or self._phase is StatusPhase.SYNCING

    def _step(self) -> None:
        self._is_at_work = True
        self._jobs.run(self._search.catch_up, self._on_stepped, self._on_refused)

    def _on_stepped(self, count: int) -> None:
        self._has_news = self._has_news or count > 0
        if not count or self._is_held:
            self._rest()
            return
        if not self._tell.isActive():
            self._tell.start()
        self._step()

    def _on_refused(self, _error: UserError) -> None:
        """A full disk, or another that writes: notes can be read, and whoever saves is told by that."""
        self._rest()

    def _rest(self) -> None:
        self._is_at_work = False
        self._tell.stop()
        self._on_tell()

    def _on_tell(self) -> None:
        if self._has_news:
            self._has_news = False
            self._bus.found_more.emit()
