"""When files may move between this laptop and the clinic, and how many still have to."""

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.store.attachments.listing import TABLE
from core.store.attachments.transfer_totals import Moving
from core.store.practice.practice import Practice
from desktop.kit.bus import Bus, FilesLine
from desktop.kit.jobs import Jobs
from desktop.sync_status.files_bridge import FilesBridge
from desktop.sync_status.state import UNREACHED, StatusPhase, SyncState

ON_METERED = "files_on_metered"
"""This device's own setting: files move on a connection that costs by volume too."""
_LOOK_AGAIN_MS = 500


class PausableEngine(Protocol):
    """An engine that can be held between two chunks."""

    @property
    def is_paused(self) -> bool:
        """Whether it is held, also while a chunk that had begun is still moving."""
        ...

    def pause(self) -> None:
        """No further chunk is begun until `resume`."""
        ...

    def resume(self) -> None:
        """Goes on where it was held."""
        ...


class MeterLike(Protocol):
    """What is used of `Meter`. `changed`: ask both again."""

    changed: SignalInstance

    @property
    def is_metered(self) -> bool:
        """Whether the present connection costs by volume; False where the system does not tell."""
        ...

    @property
    def is_known(self) -> bool:
        """False while the system has not told yet."""
        ...


class FilesTraffic(QObject):
    """Holds the queue of files while it should not move, and tells the bus why. GUI thread.

    `moved`: `moving` is another one. `engine` answers with the queue, if there is one.
    """

    moved = Signal()

    def __init__(
        self,
        practice: Practice,
        jobs: Jobs,
        bus: Bus,
        bridge: FilesBridge,
        meter: MeterLike,
        engine: Callable[[], PausableEngine | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._practice, self._jobs, self._bus, self._bridge = practice, jobs, bus, bridge
        self._meter, self._engine = meter, engine
        self._sync = SyncState()
        self.moving = Moving()
        self.on_metered = False
        self._soon = QTimer(self, singleShot=True, interval=_LOOK_AGAIN_MS)
        self._soon.timeout.connect(self.count)
        meter.changed.connect(self._decide)
        bridge.state_changed.connect(self._on_files_state)
        bus.changed.connect(self._on_rows_changed)

    @property
    def sentence(self) -> str:
        """Why files do not move although rows do; empty while all is well."""
        state = self._bridge.state
        return "" if state.code in UNREACHED else state.sentence

    def start(self) -> None:
        """Before the engines: what the person allowed is known first."""
        self._jobs.run(lambda: bool(self._practice.settings.local(ON_METERED, False)), self._on_setting)
        self.count()

    def stop(self) -> None:
        """Counts no more, for the practice is being shut; the engine is not touched."""
        self._soon.stop()

    def hear(self, state: SyncState) -> None:
        """What the rows' sync says: it knows soonest whether there is a connection."""
        self._sync = state
        self._decide()

    def set_on_metered(self, on: bool) -> None:
        """Kept on this device, and heeded at once."""
        self._jobs.run(lambda: self._practice.settings.set_local(ON_METERED, on))
        self._on_setting(on)

    def count(self) -> None:
        """Asks the store how many chunks still have to move; `moved` follows where that is another answer."""
        self._jobs.run(self._practice.contents.moving, self._on_counted)

    def _on_setting(self, on: bool) -> None:
        self.on_metered = on
        self._decide()

    def _line(self) -> FilesLine:
        if self._sync.phase is StatusPhase.LOCAL or self._engine() is None:
            return FilesLine.NONE
        if self._sync.paused:
            return FilesLine.PAUSED
        if self._meter.is_metered and not self.on_metered:
            return FilesLine.METERED
        offline = self._sync.phase is StatusPhase.OFFLINE or self._bridge.state.code in UNREACHED
        return FilesLine.OFFLINE if offline else FilesLine.OPEN

    def _decide(self) -> None:
        line, engine = self._line(), self._engine()
        if engine is not None:
            # Until the system has told, files wait, unless they may use any connection.
            held = line in {FilesLine.PAUSED, FilesLine.METERED} or not (
                self._meter.is_known or self.on_metered
            )
            if held and not engine.is_paused:
                engine.pause()
            elif not held and engine.is_paused:
                engine.resume()
        self._bus.set_line(line)

    def _on_files_state(self, _state: object) -> None:
        self._decide()
        if not self._soon.isActive():
            self._soon.start()

    def _on_rows_changed(self, changed: Iterable[Changed]) -> None:
        """A person's file is counted at once, so that the pill does not call it saved."""
        origins = {change.origin for change in changed if change.table == TABLE}
        if Origin.PERSON in origins:
            self.count()
        elif origins and not self._soon.isActive():
            self._soon.start()

    def _on_counted(self, moving: Moving) -> None:
        if moving != self.moving:
            self.moving = moving
            self._bus.files_moved.emit()
            self.moved.emit()
